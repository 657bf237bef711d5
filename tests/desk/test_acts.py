"""Acts at the desk in Chromium: lines that are edited by keyboard, and codes that are typed in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker.act import parse_acts

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from scs_tracker.ledger import Ledger

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def opened(page: Page) -> str:
    expect(page.locator(".item[data-id]")).to_be_visible()
    return str(page.locator(".item[data-id]").get_attribute("data-id"))


def test_a_line_is_swapped_added_and_taken_away_by_keyboard_and_accepted(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    page = open_desk(desk)
    incident = opened(page)
    before = parse_acts(ledger.incidents(statuses=None).set_index("id").at[incident, "acts"])
    lines = page.locator(".acts li")
    expect(lines).to_have_count(len(before))
    lines.nth(0).locator("input").nth(0).focus()
    page.keyboard.press("Alt+x")
    by, against = (lines.nth(0).locator("input").nth(place) for place in (0, 1))
    assert by.input_value() == "; ".join(before[0].against)
    assert against.input_value() == "; ".join(before[0].by)
    page.keyboard.press("Alt+x")
    page.keyboard.press("Alt+n")
    expect(lines).to_have_count(len(before) + 1)
    page.keyboard.press("Alt+Delete")
    expect(lines).to_have_count(len(before))
    lines.nth(0).locator("input").nth(4).fill("PH (coast guard)")
    page.keyboard.press("Escape")
    page.locator("body").press("a")
    expect(page.locator(f'.item[data-id="{incident}"]')).to_have_count(0)
    row = ledger.incidents(statuses=None).set_index("id").loc[incident]
    assert row["status"] == "accepted"
    assert parse_acts(row["acts"])[0].said_by == ("PH (coast guard)",)


def test_a_code_that_is_typed_in_part_is_taken_where_one_fits_and_else_stays_and_is_refused(
    open_desk: Callable[..., Page], desk, ledger: Ledger
):
    page = open_desk(desk)
    incident = opened(page)
    actors = page.locator("#field-initiators")
    actors.fill("maritime militia")
    actors.press("Enter")
    expect(page.locator('[data-field="initiators"] .chip', has_text="Chinese maritime militia")).to_be_visible()
    actors.fill("militiaman")
    actors.press("Enter")
    assert actors.input_value() == "militiaman"
    page.keyboard.press("Escape")
    page.locator("body").press("a")
    expect(page.locator('[data-field="initiators"] .problem')).to_contain_text("militiaman")
    assert ledger.incidents(statuses=None).set_index("id").at[incident, "status"] == "proposed"
