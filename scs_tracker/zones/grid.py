"""An exact point-in-polygon lookup for polygons that never change: a grid, and edges only where a limit runs.

The region is cut into cells. For most cells the answer is one set of areas for the whole cell, and a point costs
one look into an array. Where a limit crosses a cell, the area is decided for the point by counting how often a
ray to the west crosses the area's edges (even: outside, odd: inside). Edges that lie wholly west of the cell are
not kept: of a chain of them only its ends matter to the count, and those are kept as vertices ("turns").

Nothing is approximated. The side of an edge on which a point lies is decided in floating point where the error
bound of the determinant allows it (Shewchuk 1997, Adaptive precision floating-point arithmetic and fast robust
geometric predicates, doi:10.1007/PL00009321) and with rational numbers where it does not.

Areas are closed: a point on a limit is inside, as with the predicate ``intersects``. Edges are straight in
longitude and latitude, as in every planar library.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Flags = NDArray[np.bool_]

#: Cells a degree; a power of two, so that scaling is exact.
CELLS_PER_DEGREE: Final = 32
COLUMNS: Final = int((EAST - WEST) * CELLS_PER_DEGREE)
ROWS: Final = int((NORTH - SOUTH) * CELLS_PER_DEGREE)
#: Every cell is treated as this much larger, in degrees: more than all rounding of a point's cell.
MARGIN: Final = 1e-9
_ERROR_BOUND: Final = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
_CHUNK: Final = 1 << 18


@dataclass(slots=True)
class Grid:
    """The areas of one build, ready for lookup.

    Attributes
    ----------
    cells
        Shape (ROWS, COLUMNS): number of the set that covers the whole cell, or -1 - number of a crossed cell.
    sets
        The sets of area numbers that occur, ascending; set 0 is empty. It grows as lookups meet new ones.
    base
        For each crossed cell the number of the set that covers it wholly.
    cell_entries
        Offsets: crossed cell k has entries ``cell_entries[k]:cell_entries[k + 1]``, one an area that crosses it.
    entry_area, entry_parity
        The area, and whether the count of crossings starts odd.
    entry_edges, edges
        Offsets and vertex numbers: an edge runs from its vertex to the next one.
    entry_turns, turns
        Offsets and vertex numbers: a turn counts where it lies at or below the point.
    vertices
        Gives lon and lat of the vertices of all rings, closed; called once, when the first point in a crossed cell
        needs them.
    areas
        How many areas there are.
    """

    cells: Ints
    sets: list[tuple[int, ...]]
    base: Ints
    cell_entries: Ints
    entry_area: Ints
    entry_parity: Flags
    entry_edges: Ints
    edges: Ints
    entry_turns: Ints
    turns: Ints
    vertices: Callable[[], tuple[Floats, Floats]]
    areas: int
    _number: dict[tuple[int, ...], int] = field(init=False, repr=False)
    _with: Ints = field(init=False, repr=False)
    _lock: threading.Lock = field(init=False, repr=False)
    _placed: tuple[Floats, Floats] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        self._number = {found: number for number, found in enumerate(self.sets)}
        self._with = np.full((max(64, 2 * len(self.sets)), self.areas), -1, dtype=np.int32)
        self._lock = threading.Lock()

    def lookup(self, lon: Floats, lat: Floats) -> Ints:
        """Return for each point the number of the set of areas that hold it, -1 outside the region.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84, one-dimensional and of one length. What is not finite is outside.
        """
        codes = np.empty(len(lon), dtype=np.int32)
        for start in range(0, len(lon), _CHUNK):
            part = slice(start, start + _CHUNK)
            codes[part] = self._lookup(lon[part], lat[part])
        return codes

    def _lookup(self, lon: Floats, lat: Floats) -> Ints:
        inside = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
        whole = bool(inside.all())
        if not whole:
            lon, lat = np.where(inside, lon, WEST), np.where(inside, lat, SOUTH)
        flat = _axis(lat, SOUTH, ROWS)
        flat *= COLUMNS
        flat += _axis(lon, WEST, COLUMNS)
        codes = self.cells.ravel().take(flat)
        crossed = np.flatnonzero(codes < 0)
        if crossed.size:
            codes[crossed] = self._exact(-1 - codes[crossed], lon[crossed], lat[crossed])
        if not whole:
            codes[~inside] = -1
        return codes

    def _exact(self, cell: Ints, lon: Floats, lat: Floats) -> Ints:
        """Decide every area that crosses the points' cells; return the numbers of the resulting sets."""
        entry, point = expand(self.cell_entries, cell)
        held = self.holds(entry, lon[point], lat[point])
        codes = self.base[cell]
        point, area = point[held], self.entry_area[entry[held]]
        while point.size:  # one area a round, so that every point meets its areas one after the other
            first = np.flatnonzero(np.r_[True, point[1:] != point[:-1]])
            codes[point[first]] = self._joined(codes[point[first]], area[first])
            rest = np.ones(point.size, dtype=bool)
            rest[first] = False
            point, area = point[rest], area[rest]
        return codes

    def holds(self, entry: Longs, px: Floats, py: Floats) -> Flags:
        """Say for each pair of an entry and a point whether the area holds the point."""
        lon, lat = self._vertices()
        member, pair = expand(self.entry_edges, entry)
        start = self.edges[member]
        y = py[pair]
        level = lat[start] == y
        upward = lat[start] <= y
        spans = upward != (lat[start + 1] <= y)
        near = np.flatnonzero(spans | level)  # no other edge can be crossed by the ray, or hold the point
        start, pair, upward, spans = start[near], pair[near], upward[near], spans[near]
        ends = (lon[start], lat[start], lon[start + 1], lat[start + 1])
        side = _side(*ends, px[pair], y[near])
        crossed = spans & (side == np.where(upward, -1, 1))
        count = np.bincount(pair[crossed], minlength=entry.size)
        touched = (side == 0) & (spans | _between(*ends, px[pair], y[near]))
        on_limit = np.zeros(entry.size, dtype=bool)
        on_limit[pair[touched]] = True
        member, pair = expand(self.entry_turns, entry)
        count += np.bincount(pair[lat[self.turns[member]] <= py[pair]], minlength=entry.size)
        return np.asarray(((count & 1) == 1) ^ self.entry_parity[entry] | on_limit)

    def meets(self, entry: Longs, lon: Floats, lat: Floats, half: float) -> Flags:
        """Say for each pair of an entry and a square within its cell whether an edge of the area may meet the square.

        Parameters
        ----------
        entry
            Numbers of entries.
        lon, lat
            The middles of the squares.
        half
            Half their side, in degrees, with a margin that covers all rounding.
        """
        x, y = self._vertices()
        member, pair = expand(self.entry_edges, entry)
        start = self.edges[member]
        ax, ay, bx, by = (
            ends - middle[pair]
            for ends, middle in ((x[start], lon), (y[start], lat), (x[start + 1], lon), (y[start + 1], lat))
        )
        beside = (np.minimum(ax, bx) > half) | (np.maximum(ax, bx) < -half)
        beside |= (np.minimum(ay, by) > half) | (np.maximum(ay, by) < -half)
        beside |= np.abs(ax * by - ay * bx) > half * (np.abs(bx - ax) + np.abs(by - ay))
        found = np.zeros(entry.size, dtype=bool)
        found[pair[~beside]] = True
        return found

    def _vertices(self) -> tuple[Floats, Floats]:
        if self._placed is None:
            with self._lock:
                self._placed = self._placed or self.vertices()
        return self._placed

    def _joined(self, codes: Ints, area: Ints) -> Ints:
        """Return the numbers of the sets ``codes``, each with one area more."""
        joined = self._with[codes, area]
        unknown = joined < 0
        if unknown.any():
            pairs = np.unique(codes[unknown].astype(np.int64) * self.areas + area[unknown])
            with self._lock:
                for code, number in np.stack(np.divmod(pairs, self.areas), axis=1).tolist():
                    self._learn(code, number)
                joined = self._with[codes, area]
        return joined

    def _learn(self, code: int, area: int) -> None:
        found = tuple(sorted({*self.sets[code], area}))
        number = self._number.get(found)
        if number is None:
            number = len(self.sets)
            if number >= len(self._with):
                self._with = np.vstack([self._with, np.full_like(self._with, -1)])
            self.sets.append(found)
            self._number[found] = number
        self._with[code, area] = number


def _axis(degrees: Floats, origin: float, count: int) -> Longs:
    cell = ((degrees - origin) * CELLS_PER_DEGREE).astype(np.int64)
    return np.minimum(cell, count - 1, out=cell)


def expand(offsets: NDArray[Any], rows: NDArray[Any]) -> tuple[Longs, Longs]:
    """Return all members of the ``rows`` of a ragged array, and for each the position of its row in ``rows``."""
    start = offsets[rows].astype(np.int64)
    length = offsets[rows + 1] - start
    position = np.repeat(np.arange(rows.size), length)
    before = np.cumsum(length) - length
    return np.arange(position.size) - np.repeat(before - start, length), position


def _between(ax: Floats, ay: Floats, bx: Floats, by: Floats, px: Floats, py: Floats) -> Flags:
    """Say which points lie in the bounding box of the edge."""
    across = (np.minimum(ax, bx) <= px) & (px <= np.maximum(ax, bx))
    return across & (np.minimum(ay, by) <= py) & (py <= np.maximum(ay, by))


def _side(ax: Floats, ay: Floats, bx: Floats, by: Floats, px: Floats, py: Floats) -> NDArray[np.int8]:
    """Return 1 where the point lies left of the edge a-b, -1 where right, 0 on its line: exactly."""
    left, right = (ax - px) * (by - py), (ay - py) * (bx - px)
    determinant = left - right
    side = np.sign(determinant).astype(np.int8)
    level = ((ax == px) | (by == py)) & ((ay == py) | (bx == px))
    doubtful = (np.abs(determinant) <= _ERROR_BOUND * (np.abs(left) + np.abs(right))) & ~level
    for k in np.flatnonzero(doubtful):
        a, b, c, d, x, y = (Fraction(float(values[k])) for values in (ax, ay, bx, by, px, py))
        exact = (a - x) * (d - y) - (b - y) * (c - x)
        side[k] = (exact > 0) - (exact < 0)
    return side
