"""One GeoPackage for a GIS: incidents, their discs, the zones of a day, baselines and events, styled as the map is."""

from __future__ import annotations

import contextlib
import sqlite3
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata, model
from scs_tracker.act import acts_frame
from scs_tracker.geodata import attribution
from scs_tracker.ledger.frames import typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

_NAUTICAL_MILE_KM: Final = 1.852
#: A disc is drawn with vertices whose chord is less than this, in degrees, from its arc.
_SMOOTH_DEGREES: Final = 0.0005
#: What a shape says of its incident.
_KEPT: Final = ("incident_id", "status", "begin", "end", "flag", "types", "severity", "place", "method", "radius_km")
_GREY, _LAND_SIDE = "#5b6066", "#2b2f33"
#: The table in which QGIS, and GDAL with it, finds the style of a layer.
_STYLES: Final = """
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
        f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
        useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
        update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    );
    INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
    VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of the layers');
"""


class Layer(NamedTuple):
    """A layer of the package: its rows, what it is, and how it is drawn."""

    frame: gpd.GeoDataFrame
    description: str
    style: str


def layers(incidents: gpd.GeoDataFrame, events: pd.DataFrame, day: str) -> dict[str, Layer]:
    """Return what a GIS shows of a ledger, the lowest layer first.

    Parameters
    ----------
    incidents, events
        As ``Ledger.incidents`` and ``Ledger.events`` give them.
    day
        The day (YYYY-MM-DD) whose zones and baselines are taken.

    Returns
    -------
    dict of str to Layer
        ``zones``, ``claim_lines`` and ``baselines`` of that day, ``areas`` (bands, rings and tracks of the places whose
        words say more than a disc), ``discs`` (polygons that hold each place) and
        ``incidents`` (points; those without a position have no geometry), both with ``begin`` and ``end`` as times and
        ``flag``, the country of the initiator named first; ``events`` without geometry. EPSG:4326.

    Raises
    ------
    UsageError
        The day is none.
    """
    zones = _zones(day)
    dated = with_flags(incidents)
    told = f"as of {day}"
    lines = zones.geom_type.isin(["LineString", "MultiLineString"])
    return {
        "zones": Layer(zones[~lines], f"Zones, {told}", _zone_style(area=True)),
        "claim_lines": Layer(zones[lines], f"Claim lines and boundaries, {told}", _zone_style(area=False)),
        "baselines": Layer(_baselines(day), f"Baselines, {told}", _line_style(_LAND_SIDE, 0.5, "solid")),
        "areas": Layer(
            _areas(dated),
            "What the words of a place describe where they say more than a disc: the band of a "
            "distance off a coast, a ring, a track, an area of printed corners",
            _style_by_flag(dated, area=True),
        ),
        "discs": Layer(_discs(dated), "Discs that hold the place of each incident", _style_by_flag(dated, area=True)),
        "incidents": Layer(dated, attribution.sentence(), _style_by_flag(dated, area=False)),
        "acts": Layer(_bare(acts_frame(incidents)), "Acts of the incidents: who did what to whom, by whose word", ""),
        "events": Layer(_bare(events.rename(columns={"id": "event_id"})), "Events beside the incidents", ""),
    }


def write_package(file: Path, content: Mapping[str, Layer]) -> None:
    """Write layers into a new GeoPackage, with their styles.

    Raises
    ------
    OSError
        It cannot be written.
    """
    import pyogrio

    try:
        for name, layer in content.items():
            options: dict[str, Any] = {"layer": name, "driver": "GPKG", "append": file.exists()}
            about = {"IDENTIFIER": name, "DESCRIPTION": layer.description}
            if layer.frame.geometry.isna().all():
                pyogrio.write_dataframe(layer.frame.drop(columns="geometry"), file, **options, layer_options=about)
                continue
            several = any(kind.startswith("Multi") for kind in layer.frame.geom_type.dropna())
            pyogrio.write_dataframe(layer.frame, file, **options, promote_to_multi=several, layer_options=about)
    except RuntimeError as error:
        raise OSError(str(error).split("\n")[0][:200]) from None
    styles = [(name, layer.style, layer.description) for name, layer in content.items() if layer.style]
    try:
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.executescript(_STYLES)
            connection.executemany(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description) VALUES ('', '', ?1, 'geom', ?1, ?2, '', 1, ?3)",
                styles,
            )
    except sqlite3.Error as error:
        raise OSError(str(error)) from None


def with_flags(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return incidents with their days as dates and the flag of the initiator named first."""
    country = {row["code"]: row["country"] for row in geodata.rows("actors")}
    frame = typed(incidents)
    for name in frame.select_dtypes("category").columns:  # a GIS has numbers and words alone
        frame[name] = incidents[name]
    for name in ("begin", "end"):
        frame[name] = frame[name].astype("datetime64[ms]")
    first = frame["initiators"].map(lambda cell: (model.split_list(cell) or [""])[0])
    frame["flag"] = first.map(lambda code: country.get(code, "")).astype(str)
    return frame.rename(columns={"id": "incident_id"})


def _areas(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    from scs_tracker.geocoding.shapes import outlined

    found = [(row, shape) for row, _, shape in outlined(incidents) if shape.geom_type in {"Polygon", "MultiPolygon"}]
    areas = incidents.iloc[[row for row, _ in found]][[*_KEPT, "location_text", "geometry"]].copy()
    return areas.set_geometry(_shapes([shape.simplify(_SMOOTH_DEGREES) for _, shape in found], areas), crs="EPSG:4326")


def _discs(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    from scs_tracker.zones.limits import circle

    placed = incidents[incidents["lat"].notna() & incidents["radius_km"].gt(0)]
    discs = placed[[*_KEPT, "geometry"]].copy()
    shapes = [
        circle(lon, lat, radius_km / _NAUTICAL_MILE_KM).simplify(_SMOOTH_DEGREES)
        for lon, lat, radius_km in zip(placed["lon"], placed["lat"], placed["radius_km"], strict=True)
    ]
    return discs.set_geometry(_shapes(shapes, discs), crs="EPSG:4326")


def _shapes(shapes: Sequence[object], frame: pd.DataFrame) -> gpd.GeoSeries:
    import geopandas as gpd

    return gpd.GeoSeries(list(shapes), index=frame.index, crs="EPSG:4326")


def _zones(day: str) -> gpd.GeoDataFrame:
    from scs_tracker.zones.export import zones_on

    kept = ["id", "claimants", "kind", "name", "valid_from", "valid_to", "status", "legal_basis", "citation", "licence"]
    return zones_on(day)[[*kept, "geometry"]].rename(columns={"id": "zone_id"})


def _baselines(day: str) -> gpd.GeoDataFrame:
    import geopandas as gpd

    lines = gpd.read_parquet(geodata.shipped("zones/baselines.parquet"))
    there = (lines["valid_from"] == "") | (lines["valid_from"] <= day)
    there &= (lines["valid_to"] == "") | (lines["valid_to"] >= day)
    return lines[there]


def _bare(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([None] * len(frame), index=frame.index, crs="EPSG:4326"))


def _style_by_flag(incidents: gpd.GeoDataFrame, *, area: bool) -> str:
    """Return a QGIS style: a colour for each flag, as actors.csv has it, and the time of a row for the time slider."""
    colours = {row["country"]: (row["colour"], row["country_name"]) for row in geodata.rows("actors")}
    root = _document()
    ET.SubElement(
        root, "temporal", mode="2", enabled="1", startField="begin", endField="end", limitMode="1", accumulate="0",
        durationField="", durationUnit="day", fixedDuration="0", startExpression="", endExpression="",
    )  # fmt: skip
    renderer = _by_value(root, "flag")
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, flag in enumerate(sorted(set(incidents["flag"]))):
        colour, label = colours.get(flag, (_GREY, "not known"))
        ET.SubElement(categories, "category", symbol=str(number), value=flag, label=label, render="true", type="string")
        if area:
            _fill(symbols, str(number), colour)
        else:
            _marker(symbols, str(number), colour)
    return ET.tostring(root, encoding="unicode")


def _zone_style(*, area: bool) -> str:
    """Return a QGIS style of zones: grey outlines, dashed where no belt of a coast ends."""
    root = _document()
    renderer = _by_value(root, "kind")
    categories, symbols = ET.SubElement(renderer, "categories"), ET.SubElement(renderer, "symbols")
    for number, row in enumerate(geodata.rows("zone_kinds")):
        kind = row["kind"]
        ET.SubElement(
            categories, "category", symbol=str(number), value=kind, label=kind.replace("_", " "), render="true",
            type="string",
        )  # fmt: skip
        symbol = ET.SubElement(symbols, "symbol", type="fill" if area else "line", name=str(number), alpha="1")
        dash = "solid" if row["belt"] else "dash"
        _layer(symbol, "SimpleLine", line_color=_GREY, line_style=dash, line_width="0.3" if area else "0.6")
    return ET.tostring(root, encoding="unicode")


def _line_style(colour: str, width_mm: float, dash: str) -> str:
    root = _document()
    renderer = ET.SubElement(root, "renderer-v2", type="singleSymbol", forceraster="0", enableorderby="0")
    symbol = ET.SubElement(ET.SubElement(renderer, "symbols"), "symbol", type="line", name="0", alpha="1")
    _layer(symbol, "SimpleLine", line_color=colour, line_style=dash, line_width=str(width_mm))
    return ET.tostring(root, encoding="unicode")


def _document() -> ET.Element:
    return ET.Element("qgis", version="3.22.0", styleCategories="Symbology|Temporal")


def _by_value(root: ET.Element, column: str) -> ET.Element:
    options = {"type": "categorizedSymbol", "attr": column, "forceraster": "0", "enableorderby": "0"}
    return ET.SubElement(root, "renderer-v2", options)


def _fill(symbols: ET.Element, name: str, colour: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="fill", name=name, alpha="1")
    _layer(
        symbol, "SimpleFill", color=f"{colour}1f", style="solid", outline_color=f"{colour}99", outline_style="solid",
        outline_width="0.2",
    )  # fmt: skip


def _marker(symbols: ET.Element, name: str, colour: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="marker", name=name, alpha="1")
    _layer(
        symbol, "SimpleMarker", name="circle", color=colour, size="2.6", outline_color="#ffffff", outline_style="solid",
        outline_width="0.3",
    )  # fmt: skip


def _layer(symbol: ET.Element, kind: str, **options: str) -> None:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    values = ET.SubElement(layer, "Option", type="Map")
    for option, value in options.items():
        shown = _rgba(value) if value.startswith("#") else value
        ET.SubElement(values, "Option", name=option, type="QString", value=shown)


def _rgba(colour: str) -> str:
    """Return a colour as QGIS writes it: red, green, blue and alpha, each 0 to 255."""
    parts = [int(colour[at : at + 2], 16) for at in range(1, len(colour), 2)]
    return ",".join(map(str, [*parts, 255][:4]))
