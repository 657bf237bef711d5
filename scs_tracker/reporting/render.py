"""Render the facts of a report as HTML, JSON, Markdown and CSV, and write them to disk."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.config import REPORT_FORMATS
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.reporting.corrections import edition_stem
from scs_tracker.reporting.facts import FORMAT
from scs_tracker.reporting.period import WEEK
from scs_tracker.reporting.report_map import legend
from scs_tracker.reporting.template import content_policy, environment, rendered
from scs_tracker.sentences.language import use_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FORMATS: Final = REPORT_FORMATS
PERIOD_FORMATS: Final = ("html", "json", "csv", "pdf")
DEFAULT_FORMATS: Final = ("html", "json")
#: Columns of the CSV of a week's incidents.
CSV_COLUMNS: Final = (
    "number", "id", "date_start", "date_end", "time_local", "types", "severity", "initiators", "targets",
    "initiator_units", "target_units", "place", "location_text", "lat", "lon", "radius_km", "method", "injured",
    "killed", "detained", "damage", "summary", "accounts", "corroboration", "standing", "zones", "zones_possible",
    "sources", "revision", "updated_at", "acts",
)  # fmt: skip


def pictures(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return ``map`` and ``months`` as ``svg`` elements; both are empty without data, and ``months`` for a week."""
    from scs_tracker.reporting.charts import months_chart
    from scs_tracker.reporting.report_map import report_map

    return {"map": report_map(facts), "months": "" if facts["kind"] == WEEK else months_chart(facts)}


def render_html(
    facts: Mapping[str, Any],
    *,
    archived: bool = False,
    templates: Path | None = None,
    drawn: Mapping[str, Any] | None = None,
    maps: str = "",
) -> str:
    """Return the report as one HTML file without external resources or scripts.

    ``archived`` adds links to index.html and latest.html; ``templates`` is a folder whose weekly.html.j2 or weekly.css
    replace the shipped ones; ``drawn`` has images drawn before. ``maps`` is the relative URL of the folder of maps,
    ending in ``/``: with it, each incident links to the overview map.
    """
    with use_language(facts["language"]):
        ours = environment(templates)
        style = rendered(ours, "weekly.css")
        return rendered(
            ours,
            "weekly.html.j2",
            facts=facts,
            page_numbers=page_numbers(facts),
            legend=legend(facts),
            pictures=pictures(facts) if drawn is None else drawn,
            archived=archived,
            maps=maps,
            style=style,
            policy=content_policy(style=style),
        )


def page_numbers(facts: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the incidents on page one, whose acts are listed."""
    return [number for item in facts["news"] for number in item["numbers"]]


def render_json(facts: Mapping[str, Any]) -> str:
    """Return the facts as JSON text, keys in the order of the report."""
    return json.dumps(facts, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def render_markdown(facts: Mapping[str, Any], *, templates: Path | None = None) -> str:
    """Return the report as Markdown, without images; text from sources is escaped and shows as typed."""
    with use_language(facts["language"]):
        text = rendered(environment(templates), "weekly.md.j2", facts=facts, page_numbers=page_numbers(facts))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def render_csv(facts: Mapping[str, Any]) -> str:
    """Return the report's incidents as CSV, one row each, several values in a cell separated by ``;``.

    Text that a spreadsheet would run as a formula gets an apostrophe in front, as in ``export``.
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
    "acts": lambda row: "; ".join(f"{_sides(act['by'])} {act['type']} {_sides(act['against'])}" for act in row["acts"]),
}


def _sides(actors: Sequence[Mapping[str, str]]) -> str:
    return "/".join(actor["code"] for actor in actors) or "?"


def _cell(row: Mapping[str, Any], column: str) -> Any:
    from scs_tracker.ledger.export import defuse

    value = _CELLS[column](row) if column in _CELLS else row[column]
    if value is None:
        return ""
    return defuse(value) if isinstance(value, str) else value


def stem(facts: Mapping[str, Any]) -> str:
    """Return the file name of a report without its ending."""
    return edition_stem(str(facts["label"]), int(facts["edition"]["number"]))


def write_report(
    facts: Mapping[str, Any],
    out_dir: Path,
    formats: Sequence[str] = DEFAULT_FORMATS,
    *,
    archived: bool = False,
    templates: Path | None = None,
    base_url: str = "",
    maps: str = "",
) -> list[Path]:
    """Write a report in the given formats, each file completely or not at all, and return the paths of the files.

    The JSON file is written last, so it exists only with all other formats. ``base_url`` is the published URL of the
    folder, for links in email and PDF; other parameters are those of ``render_html``. Raise ``UsageError`` if a format
    is not available, ``TrackerError`` if the folder cannot be written, an issued report would change, or the facts
    have the form of another version.
    """
    allowed = formats_of(facts["kind"])
    unknown = [name for name in formats if name not in allowed]
    if unknown:
        raise UsageError(f"format {unknown[0]!r} is not known for a {facts['kind']}; use one of {', '.join(allowed)}")
    if facts["format"] != FORMAT:
        raise TrackerError(
            f"{facts['label']} was issued by an earlier version ({facts['format']}) and is not rewritten; "
            f"use scs-tracker run --reissue {facts['label']} to issue a new edition"
        )
    name = stem(facts)
    _refuse_rewriting(out_dir / f"{name}.json", facts)
    html = ""
    if {"html", "pdf"} & set(formats):
        html = render_html(facts, archived=archived, templates=templates, maps=maps)
    page = f"{base_url.rstrip('/')}/{name}.html" if base_url else ""
    makers: dict[str, Callable[[], bytes]] = {
        "html": html.encode,
        "json": lambda: render_json(facts).encode(),
        "md": lambda: render_markdown(facts, templates=templates).encode(),
        "csv": lambda: render_csv(facts).encode(),
        "pdf": lambda: _module("pdf").render_pdf(html, address=base_url),
        "eml": lambda: _module("mail").render_mail(facts, templates=templates, page=page),
        "png": lambda: _module("pictures").slide(facts),
    }
    contents = {form: makers[form]() for form in dict.fromkeys(formats)}
    for form in sorted(contents, key=lambda one: one == "json"):
        write_atomically(out_dir / f"{name}.{form}", contents[form])
    return [out_dir / f"{name}.{form}" for form in contents]


def _module(name: str) -> Any:
    """Return a rendering module with heavy dependencies, imported only if its format is requested."""
    return import_module(f"scs_tracker.reporting.{name}")


def formats_of(kind: str) -> tuple[str, ...]:
    """Return the formats in which a report of a kind can be written."""
    return FORMATS if kind == WEEK else PERIOD_FORMATS


def _refuse_rewriting(file: Path, facts: Mapping[str, Any]) -> None:
    """Raise TrackerError if ``file`` is the JSON of an issued report with facts other than ``facts``."""
    try:
        there = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return
    edition = there.get("edition", {"issued": there.get("issued"), "number": 1})
    if edition.get("issued") and there != json.loads(json.dumps(facts)):
        raise TrackerError(
            f"{file} was issued as edition {edition['number']} and is not rewritten; write to another folder, or "
            f"correct it with scs-tracker run --reissue {facts['label']}"
        )
