"""The answer: its shape, its offsets, its words, and its way into the ledger."""

from __future__ import annotations

import json
import pickle
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker import geodata, model
from scs_tracker.articles import as_batch, explain, extract, propose
from scs_tracker.articles.extract import extract_each, joined
from scs_tracker.articles.lexicon import lexicon
from scs_tracker.articles.proposal import FIELDS
from scs_tracker.articles.read import Article
from scs_tracker.errors import UsageError
from scs_tracker.ledger import Ledger

TEXT = (
    "MANILA — A China Coast Guard vessel with bow number 5205 rammed BRP Teresa Magbanua 13 nautical miles east of Sabina "
    "Shoal on Saturday, the Philippine Coast Guard said on Monday. China's coast guard said that the Philippine ship had "
    "intruded, and that it acted in accordance with the law."
)
KEYS = {
    "date_start", "date_end", "types", "initiators", "targets", "initiator_units", "target_units", "place",
    "location_text", "lat", "lon", "radius_km", "acts", "accounts", "confidence", "evidence",
}  # fmt: skip


def test_answer_has_the_shape_of_the_command_line(read_text):
    answer = json.loads(json.dumps(read_text(TEXT, "2024-09-02").to_json(), allow_nan=False))
    assert answer.keys() >= {"incidents", "background", "events"}
    (incident,) = answer["incidents"]
    assert incident.keys() >= KEYS
    assert (incident["date_start"], incident["place"]) == ("2024-08-31", "Sabina Shoal")
    assert "ramming" in incident["types"]
    assert (incident["initiators"], incident["targets"]) == (["CN-CCG"], ["PH-PCG"])
    assert incident["target_units"] == ["BRP Teresa Magbanua"]
    assert incident["location_text"] == "13 nautical miles east of Sabina Shoal"
    assert (incident["lat"], incident["lon"]) == pytest.approx((9.75, 116.69), abs=0.02)
    assert incident["accounts"].startswith("CN: \"China's coast guard said that the Philippine ship had intruded")
    (ramming,) = [act for act in incident["acts"] if act["type"] == "ramming"]
    assert (ramming["by"], ramming["against"], ramming["against_units"]) == (
        ["CN-CCG"],
        ["PH-PCG"],
        ["BRP Teresa Magbanua"],
    )
    assert (ramming["said_by"], ramming["basis"]) == (["PH"], "text")
    assert "rammed BRP Teresa Magbanua" in ramming["passage"]
    assert 0.5 < incident["confidence"] <= 1


def test_every_passage_leads_to_its_words(read_text):
    found = read_text(TEXT, "2024-09-02")
    (one,) = found.incidents
    assert set(one.passages) <= set(FIELDS)
    said = {name: found.text[each.start : each.end] for name, each in one.passages.items() if each.start is not None}
    assert said["types"] == "rammed"
    assert said["date_start"].strip() == "on Saturday"
    assert said["target_units"] == "BRP Teresa Magbanua"
    assert "Sabina Shoal" in said["location_text"]
    assert "5205" in said["initiators"]


def test_title_and_text_are_read_together(read_text):
    found = read_text("It happened on Saturday.", "2024-09-02", "China Coast Guard ship rams BRP Cabra at Sabina Shoal")
    assert found.text == "China Coast Guard ship rams BRP Cabra at Sabina Shoal\n\nIt happened on Saturday."
    (one,) = found.incidents
    assert (one.place, one.initiators, one.targets) == ("Sabina Shoal", ("CN-CCG",), ("PH-PCG",))
    assert found.text[one.passages["types"].start : one.passages["types"].end] == "rams"


def test_a_headline_that_the_text_repeats_stands_once():
    assert joined("A headline", "A  headline\n\nThe text.") == "A  headline\n\nThe text."
    assert joined("", "The text.") == "The text."


def test_what_the_text_does_not_date_gets_no_day(read_text):
    (one,) = read_text("A China Coast Guard ship rammed BRP Cabra near Sabina Shoal.", "2024-06-18").incidents
    assert (one.date_start, one.date_basis) == ("2024-06", "publication")
    assert one.passages["date_start"].start is None


def test_the_year_alone_early_in_a_month(read_text):
    (one,) = read_text("A China Coast Guard ship rammed BRP Cabra near Sabina Shoal.", "2024-06-03").incidents
    assert one.date_start == "2024"


def test_a_clash_in_two_sentences_of_an_article_on_something_else(read_text):
    text = (
        "Ministers raise the quota for rice\n\nMANILA, Nov 14 (Agency) - The Philippines and Vietnam agreed on Thursday to raise "
        "the quota for rice, which has been too small for two seasons, and to cut the fees that traders pay.\n\nThe ministers "
        "spoke for three hours about storage, seed and the price of fertiliser. Growers had asked for a longer contract, and "
        "millers for a shorter one. A fund for roads between farms and ports is to open in spring.\n\nThe two have drawn "
        "closer at sea too. Last week a Chinese navy ship told a Philippine patrol plane to leave the air above the Spratly "
        "Islands.\n\nTrade between the two has doubled in ten years. Rice is a third of it."
    )
    (one,) = read_text(text, "2024-11-15").incidents
    assert (one.date_start, one.types, one.initiators) == ("2024-11-04", ("expulsion",), ("CN-PLAN",))
    assert {code[:2] for code in one.targets} == {"PH"}
    assert one.confidence > 0.5


def test_talks_that_recall_the_year_before(read_text):
    text = (
        "The United States and China ended two days of defence talks at the Pentagon on January 8-9, the Defense "
        "Department said on Tuesday.\n\nThe sides spoke about the South China Sea, where China last year attacked Philippine "
        "boats with water cannons and lasers."
    )
    found = read_text(text, "2024-01-10")
    assert found.incidents == ()
    assert {one.date_start for one in found.background} == {"2023"}
    assert [(one.kind, one.date_start) for one in found.events] == [("talks", "2024-01-08")]


@pytest.mark.parametrize(
    "text",
    [
        "No water cannon was used at Second Thomas Shoal on Tuesday, the Philippine Coast Guard said.",
        "There was no collision with a China Coast Guard ship at Sabina Shoal on Tuesday, the Philippine Navy said.",
        "No shots were fired at Filipino fishermen near Thitu Island on Tuesday, the military said.",
    ],
)
def test_what_there_was_none_of_is_no_incident(read_text, text):
    assert not read_text(text, "2024-10-09").incidents


def test_an_act_that_did_no_harm_is_one(read_text):
    (incident,) = read_text(TEXT + " The collision caused no damage and hurt no one.", "2024-09-02").incidents
    assert "ramming" in incident.types


def test_events_have_their_own_shape(read_text):
    text = "China and the Philippines held talks on the South China Sea in Xiamen on Thursday, both governments said."
    (event,) = read_text(text, "2025-01-17").to_json()["events"]
    assert event.keys() == {"date_start", "kind", "parties", "title", "place"}
    assert (event["date_start"], event["kind"], event["parties"]) == ("2025-01-16", "talks", ["CN", "PH"])
    assert event["title"] == "Talks between China and the Philippines"


def test_harm_hour_and_damage_are_read(read_text):
    text = (
        "A China Coast Guard ship fired water cannon at the supply boat Unaizah May 4 near Second Thomas Shoal at about "
        "8:15 a.m. on Saturday, injuring four Filipino crew members and shattering its windshield, the Philippine Coast "
        "Guard said."
    )
    (one,) = read_text(text, "2024-06-18").incidents
    assert (one.injured, one.killed, one.time_local) == (4, None, "08:15")
    assert "windshield" in one.damage


def test_batch_passes_the_checks_of_incident_tables(read_text):
    import pandas as pd

    (report,) = as_batch(read_text(TEXT, "2024-09-02"), "https://www.rappler.com/a").reports
    content = report.content
    assert (report.kind, set(model.INCIDENT_COLUMNS) <= set(content)) == ("article", True)
    assert content["sources"] == [
        {"url": "https://www.rappler.com/a", "publisher": "Rappler", "published": "2024-09-02"}
    ]
    assert content["summary"].endswith("by China Coast Guard against Philippine Coast Guard, Sabina Shoal, 2024-08-31.")
    row = {column: content[column] for column in model.INCIDENT_COLUMNS} | {"id": "20240831-sabina"}
    assert model.problems(pd.DataFrame([row], dtype=str), model.incidents_schema(geodata.vocabulary())) == []


def test_the_same_article_gives_the_same_report(read_text):
    first, second = (as_batch(propose(TEXT, published="2024-09-02"), "https://example.org/a") for _ in range(2))
    assert first == second
    assert first.reports[0].key != as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/b").reports[0].key


def test_proposals_enter_the_ledger_as_proposed(tmp_path, read_text):
    ledger = Ledger(f"sqlite:///{tmp_path / 'tracker.db'}")
    batch = as_batch(read_text(TEXT, "2024-09-02"), "https://example.org/a")
    summary = ledger.import_batch(batch)
    assert (summary.read, summary.added) == (1, 1)
    (row,) = ledger.incidents(statuses=None).to_dict("records")
    assert (row["status"], row["place"]) == ("proposed", "Sabina Shoal")
    assert json.loads(row["sources"])[0]["url"] == "https://example.org/a"
    assert ledger.import_batch(batch).unchanged == 1


@pytest.mark.parametrize("day", ["2024-6-1", "2024-02-30", "June", "2024-06", ""])
def test_a_day_that_is_none_is_a_usage_error(day):
    with pytest.raises(UsageError, match="--published"):
        extract(Article("A ship sailed."), published=day)


def test_user_words_count_beside_ours(tmp_path):
    text = "A Chinese coast guard ship zapped BRP Cabra near Sabina Shoal on Monday."
    assert propose(text, published="2024-06-18").incidents == ()
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "triggers.csv").write_text(
        "types,form,strength,needs,phrases,note\nlaser,verb,3,,zap,\n", encoding="utf-8"
    )
    geodata.configure(tmp_path)
    lexicon()
    assert [one.types for one in propose(text, published="2024-06-18").incidents] == [("laser",)]


WORDS = st.sampled_from(
    "China Chinese Philippine coast guard ship ships boat BRP Cabra CCG 5205 rammed by was were water cannon fired at the "
    'a its it they said accused of on Monday in 2021 last year after when which and , . ; " ( ) near Sabina Shoal Manila '
    "not would 13 nautical miles east of to ramming collision between laser with from that".split(" ")
)


@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join))
@settings(deadline=None, max_examples=25)
def test_any_words_end_and_keep_the_vocabulary(text):
    found = propose(text, published="2024-06-18")
    vocabulary = geodata.vocabulary()
    for one in (*found.incidents, *found.background):
        assert set(one.types) <= set(vocabulary.severity_by_type)
        assert set(one.initiators) | set(one.targets) <= vocabulary.actors
        assert model.is_partial_date(one.date_start)
        assert 0 <= one.confidence <= 1
        assert all(0 <= start < end <= len(found.text) for start, end in one.evidence)
        told = [each for each in one.passages.values() if each.start is not None]
        assert all(0 <= each.start < each.end <= len(found.text) for each in told)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=15)
def test_any_characters_end(text):
    explain(propose(text, published="2024-06-18"), full=True)


@pytest.mark.parametrize("width", [60, 140])
def test_lines_broken_inside_a_sentence_are_one_sentence(width, read_text):
    text = (
        "MANILA - A China Coast Guard ship fired a water cannon at the BRP Datu Pagbuaya 3 nautical miles off Thitu "
        "Island on Friday, the Philippine Coast Guard said on Sunday. No one was hurt, and the ship went on with its "
        "work near the island until the evening of the same day."
    )
    wrapped = "China Coast Guard fires water cannon\n\n" + textwrap.fill(text, width)
    assert [one.date_start for one in read_text(wrapped, "2023-05-14").incidents] == ["2023-05-12"]


def test_furniture_changes_nothing(read_text):
    text = TEXT.replace(" China's", "\n\nChina's")
    page = (
        f"{text}\n\nREAD: Collision near Thitu Island in 2023\n\nReporting by A. Writer; Editing by Robert Lincoln\n\n"
        "Sign up for our newsletter on the South China Sea"
    )
    plain, full = read_text(text, "2024-09-02"), read_text(page, "2024-09-02")
    assert [one.to_json() for one in full.incidents] == [one.to_json() for one in plain.incidents]
    assert full.background == plain.background


def test_who_is_not_named_did_it_without_a_flag(read_text):
    text = "A foreign tanker rammed and sank a Filipino fishing boat near Scarborough Shoal on Monday, fishermen said."
    assert [(one.initiators, one.targets) for one in read_text(text).incidents] == [(("XX-UNK",), ("PH-FISH",))]


def test_several_workers_give_the_same_answers_in_the_same_order(tmp_path, monkeypatch):
    def pool(workers, _context, **begin):
        return ThreadPoolExecutor(workers, **begin)

    monkeypatch.setattr(sys.modules["scs_tracker.articles.extract"], "ProcessPoolExecutor", pool)
    files = []
    for number in range(3):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"中国海警船520{number}在仁爱礁附近海域对菲律宾补给船使用水炮。", encoding="utf-8")
        files.append(str(file))
    found = extract_each(files, published="2024-06-18", jobs=2)
    assert [one.to_json() for one in found] == [extract(one, published="2024-06-18").to_json() for one in files]


def test_an_answer_goes_from_one_process_to_another(read_text):
    found = read_text(TEXT, "2024-09-02")
    copy = pickle.loads(pickle.dumps(found))  # noqa: S301 - bytes of our own
    assert copy.to_json() == found.to_json()


def test_who_only_tells_of_it_is_no_party(read_text):
    text = (
        "A China Coast Guard ship blocked two Filipino fishing boats at Sabina Shoal, the Philippine Coast Guard said."
    )
    (one,) = read_text(text).incidents
    assert one.targets == ("PH-FISH",)


@pytest.mark.parametrize(
    ("between", "days"),
    [
        ("", {"2024-05-14"}),
        ("A day before, on Thursday, the Chinese cutter blocked the Philippine ship again at the same shoal. ",
         {"2024-05-14", "2024-05-16"}),
    ],
)  # fmt: skip
def test_what_is_told_again_without_a_day_of_its_own_is_one_incident(between, days, read_text):
    text = (
        "Lawmakers hear of a patrol\n\nMANILA, May 17 - The Philippine Coast Guard said its patrol ship was shadowed and "
        "blocked by a Chinese coast guard cutter near Scarborough Shoal on Tuesday.\n\nLawmakers heard the report on "
        f"Friday. {between}They were told that the Chinese cutter had closely shadowed the Philippine patrol ship for two "
        "hours and blocked its path three times."
    )
    assert {one.date_start for one in read_text(text, "2024-05-18").incidents} == days


def test_damage_is_told_without_the_word_that_joins_it_to_who_says_so(read_text):
    text = "A Chinese navy ship collided with BRP Cabra near Sabina Shoal on Monday. The coast guard said that its hull was dented."
    (one,) = read_text(text).incidents
    assert one.damage == "its hull was dented"


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        # a vessel's name is no date
        (
            "The boat Unaizah May 4 was damaged when two China Coast Guard ships fired water cannon at it at Ayungin Shoal.", "2024-03-24", [("2024-03", "water_cannon")],
        ),
        # what a picture shows dates nothing
        (
            "A Chinese ship is seen near Sabina Shoal on February 15, 2024.\n\nA China Coast Guard ship rammed a boat there on Tuesday.", "2024-12-04",
            [("2024-12-03", "ramming")],
        ),
        ("Following the incident near Scarborough Shoal, Chinese and Philippine officials exchanged protests on Thursday.", "2024-10-07", []),
        ("The Philippine vessel sailed to Sabina Shoal following reports of Chinese ships in the area on Friday.", "2024-10-07", []),
        (
            "A Chinese navy ship was following a Philippine Coast Guard vessel near Sabina Shoal on Friday.", "2024-10-07",
            [("2024-10-04", "shadowing")],
        ),
        ("Six China Coast Guard ships were spotted near Scarborough Shoal on Tuesday, the Philippine Navy said.", "2024-05-16", []),
        (
            "Fifty Chinese militia vessels were spotted around Whitsun Reef on Tuesday, the coast guard said.", "2024-05-16",
            [("2024-05-14", "swarming")],
        ),
        ("The USS Halsey conducted a freedom of navigation operation near the Paracel Islands on Friday.", "2024-05-11", []),
        ("China routinely fires water cannon at Philippine boats near Scarborough Shoal, analysts said.", "2024-05-16", []),
        (
            "China Coast Guard ships repeatedly fired water cannon at a Philippine boat near Scarborough Shoal on Tuesday.",
            "2024-05-16", [("2024-05-14", "water_cannon")],
        ),
        ("Philippine and Chinese coast guard ships clashed near Second Thomas Shoal on Monday, Manila said.", "2024-06-18", [("2024-06-17", "standoff")]),
    ],
)  # fmt: skip
def test_words_that_look_like_an_act_or_a_date(text: str, published: str, wanted: list[tuple[str, str]]) -> None:
    found = propose(text, published=published).incidents
    assert [(one.date_start, ";".join(one.types)) for one in found] == wanted


def test_a_doubtful_candidate_is_shown_and_not_proposed() -> None:
    text = "China routinely fires water cannon at Philippine boats near Scarborough Shoal, analysts said on Tuesday."
    found = propose(text, published="2024-05-16")
    assert found.incidents == ()
    (one,) = found.maybe
    assert (one.types, [found.text[start:end] for start, end in one.evidence]) == (("water_cannon",), [text])
    assert found.to_json()["maybe"][0]["types"] == ["water_cannon"]
    assert "maybe: " in explain(found)
