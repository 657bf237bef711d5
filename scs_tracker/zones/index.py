"""Which zones hold a point: the index of all zones, built once, stored beside them, loaded in milliseconds.

The index has three layers. The zones as drawn answer ``zones_at``. Of zones whose limit is known only within a band,
the part that is inside for certain and the part that may be inside are layers of their own. Zones that are lines hold
nothing and are in no layer.

The vertices of the zones as drawn are not stored again: they are read from the zones when a point first needs them.
The stored index names the zones it was built from by a hash. Where the zones at hand are others (the user added one,
or a new build has no index yet), it is built afresh, in about two seconds, and kept in the user's overlay.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import hashlib
import io
import itertools
import json
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.zones.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from scs_tracker.zones.grid import Ints

_STORED: Final = "index.npz"
_KEPT: Final = "cache/zones-index.npz"
_ADDED: Final = "zones/added"
#: Raise it when the content of the stored file changes its meaning.
_FORMAT: Final = 2
_GRID_ARRAYS: Final = (
    "cells", "base", "cell_entries", "entry_area", "entry_parity", "entry_edges", "edges", "entry_turns", "turns",
)  # fmt: skip
#: Stored as differences of neighbours, which compress far better.
_LAYERS: Final = ("drawn", "core", "reach")
_AS_DIFFERENCES: Final = ("cell_entries", "entry_edges", "edges", "entry_turns", "x", "y")
#: Vertices of the bands are stored in multiples of a millionth of a degree, to which they are rounded.
_RESOLUTION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Layer:
    """A grid whose areas stand for zones.

    Attributes
    ----------
    grid
        Where the areas are.
    zone
        For each area the number of its zone.
    """

    grid: Grid
    zone: Ints

    def zones(self, code: int) -> frozenset[int]:
        """Return the zones of the set that ``grid.lookup`` numbered ``code``; -1, outside the region, has none."""
        return frozenset(int(self.zone[area]) for area in self.grid.sets[code]) if code >= 0 else frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class ZoneIndex:
    """The index of one set of zones.

    Attributes
    ----------
    ids
        All zones, sorted, those that are lines as well.
    key
        Hash of what the index was built from.
    drawn
        The zones as drawn.
    core, reach
        Of the zones with a band only: what they hold for certain, and what they may hold.
    """

    ids: tuple[str, ...]
    key: str
    drawn: Layer
    core: Layer
    reach: Layer


@dataclass(frozen=True, slots=True)
class ZoneSets:
    """Which zones hold each point, dictionary-encoded.

    Attributes
    ----------
    codes
        For each point the position of its set in ``sets``; -1 for a point outside the region, or not a number.
    sets
        The sets of zone ids that occur, each sorted.
    """

    codes: Ints
    sets: tuple[tuple[str, ...], ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Each set as text, ids with ``;`` between."""
        return tuple(";".join(found) for found in self.sets)

    def holding(self, zone: str) -> NDArray[np.bool_]:
        """Say for each point whether the zone of that id holds it."""
        listed = np.array([*(zone in found for found in self.sets), False])
        return np.asarray(listed[self.codes])


def build_index(zones: gpd.GeoDataFrame, *, key: str = "") -> ZoneIndex:
    """Build the index of a frame of zones.

    Parameters
    ----------
    zones
        As ``load_zones`` gives it: ``id``, ``membership_band_nm``, ``geometry`` in EPSG:4326, sorted by id. The zone
        ``land``, if it is among them, says where a limit is a shore.
    key
        Hash of where the zones come from.

    Raises
    ------
    TrackerError
        A geometry is neither polygonal nor linear.
    """
    drawn: list[tuple[int, Any]] = []
    core: list[tuple[int, Any]] = []
    reach: list[tuple[int, Any]] = []
    land = _Known.of(shapely.MultiPolygon(shapely.get_parts(zones.geometry[zones["id"] == "land"].to_numpy())))
    for number, (shape, band) in enumerate(zip(zones.geometry, zones["membership_band_nm"], strict=True)):
        if _is_line(shape):
            continue
        drawn.append((number, shape))
        if band > 0:
            inner, outer = _banded(_Known.of(shape), float(band), land)
            core += [] if inner.is_empty else [(number, inner)]
            reach.append((number, outer))
    return ZoneIndex(tuple(zones["id"]), key, _layer(drawn), _layer(core), _layer(reach))


@dataclass(frozen=True, slots=True)
class _Known:
    """A geometry that is known by the digest of its bytes."""

    digest: bytes
    geometry: Any = field(compare=False)

    @classmethod
    def of(cls, geometry: Any) -> _Known:
        return cls(hashlib.sha256(shapely.to_wkb(geometry)).digest(), geometry)


@functools.lru_cache(maxsize=1024)
def _banded(shape: _Known, band: float, land: _Known) -> tuple[Any, Any]:
    """Return the core and the reach of a zone, found once: a zone that the user adds changes one of three hundred."""
    from scs_tracker.zones.bands import core_and_reach

    return core_and_reach(shape.geometry, band, _shores(land))


@functools.lru_cache(maxsize=2)
def _shores(land: _Known) -> shapely.STRtree:
    return shapely.STRtree(shapely.get_parts(land.geometry))


def _layer(areas: list[tuple[int, Any]]) -> Layer:
    from scs_tracker.zones.gridding import build

    return Layer(build([shape for _, shape in areas]), np.array([number for number, _ in areas], dtype=np.int32))


def save_index(index: ZoneIndex, file: Path) -> None:
    """Write the index to ``file`` whole or not at all; the same index gives the same bytes.

    Raises
    ------
    TrackerError
        The file cannot be written.
    """
    arrays: dict[str, Any] = {}
    for layer in _LAYERS:
        packed = _packed(getattr(index, layer), vertices=layer != "drawn")
        arrays |= {f"{layer}_{name}": values for name, values in packed.items()}
    about = {"format": _FORMAT, "key": index.key, "ids": index.ids}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write_atomically(file, content.getvalue())


def read_index(file: Path) -> ZoneIndex | None:
    """Read a stored index; None if there is none, or if it is damaged or of another version of the program."""
    try:
        with np.load(file) as stored:
            about = json.loads(stored["about"].tobytes())
            if about["format"] != _FORMAT:
                return None
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    layers = {
        layer: _unpacked({name.removeprefix(f"{layer}_"): arrays[name] for name in arrays if name.startswith(layer)})
        for layer in _LAYERS
    }
    return ZoneIndex(tuple(about["ids"]), about["key"], **layers)


def _packed(layer: Layer, *, vertices: bool) -> dict[str, NDArray[Any]]:
    arrays = {name: getattr(layer.grid, name) for name in _GRID_ARRAYS}
    arrays["set_lengths"] = np.array([len(found) for found in layer.grid.sets], dtype=np.int32)
    arrays["set_areas"] = np.array([area for found in layer.grid.sets for area in found], dtype=np.int32)
    arrays["zone"] = layer.zone
    if vertices:
        arrays["x"], arrays["y"] = (np.rint(v * _RESOLUTION).astype(np.int32) for v in layer.grid.vertices())
    differences = {name: np.diff(arrays[name], prepend=np.int32(0)) for name in _AS_DIFFERENCES if name in arrays}
    return arrays | differences


def _unpacked(arrays: dict[str, NDArray[Any]]) -> Layer:
    for name in _AS_DIFFERENCES:
        if name in arrays:
            arrays[name] = np.cumsum(arrays[name], dtype=np.int32)
    bounds = np.r_[0, np.cumsum(arrays["set_lengths"])].tolist()
    areas = arrays["set_areas"].tolist()
    sets = [tuple(areas[start:stop]) for start, stop in itertools.pairwise(bounds)]
    vertices = (lambda: (arrays["x"] / _RESOLUTION, arrays["y"] / _RESOLUTION)) if "x" in arrays else _drawn_vertices
    grid = Grid(
        **{name: arrays[name] for name in _GRID_ARRAYS}, sets=sets, vertices=vertices, areas=len(arrays["zone"])
    )
    return Layer(grid, arrays["zone"])


def _drawn_vertices() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the vertices of the zones at hand, which are the zones that the stored index was built from."""
    from scs_tracker.zones.gridding import vertices
    from scs_tracker.zones.table import load_zones

    return vertices([shape for shape in load_zones().geometry if not _is_line(shape)])


def _is_line(shape: Any) -> bool:
    return bool(shape.geom_type in {"LineString", "MultiLineString"})


def load_index() -> ZoneIndex:
    """Return the index of the zones at hand: the stored one, the one kept in the overlay, or a new one.

    Raises
    ------
    TrackerError
        The zones are missing or unreadable.

    Examples
    --------
    >>> index = load_index()
    >>> code = int(index.drawn.grid.lookup(np.array([117.76]), np.array([15.15]))[0])
    >>> "ts-scarborough-shoal" in {index.ids[zone] for zone in index.drawn.zones(code)}
    True
    """
    return _load()


@geodata.cached
def _load() -> ZoneIndex:
    key, overlay = zones_key(), geodata.overlay()
    stored = _stored()
    if stored is not None and stored.key == key:
        return stored
    kept = read_index(overlay / _KEPT) if overlay is not None else None
    return kept if kept is not None and kept.key == key else _rebuilt(overlay, key)


@geodata.cached_of_ours
def _stored() -> ZoneIndex | None:
    return read_index(geodata.shipped("zones") / _STORED)


def _rebuilt(overlay: Path | None, key: str) -> ZoneIndex:
    from scs_tracker.zones.table import load_zones

    index = build_index(load_zones(), key=key)
    if overlay is not None and overlay.is_dir():
        with contextlib.suppress(TrackerError):  # a read-only overlay only costs the next start its two seconds
            save_index(index, overlay / _KEPT)
    return index


def store_index(folder: Path) -> Path:
    """Build the index of the zones.csv and zones.parquet in a folder and write it beside them.

    ``zones build`` does so last. The same zones give the same bytes.

    Parameters
    ----------
    folder
        Such as geodata/zones.

    Returns
    -------
    pathlib.Path
        The index.
    """
    import geopandas as gpd

    table, shapes = folder / "zones.csv", folder / "zones.parquet"
    bands = geodata.read_csv(table)[["id", "membership_band_nm"]]
    zones = gpd.read_parquet(shapes)[["id", "geometry"]].merge(bands, on="id").sort_values("id", ignore_index=True)
    zones["membership_band_nm"] = zones["membership_band_nm"].replace("", "0").astype(float)
    file = folder / _STORED
    save_index(build_index(zones, key=_key([table], [shapes])), file)
    return file


def zones_key() -> str:
    """Return a hash of all that the index follows from: geometry, ids and bands, ours and the user's."""
    overlay = geodata.overlay()
    tables = [geodata.shipped("zones/zones.csv")]
    shapes = [geodata.shipped("zones/zones.parquet")]
    if overlay is not None and (overlay / _ADDED / "added.csv").exists():
        tables.append(overlay / _ADDED / "added.csv")
        shapes += sorted((overlay / _ADDED).glob("*.parquet"))
    return _key(tables, shapes)


def _key(tables: Iterable[Path], shapes: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for table in tables:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                digest.update(f"{row['id']}\t{row['membership_band_nm']}\n".encode())
    for shape in shapes:
        digest.update(f"{shape.name}\n".encode())
        digest.update(shape.read_bytes())
    return digest.hexdigest()
