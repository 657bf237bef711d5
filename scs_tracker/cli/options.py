"""Shared parts of commands: options, settings, the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: Done, but something was left for a person.
LEFT_FOR_A_PERSON: Final = 3

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Reason = Annotated[str, typer.Option("--reason", help="Reason, printed with the corrections.")]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        help="Name recorded with the decision. Default: SCS_TRACKER_BY, then your system user name.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Encoding of a CSV or shapefile that is not UTF-8, such as gbk, big5 or cp1258.",
        show_default=False,
    ),
]
Provider = Annotated[str, typer.Option(metavar="NAME", help="With --leads: provider of the positions.")]
Licence = Annotated[str, typer.Option(metavar="TEXT", help="With --leads: licence of the positions.")]
IncidentId = Annotated[str, typer.Argument(metavar="ID", help="Id of an incident, such as 20230805-second-thomas.")]


def settings(context: typer.Context) -> Settings:
    """Return the settings of tracker.toml, and use its geodata; called by every command first."""
    from scs_tracker import config, geodata

    file, ledger, _ = context.find_root().obj
    chosen = config.load(file, ledger=ledger)
    geodata.configure(chosen.resolve(chosen.geodata))
    if chosen.parser_model:
        from scs_tracker.articles import parse

        parse.use(chosen.parser_model)
    return chosen


def settings_file(context: typer.Context) -> Path:
    """Return the settings file that a command changes, whether or not it exists."""
    from scs_tracker.config import DEFAULT_FILE

    chosen = settings(context)
    file: Path | None = context.find_root().obj[0]
    return file or chosen.folder / DEFAULT_FILE


def ledger_of(context: typer.Context, *, create: bool = False, by: str | None = None) -> Ledger:
    """Return the ledger of the settings."""
    from scs_tracker.ledger import Ledger

    _, _, trust_clock = context.find_root().obj
    return Ledger(settings(context).ledger_url, create=create, by=by, trust_clock=trust_clock)
