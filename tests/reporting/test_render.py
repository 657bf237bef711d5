"""The HTML: valid, self-contained, the same bytes each time, and hostile text shown as typed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from scs_tracker.errors import TrackerError
from scs_tracker.reporting import render_html, update_archive, words, write_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    import pandas as pd
    from playwright.sync_api import Page

Facts = dict[str, Any]
RAMMING = "20240819-sabina-bagacay-ramming"
NOTHING = {"map": "", "months": ""}


def parse(html: str) -> Element:
    """Return the document by the HTML standard's own algorithm; a parse error fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(html)
    return document


def text_of(element: Element) -> str:
    return "".join(element.itertext())


@pytest.fixture(scope="module")
def document(golden_html: str) -> Element:
    return parse(golden_html)


def test_every_identifier_is_there_once_and_every_reference_leads_to_one(document: Element) -> None:
    identifiers = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers)) > 40
    wanted = [element.get("href", "")[1:] for element in document.iter() if element.get("href", "").startswith("#")]
    for element in document.iter():
        wanted += (element.get("aria-labelledby") or "").split()
        wanted += [name for value in element.attrib.values() for name in re.findall(r"url\(#([^)]+)\)", value)]
    assert set(wanted) <= set(identifiers)
    drawn = [element for element in document.iter() if str(element.tag).endswith("svg")]
    unused = [part.get("id") for svg in drawn for part in svg.iter() if part.get("id") and part.get("id") not in wanted]
    assert unused == []


def test_sections_of_the_report_in_their_order(document: Element) -> None:
    assert [text_of(element) for element in document.iter("h2")] == [
        "Who did what to whom",
        "Compared with earlier periods",
        "Corrections",
        "Sources read and review queue",
        "Level by area and pair of countries",
        "What to watch",
        "Incidents",
        "Method and limits",
        "Sources",
        "How to cite",
    ]


def test_the_policy_allows_this_style_and_nothing_else(document: Element) -> None:
    style = next(document.iter("style"))
    digest = base64.b64encode(hashlib.sha256(text_of(style).encode()).digest()).decode()
    policy = next(element.get("content") for element in document.iter("meta") if element.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not list(document.iter("script"))
    assert not [
        name for element in document.iter() for name in element.attrib if name.startswith("on") or name == "style"
    ]


def test_nothing_is_loaded_from_anywhere(document: Element) -> None:
    for element in document.iter():
        assert element.tag not in {"img", "iframe", "link", "object", "embed", "image"}
        assert "src" not in element.attrib
    assert "@import" not in text_of(next(document.iter("style")))
    assert "url(" not in text_of(next(document.iter("style")))


def test_links_are_http_or_inside_and_give_no_window_away(document: Element, golden: Facts) -> None:
    outside = [element for element in document.iter("a") if not element.get("href", "").startswith("#")]
    assert {element.get("href") for element in outside} == {source["url"] for source in golden["sources"]} | {
        source["url"] for row in (*golden["continuing"], *golden["partly_dated"]) for source in row["source_list"]
    }
    for element in outside:
        assert urlsplit(element.get("href", "")).scheme in {"http", "https"}
        assert "noopener" in (element.get("rel") or "")


def test_every_incident_shows_its_parts(document: Element, golden: Facts) -> None:
    for row in golden["incidents"]:
        article = next(
            element for element in document.iter("article") if element.get("id") == f"incident-{row['number']}"
        )
        shown = text_of(article)
        for part in (
            row["place"]["name"],
            row["when"],
            row["summary"],
            row["standing"],
            row["location_text"],
            row["id"],
        ):
            assert part in shown
        for account in row["accounts"]:
            assert account["who"] in shown
            assert account["text"] in shown
        assert f"uncertainty radius {row['radius_km']:.0f} km" in shown
        for other in row["place"]["others"]:
            assert other["name"] in shown


def test_tables_print_the_numbers_of_the_facts(document: Element, golden: Facts) -> None:
    tables = [
        [[text_of(cell).strip() for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")][1:]
        for table in document.iter("table")
    ]
    acts, areas, *in_entries, glance, places, types, severity = tables
    assert len(acts) + sum(map(len, in_entries)) == sum(len(row["acts"]) for row in golden["incidents"])
    assert [row[:2] for row in areas] == [[row["area"], row["pair_name"]] for row in golden["levels"]["areas"]]
    assert [row[1] for row in glance] == [words.figure(row["this_week"]) for row in golden["glance"]]
    assert [row[3] for row in glance] == [words.figure(row["four_week_mean"]) for row in golden["glance"]]
    assert [(row[0], int(row[1])) for row in places] == [
        (row["place"]["name"], row["count"]) for row in golden["places"]
    ]
    assert [int(row[1]) for row in types] == [row["count"] for row in golden["types"]]
    assert [int(row[1]) for row in severity] == [row["count"] for row in golden["severity"]]


def test_the_map_has_a_title_and_an_alternative_text_and_names_its_places(document: Element, golden: Facts) -> None:
    (drawn,) = [element for element in document.iter() if element.get("role") == "img"]
    title, description = (text_of(child) for child in list(drawn)[:2])
    assert 5 < len(title) < len(description)
    text = text_of(drawn)
    for row in golden["places"]:
        assert row["place"]["name"] in text
    # a claimant is named on land alone, and no limit is drawn
    assert not {"200 M", "dashes"} & set(text.split())


def test_the_same_facts_give_the_same_bytes(
    golden: Facts, golden_html: str, ledger_frame: Callable[..., pd.DataFrame], facts_of: Callable[..., Facts]
) -> None:
    assert render_html(json.loads(json.dumps(golden))) == golden_html
    again = facts_of("2024-W34")
    assert again == golden


def test_the_order_of_rows_changes_nothing(
    golden: Facts, ledger_frame: Callable[..., pd.DataFrame], events: pd.DataFrame
) -> None:
    from zoneinfo import ZoneInfo

    from scs_tracker.reporting import weekly_facts

    shuffled = ledger_frame().sample(frac=1, random_state=7).reset_index(drop=True)
    mixed = events.sample(frac=1, random_state=7)
    facts = weekly_facts(shuffled, mixed, week="2024-W34", zone=ZoneInfo("Asia/Manila"), as_of="2026-11-24T00:00:00Z")
    assert facts == golden


def test_a_hostile_place_shows_as_typed_in_pictures_too(facts_of: Callable[..., Facts]) -> None:
    place = "$\\frac{$ <script>alert(1)</script> & $x^2$ \x07"
    facts = facts_of("2024-W34", rows={RAMMING: {"place": place}})
    document = parse(render_html(facts))
    assert not list(document.iter("script"))
    shown = place.replace("\x07", "\ufffd")
    drawn = [
        text_of(element)
        for element in document.iter()
        if str(element.tag).rpartition("}")[2] in {"text", "desc", "title"}
    ]
    assert sum(shown in text for text in drawn) >= 1


def test_only_http_becomes_a_link(facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]) -> None:
    urls = ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "http://", "x"]
    sources = json.dumps([{"url": url, "publisher": f"Gazette {url}", "published": ""} for url in urls])
    document = parse(
        text_html(facts_of("2023-W31", rows={"20230805-second-thomas-water-cannon": {"sources": sources}}))
    )
    assert not set(urls) & {element.get("href") for element in document.iter("a")}
    assert all(f"Gazette {url} (no URL)" in text_of(document) for url in urls)


def test_it_opens_offline_without_a_word_in_the_console(page: Page, golden_html: str, tmp_path: Path) -> None:
    file = tmp_path / "week.html"
    file.write_text(golden_html, encoding="utf-8")
    page.goto(file.as_uri())
    assert page.locator("article").count() == 5
    assert page.evaluate("getComputedStyle(document.querySelector('.lead p')).fontWeight") == "700"
    box = page.locator(".map .picture svg").bounding_box()
    assert box is not None
    assert box["height"] > 350
    assert page.evaluate("document.querySelector('.map .picture svg text').getBoundingClientRect().height") > 6
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    narrow = "([name]) => [document.querySelector(name)].map((node) => node.scrollWidth - node.clientWidth)[0]"
    assert page.evaluate(narrow, [".map .picture"]) == page.evaluate(narrow, [".table"]) == 0, (
        "the map and the table fit"
    )


def test_axe_finds_nothing(page: Page, golden_html: str, facts_of: Callable[..., Facts], tmp_path: Path) -> None:
    (tmp_path / "busy.html").write_text(golden_html, encoding="utf-8")
    write_report(facts_of("2024-W33", issue=True), tmp_path, archived=True)
    update_archive(tmp_path)
    for name in ("busy.html", "2024-W33.html", "index.html"):
        page.goto((tmp_path / name).as_uri())
        violations = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in violations] == []


def test_a_template_of_ones_own_is_used_and_a_faulty_one_is_named(golden: Facts, tmp_path: Path) -> None:
    (tmp_path / "weekly.css").write_text("body { color: #123456 }", encoding="utf-8")
    assert "#123456" in render_html(golden, templates=tmp_path, drawn=NOTHING)
    (tmp_path / "weekly.html.j2").write_text("{{ facts.nothing }}", encoding="utf-8")
    with pytest.raises(TrackerError, match=r"template weekly\.html\.j2 cannot be used: .*nothing"):
        render_html(golden, templates=tmp_path, drawn=NOTHING)
    for fault in (
        b"\xff",
        b"{{ 1 / 0 }}",
        b"{{ facts + 1 }}",
        b"{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    ):
        (tmp_path / "weekly.html.j2").write_bytes(fault)
        with pytest.raises(TrackerError, match=r"template weekly\.html\.j2 cannot be used"):
            render_html(golden, templates=tmp_path, drawn=NOTHING)
    with pytest.raises(TrackerError, match="does not exist"):
        render_html(golden, templates=tmp_path / "elsewhere", drawn=NOTHING)


def test_a_template_of_the_user_changes_blocks_of_ours(golden: Facts, tmp_path: Path) -> None:
    file = tmp_path / "weekly.html.j2"
    file.write_text('{% extends "ours/weekly.html.j2" %}{% block lead %}<p>Own lead.</p>{% endblock %}')
    html = render_html(golden, templates=tmp_path, drawn=NOTHING)
    assert "Own lead." in html
    assert "Sources read and review queue" in html
    file.write_text('{% extends "ours/weekly.html.j2" %}{% block front_page %}x{% endblock %}')
    with pytest.raises(TrackerError, match=r"weekly.html.j2 has no block front_page, only acts, coverage, figures,"):
        render_html(golden, templates=tmp_path, drawn=NOTHING)
    file.write_text('{% extends "weekly.html.j2" %}')
    with pytest.raises(TrackerError, match=r'it calls or extends itself; {% extends "ours/weekly.html.j2" %} extends'):
        render_html(golden, templates=tmp_path, drawn=NOTHING)
