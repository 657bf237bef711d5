from __future__ import annotations

import contextlib
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from scs_tracker import model
from scs_tracker.errors import UsageError
from scs_tracker.ledger import Ledger
from scs_tracker.zones import limits

if TYPE_CHECKING:
    from collections.abc import Callable

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


@pytest.fixture
def filled(tmp_path: Path, incident_file: Callable[..., Path]) -> Ledger:
    ledger = Ledger(tmp_path / "tracker.db", create=True)
    ledger.import_file(incident_file({LASER: {}, BATTLE: {"location_text": "place unknown", "place": "x"}}))
    events = tmp_path / "events.csv"
    rows = ["2024-05-01,,talks,PH;CN,A talk at the shoal,Second Thomas Shoal,https://example.org/a,A,",
            "2024-05-02,,talks,PH;CN,A talk far away,The Hague,https://example.org/b,A,"]  # fmt: skip
    events.write_text("\n".join([",".join(model.EVENT_COLUMNS), *rows]) + "\n", encoding="utf-8")
    assert ledger.import_file(events).added == 2
    return ledger


@pytest.fixture
def package(filled: Ledger, tmp_path: Path) -> Path:
    return filled.export(tmp_path / "all.gpkg", zones="2024-06-17")[0]


def test_a_package_holds_the_layers_of_one_day(package: Path) -> None:
    held = {name: pyogrio.read_info(package, layer=name)["features"] for name, _ in pyogrio.list_layers(package)}
    assert {"zones", "claim_lines", "baselines", "discs", "incidents", "layer_styles"} <= set(held)
    assert (held["incidents"], held["discs"]) == (2, 1)
    zones = gpd.read_file(package, layer="zones")
    assert "cn-dash-line-2023" not in set(zones["id"])
    assert {"ph-eez", "ph-archipelagic"} <= set(zones["id"])
    assert (zones["valid_from"] <= "2024-06-17").all()
    assert set(gpd.read_file(package, layer="claim_lines").geom_type) <= {"LineString", "MultiLineString"}


def test_days_are_typed_and_a_disc_holds_its_point(package: Path) -> None:
    incidents = gpd.read_file(package, layer="incidents").set_index("id")
    assert incidents.loc[LASER, "begin"] == pd.Timestamp("2023-02-06")
    assert incidents.loc[BATTLE, "end"] == pd.Timestamp("1974-01-20")
    assert incidents.loc[BATTLE, "geometry"] is None
    disc = gpd.read_file(package, layer="discs").set_index("incident_id").loc[LASER]
    edge = disc.geometry.exterior.coords[0]
    point = incidents.loc[LASER, "geometry"]
    metres = limits.GEOD.inv(point.x, point.y, edge[0], edge[1])[2]
    assert metres == pytest.approx(1_000 * disc["radius_km"], abs=60)


def test_a_ring_or_band_is_an_area_of_its_own_within_its_disc(package: Path) -> None:
    areas = gpd.read_file(package, layer="areas").set_index("incident_id")
    discs = gpd.read_file(package, layer="discs").set_index("incident_id")
    assert list(areas.index) == [LASER]
    assert " from " in areas.loc[LASER, "location_text"]
    ring, disc = (layer.loc[LASER, "geometry"] for layer in (areas, discs))
    assert disc.contains(gpd.points_from_xy([115.87], [9.73])[0])
    assert not ring.contains(gpd.points_from_xy([115.87], [9.73])[0])  # ten miles from the shoal is not at the shoal
    assert ring.within(disc.buffer(0.01))


def test_styles_are_those_of_the_flags_and_name_the_time(package: Path) -> None:
    with contextlib.closing(sqlite3.connect(package)) as connection:
        styles = dict(connection.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
    assert set(styles) == {"zones", "claim_lines", "baselines", "areas", "discs", "incidents", "events"}
    root = ET.fromstring(styles["incidents"])  # noqa: S314 - our own
    time = root.find("temporal")
    assert time is not None
    assert (time.get("startField"), time.get("endField"), time.get("enabled")) == ("begin", "end", "1")
    labels = {one.get("value"): one.get("label") for one in root.iter("category")}
    assert labels["CN"] == "China"


def test_a_package_comes_back_as_its_incidents_alone(package: Path, tmp_path: Path) -> None:
    again = Ledger(tmp_path / "again.db", create=True)
    summary = again.import_file(package)
    assert (summary.added, summary.quarantined) == (2, 0)
    assert set(again.incidents(statuses=None)["id"]) == {LASER, BATTLE}


def test_every_shape_is_valid_and_every_outer_ring_counter_clockwise(package: Path) -> None:
    for name, kind in pyogrio.list_layers(package):
        if kind is None:
            continue
        shapes = gpd.read_file(package, layer=name).geometry.dropna()
        assert shapes.is_valid.all(), name
        parts = shapely.get_parts(shapes.to_numpy())
        rings = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])
        assert shapely.is_ccw(rings).all(), name


def test_an_event_lies_where_its_place_is_one(package: Path) -> None:
    events = gpd.read_file(package, layer="events").set_index("title")
    shoal, court = events.loc["A talk at the shoal"], events.loc["A talk far away"]
    assert (shoal.geometry.x, shoal.geometry.y) == pytest.approx((115.864, 9.7325), abs=0.01)
    assert shoal["radius_km"] > 0
    assert court.geometry is None


def test_a_project_opens_the_package_with_styles_relations_and_time(filled: Ledger, tmp_path: Path) -> None:
    project, _, package = filled.export(tmp_path / "sea.qgz", zones="2024-06-17")
    assert package == tmp_path / "sea.gpkg"
    with zipfile.ZipFile(project) as archive:
        root = ET.fromstring(archive.read("sea.qgs"))  # noqa: S314 - our own
    held = {name for name, _ in pyogrio.list_layers(package)} - {"layer_styles"}
    sources = {one.findtext("layername"): one for one in root.iter("maplayer")}
    assert set(sources) == held
    assert all(one.findtext("datasource") == f"./sea.gpkg|layername={name}" for name, one in sources.items())
    assert all((one.find("renderer-v2") is not None) == (name != "acts") for name, one in sources.items())
    ids = {one.findtext("id") for one in sources.values()}
    for relation in root.iter("relation"):
        assert {relation.get("referencingLayer"), relation.get("referencedLayer")} <= ids
    assert root.findtext("ProjectTimeSettings/TemporalRange/start") == "1974-01-19T00:00:00Z"
    today = filled.export(tmp_path / "now.qgz")
    assert pyogrio.read_info(today[2], layer="zones")["features"] > 100


def test_kml_has_folders_with_styles_and_a_span_of_time(filled: Ledger, tmp_path: Path) -> None:
    file = filled.export(tmp_path / "all.kml", zones="2024-06-17")[0]
    layers = {name: gpd.read_file(file, layer=name) for name in ("incidents", "events", "discs", "zones")}
    assert set(layers["incidents"]["id"]) == {LASER, BATTLE}
    assert str(layers["incidents"].set_index("id").loc[BATTLE, "end"]).startswith("1974-01-20")
    assert layers["events"].geometry.notna().sum() == 1
    assert layers["discs"]["incident_id"].tolist() == [LASER]
    text = file.read_text(encoding="utf-8")
    assert '<Style id="incidents-0">' in text
    assert "#incidents-0" in text


def test_what_is_no_day_or_holds_no_zones_is_refused(filled: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="day '2024-06' is not a valid date; use YYYY-MM-DD, such as 2024-06-17"):
        filled.export(tmp_path / "all.gpkg", zones="2024-06")
    with pytest.raises(UsageError, match=r"zones can be included only in \.gpkg, \.kml, \.kmz or \.qgz"):
        filled.export(tmp_path / "all.csv", zones="2024-06-17")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("all")) == []
