"""The map for everyone: keyboard, screen reader, phone, motion, themes."""

from __future__ import annotations

import json
import math
import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page


class Auditor:
    """Runs axe-core on a page, by the debugger since the page's policy lets nothing else in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        self.session.send("Runtime.evaluate", {"expression": axe})

    def findings(self, within: str, *rules: str) -> str:
        """Return what is serious or critical in the parts of the page named, by all rules or those named."""
        options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
        parts = json.dumps({"include": within.split(", ")})
        run = (
            f"axe.run({parts}, {json.dumps(options)}).then(({{ violations }}) => JSON.stringify(violations.filter("
            "({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id, nodes }) => "
            "[id, nodes.map((n) => n.html)])))"
        )
        how = {"expression": run, "awaitPromise": True, "returnByValue": True}
        return self.session.send("Runtime.evaluate", how)["result"]["value"]


@pytest.mark.parametrize(
    ("width", "scheme", "rules"),
    [  # dark has other colours and nothing else of its own
        (1280, "light", []),
        (360, "light", []),
        (1280, "dark", ["color-contrast"]),
        (360, "dark", ["color-contrast"]),
    ],
)
def test_axe_finds_nothing_serious(
    open_page: Callable[..., Page], overview: Path, width: int, scheme: str, rules: list[str]
):
    page = open_page(overview, width=width, height=740, color_scheme=scheme)
    auditor = Auditor(page)
    assert auditor.findings("html", *rules) == "[]"
    for tab in ("context", "about", "overview", "list", "layers", "filters"):  # all else stays as it was
        page.click(f"#tab-{tab}")
        assert auditor.findings(f"[role=tablist], #panel-{tab}", *rules) == "[]", tab
    page.click("#tab-list")
    page.locator(".option").nth(1).click()
    expect(page.locator(".card h2")).to_be_visible()
    assert auditor.findings("#panel-list, .card", *rules) == "[]"
    page.locator(".card [aria-label=Close]").click()
    page.fill("input[type=search]", "shoal")
    assert auditor.findings(".search", *rules) == "[]"


def focused(page: Page) -> str:
    return page.evaluate("[document.activeElement].map((at) => at.getAttribute('aria-label') ?? at.id)[0]")


def test_the_tab_key_reaches_every_control_and_shows_where_it_is(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    seen = []
    for _ in range(70):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(
            page.evaluate(
                "[document.activeElement].map((at) => [at.getAttribute('aria-label') || at.textContent.trim(),"
                " getComputedStyle(at).outline.includes('3px')])[0]"
            )
        )
    names = [name for name, _ in seen]
    for control in (
        "Skip to the list of incidents", "Place, vessel, act, side or year", "Compare", "Share", "Language",
        "Zoom in", "Measure a distance", "Check a point with the keyboard", "Overview", "One step back", "Play",
        "One step forward", "Step", "From", "To", "Period; arrow keys move it", "All dates",
    ):  # fmt: skip
        assert control in names, f"{control} is not reached; reached are {names}"
    assert [name for name, visible in seen if not visible] == []


def test_a_keyboard_walk_from_search_to_source(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused(page) == "Incidents, newest first"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(".option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    assert page.get_attribute("#scs-list", "aria-activedescendant") == second.get_attribute("id")
    page.keyboard.press("End")
    shipped = str(len(geodata.table("incidents")))
    expect(page.locator(".option[aria-selected=true]")).to_have_attribute("aria-posinset", shipped)
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_be_focused()
    page.keyboard.press("Escape")
    assert focused(page) == "Incidents, newest first"


def test_tabs_move_by_arrows(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    page.focus("#tab-overview")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "tab-list"
    assert page.is_visible("#panel-list")
    assert not page.is_visible("#panel-overview")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "tab-about"


def test_the_search_is_a_combobox(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    box = page.get_by_role("combobox", name="Place, vessel, act, side or year")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("sabina")
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = box.get_attribute("aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"


def test_reduced_motion_stops_the_map_s_animations(open_page: Callable[..., Page], overview: Path):
    still = open_page(overview, reduced_motion="reduce")
    assert still.locator(".folium-map.leaflet-fade-anim").count() == 0
    moving = open_page(overview, reduced_motion="no-preference")
    assert moving.locator(".folium-map.leaflet-fade-anim").count() == 1


@pytest.mark.parametrize("width", [360, 390])
def test_on_a_phone_nothing_hangs_over_and_the_sheet_opens_and_closes(
    open_page: Callable[..., Page], overview: Path, width: int
):
    page = open_page(overview, width=width, height=640, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert not page.is_visible("#panel-list")
    assert page.locator(".folium-map").bounding_box()["height"] > 250
    page.tap("#tab-list")
    expect(page.locator("#panel-list")).to_be_visible()
    page.locator(".option").first.tap()
    expect(page.locator(".card h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".card [aria-label=Close]").tap()
    page.tap("#tab-list")
    expect(page.locator("#panel-list")).not_to_be_visible()
    targets = page.locator("button:visible, select:visible").evaluate_all(
        "nodes => nodes.map((node) => node.getBoundingClientRect()).map((box) => Math.min(box.width, box.height))"
    )
    assert min(targets) >= 24  # WCAG 2.2, success criterion 2.5.8


def test_on_a_phone_a_selected_place_stays_above_the_sheet(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview, width=390, height=844, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.tap("#tab-list")
    page.locator(".option").nth(3).tap()
    expect(page.locator(".card h2")).to_be_visible()
    sheet = page.locator(".side").bounding_box()["y"]
    frame = page.locator(".folium-map").bounding_box()
    assert frame["y"] + 20 < sheet
    page.locator(".card [aria-label=Close]").tap()
    expect(page.locator(".card")).to_be_hidden()
    assert page.locator(".folium-map").bounding_box() == frame


def test_on_a_phone_a_link_and_a_zoom_show_the_place_above_the_sheet(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    row = shipped.set_index("id").loc["20230206-second-thomas-laser"]
    size = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page(overview, f"#id={row.name}", **size)
    expect(page.locator(".card h2")).to_be_visible()

    def down() -> float:
        """How far below the upper edge of the map the place lies."""
        zoom, lat, _ = (float(part) for part in re.search(r"view=([^&]+)", page.url)[1].split("%2F"))
        north, middle = (math.asinh(math.tan(math.radians(degrees))) for degrees in (row["lat"], lat))
        height = page.locator(".folium-map").bounding_box()["height"]
        return height / 2 - (north - middle) / (2 * math.pi) * 256 * 2**zoom

    expect(page).to_have_url(re.compile("view=8%2F"))
    assert 20 < down() < 140
    page.evaluate("location.hash = location.hash.replace(/view=[^&]+/, 'view=6/14/112')")
    expect(page).to_have_url(re.compile("view=6%2F"))
    page.get_by_role("button", name="Zoom to the incident").tap()
    expect(page).to_have_url(re.compile("view=8%2F"))
    assert 20 < down() < 140


def test_on_a_phone_the_page_of_a_place_leaves_the_place_in_sight(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    lat, lon = shipped.set_index("id").loc["20230206-second-thomas-laser", ["lat", "lon"]]
    size = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    page = open_page(overview, f"#view=13/{lat}/{lon}", **size)
    frame = page.locator(".folium-map").bounding_box()
    page.touchscreen.tap(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    expect(page.locator(".card .strip")).to_be_visible()
    top, pixel = 75, 360 / (256 * 2**13)  # the middle of what is in sight, degrees of longitude in a pixel
    south = lat - (frame["height"] / 2 - top) * pixel * math.cos(math.radians(lat))
    expect(page).to_have_url(re.compile(f"view=13%2F{south:.3f}"[:-1]))


def test_on_a_phone_a_place_that_is_looked_for_is_not_hidden_by_the_list(
    open_page: Callable[..., Page], overview: Path
):
    page = open_page(overview, width=390, height=844, has_touch=True, is_mobile=True)
    page.tap("#tab-list")
    page.get_by_role("combobox", name="Place, vessel, act, side or year").fill("Sabina Shoal")
    page.keyboard.press("Enter")
    expect(page.locator(".chip.on")).to_be_visible()
    expect(page.locator("#panel-list")).not_to_be_visible()


def test_dark_follows_the_reader_s_system(open_page: Callable[..., Page], overview: Path):
    sea = "getComputedStyle(document.querySelector('.folium-map')).backgroundColor"
    assert open_page(overview, color_scheme="dark").evaluate(sea) == "rgb(26, 48, 64)"
    assert open_page(overview, color_scheme="light").evaluate(sea) == "rgb(195, 215, 228)"
