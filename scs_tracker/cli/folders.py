"""Define the command init, which creates a working folder with settings and an empty table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from scs_tracker.cli.output import print_notice, show_files
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically

#: Settings of a new working folder; LIVE is replaced with the sources that need no API key.
_SETTINGS: Final = Path(__file__).with_name("tracker.toml")


def initialise(folder: Path) -> list[Path]:
    """Create a working folder, or add its missing files; return the paths of the new files and the inbox."""
    if folder.exists() and not folder.is_dir():
        raise TrackerError(f"{folder} is a file; choose a folder")
    written = []
    settings, table, inbox = folder / "tracker.toml", folder / "incidents.csv", folder / "inbox"
    if not settings.exists():
        from scs_tracker.intake.catalogue import starter

        ids = "\n".join(f'  "{one}",' for one in starter())
        written.append(write_atomically(settings, _SETTINGS.read_bytes().replace(b"LIVE", ids.encode())))
        if not inbox.exists():
            try:
                inbox.mkdir(parents=True)
            except OSError as error:
                raise TrackerError(f"{inbox} cannot be created: {error.strerror}; choose another folder") from None
            written.append(inbox)
    from scs_tracker.ledger.heads import make_key
    from scs_tracker.sources.template import write_template

    written += make_key(folder)
    for empty in (table.with_suffix(".xlsx"), table):
        if not empty.exists():
            written += write_template(empty)
    if not written:
        raise TrackerError(f"{folder} already has tracker.toml and incidents.csv; choose another folder")
    return written


app = typer.Typer()


@app.command(epilog="Example: scs-tracker init south-china-sea")
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder; created if it does not exist.")]) -> None:
    """Create a working folder with settings and an empty table."""
    files = initialise(folder)
    show_files(files)
    if any(file.name == "tracker.toml" for file in files):
        from scs_tracker.intake.catalogue import starter

        print_notice(
            f"{len(starter())} monitored sources are enabled; none needs an API key; see scs-tracker sources list"
        )
