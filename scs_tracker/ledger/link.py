"""Which reports tell of the same incident: candidates by date and place, a score, and its reasons in words.

The score is a sum of points. Each rule gives or takes points and leaves a reason that a person can read:

========  ==================================================================  ==========
rule      what is compared                                                    points
========  ==================================================================  ==========
date      same day; a day apart; only a month or year overlaps                2; 1; 0.5
place     discs overlap (nearer counts more); one place is only a wide area   2 to 1; 0.5
types     a type in common; a related type; none                              2; 1; -1.5
parties   for initiators and for targets: same service; same country; none    1.5; 1; -2
units     a unit in common; both name units and share none                    3; -3
========  ==================================================================  ==========

A match is joined without asking from ``STRONG`` on, if both are dated to the day and no other incident comes near.
Reports more than a day apart, or whose discs lie more than 10 km from touching, are never candidates.
"""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: From this score on two reports are joined without asking.
STRONG: Final = 6.5
#: From this score on a person is asked.
MIDDLING: Final = 4.5
#: The likeliest incident must be so far ahead of the next.
MARGIN: Final = 1.0

#: What is compared of an incident.
COMPARED: Final = (
    "date_start", "date_end", "lat", "lon", "radius_km", "types", "initiators", "targets", "initiator_units",
    "target_units",
)  # fmt: skip

_WIDE_KM: Final = 60.0
_SLACK_KM: Final = 10.0
_LONG_DAYS: Final = 45
#: Types that sources use for one another.
_RELATED: Final = (
    frozenset({"ramming", "collision", "dangerous_manoeuvre", "blocking"}),
    frozenset({"shadowing", "swarming", "harassment", "blocking", "standoff"}),
    frozenset({"boarding", "seizure", "detention", "assault", "harassment"}),
    frozenset({"shots_fired", "warning_shots", "flare"}),
    frozenset({"survey_intrusion", "shadowing", "standoff", "expulsion"}),
    frozenset({"expulsion", "blocking", "harassment", "acoustic_device"}),
    frozenset({"sinking", "collision", "ramming"}),
    frozenset({"air_intercept", "flare", "radar_lock", "laser", "dangerous_manoeuvre"}),
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What linking needs to know of a report or an incident.

    Attributes
    ----------
    key
        Report key or incident id.
    first, last
        Earliest and latest day it may mean, as ordinals.
    exact
        Whether it is dated to the day.
    lat, lon, radius_km
        Position; None where it is not placed.
    types, initiators, targets
        Codes.
    units
        Registry ids, or spellings folded to letters and digits.
    """

    key: str
    first: int
    last: int
    exact: bool
    lat: float | None
    lon: float | None
    radius_km: float | None
    types: frozenset[str]
    initiators: frozenset[str]
    targets: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """An incident that a report may tell of, how surely, and why."""

    key: str
    score: float
    reasons: tuple[str, ...]


def sighting(key: str, row: Mapping[str, Any]) -> Sighting:
    """Return what linking needs of facts and position.

    Parameters
    ----------
    key
        Report key or incident id.
    row
        Fact fields, ``lat``, ``lon`` and ``radius_km``.
    """
    end = row["date_end"] or row["date_start"]
    units = model.split_list(row["initiator_units"]) + model.split_list(row["target_units"])
    return Sighting(
        key=key,
        first=date.fromisoformat(model.first_day(row["date_start"])).toordinal(),
        last=date.fromisoformat(model.last_day(end)).toordinal(),
        exact=len(row["date_start"]) == 10,
        lat=row["lat"],
        lon=row["lon"],
        radius_km=row["radius_km"],
        types=frozenset(model.split_list(row["types"])),
        initiators=frozenset(model.split_list(row["initiators"])),
        targets=frozenset(model.split_list(row["targets"])),
        units=frozenset(map(_unit, units)),
    )


def matches(reports: Iterable[Sighting], incidents: Sequence[Sighting]) -> list[list[Match]]:
    """Return for each report the incidents it may tell of, the likeliest first.

    Parameters
    ----------
    reports
        What has come in.
    incidents
        What the ledger holds.

    Returns
    -------
    list of list of Match
        Only matches of at least ``MIDDLING``.
    """
    short = sorted((one for one in incidents if one.last - one.first <= _LONG_DAYS), key=lambda one: one.first)
    long = [one for one in incidents if one.last - one.first > _LONG_DAYS]
    starts = [one.first for one in short]
    found = []
    for report in reports:
        low = bisect.bisect_left(starts, report.first - _LONG_DAYS - 1)
        high = bisect.bisect_right(starts, report.last + 1)
        scored = [score(report, one) for one in [*short[low:high], *long]]
        likely = [match for match in scored if match is not None and match.score >= MIDDLING]
        found.append(sorted(likely, key=lambda match: (-match.score, match.key)))
    return found


def score(report: Sighting, incident: Sighting) -> Match | None:
    """Compare two sightings; None if date or place rule it out."""
    dated = _date_points(report, incident)
    placed = _place_points(report, incident)
    if dated is None or placed is None:
        return None
    parts = [
        dated,
        placed,
        _type_points(report, incident),
        _party_points("initiators", report.initiators, incident.initiators),
        _party_points("targets", report.targets, incident.targets),
        _unit_points(report, incident),
    ]
    reasons = tuple(f"{words} ({points:+.1f})" for points, words in parts if words)
    total = sum(points for points, _ in parts)
    if total >= STRONG and not (report.exact and incident.exact):
        return Match(incident.key, STRONG - 0.01, (*reasons, "not both dated to the day: a person decides"))
    return Match(incident.key, round(total, 2), reasons)


def surely(found: Sequence[Match]) -> bool:
    """Say whether the first of ``found`` may be joined without asking.

    Parameters
    ----------
    found
        Matches of one report, the likeliest first.
    """
    if not found or found[0].score < STRONG:
        return False
    return len(found) == 1 or found[0].score - found[1].score >= MARGIN


_Points = tuple[float, str]


def _date_points(one: Sighting, other: Sighting) -> _Points | None:
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 1:
        return None
    if gap == 1:
        return 1.0, "a day apart"
    if one.exact and other.exact:
        # inside a long incident a single day says less than the day on which both began
        return (2.0, "same day") if one.first == other.first else (1.0, "dates overlap")
    return 0.5, "dated to the same month or year"


def _place_points(one: Sighting, other: Sighting) -> _Points | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0, "one of them is not placed"
    reach = (one.radius_km or 0.0) + (other.radius_km or 0.0) + _SLACK_KM
    distance_km = _great_circle_km(one.lat, one.lon, other.lat, other.lon)
    if distance_km > reach:
        return None
    if reach > _WIDE_KM + _SLACK_KM:
        return 0.5, f"{distance_km:.0f} km apart, one of them a wide area"
    return 2.0 - distance_km / reach, f"{distance_km:.0f} km apart"


def _type_points(one: Sighting, other: Sighting) -> _Points:
    shared = one.types & other.types
    if shared:
        return 2.0, f"both {', '.join(sorted(shared))}"
    if any(family & one.types and family & other.types for family in _RELATED):
        return 1.0, "related types"
    return -1.5, "types differ"


def _party_points(role: str, one: frozenset[str], other: frozenset[str]) -> _Points:
    if not one or not other:
        return 0.0, ""
    shared = one & other
    if shared:
        return 1.5, f"{role} {', '.join(sorted(shared))}"
    countries = {code[:2] for code in one} & {code[:2] for code in other}
    if countries:
        return 1.0, f"{role} of {', '.join(sorted(countries))}"
    if "XX" in {code[:2] for code in one | other}:
        return 0.0, ""
    return -2.0, f"{role} differ"


def _unit_points(one: Sighting, other: Sighting) -> _Points:
    if not one.units or not other.units:
        return 0.0, ""
    shared = one.units & other.units
    if shared:
        return 3.0, f"unit {', '.join(sorted(shared))}"
    return -3.0, "other units"


def _great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance on a sphere, which is within 0.6% of the ellipsoid: enough to compare with radii."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _unit(spelling: str) -> str:
    folded = _fold(spelling)
    return _registry().get(folded, folded)


def _fold(spelling: str) -> str:
    return re.sub(r"[^0-9a-z]", "", spelling.casefold())


@geodata.cached
def _registry() -> dict[str, str]:
    """Return the unit of each spelling that belongs to one unit only."""
    table = geodata.table("units")
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for unit_id, name, spellings in zip(table["unit_id"], table["name"], table["spellings"], strict=True):
        for spelling in [name, *model.split_list(spellings)]:
            owners[_fold(spelling)].add(unit_id)
    return {folded: next(iter(ids)) for folded, ids in owners.items() if len(ids) == 1}
