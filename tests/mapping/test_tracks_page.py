"""The page of tracks: one file, no network, a brush that moves the ships, approaches and gaps in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from attacks import PAYLOADS
from playwright.sync_api import expect

from scs_tracker.mapping import save_map
from scs_tracker.tracks.outputs import MOST_FIXES, track_map
from scs_tracker.tracks.reading import Near
from scs_tracker.tracks.scene import look_at_scene

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

NEAR = Near(15.15, 117.76, 12.0, np.datetime64("2024-06-17T00:00:00"), np.datetime64("2024-06-17T12:00:00"))


def ships(names: tuple[str, ...] = ("FIRST", "SECOND", "THIRD")) -> pd.DataFrame:
    time = pd.date_range("2024-06-17T02:00Z", periods=120, freq="min")
    first = pd.DataFrame({"mmsi": 412000001, "time": time, "lat": 15.15, "lon": 117.70 + np.arange(120) / 1000})
    second = pd.DataFrame({"mmsi": 548000002, "time": time, "lat": 15.16, "lon": 117.82 - np.arange(120) / 1000})
    third = pd.DataFrame({"mmsi": 548000003, "time": time[[0, 1]], "lat": 15.2, "lon": 117.7})
    third = pd.concat([third, third.assign(time=third["time"] + pd.Timedelta(hours=5))])
    return pd.concat([frame.assign(name=name) for frame, name in zip((first, second, third), names, strict=True)])


@pytest.fixture(scope="module")
def page(keep_open: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("tracks")
    ships().to_parquet(folder / "p.parquet", index=False)
    save_map(track_map(look_at_scene(str(folder / "p.parquet"), NEAR, label="Scarborough Shoal")), folder / "m.html")
    return keep_open(folder / "m.html")


def test_vessels_approaches_and_gaps_are_listed(page: Page) -> None:
    texts = page.locator(".side .event").all_inner_texts()
    assert [text.split("\n")[0].strip() for text in texts] == [
        "FIRST – SECOND", "FIRST – THIRD", "THIRD: no position for 5 h", "FIRST", "SECOND", "THIRD",
    ]  # fmt: skip
    assert "can be switched off and be forged" in page.inner_text(".side")
    assert page.locator(".legend .entry").all_inner_texts() == ["Philippines\n2", "China\n1"]


def test_an_approach_sets_the_time_and_shows_its_figures(page: Page) -> None:
    page.locator(".side .event").first.click()
    expect(page.locator(".card h2")).to_have_text("FIRST – SECOND")
    card = page.inner_text(".card")
    assert "0.60 ± 0." in card
    assert "180°" in card
    assert "2024-06-17 03:0" in page.inner_text(".period") or "2024-06-17 02:5" in page.inner_text(".period")
    page.keyboard.press("Escape")
    page.get_by_text("Whole time").click()


def test_the_brush_moves_the_ships(page: Page) -> None:
    slider = page.get_by_role("slider", name="To")
    slider.focus()
    before = slider.get_attribute("aria-valuenow")
    page.keyboard.press("PageDown")
    assert int(slider.get_attribute("aria-valuenow")) == int(before) - 3600
    page.get_by_text("Whole time").click()
    box = page.locator(".chart").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 40)
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + 40)
    assert page.inner_text(".period").endswith("2024-06-17 03:00 UTC")
    ships = "document.querySelector('.leaflet-scs-incidents-pane canvas').toDataURL()"
    drawn = page.evaluate(ships)
    page.get_by_text("Whole time").click()
    page.mouse.click(box["x"] + box["width"] / 5, box["y"] + 40)
    page.wait_for_function(f"drawn => {ships} !== drawn", arg=drawn)
    page.get_by_text("Whole time").click()


def test_hostile_names_are_text(keep_open: Callable[..., Page], tmp_path: Path) -> None:
    names = [text for text in PAYLOADS if text.isprintable()][:3]
    ships(tuple(names)).to_parquet(tmp_path / "p.parquet", index=False)
    scene = look_at_scene(str(tmp_path / "p.parquet"), NEAR, label=names[0])
    save_map(track_map(scene), tmp_path / "m.html")
    page = keep_open(tmp_path / "m.html")
    assert names[0].strip()[:8] in page.inner_text(".side")


def test_many_positions_are_thinned_and_that_is_said(tmp_path: Path) -> None:
    time = pd.date_range("2024-06-17T00:00Z", periods=4000, freq="10s")
    rng = np.random.default_rng(1)
    way = np.cumsum(rng.normal(0, 1, (30, 4000)).cumsum(axis=1) / 40_000_000, axis=1)
    frame = pd.concat([
        pd.DataFrame({"mmsi": 412000000 + ship, "time": time, "lat": 15.1 + ship / 500 + way[ship], "lon": 117.76})
        for ship in range(30)
    ])  # fmt: skip
    frame.to_parquet(tmp_path / "p.parquet", index=False)
    map_ = track_map(look_at_scene(str(tmp_path / "p.parquet"), NEAR, label="x"))
    content = next(part.blocks["scs-tracks"] for part in map_._children.values()
                   if "scs-tracks" in getattr(part, "blocks", {}))  # fmt: skip
    drawn = sum(len(vessel["t"]) for vessel in content["vessels"])
    assert len(frame) > MOST_FIXES >= drawn
    assert f"{drawn:,} of {len(frame):,} positions are drawn" in map_.get_root().render()
