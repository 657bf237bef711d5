"""Adapter for official statements on the website of the National Security Council of the Philippines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import elements, instant
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.web import conditions, shown

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live

_PERMALINK: Final = re.compile(r"/20\d\d/\d\d/\d\d/[^/]+/?")


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the statements listed on the council's page (title, day and URL, no text), or None if it is unchanged."""
    page = ask(live.address, headers=conditions(memory))
    if page is None:
        return None
    host = urlsplit(page.url).hostname
    items: dict[str, Item] = {}
    for entry in elements(page).xpath("//li[contains(concat(' ', @class, ' '), ' wp-block-post ')] | //article"):
        stamps = entry.xpath(".//time/@datetime")
        for anchor in entry.xpath(".//a[@href]"):
            link = urljoin(page.url, anchor.get("href"))
            title = " ".join(anchor.text_content().split())
            parts = urlsplit(link)
            if title and parts.hostname == host and _PERMALINK.fullmatch(parts.path) and link not in items:
                published = instant(stamps[0]) if stamps else None
                items[link] = Item(digest(link), link, title, published, "", language="en")
                break
    if not items:
        raise TrackerError(f"{shown(page.url)} no longer lists statements; if this persists, update scs-tracker")
    memory |= {"etag": page.etag, "last_modified": page.last_modified}
    return list(items.values())
