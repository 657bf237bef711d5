"""Write the positions of a finished bulk run as GeoParquet, in one folder per month (Hive layout)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scs_tracker.bulk.spill import unfinished
from scs_tracker.errors import TrackerError
from scs_tracker.geodata import attribution

if TYPE_CHECKING:
    from pathlib import Path

#: Beside positions/, so that who reads that folder finds what was there before.
FOLDER: Final = "geo"
#: A point in well-known binary: byte order, the number of the kind, longitude, latitude.
_POINT: Final = np.dtype([("order", "u1"), ("kind", "<u4"), ("lon", "<f8"), ("lat", "<f8")])


def write_geoparquet(out: Path) -> int:
    """Write ``OUT/geo/month=…/part-….parquet``, one file for each of ``OUT/positions``; return their number.

    Each file has all columns and a point geometry in longitude and latitude (WGS 84), as GeoParquet 1.1 requires.
    Existing files are kept, so that an interrupted export can continue.
    """
    parts = sorted((out / "positions").rglob("*.parquet"))
    if not parts:
        raise TrackerError(f"{out} has no positions of a finished run; run scs-tracker bulk first")
    for part in parts:
        target = out / FOLDER / part.relative_to(out / "positions")
        if not target.exists():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _convert(part, target)
            except OSError as error:
                raise TrackerError(f"{target} cannot be written: {error.strerror or error}; fix it and retry") from None
    return len(parts)


def _convert(part: Path, target: Path) -> None:
    source = pq.ParquetFile(part)
    schema = source.schema_arrow.append(pa.field("geometry", pa.binary()))
    about = {"geo": json.dumps(_about(source)), "attribution": attribution.sentence()}
    schema = schema.with_metadata({**(source.schema_arrow.metadata or {}), **about})
    with unfinished(target) as file, pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for number in range(source.num_row_groups):
            table = source.read_row_group(number)
            writer.write_table(table.append_column("geometry", _points(table)).cast(schema))


def _points(table: pa.Table) -> pa.Array:
    """Return the positions of a table as points in well-known binary."""
    points = np.empty(table.num_rows, dtype=_POINT)
    points["order"], points["kind"] = 1, 1
    points["lon"], points["lat"] = (table.column(name).to_numpy() for name in ("lon", "lat"))
    width = pa.binary(_POINT.itemsize)
    return pa.Array.from_buffers(width, len(points), [None, pa.py_buffer(points.tobytes())]).cast(pa.binary())


def _about(source: pq.ParquetFile) -> dict[str, Any]:
    """Return the GeoParquet metadata of the geometry, with the bounding box from the statistics of the file."""
    names = source.schema_arrow.names
    groups = [source.metadata.row_group(number) for number in range(source.num_row_groups)]
    lon, lat = ([group.column(names.index(name)).statistics for group in groups] for name in ("lon", "lat"))
    box = [min(one.min for one in lon), min(one.min for one in lat), max(one.max for one in lon),
           max(one.max for one in lat)]  # fmt: skip
    geometry = {"encoding": "WKB", "geometry_types": ["Point"], "bbox": box}
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
