"""The weekly report: facts first, then their HTML, JSON, Markdown, CSV and PDF, and the archive of weeks."""

from __future__ import annotations

from scs_tracker.reporting.archive import issued_editions, update_archive
from scs_tracker.reporting.facts import weekly_facts
from scs_tracker.reporting.period import period_facts
from scs_tracker.reporting.period_render import write_period
from scs_tracker.reporting.render import render_csv, render_html, render_json, render_markdown, write_week
from scs_tracker.reporting.template import markdown

__all__ = [
    "issued_editions",
    "markdown",
    "period_facts",
    "render_csv",
    "render_html",
    "render_json",
    "render_markdown",
    "update_archive",
    "weekly_facts",
    "write_period",
    "write_week",
]
