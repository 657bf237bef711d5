"""What the columns of a person's table hold: by their names in any usual spelling, else by what stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.sources.dates import read_date
from scs_tracker.sources.translation import translate_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A table of incidents says when, and at least one of these.
_WHERE: Final = ("location_text", "place", "lat")
_WHAT: Final = ("types", "summary")
#: So much of a column must be of one kind to be told by it, looked at in so many rows.
_MOST: Final = 0.8
_LOOKED_AT: Final = 50
_URL: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_NOISE: Final = re.compile(r"[\s_\-./:?*]+")
_WORD: Final = re.compile(r"\w+")
_PARTS: Final = re.compile(r"[;,/+&\n]")
#: A cell of more words than this tells a story, and names places in passing.
_LONGEST_PLACE: Final = 12


@geodata.cached
def _spellings() -> Mapping[str, str]:
    """Return each known name of a column, folded, with the column of ours that it means."""
    found: dict[str, str] = {}
    for row in geodata.rows("table_columns"):
        for name in (row["column"], *row["spellings"].split(";")):
            found.setdefault(fold(name), row["column"])
    return found


def fold(name: str) -> str:
    """Return a column's name as it is compared: without case, signs and space.

    Examples
    --------
    >>> fold(" Date_of Incident: "), fold("Lat. (N)")
    ('dateofincident', 'lat(n)')
    """
    return _NOISE.sub("", name.casefold())


def named(header: Sequence[str]) -> dict[str, int]:
    """Return which column of a header is which of ours, by name alone; the first of several counts.

    Examples
    --------
    >>> named(["When", "Where", "What happened", "Colour"])
    {'date_start': 0, 'location_text': 1, 'types': 2}
    """
    known = _spellings()
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        column = known.get(fold(name))
        if column is not None:
            found.setdefault(column, index)
    return found


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row names the columns of a table of incidents: when, and where or what."""
    return tells_incidents(named(cells))


def tells_incidents(columns: Mapping[str, int]) -> bool:
    """Say whether a table with these columns tells of incidents: when, where and what."""
    where = any(name in columns for name in _WHERE)
    return "date_start" in columns and where and any(name in columns for name in _WHAT)


def by_content(columns: dict[str, int], rows: Sequence[Sequence[str]], width: int) -> dict[str, int]:
    """Return the columns with those added that only their cells tell: dates, pages, places, and what happened.

    Who did it to whom is not told by cells: two columns of names look alike.
    """
    found = dict(columns)
    for index in range(width):
        if index in found.values():
            continue
        cells = [row[index].strip() for row in rows[:_LOOKED_AT] if index < len(row) and row[index].strip()]
        for column, holds in _TELLING.items():
            if not _has(found, column) and cells and sum(map(holds, cells)) >= _MOST * len(cells):
                found[column] = index
                break
    return found


def _has(found: Mapping[str, int], column: str) -> bool:
    """Say whether what a column says is said already, by it or by another of its kind."""
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
_TELLING: Final = {"date_start": _is_date, "sources": _is_address, "types": _is_act, "location_text": _is_place}
