"""Monitored sources and their items, in whatever form they are published."""

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
    """One monitored source.

    ``id``: by which it is named everywhere: of the catalogue, or the address of a feed in tracker.toml; ``name``: the
    publisher, as reports cite it; ``address``: where it is asked; ``format``: a key of ``adapters.FORMATS``;
    ``country``, ``kind``, ``language``: of the publisher (ISO 3166-1 alpha-2), what it is, and in which languages it
    writes (ISO 639-1, with ``,``); ``text``: how much of an article an item holds: full, excerpt or headline, with
    characters where that was measured; ``pages``: whether the page that an item links to can be read: ``yes``,
    ``refused``, ``no need``, or empty where nobody has tried; ``keys``: names of the variables with what lets one in;
    ``quiet_days``: a source whose newest item is older than this has fallen silent, whatever its server answers;
    ``starter``: ``init`` enables it; ``confidence``, ``last_seen``, ``evidence``, ``terms``: whether somebody has seen
    it answer, when, who, and what its publisher allows; ``allow_private``: addresses of this machine and of private
    networks are allowed.
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
        """Return True if pages that items link to are fetched."""
        return self.pages in {"yes", ""}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a source.

    ``key``: 16 hexadecimal digits of its id: the same item has the same in every feed and run; ``link``: the page that
    it stands for, or an empty string; ``title``: its headline; ``published``: the instant of publication in UTC, or
    None; ``text``: what the source itself says, without markup; ``language``: ISO 639-1 as the source says, or an empty
    string; ``event``: a context event with ``model.EVENT_COLUMNS``, where the item is one and no article; ``lead``: why
    it is for a person and never read as an article; an empty string if it is one.
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
        """Return a digest of the item's content, to detect changes."""
        return digest(f"{self.title}\n{self.text}\n{self.link}")


class Ask(Protocol):
    """Fetches a URL for a source, within its limits: see ``web.fetch``."""

    @property
    def now(self) -> datetime:
        """Return the time of the run, in UTC."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the source's keys: the values of the environment variables named for it."""

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | bytes | None = None
    ) -> Page | None:
        """Return the page, or None if it did not change."""


#: Reads the items of a source, or returns None if nothing changed; its memory for the next run is changed in place.
Adapter = Callable[["Live", Ask, dict[str, Any]], "Sequence[Item] | None"]


def digest(text: str) -> str:
    """Return 16 hexadecimal digits as a digest of a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
