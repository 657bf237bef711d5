"""The archive of issued weeks: an index page, the latest week and an Atom feed, all made from the JSON beside them."""

from __future__ import annotations

import json
import re
import uuid
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.reporting.render import content_policy, environment, rendered
from scs_tracker.reporting.weeks import parse_instant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INDEX, LATEST, FEED = "index.html", "latest.html", "feed.xml"
_FILE: Final = re.compile(r"\d{4}-W\d{2}(?:-edition-\d+)?\.json")
#: Entries of the feed; older weeks stay in the index.
_FEED_WEEKS: Final = 52
#: Ids follow from this and the week alone, so that a rewritten feed has the same ids.
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "scs-tracker.weekly")
_SHOWN_FORMATS: Final = ("html", "pdf", "md", "csv", "json")


def issued_editions(folder: Path) -> list[dict[str, Any]]:
    """Return the editions issued into ``folder``, by week and edition, as their JSON says.

    Returns
    -------
    list of dict
        ``week``, ``edition``, ``as_of``, ``stem`` (the file name without its ending) and ``facts``. Empty where the
        folder is not there yet.

    Raises
    ------
    TrackerError
        A JSON file of a week cannot be read.
    """
    found = []
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if not _FILE.fullmatch(file.name):
            continue
        try:
            facts = json.loads(file.read_text(encoding="utf-8"))
            issued = bool(facts["edition"]["issued"])
        except OSError as error:
            raise TrackerError(f"{file} cannot be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError) as error:
            raise TrackerError(
                f"{file} is not the JSON of a week ({error}); move it away, or render it again"
            ) from None
        if issued:
            found.append(
                {
                    "week": facts["week"],
                    "edition": facts["edition"]["number"],
                    "as_of": facts["data"]["as_of"],
                    "stem": file.stem,
                    "facts": facts,
                }
            )
    return sorted(found, key=lambda item: (item["week"], item["edition"]))


def update_archive(folder: Path, *, base_url: str = "") -> list[Path]:
    """Write index.html, latest.html and feed.xml anew from the issued weeks in ``folder``, and return them.

    What lies there decides alone, so that an interrupted run can be done again and nothing stands twice.

    Parameters
    ----------
    folder
        Where ``write_week`` wrote the weeks.
    base_url
        Address under which the folder is published; without it the feed's links are relative.

    Raises
    ------
    TrackerError
        A JSON file of a week cannot be read, or a file cannot be written.
    """
    editions = issued_editions(folder)
    weeks = [_entry(folder, list(own)) for _, own in groupby(editions, key=lambda item: str(item["week"]))]
    weeks.reverse()
    written = []
    if weeks:
        latest = folder / f"{weeks[0]['stem']}.html"
        if latest.exists():
            written.append(write_atomically(folder / LATEST, latest.read_bytes()))
    written.append(write_atomically(folder / FEED, _feed(weeks[:_FEED_WEEKS], base_url)))
    written.append(write_atomically(folder / INDEX, render_index(weeks).encode()))
    return written


def _entry(folder: Path, own: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what the index and the feed say of one week: its last edition, with the earlier ones behind it."""
    last = own[-1]
    facts = last["facts"]
    return {
        "week": last["week"],
        "year": last["week"][:4],
        "words": facts["period"]["words"],
        "edition": last["edition"],
        "as_of": last["as_of"],
        "as_of_words": facts["data"]["as_of_words"],
        "first_as_of": own[0]["as_of"],
        "stem": last["stem"],
        "count": facts["glance"][0]["this_week"],
        "places": [row["place"]["name"] for row in facts["places"]],
        "key_points": facts["key_points"],
        "search": _search_text(facts),
        "earlier": [{"edition": item["edition"], "stem": item["stem"]} for item in own[:-1]],
        "formats": [name for name in _SHOWN_FORMATS if (folder / f"{last['stem']}.{name}").exists()],
    }


def _search_text(facts: dict[str, Any]) -> str:
    """Return the words by which a week is found: places in all languages, actors, units, types and ids."""
    words = [facts["week"], facts["period"]["words"]]
    for row in facts["incidents"]:
        place = row["place"]
        words += [place["name"], *(part for other in place["others"] for part in (other["name"], other["romanised"]))]
        words += [actor["name"] for actor in (*row["initiators"], *row["targets"])]
        words += [*row["initiator_units"], *row["target_units"], *(kind["label"] for kind in row["types"]), row["id"]]
    return " ".join(dict.fromkeys(word for word in words if word)).casefold()


def render_index(weeks: Sequence[dict[str, Any]]) -> str:
    """Return the index page: weeks by year, newest first, with a search that needs no server."""
    templates = environment(None)
    style = rendered(templates, "weekly.css") + rendered(templates, "index.css")
    script = rendered(templates, "index.js")
    years = [(year, list(own)) for year, own in groupby(weeks, key=lambda item: str(item["year"]))]
    policy = content_policy(style=style, script=script)
    return rendered(templates, "index.html.j2", years=years, style=style, script=script, policy=policy)


def _feed(weeks: Sequence[dict[str, Any]], base_url: str) -> bytes:
    from feedgen.feed import FeedGenerator

    base = f"{base_url.rstrip('/')}/" if base_url else ""
    feed = FeedGenerator()
    feed.id(base or f"urn:uuid:{_NAMESPACE}")
    feed.title("scs-tracker: the week in the South China Sea")
    feed.author({"name": "scs-tracker"})
    feed.generator("scs-tracker")
    feed.link(href=f"{base}{FEED}", rel="self", type="application/atom+xml")
    feed.link(href=f"{base}{INDEX}", rel="alternate", type="text/html")
    feed.updated(max((parse_instant(week["as_of"]) for week in weeks), default=parse_instant("1970-01-01")))
    for week in weeks:
        entry = feed.add_entry(order="append")
        entry.id(f"urn:uuid:{uuid.uuid5(_NAMESPACE, base + week['week'])}")
        edition = f", edition {week['edition']}" if week["edition"] > 1 else ""
        entry.title(f"{week['week']}: {week['words']}{edition}")
        entry.link(href=f"{base}{week['stem']}.html", rel="alternate", type="text/html")
        entry.published(parse_instant(week["first_as_of"]))
        entry.updated(parse_instant(week["as_of"]))
        entry.summary(" ".join(week["key_points"]))
    content: bytes = feed.atom_str(pretty=True)
    return content
