"""What the columns of a person's table hold: by their names in any usual spelling, else by what stands in them."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.sources.dates import read_date
from scs_tracker.sources.person_cells import point_in
from scs_tracker.sources.person_dates import read_time
from scs_tracker.sources.person_words import words_inside
from scs_tracker.sources.translation import translate_types

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    _Name = tuple[str, tuple[str, ...], frozenset[tuple[str, ...]]]

#: A table of incidents says when, and at least one of these.
_WHERE: Final = ("location_text", "place", "lat", "coordinates")
_WHAT: Final = ("types", "summary", "flags")
_SIDES: Final = ("initiators", "targets")
#: 'Actor A', 'Party 1', and what the second of such a pair is called.
_FIRST: Final = re.compile(r"(?P<stem>.*\W|.*[^\W\d_](?=\d))(?P<number>1|a|i|one)", re.IGNORECASE)
_SECOND: Final = {"1": "2", "a": "b", "i": "ii", "one": "two"}
#: So much of a column must be of one kind to be told by it, looked at in so many rows.
_MOST: Final = 0.8
_HALF: Final = 0.5
_LOOKED_AT: Final = 50
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
#: Who told of it, or put it down, did not do it.
_TOLD: Final = {
    "reported", "report", "reporter", "recorded", "added", "updated", "entered", "created", "submitted", "filed",
    "checked", "verified", "compiled", "collected", "your",
}  # fmt: skip
#: What a column that names a side by a word is not: of a kind, a number, or who told.
_NO_SIDE: Final = _TOLD | {
    "type",
    "number",
    "count",
    "no",
    "id",
    "source",
    "class",
    "name",
    "mmsi",
    "imo",
    "date",
    "jenis",
}
#: Names that are too common to tell a column as one word of several.
_COMMON: Final = frozenset({("by",), ("from",), ("to",), ("ai",), ("no",), ("x",), ("y",), ("held",), ("until",)})
#: What is found by a word of its name alone, in this order, and the words that say it is something else.
_BY_WORD: Final = {
    "date_start": _TOLD | {"published", "publication", "source", "accessed", "end", "to"},
    "location_text": {"source"},
    "lat": {"source"},
    "lon": {"source", "how"},
    "initiators": _TOLD | {"number", "count", "vessel", "ship", "source", "name"},
    "targets": _TOLD | {"number", "count", "vessel", "ship", "source", "name"},
    "sources": {"data", "type"},
    "types": {"vessel", "ship", "boat", "number", "id", "no", "nr", "ref", "source", "date", "actor", "location",
              "taken", "response", "reaction"},
    "summary": set(),
}  # fmt: skip
#: A title is longer than a name.
_LONGEST_NAME: Final = 6
#: 'Wat happend': names of so many letters may have so many amiss.
_SHORTEST_SLIP: Final = 9
_MOST_AMISS: Final = 2
_NOISE: Final = re.compile(r"[\s_\-./:?*]+")
_WORD: Final = re.compile(r"\w+")
_LATIN: Final = re.compile(r"[\u0000-\u024f\u1e00-\u1eff]")
_DAYS: Final = frozenset({"day", "ngày", "日"})
_PARTS: Final = re.compile(r"[;,/+&\n]")
#: A cell of more words than this tells a story, and names places in passing.
_LONGEST_PLACE: Final = 12


@geodata.cached
def _spellings() -> Mapping[str, str]:
    """Return each known name of a column, folded, with the column of ours that it means."""
    found: dict[str, str] = {}
    for row in geodata.rows("table_columns"):
        for name in (row["column"], *spelled(row["spellings"])):
            found.setdefault(fold(name), row["column"])
    return found


def spelled(spellings: str) -> list[str]:
    """Return names of a column that are written as ``kind|type of event``: a word of several for one.

    Examples
    --------
    >>> spelled("act;kind|type of event")
    ['act', 'kind of event', 'type of event']
    """
    return [
        " ".join(words)
        for spelling in spellings.split(";")
        for words in itertools.product(*(word.split("|") for word in spelling.split(" ")))
    ]


def fold(name: str) -> str:
    """Return a column's name as it is compared: without case, signs and space.

    Examples
    --------
    >>> fold(" Date_of Incident: "), fold("Lat. (N)")
    ('dateofincident', 'lat(n)')
    """
    return _NOISE.sub("", unicodedata.normalize("NFC", name).casefold())


def named(header: Sequence[str]) -> dict[str, int]:
    """Return which column of a header is which of ours, by name alone; the first of several counts.

    A name as it is listed goes before a word in a name. A day beside a month and a year is a part of the date.

    Examples
    --------
    >>> named(["When", "Where", "What happened", "Colour"])
    {'date_start': 0, 'location_text': 1, 'types': 2}
    >>> named(["Date of the clash (local)", "Year", "Month", "Day"])
    {'year': 1, 'month': 2, 'day_of_month': 3, 'date_start': 0}
    """
    known = _spellings()
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        column = known.get(fold(name))
        if column is not None and column[0] != "(":
            found.setdefault(column, index)
    _prefer_exact_place(header, found)
    found = {column: i for i, name in enumerate(header)
             if i not in found.values() and (column := _slip(fold(name)))} | found  # fmt: skip
    if {"year", "month", "date_start"} <= found.keys() and fold(header[found["date_start"]]) in _DAYS:
        found["day_of_month"] = found.pop("date_start")
    names = [_read(name) for name in header]
    of_a_side = [i for i, name in enumerate(header) if known.get(fold(name)) == "(side)"]
    for column, others in _BY_WORD.items():
        if column not in found and (column not in _WHAT or not _has(found, column)):
            taken = {*found.values(), *of_a_side}
            index = next((i for i, name in enumerate(names) if i not in taken and _says(name, column, others)), -1)
            if index >= 0:
                found[column] = index
    _pair(header, found)
    _other_side(header, found)
    flags = [] if _has(found, "types") else [i for i, name in enumerate(header) if _is_type(name)]
    return found | ({"flags": flags[0]} if len(flags) > 1 else {})


def _pair(header: Sequence[str], found: dict[str, int]) -> None:
    """Take the second of a pair of columns as targets, 'Actor B' beside 'Actor A', where the first is initiators."""
    match = _FIRST.fullmatch(header[found["initiators"]].strip()) if "initiators" in found else None
    if match is None or "targets" in found:
        return
    second = {fold(f"{match['stem']}{_SECOND[match['number'].casefold()]}")}
    index = next((i for i, name in enumerate(header) if i not in found.values() and fold(name) in second), -1)
    if index >= 0:
        found["targets"] = index


def _other_side(header: Sequence[str], found: dict[str, int]) -> None:
    """Take 'other party' as the side that no column names, beside one that names the other."""
    open_ = [side for side in _SIDES if side not in found]
    index = next((i for i, name in enumerate(header) if _spellings().get(fold(name)) == "(other side)"), -1)
    if len(open_) == 1 and index >= 0 and index not in found.values():
        found[open_[0]] = index


def _prefer_exact_place(header: Sequence[str], found: dict[str, int]) -> None:
    """Take the more exact of two columns of places: beside it, a sea area says less exactly where it was."""
    exact = [
        i for i, name in enumerate(header) if _spellings().get(fold(name)) == "location_text" and not _is_region(name)
    ]
    if exact and _is_region(header[found["location_text"]]):
        found["location_text"] = exact[0]


def _is_region(name: str) -> bool:
    return fold(name) in _regions()


@geodata.cached
def _regions() -> frozenset[str]:
    rows = (row for row in geodata.rows("table_columns") if row["column"] == "(region)")
    return frozenset(fold(name) for row in rows for name in spelled(row["spellings"]))


def _is_type(name: str) -> bool:
    types, unknown = translate_types("own", [name.replace("_", " ")]) if name.strip() else ((), ())
    return bool(types) and not unknown


def _slip(name: str) -> str:
    """Return the column of ours whose name a long one is with a letter or two amiss; near to two, it is of neither."""
    from rapidfuzz.distance import OSA

    if len(name) < _SHORTEST_SLIP:
        return ""
    near = {column for known, column in _spellings().items()
            if abs(len(known) - len(name)) <= _MOST_AMISS and known[:1] == name[0]
            and OSA.distance(known, name, score_cutoff=_MOST_AMISS) <= _MOST_AMISS}  # fmt: skip
    column = near.pop() if len(near) == 1 else ""
    return "" if column.startswith("(") else column


def _read(name: str) -> _Name:
    """Return a name, its words, and the runs of one and two of them."""
    words = tuple(_WORD.findall(unicodedata.normalize("NFC", name).casefold()))
    return name, words, frozenset([*zip(words), *itertools.pairwise(words)])


def _says(name: _Name, column: str, others: set[str]) -> bool:
    """Say whether a word or two of a name are a listed name of a column, and none says that it is something else."""
    whole, words, runs = name
    if column in _SIDES and words[:1] == ("reported",) and "by" not in words:
        _, words, runs = _read(" ".join(words[1:]))  # 'reported victim', of whom it is reported
    if not words or len(words) > _LONGEST_NAME or not others.isdisjoint(words):
        return False
    known, signs = _words_of()[column]
    return not runs.isdisjoint(known) or (not whole.isascii() and any(sign in whole for sign in signs))


@geodata.cached
def _words_of() -> Mapping[str, tuple[frozenset[tuple[str, ...]], tuple[str, ...]]]:
    """Return each column of ours with its names as words, and those of a script that writes words without spaces."""
    names: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in geodata.rows("table_columns"):
        whole = (row["column"], *spelled(row["spellings"]))
        names[row["column"]] |= {tuple(_WORD.findall(name.casefold())) for name in whole} - _COMMON
    found = {}
    for column, words in names.items():
        signs = (name[0] for name in words if len(name) == 1 and len(name[0]) > 1 and not _LATIN.match(name[0]))
        found[column] = frozenset(words), tuple(sorted(signs))
    return found


def others_named(column: str, header: Sequence[str], taken: Collection[int]) -> list[int]:
    """Return the columns beside those that are taken whose names say what one of ours is: a second link, say.

    Examples
    --------
    >>> others_named("sources", ["Source", "Source 2", "Link", "Colour"], {0})
    [1, 2]
    """
    return [i for i, name in enumerate(header) if i not in taken and _says(_read(name), column, _BY_WORD[column])]


def tells_of_telling(name: str) -> bool:
    """Say whether a column's name is of who told or put down an incident, which is no side of it.

    Examples
    --------
    >>> tells_of_telling("Reported by"), tells_of_telling("Done by")
    (True, False)
    """
    return bool((_TOLD | {"source"}) & set(_WORD.findall(name.casefold())))


def names_a_side(name: str) -> bool:
    """Say whether a column's name is of one side, and not of which: 'our ship' may have done it or suffered it.

    Examples
    --------
    >>> names_a_side("PCG/BFAR vessel"), names_a_side("Read more"), names_a_side("Ship type")
    (True, False, False)
    """
    return _spellings().get(fold(name)) == "(side)" or _says(_read(name), "(side)", _NO_SIDE)


def may_be_of_both(name: str) -> bool:
    """Say whether a column's name says too little to tell one side from both: 'actors', but not 'victims'.

    Examples
    --------
    >>> may_be_of_both("Actors"), may_be_of_both("Target")
    (True, False)
    """
    return _says(_read(name), "(either side)", set())


def names_other_acts(name: str) -> bool:
    """Say whether a column's name is of acts that have no column of their own."""
    return _spellings().get(fold(name)) == "(other acts)"


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row names the columns of a table of incidents: when, and where or what."""
    return tells_incidents(named(cells))


def tells_incidents(columns: Mapping[str, int]) -> bool:
    """Say whether a table with these columns tells of incidents: when, where and what."""
    where = any(name in columns for name in _WHERE)
    when = "date_start" in columns or "year" in columns
    return when and where and any(name in columns for name in _WHAT)


def by_content(columns: dict[str, int], rows: Sequence[Sequence[str]], header: Sequence[str]) -> dict[str, int]:
    """Return the columns with those added that only their cells tell: dates, pages, places, and what happened.

    Who did it to whom is not told by cells: two columns of names look alike. A column of kinds beside one that tells
    the story says what happened, and so does a story beside mere notes, where most of its cells hold acts.
    """
    found = dict(columns)
    for index in range(len(header)):
        if index in found.values():
            continue
        cells = [
            unicodedata.normalize("NFC", row[index].strip())
            for row in rows[:_LOOKED_AT]
            if index < len(row) and row[index].strip()
        ]
        told = "types" in found or _share_of_acts(rows, found.get("summary", -1)) >= _HALF
        if _is_clock(header[index], cells) and "time_local" not in found:
            found["time_local"] = index
            continue
        if _share_of_acts(rows, index) >= _HALF and (
            not told or ("types" not in found and _says(_read(header[index]), "types", _BY_WORD["types"]))
        ):
            found["types"] = index
            continue
        for column, holds in _TELLING.items():
            if not _has(found, column) and cells and sum(map(holds, cells)) >= _MOST * len(cells):
                found[column] = index
                break
    return found


def _has(found: Mapping[str, int], column: str) -> bool:
    """Say whether what a column says is said already, by it or by another of its kind.

    Coordinates say more exactly than words where it was.
    """
    if column == "coordinates":
        return bool({"lat", "coordinates"} & found.keys())
    return any(one in found for one in next((group for group in (_WHERE, _WHAT) if column in group), (column,)))


@geodata.cached
def _places() -> frozenset[tuple[str, ...]]:
    """Return the words of each name of the gazetteer."""
    return frozenset(tuple(_WORD.findall(row["name"].casefold())) for row in geodata.rows("names"))


def _is_place(cell: str) -> bool:
    words, known = _WORD.findall(cell.casefold()), _places()
    spans = ((start, end) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return len(words) <= _LONGEST_PLACE and any(tuple(words[start:end]) in known for start, end in spans)


def _is_act(cell: str) -> bool:
    types, unmapped = translate_types("own", [part for part in _PARTS.split(cell) if part.strip()])
    return bool(types) and not unmapped


def _is_clock(name: str, cells: Sequence[str]) -> bool:
    """Say whether a column called as one of dates may be, beside another of dates, holds times of the day."""
    return (
        _spellings().get(fold(name)) == "date_start" and sum(bool(read_time(cell)) for cell in cells) > len(cells) / 2
    )


def _share_of_acts(rows: Sequence[Sequence[str]], index: int) -> float:
    """Return how many of the cells of a column hold words of acts, alone or in a story."""
    cells = [row[index] for row in rows[:_LOOKED_AT] if 0 <= index < len(row) and row[index].strip()]
    return sum(bool(words_inside(cell)) for cell in cells) / len(cells) if cells else 0


def _is_address(cell: str) -> bool:
    return _URL.match(cell) is not None


def _is_date(cell: str) -> bool:
    if len(cell) < len("2024-06"):
        return False  # a year alone may be any number
    try:
        read_date(cell, order="month first")
    except ValueError:
        return False
    return True


#: Our column to what each of its cells is.
_TELLING: Final = {
    "date_start": _is_date,
    "sources": _is_address,
    "types": _is_act,
    "location_text": _is_place,
    "coordinates": lambda cell: point_in(cell) is not None,
    "time_local": lambda cell: not cell.isdecimal() and bool(read_time(cell)),
}
