"""Several printed positions: the corners of an area, a track, a circle; and what is too little for one."""

from __future__ import annotations

import pytest

from scs_tracker.geocoding import resolve_text


@pytest.mark.parametrize(
    ("text", "points", "closed"),
    [
        ("bounded by 15-00N 117-00E, 15-00N 118-00E, 16-00N 118-00E and 16-00N 117-00E", 5, True),
        ("tracked from 15-00N 117-00E to 15-30N 117-30E to 16-00N 117-10E", 3, False),
    ],
)
def test_corners_are_an_area_and_what_to_joins_is_a_track(text: str, points: int, closed: bool) -> None:
    found = resolve_text(text)
    assert found.method == "area"
    assert len(found.outline) == points
    assert (found.outline[0] == found.outline[-1]) is closed
    assert (found.slack_km == 0) is closed


@pytest.mark.parametrize(
    "text",
    ["an area centred on 12-30N 109-50E with a radius of 10 nm", "北纬12度30分、东经109度50分为中心，半径10海里"],
)
def test_a_circle_has_its_radius_behind_its_middle(text: str) -> None:
    found = resolve_text(text)
    assert (round(found.lat, 3), round(found.lon, 3)) == (12.5, 109.833)
    assert 18.5 < found.radius_km < 22


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("area bounded by 15-00N 117-00E and 16-00N 118-00E", "an area needs at least three corners"),
        ("a circle around 15-07.5N 117-50.0E", "without its radius"),
    ],
)
def test_too_little_for_an_area_is_said(text: str, reason: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert reason in found.reason


@pytest.mark.parametrize(
    ("text", "south", "north", "west", "east"),
    [
        ("该暗沙位于北纬4度41分—5度07分，东经112度28分—56分", 4.683, 5.117, 112.467, 112.933),
        ("暗礁位于北纬7度28分-33分，东经109度36-57分范围内", 7.467, 7.55, 109.6, 109.95),
        (
            "vùng nguy hiểm từ vĩ tuyến 15,0 đến 18,5 độ Vĩ Bắc; kinh tuyến 113,5 đến 118,5 độ Kinh Đông",
            15,
            18.5,
            113.5,
            118.5,
        ),
        ("Vùng nguy hiểm: 13,5–21,0°N; 108,0–116,5°E", 13.5, 21, 108, 116.5),
        ("between 15 and 18 degrees north, 113 to 118 degrees east", 15, 18, 113, 118),
    ],
)
def test_ranges_of_both_coordinates_are_an_area(
    text: str, south: float, north: float, west: float, east: float
) -> None:
    found = resolve_text(text)
    assert (found.status, found.method) == ("resolved", "area")
    lats, lons = zip(*found.outline, strict=True)
    assert [round(one, 3) for one in (min(lats), max(lats), min(lons), max(lons))] == [south, north, west, east]


@pytest.mark.parametrize("text", ["17-33.0N 109-30.0E", "7-48N 113-52E", "15,34 độ vĩ Bắc, 113,5 độ kinh Đông"])
def test_degrees_with_their_minutes_are_no_range(text: str) -> None:
    assert resolve_text(text).method == "coordinates"


@pytest.mark.parametrize(
    "text",
    [
        "in position 02:06.90N - 104:39.80E (South China Sea)",
        "giàn khoan HD-981 dừng lại tại 17.41569 N / 110.68491 E",
        "在南沙海域铁线礁（北纬11°02′，东经114°11′）避风",
    ],
)
def test_a_wide_sea_a_towed_rig_and_brackets_leave_printed_positions(text):
    assert resolve_text(text).method == "coordinates"


@pytest.mark.parametrize(
    "text",
    [
        "A 16°52'N 108°11'E, B 16°47'N 108°25'E, C 16°49'N 108°26'E, D 16°54'N 108°13'E",
        "B1 16°52’ N 108°11’ E, B2 16°47’ N 108°25’ E, B3 16°49’ N 108°26’ E, B4 16°54’ N 108°13’ E",
    ],
)
def test_letters_of_corners_are_no_hemispheres(text):
    found = resolve_text(text)
    assert (found.method, len(found.outline)) == ("area", 5)
    assert (found.lat, found.lon) == pytest.approx((16.84, 108.31), abs=0.02)


def test_a_circle_about_printed_coordinates_wins_over_a_rig_named_like_the_sea():
    found = resolve_text("“南海二号”钻井平台，以21°38′03.7″N 116°16′30.2″E为中心，半径1海里内")
    assert (found.lat, found.lon) == pytest.approx((21.634, 116.275), abs=0.001)
