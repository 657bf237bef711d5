"""Adapters for public Telegram channels and news sitemaps (https://www.google.com/schemas/sitemap-news/0.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import elements, instant, plain
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.web import conditions, shown

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live
    from scs_tracker.intake.web import Page

_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


def read_telegram(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the text posts on the page https://t.me/s/CHANNEL, about the newest 20, or None if it is unchanged."""
    from lxml import html

    page = ask(live.address, headers=conditions(memory))
    if page is None:
        return None
    items = []
    for post in elements(page).xpath(f"//*[{_CLASS.format('tgme_widget_message')} and @data-post]"):
        bodies = post.xpath(f".//*[{_CLASS.format('tgme_widget_message_text')}]")
        stamps = post.xpath(".//time/@datetime")
        link = f"https://t.me/{post.get('data-post')}"
        text = plain(html.tostring(bodies[0], encoding="unicode", with_tail=False)) if bodies else ""
        if text:
            published = instant(stamps[-1]) if stamps else None
            items.append(Item(digest(link), link, text.splitlines()[0][:200], published, text))
    if not items:
        raise TrackerError(f"{shown(page.url)} shows no posts; check in a browser that the channel has a public page")
    memory |= {"etag": page.etag, "last_modified": page.last_modified}
    return items


def read_sitemap(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the articles of a news sitemap, with title, day and URL, or None if it is unchanged."""
    page = ask(live.address, headers=conditions(memory))
    if page is None:
        return None
    items = [one for entry in _entries(page) if (one := _article(entry)) is not None]
    if not items:
        raise TrackerError(f"{shown(page.url)} is not a news sitemap; choose a sitemap whose entries have titles")
    memory |= {"etag": page.etag, "last_modified": page.last_modified}
    return items


def _entries(page: Page) -> list[Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        return list(etree.fromstring(page.content, parser).iter("{*}url"))
    except (etree.LxmlError, ValueError):
        raise TrackerError(f"{shown(page.url)} is not valid XML; open the URL in a browser to check it") from None


def _article(entry: Any) -> Item | None:
    link, title, stamp, language = (
        " ".join((entry.findtext(f".//{{*}}{name}") or "").split())
        for name in ("loc", "title", "publication_date", "language")
    )
    if not link.startswith(("http://", "https://")) or not title:
        return None
    return Item(digest(link), link, title, instant(stamp) if stamp else None, "", language[:2])
