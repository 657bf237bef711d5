"""What is in sight is what is decided on, and what a person typed is there when they come back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def waiting(ledger: Ledger) -> int:
    return int((ledger.incidents(statuses=None)["status"] == "proposed").sum())


def at(page: Page, words: str) -> None:
    """Wait until the proposal is open whose first lines hold these words."""
    expect(page.locator(".item .week")).to_contain_text(words)


def test_a_place_that_was_seen_before_is_shown_as_near_as_the_first_time(open_desk: Callable[..., Page], desk):
    page = open_desk(desk)
    at(page, "water cannon")
    scale = page.locator(".leaflet-control-scale-line")
    expect(scale).to_have_text("50 km")
    page.keyboard.press("j")
    at(page, "Woody Island")
    page.keyboard.press("k")
    at(page, "water cannon")
    expect(scale).to_have_text("50 km")


@pytest.mark.parametrize("key", ["o", "g", "n"])
def test_a_key_decides_on_nothing_where_no_proposal_is_in_sight(
    open_desk: Callable[..., Page], desk, ledger: Ledger, key: str
):
    before = waiting(ledger)
    page = open_desk(desk)
    page.keyboard.press(key)
    page.keyboard.press("Escape")
    for decision in "ars":
        page.keyboard.press(decision)
        expect(page.locator(".status")).to_contain_text("No item is open")
    assert page.locator("dialog").count() == 0
    assert waiting(ledger) == before


def test_a_key_decides_on_nothing_while_the_next_is_opening(open_desk: Callable[..., Page], desk, ledger: Ledger):
    before = waiting(ledger)
    held: list[Route] = []
    page = open_desk(desk)

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(r"/api/item\?id=.*woody"), hold)
    page.reload()
    at(page, "water cannon")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("e")
    expect(page.locator(".status")).to_contain_text("No item is open")
    expect(page.locator(".status")).to_contain_text(re.compile(r"No item is open.*waiting for the desk"))
    for route in held:
        route.continue_()
    page.unroute_all()
    at(page, "Woody Island")
    expect(page.locator(".status")).not_to_contain_text("waiting for the desk")
    assert waiting(ledger) == before


def test_what_was_typed_is_there_when_one_comes_back(open_desk: Callable[..., Page], desk):
    page = open_desk(desk)
    at(page, "water cannon")
    page.fill("#field-injured", "7")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    at(page, "Woody Island")
    page.keyboard.press("k")
    expect(page.locator("#field-injured")).to_have_value("7")
    at(page, "seven people were injured")
    expect(page.locator(".accept.edited")).to_be_visible()
    page.keyboard.press("n")
    page.get_by_label("Text of an article").fill("A ship sank.")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.keyboard.press("n")
    expect(page.get_by_label("Text of an article")).to_have_value("A ship sank.")


VIETNAMESE = (
    "Tàu hải cảnh Trung Quốc đã đâm tàu cá QNg 90999 TS của ngư dân Quảng Ngãi gần đảo Phú Lâm thuộc Hoàng Sa "
    "vào sáng 24/11, Đồn Biên phòng Lý Sơn cho biết."
)


def test_a_text_that_is_not_english_is_kept_and_an_incident_is_written_from_it(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    page = open_desk(desk)
    page.keyboard.press("n")
    page.get_by_label("Text of an article").fill(VIETNAMESE)
    page.locator(".paste").get_by_label("Published YYYY-MM-DD").fill("2026-11-25")
    page.get_by_role("button", name="Read text").click()
    expect(page.locator(".status")).to_contain_text("the text is not English (vi), so no incident was extracted")
    lead = page.locator(".item.simple")
    expect(lead).to_contain_text("it names")
    expect(lead).to_contain_text("China Coast Guard, ramming, Vietnamese fishing vessels")
    expect(lead).to_contain_text(VIETNAMESE)
    page.keyboard.press("q")
    page.keyboard.press("e")
    expect(page.get_by_label("Text of an article")).to_have_value(VIETNAMESE)
    page.keyboard.press("Escape")
    values = {
        "date_start": "2026-11-24",
        "location_text": "Woody Island",
        "place": "Woody Island",
        "summary": "A boat was rammed.",
    }
    for name, text in values.items():
        page.fill(f"#field-{name}", text)
    for field, code in (("types", "ramming"), ("initiators", "CN-CCG")):
        page.fill(f"#field-{field}", code)
        page.press(f"#field-{field}", "Enter")
    page.get_by_role("button", name="Save as accepted").click()
    expect(page.locator(".status")).to_contain_text("20261124-woody-island-ramming is now in the ledger")
    (kept,) = [one for one in worklist.leads(ledger.engine, states=["dismissed"]) if one["language"] == "vi"]
    assert kept["reason"] == "entered as 20261124-woody-island-ramming"


def test_an_empty_form_claims_nothing(open_desk: Callable[..., Page], desk):
    page = open_desk(desk)
    page.keyboard.press("n")
    expect(page.locator(".standing")).to_have_text("The location appears here when you enter a place.")
    expect(page.locator(".nearby")).to_be_hidden()
    page.fill("#field-location_text", "Scarborough Shoal")
    expect(page.locator(".standing")).to_contain_text("15.1")
    expect(page.locator(".standing")).not_to_contain_text("severity")
    page.fill("#field-date_start", "2026-11")
    expect(page.locator(".nearby")).to_contain_text("dates overlap")


def test_tab_goes_from_the_map_to_the_row_and_not_through_every_line(open_desk: Callable[..., Page], desk):
    page = open_desk(desk)
    at(page, "water cannon")
    expect(page.locator(".chart path.limit").first).to_be_attached()
    page.focus(".chart")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "field-date_start":
            break
        assert page.evaluate("document.activeElement.tagName") != "path"
    expect(page.locator("#field-date_start")).to_be_focused()
