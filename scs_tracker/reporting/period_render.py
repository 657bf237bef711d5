"""A month or a year as HTML, JSON, CSV and PDF, and on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import UsageError
from scs_tracker.reporting.issued_files import refuse_rewriting, write_forms
from scs_tracker.reporting.period_charts import period_pictures
from scs_tracker.reporting.render import render_csv, render_json
from scs_tracker.reporting.template import content_policy, environment, rendered
from scs_tracker.sentences.language import SOURCE, speaking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMATS: Final = ("html", "json", "csv", "pdf")
DEFAULT_FORMATS: Final = ("html", "json")


def render_period(
    facts: Mapping[str, Any], *, templates: Path | None = None, archived: bool = False, maps: str = ""
) -> str:
    """Return the report of a month or a year as one HTML file that loads nothing and runs nothing.

    Parameters
    ----------
    facts
        As ``period_facts`` gives them.
    templates
        A folder whose period.html.j2 or weekly.css are used in place of ours.
    archived
        Link to index.html beside it.
    maps
        Address of the folder of the maps as seen from the page, with ``/`` at its end; empty for no links to it.
    """
    with speaking(str(facts.get("language", SOURCE))):
        ours = environment(templates)
        style = rendered(ours, "weekly.css")
        return rendered(
            ours,
            "period.html.j2",
            facts=facts,
            pictures=period_pictures(facts),
            archived=archived,
            maps=maps,
            style=style,
            policy=content_policy(style=style),
        )


def write_period(
    facts: Mapping[str, Any],
    out_dir: Path,
    formats: Sequence[str] = DEFAULT_FORMATS,
    *,
    templates: Path | None = None,
    archived: bool = False,
    base_url: str = "",
    maps: str = "",
) -> list[Path]:
    """Write a month or a year in some formats, each file whole or not at all, and return the files.

    Parameters
    ----------
    facts
        As ``period_facts`` gives them.
    out_dir
        Folder; made if it is not there.
    formats
        Of ``FORMATS``.
    templates, archived, maps
        As ``render_period`` takes them.
    base_url
        Address under which the folder is published; the PDF links there.

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
        raise UsageError(f"format {unknown[0]!r} is not known here; allowed are {', '.join(FORMATS)}")
    html = (
        render_period(facts, templates=templates, archived=archived, maps=maps)
        if {"html", "pdf"} & set(formats)
        else ""
    )
    refuse_rewriting(out_dir / f"{facts['label']}.json", facts, _refusal)
    contents: dict[str, bytes] = {}
    for name in dict.fromkeys(formats):
        match name:
            case "html":
                contents[name] = html.encode()
            case "json":
                contents[name] = render_json(facts).encode()
            case "csv":
                contents[name] = render_csv(facts).encode()
            case "pdf":
                from scs_tracker.reporting.pdf import render_pdf

                contents[name] = render_pdf(html, address=base_url)
    return write_forms(out_dir, str(facts["label"]), contents)


def _refusal(there: Mapping[str, Any]) -> str:
    return " and is not rewritten; write to another folder with --out" if there.get("issued") else ""
