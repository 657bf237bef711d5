"""A new working folder: settings that work at once, and a table to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.sources.template import write_template

if TYPE_CHECKING:
    from pathlib import Path

_SETTINGS: Final = """\
# Settings of this working folder. Relative paths start here; every key but [[sources]] is shown with its default.

# Where the ledger is: a SQLite file, or a PostgreSQL address for a team.
ledger = "sqlite:///tracker.db"

# Weeks begin and end in this time zone.
timezone = "Asia/Manila"

# Your own gazetteer rows and zones, used beside and in place of the shipped ones.
geodata = "geodata-local"

# Where maps and weekly reports are written.
maps = "maps/html"
weekly = "maps/html/weekly"

# Files that `scs-tracker run` imports. Fill in incidents.csv, or name your own files here.
[[sources]]
path = "incidents.csv"
"""


def initialise(folder: Path) -> list[Path]:
    """Make a working folder, or complete one; a file that is there already stays as it is.

    Parameters
    ----------
    folder
        Where to; it is made if it is not there.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    TrackerError
        The folder is a file, or everything is there already.
    """
    if folder.exists() and not folder.is_dir():
        raise TrackerError(f"{folder} is a file; name a folder")
    written = []
    settings, table = folder / "tracker.toml", folder / "incidents.csv"
    if not settings.exists():
        written.append(write_atomically(settings, _SETTINGS.encode()))
    if not table.exists():
        written += write_template(table)
    if not written:
        raise TrackerError(f"{folder} has tracker.toml and incidents.csv already; nothing was changed")
    return written
