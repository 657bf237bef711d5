"""Write the archive of issued reports from their JSON: index, latest week, feeds and landing page."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, unreadable
from scs_tracker.files import write_atomically
from scs_tracker.reporting.feeds import ATOM, JSON_FEED, atom, json_feed
from scs_tracker.reporting.method import attribution
from scs_tracker.reporting.period import WEEK, Period, weeks_in
from scs_tracker.reporting.template import content_policy, environment, rendered
from scs_tracker.reporting.words import counted
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import ngettext
from scs_tracker.sentences.words import listed, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

INDEX, LATEST, FEED = "index.html", "latest.html", ATOM
_FILE: Final = re.compile(r"\d{4}(?:-W\d{2}|-\d{2})?(?:-edition-\d+)?\.json")
#: Is on every landing page; one without it is somebody else's and is left alone.
MARK: Final = "scs-tracker landing page"
#: What became of a week's incidents after it was issued.
LATER: Final = {
    "added": ("{incidents} was added later", "{incidents} were added later"),
    "retracted": ("{incidents} was retracted later", "{incidents} were retracted later"),
}
_SHOWN_FORMATS: Final = ("html", "pdf", "md", "csv", "json", "eml", "png")


def issued_editions(folder: Path) -> list[dict[str, Any]]:
    """Return the editions issued into ``folder``, sorted by period and edition, as read from their JSON files.

    Each has ``label``, ``kind``, ``edition``, ``as_of``, ``stem`` (the file name without its ending), ``withdrawn``
    (None, or at and reason) and ``facts``. Empty if the folder does not exist.
    """
    found = []
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        if not _FILE.fullmatch(file.name):
            continue
        try:
            facts = _current_form(json.loads(file.read_text(encoding="utf-8")))
            entry = {
                "label": str(facts["label"]),
                "kind": str(facts["kind"]),
                "edition": int(facts["edition"]["number"]),
                "as_of": str(facts["data"]["as_of"]),
                "stem": file.stem,
                "withdrawn": facts["edition"].get("withdrawn"),
                "facts": facts,
            }
        except OSError as error:
            raise unreadable(file, error) from None
        except (ValueError, KeyError, TypeError) as error:
            raise TrackerError(
                f"{file} is not the JSON of a report ({error}); move it, or write the report again"
            ) from None
        if facts["edition"]["issued"]:
            found.append(entry)
    periods = {item["label"]: Period.parse(item["label"]) for item in found}
    return sorted(found, key=lambda item: ((own := periods[item["label"]]).last, own.days, item["edition"]))


def _current_form(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a report; facts of an older schema get the current keys of the period and the edition."""
    if "week" in facts:
        return {"label": facts["week"], "kind": WEEK} | facts
    if "edition" not in facts:
        facts["edition"] = {"number": 1, "issued": facts["issued"], "earlier": [], "withdrawn": None}
    return facts


def update_archive(folder: Path, *, base_url: str = "") -> list[Path]:
    """Write index.html, the feeds and, if there is a week, latest.html of the reports in ``folder``; return the paths.

    The files depend on the folder alone, so an interrupted run can be repeated. ``latest.html`` is removed if every
    week is withdrawn. Without ``base_url``, the published URL of the folder, links in the feeds are relative.
    """
    reports = entries(folder)
    newest_first = sorted(reports, key=lambda entry: str(entry["first_as_of"]), reverse=True)
    files = {
        ATOM: atom(newest_first, base_url),
        JSON_FEED: json_feed(newest_first, base_url),
        INDEX: _page("index.html.j2", reports).encode(),
    }
    latest = latest_week(reports)
    if not latest:
        (folder / LATEST).unlink(missing_ok=True)
    elif (page := folder / f"{latest['stem']}.html").exists():
        files = {LATEST: page.read_bytes()} | files
    return [write_atomically(folder / name, content) for name, content in files.items()]


def latest_week(reports: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the newest week in ``reports``, the newest first, that is not withdrawn, or None if there is none."""
    return next((one for one in reports if one["kind"] == WEEK and not one["withdrawn"]), None)


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of the index, the feeds and the landing page for each issued report, newest first."""
    editions = issued_editions(folder)
    later = _found_later(editions)
    reports = [
        _entry(folder, list(own), later.get(label, []))
        for label, own in groupby(editions, key=lambda item: str(item["label"]))
    ]
    return reports[::-1]


def _found_later(editions: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """Return, by week, additions and retractions after its report was issued, each with the report that lists it."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for item in editions:
        changes = item["facts"].get("corrections", {})
        for kind in LATER:
            for row in changes.get(kind, ()):
                if row["week"]:
                    entry = {"kind": kind, "stem": item["stem"], "label": item["label"]}
                    found.setdefault(row["week"], {})[row["id"]] = entry
    return {week: list(own.values()) for week, own in found.items()}


def _entry(folder: Path, own: Sequence[dict[str, Any]], later: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Return the archive entry of one report: the data of its last edition, and a list of its earlier editions."""
    last = own[-1]
    facts, withdrawn = last["facts"], last["withdrawn"]
    # what a further edition holds itself is no news next to it
    news = [row for row in later if row["label"] != last["label"] and last["edition"] == 1]
    lead = facts.get("lead") or facts["key_points"][:1]
    entry = {
        "label": last["label"],
        "kind": last["kind"],
        "year": last["label"][:4],
        "words": facts["period"]["words"],
        "edition": last["edition"],
        "as_of": last["as_of"],
        "changed": max(last["as_of"], withdrawn["at"]) if withdrawn else last["as_of"],
        "as_of_words": facts["data"]["as_of_words"],
        "first_as_of": own[0]["as_of"],
        "stem": last["stem"],
        "withdrawn": withdrawn,
        "count": len(facts["incidents"]),
        "severity": max((row["severity"] for row in facts["incidents"]), default=None),
        "places": list(dict.fromkeys(row["place"]["name"] for row in facts["incidents"])),
        "lead": [_("Withdrawn: {reason}").format(reason=withdrawn["reason"]), *lead] if withdrawn else lead,
        "later": _later_words(news),
        "later_stem": news[-1]["stem"] if news else "",
        "later_label": news[-1]["label"] if news else "",
        "search": _search_text(facts),
        "citation": facts["citation"],
        "earlier": [{"edition": item["edition"], "stem": item["stem"]} for item in own[:-1]],
        "formats": [name for name in _SHOWN_FORMATS if (folder / f"{last['stem']}.{name}").exists()],
    }
    return entry | {"front": rendered(environment(None), "entry.html.j2", facts=facts, report=entry)}


def _later_words(news: Sequence[dict[str, str]]) -> str:
    """Return a sentence on the changes to a week's record after it was issued.

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
    """Return the text that the archive searches: places in all languages, actors, units, types and ids."""
    words = [facts["label"], facts["period"]["words"]]
    for row in facts["incidents"]:
        place = row["place"]
        words += [place["name"], *(part for other in place["others"] for part in (other["name"], other["romanised"]))]
        words += [actor["name"] for actor in (*row["initiators"], *row["targets"])]
        words += [*row["initiator_units"], *row["target_units"], *(kind["label"] for kind in row["types"]), row["id"]]
    return " ".join(dict.fromkeys(word for word in words if word)).casefold()


def render_landing(
    reports: Sequence[dict[str, Any]], *, maps: Sequence[Mapping[str, Any]], data: Sequence[str], weekly: str
) -> str:
    """Return the landing page of the published folder as one HTML file that loads nothing.

    ``reports`` are those of ``entries``; ``maps`` (file, title, description) and ``data`` are files in the same folder;
    ``weekly`` is the relative URL of the folder of reports, ending in ``/``.
    """
    return _page("landing.html.j2", reports, mark=MARK, maps=maps, data=data, weekly=weekly, attribution=attribution())


def _page(template: str, reports: Sequence[dict[str, Any]], **given: Any) -> str:
    templates = environment(None)
    style = rendered(templates, "weekly.css") + rendered(templates, "index.css")
    script = rendered(templates, "index.js")
    weeks = groupby((one for one in reports if one["kind"] == WEEK), key=lambda item: str(item["year"]))
    return rendered(
        templates,
        template,
        years=[(year, own, _calendar(year, own)) for year, own in ((year, list(own)) for year, own in weeks)],
        periods=[one for one in reports if one["kind"] != WEEK],
        latest=latest_week(reports),
        style=style,
        script=script,
        policy=content_policy(style=style, script=script),
        **given,
    )


def _calendar(year: str, weeks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return all weeks of a year in order; a week without an issued report has only its label."""
    known = {week["label"]: week for week in weeks}
    labels = [f"{year}-W{number:02d}" for number in range(1, weeks_in(int(year)) + 1)]
    return [known.get(label, {"label": label, "stem": ""}) for label in labels]
