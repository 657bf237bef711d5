"""Match the columns of an unknown table to the tracker's, with a score from their names and their cells.

Cells never show which side acted, because two columns of names look alike. A heading that names a side decides; one
that names a side only in a pair ('who' and 'whom', 'from' and 'to') needs the other one; else the user is asked.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.sources.actor_names import OWN
from scs_tracker.sources.cells import cleaned
from scs_tracker.sources.points import is_axis, point_in
from scs_tracker.sources.sides import COLUMNS_OF_ACTORS, USUAL, split_against, split_versus
from scs_tracker.sources.words import (
    actors_at,
    actors_of,
    translate_types,
    types_in,
    without_brackets,
)
from scs_tracker.text.dates import read_time, read_when
from scs_tracker.text.folding import clean, fold
from scs_tracker.text.function_words import mapped_words
from scs_tracker.text.matching import HAN, Phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: A column that stands for one type, with yes and no below it, is ``type:ramming``.
TYPE: Final = "type:"
#: What several columns may be at once; their cells are one list.
MANY: Final = frozenset({
    "initiators", "targets", "initiator_units", "target_units", *USUAL, "parties", "flag", "sources", "summary",
    "unmapped", "ignore",
})  # fmt: skip
#: A column of 'A vs B: act', of which a person said that A acted.
VERSUS: Final = "versus"
_WHAT: Final = ("types", "summary", VERSUS)
_WHERE: Final = frozenset({"location_text", "region", "place", "lat", "coordinates"})
#: So many cells of a column are looked at.
LOOKED_AT: Final = 50
#: And so many characters of a cell.
_LONGEST_SAMPLE: Final = 1_000
#: A name as it is listed, a listed name within another, one with a letter or two amiss, and cells alone.
_EXACT: Final = 1.0
_WITHIN: Final = 0.7
_AMISS: Final = 0.6
_CELLS: Final = 0.5
#: What remains of a name whose cells hold nothing of its kind.
_DOUBTED: Final = 0.35
#: Below this a column is none of ours.
_LEAST: Final = 0.3
#: So much of a column must be of one kind to be known by its cells alone, or to be doubted in spite of its name.
_MOST: Final = 0.8
_HALF: Final = 0.5
_NONE: Final = 0.05
#: So much of a column of actors names two countries where it is of both sides.
_SOME: Final = 0.25
#: What cells look like by chance; a name that says something else is believed.
_SOFT: Final = frozenset({"location_text", "parties", "types", "summary"})
#: A sentence has so many words, or twice as many characters of Han.
_SHORTEST_STORY: Final = 4
_LONGEST_NAME: Final = 6
_SHORTEST_SLIP: Final = 9
_MOST_AMISS: Final = 2
_LONGEST_PLACE: Final = 12
_COMMON: Final = frozenset("by from to ai no x y held until day who hari ai what type actor whom".split())
_URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LETTER: Final = re.compile(r"[^\W\d_]").search
#: A whole number, perhaps with what is counted: '3 (fishers)'.
COUNT: Final = re.compile(r"(\d{1,6})(?:\.0)?(?: +[^\W\d]+| *\([^()\d]*\))?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, and the role that it is matched to.

    ``role`` is one of ``mapping.ROLES`` or ``type:…`` (yes and no); ``score`` says how well name and cells fit, 0 to 1;
    what only a person can tell is ``asked``.
    """

    index: int
    name: str
    role: str
    score: float = 1.0
    asked: bool = False
    cells: tuple[str, ...] = field(default=(), repr=False)


def take_columns(header: Sequence[str], rows: Sequence[Sequence[str]], answers: Mapping[str, str]) -> list[Column]:
    """Return each column with its role: from ``answers`` (heading to role), else from heading and first cells."""
    cells = [_cells(rows, index) for index in range(len(header))]
    given = {index: answers[name] for index, name in enumerate(header) if name in answers}
    fits = {index: _scores(_ungrouped(name), cells[index]) for index, name in enumerate(header) if index not in given}
    scores = sorted(  # of two names that fit as well, the one of more words says more
        (-score, -len(re.findall(r"[^\W_]+", _ungrouped(header[index]))), index, role)
        for index, roles in fits.items()
        for role, score in roles.items()
        if score >= _LEAST
    )
    roles = dict(given)
    best = dict.fromkeys(given, 1.0)
    for minus, _, index, role in scores:
        there = roles.values()  # a point is said once
        free = index not in roles and (role in MANY or role not in there)
        if free and not (role == "coordinates" and "lat" in there):
            roles[index], best[index] = role, -minus
    numbers = [index for index, column in enumerate(cells) if all(map(str.isdecimal, column))]
    flags = [index for index in numbers if index not in given and roles.get(index, "").startswith(TYPE)]
    counts = [index for index in numbers if index not in roles and cells[index] and _type_named(header[index])]
    for index in flags if len(counts) >= len(flags) else ():
        del roles[index]  # columns of 0 and 1 are tallies, next to as many that count acts of other types
    _pair(roles, header)
    for index in [index for index, role in roles.items() if role == "date_end" and index not in given]:
        if index - 1 not in roles and "date_start" in fits.get(index - 1, {}):
            del roles[index]  # the end of what is not the date, such as of the time in which a form was filled in
    parties = {header[index] for index, role in roles.items() if role == "parties"}
    columns = [
        _believed(Column(i, name, roles.get(i, "unmapped"), best.get(i, 0.0), cells=tuple(cells[i])), given, parties)
        for i, name in enumerate(header)
    ]
    columns = _with_flags(columns)
    said = {one.role for one in columns}
    if "day_of_month" in said and not {"date_start", "month"} & said:  # lines above the rows name the month
        columns = [replace(one, role="date_start") if one.role == "day_of_month" else one for one in columns]
    return _with_questions(columns, given)


def names_column(cell: str, heading: str) -> bool:
    """Return True if a cell refers to another column by its heading: 'vessel 2', or 'A' for 'Vessel A'."""
    words, name = (re.findall(r"\w+", clean(text).casefold()) for text in (cell, heading))
    return bool(words) and (name[: len(words)] == words or (len(cell) <= 2 and name[1:] == words))


def _with_flags(columns: Sequence[Column]) -> list[Column]:
    """Return the columns, with the role ``flag`` for a flag or vessel type that belongs to the actors before it."""
    found: list[Column] = []
    for one in columns:
        role = one.role
        if role == "flag" and not any(other.role in COLUMNS_OF_ACTORS for other in found):
            role = "parties"
        elif role == "unmapped" and found and found[-1].role == "flag" and "types" in _by_name(one.name):
            role = "flag"
        found.append(replace(one, role=role))
    return found


def _believed(column: Column, given: Mapping[int, str], parties: Iterable[str]) -> Column:
    """Return a column, with another role if none of its cells fits the role that its heading suggests.

    A position without a digit is a place in words; a letter may stand for one of the columns of ``parties``.
    """
    if column.role == "initiators" and any(names_column(cell, name) for cell in column.cells for name in parties):
        return column
    least = {"coordinates": r"\d", "initiators": r"\w\w", "targets": r"\w\w"}.get(column.role, "")
    if column.index in given or not column.cells or re.search(least, " ".join(column.cells)):
        return column
    return replace(column, role="location_text" if column.role == "coordinates" else "unmapped")


def _type_named(name: str) -> str:
    """Return the only type that a heading names, or an empty string."""
    name = " ".join(re.sub(r"[_?:.]+", " ", name).split())
    types = list(translate_types(OWN, [name])[0] if name else ())
    begun = name.casefold().replace(" ", "_")
    types = types or [one for one in geodata.vocabulary().severity_by_type if f"{one}_".startswith(f"{begun}_")]
    return types[0] if name and len(types) == 1 else ""


def _pair(roles: dict[int, str], header: Sequence[str]) -> None:
    """Give a side to columns whose headings name one only in pairs, such as 'who' with 'whom' or 'from' with 'to'."""
    weak = {index: side for index, role in roles.items() if role == "parties"
            for side, how in _names().whole(clean(header[index])) or () if how == "pair"}  # fmt: skip
    sure = {role for role in roles.values() if role in {"initiators", "targets"}}
    for side, other in (("initiators", "targets"), ("targets", "initiators")):
        mine = [index for index, one in weak.items() if one == side]
        if len(mine) == 1 and side not in sure and (other in sure or other in weak.values()):
            roles[mine[0]] = side


def _with_questions(columns: list[Column], given: Mapping[int, str]) -> list[Column]:
    """Return the columns, marking those whose side only the user knows: 'A vs B' without an initiator column."""
    sides = {USUAL.get(one.role, one.role) for one in columns} & {"initiators", "targets"}
    told = {one.name for one in columns if one.role == "parties" for other in columns if other.role == "initiators"
            for cell in other.cells if names_column(cell, one.name)}  # fmt: skip
    found = []
    for one in columns:
        open_ = one.role == "parties" and one.index not in given and len(sides) < 2 and one.name not in told
        two = _share(one.cells, lambda cell: len({*actors_of(cell).countries} - {"XX"}) > 1) if open_ else 0.0
        pairs = one.role in {"types", "summary", "parties"} and one.index not in given and not sides
        asked = (open_ and bool(one.cells) and two < _SOME) or (pairs and _share(one.cells, is_versus) >= _SOME)
        found.append(replace(one, asked=asked))
    return found


def may_tell_incidents(columns: Iterable[Column]) -> bool:
    """Return True if the columns may describe incidents: a date, and a place or an act."""
    lacking = missing(columns)
    return not lacking or (lacking == ["what happened"] and any(one.role in _WHERE for one in columns))


def missing(columns: Iterable[Column]) -> list[str]:
    """Return which of a date and an act the columns lack, in words; a place is optional or may be in the text."""
    roles = {"types" if one.role.startswith(TYPE) else one.role for one in columns}
    needed = {"when": ("date_start", "year"), "what happened": _WHAT}
    return [word for word, names in needed.items() if roles.isdisjoint(names)]


def is_header(cells: Sequence[str]) -> bool:
    """Return True if a row contains the headings of a table of incidents: a date, and a place or an act."""
    columns = take_columns([" ".join(cell.split()) for cell in cells], [], {})
    return may_tell_incidents(one for one in columns if one.score > _CELLS)


def contradiction(column: Column, header: Sequence[str]) -> str:
    """Return why the cells of a column cannot have the role that the user gave it, or an empty string."""
    if any(names_column(cell, name) for cell in column.cells for name in header):
        return ""
    check, kind = _CHECKS.get(column.role, (None, ""))
    if column.role in {*COLUMNS_OF_ACTORS, "types"}:
        check = _is_name
    elif column.role in _UNDOUBTED:
        check = None
    if check is None or not column.cells or _share(column.cells, check) > 0:
        return ""
    shown = " and ".join(map(repr, column.cells[:2]))
    return f"none of its cells is {kind}, such as {shown}"


def _scores(name: str, cells: Sequence[str]) -> dict[str, float]:
    """Return how well a column fits each role, from 0 to 1, by its heading and its cells."""
    shares: dict[str, float] = {}

    def share(role: str) -> float:
        if role not in shares:
            shares[role] = _share(cells, _CHECKS[role][0]) if role in _CHECKS else 1.0
        return shares[role] if cells else 1.0

    named = _by_name(name)
    found: dict[str, float] = {}
    for role, score in named.items():
        if role == "sources" and cells and not any(map(_LETTER, cells)):
            continue  # numbers name no source
        fits = 1.0 if role in _UNDOUBTED else share(role)
        found[role] = score * (_DOUBTED if fits <= _NONE else 0.6 + 0.4 * fits)
    if cells:
        # a name of who told or put down an incident is of no side of it
        words = re.findall(r"\w+", name.casefold())
        for role, least in _BY_CELLS.items() if _excluded()["initiators"].isdisjoint(words) else ():
            barred = (named and role in _SOFT) or not _excluded()[role].isdisjoint(words)
            if not barred and share(role) >= least:
                found[role] = max(found.get(role, 0.0), _CELLS * share(role))
        if (named_type := _type_named(name)) and _share(cells, is_flag) >= _MOST:
            found[TYPE + named_type] = _EXACT
    return found


def _ungrouped(name: str) -> str:
    """Return a column name without its form group (KoboToolbox: ``incident/date``) and without its own number."""
    name = re.sub(r" \(\d+\)$", "", name)
    group, slash, own = name.rpartition("/")
    return own if slash and group.isidentifier() and own.isidentifier() else name


def _by_name(name: str) -> dict[str, float]:
    """Return how well a heading fits each role, from 0 to 1."""
    name = clean(name)
    whole = _names().whole(name)
    if whole is not None:
        return {("parties" if how == "pair" else role): _EXACT for role, how in whole}
    words = set(re.findall(r"\w+", name.casefold()))
    found: dict[str, float] = {}
    for one in _names().find(name) if len(words) <= _LONGEST_NAME else ():
        if fold(name[one.start : one.end]) not in _COMMON:
            found |= {role: _WITHIN for role, how in one.value if how == "is" and words.isdisjoint(_excluded()[role])}
    if found:
        return found
    near = [{role for role, how in roles if how == "is"} for roles in _names().near(name, _MOST_AMISS, _SHORTEST_SLIP)]
    return dict.fromkeys(near[0], _AMISS) if near and all(one == near[0] for one in near) else {}


def spelled(names: str) -> list[str]:
    """Return the headings that a cell of the table of headings lists, such as three in ``act;kind|type of event``."""
    return [
        " ".join(words)
        for name in names.split(";")
        for words in itertools.product(*(word.split("|") for word in name.split(" ")))
    ]


@geodata.cached
def _names() -> Phrases[tuple[tuple[str, str], ...]]:
    """Return all known headings, each with its roles and how it must match."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in geodata.rows("table_columns"):
        if row["column"][0] != "(":
            for name in (row["column"], *spelled(row["names"])) if row["how"] == "is" else spelled(row["names"]):
                words = " ".join(re.findall(r"\w+", fold(clean(name))))  # 'ref' and 'Ref.' are one name
                found.setdefault(words, []).append((row["column"], row["how"]))
    return Phrases(((name, tuple(dict.fromkeys(roles))) for name, roles in found.items()), fold)


@geodata.cached
def _excluded() -> dict[str, frozenset[str]]:
    """Return, by role, the words that a column's name must not contain if the column is to have that role."""
    return {row["column"]: frozenset(row["not"].split()) for row in geodata.rows("table_columns") if row["how"] == "is"}


def _cells(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    found = (cleaned(row[index])[:_LONGEST_SAMPLE] for row in rows if index < len(row))
    return list(itertools.islice(filter(None, found), LOOKED_AT))


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def is_date(cell: str) -> bool:
    """Return True if a cell is a date, or a mark that repeats the date of the row above."""
    try:
        return bool(read_when(cell, "day first")[0])
    except ValueError:
        return cell.casefold() in mapped_words("ditto")


@geodata.cached
def _places() -> Phrases[bool]:
    return Phrases(((row["name"], True) for row in geodata.rows("names") if len(row["name"]) > 1), fold)


def _is_name(cell: str) -> bool:
    """Return True if a cell may be a name: it has letters, and is neither a date nor a URL."""
    return bool(re.search(r"[^\W\d_]{2}", cell)) and not (
        _URL.match(cell) or (len(cell) >= len("2024-06") and not cell.isdecimal() and is_date(cell))
    )


def is_versus(cell: str) -> bool:
    """Return True if a cell names two parties as 'A vs B', which does not show who acted."""
    pair = split_versus(cell) if not split_against(cell) else None
    return pair is not None and actors_of(pair[0]).countries != actors_of(pair[1]).countries


def is_story(cell: str) -> bool:
    """Return True if a cell is a sentence about an incident: several words with an act and an actor."""
    words = len(re.findall(rf"[^\W{HAN}]+", cell)) + len(re.findall(rf"[{HAN}]", cell)) // 2
    return words >= _SHORTEST_STORY and bool(types_in(cell)[0]) and bool(actors_at(cell))


def is_flag(cell: str) -> bool:
    """Return True if a cell means yes or no, with or without a note in brackets: 'x (twice)'."""
    return without_brackets(cell).casefold() in mapped_words("yes") | mapped_words("no")


_DATE: Final = (is_date, "a date")
_SIDE: Final = (lambda cell: bool(re.search(r"[^\W\d_]{2}", cell)) and bool(actors_of(cell).codes), "an actor")
_PLACE: Final = (
    lambda cell: len(re.findall(r"\w+", cell)) <= _LONGEST_PLACE and bool(_places().find(cell)) and not is_story(cell),
    "a place",
)
#: What each cell of a role is, and that in words.
_CHECKS: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    **dict.fromkeys(("date_start", "date_end", "published"), _DATE),
    "time_local": (lambda cell: bool(read_time(cell)), "a time of day"),
    "year": (lambda cell: re.fullmatch(r"(?:19|20)\d\d(?:\.0)?", cell) is not None, "a year"),
    "month": (lambda cell: re.fullmatch(r"(?:0?[1-9]|1[0-2])(?:\.0)?|[^\W\d_]{3,}\.?", cell) is not None, "a month"),
    "day_of_month": (lambda cell: bool(re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])(?:\.0)?", cell)), "a day of a month"),
    "lat": (lambda cell: is_axis(cell) or point_in(cell) is not None, "a latitude"),
    "lon": (is_axis, "a longitude"),
    "coordinates": (lambda cell: point_in(cell) is not None, "a point"),
    **dict.fromkeys(("location_text", "region"), _PLACE),
    "types": (lambda cell: bool(types_in(cell)[0]), "an act"),
    "summary": (is_story, "a sentence"),
    **dict.fromkeys(COLUMNS_OF_ACTORS, _SIDE),
    "sources": (lambda cell: _URL.match(cell) is not None, "an address"),
    "id": (lambda cell: _URL.match(cell) is None, "an id"),
    **dict.fromkeys(("injured", "killed", "detained"), (lambda cell: COUNT.fullmatch(cell) is not None, "a count")),
}
#: A name of these is believed whatever stands below it: a place may be unknown, and a source a name without address.
_UNDOUBTED: Final = frozenset({"sources", "location_text", "summary", *COLUMNS_OF_ACTORS})
#: What is known by its cells alone, and how many of them must be so.
_BY_CELLS: Final = {
    "date_start": _MOST, "sources": _MOST, "coordinates": _MOST, "location_text": _MOST, "time_local": _MOST,
    "types": _HALF, "parties": _HALF, "summary": _HALF,
}  # fmt: skip
