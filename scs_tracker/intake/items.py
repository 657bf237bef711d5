"""Classes for monitored sources and their items, common to all formats."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from scs_tracker.intake.web import Page

#: News that are older have stopped.
QUIET_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Live:
    """Monitored source from the catalogue or from tracker.toml.

    ``id``: id in the catalogue, or URL of a feed in tracker.toml; ``name``: the publisher, as reports cite it;
    ``address``: URL to read; ``format``: one of ``adapters.known_formats``; ``country``, ``kind``, ``language``: the
    publisher's country (ISO 3166-1 alpha-2), its kind, and the languages it writes in (ISO 639-1, joined by ``,``);
    ``text``: how much of an article an item contains: full, excerpt or headline, with the number of characters if
    measured; ``pages``: whether the page that an item links to can be read: ``yes``, ``refused``, ``no need``, or empty
    if untested; ``keys``: names of the environment variables with its keys; ``quiet_days``: a source whose newest item
    is older than this number of days counts as silent; ``starter``: whether ``init`` enables it; ``confidence``,
    ``last_seen``, ``evidence``, ``terms``: whether the source was seen to answer, when, by whom, and what its publisher
    allows; ``allow_private``: whether it may be on this machine or a private network.
    """

    id: str
    name: str
    address: str
    format: str = "feed"
    country: str = ""
    kind: str = ""
    language: str = ""
    text: str = ""
    pages: str = ""
    keys: tuple[str, ...] = ()
    quiet_days: int = QUIET_DAYS
    starter: bool = False
    confidence: str = ""
    last_seen: str = ""
    evidence: str = ""
    terms: str = ""
    allow_private: bool = False

    @property
    def follows(self) -> bool:
        """Return True if the pages that items link to are to be fetched."""
        return self.pages in {"yes", ""}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a monitored source, such as an article, a statement or a warning.

    ``key``: 16 hexadecimal digits of its id, the same in every run; ``link``: URL of its page, or an empty string;
    ``title``: its headline; ``published``: time of publication in UTC, or None; ``text``: its text in the source,
    without markup; ``language``: ISO 639-1 code given by the source, or an empty string; ``event``: a context event
    with ``model.EVENT_COLUMNS`` if the item is one rather than an article; ``lead``: why the item is a lead that is
    never read as an article; an empty string for an article.
    """

    key: str
    link: str
    title: str
    published: datetime | None
    text: str
    language: str = ""
    event: Mapping[str, str] = field(default_factory=dict)
    lead: str = ""

    @property
    def state(self) -> str:
        """Return a digest of the title, text and URL, by which a changed item is detected."""
        return digest(f"{self.title}\n{self.text}\n{self.link}")


class Ask(Protocol):
    """Request function of a source, which fetches URLs within the limits of ``web.fetch``."""

    @property
    def now(self) -> datetime:
        """Return the time of the run, in UTC."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the source, read from its environment variables."""

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | bytes | None = None
    ) -> Page | None:
        """Return the page at ``url``, or None if the server says that it has not changed."""


#: Reads the items of a source, or returns None if nothing changed; its memory for the next run is changed in place.
Adapter = Callable[["Live", Ask, dict[str, Any]], "Sequence[Item] | None"]


def digest(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
