"""Define the supported region, and compute the precision of printed degrees in it."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

from scs_tracker import geodata

#: No position in a report is better than this: datum, fix, and the length of a ship.
LEAST_KM: Final = 0.1
_KM_PER_DEGREE: Final = 111.32


def rounding_radius_km(lat: float, lat_step: float, lon_step: float) -> float:
    """Return the uncertainty radius (km) that results from the rounding of printed degrees, at least 0.1 km."""
    north = lat_step / 2 * _KM_PER_DEGREE
    east = lon_step / 2 * _KM_PER_DEGREE * math.cos(math.radians(lat))
    return max(LEAST_KM, math.hypot(north, east))


def check(lat: float, lon: float) -> str:
    """Return why a position is invalid or outside the region, or an empty string if it is inside."""
    if abs(lat) > 90:
        return f"latitude {lat:g} is over 90 degrees; if longitude comes first, write E after it"
    if abs(lon) > 180:
        return f"longitude {lon:g} is over 180 degrees; check the digits in the source"
    if not is_here(lat, lon):
        return f"the position {lat:g}, {lon:g} lies outside the South China Sea and its coasts"
    return ""


def is_here(lat: float, lon: float) -> bool:
    """Return True if a position lies in the South China Sea, in its straits or on its coasts."""
    inside = False
    for (south, west), (north, east) in _edges().get(math.floor(lat), ()):  # shapely would be loaded for this alone
        if (south > lat) != (north > lat) and lon < west + (east - west) * (lat - south) / (north - south):
            inside = not inside
    return inside


@geodata.cached
def _edges() -> dict[int, list[tuple[tuple[float, float], tuple[float, float]]]]:
    """Return the edges of the region's outline, grouped by the whole degrees of latitude that they cross."""
    points = [(float(row["lat"]), float(row["lon"])) for row in geodata.rows("region")]
    edges: dict[int, list[tuple[tuple[float, float], tuple[float, float]]]] = {}
    for edge in pairwise([*points, points[0]]):
        south, north = sorted((edge[0][0], edge[1][0]))
        for degree in range(math.floor(south), math.floor(north) + 1):
            edges.setdefault(degree, []).append(edge)
    return edges
