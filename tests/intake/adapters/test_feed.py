"""Feeds: items once each, whatever their markup; what is no feed is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.feed import _is_whole, read_feed

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def item(own_id: str, text: str, *, title: str = "News", day: str = "Sun, 06 Oct 2024 01:00:00 +0000") -> str:
    return (
        f'<item><guid isPermaLink="false">{own_id}</guid><title>{title}</title><pubDate>{day}</pubDate>'
        f"<description><![CDATA[<p>{text}</p>]]></description></item>"
    )


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def test_items_come_in_order_and_one_id_at_two_addresses_is_two_items() -> None:
    there = item("a", "There.").replace("<guid", "<link>https://x.example/there</link><guid")
    items = read_feed(rss(item("a", "One."), item("b", "Two."), item("a", "One again."), there), "https://x.example/")
    assert [one.text for one in items] == ["One.", "Two.", "One again.", "There."]
    assert [one.key == items[0].key for one in items] == [True, False, True, False]
    assert items[0].published == datetime(2024, 10, 6, 1, tzinfo=UTC)


def test_a_feed_that_did_not_change_gives_nothing(server: Server, take: Callable[..., object]) -> None:
    server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", "One.")))
    memory: dict[str, object] = {}
    assert take("feed", "/feed", memory=memory)
    assert take("feed", "/feed", memory=memory) is None
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_a_feed_whose_server_sends_the_same_again_gives_nothing(server: Server, take: Callable[..., object]) -> None:
    server.answers["/feed"] = (200, {}, rss(item("a", "One.")))
    memory: dict[str, str] = {}
    assert take("feed", "/feed", memory=memory)
    assert take("feed", "/feed", memory=memory) is None
    server.answers["/feed"] = (200, {}, rss(item("a", "One, changed.")))
    assert take("feed", "/feed", memory=memory)


def test_an_atom_feed() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:1</id><title>N</title>'
        '<link href="https://news.example/1"/><updated>2024-10-06T00:00:00Z</updated>'
        "<content type='html'>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"
    )
    (one,) = read_feed(atom.encode(), "https://news.example/feed")
    assert (one.link, one.title, one.text) == ("https://news.example/1", "N", "One.\nTwo.")


def test_entities_that_were_never_declared_stop_nothing() -> None:
    """As Inquirer's feed has them."""
    items = read_feed(rss(item("a", "x", title="Navy&nbsp;says &ldquo;no&rdquo;")), "https://x.example/")
    assert "Navy" in items[0].title


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "neither an RSS nor an Atom feed"),
        (b"<html><body>Just a moment...</body></html>", "neither an RSS nor an Atom feed"),
        (b'{"smaps": []}', "neither an RSS nor an Atom feed"),
        (rss(item("a", "x"))[:-20], "cut off or broken"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]>' + rss(item("a", "x")), "its own XML entities"),
        ('<!DOCTYPE x [<!entity a "b">]><rss version="2.0"/>'.encode("utf-16"), "its own XML entities"),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        read_feed(content, "https://x.example/")


def test_careless_markup_is_read_and_scripts_are_not() -> None:
    careless = rss(item("a", "One.")).replace(b"<title>T</title>", b"<title>T & T</title>")
    assert [one.text for one in read_feed(careless, "x")] == ["One."]
    scripted = rss(item("a", "before<script>alert(1)</script><br>after &amp; more"))
    assert [one.text for one in read_feed(scripted, "x")] == ["before\nafter & more"]
    linked = rss(item("a", "text").replace("<pubDate>", "<link>javascript:alert(1)</link><pubDate>"))
    assert [one.link for one in read_feed(linked, "x")] == [""]


def test_an_instant_is_one_of_utc() -> None:
    (one,) = read_feed(rss(item("a", "text", day="Mon, 17 Jun 2024 07:30:00 +0800")), "x")
    assert one.published == datetime(2024, 6, 16, 23, 30, tzinfo=UTC)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_end_in_items_or_one_sentence(noise: bytes, place: int) -> None:
    whole = rss(item("a", "x"), item("b", "y"))
    try:
        items = read_feed(whole[:place] + noise + whole[place:], "https://x.example/")
    except TrackerError:
        items = []
    assert len({one.key for one in items}) == len(items)


@pytest.mark.parametrize(
    ("tail", "whole"),
    [
        (b"</rss>", True),
        (b"</rss>  <!-- cached --> \n", True),
        (b"</atom:feed><!-- a --><!-- b -->", True),
        (b"</rss><!-- a", False),
        (b"</item>", False),
        (b"-->", False),
        (b"</rss>" + b"<!--" * 500_000, False),  # each of them was tried as the beginning of one comment
        (b"</rss>" + b"<!-- -->" * 250_000, True),
        (b"</rss" + b" " * 2_000_000, False),
    ],
)
def test_the_end_of_a_feed_is_looked_for_once(tail: bytes, whole: bool) -> None:
    assert _is_whole(b"<rss>" + tail) is whole
