"""The command line: one command a verb, no logic of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scs_tracker import terminal
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

app = typer.Typer(
    name="scs-tracker",
    help="Clashes in the South China Sea: from reports to a checked ledger, offline maps and a weekly report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

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
    quiet: Annotated[bool, typer.Option("--quiet", help="Print results and errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say what is being done.")] = False,
) -> None:
    terminal.configure(quiet=quiet, verbose=verbose)
    context.obj = (config, ledger)


def _settings(context: typer.Context) -> Settings:
    from scs_tracker import config, geodata

    file, ledger = context.find_root().obj
    settings = config.load(file, ledger=ledger)
    geodata.configure(settings.resolve(settings.geodata))
    return settings


def _ledger(context: typer.Context, *, create: bool = False) -> Ledger:
    from scs_tracker.ledger import Ledger

    return Ledger(_settings(context).ledger_url, create=create)


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files of incidents or events.")],
    format_: Annotated[str | None, typer.Option("--format", help="incidents or events; found by content.")] = None,
    json: Json = False,
) -> None:
    """Import files of reports into the ledger; each file wholly, or not at all."""
    ledger = _ledger(context, create=True)
    total = terminal.import_files(ledger, files, format_=format_, as_json=json)
    if total.quarantined:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command()
def history(context: typer.Context, incident_id: IncidentId, json: Json = False) -> None:
    """Show every revision of an incident, oldest first."""
    terminal.show_revisions(_ledger(context).history(incident_id), as_json=json)


@app.command()
def changes(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="A date or an instant (ISO 8601, UTC).")],
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
def refresh(context: typer.Context, json: Json = False) -> None:
    """Compute positions and standings again after a new geodata build."""
    terminal.show_counts(_ledger(context).refresh(), as_json=json)


def main() -> None:
    """Run the command line; what a person can mend is one sentence on standard error."""
    try:
        app()
    except TrackerError as error:
        terminal.show_error(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # the reader of our output has gone, as in `scs-tracker changes … | head`
        sys.stderr.close()
        sys.exit(0)
