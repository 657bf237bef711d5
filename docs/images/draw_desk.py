"""Draws the pictures of docs/desk.md: ``python docs/images/draw_desk.py``, with Chromium and the test group there."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from scs_tracker.config import Settings
from scs_tracker.desk import place
from scs_tracker.desk.app import application
from scs_tracker.desk.safety import create_access_policy
from scs_tracker.ledger import Ledger

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests/desk"))


def main() -> None:
    """Serve a desk with articles in our own words and photograph it."""
    import own_words

    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"sqlite:///{folder}/tracker.db", by="intake")
        for one in (own_words.cannon(), own_words.ram(), own_words.looking_back()):
            ledger.import_batch(one)
        ledger.accept(ledger.incidents(statuses=None).query("place == 'Woody Island'")["id"].iloc[0], by="ben")
        ledger.import_batch(own_words.rival())
        place.preload_geodata()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        door = create_access_policy(["127.0.0.1"], port, ["ana"])
        server = uvicorn.Server(
            uvicorn.Config(application(ledger, door, Settings()), log_level="error", lifespan="off")
        )
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        photograph(f"http://127.0.0.1:{port}/?token={next(iter(door.people))}")
        server.should_exit = True


def photograph(address: str) -> None:
    """Take the three pictures."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector(".item mark")
        page.hover('[data-field="injured"]')
        page.wait_for_timeout(1500)
        page.screenshot(path=HERE / "desk.png")
        page.locator(".group summary").click()
        page.locator(".group button").click()
        page.wait_for_selector(".item [data-field]")
        page.keyboard.press("l")
        page.wait_for_selector("dialog table")
        page.screenshot(path=HERE / "desk-join.png")
        phone = browser.new_page(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
        phone.goto(address)
        phone.wait_for_selector(".option")
        phone.locator(".option").first.click()
        phone.wait_for_selector(".item mark")
        phone.wait_for_timeout(1500)
        phone.screenshot(path=HERE / "desk-phone.png")
        browser.close()


if __name__ == "__main__":
    main()
