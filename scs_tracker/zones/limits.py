"""The WGS 84 ellipsoid, and geodesic circles around a point.

All coordinates are lon, lat in decimal degrees on WGS 84; distances are geodesic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Geod

from scs_tracker.geodata.region import NAUTICAL_MILE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

GEOD: Final = Geod(ellps="WGS84")
#: No two vertices of a limit or of a straight line are further apart than this.
SPACING_M: Final = 1000.0


def circle(lon: float, lat: float, radius_nm: float) -> shapely.Polygon:
    """Return the geodesic circle of ``radius_nm`` around a point as a polygon, with vertices at most 1 km apart."""
    radius_m = radius_nm * NAUTICAL_MILE
    azimuths = np.linspace(0, 360, arc_steps(radius_m, 360) + 1)[:-1]
    return shapely.Polygon(points_at(np.full_like(azimuths, lon), np.full_like(azimuths, lat), azimuths, radius_m))


def arc_steps(radius_m: float, degrees: float) -> int:
    """Return the number of steps of at most 1 km that an arc needs, at least 24."""
    return max(24, int(np.ceil(np.radians(degrees) * radius_m / SPACING_M)))


def points_at(lon: Coordinates, lat: Coordinates, azimuth: Coordinates, distance_m: float) -> Coordinates:
    """Return lon and lat, shape (n, 2), of the points at a distance and azimuth from the given points."""
    lons, lats, _ = GEOD.fwd(lon, lat, azimuth, np.full_like(lon, distance_m))
    return np.column_stack([lons, lats])
