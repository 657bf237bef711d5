"""The map in another page: its scrolling is left alone, there is room for the map, credits fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, load, save_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def article(browser: Browser, overview: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An article with the map in a frame of 600 by 400 and text above and below."""
    file = tmp_path_factory.mktemp("article") / "article.html"
    text = "<p>Text of the article.</p>" * 40
    file.write_text(
        f"<!DOCTYPE html><body>{text}<iframe src='{overview.as_uri()}' width=600 height=400></iframe>{text}"
    )
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 700}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(file.as_uri())
    page.frame_locator("iframe").locator("html[data-ready=true]").wait_for(timeout=60_000)
    yield page
    context.close()


def test_a_frame_of_600_by_400_is_mostly_map(article: Page):
    inside = article.frame_locator("iframe")
    assert inside.locator(".folium-map").bounding_box()["height"] > 270
    assert not inside.locator("#panel-list").is_visible()
    assert not inside.locator(".credit a").first.is_visible()
    assert inside.locator(".credit summary").is_visible()
    inside.locator("#tab-list").click()
    expect(inside.locator("#panel-list")).to_be_visible()
    inside.locator("#tab-list").click()


def test_the_wheel_over_the_map_scrolls_the_article_and_zooms_with_ctrl(article: Page):
    frame = article.locator("iframe")
    frame.scroll_into_view_if_needed()
    inside = article.frames[1]
    box = frame.bounding_box()
    article.mouse.move(box["x"] + 300, box["y"] + 200)
    scale = inside.locator(".scale-bar").first.inner_text()  # not the address, which is written a moment later
    before = article.evaluate("scrollY")
    article.mouse.wheel(0, 120)
    article.wait_for_function(f"scrollY > {before}")
    assert inside.locator(".gesture").inner_text().startswith("Hold Ctrl")
    assert inside.locator(".scale-bar").first.inner_text() == scale
    article.mouse.move(box["x"] + 300, box["y"] + 60)
    article.keyboard.down("Control")
    for _ in range(3):
        article.mouse.wheel(0, -240)
    expect(inside.locator(".scale-bar").first).not_to_have_text(scale)
    article.keyboard.up("Control")


@pytest.mark.parametrize("width", [320, 680])
def test_a_recipe_with_embed_has_no_panels_until_asked(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path, width: int
):
    plan = load("overview").model_copy(update={"embed": True})
    save_map(incident_map(few, recipe=plan), tmp_path / "embed.html")
    page = open_page(tmp_path / "embed.html", width=width, height=400)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".folium-map").bounding_box()["height"] > 270
    assert not page.is_visible(".time")
    assert not page.is_visible("#panel-overview")


def test_a_frame_too_small_for_a_map_gets_one_sentence(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    plan = load("overview").model_copy(update={"embed": True})
    save_map(incident_map(few, recipe=plan), tmp_path / "low.html")
    page = open_page(tmp_path / "low.html", width=640, height=100)
    sentence = page.get_by_text("This map needs a frame of at least 240 by 200 pixels; this one has 640 by 100.")
    expect(sentence).to_be_visible()
    page.set_viewport_size({"width": 640, "height": 300})
    expect(sentence).not_to_be_visible()
    expect(page.locator(".folium-map")).to_be_visible()
