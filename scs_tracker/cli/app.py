"""Define the command-line application: its global options, the order of its commands and its exit codes."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import Annotated, Final

import typer
from typer.core import TyperGroup

from scs_tracker.cli import (
    articles,
    bulk,
    data,
    decisions,
    desk,
    folders,
    imports,
    intake,
    lookup,
    output,
    runs,
    serve,
    tracks,
    zones,
)
from scs_tracker.cli import ledger as ledger_verbs
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.version import VERSION

#: So many new objects, and passes over the young ones, come before Python looks for garbage: what one command makes is
#: nearly all kept to its end, and looking through it again and again is a tenth of a demo.
_GARBAGE: Final = (20_000, 20, 50)
#: The verbs by what they are for, in the order in which a newcomer needs them.
PANELS: Final[dict[str, tuple[str, ...]]] = {
    "Get started": ("init", "demo", "doctor"),
    "Look up": ("geocode", "locate", "places", "units", "codes", "zones", "tracks", "bulk"),
    "Collect": ("import", "quarantine", "retry", "sources", "intake", "extract"),
    "Review": ("desk", "review", "accept", "amend", "retract", "link", "split", "undo", "history", "changes"),
    "Publish": ("map", "weekly", "month", "year", "issue", "withdraw", "mail", "site", "export", "serve", "mcp"),
    "Maintain": ("run", "refresh", "ledger", "data"),
}


class _Verbs(TyperGroup):
    """Group of commands, listed in the order of the help panels."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Return the names of the commands in the order of the panels, and assign each command to its panel."""
        del ctx
        for panel, verbs in PANELS.items():
            for verb in verbs:
                self.commands[verb].rich_help_panel = panel  # type: ignore[attr-defined]
        return [verb for verbs in PANELS.values() for verb in verbs]


app = typer.Typer(
    name="scs-tracker",
    cls=_Verbs,
    help="Turn reports of incidents in the South China Sea into a reviewed record, offline maps and a weekly report.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for group in (lookup, imports, articles, intake, decisions, desk, runs, folders, bulk, tracks, serve):
    app.add_typer(group.app)
app.add_typer(data.verbs)
app.add_typer(data.app, name="data")
app.add_typer(intake.sources, name="sources")
app.add_typer(zones.app, name="zones")
app.add_typer(ledger_verbs.app, name="ledger")


def _show_version(asked: bool) -> None:
    if asked:
        output.show(f"scs-tracker {VERSION}")
        raise typer.Exit


@app.callback()
def _global(  # noqa: PLR0913, PLR0917 - the contract gives it so many options
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings file. Default: tracker.toml in this folder, if it exists.", show_default=False),
    ] = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            help="URL of the ledger, such as sqlite:///tracker.db or postgresql://HOST/NAME. Default: set in "
            "tracker.toml.",
            show_default=False,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print results and errors only.", envvar="SCS_TRACKER_QUIET")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Also print progress messages.", envvar="SCS_TRACKER_VERBOSE")
    ] = False,
    log: Annotated[
        str,
        typer.Option(
            "--log",
            metavar="FORM",
            help="Format of messages on standard error: text, or json for one JSON object per line.",
            envvar="SCS_TRACKER_LOG",
        ),
    ] = "text",
    trust_clock: Annotated[
        bool,
        typer.Option(
            "--trust-clock", help="Write even if this machine's clock seems wrong.", envvar="SCS_TRACKER_TRUST_CLOCK"
        ),
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    del version  # its callback has answered and left by now
    output.configure(quiet=quiet, verbose=verbose, log=log)
    context.obj = (config, ledger, trust_clock)


def _answer() -> None:
    """Run the requested command and flush standard output; raise ``BrokenPipeError`` if its reader has closed it."""
    begun = time.monotonic()
    try:
        app()
    except SystemExit as leave:
        seconds = round(time.monotonic() - begun, 3)
        output.log("info", "command finished", exit_code=leave.code or 0, seconds=seconds)
        if isinstance(leave.__context__, BrokenPipeError):
            raise leave.__context__ from None
        raise
    finally:
        sys.stdout.flush()


def main() -> None:
    """Run the command line; print an error that the user can fix as one sentence on standard error."""
    gc.freeze()  # the modules stay to the end
    gc.set_threshold(*_GARBAGE)
    output.open_streams()
    try:
        _answer()
    except TrackerError as error:
        output.show_error(str(error), exit_code=error.exit_code)
        sys.exit(error.exit_code)
    except UnicodeEncodeError as error:
        wrong = error.object[max(error.start - 20, 0) : error.end]
        output.show_error(f"{wrong!r} has bytes that are not UTF-8, so nothing was written; convert it to UTF-8")
        sys.exit(UsageError.exit_code)
    except BrokenPipeError:
        # the reader of our output has gone, as in `scs-tracker changes … | head`
        output.discard_stdout()
        sys.exit(0)
    except OSError as error:
        output.discard_stdout()
        output.show_error(f"{error.filename or 'standard output'}: {error.strerror or error}")
        sys.exit(TrackerError.exit_code)
