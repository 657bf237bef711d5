"""The command init: a working folder with settings and an empty table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from scs_tracker.cli.output import print_notice, show_files
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.sources.template import write_template

_SETTINGS: Final = """\
# Settings of this working folder. Relative paths start here; keys before [[sources]] are shown with their defaults.
# A variable such as SCS_TRACKER_LEDGER or SCS_TRACKER_BASE_URL wins over the same key here.

# Where the ledger is: a SQLite file, or a PostgreSQL address for a team.
ledger = "sqlite:///tracker.db"

# Weeks begin and end in this time zone.
timezone = "Asia/Manila"

# Your own gazetteer rows and zones, used beside and in place of the shipped ones.
geodata = "geodata-local"

# Where maps and weekly reports are written.
maps = "maps/html"
weekly = "maps/html/weekly"

# Your own templates of the weekly report, in place of ours of the same name.
# templates = "templates"

# The folder of a run of `scs-tracker bulk`, whose ship-days the weekly report prints.
# tallies = "bulk"

# The address at which the weekly folder is published, for the links of its Atom feed; relative links without it.
base_url = ""

# In what weeks are issued; html and json are always among them. Others: md, csv, pdf, eml (a mail), png (a slide).
formats = ["html", "json"]

# Whether reports print, apart and marked, what is reported and not yet checked.
unchecked = true

# A row of an inbox or a file with this severity or more waits for a reviewer; "none" holds nothing.
hold = 3

# The language of the reports' own words: en or id.
language = "en"

# Whether incidents of severity 3 and above want a second name before a report prints them as accepted.
second_reader = false

# The model that parses articles, such as en_core_web_lg 3.8; empty is en_core_web_sm, which the extra articles brings.
parser_model = ""

# Servers that are asked can write to this address; please name one of yours.
contact = ""

# Live sources that `scs-tracker intake` and `run` read; what they give is proposed and waits for you. These need no
# key. `scs-tracker sources list` shows the whole catalogue; sources enable and disable write here.
live = [
LIVE
]

# What `scs-tracker run` reads besides, each under its own [[sources]]; docs/running.md explains every key.
# Fill in incidents.csv; or fill in incidents.xlsx in Excel, its second sheet for the sources, and name it here instead.
# Or drop files of reports into the inbox: they move to inbox/done or inbox/failed.
[[sources]]
path = "incidents.csv"

[[sources]]
inbox = "inbox"

# How the weekly report is sent by email; docs/for-newsrooms.md explains every key.
# [mail]
# host = "smtp.example.org"

# What the columns of a table of your own mean; `scs-tracker import FILE` prints such a block where it has to ask.
# [tables."log"]

# Other sources; take the # away and put your own address in.
#
# Every file that a pattern stands for:
# [[sources]]
# path = "reports/*.csv"
#
# A file on the web:
# [[sources]]
# url = "https://example.org/incidents.csv"
#
# A feed that is not in the catalogue; follow reads the pages that its items link to:
# [[sources]]
# feed = "https://example.org/rss.xml"
# follow = true
#
# Where intake --digest sends what came in, and with what key copies of sources are asked for; docs/intake.md explains
# both. Each name is that of a variable of the environment, so that no secret stands here.
# [digest]
# to = ["SCS_MAIL"]
#
# [archive]
# wayback = "WAYBACK_KEY"
#
# Other names for the variables with which a source of the catalogue lets one in:
# [keys]
# xx-acled = ["MY_NAME", "MY_PASSWORD"]
"""


def initialise(folder: Path) -> list[Path]:
    """Create a working folder, or complete one; existing files are kept.

    Parameters
    ----------
    folder
        Where to; it is made if it is not there.

    Returns
    -------
    list of Path
        The files written, and the inbox.

    Raises
    ------
    TrackerError
        The folder is a file, or everything is there already.
    """
    if folder.exists() and not folder.is_dir():
        raise TrackerError(f"{folder} is a file; name a folder")
    written = []
    settings, table, inbox = folder / "tracker.toml", folder / "incidents.csv", folder / "inbox"
    if not settings.exists():
        from scs_tracker.intake.catalogue import starter

        ids = "\n".join(f'  "{one}",' for one in starter())
        written.append(write_atomically(settings, _SETTINGS.replace("LIVE", ids).encode()))
        if not inbox.exists():
            _make(inbox)
            written.append(inbox)
    for empty in (table.with_suffix(".xlsx"), table):
        if not empty.exists():
            written += write_template(empty)
    if not written:
        raise TrackerError(f"{folder} already has tracker.toml and incidents.csv; nothing was changed")
    return written


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise TrackerError(f"{folder} cannot be created: {error.strerror}; choose another folder") from None


app = typer.Typer()


@app.command()
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder; created if it does not exist.")]) -> None:
    """Create a working folder with settings and an empty table."""
    files = initialise(folder)
    show_files(files)
    if any(file.name == "tracker.toml" for file in files):
        from scs_tracker.intake.catalogue import starter

        print_notice(
            f"{len(starter())} monitored sources are enabled, none needs an API key; see scs-tracker sources list"
        )
