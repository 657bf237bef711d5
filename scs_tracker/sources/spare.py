"""Columns of a person's table whose names say too little: none that may tell of the incident is left out unseen.

A column of actors may be of both sides, and is read so; the words of another of acts or actors stay with the row. Acts
in codes of a person's own hold their rows back, until a person says what they are; what else is not read is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.sources.columns import may_be_of_both, names_a_side, tells_of_telling
from scs_tracker.sources.person_actors import actor_named
from scs_tracker.sources.person_cells import cleaned
from scs_tracker.sources.person_words import parts_of, type_of_name, words_inside
from scs_tracker.sources.translation import translate_types

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from scs_tracker.sources.batch import Batch, Report

#: So much of a column must be of one kind to hold its rows back, looked at in so many rows.
_MUCH: Final = 0.5
#: So much of a column of a side names two countries where it is of both.
_SOME: Final = 0.25
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
        What its cells hold, where that may be part of the incident; else empty.
    is_side
        Whether its name says that it is of a side, and not of which.
    """

    index: int
    name: str
    first: str
    key: str
    holds: str = ""
    is_side: bool = False

    @property
    def waits(self) -> bool:
        """Whether its rows wait for a person to say what it is."""
        return self.holds not in {"", "actors"} and self.key == "types"


def spare_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], found: Mapping[str, int], used: Collection[int],
    both: int = -1,
) -> list[Spare]:  # fmt: skip
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
    both
        A column of both sides, whatever its name says.
    """
    spare: list[Spare] = []
    for index, name in enumerate(header):
        cells = [cell for row in rows if index < len(row) and (cell := cleaned(row[index]))][:_LOOKED_AT]
        if index in used or not cells:
            continue
        known = {*found, *(one.key for one in spare if one.holds and one.key == "types")}
        key, holds = ("summary", "") if tells_of_telling(name) else _looks_like(name, cells, known)
        if index == both:
            key, holds = "initiators", "actors"
        spare.append(Spare(index, name, _short(cells[0]), key, holds, names_a_side(name) or index == both))
    return spare


def why_held(cells: Sequence[str], spare: Sequence[Spare]) -> list[str]:
    """Return why a row waits: it says something in columns that may tell of the incident and are not understood."""
    held = [one for one in spare if one.waits]
    if not any(cleaned(cells[one.index]) for one in held if one.index < len(cells)):
        return []
    names = " and ".join(f"{one.name!r} ({one.holds})" for one in held)
    columns = ", ".join(f'{one.key} = "{one.name}"' for one in held)
    are = "is" if len(held) == 1 else "are"
    what = f"{_columns(len(held))} {names} {are} not understood; if it is so, put columns = {{ {columns} }} into "
    return [
        f"{what}its entry of tracker.toml (import --check shows one), else name what it is, or take it out of the file"
    ]


def side_of_both(header: Sequence[str], rows: Sequence[Sequence[str]], found: Mapping[str, int]) -> str:
    """Return the column of a side whose cells name two countries where the other side has none: it is of both.

    'Actors: CCG, PCG' names who was there, and not that both did it.
    """
    there = [side for side in ("initiators", "targets") if side in found]
    if len(there) != 1 or not may_be_of_both(header[found[there[0]]]):
        return ""
    cells = [
        cell for row in rows[:_LOOKED_AT] if found[there[0]] < len(row) and (cell := cleaned(row[found[there[0]]]))
    ]
    return there[0] if cells and _share(cells, _is_of_two_countries) >= _SOME else ""


def _is_of_two_countries(cell: str) -> bool:
    codes = [code for part in parts_of(cell, actors=True) for code in actor_named(part)]
    return len({code.partition("-")[0] for code in codes} - {"XX"}) > 1


def parties_of(cells: Sequence[str], spare: Sequence[Spare]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return name and cell of the columns of actors that may be of either side, and of those whose words are kept.

    The words of a column whose name does not say that it is of a side are kept: its names may be of anybody, as of
    who told of it.
    """
    filled = [(one, cleaned(cells[one.index])) for one in spare if one.index < len(cells)]
    sides = [(one.name, cell) for one, cell in filled if cell and one.holds == "actors" and one.is_side]
    kept = [(one.name, cell) for one, cell in filled if cell and one.holds and not one.waits
            and (one.name, cell) not in sides]  # fmt: skip
    return sides, kept


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


def aside(file: str, batch: Batch) -> list[str]:
    """Return a sentence on the columns of a file that nothing was read from, and one on each matter read in part."""
    return [*filter(None, [in_words(file, batch.unread)]), *(f"{file}: {note}" for note in batch.notes)]


def notes_of(reports: Iterable[Report], spare: Sequence[Spare], found: Collection[str]) -> tuple[str, ...]:
    """Return sentences on what the rows of a table say in words without a code, and on whose sides are open."""
    rows: dict[str, list[int]] = {}
    open_rows = []
    columns = [one for one in spare if one.holds == "actors" and one.is_side]
    sides = {"initiators", "targets", "initiator_country", "target_country"} & set(found)
    for one in reports:
        for word in one.content["unmapped"]:
            rows.setdefault(word, []).append(one.row)
        if columns and not sides and not (one.content["initiators"] or one.content["targets"]):
            open_rows.append(one.row)
    notes = []
    if rows:
        shown = ", ".join(f"{word!r} ({_rows(numbers)})" for word, numbers in list(rows.items())[:_MOST_SHOWN])
        more = f" and {len(rows) - _MOST_SHOWN} more" if len(rows) > _MOST_SHOWN else ""
        notes.append(
            f"nothing was read from {shown}{more}: kept in words; write a code or a number, or amend the incident"
        )
    if open_rows:
        names = " and ".join(repr(one.name) for one in columns)
        which = f'initiators = "{columns[-1].name}"' + (
            f', targets = "{columns[0].name}"' if len(columns) > 1 else "")  # fmt: skip
        notes.append(
            f"{names} {'names' if len(columns) == 1 else 'name'} who was there and nothing says who acted in "
            f"{_rows(open_rows)}: both sides are open, the words are kept; if a column is of one side, put "
            f"columns = {{ {which} }} into its entry of tracker.toml, or write who did it into a column of its own"
        )
    return tuple(notes)


def _rows(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    more = f" and {len(numbers) - _MOST_SHOWN} more" if len(numbers) > _MOST_SHOWN else ""
    return f"rows {', '.join(map(str, numbers[:_MOST_SHOWN]))}{more}"


def _columns(number: int) -> str:
    return "column" if number == 1 else "columns"


def _looks_like(name: str, cells: Sequence[str], found: Collection[str]) -> tuple[str, str]:
    """Return which column of ours cells may be, and what they hold where that must not be left out."""
    side = next((one for one in ("initiators", "targets") if one not in found), "")
    if names_a_side(name) or (side and _share(cells, _is_actor) >= _MUCH):
        return side or "target_units", "actors"
    if len(cells) > _FEW and _share(cells, lambda cell: _CODES.fullmatch(cell) is not None) >= _MUCH:
        if side:
            return side, "actors"
        if "types" not in found:
            return "types", "codes"
    if type_of_name(name):
        return "types", "acts"
    if _share(cells, _is_act if "types" in found else lambda cell: bool(words_inside(cell))) >= _MUCH:
        return "summary", "acts"
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
