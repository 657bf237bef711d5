"""Recognise data providers by the column headings of their tables of positions (mappings/positions.csv)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Columns that a provider's table may lack.
_OPTIONAL: Final = frozenset({"imo", "name", "sog"})
#: Unit of a heading that is offered as a guess and never taken by itself.
_GUESS: Final = "guess"


@dataclass(frozen=True, slots=True)
class Headings:
    """The provider of a table and the roles of its columns, recognised from the headings.

    ``provider`` is empty if the table has only common names; ``columns`` maps the tracker's names (those of a position,
    ``imo``, ``name``, ``sog``) to the table's; ``zone`` is the time zone that the provider documents for times without
    one; ``time_format`` is a ``strptime`` format, empty for ISO 8601; ``speed_unit`` is ``knots``, ``tenths of a
    knot``, or empty.
    """

    provider: str
    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    time_format: str = ""
    speed_unit: str = ""


def read_headings(given: Sequence[str]) -> Headings:
    """Return the provider and the column roles that the headings of a table indicate.

    A provider is recognised if the table has all its headings, spelt exactly; otherwise names are compared without
    case. The first provider in mappings/positions.csv that fits is used.
    """
    plain = {name.strip(): name for name in given}
    forms: dict[str, list[dict[str, str]]] = {}
    for row in geodata.rows("position_headings"):
        forms.setdefault(row["provider"], []).append(row)
    usual = forms.pop("", [])
    for provider, rows in forms.items():
        found = {row["column"]: _held(row, plain) for row in rows}
        if all(found[row["column"]] or row["column"] in _OPTIONAL for row in rows):
            return _told(provider, rows, {ours: theirs for ours, theirs in found.items() if ours and theirs})
    folded = {name.strip().casefold(): name for name in given}
    taken = [row for row in usual if row["unit"] != _GUESS and _held(row, folded)]
    return _told("", taken, {row["column"]: _held(row, folded) for row in reversed(taken)})


def guesses(ours: str, given: Sequence[str]) -> list[str]:
    """Return the headings of a table that may be a given column of scs-tracker, the most likely first."""
    folded = {name.strip().casefold(): name for name in given}
    rows = [row for row in geodata.rows("position_headings") if row["column"] == ours]
    spellings = [spelling.casefold() for row in rows for spelling in split_list(row["heading"])]
    return [folded[spelling] for spelling in dict.fromkeys(spellings) if spelling in folded]


def _held(row: Mapping[str, str], names: Mapping[str, str]) -> str:
    return next((names[spelling] for spelling in split_list(row["heading"]) if spelling in names), "")


def _told(provider: str, rows: Sequence[Mapping[str, str]], columns: Mapping[str, str]) -> Headings:
    units: dict[str, str] = {}
    for row in rows:
        units.setdefault(row["column"], row["unit"])
    zone, _, form = units.get("time", "").partition(" ")
    return Headings(provider, columns, zone, form, units.get("sog", ""))
