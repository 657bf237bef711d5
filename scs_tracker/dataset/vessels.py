"""Look up vessels and aircraft by name or number, with their incidents."""

from __future__ import annotations

import difflib
from operator import itemgetter
from typing import Any

from scs_tracker import geodata, model
from scs_tracker.errors import TrackerError
from scs_tracker.text.folding import name_key

_NEAR = 3


def find_units(text: str) -> list[dict[str, Any]]:
    """Return the vessels and aircraft whose name, spelling, hull number or id matches a text, ignoring case.

    Exact matches exclude partial ones. Each result has the columns of units.csv, with ``hull_numbers`` and
    ``spellings`` as lists, and ``incidents`` by date: id, date_start, types, place and ``role`` (``initiator``,
    ``target`` or ``both``). If nothing matches, a ``TrackerError`` suggests similar names.

    >>> [unit["unit_id"] for unit in find_units("ccg5205")]
    ['ccg-5205']
    """
    wanted = name_key(text)
    exact, part = [], []
    for row, called in _called():
        if wanted in called:
            exact.append(row)
        elif len(wanted) > 2 and any(wanted in name for name in called):
            part.append(row)
    found = exact or part
    if not found or not wanted:
        raise TrackerError(f"no vessel or aircraft is called {text!r}{_nearest(text)}")
    roles = _roles()
    return [_described(row, roles.get(row["unit_id"], {})) for row in found]


@geodata.cached
def _called() -> list[tuple[dict[str, str], frozenset[str]]]:
    """Return the rows of units.csv, each with all names of the vessel or aircraft as ``name_key`` normalises them."""
    columns = ("unit_id", "name", "spellings", "hull_numbers")
    named = ((row, model.split_list(";".join(row[column] for column in columns))) for row in geodata.rows("units"))
    return [(row, frozenset(map(name_key, names))) for row, names in named]


def _nearest(text: str) -> str:
    names = {row["name"] for row in geodata.rows("units")}
    near = difflib.get_close_matches(text, names, n=_NEAR, cutoff=0.6)
    return f"; did you mean {', '.join(near)}?" if near else "; try a hull number or a part of the name"


@geodata.cached
def _roles() -> dict[str, dict[str, str]]:
    """Return, by unit id and incident id, the role of a vessel or aircraft: ``initiator``, ``target`` or ``both``."""
    owner = {name: row["unit_id"] for row in geodata.rows("units") for name in model.split_list(row["spellings"])}
    found: dict[str, dict[str, str]] = {}
    for row in geodata.rows("incidents"):
        for role in ("initiator", "target"):
            for name in model.split_list(row[f"{role}_units"]):
                of_unit = found.setdefault(owner.get(name, name), {})
                before = of_unit.get(row["id"], role)
                of_unit[row["id"]] = role if before == role else "both"
    return found


def _described(row: dict[str, str], roles: dict[str, str]) -> dict[str, Any]:
    own = sorted((one for one in geodata.rows("incidents") if one["id"] in roles), key=itemgetter("date_start"))
    kept = ("id", "date_start", "types", "place")
    incidents = [{name: one[name] for name in kept} | {"role": roles[one["id"]]} for one in own]
    lists = {name: model.split_list(row[name]) for name in ("hull_numbers", "spellings")}
    return {**row, **lists, "incidents": incidents}
