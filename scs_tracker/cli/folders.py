"""The command init: a working folder with settings and an empty table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from scs_tracker.cli.output import print_notice, show_files
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically

_SETTINGS: Final = """\
# Settings of this working folder. Relative paths start here; keys before [[sources]] are shown with their defaults.
# Environment variables such as SCS_TRACKER_LEDGER or SCS_TRACKER_BASE_URL take precedence.

# The ledger: a SQLite file, or a PostgreSQL URL for a team.
ledger = "sqlite:///tracker.db"

# Weeks begin and end in this time zone.
timezone = "Asia/Manila"

# Folder of your own gazetteer rows and zones, which add to or replace the shipped ones.
geodata = "geodata-local"

# Folders of maps and weekly reports.
maps = "maps/html"
weekly = "maps/html/weekly"

# Folder of your own report templates, which replace shipped ones of the same name.
# templates = "templates"

# Output folder of `scs-tracker bulk`; the weekly report prints its ship-days.
# tallies = "bulk"

# URL of the published weekly folder, for links in its Atom feed. Without it, links are relative.
base_url = ""

# Formats of issued reports. html and json are always written; others are md, csv, pdf, eml (email) and png (slide).
formats = ["html", "json"]

# Whether reports list proposals, separately and marked as not yet checked.
unchecked = true

# Rows of a file or inbox from this severity wait for a reviewer; "none" holds no row.
hold = 3

# Language of reports: en or id.
language = "en"

# Whether incidents of severity 3 or more need a second review before a report prints them as accepted.
second_reader = false

# Model that parses articles, such as en_core_web_lg 3.8. Empty: en_core_web_sm, part of the extra articles.
parser_model = ""

# Contact address sent to the servers of sources; please enter yours.
contact = ""

# Further places for the signed heads of the ledger (heads.jsonl), which reveal a rewritten history: a file on
# another disk, git:FOLDER or mail:ADDRESS. Keep heads.key secret; heads.pub is published.
# heads = ["git:../public-site"]

# Monitored sources that `scs-tracker intake` and `run` read; every item awaits your review. These need no API
# key. `scs-tracker sources list` shows the whole catalogue; `sources enable` and `disable` change this list.
live = [
LIVE
]

# Further sources of `scs-tracker run`, one [[sources]] entry each; docs/running.md explains every key.
# Fill in incidents.csv. Or fill in incidents.xlsx, with sources on its second sheet, and enter it here instead.
# Or put report files into the inbox: they are moved to inbox/done or inbox/failed.
[[sources]]
path = "incidents.csv"

[[sources]]
inbox = "inbox"

# Fetched pages are kept as WARC files in this folder, with their hashes in the ledger. With a key of the Wayback
# Machine, accepted sources are archived there too; the name is that of an environment variable. docs/intake.md.
[archive]
pages = "pages"
# wayback = "WAYBACK_KEY"

# How the weekly report is sent by email; docs/for-newsrooms.md explains every key.
# [mail]
# host = "smtp.example.org"

# Columns of your own table; `scs-tracker import FILE` prints such a block if it has to ask.
# [tables."log"]

# Other sources: remove the # and enter your own URL.
#
# All files that match a pattern:
# [[sources]]
# path = "reports/*.csv"
#
# A file on the web:
# [[sources]]
# url = "https://example.org/incidents.csv"
#
# A feed that is not in the catalogue; follow also reads the linked pages:
# [[sources]]
# feed = "https://example.org/rss.xml"
# follow = true
#
# Recipients of intake --digest; docs/intake.md explains them. Each name is that of an environment variable, so that
# this file has no secrets.
# [digest]
# to = ["SCS_MAIL"]
#
# The desk's URL stays the same if it has a login file, which the desk creates and only you can read:
# [desk]
# login = "desk.login"
#
# A model that translates and reads a second time; docs/intake.md explains it. Texts are sent to this address only.
# [model]
# url = "http://127.0.0.1:8080/v1"
# name = "the model's name there"
#
# Other names for the environment variables with API keys of sources:
# [keys]
# xx-acled = ["MY_NAME", "MY_PASSWORD"]
"""


def initialise(folder: Path) -> list[Path]:
    """Create a working folder, or complete one; existing files are kept. Return the files written, and the inbox."""
    if folder.exists() and not folder.is_dir():
        raise TrackerError(f"{folder} is a file; name a folder")
    written = []
    settings, table, inbox = folder / "tracker.toml", folder / "incidents.csv", folder / "inbox"
    if not settings.exists():
        from scs_tracker.intake.catalogue import starter

        ids = "\n".join(f'  "{one}",' for one in starter())
        written.append(write_atomically(settings, _SETTINGS.replace("LIVE", ids).encode()))
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
        raise TrackerError(f"{folder} already has tracker.toml and incidents.csv; nothing was changed")
    return written


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
