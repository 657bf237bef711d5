"""Read map layers as features: GeoJSON, GeoPackage, shapefile and KML through GDAL, and GeoParquet."""

from __future__ import annotations

import json
import math
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.cells import as_text
from scs_tracker.sources.encodings import likely, require_encoding, sample_of
from scs_tracker.sources.files import Kind, kind_of, named_for_gdal, unpacked_layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    #: Some features as Arrow's columns, the name of that with the geometry, and its reference system.
    _Batch = tuple[Any, str, str | None]
    #: The field names and the features of map layers, to be iterated once.
    Layers = tuple[list[str], Iterator["Feature"]]

_BATCH: Final = 10_000
#: The reference system of GeoParquet that names none.
_LONGITUDE_LATITUDE: Final = "OGC:CRS84"
_FAILED: Final = (RuntimeError, ValueError, OSError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer: number in the file, fields as text, latitude and longitude (EPSG:4326), and error."""

    number: int
    values: dict[str, str]
    lat: float | None
    lon: float | None
    problem: str = ""

    @property
    def raw(self) -> str:
        """Return the feature as one line of JSON."""
        return json.dumps({**self.values, "geometry": self.problem or [self.lon, self.lat]}, ensure_ascii=False)


@contextmanager
def open_layers(file: Path, kind: Kind | None = None, *, encoding: str = "") -> Iterator[Layers]:
    """Yield the field names and features of a file's layers; ``encoding`` is for a shapefile without a .cpg file."""
    kind = kind or kind_of(file)
    if kind not in {"parquet", "layers", "zipped layers"}:
        raise TrackerError(f"{file} is not a map layer; use one of GeoJSON, GeoPackage, shapefile, KML and GeoParquet")
    encoding = encoding and require_encoding(encoding)
    with unpacked_layers(file) if kind == "zipped layers" else named_for_gdal(file, kind) as path:
        if encoding and path.suffix.lower() != ".shp":
            raise UsageError(f"{file} states its own encoding; omit --encoding, which is for shapefiles and CSV")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL warns of shows in the rows
            try:
                yield _open_parquet(file) if kind == "parquet" else _open_gdal(file, path, encoding)
            except UnicodeDecodeError:
                raise TrackerError(_other_encoding(file, path, encoding)) from None
            except _FAILED as error:
                words = str(error).split("\n")[0].strip().rstrip(".")
                raise TrackerError(
                    f"{file} cannot be read as a map layer ({words}); save it again as GeoPackage"
                ) from None


def _other_encoding(file: Path, path: Path, encoding: str) -> str:
    """Return an error message with advice on the encoding of a layer whose texts are invalid."""
    if encoding:
        return f"{file}: its texts are not of the encoding {encoding}; try gbk, big5, cp1258 or cp1252"
    texts = path.with_suffix(".dbf")
    bytes_ = sample_of(texts) if texts.is_file() else b""
    records = int.from_bytes(bytes_[8:10], "little")  # what is before them are numbers, not texts
    near = likely(bytes_[records:]) or "cp1252"
    return (
        f"{file}: its texts are not UTF-8 and no .cpg file states their encoding; add --encoding {near}, or another "
        "such as gbk, big5 or cp1258"
    )


def _open_gdal(file: Path, path: Path, encoding: str) -> Layers:
    import pyogrio

    found = [(str(name), geometry) for name, geometry in pyogrio.list_layers(path)]
    if {"incidents", "discs"} <= {name for name, _ in found}:  # a package of ours: the others repeat or surround it
        found = [one for one in found if one[0] == "incidents"]
    names = [name for name, geometry in found if geometry is not None] or [name for name, _ in found]
    if not names:
        raise TrackerError(f"{file} has no layer; export the incidents as a layer again")
    infos = [pyogrio.read_info(path, layer=name, encoding=encoding or None) for name in names]
    header = list(dict.fromkeys(str(field) for info in infos for field in info["fields"]))
    options = {"batch_size": _BATCH, "use_pyarrow": True, "encoding": encoding or None}

    def batches() -> Iterator[_Batch]:
        for name in names:
            with pyogrio.open_arrow(path, layer=name, **options) as (about, reader):
                for batch in reader:
                    yield batch, about["geometry_name"] or "wkb_geometry", about["crs"]

    return header, _features(file, batches())


def _open_parquet(file: Path) -> Layers:
    import pyarrow.parquet as pq

    source = pq.ParquetFile(file)
    metadata = source.schema_arrow.metadata or {}
    about: Any = json.loads(metadata.get(b"geo", b"{}"))
    geometry = str(about.get("primary_column", ""))
    column = about.get("columns", {}).get(geometry, {})
    if geometry and column.get("encoding") != "WKB":
        raise TrackerError(f"{file}: geometry is encoded as {column.get('encoding')}; write it as WKB")
    crs = column.get("crs", _LONGITUDE_LATITUDE)
    crs = json.dumps(crs) if isinstance(crs, dict) else crs
    header = [name for name in source.schema_arrow.names if name not in about.get("columns", {})]
    batches = ((batch, geometry, crs) for batch in source.iter_batches(batch_size=_BATCH))
    return header, _features(file, batches)


def _features(file: Path, batches: Iterable[_Batch]) -> Iterator[Feature]:
    """Yield the features in Arrow record batches, numbered from 1 across all batches."""
    number = 0
    for batch, geometry, crs in batches:
        columns = {name: _cells(batch.column(index)) for index, name in enumerate(batch.schema.names)}
        shapes = columns.pop(geometry, None) if geometry is not None else None
        places = _places(file, shapes or [None] * batch.num_rows, crs)
        for values, place in zip(zip(*columns.values(), strict=True), places, strict=True):
            number += 1
            yield Feature(number, dict(zip(columns, map(as_text, values), strict=True)), *place)


def _cells(column: Any) -> Any:
    """Return the cells of a column; dates outside Python's range of years keep the text that Arrow prints."""
    try:
        return column.to_pylist()
    except (OverflowError, ValueError):
        return column.cast("string").to_pylist()


def _places(
    file: Path, shapes: Sequence[bytes | None], crs: str | None
) -> list[tuple[float | None, float | None, str]]:
    """Return latitude and longitude (EPSG:4326) and error of each geometry; no coordinates if it is unusable."""
    import geopandas as gpd
    from pyproj.exceptions import ProjError

    points = gpd.GeoSeries.from_wkb(shapes, on_invalid="ignore")
    single = points.geom_type.eq("MultiPoint") & points.count_geometries().eq(1)
    points = points.where(~single, points.centroid)
    try:
        placed = points.set_crs(crs).to_crs(4326) if any(shapes) else points
    except (ProjError, ValueError):
        raise TrackerError(
            f"{file} has no coordinate reference system (CRS) that can be used; assign one, such as EPSG:4326"
        ) from None
    return [_place(one, other, crs) for one, other in zip(points, placed, strict=True)]


def _place(point: Any, placed: Any, crs: str | None) -> tuple[float | None, float | None, str]:
    if point is None or point.is_empty:
        return None, None, ""
    if point.geom_type != "Point":
        return None, None, f"its geometry is a {point.geom_type}; only points are incidents"
    if math.hypot(placed.x, placed.y) < math.inf and abs(placed.y) <= 90 and abs(placed.x) <= 180:
        return round(placed.y, 6), round(placed.x, 6), ""
    system = crs if crs is not None and len(crs) < 20 else "its reference system"
    return None, None, f"its coordinates {point.x}, {point.y} are not on Earth in {system}; correct one of them"
