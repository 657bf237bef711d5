"""What documents and studies print, held against what the sources here give."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geodata.build.zones import baselines, sources
from geodata.build.zones.measure import densify
from geodata.build.zones.splicing import ring
from scs_tracker import geodata
from scs_tracker.zones.table import load_zones

WGS84 = Geod(ellps="WGS84")


def lengths_nm(line: np.ndarray) -> np.ndarray:
    return WGS84.inv(*line[:-1].T, *line[1:].T)[2] / 1852


def away_nm(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    fine = densify(line, spacing_m=100.0)
    return np.array([WGS84.inv(*np.broadcast_to(place, fine.shape).T, *fine.T)[2].min() / 1852 for place in points])


def test_the_philippine_archipelago_has_its_published_area() -> None:
    area = shapely.Polygon(densify(baselines.philippine_ring()))
    area_km2 = abs(WGS84.geometry_area_perimeter(area)[0]) / 1e6
    assert area_km2 == pytest.approx(887_909, rel=0.002)


def test_distances_printed_in_ra_9522_are_those_between_its_points() -> None:
    rows = geodata.read_csv(sources.file("ph_ra9522_basepoints_1-16_of_101.csv"))
    stated = rows["stated_dist_to_next_M"].to_numpy(dtype=float)[:-1]
    measured = lengths_nm(sources.points("ph_ra9522_basepoints_1-16_of_101"))
    assert np.abs(measured - stated).max() <= 0.051  # 70.08 is a misprint of 70.03 in some copies


def test_all_points_of_ra_9522_that_were_read_stand_on_the_baseline_that_is_used() -> None:
    points = sources.points("ph_ra9522_basepoints_1-16_of_101")
    vertices = {tuple(vertex) for vertex in baselines.philippine_ring().tolist()}
    assert {tuple(point) for point in points.tolist()} <= vertices


def test_no_philippine_baseline_is_longer_than_the_convention_allows() -> None:
    """Article 47: 100 M, and up to 3 per cent of the number, here 3 of 101, as far as 125 M."""
    lengths = lengths_nm(baselines.philippine_ring())
    assert lengths.max() <= 125
    assert (lengths > 100).sum() <= 3


@pytest.mark.parametrize(
    ("derived", "document", "within_nm"),
    [
        ("derived_ph_archipelagic_baseline", "ph_ra9522_basepoints_1-16_of_101", 0.95),
        ("derived_cn_paracel_baseline", "cn_baseline_1996_paracel_1-23_of_28", 0.1),
    ],
)
def test_derived_lines_lie_beside_the_points_of_the_documents(derived: str, document: str, within_nm: float) -> None:
    assert away_nm(sources.points(document), ring(sources.points(derived))).max() <= within_nm


def test_the_derived_chinese_line_lies_beside_five_points_of_1996() -> None:
    statute = sources.points("cn_baseline_1996_mainland_partial")
    compared = statute[[4, 5, 6, 7, 9]]  # points 19 to 22 and 49
    assert away_nm(compared, sources.points("derived_cn_mainland_baseline_s_of_26_5N")).max() <= 0.11


def test_two_derivations_of_the_natuna_baseline_agree() -> None:
    old = sources.points("derived_id_natuna_anambas_baseline")
    old = old[(old[:, 0] > 105.0) & (old[:, 0] < 109.0)]
    new = sources.points("derived_id_archipelagic_baseline")
    near = new[(new[:, 0] > 104.5) & (new[:, 0] < 109.5) & (new[:, 1] > 0.0)]
    assert away_nm(old, near).max() <= 0.06


def test_china_and_viet_nam_print_the_same_first_point() -> None:
    agreed = sources.points("cn_vn_gulf_of_tonkin_2000")[0]
    assert sources.points("cn_baseline_2024_gulf_of_tonkin")[-1] == pytest.approx(agreed, abs=1e-6)
    assert sources.points("vn_baseline_2025_gulf_of_tonkin")[-1] == pytest.approx(agreed, abs=1e-6)


def test_the_baseline_of_2025_begins_where_that_of_1982_ends() -> None:
    last, first = sources.points("vn_baseline_1982")[-1], sources.points("vn_baseline_2025_gulf_of_tonkin")[0]
    assert first == pytest.approx(last, abs=1e-6)


def test_the_closing_line_of_the_gulf_runs_through_con_co_and_point_21() -> None:
    mouth = sources.points("vn_cn_gulf_mouth_line_vn_part")
    assert mouth[-1] == pytest.approx(sources.points("cn_vn_gulf_of_tonkin_2000")[-1], abs=1e-6)
    assert away_nm(sources.points("vn_baseline_1982")[-1:], mouth).max() < 0.3


def test_the_line_of_2014_has_its_published_length() -> None:
    line = sources.points("id_ph_eez_2014")
    assert len(line) == 8
    assert lengths_nm(line).sum() == pytest.approx(627.51, abs=0.01)


def test_the_shelf_lines_of_1969_and_2003_meet_at_point_20() -> None:
    west = sources.points("id_my_continental_shelf_1969_west")[-1]
    east = sources.points("id_my_continental_shelf_1969_east")[-1]
    line = sources.points("id_vn_continental_shelf_2003")
    assert line[0] == pytest.approx(west, abs=0.002)
    assert line[-1] == pytest.approx(east, abs=0.002)


def test_the_scarborough_ring_holds_the_shoal_and_no_more() -> None:
    inner = shapely.Polygon(baselines.ring_of("cn_baseline_2024_scarborough"))
    assert inner.is_valid
    assert inner.contains(shapely.Point(117.76, 15.15))
    assert abs(WGS84.geometry_area_perimeter(inner)[0]) / 1e6 < 200


def test_the_laterals_of_brunei_agree_with_the_vertices_of_another_drawing() -> None:
    rows = geodata.read_csv(sources.file("bn_claim_laterals.csv"))
    east = rows[rows["lateral"] == "east"][["lon", "lat"]].to_numpy(dtype=float)
    ends = east[[0, -1]]
    assert away_nm(east[1:-1], ends).max() <= 3.0


def test_places_stand_where_the_states_say() -> None:
    """Reported in the words of the Award and of the parties: who measures what from where."""
    shapes = load_zones().set_index("id").geometry
    inside = {
        "mischief-reef": ["ph-eez", "ph-kig", "cn-dash-area"],
        "second-thomas-shoal": ["ph-eez", "ph-kig", "cn-dash-area"],
        "scarborough-shoal": ["ph-eez", "cn-dash-area", "cn-fishing-ban", "cn-scarborough-internal"],
        "woody-island": ["cn-paracel-internal", "vn-paracel-ts"],
        "vanguard-bank": ["vn-eez", "cn-dash-area"],
        "luconia-breakers": ["my-eez", "cn-dash-area"],
        "bach-long-vi": ["vn-ts-tonkin", "vn-ts-tonkin-to-2025"],
    }
    features = geodata.table("features").set_index("id")
    for feature, expected in inside.items():
        place = gpd.points_from_xy([float(features["lon"][feature])], [float(features["lat"][feature])])[0]
        near = shapely.buffer(place, 0.03)  # islands are land: their waters count
        assert [zone for zone in expected if not shapes[zone].intersects(near)] == [], feature
