"""The disc that holds several places: the corners of an area, the points of an arc, the features of a list."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scs_tracker.geocoding.candidates import kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence


def covering(
    points: Sequence[tuple[float, float]], reach_km: Sequence[float] | float = 0.0
) -> tuple[float, float, float]:
    """Return latitude, longitude and radius in kilometres of a disc that holds every point with its own reach.

    The middle is that of the smallest circle around the points, found on a plane that is true at their mean latitude;
    the radius is measured on WGS 84.
    """
    import shapely

    reaches = [float(reach_km)] * len(points) if isinstance(reach_km, int | float) else list(reach_km)
    mean = math.radians(sum(lat for lat, _ in points) / len(points))
    plane = shapely.MultiPoint([(lon * math.cos(mean), lat) for lat, lon in points])
    circle = shapely.minimum_bounding_circle(plane)
    middle = shapely.centroid(circle) if circle.area else shapely.centroid(plane)
    lat, lon = float(middle.y), float(middle.x) / math.cos(mean)
    away = [kilometres(lat, lon, *point) + reach for point, reach in zip(points, reaches, strict=True)]
    return lat, lon, max(away)
