"""Adapter for RSS and Atom feeds."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import plain
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.web import conditions, shown
from scs_tracker.text.addresses import canonical

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live

#: No feed needs entities of its own; those that have them are made to fill memory.
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_END: Final = re.compile(rb"</(?:\w{1,32}:)?(?:rss|feed|rdf)\s{0,32}>\Z", re.IGNORECASE)
_END_BYTES: Final = 128


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the items of a feed, or None if it has not changed since the last run."""
    page = ask(live.address, headers=conditions(memory))
    if page is None:
        return None
    body = hashlib.sha256(page.content).hexdigest()  # many servers send all of it again
    if memory.get("body") == body:
        return None
    items = read_feed(page.content, page.url)
    memory |= {"etag": page.etag, "last_modified": page.last_modified, "body": body}
    return items


def read_feed(content: bytes, url: str) -> list[Item]:
    """Return the items of a feed in order; entries with the same id but different URLs are separate items."""
    import feedparser

    if _ENTITY.search(content.replace(b"\0", b"")):
        raise TrackerError(f"{shown(url)} declares its own XML entities, so it is not read; disable this source")
    try:
        parsed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": url})
        items = [_item(entry) for entry in parsed.entries]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # broken markup ends in any of these, deep in the library
        raise TrackerError(f"{shown(url)} is broken ({shown(str(error))}); the next run reads it again") from None
    if not parsed.get("version"):
        raise TrackerError(f"{shown(url)} is neither an RSS nor an Atom feed; open the URL in a browser to check it")
    if parsed.bozo and not _is_whole(content.replace(b"\0", b"")):
        words = shown(str(parsed.get("bozo_exception")))
        raise TrackerError(f"{shown(url)} is cut off or broken ({words}); the next run reads it again")
    return items


def _is_whole(content: bytes) -> bool:
    """Return True if only comments and white space follow the closing tag of a feed, in linear time."""
    end = _before_blanks(content, len(content))
    while content.endswith(b"-->", 0, end):
        start = content.rfind(b"<!--", 0, end)
        if start < 0:
            return False
        end = _before_blanks(content, start)
    return _END.search(content[max(0, end - _END_BYTES) : end]) is not None


def _before_blanks(content: bytes, end: int) -> int:
    """Return the offset at which the white space before ``end`` starts, without copying the feed."""
    while end and content[end - 1 : end].isspace():
        end -= 1
    return end


def _item(entry: Any) -> Item:
    link = str(entry.get("link", ""))
    link = link if link.startswith(("http://", "https://")) else ""
    title = " ".join(plain(str(entry.get("title", ""))).split())
    moment = entry.get("published_parsed") or dict.get(entry, "updated_parsed")
    try:
        published = datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        published = None
    bodies = [(str(one.get("value", "")), str(one.get("type", ""))) for one in entry.get("content", ())]
    bodies.append((str(entry.get("summary", "")), str(entry.get("summary_detail", {}).get("type", "text/html"))))
    text = max((value if kind == "text/plain" else plain(value) for value, kind in bodies), key=len)
    own_id = str(entry.get("id", ""))
    told_by = canonical(link) or (title if own_id else f"{title} {published}")
    return Item(digest(f"{own_id} {told_by}"), link, title, published, text)
