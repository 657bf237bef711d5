"""Compute circles around several places (corners of an area, an arc, a list) or around a maritime zone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.candidates import kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The South China Sea with its gulfs, west, south, east, north: what lies beyond is not meant in a report about it.
SEA_BOX: Final = (101.0, 1.0, 121.5, 23.5)
_IDS: Final = {"eez": "eez", "territorialsea": "ts"}


def covering(
    points: Sequence[tuple[float, float]], reach_km: Sequence[float] | float = 0.0
) -> tuple[float, float, float]:
    """Return the latitude, longitude and radius (km) of a circle that contains all points with their radii.

    The centre is that of the smallest circle around the points, computed on a plane scaled at their mean latitude; the
    radius is measured on WGS 84.
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


@geodata.cached
def zone_disc(country: str, kind: str) -> tuple[float, float, float] | None:
    """Return a circle (latitude, longitude, km) around the largest part of a country's zone in this sea, or None."""
    import shapely

    from scs_tracker.zones import load_zones

    table = load_zones()
    found = table.loc[table["id"] == f"{country.lower()}-{_IDS[kind]}", "geometry"]
    outline = shapely.intersection(found.iloc[0], shapely.box(*SEA_BOX)) if len(found) else shapely.Polygon()
    if shapely.is_empty(outline):
        return None
    outline = max(shapely.get_parts(outline), key=shapely.area)
    middle = shapely.centroid(outline)
    if not shapely.contains(outline, middle):
        middle = shapely.point_on_surface(outline)
    corners = shapely.get_coordinates(shapely.convex_hull(outline))
    reach = max(kilometres(middle.y, middle.x, float(lat), float(lon)) for lon, lat in corners)
    return float(middle.y), float(middle.x), reach
