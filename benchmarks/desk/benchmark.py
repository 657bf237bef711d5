"""How fast the desk is: a queue of 5,000 proposals opens, the next proposal opens, and 40 are decided by keys.

Run by hand: ``python benchmarks/desk/benchmark.py [PROPOSALS [LEDGER]]``; with LEDGER, a file, the proposals are made once
and found again. They are the shipped incidents again and again under other ids and dates, each with a text of 400 words.
Times are of the page in Chromium, from asking to drawn.

The sitting is on another ledger: the first 40 proposals that the reader of articles makes of the reports in corpus/, as
they come, wrong ones among them. The last lines estimate what it takes a person: words on screen at 238 a minute, the mean of adults who read English non-fiction
silently (Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047), plus 1.2 s for each key, plus what the
machine takes. They are an estimate, not a measurement.
"""

from __future__ import annotations

import json
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from scs_tracker import geodata, model
from scs_tracker.articles import as_batch, propose
from scs_tracker.config import Settings
from scs_tracker.desk import place
from scs_tracker.desk.app import application
from scs_tracker.desk.safety import create_access_policy
from scs_tracker.ledger import Ledger
from scs_tracker.sources.batch import Batch, Document, Passage, Report

WORDS_A_MINUTE = 238
SECONDS_A_KEY = 1.2
DECIDED = 40


def fill(ledger: Ledger, count: int) -> None:
    """Bring proposals into a ledger, one article each."""
    rows = [row for row in geodata.rows("incidents") if len(row["date_start"]) == 10]
    reports = []
    for at in range(count):
        row = rows[at % len(rows)]
        content = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {name: row[name] for name in model.INCIDENT_COLUMNS}
        url = f"https://www.example.org/{at}"
        content |= {
            "id": "", "date_start": f"{2000 + at % 26}-{1 + at % 12:02d}-{1 + at % 28:02d}", "date_end": "",
            "sources": [{"url": url, "publisher": "Example Daily", "published": "2026-11-14"}],
        }  # fmt: skip
        text = f"{row['summary']} ({at}) It was at {row['location_text']}.\n\n" + "The sea was calm that day. " * 66
        said = {"types": Passage(0, 40, "stated", 0.9), "location_text": Passage(0, 20, "stated", 0.4 + at % 6 / 10)}
        read = Document(text, title=row["summary"][:60], address=url, publisher="Example Daily", language="en")
        reports.append(
            Report(f"article:bench-{at}:1", "article", at, content, source=url, document=read, evidence=said)
        )
    ledger.import_batch(Batch("benchmark", tuple(reports)))


def read(ledger: Ledger, count: int) -> None:
    """Bring so many proposals into a ledger as the reader makes them of reports in our own words."""
    corpus = Path(__file__).parents[2] / "corpus/dev.jsonl"
    for number, line in enumerate(corpus.read_text(encoding="utf-8").splitlines()):
        if len(ledger.incidents(statuses=None)) >= count:
            return
        report = json.loads(line)
        url = f"https://www.example.org/{number}"
        ledger.import_batch(as_batch(propose(report["text"], published=report["published"], url=url), url))


def serve(ledger: Ledger) -> str:
    """Serve a desk in a thread; return its address."""
    place.preload_geodata()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    port = listening.getsockname()[1]
    door = create_access_policy(["127.0.0.1"], port, ["bench"])
    server = uvicorn.Server(uvicorn.Config(application(ledger, door, Settings()), log_level="error", lifespan="off"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    return f"http://127.0.0.1:{port}/?token={next(iter(door.people))}"


def opened(page: Page, address: str) -> float:
    """Return the seconds until the queue is drawn."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".option", timeout=120_000)
    return time.perf_counter() - start


def stepped(page: Page, steps: int) -> list[float]:
    """Return the seconds from j to the next proposal drawn, at the pace of one who reads for half a second."""
    page.evaluate(
        """() => { window.shown = []; new MutationObserver(() => {
             const item = document.querySelector(".item"); if (item) window.shown.push([item.dataset.id, performance.now()]); })
             .observe(document.getElementById("work"), { childList: true }); }"""
    )
    took = []
    for _ in range(steps):
        before = page.locator(".item").get_attribute("data-id")
        start = page.evaluate("performance.now()")
        page.keyboard.press("j")
        page.wait_for_function("before => document.querySelector('.item')?.dataset.id !== before", arg=before)
        took.append((page.evaluate("window.shown.at(-1)[1]") - start) / 1000)
        page.wait_for_timeout(500)
    return took


def decided(page: Page, count: int) -> tuple[float, int, int]:
    """Decide by keys; return seconds, keys and words on screen."""
    keys = words = 0
    start = time.perf_counter()
    for at in range(count):
        before = page.locator(".item").get_attribute("data-id")
        words += len(page.locator(".item").inner_text().split())
        if at % 4 == 3:
            page.keyboard.press("r")
            page.wait_for_selector("dialog[open]")
            page.keyboard.press("1")
            keys += 2
        else:
            page.keyboard.press("a")
            keys += 1
        page.wait_for_function("before => document.querySelector('.item')?.dataset.id !== before", arg=before)
        done = f"{at + 1} decided"
        page.wait_for_function("done => document.querySelector('.progress').textContent.startsWith(done)", arg=done)
    return time.perf_counter() - start, keys, words


def main(count: int = 5000, file: str = "") -> None:
    """Measure and print."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kept = Path(file or f"{folder}/tracker.db")
        new = not kept.exists()
        ledger = Ledger(f"sqlite:///{kept.absolute()}", by="bench")
        if new:
            fill(ledger, count)
        sitting = Ledger(f"sqlite:///{folder}/sitting.db", by="bench")
        read(sitting, DECIDED)
        address = serve(ledger)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        opens = [opened(page, address) for _ in range(5)]
        page.wait_for_selector("html[data-ready=true] .item")
        page.wait_for_timeout(3000)
        steps = stepped(page, 40)
        page.goto(serve(sitting))
        page.wait_for_selector("html[data-ready=true] .item")
        waiting = int(page.locator(".option").first.get_attribute("aria-setsize") or 0)
        took, keys, words = decided(page, waiting)
        browser.close()
        print(f"queue of {count:,} opens: median {statistics.median(opens):.2f} s, most {max(opens):.2f} s (bar 1 s)")
        most = statistics.quantiles(steps, n=20)[-1]
        print(f"next proposal: median {1000 * statistics.median(steps):.0f} ms, 95 % {1000 * most:.0f} ms (bar 150 ms)")
        print(f"{waiting} read from articles, decided at the speed of keys: {took:.1f} s, {took / waiting:.2f} s each")
        reading = words / WORDS_A_MINUTE * 60 + keys * SECONDS_A_KEY + took
        print(f"estimate for a person: {words / waiting:.0f} words and {keys / waiting:.1f} keys each;", end=" ")
        print(f"all words read: {reading / waiting:.0f} s each; a fifth of them: ", end="")
        print(f"{(words / 5 / WORDS_A_MINUTE * 60 + keys * SECONDS_A_KEY + took) / waiting:.0f} s each")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000, sys.argv[2] if len(sys.argv) > 2 else "")
