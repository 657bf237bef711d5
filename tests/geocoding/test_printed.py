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
        ("area bounded by 15-00N 117-00E and 16-00N 118-00E", "an area needs three corners or more"),
        ("a circle around 15-07.5N 117-50.0E", "not its radius"),
    ],
)
def test_too_little_for_an_area_is_said(text: str, reason: str) -> None:
    found = resolve_text(text)
    assert found.status == "unresolved"
    assert reason in found.reason
