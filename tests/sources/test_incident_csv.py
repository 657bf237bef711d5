from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker import model
from scs_tracker.errors import TableError, TrackerError, UsageError
from scs_tracker.sources import incident_csv
from scs_tracker.sources.formats import detect, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents"
LASER = "20230206-second-thomas-laser"


def test_every_shipped_incident_and_event_is_read() -> None:
    batch = read_reports(INCIDENTS / "incidents.csv")
    rows = list(csv.DictReader((INCIDENTS / "incidents.csv").open(encoding="utf-8")))
    assert batch.rejects == ()
    assert [report.key for report in batch.reports] == [f"incident-csv:{row['id']}" for row in rows]
    assert all(report.content["sources"] for report in batch.reports)
    events = read_reports(INCIDENTS / "events.csv")
    assert events.rejects == ()
    assert len(events.events) == len(list(csv.DictReader((INCIDENTS / "events.csv").open(encoding="utf-8"))))


def test_formats_are_told_by_content() -> None:
    assert detect(INCIDENTS / "incidents.csv") == "incidents"
    assert detect(INCIDENTS / "events.csv") == "events"
    with pytest.raises(TrackerError, match=r"holds sources.*import incidents\.csv"):
        detect(INCIDENTS / "incident_sources.csv")
    with pytest.raises(TrackerError, match="folder"):
        detect(INCIDENTS)
    with pytest.raises(UsageError, match="use one of acled, acled-deletions, events, gis, incidents, scsdi"):
        read_reports(INCIDENTS / "incidents.csv", format_="gdelt")


def test_a_bad_row_is_rejected_whole_and_the_good_ones_go_in(incident_file: Callable[..., Path]) -> None:
    bad = {"date_start": "2023-02-30", "initiators": "CN-CGC", "injured": "two"}
    file = incident_file({LASER: bad, "19740119-paracels-battle": {}})
    batch = read_reports(file)
    assert [report.key for report in batch.reports] == ["incident-csv:19740119-paracels-battle"]
    (reject,) = batch.rejects
    assert reject.row == 2
    assert reject.raw.startswith(LASER)
    reasons = "\n".join(reject.reasons)
    for words in ("date_start: '2023-02-30'", "YYYY-MM", "initiators: 'CN-CGC'", "injured: 'two'", "whole number"):
        assert words in reasons


def test_row_numbers_are_lines_of_the_file_even_after_quoted_newlines(tmp_path: Path) -> None:
    rows = list(csv.reader((INCIDENTS / "incidents.csv").open(encoding="utf-8")))[:3]
    rows[1][model.INCIDENT_COLUMNS.index("summary")] = "one\ntwo\nthree"
    rows[2][model.INCIDENT_COLUMNS.index("corroboration")] = "rumour"
    file = tmp_path / "incidents.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    (reject,) = read_reports(file).rejects
    assert reject.row == 5
    assert "rumour" in reject.raw


def test_a_column_that_stands_twice_refuses_the_file(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    file.write_text(file.read_text(encoding="utf-8").replace(",lat,lon,", ",lat,lat,", 1), encoding="utf-8")
    with pytest.raises(TrackerError, match="column 'lat' appears twice") as caught:
        read_reports(file)
    assert str(file) in str(caught.value)


def test_a_column_under_another_name_is_found_and_one_that_may_be_unknown_is_not_missed(
    incident_file: Callable[..., Path],
) -> None:
    file = incident_file({LASER: {}})
    (whole,) = read_reports(file).reports
    text = file.read_text(encoding="utf-8").replace("initiators", "who did it to them", 1).replace("accounts", "x", 1)
    file.write_text(text.replace("who did it to them", "initiator", 1), encoding="utf-8")
    (read,) = read_reports(file).reports
    assert read.key == whole.key
    assert read.content["initiators"] == whole.content["initiators"]
    assert read.content["accounts"] == ""


def test_a_shifted_row_is_rejected_with_its_width(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    file.write_text(file.read_text(encoding="utf-8").rstrip() + ",extra\n", encoding="utf-8")
    (reject,) = read_reports(file).rejects
    assert "21 cells where the header has 20" in reject.reasons[0]


def test_what_is_no_utf8_table_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(",".join(model.INCIDENT_COLUMNS).encode() + b"\n2023,\xe9t\xe9,x\n")
    with pytest.raises(TrackerError, match="line 2: not UTF-8"):
        read_reports(file)
    file.write_bytes(b"id,types\0,initiators\n")
    with pytest.raises(TrackerError, match="NUL"):
        read_reports(file)
    file.write_bytes(b"")
    with pytest.raises(TrackerError, match="empty"):
        read_reports(file)
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TrackerError, match="no known format"):
        read_reports(file)
    with pytest.raises(TrackerError, match="does not exist"):
        read_reports(tmp_path / "none.csv")


def test_a_byte_order_mark_and_crlf_change_nothing(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    plain = read_reports(file)
    text = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_reports(file) == plain


def test_sources_may_stand_in_a_column(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    beside = read_reports(file).reports[0].content["sources"]
    rows = list(csv.reader(file.open(encoding="utf-8")))
    rows[0].append("sources")
    rows[1].append(json.dumps(beside))
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    file.with_name("incident_sources.csv").unlink()
    assert read_reports(file).reports[0].content["sources"] == beside


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[", "not a JSON list"),
        ('{"url": 1}', "list of objects"),
        ('[{"url": "javascript:alert(1)", "publisher": "x", "published": ""}]', "http or https"),
        ('[{"url": "https://a.example/", "publisher": "x", "published": "soon"}]', "published: 'soon'"),
    ],
)
def test_bad_sources_in_a_column_reject_the_row(incident_file: Callable[..., Path], text: str, words: str) -> None:
    file = incident_file({LASER: {}})
    rows = list(csv.reader(file.open(encoding="utf-8")))
    rows[0].append("sources")
    rows[1].append(text)
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    (reject,) = read_reports(file).rejects
    assert words in "\n".join(reject.reasons)


def test_a_bad_source_file_is_refused_by_name(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    beside = file.with_name("incident_sources.csv")
    beside.write_text(f"incident_id,url,publisher,published\n{LASER},ftp://x,P,\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"incident_sources\.csv[\s\S]*row 2, column url"):
        read_reports(file)


def test_the_same_row_twice_is_one_and_two_that_differ_are_none(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}, "19740119-paracels-battle": {}, "19820303-tonkin-chinese-fishing": {}})
    header, laser, battle, fishing = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, laser, battle, laser, battle + "!", fishing]), encoding="utf-8")
    batch = read_reports(file)
    assert [report.row for report in batch.reports] == [2, 6]
    assert batch.passed_over == {"a repeated row": 1}
    assert [reject.row for reject in batch.rejects] == [3, 5]
    words = "19740119-paracels-battle appears more than once, in rows 3, 5; keep one row"
    assert all(words in reject.reasons for reject in batch.rejects)
    assert batch.read == 4


def test_a_bad_row_takes_the_good_one_of_its_id_with_it(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    header, laser = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([header, laser, laser.replace("CN-CCG,", "CN-CGC,", 1)]), encoding="utf-8")
    good, bad = read_reports(file).rejects
    assert good.reasons == (f"{LASER} appears more than once, in rows 2, 3; keep one row",)
    assert "initiators: 'CN-CGC'" in bad.reasons[0]


def test_what_an_export_defused_comes_back(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {"damage": "'=1+1", "accounts": "''-x", "summary": "'tis so"}})
    (report,) = read_reports(file).reports
    assert [report.content[name] for name in ("damage", "accounts", "summary")] == ["=1+1", "'-x", "'tis so"]


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_reports(INCIDENTS / "incidents.csv")
    monkeypatch.setattr(incident_csv, "_CHUNK", 150)
    assert read_reports(INCIDENTS / "incidents.csv") == whole


def test_a_zipped_table_reads_like_the_table(incident_file: Callable[..., Path], zipped: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    packed = zipped({"incidents.csv": file.read_bytes()})
    assert detect(packed) == "incidents"
    assert read_reports(packed).reports == read_reports(file).reports


def test_an_export_gives_the_facts_and_not_what_follows_from_them(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    (plain,) = read_reports(file).reports
    facts = {name: text for name, text in plain.content.items() if name not in {"lat", "lon", "sources"}}
    more = {
        "status": "proposed",
        "printed_lat": "9.75",
        "printed_lon": "115.8",
        "printed_radius_km": "15",
        "unmapped": "Armed clash;Attack",
        "disagreements": '{"injured": {"a": 1, "b": 2}}',
        "lat": "9.733",
        "lon": "115.866",
        "standing": "within 200 M of Philippine baselines",
        "sources": json.dumps([{"url": "", "publisher": "Xinhua", "published": ""}] * 2 + plain.content["sources"]),
    }
    exported = {**facts, **more, "types": "", "initiators": "", "corroboration": ""}
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(exported))
        writer.writeheader()
        writer.writerows([exported, {**exported, "id": "20230206-x", "status": "gone", "disagreements": "{"}])
    batch = read_reports(file)
    content = batch.reports[0].content
    assert (content["lat"], content["lon"], content["radius_km"]) == ("9.75", "115.8", "15")
    assert (content["status"], content["unmapped"]) == ("proposed", ["Armed clash", "Attack"])
    assert content["disagreements"] == {"injured": {"a": 1, "b": 2}}
    assert content["sources"][0]["publisher"] == "Xinhua"
    assert "standing" not in content
    reasons = "\n".join(batch.rejects[0].reasons)
    assert "status: 'gone' is not allowed" in reasons
    assert "disagreements: not JSON" in reasons
