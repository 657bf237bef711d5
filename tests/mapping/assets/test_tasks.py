"""Twelve tasks of a reader, each with as many clicks as docs/cookbook/maps.md says."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

COOKBOOK = Path(__file__).parents[3] / "docs" / "cookbook" / "maps.md"
#: Where the axis of time breaks, and the first day after the break.
BREAK, SINCE = 0.2, dt.date(2012, 1, 1)


class Reader:
    """Someone who clicks, counted; typing is not a click."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def on(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def at(self, place: str, x: float, y: float) -> None:
        self.clicks += 1
        box: Any = self.page.locator(place).bounding_box()
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def bar(self, year: int) -> None:
        box: Any = self.page.locator(".chart").bounding_box()
        last = int(self.page.inner_text(".period")[-10:-6])
        share = (dt.date(year, 7, 1) - SINCE) / (dt.date(last + 1, 1, 1) - SINCE)
        self.at(".chart", box["width"] * (BREAK + (1 - BREAK) * share), box["height"] / 2)

    def found(self, typed: str, kind: str) -> None:
        self.page.fill(".search input", typed)
        self.on(self.page.locator(f".search li[data-kind={kind}]").first)

    def chips(self) -> list[str]:
        return self.page.locator(".chip.on bdi").all_inner_texts()


def claims_of_a_point(reader: Reader) -> None:
    spot = reader.page.evaluate("scs.placeOf(17.8, 116.3)")
    reader.at(".folium-map", spot["x"], spot["y"])
    expect(reader.page.locator(".card")).to_contain_text("Claimed, according to the laws, maps and notes checked")


def one_year(reader: Reader) -> None:
    reader.bar(2024)
    expect(reader.page.locator(".period")).to_have_text("2024-01-01 – 2024-12-31")


def one_pair_in_one_year(reader: Reader) -> None:
    reader.on(reader.page.locator("#panel-overview .bars button").first)
    reader.bar(2023)
    expect(reader.page.locator(".chip.on bdi")).to_have_count(2)
    assert "→" in reader.chips()[1]


def water_cannon_at_second_thomas_in_2024(reader: Reader) -> None:
    reader.found("water cannon", "only")
    reader.found("Second Thomas Shoal", "place")
    reader.bar(2024)
    expect(reader.page.locator(".period")).to_have_text("2024-01-01 – 2024-12-31")
    assert {"Second Thomas Shoal", "Type: water cannon"} <= set(reader.chips())


def incidents_at_a_place(reader: Reader) -> None:
    reader.found("Second Thomas Shoal", "place")
    expect(reader.page.locator("#panel-list")).to_be_visible()


def incidents_of_an_area(reader: Reader) -> None:
    box = reader.page.evaluate("scs.drawn().rings.find(({ area }) => area)")
    reader.at(".folium-map", box["x"], box["y"])
    expect(reader.page.locator(".card h2")).to_contain_text(box["name"])


def incidents_without_a_box(reader: Reader) -> None:
    reader.on(reader.page.locator(".beyond"))
    expect(reader.page.locator("#panel-list .option").first).to_be_visible()


def a_link(reader: Reader) -> None:
    reader.on(reader.page.locator(".more > summary"))
    reader.on(reader.page.get_by_role("button", name="Copy link"))


def two_periods(reader: Reader) -> None:
    reader.on(reader.page.get_by_role("button", name="Compare"))
    expect(reader.page.locator(".card .compared")).to_be_visible()


def one_vessel(reader: Reader) -> None:
    reader.found("Sierra Madre", "unit")
    expect(reader.page.locator(".chip.on bdi").last).to_contain_text("Sierra Madre")


def the_story_of_an_episode(reader: Reader) -> None:
    reader.found("rig", "episode")
    reader.on(reader.page.locator(".card button", has_text="Step through"))
    expect(reader.page.locator(".card progress")).to_be_visible()


def a_table(reader: Reader) -> None:
    reader.on(reader.page.locator(".more > summary"))
    with reader.page.expect_download():
        reader.on(reader.page.get_by_role("button", name="CSV", exact=True))


TASKS = {
    "claims, distances and incidents within 50 nm of a point": claims_of_a_point,
    "one year": one_year,
    "incidents at a place": incidents_at_a_place,
    "one pair of parties in one year": one_pair_in_one_year,
    "water cannon at Second Thomas Shoal in 2024": water_cannon_at_second_thomas_in_2024,
    "incidents located only to an area": incidents_of_an_area,
    "incidents located only to an area (that has no box)": incidents_without_a_box,
    "a link to this view": a_link,
    "two periods compared": two_periods,
    "the incidents of one vessel": one_vessel,
    "an episode step by step": the_story_of_an_episode,
    "a table of what is shown": a_table,
}


@pytest.mark.parametrize("task", TASKS)
def test_a_task_takes_as_many_clicks_as_the_cookbook_says(
    open_page: Callable[..., Page], first_screen: Path, task: str
):
    said = re.search(
        rf"^\| {re.escape(task.partition(' (')[0])} \| (\d)", COOKBOOK.read_text(encoding="utf-8"), re.MULTILINE
    )
    reader = Reader(open_page(first_screen))
    TASKS[task](reader)
    assert said is not None
    assert reader.clicks == int(said[1])
