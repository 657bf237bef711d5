"""What each control of the map does, in Chromium, on a file and without a network."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
from playwright.sync_api import expect

from scs_tracker.mapping import incident_map, load, parse, save_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

SECOND_THOMAS = "20240617-second-thomas-rhib-boarding"

WHOLE = load("overview").model_copy(update={"opens": ""})


def shown(page: Page) -> int:
    said = page.inner_text(".count")
    return 0 if said == "No incidents match" else int(said.split()[0].replace(",", ""))


def reset(page: Page) -> None:
    page.click("#tab-filters")
    page.click("#panel-filters > button")


def test_the_overview_opens_from_disk_with_more_than_450_markers(page: Page, shipped: gpd.GeoDataFrame):
    assert shown(page) == len(shipped)
    assert page.title() == f"{page.inner_text('.finding')} – Incidents in the South China Sea"
    markers = int(page.get_attribute(".folium-map", "data-markers"))
    assert markers == shipped["lat"].notna().sum() > 450


def test_a_box_takes_a_country_off_and_puts_it_back(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    box = page.locator("[data-facet=actor][data-key=PH]")
    box.uncheck()
    others = shipped["initiators"].map(lambda cell: any(not part.strip().startswith("PH-") for part in cell.split(";")))
    assert shown(page) == others.sum()
    box.check()
    assert shown(page) == len(shipped)


def test_a_service_alone_leaves_its_country_half_on(page: Page):
    page.click("#tab-filters")
    page.locator(".branch", has_text="China").locator("summary").first.click()
    page.uncheck("[data-facet=actor][data-key=CN-CCG]")
    assert page.evaluate("document.querySelector('[data-facet=actor][data-key=CN]').indeterminate")


@pytest.mark.parametrize(
    ("facet", "key", "column"),
    [("type", "laser", "types"), ("severity", "5", "severity"), ("corroboration", "single", "corroboration")],
)
def test_none_and_one_box_leave_exactly_that(page: Page, shipped: gpd.GeoDataFrame, facet: str, key: str, column: str):
    page.click("#tab-filters")
    section = page.locator(".facet", has=page.locator(f"[data-facet={facet}]"))
    section.get_by_role("button", name="None").click()
    assert page.title().startswith("No incidents match")
    page.check(f"[data-facet={facet}][data-key='{key}']")
    expected = shipped[column].map(lambda cell: key in [part.strip() for part in str(cell).split(";")]).sum()
    assert shown(page) == expected > 0
    reset(page)
    assert shown(page) == len(shipped)


def test_a_year_is_a_filter(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    page.get_by_text("Year", exact=True).click()
    page.locator(".facet", has=page.locator("[data-facet=year]")).get_by_role("button", name="None").click()
    page.check("[data-facet=year][data-key='2024']")
    starts, ends = (
        shipped["date_start"].str[:4],
        shipped["date_end"].where(shipped["date_end"] != "", shipped["date_start"]),
    )
    assert shown(page) == ((starts <= "2024") & (ends.str[:4] >= "2024")).sum()


def test_counts_in_the_tree_are_those_of_the_data(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    number = page.locator("label", has=page.locator("[data-facet=actor][data-key=VN]")).locator("b").inner_text()
    assert int(number) == shipped["initiators"].str.contains(r"\bVN-").sum()


@pytest.mark.parametrize("mode", ["actor", "date", "type", "severity"])
def test_the_legend_counts_what_is_shown_in_every_colour_mode(page: Page, shipped: gpd.GeoDataFrame, mode: str):
    page.click("#tab-overview")
    page.select_option(".legend select", mode)
    counts = page.locator(".legend .colours b").all_inner_texts()
    assert sum(map(int, counts)) == len(shipped)
    assert len(counts) > 3


def test_colours_on_the_canvas_change_with_the_switch(page: Page):
    picture = "document.querySelector('.leaflet-scs-incidents-pane canvas').toDataURL()"
    before = page.evaluate(picture)
    page.click("#tab-overview")
    page.select_option(".legend select", "date")
    page.wait_for_function(f"before => {picture} !== before", arg=before)


def test_search_finds_a_place_by_a_name_in_another_language(page: Page, shipped: gpd.GeoDataFrame):
    for typed in ("仁爱礁", "ayungin", "Bãi Cỏ Mây", "bai co may"):
        page.fill("input[type=search]", typed)
        page.keyboard.press("Enter")
        assert page.inner_text(".chip.on bdi") == "Second Thomas Shoal"
        found = (shipped["feature_id"] == "second-thomas-shoal") | (shipped["place"] == "Second Thomas Shoal")
        assert shown(page) == found.sum() > 40
        page.click(".chip.on button")
        assert shown(page) == len(shipped)


def test_search_finds_a_unit_and_an_id(page: Page, shipped: gpd.GeoDataFrame):
    page.fill("input[type=search]", "4409")
    page.get_by_role("option", name="BRP Cabra").click()
    units = shipped["initiator_units"] + ";" + shipped["target_units"]
    assert shown(page) == units.str.contains("BRP Cabra").sum() > 0
    page.fill("input[type=search]", SECOND_THOMAS[:20])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".card h2")
    assert SECOND_THOMAS in page.inner_text(".card")


RIG, RIG_TITLE = "hysy981-2014", "Haiyang Shiyou 981 rig, 2014"


def test_an_episode_is_found_and_selected_as_one(
    page: Page, shipped: gpd.GeoDataFrame, open_page: Callable[..., Page], overview: Path
):
    page.fill("input[type=search]", "haiyang shiyou 981 rig")
    page.get_by_role("option", name="episode").click()
    assert page.inner_text(".chip.on bdi") == RIG_TITLE
    assert shown(page) == (shipped["episode"] == RIG).sum() > 5
    card = page.inner_text(".card")
    for part in (RIG_TITLE, "2014-05-02 – 2014-07-15", "Incidents near the rig and its escort", f": {shown(page)}"):
        assert part in card
    page.click(".card [aria-label=Close]")
    assert RIG_TITLE in page.inner_text(".option >> nth=0")
    expect(page).to_have_url(re.compile(f"find=episode%3A{RIG}"))
    again = open_page(overview, f"#find=episode:{RIG}")
    assert shown(again) == shown(page)
    west, _, east, _ = page_bounds(again)
    assert 105 < west < 111.2 < east < 118, "the map looks at the episode"
    again.click(".chip.on button")
    assert shown(again) == len(shipped)


def page_bounds(page: Page) -> tuple[float, ...]:
    """What the graticule of the page shows, from its address."""
    expect(page).to_have_url(re.compile("view="))
    zoom, lat, lon = (float(part) for part in re.search(r"view=([\d.]+)%2F([\d.]+)%2F([\d.]+)", page.url).groups())
    width = page.locator(".folium-map").bounding_box()["width"] * 360 / (256 * 2**zoom)
    return lon - width / 2, lat, lon + width / 2, lat


def test_an_episode_is_filtered_and_shown_alone_from_the_filters_and_from_a_card(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-filters")
    section = page.locator(".facet", has=page.locator("[data-facet=episode]"))
    section.get_by_role("button", name="None").click()
    page.check(f"[data-facet=episode][data-key={RIG}]")
    assert shown(page) == (shipped["episode"] == RIG).sum()
    reset(page)
    section.locator(".line", has=page.locator(f"[data-key={RIG}]")).get_by_role("button").click()
    assert page.inner_text(".card h2") == RIG_TITLE
    assert shown(page) == (shipped["episode"] == RIG).sum()
    page.click(".chip.on button")
    first = shipped.loc[shipped["episode"] == "sabina-2024", "id"].iloc[0]
    page.evaluate(f"location.hash = 'id={first}'")
    page.get_by_role("button", name="BRP Teresa Magbanua at Sabina Shoal, 2024").click()
    assert shown(page) == (shipped["episode"] == "sabina-2024").sum() > 3


def test_search_says_when_nothing_is_found(page: Page):
    page.fill("input[type=search]", "xyzzy")
    expect(page.locator("#scs-found")).to_have_text("Nothing found")
    page.keyboard.press("Escape")
    expect(page.locator("#scs-found")).to_be_hidden()


def test_the_card_holds_everything_and_links_its_sources(page: Page, shipped: gpd.GeoDataFrame):
    row = shipped.set_index("id").loc[SECOND_THOMAS]
    page.evaluate(f"location.hash = 'id={SECOND_THOMAS}'")
    page.wait_for_selector(".card h2")
    text = page.inner_text(".card")
    for part in (row["summary"], row["date_start"], row["standing"], row["location_text"].split(",")[0], SECOND_THOMAS):
        assert part in text
    sources = json.loads(row["sources"])
    links = page.locator(".card a[target=_blank]")
    assert links.evaluate_all("nodes => nodes.map((node) => node.getAttribute('href'))") == [s["url"] for s in sources]
    assert set(links.evaluate_all("nodes => nodes.map((node) => node.rel)")) == {"noopener noreferrer"}
    assert page.locator(".card .accounts cite").all_inner_texts() == ["China", "Philippines"]


def test_next_and_previous_walk_the_list(page: Page):
    page.locator(".option").first.click()
    page.wait_for_selector(".card h2")
    first = page.locator(".card > .note").inner_text()
    page.click(".card [aria-label='Next incident']")
    expect(page.locator(".card")).not_to_contain_text(first)
    page.click(".card [aria-label='Previous incident']")
    expect(page.locator(".card")).to_contain_text(first)
    page.keyboard.press("Escape")
    assert not page.is_visible(".card")


def press(page: Page, place: Locator, meanwhile: str) -> None:
    """Press on something, and let go once a script has run: what is drawn anew by it must not swallow the press."""
    place.hover()
    page.mouse.down()
    page.evaluate(meanwhile)
    page.mouse.up()


def opened(page: Page, words: str) -> None:
    expect(page.locator(".card .lead")).to_contain_text(words)
    expect(page.locator(".card")).to_be_visible()


def test_a_press_counts_though_the_list_is_drawn_anew_under_it(page: Page):
    place = page.locator(".option").nth(1)
    wanted = place.locator("b").inner_text()
    press(page, place, "document.getElementById('scs-list').dispatchEvent(new Event('scroll'))")
    opened(page, wanted)


def test_a_press_counts_though_the_list_is_filled_anew_under_it(page: Page):
    page.evaluate("location.hash = 'view=4.5/12/113'")
    expect(page).to_have_url(re.compile("view=4.5%2F"))  # all of the list is in view
    place = page.locator(".option").first
    wanted = place.locator("b").inner_text()
    press(page, place, "document.querySelector('#panel-list input').click()")  # only what is in view
    opened(page, wanted)


def test_a_press_counts_though_numbers_in_the_legend_change(page: Page, shipped: gpd.GeoDataFrame):
    page.click("#tab-overview")
    whole = shown(page)
    entry = page.locator(".legend .entry", has_text="Vietnam")
    press(page, entry, "document.querySelector('[data-facet=actor][data-key=PH]').click()")
    expect(entry).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".legend .entry[aria-pressed=false]")).not_to_have_count(0)
    assert shown(page) < whole


def test_a_press_counts_though_the_latest_incidents_change(page: Page):
    page.click("#tab-overview")
    place = page.locator("#panel-overview .lead-card").nth(1)
    wanted, before = place.locator("b").inner_text().rstrip(". "), page.inner_text(".count")
    place.hover()
    page.mouse.down()
    page.evaluate("document.querySelector('[data-facet=actor][data-key=PH]').click()")
    expect(page.locator(".count")).not_to_have_text(before)
    page.mouse.up()
    opened(page, wanted)


def test_a_press_on_the_card_counts_though_the_next_incident_comes_meanwhile(page: Page):
    listed = [option.locator("b").inner_text() for option in page.locator(".option").all()[:3]]
    page.locator(".option").first.click()
    opened(page, listed[0])
    page.evaluate("new Promise(requestAnimationFrame)")
    step = page.locator(".card [aria-label='Next incident']")
    press(page, step, "(async () => { document.querySelector('[aria-label=\"Next incident\"]').click();"
          " await new Promise(requestAnimationFrame); })()")  # fmt: skip
    opened(page, listed[2])


def test_a_mark_of_many_at_one_place_opens_the_page_of_the_place(page: Page, shipped: gpd.GeoDataFrame):
    there = (shipped["feature_id"] == "scarborough-shoal") & (shipped["radius_km"] <= 50)
    place = shipped[there][["lat", "lon"]].round(5).value_counts()
    (lat, lon), number = place.index[0], int(place.iloc[0])
    page.evaluate(f"location.hash = 'view=13/{lat}/{lon}'")
    expect(page).to_have_url(re.compile("view=13%2F"))  # as the page writes it once it is there
    box = page.locator(".folium-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".card h2")).to_have_text("Scarborough Shoal")
    assert page.locator(".card .strip-mark").count() >= number > 40
    assert page.locator(".card .event").count() == 3, "the most severe"
    page.locator(".card h3 button").click()
    assert int(page.locator(".option").first.get_attribute("aria-setsize")) >= number


def test_a_single_marker_opens_its_card_and_names_itself_under_the_pointer(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    one = few[few["lat"].notna()].iloc[-1:]
    save_map(incident_map(one, recipe=WHOLE), tmp_path / "one.html")
    page = open_page(tmp_path / "one.html", f"#view=9/{one['lat'].iloc[0]}/{one['lon'].iloc[0]}")
    box = page.locator(".folium-map").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    assert one["place"].iloc[0] in page.inner_text(".folium-map .tip")
    page.mouse.click(*middle)
    page.wait_for_selector(".card h2")
    assert one["id"].iloc[0] in page.inner_text(".card")
    page.keyboard.press("Escape")
    west = one["lon"].iloc[0] - (box["width"] / 2 - 10) * 360 / (256 * 2**9)  # so that the marker is at the right edge
    page.evaluate(f"location.hash = 'view=9/{one['lat'].iloc[0]}/{west}'")
    expect(page).to_have_url(re.compile(rf"view=9%2F[\d.]+%2F{int(west)}\."))
    page.mouse.move(box["x"] + box["width"] - 10, middle[1])
    tip = page.locator(".folium-map .tip").bounding_box()
    assert tip["width"] > 80
    assert tip["x"] + tip["width"] <= box["x"] + box["width"]


def test_only_what_is_in_view(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'view=9/15.15/117.76'")
    expect(page).to_have_url(re.compile("view=9%2F"))
    page.check("text=Only incidents in view")
    number = int(page.locator(".option").first.get_attribute("aria-setsize"))
    assert 0 < number < len(shipped) / 2


def test_a_claim_is_switched_on_and_says_what_it_rests_on(page: Page):
    page.click("#tab-layers")
    page.locator("#panel-layers details", has=page.locator("[data-claim=ph-kig]")).locator("summary").click()
    page.locator("[data-claim=ph-kig]").check()
    page.locator(".line", has=page.locator("[data-claim=ph-kig]")).get_by_role("button").click()
    text = page.inner_text(".card")
    assert "PD 1596" in text or "Presidential Decree" in text
    assert "Philippines" in text
    assert "1978" in text


def test_a_limit_on_the_map_can_be_clicked(page: Page):
    page.evaluate("location.hash = 'claims=ph-kig&view=7/9.3/112.6'")
    line = page.locator(".leaflet-scs-claim-targets-pane path[stroke-opacity='0']").first
    line.wait_for(state="attached")
    spot = line.evaluate(
        "path => { const at = path.getPointAtLength(path.getTotalLength() * 0.02).matrixTransform(path.getScreenCTM());"
        " return [at.x, at.y]; }"
    )
    page.mouse.click(*spot)
    page.wait_for_selector(".card h2")
    assert "ph-kig" in page.inner_text(".card")


def test_an_illustration_is_hatched_and_a_line_of_200_miles_dashed(open_page: Callable[..., Page], overview: Path):
    page = open_page(overview)
    page.evaluate(
        "() => { window.said = []; const pen = CanvasRenderingContext2D.prototype; const { clip, setLineDash } = pen;"
        " pen.clip = function (...rule) { window.said.push('clip'); return clip.apply(this, rule); };"
        " pen.setLineDash = function (dash) { window.said.push(String(dash)); return setLineDash.call(this, dash); }; }"
    )
    page.evaluate("location.hash = 'claims=cn-dash-area,ph-eez&view=5/12/114'")
    expect(page).to_have_url(re.compile("claims="))
    expect(page.locator(".lines li")).to_have_count(2)
    page.wait_for_function("said.includes('clip') && said.includes('9,4')")


def test_context_events_are_listed_and_open(page: Page, events):
    page.click("#tab-context")
    assert page.locator(".event").count() == len(events)
    page.locator(".event").first.click()
    assert page.locator(".card a[target=_blank]").count() == 1


def test_dark_and_light(page: Page):
    sea = "getComputedStyle(document.querySelector('.folium-map')).backgroundColor"
    light = page.evaluate(sea)
    page.get_by_role("button", name="Dark").click()
    page.wait_for_function(f"light => {sea} !== light", arg=light)


def test_no_incidents_match(open_page: Callable[..., Page], shipped: gpd.GeoDataFrame, tmp_path: Path):
    save_map(incident_map(shipped.iloc[:0], recipe=WHOLE), tmp_path / "empty.html")
    page = open_page(tmp_path / "empty.html")
    page.click("#tab-list")
    assert "No incidents match" in page.inner_text("#panel-list")
    assert page.title().startswith("No incidents match")
    assert page.locator(".leaflet-scs-claim-targets-pane path").count() > 0
    assert not page.is_visible(".time")  # there is no period to choose from


def test_the_list_says_who_met_whom_in_words(page: Page, shipped: gpd.GeoDataFrame):
    page.evaluate("location.hash = 'find=place:second-thomas-shoal&time=2024-06-17..2024-06-17'")
    expect(page.locator(".option")).to_have_count(1)
    said = page.inner_text(".option").splitlines()[-1]
    assert said.startswith("China (coast guard, militia), Philippines (resupply) → Philippines (")


def test_a_source_without_a_date_says_so_and_a_citation_that_is_an_address_is_a_link(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    sources = json.dumps([{"publisher": "A paper", "url": "https://example.com/", "published": ""}])
    save_map(incident_map(few.assign(sources=sources), recipe=WHOLE), tmp_path / "undated.html")
    page = open_page(tmp_path / "undated.html")
    page.click("#tab-list")
    page.locator(".option").first.click()
    expect(page.locator("dt", has_text="Sources").locator("+ dd")).to_have_text("A paper, no date given")
    page.click("#tab-layers")
    page.locator("[data-claim=cn-dash-area]").locator("xpath=ancestor::div[@class='line']").locator(".sign").click(
        force=True
    )
    cited = page.locator("dt", has_text="Citation").locator("+ dd a")
    expect(cited).to_have_attribute("href", re.compile("^https://"))
    expect(cited).to_have_attribute("rel", "noopener noreferrer")


def test_points_far_from_this_sea_can_be_looked_at(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    far = few.iloc[-1:].assign(geometry=gpd.points_from_xy([160.0], [40.0], crs=4326))
    save_map(incident_map(far, recipe=parse({"title": "Far off"})), tmp_path / "far.html")
    page = open_page(tmp_path / "far.html")
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"view=[\d.]+%2F(39|40)\.\d+%2F1(58|59|60)\."))


def test_episodes_can_be_selected_as_one(page: Page, shipped: gpd.GeoDataFrame):
    episode = shipped[shipped["episode"] != ""].iloc[0]
    page.evaluate(f"location.hash = 'id={episode['id']}'")
    page.wait_for_selector(".card h2")
    page.locator("dt", has_text="Episode").locator("+ dd button").click()
    assert shown(page) == (shipped["episode"] == episode["episode"]).sum()


def test_selecting_draws_the_disc_in_which_the_place_lies(
    open_page: Callable[..., Page], overview: Path, shipped: gpd.GeoDataFrame
):
    page = open_page(overview)
    row = shipped[shipped["radius_km"].between(100, 300)].iloc[-1]
    page.evaluate(
        "() => { window.arcs = []; const pen = CanvasRenderingContext2D.prototype; const { arc } = pen;"
        " pen.arc = function (...values) { window.arcs.push(values[2]); return arc.apply(this, values); }; }"
    )
    page.evaluate(f"location.hash = 'id={row['id']}&view=6/{row['lat']}/{row['lon']}'")
    expect(page.locator(".card > .note")).to_contain_text(row["id"])
    world_pixels, circumference_km = 256 * 2**6, 40_030
    pixels = row["radius_km"] * world_pixels / (circumference_km * math.cos(math.radians(row["lat"])))
    page.wait_for_function("pixels => arcs.some((radius) => Math.abs(radius - pixels) < 0.5)", arg=pixels)
