"""The sources page: how each source is, on, off, and read now."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker import config
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page
    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CLASH = "China Coast Guard ships fired water cannon at a Philippine supply boat near Second Thomas Shoal on {day}."


@pytest.fixture
def settings(tmp_path: Path, server: Server) -> config.Settings:
    """A working folder that reads one feed on loopback, which tells of a clash."""
    now = datetime.now(UTC)
    item = (
        f"<item><guid>a</guid><title>Second Thomas Shoal</title><pubDate>{format_datetime(now)}</pubDate>"
        f"<description>{CLASH.format(day=f'{now:%A}')}</description></item>"
    )
    server.answers["/feed"] = (200, {}, f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())
    file = tmp_path / "tracker.toml"
    file.write_text(f'live = []\n[[sources]]\nfeed = "{server.url}/feed"\nallow_private = true\n', encoding="utf-8")
    return config.load(file)


@pytest.fixture
def desk(serve: Callable, settings: config.Settings) -> Iterator:
    ledger = Ledger(settings.ledger_url)
    yield serve(ledger, **settings.model_dump(exclude_unset=True), folder=settings.folder)
    ledger.engine.dispose()


def live(settings: config.Settings) -> list[str]:
    return tomllib.loads((settings.folder / "tracker.toml").read_text(encoding="utf-8"))["live"]


def test_a_source_is_switched_on_and_off_and_the_settings_file_says_so(
    open_desk: Callable[..., Page], desk, settings: config.Settings
):
    page = open_desk(desk)
    page.keyboard.press("o")
    own = page.locator("tbody tr").first
    expect(own.get_by_role("checkbox")).to_be_disabled()  # a feed of one's own stands in the file alone
    switch = page.get_by_role("checkbox", name="read Coast Guard Administration, press releases")
    switch.check()
    expect(page.locator(".status")).to_contain_text("tw-cga is enabled")
    assert live(settings) == ["tw-cga"]
    expect(switch).to_be_focused()  # the table is drawn anew, and who came by keyboard stays where they were
    switch.uncheck()
    expect(page.locator(".status")).to_contain_text("tw-cga is disabled")
    assert live(settings) == []


@pytest.mark.usefixtures("reader")
def test_read_now_brings_what_a_feed_tells_into_the_queue(open_desk: Callable[..., Page], desk, server: Server):
    page = open_desk(desk)
    page.keyboard.press("o")
    page.get_by_role("button", name="Read now").click()
    expect(page.locator(".status")).to_contain_text("1 sources: 1 proposed, 0 leads, 0 known, 0 failed")
    expect(page.locator("tbody tr").first).to_contain_text("well")
    page.keyboard.press("q")
    expect(page.locator(".option")).to_contain_text("Second Thomas Shoal")
    server.answers["/feed"] = (503, {}, b"")
    page.keyboard.press("o")
    page.get_by_role("button", name="Read now").click()
    expect(page.locator(".status")).to_contain_text("1 failed")
    expect(page.locator("tbody tr").first).to_contain_text("failing")


@pytest.mark.parametrize(
    ("source", "words"), [({"id": "tw-cgb", "enabled": "yes"}, "did you mean tw-cga"), ({}, "'' is not known")]
)
def test_a_source_that_is_not_known_is_one_sentence(
    desk, settings: config.Settings, source: dict[str, str], words: str
):
    answer = desk.client().post("/switch", json={"source": source})
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert live(settings) == []
