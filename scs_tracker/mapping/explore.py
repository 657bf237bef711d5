"""Any GeoDataFrame on the same sea: points, lines and areas, coloured by a column, with a card of columns."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.colouring import ramp, type_colours
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.incident_layer import plain
from scs_tracker.mapping.incident_map import SEA, page_map, page_settings
from scs_tracker.mapping.interface_text import texts
from scs_tracker.mapping.payload import columns
from scs_tracker.mapping.recipe import Layers, Recipe
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import folium
    import geopandas as gpd
    import pandas as pd

_PER_DEGREE: Final = 100_000
_KINDS: Final = {
    "Point": "point", "MultiPoint": "point", "LineString": "line", "MultiLineString": "line", "LinearRing": "line",
    "Polygon": "area", "MultiPolygon": "area",
}  # fmt: skip
_OTHER: Final = "#7d8287"


def explore(
    frame: gpd.GeoDataFrame,
    *,
    colour: str | None = None,
    card: Sequence[str] | None = None,
    colours: Mapping[Any, str] | None = None,
    title: str = "Map",
    claims: Sequence[str] = ("cn-dash-line*",),
    language: str = "en",
) -> folium.Map:
    """Return a map of any rows with shapes, offline, over the sea and claims of the incident maps.

    Parameters
    ----------
    frame
        Points, lines and polygons in any CRS, with any columns; rows without a shape are in the list alone.
    colour
        Column that colours the rows: its values, or eight classes with about as many rows each where it holds numbers.
    card
        Columns that the card of a row shows; the first is its title. None shows all.
    colours
        Colour (``#rrggbb``) of values of that column; the others get one of their own.
    title
        Heading of the page.
    claims
        Zone ids that are switched on; a trailing ``*`` stands for any ending.
    language
        Language of the interface.

    Returns
    -------
    folium.Map
        Folium layers can be added to it; :func:`save_map` or its own ``save`` write the page.

    Raises
    ------
    TrackerError
        The frame has no geometry or CRS, a column does not exist, or a shape is not one that a map shows.

    Examples
    --------
    >>> import geopandas
    >>> ships = geopandas.GeoDataFrame({"flag": ["PH", "CN"]}, geometry=geopandas.points_from_xy([117, 118], [15, 15]),
    ...     crs=4326)
    >>> type(explore(ships, colour="flag", card=["flag"])).__name__
    'IncidentMap'
    """
    degrees = _in_degrees(frame)
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    fields = names if card is None else list(card)
    for name in [*fields, *([colour] if colour is not None else [])]:
        if name not in names:
            raise TrackerError(f"the frame has no column {name!r}; columns are {', '.join(names)}")
    classes, of = [_class(title, _OTHER)], [0] * len(frame)
    if colour is not None:
        classes, of = _classes(degrees[colour], colours or {})
    words = texts(language)
    plan = Recipe(title=title, lang=language, layers=Layers(claims=tuple(claims)))
    settings = page_settings(plan, words) | {
        "page": "explore", "colour": colour or "", "colours": {}, "facets": [], "as_of": "",
        "labels": {"method": {}, "corroboration": {}}, "bounds": _bounds(degrees),
    }  # fmt: skip
    cells = {name: [plain(value) for value in degrees[name]] for name in dict.fromkeys(fields)}
    result = page_map(settings, plan, None, zone_rows())
    shapes = [_shape(row, shape) for row, shape in enumerate(degrees.geometry)]
    content = {
        "columns": columns(cells), "shapes": shapes, "classes": classes, "of": of, "fields": fields,
        "label": fields[0] if fields else "",
    }  # fmt: skip
    Part("explore", {"scs-explore": content}).add_to(result)
    return result


def _in_degrees(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    try:
        missing = frame.geometry.isna()
    except AttributeError:
        raise TrackerError("the frame has no geometry; pass a GeoDataFrame") from None
    if frame.crs is None:
        raise TrackerError("the frame has no CRS; set it, for longitude and latitude with EPSG:4326")
    found = (frame.to_crs(4326) if frame.crs != "EPSG:4326" else frame.copy()).rename(columns=str)
    if len(found) and not missing.all():
        west, south, east, north = found.total_bounds
        if not (-360 <= west <= east <= 360 and -85 <= south <= north <= 85):
            raise TrackerError(f"shapes reach {west:g} to {east:g} E, {south:g} to {north:g} N; check the CRS")
    return found


def _bounds(frame: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    shapes = frame.geometry[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if not len(shapes):
        return SEA
    west, south, east, north = (round(float(value), 3) for value in shapes.total_bounds)
    return (west - 0.5, max(-85.0, south - 0.5), east + 0.5, min(85.0, north + 0.5))


def _shape(row: int, shape: Any) -> dict[str, Any]:
    if shape is None or shape.is_empty:
        return {"kind": "", "lines": []}
    kind = _KINDS.get(shape.geom_type)
    if kind is None:
        raise TrackerError(f"row {row + 1} is a {shape.geom_type}; the map shows points, lines and polygons")
    return {"kind": kind, "lines": [deltas(line, per_degree=_PER_DEGREE) for line in _lines(shape)]}


def _lines(shape: Any) -> Iterator[Any]:
    """Yield the coordinates of each point, line or ring, without heights."""
    for part in getattr(shape, "geoms", [shape]):
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        yield from ([point[:2] for point in ring.coords] for ring in rings)


def _classes(cells: pd.Series, given: Mapping[Any, str]) -> tuple[list[dict[str, str]], list[int]]:
    """Return classes and the class of each row: of numbers by eighths, of all else by value, the frequent first."""
    import pandas as pd

    number = pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)
    if number and not given and cells.nunique() > len(ramp()):
        bins, edges = pd.qcut(cells, len(ramp()), labels=False, retbins=True, duplicates="drop")
        shades = ramp()
        step = (len(shades) - 1) / max(1, len(edges) - 2)
        found = [
            _class(f"{low:g} – {high:g}", shades[round(at * step)])
            for at, (low, high) in enumerate(itertools.pairwise(edges))
        ]
        return [*found, _class("–", _OTHER)], [len(found) if pd.isna(value) else int(value) for value in bins]
    values = cells.astype(object).where(cells.notna(), None)
    counts = values.value_counts()
    order = sorted(counts.index, key=lambda value: (-counts[value], str(value)))
    own = iter(type_colours())
    found = [_class(str(value), given.get(value) or next(own, _OTHER)) for value in order]
    at = {value: number for number, value in enumerate(order)}
    return [*found, _class("–", _OTHER)], [at.get(value, len(found)) for value in values]


def _class(label: str, colour: str) -> dict[str, str]:
    return {"label": label, "colour": colour}
