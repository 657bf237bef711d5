from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from scs_tracker import geodata
from scs_tracker.ledger import Ledger
from scs_tracker.mapping import incident_map, load, save_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

AS_OF = "2026-06-30T00:00:00Z"


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The ledger of the shipped incidents and events."""
    opened = Ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger')}/tracker.db")
    for name in ("incidents/incidents.csv", "incidents/events.csv"):
        opened.import_file(geodata.shipped(name))
    return opened


@pytest.fixture(scope="session")
def shipped(ledger: Ledger) -> gpd.GeoDataFrame:
    """All shipped incidents as the ledger gives them; do not change them."""
    return ledger.incidents()


@pytest.fixture(scope="session")
def events() -> pd.DataFrame:
    return geodata.table("events")


@pytest.fixture(scope="session")
def overview(shipped: gpd.GeoDataFrame, events: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the overview map, opened on all years."""
    path = tmp_path_factory.mktemp("maps") / "overview.html"
    whole = load("overview").model_copy(update={"opens": ""})
    save_map(incident_map(shipped, recipe=whole, events=events, as_of=AS_OF), path)
    return path


@pytest.fixture(scope="session")
def first_screen(shipped: gpd.GeoDataFrame, events: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the overview map as it ships, opened on recent years."""
    path = tmp_path_factory.mktemp("maps") / "first.html"
    save_map(incident_map(shipped, recipe="overview", events=events, as_of=AS_OF), path)
    return path


@pytest.fixture
def few(shipped: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A dozen incidents of every kind of date and place, to change at will."""
    dates = shipped["date_start"].str.len()
    rows = [shipped[dates == length].iloc[:3] for length in (4, 7)]
    unplaced = shipped[shipped["lat"].isna()].iloc[:1]
    rest = shipped[(dates == 10) & shipped["lat"].notna() & (shipped["accounts"] != "")].iloc[:5]
    return gpd.GeoDataFrame(pd.concat([*rows, unplaced, rest]).drop_duplicates("id"), crs=4326)


@pytest.fixture(scope="module")
def keep_open(browser: Browser) -> Iterator[Callable[..., Page]]:
    """As ``open_page``, but what it opens stays open for all tests of a module."""
    yield from _opening(browser)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a file with the network cut; the test fails on any word in the console or any request that leaves it."""
    yield from _opening(browser)


def _opening(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts, said = [], []

    def open_file(path: Path, hash_: str = "", *, width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(offline=True, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not _stays(request.url) else None)
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("html[data-ready=true]", timeout=60_000)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert said == []


def _stays(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:"))
