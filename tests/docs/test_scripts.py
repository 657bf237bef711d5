"""Six persons' scripts do their whole small job on the shipped incidents."""

from __future__ import annotations

import json
import runpy
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

import scs_tracker as scs

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPTS = Path(__file__).parents[2] / "docs/scripts"


@pytest.fixture
def ledger(shipped_ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(shipped_ledger, tmp_path / "tracker.db"))


def run(name: str) -> None:
    runpy.run_path(str(SCRIPTS / name), run_name="__main__")


def test_a_newsroom_gets_a_page_and_words_with_their_sources(ledger: Path) -> None:
    run("newsroom.py")
    page = Path("second-thomas.html").read_text(encoding="utf-8")
    assert "<title>Second Thomas Shoal since 2024" in page
    captions = Path("caption.txt").read_text(encoding="utf-8").strip().split("\n\n")
    assert len(captions) == 3
    assert all(caption[:4] >= "2024" and "(according to " in caption for caption in captions)


def test_a_researcher_gets_a_table_whose_sum_is_the_ledgers(ledger: Path) -> None:
    run("researcher.py")
    table = pd.read_csv("water_cannon_by_year.csv", index_col="year")
    acts = scs.Ledger(ledger).incidents(statuses=None, where={"types": "water_cannon"})
    assert table[["day known", "month or year only"]].to_numpy().sum() == len(acts) > 0
    assert table["most_severe"].max() == acts["severity"].max()


def test_a_gis_person_gets_what_is_certain_and_what_may_be(ledger: Path) -> None:
    run("gis.py")
    certain, possible = (gpd.read_file("scarborough.gpkg", layer=name) for name in ("within", "possibly_within"))
    assert certain.crs.to_epsg() == possible.crs.to_epsg() == 32650
    assert len(certain)
    assert len(possible)
    assert not set(certain["id"]) & set(possible["id"])
    assert certain["nearest_feature"].eq("scarborough-shoal").all()


def test_a_watch_officer_gets_the_standing_and_what_was_near(ledger: Path) -> None:
    run("watch_officer.py")
    brief = json.loads(Path("brief.json").read_text(encoding="utf-8"))
    assert "200 nm of" in brief["standing"]
    assert any("20240617-second-thomas-rhib-boarding" in line for line in brief["near"])
    miles = [int(line.split(" nm:")[0]) for line in brief["near"]]
    assert miles == sorted(miles)
    assert max(miles) <= 60


def test_an_r_user_gets_columns_and_geometry_that_arrow_and_sf_know(ledger: Path) -> None:
    scs.Ledger(ledger).export("sea.parquet")
    schema = pq.read_schema("sea.parquet")
    about = json.loads(schema.metadata[b"geo"])
    assert about["primary_column"] == "geometry"
    assert about["columns"]["geometry"]["encoding"] == "WKB"
    assert str(schema.field("geometry").type) in {"binary", "large_binary"}
    words = (SCRIPTS / "sea.R").read_text(encoding="utf-8")
    table = pq.read_table("sea.parquet", columns=["date_start", "severity", "geometry"]).to_pandas()
    assert all(name in words for name in table.columns)
    assert table["date_start"].str[:4].str.isdecimal().all()
    assert shapely.from_wkb(table["geometry"].dropna().iloc[0]).geom_type == "Point"


def test_somebody_with_sql_gets_who_is_named_on_which_side(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection:
        rows = connection.execute((SCRIPTS / "sides.sql").read_text(encoding="utf-8")).fetchall()
    sides = {(side, actor): (count, force) for side, actor, count, force, _ in rows}
    assert sides["initiator", "CN-CCG"][0] > sides["initiator", "CN-CCG"][1] > 0
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)


@pytest.mark.parametrize("name", ["read", "geocode", "classify", "zones"])
def test_what_the_api_returns_draws_itself(name: str, tmp_path: Path) -> None:
    words = pd.DataFrame({"location_text": ["Sabina Shoal", "nowhere that is known"], "date_start": "2024-06-17"})
    file = tmp_path / "t.csv"
    file.write_text("date,place,what\n2024-06-17,Sabina Shoal,laser\n2024-06-18,Thitu,ramming\n", encoding="utf-8")
    make: dict[str, Callable[[], gpd.GeoDataFrame]] = {
        "read": lambda: scs.read(file),
        "geocode": lambda: scs.geocode(words["location_text"]),
        "classify": lambda: scs.classify(scs.geocode(words)),
        "zones": lambda: scs.load_zones().iloc[:3],
    }
    frame = make[name]()
    for column in (None, *({"severity", "begin", "radius_km", "claimants"} & set(frame.columns))):
        assert "L.geoJson" in frame.explore(column, tiles=None).get_root().render()
    assert "scs-explore" in scs.explore(frame).get_root().render()
