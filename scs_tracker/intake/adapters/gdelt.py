"""Adapter for the article list of GDELT: compressed files of JSON lines, published every 15 minutes.

A file is named after the minute in which it was made, one to three minutes after a quarter of an hour, so all three
names are tried. Of about 800 articles in a file, only those are kept whose headline or description may be about the
South China Sea.
"""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import instant, text
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import tier
from scs_tracker.intake.web import FetchError
from scs_tracker.text.addresses import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from scs_tracker.intake.items import Ask, Live

#: Minutes after a quarter of an hour in which a file may have been made.
_MINUTES: Final = (1, 2, 3)
#: A tracker that slept longer than this reads the last part of it.
_MOST_QUARTERS: Final = 8
#: How gzip begins.
_PACKED: Final = b"\x1f\x8b"
_MOST_BYTES: Final = 64 * 2**20


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item]:
    """Return the articles that may concern the South China Sea, from files since the last run, at most two hours back.

    ``live.address`` is the URL of a file with ``{stamp}`` in place of its timestamp, YYYYMMDDHHMMSS.
    """
    items: dict[str, Item] = {}
    reached = str(memory.get("reached", ""))
    refused: FetchError | None = None
    for stamp in _stamps(reached, ask.now):
        try:
            page = ask(live.address.replace("{stamp}", stamp))
        except FetchError as error:
            if error.status == 404:  # no file of that minute
                continue
            refused = error
            break
        if page is not None:
            items |= {one.key: one for one in _of_this_sea(_lines(page.content))}
            reached = stamp
    if refused is not None and not items:
        raise refused
    memory["reached"] = reached
    return list(items.values())


def _stamps(reached: str, now: datetime) -> Iterator[str]:
    """Yield each timestamp after ``reached`` that a file of the last two hours may have, oldest first."""
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    for back in range(_MOST_QUARTERS, -1, -1):
        for minute in _MINUTES:
            moment = quarter - timedelta(minutes=15 * back - minute)
            stamp = moment.strftime("%Y%m%d%H%M%S")
            if moment <= now and stamp > reached:
                yield stamp


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    body = content
    if content.startswith(_PACKED):
        unpacked = zlib.decompressobj(wbits=31)
        try:
            body = unpacked.decompress(content, _MOST_BYTES)
        except zlib.error:
            body = b""
        if not unpacked.eof:
            raise TrackerError("a file of the GDELT article list is damaged or too large; the next run tries again")
    for line in body.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            yield row


def _of_this_sea(lines: Iterable[dict[str, Any]]) -> Iterator[Item]:
    for row in lines:
        link, title, words = text(row, "url"), text(row, "title"), text(row, "desc")
        if link.startswith(("http://", "https://")) and title and tier(f"{title}\n{words}") != "none":
            yield Item(
                digest(canonical(link)), link, title, instant(text(row, "date")), words, language=text(row, "lang")[:2]
            )
