"""Plugins of folium's from a node_modules folder: embedded whole, with their pictures, or refused by name."""

from __future__ import annotations

import re
import shutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import folium
import folium.plugins
import pytest
from playwright.sync_api import expect

from scs_tracker.errors import TrackerError
from scs_tracker.mapping import incident_map, page, parse, save_map
from scs_tracker.mapping.libraries import writes_code
from scs_tracker.mapping.payload import packed

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd
    from playwright.sync_api import Page

#: What folium's cluster asks of its library, in a few lines of our own.
CLUSTER = "L.markerClusterGroup = (options) => { window.clustered = true; return L.featureGroup([], options); };"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    folder = tmp_path / "node_modules"
    files = folder / "leaflet.markercluster" / "dist"
    files.mkdir(parents=True)
    (files / "leaflet.markercluster.js").write_text(f"{CLUSTER}\n//# sourceMappingURL=x.map")
    (files / "MarkerCluster.css").write_text(".cluster { background: url(images/dot.png); } /* </style> is no end */")
    (files / "MarkerCluster.Default.css").write_text(".cluster { color: red; }")
    (files / "images").mkdir()
    (files / "images" / "dot.png").write_bytes(b"dot")
    return folder


def clustered(few: gpd.GeoDataFrame) -> folium.Map:
    map_ = incident_map(few, recipe=parse({"title": "Mine"}))
    folium.plugins.MarkerCluster([[10, 110]], name="cluster").add_to(map_)
    return map_


def test_a_plugin_works_from_the_folder_without_a_network(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, modules: Path, tmp_path: Path
):
    save_map(clustered(few), tmp_path / "plugin.html", libraries=modules)
    text = (tmp_path / "plugin.html").read_text(encoding="utf-8")
    assert "url(data:image/png;base64,ZG90)" in text
    assert "sourceMappingURL" not in text
    assert not re.search(r"<(?:script|link)[^>]+(?:src|href)=", text)
    assert "unsafe-eval" not in text
    page = open_page(tmp_path / "plugin.html")
    assert page.evaluate("window.clustered") is True
    expect(page.locator(".leaflet-marker-icon")).to_have_count(1)


def test_without_the_folder_or_the_package_it_is_refused_by_name(few: gpd.GeoDataFrame, modules: Path, tmp_path: Path):
    with pytest.raises(TrackerError, match="cluster"):
        save_map(clustered(few), tmp_path / "x.html")
    with pytest.raises(TrackerError, match="not a folder of npm packages"):
        save_map(clustered(few), tmp_path / "x.html", libraries=tmp_path / "none")
    map_ = incident_map(few, recipe=parse({"title": "Mine"}))
    folium.plugins.HeatMap([[10, 110]]).add_to(map_)
    with pytest.raises(TrackerError, match=r"layer HeatMap would load .*heat.*install that version there"):
        save_map(map_, tmp_path / "x.html", libraries=modules)
    assert not (tmp_path / "x.html").exists()


def test_an_address_cannot_leave_the_folder(few: gpd.GeoDataFrame, modules: Path, tmp_path: Path):
    (tmp_path / "secret.js").write_text("1")
    layer = folium.plugins.MarkerCluster([[10, 110]])
    layer.default_js = [("far", "https://example.com/../secret.js")]
    map_ = incident_map(few, recipe=parse({"title": "Mine"}))
    layer.add_to(map_)
    with pytest.raises(TrackerError, match="no package with secret"):
        save_map(map_, tmp_path / "x.html", libraries=modules)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("var f = Function(a, b);", True),
        ("new Function('return 1')", True),
        ("x = eval(text)", True),
        ("_.isFunction(a); medieval(a); function(a) {}", False),
    ],
)
def test_what_makes_functions_from_text_is_seen(script: str, expected: bool):
    assert writes_code([packed(script), "<style>Function(x)</style>"]) is expected


@pytest.mark.parametrize("name", ["leaflet.js", "leaflet.css", "images/marker-icon.png"])
def test_a_changed_file_of_an_installed_library_makes_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One byte is enough, in what is run and in what is shown."""
    there = Path(import_module("xstatic.pkg.leaflet").BASE_DIR)
    shutil.copytree(there, tmp_path / "data")
    monkeypatch.setattr("xstatic.pkg.leaflet.BASE_DIR", str(tmp_path / "data"))
    page._package_file.cache_clear()
    assert page._package_file("leaflet", name) == (there / name).read_bytes()
    page._package_file.cache_clear()
    content = bytearray((there / name).read_bytes())
    content[-1] ^= 1
    (tmp_path / "data" / name).write_bytes(content)
    with pytest.raises(TrackerError, match=r"differs from the file that this version of scs-tracker was tested with"):
        page._package_file("leaflet", name)
    (tmp_path / "data" / name).unlink()
    with pytest.raises(TrackerError, match=r"the library leaflet cannot be read"):
        page._package_file("leaflet", name)
    page._package_file.cache_clear()
