"""The commands `quarantine` and `retry`: rows that could not be read, and reading their files again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scs_tracker import terminal_quarantine
from scs_tracker.cli_settings import settings

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger

Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


def _ledger(context: typer.Context) -> Ledger:
    from scs_tracker.ledger import Ledger

    return Ledger(settings(context).ledger_url, create=False)


def quarantine(context: typer.Context, json: Json = False) -> None:
    """List the rows that could not be read: file, row number, every reason, and the raw text."""
    terminal_quarantine.show_waiting(_ledger(context), as_json=json)


def retry(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE…", help="Mended files; default all that rows wait from.")
    ] = None,
    format_: Annotated[str | None, typer.Option("--format", help="Found by content; this overrides it.")] = None,
    json: Json = False,
) -> None:
    """Read mended files again: rows that are good now leave the quarantine, the others stay."""
    chosen = settings(context)
    if terminal_quarantine.retry_files(_ledger(context), files or [], chosen, format_=format_, as_json=json):
        raise typer.Exit(3)
