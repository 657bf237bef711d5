"""The address of the page, downloads and print."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, load, save_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page

WHOLE = load("overview").model_copy(update={"opens": ""})


def state(page: Page, name: str) -> str:
    expect(page).to_have_url(re.compile(rf"[#&]{name}="))
    return parse_qs(urlsplit(page.url).fragment)[name][0]


def test_the_address_brings_back_filters_range_view_colour_and_selection(
    page: Page, open_page: Callable[..., Page], overview: Path
):
    page.evaluate("location.hash = 'time=2023-01-01..2024-12-31&view=8/15.1/117.8'")
    expect(page.locator(".period")).to_have_text("2023-01-01 – 2024-12-31")
    page.click("#tab-filters")
    page.uncheck("[data-facet=type][data-key=shadowing]")
    page.click("#tab-overview")
    page.select_option(".legend select", "severity")
    page.locator("#tab-list").click()
    page.locator(".option").nth(2).click()
    page.click("#tab-layers")
    page.locator("#panel-layers details", has=page.locator("[data-claim=ph-kig]")).locator("summary").click()
    page.check("[data-claim=ph-kig]")
    wanted = state(page, "claims")
    assert "ph-kig" in wanted
    assert state(page, "type") == "!shadowing"
    expect(page).to_have_url(re.compile("colour=severity.*&id="))
    again = open_page(overview, "#" + urlsplit(page.url).fragment)
    assert again.inner_text(".count") == page.inner_text(".count")
    assert again.inner_text(".period") == page.inner_text(".period")
    assert again.input_value(".legend select") == "severity"
    again.wait_for_selector(".card h2")
    assert again.inner_text(".card h2") == page.text_content(".card h2")
    again.click("#tab-layers")
    assert again.is_checked("[data-claim=ph-kig]")
    assert state(again, "view") == state(page, "view")


@pytest.mark.parametrize(
    "hash_",
    [
        "#nothing=1&colour=pink&type=!whales&view=a/b/c&time=yesterday..2024&find=ship:x&id=none&claims=mars",
        "#time=2024-12-31..2023-01-01&view=1e9/95/400&severity=9",
        "#%E0%A4%A&&&===#?",
        "#view=&time=&type=&id=&find=&colour=__proto__&claims=",
        "#find=place:constructor&type=toString,constructor&id=__proto__",
    ],
)
def test_an_address_with_unknown_keys_or_nonsense_still_opens_everything(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame, hash_: str
):
    page = open_page(overview, hash_)
    assert page.inner_text(".count b") == f"{len(shipped):,} of {len(shipped):,} incidents"
    assert page.input_value(".legend select") == "actor"


def test_a_link_to_one_incident_opens_its_card_where_it_is(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview, "#id=20230206-second-thomas-laser")
    page.wait_for_selector(".card h2")
    assert "laser" in page.inner_text(".card h2")
    expect(page).to_have_url(re.compile("view=8%2F"))  # Leaflet hears no second zoom while the first is under way
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"view=(9|1\d)"))
    _, lat, lon = state(page, "view").split("/")
    assert abs(float(lat) - 9.73) < 1
    assert abs(float(lon) - 115.86) < 1


def save(page: Page, name: str) -> str:
    page.locator(".more").evaluate("more => { more.open = true; }")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).click()
    return waiting.value.path().read_bytes().decode("utf-8-sig")


def test_the_csv_holds_what_is_shown_with_all_fields(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    section = page.locator(".facet", has=page.locator("[data-facet=type]"))
    section.get_by_role("button", name="None").click()
    page.check("[data-facet=type][data-key=laser]")
    rows = list(csv.DictReader(io.StringIO(save(page, "CSV"), newline="")))
    expected = shipped[shipped["types"].str.contains("laser")].sort_values(["date_start", "id"])
    assert [row["id"] for row in rows] == list(expected["id"])
    assert list(rows[0]) == [name for name in shipped.columns if name != "geometry"]
    for row, (_, real) in zip(rows, expected.iterrows(), strict=True):
        assert row["summary"] == real["summary"]
        assert json.loads(row["sources"]) == json.loads(real["sources"])
        assert float(row["lon"]) == pytest.approx(real["lon"], abs=1e-5)


def test_the_geojson_holds_points_and_null_where_there_is_no_place(page: Page, shipped: gpd.GeoDataFrame):
    collection = json.loads(save(page, "GeoJSON"))
    assert len(collection["features"]) == len(shipped)
    placed = sum(feature["geometry"] is not None for feature in collection["features"])
    assert placed == shipped["lat"].notna().sum()
    assert any("ODbL" in name for name in collection["attribution"])


def test_cells_that_a_spreadsheet_would_run_are_defused(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    cells = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx", "\rx", "＝1", "safe"]
    frame = few.iloc[-len(cells) :].copy() if len(few) >= len(cells) else few.copy()
    frame["summary"] = cells[-len(frame) :]
    save_map(incident_map(frame, recipe=WHOLE), tmp_path / "formulas.html")
    page = open_page(tmp_path / "formulas.html")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(save(page, "CSV"), newline=""))}
    for incident_id, cell in zip(frame["id"], frame["summary"], strict=True):
        assert rows[incident_id]["summary"] == (cell if cell == "safe" else f"'{cell}")
    south = frame[frame["lat"].notna()].iloc[0]
    assert not rows[south["id"]]["lat"].startswith("'")


def test_print_gives_a_page_with_map_legend_and_list(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    page.evaluate("location.hash = 'time=2024-06-01..2024-06-30'")
    expect(page.locator(".period")).to_have_text(re.compile("^2024-06-01"))
    page.evaluate("addEventListener('beforeprint', () => { window.printed = document.body.innerText; })")
    page.evaluate(
        "addEventListener('beforeprint', () => { window.inks = getComputedStyle(document.querySelector("
        "'.chart .window')).printColorAdjust;"
        " window.signs = document.querySelector('.signs').checkVisibility(); })"
    )
    before = state(page, "view")
    pdf = page.pdf()
    assert pdf.count(b"/Subtype /Image") >= 4  # land, sea, names, incidents and timeline, each as a picture
    text = page.evaluate("window.printed")
    assert "Incidents shown" in text
    assert "Second Thomas Shoal" in text
    assert "GeoJSON" not in text
    assert "water cannon" in text  # the symbols are explained
    assert page.evaluate("window.inks") == "exact"  # else white would be printed over the bars of the timeline
    assert not page.locator(".signs").get_attribute("open")
    assert not page.is_visible(".printed")
    page.evaluate("location.hash += '&colour=date'")
    expect(page).to_have_url(re.compile("colour=date"))
    assert state(page, "view") == before
    assert page.is_visible(".tabs")
