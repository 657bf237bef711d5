"""A click on open sea: what covers the point, as the library says it, and what happened around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from playwright.sync_api import expect
from pyproj import Geod

from scs_tracker import locate
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Page

DAY = "2024-06-17"


@pytest.mark.parametrize("day", [DAY, "1995-02-01"])
def test_a_point_is_never_surer_than_the_library_and_leaves_nothing_out(page: Page, day: str):
    drawn = set(page.evaluate("scs.claims()"))
    random = np.random.default_rng(37)
    lats, lons = random.uniform(SOUTH + 1, NORTH - 1, 60), random.uniform(WEST + 1, EAST - 1, 60)
    held = 0
    for lat, lon in zip(lats.round(4).tolist(), lons.round(4).tolist(), strict=True):
        said = page.evaluate(f"scs.at({lat}, {lon}, '{day}')")
        found = locate(lat, lon, date=day)
        zones, claims = found["zones"], [claim for claim in found["claims"] if claim["zone"] in drawn]
        exact = {
            "zones": ({each["id"] for each in zones} & drawn, {each["id"] for each in certain(zones)}),
            "claims": tuple(
                {f"{each['claimant']} {each['zone']}" for each in some} for some in (claims, certain(claims))
            ),
            "within": (set(found["within_200nm"]),) * 2,
            "settled": ({f"{side} {each['line']}" for each in found["settled"] for side in each["side"]},) * 2,
        }
        for name, (every, sure) in exact.items():
            assert set(said[name][0]) <= sure, (name, lat, lon)
            assert every <= {*said[name][0], *said[name][1]}, (name, lat, lon)
        held += len(said["claims"][0])
    assert held > 40


def certain(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [each for each in found if each["membership"] == "certain"]


def test_a_card_tells_claims_from_distance_and_from_agreed_lines(page: Page):
    page.evaluate("location.hash = 'point=5.2/109.4'")
    card = page.locator(".card")
    expect(card.locator("h2")).to_contain_text("5.200° N")
    for heading, part in (
        ("Distance only, not a claim", "Within 200 nm of baselines"),
        ("Settled by agreement", "Indonesia’s side"),
    ):
        expect(card.locator("section", has_text=heading)).to_contain_text(part)


def test_a_click_on_open_sea_opens_a_card_and_its_link_opens_it_again(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    page = open_page(overview, "#point=12.9/112.4")
    expect(page.locator(".card h2")).to_have_text("12.900° N 112.400° E")
    said = page.inner_text(".card")
    for part in (
        "Claimed, according to the laws, maps and notes checked",
        "Vietnam",
        "Distance only, not a claim",
        "deeper than 2,000 metres",
    ):
        assert part in said
    away = np.array(
        Geod(ellps="WGS84").inv(
            [112.4] * len(shipped), [12.9] * len(shipped), shipped["lon"].fillna(0), shipped["lat"].fillna(0)
        )[2]
    )
    away, doubt = away / 1852, shipped["radius_km"].fillna(0) / 1.852
    placed = shipped["lat"].notna()
    sure, near = (placed & (away + doubt <= 50)).sum(), (placed & (away - doubt <= 50)).sum()
    assert page.locator(".card .bars b").all_inner_texts() == [f"{sure}", f"{near - sure}"]
    page.click(".card [aria-label=Close]")
    page.mouse.click(480, 420)
    expect(page.locator(".card h2")).to_have_text(re.compile(r"° N .*° E|."))


def test_the_card_of_an_incident_leads_to_that_of_its_point(page: Page):
    page.evaluate("location.hash = 'id=20240617-second-thomas-rhib-boarding'")
    page.locator(".card").get_by_role("button", name="What covers this point?").click()
    expect(page.locator(".card h2")).to_contain_text("° N 115.")
    expect(page.locator(".card")).to_contain_text("Occupied by Philippines")


def test_a_point_is_read_with_the_keyboard(page: Page):
    page.evaluate("location.hash = 'view=7/13/112&time=1974-01-19..1974-01-31'")
    expect(page).to_have_url(re.compile("view=7%2F13"))
    page.get_by_role("button", name="Check a point with the keyboard").click()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_contain_text("° N 112.")
    expect(page).to_have_url(re.compile(r"point=1\d\.\d+%2F112\.[1-9]"))
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("point="))
