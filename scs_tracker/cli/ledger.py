"""Define the commands ledger check, backup, restore, info and forget-text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scs_tracker.cli.options import LEFT_FOR_A_PERSON, By, Json, ledger_of, settings
from scs_tracker.cli.output import print_notice, show, show_done, show_json

app = typer.Typer(help="Verify, back up, restore and describe the ledger.", no_args_is_help=True)

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="Backup file.")]


@app.command(epilog="Example: scs-tracker ledger check")
def check(
    context: typer.Context,
    head: Annotated[str, typer.Option(help="Hash printed in an issued report; it must be in the hash chain.")] = "",
    heads: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Published file of signed heads (hashes); each head must be in the hash chain of this ledger.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Verify the database, hash chain and stored pages, and compare the tables with the journal. Changes nothing."""
    from scs_tracker.intake import pages
    from scs_tracker.ledger import proof
    from scs_tracker.ledger.heads import PUBLIC

    ledger = ledger_of(context)
    found = proof.check(ledger.engine, head=head, published=heads, trusted=settings(context).folder / PUBLIC)
    last, folder = ledger.head(), pages.folder_of(settings(context))
    damaged = pages.check(folder, ledger.engine) if folder is not None else []
    if json:
        show_json({"proves": not found, "differs": found, "head": last, "pages": damaged})
    elif found:
        for sentence in found:
            show(sentence)
        show("ledger verification failed; see docs/disasters.md")
    else:
        print_notice("ledger verified" + (f"; head {last['hash']}, run {last['run']}" if last else "; it is empty"))
    if not json:
        for sentence in damaged:
            show(sentence)
    if found or damaged:
        raise typer.Exit(LEFT_FOR_A_PERSON)


@app.command(epilog="Example: scs-tracker ledger backup backups/2024-06-17.db")
def backup(context: typer.Context, file: BackupFile, json: Json = False) -> None:
    """Back up the ledger to one file and verify it. The ledger can stay in use meanwhile."""
    from scs_tracker.ledger import copying

    is_new = not file.parent.exists()
    size = copying.back_up(ledger_of(context).engine, file)
    sentence = f"{file}: {size:,} bytes, verified" + (f"; created the folder {file.parent}" if is_new else "")
    show_done({"file": str(file), "bytes": size, "verified": True}, sentence, as_json=json)


@app.command(epilog="Example: scs-tracker ledger restore backups/2024-06-17.db")
def restore(context: typer.Context, file: BackupFile, json: Json = False) -> None:
    """Restore a ledger from a backup to an empty location in SQLite or PostgreSQL, and verify it."""
    from scs_tracker.ledger import addresses, copying

    url = settings(context).ledger_url
    copying.restore(url, file)
    shown = addresses.shown(url)
    answer = {"ledger": shown, "file": str(file), "verified": True}
    show_done(answer, f"{shown}: restored from {file} and verified", as_json=json)


@app.command(epilog="Example: scs-tracker ledger info")
def info(context: typer.Context, json: Json = False) -> None:
    """Show the schema version, head hash, last change and row counts of the ledger."""
    from scs_tracker.ledger import describing

    told = describing.describe(ledger_of(context).engine)
    if json:
        show_json(told)
        return
    for name, value in told.items():
        show(f"{name.replace('_', ' ')}: {value}")


@app.command("forget-text", epilog="Example: scs-tracker ledger forget-text --older-than 12w")
def forget_text(
    context: typer.Context,
    older_than: Annotated[str, typer.Option(help="Age: 90d, 12w, 6m or 2y.")],
    by: By = None,
    json: Json = False,
) -> None:
    """Delete article texts and stored pages older than an age. Keeps hashes, URLs and evidence passages."""
    from scs_tracker.intake import pages
    from scs_tracker.ledger import evidence

    engine, folder = ledger_of(context).engine, pages.folder_of(settings(context))
    count = evidence.forget(engine, older_than, by=by)
    files = pages.forget(folder, engine, older_than, by=by) if folder is not None else 0
    told = f"{count} text{'' if count == 1 else 's'} and {files} file{'' if files == 1 else 's'} of pages deleted"
    show_done({"deleted": count, "files": files}, told, as_json=json)
