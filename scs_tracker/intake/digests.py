"""News of what came in: as text, and by whichever service a user names."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.config import secret
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger

_CONDITION: Final = re.compile(r"\s*(\w+)\s*(>=|<=|!=|=|~)\s*([^=<>~!]+?)\s*")
TITLE: Final = "South China Sea: what came in"
#: Under this name the last digest is remembered.
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
    """One condition of a filter.

    Attributes
    ----------
    column
        A column of incidents.
    sign
        ``=`` and ``!=`` hold for the whole cell or one of its values, ``~`` for a part of it, ``>=`` and ``<=`` for
        numbers and dates.
    value
        What it is held against.
    """

    column: str
    sign: str
    value: str

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Return whether it holds for an incident; what is unknown holds nothing."""
        cell = row.get(self.column)
        text = "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - a missing number is none
        if self.sign in {">=", "<="}:
            return _compare(text, self.sign, self.value)
        wanted = self.value.casefold()
        if self.sign == "~":
            return wanted in text.casefold()
        is_one = wanted in {text.casefold(), *(part.strip().casefold() for part in text.split(";"))}
        return is_one if self.sign == "=" else not is_one


def _compare(text: str, sign: str, value: str) -> bool:
    if not text:
        return False
    try:
        pair: tuple[Any, Any] = (float(text), float(value))
    except ValueError:
        pair = (text, value)
    return bool(pair[0] >= pair[1]) if sign == ">=" else bool(pair[0] <= pair[1])


def parse_filter(name: str, text: str) -> tuple[Condition, ...]:
    """Return the conditions of a saved filter, such as ``severity >= 3 and place = Scarborough Shoal``.

    Raises
    ------
    UsageError
        It cannot be read.
    """
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


def compose(settings: Settings, ledger: Ledger, *, since: str) -> str:
    """Return what came in after an instant and waits for a person, in lines of text; an empty string if nothing did.

    Parameters
    ----------
    settings
        Saved filters: with any, proposals that match none of them are only counted.
    ledger
        An open ledger.
    since
        ISO 8601 in UTC; an empty string for all that waits.
    """
    filters = {name: parse_filter(name, text) for name, text in settings.digest.filters.items()}
    frame = ledger.incidents()
    waiting = frame[(frame["status"] == "proposed") & (frame["updated_at"] > since)]
    rows = sorted(waiting.to_dict("records"), key=lambda row: (-int(row["severity"]), str(row["date_start"])))
    chosen = [row for row in rows if not filters or _matching(row, filters)]
    leads = [one for one in worklist.leads(ledger.engine) if one["seen"] > since]
    failing = [one for one in worklist.health(ledger.engine).values() if one["refusals"] or one["silent_since"]]
    if not chosen and not leads:
        return ""
    lines = [f"{_number(len(rows), 'new proposal')} and {_number(len(leads), 'new lead')} wait for a person."]
    lines += ["", *_some(_line(row, filters) for row in chosen)] if chosen else []
    if len(chosen) < len(rows):
        lines.append(f"{len(rows) - len(chosen)} more match no filter.")
    lines += (
        ["", "To read:", *_some(f"- {one['title']} ({one['why']}) {_web(one['address'])}" for one in leads)]
        if leads
        else []
    )
    lines += ["", *(_state(one) for one in failing)] if failing else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


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


def _state(one: Mapping[str, Any]) -> str:
    silent = f"silent since {one['silent_since']}" if one["silent_since"] else "not read"
    return f"{one['source']}: {silent}; {one['note']}"


def _web(address: str) -> str:
    return address if address.startswith("http") else ""


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def send(settings: Settings, title: str, text: str) -> list[str]:
    """Send a text to every service that is named; return how many took it, in words.

    An address of a service is a secret, so tracker.toml names the variable that holds it, and no message does.

    Raises
    ------
    TrackerError
        A variable is not set, no service is known by it, one does not take the text, or the extra is not installed.
    """
    if not settings.digest.to:
        return []
    try:
        import apprise
    except ModuleNotFoundError:
        raise TrackerError("messages need the extra: pip install 'scs-tracker[digest]'") from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # what it logs may hold addresses
    for name in settings.digest.to:
        address = secret(name)
        if not address:
            raise TrackerError(f"digest.to names {name}, which is not set in the environment")
        service = apprise.Apprise()
        if not service.add(address):
            raise TrackerError(f"{name} holds no address of a service; it looks like mailto://… or slack://…")
        if not service.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT):
            raise TrackerError(f"the service of {name} did not take the message; look at its address and its state")
    return [f"sent to {_number(len(settings.digest.to), 'service')}"]


def since_last(settings: Settings, ledger: Ledger, now: datetime) -> str:
    """Return what came in since the last digest, and remember that it was told."""
    from scs_tracker.intake import memory

    remembered = memory.recall(ledger.engine)
    text = compose(settings, ledger, since=str(remembered.get(_MEMORY, {}).get("at", "")))
    at = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    told = max([at, ledger.last_instant() or "", *(one["seen"] for one in worklist.leads(ledger.engine))])
    memory.keep(ledger.engine, remembered | {_MEMORY: {"at": told}}, at=at)
    return text
