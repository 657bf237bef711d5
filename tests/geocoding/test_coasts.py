"""Radii and coasts: what the words leave open, and the coast that distances count from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.geocoding import radius, resolve_text
from scs_tracker.geocoding.candidates import kilometres
from scs_tracker.geocoding.coasts import coasts, is_land, offshore
from scs_tracker.geocoding.names import gazetteer
from scs_tracker.geocoding.records import Bearing, Distance
from scs_tracker.zones import coast_distance_nm

NM = 1.852


def radii(*texts):
    return [resolve_text(text).radius_km for text in texts]


def test_a_coarser_statement_has_the_wider_radius():
    fine, plain, rough = radii(
        "13.2 nm SSE of Boxall Reef", "13.2 nm SE of Boxall Reef", "about 13 nm SE of Boxall Reef"
    )
    assert fine < plain < rough
    degrees, due, wind = radii(
        "bearing 270, 30 nm from Boxall Reef", "30 nm due west of Boxall Reef", "30 nm west of Boxall Reef"
    )
    assert degrees < due < wind
    exact, rounded, ranged = radii(
        "10.0 nm due west of Boxall Reef", "10 nm due west of Boxall Reef", "8 to 12 nm due west of Boxall Reef"
    )
    assert exact < rounded < ranged
    at, near, toward = radii("at Boxall Reef", "near Boxall Reef", "on the way to Boxall Reef")
    assert at < near < toward
    midway, between = radii("midway between Boxall Reef and Subi Reef", "between Boxall Reef and Subi Reef")
    assert midway < between


@given(st.floats(1, 300), st.floats(0, 10), st.floats(0, 20), st.floats(0, 359), st.floats(0.5, 22.5))
def test_the_disc_of_an_offset_holds_what_the_words_allow_most(length, rounding, extent, azimuth, width):
    size = radius.offset(extent, Distance(length, length, rounding), Bearing(azimuth, width))
    assert size >= max(rounding, extent)
    assert size <= rounding + extent + length + 0.2


def test_a_ring_holds_every_direction():
    found = resolve_text("20 to 25 nm from Scarborough Shoal")
    feature = gazetteer().features["scarborough-shoal"]
    assert (found.lat, found.lon) == (feature.lat, feature.lon)
    assert found.radius_km > 25 * NM + feature.radius_km


def test_every_land_has_a_coast_or_none_on_this_sea():
    without = {one.id for one in gazetteer().features.values() if is_land(one) and one.id not in coasts()}
    assert without == set()


@pytest.mark.parametrize(
    ("coast", "azimuth"),
    [
        ("palawan-island", None),
        ("palawan-island", 270.0),
        ("luzon", 270.0),
        ("hainan-island", 180.0),
        ("zambales", None),
        ("sarawak", None),
        ("terengganu", 90.0),
        ("VN", None),
        ("taiwan", 270.0),
        ("mindoro", 270.0),
        ("sabah", None),
    ],
)
@pytest.mark.parametrize("length_km", [30.0, 100.0, 200.0])
def test_offshore_points_keep_their_distance(coast, azimuth, length_km):
    found = offshore(coast, length_km, azimuth)
    assert found is not None
    own = min(kilometres(found.lat, found.lon, *point) for point in coasts()[coast].points)
    # The points of a coast lie some kilometres apart, and a plane stands in for the ellipsoid.
    assert own == pytest.approx(length_km, rel=0.03, abs=8)
    # Small islands between the coast and the point may be nearer; land never is under it.
    assert coast_distance_nm(found.lat, found.lon) * NM > 0.1 * length_km


def test_towards_another_place_the_point_moves_along_the_coast():
    north, south = (offshore("palawan-island", 100.0, None, toward) for toward in ((12.0, 118.0), (8.0, 116.0)))
    assert north is not None
    assert south is not None
    assert north.lat > south.lat + 1


def test_no_coast_no_point():
    assert offshore("nowhere", 10.0, None) is None
