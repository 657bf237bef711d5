"""Finding, choosing, comparing, telling, measuring and taking away: on one page that stays open."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from playwright.sync_api import expect
from pyproj import Geod

from scs_tracker import geodata
from scs_tracker.act import countries_of, initiator_side, parse_acts
from scs_tracker.model import first_day, last_day
from scs_tracker.sentences import incident_sentence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    from playwright.sync_api import Locator, Page

GEOD = Geod(ellps="WGS84")


def shown(page: Page) -> int:
    said = page.inner_text(".count")
    return 0 if said == "No incidents match" else int(said.split()[0].replace(",", ""))


def by_words(page: Page, typed: str) -> int:
    page.fill("input[type=search]", typed)
    page.locator("#scs-found [data-kind=text]").click()
    expect(page.locator(".chip.on")).to_contain_text(typed)
    return shown(page)


def test_words_of_the_reports_are_found_in_full(page: Page, shipped: gpd.GeoDataFrame):
    fields = ["summary", "accounts", "location_text", "damage", "initiator_units", "target_units", "place", "standing"]
    texts = shipped[[*fields, "sources"]].fillna("").agg(" ".join, axis=1).str.lower()
    assert by_words(page, "inflatable") == texts.str.contains(r"\binflatable", regex=True).sum() > 0


def test_a_letter_or_two_are_forgiven(page: Page):
    right = by_words(page, "inflatables")
    page.click(".chip.on button")
    assert by_words(page, "inflatabels") >= right > 0


def unfold(page: Page, name: str) -> Locator:
    """Open the filters and one facet of them, if it is folded, and return it."""
    page.click("#tab-filters")
    section = page.locator(".facet", has=page.locator(f"[data-facet={name}]"))
    if section.get_attribute("open") is None:
        section.locator("summary").first.click()
    return section


def facet(page: Page, name: str) -> None:
    unfold(page, name).get_by_role("button", name="None", exact=True).click()


def test_target_pair_and_harm_filter(page: Page, shipped: gpd.GeoDataFrame):
    facet(page, "target")
    page.check("[data-facet=target][data-key=VN]")
    assert shown(page) == shipped["targets"].str.contains(r"\bVN-").sum() > 0
    page.click("#panel-filters > button")
    facet(page, "pair")
    page.check("[data-facet=pair][data-key='CN>PH']")
    both = shipped["acts"].map(
        lambda text: any("CN" in countries_of(act.by) and "PH" in countries_of(act.against) for act in parse_acts(text))
    )
    assert shown(page) == both.sum() > 0
    page.click("#panel-filters > button")
    facet(page, "harm")
    page.check("[data-facet=harm][data-key=killed]")
    assert shown(page) == (shipped["killed"].fillna(0) > 0).sum() > 0


def test_counts_follow_the_other_filters(page: Page, shipped: gpd.GeoDataFrame):
    facet(page, "type")
    page.check("[data-facet=type][data-key=laser]")
    laser = shipped["types"].str.contains("laser")

    def number(name: str, key: str) -> int:
        unfold(page, name)
        label = page.locator("label", has=page.locator(f"[data-facet={name}][data-key='{key}']"))
        return int(label.locator("b").inner_text())

    assert number("target", "PH") == (laser & shipped["targets"].str.contains(r"\bPH-")).sum()
    assert number("type", "ramming") == shipped["types"].str.contains(r"\bramming").sum(), "its own facet is left aside"


def test_no_count_is_ever_empty(page: Page):
    """Whatever panel is opened first, and whether a facet is folded out before or after the filters change."""
    page.evaluate("location.hash = 'time=2020-01-01..2020-12-31'")
    expect(page.locator(".period")).to_have_text("2020-01-01 – 2020-12-31")
    for panel, name in (("filters", "year"), ("filters", "target"), ("filters", "zone")):
        page.click(f"#tab-{panel}")
        section = page.locator(f"#panel-{panel} .facet", has=page.locator(f"[data-facet={name}]"))
        section.locator("summary").first.click()
        said = section.locator("label:visible b").all_inner_texts()
        assert len(said) > 3
        assert all(re.fullmatch(r"[\d,]+", text) for text in said), said


def test_the_slider_keeps_what_is_known_well(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    page.locator("#scs-within").evaluate("input => { input.value = 4; input.dispatchEvent(new Event('input')); }")
    assert page.inner_text("#panel-filters output") == "up to 10 km"
    expect(page.locator(".chip.on bdi")).to_have_text("Uncertainty radius: up to 10 km")
    assert shown(page) == (shipped["radius_km"] <= 10).sum() > 0


def test_a_legend_entry_shows_its_class_alone_and_again_all(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-overview")
    page.locator(".legend .entry", has_text="Vietnam").click()
    sides = shipped["acts"].map(lambda text: initiator_side(parse_acts(text), geodata.vocabulary()))
    assert shown(page) == (sides == "VN").sum() > 0
    page.locator(".legend .entry", has_text="Vietnam").click()
    assert shown(page) == len(shipped)


@pytest.mark.parametrize(("mode", "rest"), [("actor", ["acts of both sides", "others"]), ("type", ["other types"])])
def test_at_most_eight_colours_are_in_view_and_the_rest_is_one_of_them(page: Page, mode: str, rest: list[str]):
    page.click("#tab-overview")
    page.select_option(".legend select", mode)
    names = page.locator(".legend .entry bdi").all_inner_texts()
    assert names[-len(rest) :] == rest
    colours = page.locator(".legend .entry .swatch path:first-child").evaluate_all(
        "all => all.map((at) => at.getAttribute('fill'))"
    )
    assert len(set(colours)) == 8


def map_click(page: Page, x: float, y: float) -> None:
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)


def test_a_rectangle_chooses_what_lies_within(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'area=117 14.5,118.5 14.5,118.5 16,117 16&view=6/14/116'")
    inside = shipped["lon"].between(117, 118.5) & shipped["lat"].between(14.5, 16)
    expect(page.locator(".chip.on")).to_contain_text("in the drawn area")
    assert shown(page) == inside.sum() > 10
    page.click(".chip.on button")
    assert shown(page) == len(shipped)
    page.get_by_role("button", name="Draw a rectangle").click()
    map_click(page, 300, 150)
    map_click(page, 560, 430)
    assert 0 < shown(page) < len(shipped)
    expect(page).to_have_url(re.compile("area="))


def test_a_corner_may_lie_on_a_limit(page: Page):
    """A limit takes clicks in a broad band along it, but not from a tool."""
    page.evaluate("location.hash = 'claims=ph-kig&view=7/9.3/112.6&time=1974-01-01..1974-01-31'")
    line = page.locator(".leaflet-scs-claim-targets-pane path[stroke-opacity='0']").first
    expect(page.locator(".leaflet-scs-claim-targets-pane path[stroke-opacity='0']")).to_have_count(1)
    page.get_by_role("button", name="Measure a distance").click()
    for share in (0.3, 0.34):
        spot = line.evaluate(
            "(path, share) => { const at = path.getPointAtLength(path.getTotalLength() * share)"
            ".matrixTransform(path.getScreenCTM()); return [at.x, at.y]; }",
            share,
        )
        page.mouse.click(*spot)
    expect(page.locator(".tool-status")).to_contain_text("bearing")
    assert not page.is_visible(".card")


def test_a_polygon_that_crosses_itself_is_refused_in_a_sentence(page: Page, shipped: gpd.GeoDataFrame):
    page.get_by_role("button", name="Draw a polygon").click()
    for x, y in ((320, 100), (640, 400), (640, 100), (320, 400)):
        map_click(page, x, y)
    page.get_by_role("button", name="Close the polygon").click()
    assert "cross each other" in page.inner_text(".tool-status")
    assert shown(page) == len(shipped)
    page.keyboard.press("Escape")
    assert not page.is_visible(".tool-status")


def test_a_claim_chooses_what_lies_in_it(page: Page, shipped: gpd.GeoDataFrame):
    for kind, column in (("claim", "zones"), ("claim_possible", "zones_possible")):
        page.evaluate(f"location.hash = 'find={kind}:id-eez'")
        expect(page.locator(".chip.on")).to_contain_text("possible" if kind == "claim_possible" else "Indonesia")
        held = shipped[column].str.split(";").map(lambda ids: "id-eez" in [each.strip() for each in ids])
        assert shown(page) == held.sum() > 0, "certain and possible are never summed"


def test_measuring_gives_miles_kilometres_and_a_bearing_on_the_ellipsoid(page: Page):
    page.evaluate("location.hash = 'view=6/12/114'")
    expect(page).to_have_url(re.compile("view=6%2F12"))
    box = page.locator(".folium-map").bounding_box()
    corners = [(box["width"] / 2 - 150, box["height"] / 2 + 100), (box["width"] / 2 + 160, box["height"] / 2 - 120)]
    page.get_by_role("button", name="Measure a distance").click()
    for corner in corners:
        map_click(page, *corner)
    said = page.inner_text(".tool-status")
    miles, km, bearing = (float(n) for n in re.search(r"([\d.]+) nm \(([\d.]+) km\), bearing (\d+)°", said).groups())
    page.keyboard.press("Escape")
    view = re.search(r"view=([\d.]+)%2F([\d.-]+)%2F([\d.-]+)", page.url)
    zoom, lat, lon = map(float, view.groups())

    def place(x: float, y: float) -> tuple[float, float]:
        scale = 256 * 2**zoom
        mid = math.asinh(math.tan(math.radians(lat)))
        north = mid - (y - box["height"] / 2) / scale * 2 * math.pi
        return lon + (x - box["width"] / 2) / scale * 360, math.degrees(math.atan(math.sinh(north)))

    (lon1, lat1), (lon2, lat2) = (place(*corner) for corner in corners)
    azimuth, _, metres = GEOD.inv(lon1, lat1, lon2, lat2)
    assert km == pytest.approx(metres / 1000, rel=0.004)
    assert miles == pytest.approx(metres / 1852, rel=0.004)
    assert bearing == pytest.approx(azimuth % 360, abs=1)


def test_two_periods_stand_beside_each_other(page: Page, shipped: gpd.GeoDataFrame):
    page.get_by_role("button", name="Compare").click()
    dates = page.locator(".two input")
    for at, day in enumerate(("2023-01-01", "2023-12-31", "2024-01-01", "2024-12-31")):
        dates.nth(at).fill(day)
    starts = shipped["date_start"].map(first_day)
    ends = shipped["date_end"].where(shipped["date_end"] != "", shipped["date_start"]).map(last_day)
    counts = [int(((starts <= f"{year}-12-31") & (ends >= f"{year}-01-01")).sum()) for year in (2023, 2024)]
    row = page.locator(".compared tbody tr").first.locator("td").all_inner_texts()
    assert [int(cell) for cell in row[:2]] == counts
    assert page.locator(".two canvas").count() == 2
    page.select_option(".card select >> nth=0", "pair")
    assert page.locator(".two select").count() == 2


def test_what_is_compared_is_in_the_link_and_ends_with_the_record(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    page = open_page(overview)  # where nothing was compared before
    page.get_by_role("button", name="Compare").click()
    page.locator(".card select").first.select_option("period")
    last = shipped[shipped["date_start"].str.len() == 10][["date_start", "date_end"]].max().max()
    assert page.locator(".card input[type=date]").last.input_value() == last
    page.locator(".card input[type=date]").first.fill("2023-01-01")
    expect(page).to_have_url(re.compile(r"compare=period%3A2023-01-01\.\."))
    page.click(".card [aria-label=Close]")
    expect(page).not_to_have_url(re.compile("compare="))
    sent = open_page(overview, "#compare=pair:CN>PH,CN>VN")
    expect(sent.locator(".card .compared")).to_be_visible()
    assert sent.locator(".card .two select").evaluate_all("all => all.map((each) => each.value)") == ["CN>PH", "CN>VN"]


def test_playing_says_what_happens(page: Page):
    page.locator("select[aria-label=Step]").select_option("year")
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".caption")).to_have_text(re.compile(r"Incidents from \d{4}-01-01 to \d{4}-12-31: \d+\."))
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".caption")).to_be_hidden()


def test_a_key_takes_the_sea_floor_away_but_not_in_a_field(page: Page):
    page.click("#tab-layers")
    box = page.get_by_label("Shaded sea floor (F)")
    expect(box).to_be_checked()
    page.locator("#tab-layers").press("f")
    expect(box).not_to_be_checked()
    page.locator(".search input").press("f")
    expect(box).not_to_be_checked()
    page.locator("#tab-layers").press("f")
    expect(box).to_be_checked()


def test_a_filter_is_found_by_its_words(page: Page):
    page.click("#tab-filters")
    page.get_by_label("Find a filter").fill("paracel")
    seen = page.locator("#panel-filters .facet .check:visible")
    assert seen.count() > 0
    assert all("paracel" in text.lower() for text in seen.all_inner_texts())
    page.get_by_label("Find a filter").fill("")


@pytest.mark.parametrize(("locale", "language"), [("id-ID", "id"), ("zh-CN", "zh-Hans"), ("de-DE", "en")])
def test_a_page_opens_in_the_language_of_the_browser(
    open_page: Callable[..., Page], overview: Path, locale: str, language: str
):
    page = open_page(overview, locale=locale)
    assert page.evaluate("document.documentElement.lang") == language
    assert "lang=" not in page.url


def test_an_episode_is_told_step_by_step(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'find=episode:hysy981-2014'")
    page.click("#tab-filters")
    line = page.locator(".line", has=page.locator("[data-facet=episode][data-key='hysy981-2014']"))
    line.get_by_role("button").click()
    page.get_by_role("button", name="Step through the incidents").click()
    rows = shipped[shipped["episode"] == "hysy981-2014"].sort_values(["date_start", "id"])
    expect(page.locator(".card")).to_contain_text(f"1 of {len(rows)}")
    expect(page.locator(".card")).to_contain_text(rows.iloc[0]["summary"])
    told = rows.iloc[:2].drop(columns="geometry").to_dict("records")
    sentences = [incident_sentence({key: None if pd.isna(cell) else cell for key, cell in row.items()}) for row in told]
    expect(page.locator(".card")).to_contain_text(sentences[0])
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".card")).to_contain_text(f"2 of {len(rows)}")
    expect(page.locator(".card")).to_contain_text(rows.iloc[1]["summary"])
    expect(page.locator(".card")).to_contain_text(sentences[1])


def test_playing_skips_time_in_which_nothing_happened(page: Page):
    page.evaluate("location.hash = 'time=1974-01-01..1974-01-31'")
    expect(page.locator(".period")).to_have_text(re.compile("^1974-01"))
    page.select_option(".time [aria-label=Speed]", "250")
    page.click("[aria-label=Play]")
    expect(page.locator(".period")).not_to_have_text(re.compile("^1974-01"))
    page.click("[aria-label=Pause]")
    assert shown(page) > 0
    assert page.inner_text(".period")[:4] > "1974"


@pytest.mark.parametrize("kind", ["PNG", "SVG"])
def test_the_view_is_saved_as_a_picture_with_title_and_credits(page: Page, kind: str):
    page.evaluate("location.hash = 'view=6/14/116'")
    expect(page).to_have_url(re.compile("view=6%2F14"))
    page.locator(".more").evaluate("more => { more.open = true; }")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=kind, exact=True).click()
    content = waiting.value.path().read_bytes()
    if kind == "PNG":
        assert content[:4] == b"\x89PNG"
        assert len(content) > 50_000
        return
    root = ET.fromstring(content)  # noqa: S314 - what the page itself made
    said = " ".join(root.itertext())
    for part in ("Incidents in the South China Sea", "OpenStreetMap", "Scarborough Shoal", "China"):
        assert part in said
    assert len(root.findall(".//{http://www.w3.org/2000/svg}path")) > 60


def test_the_language_changes_page_and_names_and_stays_in_the_address(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview, "#lang=zh-Hans&view=7/10/115", reduced_motion="reduce")
    assert page.inner_text("#tab-layers") == "图层"
    assert page.get_attribute("html", "lang") == "zh-Hans"
    names = {each["name"] for each in page.evaluate("scs.drawn()")["names"]}
    assert any(name.startswith(("仁爱礁", "仙宾礁")) for name in names)
    expect(page).to_have_url(re.compile("lang=zh-Hans"))
    assert open_page(overview, "#lang=klingon").inner_text("#tab-layers") == "Layers"


def test_a_reef_says_who_holds_it_and_whose_drawing_it_is(page: Page):
    page.evaluate("location.hash = 'view=10/9.9/115.53&time=1974-01-01..1974-01-31'")  # a time without rings there
    expect(page).to_have_url(re.compile("view=10%2F9.9"))
    lat, lon = page.evaluate("scs.places.filter((at) => at.id === 'mischief-reef').map((at) => [at.lat, at.lon])[0]")
    spot = page.evaluate(f"scs.placeOf({lat}, {lon})")
    map_click(page, spot["x"], spot["y"])
    expect(page.locator(".card h2")).to_have_text("Mischief Reef")
    text = page.inner_text(".card")
    for part in ("Mischief Reef", "Occupied by", "China", "Outline from"):
        assert part in text
