"""The file itself: policy, bytes, foreign layers."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import TYPE_CHECKING

import folium
import folium.plugins
import geopandas as gpd
import pandas as pd
import pytest
import shapely
from branca.colormap import LinearColormap
from branca.element import JavascriptLink
from playwright.sync_api import expect

from scs_tracker.errors import TrackerError
from scs_tracker.mapping import incident_map, parse, save_map
from scs_tracker.mapping.page import policy
from scs_tracker.mapping.payload import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def directives(page: str) -> dict[str, str]:
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    return dict(part.strip().split(" ", 1) for part in content.split(";"))


def test_the_policy_allows_exactly_what_stands_in_the_file(overview: Path):
    page = overview.read_text(encoding="utf-8")
    rules = directives(page)
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert "unsafe" not in str(rules)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    scripts += map(unpacked, re.findall(r'<script [^>]*data-run="script" [^>]*>(.*?)</script>', page, re.DOTALL))
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    assert {name[8:-1] for name in rules["script-src"].split()} == hashes
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_the_file_links_to_nothing_that_loads(overview: Path):
    page = overview.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=", page)
    assert "sourceMappingURL" not in page
    assert "url(images/" not in page


def test_a_map_of_ten_takes_460_kilobytes_and_each_incident_more_half_of_one(
    overview: Path, shipped: gpd.GeoDataFrame, tmp_path: Path
):
    ten = shipped[shipped["radius_km"] <= 20].iloc[-10:]
    save_map(incident_map(ten, recipe="overview"), tmp_path / "ten.html")
    least = (tmp_path / "ten.html").stat().st_size
    assert least <= 460_000
    assert overview.stat().st_size - least < 520 * len(shipped)


def test_two_builds_are_the_same_bytes_on_another_day_path_and_order(
    few: gpd.GeoDataFrame, events: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first, second = tmp_path / "one.html", tmp_path / "deep" / "down" / "two.html"
    save_map(incident_map(few, recipe="overview", events=events, as_of="2026-01-01"), first)
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    monkeypatch.chdir(tmp_path)
    shuffled = few.sample(frac=1, random_state=7).reset_index(drop=True)
    save_map(incident_map(shuffled, recipe="overview", events=events[::-1], as_of="2026-01-01"), second)
    assert first.read_bytes() == second.read_bytes()


def test_rendering_twice_and_folium_s_own_save_give_the_same_bytes(few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    folium.Circle([10, 114], radius=5000, popup="Reef").add_to(map_)
    save_map(map_, tmp_path / "one.html")
    save_map(map_, tmp_path / "two.html")
    map_.save(tmp_path / "three.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "three.html").read_bytes()


def test_foreign_layers_get_the_same_ids_every_time(few: gpd.GeoDataFrame, tmp_path: Path):
    pages = []
    for name in ("one", "two"):
        map_ = incident_map(few, recipe="overview")
        group = folium.FeatureGroup(name="Mine").add_to(map_)
        folium.Marker([12, 113], popup="One", tooltip="two").add_to(group)
        save_map(map_, tmp_path / f"{name}.html")
        pages.append((tmp_path / f"{name}.html").read_bytes())
    assert pages[0] == pages[1]


def test_a_map_shows_in_a_notebook(few: gpd.GeoDataFrame):
    frame = incident_map(few, recipe="overview")._repr_html_()
    inside = html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1])
    assert inside.startswith("<!DOCTYPE html>")
    assert directives(inside)["default-src"] == "'none'"


@pytest.mark.parametrize("kind", ["marker", "circle", "geojson", "html"])
def test_a_foreign_layer_with_a_popup_works(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path, kind: str
):
    extent = {"west": 112, "south": 11, "east": 116, "north": 15}
    map_ = incident_map(few.iloc[:1], recipe=parse({"title": "Mine", "extent": extent}))
    if kind == "marker":
        folium.Marker([13, 114], popup="A popup of <b>mine</b>", tooltip="tip").add_to(map_)
    elif kind == "circle":
        folium.CircleMarker([13, 114], radius=20, fill=True, popup=folium.Popup("A popup of mine", lazy=True)).add_to(
            map_
        )
    elif kind == "geojson":
        corners = [[113, 12], [115, 12], [115, 14], [113, 14], [113, 12]]
        area = {"type": "Feature", "properties": {"name": "A popup of mine"}, "geometry": {
            "type": "Polygon", "coordinates": [corners]}}  # fmt: skip
        area = {"type": "FeatureCollection", "features": [area]}
        folium.GeoJson(area, popup=folium.GeoJsonPopup(["name"])).add_to(map_)
    else:
        popup = folium.Popup(folium.Html("A popup of mine"))
        folium.Circle([13, 114], radius=90_000, fill=True, popup=popup).add_to(map_)
    save_map(map_, tmp_path / "mine.html")
    rules = directives((tmp_path / "mine.html").read_text(encoding="utf-8"))
    assert rules.get("style-src-attr") == (None if kind == "geojson" else "'unsafe-inline'")
    assert "unsafe" not in rules["script-src"] + rules["style-src"]
    page = open_page(tmp_path / "mine.html", "#view=7/13/114")
    box = page.locator(".folium-map").bounding_box()
    lift = 20 if kind == "marker" else 0  # a marker's pin stands on its point
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - lift)
    expect(page.locator(".leaflet-popup-content")).to_contain_text("A popup of mine")


def test_folium_s_layer_control_switches_a_group(open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    group = folium.FeatureGroup(name="My <i>lines</i>").add_to(map_)
    folium.PolyLine([[10, 110], [12, 112]], color="#123456").add_to(group)
    folium.LayerControl(collapsed=False).add_to(map_)
    save_map(map_, tmp_path / "group.html")
    page = open_page(tmp_path / "group.html")
    line = page.locator("path[stroke='#123456']")
    expect(line).to_have_count(1)
    page.uncheck(".leaflet-control-layers-selector")
    expect(line).to_have_count(0)


def test_a_foreign_layer_without_popups_needs_no_jquery(few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    folium.PolyLine([[10, 110], [12, 112]]).add_to(map_)
    save_map(map_, tmp_path / "line.html")
    page = (tmp_path / "line.html").read_text(encoding="utf-8")
    assert "jQuery" not in page
    assert "style-src-attr" not in directives(page)


def far() -> folium.GeoJson:
    """A layer that the page would fetch; folium itself would fetch it once more here."""
    layer = folium.GeoJson({"type": "FeatureCollection", "features": []}, name="far")
    layer.embed, layer.embed_link = False, "https://example.com/a.geojson"
    return layer


REMOTE = {
    "OpenStreetMap": lambda: folium.TileLayer("OpenStreetMap", name="OpenStreetMap"),
    "depths": lambda: folium.WmsTileLayer("https://example.com/wms", layers="depths", name="depths"),
    "scan": lambda: folium.raster_layers.ImageOverlay("https://example.com/a.png", [[0, 0], [1, 1]], name="scan"),
    "film": lambda: folium.raster_layers.VideoOverlay("https://example.com/a.webm", [[0, 0], [1, 1]], name="film"),
    "far": far,
    "cluster": lambda: folium.plugins.MarkerCluster([[10, 110]], name="cluster"),
    "heat": lambda: folium.plugins.HeatMap([[10, 110]], name="heat"),
    "Icon": lambda: folium.Marker([10, 110], icon=folium.Icon(color="red")),
    "CustomIcon": lambda: folium.Marker([10, 110], icon=folium.CustomIcon("https://example.com/a.png")),
    "IFrame": lambda: folium.Marker([10, 110], popup=folium.Popup(folium.IFrame("hello"))),
    "layer Popup": lambda: folium.Marker([10, 110], popup="<img src='https://example.com/a.png'>"),
    "layer Tooltip": lambda: folium.Marker([10, 110], tooltip="<video poster=//example.com/a.png></video>"),
    "layer DivIcon": lambda: folium.Marker(
        [10, 110], icon=folium.DivIcon('<p style="background: url( \'https://example.com/a.png\')">')),
    "layer HeatMap": lambda: folium.plugins.HeatMap([[10, 110]]),
    "layer VegaLite": lambda: folium.Marker([10, 110], popup=folium.Popup().add_child(folium.VegaLite({}))),
    "layer LinearColormap": lambda: LinearColormap(["red", "blue"]),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REMOTE))
def test_a_layer_that_loads_from_elsewhere_is_refused_by_name(few: gpd.GeoDataFrame, tmp_path: Path, name: str):
    map_ = incident_map(few, recipe="overview")
    REMOTE[name]().add_to(map_)
    with pytest.raises(TrackerError, match=name):
        save_map(map_, tmp_path / "remote.html")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_holds_its_own_bytes_is_allowed(few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    folium.raster_layers.ImageOverlay(PICTURE, [[10, 110], [12, 112]]).add_to(map_)
    save_map(map_, tmp_path / "picture.html")
    assert (tmp_path / "picture.html").exists()


def test_a_popup_may_link_elsewhere_and_name_pictures_as_text(few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    folium.Marker([10, 110], popup="<a href='https://example.com/'>more</a>").add_to(map_)
    folium.Marker([10, 111], popup=folium.Popup("<img src='https://example.com/a.png'>", parse_html=True)).add_to(map_)
    save_map(map_, tmp_path / "links.html")
    assert (tmp_path / "links.html").exists()


def test_a_library_that_an_element_of_another_s_asks_for_is_refused(few: gpd.GeoDataFrame, tmp_path: Path):
    map_ = incident_map(few, recipe="overview")
    map_.get_root().header.add_child(JavascriptLink("https://example.com/x.js"))
    with pytest.raises(TrackerError, match=r"https://example\.com/x\.js"):
        save_map(map_, tmp_path / "library.html")


def test_a_link_in_a_foreign_element_that_would_load_is_refused():
    with pytest.raises(TrackerError, match=r"https://example\.com/x\.js"):
        policy("<script src='https://example.com/x.js'></script>")
    with pytest.raises(TrackerError, match=r"//example\.com"):
        policy('<img src="//example.com/x.png">')


def test_tiles_widen_the_policy_by_their_host_alone_and_stay_off(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    tiles = {"url": "https://tile.example.org/{z}/{x}/{y}.png", "attribution": "© Example <b>tiles</b>"}
    save_map(incident_map(few, recipe=parse({"title": "Tiles", "tiles": tiles})), tmp_path / "tiles.html")
    rules = directives((tmp_path / "tiles.html").read_text(encoding="utf-8"))
    assert rules["img-src"] == "data: blob: https://tile.example.org"
    assert rules["connect-src"] == "'none'"
    page = open_page(tmp_path / "tiles.html")  # fails on any request
    page.click("#tab-layers")
    assert not page.is_checked("text=Online background map")
    assert not page.is_visible("#tiles-credit")


def test_a_ground_is_a_name_of_xyzservices_and_widens_the_policy_by_its_host(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    save_map(incident_map(few, recipe=parse({"title": "Sea", "ground": "Esri.WorldImagery"})), tmp_path / "sea.html")
    page = (tmp_path / "sea.html").read_text(encoding="utf-8")
    assert directives(page)["img-src"] == "data: blob: https://server.arcgisonline.com"
    assert "Tiles (C) Esri" in open_page(tmp_path / "sea.html").text_content("#tiles-credit")
    for name, message in (("Esri.WorldImagry", "did you mean Esri.WorldImagery"), ("moon", "OpenStreetMap.Mapnik, ")):
        with pytest.raises(TrackerError, match=message):
            parse({"title": "Sea", "ground": name})
    tiles = {"url": "https://tile.example.org/{z}/{x}/{y}.png", "attribution": "x"}
    with pytest.raises(TrackerError, match="cannot be used together; omit one"):
        parse({"title": "Sea", "ground": "Esri.WorldImagery", "tiles": tiles})


def test_layers_of_one_s_own_are_drawn_and_have_a_legend_whose_entries_switch_them(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    blocks = gpd.GeoDataFrame(
        {"block": ["A", "B", "C"], "operator": ["Petrol", "Oil", "Petrol"]},
        geometry=[shapely.box(110, 8, 112, 10), shapely.box(113, 12, 114, 15), shapely.Point(117, 10)],
        crs=4326,
    )
    blocks.to_file(tmp_path / "blocks.geojson")
    recipe = "title = 'Own'\n[[own]]\nfile = 'blocks.geojson'\nname = 'Blocks'\ncolour = 'operator'\n"
    (tmp_path / "own.toml").write_text(recipe)
    layer = {"data": blocks, "name": "Blocks", "colour": "operator"}
    save_map(incident_map(few.iloc[:0], recipe=parse({"title": "Own"}), layers=[layer]), tmp_path / "one.html")
    save_map(incident_map(few.iloc[:0], recipe=tmp_path / "own.toml"), tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    page = open_page(tmp_path / "one.html", "#view=6/10/112")
    entry = page.locator(".own .entry", has_text="Petrol")
    expect(entry).to_contain_text("2")
    spot = page.evaluate("scs.placeOf(9, 111)")
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.locator(".card")).to_contain_text("Petrol")
    page.click(".card [aria-label=Close]")
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "false")
    page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.locator(".card h2")).to_contain_text("° N")


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"data": "none.geojson"}, "layer none: none.geojson cannot be read"),
        ({"data": 3}, "layer Layer 1: the frame has no geometry"),
        ({"data": "x", "color": "y"}, "key 'color' is not known; use data, name and colour"),
    ],
)
def test_a_layer_that_is_none_is_named(few: gpd.GeoDataFrame, layer: dict[str, object], message: str):
    with pytest.raises(TrackerError, match=re.escape(message)):
        incident_map(few, layers=[layer])


def test_tiles_load_only_when_switched_on(browser, few: gpd.GeoDataFrame, tmp_path: Path):
    tiles = {"url": "https://tile.example.org/{z}/{x}/{y}.png", "attribution": "© Example tiles"}
    save_map(incident_map(few, recipe=parse({"title": "Tiles", "tiles": tiles})), tmp_path / "tiles.html")
    context = browser.new_context()
    asked = []

    def answer(route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=base64.b64decode(PICTURE.split(",")[1]), content_type="image/png")

    context.route(re.compile("^https:"), answer)
    page = context.new_page()
    page.goto((tmp_path / "tiles.html").as_uri())
    page.wait_for_selector("html[data-ready]")
    assert asked == []
    page.click("#tab-layers")
    page.check("text=Online background map")
    expect(page.locator("#tiles-credit")).to_be_visible()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_attached()
    assert asked
    assert all(url.startswith("https://tile.example.org/") for url in asked)
    context.close()
