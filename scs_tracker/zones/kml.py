"""Write layers as KML and KMZ with styles, time and columns (OGC 12-007r2)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING, Any, Final

import shapely

from scs_tracker.geodata import attribution

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scs_tracker.zones.drawing import Layer, Shade

#: A point is a white disc of Google's icons, tinted by its style; where there is no network, a pin stands in its place.
_ICON: Final = "https://maps.google.com/mapfiles/kml/shapes/shaded_dot.png"
_PIXELS_PER_MM: Final = 4
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def write_kml(file: Path, layers: Mapping[str, Layer]) -> None:
    """Write layers in EPSG:4326 to a KML or KMZ file, last layer first, without layers that lack style or rows."""
    root = ET.Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = ET.SubElement(root, "Document")
    _text(document, "name", file.stem)
    _text(document, "description", attribution.sentence())
    top_first = reversed(list(layers.items()))
    drawn = {name: layer for name, layer in top_first if layer.look is not None and len(layer.frame)}
    for name, layer in drawn.items():
        for number, shade in enumerate(layer.look.shades.values() if layer.look else ()):
            _style(document, f"{name}-{number}", shade)
    for name, layer in drawn.items():
        _folder(document, name, layer)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    if file.suffix.lower() == ".kml":
        file.write_bytes(content)
        return
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("doc.kml", _DATE), content, zipfile.ZIP_DEFLATED)


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    # XML has no place for control characters
    element.text = "".join(one if one >= " " or one in "\t\n\r" else " " for one in text)
    return element


def _style(document: ET.Element, name: str, shade: Shade) -> None:
    red, green, blue = (shade.colour[at : at + 2] for at in (1, 3, 5))
    style = ET.SubElement(document, "Style", id=name)
    icon = ET.SubElement(style, "IconStyle")
    _text(icon, "color", f"ff{blue}{green}{red}")
    _text(icon, "scale", "0.8")
    _text(ET.SubElement(icon, "Icon"), "href", _ICON)
    _text(ET.SubElement(style, "LabelStyle"), "scale", "0.6")
    line = ET.SubElement(style, "LineStyle")
    _text(line, "color", f"cc{blue}{green}{red}")
    _text(line, "width", f"{shade.width_mm * _PIXELS_PER_MM:.1f}")
    _text(ET.SubElement(style, "PolyStyle"), "color", f"1f{blue}{green}{red}")


def _folder(document: ET.Element, name: str, layer: Layer) -> None:
    import pandas as pd

    look = layer.look
    if look is None:
        return
    folder = ET.SubElement(document, "Folder", id=name)
    _text(folder, "name", name)
    _text(folder, "description", layer.description)
    numbers = {value: number for number, value in enumerate(look.shades)}
    # the time of a place mark and its id have places of their own; GDAL finds no typed columns in a KMZ
    columns = [name for name in layer.frame.columns if name not in {"geometry", "begin", "end", "id"}]
    for row in layer.frame.to_dict("records"):
        # GDAL takes the id of a row from here alone
        mark = ET.SubElement(folder, "Placemark", {"id": row["id"]} if "id" in row else {})
        _text(mark, "name", look.title.format_map(row).strip())
        _text(mark, "description", look.text.format_map(row).strip())
        if look.dated and not pd.isna(row["begin"]):
            span = ET.SubElement(mark, "TimeSpan")
            _text(span, "begin", f"{row['begin']:%Y-%m-%d}")
            _text(span, "end", f"{row['end']:%Y-%m-%d}")
        _text(mark, "styleUrl", f"#{name}-{numbers.get(str(row.get(look.column, '')), 0)}")
        data = ET.SubElement(mark, "ExtendedData")
        for column in columns:
            if not pd.isna(row[column]) and row[column] != "":
                _text(ET.SubElement(data, "Data", name=column), "value", str(row[column]))
        if row.get("geometry") is not None:
            _geometry(mark, row["geometry"])


def _geometry(parent: ET.Element, shape: Any) -> None:
    if shape.geom_type.startswith("Multi") or shape.geom_type == "GeometryCollection":
        several = ET.SubElement(parent, "MultiGeometry")
        for part in shape.geoms:
            _geometry(several, part)
        return
    element = ET.SubElement(parent, shape.geom_type)
    if shape.geom_type != "Polygon":
        _text(element, "coordinates", _coordinates(shape))
        return
    for tag, rings in (("outerBoundaryIs", [shape.exterior]), ("innerBoundaryIs", shape.interiors)):
        for ring in rings:
            _text(ET.SubElement(ET.SubElement(element, tag), "LinearRing"), "coordinates", _coordinates(ring))


def _coordinates(line: Any) -> str:
    return " ".join(f"{x:.6f},{y:.6f}" for x, y in shapely.get_coordinates(line).tolist())
