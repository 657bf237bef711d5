"""Compute the level (low, moderate, high) of each area and pair of countries by a rule, without routine arrests."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.reporting import names
from scs_tracker.reporting.news import CONTACT, HAZARD, OBSTRUCTION, Assessed, assess, is_between_states
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.places import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from scs_tracker.reporting.period import Period

WEEKS: Final = 4
LOW, MODERATE, HIGH = "low", "moderate", "high"
UP, SAME, DOWN = "up", "same", "down"
_ORDER: Final = (HIGH, MODERATE, LOW)
_ELSEWHERE: Final = "other"
#: So many hazards make a level high, so many obstructions or expulsions a moderate one.
_SEVERAL: Final = 3
#: Points from which an act against civilian vessels is force or obstruction.
_CIVIL_FORCE: Final = 30


def rule() -> str:
    """Return the rule of the levels as a paragraph."""
    return _(
        "The level covers the four weeks that end with this one. High: contact, boarding or force between bodies of "
        "two States, an act that hurt people, or at least three hazards. Moderate: a hazard, force or obstruction "
        "against civilian vessels, or at least three expulsions or standoffs. Low: anything less. Routine arrests of "
        "fishing vessels are counted separately. The direction compares the level with the previous four weeks. The "
        "level grades recorded incidents; it is not a forecast."
    )


def level(incidents: Sequence[Assessed]) -> str:
    """Return ``low``, ``moderate`` or ``high`` for an area and pair from four weeks' incidents that are not routine."""
    points = [one.points for one in incidents]
    between = [one.points for one in incidents if one.principal is not None and is_between_states(one.principal)]
    if any(one >= CONTACT for one in between) or any(one > CONTACT + 9 for one in points):
        return HIGH
    if sum(one >= HAZARD for one in points) >= _SEVERAL:
        return HIGH
    civil = any(one >= _CIVIL_FORCE for one in points)
    return MODERATE if civil or sum(one >= OBSTRUCTION for one in points) >= _SEVERAL else LOW


def levels(accepted: pd.DataFrame, week: Period) -> list[dict[str, Any]]:
    """Return the level of each area and pair with an incident that began in the four weeks that end with ``week``.

    The highest comes first; ``schema.Area`` describes a row. ``direction`` compares with the four weeks before.
    """
    now, before = (_grouped(accepted, week.shift(back), week.shift(back + 1 - WEEKS)) for back in (0, -WEEKS))
    rows: list[tuple[tuple[int, float, int, str], dict[str, Any]]] = []
    for (area_name, pair), own in now.items():
        news = [one for one in own if not one.routine]
        earlier = [one for one in before.get((area_name, pair), ()) if not one.routine]
        grade = level(news)
        row = {
            "area": _(area_name) if area_name else _("Place not known"),
            "pair": list(pair),
            "pair_name": " – ".join(names.country_name(code) for code in pair) or _("one country, or more than two"),
            "level": grade,
            "direction": _direction(news, earlier),
            "count": len(news),
            "arrests": len(own) - len(news),
            "places": sorted({str(one.record["place"]) for one in own}),
        }
        top = max((one.score for one in news), default=0.0)
        rows.append(((_ORDER.index(grade), -top, -len(news), str(row["area"])), row))
    return [row for _rank, row in sorted(rows, key=lambda one: one[0])]


def _grouped(accepted: pd.DataFrame, last: Period, first: Period) -> dict[tuple[str, tuple[str, ...]], list[Assessed]]:
    since, until = first.first.isoformat(), last.first.isoformat()
    recent = accepted[(accepted["monday"] >= since) & (accepted["monday"] <= until)]
    found: dict[tuple[str, tuple[str, ...]], list[Assessed]] = defaultdict(list)
    for record in recent.to_dict("records"):
        one = assess(record)
        found[area(str(record["place"])), one.pair if len(one.pair) == 2 else ()].append(one)
    return found


def _direction(news: Sequence[Assessed], earlier: Sequence[Assessed]) -> str:
    """Return ``up``, ``down`` or ``same`` against the four weeks before; at equal levels, points of acts decide."""
    now, before = (_ORDER.index(level(own)) for own in (news, earlier))
    if now != before:
        return UP if now < before else DOWN
    weight, past = (sum(one.points for one in own) for own in (news, earlier))
    if max(weight, past) <= 1.5 * min(weight, past):
        return SAME
    return UP if weight > past else DOWN


def area(place: str) -> str:
    """Return the gazetteer group of a place; a place without a group is its own area."""
    feature = features().get(place)
    return place if feature is None or feature["group"] == _ELSEWHERE else feature["group"]
