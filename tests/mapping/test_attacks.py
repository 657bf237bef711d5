"""Nothing that stands in data runs: it is shown as it was typed."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from attacks import PAYLOADS
from playwright.sync_api import expect

from scs_tracker import geodata, zones
from scs_tracker.mapping import incident_map, load, parse, save_map
from scs_tracker.mapping.incident_layer import checked
from scs_tracker.mapping.selection import select
from scs_tracker.zones.simplified import SimplifiedZone

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

TEXTS = (
    "types", "initiators", "targets", "initiator_units", "target_units", "place", "location_text", "time_local",
    "damage", "summary", "accounts", "corroboration", "flags", "method", "feature_id", "reason", "zones",
    "zones_possible", "standing", "updated_at", "episode", "matched_text", "zone_shares", "disagreements",
)  # fmt: skip

WHOLE = load("overview").model_copy(update={"opens": ""})


def as_shown(text: str) -> str:
    """What a page can hold of a text: a file has no half characters."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)


@pytest.fixture(scope="module")
def attacked(shipped: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """As many real incidents as there are payloads, with a payload in every text of each."""
    frame = shipped.iloc[: len(PAYLOADS)].copy()
    payloads = pd.Series(PAYLOADS, index=frame.index, dtype=object)
    for name in TEXTS:
        frame[name] = payloads
    frame["id"] = pd.Series([f"{n}-{text}" for n, text in enumerate(PAYLOADS)], index=frame.index, dtype=object)
    frame["sources"] = [
        json.dumps([{"url": payload, "publisher": payload, "published": payload}]) for payload in PAYLOADS
    ]
    frame["constructor"] = payloads
    frame["<b>column</b>"] = payloads
    return frame


def silent(page: Page) -> bool:
    return page.evaluate("window.__fired === undefined && window.__proto__.__fired === undefined")


def test_the_corpus_is_large():
    assert len(set(PAYLOADS)) >= 80


def test_every_payload_in_every_text_stays_text(
    open_page: Callable[..., Page], attacked: gpd.GeoDataFrame, tmp_path: Path
):
    save_map(incident_map(attacked, recipe=WHOLE), tmp_path / "attacked.html")
    page = open_page(tmp_path / "attacked.html")
    assert page.inner_text(".count b") == f"{len(PAYLOADS)} of {len(PAYLOADS)} incidents"
    page.click("#tab-list")
    page.focus("#scs-list")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    newest_first = select(checked(attacked), load("overview"))["id"][::-1]
    for number in (int(name.split("-")[0]) for name in newest_first):
        expect(page.locator(".card > .note")).to_have_text(re.compile(f"^{number}-"))
        texts = page.locator(".card bdi").evaluate_all("nodes => nodes.map((node) => node.textContent)")
        assert as_shown(PAYLOADS[number]) in texts
        addresses = page.locator(".card a[target]").evaluate_all("nodes => nodes.map((node) => node.protocol)")
        assert set(addresses) <= {"http:", "https:"}
        page.click(".card [aria-label='Next incident']")
    assert page.locator("script[src], iframe, object, embed, base, link, form, img[src^=x], marquee").count() == 0
    for mode in ("type", "severity", "date", "actor"):
        page.click("#tab-overview")
        page.select_option(".legend select", mode)
    for tab in ("layers", "filters", "about", "list"):
        page.click(f"#tab-{tab}")
    page.fill("input[type=search]", "<script>")
    page.keyboard.press("Enter")
    assert silent(page)


def test_payloads_in_names_of_actors_and_types_stay_text(
    open_page: Callable[..., Page], few: gpd.GeoDataFrame, tmp_path: Path
):
    few = pd.concat([few] * 10, ignore_index=True)
    few["id"] = [f"{number}" for number in range(len(few))]
    storable = [as_shown(text).replace("\0", "").replace("\r", " ") for text in PAYLOADS]
    for name, column in {"actors": "name", "types": "label"}.items():
        table = geodata.table(name).copy()
        table[column] = storable[: len(table)] if name == "actors" else storable[-len(table) :]
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        few[{"actors": "initiators", "types": "types"}[name]] = [
            table.iloc[number % len(table), 0] for number in range(len(few))
        ]
    geodata.configure(tmp_path)
    save_map(incident_map(few, recipe=parse({"title": "x", "layers": {"claims": ["*"]}})), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")
    for mode in ("type", "actor"):
        page.click("#tab-overview")
        page.select_option(".legend select", mode)
    page.click("#tab-layers")
    shown = set(page.locator(".facet bdi").evaluate_all("nodes => nodes.map((node) => node.textContent)"))
    actors, types = geodata.table("actors"), geodata.table("types")
    assert set(actors["name"][:3]) | set(types["label"][:3]) <= shown
    page.click("#tab-list")
    page.locator(".option").first.click()
    assert silent(page)


def test_payloads_in_zones_gazetteer_events_and_recipe_stay_text(
    open_page: Callable[..., Page],
    few: gpd.GeoDataFrame,
    events: pd.DataFrame,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    limits = zones.load_zones()
    limits = pd.concat([limits] * (len(PAYLOADS) // len(limits) + 1)).iloc[: len(PAYLOADS)].copy()
    clean = [as_shown(payload) for payload in PAYLOADS]
    for name in ("name", "legal_basis", "citation", "status", "accuracy", "licence", "note", "kind", "valid_from"):
        limits[name] = clean
    limits["id"] = [f"{number}-{payload}" for number, payload in enumerate(clean)]
    rows = limits.drop(columns="geometry").to_dict("records")
    shape = SimplifiedZone([[1_140_000, 120_000, 5_000, 5_000]], [])
    monkeypatch.setattr(sys.modules["scs_tracker.mapping.incident_map"], "zone_rows", lambda: rows)
    drawn = {row["id"]: shape for row in rows}
    monkeypatch.setattr(sys.modules["scs_tracker.mapping.claims_layer"], "simplified_zones", lambda: drawn)
    overlay = tmp_path / "overlay"
    (overlay / "gazetteer").mkdir(parents=True)
    (overlay / "incidents").mkdir()
    tables = {name: geodata.table(name).iloc[: len(PAYLOADS)].copy() for name in ("features", "names")}
    storable = [text.replace("\0", "").replace("\r", " ") for text in clean]
    tables["features"]["name"] = storable
    tables["names"]["name"] = storable
    for name, table in tables.items():
        table.to_csv(overlay / "gazetteer" / f"{name}.csv", index=False)
    ids = [f"e{number:03d}" for number in range(len(PAYLOADS))]
    episodes = pd.DataFrame({"id": ids, "title": storable, "date_start": "2024", "date_end": "", "basis": storable})
    episodes.to_csv(overlay / "incidents/episodes.csv", index=False)
    few["episode"] = ";".join(ids)
    geodata.configure(overlay)
    context = pd.concat([events] * 3, ignore_index=True).iloc[: len(PAYLOADS)].copy()
    for name in ("title", "kind", "place", "publisher", "url", "published", "parties"):
        context[name] = pd.Series(PAYLOADS, index=context.index, dtype=object)
    recipe = parse({"title": PAYLOADS[1], "description": "".join(PAYLOADS[:60]), "layers": {"claims": ["*"]}})
    save_map(incident_map(few, recipe=recipe, events=context, as_of=PAYLOADS[0]), tmp_path / "page.html")
    page = open_page(tmp_path / "page.html")
    assert page.inner_text("h1") == PAYLOADS[1]
    assert page.title().endswith(PAYLOADS[1])
    page.click("#tab-layers")
    page.locator("[aria-label='About this limit']").last.click()
    page.click("#tab-context")
    titles = page.locator(".event bdi").evaluate_all("nodes => nodes.map((node) => node.textContent)")
    assert set(clean) <= set(titles)
    page.locator(".event").first.click()
    page.fill("input[type=search]", "script")
    page.keyboard.press("ArrowDown")
    page.click("#tab-filters")
    for number in (1, 57, len(ids) - 5):
        page.locator("[aria-label='Show only this episode']").nth(number).click()
        assert page.text_content(".card h2") == page.text_content(".card > p:last-child") == storable[number]
        assert page.text_content(".chip.on bdi") == storable[number]
        page.click(".card [aria-label=Close]")
    page.click("#tab-about")
    assert as_shown("".join(PAYLOADS[:60])) in page.text_content("#panel-about")
    assert silent(page)
