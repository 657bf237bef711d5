"""Printed coordinates that the rest of the text bears out, reads as minutes, or contradicts."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("15,34 độ vĩ Bắc - 110,30 độ kinh Đông, cách đảo Lý Sơn 80 hải lý", 15.5667, 110.5),
        ("17.26 N 108.02 E, 43 nm from Con Co Island", 17.4333, 108.0333),
    ],
)
def test_decimals_are_minutes_where_only_so_the_distance_holds(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", lat, lon)
    assert "minutes" in found.reason
    assert found.radius_km > 1.2  # whole minutes


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("15,34 độ vĩ Bắc - 110,30 độ kinh Đông", 15.34, 110.3),
        ("15,34 độ vĩ Bắc - 110,30 độ kinh Đông, cách đảo Lý Sơn 68 hải lý", 15.34, 110.3),
        ("15,72 độ vĩ Bắc - 110,30 độ kinh Đông, cách đảo Lý Sơn 80 hải lý", 15.72, 110.3),
        ("15°08′N 117°46′E, near Scarborough Shoal, 124 nm off Zambales", 15.1333, 117.7667),
        ("07 20 09 N 107 54 56 E, north of Natuna", 7.3358, 107.9156),
        ("17 14 01 N, 109 31 E, mouth of the Gulf of Tonkin", 17.2336, 109.5167),
        ("15°08′N 117°46′E, boats from Vung Tau", 15.1333, 117.7667),
    ],
)
def test_what_agrees_or_says_nothing_leaves_the_position_as_printed(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.method, round(found.lat, 4), round(found.lon, 4)) == ("coordinates", lat, lon)


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("16°25'N, 111°40'E, cách đảo Lý Sơn 30 hải lý về phía đông", "ly-son"),
        ("10.5N 115.2E, in the Gulf of Tonkin", "gulf-of-tonkin"),
        ("10.5N 115.2E, near Scarborough Shoal", "scarborough-shoal"),
        ("10.5N 115.2E, 20 nm from Scarborough Shoal", "scarborough-shoal"),
    ],
)
def test_a_contradiction_names_both_and_places_nothing(text: str, feature: str) -> None:
    found = resolve_text(text)
    assert (found.status, found.alternatives) == ("ambiguous", (feature,))
    assert " km from there" in found.reason
    assert found.matched_text in found.reason


def test_a_distance_that_agrees_outweighs_its_direction() -> None:
    found = resolve_text("tọa độ 17º26 bắc và 108º02 đông, cách đảo Cồn Cỏ 43 hải lý về phía đông nam")
    assert (found.status, round(found.lat, 3), round(found.lon, 3)) == ("resolved", 17.433, 108.033)
    assert "the distance agrees" in found.reason


def test_an_island_and_a_position_far_from_it_contradict_each_other() -> None:
    assert resolve_text("Natuna Besar, 15.1N 117.8E").status == "ambiguous"
    assert resolve_text("a boat from Natuna Besar at 15.1N 117.8E").status == "resolved"


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("some way south of Hong Kong, near 16.9 degrees north 114.8 degrees east", 16.9, 114.8),
        ("位置是北纬15.0度、东经109.8度,永兴岛的西南面", 15.0, 109.8),
    ],
)
def test_a_position_agrees_with_a_direction_that_has_no_distance(text: str, lat: float, lon: float) -> None:
    found = resolve_text(text)
    assert (found.lat, found.lon) == (pytest.approx(lat), pytest.approx(lon))


def test_a_position_too_far_or_the_other_way_contradicts_a_direction() -> None:
    assert resolve_text("north of Subi Reef (15.1N 117.8E)").status == "ambiguous"
    assert resolve_text("north of Mischief Reef, 6.5N 115.5E").status == "ambiguous"
