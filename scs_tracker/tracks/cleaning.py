"""Reject impossible fixes with a reason: not from a ship, in two places at once, or at an impossible speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.tracks.motion import FIX_DOUBT_NM, earth_centred, fits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from scs_tracker.tracks.motion import Flags, Floats, Longs

#: Why a fix is set aside, in the order in which it is looked at; 0 is kept.
REASONS: Final = (
    "",
    "the MMSI belongs to a shore station, an aircraft or an aid to navigation",
    "duplicate fix",
    "second fix in the same second",
    "in two places at once",
    "impossible speed from the fixes before and after",
)
KEPT, STATION, REPEATED, CROWDED, TWO_PLACES, JUMP = range(6)
#: Excursions within excursions are looked for so many times; what is left after that is set aside too.
_PASSES: Final = 20


def clean(mmsi: Longs, time: Floats, lat: Floats, lon: Floats, doubt: float = FIX_DOUBT_NM) -> NDArray[np.int8]:
    """Return the index in ``REASONS`` of each fix, which is 0 if it is kept; fixes are sorted by vessel and time.

    A track is divided wherever a step needs more than the highest plausible speed; docs/methods-tracks.md tells which
    of the stretches are rejected.
    """
    reason = np.where(_is_ship(mmsi), KEPT, STATION).astype(np.int8)
    same = np.all([np.diff(each) == 0 for each in (mmsi, time, lat, lon)], axis=0)
    reason[1:][same & (reason[1:] == KEPT)] = REPEATED
    rows = np.flatnonzero(reason == KEPT)
    point = earth_centred(lat[rows], lon[rows])
    reason[rows] = _seconds(mmsi[rows], time[rows], point, doubt)
    kept = reason[rows] == KEPT
    rows = rows[kept]
    reason[rows[_jumps(mmsi[rows], time[rows], point[kept], doubt)]] = JUMP
    return reason


def _is_ship(mmsi: Longs) -> Flags:
    """Return False for each MMSI of a coast station, search aircraft, buoy or beacon (ITU-R M.585), else True.

    A boat of a larger ship (98…) is a vessel. An MMSI in an unknown format is kept: it may be a wrong setting.
    """
    coast = (mmsi >= 1_000_000) & (mmsi < 100_000_000)
    aircraft = (mmsi >= 111_000_000) & (mmsi < 112_000_000)
    beacon = (mmsi >= 970_000_000) & (mmsi < 980_000_000)
    return np.asarray(~(coast | aircraft | beacon | (mmsi >= 990_000_000)))


def _seconds(mmsi: Longs, time: Floats, point: Floats, doubt: float) -> NDArray[np.int8]:
    """Return reason indexes that keep one fix per vessel and second, or none if they are too far apart."""
    again = np.r_[False, (np.diff(mmsi) == 0) & (np.diff(np.floor(time)) == 0)][: mmsi.size]
    if not again.any():
        return np.zeros(mmsi.size, dtype=np.int8)
    begin = np.flatnonzero(~again)
    apart = ~fits(np.minimum.reduceat(point, begin), np.maximum.reduceat(point, begin), np.array(0.0), doubt)
    return np.where(apart[np.cumsum(~again) - 1], TWO_PLACES, np.where(again, CROWDED, KEPT)).astype(np.int8)


def _jumps(mmsi: Longs, time: Floats, point: Floats, doubt: float) -> Flags:
    """Return True for each fix that no vessel could have reached from the fixes before and after it."""
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
    """Return the first and last indexes in ``rows`` of each run of fixes that a vessel can have made."""
    if not rows.size:
        return rows, rows
    together = (mmsi[rows[1:]] == mmsi[rows[:-1]]) & reached(rows[:-1], rows[1:])
    begin = np.flatnonzero(np.r_[True, ~together])
    return begin, np.r_[begin[1:], rows.size] - 1
