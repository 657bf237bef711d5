"""Build a folium map from a frame of incidents, and write a map as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.geodata.attribution import ORIGINS
from scs_tracker.mapping import recipe as recipes
from scs_tracker.mapping.basemap import DRAWN_BOUNDS, base_map, countries
from scs_tracker.mapping.claims_layer import claims_layer
from scs_tracker.mapping.colouring import colours, severities
from scs_tracker.mapping.elements import IncidentMap, Part
from scs_tracker.mapping.facets import episodes, facets
from scs_tracker.mapping.incident_layer import checked, incident_layer, span
from scs_tracker.mapping.interface_text import all_texts, texts
from scs_tracker.mapping.leads import leads
from scs_tracker.mapping.links import page_name, with_copies
from scs_tracker.mapping.outlines import outlines
from scs_tracker.mapping.sea_layer import sea_layer
from scs_tracker.mapping.selection import select
from scs_tracker.mapping.shapes import own_layers
from scs_tracker.model import CORROBORATION, METHODS, is_partial_date
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import folium
    import geopandas as gpd
    import pandas as pd

_MAX_ZOOM: Final = 13
#: Extent of a map without any incidents: west, south, east, north.
SEA: Final = (105.0, 2.0, 122.0, 23.0)
_EVENT_COLUMNS: Final = ("date_start", "date_end", "kind", "parties", "title", "place", "url", "publisher", "published")


def incident_map(
    frame: gpd.GeoDataFrame,
    *,
    recipe: recipes.Recipe | str | Path = "overview",
    events: pd.DataFrame | None = None,
    as_of: str | None = None,
    pages: str = "",
    copies: Mapping[str, str] | None = None,
    layers: Sequence[gpd.GeoDataFrame | Mapping[str, Any]] = (),
) -> folium.Map:
    """Return an offline interactive map of incidents, with claims, a timeline, filters and a list.

    Parameters
    ----------
    frame
        Incidents with the columns of the ledger; points in any CRS, or no geometry without a known location.
    recipe
        A recipe, the name of a shipped recipe such as ``overview``, or a TOML file.
    events
        Context events with the columns of events.csv; None for none.
    as_of
        Time of the data, printed on the map; None uses the latest ``updated_at`` of the frame.
    pages
        Folder of the incidents' pages, relative to the map, such as ``../incidents/``; empty if there are none.
    copies
        URLs of archived copies, by URL of the source.
    layers
        Your own layers, each with an entry in the legend: frames, or mappings with ``data`` (a frame, or a GeoJSON
        file), ``name`` and ``colour`` (the column that colours the layer).

    Returns
    -------
    folium.Map
        A map to which folium layers can be added; :func:`save_map` or its method ``save`` writes the page.

    Raises
    ------
    TrackerError
        The recipe, the frame or the events are invalid; the message names the fault and its place.

    Examples
    --------
    >>> import geopandas
    >>> frame = geopandas.GeoDataFrame(
    ...     {"id": ["20240617-example"], "date_start": ["2024-06-17"], "summary": ["An example."]},
    ...     geometry=geopandas.points_from_xy([115.87], [9.73]), crs=4326)
    >>> type(incident_map(frame, recipe="overview")).__name__
    'IncidentMap'
    """
    plan = recipe if isinstance(recipe, recipes.Recipe) else recipes.load(recipe)
    words = texts(plan.language)
    incidents = select(checked(with_copies(frame, copies or {})), plan)
    zones = zone_rows()
    episodes_used = episodes(incidents)
    revisions = frame["updated_at"].dropna() if "updated_at" in frame else ()
    named = {each: name for each in incidents["id"] if (name := page_name(each)) != each}
    settings = page_settings(plan, words) | {
        "as_of": as_of if as_of is not None else max(map(str, revisions), default=""),
        "colours": colours(incidents, words),
        "facets": facets(incidents, words, {row["id"]: row["name"] for row in zones}),
        "severities": [label for _, label in severities(words)],
        "episodes": episodes_used,
        # for compact lists
        "sides": {row["code"]: (row["country"], row["kind"].replace("unknown", "")) for row in geodata.rows("actors")},
        "acts": [[row["type"], row["glyph"]] for row in geodata.rows("types")],
        "labels": _labels(words) | {"episode": {each["id"]: each["name"] for each in episodes_used}},
        "opens": span(plan.opens, "")[0] if plan.opens else None,
        "bounds": _bounds(incidents, plan),
        "pages": {"folder": pages, "named": named} if pages else None,
    }
    settings["colour"] = plan.colour if plan.colour in settings["colours"] else "actor"
    result = page_map(settings, plan, incidents, zones)
    incident_layer(incidents, given=list(map(str, frame.columns))).add_to(result)
    Part("outlines", {"scs-outlines": outlines(incidents)}).add_to(result)
    Part("leads", {"scs-leads": leads(incidents, opens=plan.opens)}).add_to(result)
    if own := own_layers(layers, plan.own):
        Part("own", {"scs-own": own}).add_to(result)
    Part("events", {"scs-events": _events(events) if plan.layers.events else []}).add_to(result)
    return result


def page_settings(plan: recipes.Recipe, words: dict[str, str]) -> dict[str, Any]:
    """Return the settings that all map pages share, such as texts, background map and attribution."""
    tiles = recipes.ground_tiles(plan.ground) if plan.ground else plan.tiles
    return {
        "title": plan.title,
        "description": plan.description,
        "language": plan.language,
        "texts": words,
        "embed": plan.embed,
        "sea": plan.layers.sea,
        "floor": plan.layers.floor,
        "attribution": [
            *(
                {"text": f"{origin.name}, {origin.licence.rstrip(' .0123456789')}", "url": origin.url}
                for origin in ORIGINS
            ),
            *([{"text": "some reef outlines: Amap", "url": "https://www.amap.com/"}] if plan.layers.sea else []),
            {"text": "sea floor: NOAA ETOPO1", "url": "https://doi.org/10.7289/V5C8276M"},
            {"text": "Leaflet", "url": "https://leafletjs.com/"},
        ],
        "weak_hosts": [row["host"] for row in geodata.rows("weak_hosts")],
        "countries": countries(),
        "max_zoom": _MAX_ZOOM,
        "drawn_bounds": DRAWN_BOUNDS,
        "tiles": tiles.model_dump() if tiles else None,
    }


def page_map(
    settings: dict[str, Any], plan: recipes.Recipe, incidents: gpd.GeoDataFrame | None, zones: list[dict[str, str]]
) -> IncidentMap:
    """Return a map with the layers common to all maps: land, sea, claims, names and the texts of every language."""
    result = IncidentMap(settings, bounds=settings["bounds"])
    features = [dict(row) for row in geodata.rows("features")]
    base_map(incidents, features).add_to(result)
    sea_layer(features).add_to(result)
    claims_layer(zones, shown=plan.layers.claims, texts=settings["texts"]).add_to(result)
    others = {  # the page's own language is in its settings
        code: {"language_name": said["language_name"]} if code == settings["language"] else said
        for code, said in all_texts().items()
    }
    Part("languages", {"scs-languages": others}).add_to(result)
    return result


def save_map(map_: folium.Map, path: Path | str, *, libraries: Path | str | None = None) -> None:
    """Write a map as one HTML file; if that fails, an existing file stays unchanged.

    Parameters
    ----------
    map_
        A map from :func:`incident_map`.
    path
        Output file; missing folders are created.
    libraries
        A node_modules folder, from whose packages the libraries of folium plugins are embedded.

    Raises
    ------
    TrackerError
        A layer of the map would load an external resource, or the file cannot be written.
    """
    page: Any = map_.get_root()
    page.libraries = None if libraries is None else Path(libraries)
    write_atomically(Path(path), page.render().encode("utf-8"))


def _labels(words: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return the labels of the codes shown on cards: actors, countries, types, methods and corroboration."""
    actors = geodata.rows("actors")
    return {
        "actor": geodata.values_by("actors", "code", "name"),
        "country": {
            row["country"]: words[f"country_{row['country']}"] for row in [*geodata.rows("countries"), *actors]
        },
        "type": {row["type"]: words[f"type_{row['type']}"] for row in geodata.rows("types")},
        "method": {name: words[f"method_{name}"] for name in METHODS},
        "corroboration": {name: words[f"corroboration_{name}"] for name in CORROBORATION},
    }


def _bounds(incidents: gpd.GeoDataFrame, plan: recipes.Recipe) -> tuple[float, float, float, float]:
    """Return the recipe's extent, else a box around the located incidents, else the whole South China Sea."""
    if plan.extent is not None:
        return (plan.extent.west, plan.extent.south, plan.extent.east, plan.extent.north)
    placed = incidents[incidents["lat"].notna()]
    if placed.empty:
        return SEA
    west, south = placed["lon"].min() - 1, placed["lat"].min() - 1
    east, north = placed["lon"].max() + 1, placed["lat"].max() + 1
    return (round(west, 2), round(south, 2), round(east, 2), round(north, 2))


def _events(events: pd.DataFrame | None) -> list[dict[str, Any]]:
    if events is None:
        return []
    missing = [name for name in ("date_start", "title") if name not in events]
    if missing:
        raise TrackerError(f"the events have no column {missing[0]}; expected columns are {', '.join(_EVENT_COLUMNS)}")
    rows: list[dict[str, Any]] = []
    for row in events.fillna("").to_dict("records"):
        texts_of_row = {name: str(row.get(name, "")) for name in _EVENT_COLUMNS}
        if not is_partial_date(texts_of_row["date_start"]):
            raise TrackerError(f"event {row['title']!r}: {texts_of_row['date_start']!r} is not a date; use YYYY-MM-DD")
        first, last = span(texts_of_row["date_start"], texts_of_row["date_end"])
        rows.append({**texts_of_row, "first": first, "last": last})
    return sorted(rows, key=lambda row: (row["first"], row["title"]))
