"""The zones of many points on their days, cell by cell: what ``memberships`` says of points, for billions of them.

The exact index decides a point in a cell that a limit crosses by the limit's edges, and does so for three layers. Here
the answer for all three is one number, known once for a cell or a part of one and then only looked up. A cell that is
crossed is cut into parts of a 256th of a degree; a part that no edge meets has one answer, found by the first point in
it. Only points in parts that an edge meets are decided one by one.

What the number stands for, zones held for certain and zones that may hold the point whatever the date, is kept as bits,
so that the dates of all numbers are settled together. Nothing is approximated: a test holds this against
``memberships``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones.grid import CELLS_PER_DEGREE, COLUMNS, MARGIN, ROWS, expand
from scs_tracker.zones.index import load_index
from scs_tracker.zones.membership import date_degree
from scs_tracker.zones.periods import IN_PART, THROUGHOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scs_tracker.zones.grid import Flags, Floats, Grid, Ints, Longs

#: Parts of a crossed cell along one side, a power of two, so that scaling is exact.
_PARTS: Final = 8
#: What is known of a part before anything is, and of one that an edge meets in a cell of too many areas; from the
#: third on a number, and below these parts that edges meet, counted from -1 down.
_UNKNOWN, _WIDE, _NUMBERED = 0, 1, 2
#: Points looked up together, and points decided one by one together: both bound the memory.
_CHUNK, _DECIDED = 1 << 18, 1 << 14
#: So many areas that cross a cell have a bit each beside the cell's number.
_ENTRIES: Final = 40


@dataclass(frozen=True, slots=True)
class Worded:
    """Zone ids as text, ``;`` between, dictionary-encoded.

    Attributes
    ----------
    codes
        For each point which of the texts it has.
    texts
        The texts, each once, in no order; some may not occur.
    """

    codes: Ints
    texts: tuple[str, ...]


def zones_by_day(lon: Floats, lat: Floats, time: NDArray[np.datetime64]) -> tuple[Worded, Worded]:
    """Return the zones that hold each point for certain on its UTC day, and those that may.

    Parameters
    ----------
    lon, lat
        Degrees, WGS 84, finite, shape (n,). Nothing is known outside the region: such a point is in no zone.
    time
        Instants in UTC.

    Examples
    --------
    >>> certain, possible = zones_by_day(np.array([117.7]), np.array([15.1]), np.array(["2024-12-01T05"], "M8[us]"))
    >>> "ph-eez" in certain.texts[certain.codes[0]].split(";"), "ph-eez" in possible.texts[possible.codes[0]]
    (True, False)
    """
    number = _parts().numbers(lon, lat)
    day = time.astype("datetime64[D]").astype(np.int64)
    first = int(day.min()) if day.size else 0
    days = np.flatnonzero(np.bincount(day - first))
    patterns: dict[bytes, int] = {}
    which = np.zeros(days[-1] + 1 if days.size else 0, dtype=np.int64)
    for one in days.tolist():
        degree = date_degree(str(np.datetime64(one + first, "D")))
        which[one] = patterns.setdefault(degree.tobytes(), len(patterns))
    count = len(_parts().bits)
    if len(patterns) > 1:  # most months have one answer for all their days
        number = which[day - first] * count + number
    present = np.flatnonzero(np.bincount(number, minlength=1))
    codes = np.zeros((2, count * max(len(patterns), 1)), dtype=np.int32)
    for pattern, position in patterns.items():
        mine = present[present // count == position]
        codes[:, mine] = _dated(pattern).codes(mine % count)
    return Worded(codes[0].take(number), _texts().texts()), Worded(codes[1].take(number), _texts().texts())


class _Texts:
    """Texts of zone ids, each with a number, as they were first asked for."""

    def __init__(self) -> None:
        self._ids = np.array(load_index().ids, dtype=object)
        self._known: dict[bytes, int] = {}
        self._texts: list[str] = []

    def numbers(self, zones: Flags) -> list[int]:
        """Return the number of the text of each row of zones."""
        found = []
        for row, content in zip(zones, np.packbits(zones, axis=1), strict=True):
            number = self._known.setdefault(content.tobytes(), len(self._texts))
            if number == len(self._texts):
                self._texts.append(";".join(sorted(self._ids[row])))
            found.append(number)
        return found

    def texts(self) -> tuple[str, ...]:
        """Return all texts."""
        return tuple(self._texts)


class _Dated:
    """What is left of each number on days on which zones cover so much of the date, as numbers of texts."""

    def __init__(self, degree: NDArray[np.int8]) -> None:
        self._throughout, self._there = degree == THROUGHOUT, (degree == THROUGHOUT) | (degree == IN_PART)
        self._codes = np.full((2, 0), -1, dtype=np.int32)

    def codes(self, numbers: Longs) -> Ints:
        """Return the texts of zones held for certain and of zones that may hold, shape (2, n)."""
        missing = len(_parts().bits) - self._codes.shape[1]
        self._codes = np.pad(self._codes, ((0, 0), (0, missing)), constant_values=-1)
        fresh = numbers[self._codes[0, numbers] < 0]
        held, reach = _parts().table()[:, fresh]
        certain = held & self._throughout
        self._codes[0, fresh] = _texts().numbers(certain)
        self._codes[1, fresh] = _texts().numbers((held | reach) & self._there & ~certain)
        return self._codes[:, numbers]


@geodata.cached
def _texts() -> _Texts:
    return _Texts()


@geodata.cached
def _dated(pattern: bytes) -> _Dated:
    return _Dated(np.frombuffer(pattern, dtype=np.int8))


def _rows(packed: NDArray[np.uint8]) -> NDArray[np.void]:
    """Return rows of bytes as one value each, which compare as a whole."""
    rows = np.ascontiguousarray(packed)
    return rows.view(np.dtype((np.void, rows.shape[1]))).ravel()


@dataclass(frozen=True, eq=False, slots=True)
class _Layer:
    """One layer of the index, of the zones that count in it.

    Attributes
    ----------
    grid
        The grid.
    zone
        For each area the number of its zone.
    sets
        The zones of the sets that cover whole cells, shape (sets, zones).
    entries, offsets
        The entries of crossed cells whose zones count, and where those of each cell begin.
    """

    grid: Grid
    zone: Ints
    sets: Flags
    entries: Longs
    offsets: Longs

    def cover(self, cell: Longs) -> Longs:
        """Return for each cell the number of the set that covers it wholly."""
        code = self.grid.cells.ravel()[cell]
        return np.where(code >= 0, code, self.grid.base[np.maximum(-1 - code, 0)])

    def entries_of(self, cell: Longs) -> tuple[Longs, Longs, Longs]:
        """Return the entries of each cell, for each the position of its cell in ``cell``, and which of its it is."""
        code = self.grid.cells.ravel()[cell]
        crossed = np.flatnonzero(code < 0)
        member, position = expand(self.offsets, -1 - code[crossed])
        return self.entries[member], crossed[position], member - self.offsets[-1 - code[crossed]][position]

    def count_of(self, cell: Longs) -> Longs:
        """Return how many entries each cell has."""
        code = self.grid.cells.ravel()[cell]
        return np.where(code < 0, np.diff(self.offsets)[np.maximum(-1 - code, 0)], 0)


class _Meeting:
    """The entries of one layer whose edges meet parts, part by part as these come.

    Attributes
    ----------
    offsets
        Where the entries of each part begin.
    entry, bit
        The entries, and what they are in a key.
    """

    def __init__(self) -> None:
        self.offsets, self.entry, self.bit = np.zeros(1, dtype=np.int64), *np.zeros((2, 0), dtype=np.int64)

    def add(self, counts: Longs, entry: Longs, bit: Longs) -> None:
        """Add parts."""
        self.offsets = np.concatenate([self.offsets, self.offsets[-1] + np.cumsum(counts)])
        self.entry, self.bit = np.concatenate([self.entry, entry]), np.concatenate([self.bit, bit])


class _Parts:
    """The numbers of all cells, and of the parts of crossed cells as far as points have asked for them.

    Attributes
    ----------
    bits
        The zones that each number stands for, held and possible, packed, to the number; 0 has none.
    """

    def __init__(self) -> None:
        index = load_index()
        banded = np.zeros(len(index.ids), dtype=bool)
        banded[index.reach.zone] = True
        self._drawn = _layer(index.drawn.grid, index.drawn.zone, ~banded)
        self._core = _layer(index.core.grid, index.core.zone, np.ones_like(banded))
        self._reach = _layer(index.reach.grid, index.reach.zone, np.ones_like(banded))
        self._zones = len(index.ids)
        empty = np.packbits(np.zeros((1, 2 * self._zones), dtype=bool), axis=1)
        self.bits: dict[bytes, int] = {empty.tobytes(): 0}
        self._cells = np.full(ROWS * COLUMNS, 0, dtype=np.int32)
        crossed = np.zeros(ROWS * COLUMNS, dtype=bool)
        for layer in self._layers:
            crossed |= layer.count_of(np.arange(crossed.size)) > 0
        self._crossed = np.flatnonzero(crossed)
        self._cells[~crossed] = self._covered(np.flatnonzero(~crossed))
        self._cells[self._crossed] = -1 - np.arange(self._crossed.size)
        self._parts = np.zeros(self._crossed.size * _PARTS**2, dtype=np.int32)
        counts = [layer.count_of(self._crossed) for layer in self._layers]
        self._before = np.cumsum([np.zeros_like(counts[0]), *counts], axis=0)
        self._held: dict[int, int] = {}
        self._base = np.zeros(0, dtype=np.int64)
        self._meeting = [_Meeting() for _ in self._layers]
        self._table = np.zeros((2, 0, self._zones), dtype=bool)

    @property
    def _layers(self) -> tuple[_Layer, _Layer, _Layer]:
        return self._drawn, self._core, self._reach

    def table(self) -> Flags:
        """Return the zones that each number stands for, shape (2, numbers, zones)."""
        known = self._table.shape[1]
        if known < len(self.bits):
            fresh = np.frombuffer(b"".join([*self.bits][known:]), dtype=np.uint8)
            rows = np.unpackbits(fresh.reshape(len(self.bits) - known, -1), axis=1, count=2 * self._zones).astype(bool)
            self._table = np.concatenate([self._table, rows.reshape(-1, 2, self._zones).swapaxes(0, 1)], axis=1)
        return self._table

    def numbers(self, lon: Floats, lat: Floats) -> Ints:
        """Return the number of each point."""
        answer = np.empty(lon.size, dtype=np.int32)
        for start in range(0, lon.size, _CHUNK):
            some = slice(start, start + _CHUNK)
            answer[some] = self._numbers(lon[some], lat[some])
        return answer

    def _numbers(self, lon: Floats, lat: Floats) -> Ints:
        inside = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
        if not inside.all():
            answer = np.zeros(lon.size, dtype=np.int32)
            answer[inside] = self._numbers(lon[inside], lat[inside])
            return answer
        row, column = _fine(lat, SOUTH, ROWS), _fine(lon, WEST, COLUMNS)
        answer = self._cells.take(row // _PARTS * COLUMNS + column // _PARTS)
        crossed = np.flatnonzero(answer < 0)
        cell = -1 - answer[crossed].astype(np.int64)
        part = (cell * _PARTS + row[crossed] % _PARTS) * _PARTS + column[crossed] % _PARTS
        found = self._parts.take(part)
        unknown = np.flatnonzero(found == _UNKNOWN)
        if unknown.size:
            fresh, first = np.unique(part[unknown], return_index=True)
            point = crossed[unknown[first]]
            self._learn(fresh, lon[point], lat[point])
            found = self._parts.take(part)
        answer[crossed] = found - _NUMBERED
        met = np.flatnonzero(found < 0)
        point = crossed[met]
        answer[point] = self._near(-1 - found[met], cell[met], lon[point], lat[point])
        wide = np.flatnonzero(found == _WIDE)
        point = crossed[wide]
        answer[point] = self._decided(cell[wide], lon[point], lat[point])[1]
        return answer

    def _learn(self, part: Longs, lon: Floats, lat: Floats) -> None:
        """Find out whether an edge meets parts, and the numbers of those that none meets by the points in them."""
        number = part // _PARTS**2
        cell = self._crossed[number]
        row, column = np.divmod(part % _PARTS**2, _PARTS)
        cells = float(CELLS_PER_DEGREE)
        south = SOUTH + (cell // COLUMNS + (row + 0.5) / _PARTS) / cells
        west = WEST + (cell % COLUMNS + (column + 0.5) / _PARTS) / cells
        met = np.zeros(part.size, dtype=bool)
        meeting = []
        for layer, before in zip(self._layers, self._before, strict=False):
            entry, position, rank = layer.entries_of(cell)
            half = 0.5 / cells / _PARTS + MARGIN
            near = np.flatnonzero(layer.grid.meets(entry, west[position], south[position], half))
            entry, position = entry[near], position[near]
            met[position] = True
            meeting.append((entry, position, _bit(before[number[position]] + rank[near])))
        key, answer = self._decided(number, lon, lat)
        wide = self._before[-1][number] > _ENTRIES
        self._parts[part] = np.where(met, _WIDE, _NUMBERED + answer)
        few = met & ~wide
        self._parts[part[few]] = -1 - self._base.size - np.arange(np.count_nonzero(few))
        self._base = np.concatenate([self._base, self._without(key, few, meeting)])

    def _without(self, key: Longs, few: Flags, meeting: Sequence[tuple[Longs, Longs, Longs]]) -> Longs:
        """Return the keys of some parts without the bits of what meets them, and write down what that is."""
        base, place = key[few], np.cumsum(few) - 1
        for known, (entry, position, bit) in zip(self._meeting, meeting, strict=True):
            mine = few[position]
            row = place[position[mine]]
            np.bitwise_and.at(base, row, ~bit[mine])
            known.add(np.bincount(row, minlength=base.size), entry[mine], bit[mine])
        return base

    def _near(self, met: Ints, number: Longs, lon: Floats, lat: Floats) -> Ints:
        """Return the numbers of points in parts that edges meet: only the areas of those edges are decided anew."""
        answer = np.empty(met.size, dtype=np.int32)
        for start in range(0, met.size, _DECIDED):
            some = slice(start, start + _DECIDED)
            key = self._base[met[some]]
            for layer, known in zip(self._layers, self._meeting, strict=True):
                member, point = expand(known.offsets, met[some])
                inside = np.flatnonzero(layer.grid.holds(known.entry[member], lon[some][point], lat[some][point]))
                np.bitwise_or.at(key, point[inside], known.bit[member[inside]])
            found, fresh, first, position = self._known(key)
            if fresh.size:
                one = start + first[fresh]
                found[fresh] = self._decided(number[one], lon[one], lat[one])[1]
            answer[some] = found[position]
        return answer

    def _known(self, key: Longs) -> tuple[Ints, Longs, Longs, Longs]:
        """Return the numbers of different keys, which are new, where each stands first, and which each key is."""
        keys, first, position = np.unique(key, return_index=True, return_inverse=True)
        found = np.array([self._held.get(one, -1) for one in keys.tolist()], dtype=np.int32)
        return found, np.flatnonzero(found < 0), first, position

    def _decided(self, number: Longs, lon: Floats, lat: Floats) -> tuple[Longs, Ints]:
        """Return keys and numbers of points in crossed cells, each decided by the edges of its cell.

        Which entries of the cell hold the point are the bits of a key, and the same key has the same zones.
        """
        answer, all_keys = np.empty(number.size, dtype=np.int32), np.empty(number.size, dtype=np.int64)
        for start in range(0, number.size, _DECIDED):
            some = slice(start, start + _DECIDED)
            mine, cell = number[some], self._crossed[number[some]]
            key = mine << _ENTRIES
            held = []
            for layer, before in zip(self._layers, self._before, strict=False):
                entry, point, rank = layer.entries_of(cell)
                inside = np.flatnonzero(layer.grid.holds(entry, lon[some][point], lat[some][point]))
                point = point[inside]
                np.bitwise_or.at(key, point, _bit(before[mine[point]] + rank[inside]))
                held.append((point, layer.zone[layer.grid.entry_area[entry[inside]]]))
            many = np.flatnonzero(self._before[-1][mine] > _ENTRIES)
            key[many] = -1 - many  # no number has room for all that hold them
            found, fresh, first, position = self._known(key)
            if fresh.size:
                found[fresh] = self._met_first(cell, first[fresh], held)
                kept = fresh[key[first[fresh]] >= 0]
                self._held.update(zip(key[first[kept]].tolist(), found[kept].tolist(), strict=True))
            answer[some], all_keys[some] = found[position], key
        return all_keys, answer

    def _met_first(self, cell: Longs, chosen: Longs, held: Sequence[tuple[Longs, Ints]]) -> Ints:
        """Return the numbers of some of the points of cells, from the pairs of a point and a zone of each layer."""
        row = np.full(cell.size, -1, dtype=np.int64)
        row[chosen] = np.arange(chosen.size)
        found = []
        for layer, (point, zone) in zip(self._layers, held, strict=True):
            zones = layer.sets[layer.cover(cell[chosen])]
            mine = row[point] >= 0
            zones[row[point[mine]], zone[mine]] = True
            found.append(zones)
        return self._numbered(found[0] | found[1], found[2])

    def _covered(self, cell: Longs) -> Ints:
        """Return the numbers of cells that nothing crosses."""
        covers = [layer.cover(cell).astype(np.int64) for layer in self._layers]
        counts = [len(layer.sets) for layer in self._layers]
        key = (covers[0] * counts[1] + covers[1]) * counts[2] + covers[2]
        keys, position = np.unique(key, return_inverse=True)
        held, core = np.divmod(keys // counts[2], counts[1])
        drawn, inner, outer = (layer.sets for layer in self._layers)
        return self._numbered(drawn[held] | inner[core], outer[keys % counts[2]])[position]

    def _numbered(self, certain: Flags, reach: Flags) -> Ints:
        """Return the numbers of rows of zones, giving new ones to those that are met for the first time."""
        packed = np.packbits(np.concatenate([certain, reach & ~certain], axis=1), axis=1)
        distinct, position = np.unique(_rows(packed), return_inverse=True)
        numbers = [self.bits.setdefault(row.tobytes(), len(self.bits)) for row in distinct]
        return np.array(numbers, dtype=np.int32)[position]


def _layer(grid: Grid, zone: Ints, counts: Flags) -> _Layer:
    used = 1 + max(int(grid.cells.max(initial=0)), int(grid.base.max(initial=0)))  # lookups add sets of their own
    sets = np.zeros((used, counts.size), dtype=bool)
    for number, areas in enumerate(grid.sets[:used]):
        sets[number, zone[list(areas)]] = True
    chosen = counts[zone[grid.entry_area]]
    offsets = np.r_[0, np.cumsum(chosen)][grid.cell_entries]
    return _Layer(grid, zone, sets & counts, np.flatnonzero(chosen), offsets)


def _bit(rank: Longs) -> Longs:
    """Return the bits of entries in a key; those beyond its room share one, and such a key is not used."""
    return np.left_shift(1, np.minimum(rank, _ENTRIES))


def _fine(degrees: Floats, origin: float, count: int) -> Longs:
    """Return the part of each point along one axis; the cell of the part is the cell of the point."""
    part = ((degrees - origin) * (CELLS_PER_DEGREE * _PARTS)).astype(np.int64)
    return np.minimum(part, count * _PARTS - 1, out=part)


@geodata.cached
def _parts() -> _Parts:
    return _Parts()
