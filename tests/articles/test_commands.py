"""`extract` and `review` as typed: forms of articles, exit codes, why, and what waits for a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scs_tracker.ledger import Ledger, worklist

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "A China Coast Guard ship rammed the Philippine patrol ship BRP Cabra near Second Thomas Shoal on Monday."
DAY = ("--published", "2024-06-18")
HEADER = (
    "id,date_start,date_end,time_local,types,initiators,targets,initiator_units,target_units,place,location_text,lat,lon,"
    "injured,killed,detained,damage,summary,accounts,corroboration"
)
OTHER = "20240612-second-thomas-other"
ROW = f"{OTHER},%s,,,%s,CN-CCG,PH-PCG,,,Second Thomas Shoal,%s,,,,,,,A ship hit another.,,single"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_explain_fits_a_screen_and_says_why(call, article):
    answer = call("extract", article.name, *DAY, "--explain")
    lines = answer.out.splitlines()
    assert (answer.code, len(lines) < 24) == (0, True)
    assert f"[0–{len(TEXT)}] {TEXT}" in lines
    assert any("‘rammed’ → ramming: CN-CCG → PH-PCG, 2024-06-17, Second Thomas Shoal; kept" in line for line in lines)
    assert lines[-1].startswith("incident: 2024-06-17 (relative)  ramming; 1 acts; current 0.")


def test_explain_fits_a_screen_for_a_long_article(call, tmp_path):
    days = ("January", "March", "May", "June")
    told = [TEXT.replace("on Monday", f"on {month} {day}") for month in days for day in range(2, 8)]
    (tmp_path / "long.txt").write_text("\n\n".join(told), encoding="utf-8")
    answer = call("extract", "long.txt", "--published", "2024-06-18", "--explain")
    assert "rammed" in answer.out
    assert len((answer.out + answer.err).splitlines()) <= 24


def test_explain_says_what_was_dropped(call):
    answer = call("extract", "-", *DAY, "--explain", stdin=TEXT.replace("rammed", "did not ram").encode())
    assert "2024-06-17, Second Thomas Shoal; dropped, 0." in answer.out
    assert "no incident found" in answer.out


def test_explain_all_shows_whom_and_when(call, article):
    answer = call("extract", article.name, *DAY, "--explain=all")
    assert "    who   China Coast Guard ship: CN-CCG, vessel" in answer.out
    assert "    when  on Monday: 2024-06-17 by weekday" in answer.out
    assert call("extract", article.name, *DAY, "--explain=some").code == 2


def test_explain_and_json_exclude_each_other(call, article):
    answer = call("extract", article.name, *DAY, "--explain", "--json")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", 1, "is empty"),
        (b"\x00\x01\x02binary", 1, "is a binary file"),
        (
            b"<html><body><script>var rammed = 1;</script></body></html>",
            3,
            "standard input has no text that can be read",
        ),
        (b"%PDF-1.7 nothing", 1, "damaged PDF"),
        (TEXT.encode("utf-16"), 0, ""),
        (b"<table><tr><td>" * 30 + TEXT.encode(), 0, ""),
        (b"<table><tr><td>" * 30_000 + TEXT.encode(), 3, "has no text that can be read"),
        (b"\xff\xfe\xfd" * 40, 3, ""),
    ],
    ids=["empty", "binary", "script", "pdf", "utf-16", "tables", "too many tables", "broken"],
)
def test_whatever_comes_ends_with_a_code_and_at_most_one_sentence(call, content, code, words):
    answer = call("extract", "-", *DAY, "--json", stdin=content)
    assert answer.code == code, answer
    assert words in answer.err
    assert answer.err.count("\n") == (1 if code else 0)


def test_an_article_without_a_day_asks_for_published(call, article):
    answer = call("extract", article.name)
    assert answer.code == 2
    assert "--published YYYY-MM-DD" in answer.err


def test_other_languages_show_names_and_points_and_claim_nothing(call):
    text = (
        "Tàu cảnh sát biển Trung Quốc số hiệu 5205 đã đâm va tàu cá QNg 95739 TS của Việt Nam gần đảo Phú Lâm thuộc"
        " quần đảo Hoàng Sa, tại tọa độ 16°30'N 112°15'E, theo Bộ Ngoại giao Việt Nam hôm thứ Hai. Không ai bị thương."
    )
    answer = call("extract", "-", *DAY, "--json", stdin=text.encode())
    found = json.loads(answer.out)
    assert answer.code == 3
    assert (found["incidents"], found["language"]) == ([], "vi")
    assert "English" in found["notes"][0]
    mentions = {one["text"]: one for one in found["mentions"]}
    assert any("95739" in words for words in mentions)
    shown = call("extract", "-", *DAY, stdin=text.encode()).out
    assert "QNg 95739 TS" in shown
    assert "16°30'N 112°15'E: 16.5, 112.25" in shown
    assert any(abs((one.get("lat") or 0) - 16.5) < 0.01 for one in mentions.values())


def test_a_damaged_pdf_is_one_sentence(call, tmp_path):
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj <<")
    answer = call("extract", "cut.pdf", *DAY)
    assert (answer.code, answer.err.count("\n")) == (1, 1), answer.err


def test_of_a_text_of_ten_megabytes_the_first_million_characters_are_read(call, tmp_path):
    (tmp_path / "long.txt").write_text(f"{TEXT}\n" + "The weather was fine. " * 480_000, encoding="utf-8")
    answer = call("extract", "long.txt", *DAY)
    assert answer.code == 0
    assert "only the first 1,000,000 characters were read" in answer.out
    assert "ramming" in answer.out


def test_a_folder_gives_a_list_in_order(call, tmp_path):
    for name in ("b.txt", "a.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    answer = call("extract", ".", *DAY, "--json")
    assert [one["incidents"][0]["types"] for one in json.loads(answer.out)] == [["ramming"], ["ramming"]]
    assert call("extract", "*.md", *DAY).out.startswith("a.md: ")


@pytest.mark.parametrize(("date", "apart"), [("2024-06-12", "5 days apart"), ("2024-06", "dates overlap")])
def test_a_proposal_waits_beside_the_nearest_incident(call, article, tmp_path, date, apart):
    row = ROW % (date, "laser", "40 nm N of Second Thomas Shoal")
    (tmp_path / "incidents.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    assert call("import", "incidents.csv").code == 0
    assert "check them with scs-tracker review" in call("extract", article.name, *DAY, "--add").out
    waiting = json.loads(call("review", "--json").out)
    assert waiting["pairs"] == []
    ((proposed, (near,)),) = waiting["nearest"].items()
    assert waiting["proposed"] == [proposed]
    assert near["incident"] == OTHER
    assert near["reasons"][0] == apart
    assert near["reasons"][2:] == ["both CN-CCG, PH-PCG"]
    shown = call("review").out
    assert f"scs-tracker link {OTHER} {proposed}" in shown


UNKNOWN = "A China Coast Guard ship rammed a Philippine fishing boat %s in the South China Sea on Monday."


@pytest.mark.parametrize(
    "words",
    ["near Frobisher Shoal", "about 20 nautical miles west of Frobisher Shoal", "near Discovery Reef"],
)
def test_the_words_for_a_place_that_is_not_known_stay_and_ask_for_a_person(call, words):
    answer = call("extract", "-", *DAY, "--json", stdin=f"{UNKNOWN % words} Manila holds Thitu Island.".encode())
    (found,) = json.loads(answer.out)["incidents"]
    assert (found["location_text"], found["lat"], found["radius_km"]) == (words, None, None)
    assert answer.code == 3


def test_a_reef_without_a_name_is_not_the_whole_sea(call):
    text = "A China Coast Guard ship rammed a Philippine fishing boat near a reef on Monday."
    answer = call("extract", "-", *DAY, stdin=text.encode())
    assert "near a reef: no location" in answer.out
    assert answer.code == 3


def test_one_reef_of_a_shared_name_is_told_by_the_article(call):
    text = f"{UNKNOWN % 'near Discovery Great Reef'}"
    answer = call("extract", "-", *DAY, "--json", stdin=text.encode())
    assert [one["place"] for one in json.loads(answer.out)["incidents"]] == ["Discovery Great Reef"]
    assert answer.code == 0


def test_a_proposal_without_a_position_waits_in_the_ledger(call):
    text = UNKNOWN % "near Frobisher Shoal"
    assert call("extract", "-", *DAY, "--add", stdin=text.encode()).code == 3
    out = call("review").out
    assert "near Frobisher Shoal: Ramming by China Coast Guard" in out
    assert "Frobisher Shoal, 2024-06-17." in out


def test_a_text_that_is_not_english_is_added_as_a_lead_and_nothing_is_lost(call, tmp_path):
    (tmp_path / "tin.txt").write_text(
        "Tàu hải cảnh Trung Quốc đã đâm tàu cá QNg 95739 TS gần đảo Phú Lâm.", encoding="utf-8"
    )
    first, second = (call("extract", "tin.txt", *DAY, "--add") for _ in range(2))
    assert (first.code, second.code) == (3, 3)
    assert "1 new lead in the review queue" in first.out
    assert "0 new leads" in second.out
    (lead,) = worklist.leads(Ledger(f"sqlite:///{tmp_path}/tracker.db").engine)
    assert (lead["language"], lead["published"]) == ("vi", "2024-06-18")
    assert "it names China Coast Guard, ramming" in lead["why"]
    assert "QNg 95739 TS" in lead["text"]
    shown = call("review").out
    assert "queue is empty" not in shown
    assert shown.startswith(
        "1 lead awaiting review: scs-tracker desk\n  lead:1, a text entered by hand, 2024-06-18: Tàu hải cảnh"
    )
