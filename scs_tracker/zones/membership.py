"""The zones that contain a location on a date, certainly or possibly, and their share of its uncertainty area.

A place that is known to within a radius is a disc. A zone holds it for certain if it holds all sea of the disc, and
possibly if it holds a part: an islet in the disc does not make the waters around it doubtful. The disc is tried at
1,024 points of equal weight (a Fibonacci lattice, whose areas are right to a few tenths of a percent) and along its
rim, each by the exact index; a zone that holds less than a thousandth of the disc can go unnoticed.

The limit of a zone, its dates and its certainty only ever weaken a membership: inside the band of an uncertain limit,
where the zone existed on some days of the date only, and where the zone is possible at most.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import UsageError
from scs_tracker.zones.columns import factorized
from scs_tracker.zones.index import expand
from scs_tracker.zones.lattice import INNER, lattice
from scs_tracker.zones.periods import ABSENT, IN_PART, THROUGHOUT, date_text, existence, not_traced
from scs_tracker.zones.stored_index import load_index
from scs_tracker.zones.table import zone_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]

#: Beside the degrees of ``existence``: the zone is absent, and whether it was claimed by then was not read.
_UNTRACED: Final = 3
#: Discs tried together; each takes 1,204 points.
_BATCH: Final = 256


@dataclass(frozen=True, slots=True)
class Membership:
    """The zones that certainly or possibly contain a location on a date.

    ``shares`` is the share (0 to 1) of the disc's sea that a zone, as drawn, holds; of land it is that of the disc, and
    where a disc is all land, of the others too. ``untraced`` zones would hold the place on a later day: whether the
    claim was made by the day of the place was not read. ``agreed`` are the sides of agreed lines that hold it for
    certain; they are in none of the others. Of a place ``outside`` the region nothing is known.
    """

    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()
    outside: bool = False
    untraced: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneSets:
    """The zones that contain each of many points; ``codes`` are indices into ``sets``, -1 outside the region."""

    codes: Ints
    sets: tuple[tuple[str, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Return each set of zones as text, zone ids separated by ``;``."""
        return tuple(";".join(found) for found in self.sets)

    def holding(self, zone: str) -> NDArray[np.bool_]:
        """Return, for each point, True if the zone with the id ``zone`` contains it."""
        listed = np.array([*(zone in found for found in self.sets), False])
        return np.asarray(listed[self.codes])


def zones_at(lon: ArrayLike, lat: ArrayLike, date: Any = None) -> ZoneSets:
    """Return the zones that contain each point, for up to millions of points.

    ``lon`` and ``lat`` are degrees, WGS 84, one-dimensional, of one length; ``date`` is None for all zones of all
    times, one date for all points (``"2024-06-17"``, ``"2024-06"``, a date, a datetime), or one a point, as text or
    datetime64. Zones count that existed on all days of it, as drawn and closed: a point on a limit is in. Raise
    ``UsageError`` if the arrays do not fit each other, a date is none, or all points fit the region only with lon and
    lat swapped.

    >>> found = zones_at([117.76, 140.0], [15.15, 15.0], "2024-11-09")
    >>> found.holding("ph-eez").tolist(), found.holding("cn-scarborough-ts").tolist(), int(found.codes[1])
    ([True, False], [False, False], -1)
    """
    x, y = np.atleast_1d(np.asarray(lon, dtype=np.float64)), np.atleast_1d(np.asarray(lat, dtype=np.float64))
    if x.ndim != 1 or x.shape != y.shape:
        raise UsageError(f"lon has the shape {x.shape} and lat {y.shape}; give two lists of equal length")
    index = load_index()
    codes = index.lookup(x, y)
    if codes.size and codes.max() < 0 and (index.lookup(y, x) >= 0).any():
        raise UsageError("all points are outside the region, and inside it with lon and lat swapped; swap them")
    if date is None:
        return _named(codes, np.zeros(codes.size, dtype=np.int64), [None])
    if isinstance(date, str) or not hasattr(date, "__len__"):
        dates, which = [date_text(date)], np.zeros(codes.size, dtype=np.int64)
    else:
        dates, which = distinct_dates(date)
    if which.size != codes.size:
        raise UsageError(
            f"there are {which.size} dates for {codes.size} points; give one date for all, or one for each point"
        )
    degrees, pattern = _patterns([existence(day) for day in dates])
    return _named(codes, pattern[which], degrees)


def _named(codes: Ints, which: Longs, degrees: Sequence[NDArray[np.int8] | None]) -> ZoneSets:
    """Return the ids of zones that contain each point on all days of its date, except sides of agreed lines."""
    index = load_index()
    count = len(index)
    inside = np.flatnonzero(codes >= 0)
    keys, position = _numbered(which[inside] * count + codes[inside])
    known: dict[tuple[str, ...], int] = {}
    numbers = np.empty(keys.size, dtype=np.int32)
    for row, (date, code) in enumerate(zip(*np.divmod(keys, count), strict=True)):
        drawn, degree = _point_zones(int(code))[0], degrees[date]
        held = (zone for zone in drawn - _agreed() if degree is None or degree[zone] == THROUGHOUT)
        numbers[row] = known.setdefault(tuple(sorted(index.ids[zone] for zone in held)), len(known))
    answer = np.full(codes.size, -1, dtype=np.int32)
    answer[inside] = numbers[position]
    return ZoneSets(answer, tuple(known))


@geodata.cached
def _point_zones(code: int) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return the numbers of the zones in a set of areas: as drawn, by their core, and by their reach."""
    index = load_index()
    areas = np.array(index.members(code), dtype=np.int64)
    kinds = (index.drawn, index.core, index.reach)
    every = np.arange(index.zone.size)
    found = (index.zone[areas[np.isin(areas, every[kind])]] for kind in kinds)
    drawn, core, reach = (frozenset(zones.tolist()) for zones in found)
    return drawn, core, reach


def _numbered(keys: Longs) -> tuple[Longs, Longs]:
    """Return the distinct keys, and the index of each key among them."""
    if not keys.size or keys.max() > 4 * keys.size + 100_000:
        position, distinct = factorized(keys)
        return distinct, position
    present = np.bincount(keys) > 0
    return np.flatnonzero(present), (np.cumsum(present) - 1)[keys]


def distinct_dates(dates: Any) -> tuple[list[str], Longs]:
    """Return the distinct dates of a column as text, and the index of each row's date among them."""
    import pandas as pd

    values = np.asarray(dates)
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]").astype("datetime64[s]")  # pandas counts no days
    which, found = pd.factorize(values, use_na_sentinel=False)
    return [date_text(value) for value in found], np.asarray(which, dtype=np.int64)


def memberships(
    lon: Floats,
    lat: Floats,
    radius_km: Floats,
    dates: Sequence[str] | NDArray[np.datetime64],
    which: Longs | None = None,
) -> tuple[Longs, list[Membership]]:
    """Return the index of each location's Membership on its date, and the distinct memberships.

    ``radius_km`` is that of the disc that holds the place, 0 for a point. ``dates`` are days, months or years as text
    (empty: unknown), or days as datetime64, which is faster; ``which`` has the position of each place's date, as
    ``distinct_dates`` gives it; None where each has its own.

    >>> at = np.array([117.7]), np.array([15.15])
    >>> _, found = memberships(*at, np.array([2.0]), ["2024-12-01"])
    >>> "ph-eez" in found[0].certain, dict(found[0].shares)["ph-eez"]
    (True, 1.0)
    """
    if which is None:
        days, which = distinct_dates(dates if isinstance(dates, np.ndarray) else np.asarray(dates, dtype=object))
    else:
        days = [str(day) for day in dates]
    degrees, pattern = _patterns([date_degree(day) for day in days])
    which = pattern[which]
    known: dict[Membership, int] = {}
    answer = np.empty(lon.size, dtype=np.int64)
    points = np.flatnonzero(radius_km <= 0)
    codes = load_index().lookup(lon[points], lat[points])
    count = len(load_index()) + 1  # the last one, by its number -1, is outside the region
    keys, row = _numbered(which[points] * count + codes + 1)
    numbers = [
        known.setdefault(_dated_point(key % count - 1, degrees[key // count].tobytes()), len(known))
        for key in keys.tolist()
    ]
    answer[points] = np.array(numbers, dtype=np.int64)[row]
    discs = np.flatnonzero(radius_km > 0)
    # many reports tell of one place: each disc is tried once, and dated once for each pattern of dates
    shapes, position = np.unique(np.column_stack([lon, lat, radius_km])[discs], axis=0, return_inverse=True)
    tallies = []
    for start in range(0, len(shapes), _BATCH):
        tallies += _discs(*shapes[start : start + _BATCH].T)
    keys, row = _numbered(which[discs] * len(tallies) + position.ravel())
    numbers = [
        known.setdefault(_dated(tallies[key % len(tallies)], degrees[key // len(tallies)].tobytes()), len(known))
        for key in keys
    ]
    answer[discs] = np.array(numbers, dtype=np.int64)[row]
    return answer, list(known)


def zones_by_day(lon: Floats, lat: Floats, time: NDArray[np.datetime64]) -> tuple[ZoneTexts, ZoneTexts]:
    """Return the zones that certainly and possibly contain each point on its UTC day, for up to billions of points.

    A point outside the region is in no zone.
    """
    day = time.astype("datetime64[D]").astype(np.int64)
    first = int(day.min(initial=np.iinfo(np.int64).max)) if day.size else 0
    days, which = _numbered(day - first)
    dates = [str(np.datetime64(one + first, "D")) for one in days.tolist()]
    codes, found = memberships(lon, lat, np.zeros(lon.size), dates, which)
    answers = []
    for ids in ([one.certain for one in found], [one.possible for one in found]):
        known: dict[str, int] = {}
        number = np.array([known.setdefault(";".join(one), len(known)) for one in ids], dtype=np.int32)
        answers.append(ZoneTexts(number[codes], tuple(known)))
    return answers[0], answers[1]


@dataclass(frozen=True, slots=True)
class ZoneTexts:
    """Zone ids as text, separated by ``;``: ``codes`` has the index of each point's text in ``texts``."""

    codes: Ints
    texts: tuple[str, ...]


def _patterns(degrees: Sequence[NDArray[np.int8]]) -> tuple[list[NDArray[np.int8]], Longs]:
    """Return the distinct arrays of ``degrees``, and the index of each day's array among them."""
    known: dict[bytes, int] = {}
    pattern = np.array([known.setdefault(degree.tobytes(), len(known)) for degree in degrees], dtype=np.int64)
    return [np.frombuffer(content, dtype=np.int8) for content in known], pattern


@dataclass(frozen=True, slots=True)
class _Tally:
    """The zones that certainly and possibly contain a location, by zone number, regardless of the date."""

    certain: frozenset[int] = frozenset()
    possible: frozenset[int] = frozenset()
    shares: tuple[tuple[int, float], ...] = ()
    outside: bool = False


@geodata.cached
def date_degree(date: str) -> NDArray[np.int8]:
    """Return how much of a date each zone existed: at most ``IN_PART`` if it is only possible, or ``_UNTRACED``."""
    most = np.where(zone_column("certainty") == "possible_only", IN_PART, THROUGHOUT)
    degree = np.minimum(existence(date), most)
    return np.where((degree == ABSENT) & not_traced(date), _UNTRACED, degree).astype(np.int8)


@geodata.cached
def _dated_point(code: int, pattern: bytes) -> Membership:
    return _dated(_point_tally(code), pattern)


def _dated(tally: _Tally, pattern: bytes) -> Membership:
    """Return the membership of a location from its zones; ``pattern`` has how much of the date each zone existed."""
    ids, degree, agreed = load_index().ids, pattern, _agreed()
    held = (tally.certain | tally.possible) - agreed
    certain = {zone for zone in tally.certain - agreed if degree[zone] == THROUGHOUT}
    possible = {zone for zone in held if degree[zone] in (IN_PART, THROUGHOUT)} - certain
    return Membership(
        certain=_named_ids(certain),
        possible=_named_ids(possible),
        shares=tuple(sorted((ids[zone], share) for zone, share in tally.shares if zone in certain | possible)),
        outside=tally.outside,
        untraced=_named_ids(zone for zone in held if degree[zone] == _UNTRACED),
        agreed=_named_ids(zone for zone in tally.certain & agreed if degree[zone] == THROUGHOUT),
    )


def _named_ids(zones: Iterable[int]) -> tuple[str, ...]:
    ids = load_index().ids
    return tuple(sorted(ids[zone] for zone in zones))


@geodata.cached
def _agreed() -> frozenset[int]:
    """Return the numbers of the zones that are sides of agreed lines."""
    return frozenset(np.flatnonzero(zone_column("kind") == "agreed_side").tolist())


@geodata.cached
def _point_tally(code: int) -> _Tally:
    """Return the zones of a point, given the number of its set of areas (-1: outside the region)."""
    if code < 0:
        return _Tally(outside=True)
    drawn, core, reach = _point_zones(code)
    certain = core | (drawn - _banded())
    possible = reach - certain
    shares = tuple((zone, float(zone in drawn)) for zone in sorted(certain | possible))
    return _Tally(certain, possible, shares)


@geodata.cached
def _banded() -> frozenset[int]:
    index = load_index()
    return frozenset(index.zone[index.reach].tolist())


def _discs(lon: Floats, lat: Floats, radius_km: Floats) -> list[_Tally]:
    index = load_index()
    x, y = lattice(lon, lat, radius_km)
    codes = index.lookup(x.ravel(), y.ravel()).reshape(x.shape)
    inside = index.lookup(lon, lat) >= 0
    # Claims to the sea are tried on the sea of the disc, land on all of it; a disc without sea is tried as it is.
    on_land = _sets_on_land()[codes]
    shore = on_land & ~on_land.all(axis=1, keepdims=True)
    wet = np.where(shore, -1, codes)
    inner_counts = _counted(wet[:, :INNER])
    counts = inner_counts + _counted(wet[:, INNER:])
    drawn, core, reach = (_by_zone(counts, kind) for kind in (index.drawn, index.core, index.reach))
    inner, land = _by_zone(inner_counts, index.drawn), index.zone[list(_land())]
    if (mixed := np.flatnonzero(shore.any(axis=1))).size:  # of the others all points were counted
        inner_counts = _counted(codes[mixed, :INNER])
        whole_counts = inner_counts + _counted(codes[mixed, INNER:])
        for held, found in ((inner, inner_counts), (drawn, whole_counts)):
            held[np.ix_(mixed, land)] = _by_zone(found, index.drawn)[:, land]
    tried, tried_inner = (
        np.repeat((~part).sum(axis=1)[:, None], len(index.ids), axis=1) for part in (shore, shore[:, :INNER])
    )
    tried[:, land], tried_inner[:, land] = x.shape[1], INNER
    unbanded = np.ones(len(index.ids), dtype=bool)
    unbanded[list(_banded())] = False
    whole = (core == tried) | ((drawn == tried) & unbanded)
    some = ((drawn > 0) | (reach > 0)) & ~whole
    tallies = []
    for row in range(lon.size):
        if not inside[row]:
            tallies.append(_Tally(outside=True))
            continue
        certain, possible = np.flatnonzero(whole[row]).tolist(), np.flatnonzero(some[row]).tolist()
        share = inner[row] / np.maximum(tried_inner[row], 1)
        shares = tuple((zone, float(share[zone])) for zone in sorted(certain + possible))
        tallies.append(_Tally(frozenset(certain), frozenset(possible), shares))
    return tallies


@geodata.cached
def _land() -> frozenset[int]:
    """Return the numbers of the areas that are land."""
    index, kinds = load_index(), zone_column("kind")
    return frozenset(np.flatnonzero(kinds[index.zone[index.drawn]] == "land").tolist())


def _sets_on_land() -> NDArray[np.bool_]:
    """Return, for each set of areas, True if it includes land; the last element, for points outside, is False."""
    known, index = _known_on_land(), load_index()
    known += [not _land().isdisjoint(index.members(number)) for number in range(len(known), len(index))]
    return np.array([*known, False])


@geodata.cached
def _known_on_land() -> list[bool]:
    """Return whether each stored set of areas includes land, as a list that ``_sets_on_land`` extends."""
    grid = load_index().grid
    on_land = np.r_[0, np.cumsum(np.isin(grid.set_areas, list(_land())))]
    return [bool(found) for found in np.diff(on_land[grid.set_offsets])]


def _counted(codes: Ints) -> Longs:
    """Return how many points of each row lie in each area, shape (rows, areas)."""
    index = load_index()
    number, distinct = factorized(codes.ravel())
    keys = np.repeat(np.arange(len(codes)), codes.shape[1]) * distinct.size + number
    points = np.bincount(keys, minlength=len(codes) * distinct.size)
    present = np.flatnonzero(points)
    row, code = np.divmod(present, distinct.size)
    sets = [index.members(one) if one >= 0 else () for one in distinct.tolist()]
    offsets = np.cumsum([0, *map(len, sets)])
    areas = np.fromiter(itertools.chain.from_iterable(sets), dtype=np.int64)
    member, pair = expand(offsets, code)
    held = row[pair] * index.zone.size + areas[member]
    total = np.bincount(held, weights=points[present][pair], minlength=len(codes) * index.zone.size)
    return total.reshape(len(codes), -1).astype(np.int64)


def _by_zone(counts: Longs, areas: slice) -> Longs:
    """Return the counts of the given areas, with one column per zone, shape (rows, zones)."""
    index = load_index()
    answer = np.zeros((len(counts), len(index.ids)), dtype=np.int64)
    answer[:, index.zone[areas]] = counts[:, areas]
    return answer
