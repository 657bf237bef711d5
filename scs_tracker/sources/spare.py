"""Columns of a person's table that nothing is read from: they are named, and none that tells of an act is left out.

A column of actors, acts or coordinates whose name says too little holds its rows back, until a person says what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.sources.columns import names_a_side, tells_of_telling
from scs_tracker.sources.person_cells import cleaned, point_in
from scs_tracker.sources.person_words import actor_named, parts_of, type_of_name, words_inside
from scs_tracker.sources.translation import translate_types

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

#: So much of a column must be of one kind to hold its rows back, looked at in so many rows.
_MUCH: Final = 0.5
_LOOKED_AT: Final = 50
#: Of a long cell so much is shown.
_SHOWN: Final = 40
_MOST_SHOWN: Final = 8
#: 'C1', 'P3,P4': short codes of a person's own may be of actors.
_CODES: Final = re.compile(r"[A-Z]{1,3}\d{0,2}(?: ?[,;/+] ?[A-Z]{1,3}\d{0,2})*")
_FEW: Final = 2
_LETTERS: Final = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Spare:
    """A column that nothing is read from.

    Attributes
    ----------
    index
        Where it stands.
    name, first
        Its name and its first value.
    key
        The column of ours that it may be.
    holds
        What its cells hold, where its rows wait for a person to say what it is; else empty.
    """

    index: int
    name: str
    first: str
    key: str
    holds: str = ""


def spare_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], found: Mapping[str, int], used: Collection[int]
) -> list[Spare]:
    """Return the columns with cells that nothing is read from.

    Parameters
    ----------
    header
        The names of the columns.
    rows
        The cells of the first rows.
    found
        Which column is which of ours.
    used
        The columns that something is read from.
    """
    spare: list[Spare] = []
    for index, name in enumerate(header):
        cells = [cell for row in rows if index < len(row) and (cell := cleaned(row[index]))][:_LOOKED_AT]
        if index in used or not cells:
            continue
        known = {*found, *(one.key for one in spare if one.holds)}
        key, holds = ("summary", "") if tells_of_telling(name) else _looks_like(name, cells, known)
        spare.append(Spare(index, name, _short(cells[0]), key, holds))
    return spare


def why_held(cells: Sequence[str], spare: Sequence[Spare]) -> list[str]:
    """Return why a row waits: it says something in columns that may tell of the incident and are not understood."""
    held = [one for one in spare if one.holds]
    if not any(cleaned(cells[one.index]) for one in held if one.index < len(cells)):
        return []
    names = " and ".join(f"{one.name!r} ({one.holds})" for one in held)
    columns = ", ".join(f'{one.key} = "{one.name}"' for one in held)
    if len(held) == 1 and held[0].key == "initiators":
        columns += f' }} or {{ targets = "{held[0].name}"'
    are = "is" if len(held) == 1 else "are"
    what = f"{_columns(len(held))} {names} {are} not understood; if it is so, put columns = {{ {columns} }} into "
    return [
        f"{what}its entry of tracker.toml (import --check shows one), else name what it is, or take it out of the file"
    ]


def in_words(file: str, unread: Sequence[tuple[str, str, str]]) -> str:
    """Return one sentence that names the columns that nothing was read from, with what to try; none is nothing.

    Examples
    --------
    >>> in_words("log.csv", [("Weather", "fair", "summary")])[:52]
    "log.csv: nothing was read from column 'Weather' (fai"
    """
    if not unread:
        return ""
    shown = ", ".join(f"{name!r} ({first})" for name, first, _ in unread[:_MOST_SHOWN])
    more = f" and {len(unread) - _MOST_SHOWN} more" if len(unread) > _MOST_SHOWN else ""
    name, _, key = next((one for one in unread if one[2] != "summary"), unread[0])
    return (
        f"{file}: nothing was read from {_columns(len(unread))} {shown}{more}; to use "
        f'{"it" if len(unread) == 1 else "one"}, name it in tracker.toml, as in columns = {{ {key} = "{name}" }}'
    )


def _columns(number: int) -> str:
    return "column" if number == 1 else "columns"


def _looks_like(name: str, cells: Sequence[str], found: Collection[str]) -> tuple[str, str]:
    """Return which column of ours cells may be, and what they hold where that must not be left out."""
    side = next((one for one in ("initiators", "targets") if one not in found), "")
    if side and (names_a_side(name) or _share(cells, _is_actor) >= _MUCH):
        return side, "actors"
    untold = side or ("" if "types" in found else "types")
    if untold and len(cells) > _FEW and _share(cells, lambda cell: _CODES.fullmatch(cell) is not None) >= _MUCH:
        return untold, "codes"
    if (
        type_of_name(name)
        or _share(cells, _is_act if "types" in found else lambda cell: bool(words_inside(cell))) >= _MUCH
    ):
        return "types", "acts"
    if not {"lat", "coordinates"} & set(found) and _share(cells, lambda cell: point_in(cell) is not None) >= _MUCH:
        return "coordinates", "coordinates"
    return "summary", ""


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells)


def _is_actor(cell: str) -> bool:
    return bool(_LETTERS.search(cell)) and any(map(actor_named, parts_of(cell)))


def _is_act(cell: str) -> bool:
    types, unknown = translate_types("own", parts_of(cell))
    return bool(types) and not unknown


def _short(cell: str) -> str:
    line = " ".join(cell.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
