"""Compute arcs: the points at a given distance from a coast that fit a place description.

docs/methods-geocoding.md defines arcs. Points closer to another coast of the same country are left out, because reports
measure from the nearest coast.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.coasts import coasts, view

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from scs_tracker.geocoding.coasts import Coast

    Point = tuple[float, float]
    Floats = NDArray[np.float64]

_KM_PER_DEGREE: Final = 111.195
#: Points of an arc or a circle; so many that the gaps are small beside the rounding of the distance.
_STEPS: Final = 61
#: North and east of the points of a circle; the last is the first.
_TURNS: Final = tuple(
    (math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * (step % _STEPS) / _STEPS for step in range(_STEPS + 1))
)
#: So many degrees to each side of the way out to sea a point off a town of the coast may lie.
_SEAWARD: Final = 85.0
#: How much longer a distance is in degrees of latitude and of longitude at 40° N than on the equator.
_REACH: Final = (1.0, 1.0 / math.cos(math.radians(40.0)))
#: Another coast of the country may be nearer by so many kilometres, the gaps between the points of coasts.
_GAP_KM: Final = 10.0


@functools.lru_cache(maxsize=2048)
def arc(coast: str, distance_km: float, azimuth: float | None, half_width: float) -> tuple[Point, ...]:
    """Return points at a distance off a coast, except those nearer to another coast or outside a stated direction."""
    import numpy as np

    shore = coasts()[coast]
    seen = view(shore, azimuth)
    across = np.linspace(seen.left - 0.95 * distance_km, seen.right + 0.95 * distance_km, _STEPS)
    inside = across[:, None] - seen.side
    np.multiply(inside, inside, out=inside)
    np.subtract(distance_km**2, inside, out=inside)
    beyond = inside <= 0
    np.sqrt(np.abs(inside, out=inside), out=inside)
    inside += seen.out
    inside[beyond] = -np.inf
    reach = inside.max(axis=1)
    kept = np.isfinite(reach)
    east = reach[kept] * seen.ahead[0] + across[kept] * seen.ahead[1]
    north = reach[kept] * seen.ahead[1] - across[kept] * seen.ahead[0]
    lat = seen.lat + north / _KM_PER_DEGREE
    points = np.column_stack([lat, seen.lon + east / (_KM_PER_DEGREE * np.cos(np.radians((lat + seen.lat) / 2)))])
    if azimuth is not None:
        points = points[_turn(points, _points(shore), azimuth) <= half_width]
    points = points[_is_named(points, coast, distance_km)]
    return tuple([(one, two) for one, two in points.tolist()])


def circle(lat: float, lon: float, distance_km: float) -> tuple[Point, ...]:
    """Return points (latitude, longitude) on a circle around a point; the last point equals the first."""
    wide = _KM_PER_DEGREE * math.cos(math.radians(lat))
    return tuple(
        [(lat + distance_km * north / _KM_PER_DEGREE, lon + distance_km * east / wide) for north, east in _TURNS]
    )


def sector(lat: float, lon: float, distance_km: float, azimuth: float) -> tuple[Point, ...]:
    """Return the points at a distance from a point on a coast, up to 85 degrees to each side of an azimuth."""
    wide = _KM_PER_DEGREE * math.cos(math.radians(lat))
    turns = (math.radians(azimuth + _SEAWARD * step / _STEPS) for step in range(-_STEPS, _STEPS + 1, 2))
    return tuple(
        [
            (lat + distance_km * math.cos(turn) / _KM_PER_DEGREE, lon + distance_km * math.sin(turn) / wide)
            for turn in turns
        ]
    )


def at_distance(points: Sequence[Point], shore: Sequence[Point], distance_km: float, slack_km: float) -> list[Point]:
    """Return the points whose distance from a coast differs from ``distance_km`` by at most ``slack_km``."""
    import numpy as np

    nearest = np.sqrt(_squared(np.array(points), np.array(shore)).min(axis=1))
    near = np.abs(nearest - distance_km) <= slack_km
    return [point for point, holds in zip(points, near, strict=True) if holds]


def _squared(one: Floats, other: Floats) -> Floats:
    """Return the squared distances (square kilometres) between all pairs of points from two sets."""
    import numpy as np

    north: Floats = np.subtract.outer(one[:, 0], other[:, 0])
    north *= _KM_PER_DEGREE
    first, second = np.radians(one[:, 0] / 2), np.radians(other[:, 0] / 2)
    # the cosine of a sum by those of its parts: a few hundred cosines instead of their product
    wide = np.multiply.outer(np.cos(first), np.cos(second))
    wide -= np.multiply.outer(np.sin(first), np.sin(second))
    east = np.subtract.outer(one[:, 1], other[:, 1])
    east *= _KM_PER_DEGREE
    east *= wide
    north *= north
    east *= east
    north += east
    return north


@functools.lru_cache(maxsize=512)
def _points(shore: Coast) -> Floats:
    import numpy as np

    return np.array(shore.points)


def _turn(points: Floats, shore: Floats, azimuth: float) -> Floats:
    """Return the angle in degrees between an azimuth and the direction of each point from its nearest coastal point."""
    import numpy as np

    nearest = shore[_squared(points, shore).argmin(axis=1)]
    north = points[:, 0] - nearest[:, 0]
    east = (points[:, 1] - nearest[:, 1]) * np.cos(np.radians(nearest[:, 0]))
    turn: Floats = np.abs((np.degrees(np.arctan2(east, north)) - azimuth + 180.0) % 360.0 - 180.0)
    return turn


def _is_named(points: Floats, coast: str, distance_km: float) -> NDArray[np.bool_]:
    """Return True for each point to which no other coast of the country is more than 10 km nearer."""
    import numpy as np

    own = coasts().get(country_of().get(coast, ""))
    if own is None:
        return np.ones(len(points), dtype=bool)
    # what lies further from all points than the distance, along the meridian or across it, is not nearer than it
    shore, away = _points(own), distance_km / _KM_PER_DEGREE * np.array(_REACH)
    least, most = points.min(axis=0, initial=np.inf) - away, points.max(axis=0, initial=-np.inf) + away
    shore = shore[((shore >= least) & (shore <= most)).all(axis=1)]
    nearest: Floats = np.sqrt(_squared(points, shore).min(axis=1, initial=np.inf))
    named: NDArray[np.bool_] = distance_km <= nearest + _GAP_KM
    return named


@geodata.cached
def country_of() -> dict[str, str]:
    """Return the country that occupies each gazetteer feature (ISO 3166-1 alpha-2, or empty) by feature id."""
    return {row["id"]: row["occupied_by"] for row in geodata.rows("features")}
