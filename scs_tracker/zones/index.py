"""An index of the zones that contain a point: built once, stored next to the zones, loaded in milliseconds.

The region is cut into cells of a 128th of a degree. For most cells one set of areas is the answer for every point.
Where outlines run through a cell, the areas of these outlines are tested, each as a prepared polygon of GEOS, whose
predicate is exact. So the answer is that of ``shapely.intersects_xy``: areas are closed, a point on a limit is in.

An area is a zone as drawn; or, of a zone whose limit is known only within a band, the core that is inside whatever the
limit is, or the reach that may be inside. Zones that are lines hold nothing and are in no area.

The zones as drawn are not stored again: they are read when a point first needs an outline (see ``stored_index``).
"""

from __future__ import annotations

import functools
import itertools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import EAST, NORTH, REGION, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]
    Longs = NDArray[np.int64]
    Shapes = NDArray[np.object_]

#: Cells per degree; a power of two, so that scaling is exact.
CELLS_PER_DEGREE: Final = 128
COLUMNS: Final = int((EAST - WEST) * CELLS_PER_DEGREE)
ROWS: Final = int((NORTH - SOUTH) * CELLS_PER_DEGREE)
#: Every cell counts as this much larger, in degrees: more than the rounding of a point's cell.
_MARGIN: Final = 1e-9
#: Points looked up together; bounds the memory.
_CHUNK: Final = 1 << 18
#: Up to so many points are looked up in the runs; for more, the table of all cells is made once.
_FEW: Final = 1 << 12
#: Coordinates of bands are stored in multiples of a millionth of a degree, to which they are rounded.
RESOLUTION: Final = 1_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """The stored facts of each grid cell: the set of areas that covers it, and the areas whose outline crosses it.

    Set k of those that occur has the areas ``set_areas[set_offsets[k]:set_offsets[k + 1]]``; the first is empty.
    ``runs`` and ``run_sets`` say for cells in rows from the south-west where the set that covers whole cells changes,
    and to which. ``crossed`` are the cells through which an outline runs: of cell k that of the areas
    ``areas[offsets[k]:offsets[k + 1]]``.
    """

    set_offsets: Longs
    set_areas: Ints
    runs: Longs
    run_sets: Ints
    crossed: Longs
    offsets: Longs
    areas: Ints


class ZoneIndex:
    """An index of one set of zones, which returns the zones that contain a point.

    ``ids`` are all zones, sorted; ``key`` is a hash of what the index was built from; ``zone`` has for each area the
    number of its zone; ``drawn``, ``core`` and ``reach`` say which areas are zones as drawn, and cores and reaches of
    those with a band, whose geometry is in ``bands``. Sets are added as points ask for new ones.
    """

    def __init__(
        self,
        ids: Sequence[str],
        key: str,
        zone: Ints,
        cores: int,
        grid: Grid,
        bands: Shapes,
        drawn: Callable[[], Shapes],
    ) -> None:
        self.ids, self.key, self.zone, self.grid, self.bands = tuple(ids), key, zone, grid, bands
        first = zone.size - len(bands)
        self.drawn, self.core, self.reach = slice(0, first), slice(first, first + cores), slice(first + cores, None)
        self._stored, self._learned = grid.set_offsets.size - 1, list[tuple[int, ...]]()
        self._outlines = drawn
        self._shapes: Shapes | None = None
        self._ready: set[int] = set()
        self._lock = threading.RLock()
        # A set of areas is known by a number of 64 bits, the exclusive or of those of its areas: of the ten thousand
        # sets that occur, two have the same with a probability below 1e-11.
        self._area_key = np.random.default_rng(0).integers(1, 2**63, zone.size, dtype=np.int64)
        flat = self._area_key[grid.set_areas]
        starts = grid.set_offsets[1:-1]  # the first set is empty
        self._set_key = np.r_[0, np.bitwise_xor.reduceat(flat, starts)] if starts.size else np.zeros(1, dtype=np.int64)
        self._number = {key: number for number, key in enumerate(self._set_key.tolist())}

    def __len__(self) -> int:
        """Return the number of sets of areas in the index, including those added by lookups."""
        return self._stored + len(self._learned)

    @functools.cached_property
    def _cells(self) -> Ints:
        """The set that covers each cell; of the cells through which an outline runs, -1 minus their position."""
        cells = np.repeat(self.grid.run_sets, np.diff(np.r_[self.grid.runs, ROWS * COLUMNS]))
        cells[self.grid.crossed] = -1 - np.arange(self.grid.crossed.size, dtype=np.int32)
        return cells

    @functools.cached_property
    def _base(self) -> Ints:
        return self._covering(self.grid.crossed)

    def _codes(self, cell: Longs) -> Ints:
        """Return ``_cells`` of some cells; the table of all takes longer to make than a few points to look up."""
        if cell.size > _FEW:
            return self._cells.take(cell)
        codes = self._covering(cell)
        at = np.searchsorted(self.grid.crossed, cell)
        crossed = np.flatnonzero(np.searchsorted(self.grid.crossed, cell, side="right") > at)
        codes[crossed] = -1 - at[crossed]
        return codes

    def _covering(self, cell: Longs) -> Ints:
        """Return the number of the set whose areas contain the whole of each cell."""
        return self.grid.run_sets[np.searchsorted(self.grid.runs, cell, side="right") - 1]

    def members(self, number: int) -> tuple[int, ...]:
        """Return the numbers of the areas in the set ``number``."""
        if number >= self._stored:
            return self._learned[number - self._stored]
        start, stop = self.grid.set_offsets[number : number + 2]
        return tuple(self.grid.set_areas[start:stop].tolist())

    def known_bands(self) -> dict[str, tuple[Any, Any]]:
        """Return, by zone id, the core (possibly empty) and the reach of each zone with an uncertain limit."""
        first = self.core.start
        cores = dict(zip(self.zone[self.core].tolist(), self.bands, strict=False))
        reaches = zip(self.zone[self.reach].tolist(), self.bands[self.reach.start - first :], strict=True)
        return {self.ids[number]: (cores.get(number, shapely.MultiPolygon()), reach) for number, reach in reaches}

    def lookup(self, lon: Floats, lat: Floats) -> Ints:
        """Return the number of the set of areas that contain each point (lon, lat); -1 outside the region."""
        codes = np.empty(len(lon), dtype=np.int32)
        for start in range(0, len(lon), _CHUNK):
            part = slice(start, start + _CHUNK)
            codes[part] = self._lookup(lon[part], lat[part])
        return codes

    def _lookup(self, lon: Floats, lat: Floats) -> Ints:
        inside = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
        outside = np.flatnonzero(~inside)
        if outside.size:
            lon, lat = np.where(inside, lon, WEST), np.where(inside, lat, SOUTH)
        codes = self._codes(_cell(lat, SOUTH, ROWS) * COLUMNS + _cell(lon, WEST, COLUMNS))
        crossed = np.flatnonzero(codes < 0)
        codes[crossed] = self._decided(-1 - codes[crossed], lon[crossed], lat[crossed])
        codes[outside] = -1
        return codes

    def _decided(self, cell: Ints, lon: Floats, lat: Floats) -> Ints:
        """Return the set numbers of points in cells that outlines cross, after testing each crossing area."""
        if not cell.size:
            return cell
        member, point = expand(self.grid.offsets, cell)
        area = self.grid.areas[member]
        point = point[np.argsort(area, kind="stable")]
        asked = np.bincount(area, minlength=1)
        base = self._base[cell] if cell.size > _FEW else self._covering(self.grid.crossed[cell])
        key = self._set_key[base]
        held: list[tuple[int, Longs]] = []
        for number, some in zip(np.flatnonzero(asked), np.split(point, np.cumsum(asked[asked > 0])[:-1]), strict=True):
            inside = some[shapely.intersects_xy(self._shape(int(number)), lon[some], lat[some])]
            key[inside] ^= self._area_key[number]
            held.append((int(number), inside))
        keys, first, position = np.unique(key, return_index=True, return_inverse=True)
        numbers = np.array([self._number.get(one, -1) for one in keys.tolist()], dtype=np.int32)
        fresh = np.flatnonzero(numbers < 0)
        if fresh.size:
            row = np.full(cell.size, -1)
            row[first[fresh]] = np.arange(fresh.size)
            crossing: list[list[int]] = [[] for _ in fresh]
            for one_area, points in held:
                for one in row[points][row[points] >= 0].tolist():
                    crossing[one].append(one_area)
            for one, also in zip(fresh.tolist(), crossing, strict=True):
                covers = self.members(int(base[first[one]]))
                numbers[one] = self._learn(int(keys[one]), tuple(sorted([*covers, *also])))
        return numbers[position]

    def _learn(self, key: int, found: tuple[int, ...]) -> int:
        with self._lock:
            if key not in self._number:
                self._learned.append(found)  # first: other threads look a number up without the lock
                self._number[key] = len(self) - 1
            return self._number[key]

    def _shape(self, area: int) -> Any:
        """Return the geometry of an area, prepared for point tests; one thread at a time prepares it."""
        if area in self._ready and self._shapes is not None:
            return self._shapes[area]
        with self._lock:
            if self._shapes is None:
                self._shapes = np.concatenate([self._outlines(), self.bands])
            shape = self._shapes[area]
            west, south, east, north = shapely.bounds(shape)
            shapely.prepare(shape)
            shapely.intersects_xy(shape, (west + east) / 2, (south + north) / 2)
            self._ready.add(area)
            return shape


def _cell(degrees: Floats, origin: float, count: int) -> Longs:
    cell = ((degrees - origin) * CELLS_PER_DEGREE).astype(np.int64)
    return np.minimum(cell, count - 1, out=cell)


def expand(offsets: NDArray[Any], rows: NDArray[Any]) -> tuple[Longs, Longs]:
    """Return all members of the chosen ``rows`` of a ragged array, and each member's position in ``rows``."""
    start = offsets[rows].astype(np.int64)
    length = offsets[rows + 1] - start
    position = np.repeat(np.arange(rows.size), length)
    before = np.cumsum(length) - length
    return np.arange(position.size) - np.repeat(before - start, length), position


def gridded(areas: Sequence[shapely.Geometry]) -> Grid:
    """Return the grid of ``areas``, which must be valid polygons (lon, lat) inside the region."""
    shapes = np.array(areas, dtype=object)
    for number, shape in enumerate(shapes):
        if shape.geom_type not in {"Polygon", "MultiPolygon"}:
            raise TrackerError(f"area {number} is a {shape.geom_type}; the index takes polygons and multipolygons")
    area, cell = _crossed(shapes)
    start, stop, owner = _covered(shapes, area, cell)
    keys = np.random.default_rng(0).integers(1, 2**63, shapes.size, dtype=np.int64)
    position = np.concatenate([start, stop])
    order = np.argsort(position, kind="stable")
    position, key = position[order], np.bitwise_xor.accumulate(np.tile(keys[owner], 2)[order])
    last = np.flatnonzero(np.r_[position[1:] != position[:-1], True][: position.size])
    runs, run_keys = np.r_[-1, position[last]], np.r_[0, key[last]]
    runs[0] = 0
    _, first, run_sets = np.unique(run_keys, return_index=True, return_inverse=True)
    bounds = np.searchsorted(start, np.arange(ROWS + 1) * COLUMNS)
    sets = []
    for there in runs[first].tolist():
        row = slice(*bounds[there // COLUMNS : there // COLUMNS + 2])
        mine = owner[row][(start[row] <= there) & (there < stop[row])]
        sets.append(tuple(sorted(mine.tolist())))
    by_cell = np.lexsort((area, cell))
    crossed, counts = np.unique(cell, return_counts=True)
    set_offsets = np.cumsum([0, *map(len, sets)], dtype=np.int64)
    set_areas = np.fromiter(itertools.chain.from_iterable(sets), dtype=np.int32)
    return Grid(
        set_offsets,
        set_areas,
        runs,
        run_sets.astype(np.int32),
        crossed,
        np.r_[0, np.cumsum(counts)],
        area[by_cell].astype(np.int32),
    )


def _crossed(shapes: Shapes) -> tuple[Longs, Longs]:
    """Return the pairs of area and cell that an outline may cross, sorted by area, then by cell."""
    lines, owner = shapely.get_parts(shapely.boundary(shapes), return_index=True)
    points, line = shapely.get_coordinates(shapely.segmentize(lines, 1 / CELLS_PER_DEGREE), return_index=True)
    edge = np.flatnonzero(line[1:] == line[:-1])
    low, high = (ends(points[edge], points[edge + 1]) for ends in (np.minimum, np.maximum))
    scale, most = ((np.array([WEST, SOUTH])), CELLS_PER_DEGREE), (COLUMNS - 1, ROWS - 1)
    first, last = (
        np.clip(np.floor((corner - scale[0]) * scale[1]), 0, most).astype(np.int64)
        for corner in (low - _MARGIN, high + _MARGIN)
    )
    width, height = (last - first).max(axis=0, initial=0)
    pairs = []
    for east, north in itertools.product(range(width + 1), range(height + 1)):
        column, row = first[:, 0] + east, first[:, 1] + north
        there = (column <= last[:, 0]) & (row <= last[:, 1])
        pairs.append((owner[line[edge]] * ROWS + row)[there] * COLUMNS + column[there])
    found = np.sort(np.concatenate(pairs))  # numpy.unique takes five times as long
    area, cell = np.divmod(found[np.r_[True, found[1:] != found[:-1]][: found.size]], ROWS * COLUMNS)
    return area, cell


def _covered(shapes: Shapes, area: Longs, cell: Longs) -> tuple[Longs, Longs, Longs]:
    """Return start, stop and area of the runs of cells that an area covers wholly, sorted by start.

    Between two cells of a row through which an outline runs all cells are in the area, or none is: one point decides.
    """
    row = cell // COLUMNS
    gap = np.flatnonzero((area[1:] == area[:-1]) & (row[1:] == row[:-1]) & (np.diff(cell) > 1))
    start, stop, owner = cell[gap] + 1, cell[gap + 1], area[gap]
    shapely.prepare(shapes)
    middle = (start % COLUMNS + 0.5) / CELLS_PER_DEGREE + WEST, (start // COLUMNS + 0.5) / CELLS_PER_DEGREE + SOUTH
    inside = np.flatnonzero(shapely.intersects_xy(shapes[owner], *middle))
    inside = inside[np.argsort(start[inside], kind="stable")]
    return start[inside], stop[inside], owner[inside]


def build_index(
    zones: gpd.GeoDataFrame, *, key: str = "", bands: Mapping[str, tuple[Any, Any]] | None = None
) -> ZoneIndex:
    """Return an index of zones in a frame like that of ``load_zones``; its row ``land`` tells shores from limits.

    ``bands`` are known cores and reaches by zone id, which saves computing them; for all zones that takes a minute.
    """
    drawn: list[tuple[int, Any]] = []
    core: list[tuple[int, Any]] = []
    reach: list[tuple[int, Any]] = []
    known = bands or {}
    land = shapely.STRtree(shapely.get_parts(zones.geometry[zones["id"] == "land"].to_numpy()))
    for number, (name, shape, band) in enumerate(
        zip(zones["id"], zones.geometry, zones["membership_band_nm"], strict=True)
    ):
        if is_line(shape):
            continue
        drawn.append((number, shape))
        if band > 0:
            inner, outer = known[name] if name in known else _banded(shape, float(band), land)
            core += [] if inner.is_empty else [(number, inner)]
            reach.append((number, outer))
    numbers, shapes = zip(*drawn, *core, *reach, strict=True) if drawn else ((), ())
    outlines, uncertain = (shape_array(part) for part in (shapes[: len(drawn)], shapes[len(drawn) :]))
    zone = np.array(numbers, dtype=np.int32)
    return ZoneIndex(tuple(zones["id"]), key, zone, len(core), gridded(shapes), uncertain, lambda: outlines)


def _banded(shape: Any, band: float, land: shapely.STRtree) -> tuple[Any, Any]:
    """Return the core and the reach of a zone, cut to the region."""
    from scs_tracker.zones.bands import core_and_reach

    core, reach = core_and_reach(shape, band, land)
    return core, shapely.set_precision(shapely.intersection(reach, shapely.box(*REGION)), 1 / RESOLUTION)


def shape_array(shapes: Sequence[Any]) -> Shapes:
    """Return a sequence of shapely geometries as a NumPy array of dtype object."""
    answer = np.empty(len(shapes), dtype=object)
    answer[:] = shapes
    return answer


def is_line(shape: Any) -> bool:
    """Return True if a zone is a line, which contains no point."""
    return bool(shape.geom_type in {"LineString", "MultiLineString"})
