"""Acts that a person's table keeps as columns of their own, one for each type, with 0 and 1 or a cross below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.sources.columns import names_other_acts
from scs_tracker.sources.person_cells import cleaned, words_of
from scs_tracker.sources.person_words import parts_of, type_of_name
from scs_tracker.sources.translation import OWN, translate_types

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

#: A sum at the foot of a column is neither yes nor no.
_MOST: Final = 0.8


@dataclass(frozen=True, slots=True)
class Flag:
    """A column of yes and no: its place, its name, and the type that it stands for, or nothing."""

    index: int
    name: str
    type: str


def flags_of(header: Sequence[str], rows: Sequence[Sequence[str]], used: Collection[int]) -> list[Flag]:
    """Return the columns of yes and no that are named as types, with those between them and the one of other acts.

    A column that is named as a type and holds something else is none: 'Boarding' may hold a number or a remark.
    """
    holding = [i not in used and _holds_flags(rows, i) for i in range(len(header))]
    types = [type_of_name(name) if holding[i] else "" for i, name in enumerate(header)]
    named = [i for i, one in enumerate(types) if one]
    between = range(min(named), max(named) + 1) if named else ()
    return [
        Flag(i, name, types[i])
        for i, name in enumerate(header)
        if holding[i] and named and (i in between or names_other_acts(name))
    ]


def _holds_flags(rows: Sequence[Sequence[str]], index: int) -> bool:
    said = [cell for row in rows if (cell := _cell(row, index))]
    yes, no = words_of("yes"), words_of("no")
    return any(cell in yes for cell in said) and sum(cell in yes | no for cell in said) >= _MOST * len(said)


def _cell(row: Sequence[str], index: int) -> str:
    return cleaned(row[index]).casefold() if index < len(row) else ""


def _is_flag(row: Sequence[str], index: int) -> bool:
    return _cell(row, index) in words_of("yes") | words_of("no") | {""}


def _says_yes(row: Sequence[str], index: int) -> bool:
    return _cell(row, index) in words_of("yes")


def acts_flagged(
    cells: Sequence[str], flags: Sequence[Flag], written: str, note: str, complain: Callable[[str], None]
) -> str:
    """Return what happened as text: what is written, the types of a row's flags, and the acts that its note lists.

    A flag of no type needs a note that lists acts; a cell that is neither yes nor no is asked for.
    """
    odd = [one for one in flags if not _is_flag(cells, one.index)]
    for one in odd:
        complain(f"column {one.name!r} holds {cells[one.index].strip()!r}, neither yes nor no; write 1 or 0")
    said = [one for one in flags if _says_yes(cells, one.index)]
    listed, unknown = translate_types(OWN, parts_of(note))
    acts = [one.type for one in said if one.type] + ([] if unknown else list(listed))
    for one in said:
        if not one.type and (unknown or not listed):
            complain(
                f"column {one.name!r} says yes and is no type of incident; name the act in the note, as a type alone"
            )
    return "; ".join(filter(None, [re.sub(r"\s+", " ", written), *dict.fromkeys(acts)]))
