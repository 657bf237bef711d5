"""Feeds: items become proposals once, whatever the feed, its order, its address or its markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from scs_tracker.config import Source
from scs_tracker.errors import TrackerError
from scs_tracker.intake import feeds
from scs_tracker.intake.feeds import read_feed, take_feed
from scs_tracker.intake.taken import Desk

if TYPE_CHECKING:
    from web_server import Server

    from scs_tracker.intake.taken import Taken

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MANILA = ZoneInfo("Asia/Manila")
RAMMING = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island on Friday, Vietnam said."
CANNON = "China Coast Guard ships fired water cannon at a Philippine supply boat near Second Thomas Shoal on Saturday."


def item(own_id: str, text: str, *, day: str = "Sun, 06 Oct 2024 01:00:00 +0000", link: str = "") -> str:
    address = f"<link>{link}</link>" if link else ""
    return (
        f'<item><guid isPermaLink="false">{own_id}</guid><title>News</title>{address}<pubDate>{day}</pubDate>'
        f"<description><![CDATA[<p>{text}</p>]]></description></item>"
    )


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


def take(server: Server, desk: Desk, **options: bool) -> Taken:
    source = Source(feed=f"{server.url}/feed", allow_private=True, **options)
    (taken,) = take_feed(source, MANILA, desk)
    return taken


def test_items_become_proposals_with_their_link_as_source(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {}, rss(item("a", RAMMING, link="https://news.example/a"), item("b", CANNON)))
    taken = take(server, desk)
    assert (taken.outcome, taken.counts.added, taken.problems) == ("read", 2, ())
    frame = desk.ledger.incidents().sort_values("date_start")
    assert set(frame["status"]) == {"proposed"}
    assert list(frame["date_start"]) == ["2024-10-04", "2024-10-05"]
    assert list(frame["types"]) == ["ramming", "water_cannon"]
    assert "https://news.example/a" in frame["sources"].iloc[0]


def test_the_day_of_publication_is_that_of_the_time_zone(server: Server, desk: Desk) -> None:
    """On Friday evening in UTC it is Saturday in Manila, where 'on Friday' was the day before."""
    text = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island yesterday, Vietnam said."
    server.answers["/feed"] = (200, {}, rss(item("a", text, day="Fri, 04 Oct 2024 20:00:00 GMT")))
    take(server, desk)
    assert list(desk.ledger.incidents()["date_start"]) == ["2024-10-04"]


def test_a_feed_that_did_not_change_is_not_read_again(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", RAMMING)))
    take(server, desk)
    assert take(server, desk).outcome == "same"
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_an_address_that_was_a_file_before_is_read_as_a_feed(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", RAMMING)))
    desk.memory[f"{server.url}/feed"] = {"mark": "", "etag": '"1"', "last_modified": "", "counts": {"read": 0}}
    assert take(server, desk).counts.added == 1


def test_an_item_is_read_once_though_its_text_address_or_feed_change(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {}, rss(item("a", RAMMING, link="https://news.example/a")))
    take(server, desk)
    changed = item("a", RAMMING + " " + CANNON, link="https://news.example/other")
    server.answers["/feed"] = (200, {}, rss(item("b", "The weather is fine."), changed, changed))
    taken = take(server, desk)
    assert taken.notes == ("1 of 2 items new",)
    # a memory that is lost changes nothing: the ledger holds what came of the item
    forgetful = Desk(desk.ledger)
    taken = take(server, forgetful)
    assert (taken.counts.added, taken.counts.updated, len(desk.ledger.incidents())) == (0, 0, 1)


def test_two_items_of_one_incident_are_not_two_incidents_for_sure(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {}, rss(item("a", RAMMING), item("b", RAMMING)))
    taken = take(server, desk)
    assert taken.counts.read == 2
    assert len(desk.ledger.incidents()) == taken.counts.added


def test_the_linked_page_is_read_where_that_is_wanted(server: Server, desk: Desk) -> None:
    page = f"<html><head><title>T</title></head><body><article><p>{RAMMING}</p></article></body></html>"
    server.answers["/page"] = (200, {"Content-Type": "text/html"}, page.encode())
    server.answers["/feed"] = (200, {}, rss(item("a", "Read more.", link=f"{server.url}/page")))
    assert take(server, desk, follow=True).counts.added == 1
    assert "/page" in server.paths()


def test_a_page_that_cannot_be_had_is_asked_for_again(server: Server, desk: Desk) -> None:
    items = rss(item("a", "More.", link=f"{server.url}/gone"), item("b", CANNON, link=f"{server.url}/there"))
    server.answers["/feed"] = (200, {"ETag": '"1"'}, items)
    server.answers["/there"] = (200, {}, f"<html><body><article><p>{CANNON}</p></article></body></html>".encode())
    taken = take(server, desk, follow=True)
    assert taken.counts.added == 1
    assert taken.problems == (f"{server.url}/gone answered 404 Not Found",)
    server.answers["/gone"] = (200, {}, f"<html><body><article><p>{RAMMING}</p></article></body></html>".encode())
    taken = take(server, desk, follow=True)
    assert (taken.outcome, taken.counts.added, taken.problems) == ("read", 1, ())
    assert server.paths().count("/there") == 1
    assert take(server, desk, follow=True).outcome == "same"


def test_a_site_that_is_down_is_not_asked_for_every_page(server: Server, desk: Desk) -> None:
    server.answers["/feed"] = (200, {}, rss(*(item(f"i{n}", "x", link=f"{server.url}/p{n}") for n in range(9))))
    taken = take(server, desk, follow=True)
    assert len(server.asked) == 1 + 3
    assert taken.problems[-1].endswith("6 more items are left for the next run")


@pytest.mark.parametrize("link", ["http://0177.0.0.1/x", "http://[::1/x", "http://1.1.1.1:99999/", "http://xn--/"])
def test_an_address_that_is_none_stops_nothing(server: Server, desk: Desk, link: str) -> None:
    server.answers["/there"] = (200, {}, f"<html><body><article><p>{CANNON}</p></article></body></html>".encode())
    items = rss(item("a", "More.", link=link), item("b", "More.", link=f"{server.url}/there"))
    server.answers["/feed"] = (200, {}, items)
    taken = take(server, desk, follow=True)
    assert taken.counts.added == 1
    assert len(taken.problems) <= 1  # a link that is none is left out by the parser, and its item read from the feed


def test_a_fault_of_our_own_in_one_item_stops_nothing(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = feeds._extract

    def broken(one: feeds.Item, *rest: object) -> object:
        if one.text.startswith("Broken"):
            raise ZeroDivisionError("division by zero")
        return real(one, *rest)

    monkeypatch.setattr(feeds, "_extract", broken)
    server.answers["/feed"] = (200, {}, rss(item("a", "Broken."), item("b", CANNON)))
    taken = take(server, desk)
    assert taken.counts.added == 1
    assert taken.problems == ("News: cannot be read (ZeroDivisionError: division by zero); please report it",)


def test_what_an_item_lacks_is_said(server: Server, desk: Desk) -> None:
    undated = "<item><guid>u</guid><title>T</title><description>Text.</description></item>"
    empty = item("e", "").replace("News", "No text")
    server.answers["/feed"] = (200, {}, rss(undated, empty))
    problems = take(server, desk).problems
    assert "says when it was published" in problems[0]
    assert problems[1].startswith("No text: the feed gives no text of the item; write follow = true")
    assert take(server, desk).problems == ()


def test_text_that_is_not_english_is_counted_for_a_person(server: Server, desk: Desk) -> None:
    text = "菲律宾海警船在仁爱礁附近与中国海警船发生碰撞，双方互相指责对方违反国际法并提出抗议。"
    server.answers["/feed"] = (200, {}, rss(item("a", text)))
    taken = take(server, desk)
    assert taken.counts.read == 0
    assert "1 not in English, for a person to read" in taken.notes


def test_an_atom_feed(server: Server, desk: Desk) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:1</id><title>N</title>'
        '<link href="https://news.example/1"/><updated>2024-10-06T00:00:00Z</updated>'
        f'<content type="html">&lt;p&gt;{RAMMING}&lt;/p&gt;</content></entry></feed>'
    )
    server.answers["/feed"] = (200, {}, atom.encode())
    assert take(server, desk).counts.added == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body>No feed</body></html>", "neither an RSS nor an Atom feed"),
        (b"", "neither an RSS nor an Atom feed"),
        (b'{"items": []}', "neither an RSS nor an Atom feed"),
        (rss(item("a", RAMMING))[:-60], "cut off or broken"),
        (b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rss version="2.0"><channel/></rss>', "declares entities"),
        ('<!DOCTYPE x [<!entity a "b">]><rss version="2.0"/>'.encode("utf-16"), "declares entities"),
    ],
)
def test_what_is_no_feed_or_a_trap_is_refused(server: Server, desk: Desk, content: bytes, words: str) -> None:
    server.answers["/feed"] = (200, {}, content)
    taken = take(server, desk)
    assert taken.outcome == "failed"
    assert words in taken.problems[0]
    assert desk.memory == {}


def test_careless_markup_is_read_and_scripts_are_not(server: Server, desk: Desk) -> None:
    careless = rss(item("a", RAMMING)).replace(b"<title>T</title>", b"<title>T & T</title>")
    assert [one.text for one in read_feed(careless, "x")] == [RAMMING]
    scripted = rss(item("a", "before<script>alert(1)</script><br>after &amp; more"))
    assert [one.text for one in read_feed(scripted, "x")] == ["before\nafter & more"]
    linked = rss(item("a", "text", link="javascript:alert(1)"))
    assert [one.link for one in read_feed(linked, "x")] == [""]


def test_an_item_in_utc() -> None:
    (one,) = read_feed(rss(item("a", "text", day="Mon, 17 Jun 2024 07:30:00 +0800")), "x")
    assert one.published == datetime(2024, 6, 16, 23, 30, tzinfo=UTC)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 400), st.booleans())
def test_any_bytes_are_a_feed_or_refused(noise: bytes, place: int, around: bool) -> None:
    content = rss(item("a", "text"), item("b", "more"))
    content = content[:place] + noise + content[place:] if around else noise
    try:
        digests = [one.digest for one in read_feed(content, "https://news.example/feed")]
    except TrackerError:
        digests = []
    assert len(digests) == len(set(digests))


def test_a_failing_ledger_leaves_the_feed_for_the_next_run(
    server: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", RAMMING)))

    def busy(*_: object) -> None:
        raise TrackerError("the ledger is being written")

    monkeypatch.setattr(Desk, "put", busy)
    assert take(server, desk).problems == ("the ledger is being written",)
    assert desk.memory == {}
