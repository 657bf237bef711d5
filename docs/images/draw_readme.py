"""Draws the pictures of README.md: ``python docs/images/draw_readme.py``, with Chromium and the test group there."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from scs_tracker.cli import app

HERE = Path(__file__).parent
#: A week whose first page tells of a boarding, a ramming and of months before it.
WEEK = "2024-W25"
#: What stands in a page when it is drawn.
DRAWN = {"overview": "html[data-ready]", "week": "h1"}


def main() -> None:
    """Make the overview and a week from the shipped incidents in a folder of their own, and photograph both."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = f"sqlite:///{folder}/tracker.db"
        for arguments in (
            ["import", str(HERE.parents[1] / "geodata/incidents/incidents.csv")],
            ["map", "overview", "--out", f"{folder}/overview.html"],
            ["weekly", "--week", WEEK, "--format", "html", "--out", folder],
        ):
            answer = CliRunner().invoke(app, ["--ledger", ledger, *arguments])
            if answer.exit_code:
                raise SystemExit(f"{arguments[0]}: {answer.output}{answer.exception}")
        photograph({"overview": Path(folder, "overview.html"), "week": Path(folder, f"{WEEK}.html")})


def photograph(pages: dict[str, Path]) -> None:
    """Take a picture of the first screen of each page."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for name, file in pages.items():
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page.goto(file.as_uri())
            page.wait_for_selector(DRAWN[name], state="attached")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
