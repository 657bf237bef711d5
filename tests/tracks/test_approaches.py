"""Approaches are those of a brute-force answer, whatever the scene."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from scs_tracker.tracks.motion import GAP_MINUTES, legs_of, overlaps

WGS84 = Geod(ellps="WGS84")
NM = 1852.0
#: A little before midnight, so that scenes go over into another day, month and year.
START = 1735689600.0 - 1800.0


def position(track, time):
    """Where a vessel was by geodesics, step by step in Python; None where nothing says so."""
    for (t1, lat1, lon1), (t2, lat2, lon2) in itertools.pairwise(track):
        if t1 <= time <= t2 and t2 - t1 <= GAP_MINUTES * 60:
            azimuth, _, metres = WGS84.inv(lon1, lat1, lon2, lat2)
            lon, lat, _ = WGS84.fwd(lon1, lat1, azimuth, metres * (time - t1) / (t2 - t1))
            return lat, lon
    return next(((lat, lon) for t, lat, lon in track if t == time), None)


def separation(one, other, time):
    a, b = position(one, time), position(other, time)
    return math.inf if a is None or b is None else WGS84.inv(a[1], a[0], b[1], b[0])[2] / NM


def brute_force(one, other):
    """The least distance over all moments: every fix, and a search by thirds between each two."""
    moments = sorted({t for t, _, _ in (*one, *other)})
    best = min((separation(one, other, t) for t in moments), default=math.inf)
    for low, high in itertools.pairwise(moments):
        if separation(one, other, (low + high) / 2) == math.inf:
            continue
        span = (low, high)
        for _ in range(60):
            first, second = span[0] + (span[1] - span[0]) / 3, span[1] - (span[1] - span[0]) / 3
            nearer = separation(one, other, first) <= separation(one, other, second)
            span = (span[0], second) if nearer else (first, span[1])
        best = min(best, separation(one, other, sum(span) / 2))
    return best


@st.composite
def scenes(draw):
    """Up to four vessels of two or three parties: gaps, single fixes, equal times, a day that ends."""
    tracks = []
    for _ in range(draw(st.integers(2, 4))):
        steps = draw(st.lists(st.sampled_from([10, 60, 60, 300, 600, 1800, 3600, 7200]), min_size=0, max_size=6))
        start = START + draw(st.sampled_from([0, 0, 600, 1795, 1800, 3000]))
        times = np.cumsum([start, *steps]).tolist()
        lat, lon = 15.1 + draw(st.integers(-8, 8)) / 100, 117.8 + draw(st.integers(-8, 8)) / 100
        track = [(times[0], lat, lon)]
        for time, before in zip(times[1:], times[:-1], strict=True):
            knots, course = draw(st.sampled_from([0, 5, 12, 25])), draw(st.integers(0, 7)) * math.pi / 4
            way = knots * (time - before) / 3600 / 60
            lat, lon = lat + way * math.cos(course), lon + way * math.sin(course)
            track.append((time, lat, lon))
        tracks.append(track)
    return tracks, [draw(st.integers(0, 2)) for _ in tracks]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenes(), st.sampled_from([77.0, 300.0, 600.0]))
def test_approaches_equal_brute_force(scene, window_s):
    tracks, parties = scene
    rows = [(number, *fix) for number, track in enumerate(tracks) for fix in track]
    vessel, time, lat, lon = (np.array(column) for column in zip(*rows, strict=True))
    legs = legs_of(vessel.astype(np.int64), time, lat, lon, window_s=window_s)
    found = {}
    for some in overlaps(legs, np.array(parties), 1000.0):
        for a, b, nm in zip(some.a.vessel.tolist(), some.b.vessel.tolist(), some.nm.tolist(), strict=True):
            found[a, b] = min(found.get((a, b), math.inf), nm)
    for a, b in itertools.combinations(range(len(tracks)), 2):
        expected = brute_force(tracks[a], tracks[b]) if parties[a] != parties[b] else math.inf
        if expected == math.inf:
            assert (a, b) not in found
        else:
            assert found[a, b] == pytest.approx(expected, abs=0.003, rel=1e-4)


def test_a_limit_leaves_out_nothing_that_comes_closer():
    rng = np.random.default_rng(5)
    vessel = np.repeat(np.arange(40), 30)
    time = np.sort(rng.uniform(0, 9000, (40, 30)), axis=1).ravel()
    lat = (15 + rng.uniform(-0.3, 0.3, (40, 1)) + np.cumsum(rng.uniform(-0.01, 0.01, (40, 30)), axis=1)).ravel()
    lon = (117 + rng.uniform(-0.3, 0.3, (40, 1)) + np.cumsum(rng.uniform(-0.01, 0.01, (40, 30)), axis=1)).ravel()
    party = np.arange(40) % 3

    def closest(limit, window_s):
        best = {}
        for some in overlaps(legs_of(vessel, time, lat, lon, doubt=1e9, window_s=window_s), party, limit):
            for a, b, nm in zip(some.a.vessel.tolist(), some.b.vessel.tolist(), some.nm.tolist(), strict=True):
                best[a, b] = min(best.get((a, b), math.inf), nm)
        return {pair: nm for pair, nm in best.items() if nm <= 3}

    everything = closest(1e4, 1200.0)
    assert len(everything) > 20
    assert closest(3.0, 600.0) == pytest.approx(everything, abs=1e-6)
    assert closest(3.0, 77.0) == pytest.approx(everything, abs=1e-6)


def test_time_within_a_distance_has_a_closed_form():
    # one vessel passes 0.5 nm from another that lies still, at 10 knots: within 1 nm for 2·√0.75 nm
    vessel = np.array([0, 0, 1, 1])
    time = np.array([0.0, 1800.0, 0.0, 1800.0])
    lon = np.array([117.8 - 2.5 / 60, 117.8 + 2.5 / 60, 117.8, 117.8])
    lat = np.array([0.5 / 60, 0.5 / 60, 0.0, 0.0])
    legs = legs_of(vessel, time, lat, lon)
    minutes = 0.0
    for some in overlaps(legs, np.array([0, 1]), 3.0):
        enter, leave = some.within(1.0)
        minutes += ((leave - enter) / 60).sum()
        angle = some.motion()[2]
    assert minutes == pytest.approx(2 * math.sqrt(0.75) / 10 * 60, rel=0.01)
    assert np.isnan(angle).all()  # the other vessel has no course


def test_a_vessel_of_no_known_party_meets_nobody():
    legs = legs_of(np.array([0, 1]), np.zeros(2), np.full(2, 15.0), np.full(2, 117.0))
    assert sum(some.nm.size for some in overlaps(legs, np.array([0, -1]), 3.0)) == 0
    assert sum(some.nm.size for some in overlaps(legs, np.array([0, 1]), 3.0)) >= 1
