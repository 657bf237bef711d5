"""The archive of issued weeks: an index page, the latest week and an Atom feed, all made from the JSON beside them."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.files import write_atomically
from scs_tracker.reporting.feeds import ATOM, JSON_FEED, atom, json_feed
from scs_tracker.reporting.issued_files import read_issued
from scs_tracker.reporting.period_archive import period_entries
from scs_tracker.reporting.template import content_policy, environment, rendered
from scs_tracker.reporting.weeks import weeks_in
from scs_tracker.reporting.words import counted
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import listed, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INDEX, LATEST, FEED = "index.html", "latest.html", ATOM
_FILE: Final = re.compile(r"\d{4}-W\d{2}(?:-edition-\d+)?\.json")
#: What became of a week's incidents after it was issued.
LATER: Final = {
    "added": ("{incidents} was added later", "{incidents} were added later"),
    "retracted": ("{incidents} was retracted later", "{incidents} were retracted later"),
}
_SHOWN_FORMATS: Final = ("html", "pdf", "md", "csv", "json", "eml", "png")


def issued_editions(folder: Path) -> list[dict[str, Any]]:
    """Return the editions issued into ``folder``, by week and edition, as their JSON says.

    Returns
    -------
    list of dict
        ``week``, ``edition``, ``as_of``, ``stem`` (the file name without its ending), ``withdrawn`` (None, or at and
        reason) and ``facts``. Empty where the
        folder is not there yet.

    Raises
    ------
    TrackerError
        A JSON file of a week cannot be read.
    """
    found = read_issued(folder, _FILE, _edition, what="a week")
    return sorted(found, key=lambda item: (item["week"], item["edition"]))


def _edition(facts: dict[str, Any], stem: str) -> dict[str, Any] | None:
    if not facts["edition"]["issued"]:
        return None
    return {
        "week": facts["week"],
        "edition": facts["edition"]["number"],
        "as_of": facts["data"]["as_of"],
        "stem": stem,
        "withdrawn": facts["edition"].get("withdrawn"),
        "facts": facts,
    }


def update_archive(folder: Path, *, base_url: str = "") -> list[Path]:
    """Write index.html, latest.html and the feeds anew from what was issued into ``folder``, and return them.

    What lies there decides alone, so that an interrupted run can be done again and nothing stands twice.

    Parameters
    ----------
    folder
        Where ``write_week`` wrote the weeks.
    base_url
        Address under which the folder is published; without it the feeds' links are relative.

    Raises
    ------
    TrackerError
        A JSON file of a week cannot be read, or a file cannot be written.
    """
    weeks, periods = entries(folder), period_entries(folder)
    told = sorted([*weeks, *periods], key=lambda entry: str(entry["first_as_of"]), reverse=True)
    written = []
    standing = [week for week in weeks if not week["withdrawn"]]
    if standing:
        latest = folder / f"{standing[0]['stem']}.html"
        if latest.exists():
            written.append(write_atomically(folder / LATEST, latest.read_bytes()))
    written.append(write_atomically(folder / ATOM, atom(told, base_url)))
    written.append(write_atomically(folder / JSON_FEED, json_feed(told, base_url)))
    written.append(write_atomically(folder / INDEX, render_index(weeks, periods).encode()))
    return written


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return what the index and the feeds say of each issued week, newest first.

    Raises
    ------
    TrackerError
        A JSON file of a week cannot be read.
    """
    editions = issued_editions(folder)
    later = _told_later(editions)
    weeks = [
        _entry(folder, list(own), later.get(week, []))
        for week, own in groupby(editions, key=lambda item: str(item["week"]))
    ]
    return weeks[::-1]


def _told_later(editions: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """Return, by week, the incidents that entered or left the record after it was issued, and who tells of each."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for item in editions:
        for kind in ("added", "retracted"):
            for row in item["facts"]["corrections"][kind]:
                if row["week"]:
                    told = {"kind": kind, "stem": item["stem"], "told_in": item["week"]}
                    found.setdefault(row["week"], {})[row["id"]] = told
    return {week: list(own.values()) for week, own in found.items()}


def _entry(folder: Path, own: Sequence[dict[str, Any]], later: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return what the index and the feeds say of one week: its last edition, with the earlier ones behind it."""
    last = own[-1]
    facts, withdrawn = last["facts"], last["withdrawn"]
    # what a further edition holds itself is no news beside it
    news = [row for row in later if row["told_in"] != last["week"] and last["edition"] == 1]
    lead = facts.get("lead") or facts["key_points"][:1]
    entry = {
        "week": last["week"],
        "year": last["week"][:4],
        "words": facts["period"]["words"],
        "edition": last["edition"],
        "as_of": last["as_of"],
        "changed": max(last["as_of"], withdrawn["at"]) if withdrawn else last["as_of"],
        "as_of_words": facts["data"]["as_of_words"],
        "first_as_of": own[0]["as_of"],
        "stem": last["stem"],
        "withdrawn": withdrawn,
        "count": facts["glance"][0]["this_week"],
        "severity": max((row["severity"] for row in facts["incidents"]), default=None),
        "places": [row["place"]["name"] for row in facts["places"]],
        "lead": [_("Withdrawn: {reason}").format(reason=withdrawn["reason"]), *lead] if withdrawn else lead,
        "later": _later_words(news),
        "later_stem": news[-1]["stem"] if news else "",
        "later_week": news[-1]["told_in"] if news else "",
        "search": _search_text(facts),
        "citation": facts["citation"],
        "earlier": [{"edition": item["edition"], "stem": item["stem"]} for item in own[:-1]],
        "formats": [name for name in _SHOWN_FORMATS if (folder / f"{last['stem']}.{name}").exists()],
    }
    return entry | {"front": rendered(environment(None), "entry.html.j2", facts=facts, week=entry)}


def _later_words(news: Sequence[dict[str, str]]) -> str:
    """Return what became of a week's record after it was issued.

    Examples
    --------
    >>> _later_words([{"kind": "added"}, {"kind": "added"}])
    'Two incidents were added later.'
    """
    parts = []
    for kind, forms in LATER.items():
        count = sum(row["kind"] == kind for row in news)
        if count:
            parts.append(ngettext(*forms, count).format(incidents=counted(count, "incident")))
    return sentence(listed(parts) + ".") if parts else ""


def _search_text(facts: dict[str, Any]) -> str:
    """Return the words by which a week is found: places in all languages, actors, units, types and ids."""
    words = [facts["week"], facts["period"]["words"]]
    for row in facts["incidents"]:
        place = row["place"]
        words += [place["name"], *(part for other in place["others"] for part in (other["name"], other["romanised"]))]
        words += [actor["name"] for actor in (*row["initiators"], *row["targets"])]
        words += [*row["initiator_units"], *row["target_units"], *(kind["label"] for kind in row["types"]), row["id"]]
    return " ".join(dict.fromkeys(word for word in words if word)).casefold()


def render_index(weeks: Sequence[dict[str, Any]], periods: Sequence[dict[str, Any]] = ()) -> str:
    """Return the index page: the latest week, and all by year with a search that needs no server."""
    templates = environment(None)
    style = rendered(templates, "weekly.css") + rendered(templates, "index.css")
    script = rendered(templates, "index.js")
    latest = next((week for week in weeks if not week["withdrawn"]), None)
    policy = content_policy(style=style, script=script)
    return rendered(
        templates,
        "index.html.j2",
        years=years_of(weeks),
        periods=periods,
        latest=latest,
        style=style,
        script=script,
        policy=policy,
    )


def years_of(weeks: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """Return each year with its issued weeks, newest first, and with all its weeks in order."""
    years = [(year, list(own)) for year, own in groupby(weeks, key=lambda item: str(item["year"]))]
    return [(year, own, _calendar(year, own)) for year, own in years]


def _calendar(year: str, weeks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return all weeks of a year in order, those that were not issued with their label alone."""
    known = {week["week"]: week for week in weeks}
    labels = [f"{year}-W{number:02d}" for number in range(1, weeks_in(int(year)) + 1)]
    return [known.get(label, {"week": label, "stem": ""}) for label in labels]
