"""Distances as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.numbers import distance
from scs_tracker.geocoding.tokens import lexicon, tokenise

NM = 1.852
MILE = 1.609344


def read(text):
    folded = fold(text)
    tokens = tokenise(folded, lexicon())
    found = distance(tokens, 0, folded)
    return found and found[0], found is not None and found[1] == len(tokens)


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("13.2 nm", 13.2 * NM),
        ("13.2 nautical miles", 13.2 * NM),
        ("12NM", 12 * NM),
        ("12 n.m.", 12 * NM),
        (".5 nm", 0.5 * NM),
        ("17 (seventeen) nm", 17 * NM),
        ("17 (mười bảy) hải lý", 17 * NM),
        ("17 rưỡi hải lý", 17.5 * NM),
        ("hai mươi lăm hải lý", 25 * NM),
        ("bảy mươi tư hải lý", 74 * NM),
        ("một trăm linh năm hải lý", 105 * NM),
        ("tujuh belas batu nautika", 17 * NM),
        ("tujuh puluh empat mil laut", 74 * NM),
        ("dua ratus lima puluh batu nautika", 250 * NM),
        ("labing-apat na nautical miles", 14 * NM),
        ("tatlumpu't limang milyang nautikal", 35 * NM),
        ("isang daan at dalawampung nautical miles", 120 * NM),
        ("dalawang daang nautical miles", 200 * NM),
        ("一百二海里", 120 * NM),
        ("廿五浬", 25 * NM),
        ("several hundred miles", 600 * MILE),
        ("12 M", 12 * NM),
        ("12-nautical-mile", 12 * NM),
        ("1,000 yards", 0.9144),
        ("300 m", 0.3),
        ("500 metres", 0.5),
        ("24 kilometres", 24),
        ("5 miles", 5 * MILE),
        ("half a mile", 0.5 * MILE),
        ("a quarter mile", 0.25 * MILE),
        ("a dozen miles", 12 * MILE),
        ("some twenty nautical miles", 20 * NM),
        ("thirty-five nautical miles", 35 * NM),
        ("one hundred and twenty nm", 120 * NM),
        ("two and a half miles", 2.5 * MILE),
        ("1½ nm", 1.5 * NM),
        ("1 1/2 nm", 1.5 * NM),
        ("10 to 15 nm", 12.5 * NM),
        ("一二〇海里", 120 * NM),
        ("十七海里", 17 * NM),
        ("10-12 nm", 11 * NM),
        ("between 10 and 15 nm", 12.5 * NM),
        ("five to six nm", 5.5 * NM),
        ("2.1 and 2.3 nm", 2.2 * NM),
        ("20 km (11 nautical miles)", 20.372),
        ("24 kilometres, or 13 nautical miles,", 24),
        ("13 nm (24 km)", 24),
        ("11.5 nautical miles (21.3 kilometers)", 21.3),
        ("13,2 hải lý", 13.2 * NM),
        ("1.000 mét", 1),
        ("mười hai hải lý", 12 * NM),
        ("mười hải lý", 10 * NM),
        ("10 batu nautika", 10 * NM),
        ("10 mil laut", 10 * NM),
        ("sepuluh batu nautika", 10 * NM),
        ("10 milyang nautikal", 10 * NM),
        ("dalawampung milya", 20 * MILE),
        ("13海里", 13 * NM),
        ("二十海里", 20 * NM),
        ("一百二十海里", 120 * NM),
        ("三点五公里", 3.5),
        ("半海里", 0.5 * NM),
        ("20余海里", 20 * NM),
        ("25浬", 25 * NM),
    ],
)
def test_distances(text, km):
    found, whole = read(text)
    assert found.km == pytest.approx(km, abs=0.02)
    assert whole


@pytest.mark.parametrize("text", ["12", "12 ships", "21,500 ft", "May 2014", "nautical miles", "CCG 5901", "%", "9.7"])
def test_what_is_no_distance(text):
    assert read(text) == (None, False)


def test_two_units_that_disagree_are_not_one_distance():
    found, whole = read("20 km (30 nautical miles)")
    assert found.km == 20
    assert not whole


def test_precision_follows_the_printed_number():
    rounding = [read(text)[0].rounding_km / NM for text in ("13.25 nm", "13.2 nm", "13 nm", "100 nm", "about 13 nm")]
    assert rounding == pytest.approx([0.005, 0.05, 0.5, 5, 1.3])


def test_miles_reach_the_nautical_mile_too():
    found = read("100 miles")[0]
    assert found.km + found.rounding_km > 100 * NM


@pytest.mark.parametrize(
    ("text", "mode"),
    [("within 12 nm", "within"), ("12海里以内", "within"), ("less than 5 nm", "within"), ("over 30 nm", "over"),
     ("hơn 50 hải lý", "over"), ("mahigit 20 nautical miles", "over"), ("12 nm", "at")],
)  # fmt: skip
def test_modes(text, mode):
    assert read(text)[0].mode == mode


@given(
    st.floats(0.1, 400).map(lambda value: round(value, 1)),
    st.sampled_from(["nm", "km", "nautical miles", "hải lý", "海里"]),
)
def test_any_printed_number_is_read_back(value, unit):
    found, whole = read(f"{value} {unit}")
    assert whole
    assert found.km == pytest.approx(value * (1 if unit == "km" else NM))


@pytest.mark.parametrize(("text", "feature"), [("广东东南20海里", "guangdong"), ("海南东南约20海里", "hainan-island")])
def test_a_wind_whose_first_sign_ends_a_name_is_that_names(text, feature):
    assert resolve_text(text).feature_id == feature


def test_a_wind_of_the_sixteen_behind_a_whole_name():
    assert resolve_text("永兴岛东东南约20海里").lon == pytest.approx(112.662, abs=0.01)


@pytest.mark.parametrize("text", ["900-m off Pag-asa Island", "a distance of 500-m from Pag-asa Island"])
def test_a_hyphen_before_metres_that_count_from_a_place_makes_no_adjective(text):
    assert resolve_text(text).radius_km < 5
    assert resolve_text("a 10-metre boat off Pag-asa Island").radius_km > 20


def test_the_north_sea_fleet_is_not_in_england():
    assert resolve_text("China's North Sea Fleet ship near Scarborough").feature_id == "scarborough-shoal"


def test_sizes_with_a_hyphen_are_no_distances() -> None:
    assert resolve_text("a 300-metre string of floats at Scarborough Shoal").method == "feature"
    assert resolve_text("300 metres off Pag-asa Island").method == "offset"
