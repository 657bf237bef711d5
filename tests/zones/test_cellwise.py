"""Zones by cell and day: the same answer as memberships, wherever the point lies and however often it is asked."""

import itertools

import numpy as np
import pytest
import shapely

from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones import cellwise, load_zones
from scs_tracker.zones.cellwise import zones_by_day
from scs_tracker.zones.grid import CELLS_PER_DEGREE
from scs_tracker.zones.membership import memberships

DAYS = np.array(["1995-02-08", "2012-04-10", "2024-06-17", "2024-11-09", "2024-11-10", "2025-03-01"], dtype="M8[us]")


def expected(lon: np.ndarray, lat: np.ndarray, time: np.ndarray) -> list[tuple[str, str]]:
    which, found = memberships(lon, lat, np.zeros(lon.size), time.astype("M8[D]"))
    return [(";".join(found[one].certain), ";".join(found[one].possible)) for one in which]


def answered(lon: np.ndarray, lat: np.ndarray, time: np.ndarray) -> list[tuple[str, str]]:
    certain, possible = zones_by_day(lon, lat, time)
    return [
        (certain.texts[one], possible.texts[other]) for one, other in zip(certain.codes, possible.codes, strict=True)
    ]


@pytest.fixture(scope="module")
def places() -> tuple[np.ndarray, np.ndarray]:
    """Points anywhere and outside, on limits, beside them by all steps, on borders of cells and of parts of cells."""
    rng = np.random.default_rng(25)
    anywhere = np.column_stack([rng.uniform(WEST - 1, EAST + 1, 4000), rng.uniform(SOUTH - 1, NORTH + 1, 4000)])
    shapes = load_zones().geometry
    vertices = shapely.get_coordinates(shapes[shapes.geom_type.str.endswith("Polygon")].to_numpy())
    on = vertices[rng.integers(0, len(vertices), 1500)]
    beside = [on + rng.normal(0, step, on.shape) for step in (1e-12, 1e-9, 1e-5, 1e-3, 1e-2)]
    borders = np.floor(on * CELLS_PER_DEGREE * 8) / (CELLS_PER_DEGREE * 8)
    corners = np.array([*itertools.product((WEST, EAST), (SOUTH, NORTH))])
    points = np.concatenate([anywhere, on, *beside, borders, corners])
    return points[:, 0].copy(), points[:, 1].copy()


def test_same_as_memberships(places):
    lon, lat = places
    time = DAYS[np.arange(lon.size) % DAYS.size] + np.timedelta64(5, "h")
    assert answered(lon, lat, time) == expected(lon, lat, time)


def test_same_when_the_parts_of_the_cells_are_known(places):
    lon, lat = places
    time = np.repeat(DAYS[2:3], lon.size)
    answered(lon, lat, time)
    nudged = lon + 1e-7  # in known parts, and not where they were asked first
    assert answered(nudged, lat, time) == expected(nudged, lat, time)


def test_same_where_more_areas_cross_a_cell_than_a_key_has_bits(places, monkeypatch):
    lon, lat = places

    def zones() -> np.ndarray:
        parts = cellwise._Parts()
        parts.numbers(lon, lat)
        numbers = parts.numbers(lon + 1e-7, lat)  # most of their keys are known by now
        return parts.table()[:, numbers]

    roomy = zones()
    monkeypatch.setattr(cellwise, "_ENTRIES", 2)
    assert np.array_equal(roomy, zones())


def test_one_day_and_no_points():
    certain, possible = zones_by_day(np.zeros(0), np.zeros(0), np.zeros(0, dtype="M8[us]"))
    assert certain.codes.size == possible.codes.size == 0
