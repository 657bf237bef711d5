"""The command line: one command a verb, no logic of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scs_tracker import terminal, terminal_extract, terminal_lookup, terminal_review, terminal_run
from scs_tracker.cli_bulk import bulk
from scs_tracker.cli_quarantine import quarantine, retry
from scs_tracker.cli_settings import settings as settings_of
from scs_tracker.cli_zones import app as zones_app
from scs_tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger

app = typer.Typer(
    name="scs-tracker",
    help="Clashes in the South China Sea: from reports to a checked ledger, offline maps and a weekly report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(zones_app, name="zones")
app.command()(bulk)

#: Done, but something was left for a person.
LEFT_FOR_A_PERSON = 3

Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in words; printed among the corrections.")]
IncidentId = Annotated[str, typer.Argument(metavar="ID", help="Id of an incident, such as 20230805-second-thomas.")]


@app.callback()
def _global(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="Settings; default tracker.toml, if there.", show_default=False)
    ] = None,
    ledger: Annotated[str | None, typer.Option(help="SQLAlchemy URL of the ledger.", show_default=False)] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print results and errors only.", envvar="SCS_TRACKER_QUIET")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Say what is being done.", envvar="SCS_TRACKER_VERBOSE")
    ] = False,
) -> None:
    terminal.configure(quiet=quiet, verbose=verbose)
    context.obj = (config, ledger)


def _ledger(context: typer.Context, *, create: bool = False) -> Ledger:
    from scs_tracker.ledger import Ledger

    return Ledger(settings_of(context).ledger_url, create=create)


Lat = Annotated[float | None, typer.Argument(metavar="LAT", help="Latitude in decimal degrees.", show_default=False)]
Lon = Annotated[float | None, typer.Argument(metavar="LON", help="Longitude in decimal degrees.", show_default=False)]
Table = Annotated[Path | None, typer.Option("--file", metavar="IN.csv", help="A table, with --out.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="OUT.csv", help="Where the table goes.")]
Date = Annotated[str | None, typer.Option(help="YYYY-MM-DD, YYYY-MM or YYYY.", show_default="today")]


@app.command()
def geocode(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="How a report says where it was.", show_default=False)] = None,
    near: Annotated[str | None, typer.Option(metavar="LAT,LON", help="Roughly where, to settle shared names.")] = None,
    file: Table = None,
    column: Annotated[str | None, typer.Option(help="The column of the words.", show_default="location_text")] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Place a text on the sea, or every row of a table."""
    settings_of(context)
    if file is not None:
        terminal_lookup.refuse({"a text": text, "--near": near}, beside="--file")
        left = terminal_lookup.geocode_table(file, out, column=column or "location_text", as_json=json)
    else:
        terminal_lookup.refuse({"--column": column, "--out": out}, beside="a single text")
        left = terminal_lookup.geocode_text(text, near=near, as_json=json)
    if left:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command(context_settings={"ignore_unknown_options": True})
def locate(
    context: typer.Context,
    lat: Lat = None,
    lon: Lon = None,
    date: Date = None,
    radius_km: Annotated[
        float | None, typer.Option(help="Radius of the disc that holds the place.", show_default="0")
    ] = None,
    file: Table = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Say which claims and limits cover a point on a date, or every row of a table."""
    settings_of(context)
    if file is not None:
        terminal_lookup.refuse({"LAT LON": lat, "--radius-km": radius_km}, beside="--file")
        terminal_lookup.locate_table(file, out, date=date, as_json=json)
    else:
        terminal_lookup.refuse({"--out": out}, beside="a single point")
        terminal_lookup.locate_point(lat, lon, date=date, radius_km=radius_km or 0.0, as_json=json)


@app.command()
def places(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name in any language, or a feature id.")],
    json: Json = False,
) -> None:
    """Show what the gazetteer holds on a place."""
    settings_of(context)
    terminal_lookup.show_places(name, as_json=json)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of incidents or events.")],
    format_: Annotated[str | None, typer.Option("--format", help="Found by content; this overrides it.")] = None,
    json: Json = False,
) -> None:
    """Import files of reports into the ledger; each file wholly, or not at all."""
    settings = settings_of(context)
    total = terminal.import_files(lambda: _ledger(context, create=True), files, settings, format_=format_, as_json=json)
    if total.quarantined:
        raise typer.Exit(LEFT_FOR_A_PERSON)


app.command()(quarantine)
app.command()(retry)


@app.command()
def extract(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Articles, folders or patterns; - reads stdin.")
    ],
    published: Annotated[str | None, typer.Option(help="Day of publication, where the page does not say.")] = None,
    add: Annotated[bool, typer.Option("--add", help="Store the proposals in the ledger for review.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print every sentence with what was found and the rules that fired.")
    ] = False,
    json: Json = False,
) -> None:
    """Read articles and propose the incidents that they tell of, with evidence."""
    settings_of(context)
    add_to = (lambda: _ledger(context, create=True)) if add else None
    if terminal_extract.extract_all(sources, published=published, add_to=add_to, why=explain, as_json=json):
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command()
def history(context: typer.Context, incident_id: IncidentId, json: Json = False) -> None:
    """Show the reports of an incident and every revision, oldest first."""
    ledger = _ledger(context)
    revisions = ledger.history(incident_id)
    terminal.show_history(ledger.reports(incident_id), revisions, as_json=json)


@app.command()
def changes(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="A date, an instant (ISO 8601; UTC without a zone), or run:12.")],
    json: Json = False,
) -> None:
    """Show what changed in the ledger after an instant."""
    terminal.show_revisions(_ledger(context).changes(since).to_dict("records"), as_json=json)


@app.command()
def amend(
    context: typer.Context,
    incident_id: IncidentId,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="Columns of the codebook.")],
    reason: Reason,
) -> None:
    """Change facts of an incident; position and standing follow."""
    values = terminal.parse_assignments(fields)
    terminal.show_change(incident_id, _ledger(context).amend(incident_id, values, reason=reason))


@app.command()
def retract(context: typer.Context, incident_id: IncidentId, reason: Reason) -> None:
    """Retract an incident: it stays as a tombstone with a reason."""
    terminal.show_change(incident_id, _ledger(context).retract(incident_id, reason=reason))


@app.command()
def accept(context: typer.Context, incident_id: IncidentId, reason: Reason = "accepted") -> None:
    """Accept a proposed incident, or take a retraction back."""
    terminal.show_change(incident_id, _ledger(context).accept(incident_id, reason=reason))


@app.command()
def link(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="A", help="The incident that stays.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The incident that is the same.")],
    reason: Reason,
) -> None:
    """Decide that two incidents are one: B's reports join A, and B is retracted."""
    terminal.tell(f"{second} is now part of {_ledger(context).link(first, second, reason=reason)}")


@app.command()
def split(
    context: typer.Context,
    incident_id: IncidentId,
    reports: Annotated[list[str], typer.Argument(metavar="REPORT…", help="Report keys, as history shows them.")],
    reason: Reason,
) -> None:
    """Decide that reports tell of another incident."""
    homes = _ledger(context).split(incident_id, reports, reason=reason)
    terminal.tell(f"out of {incident_id}: now {', '.join(homes)}")


@app.command()
def review(context: typer.Context, json: Json = False) -> None:
    """List what waits for a person: proposed incidents and what they may be the same as."""
    terminal_review.show_reviews(_ledger(context), as_json=json)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Ends with .csv, .geojson, .gpkg, .parquet or .xlsx.")],
    as_of: Annotated[
        str | None, typer.Option(help="An instant (ISO 8601; UTC without a zone, a date is its start).")
    ] = None,
    where: Annotated[list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="May be given again.")] = None,
) -> None:
    """Write incidents to a file, with a data dictionary beside it."""
    conditions = terminal.parse_assignments(where or [])
    terminal.show_files(_ledger(context).export(file, as_of=as_of, where=conditions))


@app.command("map")
def map_(
    context: typer.Context,
    recipe: Annotated[str, typer.Argument(help="Name of a shipped recipe, or a TOML file.")] = "overview",
    out: Annotated[Path | None, typer.Option(help="The HTML file; default RECIPE.html among the maps.")] = None,
) -> None:
    """Write one offline HTML map."""
    from scs_tracker import run as runs

    settings = settings_of(context)
    file = out or settings.resolve(settings.maps) / f"{Path(recipe).stem}.html"
    terminal.show_files([runs.draw_map(_ledger(context), recipe, file)])


@app.command()
def weekly(
    context: typer.Context,
    week: Annotated[str, typer.Option(help="2024-W25, last, or a range 2024-W20..2024-W25.")] = "last",
    out: Annotated[Path | None, typer.Option(help="The folder; default as configured.")] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help="html, json, md, csv or pdf; again for more.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="An instant (ISO 8601, UTC); default the last revision.")] = None,
) -> None:
    """Render the report of a week; this issues nothing."""
    from scs_tracker import run as runs

    settings = settings_of(context)
    files = runs.write_weeks(_ledger(context), settings, week, out=out, formats=format_ or runs.FORMATS, as_of=as_of)
    terminal.show_files(files)


@app.command()
def run(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; write nothing.")] = False,
    reissue: Annotated[
        str | None, typer.Option(metavar="WEEK", help="Correct a week that was issued: a further edition.")
    ] = None,
    json: Json = False,
) -> None:
    """Import all configured sources, draw the maps that changed and issue the weeks that are due."""
    if code := terminal_run.run(settings_of(context), dry_run=dry_run, as_json=json, reissue=reissue):
        raise typer.Exit(code)


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Made if it is not there.")]) -> None:
    """Make a working folder with settings and a table to fill in."""
    from scs_tracker.working_folder import initialise

    terminal.show_files(initialise(folder))


@app.command()
def doctor(
    context: typer.Context,
    online: Annotated[bool, typer.Option("--online", help="Ask the addresses of the sources as well.")] = False,
    json: Json = False,
) -> None:
    """Say what is missing or stale; nothing is changed."""
    if terminal_run.examine(lambda: settings_of(context), online=online, as_json=json):
        raise typer.Exit(1)


@app.command()
def demo(context: typer.Context) -> None:
    """Turn the shipped incidents into a map and a weekly report, here."""
    from scs_tracker import run as runs

    total, files = runs.demo(settings_of(context))
    terminal.show_demo(total, files)


@app.command()
def refresh(context: typer.Context, json: Json = False) -> None:
    """Compute positions and standings again after a new geodata build."""
    terminal.show_counts(_ledger(context).refresh(), as_json=json)


def _answer() -> None:
    """Run one command to its end, all of its output delivered; Typer makes an exit code of a reader that has left."""
    try:
        app()
    except SystemExit as leave:
        if isinstance(leave.__context__, BrokenPipeError):
            raise leave.__context__ from None
        raise
    finally:
        sys.stdout.flush()


def main() -> None:
    """Run the command line; what a person can mend is one sentence on standard error."""
    terminal.open_streams()
    try:
        _answer()
    except TrackerError as error:
        terminal.show_error(str(error))
        sys.exit(error.exit_code)
    except UnicodeEncodeError as error:
        wrong = error.object[max(error.start - 20, 0) : error.end]
        terminal.show_error(f"{wrong!r} is no text: it holds bytes that are not UTF-8; nothing was written")
        sys.exit(UsageError.exit_code)
    except BrokenPipeError:
        # the reader of our output has gone, as in `scs-tracker changes … | head`
        terminal.drop_output()
        sys.exit(0)
    except OSError as error:
        terminal.drop_output()
        terminal.show_error(f"{error.filename or 'standard output'}: {error.strerror or error}")
        sys.exit(TrackerError.exit_code)
