"""A desk of the test's own: a small ledger with proposals, served on loopback, and pages of it in Chromium."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx2
import own_words
import pytest
import uvicorn
from pages import Pages
from playwright.sync_api import expect

from scs_tracker import geodata, model
from scs_tracker.articles import propose
from scs_tracker.config import Settings
from scs_tracker.desk import place
from scs_tracker.desk.app import application
from scs_tracker.desk.safety import create_access_policy
from scs_tracker.ledger import Ledger, worklist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages import Kept
    from playwright.sync_api import Browser, Page

BAD_ROW = (
    "20261101-sabina-shoal,2026-11-31,,,ramming,CN-CCG,PH-PCG,,,Sabina Shoal,Sabina Shoal,,,,,,,A ramming.,,single\n"
)


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an accepted incident, four proposals, a lead and a row that cannot be read; copy it."""
    folder = tmp_path_factory.mktemp("desk")
    ledger = Ledger(f"sqlite:///{folder}/tracker.db", by="intake")
    facts = {
        "id": "20261110-scarborough-shoal", "date_start": "2026-11-10", "types": "blocking", "initiators": "CN-CCG",
        "targets": "PH-BFAR", "place": "Scarborough Shoal", "location_text": "Scarborough Shoal",
        "summary": "A China Coast Guard ship blocked a fisheries vessel.", "corroboration": "single",
    }  # fmt: skip
    ledger.create(facts, reason="for the test", by="Cleo")
    for one in (own_words.cannon(), own_words.rival(), own_words.ram(), own_words.looking_back()):
        ledger.import_batch(one)
    lead = {
        "source": "vnexpress", "address": "https://www.example.org/lead", "title": "Tàu cá bị đâm gần Hoàng Sa",
        "language": "vi", "published": "2026-11-17", "why": "the language is not read", "text": "",
    }  # fmt: skip
    worklist.add_leads(ledger.engine, [lead])
    bad = folder / "rows.csv"
    bad.write_text(",".join(model.INCIDENT_COLUMNS) + "\n" + BAD_ROW, encoding="utf-8")
    ledger.import_file(bad)
    ledger.engine.dispose()
    with contextlib.closing(sqlite3.connect(folder / "tracker.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _warm()
    return folder / "tracker.db"


@geodata.cached
def _warm() -> None:
    """Read what the desk keeps in memory; once, unless a test has read other geodata meanwhile."""
    place.preload_geodata()


@pytest.fixture(scope="session")
def reader() -> None:
    """Reads the parser of articles into memory, so that no page waits for it."""
    propose("A ship sank.", published="2026-11-14")


@pytest.fixture
def ledger(stocked: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of the stocked ledger."""
    (tmp_path / "tracker.db").write_bytes(stocked.read_bytes())
    opened = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    yield opened
    opened.engine.dispose()


class Desk(NamedTuple):
    """A desk that is served: its address, and the secret of each person's address."""

    url: str
    tokens: dict[str, str]

    def address(self, person: str = "Ana") -> str:
        """What the desk prints at its start."""
        return f"{self.url}/?token={self.tokens[person]}"

    def client(self, person: str = "Ana") -> httpx2.Client:
        """Somebody who came in by the address, with the token of the page's forms."""
        answer = httpx2.get(self.address(person))
        cookie = answer.headers["set-cookie"].partition(";")[0]
        form = answer.text.partition('"form_token":"')[2].partition('"')[0]
        headers = {"cookie": cookie, "x-form-token": form, "content-type": "application/json"}
        return httpx2.Client(base_url=f"{self.url}/api", headers=headers, timeout=60)


@pytest.fixture
def serve() -> Iterator[Callable[..., Desk]]:
    """Serve a desk on a ledger until the test ends; the test is marked with allow_hosts(["127.0.0.1"])."""
    ends: list[Callable[[], object]] = []

    def start(ledger: Ledger, *, people: tuple[str, ...] = ("Ana", "Ben"), **settings: object) -> Desk:
        _warm()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        door = create_access_policy(["127.0.0.1"], port, people)
        app = application(ledger, door, Settings(**settings))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()

        def end() -> None:
            server.should_exit = True
            thread.join(10)
            listening.close()

        ends.append(end)
        return Desk(f"http://127.0.0.1:{port}", {name: token for token, name in door.people.items()})

    yield start
    for end in ends:
        end()


@pytest.fixture
def desk(serve: Callable[..., Desk], ledger: Ledger) -> Desk:
    """A desk on the stocked ledger, with addresses for Ana and Ben."""
    return serve(ledger)


@pytest.fixture(scope="session")
def _pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def open_desk(_pages: Pages, serve: object) -> Iterator[Callable[..., Page]]:
    """Open a desk's page; the test fails on any word in the console and any request that leaves the desk."""
    used: list[tuple[Kept, Desk]] = []
    expect.set_options(timeout=30_000)  # a machine that is busy answers late

    def open_page(desk: Desk, person: str = "Ana", *, width: int = 1280, height: int = 800, **options: object) -> Page:
        kept = _pages.take(width=width, height=height, **options)
        used.append((kept, desk))
        kept.page.set_default_timeout(30_000)
        kept.page.goto(desk.address(person))
        kept.page.wait_for_selector("html[data-ready=true]")
        return kept.page

    yield open_page
    said = [word for kept, _desk in used for word in kept.said if "status of 4" not in word]
    said += [url for kept, desk in used for url in kept.asked if not url.startswith((desk.url, "data:", "blob:"))]
    for kept, _desk in used:
        _pages.give_back(kept)
    assert said == []
