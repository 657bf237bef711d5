from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geodata.build.zones import check, measure
from scs_tracker import geodata
from scs_tracker.model import split_list
from scs_tracker.zones import limits
from scs_tracker.zones.table import load_zones

#: Not the project's own: distances here are measured anew.
WGS84 = Geod(ellps="WGS84")
TO_EARTH = Transformer.from_crs(4979, 4978, always_xy=True)

lons, lats = st.floats(105.0, 120.0), st.floats(0.0, 20.0)
places = st.tuples(lons, lats)


def distance_nm(points: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Geodesic distance to the nearest vertex, chosen by straight lines through the earth."""
    here = np.column_stack(TO_EARTH.transform(*points.T, np.zeros(len(points))))
    there = np.column_stack(TO_EARTH.transform(*vertices.T, np.zeros(len(vertices))))
    here, there = here - there[0], there - there[0]
    half = (there**2).sum(axis=1) / 2
    parts = np.array_split(here, -(-len(here) // 50))
    found = vertices[np.concatenate([np.argmin(half - part @ there.T, axis=1) for part in parts])]
    return WGS84.inv(*points.T, *found.T)[2] / 1852


def outer_limit(zone: shapely.Geometry, cuts: list[shapely.Geometry]) -> np.ndarray:
    """At least 2,000 random points of the outline that lie on no cut, if there are so many among 60,000."""
    found = np.empty((0, 2))
    for seed in range(7, 27):  # a point of a long outline is slow to find, so no more are sampled than are needed
        points = check.boundary_sample(zone, count=3_000, seed=seed)
        found = np.concatenate([found, points[~check.on_cut(points, cuts)]])
        if len(found) >= 2000:
            break
    return found


@pytest.fixture(scope="module")
def shapes() -> gpd.GeoSeries:
    return load_zones().set_index("id").geometry


@pytest.fixture(scope="module")
def lines() -> gpd.GeoSeries:
    return gpd.read_parquet(geodata.shipped("zones/baselines.parquet")).set_index("id").geometry


@pytest.fixture(scope="module")
def cuts(shapes: gpd.GeoSeries, lines: gpd.GeoSeries) -> list[shapely.Geometry]:
    return check.cut_lines(shapes, lines)


@pytest.mark.parametrize(("zone_id", "baseline_ids", "breadth"), check.MEASURED, ids=[row[0] for row in check.MEASURED])
def test_two_thousand_points_of_each_outer_limit_lie_at_the_stated_distance(
    zone_id: str,
    baseline_ids: tuple[str, ...],
    breadth: float,
    shapes: gpd.GeoSeries,
    lines: gpd.GeoSeries,
    cuts: list[shapely.Geometry],
) -> None:
    (row,) = (row for row in geodata.rows("zones") if row["id"] == zone_id)
    agreed = check.agreed_cuts(shapes)
    named = [line for name in split_list(row["cut_by"]) for line in agreed.get(name, ())]
    outer = outer_limit(shapes[zone_id], [*cuts, *named, *check.own_cuts(zone_id, shapes)])
    assert len(outer) >= 2000, "too little of the outline is an outer limit"
    vertices = shapely.get_coordinates(lines.loc[list(baseline_ids)].to_numpy())
    off = np.abs(distance_nm(outer[:2000], vertices) - breadth)
    assert off.max() <= 0.05


@given(start=places, end=places, spacing=st.floats(500.0, 5000.0))
@settings(max_examples=50, deadline=None)
def test_densified_lines_are_geodesics_without_long_steps(
    start: tuple[float, float], end: tuple[float, float], spacing: float
) -> None:
    assume(start != end)
    line = measure.densify(np.array([start, end]), spacing_m=spacing)
    steps = WGS84.inv(*line[:-1].T, *line[1:].T)[2]
    assert steps.max() <= spacing * (1 + 1e-9)
    assert steps.sum() == pytest.approx(WGS84.inv(*start, *end)[2], abs=0.01)
    assert tuple(line[0]) == start
    assert tuple(line[-1]) == end


def test_a_parallel_is_not_a_geodesic() -> None:
    line = measure.densify(np.array([[100.0, 20.0], [110.0, 20.0]]))
    assert line[:, 1].max() > 20.03


@given(lon=lons, lat=lats, radius=st.floats(1.0, 200.0))
@settings(max_examples=30, deadline=None)
def test_the_outline_of_a_disc_is_at_its_radius(lon: float, lat: float, radius: float) -> None:
    outline = shapely.get_coordinates(limits.circle(lon, lat, radius))
    reach = WGS84.inv(np.full(len(outline), lon), np.full(len(outline), lat), *outline.T)[2] / 1852
    assert np.abs(reach - radius).max() < 1e-6
    assert WGS84.inv(*outline[:-1].T, *outline[1:].T)[2].max() < 1000.0


@given(
    line=st.lists(st.tuples(st.floats(110.0, 111.0), st.floats(9.0, 10.0)), min_size=1, max_size=6),
    islets=st.lists(st.tuples(st.floats(109.0, 112.0), st.floats(8.0, 11.0)), max_size=30),
    breadth=st.sampled_from([12.0, 24.0, 60.0]),
    tried=st.lists(st.tuples(st.floats(108.0, 113.0), st.floats(7.0, 12.0)), min_size=50, max_size=50),
)
@settings(max_examples=40, deadline=None)
def test_inside_a_limit_is_within_the_distance_and_nothing_else(
    line: list[tuple[float, float]],
    islets: list[tuple[float, float]],
    breadth: float,
    tried: list[tuple[float, float]],
) -> None:
    baselines = [np.array(line), *(np.array([islet]) for islet in islets)]
    reach = measure.limit(baselines, breadth)
    fine = np.concatenate([measure.densify(part, spacing_m=300.0) for part in baselines])
    points = np.array(tried)
    away = distance_nm(points, fine)
    inside = shapely.contains_xy(reach, *points.T)
    clear = np.abs(away - breadth) > 0.02
    assert (inside == (away < breadth))[clear].all()
    assert reach.is_valid


def test_the_middle_of_a_wide_field_of_islets_is_not_left_open() -> None:
    lon, lat = np.meshgrid(np.arange(110, 112, 0.05), np.arange(8, 10, 0.05))
    islets = np.column_stack([lon.ravel(), lat.ravel()])
    reach = measure.limit([islet[None] for islet in islets], 12.0)
    assert isinstance(reach, shapely.Polygon)
    assert len(reach.interiors) == 0
    assert len(measure.outer_points(islets, 12.0 * 1852)) < len(islets) / 4


def test_water_further_than_the_breadth_from_a_ring_of_islets_stays_open() -> None:
    ring = shapely.get_coordinates(limits.circle(112.0, 10.0, 40.0))
    reach = measure.limit([point[None] for point in ring], 12.0)
    assert len(reach.interiors) == 1
    assert not reach.contains(shapely.Point(112.0, 10.0))


@given(points=st.lists(places, min_size=1, max_size=20), vertices=st.lists(places, min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_nearest_distance_agrees_with_measuring_every_pair(
    points: list[tuple[float, float]], vertices: list[tuple[float, float]]
) -> None:
    here, there = np.array(points), np.array(vertices)
    every = [[WGS84.inv(*place, *vertex)[2] for vertex in there] for place in here]
    assert measure.nearest_m(here, there) == pytest.approx(np.min(every, axis=1), abs=5.0)
