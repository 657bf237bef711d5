"""What the command line prints: JSON for programs, tables and sentences for people."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import re
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger, Summary

_UNBOUND_COLUMNS: Final = 180
#: Control characters but tab and line feed: what a file holds must not move the cursor or rename the window.
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_verbosity = {"quiet": False, "verbose": False}


def configure(*, quiet: bool, verbose: bool) -> None:
    """Choose how much is said beside the answers."""
    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other; give one")
    _verbosity.update(quiet=quiet, verbose=verbose)


def open_streams() -> None:
    """Give a program that was started without standard streams empty ones, and let every output take every letter.

    A stream that is not there would lend its number to the next file that is opened, the ledger for one.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - as long as we run
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Send what standard output still holds nowhere, since nobody can take it."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - no path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _printable(text: str) -> str:
    """Return text without what steers a terminal, and without halves of characters, which no output takes."""
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8", "backslashreplace").decode()


def show_json(answer: object) -> None:
    """Print an answer as one line of JSON, in ASCII where the output is not UTF-8."""
    ascii_only = codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8"
    sys.stdout.write(_printable(json.dumps(answer, ensure_ascii=ascii_only, allow_nan=False)) + "\n")


def show(text: str) -> None:
    """Print a result, which --quiet keeps."""
    sys.stdout.write(_printable(text) + "\n")


def tell(text: str) -> None:
    """Print what is good to know, which --quiet leaves out."""
    if not _verbosity["quiet"]:
        sys.stdout.write(_printable(text) + "\n")


def show_error(text: str) -> None:
    """Print an error to standard error."""
    sys.stderr.write(f"scs-tracker: {_printable(text)}\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table that fits the terminal; markup in the cells shows as typed."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        # The first column holds the id, which is to be copied whole.
        table.add_column(column, overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    # What is piped or kept in a file has no width of its own; the usual 80 would break every word.
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _UNBOUND_COLUMNS
    Console(highlight=False, width=width).print(table)


def show_counts(counts: Mapping[str, int], *, as_json: bool) -> None:
    """Print what was counted."""
    if as_json:
        show_json(dict(counts))
    else:
        show(", ".join(f"{number} {name}" for name, number in counts.items()))


def import_files(
    open_ledger: Callable[[], Ledger], files: Sequence[Path], settings: Settings, *, format_: str | None, as_json: bool
) -> Summary:
    """Import files one by one, saying what became of each; return the sum.

    A file that tracker.toml names is read as it says there.
    """
    from scs_tracker.ledger import Summary
    from scs_tracker.ledger.importing import collector_paused
    from scs_tracker.sources.files import kind_of
    from scs_tracker.sources.formats import detect, read_reports, stored_name

    for file in files:  # a mistyped name must not leave an empty ledger behind
        (detect if reading_of(file, settings, format_) == (None, None) else kind_of)(file)
    ledger = open_ledger()
    total = Summary(read=0)
    for file in files:
        chosen_format, columns = reading_of(file, settings, format_)
        with _progress(file.name) as tell_progress, collector_paused():
            batch = read_reports(file, format_=chosen_format, columns=columns)
            summary = ledger.import_batch(batch, progress=tell_progress)
        total += summary
        if not as_json:
            tell(f"{file}: {_in_words(summary, batch.passed_over)}")
    if as_json:
        show_json(asdict(total))
    if total.quarantined and not as_json:
        names = {stored_name(file) for file in files}
        for row in ledger.quarantined():
            if row["file"] in names:
                show(f"{row['file']}, row {row['row']}: " + "; ".join(json.loads(row["reasons"])))
        show("Mend these rows in the file, then: scs-tracker retry. The good rows are in.")
    return total


def reading_of(file: Path, settings: Settings, format_: str | None) -> tuple[str | None, dict[str, str] | None]:
    """Return format and columns by which a file is read: as the command says, else as its entry in tracker.toml."""
    source = settings.source_of(file)
    if source is None:
        return format_, None
    columns = source.columns if format_ in {None, "gis"} else None
    return format_ or source.format, columns or None


def _in_words(summary: Summary, reasons: Mapping[str, int]) -> str:
    """Return what became of the rows of a file; rows that are none of ours are not among those read."""
    counts = asdict(summary)
    read, passed_over = counts.pop("read"), counts.pop("passed_over")
    words = f"{read} read: " + ", ".join(f"{number} {name}" for name, number in counts.items())
    why = ", ".join(f"{number} × {reason}" for reason, number in reasons.items())
    return f"{words}; {passed_over} passed over ({why})" if passed_over else words


@contextlib.contextmanager
def _progress(name: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show on standard error how far a task has come, if that is a terminal; nothing of it stays."""
    if _verbosity["quiet"] or not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(f"{name}: reading"), total=None)

        def tell_progress(step: str, done: int, total: int) -> None:
            bar.update(task, description=escape(f"{name}: {step}"), completed=done, total=total)

        yield tell_progress


def show_history(
    reports: Sequence[Mapping[str, Any]], revisions: Sequence[Mapping[str, Any]], *, as_json: bool
) -> None:
    """Print the reports of an incident, why each belongs to it, and its revisions."""
    if as_json:
        show_json({"reports": list(reports), "revisions": [_decoded(row) for row in revisions]})
        return
    rows = [[row["report"], row["how"], "; ".join(row["reasons"])] for row in reports]
    show_table(["report", "came by", "because"], rows)
    show("")
    show_revisions(revisions, as_json=False)


def show_files(files: Iterable[Path]) -> None:
    """Print which files were written."""
    for file in files:
        tell(str(file))


def show_demo(total: Summary, files: Sequence[Path]) -> None:
    """Print in five lines what the demo wrote and how to open it."""
    report = next(file for file in files[1:] if file.suffix == ".html")
    tell(f"Imported {total.read} rows: {total.added} added, {total.unchanged} known already.")
    tell(f"Map:     {files[0]}")
    tell(f"Report:  {report}")
    tell(f"Data:    {', '.join(str(file) for file in files[1:] if file != report)}")
    tell(f"Open the two HTML files in any browser, no network needed: xdg-open {files[0]}")


def _decoded(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a revision with its values read; a value that is not there, None in SQL or NaN in a frame, is None."""
    values = {name: json.loads(row[name]) if isinstance(row[name], str) else None for name in ("old", "new")}
    return dict(row) | values


def show_revisions(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print revisions: when, which incident, what, from what to what, why."""
    if as_json:
        show_json([_decoded(row) for row in rows])
        return
    if not rows:
        show("no changes")
        return
    heading: tuple[object, ...] = ()
    for row in rows:
        if heading != (heading := (row["run_id"], row["incident_id"], row["revision"])):
            show(
                f"{row['at'][:19]}Z  {row['incident_id']}, revision {row['revision']}, by {row['by']}: {row['reason']}"
            )
        if row["field"] == "created":
            show("    created")
        else:
            show(f"    {row['field']}: {_short(row['old']) or 'empty'} → {_short(row['new']) or 'empty'}")


def _short(text: object) -> str:
    if not isinstance(text, str):
        return ""
    value = json.loads(text)
    if value is None:
        return ""
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= 200 else words[:199] + "…"


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
