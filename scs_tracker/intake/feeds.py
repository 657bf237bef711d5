"""RSS and Atom feeds of news and statements as sources: each item is read once, as an article."""

from __future__ import annotations

import calendar
import hashlib
import io
import re
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.intake.taken import NOTHING, Taken
from scs_tracker.intake.web import conditions, fetch, shown
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import report
from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from scs_tracker.articles import Extraction
    from scs_tracker.config import Source
    from scs_tracker.intake.taken import Desk

#: A feed, or a page that it links to, is not larger.
MOST_BYTES: Final = 16 * 2**20
#: When so many pages one after the other cannot be read, the others are left for the next run.
_MOST_FAILURES: Final = 3
_KIND: Final = "article"
#: No feed needs entities of its own; those that have them are made to fill memory.
_ENTITY: Final = re.compile(rb"<!ENTITY", re.IGNORECASE)
_END: Final = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*-->\s*)?\Z", re.IGNORECASE | re.DOTALL)
_BLOCKS: Final = ("p", "div", "br", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed.

    Attributes
    ----------
    digest
        16 hexadecimal digits of its id: the same item has the same in every feed and run.
    link
        The page that it stands for, or an empty string.
    title
        Its headline.
    published
        The instant of publication in UTC, or None.
    text
        What the feed itself says, without markup.
    """

    digest: str
    link: str
    title: str
    published: datetime | None
    text: str


def read_feed(content: bytes, url: str) -> list[Item]:
    """Return the items of a feed in its order, each id once.

    Raises
    ------
    TrackerError
        It is neither RSS nor Atom, is cut off, or declares entities.
    """
    import feedparser

    if _ENTITY.search(content.replace(b"\0", b"")):
        raise TrackerError(f"{url} declares entities of its own, as no feed needs to; it was not read")
    try:
        parsed = feedparser.parse(io.BytesIO(content), response_headers={"content-location": url})
        items = [_item(entry) for entry in parsed.entries]
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # broken markup ends in any of these, deep in the library
        raise TrackerError(f"{url} is broken ({error}); it is read at the next run") from None
    if not parsed.get("version"):
        raise TrackerError(f"{url} is neither an RSS nor an Atom feed; give a page or file under another key")
    if parsed.bozo and not _END.search(content.replace(b"\0", b"")):
        raise TrackerError(f"{url} is cut off or broken ({parsed.get('bozo_exception')}); it is read at the next run")
    return list({one.digest: one for one in reversed(items)}.values())[::-1]


def _item(entry: Any) -> Item:
    link = str(entry.get("link", ""))
    link = link if link.startswith(("http://", "https://")) else ""
    title = str(entry.get("title", ""))
    moment = entry.get("published_parsed") or dict.get(entry, "updated_parsed")
    try:
        published = datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        published = None
    bodies = [(str(one.get("value", "")), str(one.get("type", ""))) for one in entry.get("content", ())]
    bodies.append((str(entry.get("summary", "")), str(entry.get("summary_detail", {}).get("type", "text/html"))))
    text = max((_plain(value, kind) for value, kind in bodies), key=len)
    own_id = str(entry.get("id", "")) or link or f"{title} {published}"
    return Item(hashlib.sha256(own_id.encode()).hexdigest()[:16], link, title, published, text)


def _plain(value: str, kind: str) -> str:
    """Return text without markup, a paragraph a line."""
    if kind == "text/plain" or not value.strip():
        return value
    from lxml import etree, html

    try:
        root = html.fromstring(f"<div>{value}</div>")
    except (etree.LxmlError, ValueError):
        return re.sub(r"<[^>]*>", " ", value)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(root.text_content()).splitlines())
    return "\n".join(line for line in lines if line)


def take_feed(source: Source, zone: ZoneInfo, desk: Desk) -> list[Taken]:
    """Read the items of a feed that were not read before, and store what they tell of as proposals.

    Items that cannot be read yet, and the feed with them, are asked for again at the next run.

    Parameters
    ----------
    source
        A source with ``feed``.
    zone
        Time zone in which an item's day of publication counts.
    desk
        Where proposals go.
    """
    name = source.name
    remembered = desk.memory.get(name, {})
    if "seen" not in remembered:  # the same address was a file of reports before, and no item of it was read
        remembered = {}
    known = {key: remembered[key] for key in ("etag", "last_modified") if remembered.get(key)}
    try:
        page = fetch(name, most_bytes=MOST_BYTES, allow_private=source.allow_private, headers=conditions(known))
        items = read_feed(page.content, page.url) if page is not None else []
    except TrackerError as error:
        return [Taken(name, name, "failed", problems=(str(error),))]
    if page is None:
        return [Taken(name, name, "same")]
    before = set(remembered.get("seen", ())) | _stored(desk, items)
    fresh = [one for one in items if one.digest not in before]
    reading_ = _read_items(fresh, source, zone)
    try:
        counts = desk.put(_batch(name, reading_.found)) if reading_.found else NOTHING
    except TrackerError as error:
        return [Taken(name, name, "failed", problems=(str(error),))]
    seen = {one.digest for one in items} - {one.digest for one in reading_.left}
    state: dict[str, Any] = {"seen": sorted(seen)}
    if not reading_.left:
        state |= {"etag": page.etag, "last_modified": page.last_modified}
    desk.memory[name] = state
    notes = (_count(len(fresh) - len(reading_.left), len(items)), *reading_.notes)
    return [Taken(name, name, "read", counts, notes=notes, problems=reading_.problems)]


def _count(fresh: int, all_: int) -> str:
    return f"{fresh} of {all_} item{'' if all_ == 1 else 's'} new"


def _stored(desk: Desk, items: Sequence[Item]) -> set[str]:
    """Return the items that the ledger holds reports of, whichever feed they came from."""
    first = {f"{_KIND}:{one.digest}:1": one.digest for one in items}
    with reading(desk.ledger.engine) as connection:
        keys = connection.execute(sa.select(report.c.key).where(report.c.key.in_(first))).scalars()
        return {first[key] for key in keys}


@dataclass(frozen=True, slots=True)
class _Reading:
    found: list[tuple[Item, Extraction]]
    left: list[Item]
    notes: tuple[str, ...]
    problems: tuple[str, ...]


def _read_items(items: Sequence[Item], source: Source, zone: ZoneInfo) -> _Reading:
    found: list[tuple[Item, Extraction]] = []
    left: list[Item] = []
    problems: list[str] = []
    foreign = row = 0
    for number, item in enumerate(items):
        if row >= _MOST_FAILURES:
            left += items[number:]
            problems.append(f"{source.name}: {len(items) - number} more items are left for the next run")
            break
        try:
            extraction = _extract(item, source, zone)
        except _PageError as error:
            row += 1
            left.append(item)
            problems.append(str(error))
            continue
        except TrackerError as error:
            problems.append(f"{shown(item.link or item.title or source.name)}: {error}")
            continue
        except Exception as error:  # noqa: BLE001 - whatever one item does to us, the others are read
            problems.append(
                f"{shown(item.link or item.title or source.name)}: cannot be read ({type(error).__name__}: "
                f"{shown(str(error))}); please report it"
            )
            continue
        row = 0
        foreign += extraction.language != "en"
        found.append((item, extraction))
    notes = (f"{foreign} not in English, for a person to read",) if foreign else ()
    return _Reading(found, left, notes, tuple(problems))


class _PageError(TrackerError):
    """The page of an item cannot be had now."""


def _extract(item: Item, source: Source, zone: ZoneInfo) -> Extraction:
    from scs_tracker.articles import extract
    from scs_tracker.articles.read import Article

    article = Article(item.text, item.title, url=item.link, name="the item")
    if source.follow and item.link:
        article = _linked(item.link, allow_private=source.allow_private)
    elif not any(character.isalpha() for character in item.text):
        raise TrackerError("the feed gives no text of the item; write follow = true to read the page that it links to")
    day: date | None = item.published.astimezone(zone).date() if item.published is not None else None
    if day is None and not article.published:
        raise TrackerError("neither the feed nor the page says when it was published; use scs-tracker extract")
    return extract(article, published=day)


def _linked(link: str, *, allow_private: bool) -> Any:
    """Return the article of a page."""
    from scs_tracker.articles.read import read

    try:
        page = fetch(link, most_bytes=MOST_BYTES, allow_private=allow_private)
    except TrackerError as error:
        raise _PageError(str(error)) from None
    if page is None:  # no earlier state was named, so no proper server answers that it still holds
        raise _PageError(f"{link} gave no page")
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        file = Path(folder) / "page"
        file.write_bytes(page.content)
        try:
            return read(file)
        except TrackerError as error:
            raise TrackerError(str(error).replace(str(file), "the page")) from None


def _batch(feed: str, found: Sequence[tuple[Item, Extraction]]) -> Batch:
    """Return the proposals of all items as one batch; an item's id, not its address, makes the keys."""
    from scs_tracker.articles import as_batch

    reports: list[Report] = []
    events: list[dict[str, str]] = []
    for place, (item, extraction) in enumerate(found, start=1):
        own = as_batch(extraction, item.link)
        reports += [
            replace(one, key=f"{_KIND}:{item.digest}:{number}", row=place)
            for number, one in enumerate(own.reports, start=1)
        ]
        events += own.events
    return Batch(feed, tuple(reports), tuple(events))
