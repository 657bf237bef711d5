"""What the command line prints: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.ledger import Ledger, Summary

_verbosity = {"quiet": False, "verbose": False}


def configure(*, quiet: bool, verbose: bool) -> None:
    """Choose how much is said beside the answers."""
    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other; give one")
    _verbosity.update(quiet=quiet, verbose=verbose)


def show_json(answer: object) -> None:
    """Print an answer as one line of JSON."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, allow_nan=False) + "\n")


def show(text: str) -> None:
    """Print a result, which --quiet keeps."""
    sys.stdout.write(text + "\n")


def tell(text: str) -> None:
    """Print what is good to know, which --quiet leaves out."""
    if not _verbosity["quiet"]:
        sys.stdout.write(text + "\n")


def show_error(text: str) -> None:
    """Print an error to standard error."""
    sys.stderr.write(f"scs-tracker: {text}\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table that fits the terminal; markup in the cells shows as typed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    Console(highlight=False).print(table)


def show_counts(counts: Mapping[str, int], *, as_json: bool) -> None:
    """Print what was counted."""
    if as_json:
        show_json(dict(counts))
    else:
        show(", ".join(f"{number} {name}" for name, number in counts.items()))


def import_files(ledger: Ledger, files: Sequence[Path], *, format_: str | None, as_json: bool) -> Summary:
    """Import files one by one, saying what became of each; return the sum."""
    from scs_tracker.ledger import Summary

    total = Summary(read=0)
    for file in files:
        summary = ledger.import_file(file, format_=format_)
        total += summary
        if not as_json:
            tell(f"{file}: " + ", ".join(f"{number} {name}" for name, number in asdict(summary).items()))
    if as_json:
        show_json(asdict(total))
    if total.quarantined and not as_json:
        names = {str(file) for file in files}
        for row in ledger.quarantined():
            if row["file"] in names:
                show(f"{row['file']}, row {row['row']}: " + "; ".join(json.loads(row["reasons"])))
        show("Mend these rows in the file and import it again; the good rows are in.")
    return total


def show_revisions(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print revisions: when, which incident, what, from what to what, why."""
    if as_json:
        decoded = ("old", "new")
        show_json(
            [
                {name: json.loads(value) if name in decoded and value else value for name, value in row.items()}
                for row in rows
            ]
        )
        return
    if not rows:
        show("no changes")
        return
    show_table(
        ["at", "incident", "revision", "field", "old", "new", "by", "reason"],
        [
            [
                row["at"][:19],
                row["incident_id"],
                row["revision"],
                row["field"],
                _short(row["old"]),
                "" if row["field"] == "created" else _short(row["new"]),
                row["by"],
                row["reason"],
            ]
            for row in rows
        ],
    )


def _short(text: str | None) -> str:
    if not text:
        return ""
    value = json.loads(text)
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 60 else words[:59] + "…"


def parse_assignments(fields: Sequence[str]) -> dict[str, str]:
    """Return FIELD=VALUE arguments as a dict.

    Raises
    ------
    UsageError
        One has no equals sign.
    """
    values = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise UsageError(f"{field!r} is not FIELD=VALUE; write for example 'injured=3'")
        values[name.strip()] = value.strip()
    return values


def show_change(incident_id: str, changed: Sequence[str]) -> None:
    """Say which fields of an incident a command changed."""
    tell(f"{incident_id}: changed {', '.join(changed)}" if changed else f"{incident_id}: nothing to change")
