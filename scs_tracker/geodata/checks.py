"""Check the reference tables of actors, types of incident, vessels and aircraft.

The package ships these tables, and a user may extend them through the overlay. Actors and types are checked whenever
they are used; the shipped units are checked in the tests. A problem names the row by its key, because the rows of a
merged table have no line number in a file.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    Row = Mapping[str, str]
    #: A row, the column that is wrong in it, and what is allowed.
    Fault = tuple[Row, str, str]

#: What an actor is; the marker's shape follows from it.
SHAPES: Final = {
    "coast guard": "circle",
    "navy": "square",
    "air force": "triangle",
    "militia": "diamond",
    "fisheries authority": "hexagon",
    "maritime authority": "hexagon",
    "fishing": "triangle_down",
    "survey": "cross",
    "oil and gas": "cross",
    "resupply": "cross",
    "civilian or other": "cross",
    "unknown": "cross",
}
#: A description is a type of aircraft or a group of boats, not one unit that could be told apart.
UNIT_KINDS: Final = ("vessel", "aircraft", "other", "description")

ACTOR_COLUMNS: Final = ("code", "country", "country_name", "service", "name", "kind", "colour", "shape")
TYPE_COLUMNS: Final = ("type", "label", "definition", "severity", "alike")
UNIT_COLUMNS: Final = ("unit_id", "name", "kind", "hull_numbers", "spellings", "actor", "class", "source", "note")

_CODE = re.compile(r"[A-Z]{2,3}-[A-Z]+", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_TYPE = re.compile(r"[a-z]+(?:_[a-z]+)*", re.ASCII)
_FILLED = "it must not be empty"


def actor_problems(rows: Sequence[Row]) -> list[Problem]:
    """Return the errors in rows of actors.csv, such as two colours for one country.

    Examples
    --------
    >>> from scs_tracker import geodata
    >>> actor_problems(geodata.rows("actors"))
    []
    """
    return _problems(rows, ACTOR_COLUMNS, _actor, _across_actors)


def type_problems(rows: Sequence[Row]) -> list[Problem]:
    """Return the errors in rows of types.csv, such as an invalid severity or an unknown placeholder in a phrase."""
    return _problems(rows, TYPE_COLUMNS, _type, lambda _rows: ())


def unit_problems(rows: Sequence[Row], *, actors: Collection[str], incident_ids: Collection[str]) -> list[Problem]:
    """Return the errors in rows of units.csv, such as a spelling shared by two units or a fact without a source.

    ``actors`` are the codes that a unit may have, ``incident_ids`` the incidents from which an actor may follow.
    """
    check = functools.partial(_unit, actors=actors, incident_ids=incident_ids)
    return _problems(rows, UNIT_COLUMNS, check, _across_units)


def _problems(
    rows: Sequence[Row],
    columns: tuple[str, ...],
    check: Callable[[Row], Iterable[tuple[str, bool, str]]],
    across: Callable[[Sequence[Row]], Iterable[Fault]],
) -> list[Problem]:
    present = rows[0].keys() if rows else columns
    missing = [column for column in columns if column not in present]
    if missing:
        return [Problem(1, column, "", "the column is missing from the header") for column in missing]
    faults = [(row, column, allowed) for row in rows for column, holds, allowed in check(row) if not holds]
    faults += [*_repeated(rows, columns[0]), *across(rows)]
    return [Problem(None, f"{column} of {row[columns[0]]}", row[column], allowed) for row, column, allowed in faults]


def _repeated(rows: Iterable[Row], key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for row in rows:
        if row[key] in seen:
            yield row, key, "more than one row has this value; keep one row"
        seen.add(row[key])


def _actor(row: Row) -> Iterator[tuple[str, bool, str]]:
    shape = SHAPES.get(row["kind"])
    yield "code", bool(_CODE.fullmatch(row["code"])), "write the code as COUNTRY-SERVICE, such as CN-CCG"
    yield "country", row["country"] == row["code"].split("-")[0], "use the part of the code before the hyphen"
    for column in ("country_name", "service", "name"):
        yield column, row[column].strip() != "", _FILLED
    yield "kind", shape is not None, f"use one of {', '.join(SHAPES)}"
    yield "colour", bool(_COLOUR.fullmatch(row["colour"])), "write # and six lower-case hexadecimal digits"
    yield "shape", row["shape"] == (shape or row["shape"]), f"use {shape}, the shape of the kind {row['kind']}"
    yield "units", _blanks(row, "units") <= {"units"}, "the only placeholder allowed here is {units}"


def _across_actors(rows: Iterable[Row]) -> Iterator[Fault]:
    for column in ("country_name", "colour"):
        first: dict[str, str] = {}
        for row in rows:
            expected = first.setdefault(row["country"], row[column])
            if row[column] != expected:
                yield row, column, f"use {expected}, as the other actors of {row['country']} do"


def _type(row: Row) -> Iterator[tuple[str, bool, str]]:
    top = len(model.SEVERITY_LABELS) - 1
    yield "type", bool(_TYPE.fullmatch(row["type"])), "write lower-case words joined by _, such as water_cannon"
    yield "label", row["label"].strip() != "", _FILLED
    yield "definition", row["definition"].endswith("."), "end the definition with a full stop"
    yield "severity", row["severity"] in {str(grade) for grade in range(top + 1)}, f"use a whole number from 0 to {top}"
    yield "alike", (row.get("alike") or "").islower() or not row.get("alike"), "use lower case, with ; between families"
    alone = {"people", "detained", "speaker"}
    named = {"craft", "side", *alone}
    blanks = {"act": named, "act_alone": alone, "act_named": named, "act_together": {"sides"}, "claim": set[str]()}
    for column, allowed in blanks.items():
        words = " and ".join(f"{{{name}}}" for name in sorted(allowed))
        why = f"the only placeholders allowed here are {words}" if allowed else "placeholders are not allowed here"
        yield column, _blanks(row, column) <= allowed, why


def _blanks(row: Row, column: str) -> set[str]:
    """Return the names of the placeholders in a phrase, with ``{`` if a brace is malformed; empty if there are none."""
    phrase = row.get(column) or ""
    names = set(re.findall(r"\{(\w+)\}", phrase))
    return names | ({"{"} if re.search(r"[{}]", re.sub(r"\{\w+\}", "", phrase)) else set())


def _unit(row: Row, *, actors: Collection[str], incident_ids: Collection[str]) -> Iterator[tuple[str, bool, str]]:
    sources = model.split_list(row["source"])
    pages = [source for source in sources if source.startswith(("https://", "http://"))]
    named = all(source in incident_ids for source in sources if source not in pages)
    yield "unit_id", bool(_SLUG.fullmatch(row["unit_id"])), "write lower-case words joined by -, such as brp-cabra"
    yield "kind", row["kind"] in UNIT_KINDS, f"use one of {', '.join(UNIT_KINDS)}"
    yield "spellings", row["name"] in model.split_list(row["spellings"]), f"add the name {row['name']} to the spellings"
    yield "actor", row["actor"] in actors or row["actor"] == "", "use a code of actors.csv, or leave the cell empty"
    yield "source", named, "use incident ids or URLs, separated by ;"
    yield "source", bool(sources) or row["actor"] == "", "name the incident id or URL that supports the actor"
    yield "source", bool(pages) or row["class"] == "", "name the URL of the page that states the class"


def _across_units(rows: Iterable[Row]) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for row in rows:
        for spelling in model.split_list(row["spellings"]):
            first = owner.setdefault(spelling, row["unit_id"])
            if first != row["unit_id"]:
                yield row, "spellings", f"{spelling} is already a spelling of {first}; keep it in one row"
