"""Define the commands for maps, reports, exports and the website, and run, doctor, demo and refresh."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scs_tracker.cli.options import Json, Reason, ledger_of, settings
from scs_tracker.cli.output import (
    parse_assignments,
    print_notice,
    progress,
    show,
    show_counts,
    show_done,
    show_error,
    show_files,
    show_json,
)

if TYPE_CHECKING:
    from scs_tracker.intake.taken import FileOutcome
    from scs_tracker.run.record import Record

_COUNTED = ("added", "updated", "linked", "quarantined")


def _show(record: Record, file: str) -> None:
    for one in record.taken:
        print_notice(_line(one))
    would = "would be " if record.rehearsal else ""
    maps, editions = ", ".join(one.stem for one in record.maps), ", ".join(record.editions)
    print_notice(f"maps {would}drawn: {maps}" if record.maps else "maps: up to date")
    print_notice(f"reports {would}issued: {editions}" if record.editions else "reports: none due")
    if not record.rehearsal:
        print_notice(f"run record: {file}")


def _line(one: FileOutcome) -> str:
    counts = {name: getattr(one.counts, name) for name in _COUNTED}
    said = [f"{number} {name}" for name, number in counts.items() if number]
    if one.outcome == "failed":
        return f"{one.name}: not read"
    if one.outcome == "same":
        return f"{one.name}: {'; '.join(one.notes) or 'unchanged'}"
    return f"{one.name}: {', '.join([f'{one.counts.read} read', *said, *one.notes])}"


app = typer.Typer()
Out = Annotated[Path | None, typer.Option(help="Output folder. Default: set in tracker.toml.")]
AsOf = Annotated[str | None, typer.Option(help="Use the ledger as of this time: 2024-06-17 or 2024-06-17T08:30Z.")]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", help="Format of the files: html, json, md, csv, pdf, eml or png. May be repeated."),
]


@app.command(
    epilog="Example: scs-tracker export sea.gpkg --zones 2024-06-17 --where severity=3.. --where types=ramming,laser"
)
def export(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Output file; its extension sets the format: .csv, .xlsx, .geojson, .gpkg, .qgz (QGIS) …",
        ),
    ],
    as_of: AsOf = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=VALUE",
            help="Only rows that match, such as types=ramming,laser or severity=3.. (3 or more). May be repeated.",
        ),
    ] = None,
    zones: Annotated[
        str | None,
        typer.Option(
            metavar="DAY",
            help="For .gpkg, .kml, .kmz and .qgz: also write uncertainty areas, events, and the zones and baselines in "
            "force on this day.",
        ),
    ] = None,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Write only proposals that await review, and mark them as such.")
    ] = False,
    json: Json = False,
) -> None:
    """Export incidents to a file, with a data dictionary in the same folder."""
    from scs_tracker.ledger import conditions as chosen
    from scs_tracker.ledger import export as exports

    conditions = parse_assignments(where or []) | ({"status": "proposed"} if candidates else {})
    ledger = ledger_of(context)
    with ledger.one_state():
        found = ledger.incidents(statuses=None, as_of=as_of, where=conditions)
        events = ledger.events(as_of=as_of)
        if where and found.empty:
            chosen.refuse_empty(ledger.incidents(statuses=None, as_of=as_of), conditions)
    note = exports.CANDIDATES if candidates else ""
    files = exports.write(found, file, note=note, events=None if conditions else events, zones=zones)
    if json:
        show_json({"incidents": len(found), "files": [str(one) for one in files]})
        return
    show_files(files)
    print_notice(f"{len(found):,} incident{'' if len(found) == 1 else 's'}")


@app.command("map", epilog="Example: scs-tracker map scarborough --out scarborough.html")
def map_(
    context: typer.Context,
    recipe: Annotated[str, typer.Argument(help="Recipe: a TOML file, or the name of a shipped recipe.")] = "overview",
    out: Annotated[Path | None, typer.Option(help="HTML file. Default: RECIPE.html in the maps folder.")] = None,
) -> None:
    """Write an offline map as one HTML file."""
    from scs_tracker import run as runs

    chosen = settings(context)
    file = out or chosen.resolve(chosen.maps) / f"{Path(recipe).stem}.html"
    show_files([runs.draw_map(ledger_of(context), recipe, file)])


@app.command(epilog="Example: scs-tracker site public --address https://example.org/sea")
def site(
    context: typer.Context,
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT", help="Output folder: new, empty, or written by an earlier 'scs-tracker site'."),
    ],
    address: Annotated[
        str,
        typer.Option(metavar="URL", help="URL of the published site, for the sitemap and for link previews."),
    ] = "",
    recipe: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Recipe of a map. May be repeated.")] = None,
) -> None:
    """Write a static website: a first page, maps, and one page per incident and episode."""
    from scs_tracker.mapping import site as sites

    count = sites.write_site(ledger_of(context), out, address=address, recipes=recipe, progress=print_notice)
    print_notice(f"{count} files in {out}")
    if not address:
        print_notice("no sitemap was written; to write one, give the site's URL with --address")


@app.command(epilog="Example: scs-tracker weekly --week 2024-W25 --format html --format pdf")
def weekly(
    context: typer.Context,
    week: Annotated[
        str, typer.Option(help="Week (2024-W25), 'last', or a range of weeks (2024-W20..2024-W25).")
    ] = "last",
    out: Out = None,
    format_: Formats = None,
    as_of: AsOf = None,
) -> None:
    """Write a draft weekly report. Does not issue it."""
    from scs_tracker import run as runs

    chosen = settings(context)
    files = runs.write_reports(ledger_of(context), chosen, week, out=out, formats=format_ or runs.FORMATS, as_of=as_of)
    show_files(files)


PeriodFormats = Annotated[
    list[str] | None, typer.Option("--format", help="Format of the files: html, json, csv or pdf. May be repeated.")
]


@app.command(epilog="Example: scs-tracker month 2024-06")
def month(
    context: typer.Context,
    label: Annotated[str, typer.Argument(metavar="MONTH", help="Month, such as 2024-06.")],
    out: Out = None,
    format_: PeriodFormats = None,
    as_of: AsOf = None,
) -> None:
    """Write a draft monthly report. Does not issue it."""
    _period(context, label, "month", out, format_, as_of)


@app.command(epilog="Example: scs-tracker year 2024")
def year(
    context: typer.Context,
    label: Annotated[str, typer.Argument(metavar="YEAR", help="Year, such as 2024.")],
    out: Out = None,
    format_: PeriodFormats = None,
    as_of: AsOf = None,
) -> None:
    """Write a draft annual report. Does not issue it."""
    _period(context, label, "year", out, format_, as_of)


def _period(
    context: typer.Context, label: str, kind: str, out: Path | None, formats: list[str] | None, as_of: str | None
) -> None:
    from scs_tracker import run as runs
    from scs_tracker.errors import UsageError
    from scs_tracker.reporting.period import Period

    try:
        found = Period.parse(label).kind
    except UsageError:
        found = Period.parse(label, kind).kind  # its error names only the form that this command accepts
    if found != kind:
        verb = "weekly --week" if found == "week" else found
        raise UsageError(f"{label} is a {found}; use scs-tracker {verb} {label}")
    ledger, chosen = ledger_of(context), settings(context)
    show_files(runs.write_reports(ledger, chosen, label, out=out, formats=formats or runs.FORMATS, as_of=as_of))


@app.command(epilog="Example: scs-tracker issue --dry-run")
def issue(
    context: typer.Context,
    week: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="Only this week, month or year. Default: all that are due.")
    ] = None,
    format_: Formats = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the reports that would be issued; write nothing.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Also issue reports that are held back or were withdrawn.")
    ] = False,
    json: Json = False,
) -> None:
    """Issue the reports that are due, from the accepted incidents."""
    from scs_tracker import run as runs

    files, held = runs.issue(
        settings(context), ledger_of(context), label=week, formats=format_, dry_run=dry_run, yes=yes
    )
    if json:
        show_json({"files": [str(file) for file in files], "held_back": list(held)})
        return
    show_files(files)
    for reason in held:
        show_error(reason)
    if not files and not held:
        print_notice("nothing is due")


@app.command(epilog="Example: scs-tracker withdraw 2024-W25 --reason 'A source was withdrawn'")
def withdraw(
    context: typer.Context,
    label: Annotated[
        str, typer.Argument(metavar="PERIOD", help="Issued week, month or year: 2024-W25, 2024-06, 2024.")
    ],
    reason: Reason,
    json: Json = False,
) -> None:
    """Withdraw an issued report. Its files stay and are marked as withdrawn."""
    from scs_tracker import run as runs

    files = [str(file) for file in runs.withdraw(settings(context), label, reason=reason)]
    show_done({"withdrawn": label, "files": files}, "\n".join(files), as_json=json)


@app.command(epilog="Example: scs-tracker mail --dry-run")
def mail(
    context: typer.Context,
    week: Annotated[str | None, typer.Option(metavar="WEEK", help="Issued week to send. Default: the newest.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List the emails that would be sent; contact no server.")
    ] = False,
) -> None:
    """Send the newest weekly report by email, once to each address in [mail] of tracker.toml."""
    from scs_tracker.run.sending import send_due

    done, failed = send_due(settings(context), label=week, dry_run=dry_run)
    for line in done:
        print_notice(f"{'would send' if dry_run else 'sent'} {line}")
    for problem in failed:
        show_error(problem)
    if not done and not failed:
        print_notice("nothing to send: every address has received the newest weekly report")
    if failed:
        raise typer.Exit(3)


@app.command(epilog="Example: scs-tracker run --dry-run")
def run(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List the actions of a run; write nothing.")] = False,
    reissue: Annotated[
        str | None, typer.Option(metavar="PERIOD", help="Issue a corrected edition of an issued report.")
    ] = None,
    json: Json = False,
) -> None:
    """Import all configured sources, redraw changed maps and issue the reports that are due."""
    from scs_tracker import run as runs

    trust_clock = context.find_root().obj[2]
    record = runs.run(chosen := settings(context), dry_run=dry_run, reissue=reissue, trust_clock=trust_clock)
    if json:
        show_json(record.to_json())
    else:
        _show(record, str(runs.record_file(chosen)))
        if reissue is not None and not any("-edition-" in name for name in record.editions):
            print_notice(f"{reissue}: unchanged since its last edition, so no new edition was issued")
    for problem in record.problems:
        show_error(problem)
    if count := record.total.quarantined:
        show_error(f"{count} row{'' if count == 1 else 's'} in quarantine; list them with scs-tracker quarantine")
    if record.exit_code:
        raise typer.Exit(record.exit_code)


@app.command(epilog="Example: scs-tracker doctor")
def doctor(
    context: typer.Context,
    online: Annotated[bool, typer.Option("--online", help="Also test the URLs of the sources.")] = False,
    json: Json = False,
) -> None:
    """Check for missing or out-of-date components. Changes nothing."""
    from dataclasses import asdict

    from scs_tracker.run.doctor import examine

    findings = examine(lambda: settings(context), online=online)
    bad = [one for one in findings if one.state == "problem"]
    if json:
        show_json({"ready": not bad, "findings": [asdict(one) for one in findings]})
    else:
        for one in findings:
            mark = "PROBLEM" if one.state == "problem" else f"{one.state:7}"
            (show if one.state == "problem" else print_notice)(f"{mark}  {one.name}: {one.words}")
        print_notice("all required parts are present" if not bad else f"{len(bad)} problems to fix before a run")
    if bad:
        raise typer.Exit(1)


@app.command(epilog="Example: scs-tracker demo")
def demo(context: typer.Context) -> None:
    """Import the shipped incidents, and write a map and a weekly report to the current folder."""
    from scs_tracker import run as runs

    with progress("demo") as tell_progress:
        total, files = runs.demo(settings(context), tell=tell_progress)
    report = next(file for file in files[1:] if file.suffix == ".html")
    print_notice(f"Imported {total.read} rows: {total.added} added, {total.unchanged} already known.")
    print_notice(f"Map:     {files[0]}")
    print_notice(f"Report:  {report}")
    print_notice(f"Data:    {', '.join(str(file) for file in files[1:] if file != report)}")
    print_notice(f"Open the two HTML files in any browser, no network needed: xdg-open {files[0]}")


@app.command(epilog="Example: scs-tracker refresh")
def refresh(context: typer.Context, json: Json = False) -> None:
    """Recompute locations and claims after a new geodata build."""
    show_counts(ledger_of(context).refresh(), as_json=json)
