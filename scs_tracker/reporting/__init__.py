"""The weekly report: facts first, then their HTML, JSON, Markdown, CSV and PDF, and the archive of weeks."""

from __future__ import annotations

from scs_tracker.reporting.facts import weekly_facts
from scs_tracker.reporting.render import render_csv, render_html, render_json, render_markdown, write_week

__all__ = ["render_csv", "render_html", "render_json", "render_markdown", "weekly_facts", "write_week"]
