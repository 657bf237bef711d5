"""A map of 50,000 incidents beside GeoDataFrame.explore(), lonboard and folium's FastMarkerCluster, in one run.

    pip install mapclassify lonboard  # explore() needs the one; nothing else does, so they are in no list of dependencies
    python benchmarks/map/fifty_thousand.py [--incidents 50000] [--node-modules DIR]

Sizes, time to write, time until a reader can use the page, and the time of one step of the time brush, in Chromium on
file:// with the network cut. A step is timed twice: by the clock, which a busy machine stretches, and by the processor
time of the page's main thread (scripts, layout, painting). The others' libraries are answered from installed packages, so that no network is
measured; Leaflet.markercluster, which no Python package has, comes from
DIR, where ``npm install leaflet.markercluster@1.1.0`` put it, and without DIR that row is left out.

Texts are as long as those of the shipped incidents and each is unique: words drawn at random with the frequencies of
the real ones, which compresses worse than real sentences do. FastMarkerCluster gets positions alone, no fields. A page
of lonboard's fetches its loader from elsewhere, so its bytes and the time to write it are given, and it is not opened.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import folium.plugins
import geopandas as gpd
import numpy as np
import pandas as pd
from playwright.sync_api import Error, sync_playwright

from scs_tracker import geodata
from scs_tracker.ledger import Ledger
from scs_tracker.mapping import incident_map, save_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page, Route

Steps = tuple[list[float], list[float]]  # by the clock, and of processor time, in milliseconds
_LIMIT_SECONDS = 180
_LONBOARD = "lonboard (needs a network)"
_UNIQUE = ("summary", "accounts", "location_text", "damage")
_USABLE = """
const done = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.__usable = performance.now(); }));
const ready = () => document.documentElement.dataset.ready === 'true';
const drawn = () => document.readyState === 'complete' &&
  document.querySelector('.leaflet-overlay-pane svg path, .leaflet-overlay-pane canvas, .leaflet-marker-pane > *');
const look = () => (document.documentElement && (OURS ? ready() : drawn()) ? done() : setTimeout(look, 5));
look();
"""
_STEPS = """
(async () => {
  const edge = document.querySelector('.chart .to');
  const flush = () => { for (const canvas of document.querySelectorAll('canvas')) {
    if (canvas.width > 100) canvas.getContext('2d').getImageData(0, 0, 1, 1); } };
  const times = [];
  flush();
  for (let step = 0; step < 60; step++) {
    const start = performance.now();
    edge.dispatchEvent(new KeyboardEvent('keydown', { key: step < 30 ? 'ArrowLeft' : 'ArrowRight', bubbles: true }));
    flush();
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times;
})()
"""

_STEP = """
(step) => {
  const edge = document.querySelector('.chart .to');
  edge.dispatchEvent(new KeyboardEvent('keydown', { key: step < 30 ? 'ArrowLeft' : 'ArrowRight', bubbles: true }));
  for (const canvas of document.querySelectorAll('canvas')) {
    if (canvas.width > 100) canvas.getContext('2d').getImageData(0, 0, 1, 1);
  }
}
"""


def shipped() -> gpd.GeoDataFrame:
    """Return the shipped incidents as the ledger gives them."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(f"sqlite:///{folder}/tracker.db")
        ledger.import_file(geodata.shipped("incidents/incidents.csv"))
        return ledger.incidents(statuses=None)


def many(real: gpd.GeoDataFrame, count: int) -> gpd.GeoDataFrame:
    """Return ``count`` incidents: real rows drawn at random, elsewhere, on other days, each with texts of its own."""
    random = np.random.default_rng(2016)
    frame = real.iloc[random.integers(0, len(real), count)].reset_index(drop=True)
    days = pd.Timestamp("1990-01-01") + pd.to_timedelta(random.integers(0, 13_000, count), unit="D")
    frame["date_start"] = days.strftime("%Y-%m-%d")
    frame["date_end"] = ""
    frame["id"] = [f"{day:%Y%m%d}-made-{number}" for number, day in enumerate(days)]
    frame["lon"] = np.round(frame["lon"] + random.normal(0, 0.6, count), 5)
    frame["lat"] = np.round(frame["lat"] + random.normal(0, 0.6, count), 5)
    for name in _UNIQUE:
        words = np.array(" ".join(real[name]).split())
        lengths = frame[name].str.split().str.len().to_numpy()
        drawn = np.split(random.choice(words, lengths.sum()), np.cumsum(lengths)[:-1])
        frame[name] = [" ".join(part) for part in drawn]
    frame["sources"] = [
        json.dumps([source | {"url": f"{source['url']}?{number}"} for source in json.loads(cell)])
        for number, cell in enumerate(frame["sources"])
    ]
    return frame.set_geometry(gpd.points_from_xy(frame["lon"], frame["lat"], crs=4326))


def fast_cluster(frame: gpd.GeoDataFrame) -> folium.Map:
    """Return folium's quickest map of points: positions alone, no fields."""
    map_ = folium.Map([12, 114], zoom_start=5, tiles=None, maxZoom=18)  # the plugin asks for it
    plain = "function (row) { return L.circleMarker([row[0], row[1]]); }"  # its own callback needs pictures elsewhere
    folium.plugins.FastMarkerCluster(frame[["lat", "lon"]].to_numpy().tolist(), callback=plain).add_to(map_)
    return map_


def on_lonboard(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write lonboard's map of the same rows with all their fields."""
    lonboard: Any = import_module("lonboard")
    lonboard.Map(lonboard.ScatterplotLayer.from_geopandas(frame)).to_html(path)


def answer(node_modules: Path | None) -> Callable[[Route], None]:
    """Answer a page's requests for libraries from installed packages; styles and the rest are empty."""
    leaflet = Path(import_module("xstatic.pkg.leaflet").BASE_DIR) / "leaflet.js"
    jquery = Path(import_module("xstatic.pkg.jquery").BASE_DIR) / "jquery.min.js"
    known = {"/leaflet.js": leaflet, "/jquery-": jquery}
    if node_modules is not None:
        known["leaflet.markercluster.js"] = node_modules / "leaflet.markercluster/dist/leaflet.markercluster.js"

    def respond(route: Route) -> None:
        address = route.request.url
        if address.startswith(("file:", "data:", "blob:")):
            route.continue_()
            return
        file = next((file for part, file in known.items() if part in address), None)
        style = address.endswith(".css")
        body = file.read_text(encoding="utf-8") if file is not None else ""
        route.fulfill(body=body, content_type="text/css" if style else "text/javascript")

    return respond


def opened(browser: Browser, file: Path, *, ours: bool, respond: Callable[[Route], None]) -> tuple[float, Page]:
    """Return the seconds until the page can be used, infinite where it never can, and the page."""
    start = time.perf_counter()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.route("**/*", respond)
    page = context.new_page()
    page.add_init_script(f"const OURS = {json.dumps(ours)};{_USABLE}")
    try:
        page.goto(file.as_uri(), wait_until="commit", timeout=_LIMIT_SECONDS * 1000)
        while time.perf_counter() - start < _LIMIT_SECONDS:
            if seconds := page.evaluate("window.__usable ?? 0"):
                return seconds / 1000, page
            time.sleep(0.1)
    except Error as error:
        print(f"{file.name}: {str(error).splitlines()[0]}", file=sys.stderr)
    return math.inf, page


def processor_steps(page: Page) -> list[float]:
    """Return the milliseconds of processor time that the page's main thread spends on each of 60 steps."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    times = []
    for step in range(60):
        before = spent()
        page.evaluate(_STEP, step)
        times.append(spent() - before)
    return times


def best_and_middle(seconds: list[float]) -> tuple[float, float]:
    """Return the least and the median of what was measured, not a number where nothing was."""
    return (min(seconds), statistics.median(seconds)) if seconds else (math.nan, math.nan)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--incidents", type=int, default=50_000)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    frame = many(shipped(), options.incidents)
    makers: dict[str, Callable[[Path], Any]] = {
        "scs-tracker": lambda path: save_map(incident_map(frame, recipe="overview"), path),
        "explore()": lambda path: frame.explore(tiles=None).save(path),
    }
    if find_spec("lonboard") is not None:
        makers[_LONBOARD] = lambda path: on_lonboard(frame, path)
    if options.node_modules is not None:
        makers["FastMarkerCluster (no fields)"] = lambda path: fast_cluster(frame).save(path)
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = os.environ.get("SCS_TRACKER_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    respond = answer(options.node_modules)
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, make in makers.items():
            file = Path(folder) / f"{name.split('(')[0]}.html"
            start = time.perf_counter()
            make(file)
            wrote = time.perf_counter() - start
            seconds, steps, processor = [], [], []
            for _ in range(options.runs if name != _LONBOARD else 0):
                usable, page = opened(browser, file, ours=name == "scs-tracker", respond=respond)
                seconds.append(usable)
                if math.isinf(usable):
                    break
                if name == "scs-tracker":
                    steps += page.evaluate(_STEPS)
                    processor += processor_steps(page)
                page.context.close()
            rows.append((name, file.stat().st_size, wrote, *best_and_middle(seconds), (steps, processor)))
        version = browser.version
        browser.close()
    report(rows, options.incidents, version)


def report(rows: list[tuple[str, int, float, float, float, Steps]], count: int, version: str) -> None:
    """Print sizes and times with their ratios to the first row."""
    ours = rows[0]
    print(f"{count:,} incidents, Chromium {version}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print(f"{'':32}{'MB':>8}{'ratio':>8}{'written s':>11}{'usable s':>10}{'median':>8}{'ratio':>8}")
    for name, size, wrote, best, middle, _ in rows:
        measured = f"{wrote:11.1f}{best:10.2f}{middle:8.2f}{middle / ours[4]:8.2f}"
        print(f"{name:32}{size / 1e6:8.1f}{size / ours[1]:8.2f}{measured}")
    if any(math.isinf(row[3]) for row in rows):
        print(f"inf: could not be used within {_LIMIT_SECONDS} s, or the browser gave it up")
    print()
    for what, steps in zip(("by the clock", "processor time"), map(sorted, ours[5]), strict=True):
        print(
            f"brush step, {len(steps)} steps, {what}: median {statistics.median(steps):.1f} ms, "
            f"95 % {steps[int(len(steps) * 0.95)]:.1f} ms, most {steps[-1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
