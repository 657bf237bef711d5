"""How close vessels came: every pair, every moment at which both are known, exactly.

In each window of time a vessel has a ball that holds its way; pairs whose balls come within the distance asked for are
found with a k-d tree, and for each of them the legs of both that overlap in time. Within an overlap the way of one seen
from the other is straight, so that the closest point of approach and the times within a distance have closed forms
(quadratic equations in time).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker.tracks.motion import FIX_DOUBT_NM, Legs, degrees, distance, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Balls searched together, and pairs of balls compared together: both bound the memory.
_BALLS: Final = 1 << 17


@dataclass(frozen=True, eq=False, slots=True)
class Overlaps:
    """Times during which two vessels are both known and go straight; arrays of one length n.

    ``a`` and ``b`` are the legs, ``a.vessel`` the smaller number; ``start`` and ``end`` what both have in common, in
    seconds since 1970; ``at`` when they were closest, and ``nm`` how close, in nautical miles.
    """

    a: Legs
    b: Legs
    start: Floats
    end: Floats
    at: Floats
    nm: Floats

    def take(self, rows: Any) -> Overlaps:
        """Return some of them."""
        times = (each[rows] for each in (self.start, self.end, self.at, self.nm))
        return Overlaps(self.a.take(rows), self.b.take(rows), *times)

    def doubt(self, time: Floats, fix_doubt: float = FIX_DOUBT_NM) -> Floats:
        """Return how far off the distance can be: what both positions can be off, added up."""
        return self.a.doubt(time) + self.b.doubt(time) + 2 * fix_doubt

    def surely(self, fix_doubt: float = FIX_DOUBT_NM) -> Floats:
        """Return the distance within which both came in spite of the doubt, in nautical miles."""
        moments = (self.start, self.at, self.end)
        sums = [distance(self.a.at(time), self.b.at(time)) + self.doubt(time, fix_doubt) for time in moments]
        return np.asarray(np.min(sums, axis=0))

    def within(self, limit_nm: float) -> tuple[Floats, Floats]:
        """Return from when to when they were within a distance; both are one instant where they were not."""
        gap, _, square, half = self._relative()
        under = half**2 - square * (np.sum(gap * gap, axis=1) - limit_nm**2)
        divisor, root = np.where(square > 1e-18, square, 1.0), np.sqrt(np.maximum(under, 0))
        still = np.stack([np.zeros(square.size), np.ones(square.size)])
        share = np.where(square > 1e-18, np.clip((-half + root * np.array([[-1], [1]])) / divisor, 0, 1), still)
        enter, leave = self.start + share * (self.end - self.start)
        return enter, np.where(self.nm <= limit_nm, leave, enter)

    def _relative(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the first difference of positions, how it changes, and the products of a quadratic equation."""
        gap = self.a.at(self.start) - self.b.at(self.start)
        way = self.a.at(self.end) - self.b.at(self.end) - gap
        return gap, way, np.sum(way * way, axis=1), np.sum(gap * way, axis=1)

    def closest(self) -> Overlaps:
        """Return the same with the moment at which they were closest."""
        gap, way, square, half = self._relative()
        share = np.where(square > 1e-18, np.clip(-half / np.where(square > 1e-18, square, 1.0), 0, 1), 0)
        at = self.start + share * (self.end - self.start)
        return Overlaps(self.a, self.b, self.start, self.end, at, distance(gap + share[:, None] * way, np.zeros(3)))

    def motion(self) -> tuple[Floats, Floats, Floats]:
        """Return both speeds between the fixes around, in knots, and the angle between the courses, 0 to 180 degrees.

        The angle is not a number where one of them lay still.
        """
        a_knots, b_knots = (
            leg.length / np.maximum(leg.after - leg.before, 1e-9) * 3600 * (leg.length > 0) for leg in (self.a, self.b)
        )
        one, other = self.a.to - self.a.from_, self.b.to - self.b.from_
        size = distance(one, np.zeros(3)) * distance(other, np.zeros(3))
        cosine = np.clip(np.sum(one * other, axis=1) / np.where(size > 0, size, 1.0), -1, 1)
        return a_knots, b_knots, np.where(size > 0, np.degrees(np.arccos(cosine)), np.nan)

    def places(self) -> tuple[Floats, Floats]:
        """Return latitude and longitude of the middle between both when they were closest."""
        return degrees((self.a.at(self.at) + self.b.at(self.at)) / 2)


def overlaps(legs: Legs, party: Longs, limit_nm: float) -> Iterator[Overlaps]:
    """Yield, some at a time, all overlaps of vessels of different parties that come within a distance.

    Parameters
    ----------
    legs
        As ``legs_of`` gives them.
    party
        For each vessel number its party; a negative one is not known, and such a vessel meets nobody.
    limit_nm
        The distance; what comes no closer in an overlap is left out.
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
    """Yield pairs of balls of one window and two parties that come within the distance."""
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
