from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyproj import Geod

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import detect, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.sources.batch import Batch

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
    assert report.content["parties"] == ["CN-UNK", "PH-UNK"]
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


def test_every_bad_row_is_kept_with_its_reason() -> None:
    batch = read_reports(SAMPLE)
    found = {reject.row: "; ".join(reject.reasons) for reject in batch.rejects}
    for row, words in {
        7: "is not in 2035, as the column year says",
        8: "2033-02-31 does not exist",
        9: "2033-13-01 does not exist",
        10: "latitude '95.7' must be between -90 and 90",
        11: "-33.9, 151.2 is outside the supported region",
        12: "radius 'x' must be between 0 and 30 degrees",
        17: "15 cells where the header has 14",
    }.items():
        assert words in found.pop(row)
    assert found == {}
    assert batch.passed_over == {"another position of the same event": 1}
    assert batch.read == len(batch.reports) + 7


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
    with pytest.raises(TrackerError, match="not a table of SCSDI events: column event_id is missing"):
        read_reports(file)


HEADER = SAMPLE.read_text(encoding="cp1252").splitlines()[0]
FIRST = "CNVN_191107,CN/VN,11/7/19,2019,,{lat},{lon},1,0.08,,Vanguard Bank,https://a.example.org/1,{note},2"
WEBSITE = "Country,Year,Month,Day,Latitude,Longtitude,Levl ,Note\n"


def read(tmp_path: Path, *lines: str) -> Batch:
    file = tmp_path / "scsdi.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return read_reports(file)


def dated(text: str, year: str = "2019", *, note: str = "They met") -> str:
    return FIRST.format(lat=7.5, lon=109.6, note=note).replace("11/7/19,2019", f"{text},{year}")


def test_rows_of_one_id_and_one_note_are_one_event_with_its_track(tmp_path: Path) -> None:
    places = [(7.5, 109.6), (7.5, 110.6), (8.5, 110.6), (38.7, 119.9)]
    batch = read(tmp_path, *(FIRST.format(lat=lat, lon=lon, note="Six ships") for lat, lon in places))
    (report,) = batch.reports
    assert report.key == "scsdi:CNVN_191107"
    assert report.content["original"]["track"] == "7.5 109.6; 7.5 110.6; 8.5 110.6"
    lat, lon, radius_km = (float(report.content[name]) for name in ("lat", "lon", "radius_km"))
    assert (lat, lon) == (8.0, 110.1)
    for at_lat, at_lon in places[:3]:
        assert Geod(ellps="WGS84").inv(lon, lat, at_lon, at_lat)[2] / 1000 + 0.08 * 111.12 <= radius_km + 0.1
    assert radius_km < 90
    assert batch.passed_over == {
        "another position of the same event": 2,
        "a position outside this sea, of an event inside it": 1,
    }
    assert (batch.read, batch.rejects) == (1, ())


def test_two_notes_under_one_id_are_two_events(tmp_path: Path) -> None:
    batch = read(tmp_path, *(FIRST.format(lat=7.5, lon=109.6, note=note) for note in ("One ship", "Two ships")))
    assert [report.key for report in batch.reports] == ["scsdi:CNVN_191107", "scsdi:CNVN_191107/2"]
    assert batch.rejects == ()


@pytest.mark.parametrize(
    ("text", "year", "start", "end"),
    [
        ("12/00/2019", "2019", "2019-12", ""),
        ("00/00/2019", "2019", "2019", ""),
        ("06/19/2019 - 06/25/2019", "2019", "2019-06-19", "2019-06-25"),
        ("12/26/2018 -\n01/00/2019", "2018", "2018-12-26", "2019-01"),
        ("6/1/19", "2019", "2019-06-01", ""),
    ],
)
def test_ranges_and_a_day_or_month_of_00_are_partial_dates(tmp_path: Path, text, year, start, end) -> None:
    (report,) = read(tmp_path, dated(f'"{text}"', year)).reports
    assert (report.content["date_start"], report.content["date_end"]) == (start, end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("06/25/2019 - 06/19/2019", "end before they begin"),
        ("05/03/2019 - 05/05-2020", "do not end in 2019, as the column year says"),
        ("12/00/2018", "is not in 2019"),
        ("13/00/2019", "2019-13 does not exist"),
    ],
)
def test_dates_that_contradict_themselves_are_refused(tmp_path: Path, text, words) -> None:
    batch = read(tmp_path, dated(text))
    assert batch.reports == ()
    assert words in batch.rejects[0].reasons[0]


def test_an_end_that_was_dragged_down_the_rows_of_a_track_is_the_first_one(tmp_path: Path) -> None:
    rows = [dated(f"12/11/2019 - 12/19/{year}").replace("109.6", f"10{year % 10}.6") for year in range(2019, 2024)]
    (report,) = read(tmp_path, *rows).reports
    assert (report.content["date_start"], report.content["date_end"]) == ("2019-12-11", "2019-12-19")


@pytest.mark.parametrize(
    ("text", "time"),
    [("9:30 AM", "09:30"), ("12:15 AM", "00:15"), ("10:45am Western Indonesia time", "10:45"), ("7:30 PM", "19:30"),
     ("3:00 AM/ 5:00 AM", ""), ("in the evening", ""), ("13:00 PM", "")],
)  # fmt: skip
def test_time_precision_is_a_time_of_day(tmp_path: Path, text: str, time: str) -> None:
    (report,) = read(tmp_path, dated("11/7/19").replace("2019,,", f"2019,{text},")).reports
    assert report.content["time_local"] == time
    assert report.content["original"]["time_precision"] == text


@pytest.mark.parametrize(("level", "radius_km"), [("1", "8.9"), ("4", "77.8"), ("6", "800.1"), ("9", "")])
def test_a_level_is_a_radius_where_the_radius_is_not_given(tmp_path: Path, level: str, radius_km: str) -> None:
    (report,) = read(tmp_path, dated("11/7/19").replace(",1,0.08,", f",{level},,")).reports
    assert report.content["radius_km"] == radius_km


def test_the_table_of_the_website_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "published.csv"
    rows = [
        "CN/PH,2023,12,9,15.15,117.76,1,Water cannon again",
        "CN/PH,2023,12,9,15.20,117.80,1,Water cannon again",
        "UK,2021,9,,12,113,6,A frigate passed",
        "CN,2023,12,9,15.15,117.76,1,",
        "ID,2020,,,,,3,No place",
    ]
    file.write_text(WEBSITE + "\n".join(rows) + "\n", encoding="cp1252")
    assert detect(file) == "scsdi"
    batch = read_reports(file)
    first, second = batch.reports
    assert re.fullmatch(r"scsdi:CNPH_231209_[0-9a-f]{8}", first.key)
    assert (first.content["date_start"], first.content["countries"]) == ("2023-12-09", ["CN", "PH"])
    assert (second.content["date_start"], second.content["countries"]) == ("2021-09", ["GB"])
    assert second.content["radius_km"] == "800.1"
    assert first.content["sources"] == []
    assert [reject.row for reject in batch.rejects] == [5, 6]
    file.write_text(WEBSITE + "\n".join(reversed(rows)) + "\n", encoding="cp1252")
    assert {report.key for report in read_reports(file).reports} == {first.key, second.key}
