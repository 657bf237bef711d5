from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scs_tracker.reporting.levels import area, levels
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.selection import select

if TYPE_CHECKING:
    import pandas as pd

#: Fifty weeks chosen by hand: which area and pair come first, at what level, and why.
CHOSEN = Path(__file__).parent / "data/levels.csv"


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Sabina Shoal", "Spratly"),
        ("Laut Island", "Natuna"),
        ("Nowhere", "Nowhere"),
    ],
)
def test_a_place_belongs_to_its_group_by_whatever_name(place: str, name: str) -> None:
    assert area(place) == name


def test_the_order_of_areas_is_that_of_fifty_weeks_chosen_by_hand(whole_record: pd.DataFrame) -> None:
    with CHOSEN.open(encoding="utf-8", newline="") as file:
        chosen = list(csv.DictReader(file))
    assert len(chosen) == 50
    for one in chosen:
        week = Period.parse(one["week"])
        first, *_others = levels(select(whole_record, week).accepted, week)
        assert (first["area"], "-".join(first["pair"]), first["level"]) == (one["area"], one["pair"], one["level"]), one


def test_an_arrest_raises_no_level_and_is_counted_apart(whole_record: pd.DataFrame) -> None:
    week = Period.parse("2018-W39")
    rows = {(row["area"], *row["pair"]): row for row in levels(select(whole_record, week).accepted, week)}
    arrests = [row for row in rows.values() if row["arrests"] and not row["count"]]
    assert arrests
    assert {row["level"] for row in arrests} == {"low"}
