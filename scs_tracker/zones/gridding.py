"""Polygons to a Grid: which areas cover a cell, which cross it, and by which edges.

An edge *runs* in the rows and columns that its bounding box meets; it *crosses* a cell if it meets the cell itself.
Cells count as a hair larger than they are (``grid.MARGIN``), so that a point whose cell was rounded finds what it
needs there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import SOUTH, WEST
from scs_tracker.zones.grid import CELLS_PER_DEGREE, COLUMNS, MARGIN, ROWS, Grid, expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.zones.grid import Flags, Floats, Ints, Longs


@dataclass(frozen=True, slots=True)
class _Rings:
    """All rings of all areas, vertex by vertex, and the edge that leaves each vertex.

    Attributes
    ----------
    x, y
        Vertices in degrees; each ring ends with its first vertex.
    area
        The area of each vertex.
    last
        Where a ring ends: no edge leaves this vertex.
    row_low, row_high
        The rows in which the vertex lies: one, or two beside a border.
    west, east
        The columns in which the edge that leaves the vertex runs, from -1 (west of the region) to COLUMNS (east).
    """

    x: Floats
    y: Floats
    area: Longs
    last: Flags
    row_low: Longs
    row_high: Longs
    west: Longs
    east: Longs


def build(areas: Sequence[shapely.Geometry]) -> Grid:
    """Build the grid of ``areas``.

    Parameters
    ----------
    areas
        Valid polygons and multipolygons, lon and lat. What lies outside the region is left out.

    Raises
    ------
    TrackerError
        An area is not polygonal.

    Examples
    --------
    >>> grid = build([shapely.box(110, 10, 112, 12)])
    >>> codes = grid.lookup(np.array([111.0, 112.0, 113.0]), np.array([11.0, 10.5, 11.0]))
    >>> [grid.sets[code] for code in codes]
    [(0,), (0,), ()]
    """
    rings = _rings(areas)
    count = len(areas)
    vertex, row = _rows(rings)
    pair_vertex, pair_cell, crosses = _pairs(rings, vertex, row)
    keys = np.unique(pair_cell[crosses] * count + rings.area[pair_vertex[crosses]])
    entry_cell, entry_area = keys // count, keys % count
    crossed = np.unique(entry_cell)
    cells, sets = _covered(rings, vertex, row, keys, count)
    base = cells[crossed]
    cells[crossed] = -1 - np.arange(crossed.size)
    entry_edges, edges = _members(keys, pair_cell * count + rings.area[pair_vertex], pair_vertex)
    entry_turns, turns = _turns(rings, keys, count)
    return Grid(
        cells=cells.reshape(ROWS, COLUMNS),
        sets=sets,
        base=base,
        cell_entries=_int32(np.searchsorted(entry_cell, [*crossed, ROWS * COLUMNS])),
        entry_area=_int32(entry_area),
        entry_parity=_parity(rings, vertex, row, entry_cell, entry_area),
        entry_edges=entry_edges,
        edges=edges,
        entry_turns=entry_turns,
        turns=turns,
        vertices=lambda: (rings.x, rings.y),
        areas=count,
    )


def vertices(areas: Sequence[shapely.Geometry]) -> tuple[Floats, Floats]:
    """Return lon and lat of the vertices of all rings, in the order in which the grid of ``areas`` numbers them."""
    rings = _rings(areas)
    return rings.x, rings.y


def _int32(values: Longs) -> Ints:
    return np.asarray(values).astype(np.int32)


def _rings(areas: Sequence[shapely.Geometry]) -> _Rings:
    shapes = np.array(areas, dtype=object)
    for number, shape in enumerate(shapes):
        if shape.geom_type not in {"Polygon", "MultiPolygon"}:
            raise TrackerError(f"area {number} is a {shape.geom_type}; the index takes polygons and multipolygons")
    parts, part_owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    x, y = points.T.copy()
    last = np.r_[ring[1:] != ring[:-1], True][: ring.size]
    to = np.where(last, np.arange(x.size), np.arange(x.size) + 1)
    return _Rings(
        x=x,
        y=y,
        area=part_owner[ring_owner[ring]],
        last=last,
        row_low=_cell(y - MARGIN, SOUTH, ROWS),
        row_high=_cell(y + MARGIN, SOUTH, ROWS),
        west=_cell(np.minimum(x, x[to]) - MARGIN, WEST, COLUMNS),
        east=_cell(np.maximum(x, x[to]) + MARGIN, WEST, COLUMNS),
    )


def _cell(degrees: Floats, origin: float, count: int) -> Longs:
    return np.clip(np.floor((degrees - origin) * CELLS_PER_DEGREE), -1, count).astype(np.int64)


def _rows(rings: _Rings) -> tuple[Longs, Longs]:
    """Return each pair of an edge (by its vertex) and a row of the region in which it runs."""
    start = np.flatnonzero(~rings.last)
    low = np.maximum(np.minimum(rings.row_low[start], rings.row_low[start + 1]), 0)
    high = np.minimum(np.maximum(rings.row_high[start], rings.row_high[start + 1]), ROWS - 1)
    position, row = _ranges(low, high)
    return start[position], row


def _ranges(low: Longs, high: Longs) -> tuple[Longs, Longs]:
    """Return all whole numbers of each range, both ends included, with the position of the range before them."""
    offsets = np.r_[0, np.cumsum(np.maximum(high - low + 1, 0))]
    member, position = expand(offsets, np.arange(low.size))
    return position, member - offsets[position] + low[position]


def _pairs(rings: _Rings, vertex: Longs, row: Longs) -> tuple[Longs, Longs, Flags]:
    """Return each pair of an edge and a cell in which it runs, and whether it crosses the cell."""
    position, column = _ranges(np.maximum(rings.west[vertex], 0), np.minimum(rings.east[vertex], COLUMNS - 1))
    vertex, row = vertex[position], row[position]
    half = 0.5 / CELLS_PER_DEGREE
    ax, ay = rings.x[vertex], rings.y[vertex]
    dx, dy = rings.x[vertex + 1] - ax, rings.y[vertex + 1] - ay
    across = dy * (WEST + column / CELLS_PER_DEGREE + half - ax) - dx * (SOUTH + row / CELLS_PER_DEGREE + half - ay)
    crosses = np.abs(across) <= (half + MARGIN) * (np.abs(dx) + np.abs(dy))
    return vertex, row * COLUMNS + column, crosses


def _members(keys: Longs, member_keys: Longs, members: Longs) -> tuple[Ints, Ints]:
    """Return offsets and members of each entry; members whose key is not an entry's are dropped."""
    entry = np.searchsorted(keys, member_keys)
    entry[entry == keys.size] = 0
    found = np.flatnonzero(keys[entry] == member_keys) if keys.size else np.empty(0, dtype=np.intp)
    found = found[np.lexsort((members[found], entry[found]))]
    offsets = np.r_[0, np.cumsum(np.bincount(entry[found], minlength=keys.size))]
    return _int32(offsets), _int32(members[found])


def _turns(rings: _Rings, keys: Longs, count: int) -> tuple[Ints, Ints]:
    """Return for each entry the vertices that have one of their two edges wholly west of the cell."""
    first = np.flatnonzero(np.r_[True, rings.last[:-1]][: rings.last.size])
    before = np.arange(rings.x.size) - 1
    before[first] = np.flatnonzero(rings.last) - 1
    vertex = np.flatnonzero(~rings.last)
    here, there = rings.east[vertex], rings.east[before[vertex]]
    position, column = _ranges(np.minimum(here, there) + 1, np.minimum(np.maximum(here, there), COLUMNS - 1))
    vertex = vertex[position]
    low, high = np.maximum(rings.row_low[vertex], 0), np.minimum(rings.row_high[vertex], ROWS - 1)
    position, row = _ranges(low, high)
    vertex, column = vertex[position], column[position]
    return _members(keys, (row * COLUMNS + column) * count + rings.area[vertex], vertex)


def _parity(rings: _Rings, vertex: Longs, row: Longs, cell: Longs, area: Longs) -> Flags:
    """Say for each entry whether an odd number of edges west of its cell come up from below its row."""
    from_below = (rings.row_high[vertex] < row) != (rings.row_high[vertex + 1] < row)
    vertex, row = vertex[from_below], row[from_below]
    width = COLUMNS + 2
    events = np.sort((rings.area[vertex] * ROWS + row) * width + rings.east[vertex] + 1)
    start = (area * ROWS + cell // COLUMNS) * width
    west_of = np.searchsorted(events, start + cell % COLUMNS, side="right") - np.searchsorted(events, start)
    return (west_of & 1).astype(bool)


def _covered(rings: _Rings, vertex: Longs, row: Longs, keys: Longs, count: int) -> tuple[Ints, list[tuple[int, ...]]]:
    """Return the number of the set of areas that cover each cell wholly, and the sets by number."""
    middle = SOUTH + (row + 0.5) / CELLS_PER_DEGREE
    spans = (rings.y[vertex] <= middle) != (rings.y[vertex + 1] <= middle)
    vertex, row, middle = vertex[spans], row[spans], middle[spans]
    part = (middle - rings.y[vertex]) / (rings.y[vertex + 1] - rings.y[vertex])
    meeting = rings.x[vertex] + part * (rings.x[vertex + 1] - rings.x[vertex])
    column = _cell(meeting, WEST, COLUMNS) + 1
    order = np.argsort(rings.area[vertex], kind="stable")
    bounds = np.searchsorted(rings.area[vertex][order], np.arange(count + 1))
    by_area = np.argsort(keys % count, kind="stable")
    key_bounds = np.searchsorted((keys % count)[by_area], np.arange(count + 1))
    codes = np.zeros((ROWS, COLUMNS), dtype=np.int32)
    sets: list[tuple[int, ...]] = [()]
    for area in range(count):
        chosen = order[bounds[area] : bounds[area + 1]]
        if not chosen.size:
            continue
        window = slice(int(row[chosen].min()), int(row[chosen].max()) + 1)
        odd = np.zeros((window.stop - window.start, COLUMNS + 2), dtype=np.int8)
        np.bitwise_xor.at(odd, (row[chosen] - window.start, column[chosen]), 1)
        inside = np.bitwise_xor.accumulate(odd, axis=1)[:, :COLUMNS].astype(bool)
        crossed = keys[by_area[key_bounds[area] : key_bounds[area + 1]]] // count
        crossed_row, crossed_column = crossed // COLUMNS - window.start, crossed % COLUMNS
        there = (crossed_row >= 0) & (crossed_row < len(inside))
        inside[crossed_row[there], crossed_column[there]] = False
        _add(codes[window], inside, sets, area)
    return _compact(codes.ravel(), sets)


def _add(codes: Ints, inside: Flags, sets: list[tuple[int, ...]], area: int) -> None:
    """Put ``area`` into the sets of the cells that are ``inside``, in place."""
    held = codes[inside]
    present = np.flatnonzero(np.bincount(held, minlength=1))
    renumbered = np.zeros(len(sets), dtype=np.int32)
    renumbered[present] = len(sets) + np.arange(present.size)
    sets.extend((*sets[code], area) for code in present)
    codes[inside] = renumbered[held]


def _compact(codes: Ints, sets: list[tuple[int, ...]]) -> tuple[Ints, list[tuple[int, ...]]]:
    """Drop the sets that no cell has, except the empty one."""
    used = np.bincount(codes, minlength=len(sets)) > 0
    used[0] = True
    renumbered = (np.cumsum(used) - 1).astype(np.int32)
    return renumbered[codes], [found for found, wanted in zip(sets, used, strict=True) if wanted]
