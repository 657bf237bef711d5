"""ISO weeks, their ends in a time zone, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.reporting.period import Period, last_complete, parse_weeks, require_begun, weeks_in

MANILA = ZoneInfo("Asia/Manila")
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@settings(deadline=None)
@given(DAYS)
def test_a_day_lies_in_its_week_and_the_label_reads_back(day: date) -> None:
    week = Period.of(day)
    assert week.first <= day <= week.last
    assert week.first.weekday() == 0
    assert Period.parse(str(week)) == week
    assert str(week) == day.strftime("%G-W%V")


@settings(deadline=None)
@given(DAYS, st.integers(-600, 600))
def test_shifting_there_and_back_is_the_same_week(day: date, weeks: int) -> None:
    week = Period.of(day)
    assert week.shift(weeks).shift(-weeks) == week
    assert week.shift(weeks).first - week.first == timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("day", "label"),
    [("2021-01-01", "2020-W53"), ("2018-12-31", "2019-W01"), ("2016-01-03", "2015-W53"), ("2024-12-30", "2025-W01")],
)
def test_the_turn_of_the_year(day: str, label: str) -> None:
    assert str(Period.of(date.fromisoformat(day))) == label


@pytest.mark.parametrize("year", [2004, 2009, 2015, 2020, 2026])
def test_years_with_week_53(year: int) -> None:
    assert weeks_in(year) == 53
    assert str(Period.parse(f"{year}-W53").shift(1)) == f"{year + 1}-W01"


@pytest.mark.parametrize(
    "text", ["2024-W60", "2024-W00", "2024-W53", "2024W25", "W25", "2024-25", "", "2024-W25x", "0000-W01"]
)
def test_what_is_not_a_week_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(UsageError, match=r"2024-W25|weeks 1 to 52|use 1900 or later"):
        Period.parse(text, "week")


def test_a_week_ends_by_the_clock_of_its_zone() -> None:
    week = Period.parse("2024-W25")
    assert week.starts_at(MANILA).isoformat() == "2024-06-16T16:00:00+00:00"
    assert week.ends_at(MANILA).isoformat() == "2024-06-23T16:00:00+00:00"
    assert str(last_complete("2024-06-23T15:59:59.999999Z", MANILA)) == "2024-W24"
    assert str(last_complete("2024-06-23T16:00:00Z", MANILA)) == "2024-W25"
    assert str(last_complete("2024-06-23T16:00:00Z", ZoneInfo("UTC"))) == "2024-W24"


def test_a_zone_that_changes_its_clock_keeps_its_midnights() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    week = Period.parse("2024-W13")  # the clock goes forward on its Sunday
    assert (week.ends_at(berlin) - week.starts_at(berlin)) == timedelta(days=7, hours=-1)


def test_a_range_has_both_ends_and_runs_over_the_year() -> None:
    found = parse_weeks("2020-W52..2021-W02", as_of="2024-01-01", zone=MANILA)
    assert [str(week) for week in found] == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]
    assert [str(week) for week in parse_weeks("last", as_of="2024-06-26T00:00:00Z", zone=MANILA)] == ["2024-W25"]


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(UsageError, match="is reversed"):
        parse_weeks("2024-W25..2024-W20", as_of="2024-12-01", zone=MANILA)


def test_a_week_in_the_future_is_refused() -> None:
    require_begun(Period.parse("2024-W25"), as_of="2024-06-16T16:00:00Z", zone=MANILA)
    with pytest.raises(TrackerError, match="last complete week is 2024-W23"):
        require_begun(Period.parse("2024-W25"), as_of="2024-06-16T15:59:59Z", zone=MANILA)
