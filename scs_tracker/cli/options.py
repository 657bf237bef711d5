"""Define options that several commands share, and load the settings and the ledger for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

#: Exit code of a command that is done but leaves something for a reviewer.
LEFT_FOR_A_PERSON: Final = 3

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Reason = Annotated[str, typer.Option("--reason", help="Reason for the change, printed with the corrections.")]
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
Provider = Annotated[str, typer.Option(metavar="NAME", help="Provider of the positions. Required with --leads.")]
Licence = Annotated[str, typer.Option(metavar="TEXT", help="Licence of the positions. Required with --leads.")]
IncidentId = Annotated[str, typer.Argument(metavar="ID", help="Id of an incident, such as 20230805-second-thomas.")]


def settings(context: typer.Context) -> Settings:
    """Return the settings of tracker.toml and use their geodata; every command calls this first."""
    from scs_tracker import config, geodata

    file, ledger, _ = context.find_root().obj
    chosen = config.load(file, ledger=ledger)
    geodata.configure(chosen.resolve(chosen.geodata))
    if chosen.parser_model:
        from scs_tracker.articles import parse

        parse.use(chosen.parser_model)
    return chosen


def settings_file(context: typer.Context) -> Path:
    """Return the path of the settings file that a command changes, whether or not the file exists."""
    from scs_tracker.config import DEFAULT_FILE

    chosen = settings(context)
    file: Path | None = context.find_root().obj[0]
    return file or chosen.folder / DEFAULT_FILE


def ledger_of(context: typer.Context, *, create: bool = False, by: str | None = None) -> Ledger:
    """Return the ledger that the settings name; ``create`` creates it if it does not exist."""
    from scs_tracker.ledger import Ledger

    _, _, trust_clock = context.find_root().obj
    return Ledger(settings(context).ledger_url, create=create, by=by, trust_clock=trust_clock)
