"""Levels of each area by a printed rule from severity and number, as insurers and watch officers read it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.places import features

if TYPE_CHECKING:
    import pandas as pd

    from scs_tracker.reporting.period import Period

WEEKS: Final = 4
LOW, MODERATE, HIGH = "low", "moderate", "high"
_ELSEWHERE: Final = "other"


def rule() -> str:
    """Return the rule of the levels as it is printed."""
    return _(
        "High: one incident of severity 4 or 5, or three of severity 3, began in the four weeks up to this one. "
        "Moderate: one of severity 2 or 3, or three of any. Low: fewer. The level grades what was recorded; it "
        "forecasts nothing."
    )


def level(severities: list[int]) -> str:
    """Return the level of an area from the severities of its incidents in four weeks.

    Examples
    --------
    >>> level([0]), level([0, 1, 0]), level([2]), level([3, 3]), level([3, 3, 3]), level([4])
    ('low', 'moderate', 'moderate', 'moderate', 'high', 'high')
    """
    if any(grade >= 4 for grade in severities) or sum(grade >= 3 for grade in severities) >= 3:
        return HIGH
    return MODERATE if any(grade >= 2 for grade in severities) or len(severities) >= 3 else LOW


def levels(accepted: pd.DataFrame, week: Period) -> list[dict[str, Any]]:
    """Return the level of each area in which an incident began in the four weeks that end with ``week``.

    Parameters
    ----------
    accepted
        All accepted incidents with ``monday``, as ``selection.select`` gives them.
    week
        The last of the four weeks.

    Returns
    -------
    list of dict
        ``area``, ``level``, ``count``, ``severity`` (the highest) and ``places``, the highest level first.
    """
    since = week.shift(1 - WEEKS).first.isoformat()
    recent = accepted[(accepted["monday"] >= since) & (accepted["monday"] <= week.first.isoformat())]
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, grade in zip(recent["place"], recent["severity"], strict=True):
        found[area(place)].append((int(grade), str(place)))
    rows = [
        {
            "area": _(name),
            "level": level([grade for grade, _place in own]),
            "count": len(own),
            "severity": max(grade for grade, _place in own),
            "places": sorted({place for _grade, place in own}),
        }
        for name, own in found.items()
    ]
    order = [HIGH, MODERATE, LOW]
    return sorted(rows, key=lambda row: (order.index(str(row["level"])), -int(str(row["count"])), str(row["area"])))


def area(place: str) -> str:
    """Return the group of the gazetteer that a place belongs to; a place of no group is its own."""
    feature = features().get(place)
    return place if feature is None or feature["group"] == _ELSEWHERE else feature["group"]
