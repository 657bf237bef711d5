from __future__ import annotations

import contextlib
import sqlite3
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from scs_tracker.errors import UsageError
from scs_tracker.ledger import Ledger, export, gis_package
from scs_tracker.zones import limits

if TYPE_CHECKING:
    from collections.abc import Callable

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"


@pytest.fixture
def filled(tmp_path: Path, incident_file: Callable[..., Path]) -> Ledger:
    ledger = Ledger(tmp_path / "tracker.db", create=True)
    ledger.import_file(incident_file({LASER: {}, BATTLE: {"location_text": "place unknown", "place": "x"}}))
    return ledger


@pytest.fixture
def package(filled: Ledger, tmp_path: Path) -> Path:
    content = gis_package.layers(filled.incidents(), filled.events(), "2024-06-17")
    return export.write(filled.incidents(), tmp_path / "all.gpkg", package=content)[0]


def test_a_package_holds_the_layers_of_one_day(package: Path) -> None:
    held = {name: pyogrio.read_info(package, layer=name)["features"] for name, _ in pyogrio.list_layers(package)}
    assert {"zones", "claim_lines", "baselines", "discs", "incidents", "layer_styles"} <= set(held)
    assert (held["incidents"], held["discs"]) == (2, 1)
    zones = gpd.read_file(package, layer="zones")
    assert "cn-dash-line-2023" not in set(zones["zone_id"])
    assert {"ph-eez", "ph-archipelagic"} <= set(zones["zone_id"])
    assert (zones["valid_from"] <= "2024-06-17").all()
    assert set(gpd.read_file(package, layer="claim_lines").geom_type) <= {"LineString", "MultiLineString"}


def test_days_are_typed_and_a_disc_holds_its_point(package: Path) -> None:
    incidents = gpd.read_file(package, layer="incidents").set_index("incident_id")
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
    assert set(styles) == {"zones", "claim_lines", "baselines", "areas", "discs", "incidents"}
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
    assert set(again.incidents()["id"]) == {LASER, BATTLE}


def test_what_is_no_day_or_no_package_is_refused(filled: Ledger, tmp_path: Path) -> None:
    incidents, events = filled.incidents(), filled.events()
    with pytest.raises(UsageError, match="zones of '2024-06': give one day, such as 2024-06-17"):
        gis_package.layers(incidents, events, "2024-06")
    content = gis_package.layers(incidents, events, "2024-06-17")
    with pytest.raises(UsageError, match=r"use a file name that ends with \.gpkg"):
        export.write(incidents, tmp_path / "all.kml", package=content)
    assert not (tmp_path / "all.kml").exists()
