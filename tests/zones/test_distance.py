"""Distances in space against the geodesics of pyproj, which measure them anew."""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Geod

from scs_tracker.zones.distance import lines, nearest

WGS84 = Geod(ellps="WGS84")


def test_distances_of_any_length_are_geodesics_to_within_half_a_metre() -> None:
    random = np.random.default_rng(20)
    here_lon, here_lat = random.uniform(99, 127, 3000), random.uniform(-3, 26, 3000)
    for lon, lat in [(99.0, -3.0), (127.0, 26.0), (112.0, 10.0)]:
        found = nearest(lines([shapely.Point(lon, lat)]), here_lon, here_lat)
        there = np.full(here_lon.size, lon), np.full(here_lon.size, lat)
        true = WGS84.inv(here_lon, here_lat, *there)[2]
        assert true.max() > 1_900_000
        assert np.abs(found.metres - true).max() < 0.5
        assert np.abs(found.metres - true)[true < 1_000_000].max() < 0.05


def test_points_beside_a_line_are_as_near_as_they_are() -> None:
    meridian = lines([shapely.LineString([(110, 10), (110, 10.01)])])
    found = nearest(meridian, np.array([110.0, 110.0001]), np.array([10.005, 10.005]))
    assert found.metres[0] < 0.01
    assert abs(found.metres[1] - WGS84.inv(110.0001, 10.005, 110.0, 10.005)[2]) < 0.01
