"""Adapters of monitored sources: one module per format, which fetches a source and returns its items."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import limited
from scs_tracker.errors import TrackerError
from scs_tracker.intake.items import Item, Live
from scs_tracker.intake.web import FetchError, Page, shown

if TYPE_CHECKING:
    from scs_tracker.intake.items import Adapter, Ask

#: Formats of live sources, and the modules that read them, with the function where it is not ``read``.
FORMATS: Final = {
    "feed": "feed",
    "afp-articles": "afp",
    "nsc-statements": "nsc",
    "telegram": "listed:read_telegram",
    "news-sitemap": "listed:read_sitemap",
    "gdelt-articles": "gdelt",
    "nga-warnings": "nga",
    "navarea-xi": "navarea",
    "msa-warnings": "msa",
    "acled": "acled",
    "ucdp": "ucdp",
    "fishing-watch": "fishing_watch",
}
#: Formats that hold the newest items alone, so that what came and went between two readings is lost.
WINDOWS: Final = frozenset({"feed", "afp-articles", "nsc-statements", "telegram", "news-sitemap"})

#: Where an installed package names adapters of its own: name of the format to a function like ``Adapter``.
ENTRY_POINTS: Final = "scs_tracker.intake"


@functools.cache  # the packages of a process stay; a look at all of them takes longer than reading the catalogue
def known_formats() -> tuple[str, ...]:
    """Return the names of all source formats that can be read, including those of installed packages."""
    return (*FORMATS, *entry_points(group=ENTRY_POINTS).names)


#: Seconds of processor time in which the answers of a source are read. A feed of a megabyte takes a fifth of one; the
#: lists of services are longer, and their form is simpler.
_SECONDS: Final = 20.0
_SECONDS_OF_A_FEED: Final = 1.8


def read_items(live: Live, ask: Ask, memory: dict[str, Any]) -> list[Item] | None:
    """Return the items of a source, or None if it is unchanged; a subprocess of limited time parses the responses."""

    def asked(question: dict[str, Any]) -> dict[str, Any] | None:
        page = ask(question["url"], headers=question["headers"], form=question["form"])
        return None if page is None else asdict(page)

    is_feed = live.format == "feed"
    seconds, libraries = (_SECONDS_OF_A_FEED, ["feedparser"]) if is_feed else (_SECONDS, [])
    libraries += ["lxml.html", f"{__name__}.{FORMATS[live.format].partition(':')[0]}"] if live.format in FORMATS else []
    given = (asdict(live), memory, ask.now, ask.keys)
    try:
        rows, memory_now = limited.call(f"{__name__}:_read", *given, seconds=seconds, libraries=libraries, asked=asked)
    except limited.LimitError as error:
        raise TrackerError(f"{shown(live.address)}: {error}; the next run reads it again") from None
    memory.clear()
    memory.update(memory_now)
    return None if rows is None else [Item(**row) for row in rows]


def _read(
    live: dict[str, Any], memory: dict[str, Any], now: datetime, keys: list[str], ask: Callable[[dict[str, Any]], Any]
) -> tuple[list[dict[str, Any]] | None, dict[str, Any]]:
    """Read a source in the subprocess; return its items as dicts, or None if unchanged, and its memory."""
    source = Live(**{**live, "keys": tuple(live["keys"])})
    items = adapter(source.format)(source, _Asked(now, tuple(keys), ask), memory)
    return None if items is None else [asdict(one) for one in items], memory


@dataclass(frozen=True, slots=True)
class _Asked:
    """Request function of the subprocess, which passes each request to the parent process; see ``items.Ask``."""

    now: datetime
    keys: tuple[str, ...]
    ask: Callable[[dict[str, Any]], Any]

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | bytes | None = None
    ) -> Page | None:
        """Return the page at ``url``, or None if the server says that it has not changed."""
        try:
            page = self.ask({"url": url, "headers": headers, "form": form})
        except TrackerError as error:
            refused = FetchError(str(error))
            refused.__dict__ |= vars(error)
            raise refused from None
        return None if page is None else Page(**page)


def adapter(format_: str) -> Adapter:
    """Return the function that reads sources of a format, which is one of ``known_formats``."""
    read: Adapter
    if format_ in FORMATS:
        module, _, name = FORMATS[format_].partition(":")
        read = getattr(import_module(f"{__name__}.{module}"), name or "read")
    else:
        (found,) = entry_points(group=ENTRY_POINTS, name=format_)
        read = found.load()
    return read
