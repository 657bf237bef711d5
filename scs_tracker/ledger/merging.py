"""Merge reports into one incident: the leading report takes precedence, and others fill its empty fields."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import model
from scs_tracker.act import CERTAINTIES, Act, acts_json, are_read, countries_of, parse_acts
from scs_tracker.ledger import state
from scs_tracker.ledger.tables import FACT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PERSON: Final = "person"
#: Fields in which contradictions between reports are recorded and shown.
_COMPARED: Final = ("date_start", "types", "initiators", "targets", "injured", "killed", "detained")
#: Fields that combine the values of all reports.
UNITED: Final = ("sources", "unmapped", "disagreements")
#: Fields whose value comes from one report or from a reviewer.
_SAID: Final = tuple(field for field in FACT_FIELDS if field not in UNITED)
#: Parts of the canonical provenance text between the keys, for an incident with a single report.
_AROUND: Final = state.canonical(dict.fromkeys(_SAID, "")).split('""')
#: Fields that follow from the acts, so that a reviewer sets either these or the acts.
FOLLOWING_ACTS: Final = frozenset({"types", "initiators", "targets"})
#: Fields of the location, which are all taken from the first report that gives one of them.
_WHERE: Final = ("place", "location_text", "printed_lat", "printed_lon", "printed_radius_km")


def merge(reports: Sequence[tuple[str, state.State]], decided: Mapping[str, Any]) -> tuple[state.State, dict[str, str]]:
    """Return the facts of an incident and, for each field, the key of the report that gives it, or ``person``.

    ``reports`` are pairs of key and facts, the leading report first; ``decided`` are fields that a reviewer has set.
    """
    if len(reports) == 1 and not decided:  # acts and columns of a single report already agree
        key, alone = reports[0]
        told = {field: alone[field] for field in FACT_FIELDS}
        # most reports have no lists with possible duplicates
        plain = alone["sources"].count('"url"') <= 1 and ";" not in alone["unmapped"] and alone["disagreements"] == "{}"
        return told if plain else told | _united(reports), dict.fromkeys(_SAID, key)
    facts: state.State = {}
    provenance: dict[str, str] = {}
    for field in _SAID:
        key, value = next(
            ((key, one[field]) for key, one in reports if _filled(one, field)), (reports[0][0], reports[0][1][field])
        )
        facts[field], provenance[field] = value, key
    if facts["date_end"] and model.last_day(facts["date_end"]) < model.first_day(facts["date_start"]):
        facts["date_end"] = ""  # an end that another report gives for an earlier start
    facts |= _united(reports)
    facts["acts"] = _united_acts([one["acts"] for _, one in reports])
    facts.update(decided)
    if "acts" not in decided and not FOLLOWING_ACTS.isdisjoint(decided):
        facts["acts"] = ""  # a reviewer has set the columns, so the acts are derived from them
    provenance.update(dict.fromkeys(decided, PERSON))
    return state.settled(facts), provenance


def _united(reports: Sequence[tuple[str, state.State]]) -> state.State:
    """Return the fields that combine the values of all reports: ``sources``, ``unmapped`` and ``disagreements``."""
    united: dict[tuple[str, str], dict[str, str]] = {}
    for source in (source for _, one in reports for source in json.loads(one["sources"])):
        united.setdefault((source["url"], "" if source["url"] else source["publisher"]), source)
    alone = len(reports) == 1 and reports[0][1]["disagreements"] == "{}"
    return {
        "sources": state.canonical(list(united.values())),
        "unmapped": ";".join(sorted({part for _, one in reports for part in one["unmapped"].split(";") if part})),
        "disagreements": "{}" if alone else state.canonical(_disagreements(reports)),
    }


def provenance_text(said_by: str | Mapping[str, str]) -> str:
    """Return field provenance as the JSON text that the ledger stores; a single key applies to all fields."""
    if isinstance(said_by, str):
        return state.canonical(said_by).join(_AROUND)
    return state.canonical(dict(said_by))


def decided_fields(existing: state.State | None) -> dict[str, Any]:
    """Return the fields of a stored incident that a reviewer has set, with their values; an empty dict for None."""
    if existing is None:
        return {}
    provenance = json.loads(existing["provenance"])
    return {field: existing[field] for field in FACT_FIELDS if provenance.get(field) == PERSON}


def _filled(facts: state.State, field: str) -> bool:
    if field in _WHERE:
        return any(facts[one] for one in _WHERE)
    return facts[field] not in ("", None)


def _united_acts(texts: Sequence[str]) -> str:
    """Return the acts of the first report that has acts, extended by acts coded from the texts of the others.

    Two acts with the same type and the same countries are merged into one.
    """
    listed = [acts for acts in map(parse_acts, texts) if acts]
    united = listed[0] if listed else []
    for act in (act for acts in listed[1:] if are_read(acts) for act in acts):
        place = next((number for number, there in enumerate(united) if _is_same_act(there, act)), None)
        if place is None:
            united.append(act)
        else:
            united[place] = _united_act(united[place], act)
    return acts_json(united)


def _is_same_act(one: Act, other: Act) -> bool:
    if one.type != other.type:
        return False
    pairs = ((one.by, other.by), (one.against, other.against))
    return all(not a or not b or set(countries_of(a)) == set(countries_of(b)) for a, b in pairs)


def _united_act(one: Act, other: Act) -> Act:
    if not are_read([one]) or not are_read([other]):
        return other if are_read([other]) else one
    united = {
        name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))
        for name in ("by_units", "against_units", "said_by", "denied_by", "printed_in")
    }
    certainty = "disputed" if united["denied_by"] else min(one.certainty, other.certainty, key=CERTAINTIES.index)
    either = {
        name: value if (value := getattr(one, name)) not in {None, ""} else getattr(other, name)
        for name in ("injured", "killed", "detained", "damage", "passage", "note")
    }
    return replace(one, **united, **either, certainty=certainty)  # type: ignore[arg-type]


def _disagreements(reports: Sequence[tuple[str, state.State]]) -> dict[str, dict[str, Any]]:
    """Return, for each field in which reports contradict each other, the values of all reports by report key.

    For an exported row, the recorded values of its reports are compared instead of its own value.
    """
    found = {}
    carried = [(key, one, json.loads(one["disagreements"])) for key, one in reports]
    for field in _COMPARED:
        said = {key: value for _, _, brought in carried for key, value in brought.get(field, {}).items()}
        alone = [(key, one[field]) for key, one, brought in carried if field not in brought]
        said |= {key: value for key, value in alone if value not in ("", None)}
        if any(_contradict(field, *pair) for pair in combinations(said.values(), 2)):
            found[field] = said
    return found


def _contradict(field: str, one: Any, another: Any) -> bool:
    """Return True if two values of a field cannot both be right; a less precise value is not a contradiction."""
    if field == "date_start":
        return not (one.startswith(another) or another.startswith(one))
    if field in {"types", "initiators", "targets"}:
        first, second = set(model.split_list(one)), set(model.split_list(another))
        return not (first <= second or second <= first)
    return bool(one != another)
