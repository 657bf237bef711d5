"""Outlines of places that are no disc: the band of an arc off a coast, a ring around a reef, an area, a track.

The ledger stores of each place its covering disc. Where the words say more, as '124 nm off Zambales' does, the outline
is made from them again, and drawn in place of the disc as long as both agree.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geocoding import shape
from scs_tracker.geocoding.frame import positions
from scs_tracker.mapping.basemap import deltas

if TYPE_CHECKING:
    import geopandas as gpd

    from scs_tracker.model import Position

#: Outlines travel as whole numbers of this many to a degree, about 110 m.
OUTLINES_PER_DEGREE: Final = 1_000
#: An outline may leave its words by so much of its radius; a screen shows no difference.
_TOLERANCE: Final = 0.005
_KM_PER_DEGREE: Final = 111.2
#: The words place an incident where the ledger has it if they differ by no more than this, in degrees and in km.
_SAME_DEGREES: Final = 1e-4
_SAME_KM: Final = 0.01
#: What is placed by a name alone is a disc, and no words need to be read again for it.
_DISCS: Final = frozenset({"feature", "area", "none", ""})


def outlines(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the outlines of a frame: of each row that has one the number of its shape, and the shapes.

    Parameters
    ----------
    frame
        Incidents as ``checked`` of incident_layer returns them; without ``location_text`` there are no outlines.

    Returns
    -------
    dict
        ``rows`` and ``shapes_of`` of the same length, and ``shapes``: each the rings of one shape, as steps of
        ``OUTLINES_PER_DEGREE`` to a degree.
    """
    rows: list[int] = []
    numbers: list[int] = []
    shapes: dict[tuple[tuple[int, ...], ...], int] = {}
    if "location_text" in frame:
        asked = [row for row, method in enumerate(frame["method"]) if method not in _DISCS]
        part = frame.iloc[asked]
        stored = part[["lat", "lon", "radius_km"]].to_numpy(dtype=float, na_value=math.nan).tolist()
        for row, position, (lat, lon, km) in zip(asked, positions(part, column="location_text"), stored, strict=True):
            if position.outline and _agrees(position, lat, lon, km):
                rows.append(row)
                numbers.append(shapes.setdefault(_rings(position), len(shapes)))
    return {"rows": rows, "shapes_of": numbers, "shapes": [list(map(list, rings)) for rings in shapes]}


def _agrees(position: Position, lat: float, lon: float, km: float) -> bool:
    """Say whether words still lead to where the ledger has the incident; a person may have moved it."""
    if position.lat is None or position.lon is None or position.radius_km is None:
        return False
    near = max(abs(position.lat - lat), abs(position.lon - lon)) < _SAME_DEGREES
    return near and abs(position.radius_km - km) < _SAME_KM


def _rings(position: Position) -> tuple[tuple[int, ...], ...]:
    """Return the rings of an outline as steps, holes among them."""
    import shapely

    whole = shape(position)
    if whole is None or position.radius_km is None:
        return ()
    plain = shapely.simplify(whole, position.radius_km * _TOLERANCE / _KM_PER_DEGREE)
    polygons = [part for part in shapely.get_parts(plain) if part.geom_type == "Polygon"]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return tuple(tuple(deltas(ring.coords, per_degree=OUTLINES_PER_DEGREE)) for ring in rings)
