"""Distances are geodesic: within 20 m of what pyproj.Geod finds when it tries every point of the lines."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones import baseline_distances_nm, coast_distance_nm, nearest_coast
from scs_tracker.zones.coast import distances_to_baselines, feature_points, nearest_coasts, nearest_feature_numbers
from scs_tracker.zones.distance import lines, nearest, sites
from scs_tracker.zones.limits import GEOD

NAUTICAL_MILE = 1852.0


def tried(shape: shapely.Geometry, lon: float, lat: float) -> float:
    """Return the distance in metres by trying points 10 m apart wherever the line comes near, without our code."""
    points, part = shapely.get_coordinates(shapely.get_parts(shape), return_index=True)
    distance = GEOD.inv(np.full(len(points), lon), np.full(len(points), lat), *points.T)[2]
    least = float(distance.min())
    same = part[1:] == part[:-1]
    length = GEOD.inv(*points[:-1].T, *points[1:].T)[2]
    close = np.flatnonzero(same & (np.minimum(distance[1:], distance[:-1]) - length <= least))
    for index in close[np.argsort(np.minimum(distance[close], distance[close + 1]))[:400]]:
        steps = max(2, int(length[index] // 10))
        between = np.array(GEOD.npts(*points[index], *points[index + 1], steps))
        step = GEOD.inv(np.full(steps, lon), np.full(steps, lat), *between.T)[2]
        least = min(least, float(step.min()))
    return least


def held(scope: str) -> gpd.GeoDataFrame:
    frame = gpd.read_parquet(geodata.shipped("zones/baselines.parquet"))
    return frame[frame["scope"] == scope].reset_index(drop=True)


def places(shape: shapely.Geometry, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return places anywhere in the region, and as many at all distances from the line down to a few metres."""
    points = shapely.get_coordinates(shape)
    points = points[((points >= (WEST, SOUTH)) & (points <= (EAST, NORTH))).all(axis=1)]
    near = points[rng.integers(len(points), size=12)]
    near = near + rng.normal(size=near.shape) * 10 ** rng.uniform(-4, 0, (12, 1))
    everywhere = rng.uniform((WEST, SOUTH), (EAST, NORTH), (12, 2))
    both = np.clip(np.concatenate([near, everywhere]), (WEST, SOUTH), (EAST, NORTH))
    return both[:, 0].copy(), both[:, 1].copy()


@pytest.mark.parametrize("line", list(held("main")["id"]))
def test_distances_to_baselines_are_within_20_m_of_geod(line: str) -> None:
    frame = held("main").set_index("id")
    shape = frame.geometry[line]
    lon, lat = places(shape, np.random.default_rng(len(line)))
    found = nearest(lines([shape]), lon, lat)
    for metres, x, y in zip(found.metres, lon, lat, strict=True):
        assert metres == pytest.approx(tried(shape, x, y), abs=20)


def test_the_nearest_coast_is_within_20_m_of_the_nearest_of_all_coasts() -> None:
    frame = held("coast")
    lon, lat = places(shapely.union_all(frame.geometry[frame["claimant"].isin(["PH", "VN"])]), np.random.default_rng(2))
    codes, distance = nearest_coasts(lon, lat)
    for code, nautical, x, y in list(zip(codes, distance, lon, lat, strict=True))[::4]:
        by_country = {row.claimant: tried(row.geometry, x, y) for row in frame.itertuples()}
        assert nautical * NAUTICAL_MILE == pytest.approx(min(by_country.values()), abs=20)
        assert by_country[str(code)] == pytest.approx(min(by_country.values()), abs=20)


def test_one_place_and_many_get_the_same_distances() -> None:
    target = lines([held("main").set_index("id").geometry["cn-1996"]])
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(WEST, EAST, 21_000), rng.uniform(SOUTH, NORTH, 21_000)
    many = nearest(target, lon, lat)
    for row in range(0, 21_000, 2_000):
        one = nearest(target, lon[[row]], lat[[row]])
        assert one.metres[0] == pytest.approx(many.metres[row], abs=1e-6)
        assert (one.lon[0], one.lat[0]) == pytest.approx((many.lon[row], many.lat[row]), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(105, 120), st.floats(0, 20)), min_size=2, max_size=4, unique=True),
    st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH)),
)
def test_any_line_is_as_far_as_geod_says(ends: list[tuple[float, float]], place: tuple[float, float]) -> None:
    shape = shapely.LineString(ends)
    steps = shapely.segmentize(shape, 0.02)
    found = nearest(lines([steps]), np.array([place[0]]), np.array([place[1]]))
    assert found.metres[0] == pytest.approx(tried(steps, *place), abs=20)


def test_points_are_lines_without_length() -> None:
    here = shapely.points([(110, 10), (112, 12)])
    found = nearest(lines(list(here)), np.array([111.9]), np.array([12.0]))
    assert found.owner.tolist() == [1]
    assert found.metres[0] == pytest.approx(GEOD.inv(111.9, 12, 112, 12)[2], abs=0.01)


def test_nearest_feature_is_the_nearest_point_of_the_gazetteer() -> None:
    numbers, distance = nearest_feature_numbers(np.array([117.75, 115.86]), np.array([15.16, 9.75]))
    assert feature_points()[0][numbers].tolist() == ["scarborough-shoal", "second-thomas-shoal"]
    feature = geodata.table("features").set_index("id").loc["scarborough-shoal"]
    metres = GEOD.inv(117.75, 15.16, float(feature["lon"]), float(feature["lat"]))[2]
    assert distance[0] * NAUTICAL_MILE == pytest.approx(metres, abs=0.1)


def test_published_distances_of_the_press() -> None:
    """Reports place Scarborough Shoal about 120 M off Zambales, and Second Thomas Shoal about 105 M off Palawan."""
    assert coast_distance_nm(15.15, 117.76, "PH") == pytest.approx(120, abs=5)
    assert nearest_coast(15.15, 117.76)[0] == "PH"
    assert baseline_distances_nm(9.74, 115.87)["PH"] == pytest.approx(100, abs=15)


def test_a_baseline_counts_from_its_day() -> None:
    """In the Gulf of Tonkin the line that China declared in March 2024 lies seaward of its coast."""
    at = sites(np.array([108.9]), np.array([20.2]))
    days = [np.array([day], dtype="datetime64[D]") for day in ("2024-02-29", "2024-03-01")]
    before, after = (distances_to_baselines(at, day)["CN"][0] for day in days)
    assert after < before - 1


def test_disputed_islands_are_no_coast_of_anybody() -> None:
    assert nearest_coast(11.05, 114.28)[1] > 100  # Thitu Island
    assert coast_distance_nm(16.83, 112.34, "CN") > 100  # Woody Island


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        (95, 117, "latitude 95"),
        (117, 15, "try lat 15, lon 117"),
        (float("nan"), 117, "two numbers"),
        (50, 117, "outside"),
    ],
)
def test_positions_that_cannot_be_are_refused(lat: float, lon: float, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        coast_distance_nm(lat, lon)


def test_a_country_without_a_coast_here_is_refused() -> None:
    with pytest.raises(UsageError, match="use one of BN, CN"):
        coast_distance_nm(15, 117, "US")
