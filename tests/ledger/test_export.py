from __future__ import annotations

import contextlib
import csv
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger, export
from scs_tracker.sources.cells import as_typed

if TYPE_CHECKING:
    from collections.abc import Callable

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


@pytest.fixture
def filled(tmp_path: Path, incident_file: Callable[..., Path]) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    nowhere = {"location_text": "place unknown", "place": "x"}
    ledger.import_file(incident_file({LASER: {"damage": "=1+1"}, BATTLE: nowhere}))
    return ledger


def test_every_column_is_explained() -> None:
    assert list(geodata.table("columns")["column"]) == list(export.EXPORT_COLUMNS)


def test_csv_defuses_formulas_and_geojson_keeps_text(filled: Ledger, tmp_path: Path) -> None:
    file, dictionary = filled.export(tmp_path / "out.csv")[:2]
    rows = {row["id"]: row for row in csv.DictReader(file.open(encoding="utf-8"))}
    assert rows[LASER]["damage"] == "'=1+1"
    assert all(f"| {column} |" in dictionary.read_text(encoding="utf-8") for column in export.EXPORT_COLUMNS)
    filled.export(tmp_path / "out.geojson")
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    features = {feature["id"]: feature for feature in collection["features"]}
    assert features[LASER]["properties"]["damage"] == "=1+1"
    assert features[LASER]["properties"]["sources"][0]["url"].startswith("http")
    lon, lat = features[LASER]["geometry"]["coordinates"]
    assert (110 < lon < 120, 5 < lat < 15) == (True, True)
    assert features[BATTLE]["geometry"] is None
    assert "OpenStreetMap" in collection["attribution"]


@pytest.mark.parametrize("ending", ["gpkg", "parquet", "xlsx"])
def test_other_formats_hold_the_same_content(filled: Ledger, tmp_path: Path, ending: str) -> None:
    file = filled.export(tmp_path / f"out.{ending}")[0]
    frame = filled.incidents(statuses=None)
    if ending == "gpkg":
        assert pyogrio.list_layers(file).tolist() == [["incidents", "Point"], ["acts", None], ["layer_styles", None]]
        read = gpd.read_file(file, layer="incidents")
    elif ending == "parquet":
        read = gpd.read_parquet(file)
    else:
        read = pd.read_excel(file, sheet_name="incidents", engine="calamine", dtype=str, keep_default_na=False)
    assert read["id"].tolist() == frame["id"].tolist()
    damage = dict(zip(read["id"], read["damage"], strict=True))
    assert damage[LASER] == ("'=1+1" if ending == "xlsx" else "=1+1")
    if ending != "xlsx":
        assert read.crs.to_epsg() == 4326
        held = frame.set_index("id").loc[LASER]
        there = read.set_index("id").loc[LASER]
        assert (there.geometry.x, there.geometry.y) == pytest.approx((held["lon"], held["lat"]), abs=1e-9)


def test_a_geopackage_names_and_explains_its_columns(filled: Ledger, tmp_path: Path) -> None:
    file = filled.export(tmp_path / "out.gpkg")[0]
    with contextlib.closing(sqlite3.connect(file)) as connection:
        query = "SELECT column_name, name, description FROM gpkg_data_columns ORDER BY rowid"
        told = {column: (title, meaning) for column, title, meaning in connection.execute(query)}
        extended = dict(connection.execute("SELECT table_name, extension_name FROM gpkg_extensions"))
    assert list(told) == pyogrio.read_info(file, layer="incidents")["fields"].tolist()
    assert told["nearest_coast_nm"] == ("Nearest coast (nm)", "geodesic distance to it in nautical miles")
    assert extended["gpkg_data_columns"] == extended["gpkg_data_column_constraints"] == "gpkg_schema"


def test_conditions_choose_rows(filled: Ledger, tmp_path: Path) -> None:
    def ids(**where: str) -> list[str]:
        file = filled.export(tmp_path / "chosen.csv", where=where)[0]
        return [row["id"] for row in csv.DictReader(file.open(encoding="utf-8"))]

    assert ids(types="laser") == [LASER]
    assert ids(date_start="1974") == [BATTLE]
    assert ids(detained="48") == [BATTLE]
    assert ids(status="accepted") == [BATTLE, LASER]
    assert (ids(date_end=""), ids(time_local="", detained="")) == ([LASER], [LASER])
    assert filled.incidents(statuses=None, where={"types": "laser"})["id"].tolist() == [LASER]
    assert filled.export(str(tmp_path / "by-name.csv"))[0].exists()
    with pytest.raises(UsageError, match=r"column 'type' is not known; did you mean types\?"):
        ids(type="laser")
    with pytest.raises(UsageError, match="detained must be a number"):
        ids(detained="many")


@pytest.mark.parametrize(
    ("column", "value", "met"),
    [
        ("types", "laser, shots_fired", [BATTLE, LASER]),
        ("types", "laser,ramming", [LASER]),
        ("types", "shots_fired", [BATTLE]),
        ("severity", "3..", [BATTLE]),
        ("severity", "..2", [LASER]),
        ("severity", "2,5", [BATTLE, LASER]),
        ("severity", "2..5", [BATTLE, LASER]),
        ("date_start", "1974..1999", [BATTLE]),
        ("date_start", "2023-02..", [LASER]),
        ("date_start", "1974-01-19,2023-02", [BATTLE, LASER]),
        ("detained", "49..", []),
    ],
)
def test_a_condition_takes_lists_and_ranges(filled: Ledger, column: str, value: str, met: list[str]) -> None:
    assert sorted(filled.incidents(where={column: value})["id"]) == met


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("types", "watercannon", r"no incident has this value; did you mean water_cannon\?"),
        ("types", "laser,watercannon", r"types='watercannon': .*did you mean water_cannon\?"),
        ("initiators", "xyz-9", "scs-tracker codes actors lists them"),
        ("severity", "9", "severity must be between 0 and 5; see 'scs-tracker codes severity'"),
        ("date_start", "soon", "'soon' is not a valid date; use YYYY-MM-DD"),
        ("corroboration", "xyz-9", "use one of "),
        ("severity", "5..3", "ends before it begins; put the smaller value first"),
        ("severity", "1..many", r"severity must be a number, or a range such as 1\.\.5"),
        ("date_start", "2024..2023", "ends before it begins"),
        ("date_start", "2024..soon", "'soon' is not a valid date; use YYYY-MM-DD"),
        ("place", "Second Tomas Shoal", r"did you mean Second Thomas Shoal\?"),
    ],
)
def test_a_condition_that_cannot_be_met_is_refused(filled: Ledger, column: str, value: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        filled.incidents(where={column: value})


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ({"date_start": "2030.."}, "no incident has date_start='2030..', so nothing was written; it runs from 1974"),
        ({"injured": "900"}, "it is empty in every row"),
        ({"detained": "900"}, "it runs from 48 to 48"),
        ({"place": "Nowhere"}, "its most frequent values are "),
        ({"types": "laser", "date_start": "1974"}, "no incident has types='laser' and date_start='1974', so nothing"),
    ],
)
def test_an_export_of_nothing_says_what_there_is(
    filled: Ledger, tmp_path: Path, where: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TrackerError, match=sentence):
        filled.export(tmp_path / "none.csv", where=where)
    assert not list(tmp_path.glob("none*"))


def test_an_export_as_of_an_instant(filled: Ledger, tmp_path: Path) -> None:
    before = filled.last_instant()
    filled.retract(LASER, reason="r")
    file = filled.export(tmp_path / "then.csv", as_of=before, where={"status": "accepted"})[0]
    assert [row["id"] for row in csv.DictReader(file.open(encoding="utf-8"))] == [BATTLE, LASER]


def test_an_export_makes_the_folder_that_is_missing(filled: Ledger, tmp_path: Path) -> None:
    file, dictionary = filled.export(tmp_path / "new" / "folder" / "x.csv")[:2]
    assert file.is_file()
    assert dictionary.is_file()


def test_what_cannot_be_written_leaves_nothing(filled: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"extension \.docx is not known; use one of \.csv"):
        filled.export(tmp_path / "x.docx")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TrackerError, match="cannot be written"):
        filled.export(tmp_path / "file" / "x.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(TrackerError, match="cannot be written"):
        filled.export(tmp_path / "folder.csv")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".scs")]


@given(st.text())
def test_defused_text_never_begins_a_formula_and_comes_back(text: str) -> None:
    safe = export.defuse(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_typed(safe) == text


@pytest.mark.parametrize("ending", ["fgb", "kml", "kmz"])
def test_other_formats_of_maps_hold_every_row_with_its_days(filled: Ledger, tmp_path: Path, ending: str) -> None:
    file, dictionary = filled.export(tmp_path / f"out.{ending}")[:2]
    assert dictionary.is_file()
    read = gpd.read_file(file).set_index("id")
    assert set(read.index) == {LASER, BATTLE}
    assert (read.loc[LASER, "flag"], read.loc[LASER, "types"][:5]) == ("CN", "laser")
    assert str(read.loc[LASER, "begin"]).startswith("2023-02-06")
    assert read.loc[LASER].geometry.x == pytest.approx(
        filled.incidents(statuses=None).set_index("id").loc[LASER, "lon"]
    )


def test_a_parquet_file_names_its_licence_and_columns(filled: Ledger, tmp_path: Path) -> None:
    file = filled.export(tmp_path / "out.parquet")[0]
    metadata = pq.read_schema(file).metadata
    assert metadata[b"licence"] == b"ODbL 1.0"
    assert set(json.loads(metadata[b"columns"])) == set(export.EXPORT_COLUMNS)
    assert b"geo" in metadata
