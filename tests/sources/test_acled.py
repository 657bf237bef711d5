from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from scs_tracker.errors import TrackerError
from scs_tracker.sources.formats import detect, read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
SAMPLE = DATA / "acled.csv"


def contents() -> dict[str, dict[str, object]]:
    return {report.key: report.content for report in read_reports(SAMPLE).reports}


def test_events_of_this_sea_become_reports() -> None:
    assert detect(SAMPLE) == "acled"
    assert list(contents()) == ["acled:PHL20001", "acled:PHL20002", "acled:CHN30003", "acled:PHL20004"]
    attack = contents()["acled:PHL20001"]
    assert (attack["date_start"], attack["place"], attack["lat"]) == ("2033-12-10", "Scarborough Shoal", "15.15")
    assert [one["publisher"] for one in attack["sources"]] == ["Inquirer (Philippines)", "Rappler", "Xinhua"]
    assert attack["summary"].endswith('near the shoal, as "each side" said.')
    assert "timestamp" not in attack["original"]


def test_who_did_it_is_taken_only_from_violence_against_civilians() -> None:
    attack, clash = contents()["acled:PHL20001"], contents()["acled:PHL20002"]
    assert (attack["initiators"], attack["targets"]) == ("CN-CCG", "PH-CIV;PH-FISH")
    assert (clash["initiators"], clash["targets"]) == ("", "")
    assert clash["parties"] == ["CN-CCG", "PH-NAVY"]
    assert clash["countries"] == ["CN", "PH"]


def test_types_without_a_word_of_ours_stay_visible() -> None:
    assert (contents()["acled:PHL20001"]["types"], contents()["acled:PHL20001"]["unmapped"]) == (
        "water_cannon",
        ["Attack"],
    )
    assert (contents()["acled:CHN30003"]["types"], contents()["acled:CHN30003"]["unmapped"]) == (
        "seizure",
        ["Looting/property destruction"],
    )


def test_precision_of_place_and_time_is_kept() -> None:
    assert contents()["acled:PHL20001"]["radius_km"] == "15"
    assert contents()["acled:PHL20002"]["radius_km"] == "60"
    middle = contents()["acled:CHN30003"]
    assert [middle[name] for name in ("lat", "lon", "radius_km", "location_text")] == ["", "", "", "South China Sea"]
    assert middle["date_start"] == "2034-06"  # some day of the week of the 19th
    assert contents()["acled:PHL20004"]["date_start"] == "2034-07"


def test_no_information_on_deaths_is_not_no_deaths() -> None:
    assert contents()["acled:PHL20001"]["killed"] == ""
    assert contents()["acled:PHL20002"]["killed"] == "1"


def test_other_rows_are_counted_apart_or_rejected_with_reasons() -> None:
    batch = read_reports(SAMPLE)
    assert batch.passed_over == {
        "of one country, and not at sea": 1,
        "of a kind outside the scope of the tracker": 1,
        "outside this sea": 1,
    }
    found = {reject.row: "; ".join(reject.reasons) for reject in batch.rejects}
    for row, words in {
        10: "the date '5/6/2034' may begin with the day or the month",
        11: "fatalities 'several' is not a whole number; use digits; geo_precision '9' is not known",
        12: "latitude and longitude are empty",
        13: "PHL20011 appears more than once, in rows 13, 14",
        14: "PHL20011 appears more than once, in rows 13, 14",
    }.items():
        assert words in found.pop(row)
    assert found == {}
    assert batch.read == 4 + 5


def test_semicolons_windows_letters_and_decimal_commas_are_read() -> None:
    (report,) = read_reports(DATA / "acled_semicolon.csv").reports
    assert (report.content["lat"], report.content["lon"]) == ("16.5", "112.0")
    assert report.content["summary"] == "Crew were held – “beaten”, it is said."
    assert (report.content["types"], report.content["initiators"]) == ("detention;assault", "CN-UNK")


def test_a_zipped_export_and_a_workbook_are_the_same(zipped: Callable[..., Path], tmp_path: Path) -> None:
    plain = read_reports(SAMPLE)
    assert read_reports(zipped({"export.csv": SAMPLE.read_bytes()})).reports == plain.reports
    book = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(str(book)) as workbook, SAMPLE.open(encoding="utf-8-sig") as handle:
        sheet = workbook.add_worksheet()
        for index, row in enumerate(csv.reader(handle)):
            sheet.write_row(index, 0, row)
    got = read_reports(book)
    assert [report.content for report in got.reports] == [report.content for report in plain.reports]


@pytest.mark.parametrize("name", ["acled_deletions.csv", "acled_deletions.json"])
def test_deletions_are_keys_of_reports(name: str) -> None:
    assert detect(DATA / name) == "acled-deletions"
    batch = read_reports(DATA / name)
    assert batch.deletions == ("acled:PHL20002", "acled:YEM1")
    assert batch.read == 2 + len(batch.rejects)
    assert [reject.row for reject in batch.rejects] == ([5] if name.endswith("csv") else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1", "not valid JSON"),
        ("{}", "not a list of ACLED deletions"),
        ('{"data": [{"id": 1}]}', "entry 1: it has no event_id_cnty"),
        ("[" * 100_000, "not valid JSON"),
        (json.dumps([{"event_id_cnty": 5}]), "entry 1"),
    ],
)
def test_other_json_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(TrackerError, match=words):
        read_reports(tmp_path / "x.json")


def test_events_are_not_taken_for_deletions() -> None:
    with pytest.raises(TrackerError, match="has ACLED events, not deletions"):
        read_reports(SAMPLE, format_="acled-deletions")
