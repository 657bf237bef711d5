"""Adapter for warnings of the US National Geospatial-Intelligence Agency (HYDROPAC and others), as JSON."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.intake.adapters.markup import instant, rows, text
from scs_tracker.intake.adapters.warnings import event_of
from scs_tracker.intake.items import Item, digest

if TYPE_CHECKING:
    from scs_tracker.intake.items import Ask, Live

#: 081653Z MAY 2026.
_STAMP: Final = re.compile(r"(\d{2})(\d{2})(\d{2})Z\s+([A-Za-z]{3})\w*\s+(\d{4})")


def read(live: Live, ask: Ask, _memory: dict[str, Any], /) -> list[Item] | None:
    """Return the warnings in force, with context events for the South China Sea, or None if unchanged."""
    page = ask(live.address)
    if page is None:
        return None
    items = []
    for row in rows(page, "smaps"):
        words, own_id = text(row, "msgText"), text(row, "msgID")
        issued = issued_at(text(row, "createdOn"))
        number = f"{text(row, 'usNavArea') or text(row, 'navArea')} {text(row, 'msgSqncNumber')}".strip()
        number = f"{number}/{issued:%y}" if issued is not None else number
        event = event_of(words, number=number, issued=issued, link=live.address, publisher=live.name)
        key = digest(f"nga:{own_id or number}")
        items.append(Item(key, live.address, event.get("title", number), issued, words, language="en", event=event))
    return items


def issued_at(value: str) -> datetime | None:
    """Return the UTC time of a stamp such as 081653Z MAY 2026 or of an ISO 8601 timestamp, or None if neither."""
    found = _STAMP.search(value)
    if found is None:
        return instant(value)
    day, hour, minute, month, year = found.groups()
    try:
        return datetime.strptime(f"{day} {month.title()} {year} {hour}{minute}", "%d %b %Y %H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
