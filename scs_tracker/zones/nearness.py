"""The stored candidates for nearest lines: for each grid cell, the chords that can be nearest to a point in it.

The stored file holds for each set of lines the candidates of every cell of the region. It names the chords that they
belong to by a hash; where the lines at hand are others (a gazetteer of the user, another version of a library), the
candidates are found anew.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.zones.distance import Cells, every_cell

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scs_tracker.zones.distance import Lines

STORED: Final = "nearness.npz"
#: One time for all members of the archive, so that the same candidates give the same bytes.
_TIME: Final = (1980, 1, 1, 0, 0, 0)


def with_cells(name: str, target: Lines) -> Lines:
    """Return ``target`` with the candidates stored under ``name``, or unchanged if they belong to other lines."""
    try:
        with np.load(geodata.shipped(f"zones/{STORED}")) as stored:  # members are unpacked one by one, as asked for
            if stored[f"{name}.key"].tobytes() != _key(target):
                return target
            counts, items = stored[f"{name}.counts"], stored[f"{name}.items"]
    except (TrackerError, OSError, ValueError, KeyError, zipfile.BadZipFile):  # the first large table takes longer
        return target
    offsets = np.r_[0, np.cumsum(counts, dtype=np.int64)]
    cells = Cells(np.arange(counts.size), offsets, np.cumsum(items, out=items))
    return dataclasses.replace(target, cells=cells)


def store_nearness(folder: Path, targets: Mapping[str, Lines]) -> Path:
    """Compute the candidates of all cells for each target, write them to a file in ``folder``, and return its path."""
    file = folder / STORED
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, target in sorted(targets.items()):
            cells = every_cell(target)
            arrays: dict[str, np.ndarray] = {
                "key": np.frombuffer(_key(target), dtype=np.uint8),
                "counts": np.diff(cells.offsets).astype(np.uint16),
                "items": np.diff(cells.items, prepend=0).astype(np.int32),
            }
            for part, array in arrays.items():
                packed = io.BytesIO()
                np.save(packed, array)
                archive.writestr(zipfile.ZipInfo(f"{name}.{part}.npy", _TIME), packed.getvalue(), zipfile.ZIP_DEFLATED)
    file.write_bytes(content.getvalue())
    return file


def _key(target: Lines) -> bytes:
    digest = hashlib.sha256(target.start.tobytes())
    digest.update(target.along.tobytes())
    return digest.digest()
