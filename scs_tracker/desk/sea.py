"""Data of the desk's map: the coast, named features, and limits of zones."""

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
    """Return the coast and the named features, which every map of the desk shows.

    Returned: ``rings`` of land as whole-number steps, ``rings_per_degree`` and ``lines_per_degree``, the number of
    steps per degree for land and for claims; ``features``, each with ``name``, ``lat`` and ``lon``, the largest first.
    """
    rows = [row for row in geodata.rows("features") if row["kind"] in _MARKS]
    rows.sort(key=lambda row: (-float(row["radius_km"] or 0), row["id"]))
    features = [{"name": row["name"], "lat": float(row["lat"]), "lon": float(row["lon"])} for row in rows]
    return {
        "rings": basemap.coast(), "rings_per_degree": basemap.COAST_PER_DEGREE, "lines_per_degree": PER_DEGREE,
        "features": features,
    }  # fmt: skip


def claims(ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the limits of zones as lines to draw; unknown ids are left out.

    ``ids``: ids of zones; land is left out as well; returned: ``id``, ``name``, and ``lines`` as stored by
    ``zones.simplified``.
    """
    drawn = simplified_zones()
    return [
        {"id": one, "name": zone_names(one)["name"], "lines": drawn[one].limit}
        for one in dict.fromkeys(ids)
        if one in drawn
    ]
