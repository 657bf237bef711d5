"""Join a partly read line with a drawing of it: one line with the origin of each vertex."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones.measure import densify, nearest_m
from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.zones.limits import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: A drawn vertex this near to the side between two points that were read may be a point that was not read: the copy of
#: Marine Regions leaves out what lies within 0.01 degrees, up to 0.9 M here, of the line.
_BESIDE_NM: Final = 1.2
#: Nearer than this to a point that was read, it is the same corner, drawn less well.
_CORNER_NM: Final = 2.0


def ring(line: Coordinates) -> Coordinates:
    """Return ``line`` with its first point repeated at the end, if it is not already."""
    return line if np.array_equal(line[0], line[-1]) else np.concatenate([line, line[:1]])


def filled(read: Coordinates, drawn: Coordinates) -> Coordinates:
    """Return the points that were read, with the vertices of a matching drawing between them.

    The drawing counts on a side of the line only where all its vertices on that side lie beside it: where it strays
    from what was read, it shows another line.

    Parameters
    ----------
    read
        Consecutive points of the line, lon and lat, shape (n, 2); closed where the line is.
    drawn
        Vertices of the drawing, shape (m, 2).

    Returns
    -------
    numpy.ndarray
        Shape (k, 2), in the order of ``read``, which is all there.
    """
    sides = [densify(np.array(pair)) for pair in itertools.pairwise(read)]
    away = np.array([nearest_m(drawn, side) for side in sides]) / NAUTICAL_MILE
    own = away.argmin(axis=0)
    parts = []
    for number, (start, end) in enumerate(itertools.pairwise(read)):
        mine = np.flatnonzero(own == number)
        parts.append(start[None])
        if mine.size and away[number, mine].max() <= _BESIDE_NM:
            from_start, to_end = (_nm(drawn[mine], corner) for corner in (start, end))
            between = np.minimum(from_start, to_end) > _CORNER_NM
            parts.append(drawn[mine[between]][np.argsort(from_start[between])])
    return np.concatenate([*parts, read[-1:]])


def spliced(derived: Coordinates, read: Coordinates) -> Coordinates:
    """Return a derived ring in which the part next to points that were read is replaced by these points.

    Parameters
    ----------
    derived
        A closed ring, shape (n, 2).
    read
        Consecutive points of the true line, shape (m, 2).

    Returns
    -------
    numpy.ndarray
        A closed ring, shape (k, 2).
    """
    body = derived[:-1]
    first, last = (int(np.argmin(np.hypot(*(body - point).T))) for point in (read[0], read[-1]))
    forward = np.roll(body, -first, axis=0)[: (last - first) % len(body) + 1]
    backward = np.roll(body[::-1], -(len(body) - 1 - first), axis=0)[: (first - last) % len(body) + 1]
    chain = shapely.LineString(read)
    near, far = sorted((forward, backward), key=lambda part: shapely.distance(shapely.points(part), chain).mean())
    replaced = {tuple(point) for point in near}
    rest = [point for point in far[::-1] if tuple(point) not in replaced]
    return ring(np.concatenate([read, np.array(rest)]))


def _nm(points: Coordinates, place: Coordinates) -> Coordinates:
    there = np.broadcast_to(place, points.shape)
    return np.asarray(GEOD.inv(points[:, 0], points[:, 1], there[:, 0], there[:, 1])[2]) / NAUTICAL_MILE
