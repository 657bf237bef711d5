"""How vessels moved: fixes joined by legs, where a vessel was between them, and how far off that can be.

Points are vectors in an earth-centred frame (WGS 84, no height), in nautical miles. Between two fixes a vessel is taken
to have gone along the great circle at one speed. Where it can have been at most is the space-time prism of the two
fixes: it was no further from either than the fastest plausible speed allows (T. Hägerstrand 1970; H. Miller, A
Measurement Theory for Time Geography).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

NM: Final = 1852.0
#: Semi-axes of WGS 84 in nautical miles.
_MAJOR, _MINOR = 6378137.0 / NM, 6356752.314245 / NM
_ECCENTRICITY_SQUARED: Final = 1 - (_MINOR / _MAJOR) ** 2
#: No vessel of this sea that carries AIS is known to be faster; positions that need more cannot be.
FASTEST_KN: Final = 50.0
#: A longer silence is a gap: nothing is said of where the vessel was.
GAP_MINUTES: Final = 60.0
#: AIS calls a fix precise within 10 m (ITU-R M.1371, position accuracy) and stamps it with a second.
FIX_DOUBT_NM, STAMP_S = 10.0 / NM, 1.0
#: Length of the windows at whose bounds legs are cut: what is straight lies less than 3 m under the great circle.
WINDOW_S: Final = 600.0


@dataclass(frozen=True, eq=False, slots=True)
class Legs:
    """Straight pieces of tracks, sorted by window, vessel and time; arrays of one length n.

    ``vessel`` and ``window`` are numbers; ``start`` and ``end`` seconds since 1970, UTC, equal for a fix that stands
    alone; ``from_`` and ``to`` where it was then, shape (n, 3), nautical miles, earth-centred; ``before`` and ``after``
    the times of the two fixes between which the piece lies, and ``length`` their distance in nautical miles.
    """

    vessel: Longs
    window: Longs
    start: Floats
    end: Floats
    from_: Floats
    to: Floats
    before: Floats
    after: Floats
    length: Floats

    def take(self, rows: Any) -> Legs:
        """Return some of the legs."""
        return Legs(*(getattr(self, field.name)[rows] for field in fields(self)))

    def at(self, time: Floats) -> Floats:
        """Return where each leg's vessel was at a time of that leg, shape (n, 3)."""
        duration = self.end - self.start
        share = np.where(duration > 0, (time - self.start) / np.where(duration > 0, duration, 1.0), 0.0)
        return np.asarray(self.from_ + share[:, None] * (self.to - self.from_))

    def doubt(self, time: Floats) -> Floats:
        """Return how far off, in nautical miles, each leg's vessel can have been from where ``at`` has it."""
        return position_doubt(time, self.before, self.after, self.length)


def earth_centred(lat: Floats, lon: Floats) -> Floats:
    """Return points in degrees, WGS 84, as earth-centred vectors in nautical miles, shape (n, 3).

    Examples
    --------
    >>> bool(abs(np.diff(earth_centred(np.array([0.0, 1 / 60]), np.zeros(2)), axis=0)[0, 2] - 0.995) < 0.001)
    True
    """
    north, east = np.radians(lat), np.radians(lon)
    radius = _MAJOR / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(north) ** 2)
    across, up = radius * np.cos(north), radius * (1 - _ECCENTRICITY_SQUARED) * np.sin(north)
    return np.stack([across * np.cos(east), across * np.sin(east), up], axis=1)


def degrees(points: Floats) -> tuple[Floats, Floats]:
    """Return latitude and longitude of earth-centred points on or near the surface."""
    across = np.hypot(points[:, 0], points[:, 1])
    lat = np.degrees(np.arctan2(points[:, 2], across * (1 - _ECCENTRICITY_SQUARED)))
    return lat, np.degrees(np.arctan2(points[:, 1], points[:, 0]))


def distance(one: Floats, other: Floats) -> Floats:
    """Return the straight distance of points in nautical miles; over 50 nm it is 0.001 nm short of the geodesic."""
    return np.asarray(np.sqrt(np.sum((one - other) ** 2, axis=-1)))


def fits(one: Floats, other: Floats, seconds: Floats, doubt: float = FIX_DOUBT_NM) -> Flags:
    """Return where a vessel can have gone from one point to another in the time, given the doubt of a fix and stamp."""
    return np.asarray(distance(one, other) <= FASTEST_KN / 3600 * (seconds + STAMP_S) + 2 * doubt)


def joined(vessel: Longs, time: Floats, point: Floats, doubt: float = FIX_DOUBT_NM) -> Flags:
    """Return for each fix but the last whether a leg joins it to the next: close in time, and a way that fits."""
    steps = np.diff(time)
    return np.asarray(
        (vessel[1:] == vessel[:-1]) & (steps <= GAP_MINUTES * 60) & fits(point[:-1], point[1:], steps, doubt)
    )


def runs_of(vessel: Longs, time: Floats, lat: Floats, lon: Floats) -> list[tuple[int, int]]:
    """Return where runs of joined fixes begin and end; the fixes are as for ``legs_of``."""
    breaks = np.flatnonzero(~joined(vessel, time, earth_centred(lat, lon))) + 1
    return list(itertools.pairwise([0, *breaks.tolist(), vessel.size])) if vessel.size else []


def spread(first: Longs, count: Longs) -> tuple[Longs, Longs]:
    """Return, for ranges given by first value and size, the range of each value and the value.

    Examples
    --------
    >>> [each.tolist() for each in spread(np.array([5, 9]), np.array([2, 1]))]
    [[0, 0, 1], [5, 6, 9]]
    """
    row = np.repeat(np.arange(count.size), count)
    return row, first[row] + np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)


def legs_of(
    vessel: Longs, time: Floats, lat: Floats, lon: Floats, *, doubt: float = FIX_DOUBT_NM, window_s: float = WINDOW_S
) -> Legs:
    """Join fixes to legs, cut at the bounds of windows; a fix that is joined to none is a leg of no duration.

    An instant on a bound belongs to both windows, so that whatever meets there is seen.

    Parameters
    ----------
    vessel
        Numbers of vessels, shape (n,), sorted, and within a vessel by time.
    time
        Seconds since 1970; no vessel has two fixes of one time.
    lat, lon
        Degrees, WGS 84.
    doubt
        How far off a fix may be, in nautical miles.
    window_s
        Length of a window in seconds.

    Examples
    --------
    >>> time, lat = np.array([0.0, 900.0, 9100.0]), np.array([15.0, 15.1, 15.2])
    >>> found = legs_of(np.zeros(3, int), time, lat, np.full(3, 117.8))
    >>> [(float(a), float(b)) for a, b in zip(found.start, found.end)]
    [(0.0, 600.0), (600.0, 900.0), (9100.0, 9100.0)]
    """
    point = earth_centred(lat, lon)
    both = np.r_[joined(vessel, time, point, doubt), np.zeros(min(vessel.size, 1), bool)]
    first = np.flatnonzero(both | ~np.r_[False, both[:-1]][: both.size])
    last = first + both[first]
    begin = np.floor(time[first] / window_s).astype(np.int64)
    begin -= ~both[first] & (begin * window_s == time[first])  # a lone fix on a bound lies in both windows
    row, window = spread(begin, np.floor(time[last] / window_s).astype(np.int64) - begin + 1)
    first, last = first[row], last[row]
    before, after = time[first], time[last]
    start, end = np.maximum(before, window * window_s), np.minimum(after, (window + 1) * window_s)
    whole = Legs(vessel[first], window, before, after, point[first], point[last], before, after,
                 distance(point[first], point[last]))  # fmt: skip
    order = np.lexsort((start, whole.vessel, window))
    legs = Legs(whole.vessel, window, start, end, _lifted(whole.at(start)), _lifted(whole.at(end)), before, after,
                whole.length)  # fmt: skip
    return legs.take(order)


def _lifted(points: Floats) -> Floats:
    """Return points of a chord raised to the ellipsoid, where they are on the great circle of the chord's ends."""
    scale = np.sqrt((points[:, 0] ** 2 + points[:, 1] ** 2) / _MAJOR**2 + points[:, 2] ** 2 / _MINOR**2)
    return np.asarray(points / scale[:, None])


def position_doubt(time: Floats, before: Floats, after: Floats, length: Floats) -> Floats:
    """Return how far a vessel can have been from where interpolation has it, in nautical miles.

    At a time ``t`` the vessel was within ``v·(t - t1)`` of the first fix and within ``v·(t2 - t)`` of the second. The
    two discs meet in a lens; the answer is the distance from the interpolated point, which lies on the line of the
    fixes, to the point of the lens that is furthest from it: a corner of the lens where their edges cross, else the far
    side of the smaller disc. Where the fixes themselves need more than the fastest speed, that speed counts.

    Parameters
    ----------
    time, before, after
        Seconds: the time asked for, and those of the fixes around it.
    length
        Distance of the fixes, in nautical miles.

    Examples
    --------
    Two fixes 12 minutes apart, 2 nm from each other: in the middle a ship of 50 knots may have been 4.9 nm aside.

    >>> position_doubt(np.array([0.0, 360.0]), np.zeros(2), np.full(2, 720.0), np.full(2, 2.0)).round(1).tolist()
    [0.0, 4.9]
    """
    duration = np.maximum(after - before, 1e-9)
    speed = np.maximum(FASTEST_KN / 3600, length / duration)
    first, second = speed * np.maximum(time - before, 0), speed * np.maximum(after - time, 0)
    here = np.where(after > before, length * (time - before) / duration, 0.0)
    along = (first**2 - second**2 + length**2) / (2 * np.maximum(length, 1e-9))
    crossing = (length > 1e-9) & (length > np.abs(first - second))
    corner = np.hypot(along - here, np.sqrt(np.maximum(first**2 - along**2, 0)))
    inner = np.where(first <= second, first + here, second + (length - here))
    return np.asarray(np.where(crossing, corner, inner))
