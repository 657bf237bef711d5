"""How close vessels came: every pair, every moment at which both are known, exactly.

Legs are cut at the bounds of time windows. In each window a vessel has a ball that holds its way; pairs whose balls
come within the distance asked for are found with a k-d tree, and for each of them the legs of both that overlap in
time. Within an overlap the way of one seen from the other is straight, so that the closest point of approach and the
times within a distance have closed forms (quadratic equations in time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.tracks.motion import FASTEST_KN, FIX_DOUBT_NM, Legs, degrees, distance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Length of a time window.
WINDOW_S: Final = 600.0
#: Balls searched together, and pairs of balls compared together: both bound the memory.
_BALLS, _PAIRS = 1 << 17, 1 << 17


@dataclass(frozen=True, eq=False, slots=True)
class Overlaps:
    """Times during which two vessels are both known and go straight; arrays of one length n.

    Attributes
    ----------
    a, b
        The legs, cut to a window; ``a.vessel`` is the smaller number.
    start, end
        Seconds since 1970: what both have in common.
    at
        When they were closest.
    nm
        How close that was, in nautical miles.
    """

    a: Legs
    b: Legs
    start: Floats
    end: Floats
    at: Floats
    nm: Floats

    def take(self, rows: Longs | Flags) -> Overlaps:
        """Return some of them."""
        return Overlaps(
            self.a.take(rows), self.b.take(rows), self.start[rows], self.end[rows], self.at[rows], self.nm[rows]
        )

    def distance(self, time: Floats) -> Floats:
        """Return how far apart they were, in nautical miles."""
        return distance(self.a.at(time), self.b.at(time))

    def doubt(self, time: Floats, *, fastest: float = FASTEST_KN, fix_doubt: float = FIX_DOUBT_NM) -> Floats:
        """Return how far off that distance can be: what both positions can be off, added up."""
        return self.a.doubt(time, fastest) + self.b.doubt(time, fastest) + 2 * fix_doubt

    def within(self, limit_nm: float) -> tuple[Floats, Floats, Flags]:
        """Return from when to when they were within a distance, and whether they were at all."""
        gap = self.a.at(self.start) - self.b.at(self.start)
        way = self.a.at(self.end) - self.b.at(self.end) - gap
        square, half, rest = (np.sum(x * y, axis=1) for x, y in ((way, way), (gap, way), (gap, gap)))
        under = half**2 - square * (rest - limit_nm**2)
        moves = square > 1e-18
        root = np.sqrt(np.maximum(under, 0))
        divisor = np.where(moves, square, 1.0)
        enter = np.where(moves, np.clip((-half - root) / divisor, 0, 1), 0.0)
        leave = np.where(moves, np.clip((-half + root) / divisor, 0, 1), 1.0)
        duration = self.end - self.start
        return self.start + enter * duration, self.start + leave * duration, self.nm <= limit_nm

    def motion(self) -> tuple[Floats, Floats, Floats]:
        """Return both speeds between the fixes around, in knots, and the angle between the courses, 0 to 180 degrees.

        The angle is not a number where one of them lay still.
        """
        ways = [leg.to - leg.from_ for leg in (self.a, self.b)]
        speeds = [
            leg.length / np.maximum(leg.fix_after - leg.fix_before, 1e-9) * 3600 * (leg.length > 0)
            for leg in (self.a, self.b)
        ]
        lengths = [np.sqrt(np.sum(way**2, axis=1)) for way in ways]
        known = (lengths[0] > 0) & (lengths[1] > 0)
        cosine = np.sum(ways[0] * ways[1], axis=1) / np.where(known, lengths[0] * lengths[1], 1.0)
        return speeds[0], speeds[1], np.where(known, np.degrees(np.arccos(np.clip(cosine, -1, 1))), np.nan)

    def places(self) -> tuple[Floats, Floats]:
        """Return latitude and longitude of the middle between both when they were closest."""
        return degrees((self.a.at(self.at) + self.b.at(self.at)) / 2)


def overlaps(legs: Legs, party: Longs, limit_nm: float, *, window_s: float = WINDOW_S) -> Iterator[Overlaps]:
    """Yield, some at a time, all overlaps of vessels of different parties that come within a distance.

    Parameters
    ----------
    legs
        Sorted by vessel and time.
    party
        For each vessel number its party; a negative one is not known, and such a vessel meets nobody.
    limit_nm
        The distance; what comes no closer in an overlap is left out.
    window_s
        Length of a window in seconds: it changes how fast the answer comes, not the answer.
    """
    pieces, window = _cut(legs.take(np.flatnonzero(party[legs.vessel] >= 0)), window_s)
    if not pieces.vessel.size:
        return
    begin = np.flatnonzero(np.r_[True, (np.diff(window) != 0) | (np.diff(pieces.vessel) != 0)])
    low = np.minimum.reduceat(np.minimum(pieces.from_, pieces.to), begin)
    high = np.maximum.reduceat(np.maximum(pieces.from_, pieces.to), begin)
    balls = _Balls(
        (low + high) / 2, np.sqrt(np.sum((high - low) ** 2, axis=1)) / 2, window[begin],
        pieces.vessel[begin], party[pieces.vessel[begin]], begin, np.r_[begin[1:], window.size],
    )  # fmt: skip
    for one, other in _neighbours(balls, limit_nm):
        for start in range(0, one.size, _PAIRS):
            some = slice(start, start + _PAIRS)
            met = _met(pieces, balls, one[some], other[some])
            yield met.take(met.nm <= limit_nm)


@dataclass(frozen=True, eq=False, slots=True)
class _Balls:
    """For each vessel and window a ball that holds its way, and where its pieces begin and end."""

    centre: Floats
    radius: Floats
    window: Longs
    vessel: Longs
    party: Longs
    begin: Longs
    end: Longs


def _cut(legs: Legs, window_s: float) -> tuple[Legs, Longs]:
    """Return the legs cut at the bounds of windows, in the order of window, vessel and time, and their windows.

    An instant on a bound belongs to both windows, so that whatever meets there is seen.
    """
    first = np.floor(legs.start / window_s).astype(np.int64)
    first -= (first * window_s == legs.start) & (legs.start == legs.end)  # a lone fix on a bound lies in both windows
    count = np.floor(legs.end / window_s).astype(np.int64) - first + 1
    row = np.repeat(np.arange(first.size), count)
    window = first[row] + np.arange(row.size) - np.repeat(np.cumsum(count) - count, count)
    some = legs.take(row)
    start, end = np.maximum(some.start, window * window_s), np.minimum(some.end, (window + 1) * window_s)
    cut = Legs(some.vessel, start, end, some.at(start), some.at(end), some.fix_before, some.fix_after, some.length)
    order = np.lexsort((start, some.vessel, window))
    return cut.take(order), window[order]


def _neighbours(balls: _Balls, limit_nm: float) -> Iterator[tuple[Longs, Longs]]:
    """Yield pairs of balls of one window and two parties that come within the distance; the smaller vessel first."""
    from scipy.spatial import cKDTree

    bounds = np.flatnonzero(np.r_[True, np.diff(balls.window) != 0, True])
    start = 0
    while start < bounds.size - 1:
        stop = max(int(np.searchsorted(bounds, bounds[start] + _BALLS, side="right")) - 1, start + 1)
        rows = slice(int(bounds[start]), int(bounds[stop]))
        start = stop
        centre, radius, window = balls.centre[rows], balls.radius[rows], balls.window[rows]
        reach = limit_nm + 2 * float(radius.max(initial=0))
        apart = (window - window[0]) * (2 * reach + 1)  # balls of two windows are never neighbours
        tree = cKDTree(np.column_stack([centre, apart]), balanced_tree=False, compact_nodes=False)
        pairs = tree.query_pairs(reach * (1 + 1e-9), output_type="ndarray")
        one, other = pairs[:, 0], pairs[:, 1]
        near = balls.party[rows][one] != balls.party[rows][other]
        near &= distance(centre[one], centre[other]) <= (radius[one] + radius[other] + limit_nm) * (1 + 1e-9)
        one, other = one[near] + rows.start, other[near] + rows.start
        swap = balls.vessel[one] > balls.vessel[other]
        yield np.where(swap, other, one), np.where(swap, one, other)


def _met(pieces: Legs, balls: _Balls, one: Longs, other: Longs) -> Overlaps:
    """Return all overlaps in time of the pieces of pairs of balls."""
    count = balls.end[one] - balls.begin[one]
    pair = np.repeat(np.arange(one.size), count)
    row = balls.begin[one][pair] + np.arange(pair.size) - np.repeat(np.cumsum(count) - count, count)
    # pieces of a vessel follow each other, so that those which overlap a given time stand together
    first = _search(pieces.end, balls.begin[other][pair], balls.end[other][pair], pieces.start[row], right=False)
    last = _search(pieces.start, balls.begin[other][pair], balls.end[other][pair], pieces.end[row], right=True)
    many = np.maximum(last - first, 0)
    left = np.repeat(row, many)
    right = np.repeat(first, many) + np.arange(left.size) - np.repeat(np.cumsum(many) - many, many)
    a, b = pieces.take(left), pieces.take(right)
    start, end = np.maximum(a.start, b.start), np.minimum(a.end, b.end)
    gap = a.at(start) - b.at(start)
    way = a.at(end) - b.at(end) - gap
    square = np.sum(way**2, axis=1)
    share = np.where(
        square > 1e-18, np.clip(-np.sum(gap * way, axis=1) / np.where(square > 1e-18, square, 1.0), 0, 1), 0
    )
    at = start + share * (end - start)
    return Overlaps(a, b, start, end, at, np.sqrt(np.sum((gap + share[:, None] * way) ** 2, axis=1)))


def _search(values: Floats, low: Longs, high: Longs, wanted: Floats, *, right: bool) -> Longs:
    """Return for each row the first place from ``low`` to ``high`` whose value is not below what is wanted.

    With ``right``, the first whose value is above it. The values ascend within each range.
    """
    low, high = low.copy(), high.copy()
    for _ in range(int(np.max(high - low, initial=1)).bit_length()):
        middle = (low + high) // 2
        open_ = low < high
        value = values[np.minimum(middle, values.size - 1)]
        below = open_ & ((value <= wanted) if right else (value < wanted))
        low = np.where(below, middle + 1, low)
        high = np.where(open_ & ~below, middle, high)
    return low
