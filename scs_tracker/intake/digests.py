"""Compose digests of new items as text, and send them through the user's notification services."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.config import secret
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake import health
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

_CONDITION: Final = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|~)\s*([^=<>~!]+?)\s*")
TITLE: Final = "South China Sea: new items"
ALERT: Final = "South China Sea: monitored sources changed"
#: Under this name what was told last is remembered, for each service with its own after a colon.
_MEMORY: Final = "digest"
#: More lines than this are told by their number.
_MOST_LINES: Final = 30
#: Columns of incidents that a filter may ask for.
_COLUMNS: Final = (
    "severity", "place", "types", "initiators", "targets", "zones", "claimants", "date_start", "location_text",
    "summary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a saved filter: column, operator and value.

    ``column``: a column of incidents; ``sign``: ``=`` and ``!=`` compare with the whole cell and each of its values,
    ``~`` searches the cell, ``>=`` and ``<=`` compare numbers and dates; ``value``: the value to compare with.
    """

    column: str
    sign: str
    value: str

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Return True if an incident meets the condition; an empty cell meets only ``!=``."""
        cell = row.get(self.column)
        text = "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - a missing number is none
        if self.sign in {">=", "<="}:
            try:
                pair: tuple[Any, Any] = (float(text), float(self.value))
            except ValueError:
                pair = (text, self.value)
            return bool(text and (pair[0] >= pair[1] if self.sign == ">=" else pair[0] <= pair[1]))
        wanted = self.value.casefold()
        if self.sign == "~":
            return wanted in text.casefold()
        is_one = wanted in {text.casefold(), *(part.strip().casefold() for part in text.split(";"))}
        return is_one if self.sign == "=" else not is_one


def parse_filter(name: str, text: str) -> tuple[Condition, ...]:
    """Return the conditions of a saved filter, such as ``severity >= 3 and place = Scarborough Shoal``."""
    conditions = []
    for part in re.split(r"\s+and\s+", text.strip(), flags=re.IGNORECASE):
        found = _CONDITION.fullmatch(part)
        if found is None or found[1] not in _COLUMNS:
            raise UsageError(
                f"filter {name}: {part!r} is not a condition; use COLUMN OPERATOR VALUE, such as severity >= 3, with "
                f"one of {', '.join(_COLUMNS)} and one of = != ~ >= <="
            )
        conditions.append(Condition(found[1], found[2], found[3].strip("\"'")))
    return tuple(conditions)


def compose(settings: Settings, ledger: Ledger, *, since: str, told: Mapping[str, str]) -> str:
    """Return a text on proposals and leads since a timestamp and on changed sources, or an empty string if none.

    With saved filters, proposals that match none of them are only counted. ``since`` is ISO 8601 in UTC, or empty for
    all items awaiting review; ``told`` gives the state of each source in the last digest: only changes are listed.
    """
    filters = {name: parse_filter(name, text) for name, text in settings.digest.filters.items()}
    frame = ledger.incidents(statuses=None)
    waiting = frame[(frame["status"] == "proposed") & (frame["updated_at"] > since)]
    rows = sorted(waiting.to_dict("records"), key=lambda row: (-int(row["severity"]), str(row["date_start"])))
    chosen = [row for row in rows if not filters or _matching(row, filters)]
    leads = [one for one in worklist.leads(ledger.engine) if one["seen"] > since]
    parts = []
    if chosen or leads:
        parts.append([f"{_number(len(rows), 'new proposal')} and {_number(len(leads), 'new lead')} await review."])
        more = len(rows) - len(chosen)
        parts.append([*_some(_line(row, filters) for row in chosen), *([f"{more} more match no filter."] * bool(more))])
    if leads:
        where = {one["id"]: one["address"] * one["address"].startswith("http") for one in leads}
        parts.append(["To read:", *_some(f"- {one['title']} ({one['why']}) {where[one['id']]}" for one in leads)])
    said = ["\n".join(line.rstrip() for line in part) for part in parts if part]
    return "\n".join(one if one.endswith("\n") else f"{one}\n" for one in (*said, changes(ledger, told)) if one)


def changes(ledger: Ledger, told: Mapping[str, str]) -> str:
    """Return a text that lists the sources whose state changed since the last digest, or an empty string if none."""
    states = source_states(ledger).items()
    lines = _some(f"- {source}: {state}" for source, state in states if state != told.get(source, health.WELL))
    return "\n".join(["Sources:", *lines, ""]) if lines else ""


def source_states(ledger: Ledger) -> dict[str, str]:
    """Return the state of each source in words, by id; the words change only when the state does."""
    return {source: health.in_words(noted) for source, noted in worklist.health(ledger.engine).items()}


def _matching(row: Mapping[str, Any], filters: Mapping[str, Sequence[Condition]]) -> list[str]:
    return [name for name, conditions in filters.items() if all(one.holds(row) for one in conditions)]


def _line(row: Mapping[str, Any], filters: Mapping[str, Sequence[Condition]]) -> str:
    names = _matching(row, filters)
    told = f" [{', '.join(names)}]" if names else ""
    return f"- severity {row['severity']}: {row['summary'] or row['types']} ({row['id']}){told}"


def _some(lines: Iterable[str]) -> list[str]:
    all_ = list(lines)
    more = [f"… and {len(all_) - _MOST_LINES} more"] if len(all_) > _MOST_LINES else []
    return all_[:_MOST_LINES] + more


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def send(name: str, title: str, text: str) -> None:
    """Send a text to the service whose URL is in the environment variable ``name``.

    The URL of a service is a secret, so tracker.toml names only the variable, and no message contains the URL.
    """
    try:
        import apprise
    except ModuleNotFoundError:
        raise TrackerError("digests need the optional extra digest; run pip install 'scs-tracker[digest]'") from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # what it logs may hold addresses
    address = secret(name)
    if not address:
        raise TrackerError(f"digest.to names the environment variable {name}, which is not set; set it to a URL")
    service = apprise.Apprise()
    if not service.add(address):
        raise TrackerError(f"{name} is not the URL of a notification service; use one such as mailto://… or slack://…")
    if not service.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT):
        raise TrackerError(
            f"the notification service that {name} names rejected the message; check its URL and whether it runs"
        )


def tell(
    settings: Settings, ledger: Ledger, to: str, by: Callable[[str], None], now: datetime, *, alert: bool = False
) -> str:
    """Send the news since the last digest, record it as sent, and return its text, or an empty string if there is none.

    ``to`` is the name of a service's variable, or empty for the screen; ``by`` sends the text: it is not called without
    news, and if it raises an error, the next digest repeats the news. An ``alert`` lists only changes of sources.
    """
    from scs_tracker.intake import memory

    remembered = memory.recall(ledger.engine)
    own = f"{_MEMORY}:{to}" if to else _MEMORY
    last = remembered.get(own) or remembered.get(_MEMORY, {})
    since, told, states = str(last.get("at", "")), last.get("sources", {}), source_states(ledger)
    text = changes(ledger, told) if alert else compose(settings, ledger, since=since, told=told)
    at = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    newest = max([at, ledger.last_instant() or "", *(one["seen"] for one in worklist.leads(ledger.engine))])
    if text:
        by(text)
    memory.keep(ledger.engine, remembered | {own: {"at": since if alert else newest, "sources": states}}, at=at)
    return text


def send_news(settings: Settings, ledger: Ledger, now: datetime, *, alert: bool = False) -> tuple[list[str], list[str]]:
    """Send each configured service the news since its last digest; a failing service does not stop the others.

    An ``alert`` lists only changes of sources. Returns a sentence for each message sent, and the error of each failure.
    """
    sent, failed = [], []
    for name in settings.digest.to:
        try:
            if tell(settings, ledger, name, partial(send, name, ALERT if alert else TITLE), now, alert=alert):
                sent.append(f"sent to {name}")
        except TrackerError as error:
            failed.append(f"{error}; the next run tries again")
    return sent, failed
