"""Map the columns of a table of positions to the columns that scs-tracker needs, such as mmsi and time."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.bulk.headings import Headings, guesses, read_headings
from scs_tracker.errors import TrackerError, UsageError, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: What a position needs.
REQUIRED: Final = ("mmsi", "time", "lat", "lon")
#: What a vessel list can match beside the MMSI.
OPTIONAL: Final = ("imo", "name")
#: What is added to each position, in this order.
ADDED: Final = ("zones", "zones_possible", "nearest_feature", "nearest_feature_nm", "flag", "actor")
#: The column by which the output is partitioned.
MONTH: Final = "month"
_KEPT_AS: Final = "_given"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of positions, with their names in the table and in the result.

    ``source`` maps the tracker's names (``mmsi``, ``time``, ``lat``, ``lon``, and ``imo`` and ``name`` if present) to
    those of the table; ``others`` maps its other columns to their names in the result. ``headings`` gives the format of
    its times and speeds; ``mmsi`` is the MMSI of all rows if a file of one vessel does not have that column.
    """

    source: Mapping[str, str]
    others: Mapping[str, str]
    headings: Headings
    mmsi: str = ""

    @property
    def output(self) -> list[str]:
        """Return the names of the columns that a result keeps from its input."""
        return [*self.source, *self.others.values()]


def parse_columns(text: str) -> dict[str, str]:
    """Return the column mapping in ``mmsi=…,time=…`` from the command line, or raise ``UsageError``."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or not theirs:
            raise UsageError(
                f"--columns: {part!r} does not have the form OURS=THEIRS; use for example time=BaseDateTime,lat=LAT"
            )
        found[ours] = theirs
    return checked_mapping(found)


def checked_mapping(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return a column mapping if it names only columns of scs-tracker, each once, or raise ``UsageError``."""
    mapping = dict(columns or {})
    known = (*REQUIRED, *OPTIONAL)
    for ours in mapping:
        if ours not in known:
            hint = suggestion(ours, known, f"use one of {', '.join(known)}")
            raise UsageError(f"columns: {ours!r} is not a column of scs-tracker; {hint}")
    for theirs in mapping.values():
        twice = [ours for ours, other in mapping.items() if other == theirs]
        if len(twice) > 1:
            raise UsageError(
                f"columns: {theirs!r} cannot be both {twice[0]} and {twice[1]}; use another column for one of them"
            )
    return mapping


def resolve(given: Sequence[str], mapping: Mapping[str, str] | None, *, source: str, mmsi: str = "") -> Columns:
    """Return the roles of a table's columns, or raise ``TrackerError`` if a required column is missing.

    ``mapping`` maps the tracker's names to the table's if they differ; ``source`` is the name of the table in errors;
    ``mmsi`` is the MMSI of a table without that column. The error for a missing column suggests a column of the table
    that may be meant.

    >>> resolve(["mmsi", "t", "lat", "lon", "sog", "zones"], {"time": "t"}, source="a.csv").others
    {'sog': 'sog', 'zones': 'zones_given'}
    """
    mapping = checked_mapping(mapping)
    twice = sorted({name for name in given if list(given).count(name) > 1})
    if twice:
        raise TrackerError(f"{source} has two columns named {twice[0]!r}; give each a distinct name")
    meant = {name.strip(): name for name in given}  # spaces around a name cannot be seen
    headings = read_headings(given)
    wanted = {ours: mapping.get(ours, headings.columns.get(ours, ours)) for ours in (*REQUIRED, *OPTIONAL)}
    wanted = {ours: theirs if theirs in given else meant.get(theirs, theirs) for ours, theirs in wanted.items()}
    missing = [ours for ours, theirs in wanted.items() if theirs not in given and (ours in REQUIRED or ours in mapping)]
    own = mmsi if missing == ["mmsi"] else ""
    if missing and not own:
        raise TrackerError(_explained(missing, wanted, given, source))
    held = {ours: theirs for ours, theirs in wanted.items() if theirs in given or (own and ours == "mmsi")}
    rest = [name for name in given if name not in held.values()]
    others = {name: name if name not in (*held, *ADDED, MONTH) else f"{name}{_KEPT_AS}" for name in rest}
    clash = sorted({name for name in others.values() if list(others.values()).count(name) > 1})
    if clash:
        raise TrackerError(f"{source}: the column {clash[0]!r} has a reserved name; rename it")
    return Columns(held, others, headings, own)


def _explained(missing: Sequence[str], wanted: Mapping[str, str], given: Sequence[str], source: str) -> str:
    """Return the error message for missing columns, which suggests columns of the table."""
    if len(given) == 1 and (between := [sign for sign in (";", "\t", "|") if sign in given[0]]):
        return f"{source} has {between[0]!r} between its columns; use commas, and points in decimals"
    names = " and ".join(f"{wanted[ours]!r}" for ours in missing)
    plural = "s" if len(missing) > 1 else ""
    folded = {name.casefold(): name for name in given}
    likely = {
        ours: [
            *guesses(ours, given),
            *(folded[name] for name in difflib.get_close_matches(wanted[ours].casefold(), list(folded), n=1)),
            *(folded[name] for name in folded if name.startswith(ours)),
        ]
        for ours in missing
    }
    mapping = ",".join(f"{ours}={found[0]}" for ours, found in likely.items() if found)
    held = ", ".join(given) or "none"
    hint = f"did you mean {mapping}? Use --columns {mapping}" if mapping else "assign columns with --columns"
    return f"{source} has no column{plural} {names}; it has {held}; {hint}"
