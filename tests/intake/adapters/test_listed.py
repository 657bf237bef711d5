"""Telegram's public pages and sitemaps of news, in the shapes that they have."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

POSTS = """<html><body><main>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap" data-post="example/41">
<div class="tgme_widget_message_text">Ship rammed at Sabina Shoal<br/>A ship rammed a <b>Philippine</b> vessel.</div>
<a class="tgme_widget_message_date"><time datetime="2024-10-05T08:00:00+08:00">08:00</time></a>
</div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="example/42">
<a class="tgme_widget_message_photo_wrap"></a></div></div>
</main></body></html>"""
SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://paper.example/a</loc><news:news><news:publication><news:name>Paper</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2024-10-05T01:00:00Z</news:publication_date>
<news:title>Ship rammed at Sabina Shoal</news:title></news:news></url>
<url><loc>javascript:alert(1)</loc><news:news><news:title>x</news:title></news:news></url>
<url><loc>https://paper.example/b</loc></url></urlset>"""


def test_posts_of_a_channel(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/s/example"] = (200, {"ETag": '"1"'}, POSTS.encode())
    memory: dict[str, Any] = {}
    (item,) = take("telegram", "/s/example", memory=memory)
    assert (item.link, item.title) == ("https://t.me/example/41", "Ship rammed at Sabina Shoal")
    assert item.text.endswith("\nA ship rammed a Philippine vessel.")
    assert item.published == datetime(2024, 10, 5, tzinfo=UTC)
    assert take("telegram", "/s/example", memory=memory) is None


def test_articles_of_a_sitemap(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/news.xml"] = (200, {"ETag": '"1"'}, SITEMAP.encode())
    (item,) = take("news-sitemap", "/news.xml")
    assert (item.link, item.title, item.language) == ("https://paper.example/a", "Ship rammed at Sabina Shoal", "en")
    assert item.published == datetime(2024, 10, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("format_", "body", "why"),
    [
        ("telegram", b"<html><body>Join the channel</body></html>", "shows no posts"),
        ("telegram", b"", "not a readable page"),
        ("news-sitemap", b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "not a news sitemap"),
        ("news-sitemap", b"<urlset><url>", "not valid XML"),
        (
            "news-sitemap",
            b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>https://a.example/&a;</loc></url></urlset>',
            "sitemap",
        ),
    ],
)
def test_what_is_none_of_them_is_said(
    server: Server, take: Callable[..., Any], format_: str, body: bytes, why: str
) -> None:
    server.answers["/x"] = (200, {}, body)
    with pytest.raises(TrackerError, match=why):
        take(format_, "/x")
