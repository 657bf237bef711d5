"""Merge a folder of additions and corrections into the shipped tables, in full or not at all.

A folder of additions has tables with the columns of the shipped ones: ``incidents.csv``, ``incident_sources.csv``,
``events.csv``, ``units.csv``, and ``corrections.csv`` with the columns of ``CORRECTION_COLUMNS``. Any may be missing.
Everything is checked before anything is written, and each correction is recorded in CHANGES.md.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata, model
from scs_tracker.errors import Problem, TableError, TrackerError
from scs_tracker.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    Row = dict[str, str]

CORRECTION_COLUMNS: Final = ("id", "field", "old", "new", "source", "basis")
#: The tables that additions may extend, each with the column that it is sorted by.
_ORDER: Final = {"incidents": "id", "incident_sources": "incident_id", "events": "date_start", "units": "unit_id"}
_TABLES: Final = tuple(_ORDER)
_CHANGES: Final = "CHANGES.md"
_SHIPPED: Final = "it is already in the shipped table; remove the row, or change the value with corrections.csv"


@dataclass(frozen=True, slots=True)
class Merged:
    """The result of a merge: the number of new rows in each table, and the number of corrected cells."""

    added: dict[str, int]
    corrected: int


def merge(folder: Path, into: Path, *, title: str) -> Merged:
    """Add the tables of a folder to a geodata folder and apply its corrections, under ``title`` in CHANGES.md.

    Raise ``TableError`` with all problems, without writing anything, if a row has an unknown code or an existing key,
    or if a correction's ``old`` differs from the table; raise ``TrackerError`` if a file cannot be read or written, or
    the folder has no additions.
    """
    tables = {name: read_rows(into / geodata.TABLES[name][0]) for name in _TABLES}
    found = {name: read_rows(folder / f"{name}.csv") for name in _TABLES if (folder / f"{name}.csv").exists()}
    corrections = read_rows(folder / "corrections.csv") if (folder / "corrections.csv").exists() else []
    if not found and not corrections:
        names = ", ".join(f"{name}.csv" for name in (*_TABLES, "corrections"))
        raise TrackerError(f"{folder} has no additions; it needs at least one of {names}")
    for name, rows in found.items():
        _add(folder / f"{name}.csv", name, tables[name], rows)
    _correct(folder / "corrections.csv", tables["incidents"], corrections)
    for name in _TABLES:
        tables[name].sort(key=itemgetter(_ORDER[name]))
    _check(folder, tables)
    for name in _TABLES:
        write_atomically(into / geodata.TABLES[name][0], as_csv(tables[name], list(tables[name][0])))
    if corrections:
        changes = (into / _CHANGES).read_text(encoding="utf-8")
        write_atomically(into / _CHANGES, f"{changes.rstrip()}\n\n{_told(corrections, title)}".encode())
    return Merged({name: len(rows) for name, rows in found.items()}, len(corrections))


def read_rows(file: Path) -> list[Row]:
    """Return the rows of a UTF-8 CSV table as text; raise ``TrackerError`` if it is not such a table."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            rows = [row for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TrackerError(f"{file} cannot be read as a UTF-8 CSV table: {error}; save it as UTF-8 CSV") from None
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise TrackerError(f"{file}, row {number}: {len(row)} cells where the header has {len(header)}; correct it")
    return [dict(zip(header, row, strict=True)) for row in rows]


def _add(file: Path, name: str, table: list[Row], rows: Sequence[Row]) -> None:
    key = geodata.TABLES[name][1]
    columns = list(table[0])
    problems = []
    for column in dict.fromkeys([*columns, *(rows[0] if rows else columns)]):
        if rows and (column not in rows[0] or column not in columns):
            where = "missing from the header" if column not in rows[0] else "not a column of this table"
            problems.append(Problem(1, column, column, f"it is {where}; the columns are {', '.join(columns)}"))
    if not problems:
        there = dict.fromkeys((tuple(row[column] for column in key) for row in table), _SHIPPED)
        for number, row in enumerate(rows, 2):
            value = tuple(row[column] for column in key)
            if value in there:
                problems.append(Problem(number, key[0], ", ".join(value), there[value]))
            there.setdefault(value, "it repeats an earlier row of this file; remove one of the two")
    if problems:
        raise TableError(str(file), problems)
    table.extend(rows)


def _correct(file: Path, incidents: Sequence[Row], corrections: Sequence[Row]) -> None:
    by_id = {row["id"]: row for row in incidents}
    problems = []
    for number, correction in enumerate(corrections, 2):
        missing = [column for column in CORRECTION_COLUMNS if column not in correction]
        if missing:
            raise TrackerError(
                f"{file}: column {missing[0]} is missing; the file needs {', '.join(CORRECTION_COLUMNS)}"
            )
        row, field = by_id.get(correction["id"]), correction["field"]
        if row is None:
            problems.append(Problem(number, "id", correction["id"], "the shipped table has no incident with this id"))
        elif field not in row or field == "id":
            problems.append(Problem(number, "field", field, "name a column of incidents.csv other than id"))
        elif row[field] != correction["old"]:
            problems.append(Problem(number, "old", correction["old"], f"the table has {row[field]!r}; copy that value"))
        else:
            row[field] = correction["new"]
    if problems:
        raise TableError(str(file), problems)


def _check(folder: Path, tables: dict[str, list[Row]]) -> None:
    """Raise ``TableError`` if a merged table is invalid, an incident has no source, or a unit is not in units.csv."""
    import pandas as pd

    ids = {row["id"] for row in tables["incidents"]}
    vocabulary = geodata.vocabulary()
    schemas = {
        "incidents": model.incidents_schema(vocabulary),
        "incident_sources": model.sources_schema(ids),
        "events": model.events_schema(vocabulary),
    }
    for name, schema in schemas.items():
        source = f"{name}.csv after adding {folder}"
        model.validate(pd.DataFrame(tables[name], dtype=str), schema, source=source)
    sourced = {row["incident_id"] for row in tables["incident_sources"]}
    bare = [Problem(None, "incident_id", one, "add a source of this incident") for one in sorted(ids - sourced)]
    known = {spelling for row in tables["units"] for spelling in model.split_list(row["spellings"])}
    for row in tables["incidents"]:
        for column in ("initiator_units", "target_units"):
            strange = [unit for unit in model.split_list(row[column]) if unit not in known]
            bare += [Problem(None, f"{column} of {row['id']}", unit, "add it to units.csv") for unit in strange]
    if bare:
        raise TableError(str(folder), bare)


def as_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> bytes:
    """Return rows as a UTF-8 CSV table with the given columns."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _told(corrections: Iterable[Row], title: str) -> str:
    lines = [f"## {title}", "", "| incident | column | before | now | source, and on what it rests |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for row in corrections:
        cells = (f"`{row['id']}`", row["field"], row["old"] or "(empty)", row["new"] or "(empty)")
        lines.append("| " + " | ".join((*cells, f"{row['source']}; {row['basis']}".replace("|", "/"))) + " |")
    return "\n".join([*lines, ""])
