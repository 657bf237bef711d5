from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import shapely

import scs_tracker
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "geodata/incidents/incidents.csv"


def test_every_public_name_is_there_and_documented() -> None:
    for name in scs_tracker.__all__:
        assert (getattr(scs_tracker, name).__doc__ or "").strip(), name
    assert set(scs_tracker.__all__) <= set(dir(scs_tracker))
    assert scs_tracker.Ledger is Ledger


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'geocde'"):
        scs_tracker.geocde  # noqa: B018


def test_a_frame_goes_from_words_to_standing() -> None:
    words = ["Scarborough Shoal", "10 nm E of Sabina Shoal"]
    frame = pd.DataFrame({"location_text": words, "date_start": "2024-08-19"})
    placed = scs_tracker.classify(scs_tracker.geocode(frame))
    assert placed["nearest_feature"].tolist() == ["scarborough-shoal", "sabina-shoal"]
    assert placed["standing"].str.contains("200 nm of .*Philippine baselines").all()


@pytest.mark.parametrize("words", [[], ["nowhere that is known"]])
def test_columns_are_text_or_numbers_whatever_the_frame_holds(words: list[str]) -> None:
    frame = pd.DataFrame({"location_text": [*words, "Sabina Shoal"], "date_start": "2024-08-19"})
    some = scs_tracker.classify(scs_tracker.geocode(frame))
    none = scs_tracker.classify(scs_tracker.geocode(frame.iloc[:-1]))
    numbers = some.select_dtypes("number").columns
    assert none.select_dtypes("number").columns.tolist() == numbers.tolist()
    assert {"lat", "radius_km", "nearest_coast_nm"} <= set(numbers)
    texts = none.drop(columns=["geometry", *numbers])
    assert texts.map(lambda cell: isinstance(cell, str)).all(axis=None)


def test_the_rows_keep_their_labels_even_where_two_are_the_same() -> None:
    frame = pd.DataFrame(
        {"location_text": ["Sabina Shoal", "nowhere", "Subi Reef"], "date_start": "2024"}, index=[7, 3, 7]
    )
    placed = scs_tracker.classify(scs_tracker.geocode(frame))
    assert placed.index.tolist() == [7, 3, 7]
    assert placed["nearest_feature"].tolist() == ["sabina-shoal", "", "subi-reef"]


def test_what_is_no_frame_is_told_what_takes_it() -> None:
    with pytest.raises(UsageError, match="not str; use resolve_text for a single text"):
        scs_tracker.geocode("Sabina Shoal")  # type: ignore[arg-type]


def test_a_file_may_be_named_by_a_string_and_its_answer_fits_a_line() -> None:
    batch = scs_tracker.read_reports(str(SHIPPED))
    assert batch == scs_tracker.read_reports(SHIPPED)
    assert (
        repr(batch) == f"Batch({str(SHIPPED)!r}: {batch.read} reports, 0 events, 0 rejects, 0 deletions, 0 passed over)"
    )


def test_a_series_of_words_is_placed_under_its_own_index() -> None:
    words = pd.Series(["Sabina Shoal", "nowhere"], index=["a", "b"])
    placed = scs_tracker.geocode(words)
    assert placed.index.tolist() == ["a", "b"]
    assert placed["feature_id"].tolist() == ["sabina-shoal", ""]
    assert placed["location_text"].tolist() == words.tolist()


def test_a_file_becomes_a_placed_frame_with_days_and_categories() -> None:
    incidents = scs_tracker.read(SHIPPED)
    known = pd.read_csv(SHIPPED, dtype=str, keep_default_na=False)
    assert incidents["id"].tolist() == known["id"].tolist()
    assert incidents.index.tolist() == list(range(2, len(known) + 2))  # as a spreadsheet numbers them
    assert (incidents["begin"] <= incidents["end"]).all()
    assert incidents["severity"].max() == 5
    assert isinstance(incidents["place"].dtype, pd.CategoricalDtype)
    assert incidents.crs == "EPSG:4326"


def test_rows_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("date,place,what\n2024-06-17,Sabina Shoal,ramming\nsoon,Sabina Shoal,ramming\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"1 of 2 rows cannot be read; the first is row 3: .*soon"):
        incidents = scs_tracker.read(table)
    assert incidents["types"].tolist() == ["ramming"]
    assert incidents.index.tolist() == [2]


def test_a_batch_has_a_frame_of_what_was_read() -> None:
    batch = scs_tracker.read_reports(SHIPPED)
    frame = batch.frame()
    assert len(frame) == len(batch.reports)
    assert frame.loc[2, "types"] == batch.reports[0].content["types"]


@pytest.mark.parametrize("address", [lambda file: file, str, lambda file: f"sqlite:///{file}"])
def test_a_ledger_is_opened_by_path_or_address(tmp_path: Path, address: Callable[[Path], str | Path]) -> None:
    ledger = scs_tracker.Ledger(address(tmp_path / "own.db"), create=True)
    assert len(scs_tracker.typed(ledger.incidents(statuses=None))) == 0
    assert (tmp_path / "own.db").exists()


def test_a_word_is_no_ledger() -> None:
    with pytest.raises(TrackerError, match=r"not a database URL; try sqlite:///tracker\.db"):
        scs_tracker.Ledger("tracker")


def test_zones_is_a_function_and_the_package_of_that_name() -> None:
    on_that_day = scs_tracker.zones("2024-06-17")
    assert scs_tracker.zones.load_zones is scs_tracker.load_zones  # type: ignore[attr-defined]
    assert on_that_day["kind"].dtype == "category"
    assert str(on_that_day["first_day"].dtype).startswith("datetime64")
    assert len(on_that_day) < len(scs_tracker.zones())
    rings = shapely.get_exterior_ring(shapely.get_parts(on_that_day.geometry.to_numpy()))
    assert shapely.is_ccw(rings[~shapely.is_missing(rings)]).all()
    with pytest.raises(UsageError, match="use YYYY-MM-DD, such as 2024-06-17"):
        scs_tracker.zones("2024")


def test_geopandas_explores_incidents_and_zones_as_they_are() -> None:
    incidents = scs_tracker.read(SHIPPED).iloc[:20]
    assert "leaflet" in incidents.explore(column="severity", tiles=None).get_root().render()
    zones = scs_tracker.zones("2024-06-17").iloc[:3]
    assert "leaflet" in zones.explore(column="kind", tiles=None).get_root().render()


def test_a_strict_script_from_outside_is_typed(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    lines = [
        "import scs_tracker as scs",
        'ledger: scs.Ledger = scs.Ledger("tracker.db")',
        'files = ledger.export("sea.qgz", zones="2024-06-17")',
        'radius: float | None = scs.resolve_text("x").radius_km',
        "scs.zones('2024-06-17'), scs.incidents(), scs.acts()",
        "wrong: int = files",
        "scs.zones(day=7)",
    ]
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    kept = str(ROOT / ".mypy_cache/outside")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", kept, str(script)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "MYPYPATH": str(ROOT)}
    )
    faults = [line.partition("script.py:")[2] for line in done.stdout.splitlines() if "script.py:" in line]
    assert [line.partition(":")[0] for line in faults] == ["6", "7"], done.stdout
