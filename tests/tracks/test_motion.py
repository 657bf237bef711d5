"""Where a vessel was between fixes, and that it was nowhere further off than is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from scs_tracker.tracks.motion import Legs, degrees, distance, earth_centred, fits, legs_of

WGS84 = Geod(ellps="WGS84")
LATITUDES, LONGITUDES = st.floats(-3, 26), st.floats(99, 127)


def doubt(time, duration, length):
    """The uncertainty at times of a leg that begins at 0, of a duration in seconds and a length in nautical miles."""
    none = np.zeros(time.size)
    return Legs(*[none] * 7, after=none + duration, length=none + length).doubt(time)


@given(LATITUDES, LONGITUDES, st.floats(0, 360), st.floats(0, 50))
def test_distances_are_those_of_the_ellipsoid(lat, lon, azimuth, nm):
    lon2, lat2, _ = WGS84.fwd(lon, lat, azimuth, nm * 1852)
    points = earth_centred(np.array([lat, lat2]), np.array([lon, lon2]))
    assert distance(points[0], points[1]) == pytest.approx(nm, abs=0.002)
    assert np.allclose(np.array(degrees(points)), [[lat, lat2], [lon, lon2]], atol=1e-9)


@given(LATITUDES, LONGITUDES, st.floats(0, 360), st.floats(0, 49), st.floats(0, 1))
def test_a_long_leg_follows_the_geodesic(lat, lon, azimuth, nm, share):
    lon2, lat2, _ = WGS84.fwd(lon, lat, azimuth, nm * 1852)
    legs = legs_of(np.zeros(2, int), np.array([0.0, 3600.0]), np.array([lat, lat2]), np.array([lon, lon2]))
    time = 3600 * share
    row = np.flatnonzero((legs.start <= time) & (time <= legs.end))[:1]
    expected = WGS84.fwd(lon, lat, azimuth, nm * 1852 * share)
    found = degrees(legs.take(row).at(np.array([time])))
    assert WGS84.inv(found[1][0], found[0][0], expected[0], expected[1])[2] < 5


@given(
    st.floats(0, 49),
    st.floats(0.02, 1),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 2 * np.pi)), min_size=1, max_size=20),
)
def test_a_ship_of_the_fastest_speed_stays_within_the_doubt(speed, share, turns):
    # any way from the first fix to the second that keeps the speed limit: here and there a random push, then cut back
    duration, fastest = 3600.0, 50.0
    length = speed
    time = duration * share * 0.999
    here = np.array([length * time / duration, 0.0])
    for strength, course in turns:
        point = here + strength * 60 * np.array([np.cos(course), np.sin(course)])
        reachable = np.hypot(*point) <= fastest * time / 3600 and (
            np.hypot(point[0] - length, point[1]) <= fastest * (duration - time) / 3600
        )
        if reachable:
            off = doubt(np.array([time]), duration, length)[0]
            assert np.hypot(*(point - here)) <= off + 1e-9


def test_the_doubt_is_none_at_a_fix_and_is_reached():
    times = np.array([0.0, 1800.0, 3600.0])
    off = doubt(times, 3600.0, 0.0)
    assert off.tolist() == [0.0, 25.0, 0.0]  # half an hour out at 50 knots, and back


def test_fixes_far_apart_in_time_or_in_place_are_not_joined():
    time, lat = np.array([0.0, 600.0, 4300.0, 4360.0, 4420.0]), np.array([15.0, 15.02, 15.1, 16.1, 16.1])
    legs = legs_of(np.zeros(5, int), time, lat, np.full(5, 117.0))
    assert list(zip(legs.start.tolist(), legs.end.tolist(), strict=True)) == [
        (0, 600),
        (600, 600),
        (4300, 4300),
        (4360, 4420),
    ]
    assert not fits(*earth_centred(np.array([15.0, 16.0]), np.zeros(2)), np.array(60.0))


def test_no_fixes_make_no_legs():
    none = np.zeros(0)
    assert legs_of(np.zeros(0, int), none, none, none).start.size == 0
