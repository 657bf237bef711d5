"""The service behind the site of the Armed Forces of the Philippines, in the shape recorded in public on 2026-09-26."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SLUG = "afp-on-water-cannon-at-scarborough"


def row(number: int, slug: str, title: str, intro: str) -> dict[str, Any]:
    return {
        "id": number, "title": title, "slug": slug, "category": 3, "category_name": "News",
        "category_slug": "news-blog",
        "intro_html": intro, "featured_image": None, "image_caption": "", "is_featured": False,
        "published_at": "2026-11-27T13:01:00+08:00", "hits": 12,
    }  # fmt: skip


def listing(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"count": len(rows), "next": None, "previous": None, "results": rows}).encode()


def test_texts_are_asked_for_where_they_may_be_of_this_sea(server: Server, take: Callable[..., Any]) -> None:
    fleet = row(1398, SLUG, "Statement on water cannon at Scarborough Shoal", "<p>The AFP condemns it.</p>")
    visit = row(1399, "chief-visits-visayas", "AFP chief visits the Visayas", "<p>He thanked the troops.</p>")
    server.answers["/articles/?page_size=100"] = (200, {}, listing(fleet, visit))
    detail = fleet | {"body_html": "<p>A China Coast Guard ship fired water cannon.</p><p>None was hurt.</p>"}
    server.answers[f"/articles/{SLUG}/"] = (200, {}, json.dumps(detail).encode())
    memory: dict[str, Any] = {}
    items = take("afp-articles", "/articles/?page_size=100", memory=memory)
    assert [one.link for one in items] == [
        f"https://www.afp.mil.ph/news/{SLUG}", "https://www.afp.mil.ph/news/chief-visits-visayas",
    ]  # fmt: skip
    assert items[0].text == "The AFP condemns it.\nA China Coast Guard ship fired water cannon.\nNone was hurt."
    assert items[0].published == datetime(2026, 11, 27, 5, 1, tzinfo=UTC)
    assert items[1].text == "He thanked the troops."
    # the text is asked for once
    again = take("afp-articles", "/articles/?page_size=100", memory=memory)
    assert again == items
    assert server.paths().count(f"/articles/{SLUG}/") == 1


def test_a_text_that_cannot_be_had_leaves_the_introduction(server: Server, take: Callable[..., Any]) -> None:
    fleet = row(1398, SLUG, "Statement on water cannon at Scarborough Shoal", "<p>The AFP condemns it.</p>")
    server.answers["/articles/"] = (200, {}, listing(fleet))
    (item,) = take("afp-articles", "/articles/")
    assert item.text == "The AFP condemns it."


@pytest.mark.parametrize("content", [b"<html>Just a moment</html>", b"{}", b"[]", b'{"results": {"a": 1}}', b"\xff"])
def test_another_answer_is_told(server: Server, take: Callable[..., Any], content: bytes) -> None:
    server.answers["/articles/"] = (200, {}, content)
    with pytest.raises(TrackerError, match=r"returned no JSON|no longer has a list in results"):
        take("afp-articles", "/articles/")
