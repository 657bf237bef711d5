"""Compute outlines of uncertainty areas that are not circles: bands off a coast, rings around reefs, areas, tracks.

The ledger stores a covering circle for each location. If the location text says more, such as '124 nm off Zambales',
the outline is recomputed from the text, and the map draws it instead of the circle if the two agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geocoding.shapes import outlined
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.payload import numbers

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely import Geometry

#: Units per degree of the outlines on the page, about 110 m each.
OUTLINES_PER_DEGREE: Final = 1_000
#: Tolerance of simplification as a share of the radius; the difference is not visible on a screen.
_TOLERANCE: Final = 0.005
_KM_PER_DEGREE: Final = 111.2


def outlines(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the outlines of uncertainty areas that are not circles; none if the frame has no ``location_text``.

    ``rows`` are row numbers, and ``shapes_of`` has the number of each row's shape in ``shapes``. A shape is a list of
    rings as encoded steps, with ``OUTLINES_PER_DEGREE`` units per degree.
    """
    rows: list[int] = []
    numbers: list[int] = []
    shapes: dict[tuple[str, ...], int] = {}
    for row, position, whole in outlined(frame) if "location_text" in frame else ():
        rows.append(row)
        numbers.append(shapes.setdefault(_rings(whole, position.radius_km or 0.0), len(shapes)))
    return {"rows": rows, "shapes_of": numbers, "shapes": [list(rings) for rings in shapes]}


def _rings(whole: Geometry, radius_km: float) -> tuple[str, ...]:
    """Return the rings of a simplified outline, including holes, as encoded steps."""
    import shapely

    plain = shapely.simplify(whole, radius_km * _TOLERANCE / _KM_PER_DEGREE)
    polygons = [part for part in shapely.get_parts(plain) if part.geom_type == "Polygon"]
    rings = [ring for part in polygons for ring in (part.exterior, *part.interiors)]
    return tuple(numbers(deltas(ring.coords, per_degree=OUTLINES_PER_DEGREE)) for ring in rings)
