"""Rings that stand for several incidents: a click zooms while their places differ, areas are drawn as areas."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, parse, save_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page


def click_ring(page: Page, which: str) -> dict[str, float]:
    """Click a ring of the map and return it."""
    ring = page.evaluate(
        f"scs.drawn().rings.filter(({{ area }}) => !area).toSorted((a, b) => b.count - a.count)[{which}]"
    )
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + ring["x"], box["y"] + ring["y"])
    return ring


def zoom(page: Page) -> float:
    """The zoom that the page wrote in its address, where %2F stands for a stroke; what a test typed has none."""
    expect(page).to_have_url(re.compile("view=[^&]+%2F"))
    return float(re.search(r"view=([\d.]+)", page.url)[1])


def zoom_after(page: Page, before: float) -> float:
    """The zoom once it is another one."""
    expect(page).not_to_have_url(re.compile(rf"view={before:g}(%2F|/)"))
    return zoom(page)


def test_the_biggest_ring_of_the_overview_zooms_in(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview, reduced_motion="reduce")
    page.evaluate("location.hash = 'view=5.25/12/113'")
    assert zoom(page) == 5.25
    ring = click_ring(page, "0")
    assert ring["count"] > 30
    assert 6 <= zoom_after(page, 5.25) <= 13
    assert not page.is_visible(".card"), "the page of a place opened instead"


def test_the_biggest_ring_of_fifty_thousand_zooms_in(open_page: Callable[..., Page], tmp_path: Path):
    random = np.random.default_rng(5)
    days = pd.Timestamp("2000-01-01") + pd.to_timedelta(random.integers(0, 9000, 50_000), unit="D")
    points = gpd.points_from_xy(random.normal(114, 3, 50_000), random.normal(12, 3, 50_000), crs=4326)
    frame = gpd.GeoDataFrame(
        {"id": [f"n{at}" for at in range(50_000)], "date_start": days.strftime("%Y-%m-%d")}, geometry=points
    )
    save_map(incident_map(frame, recipe=parse({"title": "Many"})), tmp_path / "many.html")
    page = open_page(tmp_path / "many.html", "#view=5/12/114", reduced_motion="reduce")
    assert zoom(page) == 5
    assert click_ring(page, "0")["count"] > 1000
    assert zoom_after(page, 5) >= 6


def test_what_is_known_only_within_an_area_is_a_box_with_a_name_and_what_has_none_is_counted(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    vague = shipped[(shipped["method"] == "area") | (shipped["radius_km"] > 50)]
    page = open_page(overview, "#view=5.25/12/113", reduced_motion="reduce")
    areas = page.evaluate("scs.drawn().rings.filter(({ area }) => area)")
    assert "North Natuna Sea" in {each["name"] for each in areas}
    boxes = [shapely.box(*each["box"]) for each in areas]
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    left = int(page.inner_text(".beyond").split()[0])
    assert sum(each["count"] for each in areas) + left <= len(vague)
    rings = page.evaluate("scs.drawn().rings.filter(({ area }) => !area)")
    assert len(rings) <= 60
    assert sum(each["count"] for each in rings) + len(vague) <= len(shipped)


@pytest.mark.parametrize("width", [360, 390, 834, 1280])
def test_the_square_of_an_area_is_where_most_of_its_incidents_are_and_its_box_nearby(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame, width: int
):
    """An area that one report gives widely is not drawn in the middle of that one, nor told of across half a phone."""
    page = open_page(overview, "#view=5/11/113", reduced_motion="reduce", width=width, height=844)
    seen = page.locator(".folium-map").bounding_box()
    scale, middle = 256 * 2**5, np.log(np.tan(np.pi / 4 + np.radians(11) / 2))
    areas = [ring for ring in page.evaluate("scs.drawn().rings") if ring["area"] and ring["count"] > 1 and ring["name"]]
    assert areas
    for ring in areas:
        x, y = ring["tied"]
        lon = 113 + (x - seen["width"] / 2) * 360 / scale
        lat = np.degrees(2 * np.arctan(np.exp(middle - (y - seen["height"] / 2) * 2 * np.pi / scale)) - np.pi / 2)
        rows = shipped[
            (shipped["place"] == ring["name"]) & ((shipped["method"] == "area") | (shipped["radius_km"] > 50))
        ]
        nearest = rows.loc[[np.hypot(rows["lat"] - lat, rows["lon"] - lon).idxmin()]]
        same = rows[["lat", "lon"]].round(5).value_counts()
        assert np.hypot(nearest["lat"] - lat, nearest["lon"] - lon).item() < 0.1, ring
        assert same[tuple(nearest[["lat", "lon"]].round(5).iloc[0])] == same.max(), ring
        assert np.hypot(ring["x"] - x, ring["y"] - y) < max(1.3 * seen["width"] / 3, 60), ring


def test_what_lies_somewhere_around_a_view_has_no_place_in_it(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    """Close to Scarborough Shoal, what is only known to lie in this sea would seem to have been at the shoal."""
    lat, lon = 15.15, 117.76
    page = open_page(overview, f"#view=10/{lat}/{lon}")
    places = shipped[shipped["lat"].notna()]
    far = 111.2 * np.hypot(places["lat"] - lat, (places["lon"] - lon) * np.cos(np.radians(lat)))
    sure = places[places["radius_km"] > far + 100]
    drawn = page.evaluate("scs.drawn().rings")
    assert sum(ring["count"] for ring in drawn if ring["area"]) < len(sure)
    note = page.locator(".beyond")
    expect(note).to_be_visible()
    assert int(note.inner_text().split()[0]) >= len(sure) > 20
    note.click()
    expect(page.locator("#panel-list .row button")).to_contain_text(note.inner_text().split()[0])


def test_a_link_to_a_wide_disc_shows_all_of_it(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    row = shipped[shipped["radius_km"].between(350, 600)].iloc[-1]
    page = open_page(overview, f"#id={row['id']}", reduced_motion="reduce")
    expect(page.locator(".card h2")).to_be_visible()
    height = page.locator(".folium-map").bounding_box()["height"]
    metres = 40_075_000 * np.cos(np.radians(row["lat"])) / (256 * 2 ** zoom(page))
    assert height * metres >= 2 * 1000 * row["radius_km"]


def test_what_was_not_given_is_not_shown(open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path):
    bare = few[["id", "date_start", "place", "geometry"]]
    save_map(incident_map(bare, recipe=parse({"title": "Bare"})), tmp_path / "bare.html")
    page = open_page(tmp_path / "bare.html")
    page.click("#tab-list")
    page.locator(".option").first.click()
    expect(page.locator(".card h2")).to_be_visible()
    assert "severity" not in page.inner_text(".card")
    assert "within 0 km" not in page.inner_text(".card")
    assert page.locator(".legend option").all_inner_texts() == ["initiator", "date", "main type"]
    page.locator(".more").evaluate("more => { more.open = true; }")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV", exact=True).click()
    head = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.split(",") == ["id", "date_start", "place", "lat", "lon"]


def test_an_unknown_severity_has_a_class_of_its_own(few: gpd.GeoDataFrame):
    from scs_tracker.mapping.colouring import colours
    from scs_tracker.mapping.incident_layer import checked
    from scs_tracker.mapping.interface_text import texts

    mode = colours(checked(few.assign(severity=[None, *[3] * (len(few) - 1)])), texts("en"))["severity"]
    assert mode["classes"][mode["other"]]["label"] == "not given"
    assert mode["of"].get("") is None


def test_a_selected_incident_off_a_coast_is_ringed_by_its_band_and_one_at_a_reef_by_its_disc(page: Page):
    def ringed(incident: str) -> str:
        page.evaluate(f"location.hash = '#view=7/15/118&id={incident}'")
        expect(page).to_have_url(re.compile(f"view=[^&]+%2F.*id={incident}"))
        page.locator(".more").evaluate("more => { more.open = true; }")
        with page.expect_download() as saved:
            page.get_by_role("button", name="SVG", exact=True).click()
        drawn = saved.value.path().read_text(encoding="utf-8")
        return re.findall(r'<path d="([^"]+)" fill="#[0-9a-f]{6}" fill-rule="evenodd" opacity="0.2"', drawn)[-1]

    assert ringed("20250115-zambales-gabriela-silang-ccg5901").count("L") > 12
    assert "A" in ringed("20240617-second-thomas-rhib-boarding")
