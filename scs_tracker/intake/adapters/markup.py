"""Extract text and values from HTML and JSON responses."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.web import Page, shown

_BLOCKS: Final = ("p", "div", "br", "li", "tr", "hr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")


def plain(value: str) -> str:
    """Return an HTML fragment as text without markup, one paragraph per line."""
    if "<" not in value and "&" not in value:
        return value.strip()
    from lxml import etree, html

    try:
        root = html.fromstring(f"<div>{value}</div>")
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^>]*>", " ", value)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(root.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def elements(page: Page) -> Any:
    """Return the root element of an HTML page; raise a TrackerError if the page cannot be parsed."""
    from lxml import etree, html

    try:
        return html.fromstring(page.content)
    except (etree.LxmlError, ValueError):
        raise TrackerError(f"{shown(page.url)} is not a readable page; open it in a browser to check it") from None


def main_text(page: Page, part: str) -> str:
    """Return the text of all elements of the class ``part``, else of the whole page; empty if it cannot be parsed."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(page.content.decode("utf-8", "replace"))
    except (etree.LxmlError, ValueError):
        return ""
    found = root.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $part, ' '))]", part=part)
    return " ".join(" ".join(one.itertext()) for one in (found or [root]))


def rows(page: Page, *path: str) -> list[dict[str, Any]]:
    """Return the list of objects at ``path`` in a JSON response; raise a TrackerError if there is none."""
    try:
        value: Any = json.loads(page.content)
    except (ValueError, RecursionError):
        raise TrackerError(f"{shown(page.url)} returned no JSON; open the URL in a browser to check it") from None
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, list):
        where = ".".join(path) or "the answer"
        raise TrackerError(f"{shown(page.url)} no longer has a list in {where}; if this persists, update scs-tracker")
    return [row for row in value if isinstance(row, dict)]


def one(page: Page | None) -> dict[str, Any]:
    """Return the object in a JSON response, or an empty dict if the response contains none."""
    try:
        row = json.loads(page.content) if page is not None else {}
    except (ValueError, RecursionError):
        row = {}
    return row if isinstance(row, dict) else {}


def text(row: dict[str, Any], name: str) -> str:
    """Return a value of a JSON object as text, or an empty string if it is missing, a list or an object."""
    value = row.get(name)
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()


def instant(value: str) -> datetime | None:
    """Return the UTC time of an ISO 8601 timestamp (UTC if it names no zone), or None if it is not valid."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
