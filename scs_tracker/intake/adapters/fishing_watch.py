"""Adapter for Global Fishing Watch: vessel encounters and signal gaps, which are imported as leads only.

The data may be used for non-commercial purposes only (CC BY-NC 4.0), and are about five days behind.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.intake.adapters.markup import instant, rows, text
from scs_tracker.intake.items import Item, digest
from scs_tracker.sources.words import in_this_sea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.intake.items import Ask, Live

WHY: Final = "vessel tracks, which alone do not show an incident"
_DATASETS: Final = ("public-global-encounters-events:latest", "public-global-gaps-events:latest")
_LAG_DAYS: Final = 5
_DAYS: Final = 7
_A_PAGE: Final = 500
_MOST_PAGES: Final = 4
#: The South China Sea, roughly: what lies outside is not asked for.
_SEA: Final = {"type": "Polygon", "coordinates": [[[105, 0], [121, 0], [121, 24], [105, 24], [105, 0]]]}


def read(live: Live, ask: Ask, _memory: dict[str, Any], /) -> list[Item]:
    """Return encounters of vessels of two flags, and intentional signal gaps, of the week that ended five days ago."""
    end = ask.now.date() - timedelta(days=_LAG_DAYS)
    body = {
        "datasets": list(_DATASETS),
        "startDate": (end - timedelta(days=_DAYS)).isoformat(),
        "endDate": end.isoformat(),
        "geometry": _SEA,
    }
    headers = {"Authorization": f"Bearer {ask.keys[0]}", "Content-Type": "application/json"}
    items: list[Item] = []
    for number in range(_MOST_PAGES):
        address = f"{live.address}?limit={_A_PAGE}&offset={number * _A_PAGE}"
        page = ask(address, headers=headers, form=json.dumps(body).encode())
        found = rows(page, "entries") if page is not None else []
        items += _items(found)
        if len(found) < _A_PAGE:
            break
    return items


def _items(found: list[dict[str, Any]]) -> Iterator[Item]:
    for row in found:
        position, ship = _part(row, "position"), _part(row, "vessel")
        other = _part(_part(row, "encounter"), "vessel")
        try:
            lat, lon = float(text(position, "lat")), float(text(position, "lon"))
        except ValueError:
            continue
        gap = str(_part(row, "gap").get("intentionalDisabling", "")).lower() == "true"
        two_flags = bool(other) and text(ship, "flag") != text(other, "flag")
        if not in_this_sea(lat, lon) or not (gap or two_flags):
            continue
        what = f"{_named(ship)} met {_named(other)}" if two_flags else f"{_named(ship)} switched its signal off"
        title = f"Global Fishing Watch: {what} at {lat:.2f}°N {lon:.2f}°E"
        yield Item(
            digest(f"gfw:{text(row, 'id')}"), "", title, instant(text(row, "start")), "", language="en", lead=WHY
        )


def _part(row: dict[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    return value if isinstance(value, dict) else {}


def _named(ship: dict[str, Any]) -> str:
    return f"{text(ship, 'name') or 'unnamed vessel'} ({text(ship, 'flag') or 'flag unknown'})"
