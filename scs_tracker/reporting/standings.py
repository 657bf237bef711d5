"""What is to say of a place beside its one sentence of standing: a layperson's words, and the rest as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker import geodata
from scs_tracker.reporting.cells import real

if TYPE_CHECKING:
    from collections.abc import Mapping


def explained(record: Mapping[Any, Any]) -> dict[str, Any]:
    """Return ``standing_plain`` and ``standing_details`` of an incident's place; empty where they cannot be told.

    They are told only where the zones of today made the row, and give the very sentence that it holds: else they would
    explain another standing than the one that is printed.

    Parameters
    ----------
    record
        A row of the ledger: lat, lon (decimal degrees, WGS 84), radius_km, date_start, the columns of its standing and
        geodata_version.
    """
    from scs_tracker.errors import TrackerError
    from scs_tracker.zones import locate
    from scs_tracker.zones.retold import retold, untraced_near

    lat, lon, radius = (real(record[name]) for name in ("lat", "lon", "radius_km"))
    if lat is None or lon is None or record.get("geodata_version") != geodata.version():
        return {"standing_plain": "", "standing_details": []}
    told = retold(record)
    if not told.sentence or not untraced_near(record):
        return {"standing_plain": told.plain, "standing_details": list(told.details)}
    try:  # only the outlines of the zones tell which claims were not traced by then
        found = locate(lat, lon, date=str(record["date_start"]), radius_km=radius or 0.0)
    except TrackerError:
        return {"standing_plain": "", "standing_details": []}
    return {"standing_plain": found["plain"], "standing_details": found["details"]}
