"""Link reports of the same incident: find candidates by date and place, score them, and state the reasons.

The score is the sum of the points that the functions ``_…_points`` return. docs/methods-linking.md lists the points,
and the doubts (``_doubt``) for which a match with a score of at least ``STRONG`` is left to a reviewer.

If a dataset gives no types, types and units are read from the text of the report (``fill_from_text``). These values are
used only for the comparison and never become facts of the incident.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.text.folding import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Minimum score of a certain match.
STRONG: Final = 6.5
#: Minimum score of a match that a reviewer decides.
MIDDLING: Final = 4.5
#: Minimum difference in score between the best match and the next.
MARGIN: Final = 1.0

#: Fields of an incident that are compared.
COMPARED: Final = (
    "date_start", "date_end", "lat", "lon", "radius_km", "types", "initiators", "targets", "initiator_units",
    "target_units", "place", "summary",
)  # fmt: skip

_WIDE_KM: Final = 60.0
_SLACK_KM: Final = 10.0
_LONG_DAYS: Final = 45
#: Country code of unnamed parties.
_UNKNOWN: Final = "XX"
#: 'China Coast Guard vessel 5203', 'Chinese coast guard ship with bow number 5203': CCG 5203.
_CCG_HULL: Final = re.compile(r"chin(?:a|ese) coast ?guard\D*(?P<number>\d{4,5})", re.IGNORECASE)
#: Placeholders: a text is read only for types and units; date and place come from the fields of the report.
_ANY_DAY: Final = "2020-01-01"
_ANY_PLACE: Final = "South China Sea"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The fields of a report or an incident that are compared for linking.

    ``first`` and ``last`` are the earliest and latest possible day, as ordinals; ``exact`` is True for a date with a
    day. ``units`` are registry ids, or spellings reduced to letters and digits; ``sides`` are the units of initiators
    and of targets. ``parties`` and ``countries`` are codes of all named parties in any role. ``words`` is the text to
    read if there are no types; ``from_words`` is True if the types come from it.
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
    sides: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    parties: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    words: str = ""
    from_words: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An incident that a report may describe, with score, reasons, and whether only a reviewer may decide."""

    key: str
    score: float
    reasons: tuple[str, ...]
    doubtful: bool = False


def sighting(key: str, row: Mapping[str, Any], content: Mapping[str, Any] | None = None) -> Sighting:
    """Build a ``Sighting`` from facts and position; ``content`` is the content of another dataset's report."""
    end = row["date_end"] or row["date_start"]
    sides = (
        frozenset(map(_unit, model.split_list(row["initiator_units"]))),
        frozenset(map(_unit, model.split_list(row["target_units"]))),
    )
    initiators = frozenset(model.split_list(row["initiators"]))
    targets = frozenset(model.split_list(row["targets"]))
    said = content or {}
    notes = said.get("original", {}).get("notes") or row["summary"]
    parties = initiators | targets | frozenset(said.get("parties", ()))
    countries = {code[:2] for code in parties} | set(said.get("countries", ()))
    return Sighting(
        key=key,
        first=date.fromisoformat(model.first_day(row["date_start"])).toordinal(),
        last=date.fromisoformat(model.last_day(end)).toordinal(),
        exact=len(row["date_start"]) == 10,
        lat=row["lat"],
        lon=row["lon"],
        radius_km=row["radius_km"],
        types=frozenset(model.split_list(row["types"])),
        initiators=initiators,
        targets=targets,
        units=sides[0] | sides[1],
        sides=sides,
        parties=frozenset(code for code in parties if code[:2] != _UNKNOWN),
        countries=frozenset(countries - {_UNKNOWN}),
        words=f"{notes} It happened at {row['place'] or _ANY_PLACE}." if notes else "",
    )


def matches(reports: Iterable[Sighting], incidents: Sequence[Sighting]) -> list[list[Match]]:
    """Return for each report the incidents that it may describe, with a score from ``MIDDLING``, the highest first."""
    by_day, long = _by_day(incidents)
    near: Iterable[Sighting]
    read: dict[str, Sighting] = {}
    found = []
    for report in reports:
        if report.last - report.first > _LONG_DAYS:
            near = incidents
        else:
            days = range(report.first - 1, report.last + 2)
            near = [*(one for day in days for one in by_day.get(day, ())), *long]
        meeting = {
            one.key: one
            for one in near
            if _date_points(report, one) is not None and _place_points(report, one) is not None
        }
        telling = fill_from_text(report) if meeting else report
        matched = []
        for one in meeting.values():
            if one.key not in read:
                read[one.key] = fill_from_text(one)
            match = score(telling, read[one.key])
            if match is not None and match.score >= MIDDLING:
                matched.append(match)
        found.append(sorted(matched, key=lambda match: (-match.score, match.key)))
    return found


def _by_day(incidents: Iterable[Sighting]) -> tuple[dict[int, list[Sighting]], list[Sighting]]:
    """Return incidents by day, and a list of the incidents that last longer than ``_LONG_DAYS``."""
    by_day: defaultdict[int, list[Sighting]] = defaultdict(list)
    long = []
    for one in incidents:
        if one.last - one.first > _LONG_DAYS:
            long.append(one)
            continue
        for day in range(one.first, one.last + 1):
            by_day[day].append(one)
    return dict(by_day), long


def fill_from_text(one: Sighting) -> Sighting:
    """Return a sighting with types and units read from its text, if it gives no types."""
    if one.types or not one.words.strip():
        return one
    types, units = _read(one.words)
    return replace(one, types=types, units=one.units | units, from_words=bool(types))


@geodata.cached
def _read(words: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the act types and units in a text; both are empty if the text parser is not installed."""
    from scs_tracker.articles import ParserMissingError, propose

    try:
        found = propose(words, published=_ANY_DAY, language="en")
    except ParserMissingError:  # without a parser, only the fields of the row are compared
        return frozenset(), frozenset()
    told = [*found.incidents, *found.background]
    units = [unit for one in told for unit in (*one.initiator_units, *one.target_units)]
    return frozenset(name for one in told for name in one.types), frozenset(map(_unit, units))


def score(report: Sighting, incident: Sighting) -> Match | None:
    """Return the match of two sightings, or None if date or place rule it out."""
    dated = _date_points(report, incident)
    placed = _place_points(report, incident)
    if dated is None or placed is None:
        return None
    parts = [dated, placed, _type_points(report, incident)]
    if (report.initiators or report.targets) and (incident.initiators or incident.targets):
        parts.append(_role_points("initiators", report.initiators, incident.initiators))
        parts.append(_role_points("targets", report.targets, incident.targets))
    else:  # one of them has no roles, so all parties are compared
        parts.append(_presence_points(report, incident))
    parts.append(_unit_points(report, incident))
    reasons = tuple(f"{words} ({points:+.1f})" for points, words in parts if words)
    total = round(sum(points for points, _ in parts), 2)
    if total >= STRONG and (doubt := _doubt(report, incident)):
        return Match(incident.key, total, (*reasons, f"{doubt}: a reviewer decides"), doubtful=True)
    return Match(incident.key, total, reasons)


def _doubt(one: Sighting, other: Sighting) -> str:
    """Return why two sightings are not a certain match whatever their score, or an empty string if they may be one."""
    roles = ((one.initiators, other.initiators), (one.targets, other.targets))
    shared = bool(one.units & other.units)
    described = bool(one.types and other.types)
    doubts = {
        "not both dated to the day": not (one.exact and other.exact),
        "not the same day": one.first > other.last or other.first > one.last,
        "a day inside a longer incident": abs(one.first - other.first) > 1,
        "other units on one side": any(a and b and not a & b for a, b in zip(one.sides, other.sides, strict=True)),
        "other services on one side": not shared and any(_are_others(*pair) for pair in roles),
        "not both name a type of act": not described and not shared,
        "the types of act differ": described and not _related(one.types, other.types),
    }
    return next((words for words, holds in doubts.items() if holds), "")


def _are_others(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return True if both sets of actor codes name services and have none in common."""
    unnamed = any(code.endswith("-UNK") for code in one | other)
    return bool(one and other) and not unnamed and not one & other


def _related(one: frozenset[str], other: frozenset[str]) -> bool:
    known = _families_by_type()
    first, second = ({family for name in types for family in known.get(name, ())} for types in (one, other))
    return bool(one & other) or not first.isdisjoint(second)


@geodata.cached
def _families_by_type() -> dict[str, frozenset[str]]:
    """Return, by type, the families of types that sources use interchangeably."""
    return {row["type"]: frozenset(model.split_list(row["alike"])) for row in geodata.rows("types")}


def surely(found: Sequence[Match]) -> bool:
    """Return True if the first of a report's matches, sorted by likelihood, is certain."""
    if not found or found[0].score < STRONG or found[0].doubtful:
        return False
    return len(found) == 1 or found[0].score - found[1].score >= MARGIN


def joined(found: Sequence[Sequence[Match]]) -> list[Match | None]:
    """Return for each report of one dataset its certain match with an incident, or None.

    A dataset lists an incident only once: if two of its reports match one almost equally well, no match is certain.
    """
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for one in found:
        if surely(one):
            scores[one[0].key].append(one[0].score)
    answer: list[Match | None] = []
    for one in found:
        rivals = sorted(scores[one[0].key], reverse=True) if surely(one) else []
        alone = bool(rivals) and one[0].score == rivals[0] and (len(rivals) == 1 or rivals[0] - rivals[1] >= MARGIN)
        answer.append(one[0] if alone else None)
    return answer


_Points = tuple[float, str]


def _date_points(one: Sighting, other: Sighting) -> _Points | None:
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 1:
        return None
    if gap == 1:
        return 1.0, "a day apart"
    if one.exact and other.exact:
        # a day within a long incident is weaker evidence than the same first day
        return (2.0, "same day") if one.first == other.first else (1.0, "dates overlap")
    return 0.5, "dated to the same month or year"


def _place_points(one: Sighting, other: Sighting) -> _Points | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0, "one of them has no location"
    reach = (one.radius_km or 0.0) + (other.radius_km or 0.0) + _SLACK_KM
    distance_km = _great_circle_km(one.lat, one.lon, other.lat, other.lon)
    if distance_km > reach:
        return None
    if reach > _WIDE_KM + _SLACK_KM:
        return 0.5, f"{distance_km:.0f} km apart, one of them a wide area"
    return 2.0 - distance_km / reach, f"{distance_km:.0f} km apart"


def _type_points(one: Sighting, other: Sighting) -> _Points:
    if not one.types or not other.types:
        return 0.0, "one of them names no type of act"
    source = ", from the text" if one.from_words or other.from_words else ""
    shared = one.types & other.types
    if shared:
        return 2.0, f"both {', '.join(sorted(shared))}{source}"
    if _related(one.types, other.types):
        return 1.0, f"related types{source}"
    return -1.5, f"types differ{source}"


def _presence_points(one: Sighting, other: Sighting) -> _Points:
    if not one.countries or not other.countries:
        return 0.0, ""
    shared = one.countries & other.countries
    words = f"parties {', '.join(sorted(shared))}"
    if one.countries != other.countries:
        contained = shared in (one.countries, other.countries)
        return (1.0, f"{words} on both sides, others on one") if contained else (-3.0, "other parties")
    services = one.parties & other.parties
    if len(shared) == 1 or not services:
        return (1.0 if len(shared) == 1 else 2.0), words
    same = {code[:2] for code in services}
    return 2.0 + 0.5 * min(len(same), 2), f"parties {', '.join(sorted(services | (shared - same)))}"


def _role_points(role: str, one: frozenset[str], other: frozenset[str]) -> _Points:
    if not one or not other:
        return 0.0, ""
    shared = one & other
    if shared:
        return 1.5, f"{role} {', '.join(sorted(shared))}"
    countries = {code[:2] for code in one} & {code[:2] for code in other}
    if countries:
        return 1.0, f"{role} of {', '.join(sorted(countries))}"
    if _UNKNOWN in {code[:2] for code in one | other}:
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
    """Return the distance on a sphere in kilometres, within 0.6% of the distance on the ellipsoid."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _unit(spelling: str) -> str:
    """Return the registry id for a spelling of a unit, or the spelling reduced to letters and digits."""
    hull = _CCG_HULL.fullmatch(spelling.strip())
    folded = name_key(f"CCG {hull['number']}" if hull else spelling)
    return _registry().get(folded, folded)


@geodata.cached
def _registry() -> dict[str, str]:
    """Return registry ids of units by normalised spelling, without spellings that several units share."""
    table = geodata.table("units")
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for unit_id, name, spellings in zip(table["unit_id"], table["name"], table["spellings"], strict=True):
        for spelling in [name, *model.split_list(spellings)]:
            owners[name_key(spelling)].add(unit_id)
    return {folded: next(iter(ids)) for folded, ids in owners.items() if len(ids) == 1}
