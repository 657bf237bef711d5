"""Which fixes cannot be: of marks and aircraft, in two places at once, after a jump. It says why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.tracks.motion import FASTEST_KN, FIX_DOUBT_NM, STAMP_S, earth_centred, fits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Why a fix is set aside, in the order in which it is looked at; 0 is kept.
REASONS: Final = (
    "",
    "the MMSI is that of a shore station, an aircraft or a mark",
    "the same fix again",
    "one more fix in the same second",
    "two places at once",
    "a jump that no vessel can make",
)
KEPT, STATION, REPEATED, CROWDED, TWO_PLACES, JUMP = range(6)
#: Excursions within excursions are looked for so many times; what is left after that is set aside too.
_PASSES: Final = 20


def order_of(mmsi: Longs, time: Floats, lat: Floats, lon: Floats) -> Longs:
    """Return the rows in the order of vessel, time and place, whatever order they came in."""
    return np.asarray(np.lexsort((lon, lat, time, mmsi)))


def clean(mmsi: Longs, time: Floats, lat: Floats, lon: Floats, doubt: float = FIX_DOUBT_NM) -> NDArray[np.int8]:
    """Return for each fix why it is set aside, as a number of ``REASONS``; 0 for those that are kept.

    The fixes are in the order of ``order_of``: ``mmsi`` int64, ``time`` in seconds since 1970, degrees WGS 84, and how
    far off a fix may be in nautical miles.

    A track falls into stretches between steps that need more than the fastest speed. A stretch whose neighbours fit
    together without it, and that has fewer fixes than any neighbour of which the same holds, is a jump. What is left
    as a single fix that fits to neither neighbour is a jump too. So a vessel whose every step is too fast, or an MMSI
    that two vessels use at once, keeps nothing, rather than one of two tracks by chance.

    Examples
    --------
    >>> time = np.arange(5) * 60.0
    >>> found = clean(np.full(5, 412000001), time, np.array([15.0, 15.0, 16.0, 15.0, 15.0]), np.full(5, 117.8))
    >>> [REASONS[reason] for reason in found]
    ['', '', 'a jump that no vessel can make', '', '']
    """
    reason = np.zeros(mmsi.size, dtype=np.int8)
    reason[~is_ship(mmsi)] = STATION
    same = np.r_[False, (np.diff(mmsi) == 0) & (np.diff(time) == 0) & (np.diff(lat) == 0) & (np.diff(lon) == 0)]
    reason[same & (reason == KEPT)] = REPEATED
    rows = np.flatnonzero(reason == KEPT)
    point = earth_centred(lat[rows], lon[rows])
    reason[rows] = _seconds(mmsi[rows], time[rows], point, doubt)
    kept = reason[rows] == KEPT
    rows = rows[kept]
    reason[rows[_jumps(mmsi[rows], time[rows], point[kept], doubt)]] = JUMP
    return reason


def is_ship(mmsi: Longs) -> Flags:
    """Return where an MMSI is not that of a coast station, a search aircraft, a mark or a beacon (ITU-R M.585).

    A boat of a larger ship (98…) is a vessel. An MMSI of no known form stays too: a vessel may be set up wrongly, and
    its track is a track.

    Examples
    --------
    >>> is_ship(np.array([412000001, 4120001, 111412001, 994120001, 970412001, 984120001, 123])).tolist()
    [True, False, False, False, False, True, True]
    """
    coast = (mmsi >= 1_000_000) & (mmsi < 100_000_000)
    aircraft = (mmsi >= 111_000_000) & (mmsi < 112_000_000)
    beacon = (mmsi >= 970_000_000) & (mmsi < 980_000_000)
    return np.asarray(~(coast | aircraft | beacon | (mmsi >= 990_000_000)))


def _seconds(mmsi: Longs, time: Floats, point: Floats, doubt: float) -> NDArray[np.int8]:
    """Keep one fix of each vessel's second, and none where they lie further apart than a second allows."""
    reason = np.zeros(mmsi.size, dtype=np.int8)
    second = np.floor(time)
    again = np.r_[False, (mmsi[1:] == mmsi[:-1]) & (second[1:] == second[:-1])]
    if not again.any():
        return reason
    begin = np.flatnonzero(~again)
    box = np.maximum.reduceat(point, begin) - np.minimum.reduceat(point, begin)
    apart = np.sqrt(np.sum(box**2, axis=1)) > FASTEST_KN / 3600 * STAMP_S + 2 * doubt
    group = np.cumsum(~again) - 1
    reason[again] = CROWDED
    reason[apart[group]] = TWO_PLACES
    return reason


def _jumps(mmsi: Longs, time: Floats, point: Floats, doubt: float) -> Flags:
    """Return which fixes no vessel can have reached from those around them."""
    gone = np.zeros(mmsi.size, dtype=bool)

    def reached(one: Longs, other: Longs) -> Flags:
        return fits(point[one], point[other], time[other] - time[one], doubt)

    rows = np.arange(mmsi.size)
    for _ in range(_PASSES):
        begin, end = _stretches(mmsi, rows, reached)
        if begin.size < 3:
            break
        size = np.r_[0, end - begin, 0] + 1
        ship = mmsi[rows[begin]]
        inner = np.r_[False, (ship[:-2] == ship[1:-1]) & (ship[2:] == ship[1:-1]), False]
        middle = np.flatnonzero(inner)
        inner[middle] = reached(rows[end[middle - 1]], rows[begin[middle + 1]])
        rival = np.where(np.r_[False, inner, False], size, np.iinfo(np.int64).max)
        out = inner & (rival[1:-1] < rival[:-2]) & (rival[1:-1] < rival[2:])
        if not out.any():
            break
        stretch = np.repeat(np.arange(begin.size), end - begin + 1)
        gone[rows[out[stretch]]] = True
        rows = rows[~out[stretch]]
    begin, end = _stretches(mmsi, rows, reached)
    ship = mmsi[rows[begin]] if begin.size else begin
    others = np.r_[False, ship[1:] == ship[:-1]] | np.r_[ship[1:] == ship[:-1], False] if begin.size else begin > 0
    gone[rows[begin[(begin == end) & others]]] = True
    return gone


def _stretches(mmsi: Longs, rows: Longs, reached: Callable[[Longs, Longs], Flags]) -> tuple[Longs, Longs]:
    """Return where stretches of fixes that fit begin and end, as positions in ``rows``."""
    if not rows.size:
        return rows, rows
    together = (mmsi[rows[1:]] == mmsi[rows[:-1]]) & reached(rows[:-1], rows[1:])
    begin = np.flatnonzero(np.r_[True, ~together])
    return begin, np.r_[begin[1:], rows.size] - 1
