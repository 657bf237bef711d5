"""Find the nearest of a few points to each of millions of points, faster than ``distance.nearest``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.zones.distance import (
    CLOSE_M,
    candidates_of,
    finest_cell,
    in_space,
    metres_between,
    nearest,
    raised,
    slack_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scs_tracker.zones.distance import Lines

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Points taken at once, so that what is worked on stays near the processor.
_CHUNK: Final = 16_000


def nearest_landmarks(target: Lines, lon: Floats, lat: Floats) -> tuple[Longs, Floats]:
    """Return, for each position, the number of the nearest point of ``target`` and the distance in metres."""
    if not lon.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    cells, row = candidates_of(target, finest_cell(lon, lat))
    begin, count = cells.offsets[row], np.diff(cells.offsets)[row]
    place = np.ascontiguousarray(target.start.T)
    surface = raised(place)
    best, metres = np.empty(lon.size, dtype=np.int64), np.empty(lon.size)
    doubtful = []
    for start in range(0, lon.size, _CHUNK):
        some = slice(start, start + _CHUNK)
        here = in_space(lon[some], lat[some])
        best[some], unsure = _least(place, here, begin[some], count[some], cells.items)
        metres[some] = metres_between(here, np.stack([axis.take(best[some]) for axis in surface]))
        doubtful.append(start + unsure)
    owner = target.owner[best]
    again = np.concatenate(doubtful)
    found = nearest(target, lon[again], lat[again])
    owner[again], metres[again] = found.owner, found.metres
    return owner, metres


def _least(place: Floats, here: Floats, begin: Longs, count: Longs, items: Longs) -> tuple[Longs, Longs]:
    """Return the nearest candidate of each point by chord length, and the points with another about as near."""
    best = items.take(begin)
    away, second = _squared(place, here, best), np.full(best.size, np.inf)
    left, rank = np.flatnonzero(count > 1), 1
    while left.size:
        other = items.take(begin[left] + rank)
        found, before = _squared(place, [axis.take(left) for axis in here], other), away[left]
        nearer = found < before
        second[left] = np.minimum(second[left], np.where(nearer, before, found))
        away[left] = np.minimum(before, found)
        best[left[nearer]] = other[nearer]
        rank += 1
        left = left[count[left] > rank]
    least = np.sqrt(away)
    return best, np.flatnonzero(np.sqrt(second) <= least + CLOSE_M + slack_of(least))


def _squared(place: Floats, here: Floats | list[Floats], chosen: Longs) -> Floats:
    """Return the squared distance in square metres, through the ellipsoid, from each point to its chosen place."""
    gap = [mine - axis.take(chosen) for axis, mine in zip(place, here, strict=True)]
    return np.asarray(gap[0] ** 2 + gap[1] ** 2 + gap[2] ** 2)
