"""What cannot be is set aside with its reason; what can be stays, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.tracks.cleaning import CROWDED, JUMP, KEPT, REPEATED, STATION, TWO_PLACES, clean

SHIP = 412000001


def reasons(lats, times=None, mmsi=SHIP, lon=117.8):
    lat = np.array(lats, dtype=float)
    time = np.arange(lat.size) * 60.0 if times is None else np.array(times, dtype=float)
    return clean(np.full(lat.size, mmsi), time, lat, np.full(lat.size, lon)).tolist()


@pytest.mark.parametrize(
    ("lats", "times", "expected"),
    [
        ([15, 15, 15], None, [KEPT] * 3),
        ([15, 15, 16, 15, 15], None, [KEPT, KEPT, JUMP, KEPT, KEPT]),
        ([15, 16, 15, 15], None, [KEPT, JUMP, KEPT, KEPT]),
        ([16, 15, 15, 15], None, [JUMP, KEPT, KEPT, KEPT]),
        ([15, 15, 15, 17, 17, 15, 15, 15], None, [KEPT] * 3 + [JUMP] * 2 + [KEPT] * 3),
        ([15, 16, 15, 16, 15, 16], None, [JUMP] * 6),  # two ships under one MMSI: neither is chosen
        ([15 + minute * 200 / 3600 for minute in range(9)], None, [JUMP] * 9),  # 200 knots
        ([15 + minute * 45 / 3600 for minute in range(9)], None, [KEPT] * 9),  # 45 knots
        ([15, 15, 15, 17, 17, 17, 17], None, [KEPT] * 7),  # it came back elsewhere: both are tracks, and not joined
        ([15], None, [KEPT]),
        ([15, 17], None, [JUMP, JUMP]),
        ([15, 15, 15.0001, 15], [0, 0, 0.2, 1], [KEPT, REPEATED, CROWDED, KEPT]),
        ([15, 16, 15, 15], [0, 0, 60, 120], [TWO_PLACES, TWO_PLACES, KEPT, KEPT]),
        ([15.0] * 3 + [15.001], [0, 0.1, 0.9, 5], [KEPT, CROWDED, CROWDED, KEPT]),
    ],
)
def test_reasons(lats, times, expected):
    assert reasons(lats, times) == expected


def test_ten_thousand_fixes_of_one_second_leave_one():
    time = np.linspace(0, 0.999, 10_000)
    found = reasons(15 + time * 1e-5, time)
    assert (found.count(KEPT), found.count(CROWDED)) == (1, 9_999)


@pytest.mark.parametrize("mmsi", [4120001, 2_412_000, 111412001, 994120001, 970412001])
def test_stations_marks_and_aircraft_are_no_ships(mmsi):
    assert reasons([15, 15], mmsi=mmsi) == [STATION, STATION]


def test_jumps_of_one_vessel_do_not_touch_another():
    both = clean(
        np.repeat([SHIP, SHIP + 1], 3),
        np.tile([0.0, 60, 120], 2),
        np.array([15, 16, 15, 18, 18, 18.0]),
        np.full(6, 117.8),
    )
    assert both.tolist() == [KEPT, JUMP, KEPT, KEPT, KEPT, KEPT]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 50), st.integers(0, 400)), max_size=40))
def test_every_row_gets_one_answer_in_any_order_of_rows(rows):
    table = np.array(rows, dtype=float).reshape(-1, 3)
    mmsi, time, lat = SHIP + table[:, 0].astype(np.int64), table[:, 1] * 30, 15 + table[:, 2] / 1000
    lon = np.full(lat.size, 117.8)

    def answer(order):
        first = np.lexsort((lon[order], lat[order], time[order], mmsi[order]))
        rows = order[first]
        found = clean(mmsi[rows], time[rows], lat[rows], lon[rows])
        assert found.size == mmsi.size
        return sorted(zip(mmsi[rows].tolist(), time[rows].tolist(), lat[rows].tolist(), found.tolist(), strict=True))

    assert answer(np.arange(lat.size)) == answer(np.arange(lat.size)[::-1])
