"""The file of the zone index: stored next to the zones, or in the user's overlay.

The stored index names the zones it was built from by a hash. Where the zones at hand are others (the user added one, or
a new build has no index yet), it is built again in a few seconds and kept in the user's overlay.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.zones.index import RESOLUTION, Grid, ZoneIndex, build_index, is_line, shape_array

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

_STORED: Final = "index.npz"
_KEPT: Final = "cache/zones-index.npz"
_ADDED: Final = "zones/added"
#: Raise it when the content of the stored file changes its meaning.
_FORMAT: Final = 3


def save_index(index: ZoneIndex, file: Path) -> None:
    """Write the index to ``file`` in full or not at all; equal indexes give equal bytes."""
    grid = index.grid
    bands = shape_array([shapely.multipolygons(shapely.get_parts(shape)) for shape in index.bands])
    _, points, offsets = shapely.to_ragged_array(bands) if len(bands) else (None, np.empty((0, 2)), ())
    arrays: dict[str, Any] = {
        "about": np.frombuffer(
            json.dumps(
                {"format": _FORMAT, "key": index.key, "ids": index.ids, "cores": index.core.stop - index.core.start}
            ).encode(),
            dtype=np.uint8,
        ),
        "zone": index.zone,
        "set_lengths": np.diff(grid.set_offsets).astype(np.int32),
        "set_areas": grid.set_areas,
        "run_sets": grid.run_sets,
        "areas": grid.areas.astype(np.int16),
        "runs": np.diff(grid.runs, prepend=0).astype(np.int32),
        "crossed": np.diff(grid.crossed, prepend=0).astype(np.int32),
        "counts": np.diff(grid.offsets).astype(np.int16),
        "points": np.diff(np.rint(points * RESOLUTION).astype(np.int32), axis=0, prepend=0),
        **{f"offsets_{level}": np.asarray(found, dtype=np.int64) for level, found in enumerate(offsets)},
    }
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    write_atomically(file, content.getvalue())


def read_index(file: Path) -> ZoneIndex | None:
    """Return the index stored in ``file``, or None if the file is missing, damaged or of another format."""
    try:
        with np.load(file) as stored:
            about = json.loads(stored["about"].tobytes())
            if about["format"] != _FORMAT:
                return None
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    grid = Grid(
        np.r_[0, np.cumsum(arrays["set_lengths"], dtype=np.int64)],
        arrays["set_areas"],
        np.cumsum(arrays["runs"], dtype=np.int64),
        arrays["run_sets"],
        np.cumsum(arrays["crossed"], dtype=np.int64),
        np.r_[0, np.cumsum(arrays["counts"], dtype=np.int64)],
        arrays["areas"].astype(np.int32),
    )
    points = np.cumsum(arrays["points"], axis=0, dtype=np.int32) / RESOLUTION
    offsets = tuple(arrays[name] for name in sorted(arrays) if name.startswith("offsets_"))
    bands = (
        shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, points, offsets)
        if offsets
        else np.empty(0, dtype=object)
    )
    return ZoneIndex(about["ids"], about["key"], arrays["zone"], about["cores"], grid, bands, _drawn_shapes)


def _drawn_shapes() -> Shapes:
    """Return the geometries of all zones, shipped and the user's, except those that are lines."""
    from scs_tracker.zones.table import load_zones

    return shape_array([shape for shape in load_zones().geometry if not is_line(shape)])


@geodata.cached
def load_index() -> ZoneIndex:
    """Return the index of all zones, shipped and the user's: as shipped, as cached in the overlay, or rebuilt."""
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

    zones, stored, bands = load_zones(), _stored(), {}
    table = overlay / _ADDED / "added.csv" if overlay is not None else None
    added = set(geodata.read_csv(table)["id"]) if table is not None and table.exists() else set()
    shipped = _key([geodata.shipped("zones/zones.csv")], [geodata.shipped("zones/zones.parquet")])
    if stored is not None and stored.key == shipped and "land" not in added:  # a limit along a shore has no band
        bands = {name: both for name, both in stored.known_bands().items() if name not in added}
    index = build_index(zones, key=key, bands=bands)
    if overlay is not None and overlay.is_dir():
        with contextlib.suppress(TrackerError):  # a read-only overlay only costs the next start its few seconds
            save_index(index, overlay / _KEPT)
    return index


def store_index(folder: Path) -> Path:
    """Build the index from zones.csv and zones.parquet in ``folder``, write it there, and return its path.

    ``zones build`` does so last. The same zones give the same bytes.
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
    """Return a hash of all inputs of the zone index, shipped and the user's: geometry, ids and bands."""
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
