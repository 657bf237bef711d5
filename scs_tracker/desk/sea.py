"""Data of the desk's small map: the coast, and the claims at a location."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.mapping import basemap
from scs_tracker.reporting.names import zone as zone_names
from scs_tracker.zones.simplified import PER_DEGREE, simplified_zones

if TYPE_CHECKING:
    from collections.abc import Iterable


#: Named at sea, the largest first; waters and provinces are no marks to steer by.
_MARKS: Final = ("island", "cay", "reef", "shoal", "bank", "atoll", "archipelago", "city")


@geodata.cached
def coast() -> dict[str, Any]:
    """Return the layers that every map of the desk has.

    Returned: ``rings`` of land as steps of whole numbers, ``rings_per_degree`` to a degree, and ``lines_per_degree``,
    the same of the claims; ``features``, each with ``name``, ``lat`` and ``lon``, the larger ones first.
    """
    rows = [row for row in geodata.rows("features") if row["kind"] in _MARKS]
    rows.sort(key=lambda row: (-float(row["radius_km"] or 0), row["id"]))
    features = [{"name": row["name"], "lat": float(row["lat"]), "lon": float(row["lon"])} for row in rows]
    return {
        "rings": basemap.coast(), "rings_per_degree": basemap.COAST_PER_DEGREE, "lines_per_degree": PER_DEGREE,
        "features": features,
    }  # fmt: skip


def claims(ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the limits of zones, for drawing.

    ``ids``: ids of zones; unknown ones, and land, are passed over; returned: ``id``, ``name``, and ``lines`` as
    ``zones.simplified`` stores them.
    """
    drawn = simplified_zones()
    return [
        {"id": one, "name": zone_names(one)["name"], "lines": drawn[one].limit}
        for one in dict.fromkeys(ids)
        if one in drawn
    ]
