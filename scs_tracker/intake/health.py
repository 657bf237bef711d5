"""State of monitored sources, judged by their newest items, because a server can answer after publishing stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters import adapter
from scs_tracker.intake.catalogue import enabled, secrets
from scs_tracker.intake.items import Live
from scs_tracker.intake.visiting import Visitor, Visits, remembered
from scs_tracker.intake.web import shown
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scs_tracker.config import Settings
    from scs_tracker.intake.items import Item
    from scs_tracker.ledger import Ledger

#: Of a source that gives what it should.
WELL: Final = "answers"
#: So far ahead of our clock another clock may be: zones of time differ by less.
_AHEAD: Final = timedelta(days=1)


def newest_of(items: Iterable[Item], now: datetime, *, before: Iterable[str]) -> str:
    """Return the ISO 8601 day of the newest item, or an empty string if there is none.

    ``items``: items of a source; one dated after ``now``, and a new one without a date, count as of ``now``;
    ``before``: keys of the items at the last reading.
    """
    there = set(before)
    days = [
        min(one.published or now, now).date().isoformat()
        for one in items
        if one.published is not None or one.key not in there
    ]
    return max(days, default="")


def believed(item: Item, now: datetime) -> Item:
    """Return an item without its date if that is over a day in the future; a nearer future date becomes ``now``.

    Some feeds label local time as UTC; a date further ahead is the date of something else, such as an event.
    """
    if item.published is None or item.published <= now:
        return item
    return replace(item, published=now if item.published - now <= _AHEAD else None)


def lost_since(
    items: Sequence[Item], held: Iterable[str], noted: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """Return the time range in which items were probably missed, or None if that is unlikely.

    Items were probably missed if a list of the newest items shares none with the last reading, and its oldest item is
    younger than that reading.

    ``items``: current items of the source; ``held``: keys of its items at the last reading; ``noted``: its row in the
    ledger; returned: ``from`` and ``until``, ISO 8601 in UTC; ``held``, the number of current items; ``at``, the time
    of this reading.
    """
    last, keys = str(noted.get("last_success") or ""), set(held)
    dated = [one.published for one in items if one.published is not None]
    if not last or not keys or not dated or any(one.key in keys for one in items):
        return None
    oldest = min(dated).isoformat()
    if oldest <= last:
        return None
    return {"from": last, "until": oldest, "held": len(items), "at": now.isoformat()}


def is_silent(newest: str, live: Live, now: datetime) -> bool:
    """Return True if the newest item is older than the source's ``quiet_days``; False if there is no newest item."""
    if not newest:
        return False
    return date.fromisoformat(newest[:10]) < (now - timedelta(days=live.quiet_days)).date()


def state_of(live: Live, noted: Mapping[str, Any] | None) -> str:
    """Return the state of a source: ``new``, ``well``, ``silent`` or ``failing``."""
    if not noted or not noted.get("last_try"):
        return "new"
    if noted.get("refusals"):
        return "failing"
    return "silent" if is_silent(str(noted.get("newest") or ""), live, datetime.now(UTC)) else "well"


def in_words(noted: Mapping[str, Any]) -> str:
    """Return a source's state in words: that it answers, is silent or fails, and which items are probably lost."""
    gaps = remembered(noted).get("lost", [])
    lost = f"; items of {gaps[-1]['from'][:10]} to {gaps[-1]['until'][:10]} are probably lost" if gaps else ""
    if noted["refusals"]:
        return f"cannot be read: {noted['note']}{lost}"
    return (f"silent since {noted['silent_since']}" if noted["silent_since"] else WELL) + lost


def row_of(live: Live, noted: Mapping[str, Any] | None, *, enabled: bool) -> dict[str, Any]:
    """Return most catalogue columns and the recorded state of a source as plain values."""
    row = {name: getattr(live, name) for name in Live.__dataclass_fields__ if name not in {"starter", "allow_private"}}
    seen = noted or {}
    row |= {"keys": list(live.keys), "enabled": enabled, "state": state_of(live, noted) if enabled or noted else ""}
    row |= {name: str(seen.get(name) or "") for name in ("newest", "last_success", "last_try")}
    row |= {name: int(seen.get(name) or 0) for name in ("hits", "refusals")}
    row |= {name: str(seen.get(name) or "") for name in ("silent_since", "note")}
    return row | {"lost": remembered(seen).get("lost", [])}


def check(
    live: Sequence[Live],
    settings: Settings,
    *,
    now: datetime | None = None,
    progress: Callable[[str, int, int], None] = lambda _name, _done, _total: None,
) -> list[dict[str, Any]]:
    """Fetch each source and return its state, without storing anything.

    Each has ``id``, ``state`` (well, silent, failing, empty), ``newest``, ``items`` and ``note``.
    """
    visits = Visits(now or datetime.now(UTC), settings.contact)
    checked = []
    for number, one in enumerate(live):
        progress(one.name, number, len(live))
        row: dict[str, Any] = {"id": one.id, "state": "failing", "newest": "", "items": 0, "note": ""}
        try:
            visitor = Visitor(visits, one.allow_private, secrets(one, settings))
            items = adapter(one.format)(one, visitor, {}) or ()
        except Exception as error:  # noqa: BLE001 - whatever one source does to us, the others are asked
            row["note"] = (
                str(error) if isinstance(error, TrackerError) else f"{type(error).__name__}: {shown(str(error))}"
            )
        else:
            dated = [item for item in items if item.published is not None]
            row["newest"] = newest_of(dated, visits.now, before=())
            row["items"] = len(items)
            silent = is_silent(row["newest"], one, visits.now)
            row["state"] = "empty" if not items else "silent" if silent else "well"
            row["note"] = "items carry no dates" if items and not dated else ""
        checked.append(row)
    return checked


def outcomes(ledger: Ledger, settings: Settings) -> list[dict[str, str]]:
    """Return the result of the last reading of each enabled source, for a report's list of searched sources.

    Each has ``name``, ``outcome`` (``answered``; ``silent`` if it answered, but with nothing new for too long; or
    ``failed`` if it could not be read), ``newest``, ``note`` and ``at``, the time of the reading; a source that was
    never read is left out.
    """
    noted = worklist.health(ledger.engine)
    found = []
    for one in enabled(settings, []):
        seen = noted.get(one.id)
        if seen is None:
            continue
        state = "failed" if seen["refusals"] else "silent" if seen["silent_since"] else "answered"
        silence = f"silent since {seen['silent_since']}" if state == "silent" else ""
        found.append(
            {
                # a feed of one's own without a name has that of its host, of which there may be several
                "name": one.id if "://" in one.id and not one.kind else one.name,
                "outcome": state,
                "newest": str(seen["newest"] or ""),
                "note": str(seen["note"] or "") if state == "failed" else silence,
                "at": str(seen["last_try"] or ""),
            }
        )
    return found
