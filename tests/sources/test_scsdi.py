from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import detect, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parent / "data" / "scsdi.csv"


def test_events_become_reports_as_far_as_the_dataset_goes() -> None:
    assert detect(SAMPLE) == "scsdi"
    batch = read_reports(SAMPLE)
    by_key = {report.key: report for report in batch.reports}
    report = by_key["scsdi:CNPH_120410"]
    assert set(model.INCIDENT_COLUMNS) < set(report.content)
    assert (report.kind, report.row, report.content["id"]) == ("scsdi", 2, "")
    assert report.content["date_start"] == "2032-04-10"
    assert (report.content["lat"], report.content["lon"]) == ("15.15", "117.76")
    assert report.content["radius_km"] == "11.1"  # a tenth of a degree
    assert report.content["summary"].endswith("between. The standoff went on.")
    assert report.content["original"]["level"] == "1"


def test_nobody_is_called_initiator_and_no_type_is_invented() -> None:
    for report in read_reports(SAMPLE).reports:
        assert [report.content[name] for name in ("types", "initiators", "targets", "corroboration")] == [""] * 4
    (report, *_) = read_reports(SAMPLE).reports
    assert report.content["countries"] == ["CN", "PH"]
    assert report.content["parties"] == ["CN-UNK"]
    assert report.content["unmapped"] == ["PH"]


def test_windows_letters_addresses_and_names_of_sources_are_read() -> None:
    by_key = {report.key: report.content for report in read_reports(SAMPLE).reports}
    assert "rig’s escort drove Vietnamese ships off – “many”" in by_key["scsdi:CNVN_140502"]["summary"]
    assert [one["url"] for one in by_key["scsdi:CNVN_140502"]["sources"]] == [
        "https://a.example.org/1",
        "https://b.example.com/2",
    ]
    assert by_key["scsdi:CNVN_140613"]["sources"] == [{"url": "", "publisher": "Tuoi Tre", "published": ""}]


def test_imprecise_dates_and_missing_coordinates_stay_so() -> None:
    by_key = {report.key: report.content for report in read_reports(SAMPLE).reports}
    assert by_key["scsdi:CNVN_140613"]["date_start"] == "2034-06"
    assert (by_key["scsdi:CNVN_140613"]["lat"], by_key["scsdi:CNVN_140613"]["radius_km"]) == ("", "")
    assert by_key["scsdi:CNVN_140613"]["location_text"] == "Paracel Islands"
    assert by_key["scsdi:IDCN_160617"]["date_start"] == "2036-06"


def test_every_bad_row_is_kept_with_its_reason() -> None:
    batch = read_reports(SAMPLE)
    found = {reject.row: "; ".join(reject.reasons) for reject in batch.rejects}
    for row, words in {
        7: "does not lie in 2035, as the column year says",
        8: "there is no 2033-02-31",
        9: "there is no 2033-13-01",
        10: "latitude '95.7' is not -90 to 90",
        11: "-33.9, 151.2 lies outside this sea",
        12: "radius 'x' is not 0 to 30 degrees",
        13: "CNPH_140309 stands more than once, in rows 12, 13",
        17: "15 cells where the header has 14",
    }.items():
        assert words in found.pop(row)
    assert found == {}
    assert batch.passed_over == {"the same row again": 1}
    assert batch.read == len(batch.reports) + 8


def changed(tmp_path: Path, change: Callable[[str], str]) -> Path:
    file = tmp_path / "scsdi.csv"
    lines = SAMPLE.read_text(encoding="cp1252").splitlines(keepends=True)
    file.write_text(change("".join(lines[:4])), encoding="utf-8")
    return file


def test_utf8_and_upper_case_columns_are_the_same(tmp_path: Path) -> None:
    plain = read_reports(changed(tmp_path, lambda text: text)).reports
    header = SAMPLE.read_text(encoding="cp1252").splitlines()[0]
    assert read_reports(changed(tmp_path, lambda text: text.replace(header, header.upper()))).reports == plain
    assert len(plain) == 2


def test_a_table_without_a_needed_column_is_refused(tmp_path: Path) -> None:
    file = changed(tmp_path, lambda text: text.replace("event_id,", "event,", 1))
    with pytest.raises(TrackerError, match="no table of SCSDI events: column event_id is missing"):
        read_reports(file)
