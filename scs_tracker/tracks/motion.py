"""How vessels moved: fixes joined by legs, where a vessel was between them, and how far off that can be.

Points are vectors in an earth-centred frame (WGS 84, no height), in nautical miles. Between two fixes a vessel is taken
to have gone along the great circle at one speed (E. Williams, Aviation Formulary, "Intermediate points on a great
circle"). Where it can have been at most is the space-time prism of the two fixes: it was no further from either than
the fastest plausible speed allows (T. Hägerstrand 1970; H. Miller, A Measurement Theory for Time Geography).
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
FIX_DOUBT_NM: Final = 10.0 / NM
#: A time is stamped with its second, so that an interval may be a second longer than it says.
STAMP_S: Final = 1.0
#: A chord of this length lies less than 2 m under the great circle.
_LONGEST_CHORD_NM: Final = 5.0


@dataclass(frozen=True, eq=False, slots=True)
class Legs:
    """Straight pieces of tracks, sorted by vessel and time; arrays of one length n.

    Attributes
    ----------
    vessel
        Number of the vessel, int64.
    start, end
        Seconds since 1970, UTC; equal for a fix that stands alone.
    from_, to
        Where it was then, shape (n, 3), nautical miles, earth-centred.
    fix_before, fix_after
        Times of the two fixes between which the piece lies, for the doubt.
    length
        Distance between those fixes, in nautical miles.
    """

    vessel: Longs
    start: Floats
    end: Floats
    from_: Floats
    to: Floats
    fix_before: Floats
    fix_after: Floats
    length: Floats

    def take(self, rows: Any) -> Legs:
        """Return some of the legs."""
        return Legs(*(getattr(self, field.name)[rows] for field in fields(self)))

    def at(self, time: Floats) -> Floats:
        """Return where each leg's vessel was at a time of that leg, shape (n, 3)."""
        return _between(self, time)

    def doubt(self, time: Floats, fastest: float = FASTEST_KN) -> Floats:
        """Return how far off, in nautical miles, each leg's vessel can have been from where ``at`` has it."""
        return position_doubt(time, self.fix_before, self.fix_after, self.length, fastest)


def earth_centred(lat: Floats, lon: Floats) -> Floats:
    """Return points as earth-centred vectors in nautical miles, shape (n, 3).

    Parameters
    ----------
    lat, lon
        Degrees, WGS 84.

    Examples
    --------
    >>> bool(abs(np.diff(earth_centred(np.array([0.0, 1 / 60]), np.zeros(2)), axis=0)[0, 2] - 0.995) < 0.001)
    True
    """
    north, east = np.radians(lat), np.radians(lon)
    sine = np.sin(north)
    radius = _MAJOR / np.sqrt(1 - _ECCENTRICITY_SQUARED * sine**2)
    across = radius * np.cos(north)
    return np.stack([across * np.cos(east), across * np.sin(east), radius * (1 - _ECCENTRICITY_SQUARED) * sine], axis=1)


def degrees(points: Floats) -> tuple[Floats, Floats]:
    """Return latitude and longitude of earth-centred points on or near the surface."""
    across = np.hypot(points[:, 0], points[:, 1])
    lat = np.degrees(np.arctan2(points[:, 2], across * (1 - _ECCENTRICITY_SQUARED)))
    return lat, np.degrees(np.arctan2(points[:, 1], points[:, 0]))


def distance(one: Floats, other: Floats) -> Floats:
    """Return the straight distance of points in nautical miles; over 50 nm it is 0.001 nm short of the geodesic."""
    return np.asarray(np.sqrt(np.sum((one - other) ** 2, axis=-1)))


def fits(
    one: Floats, other: Floats, seconds: Floats, fastest: float = FASTEST_KN, doubt: float = FIX_DOUBT_NM
) -> Flags:
    """Return where a vessel can have gone from one point to another in the time, given the doubt of a fix and stamp."""
    return np.asarray(distance(one, other) <= fastest / 3600 * (seconds + STAMP_S) + 2 * doubt)


def legs_of(
    vessel: Longs,
    time: Floats,
    lat: Floats,
    lon: Floats,
    *,
    gap_minutes: float = GAP_MINUTES,
    fastest: float = FASTEST_KN,
    doubt: float = FIX_DOUBT_NM,
) -> Legs:
    """Join fixes to legs.

    Parameters
    ----------
    vessel
        Numbers of vessels, shape (n,), sorted, and within a vessel by time.
    time
        Seconds since 1970; no vessel has two fixes of one time.
    lat, lon
        Degrees, WGS 84.
    gap_minutes
        Fixes further apart in time are not joined.
    fastest, doubt
        Neither are fixes that no vessel can have gone between: the fastest speed in knots, and the doubt of a fix in
        nautical miles.

    Returns
    -------
    Legs
        A fix that is joined to none is a leg of no duration.

    Examples
    --------
    >>> time, lat = np.array([0.0, 600.0, 9000.0]), np.array([15.0, 15.1, 15.2])
    >>> found = legs_of(np.zeros(3, int), time, lat, np.full(3, 117.8))
    >>> [(float(a), float(b)) for a, b in zip(found.start, found.end)]
    [(0.0, 300.0), (300.0, 600.0), (9000.0, 9000.0)]
    """
    point = earth_centred(lat, lon)
    steps = np.diff(time)
    joined = (
        (vessel[1:] == vessel[:-1]) & (steps <= gap_minutes * 60) & fits(point[:-1], point[1:], steps, fastest, doubt)
    )
    alone = np.flatnonzero(~(np.r_[joined, False] | np.r_[False, joined])) if vessel.size else np.zeros(0, np.int64)
    first = np.sort(np.r_[np.flatnonzero(joined), alone])
    last = np.where(np.isin(first, alone), first, np.minimum(first + 1, max(vessel.size - 1, 0)))
    length = distance(point[first], point[last])
    legs = Legs(vessel[first], time[first], time[last], point[first], point[last], time[first], time[last], length)
    return _bent(legs, lat[first], lon[first], lat[last], lon[last])


def runs_of(vessel: Longs, time: Floats, lat: Floats, lon: Floats) -> list[tuple[int, int]]:
    """Return where runs of joined fixes begin and end; the fixes are as for ``legs_of``."""
    legs = legs_of(vessel, time, lat, lon)
    joined = legs.fix_after > legs.fix_before
    key = np.column_stack([vessel, time])
    steps = set(map(tuple, np.column_stack([legs.vessel, legs.fix_before])[joined].tolist()))
    edges = [0, *(row + 1 for row, fix in enumerate(map(tuple, key[:-1].tolist())) if fix not in steps), vessel.size]
    return list(itertools.pairwise(edges)) if vessel.size else []


def _bent(legs: Legs, lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Legs:
    """Cut long legs at points of the great circle, so that each piece is straight."""
    pieces = np.maximum(np.ceil(legs.length / _LONGEST_CHORD_NM), 1).astype(np.int64)
    if not (pieces > 1).any():
        return legs
    row = np.repeat(np.arange(pieces.size), pieces)
    number = np.arange(row.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    whole = legs.take(row)
    share = [number / pieces[row], (number + 1) / pieces[row]]
    time = [whole.start + each * (whole.end - whole.start) for each in share]
    ends = [
        np.where(
            (each * pieces[row] == edge)[:, None],  # a fix stays where it is, to the last bit
            known,
            _on_great_circle(lat1[row], lon1[row], lat2[row], lon2[row], each),
        )
        for each, edge, known in ((share[0], 0, whole.from_), (share[1], pieces[row], whole.to))
    ]
    start, end = time
    from_, to = ends
    return Legs(whole.vessel, start, end, from_, to, whole.fix_before, whole.fix_after, whole.length)


def _on_great_circle(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats, share: Floats) -> Floats:
    """Return the points at a share of the way, by the directions of the verticals (n-vectors)."""
    one, other = (
        np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        for lat, lon in ((np.radians(lat1), np.radians(lon1)), (np.radians(lat2), np.radians(lon2)))
    )
    angle = 2 * np.arcsin(np.clip(distance(one, other) / 2, 0, 1))
    sine = np.where(angle == 0, 1.0, np.sin(angle))
    before = np.where(angle == 0, 1 - share, np.sin((1 - share) * angle) / sine)
    after = np.where(angle == 0, share, np.sin(share * angle) / sine)
    point = before[:, None] * one + after[:, None] * other
    lat = np.arctan2(point[:, 2], np.hypot(point[:, 0], point[:, 1]))
    return earth_centred(np.degrees(lat), np.degrees(np.arctan2(point[:, 1], point[:, 0])))


def _between(legs: Legs, time: Floats) -> Floats:
    duration = legs.end - legs.start
    share = np.where(duration > 0, (time - legs.start) / np.where(duration > 0, duration, 1.0), 0.0)
    moved: Floats = legs.from_ + share[:, None] * (legs.to - legs.from_)
    return moved


def position_doubt(time: Floats, before: Floats, after: Floats, length: Floats, fastest: float = FASTEST_KN) -> Floats:
    """Return how far a vessel can have been from where interpolation has it, in nautical miles.

    At a time ``t`` the vessel was within ``v·(t - t1)`` of the first fix and within ``v·(t2 - t)`` of the second. The
    two discs meet in a lens; the answer is the distance from the interpolated point, which lies on the line of the
    fixes, to the point of the lens that is furthest from it: a corner of the lens where their edges cross, else the far
    side of the smaller disc.

    Parameters
    ----------
    time, before, after
        Seconds: the time asked for, and those of the fixes around it.
    length
        Distance of the fixes, in nautical miles.
    fastest
        The fastest plausible speed in knots; where the fixes themselves need more, that speed counts.

    Examples
    --------
    Two fixes 12 minutes apart, 2 nm from each other: in the middle a ship of 50 knots may have been 4.9 nm aside.

    >>> position_doubt(np.array([0.0, 360.0]), np.zeros(2), np.full(2, 720.0), np.full(2, 2.0)).round(1).tolist()
    [0.0, 4.9]
    """
    duration = np.maximum(after - before, 1e-9)
    speed = np.maximum(fastest / 3600, length / duration)
    first, second = speed * np.maximum(time - before, 0), speed * np.maximum(after - time, 0)
    here = np.where(after > before, length * (time - before) / duration, 0.0)
    apart = np.maximum(length, 1e-9)
    along = (first**2 - second**2 + length**2) / (2 * apart)
    crossing = (length > 1e-9) & (length > np.abs(first - second))
    corner = np.hypot(along - here, np.sqrt(np.maximum(first**2 - along**2, 0)))
    inner = np.where(first <= second, first + here, second + (length - here))
    return np.asarray(np.where(crossing, corner, inner))
