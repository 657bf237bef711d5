"""Map the columns of an unknown table: the user's answers are kept in tracker.toml and found by the headings.

A block ``[tables."name"]`` gives the role of each heading, with ``?`` where the user must choose. An answer that
contradicts the cells of the table is an error.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.errors import QuestionError, TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.sources.columns import MANY, TYPE, VERSUS, Column, contradiction, is_versus, missing, take_columns
from scs_tracker.sources.sides import USUAL
from scs_tracker.text.dates import order_of, read_when

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from scs_tracker.config import KeptTable
    from scs_tracker.text.dates import Order

#: A table that a person types is short; what is longer is read all the same, but not looked through first.
LOOKED_AT: Final = 500
UNANSWERED: Final = "?"
#: What a column may be, beside the columns of an incident.
ROLES: Final = (
    *model.INCIDENT_COLUMNS, "region", "coordinates", "lat_minutes", "lon_minutes", "year", "month", "day_of_month",
    "casualties", *USUAL, "parties", "flag", "initiator_country", "target_country", "sources", "publisher", "published",
    "n", "said_by", "denied_by", "certainty", VERSUS, "unmapped", "ignore",
)  # fmt: skip
#: What the choice of a side is among, in words.
CHOICES: Final = {
    "initiators": "who acted",
    "targets": "who was targeted",
    "usually_initiators": "who acted, unless the row says otherwise",
    "usually_targets": "who was targeted, unless the row says otherwise",
    "parties": "who was involved, on either side",
    "unmapped": "none of these; keep the text",
}
#: What the order of a table's dates is among, in words.
ORDERS: Final = {
    "day first": "3/4/2024 is 3 April",
    "month first": "3/4/2024 is 4 March",
    "unknown": "rows with such dates stay in quarantine",
}
#: Of which two columns of one name cannot both be right.
_ONCE: Final = frozenset({"date_start", "lat", "lon"})
_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 40


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The role of each column of a table, its block's name in tracker.toml, and the order of its dates.

    ``unclear`` is a date that may be two.
    """

    table: str
    columns: tuple[Column, ...]
    dates: Order = ""
    unclear: str = ""

    @property
    def asked(self) -> tuple[Column, ...]:
        """Return the columns whose side only the user can state."""
        return tuple(one for one in self.columns if one.asked)

    def block(self) -> str:
        """Return the block for tracker.toml, with ``?`` where the user must choose."""
        import tomlkit

        document = tomlkit.document()
        document["tables"] = {self.table: self.settings()}
        lines = tomlkit.dumps(document).splitlines()
        comments = iter([f"  # {', '.join(choices(one))}" for one in self.asked])
        return "\n".join(
            line + (next(comments) if line.endswith(f'"{UNANSWERED}"') and not line.startswith("dates") else "")
            for line in lines
            if line not in {"", "[tables]"}
        )

    def settings(self) -> dict[str, Any]:
        """Return the settings of its block in tracker.toml."""
        dates = self.dates.replace(" ", "-") or (UNANSWERED if self.unclear else "")
        named = [one for one in self.columns if one.cells or one.role != "unmapped"]
        columns = {one.name: UNANSWERED if one.asked else one.role for one in named}
        return ({"dates": dates} if dates else {}) | {"columns": columns}

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as plain values, as ``import --check --json`` prints it."""
        columns = [
            {"column": one.name, "role": UNANSWERED if one.asked else one.role, "samples": samples(one)}
            for one in self.columns
        ]
        return {"table": self.table, "dates": self.settings().get("dates", ""), "columns": columns}


def choices(column: Column) -> dict[str, str]:
    """Return the roles among which the user chooses for a column, each with its description."""
    if not any(map(is_versus, column.cells)):
        return CHOICES
    return {VERSUS: "in 'A vs B', A acted", column.role: "the order does not show who acted"}


def samples(column: Column) -> list[str]:
    """Return three different cells of a column, shortened."""
    different = list(dict.fromkeys(" ".join(cell.split()) for cell in column.cells))[:_SAMPLES]
    return [one if len(one) <= _LONGEST_SAMPLE else f"{one[: _LONGEST_SAMPLE - 1]}…" for one in different]


def understand(
    name: str,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[str, str] | None = None,
    dates: Order = "",
    tables: Mapping[str, KeptTable] | None = None,
) -> TableMapping:
    """Return the mapping of a table, from its headings, its first rows and the user's answers.

    ``name`` is that of the file without its ending; the others are as for ``formats.read_reports``.
    """
    empty = {one for i, one in enumerate(header) if not any(row[i : i + 1] and row[i].strip() for row in rows)}
    table, kept = _kept(name, set(header), empty, tables or {})
    answers = {heading: role for heading, role in (kept.columns if kept else {}).items() if role != UNANSWERED}
    for role, heading in (columns or {}).items():
        if heading not in header:
            raise TrackerError(f"{name} has no column {heading!r}; its columns are {', '.join(header[:12])}")
        answers[heading] = role
    _check_answers(table, answers)
    found = take_columns(header, rows, answers)
    for one in found:
        if one.name in answers and (problem := contradiction(one, header)):
            raise UsageError(f"table {table!r}: tracker.toml maps column {one.name!r} to {one.role}, but {problem}")
    cells = next((one.cells for one in found if one.role == "date_start"), ())
    kept_order = kept.dates.replace("-", " ").replace(UNANSWERED, "") if kept else ""
    order: Any = dates or kept_order or order_of(cells)
    return TableMapping(table, tuple(found), order, "" if order else _unclear(cells))


def require_answers(mapping: TableMapping, file: str) -> None:
    """Raise an error for missing columns, or a QuestionError for what only the user can answer."""
    if words := missing(mapping.columns):
        names = [one.name for one in mapping.columns]
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        raise TrackerError(
            f"{file}: no column gives {' and '.join(words)}; its columns are {shown}. Name the columns date, place "
            f"and what, or give their roles in tracker.toml:\n{mapping.block()}"
        )
    twice = [one.name for one in mapping.columns if f"{one.name} (2)" in {other.name for other in mapping.columns}]
    if name := next((one.name for one in mapping.columns if one.role in _ONCE and one.name in twice), ""):
        raise TrackerError(f"{file}: column {name!r} appears twice in the header; keep one")
    if mapping.asked:
        open_ = " and ".join(repr(one.name) for one in mapping.asked)
        raise QuestionError(
            f"{file}: no heading shows which side {open_} belongs to; nothing was imported. Add this to tracker.toml, "
            f"with your choice in place of each ?:\n\n{mapping.block()}"
        )


def _kept(
    name: str, header: set[str], empty: set[str], tables: Mapping[str, KeptTable]
) -> tuple[str, KeptTable | None]:
    """Return the name and the stored block for a table: one with the same headings, or with the name of the file."""
    same = [one for one, kept in tables.items()
            if set(kept.columns) <= header and (one == name or header - empty <= set(kept.columns))]  # fmt: skip
    if len(same) > 1 and name not in same:
        raise UsageError(
            f"tables {' and '.join(map(repr, same))} of tracker.toml have the same headings; rename one to "
            f"{name!r}, the name of the file, or remove one"
        )
    table = name if name in same or not same else same[0]
    return table, tables.get(table) if same else None


def _check_answers(table: str, answers: Mapping[str, str]) -> None:
    types = geodata.vocabulary().severity_by_type
    for heading, role in answers.items():
        known = role.removeprefix(TYPE) in types if role.startswith(TYPE) else role in ROLES
        if not known:
            near = difflib.get_close_matches(role, ROLES, n=1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(ROLES)}, {TYPE}ramming"
            raise UsageError(f"table {table!r}: column {heading!r}: {role!r} is not a role; {hint}")
        twice = next((one for one, other in answers.items() if one != heading and other == role), "")
        if twice and role not in MANY:
            raise UsageError(f"table {table!r}: columns {heading!r} and {twice!r} are both mapped to {role}; keep one")


def _unclear(cells: Sequence[str]) -> str:
    for cell in cells:
        try:
            read_when(cell)
        except ValueError as error:
            if "--dates" in str(error):
                return cell
    return ""


def keep(settings_file: Path, mapping: TableMapping) -> None:
    """Write the block of a table into tracker.toml, replacing one of the same name; comments and order are kept."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(settings_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise TrackerError(f"{settings_file} cannot be read: {error}; fix the file and try again") from None
    if "tables" not in document:
        document.add("tables", tomlkit.table(is_super_table=True))
    document["tables"][mapping.table] = mapping.settings()
    write_atomically(settings_file, tomlkit.dumps(document).encode())
