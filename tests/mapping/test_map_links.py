"""From a card to the incident's own page, to copies of its sources, and what a place means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, parse, save_map
from scs_tracker.mapping.links import with_copies

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page


def test_a_card_leads_to_the_own_page_and_to_archived_copies(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    sources = [{"publisher": "A paper", "url": "https://example.com/a", "published": "2024"}]
    frame = few.iloc[-2:].assign(sources=json.dumps(sources), id=["plain-one", "odd/one?x=<b>"])
    copies = {"https://example.com/a": "https://web.archive.org/web/2024/https://example.com/a"}
    save_map(
        incident_map(frame, recipe=parse({"title": "x"}), pages="../incidents/", copies=copies), tmp_path / "x.html"
    )
    page = open_page(tmp_path / "x.html", "#id=plain-one")
    own = page.get_by_role("link", name="Incident page")
    expect(own).to_have_attribute("href", "../incidents/plain-one.html")
    expect(page.get_by_role("link", name="archived copy")).to_have_attribute("href", next(iter(copies.values())))
    page.get_by_role("button", name="Next incident").click()
    page.get_by_role("button", name="Previous incident").click()
    odd = open_page(tmp_path / "x.html", "#id=odd%2Fone%3Fx%3D%3Cb%3E")
    href = odd.get_by_role("link", name="Incident page").get_attribute("href")
    assert href.startswith("../incidents/id-")
    assert href.count("/") == 2


def test_a_map_without_pages_links_to_none(page: Page):
    page.evaluate("location.hash = 'id=20240617-second-thomas-rhib-boarding'")
    expect(page.locator(".card h2")).to_be_visible()
    assert page.get_by_role("link", name="Incident page").count() == 0


def test_a_card_says_in_everyday_words_where_the_place_lies(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'id=20240617-second-thomas-rhib-boarding'")
    standing = page.locator("dt", has_text="Claims at this location").locator("+ dd")
    row = shipped.set_index("id").loc["20240617-second-thomas-rhib-boarding"]
    expect(standing).to_contain_text("the 2016 Award, which China rejects, found that")
    expect(standing).to_contain_text(row["standing"])
    standing.locator("summary").click()
    assert standing.locator("li").count() >= 3


def test_only_sources_that_have_a_copy_are_changed(few: gpd.GeoDataFrame):
    cells = ["no json", "[1]", '[{"url":"https://a.example/"}]', '[{"url":"https://b.example/"}]']
    frame = few.iloc[:4].assign(sources=cells)
    said = with_copies(frame, {"https://b.example/": "https://archive.example/b"})["sources"].tolist()
    assert said[:3] == cells[:3]
    assert json.loads(said[3]) == [{"url": "https://b.example/", "archived": "https://archive.example/b"}]
