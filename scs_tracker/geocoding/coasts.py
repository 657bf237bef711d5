"""Compute the point at a distance off a coast that fits a place description, and its uncertainty.

'87 nautical miles west of Zambales' describes a line parallel to the coast of Zambales as seen from the west. The
point is on that line off the middle of the coast, and the radius is half the length of the coast. If no side is stated,
the side that faces the South China Sea is used.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from scs_tracker.geocoding.names import Feature

    Floats = NDArray[np.float64]

#: An island of this extent or more is measured from its coast, not from its point.
_LAND_KM: Final = 18.0
_KM_PER_DEGREE: Final = 111.195
#: Longitude and latitude of the middle of the South China Sea in the gazetteer, which open water is in sight of.
SEA_MIDDLE: Final = (112.746, 10.26)


@dataclass(frozen=True, slots=True, eq=False)
class Coast:
    """The points of a coast; instances are compared by identity, because a coast has thousands of points."""

    seaward: float  # azimuth to the open sea in degrees
    facing: tuple[tuple[float, float], ...]  # latitude and longitude of the points that face the open sea
    points: tuple[tuple[float, float], ...]  # of all points


class Offshore(NamedTuple):
    """A point off a coast, and half the length of the coast in kilometres."""

    lat: float
    lon: float
    half_length_km: float


def is_land(feature: Feature) -> bool:
    """Return True if distances from a feature are measured from its coast, not from its point."""
    if feature.group in {"Spratly", "Paracel"}:
        return False
    return feature.kind == "province" or (feature.kind in {"island", "archipelago"} and feature.radius_km >= _LAND_KM)


@geodata.cached
def coasts() -> dict[str, Coast]:
    """Return all coasts of gazetteer/coasts.csv, keyed by feature id or ISO 3166-1 alpha-2 country code."""
    found = {}
    for row in geodata.rows("coasts"):
        facing, others = _points(row["facing"]), _points(row["others"])
        found[row["coast"]] = Coast(float(row["seaward"]), facing, (*facing, *others))
    return found


def _points(cell: str) -> tuple[tuple[float, float], ...]:
    pairs = (pair.split(" ") for pair in cell.split(";") if pair)
    return tuple((float(lat), float(lon)) for lat, lon in pairs)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A coast in kilometres along and across an azimuth, measured from the mean of its points."""

    lat: float  # the middle
    lon: float
    ahead: tuple[float, float]  # east and north of a kilometre along the azimuth
    out: Floats  # how far out each point lies
    side: Floats  # how far across to the right each point lies
    left: float  # the ends of the coast across
    right: float


def offshore(
    coast: str, distance_km: float, azimuth: float | None, toward: tuple[float, float] | None = None
) -> Offshore | None:
    """Return the point at a distance off a coast, or None if gazetteer/coasts.csv does not have that coast.

    ``azimuth`` is the side of the coast in degrees, or None for the side that faces the open sea. The point
    is placed off the part of the coast nearest to ``toward`` (latitude, longitude), if given.
    """
    shore = coasts().get(coast)
    if shore is None:
        return None
    seen = view(shore, azimuth)
    across = (seen.left + seen.right) / 2
    if toward is not None:
        east = (toward[1] - seen.lon) * _KM_PER_DEGREE * math.cos(math.radians((toward[0] + seen.lat) / 2))
        side = east * seen.ahead[1] - (toward[0] - seen.lat) * _KM_PER_DEGREE * seen.ahead[0]
        across = min(max(side, seen.left), seen.right)
    out = _out(seen, across, distance_km)
    east = out * seen.ahead[0] + across * seen.ahead[1]
    north = out * seen.ahead[1] - across * seen.ahead[0]
    lat = seen.lat + north / _KM_PER_DEGREE
    lon = seen.lon + east / (_KM_PER_DEGREE * math.cos(math.radians((lat + seen.lat) / 2)))
    return Offshore(lat, lon, (seen.right - seen.left) / 2)


@functools.lru_cache(maxsize=512)
def view(shore: Coast, azimuth: float | None) -> View:
    """Return a coast as seen along an azimuth; None means the azimuth to the open sea."""
    heading = math.radians(shore.seaward if azimuth is None else azimuth)
    points = shore.facing if azimuth is None else shore.points
    ahead = (math.sin(heading), math.cos(heading))
    around = middle(points)
    out, side = _seen(points, around, ahead)
    return View(*around, ahead, out, side, float(side.min()), float(side.max()))


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean latitude and longitude of points."""
    return sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points)


def _seen(
    points: Sequence[tuple[float, float]], around: tuple[float, float], ahead: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Return the distances (km) of points along an azimuth and across it, accurate to about 0.3%."""
    import numpy as np

    lat, lon = np.array(points).T
    east = (lon - around[1]) * _KM_PER_DEGREE * np.cos(np.radians((lat + around[0]) / 2))
    north = (lat - around[0]) * _KM_PER_DEGREE
    return east * ahead[0] + north * ahead[1], east * ahead[1] - north * ahead[0]


def _out(view: View, across: float, distance_km: float) -> float:
    """Return the distance (km) along the azimuth at which a point is ``distance_km`` from the nearest coast."""
    import numpy as np

    aside = across - view.side
    left = distance_km**2 - aside * aside
    reached = left > 0
    if reached.any():
        return float((view.out[reached] + np.sqrt(left[reached])).max())
    return float(view.out[np.abs(aside).argmin()]) + distance_km
