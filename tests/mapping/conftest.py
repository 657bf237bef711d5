from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from pages import Pages
from playwright.sync_api import expect

from scs_tracker import geodata
from scs_tracker.ledger import Ledger
from scs_tracker.mapping import incident_map, load, save_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pages import Kept
    from playwright.sync_api import Browser, Page

    Once = Callable[[str, Callable[[Path], None]], Path]

AS_OF = "2026-06-30T00:00:00Z"

#: Takes back what a test may have done to a page, but for what stands in the address.
_TIDY = """() => {
  for (const _ of [1, 2, 3]) dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  if (!window.folds) document.getElementById("tab-layers").click(); // makes the boxes of the filters
  window.folds ??= [...document.querySelectorAll("details")].map((node) => [node, node.open]);
  for (const [node, open] of window.folds) node.open = open;
  const inputs = ".time select, #panel-list input, .search input";
  window.first ??= [...document.querySelectorAll(inputs)].map((node) => [node, node.value]);
  for (const [node, value] of window.first) {
    const change = node.value !== value || node.checked;
    [node.value, node.checked] = [value, false];
    if (change) node.dispatchEvent(new Event("change"));
  }
  document.querySelector("[aria-label=Pause]")?.click();
  document.querySelector(".axis[aria-pressed=true]")?.click();
  if (document.documentElement.dataset.theme === "dark") document.querySelector(".tools > button:last-child").click();
  history.replaceState(null, "", "#view=5.25/12/113");
  dispatchEvent(new HashChangeEvent("hashchange"));
}"""


@pytest.fixture(scope="session")
def shipped(once: Once, shipped_ledger: Path) -> gpd.GeoDataFrame:
    """All shipped incidents as the ledger gives them; do not change them."""

    def make(path: Path) -> None:
        Ledger(f"sqlite:///{shipped_ledger}").incidents(statuses=None).to_pickle(path)

    return pd.read_pickle(once("shipped.pickle", make))  # noqa: S301 - what this run wrote itself


@pytest.fixture(scope="session")
def events() -> pd.DataFrame:
    return geodata.table("events")


@pytest.fixture(scope="session")
def overview(shipped: gpd.GeoDataFrame, events: pd.DataFrame, once: Once) -> Path:
    """The file of the overview map, opened on all years."""
    whole = load("overview").model_copy(update={"opens": ""})
    map_ = functools.partial(incident_map, shipped, recipe=whole, events=events, as_of=AS_OF)
    return once("overview.html", lambda path: save_map(map_(), path))


@pytest.fixture(scope="session")
def first_screen(shipped: gpd.GeoDataFrame, events: pd.DataFrame, once: Once) -> Path:
    """The file of the overview map as it ships, opened on recent years."""
    map_ = functools.partial(incident_map, shipped, recipe="overview", events=events, as_of=AS_OF)
    return once("first.html", lambda path: save_map(map_(), path))


@pytest.fixture(scope="session", autouse=True)
def _patient() -> None:
    """A machine that is busy answers late; a test waits for the state that it names."""
    expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def _lasting(_pages: Pages, overview: Path) -> Kept:
    """The overview, opened once a process."""
    kept = _pages.take(width=1280, height=800)
    _ready(kept.page, overview.as_uri())
    return kept


@pytest.fixture
def page(_lasting: Kept) -> Iterator[Page]:
    """The overview on its list, as when it was opened: with nothing chosen, folded out or switched over."""
    opened: Page = _lasting.page
    opened.evaluate(_TIDY)
    opened.click("#tab-list")
    expect(opened).to_have_url(re.compile(r"#view=5\.25%2F[\d.]+%2F113\.\d+$"))  # the page has written its address
    yield opened
    assert _told(_lasting) == []


@pytest.fixture
def few(shipped: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A dozen incidents of every kind of date and place, to change at will."""
    dates = shipped["date_start"].str.len()
    rows = [shipped[dates == length].iloc[:3] for length in (4, 7)]
    unplaced = shipped[shipped["lat"].isna()].iloc[:1]
    rest = shipped[(dates == 10) & shipped["lat"].notna() & (shipped["accounts"] != "")].iloc[:5]
    return gpd.GeoDataFrame(pd.concat([*rows, unplaced, rest]).drop_duplicates("id"), crs=4326)


@pytest.fixture(scope="session")
def _pages(browser: Browser) -> Pages:
    return Pages(browser, offline=True)


@pytest.fixture(scope="module")
def keep_open(_pages: Pages) -> Iterator[Callable[..., Page]]:
    """As ``open_page``, but what it opens stays open for all tests of a module."""
    yield from _opening(_pages)


@pytest.fixture
def open_page(_pages: Pages) -> Iterator[Callable[..., Page]]:
    """Opens a file with the network cut; the test fails on any word in the console or any request that leaves it."""
    yield from _opening(_pages)


def _opening(pages: Pages) -> Iterator[Callable[..., Page]]:
    used: list[tuple[Kept, dict[str, Any]]] = []

    def open_file(path: Path, hash_: str = "", *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        kept = pages.take(width=width, height=height, **options)
        used.append((kept, {name: options[name] for name in options.keys() - {"color_scheme", "reduced_motion"}}))
        return _ready(kept.page, path.as_uri() + hash_)

    yield open_file
    told = [word for kept, _options in used for word in _told(kept)]
    for kept, options in used:
        pages.give_back(kept, **options)
    assert told == []


def _told(kept: Kept) -> list[str]:
    """Return what stands in the console, and requests that leave the page."""
    return [*kept.said, *(url for url in kept.asked if not url.startswith(("file:", "data:", "blob:")))]


def _ready(page: Page, address: str) -> Page:
    """Open an address and wait until the page says that it is ready."""
    page.goto(address)
    page.wait_for_selector("html[data-ready=true]", timeout=120_000)
    return page
