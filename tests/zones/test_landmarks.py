"""The nearest of some points to very many: the same as by lines, where points lie close together and far away too."""

import numpy as np
import pytest
import shapely

from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones import distance
from scs_tracker.zones.distance import cartesian, lines, nearest
from scs_tracker.zones.landmarks import nearest_landmarks


@pytest.mark.parametrize("many", [1, 100_000])
def test_same_as_lines_that_are_points(many, monkeypatch):
    monkeypatch.setattr(distance, "_MANY", many)  # candidates of all cells, or of those asked for
    rng = np.random.default_rng(25)
    place = np.column_stack([rng.uniform(WEST, EAST, 60), rng.uniform(SOUTH, NORTH, 60)])
    beside = place[:20] + rng.normal(0, 1e-5, (20, 2))  # metres away
    target = lines(list(shapely.points(np.concatenate([place, beside]))))
    anywhere = np.column_stack([rng.uniform(WEST, EAST, 4000), rng.uniform(SOUTH, NORTH, 4000)])
    middles = (place[rng.integers(0, 60, 4000)] + place[rng.integers(0, 60, 4000)]) / 2
    among = np.repeat((place[:20] + beside) / 2, 50, axis=0) + rng.normal(0, 1e-5, (1000, 2))
    points = np.concatenate([anywhere, middles, among, place, beside])
    lon, lat = points[:, 0].copy(), points[:, 1].copy()
    expected = nearest(target, lon, lat)
    number, metres = nearest_landmarks(target, lon, lat)
    assert np.array_equal(number, expected.owner)
    assert np.array_equal(metres, expected.metres)


def test_what_is_nearer_in_space_may_be_further_on_the_ground():
    target = lines([shapely.Point(108, 10), shapely.Point(112, 6)])
    lat = np.linspace(9.95, 9.99, 40_001)  # one point lies west of these, the other south
    lon = np.full(lat.size, 112.0)
    by_chord = np.argmin([np.linalg.norm(cartesian(lon, lat) - place, axis=1) for place in target.start], axis=0)
    number, _ = nearest_landmarks(target, lon, lat)
    assert np.array_equal(number, nearest(target, lon, lat).owner)
    assert not np.array_equal(number, by_chord)


def test_no_points():
    number, metres = nearest_landmarks(lines([shapely.Point(110, 10)]), np.zeros(0), np.zeros(0))
    assert number.size == metres.size == 0
