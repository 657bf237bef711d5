"""Texts that have broken out of pages elsewhere, in every text of a week and in every form of it."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import html5lib
import pandas as pd
import pytest
from markdown_it import MarkdownIt

from scs_tracker.reporting import render_csv, render_html, render_markdown, update_archive, weekly_facts, write_report

Facts = dict[str, Any]
Element = ET.Element
CORPUS: tuple[str, ...] = runpy.run_path(str(Path(__file__).parents[1] / "mapping/attacks.py"))["PAYLOADS"]
#: What Markdown, templates and pages of other alphabets would make something else of.
MARKED = (
    "<b>bold</b>", "*stars* _lines_ `code`", "[a](http://example.org)", "1. one", "- dash", "# head", "a | b",
    "~~x~~ $y$", "![i](x)", "{{ 7 * 7 }} {% raw %}", "]]><!-- --> &amp; &lt;", "\u202eright to left\u202c",
    "a\x00b\x1bc", "仁爱礁 Bãi Cỏ Mây ‘quoted’",
)  # fmt: skip
#: A frame cannot hold half a character, the JSON in its cells can.
PAYLOADS = (*MARKED, *(text for text in CORPUS if text == text.encode("utf-8", "replace").decode()))
HALF = "\ud83d"
RAMMING, EARLIER = "20240819-sabina-bagacay-ramming", "20230805-second-thomas-water-cannon"
#: Each takes a payload whole; cells of several values take it in pieces.
WHOLE = ("summary", "location_text", "damage", "standing", "place", "method", "reason", "corroboration", "updated_at")
PIECES = ("types", "initiators", "targets", "initiator_units", "target_units", "flags", "zones", "zones_possible")
DANGEROUS = {
    "script", "img", "iframe", "object", "embed", "base", "form", "input", "video", "audio", "marquee", "animate",
    "math", "textarea",
}  # fmt: skip


def as_shown(text: str) -> str:
    """What a page can hold of a text: no control characters and no half characters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def attacked(shipped: pd.DataFrame, events: pd.DataFrame) -> Facts:
    """A week of as many incidents as there are payloads, with one in every text, and context and corrections alike."""
    row = shipped[shipped["id"] == RAMMING]
    frame = pd.concat([row] * len(PAYLOADS), ignore_index=True)
    texts = pd.Series(PAYLOADS, dtype=object)
    for name in (*WHOLE, *PIECES):
        frame[name] = texts
    frame["id"] = [f"{number:03d} {text}" for number, text in enumerate(PAYLOADS)]
    frame["accounts"] = [f"CN: {text}; PH: {text}" for text in PAYLOADS]
    frame["time_local"] = texts
    frame["sources"] = [json.dumps([{"url": text, "publisher": text + HALF, "published": text}]) for text in PAYLOADS]
    earlier = shipped[shipped["id"] == EARLIER].assign(summary="".join(PAYLOADS[:40]))
    context = events.iloc[[0] * len(PAYLOADS)].reset_index(drop=True)
    for name in ("kind", "parties", "title", "place", "url", "publisher", "published"):
        context[name] = texts
    context["date_start"], context["date_end"] = "2024-08-20", ""
    changes = pd.DataFrame({
        "incident_id": EARLIER, "revision": range(2, len(PAYLOADS) + 2), "at": "2024-08-22T00:00:00Z", "field": texts,
        "old": texts.map(json.dumps), "new": texts.map(json.dumps), "reason": texts,
    })  # fmt: skip
    return weekly_facts(
        pd.concat([frame, earlier], ignore_index=True), context, week="2024-W34", zone=ZoneInfo("Asia/Manila"),
        as_of="2026-11-24T00:00:00Z", changes=changes, issued=[], issue=True,
    )  # fmt: skip


def dangers(page: Element, *, ours: tuple[str, ...] = ()) -> list[str]:
    """What a page has that could run or load something."""
    found = [str(element.tag) for element in page.iter() if str(element.tag).rpartition("}")[2] in DANGEROUS]
    for element in page.iter():
        styled = element.get("style", "")
        found += [styled] if styled and not styled.startswith("text-align") else []
        found += [name for name in element.attrib if str(name).startswith("on")]
        address = element.get("href") or "#"
        found += [] if re.match(r"https?://|#|[\w.-]+\.(html|json|xml)$", address) else [address]
    for name in ours:
        found.remove(name)
    return found


def parse(page: str) -> Element:
    parsed: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return parsed


def test_html_shows_every_payload_as_typed(attacked: Facts) -> None:
    page = parse(render_html(attacked))
    assert dangers(page) == []
    text = flat("".join(page.itertext()))
    for payload in PAYLOADS:
        assert text.count(flat(as_shown(payload))) >= 10, payload
    assert len(list(page.iter("article"))) == len(PAYLOADS)


def test_markdown_shows_every_payload_as_typed(attacked: Facts) -> None:
    rendered = (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(render_markdown(attacked))
    )
    page: Element = html5lib.HTMLParser(namespaceHTMLElements=False).parse(rendered)
    assert dangers(page) == []
    text = flat("".join(page.itertext()))
    for payload in PAYLOADS:
        assert text.count(flat(as_shown(payload))) >= 6, payload


def test_csv_holds_every_payload_and_no_formula(attacked: Facts) -> None:
    rows = list(csv.DictReader(io.StringIO(render_csv(attacked), newline="")))
    assert len(rows) == len(PAYLOADS)
    summaries = {row["summary"].removeprefix("'") for row in rows}
    for payload in PAYLOADS:
        assert as_shown(payload).removeprefix("'").replace("\r", "\n") in {
            text.replace("\r", "\n") for text in summaries
        }
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)]


def test_archive_and_feed_hold_it_as_text(attacked: Facts, tmp_path: Path) -> None:
    write_report(attacked, tmp_path, ("json",), archived=True)
    update_archive(tmp_path)
    index = parse((tmp_path / "index.html").read_text(encoding="utf-8"))
    assert dangers(index, ours=("script", "input")) == []
    places = "".join(index.itertext())
    feed = ET.fromstring((tmp_path / "feed.xml").read_bytes())  # noqa: S314 - our own feed
    assert {str(element.tag).rpartition("}")[2] for element in feed.iter()} <= {
        "feed", "id", "title", "updated", "author", "name", "link", "generator", "entry", "summary", "published",
        "content",
    }  # fmt: skip
    (front,) = [element.text or "" for element in feed.iter() if str(element.tag).endswith("content")]
    assert dangers(parse(f"<!DOCTYPE html><title>week</title>{front}")) == []
    summary = "".join(element.text or "" for element in feed.iter() if str(element.tag).endswith("summary"))
    assert flat(attacked["lead"][0]) in flat(summary)
    for payload in PAYLOADS[:10]:
        assert flat(as_shown(payload)) in flat(places)
