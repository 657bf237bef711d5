"""Encode the shapes of any GeoDataFrame for the page, with the colour classes of a column."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.colouring import RAMP, TYPE_COLOURS, colour_class
from scs_tracker.mapping.incident_layer import plain
from scs_tracker.mapping.payload import columns, numbers
from scs_tracker.mapping.recipe import Own

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

_PER_DEGREE: Final = 100_000
_KINDS: Final = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line", "LinearRing": "line",
    "Polygon": "area", "MultiPolygon": "area",
}  # fmt: skip
_OTHER: Final = "#7d8287"


def shape_rows(
    degrees: gpd.GeoDataFrame,
    *,
    title: str,
    colour: str | None = None,
    card: Sequence[str] | None = None,
    colours: Mapping[Any, str] | None = None,
) -> dict[str, Any]:
    """Return the rows of a frame encoded for the page: card columns, shapes, colour classes and each row's class.

    ``degrees`` comes from :func:`in_degrees`; :func:`scs_tracker.mapping.explore.explore` describes the others.
    Without ``colour``, all rows are in one class named ``title``.
    """
    names = [name for name in degrees.columns if name != degrees.geometry.name]
    fields = names if card is None else list(card)
    for name in [*fields, *([colour] if colour is not None else [])]:
        if name not in names:
            raise TrackerError(f"the frame has no column {name!r}; columns are {', '.join(names)}")
    classes, of = [colour_class(title, _OTHER)], [0] * len(degrees)
    if colour is not None:
        classes, of = _classes(degrees[colour], colours or {})
    cells = {name: [plain(value) for value in degrees[name]] for name in dict.fromkeys(fields)}
    return {
        "columns": columns(cells), "shapes": [_shape(row, shape) for row, shape in enumerate(degrees.geometry)],
        "classes": classes, "of": of, "fields": fields, "label": fields[0] if fields else "", "title": title,
    }  # fmt: skip


def own_layers(layers: Sequence[gpd.GeoDataFrame | Mapping[str, Any]], recipe: Sequence[Own]) -> list[dict[str, Any]]:
    """Return the caller's layers and those of a recipe, each in the form of :func:`shape_rows`.

    A layer is a frame, or a mapping with ``data`` (a frame, or a file that GDAL reads), ``name`` and ``colour`` (a
    column). Raise ``TrackerError``, naming the layer, if a layer is invalid.
    """
    asked: list[dict[str, Any]] = [layer if isinstance(layer, dict) else {"data": layer} for layer in layers]
    asked += [{"data": each.file, "name": each.name, "colour": each.colour or None} for each in recipe]
    found = []
    for number, layer in enumerate(asked, 1):
        data = layer.get("data")
        title = str(layer.get("name") or (Path(data).stem if isinstance(data, (str, Path)) else f"Layer {number}"))
        if unknown := sorted(layer.keys() - {"data", "name", "colour"}):
            raise TrackerError(f"layer {title}: key {unknown[0]!r} is not known; use data, name and colour")
        try:
            degrees = in_degrees(_read(data) if isinstance(data, (str, Path)) else data)
            found.append(shape_rows(degrees, title=title, colour=layer.get("colour")))
        except TrackerError as error:
            raise TrackerError(f"layer {title}: {error}") from None
    return found


def _read(file: str | Path) -> gpd.GeoDataFrame:
    import geopandas

    try:
        found: gpd.GeoDataFrame = geopandas.read_file(file)
    except (OSError, ValueError, RuntimeError) as error:
        raise TrackerError(f"{file} cannot be read as a map layer: {error}; save it as GeoPackage or GeoJSON") from None
    return found


def in_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame in EPSG:4326 with text column names; raise ``TrackerError`` for a missing geometry or CRS."""
    try:
        missing = frame.geometry.isna()
    except AttributeError:
        raise TrackerError("the frame has no geometry; pass a GeoDataFrame") from None
    if frame.crs is None:
        raise TrackerError("the frame has no CRS; set one, such as EPSG:4326 for longitude and latitude")
    found = (frame.to_crs(4326) if frame.crs != "EPSG:4326" else frame.copy()).rename(columns=str)
    if len(found) and not missing.all():
        west, south, east, north = found.total_bounds
        if not (-360 <= west <= east <= 360 and -85 <= south <= north <= 85):
            raise TrackerError(f"shapes reach {west:g} to {east:g} E, {south:g} to {north:g} N; check the CRS")
    return found


def _shape(row: int, shape: Any) -> dict[str, Any]:
    if shape is None or shape.is_empty:
        return {"kind": "", "lines": []}
    kind = _KINDS.get(shape.geom_type)
    if kind is None:
        raise TrackerError(f"row {row + 1} is a {shape.geom_type}; use points, lines and polygons")
    return {"kind": kind, "lines": [numbers(deltas(line, per_degree=_PER_DEGREE)) for line in _lines(shape)]}


def _lines(shape: Any) -> Iterator[Any]:
    """Yield the coordinates of each point, line or ring of a shape, without heights."""
    for part in getattr(shape, "geoms", [shape]):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        yield from ([point[:2] for point in ring.coords] for ring in rings)


def _classes(cells: pd.Series, given: Mapping[Any, str]) -> tuple[list[dict[str, str]], list[int]]:
    """Return colour classes and each row's class: numbers in eight quantiles, other values by frequency."""
    import pandas as pd

    number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    if number and not given and cells.nunique() > len(RAMP):
        bins, edges = pd.qcut(cells, len(RAMP), labels=False, retbins=True, duplicates="drop")
        step = (len(RAMP) - 1) / max(1, len(edges) - 2)
        found = [
            colour_class(f"{low:g} – {high:g}", RAMP[round(at * step)])
            for at, (low, high) in enumerate(itertools.pairwise(edges))
        ]
        return [*found, colour_class("–", _OTHER)], [len(found) if pd.isna(value) else int(value) for value in bins]
    values = cells.astype(object).where(cells.notna(), None)
    counts = values.value_counts()
    order = sorted(counts.index, key=lambda value: (-counts[value], str(value)))
    own = iter(TYPE_COLOURS)
    found = [colour_class(str(value), given.get(value) or next(own, _OTHER)) for value in order]
    at = {value: number for number, value in enumerate(order)}
    return [*found, colour_class("–", _OTHER)], [at.get(value, len(found)) for value in values]
