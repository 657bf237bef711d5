"""Write QGIS layer styles, and a QGIS project that opens a GeoPackage with relations, legend and time slider."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scs_tracker.zones.drawing import Layer, Shade

_VERSION: Final = "3.22.0"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_SYMBOLS: Final = {"Point": "marker", "MultiLineString": "line", "Polygon": "fill", "MultiPolygon": "fill"}
#: Prefix of layer ids; QGIS replaces short ids, which would break relations.
_LAYER_ID: Final = "scs_tracker_"
_GEOMETRIES: Final = {"marker": "Point", "line": "Line", "fill": "Polygon"}
#: West, south, east and north of the first view, in degrees.
_VIEW: Final = ("104", "2", "124", "24")


def style(layer: Layer) -> str:
    """Return the style of a layer in the form that QGIS stores in a GeoPackage (QML)."""
    root = ET.Element("qgis", version=_VERSION, styleCategories="Symbology|Temporal")
    _draw(root, layer)
    return ET.tostring(root, encoding="unicode")


def write_project(file: Path, package: str, layers: Mapping[str, Layer], title: str) -> None:
    """Write a QGIS project (.qgz) that opens the layers of a GeoPackage in the same folder, the lowest first."""
    root = ET.Element("qgis", projectname=title, version=_VERSION)
    ET.SubElement(root, "title").text = title
    _crs(ET.SubElement(root, "projectCrs"))
    tree = ET.SubElement(root, "layer-tree-group")
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas")
    ET.SubElement(canvas, "units").text = "degrees"
    extent = ET.SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), _VIEW, strict=True):
        ET.SubElement(extent, name).text = value
    _crs(ET.SubElement(canvas, "destinationsrs"))
    held = ET.SubElement(root, "projectlayers")
    for name, layer in reversed(list(layers.items())):
        source = f"./{package}|layername={name}"
        # hidden at first, because a thousand areas would cover the map
        shown = "Qt::Unchecked" if name in {"discs", "areas"} else "Qt::Checked"
        ET.SubElement(
            tree, "layer-tree-layer", id=_LAYER_ID + name, name=name, source=source, providerKey="ogr", checked=shown,
            expanded="1" if name == "incidents" else "0",
        )  # fmt: skip
        _layer(held, name, source, layer)
    _relations(root, layers)
    _time(root, layers)
    properties = ET.SubElement(root, "properties")
    ET.SubElement(ET.SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    ET.SubElement(ET.SubElement(properties, "SpatialRefSys"), "ProjectionsEnabled", type="int").text = "1"
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo(f"{file.stem}.qgs", _DATE), content, zipfile.ZIP_DEFLATED)


def _crs(parent: ET.Element) -> None:
    system = ET.SubElement(parent, "spatialrefsys")
    for name, value in (("proj4", "+proj=longlat +datum=WGS84 +no_defs"), ("srid", "4326"), ("authid", "EPSG:4326")):
        ET.SubElement(system, name).text = value


def _layer(parent: ET.Element, name: str, source: str, layer: Layer) -> None:
    geometry = _GEOMETRIES.get(_SYMBOLS.get(layer.kind, ""), "No geometry")
    entry = ET.SubElement(parent, "maplayer", type="vector", geometry=geometry)
    about = {"id": _LAYER_ID + name, "datasource": source, "layername": name, "abstract": layer.description}
    for tag, value in about.items():
        ET.SubElement(entry, tag).text = value
    _crs(ET.SubElement(entry, "srs"))
    ET.SubElement(entry, "provider", encoding="UTF-8").text = "ogr"
    if layer.look is not None:
        _draw(entry, layer)


def _relations(root: ET.Element, layers: Mapping[str, Layer]) -> None:
    """Add QGIS relations from acts and other rows to their incidents, so that the form of an incident lists them."""
    relations = ET.SubElement(root, "relations")
    for name, layer in layers.items():
        if "incident_id" in layer.frame.columns:
            relation = ET.SubElement(
                relations, "relation", id=f"{name}-of-incident", name=f"{name} of the incident",
                referencingLayer=_LAYER_ID + name, referencedLayer=f"{_LAYER_ID}incidents", strength="Association",
            )  # fmt: skip
            ET.SubElement(relation, "fieldRef", referencingField="incident_id", referencedField="id")


def _time(root: ET.Element, layers: Mapping[str, Layer]) -> None:
    import pandas as pd

    begins = layers["incidents"].frame["begin"].dropna()
    ends = layers["incidents"].frame["end"].dropna()
    settings = ET.SubElement(root, "ProjectTimeSettings", timeStepUnit="mo", timeStep="1", frameRate="1")
    if len(begins):
        span = ET.SubElement(settings, "TemporalRange")
        for tag, when in (("start", begins.min()), ("end", ends.max() + pd.Timedelta(days=1))):
            ET.SubElement(span, tag).text = f"{when:%Y-%m-%dT%H:%M:%SZ}"


def _draw(root: ET.Element, layer: Layer) -> None:
    """Add the symbols and, for a dated layer, the time columns to the QGIS element of a layer."""
    look = layer.look
    if look is None:
        return
    if look.dated:
        ET.SubElement(
            root, "temporal", mode="2", enabled="1", startField="begin", endField="end", limitMode="1", accumulate="0",
            durationField="", durationUnit="day", fixedDuration="0", startExpression="", endExpression="",
        )  # fmt: skip
    kind = {"type": "categorizedSymbol", "attr": look.column} if look.column else {"type": "singleSymbol"}
    renderer = ET.SubElement(root, "renderer-v2", kind | {"forceraster": "0", "enableorderby": "0"})
    categories = ET.SubElement(renderer, "categories") if look.column else None
    symbols = ET.SubElement(renderer, "symbols")
    for number, (value, shade) in enumerate(look.shades.items()):
        if categories is not None:
            entry = {"symbol": str(number), "value": value, "label": shade.label, "render": "true", "type": "string"}
            ET.SubElement(categories, "category", entry)
        symbol = ET.SubElement(symbols, "symbol", type=_SYMBOLS[layer.kind], name=str(number), alpha="1")
        _symbol(symbol, _SYMBOLS[layer.kind], shade)


def _symbol(symbol: ET.Element, kind: str, shade: Shade) -> None:
    line = "dash" if shade.dashed else "solid"
    options = {
        "marker": {
            "name": "circle", "color": shade.colour, "size": "2.6", "outline_color": "#ffffff",
            "outline_style": "solid", "outline_width": "0.3",
        },
        "line": {"line_color": shade.colour, "line_style": line, "line_width": str(shade.width_mm)},
        "fill": {
            "color": f"{shade.colour}1f", "style": "no", "outline_color": f"{shade.colour}99", "outline_style": line,
            "outline_width": str(shade.width_mm),
        },
    }[kind]  # fmt: skip
    drawn = {"marker": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}[kind]
    layer = ET.SubElement(symbol, "layer", {"class": drawn, "enabled": "1", "pass": "0", "locked": "0"})
    values = ET.SubElement(layer, "Option", type="Map")
    for option, value in options.items():
        ET.SubElement(values, "Option", name=option, type="QString", value=_rgba(value))


def _rgba(value: Any) -> str:
    """Return a hexadecimal colour as QGIS writes it (``red,green,blue,alpha``); other values are unchanged."""
    if not value.startswith("#"):
        return str(value)
    parts = [int(value[at : at + 2], 16) for at in range(1, len(value), 2)]
    return ",".join(map(str, [*parts, 255][:4]))
