"""Define the commands import, quarantine and retry."""

from __future__ import annotations

import os
from dataclasses import asdict
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from scs_tracker.cli.checking import ask, by_reason, is_terminal, mapping_of, show_mapping, show_read
from scs_tracker.cli.options import LEFT_FOR_A_PERSON, By, Encoding, Json, Reason, ledger_of, settings, settings_file
from scs_tracker.cli.output import parse_assignments, print_notice, progress, show, show_done, show_json
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scs_tracker.config import Reading, Settings
    from scs_tracker.ledger import Ledger, Summary

#: Processes that geocode a large file, in addition to the main process; each takes about 300 MiB.
_WORKERS: Final = min(2, os.cpu_count() or 1)


def retry_files(ledger: Ledger, files: Sequence[str], settings: Settings, *, given: Reading, as_json: bool) -> bool:
    """Import files with rows in quarantine again; return True if rows stay in quarantine or a file cannot be read.

    Without ``files``, all such files are read; rows of an unreadable file stay in quarantine. Format and columns come
    from the entry of the file in tracker.toml.
    """
    from scs_tracker.ledger import Summary

    chosen = files or sorted({row["file"] for row in ledger.quarantined()})
    total = Summary(read=0)
    problems = []
    for file in chosen:
        try:
            summary = ledger.retry(file, **reading_of(Path(file), settings, given))
        except TrackerError as error:
            if files:
                raise
            problems.append(str(error))
            continue
        total += summary
        if not as_json:
            print_notice(f"{file}: " + ", ".join(f"{number} {name}" for name, number in asdict(summary).items()))
    if as_json:
        show_json({**asdict(total), "problems": problems})
    else:
        for problem in problems:
            show(problem)
        left = len(ledger.quarantined())
        show(
            f"{left} row{'' if left == 1 else 's'} in quarantine: scs-tracker quarantine"
            if left
            else "the quarantine is empty"
        )
    return bool(problems or total.quarantined)


def import_files(
    open_ledger: Callable[[], Ledger],
    files: Sequence[Path],
    settings: Settings,
    *,
    given: Reading,
    as_json: bool,
    settings_file: Path | None = None,
) -> Summary:
    """Import files one by one, print the result of each, and return the totals.

    A file with an entry in tracker.toml is read as the entry says, unless options of the command differ. For an unknown
    table, the command prints how it reads each column, asks about unclear columns at a terminal, and stores the answers
    in ``settings_file`` if it is given.
    """
    from scs_tracker.ledger import Summary
    from scs_tracker.ledger.importing import collector_paused
    from scs_tracker.sources.files import kind_of, steady
    from scs_tracker.sources.formats import read_reports, stored_name

    readings = {}  # a mistyped name, or a question, must not leave an empty ledger or half of the files behind
    for file in files:
        with steady(file):
            kind_of(file)
        readings[file] = _answered(file, reading_of(file, settings, given), settings_file, as_json=as_json)
    ledger = open_ledger()
    total = Summary(read=0)
    for file, reading in readings.items():
        with progress(file.name) as tell_progress, collector_paused():
            batch = read_reports(file, **reading)
            summary = ledger.import_batch(batch, progress=tell_progress, workers=_WORKERS)
        total += summary
        if not as_json:
            print_notice(f"{file}: {_in_words(summary, batch.passed_over)}")
    if as_json:
        show_json(asdict(total))
    if total.quarantined and not as_json:
        names = {stored_name(file) for file in files}
        waiting = [row for row in ledger.quarantined() if row["file"] in names]
        for name in dict.fromkeys(row["file"] for row in waiting):
            of_file = [(row["row"], loads(row["reasons"])) for row in waiting if row["file"] == name]
            for line in by_reason(of_file):
                show(f"{name}, {line}")
        rest = " Valid rows were imported." if total.added + total.updated + total.unchanged + total.linked else ""
        show(f"Correct these rows in the file, then: scs-tracker retry.{rest}")
    return total


def _answered(file: Path, reading: Reading, settings_file: Path | None, *, as_json: bool) -> Reading:
    """Return how a file is read, with the user's answers if the command asks at a terminal.

    Raise ``QuestionError`` if a question is open and standard input is not a terminal.
    """
    from scs_tracker.config import KeptTable
    from scs_tracker.sources.mapping import keep, require_answers

    mapping = mapping_of(file, reading)
    if mapping is None:
        return reading
    is_new = mapping.table not in reading.get("tables", {})
    if not as_json and is_new:
        show_mapping(mapping)
    if (mapping.asked or (mapping.unclear and is_new)) and is_terminal() and not as_json:
        mapping = ask(mapping)
        if settings_file is not None:
            keep(settings_file, mapping)
            print_notice(f'{settings_file}: stored as [tables."{mapping.table}"]; the next import will not ask')
        else:
            show(f"to skip these questions next time, add this to tracker.toml:\n\n{mapping.block()}")
    require_answers(mapping, str(file))
    kept = mapping.settings()
    tables = {mapping.table: KeptTable(columns=kept["columns"], dates=kept.get("dates", ""))}
    return {**reading, "format_": "table", "columns": None, "tables": tables}


def reading_of(file: Path, settings: Settings, given: Reading) -> Reading:
    """Return how a file is read: by the command's options, else by the file's entry in tracker.toml."""
    source = settings.source_of(file)
    nothing: Reading = {"format_": None, "columns": None, "dates": "", "encoding": "", "tables": settings.tables}
    kept = nothing if source is None else source.reading
    said: Any = {name: value for name, value in given.items() if value}
    if said.get("format_") not in {None, "gis", "table"}:
        kept = {**kept, "columns": None}
    if said.get("format_") not in {None, "table"}:
        kept = {**kept, "dates": ""}
    return {**nothing, **kept, **said}


def _in_words(summary: Summary, reasons: Mapping[str, int]) -> str:
    """Return the counts of an import as text; rows outside the tracker's scope are counted separately."""
    counts = asdict(summary)
    read, passed_over = counts.pop("read"), counts.pop("passed_over")
    words = f"{read} read: " + ", ".join(f"{number} {name}" for name, number in counts.items())
    why = ", ".join(f"{number} × {reason}" for reason, number in reasons.items())
    return f"{words}; {passed_over} passed over ({why})" if passed_over else words


#: All of ``sources.formats.READERS``, written out because --help must load no heavy module; a test compares them.
_FORMATS: Final = (
    "Format: incidents, events, scsdi, acled, acled-deletions, ucdp, gis or table. Default: detected from the content."
)
Format = Annotated[str | None, typer.Option("--format", help=_FORMATS, show_default=False)]
OrderOfDates = Annotated[
    Literal["day-first", "month-first"] | None,
    typer.Option(
        "--dates",
        metavar="ORDER",
        help="Order of day and month in dates such as 3/4/2024, if the table does not show it: day-first or "
        "month-first.",
    ),
]

app = typer.Typer()


def _given(format_: str | None, dates: str | None, encoding: str) -> Reading:
    """Return how files are read according to the command's options."""
    order: Any = (dates or "").replace("-", " ")
    return {"format_": format_, "dates": order, "encoding": encoding}


@app.command("import", epilog="Example: scs-tracker import log.csv --dates day-first")
def import_(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of incidents or context events.")],
    format_: Format = None,
    dates: OrderOfDates = None,
    encoding: Encoding = "",
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Show how each column would be read, and the first ten rows. Imports and writes nothing.",
        ),
    ] = False,
    by: By = None,
    json: Json = False,
) -> None:
    """Import report files into the ledger. Each file is imported in full or not at all."""
    chosen = settings(context)
    given = _given(format_, dates, encoding)
    if check:
        left = [show_read(file, reading_of(file, chosen, given), as_json=json) for file in files]
        raise typer.Exit(LEFT_FOR_A_PERSON if any(left) else 0)
    kept = settings_file(context) if settings_file(context).is_file() else None
    total = import_files(
        lambda: ledger_of(context, create=True, by=by), files, chosen, given=given, as_json=json, settings_file=kept
    )
    if total.quarantined:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command(epilog="Example: scs-tracker quarantine --json")
def quarantine(
    context: typer.Context,
    dismiss: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="Discard this row permanently; needs --reason.")
    ] = None,
    reason: Reason = "",
    by: By = None,
    json: Json = False,
) -> None:
    """List rejected rows: file, row number, reasons and raw text."""
    ledger = ledger_of(context, by=by)
    if dismiss is not None:
        if not reason.strip():
            raise UsageError("--dismiss needs a reason; add --reason")
        ledger.dismiss(dismiss, reason=reason)
        show_done({"row": dismiss, "discarded": True}, f"row {dismiss} discarded", as_json=json)
        return
    rows = [row | {"reasons": loads(row["reasons"])} for row in ledger.quarantined()]
    if json:
        names = ("reasons", "file", "row", "raw")
        show_json([{"number": row["id"]} | {name: row[name] for name in names} for row in rows])
        return
    for row in rows:
        show(f"{row['file']}, row {row['row']}, since {row['at'][:10]}, number {row['id']}")
        for cause in row["reasons"]:
            show(f"    {cause}")
        show(f"    raw text: {row['raw']}")
    how = "Correct rows in their files and run scs-tracker retry, or run scs-tracker retry NUMBER --set COLUMN=VALUE"
    show(how if rows else "the quarantine is empty")


@app.command(epilog="Example: scs-tracker retry 12 --set date_start=2024-06-17")
def retry(  # noqa: PLR0913, PLR0917 - as import does
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE…|NUMBER",
            help="Corrected files, or the number of a row. Default: all files with rows in quarantine.",
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="COLUMN=VALUE",
            help="Set a cell of the row with the given number, as COLUMN=VALUE. May be repeated.",
        ),
    ] = None,
    format_: Format = None,
    dates: OrderOfDates = None,
    encoding: Encoding = "",
    by: By = None,
    json: Json = False,
) -> None:
    """Import corrected files or a stored row again. Rows that are now valid leave quarantine."""
    chosen = settings(context)
    ledger = ledger_of(context, by=by)
    named = files or []
    if len(named) == 1 and named[0].isdecimal() and not Path(named[0]).exists():
        number = int(named[0])
        summary, reasons = ledger.retry_row(number, parse_assignments(set_ or []))
        if json:
            show_json({**asdict(summary), "reasons": list(reasons)})
        elif summary.quarantined:
            show("\n".join([*reasons, f"row {number} is still in quarantine"]))
        else:
            print_notice(f"row {number}: {_in_words(summary, {})}")
        left = bool(summary.quarantined)
    elif set_:
        raise UsageError("--set needs the number of a row; find it with scs-tracker quarantine")
    else:
        left = retry_files(ledger, named, chosen, given=_given(format_, dates, encoding), as_json=json)
    if left:
        raise typer.Exit(LEFT_FOR_A_PERSON)
