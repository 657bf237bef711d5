"""Adapter for monthly candidate events of the Uppsala Conflict Data Program, which are imported as leads only."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.markup import instant
from scs_tracker.intake.items import Item, digest
from scs_tracker.intake.relevance import tier
from scs_tracker.intake.web import FetchError, conditions, shown
from scs_tracker.sources.words import in_this_sea

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.intake.items import Ask, Live
    from scs_tracker.intake.web import Page

WHY: Final = "a UCDP event with deaths, for comparison"
_NEEDED: Final = ("id", "side_a", "side_b", "best", "date_start", "latitude", "longitude")
_WORDS: Final = ("source_headline", "where_description", "where_coordinates")
#: Candidates come out in the month after; older ones are asked for where the newest are not there yet.
_MOST_MONTHS: Final = 3


def read(live: Live, ask: Ask, memory: dict[str, Any], /) -> list[Item] | None:
    """Return the relevant events in the South China Sea of the newest published month, or None if unchanged.

    ``live.address`` is a URL with ``{year}`` and ``{month}``, as in GEDEvent_v26_0_8.csv for August 2026.
    """
    year, month = ask.now.year, ask.now.month
    for _ in range(_MOST_MONTHS):
        address = live.address.replace("{year}", f"{year % 100:02d}").replace("{month}", str(month))
        known = memory if memory.get("address") == address else {}
        try:
            page = ask(address, headers=conditions(known))
        except FetchError as error:
            if error.status != 404:
                raise
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            continue
        if page is None:
            return None
        items = list(_items(page))
        memory |= {"address": address, "etag": page.etag, "last_modified": page.last_modified}
        return items
    raise TrackerError(f"{live.id} has no file for the last {_MOST_MONTHS} months; check its file names at ucdp.uu.se")


def _items(page: Page) -> Iterator[Item]:
    reader = csv.DictReader(io.StringIO(page.content.decode("utf-8-sig", "replace")))
    if not set(_NEEDED) <= set(reader.fieldnames or ()):
        raise TrackerError(
            f"{shown(page.url)} is not a UCDP table of candidate events: it needs the columns {', '.join(_NEEDED)}; "
            "open the URL, and check the file name at ucdp.uu.se"
        )
    try:
        for row in reader:
            words = " ".join(row.get(name) or "" for name in _WORDS)
            if _here(row) and tier(words) != "none":
                yield _item(row)
    except csv.Error as error:
        raise TrackerError(f"{shown(page.url)} is damaged ({error}); the next run reads it again") from None


def _here(row: dict[str, str]) -> bool:
    try:
        return in_this_sea(float(row["latitude"]), float(row["longitude"]))
    except (ValueError, TypeError):
        return False


def _item(row: dict[str, str]) -> Item:
    title = (
        f"UCDP {row['id']}: {row['side_a']} – {row['side_b']}, {row['best']} dead, {row.get('where_description') or ''}"
    )
    published = instant(row["date_start"])
    return Item(digest(f"ucdp:{row['id']}"), "", title.strip(" ,"), published, "", language="en", lead=WHY)
