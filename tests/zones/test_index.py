"""The index answers as the exact test does, for every point."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones import load_zones, zones_at
from scs_tracker.zones.bands import core_and_reach
from scs_tracker.zones.index import CELLS_PER_DEGREE, build_index, gridded
from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.stored_index import load_index, read_index, save_index, store_index, zones_key

if TYPE_CHECKING:
    from pathlib import Path

#: Coordinates on borders and corners of cells as often as anywhere else.
LON = st.one_of(
    st.integers(-70, 70).map(lambda k: 113 + k / 64),
    st.floats(112, 114, allow_nan=False).map(lambda x: round(x, 6)),
)
LAT = st.one_of(
    st.integers(-70, 70).map(lambda k: 10 + k / 64),
    st.floats(9, 11, allow_nan=False).map(lambda y: round(y, 6)),
)


@st.composite
def areas(draw: st.DrawFn) -> list[shapely.Geometry]:
    """Draw rings of any kind, with holes and in several parts, made valid."""
    shapes = []
    for _ in range(draw(st.integers(1, 4))):
        rings = draw(st.lists(st.lists(st.tuples(LON, LAT), min_size=3, max_size=12), min_size=1, max_size=3))
        parts = [shapely.make_valid(shapely.Polygon(ring)) for ring in rings]
        shape = parts[0]
        for other in parts[1:]:
            shape = shapely.symmetric_difference(shape, other)
        polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        shape = shapely.union_all(polygons)
        if not shape.is_empty and shape.is_valid and shape.geom_type in {"Polygon", "MultiPolygon"}:
            shapes.append(shape)
    return shapes


def adversaries(shapes: list[shapely.Geometry]) -> np.ndarray:
    """Return points on vertices, on and beside edges, on corners of cells, and at the region's corners."""
    vertices = np.concatenate([shapely.get_coordinates(shape) for shape in shapes])
    middles = (vertices[1:] + vertices[:-1]) / 2
    level = np.column_stack([np.roll(vertices[:, 0], 1), vertices[:, 1]])
    corners = np.floor(np.concatenate([vertices, middles]) * CELLS_PER_DEGREE) / CELLS_PER_DEGREE
    beside = [np.nextafter(vertices, np.inf), np.nextafter(vertices, -np.inf), np.nextafter(middles, np.inf)]
    region = np.array([(WEST, SOUTH), (WEST, NORTH), (EAST, SOUTH), (EAST, NORTH)])
    points = np.concatenate([vertices, middles, level, corners, *beside, region])
    inside = (points >= (WEST, SOUTH)).all(axis=1) & (points <= (EAST, NORTH)).all(axis=1)
    return points[inside]


def looked_up(shapes: list[shapely.Geometry], points: np.ndarray) -> list[tuple[int, ...]]:
    ids = [str(number) for number in range(len(shapes))]
    index = build_index(gpd.GeoDataFrame({"id": ids, "membership_band_nm": 0.0}, geometry=shapes, crs=4326))
    return [index.members(code) for code in index.lookup(*points.T.copy())]


def exact(shapes: list[shapely.Geometry], points: np.ndarray) -> list[tuple[int, ...]]:
    shapely.prepare(shapes)
    held = np.array([shapely.intersects_xy(shape, *points.T) for shape in shapes])
    kinds, of = np.unique(held, axis=1, return_inverse=True)
    sets = [tuple(np.flatnonzero(column)) for column in kinds.T]
    return [sets[kind] for kind in of]


@settings(max_examples=25, deadline=None)
@given(areas(), st.lists(st.tuples(LON, LAT), max_size=20))
def test_any_area_and_point_agree_with_the_exact_test(shapes: list[shapely.Geometry], drawn: list) -> None:
    points = np.array(drawn, dtype=float).reshape(-1, 2)
    points = np.concatenate([points, adversaries(shapes)]) if shapes else points
    assert looked_up(shapes, points) == (exact(shapes, points) if shapes else [()] * len(points))


def test_an_area_larger_than_the_region_and_one_outside_it() -> None:
    shapes = [shapely.box(90, -20, 140, 40), shapely.box(90, -20, 97, 40), shapely.box(120, 20, 140, 40)]
    points = np.array([(98, -4), (128, 27), (113, 10), (125.5, 20), (125.5, np.nextafter(20, 0)), (120, 27)])
    assert looked_up(shapes, points) == exact(shapes, points)


def test_an_edge_so_flat_that_floating_point_cannot_tell_the_side() -> None:
    shape = shapely.Polygon([(110, 10), (113, 10.000001), (113, 11), (110, 11)])
    x = np.linspace(110, 113, 4001)
    y = 10 + (x - 110) / 3 * 1e-6
    points = np.concatenate(
        [np.column_stack([x, np.nextafter(y, side)]) for side in (0, 99)] + [np.column_stack([x, y])]
    )
    assert looked_up([shape], points) == exact([shape], points)


def test_points_on_a_long_slanting_edge_as_near_as_numbers_come() -> None:
    """Here the sign of the determinant in floating point is often wrong."""
    ends = np.array([(98.3, -3.7), (127.9, 26.1)])
    shape = shapely.Polygon([*ends, (98.3, 26.1)])
    part = np.linspace(0, 1, 20_001)[:, None]
    on = ends[0] + part * (ends[1] - ends[0])
    points = np.concatenate([on, np.nextafter(on, 999), np.nextafter(on, -999), np.nextafter(on, (999, -999))])
    assert looked_up([shape], points) == exact([shape], points)


def test_lines_have_no_inside() -> None:
    with pytest.raises(TrackerError, match="LineString"):
        gridded([shapely.LineString([(110, 10), (111, 11)])])


def test_all_zones_agree_with_sjoin_on_random_and_adversarial_points() -> None:
    zones = load_zones()
    zones = zones[zones.geom_type.isin(["Polygon", "MultiPolygon"]) & (zones["kind"] != "agreed_side")]
    zones = zones.reset_index(drop=True)
    rng = np.random.default_rng(3)
    tricky = adversaries(list(zones.geometry.sample(60, random_state=4)))
    points = np.concatenate(
        [
            np.column_stack([rng.uniform(WEST, EAST, 30_000), rng.uniform(SOUTH, NORTH, 30_000)]),
            tricky[rng.choice(len(tricky), 30_000, replace=False)],
        ]
    )
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*points.T), crs=4326)
    joined = gpd.sjoin(zones[["id", "geometry"]], frame, predicate="intersects")
    expected = sorted(zip(joined["index_right"], joined["id"], strict=True))
    found = zones_at(*points.T.copy())
    assert sorted((row, zone) for row, code in enumerate(found.codes) for zone in found.sets[code]) == expected
    assert len(expected) > 60_000  # the points do hit zones


def test_outside_the_region_and_not_a_number_have_no_set() -> None:
    found = zones_at([115.0, 97.999, 128.001, np.nan, 115.0, np.inf], [10.0, 10.0, 10.0, 10.0, 27.001, 10.0])
    assert (found.codes >= 0).tolist() == [True, False, False, False, False, False]
    assert found.holding("cn-dash-area").tolist() == [True, False, False, False, False, False]


def test_swapped_columns_are_named() -> None:
    with pytest.raises(UsageError, match="swap"):
        zones_at([15.0, 16.0], [117.0, 118.0])


def test_arrays_of_two_lengths_are_refused() -> None:
    with pytest.raises(UsageError, match="equal length"):
        zones_at([115.0, 116.0], [10.0])


def test_no_points_give_no_codes() -> None:
    assert zones_at([], []).codes.size == 0


def test_a_zone_is_absent_the_day_before_it_begins() -> None:
    at = [117.76], [15.15]
    assert not zones_at(*at, "2024-11-09").holding("cn-scarborough-internal")[0]
    assert zones_at(*at, "2024-11-10").holding("cn-scarborough-internal")[0]
    assert not zones_at(*at, "2024-11").holding("cn-scarborough-internal")[0]
    assert zones_at(*at).holding("cn-scarborough-internal")[0]


def test_dates_can_differ_from_point_to_point() -> None:
    days = np.array(["2023-04-30T23:59", "2023-05-01T00:00", "2023-08-17T00:00"], dtype="datetime64[ms]")
    lon, lat = [114.0] * 3, [16.0] * 3
    assert zones_at(lon, lat, days).holding("cn-fishing-ban").tolist() == [False, True, False]
    texts = ["2023-04", "2023-06", "2023"]
    assert zones_at(lon, lat, texts).holding("cn-fishing-ban").tolist() == [False, True, False]
    with pytest.raises(UsageError, match="2 dates for 3 points"):
        zones_at(lon, lat, texts[:2])


def test_labels_are_the_ids_of_each_set() -> None:
    found = zones_at([117.76], [15.15], "2024-06-17")
    assert found.labels[found.codes[0]].split(";") == sorted(found.sets[found.codes[0]])
    assert "ts-scarborough-shoal" in found.sets[found.codes[0]]


def test_bands_lie_at_their_distance_from_the_limit() -> None:
    zones = load_zones().set_index("id")
    rng = np.random.default_rng(5)
    land = shapely.STRtree(shapely.get_parts(zones.geometry["land"]))
    for zone in ("cn-dash-area", "ts-thitu-island", "cz-thitu-island", "vn-paracel-ts"):
        shape, band = zones.geometry[zone], float(zones["membership_band_nm"][zone])
        core, reach = core_and_reach(shape, band, land)
        limit = off_shore(shapely.segmentize(shapely.boundary(shape), 0.002), land, 1e-5)
        for outline in (core, reach):
            points = off_shore(shapely.boundary(outline), land, 2e-4)
            for x, y in points[rng.integers(len(points), size=20)]:
                near = limit[np.argsort(np.hypot(*((limit - (x, y)) * (np.cos(np.radians(y)), 1)).T))[:200]]
                distance = GEOD.inv(*np.broadcast_to((x, y), near.shape).T, *near.T)[2].min() / 1852
                assert distance == pytest.approx(band, abs=0.02)
        assert shapely.covers(reach, shapely.buffer(shape, -1e-5))
        assert shapely.covers(shape, core)


def off_shore(line: shapely.Geometry, land: shapely.STRtree, degrees: float) -> np.ndarray:
    """Return the vertices of a line that are farther than that from all land."""
    coordinates = shapely.get_coordinates(line)
    points = shapely.points(coordinates)
    point, part = land.query(shapely.box(*(coordinates - degrees).T, *(coordinates + degrees).T))
    shapely.prepare(land.geometries)
    ashore = point[shapely.dwithin(land.geometries[part], points[point], degrees)]
    return np.delete(coordinates, ashore, axis=0)


def test_the_stored_index_is_that_of_the_zones() -> None:
    stored = read_index(geodata.shipped("zones") / "index.npz")
    assert stored is not None
    assert stored.key == zones_key(), "the zones were rebuilt without their index; run zones build"


def test_a_number_is_given_out_only_when_its_set_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other threads look numbers up without the lock."""
    shapes = [shapely.box(110, 10, 110.004, 10.004), shapely.box(110.002, 10.002, 110.006, 10.006)]
    ids = [str(number) for number in range(len(shapes))]
    index = build_index(gpd.GeoDataFrame({"id": ids, "membership_band_nm": 0.0}, geometry=shapes, crs=4326))
    given: list[tuple[int, ...]] = []

    class Watched(dict[int, int]):
        def __setitem__(self, key: int, number: int) -> None:
            given.append(index.members(number))
            super().__setitem__(key, number)

    monkeypatch.setattr(index, "_number", Watched(index._number))
    index.lookup(np.array([110.001, 110.003, 110.005]), np.array([10.001, 10.003, 10.005]))
    assert sorted(given) == [(0,), (0, 1), (1,)]


def test_a_stored_index_reads_back_and_is_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zones = load_zones()
    chosen = zones[zones["id"].isin(["ph-kig", "cn-dash-area", "cn-dash-line", "ts-scarborough-shoal"])]
    index = build_index(chosen.reset_index(drop=True), key="k")
    for name in ("one", "two"):
        save_index(index, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    again = read_index(tmp_path / "one")
    assert again is not None
    assert again.ids == index.ids
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(110, 120, 5000), rng.uniform(5, 20, 5000)
    assert (again.drawn, again.core, again.reach) == (index.drawn, index.core, index.reach)
    monkeypatch.setattr(again, "_outlines", index._outlines)  # a stored index takes those of all zones at hand
    codes = zip(index.lookup(lon, lat), again.lookup(lon, lat), strict=True)
    assert all(index.members(one) == again.members(other) for one, other in codes)


def test_the_index_stored_by_a_build_is_the_one_that_is_loaded(tmp_path: Path) -> None:
    for name in ("zones.csv", "zones.parquet"):
        shutil.copy(geodata.shipped(f"zones/{name}"), tmp_path / name)
    ours, theirs = read_index(store_index(tmp_path)), load_index()
    assert ours.key == theirs.key
    assert np.array_equal(ours.zone, theirs.zone)
    for name in ("set_offsets", "set_areas", "runs", "run_sets", "crossed", "offsets", "areas"):
        assert np.array_equal(getattr(ours.grid, name), getattr(theirs.grid, name)), name
    assert shapely.equals_exact(ours.bands, theirs.bands, tolerance=0).all()
    again = build_index(load_zones(), bands=theirs.known_bands())
    assert np.array_equal(again.zone, theirs.zone)
    assert shapely.equals_exact(again.bands, theirs.bands, tolerance=0).all()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\0" * 100])
def test_a_damaged_index_is_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index.npz").write_bytes(content)
    assert read_index(tmp_path / "index.npz") is None
    assert read_index(tmp_path / "missing.npz") is None


def test_changed_zones_get_a_new_index_that_is_kept(tmp_path: Path) -> None:
    zones = load_zones()
    row = zones[zones["id"] == "ph-kig"].drop(columns="geometry").astype(str)
    added = tmp_path / "zones/added"
    added.mkdir(parents=True)
    row.assign(id="my-kig").to_csv(added / "added.csv", index=False)
    moved = shapely.box(100, 20, 101, 21)
    gpd.GeoDataFrame({"id": ["my-kig"]}, geometry=[moved], crs=4326).to_parquet(added / "my-kig.parquet")
    before = zones_key()
    geodata.configure(tmp_path)
    assert zones_key() != before
    assert zones_at([100.5], [20.5]).holding("my-kig")[0]
    kept = tmp_path / "cache/zones-index.npz"
    assert read_index(kept).key == load_index().key == zones_key()
    geodata.configure(tmp_path)
    assert zones_at([100.0], [20.5]).holding("my-kig")[0]  # on its limit: the outlines are those of all zones at hand
    shutil.rmtree(added)
    geodata.configure(tmp_path)
    assert "my-kig" not in load_index().ids


def test_a_belt_narrower_than_its_band_holds_nothing_for_certain() -> None:
    zones = load_zones().set_index("id")
    core, _ = core_and_reach(
        zones.geometry["cz-fiery-cross-reef"], float(zones["membership_band_nm"]["cz-fiery-cross-reef"])
    )
    assert core.is_empty
