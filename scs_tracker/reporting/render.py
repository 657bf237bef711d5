"""The facts of a week as HTML, JSON, Markdown and CSV, and on disk."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.config import REPORT_FORMATS
from scs_tracker.errors import UsageError
from scs_tracker.reporting.corrections import edition_stem
from scs_tracker.reporting.issued_files import refuse_rewriting, write_forms
from scs_tracker.reporting.template import content_policy, environment, rendered
from scs_tracker.sentences.language import SOURCE, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


FORMATS: Final = REPORT_FORMATS
DEFAULT_FORMATS: Final = ("html", "json")
#: Columns of the CSV of a week's incidents.
CSV_COLUMNS: Final = (
    "number", "id", "date_start", "date_end", "time_local", "types", "severity", "initiators", "targets",
    "initiator_units", "target_units", "place", "location_text", "lat", "lon", "radius_km", "method", "injured",
    "killed", "detained", "damage", "summary", "accounts", "corroboration", "standing", "zones", "zones_possible",
    "sources", "revision", "updated_at",
)  # fmt: skip


def pictures(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return all pictures that the facts have data for.

    Returns
    -------
    dict
        ``map``, ``trend``, ``matrix`` and ``months``, each an ``svg`` element or an empty text, and ``places``: small
        maps as dicts with place, caption and picture.
    """
    from scs_tracker.reporting.charts import charts
    from scs_tracker.reporting.sea import load_sea
    from scs_tracker.reporting.week_map import place_maps, week_map

    drawn: dict[str, Any] = {"map": "", "trend": "", "matrix": "", "months": "", "places": [], **charts(facts)}
    if facts["incidents"]:
        sea = load_sea(until=facts["period"]["last_day"])
        drawn["map"] = week_map(facts, sea)
        drawn["places"] = place_maps(facts, sea)
    return drawn


def render_html(
    facts: Mapping[str, Any],
    *,
    archived: bool = False,
    templates: Path | None = None,
    drawn: Mapping[str, Any] | None = None,
    maps: str = "",
) -> str:
    """Return the report as one HTML file that loads nothing and runs nothing.

    Parameters
    ----------
    facts
        As ``weekly_facts`` gives them.
    archived
        Link to index.html and latest.html beside it.
    templates
        A folder whose weekly.html.j2 or weekly.css are used in place of ours.
    drawn
        The pictures, if they are drawn already.
    maps
        Address of the folder of the maps as seen from the page, with ``/`` at its end: each incident links to its card
        on the overview, and counts to their incidents there. Empty for no such links.

    Raises
    ------
    TrackerError
        The folder of templates is missing, or a template is faulty.
    """
    with speaking(language_of(facts)):
        ours = environment(templates)
        style = rendered(ours, "weekly.css")
        return rendered(
            ours,
            "weekly.html.j2",
            facts={"leads": _NO_LEADS} | dict(facts),
            pictures=pictures(facts) if drawn is None else drawn,
            archived=archived,
            maps=maps,
            style=style,
            policy=content_policy(style=style),
        )


#: Of weeks that were issued before leads were printed.
_NO_LEADS: Final[dict[str, Any]] = {"rows": [], "left_out": 0}


def language_of(facts: Mapping[str, Any]) -> str:
    """Return the language of a report's own words; reports that do not say it are in the source language."""
    return str(facts.get("language", SOURCE))


def render_json(facts: Mapping[str, Any]) -> str:
    """Return the facts as JSON text, keys in the order of the report."""
    return json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def render_markdown(facts: Mapping[str, Any], *, templates: Path | None = None) -> str:
    """Return the report as Markdown, without pictures; text from sources is escaped and shows as typed."""
    with speaking(language_of(facts)):
        text = rendered(environment(templates), "weekly.md.j2", facts={"leads": _NO_LEADS} | dict(facts))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def render_csv(facts: Mapping[str, Any]) -> str:
    """Return the week's incidents as CSV, one row each, several values in a cell with ``;`` between.

    Text that a spreadsheet would run as a formula begins with an apostrophe, as in ``export``.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows([_cell(row, column) for column in CSV_COLUMNS] for row in facts["incidents"])
    return buffer.getvalue()


_CELLS: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "types": lambda row: ";".join(kind["type"] for kind in row["types"]),
    "initiators": lambda row: ";".join(actor["code"] for actor in row["initiators"]),
    "targets": lambda row: ";".join(actor["code"] for actor in row["targets"]),
    "initiator_units": lambda row: ";".join(row["initiator_units"]),
    "target_units": lambda row: ";".join(row["target_units"]),
    "place": lambda row: str(row["place"]["name"]),
    "accounts": lambda row: str(row["accounts_text"]),
    "zones": lambda row: ";".join(zone["id"] for zone in row["zones"] if zone["membership"] == "certain"),
    "zones_possible": lambda row: ";".join(zone["id"] for zone in row["zones"] if zone["membership"] == "possible"),
    "sources": lambda row: ";".join(source["url"] for source in row["source_list"]),
}


def _cell(row: Mapping[str, Any], column: str) -> Any:
    from scs_tracker.ledger.export import defuse

    value = _CELLS[column](row) if column in _CELLS else row[column]
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else value


def stem(facts: Mapping[str, Any]) -> str:
    """Return the file name of a report without its ending."""
    return edition_stem(str(facts["week"]), int(facts["edition"]["number"]))


def write_week(
    facts: Mapping[str, Any],
    out_dir: Path,
    formats: Sequence[str] = DEFAULT_FORMATS,
    *,
    archived: bool = False,
    templates: Path | None = None,
    base_url: str = "",
    maps: str = "",
) -> list[Path]:
    """Write a week in some formats, each file whole or not at all, and return the files.

    Parameters
    ----------
    facts
        As ``weekly_facts`` gives them.
    out_dir
        Folder; made if it is not there.
    formats
        Of ``FORMATS``; html and json by default.
    archived
        Link to the index and the latest week beside it.
    templates
        A folder with the user's own templates.
    base_url
        Address under which the folder is published; mail and PDF link there.
    maps
        As ``render_html`` takes it.

    Raises
    ------
    UsageError
        A format is not known.
    TrackerError
        The folder cannot be written, an issued report would be overwritten with other facts, or PDF is asked for and
        not installed.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise UsageError(f"format {unknown[0]!r} is not known; allowed are {', '.join(FORMATS)}")
    refuse_rewriting(out_dir / f"{stem(facts)}.json", facts, _refusal)
    contents: dict[str, bytes] = {}
    html = (
        render_html(facts, archived=archived, templates=templates, maps=maps) if {"html", "pdf"} & set(formats) else ""
    )
    for name in dict.fromkeys(formats):
        match name:
            case "html":
                contents[name] = html.encode()
            case "json":
                contents[name] = render_json(facts).encode()
            case "md":
                contents[name] = render_markdown(facts, templates=templates).encode()
            case "csv":
                contents[name] = render_csv(facts).encode()
            case "pdf":
                from scs_tracker.reporting.pdf import render_pdf

                contents[name] = render_pdf(html, address=base_url)
            case "eml":
                from scs_tracker.reporting.mail import render_mail

                page = f"{base_url.rstrip('/')}/{stem(facts)}.html" if base_url else ""
                contents[name] = render_mail(facts, templates=templates, page=page)
            case "png":
                from scs_tracker.reporting.pictures import slide

                contents[name] = slide(facts)
    return write_forms(out_dir, stem(facts), contents)


def _refusal(there: Mapping[str, Any]) -> str:
    edition = there.get("edition", {})
    advice = f"write to another folder, or correct it with scs-tracker run --reissue {there.get('week')}"
    return f" as edition {edition['number']} and is not rewritten; {advice}" if edition.get("issued") else ""
