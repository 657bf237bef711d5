"""Geodesic distances from many points to the nearest of many lines: baselines, coasts, features.

Lines are held as chords through the ellipsoid (Earth-centred coordinates), each within 3 m of the line once it is
brought back to the surface. The region is halved again and again, from cells of 4 degrees to cells of an eighth, and
each cell keeps only the chords that can be nearest to some point in it. A chord is dropped, and exactly so, if some
point of the lines is nearer than both its ends at all four corners of the cell, by a margin for its length: the points
nearer to q than to x form a half-space, so what holds at the corners holds between them. The coarser levels sort out
whole blocks of chords in the same way.

A point then tries the few chords of its cell. Those that are not clearly further than the nearest are compared by the
arc over them, with the curvature of the ellipsoid in their direction (Euler's formula), because the ellipsoid curves
less north-south than east-west. That arc, halved where it is longer than 1,250 km, is also the distance: within half a
metre of the geodesic of pyproj.Geod, and up to 1,000 km within 5 cm.
"""

from __future__ import annotations

import functools
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker.geodata.region import EAST, NAUTICAL_MILE, NORTH, SOUTH, WEST
from scs_tracker.zones.index import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: No chord spans more degrees than this: it would run too deep below the surface (3 m).
_LONGEST: Final = 0.1
#: Cells a degree, from the coarsest to the finest.
_LEVELS: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
#: Coarser levels sort out whole blocks of chords.
_CHORDS_FROM: Final = 2.0
_BLOCK: Final = 32
#: So many points at once make it worth to prepare the whole region, once for all.
_MANY: Final = 20_000
#: Points that a thread takes at once: enough that the work on them outlasts its turns with other threads.
_CHUNK: Final = 16_000
#: From so many metres on an arc is measured in halves.
_HALVED_M: Final = 1_250_000.0
#: A chord runs up to 3 m below the surface, so that those about as near as the nearest are all measured.
CLOSE_M: Final = 4.0
#: The series of an arc by its chord, in powers of the squared product of chord and curvature.
_SERIES: Final = (1 / 24, 3 / 640, 5 / 7168, 35 / 294912)
_PAIRS: Final = 200_000
_THREADS: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
#: By how much two arcs over chords of one length may differ, in metres a cubic metre: the difference of the squared
#: curvatures of the ellipsoid north-south and east-west, over 24.
_SKEW: Final = (1 / 6_335_439.0**2 - 1 / 6_384_000.0**2) / 24
#: Semi-major axis in metres and squared eccentricity of WGS 84, those of pyproj.Geod.
_A: Final = 6_378_137.0
_E2: Final = 0.00669437999014133


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """The chords that can be nearest to a point of each grid cell; cell k has ``items[offsets[k]:offsets[k + 1]]``."""

    known: Longs
    offsets: Longs
    items: Longs


@dataclass(frozen=True, eq=False, slots=True)
class Lines:
    """Chords prepared for distance queries: start and direction of each, in Earth-centred metres, (n, 3).

    ``owner`` is the number of the line that a chord is part of. ``blocks`` are offsets of blocks of up to 32 chords
    that follow each other. ``cells`` are the candidates of every cell of the region, if they are at hand.
    """

    start: Floats
    along: Floats
    squared: Floats
    owner: Longs
    blocks: Longs
    cells: Cells | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest point on the target lines, for each query point.

    It has the geodesic distance in ``metres``, within 20 m of the true minimum, the nearest ``place`` in space, metres,
    shape (3, n), and the number of the line that it is on.
    """

    metres: Floats
    place: Floats
    owner: Longs

    @property
    def nautical(self) -> Floats:
        """The distance in nautical miles of 1852 m."""
        return self.metres / NAUTICAL_MILE

    @property
    def lon(self) -> Floats:
        """The longitude of the nearest point, degrees."""
        return geographic(self.place)[0]

    @property
    def lat(self) -> Floats:
        """The latitude of the nearest point, degrees."""
        return geographic(self.place)[1]


def lines(shapes: Sequence[shapely.Geometry]) -> Lines:
    """Return lines or points (lon, lat) as chords for ``nearest``; a chord's owner is its index in ``shapes``.

    Neighbouring vertices of a line are at most a few kilometres apart along the geodesic.

    >>> meridian = lines([shapely.LineString([(110, 10), (110, 10.01)])])
    >>> found = nearest(meridian, np.array([110.1]), np.array([10.005]))
    >>> round(float(found.metres[0])), round(float(found.lon[0]), 6)
    (10964, 110.0)
    """
    parts, part_owner = shapely.get_parts(np.array(shapes, dtype=object), return_index=True)
    long = shapely.length(parts) > 0
    parts[long] = shapely.segmentize(parts[long], _LONGEST)
    parts[~long] = shapely.centroid(parts[~long])  # a point, or a line that rounding made one
    points, part = shapely.get_coordinates(parts, return_index=True)
    place = cartesian(points[:, 0], points[:, 1])
    to = np.minimum(np.arange(len(place)) + 1, len(place) - 1)
    same = part[to] == part
    alone = np.bincount(part)[part] == 1
    start = np.flatnonzero((same & (to != np.arange(len(place)))) | alone)
    along = np.where(alone[start, None], 0.0, place[to[start]] - place[start])
    blocks = np.flatnonzero(np.diff(part[start], prepend=-1) | (_position(part[start]) % _BLOCK == 0))
    return Lines(place[start], along, _squared(along), part_owner[part[start]], np.r_[blocks, start.size])


@functools.lru_cache(maxsize=64)
def _blocks(target: Lines) -> tuple[Floats, Floats]:
    """Return for each block of chords a point of its lines, and how far its chords reach from there."""
    bounds = target.blocks
    middle = target.start[(bounds[:-1] + bounds[1:]) // 2]
    block = np.repeat(np.arange(middle.shape[0]), np.diff(bounds))
    ends = (target.start, target.start + target.along)
    away = np.maximum(*(np.linalg.norm(end - middle[block], axis=1) for end in ends))
    return middle, np.maximum.reduceat(away, bounds[:-1])


def _position(group: Longs) -> Longs:
    """Return the position of each element within its run of equal values of ``group``."""
    first = np.flatnonzero(np.diff(group, prepend=-1))
    return np.arange(group.size) - np.repeat(first, np.diff(np.r_[first, group.size]))


def cartesian(lon: Floats, lat: Floats) -> Floats:
    """Return Earth-centred coordinates in metres, shape (n, 3), of points on the WGS 84 ellipsoid."""
    return np.column_stack([*in_space(lon, lat)])


def in_space(lon: Floats, lat: Floats) -> Floats:
    """Return Earth-centred coordinates in metres, shape (3, n), of points on the WGS 84 ellipsoid."""
    lon, lat = np.radians(lon), np.radians(lat)
    sine = np.sin(lat)
    prime = _A / np.sqrt(1 - _E2 * sine**2)
    level = prime * np.cos(lat)
    return np.stack([level * np.cos(lon), level * np.sin(lon), prime * (1 - _E2) * sine])


def geographic(place: Floats) -> tuple[Floats, Floats]:
    """Return lon and lat in degrees of points in space, shape (3, n), on the ellipsoid or a few metres below it."""
    x, y, z = place
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, (1 - _E2) * np.hypot(x, y)))


@dataclass(frozen=True, eq=False, slots=True)
class Sites:
    """Query points prepared once for many distance queries and sorted by grid cell.

    ``order`` has the index of each among the points as given.
    """

    place: Floats
    cell: Longs
    order: Longs

    def chosen(self, rows: NDArray[np.bool_]) -> Sites:
        """Return the points selected by a mask over all given points; they keep their original indices."""
        kept = rows[self.order]
        return self if kept.all() else Sites(self.place[:, kept], self.cell[kept], self.order[kept])


def sites(lon: Floats, lat: Floats) -> Sites:
    """Return points ready for queries: degrees, WGS 84, finite, inside the region, shape (n,)."""
    cell = finest_cell(lon, lat)
    few = _rows(_LEVELS[-1]) * _columns(_LEVELS[-1]) <= 1 << 16  # numpy sorts 16 bits without comparing
    order = np.argsort(cell.astype(np.uint16) if few else cell, kind="stable")
    return Sites(in_space(lon[order], lat[order]), cell[order], order)


def nearest(target: Lines, lon: Floats, lat: Floats) -> Nearest:
    """Return, for each point (lon, lat in degrees, inside the region), the nearest point on ``target``."""
    return nearest_to(target, sites(lon, lat), lon.size)


def nearest_to(target: Lines, here: Sites, size: int) -> Nearest:
    """Return the nearest point on ``target`` to each site, in arrays of length ``size``; NaN where no site is given."""
    answer = Nearest(np.full(size, np.nan), np.empty((3, size)), np.zeros(size, dtype=np.int64))
    cell = here.cell
    if not cell.size:
        return answer
    cells, row = candidates_of(target, cell)

    def part(begin: int) -> None:
        those = slice(begin, begin + _CHUNK)
        member, point = expand(cells.offsets, row[those])
        chord, metres, foot = _try(target, here.place[:, those], point, cells.items[member])
        there = here.order[those]
        answer.metres[there], answer.place[:, there], answer.owner[there] = metres, foot, target.owner[chord]

    # numpy lets other threads run while it works
    with ThreadPoolExecutor(min(_THREADS, -(-cell.size // _CHUNK))) as pool:
        list(pool.map(part, range(0, cell.size, _CHUNK)))
    return answer


def candidates_of(target: Lines, cell: Longs) -> tuple[Cells, Longs]:
    """Return the candidate chords of the given cells, and the index of each cell among the cells returned."""
    cells = target.cells or (every_cell(target) if cell.size >= _MANY else _candidates(target, np.unique(cell)))
    whole = cells.known.size == _rows(_LEVELS[-1]) * _columns(_LEVELS[-1])
    return cells, cell if whole else np.searchsorted(cells.known, cell)


def finest_cell(lon: Floats, lat: Floats) -> Longs:
    """Return, for each point, the number of the grid cell (an eighth of a degree) that contains the point."""
    return _cell(lon, lat, _LEVELS[-1])


def _cell(lon: Floats, lat: Floats, level: float) -> Longs:
    row = np.minimum(np.floor((lat - SOUTH) * level), _rows(level) - 1).astype(np.int64)
    column = np.minimum(np.floor((lon - WEST) * level), _columns(level) - 1).astype(np.int64)
    return row * _columns(level) + column


def _rows(level: float) -> int:
    return int(np.ceil((NORTH - SOUTH) * level))


def _columns(level: float) -> int:
    return int(np.ceil((EAST - WEST) * level))


@functools.lru_cache(maxsize=64)
def every_cell(target: Lines) -> Cells:
    """Return the candidate chords of all grid cells of the region."""
    return _candidates(target, np.arange(_rows(_LEVELS[-1]) * _columns(_LEVELS[-1])))


def _candidates(target: Lines, cells: Longs) -> Cells:
    """Return the chords that can be nearest to a point in each of the given cells."""
    known, items = np.zeros(1, dtype=np.int64), np.arange(target.blocks.size - 1)
    offsets = np.array([0, items.size])
    row, column = np.divmod(cells, _columns(_LEVELS[-1]))
    for level in _LEVELS:
        coarser = int(_LEVELS[-1] / level)
        wanted = np.unique(row // coarser * _columns(level) + column // coarser)
        wanted_row, wanted_column = np.divmod(wanted, _columns(level))
        parent = wanted_row // 2 * _columns(level / 2) + wanted_column // 2 if level > _LEVELS[0] else 0 * wanted
        if level == _CHORDS_FROM:
            sizes = np.add.reduceat(np.diff(target.blocks)[items], offsets[:-1])
            offsets, items = np.r_[0, np.cumsum(sizes)], expand(target.blocks, items)[0]
        known, (offsets, items) = (
            wanted,
            _refined(target, wanted, level, (offsets, items), np.searchsorted(known, parent)),
        )
    return Cells(known, offsets, items)


def _refined(
    target: Lines, cells: Longs, level: float, coarser: tuple[Longs, Longs], source: Longs
) -> tuple[Longs, Longs]:
    """Return the candidates of the cells of one grid level, chosen from those of the coarser cells around them."""
    offsets, items = coarser
    prune = _pruned_chords if level >= _CHORDS_FROM else _pruned_blocks
    batch = np.cumsum(np.diff(offsets)[source]) // _PAIRS
    counts, kept = [], []
    for number in np.unique(batch):
        here = batch == number
        member, cell = expand(offsets, source[here])
        chosen = prune(target, _sites(cells[here], level), cell, items[member])
        counts.append(np.bincount(cell[chosen], minlength=np.count_nonzero(here)))
        kept.append(items[member[chosen]])
    return np.r_[0, np.cumsum(np.concatenate(counts))], np.concatenate(kept)


def _sites(cells: Longs, level: float) -> list[Floats]:
    """Return Earth-centred coordinates of the centres of cells, then of their four corners."""
    row, column = np.divmod(cells, _columns(level))
    shifts = ((0.5, 0.5), (0, 0), (0, 1), (1, 0), (1, 1))
    return [cartesian(WEST + (column + east) / level, SOUTH + (row + north) / level) for east, north in shifts]


def _pruned_blocks(target: Lines, sites: list[Floats], cell: Longs, block: Longs) -> Longs:
    """Return the indices of blocks that may contain the nearest chord of their cell."""
    middle, reach = (each[block] for each in _blocks(target))
    away = [np.linalg.norm(site[cell] - middle, axis=1) for site in sites]
    keep = np.ones(block.size, dtype=bool)
    for number in range(len(sites)):
        witness = middle[_first_least(away[number], cell)]
        beaten = np.ones(block.size, dtype=bool)
        for corner, distance in zip(sites[1:], away[1:], strict=True):
            near = np.linalg.norm(corner - witness, axis=1)
            beaten &= distance - reach > (near + slack_of(near))[cell]
        keep &= ~beaten
    return np.flatnonzero(keep)


def _pruned_chords(target: Lines, sites: list[Floats], cell: Longs, chord: Longs) -> Longs:
    """Return the indices of chords that can be nearest to some point of their cell."""
    ends = (target.start[chord], target.start[chord] + target.along[chord])
    away = [np.minimum(*(_squared(corner[cell] - end) for end in ends)) for corner in sites[1:]]
    keep = np.ones(chord.size, dtype=bool)
    for site in sites:
        squared, foot = _gap(target, site[cell], chord)
        witness = foot[_first_least(squared, cell)]
        beaten = np.ones(chord.size, dtype=bool)
        for corner, distance in zip(sites[1:], away, strict=True):
            near = _squared(corner - witness)
            beaten &= distance > (near + 2 * np.sqrt(near) * slack_of(np.sqrt(near)))[cell] + target.squared[chord] / 4
        keep &= ~beaten
    return np.flatnonzero(keep)


def slack_of(metres: Floats) -> Floats:
    """Return the length margin, at least 1 m, within which chords and geodesics may rank differently."""
    return 1.0 + _SKEW * metres**3


def _squared(way: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", way, way))


def _gap(target: Lines, here: Floats, chord: Longs) -> tuple[Floats, Floats]:
    """Return the squared distance in space from each point to its chord, and the nearest point of the chord."""
    along, squared = target.along[chord], target.squared[chord]
    way = here - target.start[chord]
    part = np.einsum("ij,ij->i", way, along) / np.where(squared > 0, squared, 1.0)
    step = np.clip(part, 0, 1)[:, None] * along
    return _squared(way - step), target.start[chord] + step


def _first_least(values: Floats, group: Longs) -> Longs:
    """Return the index of the least value of each group; ``group`` ascends without gaps."""
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    at_least = np.flatnonzero(values == np.minimum.reduceat(values, starts)[group])
    return at_least[np.unique(group[at_least], return_index=True)[1]]


def _try(target: Lines, here: Floats, point: Longs, chord: Longs) -> tuple[Longs, Floats, Floats]:
    """Return each point's nearest chord, the distance in metres, and the nearest point on the chord, shape (3, n).

    ``point`` and ``chord`` are pairs of a point and a chord that may be nearest to it; ``point`` leaves none out.
    """
    start, along, share = _by_axis(target)
    # one axis after the other: numpy gathers rows of three numbers many times slower
    foot = np.stack([axis.take(chord) for axis in start])
    gap = np.stack([axis.take(point) for axis in np.ascontiguousarray(here)]) - foot
    if target.squared.any():  # points are their own nearest points
        way = np.stack([axis.take(chord) for axis in along])
        part = np.clip((gap[0] * way[0] + gap[1] * way[1] + gap[2] * way[2]) * share.take(chord), 0, 1)
        way *= part
        gap -= way
        foot += way
    away = np.sqrt(gap[0] ** 2 + gap[1] ** 2 + gap[2] ** 2)
    least = np.minimum.reduceat(away, np.flatnonzero(np.diff(point, prepend=-1)))
    close = np.flatnonzero(away <= (least + CLOSE_M + slack_of(least)).take(point))
    foot = raised(foot[:, close])
    metres = metres_between(here[:, point[close]], foot)
    best = _first_least(metres, point[close])
    return chord[close[best]], metres[best], foot[:, best]


@functools.lru_cache(maxsize=64)
def _by_axis(target: Lines) -> tuple[Floats, Floats, Floats]:
    """Return start and direction of each chord by axis, shape (3, n), and the reciprocal of its squared length."""
    share = 1 / np.where(target.squared > 0, target.squared, 1.0)
    return np.ascontiguousarray(target.start.T), np.ascontiguousarray(target.along.T), share


def raised(place: Floats) -> Floats:
    """Return points a few metres below the ellipsoid moved up to its surface; Earth-centred, shape (3, n)."""
    level = (place[0] ** 2 + place[1] ** 2) / _A**2 + place[2] ** 2 / (_A**2 * (1 - _E2))
    return np.asarray(place / np.sqrt(level))


def metres_between(here: Floats, there: Floats) -> Floats:
    """Return geodesic distances in metres between points on the ellipsoid, shape (3, n), accurate to a metre."""
    metres = _arc(here, there)
    far = np.flatnonzero(metres > _HALVED_M)
    if far.size:
        begin, end = here[:, far], there[:, far]
        halfway = raised((begin + end) / 2)
        metres[far] = metres_between(begin, halfway) + metres_between(halfway, end)
    return metres


def _arc(here: Floats, there: Floats) -> Floats:
    """Return arc lengths in metres between points, from the ellipsoid's curvature at the middle of each arc."""
    middle, way = here + there, there - here
    squared = way[0] ** 2 + way[1] ** 2 + way[2] ** 2
    level = middle[0] ** 2 + middle[1] ** 2
    cosine_squared = level / (level + middle[2] ** 2)
    northward = np.minimum(way[2] ** 2 / np.maximum(squared * cosine_squared, 1e-9), 1)
    bulge = 1 - _E2 * (1 - cosine_squared)
    bend = squared * bulge / _A**2 * (1 - northward + northward * bulge / (1 - _E2)) ** 2
    series = np.zeros_like(bend)
    for factor in reversed(_SERIES):
        series = (series + factor) * bend
    return np.asarray(np.sqrt(squared) * (1 + series))
