"""Rising and falling by a test, against counts made by other means."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.reporting.period import Period
from scs_tracker.reporting.trend import FALLING, RISING, STEADY, TOO_FEW, sparkline, trend, word

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]


@pytest.mark.parametrize("week", ["2023-W31", "2024-W25", "2024-W34", "2025-W33", "2021-W01", "2020-W53"])
def test_counts_agree_with_the_files(
    week: str, facts_of: Callable[..., Facts], incident_rows: list[dict[str, str]]
) -> None:
    trend = facts_of(week)["trend"]
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    days = [date.fromisoformat(row["date_start"]) for row in incident_rows if len(row["date_start"]) == 10]
    ago = [(monday - timedelta(weeks=back), monday - timedelta(weeks=back - 1)) for back in range(5)]
    counts = [sum(first <= day < last for day in days) for first, last in ago]
    assert trend["this_week"] == counts[0]
    assert trend["four_weeks"] == counts[:0:-1]
    assert trend["four_week_mean"] == sum(counts[1:]) / 4
    sunday = monday + timedelta(days=6)
    assert trend["year_to_date"] == sum(date(sunday.year, 1, 1) <= day <= sunday for day in days)
    before = sunday.replace(year=sunday.year - 1)
    assert trend["last_year_to_date"] == sum(date(before.year, 1, 1) <= day <= before for day in days)
    for place in trend["places"]:
        own = [
            date.fromisoformat(row["date_start"])
            for row in incident_rows
            if row["place"] == place["name"] and len(row["date_start"]) == 10
        ]
        assert place["last_4_weeks"] == sum(ago[3][0] <= day <= sunday for day in own)
        assert (
            place["last_52_weeks"] == sum(place["weeks"]) == sum(sunday - timedelta(364) < day <= sunday for day in own)
        )


@pytest.mark.parametrize(
    ("now", "before", "share", "said"),
    [
        (4, 0, 0.2, TOO_FEW),
        (5, 0, 0.2, RISING),  # 0.2 ** 5
        (5, 5, 0.2, RISING),  # 0.033
        (4, 5, 0.2, STEADY),  # 0.086
        (0, 13, 0.2, STEADY),  # 0.8 ** 13 = 0.055
        (0, 14, 0.2, FALLING),  # 0.8 ** 14 = 0.044
        (41, 15, 0.5, RISING),
        (22, 24, 0.5, STEADY),
    ],
)
def test_words_follow_the_test(now: int, before: int, share: float, said: str) -> None:
    assert word(now, before, share=share) == said


@given(st.integers(0, 60), st.integers(0, 200), st.floats(0.05, 0.95))
def test_more_incidents_never_turn_rising_into_less(now: int, before: int, share: float) -> None:
    order = [FALLING, STEADY, RISING]
    first, second = word(now, before, share=share), word(now + 1, before, share=share)
    if TOO_FEW not in (first, second):
        assert order.index(second) >= order.index(first)


def test_sentences_hold_none_and_nothing_before(facts_of: Callable[..., Facts]) -> None:
    assert (
        facts_of("2023-W31")["trend"]["sentences"][0] == "One this week, none in the four weeks before: too few to say."
    )
    assert facts_of("2024-W34")["trend"]["sentences"] == [
        "Five this week, five in the four weeks before (a mean of 1.25 a week): rising.",
        "57 in 2024 up to 25 August, 22 in the same part of 2023: rising.",
    ]
    assert facts_of("2022-W05")["trend"]["sentences"][0] == (
        "None this week, four in the four weeks before (a mean of 1 a week): too few to say."
    )


def test_the_first_of_its_kind_is_told_with_the_last_before(facts_of: Callable[..., Facts]) -> None:
    assert facts_of("2024-W25")["trend"]["firsts"] == ["First incident with assault since 16 August 2020."]
    assert facts_of("2025-W33")["trend"]["firsts"] == [
        "First incident with jamming since 22 February 2024.",
        "First incident between China and the United States since 10 May 2024.",
    ]


def test_nothing_is_the_first_where_the_ledger_begins(facts_of: Callable[..., Facts]) -> None:
    assert facts_of("1974-W03")["trend"]["firsts"] == []


def test_a_line_of_one_point_and_of_none() -> None:
    assert sparkline([0]) == "0,19"
    assert sparkline([0, 0, 4]) == "0,19 50,19 100,1"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([f"2025-{month:02d}-{day}" for month in range(1, 7) for day in range(10, 16)] + ["2026-01-10"], True),
        ([f"2025-{month:02d}-{day}" for month in range(1, 7) for day in range(10, 16)]
         + [f"2026-{month:02d}-{day}" for month in range(1, 7) for day in (10, 11, 12)], False),
    ],
)  # fmt: skip
def test_a_year_with_months_of_which_little_is_entered_is_not_said_to_fall(days: list[str], said: bool) -> None:
    week = Period.parse("2026-W27")
    mondays = [str(Period.of(date.fromisoformat(day)).first) for day in days]
    cells = {
        "date_start": days,
        "monday": mondays,
        "types": "ramming",
        "place": "A",
        "initiators": "CN-CCG",
        "targets": "PH-PCG",
    }
    found = trend(pd.DataFrame(cells | {"severity": 3}), week)
    assert found["year_word"] == FALLING
    assert found["sentences"][1].endswith("falling, or not entered yet.") is said
