from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker import model
from scs_tracker.errors import TableError, TrackerError, UsageError
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
    with pytest.raises(UsageError, match="allowed are acled, acled-deletions, events, gis, incidents, scsdi"):
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


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("initiators", "initiator", 1), ["initiator", "did you mean initiators?"]),
        (lambda text: text.replace(",lat,lon,", ",lat,", 1), ["lon", "missing from the header"]),
        (lambda text: text.replace(",lat,lon,", ",lat,lat,", 1), ["'lat'", "twice"]),
    ],
)
def test_a_wrong_header_refuses_the_file(
    incident_file: Callable[..., Path], change: Callable[[str], str], words: list[str]
) -> None:
    file = incident_file({LASER: {}})
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TrackerError) as caught:
        read_reports(file)
    assert all(word in str(caught.value) for word in [str(file), *words]), str(caught.value)


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
