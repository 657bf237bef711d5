"""Map layers as features: GeoJSON, GeoPackage, shapefile and KML through GDAL, and GeoParquet."""

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
from scs_tracker.sources.rows import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyproj import Transformer

_BATCH: Final = 10_000
#: The reference system of GeoParquet that names none.
_LONGITUDE_LATITUDE: Final = "OGC:CRS84"
_CLOSED: Final = (RuntimeError, ValueError, OSError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a layer.

    Attributes
    ----------
    number
        Where it stands in the file, from 1; layers are counted through.
    values
        Fields as text.
    lat, lon
        Decimal degrees, EPSG:4326, or None without a geometry.
    problem
        Why its geometry cannot be used, or an empty string.
    """

    number: int
    values: dict[str, str]
    lat: float | None
    lon: float | None
    problem: str = ""

    @property
    def raw(self) -> str:
        """The feature as one line of JSON."""
        return json.dumps({**self.values, "geometry": self.problem or [self.lon, self.lat]}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Layers:
    """Names of fields and the features, to be gone through once."""

    file: str
    header: list[str]
    features: Iterator[Feature]


@contextmanager
def open_layers(file: Path, kind: Kind | None = None, *, encoding: str = "") -> Iterator[Layers]:
    """Open all layers of a file that have a geometry.

    Parameters
    ----------
    file
        What ``files.kind_of`` calls layers, zipped layers or parquet.
    kind
        That answer, where it is known.
    encoding
        What the texts of a shapefile are written in, where no .cpg beside it says so.

    Raises
    ------
    UsageError
        The encoding is not known, or the file is no shapefile, and so is UTF-8.
    TrackerError
        Now or while features are gone through: the file is damaged, or a layer says no reference system.
    """
    kind = kind or kind_of(file)
    encoding = encoding and require_encoding(encoding)
    if kind == "parquet":
        _require_shapefile(file, file, encoding)
        with _readable(file):
            yield _open_parquet(file)
    elif kind == "zipped layers":
        with unpacked_layers(file) as unpacked, _readable(file, unpacked, encoding):
            _require_shapefile(file, unpacked, encoding)
            yield _open_gdal(file, unpacked, encoding)
    elif kind == "layers":
        with named_for_gdal(file) as path, _readable(file, path, encoding):
            _require_shapefile(file, path, encoding)
            yield _open_gdal(file, path, encoding)
    else:
        raise TrackerError(f"{file} is not a map layer; allowed are GeoJSON, GeoPackage, shapefile, KML and GeoParquet")


def _require_shapefile(file: Path, path: Path, encoding: str) -> None:
    if encoding and path.suffix.lower() != ".shp":
        raise UsageError(f"{file} states its own encoding; omit --encoding, which is for shapefiles and CSV")


@contextmanager
def _readable(file: Path, path: Path | None = None, encoding: str = "") -> Iterator[None]:
    """Turn what GDAL and Arrow raise into one sentence; what they warn of shows in the rows."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except UnicodeDecodeError:
            raise TrackerError(_in_other_words(file, path, encoding)) from None
        except _CLOSED as error:
            words = str(error).split("\n")[0].strip().rstrip(".")
            raise TrackerError(f"{file} cannot be read as a map layer ({words}); save it again as GeoPackage") from None


def _in_other_words(file: Path, path: Path | None, encoding: str) -> str:
    """Return what to try where the texts of a layer are of another encoding."""
    if encoding:
        return f"{file}: its texts are not of the encoding {encoding}; try gbk, big5, cp1258 or cp1252"
    texts = path.with_suffix(".dbf") if path is not None else file
    bytes_ = sample_of(texts) if texts.is_file() else b""
    records = int.from_bytes(bytes_[8:10], "little")  # what is before them are numbers, not texts
    near = likely(bytes_[records:]) or "cp1252"
    return (
        f"{file}: its texts are not UTF-8 and no .cpg beside it says their encoding; add --encoding {near}, or another "
        "such as gbk, big5 or cp1258"
    )


def layer_table(file: Path, layers: Layers) -> Table:
    """Return the fields of features as a table, for formats whose coordinates stand in columns."""
    rows = (
        Row(feature.number, [feature.values.get(name, "") for name in layers.header], feature.raw)
        for feature in layers.features
    )
    return Table(str(file), layers.header, rows)


def _open_gdal(file: Path, path: Path, encoding: str) -> Layers:
    import pyogrio

    found = [(str(name), geometry) for name, geometry in pyogrio.list_layers(path)]
    if {"incidents", "discs"} <= {name for name, _ in found}:  # a package of ours: the others repeat or surround it
        found = [one for one in found if one[0] == "incidents"]
    names = [name for name, geometry in found if geometry is not None] or [name for name, _ in found]
    if not names:
        raise TrackerError(f"{file} holds no layer")
    header: list[str] = []
    for name in names:
        fields = pyogrio.read_info(path, layer=name, encoding=encoding or None)["fields"]
        header += [str(field) for field in fields if field not in header]
    return Layers(str(file), header, _gdal_features(file, path, names, encoding))


def _gdal_features(file: Path, path: Path, names: list[str], encoding: str) -> Iterator[Feature]:
    import pyogrio

    number = 0
    for name in names:
        options = {"layer": name, "batch_size": _BATCH, "use_pyarrow": True, "encoding": encoding or None}
        with pyogrio.open_arrow(path, **options) as (about, reader):
            geometry = about["geometry_name"] or "wkb_geometry"
            for batch in reader:
                for feature in _features(file, batch, geometry, about["crs"], number):
                    yield feature
                    number = feature.number


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
    header = [name for name in source.schema_arrow.names if name not in about.get("columns", {})]

    def features() -> Iterator[Feature]:
        number = 0
        for batch in source.iter_batches(batch_size=_BATCH):
            for feature in _features(file, batch, geometry, json.dumps(crs) if isinstance(crs, dict) else crs, number):
                yield feature
                number = feature.number

    return Layers(str(file), header, features())


def _features(file: Path, batch: Any, geometry: str, crs: str | None, before: int) -> Iterator[Feature]:
    """Yield the features of one Arrow record batch."""
    columns = {name: _cells(batch.column(index)) for index, name in enumerate(batch.schema.names)}
    shapes = columns.pop(geometry, None) or [None] * batch.num_rows
    places = _places(file, shapes, crs)
    fields = list(columns)
    for index, (values, place) in enumerate(zip(zip(*columns.values(), strict=True), places, strict=True), 1):
        lat, lon, problem = place
        texts = {field: as_text(value) for field, value in zip(fields, values, strict=True)}
        yield Feature(before + index, texts, lat, lon, problem)


def _cells(column: Any) -> list[Any]:
    """Return the cells of a column; dates of a year that Python cannot hold come as the text that Arrow prints."""
    try:
        cells: list[Any] = column.to_pylist()
    except (OverflowError, ValueError):
        cells = column.cast("string").to_pylist()
    return cells


def _places(file: Path, shapes: list[bytes | None], crs: str | None) -> list[tuple[float | None, float | None, str]]:
    """Return latitude, longitude and problem of each geometry."""
    import shapely

    transformer = _transformer(file, crs) if any(shapes) else None
    places: list[tuple[float | None, float | None, str]] = []
    for shape in shapely.from_wkb(shapes, on_invalid="ignore"):
        point = (
            shape.geoms[0] if shape is not None and shape.geom_type == "MultiPoint" and len(shape.geoms) == 1 else shape
        )
        if point is None or point.is_empty:
            places.append((None, None, ""))
        elif point.geom_type != "Point":
            places.append((None, None, f"its geometry is a {point.geom_type}; only points are incidents"))
        else:
            lon, lat = (point.x, point.y) if transformer is None else transformer.transform(point.x, point.y)
            within = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
            problem = "" if within else f"its coordinates {point.x}, {point.y} are no place on Earth in {_short(crs)}"
            places.append((round(lat, 6), round(lon, 6), "") if within else (None, None, problem))
    return places


def _transformer(file: Path, crs: str | None) -> Transformer | None:
    """Return what turns coordinates into EPSG:4326, longitude first, or None where they are so already."""
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    if crs in {"EPSG:4326", _LONGITUDE_LATITUDE}:
        return None
    try:
        return Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except ProjError:
        raise TrackerError(
            f"{file} does not say in which reference system on Earth its coordinates are; give it one, as EPSG:4326"
        ) from None


def _short(crs: str | None) -> str:
    return crs if crs is not None and len(crs) < 20 else "its reference system"
