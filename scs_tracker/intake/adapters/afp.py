"""Adapter for articles of the Armed Forces of the Philippines, read as JSON from the service behind their site.

The list gives the newest 100 articles with an introduction; the full text of an article is fetched by its slug.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import instant, one, plain, rows, text
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import tier

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live

_READER_PAGE: Final = "https://www.afp.mil.ph/news/{slug}"
#: Texts that are asked for at one time.
_MOST_TEXTS: Final = 20


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the newest articles, with full texts of those that may be in scope (about 20), or None if unchanged."""
    page = ask(live.address)
    if page is None:
        return None
    held: dict[str, str] = memory.get("texts", {})
    texts: dict[str, str] = {}
    items = []
    for row in rows(page, "results"):
        slug, title = text(row, "slug"), text(row, "title")
        body = plain(text(row, "intro_html"))
        if not slug or not title:
            continue
        if text(row, "body_html"):
            body = f"{body}\n{plain(text(row, 'body_html'))}".strip()
        elif slug in held or (len(texts) < _MOST_TEXTS and tier(f"{title}\n{body}") != "none"):
            body = texts[slug] = held.get(slug) or _text(live, ask, slug) or body
        link = _READER_PAGE.format(slug=slug)
        key = digest(f"afp:{text(row, 'id') or slug}")
        items.append(Item(key, link, title, instant(text(row, "published_at")), body, language="en"))
    memory["texts"] = texts
    return items


def _text(live: Live, ask: Ask, slug: str) -> str:
    """Return the full text of an article, or an empty string if it cannot be fetched now."""
    try:
        page = ask(urljoin(live.address, f"/articles/{slug}/"))
        row = one(page)
    except TrackerError:
        return ""
    return "\n".join(filter(None, (plain(text(row, "intro_html")), plain(text(row, "body_html")))))
