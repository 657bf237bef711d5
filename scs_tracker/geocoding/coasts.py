"""Distances off a coast: the point of that distance that fits the words, and how little they fix.

'87 nautical miles west of Zambales' names a line, parallel to the coast of Zambales as seen from the west. The point is
on that line in the middle of the coast, and the radius is half the length of the coast. Where no side is given, the
side is the one that faces the South China Sea.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.names import Feature

#: An island of this extent or more is measured from its coast, not from its point.
_LAND_KM: Final = 18.0
_BINS: Final = 24
_HALVINGS: Final = 24
_KM_PER_DEGREE: Final = 111.195


@dataclass(frozen=True, slots=True)
class Coast:
    """A coast as points.

    Attributes
    ----------
    seaward
        Azimuth to the open sea in degrees.
    facing
        Latitude and longitude of the points that face the open sea.
    points
        Of all points.
    """

    seaward: float
    facing: tuple[tuple[float, float], ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Offshore:
    """The point off a coast and what the words leave open along the coast, in kilometres."""

    lat: float
    lon: float
    half_length_km: float


def is_land(feature: Feature) -> bool:
    """Say whether distances from a feature are counted from its coast."""
    if feature.group in {"Spratly", "Paracel"}:
        return False
    return feature.kind == "province" or (feature.kind in {"island", "archipelago"} and feature.radius_km >= _LAND_KM)


_table: tuple[object, dict[str, Coast]] | None = None


def coasts() -> dict[str, Coast]:
    """Return all coasts of gazetteer/coasts.csv by feature id or ISO 3166-1 alpha-2 country code."""
    global _table  # noqa: PLW0603 - follows the overlay, as the gazetteer does
    rows = geodata.rows("coasts")
    if _table is None or _table[0] is not rows:
        found = {}
        for row in rows:
            facing, others = _points(row["facing"]), _points(row["others"])
            found[row["coast"]] = Coast(float(row["seaward"]), facing, (*facing, *others))
        _table = (rows, found)
        offshore.cache_clear()
    return _table[1]


def _points(cell: str) -> tuple[tuple[float, float], ...]:
    pairs = (pair.split(" ") for pair in cell.split(";") if pair)
    return tuple((float(lat), float(lon)) for lat, lon in pairs)


@functools.lru_cache(maxsize=4096)
def offshore(
    coast: str, distance_km: float, azimuth: float | None, toward: tuple[float, float] | None = None
) -> Offshore | None:
    """Return the point at a distance off a coast.

    Parameters
    ----------
    coast
        Feature id or country code.
    distance_km
        Distance from the nearest point of the coast.
    azimuth
        The side of the coast, in degrees; None for the side that faces the open sea.
    toward
        Latitude and longitude that the rest of the text names: the point comes as near to it as the coast allows.

    Returns
    -------
    Offshore or None
        None where no coast of that name is known.
    """
    shore = coasts().get(coast)
    if shore is None:
        return None
    heading = math.radians(shore.seaward if azimuth is None else azimuth)
    points = shore.facing if azimuth is None else shore.points
    lat0, lon0 = middle(points)
    plane = _plane(points, lat0, lon0)
    ahead = (math.sin(heading), math.cos(heading))
    aside = (ahead[1], -ahead[0])
    along = [x * ahead[0] + y * ahead[1] for x, y in plane]
    across = [x * aside[0] + y * aside[1] for x, y in plane]
    left, right = min(across), max(across)
    wanted = (left + right) / 2
    if toward is not None:
        x, y = _plane((toward,), lat0, lon0)[0]
        wanted = min(max(x * aside[0] + y * aside[1], left), right)
    shore_km = _shore(_silhouette(along, across, left, right), wanted)
    away = _march(list(zip(along, across, strict=True)), wanted, shore_km, distance_km)
    x = away * ahead[0] + wanted * aside[0]
    y = away * ahead[1] + wanted * aside[1]
    lat = lat0 + y / _KM_PER_DEGREE
    return Offshore(lat, lon0 + x / (_KM_PER_DEGREE * math.cos(math.radians((lat + lat0) / 2))), (right - left) / 2)


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean latitude and longitude of points."""
    return sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points)


def _plane(points: Sequence[tuple[float, float]], lat0: float, lon0: float) -> list[tuple[float, float]]:
    """Return kilometres east and north of a point; good to a few parts in a thousand over a few hundred kilometres."""
    return [
        ((lon - lon0) * _KM_PER_DEGREE * math.cos(math.radians((lat + lat0) / 2)), (lat - lat0) * _KM_PER_DEGREE)
        for lat, lon in points
    ]


def _silhouette(along: list[float], across: list[float], left: float, right: float) -> list[tuple[float, float]]:
    """Return the outermost point of each strip of coast as seen from the sea, each as place across and distance out."""
    width = (right - left) / _BINS or 1.0
    outermost: dict[int, tuple[float, float]] = {}
    for out, side in zip(along, across, strict=True):
        strip = int((side - left) / width)
        if strip not in outermost or out > outermost[strip][1]:
            outermost[strip] = (side, out)
    return sorted(outermost.values())


def _shore(facing: list[tuple[float, float]], wanted: float) -> float:
    """Return how far out the coast lies at a place across: on the line between the points to both sides."""
    before = [one for one in facing if one[0] <= wanted]
    after = [one for one in facing if one[0] > wanted]
    if not before or not after:
        return (after or before[::-1])[0][1]
    (left, out), (right, other) = before[-1], after[0]
    return out + (other - out) * (wanted - left) / (right - left)


def _march(points: list[tuple[float, float]], wanted: float, shore_km: float, distance_km: float) -> float:
    """Return how far out the point lies whose nearest coast is ``distance_km`` away, by halving."""
    low, high = shore_km, max(shore_km, *(out for out, _ in points)) + distance_km
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if min(math.hypot(middle - out, wanted - side) for out, side in points) < distance_km:
            low = middle
        else:
            high = middle
    return (low + high) / 2
