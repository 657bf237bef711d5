"""What is to say of a place beside its one sentence of standing: a layperson's words, and the rest as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.sentences.language import SOURCE, current, use_language
from scs_tracker.sentences.places import number_or_none

if TYPE_CHECKING:
    from collections.abc import Mapping


def explained(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return ``standing_plain`` and ``standing_details`` of an incident's place; empty where they cannot be told.

    They are told only where the zones of today made the row, and give the very sentence that it holds: else they would
    explain another standing than the one that is printed. In another language than the ledger's, ``standing`` is that
    sentence in it, where it can be told; the list stays as the ledger has it.

    Parameters
    ----------
    record
        A row of the ledger: lat, lon (decimal degrees, WGS 84), radius_km, date_start, the columns of its standing and
        geodata_version.
    """
    from scs_tracker.sentences.restated import restated, untraced_near

    if number_or_none(record["lat"]) is None or record.get("geodata_version") != geodata.version():
        return {"standing_plain": "", "standing_details": []}
    with use_language(SOURCE):
        told = restated(record)
        details = _located(record) if told.sentence and untraced_near(record) else list(told.details)
    if current() == SOURCE or not told.sentence:
        return {"standing_plain": told.plain, "standing_details": details}
    said = restated(record, checked=True)
    return {"standing": said.sentence, "standing_plain": said.plain, "standing_details": details}


def _located(record: Mapping[Any, Any]) -> list[str]:
    """Return the whole list: only the outlines of the zones tell which claims were not traced by the date."""
    from scs_tracker.errors import TrackerError
    from scs_tracker.sentences.classification import locate

    lat, lon, radius = (number_or_none(record[name]) for name in ("lat", "lon", "radius_km"))
    try:
        return list(locate(lat or 0.0, lon or 0.0, date=str(record["date_start"]), radius_km=radius or 0.0)["details"])
    except TrackerError:
        return []
