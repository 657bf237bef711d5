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
        A row of the ledger: lat, lon (decimal degrees, WGS 84), radius_km, date_start, standing and geodata_version.
    """
    from scs_tracker.errors import TrackerError
    from scs_tracker.zones import locate

    nothing = {"standing_plain": "", "standing_details": []}
    lat, lon, radius = (real(record[name]) for name in ("lat", "lon", "radius_km"))
    if lat is None or lon is None or record.get("geodata_version") != geodata.version():
        return nothing
    try:
        found = locate(lat, lon, date=str(record["date_start"]), radius_km=radius or 0.0)
    except TrackerError:
        return nothing
    if found["standing"] != record["standing"]:
        return nothing
    return {"standing_plain": found["plain"], "standing_details": found["details"]}
