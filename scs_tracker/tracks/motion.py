"""Compute the movement and closest approach of vessels from their fixes, with uncertainties.

Points are vectors in an earth-centred frame (WGS 84, no height), in nautical miles. docs/methods-tracks.md explains how
positions between two fixes are interpolated, and their uncertainty.

In each time window, a bounding sphere contains the track of each vessel. A k-d tree finds pairs of spheres that come
within a distance, then the legs of each pair that overlap in time. Within an overlap, the relative track is straight,
so that the closest point of approach and the times within a distance are solutions of quadratic equations.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

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
#: Balls searched together, and pairs of balls compared together: both bound the memory.
_BALLS: Final = 1 << 17


@dataclass(frozen=True, eq=False, slots=True)
class _Columns:
    """Base class for records of arrays that all have the same length."""

    def take(self, rows: Any) -> Self:
        """Return a record with only the selected rows."""
        columns = (getattr(self, field.name) for field in fields(self))
        return type(self)(*(each.take(rows) if isinstance(each, _Columns) else each[rows] for each in columns))


@dataclass(frozen=True, eq=False, slots=True)
class Legs(_Columns):
    """Straight legs of tracks, sorted by window, vessel and time, as arrays of length n.

    ``vessel`` and ``window`` are numbers; ``start`` and ``end`` are seconds since 1970 (UTC), equal for an isolated
    fix; ``from_`` and ``to`` are the positions at these times, shape (n, 3), nautical miles, earth-centred; ``before``
    and ``after`` are the times of the fixes on both sides, and ``length`` is the distance between these fixes (nm).
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

    def at(self, time: Floats) -> Floats:
        """Return the position of each leg's vessel at a time within the leg, shape (n, 3)."""
        duration = self.end - self.start
        share = np.where(duration > 0, (time - self.start) / np.where(duration > 0, duration, 1.0), 0.0)
        return np.asarray(self.from_ + share[:, None] * (self.to - self.from_))

    def doubt(self, time: Floats) -> Floats:
        """Return the uncertainty of each leg's position at the given time, in nautical miles.

        It is the distance to the farthest point of the lens that docs/methods-tracks.md describes: a corner where its
        circles cross, else the far side of the smaller circle. If the fixes themselves need more than the highest
        plausible speed, the speed that they need is used.
        """
        duration = np.maximum(self.after - self.before, 1e-9)
        speed = np.maximum(FASTEST_KN / 3600, self.length / duration)
        first, second = speed * np.maximum(time - self.before, 0), speed * np.maximum(self.after - time, 0)
        here = np.where(self.after > self.before, self.length * (time - self.before) / duration, 0.0)
        along = (first**2 - second**2 + self.length**2) / (2 * np.maximum(self.length, 1e-9))
        crossing = (self.length > 1e-9) & (self.length > np.abs(first - second))
        corner = np.hypot(along - here, np.sqrt(np.maximum(first**2 - along**2, 0)))
        inner = np.where(first <= second, first + here, second + (self.length - here))
        return np.asarray(np.where(crossing, corner, inner))


def earth_centred(lat: Floats, lon: Floats) -> Floats:
    """Return points (WGS 84, degrees) as earth-centred vectors in nautical miles, shape (n, 3)."""
    north, east = np.radians(lat), np.radians(lon)
    radius = _MAJOR / np.sqrt(1 - _ECCENTRICITY_SQUARED * np.sin(north) ** 2)
    across, up = radius * np.cos(north), radius * (1 - _ECCENTRICITY_SQUARED) * np.sin(north)
    return np.stack([across * np.cos(east), across * np.sin(east), up], axis=1)


def degrees(points: Floats) -> tuple[Floats, Floats]:
    """Return the latitudes and longitudes of earth-centred points on or near the surface."""
    across = np.hypot(points[:, 0], points[:, 1])
    lat = np.degrees(np.arctan2(points[:, 2], across * (1 - _ECCENTRICITY_SQUARED)))
    return lat, np.degrees(np.arctan2(points[:, 1], points[:, 0]))


def distance(one: Floats, other: Floats) -> Floats:
    """Return the straight distance (nm) between points; at 50 nm it is 0.001 nm shorter than the geodesic."""
    return np.asarray(np.sqrt(np.sum((one - other) ** 2, axis=-1)))


def fits(one: Floats, other: Floats, seconds: Floats, doubt: float = FIX_DOUBT_NM) -> Flags:
    """Return True if a vessel can have moved between two points in a time, given their uncertainties."""
    return np.asarray(distance(one, other) <= FASTEST_KN / 3600 * (seconds + STAMP_S) + 2 * doubt)


def joined(vessel: Longs, time: Floats, point: Floats, doubt: float = FIX_DOUBT_NM) -> Flags:
    """Return True for each fix but the last if it is joined to the next: within an hour, at a possible speed."""
    steps = np.diff(time)
    near = (vessel[1:] == vessel[:-1]) & (steps <= GAP_MINUTES * 60)
    return np.asarray(near & fits(point[:-1], point[1:], steps, doubt))


def runs_of(vessel: Longs, time: Floats, lat: Floats, lon: Floats) -> Longs:
    """Return the start and end indexes of runs of joined fixes, shape (n, 2); fixes are sorted as for ``legs_of``."""
    breaks = np.flatnonzero(~joined(vessel, time, earth_centred(lat, lon))) + 1
    return np.column_stack([np.r_[0, breaks], np.r_[breaks, vessel.size]])[: vessel.size]


def spread(first: Longs, count: Longs) -> tuple[Longs, Longs]:
    """Return all values of ranges given by first value and size, and the range that each value belongs to."""
    row = np.repeat(np.arange(count.size), count)
    return row, first[row] + np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)


def legs_of(
    vessel: Longs, time: Floats, lat: Floats, lon: Floats, *, doubt: float = FIX_DOUBT_NM, window_s: float = WINDOW_S
) -> Legs:
    """Return legs that join fixes, cut at the bounds of time windows; an isolated fix is a leg without duration.

    The fixes are sorted by vessel, then time, with one fix per vessel and time. A time on a bound belongs to both
    windows, so that encounters on the bound are found.
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
    length = distance(point[first], point[last])
    whole = Legs(vessel[first], window, before, after, point[first], point[last], before, after, length)
    from_, to = _lifted(whole.at(start)), _lifted(whole.at(end))
    legs = Legs(whole.vessel, window, start, end, from_, to, before, after, length)
    return legs.take(np.lexsort((start, whole.vessel, window)))


def _lifted(points: Floats) -> Floats:
    """Return points on chords projected outwards onto the ellipsoid."""
    scale = np.sqrt((points[:, 0] ** 2 + points[:, 1] ** 2) / _MAJOR**2 + points[:, 2] ** 2 / _MINOR**2)
    return np.asarray(points / scale[:, None])


@dataclass(frozen=True, eq=False, slots=True)
class Overlaps(_Columns):
    """Time ranges in which two vessels are both on straight legs, as arrays of length n.

    ``a`` and ``b`` are the legs, with the smaller vessel number in ``a``; ``nm`` is their smallest distance, at ``at``.
    """

    a: Legs
    b: Legs
    start: Floats
    end: Floats
    at: Floats
    nm: Floats

    def doubt(self, time: Floats, fix_doubt: float = FIX_DOUBT_NM) -> Floats:
        """Return the uncertainty (nm) of the distance between two vessels: the sum of their uncertainties."""
        return self.a.doubt(time) + self.b.doubt(time) + 2 * fix_doubt

    def surely(self, fix_doubt: float = FIX_DOUBT_NM) -> Floats:
        """Return an upper bound of the smallest distance between two vessels, in nautical miles."""
        moments = (self.start, self.at, self.end)
        apart = (distance(self.a.at(time), self.b.at(time)) + self.doubt(time, fix_doubt) for time in moments)
        return np.asarray(np.min([*apart], axis=0))

    def within(self, limit_nm: float) -> tuple[Floats, Floats]:
        """Return when two vessels came within a distance and when they left it; the times are equal if never."""
        gap, _, square, half = self._relative()
        under = half**2 - square * (np.sum(gap * gap, axis=1) - limit_nm**2)
        divisor, root = np.where(square > 1e-18, square, 1.0), np.sqrt(np.maximum(under, 0))
        still = np.stack([np.zeros(square.size), np.ones(square.size)])
        share = np.where(square > 1e-18, np.clip((-half + root * np.array([[-1], [1]])) / divisor, 0, 1), still)
        enter, leave = self.start + share * (self.end - self.start)
        return enter, np.where(self.nm <= limit_nm, leave, enter)

    def _relative(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the initial relative position, the relative movement, and the coefficients of the quadratic."""
        gap = self.a.at(self.start) - self.b.at(self.start)
        way = self.a.at(self.end) - self.b.at(self.end) - gap
        return gap, way, np.sum(way * way, axis=1), np.sum(gap * way, axis=1)

    def closest(self) -> Overlaps:
        """Return the overlaps with the time and distance of the closest approach."""
        gap, way, square, half = self._relative()
        share = np.where(square > 1e-18, np.clip(-half / np.where(square > 1e-18, square, 1.0), 0, 1), 0)
        at = self.start + share * (self.end - self.start)
        return Overlaps(self.a, self.b, self.start, self.end, at, distance(gap + share[:, None] * way, np.zeros(3)))

    def motion(self) -> tuple[Floats, Floats, Floats]:
        """Return the speeds of both vessels in knots, and the angle between their courses or NaN if one is at rest."""
        a_knots, b_knots = (
            leg.length / np.maximum(leg.after - leg.before, 1e-9) * 3600 * (leg.length > 0) for leg in (self.a, self.b)
        )
        one, other = self.a.to - self.a.from_, self.b.to - self.b.from_
        size = distance(one, np.zeros(3)) * distance(other, np.zeros(3))
        cosine = np.clip(np.sum(one * other, axis=1) / np.where(size > 0, size, 1.0), -1, 1)
        return a_knots, b_knots, np.where(size > 0, np.degrees(np.arccos(cosine)), np.nan)

    def places(self) -> tuple[Floats, Floats]:
        """Return the latitude and longitude of the midpoint between two vessels at their closest approach."""
        return degrees((self.a.at(self.at) + self.b.at(self.at)) / 2)


def table_of(met: Overlaps, fix_doubt: float = FIX_DOUBT_NM) -> pd.DataFrame:
    """Return overlaps as a table of vessel numbers ``a`` and ``b``, distance, time and position."""
    lat, lon = met.places()
    return pd.DataFrame(
        {"a": met.a.vessel, "b": met.b.vessel, "nm": met.nm, "at": met.at, "lat": lat, "lon": lon,
         "doubt_nm": met.doubt(met.at, fix_doubt), "surely_within_nm": met.surely(fix_doubt)}
    )  # fmt: skip


def overlaps(legs: Legs, party: Longs, limit_nm: float) -> Iterator[Overlaps]:
    """Yield, in batches, all overlaps in which vessels of different parties come within a distance.

    ``party`` has a number for each vessel; a negative number means an unknown party, whose vessels are left out.
    """
    legs = legs.take(party[legs.vessel] >= 0)
    if not legs.vessel.size:
        return
    begin = np.flatnonzero(np.r_[True, (np.diff(legs.window) != 0) | (np.diff(legs.vessel) != 0)])
    count = np.diff(np.r_[begin, legs.vessel.size])
    low = np.minimum.reduceat(np.minimum(legs.from_, legs.to), begin)
    high = np.maximum.reduceat(np.maximum(legs.from_, legs.to), begin)
    centre, radius, vessel = (low + high) / 2, distance(high, low) / 2, legs.vessel[begin]
    ball = np.repeat(np.arange(begin.size), count)
    ends, starts = ball + 1j * legs.end, ball + 1j * legs.start  # sorted by ball, then time
    for one, two in _neighbours(centre, radius, legs.window[begin], party[vessel], limit_nm):
        swap = vessel[one] > vessel[two]
        small, other = np.where(swap, two, one), np.where(swap, one, two)
        pair, row = spread(begin[small], count[small])
        # legs of a vessel follow each other, so that those which overlap a given time are neighbours
        first = np.searchsorted(ends, other[pair] + 1j * legs.start[row])
        last = np.searchsorted(starts, other[pair] + 1j * legs.end[row], side="right")
        left, right = spread(first, np.maximum(last - first, 0))
        a, b = legs.take(row[left]), legs.take(right)
        start, end = np.maximum(a.start, b.start), np.minimum(a.end, b.end)
        met = Overlaps(a, b, start, end, start, start).closest()
        yield met.take(met.nm <= limit_nm)


def _neighbours(
    centre: Floats, radius: Floats, window: Longs, party: Longs, limit_nm: float
) -> Iterator[tuple[Longs, Longs]]:
    """Yield pairs of vessels' bounding spheres, in one window and of two parties, that may come within a distance."""
    from scipy.spatial import cKDTree

    bounds = np.flatnonzero(np.r_[True, np.diff(window) != 0, True])
    begin = 0
    while begin < bounds.size - 1:
        end = max(int(np.searchsorted(bounds, bounds[begin] + _BALLS, side="right")) - 1, begin + 1)
        rows = slice(int(bounds[begin]), int(bounds[end]))
        begin = end
        reach = limit_nm + 2 * float(radius[rows].max())
        apart = (window[rows] - window[rows][0]) * (2 * reach + 1)  # balls of two windows are never neighbours
        tree = cKDTree(np.column_stack([centre[rows], apart]), balanced_tree=False, compact_nodes=False)
        one, other = tree.query_pairs(reach * (1 + 1e-9), output_type="ndarray").T + rows.start
        near = party[one] != party[other]
        near &= distance(centre[one], centre[other]) <= (radius[one] + radius[other] + limit_nm) * (1 + 1e-9)
        one, other = one[near], other[near]
        for some in range(0, one.size, _BALLS):
            yield one[some : some + _BALLS], other[some : some + _BALLS]
