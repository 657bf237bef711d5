"""Adapter for ACLED events in and near the South China Sea, which are imported as leads only.

The terms of ACLED do not allow redistribution, so events stay leads in the user's ledger and are never exported.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urljoin

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import instant, one, rows, text
from scs_tracker.intake.items import Item, digest
from scs_tracker.sources.words import in_this_sea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.intake.items import Ask, Live

WHY: Final = "an ACLED event for comparison; its terms do not allow redistribution"
_COUNTRIES: Final = "China|Philippines|Vietnam|Malaysia|Indonesia|Taiwan|Brunei"
_FIELDS: Final = "event_id_cnty|event_date|sub_event_type|actor1|actor2|location|latitude|longitude|source"
_A_PAGE: Final = 5000
_MOST_PAGES: Final = 4
_DAYS: Final = 30


def read(live: Live, ask: Ask, _memory: dict[str, Any], /) -> list[Item]:
    """Return the ACLED events of the last 30 days in the South China Sea; needs a user name and a password."""
    token = _token(live, ask)
    days = f"{ask.now.date() - timedelta(days=_DAYS)}|{ask.now.date()}"
    asked = {"_format": "json", "country": _COUNTRIES, "event_date": days, "event_date_where": "BETWEEN"}
    items: list[Item] = []
    for number in range(1, _MOST_PAGES + 1):
        query = urlencode(asked | {"fields": _FIELDS, "limit": str(_A_PAGE), "page": str(number)})
        page = ask(f"{live.address}?{query}", headers={"Authorization": f"Bearer {token}"})
        found = rows(page, "data") if page is not None else []
        items += _items(found)
        if len(found) < _A_PAGE:
            break
    return items


def _token(live: Live, ask: Ask) -> str:
    """Return an access token, requested with the user's name and password; it is never stored."""
    name, password = ask.keys
    form = {"username": name, "password": password, "grant_type": "password", "client_id": "acled"}
    token = text(one(ask(urljoin(live.address, "/oauth/token"), form=form)), "access_token")
    if not token:
        raise TrackerError(
            f"{live.id} returned no access token; check the name and password of your account at acleddata.com"
        )
    return token


def _items(found: list[dict[str, Any]]) -> Iterator[Item]:
    for row in found:
        try:
            lat, lon = float(text(row, "latitude")), float(text(row, "longitude"))
        except ValueError:
            continue
        if not in_this_sea(lat, lon):
            continue
        own_id, sides = text(row, "event_id_cnty"), " – ".join(filter(None, (text(row, "actor1"), text(row, "actor2"))))
        title = f"ACLED {own_id}: {text(row, 'sub_event_type')}, {sides}, {text(row, 'location')}"
        yield Item(digest(f"acled:{own_id}"), "", title, instant(text(row, "event_date")), "", language="en", lead=WHY)
