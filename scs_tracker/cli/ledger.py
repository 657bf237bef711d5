"""The verbs of the ledger itself: check, backup, restore, info, forget-text; and what they print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scs_tracker.cli.options import LEFT_FOR_A_PERSON, By, Json, ledger_of, settings
from scs_tracker.cli.output import show, show_json, tell

app = typer.Typer(help="Prove, copy, restore and describe the ledger.", no_args_is_help=True)

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


@app.command()
def check(
    context: typer.Context,
    head: Annotated[str, typer.Option(help="A hash that an issued week prints; it must be in the chain.")] = "",
    json: Json = False,
) -> None:
    """Prove the ledger: the database, every table against what was written, and the chain of runs; changes nothing."""
    from scs_tracker.ledger import proof

    ledger = ledger_of(context)
    found = proof.check(ledger.engine, head=head)
    last = ledger.head()
    if json:
        show_json({"proves": not found, "differs": found, "head": last})
    elif found:
        for sentence in found:
            show(sentence)
        show("the ledger does not prove; docs/disasters.md says what to do")
    else:
        tell("the ledger proves" + (f"; head {last['hash']}, run {last['run']}" if last else "; it is empty"))
    if found:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command()
def backup(context: typer.Context, file: BackupFile) -> None:
    """Copy the ledger into one file, while others work with it, and prove the copy."""
    from scs_tracker.ledger import copying

    is_new = not file.parent.exists()
    size = copying.back_up(ledger_of(context).engine, file)
    tell(f"{file}: {size:,} bytes, proved" + (f"; the folder {file.parent} was made for it" if is_new else ""))


@app.command()
def restore(context: typer.Context, file: BackupFile) -> None:
    """Make the ledger from a backup of either database, where none is, and prove it."""
    from scs_tracker.ledger import addresses, copying

    url = settings(context).ledger_url
    copying.restore(url, file)
    tell(f"{addresses.shown(url)}: restored from {file}, proved")


@app.command()
def info(context: typer.Context, json: Json = False) -> None:
    """Say what the ledger holds: its schema, head, last entry, and how many of what."""
    from scs_tracker.ledger import describing

    told = describing.describe(ledger_of(context).engine)
    if json:
        show_json(told)
        return
    for name, value in told.items():
        show(f"{name.replace('_', ' ')}: {value}")


@app.command("forget-text")
def forget_text(
    context: typer.Context,
    older_than: Annotated[str, typer.Option(help="An age: 90d, 12w, 6m or 2y.")],
    by: By = None,
) -> None:
    """Forget the texts of articles that were fetched before an age; hashes, addresses and passages stay."""
    from scs_tracker.ledger import evidence

    count = evidence.forget(ledger_of(context).engine, older_than, by=by)
    tell(f"{count} text{'' if count == 1 else 's'} forgotten")
