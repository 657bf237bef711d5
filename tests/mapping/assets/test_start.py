"""What the overview shows first, by the boxes of what is drawn, at four sizes."""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page

SIZES = [(390, 844), (844, 390), (1280, 800), (1920, 1080)]
#: Controls on the map.
CONTROLS = """() => { const frame = document.querySelector('.folium-map').getBoundingClientRect();
    return [...document.querySelectorAll('.symbols, .credit, .leaflet-control, .corner')].map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]; }); }"""
Box = list[float]


@pytest.fixture(scope="module", params=SIZES, ids=lambda size: str(size[0]))
def page(keep_open: Callable[..., Page], first_screen: Path, request: pytest.FixtureRequest) -> Page:
    width, height = request.param
    return keep_open(first_screen, width=width, height=height, reduced_motion="reduce")


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] + 0.5 or other[2] <= one[0] + 0.5 or one[3] <= other[1] + 0.5 or other[3] <= one[1] + 0.5


def test_no_name_lies_on_another_or_on_a_ring(page: Page):
    drawn = page.evaluate("scs.drawn()")
    rings = [ring["box"] for ring in drawn["rings"]]
    assert len(rings) > 20
    names = drawn["names"]
    for one, other in itertools.combinations(names, 2):
        assert one["name"] == other["name"] or apart(one["box"], other["box"]), (one, other)
    for name, ring in itertools.product(names, rings):
        assert apart(name["box"], ring), (name, ring)


def test_no_ring_lies_on_another(page: Page):
    rings = page.evaluate("scs.drawn()")["rings"]
    for one, other in itertools.combinations(rings, 2):
        assert math.hypot(one["x"] - other["x"], one["y"] - other["y"]) >= one["r"] + other["r"] - 0.5


def test_no_control_lies_on_another(page: Page):
    controls = [box for box in page.evaluate(CONTROLS) if box[2] > box[0]]
    assert all(apart(one, other) for one, other in itertools.combinations(controls, 2)), controls


def test_no_name_lies_under_legend_credits_or_controls(page: Page):
    controls = [box for box in page.evaluate(CONTROLS) if box[2] > box[0]]
    assert len(controls) >= 4
    drawn = page.evaluate("scs.drawn()")
    left, top = drawn["corner"]
    for name, (a, b, c, d) in itertools.product(drawn["names"], controls):
        assert apart(name["box"], [a + left, b + top, c + left, d + top]), name


def test_the_busiest_shoals_countries_and_the_dash_line_are_named(page: Page, shipped: gpd.GeoDataFrame):
    names = {each["name"] for each in page.evaluate("scs.drawn()")["names"]}
    assert {"Scarborough Shoal", "Second Thomas Shoal"} <= names
    assert "nine-dash line (illustrative) · China" in names
    lands = {"China", "Taiwan", "Vietnam", "Philippines", "Malaysia", "Indonesia", "Brunei"}
    assert len(names & (lands | {"Thailand", "Cambodia", "Laos"})) >= (4 if page.viewport_size["height"] > 500 else 3)


def test_it_opens_on_recent_years_and_says_what_it_is(page: Page):
    expect(page.locator(".chip[data-kind=time]")).to_contain_text("2012-01-01")
    assert "clashes at sea" in page.locator("#panel-overview .intro").text_content()
    number, of = re.fullmatch(r"([\d,]+) of ([\d,]+) incidents", page.inner_text(".count b")).groups()
    assert int(number.replace(",", "")) < int(of.replace(",", ""))
    page.locator(".time button", has_text="All dates").evaluate("node => node.click()")
    assert page.inner_text(".count").split()[0] == of
    page.locator(".time button", has_text="Recent").evaluate("node => node.click()")
    assert page.inner_text(".count").split()[0] == number


def test_the_latest_and_the_gravest_are_told_in_sentences(page: Page, shipped: gpd.GeoDataFrame):
    if not page.is_visible("#panel-overview"):
        page.click("#tab-overview")
    cards = page.locator("#panel-overview .lead-card")
    expect(cards).to_have_count(6)  # the three most severe, then the three latest
    newest = shipped.sort_values(["date_start", "id"]).iloc[-1]
    assert newest["date_start"] in cards.nth(3).inner_text()
    assert re.search(r"[A-Z].{30,}\.", cards.first.inner_text().strip(), re.DOTALL)
    cards.first.click()
    expect(page.locator(".card h2")).to_be_visible()
    page.locator(".card [aria-label=Close]").click()
    if page.is_visible("#panel-overview") and page.viewport_size["width"] < 700:
        page.click("#tab-overview")
