"""Map any GeoDataFrame: points, lines and areas, coloured by a column, with selected columns on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.incident_map import SEA, page_map, page_settings
from scs_tracker.mapping.interface_text import texts
from scs_tracker.mapping.recipe import Layers, Recipe
from scs_tracker.mapping.shapes import in_degrees, shape_rows
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd


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
    """Return an offline map of any GeoDataFrame with points, lines or areas, over the sea and claims layers.

    Parameters
    ----------
    frame
        Points, lines and polygons in any CRS, with any columns; rows without a shape appear only in the list.
    colour
        Column that colours the rows: one colour per value, or eight classes of about equal size for numbers.
    card
        Columns that the card of a row shows; the first is its title. None shows all.
    colours
        Colours (``#rrggbb``) by value of that column; other values get colours automatically.
    title
        Heading of the page.
    claims
        Ids of the zones visible at opening; a trailing ``*`` matches any ending.
    language
        Language of the interface.

    Returns
    -------
    folium.Map
        A map to which folium layers can be added; :func:`save_map` or its method ``save`` writes the page.

    Raises
    ------
    TrackerError
        The frame has no geometry or CRS, a column does not exist, or the map cannot show a type of shape.

    Examples
    --------
    >>> import geopandas
    >>> ships = geopandas.GeoDataFrame({"flag": ["PH", "CN"]}, geometry=geopandas.points_from_xy([117, 118], [15, 15]),
    ...     crs=4326)
    >>> type(explore(ships, colour="flag", card=["flag"])).__name__
    'IncidentMap'
    """
    degrees = in_degrees(frame)
    content = shape_rows(degrees, title=title, colour=colour, card=card, colours=colours)
    words = texts(language)
    plan = Recipe(title=title, lang=language, layers=Layers(claims=tuple(claims)))
    settings = page_settings(plan, words) | {
        "page": "explore", "colour": colour or "", "colours": {}, "facets": [], "as_of": "",
        "labels": {"method": {}, "corroboration": {}}, "bounds": _bounds(degrees),
    }  # fmt: skip
    result = page_map(settings, plan, None, zone_rows())
    Part("explore", {"scs-explore": content}).add_to(result)
    return result


def _bounds(frame: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    shapes = frame.geometry[~(frame.geometry.isna() | frame.geometry.is_empty)]
    if not len(shapes):
        return SEA
    west, south, east, north = (round(float(value), 3) for value in shapes.total_bounds)
    return (west - 0.5, max(-85.0, south - 0.5), east + 0.5, min(85.0, north + 0.5))
