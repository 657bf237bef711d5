"""The index of zones as a file: stored next to the zones, or kept in the user's overlay.

The stored index names the zones it was built from by a hash. Where the zones at hand are others (the user added one, or
a new build has no index yet), it is built again in a few seconds and kept in the user's overlay.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import itertools
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
    """Write the index to ``file`` whole or not at all; the same index gives the same bytes."""
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
        "set_lengths": np.array([len(found) for found in grid.sets], dtype=np.int32),
        "set_areas": np.array([area for found in grid.sets for area in found], dtype=np.int32),
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
    """Read a stored index; None if there is none, or if it is damaged or of another version of the program."""
    try:
        with np.load(file) as stored:
            about = json.loads(stored["about"].tobytes())
            if about["format"] != _FORMAT:
                return None
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    numbers = list(range(arrays["zone"].size))  # one object for each area, of which the sets hold a million
    bounds, areas = (
        np.r_[0, np.cumsum(arrays["set_lengths"])].tolist(),
        list(map(numbers.__getitem__, arrays["set_areas"].tolist())),
    )
    grid = Grid(
        [tuple(areas[start:stop]) for start, stop in itertools.pairwise(bounds)],
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
    """Return the outlines of the zones at hand, which are the zones that the stored index was built from."""
    from scs_tracker.zones.table import load_zones

    return shape_array([shape for shape in load_zones().geometry if not is_line(shape)])


@geodata.cached
def load_index() -> ZoneIndex:
    """Return the index of the zones at hand: the stored one, the one kept in the overlay, or a new one."""
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
        with contextlib.suppress(TrackerError):  # a read-only overlay only costs the next start its few seconds
            save_index(index, overlay / _KEPT)
    return index


def store_index(folder: Path) -> Path:
    """Build the index of the zones.csv and zones.parquet in a folder such as geodata/zones and write it next to them.

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
