"""Write reports of weeks, months and years: their facts, every format of the facts, and the archive."""

from __future__ import annotations

from scs_tracker.reporting.archive import issued_editions, update_archive
from scs_tracker.reporting.facts import report_facts, weekly_facts
from scs_tracker.reporting.render import render_csv, render_html, render_json, render_markdown, write_report

__all__ = [
    "issued_editions", "render_csv", "render_html", "render_json", "render_markdown", "report_facts", "update_archive",
    "weekly_facts", "write_report",
]  # fmt: skip
