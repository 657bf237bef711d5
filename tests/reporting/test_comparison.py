"""What is unusual: the tail by other means, and silence unless it means something."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker.reporting.comparison import PAST_WEEKS, tail, unusual
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.rows import incident_rows
from scs_tracker.reporting.selection import select

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Facts = dict[str, Any]
WEEK = "2024-W34"
SABINA = ["20240819-sabina-bagacay-ramming", "20240819-sabina-cape-engano-collision", "20240825-sabina-datu-sanday"]
PASTS = st.lists(st.integers(0, 6), min_size=26, max_size=104)


def _complement(count: int, size: float, success: float) -> float:
    """P(X >= count) as one minus the sum below, by the recurrence of the probabilities."""
    term, below = success**size, 0.0
    for value in range(count):
        below += term
        term *= (value + size) / (value + 1) * (1 - success)
    return 1 - below


@settings(deadline=None)
@given(PASTS, st.integers(0, 12))
def test_the_tail_is_never_smaller_than_that_of_a_poisson_count_with_uncertain_rate(
    past: list[int], count: int
) -> None:
    weeks = len(past)
    assert tail(count, past).probability >= _complement(count, sum(past) + 0.5, weeks / (weeks + 1)) - 1e-9


@settings(deadline=None)
@given(PASTS, st.integers(0, 12))
def test_the_tail_falls_with_the_count(past: list[int], count: int) -> None:
    assert 0 < tail(count + 1, past).probability <= tail(count, past).probability <= 1


def test_the_tail_against_a_direct_integral() -> None:
    """The predictive probability is the Poisson tail averaged over the gamma posterior of the rate."""
    past, count, steps = [0, 1] * 26, 4, 40_000
    shape, weeks = sum(past) + 0.5, len(past)
    total = 0.0
    for step in range(1, steps):
        rate = 5 * step / steps
        density = math.exp(shape * math.log(weeks) + (shape - 1) * math.log(rate) - weeks * rate - math.lgamma(shape))
        total += density * (1 - sum(math.exp(-rate) * rate**k / math.factorial(k) for k in range(count))) * 5 / steps
    assert tail(count, past).probability == pytest.approx(total, rel=1e-4)
    assert tail(count, past).model == "poisson"


def test_a_past_that_comes_in_clusters_needs_more_to_stand_out() -> None:
    even, clustered = [1] * 52, [0] * 48 + [13] * 4
    assert sum(even) == sum(clustered)
    assert tail(6, clustered).model == "negative_binomial"
    assert tail(6, clustered).probability > 20 * tail(6, even).probability
    mean, variance = 1.0, 4 * 13**2 / 51 - 52 / 51
    size = mean**2 / (variance - mean)
    assert tail(6, clustered).probability == pytest.approx(_complement(6, size, size / (size + mean)), rel=1e-9)


def test_three_at_sabina_shoal_stand_out(golden: Facts) -> None:
    assert [(item["scope"], item["count"], item["past_weeks"]) for item in golden["unusual"]] == [
        ("Sabina Shoal", 3, PAST_WEEKS)
    ]
    item = golden["unusual"][0]
    said = "Three incidents at Sabina Shoal (Nos. 1, 2 and 3) stand against six in the 104 weeks before"
    assert item["sentence"].startswith(said)
    assert item["warning"] == ""


def test_most_weeks_are_not_called_unusual(shipped: pd.DataFrame) -> None:
    weeks = [Period.parse(f"2024-W{number:02d}") for number in range(1, 53, 3)]
    chosen = [(select(shipped, week), week) for week in weeks]
    found = [unusual(one.accepted, incident_rows(one.own), week) for one, week in chosen]
    assert sum(map(bool, found)) <= 2


def test_two_incidents_are_never_unusual(facts_of: Callable[..., Facts]) -> None:
    assert facts_of(WEEK, rows={SABINA[0]: {"status": "retracted"}})["unusual"] == []


def test_nothing_is_tested_while_the_ledger_is_young(
    ledger_frame: Callable[..., pd.DataFrame], facts_of: Callable[..., Facts]
) -> None:
    frame = ledger_frame()
    old = {name: {"status": "retracted"} for name in frame.loc[frame["date_start"] < "2024-03-01", "id"]}
    assert facts_of(WEEK, rows=old)["unusual"] == []
    older = {
        name: change
        for name, change in old.items()
        if name != "20240201-pratas-tw-fishing-boat" and "202401" not in name
    }
    assert facts_of(WEEK, rows=older)["unusual"] != []


def test_a_new_source_that_makes_the_rise_is_named(facts_of: Callable[..., Facts]) -> None:
    new = json.dumps([{"url": "https://example.org/a", "publisher": "The New Gazette", "published": "2024-08-26"}])
    facts = facts_of(WEEK, rows={name: {"sources": new} for name in SABINA[:2]})
    item = next(item for item in facts["unusual"] if item["scope"] == "Sabina Shoal")
    assert item["warning"] == (
        "Two of them (Nos. 1 and 2) rest only on sources that the ledger has cited since 19 August 2024 "
        "(The New Gazette): the rise may be one of reporting, not of events."
    )
    old = facts_of(WEEK, rows={SABINA[0]: {"sources": new}})
    assert [item["warning"] for item in old["unusual"] if item["scope"] == "Sabina Shoal"] == [""]
