"""Few points for drawing: near the limits that they stand for, nothing along coasts, and the user's zones too."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.zones import load_zones, simplified_zones
from scs_tracker.zones.added import add_zone
from scs_tracker.zones.simplified import PER_DEGREE, deltas, simplify

GEODATA = Path(__file__).parents[2] / "geodata"


def decoded(line: list[int]) -> np.ndarray:
    return np.cumsum(np.array(line).reshape(-1, 2), axis=0) / PER_DEGREE


def test_every_zone_but_land_is_drawn_near_its_limit_and_nowhere_else() -> None:
    zones = load_zones().set_index("id")
    drawn = simplified_zones()
    assert set(drawn) == set(zones.index[~zones["kind"].isin(["land", "agreed_side"])])
    for zone, row in drawn.items():
        shape = zones.geometry[zone]
        edge = shape if shapely.get_dimensions(shape) == 1 else shapely.boundary(shape)
        shapely.prepare(edge)
        points = np.concatenate([decoded(line) for line in row.limit]) if row.limit else np.empty((0, 2))
        assert shapely.dwithin(edge, shapely.points(points), 0.004).all(), zone
        illustrated_area = zones["status"][zone] == "illustrative" and shapely.get_dimensions(shape) == 2
        assert bool(row.fill) == illustrated_area, zone


def test_what_holds_nothing_for_certain_has_no_limit_drawn_through_a_bay() -> None:
    zones = load_zones().set_index("id")
    patches = zones.index[(zones["certainty"] == "possible_only") & (zones["feature_id"] == "")]
    assert set(patches) == {"bn-ts-bay", "clcs-ph-br"}
    assert not any(simplified_zones()[zone].limit for zone in patches)


def test_no_limit_runs_along_a_coast() -> None:
    points = np.concatenate([decoded(line) for line in simplified_zones()["ph-ts"].limit])
    land = load_zones().set_index("id").geometry["land"]
    large = shapely.union_all([part for part in shapely.get_parts(land) if part.area > 0.0005])
    shapely.prepare(large)
    assert not shapely.dwithin(large, shapely.points(points), 0.01).any()


def test_the_stored_file_is_what_the_stored_zones_give() -> None:
    zones = load_zones()
    some = ["cn-dash-area", "ph-eez", "ts-scarborough-shoal", "id-vn-2003"]
    assert simplify(zones, only=some) == {zone: simplified_zones()[zone] for zone in some}


def test_a_zone_of_the_user_is_simplified_when_asked_for(tmp_path: Path) -> None:
    geodata.configure(tmp_path)
    file = tmp_path / "box.geojson"
    gpd.GeoSeries([shapely.box(114, 9, 115, 10)], crs=4326).to_file(file)
    facts = {"id": "my-box", "claimants": "PH", "kind": "claim_area", "citation": "drawn by hand"}
    add_zone(file, facts)
    (line,) = simplified_zones()["my-box"].limit
    assert shapely.LinearRing(decoded(line)).equals(shapely.LinearRing(shapely.box(114, 9, 115, 10).exterior.coords))
    assert "ph-eez" in simplified_zones()


def test_coded_lines_lose_no_more_than_half_a_step() -> None:
    line = np.random.default_rng(0).uniform((98, -4), (128, 27), (500, 2))
    assert np.abs(decoded(deltas(map(tuple, line))) - line).max() <= 0.5 / PER_DEGREE + 1e-9


def test_a_damaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "simplified.json"
    broken.write_text(json.dumps({"ph-eez": {"limit": []}}), encoding="utf-8")
    geodata.configure(None)
    monkeypatch.setattr(geodata, "shipped", lambda name: broken)
    with pytest.raises(TrackerError, match=r"simplified.json cannot be read .*; run scs-tracker zones build"):
        simplified_zones()
    geodata.configure(None)
