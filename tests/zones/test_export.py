from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
import shapely
from lxml import etree

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.zones.drawing import Layer, Look, Shade
from scs_tracker.zones.export import export_zones
from scs_tracker.zones.kml import write_kml
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from pathlib import Path


SOME = {"cn-dash-area", "cn-dash-line", "ph-kig", "vn-ts-tonkin"}


def test_the_end_of_a_cdata_section_breaks_no_kml(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["a]]>b"], "summary": ["]]>]]> & <b>"], "killed": [None]}, geometry=[shapely.Point(117, 15)], crs=4326
    )
    look = Look({"": Shade("#5b6066", "x")}, title="{name}", text="{summary}")
    write_kml(tmp_path / "x.kml", {"x": Layer(frame, "]]>", look=look)})
    etree.parse(tmp_path / "x.kml")
    read = gpd.read_file(tmp_path / "x.kml")
    assert (read.loc[0, "Name"], read.loc[0, "summary"]) == ("a]]>b", "]]>]]> & <b>")


@pytest.mark.parametrize("ending", ["fgb", "geojson", "gpkg", "kml", "kmz", "parquet"])
def test_zones_of_a_day_in_every_form(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    some = load_zones()[lambda zones: zones["id"].isin(SOME)]
    monkeypatch.setattr("scs_tracker.zones.export.load_zones", some.copy)
    file = export_zones(tmp_path / f"zones.{ending}", day="2024-06-17")
    read = (gpd.read_parquet(file) if ending == "parquet" else gpd.read_file(file)).set_index("id")
    assert set(read.index) == SOME - {"vn-ts-tonkin"}  # which began in 2025
    for zone_id, zone in some.set_index("id").loc[list(read.index)].iterrows():
        assert read.loc[zone_id, "claimants"] == zone["claimants"]
        shapes = [shape.normalize() for shape in (read.loc[zone_id].geometry, zone.geometry)]
        assert shapely.equals_exact(*shapes, tolerance=1e-6)
    rings = shapely.get_exterior_ring(shapely.get_parts(read.geometry.to_numpy()))
    assert shapely.is_ccw(rings[~shapely.is_missing(rings)]).all()


def test_geojson_is_that_of_rfc_7946_and_parquet_has_the_box_of_each_row(tmp_path: Path) -> None:
    collection = json.loads(export_zones(tmp_path / "z.geojson", day="2024-06-17").read_text(encoding="utf-8"))
    assert "crs" not in collection
    zone = next(one for one in collection["features"] if one["id"] == "ph-kig")
    assert zone["properties"]["claimants"] == "PH"
    file = export_zones(tmp_path / "z.parquet", day="2024-06-17")
    boxes = pq.read_table(file, columns=["id", "bbox"]).to_pylist()
    box = next(one["bbox"] for one in boxes if one["id"] == "ph-kig")
    assert tuple(box.values()) == pytest.approx(load_zones().set_index("id").geometry["ph-kig"].bounds)
    assert "covering" in json.loads(pq.read_schema(file).metadata[b"geo"])["columns"]["geometry"]


def test_kml_has_a_style_for_each_kind_and_the_columns(tmp_path: Path) -> None:
    root = ET.parse(export_zones(tmp_path / "z.kml", day="2024-06-17")).getroot()  # noqa: S314 - our own
    name = {"k": "http://www.opengis.net/kml/2.2"}
    styles = {f"#{one.get('id')}" for one in root.iterfind(".//k:Style", name)}
    used = {one.text for one in root.iterfind(".//k:styleUrl", name)}
    assert len(used) > 5
    assert used <= styles
    mark = next(one for one in root.iterfind(".//k:Placemark", name) if one.get("id") == "ph-kig")
    data = {one.get("name"): one.findtext("k:value", "", name) for one in mark.iterfind(".//k:Data", name)}
    assert data["claimants"] == "PH"
    assert mark.findtext("k:name", "", name)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"extension \.shp is not known; use one of \.fgb, \.geojson"):
        export_zones(tmp_path / "zones.shp")
    with pytest.raises(UsageError, match="day 'June' is not a valid date"):
        export_zones(tmp_path / "zones.fgb", day="June")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TrackerError, match="cannot be written"):
        export_zones(tmp_path / "file" / "zones.fgb")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
