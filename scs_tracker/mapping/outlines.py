"""Outlines of uncertainty areas that are not circles: a band off a coast, a ring around a reef, an area, a track.

The ledger stores of each place its covering disc. Where the words say more, as '124 nm off Zambales' does, the outline
is made from them again, and drawn in place of the disc as long as both agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geocoding.shapes import outlined
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.payload import numbers

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely import Geometry

#: Outlines travel as whole numbers of this many to a degree, about 110 m.
OUTLINES_PER_DEGREE: Final = 1_000
#: An outline may leave its words by so much of its radius; a screen shows no difference.
_TOLERANCE: Final = 0.005
_KM_PER_DEGREE: Final = 111.2


def outlines(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the outlines of a frame that ``checked`` returned; without ``location_text`` there are none.

    ``rows`` have the shape of the same place in ``shapes_of``, a number among ``shapes``, each of which is its rings as
    steps of ``OUTLINES_PER_DEGREE`` to a degree.
    """
    rows: list[int] = []
    numbers: list[int] = []
    shapes: dict[tuple[str, ...], int] = {}
    for row, position, whole in outlined(frame) if "location_text" in frame else ():
        rows.append(row)
        numbers.append(shapes.setdefault(_rings(whole, position.radius_km or 0.0), len(shapes)))
    return {"rows": rows, "shapes_of": numbers, "shapes": [list(rings) for rings in shapes]}


def _rings(whole: Geometry, radius_km: float) -> tuple[str, ...]:
    """Return the rings of an outline as steps, including holes."""
    import shapely

    plain = shapely.simplify(whole, radius_km * _TOLERANCE / _KM_PER_DEGREE)
    polygons = [part for part in shapely.get_parts(plain) if part.geom_type == "Polygon"]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return tuple(numbers(deltas(ring.coords, per_degree=OUTLINES_PER_DEGREE)) for ring in rings)
