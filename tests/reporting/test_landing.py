"""Months and years in index and feeds, and the landing page of the published folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from pydantic import ValidationError

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import issued_editions, report_facts, update_archive, write_report
from scs_tracker.reporting.archive import MARK, entries, render_landing
from scs_tracker.reporting.schema import validate

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from playwright.sync_api import Page

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def months(shipped: pd.DataFrame, events: pd.DataFrame) -> list[Facts]:
    given: dict[str, Any] = {"zone": ZoneInfo("Asia/Manila"), "as_of": "2024-09-01T00:00:00Z", "issue": True}
    return [report_facts(shipped, events, period=label, **given) for label in ("2024-07", "2023")]


@pytest.fixture
def folder(golden: Facts, months: list[Facts], tmp_path: Path) -> Path:
    issued = golden | {"edition": golden["edition"] | {"number": 1, "issued": True}}
    write_report(issued, tmp_path / "weekly", ("json",), archived=True)
    for facts in months:
        write_report(facts, tmp_path / "weekly", ("json",), archived=True)
    return tmp_path


def test_the_json_of_a_month_and_a_year_keeps_to_its_schema(months: list[Facts]) -> None:
    for facts in months:
        validate(facts)
        for wrong in ({"surprise": 1}, {"label": "July"}):
            with pytest.raises(ValidationError):
                validate(facts | wrong)


def test_index_and_feeds_hold_months_and_years(folder: Path) -> None:
    weekly = folder / "weekly"
    issued = [(one["label"], one["kind"]) for one in issued_editions(weekly)]
    assert issued == [("2023", "year"), ("2024-07", "month"), ("2024-W34", "week")]
    update_archive(weekly, base_url="https://example.org/week")
    index = html5lib.parse((weekly / "index.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    assert {"2024-07.html", "2023.html", "2024-W34.html"} <= {link.get("href") for link in index.iter("a")}
    feed = json.loads((weekly / "feed.json").read_text(encoding="utf-8"))
    titles = [item["title"] for item in feed["items"]]
    assert {"South China Sea, July 2024", "South China Sea, 2023"} <= set(titles)
    assert len({item["id"] for item in feed["items"]}) == len(titles) == 3


def test_an_issued_month_is_not_rewritten(folder: Path, months: list[Facts]) -> None:
    write_report(months[0], folder / "weekly", ("json",))
    with pytest.raises(TrackerError, match="was issued as edition 1 and is not rewritten"):
        write_report(months[0] | {"lead": ["Other."]}, folder / "weekly", ("json",))


def test_the_landing_page_leads_to_all_and_finds_weeks(folder: Path, golden: Facts, page: Page) -> None:
    weekly = folder / "weekly"
    maps = [{"file": "overview.html", "title": "All <incidents>", "description": "Since 1974"}]
    html = render_landing(entries(weekly), maps=maps, data=["incidents.csv"], weekly="weekly/")
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    links = {link.get("href") for link in document.iter("a")}
    assert {
        "weekly/2024-W34.html",
        "weekly/2024-07.html",
        "overview.html",
        "incidents.csv",
        "weekly/index.html",
    } <= links
    assert golden["citation"] in "".join(document.itertext())
    assert MARK in html
    (folder / "index.html").write_text(html, encoding="utf-8")
    page.goto((folder / "index.html").as_uri())
    assert Axe().run(page).response["violations"] == []
    assert not page.locator(".found li").first.is_visible()
    page.fill("#search", "sabina ramming")
    assert page.locator(".found li:visible").count() == 1
    assert page.locator("#found").inner_text() == "1 of 1 weeks"
    page.fill("#search", "natuna")
    assert page.locator(".found li:visible").count() == 0
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
