"""From a headline of a feed to the map and the week: what a morning is for, by keyboard alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker import config
from scs_tracker import run as runs
from scs_tracker.ledger import Ledger
from scs_tracker.reporting.period import Period

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def item(own_id: str, title: str, text: str, when: datetime) -> str:
    return (
        f"<item><guid>{own_id}</guid><title>{title}</title><link>https://www.example.org/{own_id}</link>"
        f"<pubDate>{format_datetime(when)}</pubDate><description>{text}</description></item>"
    )


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    """A working folder whose one feed tells of a clash and of a price."""
    when = datetime.now(UTC) - timedelta(hours=3)
    day = f"{when - timedelta(days=1):%A}"
    clash = (
        f"A China Coast Guard ship fired a water cannon at a Philippine supply boat near Second Thomas Shoal on {day}, "
        "the Philippine Coast Guard said. Two crew members were injured."
    )
    items = item("clash", "Supply boat hit", clash, when) + item("rice", "Rice prices rise", "No sea here.", when)
    server.answers["/feed"] = (200, {}, f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    (tmp_path / "tracker.toml").write_text(
        f'live = []\n[[sources]]\nfeed = "{server.url}/feed"\nallow_private = true\nfollow = false\n', encoding="utf-8"
    )
    return tmp_path


def test_from_a_feed_to_the_map_and_the_week_by_keyboard_alone(
    folder: Path, call: Callable, serve: Callable, open_desk: Callable[..., Page], browser
):
    came = json.loads(call("intake", "--json").out)
    assert (came["read"], came["proposed"]) == (1, 1)
    settings = config.load(folder / "tracker.toml")
    ledger = Ledger(settings.ledger_url)
    assert ledger.incidents(statuses=None)["status"].tolist() == ["proposed"]
    page = open_desk(serve(ledger))

    expect(page.locator(".item mark").first).to_be_visible()  # the first is open, its words are lit
    expect(page.locator(".week")).to_contain_text("Second Thomas Shoal")
    page.keyboard.press("e")
    where = "[document.activeElement.id, [...document.querySelectorAll('*')].indexOf(document.activeElement)]"
    focused = page.evaluate(where)
    while focused[0] != "field-damage":  # the last field comes after all others
        before = focused
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.more summary')"):
            page.keyboard.press("Enter")
        focused = page.evaluate(where)
        assert focused != before
    page.keyboard.type("its windscreen broken")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".status")).to_contain_text("accepted with 1 edit")
    expect(page.locator(".empty").first).to_contain_text("Review queue is empty")

    accepted = ledger.incidents(statuses=None).iloc[0]
    assert (accepted["status"], accepted["decided_by"]) == ("accepted", "Ana")
    assert (accepted["damage"], accepted["injured"]) == ("its windscreen broken", 2)
    week = Period.of(datetime.fromisoformat(accepted["date_start"]).date())
    (written,) = runs.write_reports(ledger, settings, str(week), out=folder / "week", formats=["json"])
    facts = json.loads(written.read_text(encoding="utf-8"))
    assert [one["id"] for one in facts["incidents"]] == [accepted["id"]]
    drawn = runs.draw_map(ledger, "overview", folder / "map.html")
    sheet = browser.new_page()
    sheet.goto(drawn.as_uri())
    expect(sheet.locator("body")).to_contain_text("1 incident")
    sheet.close()
    ledger.engine.dispose()
