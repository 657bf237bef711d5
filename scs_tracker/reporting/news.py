"""Order the news by the rules in docs/methods-report.md: order, chains of incidents, and routine arrests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import Act, acts_from_columns, countries_of, parse_acts
from scs_tracker.model import split_list
from scs_tracker.reporting.period import WEEK
from scs_tracker.sentences.places import UNCERTAIN_KM, number_or_none, whole_or_none
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    Record = Mapping[Any, Any]

#: Points of what came of an act, whatever its type.
KILLED_POINTS: Final = 70
HURT_POINTS: Final = 60
#: Points from which an act between States is contact, damage, boarding or taking; hazard; obstruction or expulsion.
CONTACT, HAZARD, OBSTRUCTION = 50, 40, 20
#: Classes of news are so many points apart; additions stay below that.
CLASS: Final = 10
#: Points of what is recorded of one side only as fishing vessels held, and nothing else.
ROUTINE_POINTS: Final = 5
#: In a week, incidents further apart than this are no chain; a month or a year joins all of its own.
CHAIN_DAYS: Final = 7
_BETWEEN_STATES: Final = 3.0
#: How a source was read that is known through a list alone.
_THROUGH_A_LIST: Final = "secondary"
#: Country of actors whose flag is not known.
NO_FLAG: Final = "XX"
#: Digits by which a later day is sorted before an earlier one.
_REVERSED: Final = str.maketrans("0123456789", "9876543210")


@dataclass(frozen=True, slots=True)
class Assessed:
    """An incident ranked for the news: its row, its acts, its principal act, points and score.

    ``points`` are those of the principal act, with harm; ``score`` adds to them and gives the order. A ``routine``
    incident is only an arrest of fishing vessels.
    """

    record: Record
    acts: Sequence[Act]
    principal: Act | None
    points: float
    score: float
    routine: bool

    @property
    def pair(self) -> tuple[str, ...]:
        """Return the countries of the principal act in alphabetical order; if only one, the countries of all acts."""
        if self.principal is not None and len(found := parties(self.principal)) > 1:
            return found
        return tuple(sorted({country for act in self.acts for country in parties(act)}))


def acts_of(record: Record) -> list[Act]:
    """Return the acts of an incident: those extracted from sources, else those derived from its columns."""
    acts = parse_acts(str(record.get("acts") or ""))
    if acts:
        return acts
    row = {
        key: record.get(key) for key in ("types", "initiators", "targets", "initiator_units", "target_units", "damage")
    }
    return acts_from_columns(row | {key: whole_or_none(record.get(key)) for key in HARMS}, geodata.vocabulary())


HARMS: Final = ("killed", "injured", "detained")


def parties(act: Act) -> tuple[str, ...]:
    """Return the countries of both sides of an act in alphabetical order."""
    return tuple(sorted(countries_of((*act.by, *act.against))))


def assess(record: Record) -> Assessed:
    """Return an incident with its principal act, its points and its score."""
    acts = acts_of(record)
    ranked = [(act_points(act), act.certainty == "stated", -number, act) for number, act in enumerate(acts)]
    points, _stated, _order, principal = max(ranked, key=lambda one: one[:3], default=(0.0, False, 0, None))
    killed, injured = (whole_or_none(record.get(name)) or 0 for name in ("killed", "injured"))
    routine = _is_routine(record, acts)
    points = ROUTINE_POINTS if routine else max(points, KILLED_POINTS if killed else 0, HURT_POINTS if injured else 0)
    if principal is not None and not routine:
        points = _adjusted(record, principal, points)
    units = {unit for name in ("initiator_units", "target_units") for unit in split_list(str(record.get(name) or ""))}
    within = 0.2 * min(killed + injured, 10) + 0.1 * min(len(units), 10)
    if principal is not None and is_between_states(principal):
        within += _BETWEEN_STATES
    return Assessed(record, acts, principal, points, points + within, routine)


def _adjusted(record: Record, act: Act, points: float) -> float:
    """Return the points of an act, adjusted for the place, the initiator and the source."""
    arrests = geodata.values_by("types", "type", "arrest")
    if arrests.get(act.type) == "yes" and set(countries_of(act.against)) & _claimants(record):
        points = max(points, CONTACT)  # an arrest where the flag State claims the place
    if act.by and set(act.by) <= _codes()["no flag"]:
        points = min(points, OBSTRUCTION)  # nobody knows by whom: no act between parties
    read = [source.get("read_as", "") for source in json.loads(str(record.get("sources") or "[]"))]
    if read and all(one == _THROUGH_A_LIST for one in read):
        points = max(points - CLASS, ROUTINE_POINTS)
    return points


@geodata.cached
def _codes() -> dict[str, frozenset[str]]:
    """Return four sets of actor codes: without a flag, State bodies, State bodies of a known kind, fishing vessels."""
    actors = geodata.rows("actors")
    state = [row for row in actors if row["state"] == "yes"]
    found = {
        "no flag": [row for row in actors if row["country"] == NO_FLAG],
        "state": state,
        "named": [row for row in state if row["kind"] != "unknown"],
        "fishing": [row for row in actors if row["kind"] == "fishing"],
    }
    return {name: frozenset(row["code"] for row in own) for name, own in found.items()}


def act_points(act: Act) -> float:
    """Return the points of an act: those of its type, or a higher minimum if people were killed or injured in it."""
    return max(base_points(act), KILLED_POINTS if act.killed else 0, HURT_POINTS if act.injured else 0)


def base_points(act: Act) -> float:
    """Return the points of an act's type, regardless of its outcome."""
    column = "news" if is_between_states(act) else "news_civil"
    return float(geodata.values_by("types", "type", column).get(act.type, 0))


def is_between_states(act: Act) -> bool:
    """Return True if each known side of an act has a State body, and these are of two countries or one is unknown."""
    bodies = _codes()["state"]
    sides_meet = all(not side or bodies & set(side) for side in (act.by, act.against))
    return sides_meet and (len(countries_of(bodies & {*act.by, *act.against})) > 1 or len(parties(act)) == 1)


def _is_routine(record: Record, acts: Sequence[Act]) -> bool:
    """Return True for arrests of foreign fishing vessels alone, without harm or a claim of the flag State there."""
    if not acts or any(whole_or_none(record.get(name)) for name in ("killed", "injured")):
        return False
    if any(geodata.values_by("types", "type", "arrest").get(act.type) != "yes" or not act.by for act in acts):
        return False
    by, against = {code for act in acts for code in act.by}, {code for act in acts for code in act.against}
    flags = set(countries_of(against)) - {NO_FLAG}
    if not by <= _codes()["named"] or not against <= _codes()["fishing"] | _codes()["no flag"]:
        return False
    return bool(flags) and not flags & {*countries_of(by), *_claimants(record)}


def _claimants(record: Record) -> set[str]:
    """Return the claimants at an incident's location, from claim areas and from features and their belts."""
    exact = (number_or_none(record.get("radius_km")) or 0) <= UNCERTAIN_KM
    columns = ("zones", "zones_possible") if exact else ("zones",)
    ids = [zone for name in columns for zone in split_list(str(record.get(name) or ""))]
    return {country for zone in ids for country in _claims().get(zone, ())}


@geodata.cached
def _claims() -> dict[str, tuple[str, ...]]:
    drawn = geodata.zones_drawn()
    return {
        row["id"]: tuple(split_list(row["claimants"]))
        for row in zone_rows()
        if row["feature_id"] or drawn.get(row["kind"]) == "claim"
    }


def chains(incidents: Sequence[Assessed], kind: str) -> list[list[Assessed]]:
    """Return the chains of a report's newsworthy incidents (docs/methods-report.md), in descending order of score."""
    order = sorted((one for one in incidents if not one.routine), key=_rank)
    found: list[list[Assessed]] = []
    for one in order:
        chain = next((own for own in found if any(_belong(one, other, kind) for other in own)), None)
        if chain is None:
            found.append([one])
        else:
            chain.append(one)
    return found


def _rank(one: Assessed) -> tuple[float, str, str, str]:
    """Return the sort key within a report: the highest score first, then the later date, the hour and the id."""
    latest_first = str(one.record["date_start"]).translate(_REVERSED)
    return (-one.score, latest_first, str(one.record.get("time_local") or "24"), str(one.record["id"]))


def _belong(one: Assessed, other: Assessed, kind: str) -> bool:
    """Return True if two incidents are one chain: equal parties and class of act, near in place and time."""
    if one.principal is None or other.principal is None or one.pair != other.pair or len(one.pair) < 2:
        return False
    doers = [set(countries_of(each.principal.by)) for each in (one, other) if each.principal]
    if one.points // CLASS != other.points // CLASS or doers[0] != doers[1]:
        return False
    episode = str(one.record.get("episode") or "")
    if one.record["place"] != other.record["place"] and not (episode and episode == other.record.get("episode")):
        return False
    days = [str(each.record["date_start"]) for each in (one, other)]
    return kind != WEEK or (min(map(len, days)) == 10 and days_apart(*days) <= CHAIN_DAYS)


def days_apart(one: str, other: str) -> int:
    """Return the number of days between two ISO dates."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def counted_once(frame: pd.DataFrame) -> pd.DataFrame:
    """Return incidents for counting frequency: no routine arrests, and each chain of a week only once."""
    kept, seen = [], set()
    for index, record in zip(frame.index, frame.to_dict("records"), strict=True):
        one = assess(record)
        key = (one.pair, record["place"], int(one.points // CLASS), record["monday"])
        if one.routine or (one.pair and record["monday"] and key in seen):
            continue
        seen.add(key)
        kept.append(index)
    return frame.loc[kept]
