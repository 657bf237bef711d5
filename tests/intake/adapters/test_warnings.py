"""Navigational warnings: what is a drill or a closure in this sea, where, and on which days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker import geodata
from scs_tracker.intake.adapters.warnings import corners_of, days_of, event_of, kind_of

ISSUED = datetime(2026, 11, 27, 8, tzinfo=UTC)
GUNNERY = (
    "SOUTH CHINA SEA. GUNNERY EXERCISE 0000Z TO 0900Z DAILY 28 NOV THRU 02 DEC IN AREA BOUND BY "
    "15-12.00N 118-30.00E, 15-12.00N 118-54.00E, 14-48.00N 118-54.00E, 14-48.00N 118-30.00E. "
    "CANCEL THIS MSG 021000Z DEC 26."
)


def event(words: str) -> dict[str, str]:
    return event_of(words, number="HYDROPAC 3601/26", issued=ISSUED, link="https://w.example/", publisher="NGA")


def test_what_warnings_are_of_are_kinds_that_an_event_may_have() -> None:
    assert {kind_of("LIVE FIRING EXERCISE"), kind_of("ROCKET DEBRIS")} <= set(geodata.vocabulary().event_kinds)


def test_a_drill_has_its_days_and_its_area_and_no_party() -> None:
    found = event(GUNNERY)
    assert (found["kind"], found["date_start"], found["date_end"]) == ("exercise", "2026-11-28", "2026-12-02")
    assert found["place"].startswith("area of 15.200°N 118.500°E; 15.200°N 118.900°E")
    assert found["parties"] == ""
    assert "HYDROPAC 3601/26" in found["title"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("HAZARDOUS OPERATIONS. ROCKET DEBRIS IN AREA", "closure"),
        ("LIVE FIRING EXERCISE", "exercise"),
        ("军事训练—琼航警196/26", "exercise"),
        ("火箭残骸坠落—琼航警", "closure"),
        ("取消军事训练—琼航警196/26", ""),
        ("LIGHT BUOY UNLIT", ""),
        ("CABLE OPERATIONS IN PROGRESS", ""),
        ("SURVEY VESSEL TOWING 6 KM STREAMERS", ""),
    ],
)
def test_kinds(words: str, kind: str) -> None:
    assert kind_of(words) == kind


def test_another_sea_is_none_of_ours() -> None:
    assert event(GUNNERY.replace("118-", "018-")) == {}
    assert event("GUNNERY EXERCISE, NO POSITION GIVEN") == {}


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("0000Z TO 0900Z DAILY 05 THRU 10 DEC", ("2026-12-05", "2026-12-10")),
        ("28 NOV THRU 02 DEC 26", ("2026-11-28", "2026-12-02")),
        ("30 DEC 2026 TO 02 JAN 2027", ("2026-12-30", "2027-01-02")),
        ("28 DEC THRU 03 JAN", ("2026-12-28", "2027-01-03")),
        ("280000Z TO 300900Z NOV", ("2026-11-28", "2026-11-30")),
        ("ON 29 NOV FROM 0100Z", ("2026-11-29", "2026-11-29")),
        ("UNTIL FURTHER NOTICE", ("2026-11-27", "2026-11-27")),
        ("31 FEB THRU 40 MAR", ("2026-11-27", "2026-11-27")),
    ],
)
def test_days(words: str, days: tuple[str, str]) -> None:
    assert days_of(words, ISSUED) == days


@pytest.mark.parametrize(
    ("words", "corner"),
    [
        ("15-12.00N 118-30.00E", (15.2, 118.5)),
        ("15-12N 118-30E", (15.2, 118.5)),
        ("15-12-30N 118-30-00E", (15.20833, 118.5)),
        ("03-30.0S 108-30.0E", (-3.5, 108.5)),
        ("15-12.00N, 118-30.00W", (15.2, -118.5)),
    ],
)
def test_corners(words: str, corner: tuple[float, float]) -> None:
    assert corners_of(words) == [corner]


@given(st.text(max_size=200))
def test_any_text_is_a_warning_or_none(words: str) -> None:
    start, end = days_of(words, ISSUED)
    assert start <= end or not end
    event(words)
