from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.geocoding.candidates import kilometres
from scs_tracker.geocoding.discs import covering

POINTS = st.tuples(st.floats(-3, 26), st.floats(99, 127), st.floats(0, 50))


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_the_disc_holds_every_point_with_its_reach(points: list[tuple[float, float, float]]) -> None:
    lat, lon, radius_km = covering([(one[0], one[1]) for one in points], [one[2] for one in points])
    for one_lat, one_lon, reach in points:
        assert kilometres(lat, lon, one_lat, one_lon) + reach <= radius_km + 1e-6


def test_a_single_point_is_its_own_disc() -> None:
    lat, lon, radius_km = covering([(15.1, 117.8)], 3.0)
    assert (round(lat, 6), round(lon, 6), round(radius_km, 6)) == (15.1, 117.8, 3.0)
