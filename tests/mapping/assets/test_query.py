"""What is asked stands in sight: chips, finding, title, picture and a short link; the time axis answers presses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page


def period(page: Page) -> str:
    return page.inner_text(".period")


def test_filters_of_a_link_are_chips_and_words_everywhere_and_the_link_stays_short(
    page: Page, shipped: gpd.GeoDataFrame
):
    page.evaluate("location.hash = 'type=water_cannon&year=2024'")
    expect(page.locator(".chip.on")).to_have_count(2)
    chips = page.locator(".chip.on bdi").all_inner_texts()
    assert chips == ["Type: water cannon", "Year: 2024"]
    asked = shipped["types"].str.contains("water_cannon") & shipped["date_start"].str.startswith("2024")
    assert page.inner_text(".count b").startswith(f"{asked.sum()} of ")
    expect(page).to_have_url(re.compile("type=water_cannon"))
    state = parse_qs(urlsplit(page.url).fragment)
    assert (state["type"], state["year"]) == (["water_cannon"], ["2024"])
    assert len(urlsplit(page.url).fragment) < 120
    assert page.title().startswith(page.inner_text(".finding"))
    page.locator(".more").evaluate("more => { more.open = true; }")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG", exact=True).click()
    said = " ".join(ET.fromstring(waiting.value.path().read_bytes()).itertext())  # noqa: S314 - what the page itself made
    assert "Type: water cannon · Year: 2024" in said
    page.locator(".chip.on button").first.click()
    expect(page.locator(".chip.on")).to_have_count(1)


def test_a_link_of_an_older_map_still_opens(page: Page, shipped: gpd.GeoDataFrame):
    types = sorted({each.strip() for cell in shipped["types"] for each in cell.split(";")} - {"laser"})
    page.evaluate(f"location.hash = 'type=!{','.join(types)}'")
    expect(page.locator(".chip.on bdi")).to_have_text("Type: laser")


def test_a_press_on_a_bar_is_its_year_and_a_second_press_all_again(open_page: Callable[..., Page], first_screen: Path):
    page = open_page(first_screen)
    whole = period(page)
    box = page.locator(".chart").bounding_box()
    x = box["x"] + box["width"] * 0.7
    page.mouse.click(x, box["y"] + box["height"] / 2)
    expect(page.locator(".period")).to_have_text(re.compile(r"^(20\d\d)-01-01 – \1-12-31$"))
    page.mouse.click(x, box["y"] + box["height"] / 2)
    expect(page.locator(".period")).to_have_text(whole)


def test_the_record_s_end_ends_the_time(open_page: Callable[..., Page], first_screen: Path, shipped: gpd.GeoDataFrame):
    page = open_page(first_screen)
    days = shipped["date_end"].where(shipped["date_end"] != "", shipped["date_start"])
    last = days[days.str.len() == 10].max()
    assert period(page).endswith(last)
    assert page.get_attribute(".chart canvas", "aria-label").endswith(f"record ends {last}")
    page.locator(".time input[type=date]").first.fill("2024-01-01")
    page.locator(".time input[type=date]").nth(1).fill("2024-12-31")
    expect(page.locator(".period")).to_have_text("2024-01-01 – 2024-12-31")


def test_search_knows_types_pairs_and_years(page: Page, shipped: gpd.GeoDataFrame):
    for typed, chip in (("laser", "Type: laser"), ("2019", "Year: 2019"), ("china philippines", "China → Philippines")):
        page.fill("input[type=search]", typed)
        page.keyboard.press("Enter")
        expect(page.locator(".chip.on bdi").last).to_contain_text(chip)
        page.locator(".chip.on button").last.click()


def test_no_canvas_lies_between_pixels_after_a_press_on_a_mark(page: Page):
    page.evaluate("location.hash = 'view=8/9.742/115.688'")
    expect(page).to_have_url(re.compile("view=8%2F9.742"))
    box = page.locator(".folium-map").bounding_box()
    ring = page.evaluate("scs.drawn().rings.filter(({ area, count }) => !area && count > 1)[0]")
    page.mouse.click(box["x"] + ring["x"], box["y"] + ring["y"])
    shifts = page.evaluate(
        "[document.querySelector('.leaflet-map-pane'), ...document.querySelectorAll('.leaflet-pane canvas')]"
        ".map((node) => new DOMMatrix(getComputedStyle(node).transform)).flatMap(({ e, f }) => [e, f])"
    )
    assert shifts == [round(each) for each in shifts]
