"""Make polite requests to servers: identified, limited in rate and size, and paused after failures."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from scs_tracker.intake.web import FetchError, fetch, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scs_tracker.intake.second_reader import SecondReader
    from scs_tracker.intake.web import Page

#: An answer of a source, or a page that it links to, is not larger.
MOST_BYTES: Final = 16 * 2**20
#: Between two questions to one host.
REST_SECONDS: Final = 1.0
#: Pages of one source that are read at one time; the others are left for the next.
MOST_PAGES: Final = 25
#: A page that cannot be had, or that may change, is asked for again so many hours after it was first seen.
AGAIN_HOURS: Final = (1, 6, 24, 72)
#: After so many hours at most a source that fails is asked again.
_MOST_HOURS: Final = 24
#: The name by which robots.txt may speak to us.
_NAME: Final = "scs-tracker"
_FORBIDDEN: Final = 403
#: What is remembered of a source that failed, until it answers.
OF_A_FAILURE: Final = ("failures", "failed_at", "not_before", "asked_to_rest", "passing")
#: Answers of a server that lets programs in nowhere.
_REFUSALS: Final = frozenset({401, 402, 403, 406, 418, 451})


@dataclass(slots=True)
class Visits:
    """State shared by all requests of one run.

    ``contact``: contact given to servers; ``pause``: function that waits for some seconds; ``second``: the second
    reader, or None if there is none; ``pages``: folder in which pages are kept, or None if they are not.
    """

    now: datetime
    contact: str = ""
    pause: Callable[[float], None] = time.sleep
    second: SecondReader | None = None
    pages: Path | None = None
    _last: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)

    def require_welcome(self, url: str, *, allow_private: bool = False) -> None:
        """Raise a FetchError if robots.txt disallows a page; robots.txt is fetched once per host and run.

        Feeds are made for programs and are not checked; the pages that they link to are. A host without the file allows
        every page (RFC 9309); if the file cannot be fetched, neither is the page.
        """
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            rules = RobotFileParser()
            try:
                page = self.ask(f"{place}/robots.txt", allow_private=allow_private)
            except FetchError as error:
                if not 400 <= error.status < 500:
                    raise
                page = None
            rules.parse(page.content.decode("utf-8", "replace").splitlines() if page is not None else [])
            self._rules[place] = rules
        if not self._rules[place].can_fetch(_NAME, url):
            raise FetchError(f"{shown(url)} is disallowed by robots.txt; open it in a browser", status=_FORBIDDEN)

    def ask(
        self,
        url: str,
        *,
        allow_private: bool = False,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | bytes | None = None,
    ) -> Page | None:
        """Return the page at a URL, or None if unchanged; wait one second between requests to the same host."""
        host = re.split("[/?#]", url.partition("://")[2])[0]
        rest = self._last.get(host, -REST_SECONDS) + REST_SECONDS - time.monotonic()
        if host in self._last and rest > 0:
            self.pause(rest)
        try:
            return fetch(
                url,
                most_bytes=MOST_BYTES,
                allow_private=allow_private,
                contact=self.contact,
                headers=headers,
                form=form,
            )
        finally:
            self._last[host] = time.monotonic()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Request function of one source, which is passed to adapters; see ``items.Ask``."""

    visits: Visits
    allow_private: bool
    keys: tuple[str, ...] = ()
    #: What was fetched for the source in this run, by the address that was asked.
    fetched: dict[str, Page] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Return the time of the run."""
        return self.visits.now

    @property
    def second(self) -> SecondReader | None:
        """Return the second reader of the run, or None if there is none."""
        return self.visits.second

    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | bytes | None = None
    ) -> Page | None:
        """Return the page at ``url`` and keep it in ``fetched``, or return None if it has not changed."""
        found = self.visits.ask(url, allow_private=self.allow_private, headers=headers, form=form)
        if found is not None and form is None:
            self.fetched[url] = found
        return found

    def page(self, url: str) -> Page | None:
        """Return a page that an item links to; raise a FetchError if robots.txt disallows it."""
        self.visits.require_welcome(url, allow_private=self.allow_private)
        return self(url)


def refuses(error: Exception) -> bool:
    """Return True if an error means that the server rejects programs, so that a retry is useless."""
    return isinstance(error, FetchError) and error.status in _REFUSALS


def remembered(noted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the memory of a source stored in its row of the ledger, or an empty dict if there is none."""
    memory: dict[str, Any] = json.loads(noted.get("memory") or "{}")
    return memory


def note_failure(memory: dict[str, Any], error: Exception, now: datetime) -> None:
    """Record a failure in the memory of a source, and double its pause, up to 24 hours or as the server asks."""
    memory["passing"] = isinstance(error, FetchError) and error.passing
    again = memory.get("failed_at") == now.isoformat()  # asked twice in one run, it has failed once
    memory["failures"] = failures = max(1, int(memory.get("failures", 0)) + (not again))
    memory["failed_at"] = now.isoformat()
    hours = min(2 ** (failures - 1), _MOST_HOURS)
    # hourly runs are a little early or late
    rest = timedelta(hours=hours) - timedelta(minutes=5)
    if isinstance(error, FetchError) and error.rest_seconds is not None:
        rest = max(rest, timedelta(seconds=error.rest_seconds)) if error.rest_seconds > 0 else rest
        memory["asked_to_rest"] = True
    memory["not_before"] = (now + rest).isoformat()


def rests_until(memory: Mapping[str, Any], now: datetime) -> datetime | None:
    """Return the time at which a source's pause ends, or None if it may be fetched now."""
    try:
        until = datetime.fromisoformat(str(memory.get("not_before", "")))
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return until if until > now else None
