from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.reporting.levels import area, levels
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.selection import select

if TYPE_CHECKING:
    import pandas as pd


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


def test_levels_count_four_weeks_by_area(shipped: pd.DataFrame) -> None:
    week = Period.parse("2024-W34")
    rows = {row["area"]: row for row in levels(select(shipped, week).accepted, week)}
    assert rows["Spratly"]["level"] == "high"  # three of severity 3 in the week
    assert rows["Scarborough"] == {
        "area": "Scarborough", "level": "moderate", "count": 2, "severity": 2, "places": ["Scarborough Shoal"],
    }  # fmt: skip
    assert [row["level"] for row in rows.values()] == sorted(
        (row["level"] for row in rows.values()), key=["high", "moderate", "low"].index
    )
