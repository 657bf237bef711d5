"""Any frame on the map: shapes of all kinds, colours by a column, a card of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely
from attacks import PAYLOADS
from playwright.sync_api import expect

import scs_tracker as scs
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

#: A frame of pandas holds no half characters.
WHOLE = [text for text in PAYLOADS if text.isprintable() or "\ud83d" not in text]
SHAPES = [
    shapely.Point(116, 12),
    shapely.LineString([(110, 10), (112, 12)]),
    shapely.box(113, 14, 115, 16).difference(shapely.box(113.8, 14.8, 114.2, 15.2)),
    None,
]


def frame(**columns: object) -> gpd.GeoDataFrame:
    cells = {
        "name": ["a ship", "a track", "a box", "nowhere"],
        "flag": ["PH", "CN", "VN", None],
        "knots": [1.5, 2, 3, 4],
    }
    return gpd.GeoDataFrame({**cells, **columns}, geometry=SHAPES, crs=4326)


@pytest.fixture(scope="module")
def page(keep_open: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("explore") / "ships.html"
    map_ = scs.explore(
        frame().to_crs(3857), colour="flag", card=["name", "knots"], colours={"PH": "#123456"}, title="Ships"
    )
    scs.save_map(map_, file)
    return keep_open(file, reduced_motion="reduce")


def click(page: Page, lon: float, lat: float) -> None:
    at = page.evaluate(f"scs.placeOf({lat}, {lon})")
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])


@pytest.mark.parametrize(
    ("lon", "lat", "name"), [(116, 12, "a ship"), (111, 11.01, "a track"), (113.4, 14.4, "a box"), (113, 15, "a box")]
)
def test_a_click_on_a_shape_shows_the_columns_asked_for(page: Page, lon: float, lat: float, name: str):
    click(page, lon, lat)
    expect(page.locator(".card h2")).to_have_text(name)
    assert page.locator(".card dt").all_inner_texts() == ["name", "knots"]
    page.keyboard.press("Escape")


def test_the_hole_of_a_polygon_is_not_the_polygon(page: Page):
    click(page, 114, 15)
    expect(page.locator(".card")).not_to_be_visible()


def test_the_legend_has_own_colours_and_filters(page: Page):
    assert page.locator(".legend path[fill='#123456']").count() == 1
    assert page.inner_text(".count") == "4 of 4"
    page.locator(".legend .entry", has_text="CN").click()
    assert page.inner_text(".count") == "3 of 4"
    page.locator(".legend .entry", has_text="CN").click()


def test_numbers_are_coloured_by_eighths(tmp_path: Path):
    many = gpd.GeoDataFrame({"n": range(80)}, geometry=[shapely.Point(110 + n / 20, 10) for n in range(80)], crs=4326)
    content = next(part.blocks["scs-explore"] for part in scs.explore(many, colour="n")._children.values()
                   if "scs-explore" in getattr(part, "blocks", {}))  # fmt: skip
    assert len(content["classes"]) == 9
    assert {content["of"].count(at) for at in range(8)} == {10}


def test_every_payload_stays_text(open_page: Callable[..., Page], tmp_path: Path):
    rows = len(WHOLE)
    hostile = gpd.GeoDataFrame(
        {"<b>column</b>": WHOLE, "constructor": WHOLE},
        geometry=[shapely.Point(110 + n / 40, 10) for n in range(rows)], crs=4326,
    )  # fmt: skip
    scs.save_map(scs.explore(hostile, colour="constructor", title=PAYLOADS[0]), tmp_path / "hostile.html")
    page = open_page(tmp_path / "hostile.html")
    for number in (0, 20, 40, rows - 1):
        page.locator(".event").nth(number).click()
        expect(page.locator(".card h2")).to_be_visible()
        page.keyboard.press("Escape")
    assert page.evaluate("window.__fired") is None


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: scs.explore(frame(), colour="flags"), "no column 'flags'; columns are name, flag, knots"),
        (lambda: scs.explore(frame(), card=["crew"]), "no column 'crew'"),
        (lambda: scs.explore(frame().set_crs(None, allow_override=True)), "has no CRS"),
        (lambda: scs.explore(frame().drop(columns="geometry")), "has no geometry"),
        (
            lambda: scs.explore(frame().assign(geometry=shapely.GeometryCollection([SHAPES[0]]))),
            "is a GeometryCollection",
        ),
        (lambda: scs.explore(frame().assign(geometry=shapely.Point(500, 10))), "check the CRS"),
        (lambda: scs.explore(frame(), language="xx"), "no texts in language 'xx'"),
    ],
)
def test_what_cannot_be_shown_is_said(make: Callable[[], object], message: str):
    with pytest.raises(TrackerError, match=message):
        make()


def test_two_builds_are_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        scs.save_map(scs.explore(frame(), colour="knots"), tmp_path / f"{name}.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
