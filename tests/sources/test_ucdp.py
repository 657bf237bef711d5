"""Events of UCDP GED in the columns of real exports: deaths by side, sources, precision of place and of date."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.sources.formats import read_reports
from scs_tracker.sources.ucdp import _NEEDED

if TYPE_CHECKING:
    from pathlib import Path

EVENT = {
    "id": "900001", "type_of_violence": "1", "side_a": "Government of China",
    "side_b": "Government of Vietnam (North Vietnam)", "where_prec": "1", "where_coordinates": "Johnson South Reef",
    "latitude": "9.716667", "longitude": "114.283333", "date_prec": "1", "date_start": "2034-03-14 00:00:00.000",
    "date_end": "2034-03-14 00:00:00.000", "deaths_a": "0", "deaths_b": "3", "deaths_civilians": "1",
    "deaths_unknown": "2", "best": "6", "high": "9", "low": "3", "source_article": "", "source_office": "Reuters News",
    "source_date": "2034-03-15", "source_headline": "Clash at a reef",
}  # fmt: skip


def read(folder: Path, **cells: str) -> dict[str, Any]:
    """Return the content of one event with other cells."""
    file = folder / "GEDEvent_v99_1.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(EVENT))
        writer.writeheader()
        writer.writerow({**EVENT, **cells})
    (one,) = read_reports(file).reports
    return one.content


def test_deaths_parties_and_sources_are_kept(tmp_path: Path) -> None:
    assert set(_NEEDED) <= set(EVENT)
    event = read(tmp_path)
    assert (event["killed"], event["parties"]) == ("6", ["CN-UNK", "VN-UNK"])
    assert event["summary"].endswith("1 of civilians, 2 of unknown people; estimates 3 to 9")
    assert event["sources"] == [{"url": "", "publisher": "Reuters News", "published": "2034-03-15"}]
    assert (event["initiators"], event["targets"], event["types"], event["unmapped"]) == ("", "", "", [])


def test_sources_that_only_the_articles_name_are_read(tmp_path: Path) -> None:
    articles = '"Reuters News,2034-03-15,Clash at reef";"AFP,2034-03-16,Ships, one sunk"'
    sources = read(tmp_path, source_office="", source_date="", source_article=articles)["sources"]
    assert [(one["publisher"], one["published"]) for one in sources] == [
        ("Reuters News", "2034-03-15"), ("AFP", "2034-03-16")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("precision", "start", "end", "read_as"),
    [
        ("1", "2034-03-14", "2034-03-14", ("2034-03-14", "")),
        ("2", "2034-05-01", "2034-05-03", ("2034-05-01", "2034-05-03")),
        ("4", "2034-03-01", "2034-03-31", ("2034-03", "")),
        ("4", "2034-03-10", "2034-03-25", ("2034-03-10", "2034-03-25")),
        ("5", "2034-01-01", "2034-12-31", ("2034", "")),
        ("2", "2034-03-01", "2034-03-31", ("2034-03-01", "2034-03-31")),
    ],
)
def test_a_date_is_as_precise_as_its_code_says(
    tmp_path: Path, precision: str, start: str, end: str, read_as: tuple[str, str]
) -> None:
    event = read(tmp_path, date_prec=precision, date_start=f"{start} 00:00:00.000", date_end=end)
    assert (event["date_start"], event["date_end"]) == read_as


@pytest.mark.parametrize(("code", "radius_km"), [("1", "15"), ("2", "40"), ("7", "800")])
def test_a_place_is_as_precise_as_its_code_says(tmp_path: Path, code: str, radius_km: str) -> None:
    assert read(tmp_path, where_prec=code)["radius_km"] == radius_km


def test_who_acted_is_said_in_one_sided_violence_alone(tmp_path: Path) -> None:
    event = read(tmp_path, type_of_violence="3", side_a="Government of Philippines", side_b="Civilians")
    assert (event["initiators"], event["targets"]) == ("PH-UNK", "")
