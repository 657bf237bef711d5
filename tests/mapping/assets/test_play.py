"""The timeline as a brush: whole days, whatever the time zone, before and after 1970."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, load, save_map
from scs_tracker.model import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from playwright.sync_api import Page

WHOLE = load("overview").model_copy(update={"opens": ""})


def shown(page: Page) -> int:
    said = page.inner_text(".count")
    return 0 if said == "No incidents match" else int(said.split()[0].replace(",", ""))


def overlapping(frame: gpd.GeoDataFrame, start: str, end: str) -> int:
    """How many incidents may have been between two days, counted here as text."""
    ends = frame["date_end"].where(frame["date_end"] != "", frame["date_start"]).map(last_day)
    return int(((frame["date_start"].map(first_day) <= end) & (ends >= start)).sum())


def period(page: Page) -> tuple[str, str]:
    first, last = page.inner_text(".period").split(" – ")
    return first, last


def drag(page: Page, start: float, end: float) -> None:
    """Drag from one share of the chart's width to another."""
    box = page.locator(".chart").bounding_box()
    y = box["y"] + 40
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (start + end) / 2, y)
    page.mouse.move(box["x"] + box["width"] * end, y)
    page.mouse.up()


def test_dragging_over_the_chart_chooses_a_period(page: Page, shipped: gpd.GeoDataFrame):
    drag(page, 0.5, 0.8)
    start, end = period(page)
    assert "1998" <= start[:4] <= "2002"
    assert "2014" <= end[:4] <= "2017"
    assert shown(page) == overlapping(shipped, start, end) < len(shipped)


def test_an_edge_resizes_and_the_middle_moves_the_period(page: Page):
    drag(page, 0.5, 0.7)
    start, end = period(page)
    drag(page, 0.7, 0.9)
    assert period(page)[0] == start
    assert period(page)[1] > end
    before = period(page)
    drag(page, 0.6, 0.55)
    after = period(page)
    assert after[0] < before[0]
    assert after[1] < before[1]
    page.get_by_role("button", name="All dates").click()
    assert period(page)[0] < "1975"


def test_keys_move_the_edges_by_the_chosen_step(page: Page, shipped: gpd.GeoDataFrame):
    page.focus(".chart .from")
    page.select_option(".time select >> nth=0", "year")
    page.focus(".chart .from")
    page.keyboard.press("ArrowRight")
    assert period(page)[0] == "1975-01-01"
    page.keyboard.press("PageUp")
    assert period(page)[0] == "1987-01-01"
    page.keyboard.press("Home")
    assert period(page)[0] == "1974-01-19"
    page.focus(".chart .to")
    page.keyboard.press("ArrowLeft")
    start, end = period(page)
    assert end.endswith("12-31")
    assert shown(page) == overlapping(shipped, start, end)


def test_steps_move_a_window_by_whole_months(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'time=2024-01-01..2024-01-31'")
    expect(page.locator(".period")).to_have_text(re.compile("^2024-01-01"))
    page.click("[aria-label='One step forward']")
    assert period(page) == ("2024-02-01", "2024-02-29")
    assert shown(page) == overlapping(shipped, "2024-02-01", "2024-02-29")
    page.click("[aria-label='One step back']")
    assert period(page) == ("2024-01-01", "2024-01-31")


def test_cumulative_keeps_the_beginning(page: Page):
    page.evaluate("location.hash = 'time=2024-01-01..2024-01-31'")
    expect(page.locator(".period")).to_have_text(re.compile("^2024-01-01"))
    page.check("text=Cumulative")
    page.click("[aria-label='One step forward']")
    assert period(page) == ("1974-01-19", "2024-02-29")


def test_play_moves_on_and_stops_when_asked(page: Page):
    page.select_option(".time select >> nth=0", "year")
    page.click("[aria-label=Play]")
    expect(page.locator(".period")).not_to_have_text(re.compile("^1974"))
    page.click("[aria-label=Pause]")
    assert shown(page) > 0  # years without incidents are passed over
    assert page.is_visible("[aria-label=Play]")


def test_the_axis_zooms_to_the_period(page: Page):
    page.evaluate("location.hash = 'time=2024-01-01..2024-12-31'")
    expect(page.locator(".period")).to_have_text(re.compile("^2024-01-01"))
    page.click("[aria-label='Zoom the axis to the period']")
    assert re.match("Incidents by (week|day);", page.get_attribute(".chart canvas", "aria-label"))
    drag(page, 0.05, 0.06)  # an edge is near, so this moves it by a few days
    assert period(page)[0].startswith("2024-0")


def test_a_single_day_is_drawn_with_days_around_it(
    open_page: Callable[..., Page], shipped: gpd.GeoDataFrame, tmp_path: Path
):
    day = shipped[shipped["id"] == "20230206-second-thomas-laser"]
    save_map(incident_map(day, recipe=WHOLE), tmp_path / "day.html")
    page = open_page(tmp_path / "day.html")
    assert period(page) == ("2023-02-06", "2023-02-06")
    window, chart = (page.locator(name).bounding_box() for name in (".chart .window", ".chart"))
    assert 0.05 < window["width"] / chart["width"] < 0.1
    drag(page, 0.1, 0.9)
    assert period(page) == ("2023-02-06", "2023-02-06")
    assert shown(page) == 1


def test_the_axis_names_days_where_months_are_too_wide(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    page.evaluate(
        "() => { window.written = []; const pen = CanvasRenderingContext2D.prototype; const { fillText } = pen;"
        " pen.fillText = function (...said) { window.written.push(said[0]); return fillText.apply(this, said); }; }"
    )
    page.evaluate("location.hash = 'time=2024-06-10..2024-06-20'")
    expect(page.locator(".period")).to_have_text("2024-06-10 – 2024-06-20")
    page.get_by_role("button", name="Zoom the axis to the period").click()
    page.wait_for_function("['2024-06-10', '2024-06-17'].every((day) => written.includes(day))")


def test_the_chart_obeys_the_other_filters(page: Page):
    picture = "document.querySelector('.chart canvas').toDataURL()"
    before = page.evaluate(picture)
    page.click("#tab-filters")
    page.uncheck("[data-facet=actor][data-key=CN]")
    page.wait_for_function(f"before => {picture} !== before", arg=before)


def test_a_tick_names_its_event_and_opens_it(page: Page, events: pd.DataFrame):
    event = events[events["date_start"] == "2002-11-04"].iloc[0]
    box = page.locator(".chart").bounding_box()
    page.focus(".chart .from")
    for x in range(int(box["width"] * 0.5), int(box["width"] * 0.6)):
        page.mouse.move(box["x"] + x, box["y"] + 4)
        if page.is_visible(".chart .tip") and event["title"] in page.inner_text(".chart .tip"):
            page.mouse.down()
            page.mouse.up()
            break
    assert event["title"] in page.inner_text(".card")


@pytest.mark.parametrize("zone", ["Asia/Manila", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_dates_stay_as_written_in_every_time_zone(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path, zone: str
):
    frame = few.assign(date_start=few["date_start"].where(few["date_start"].str.len() < 10, "1956-01-01"), date_end="")
    save_map(incident_map(frame, recipe=WHOLE), tmp_path / "old.html")
    page = open_page(tmp_path / "old.html", timezone_id=zone)
    assert period(page)[0] == "1956-01-01"
    page.evaluate("location.hash = 'time=1956-01-01..1956-01-01'")
    expect(page.locator(".period")).to_have_text("1956-01-01 – 1956-01-01")
    assert shown(page) == (frame["date_start"] == "1956-01-01").sum()
    page.click("#tab-list")
    assert "1956-01-01" in page.locator(".option").first.inner_text()


def test_a_partial_date_counts_wherever_it_may_have_been(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    frame = few.iloc[:3].assign(date_start=["2021", "2021-06", "2021-06-15"], date_end="")
    save_map(incident_map(frame, recipe=WHOLE), tmp_path / "partial.html")
    page = open_page(tmp_path / "partial.html")
    for days, number in (("2021-06-15..2021-06-15", 3), ("2021-06-10..2021-06-14", 2), ("2021-05-01..2021-05-02", 1)):
        page.evaluate(f"location.hash = 'time={days}'")
        expect(page.locator(".period")).to_have_text(days.replace("..", " – "))
        assert shown(page) == number
    page.click("#tab-list")
    texts = page.locator(".option b").all_inner_texts()
    assert texts == ["2021"]
