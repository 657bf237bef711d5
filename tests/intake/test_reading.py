"""The page behind an item: read once, again where it changed, and never a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from feed_items import CANNON, RAMMING, item, page, rss

from scs_tracker.intake import gathering, reading
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_the_page_behind_an_item_is_read(place: Place) -> None:
    title = "Philippines accuses China over Second Thomas Shoal"
    place.server.answers["/page"] = (200, {"Content-Type": "text/html"}, page(CANNON))
    place.server.answers["/feed"] = (
        200,
        {},
        rss(item("a", "Read more.", title=title, link=f"{place.server.url}/page")),
    )
    assert place.take().counts.added == 1
    assert "/page" in place.server.paths()


def test_what_is_retold_is_marked_and_a_headline_that_is_sure_is_never_dropped(place: Place) -> None:
    retold = (
        "Talks on the sea begin in Manila on Monday.\nIn August 2023 a China Coast Guard ship fired water cannon at a "
        "Philippine supply boat near Second Thomas Shoal.\n" + "Nobody said more of the talks. " * 30
    )
    sure = item(
        "b", "Nothing was said. " * 50, title="China Coast Guard rams Philippine boat at Scarborough Shoal: why"
    )
    place.server.answers["/feed"] = (200, {}, rss(item("a", retold, title="Talks begin"), sure))
    place.take(pages="no need")
    contents = [
        row["content"]
        for own_id in place.ledger.incidents(statuses=None)["id"]
        for row in place.ledger.evidence(own_id)
    ]
    assert [content.get("background", False) for content in contents if content["date_start"].startswith("2023")] == [
        True
    ]
    assert len(place.ledger.incidents(statuses=None)) + len(place.leads()) >= 2


def test_a_page_that_refuses_programs_loses_nothing(place: Place) -> None:
    """As Rappler's and Inquirer's do: headline and summary are read in its place."""
    link = f"{place.server.url}/page"
    place.server.answers["/page"] = (403, {}, b"")
    title = "Boat hit near Second Thomas Shoal, coast guard says"
    place.server.answers["/feed"] = (
        200,
        {},
        rss(item("a", CANNON, link=link), item("b", "x", title=title, link=link + "2")),
    )
    place.server.answers["/page2"] = (403, {}, b"")
    gathered = place.take()
    assert (gathered.counts.added, gathered.leads) == (1, 1)
    assert place.leads() == [(title, "only the headline could be read; its page rejects programs")]


def test_a_site_that_refuses_is_not_asked_for_every_page_and_no_item_is_lost(place: Place) -> None:
    items = [item(f"i{n}", CANNON, link=f"{place.server.url}/p{n}") for n in range(9)]
    for number in range(9):
        place.server.answers[f"/p{number}"] = (403, {}, b"")
    place.server.answers["/feed"] = (200, {}, rss(*items))
    gathered = place.take()
    assert len(place.server.asked) == 1 + 1 + 3  # the feed, the host's robots.txt, three pages
    assert len(worklist.seen(place.ledger.engine, "xx-test")) == 9
    assert gathered.counts.read == 9


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        (b"User-agent: *\nDisallow: /page\n", False),
        (b"User-agent: scs-tracker\nDisallow: /\n", False),
        (b"User-agent: other\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow: /private\n", True),
        (b"\xff\x00<html>", True),
    ],
)
def test_a_page_that_robots_txt_keeps_from_programs_is_not_asked_for_and_its_item_is_not_lost(
    place: Place, rules: bytes, asked: bool
) -> None:
    place.server.answers["/robots.txt"] = (200, {}, rules)
    place.server.answers["/page"] = (200, {}, page(CANNON * 8))
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=place.server.url + "/page")))
    found = place.take()
    assert ("/page" in place.server.paths()) is asked
    assert found.counts.added == 1


def test_a_host_whose_robots_txt_fails_is_asked_again_later(place: Place) -> None:
    place.server.answers["/robots.txt"] = (503, {}, b"")
    place.server.answers["/page"] = (200, {}, page(CANNON * 8))
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=place.server.url + "/page")))
    place.take()
    assert "/page" not in place.server.paths()
    place.server.answers["/robots.txt"] = (404, {}, b"")
    place.later(hours=2)
    place.take()
    assert "/page" in place.server.paths()


def test_a_page_that_cannot_be_had_is_asked_for_again(place: Place) -> None:
    title = "Boat hit near Second Thomas Shoal, coast guard says"
    link = f"{place.server.url}/gone"
    place.server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", "More.", title=title, link=link)))
    gathered = place.take()
    assert place.leads() == [(title, "only the headline could be read; its page could not be fetched")]
    assert gathered.problems == [f"{link} answered 404 Not Found; check the URL in a browser"]
    place.server.answers["/gone"] = (200, {}, page(CANNON))
    place.later(minutes=30)
    assert place.take().counts.added == 0
    place.later(hours=1)
    gathered = place.take()
    assert (gathered.outcome, gathered.counts.added, gathered.problems) == ("same", 1, [])
    assert place.leads() == []


def test_a_page_that_changed_is_read_again(place: Place) -> None:
    """Wires flash one sentence first; the proposal gets the new version of its report."""
    link = f"{place.server.url}/page"
    place.server.answers["/page"] = (200, {}, page(CANNON))
    place.server.answers["/feed"] = (
        200,
        {"ETag": '"1"'},
        rss(item("a", "More.", title="Boat at Second Thomas Shoal", link=link)),
    )
    assert place.take().counts.added == 1
    rammed = CANNON.replace("fired water cannon at", "rammed and fired water cannon at")
    place.server.answers["/page"] = (200, {}, page(rammed))
    place.later(hours=2)
    gathered = place.take()
    assert gathered.counts.updated == 1
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["ramming;water_cannon"]
    # it is asked for a few times and then left alone
    for _ in range(6):
        place.later(hours=30)
        place.take()
    asked = place.server.paths().count("/page")
    place.later(hours=30)
    place.take()
    assert place.server.paths().count("/page") == asked <= 1 + len(gathering.AGAIN_HOURS)


@pytest.mark.parametrize(
    "answer",
    [
        (503, {}, b""),
        (410, {}, b""),
        (403, {}, b""),
        (404, {}, b""),
        (200, {}, page("Subscribe to read this story.")),
        (200, {}, b""),
    ],
)
def test_a_poorer_reading_replaces_no_fuller_one(place: Place, answer: tuple[int, dict[str, str], bytes]) -> None:
    link, whole = f"{place.server.url}/page", f"{CANNON} It was two miles from the reef. " * 5
    place.server.answers["/page"] = (200, {}, page(whole))
    excerpt = item("a", "A boat was hit in the South China Sea.", title="Boat hit by water cannon", link=link)
    place.server.answers["/feed"] = (200, {}, rss(excerpt))
    place.take()
    (own_id,) = place.ledger.incidents(statuses=None)["id"]
    place.accept(own_id)
    place.server.answers["/page"] = answer
    for hours in (2, 6):
        place.later(hours=hours)
        gathered = place.take()
        assert (gathered.counts.updated, gathered.counts.added) == (0, 0)
    # the feed itself changes while the page fails
    place.server.answers["/feed"] = (200, {}, rss(excerpt.replace("was hit", "was hit again")))
    gathered = place.take()
    assert any("the stored text is longer and is kept" in note for note in gathered.notes)
    assert worklist.proposed_changes(place.ledger.engine) == []
    assert len(place.ledger.evidence(own_id)) == 1
    assert list(place.ledger.incidents(statuses=None)["place"]) == ["Second Thomas Shoal"]
    # once it is back, what it says now counts
    place.server.answers["/page"] = (200, {}, page(whole.replace("fired", "rammed and fired")))
    place.later(hours=80)
    place.take()
    assert any("ramm" in str(one["new"]) for one in worklist.proposed_changes(place.ledger.engine))


@pytest.mark.parametrize(("day", "held"), [("2024-10-05", ["2024-10-05"]), ("2027-10-05", [])])
def test_a_date_in_the_future_of_a_page_is_not_believed(place: Place, day: str, held: list[str]) -> None:
    link = f"{place.server.url}/page"
    place.server.answers["/page"] = (200, {}, page(f"{CANNON} {'It happened at noon. ' * 40}", day=day))
    stamp = "Sun, 03 Oct 2027 01:00:00 +0000"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, day=stamp, link=link)))
    place.take()
    ids = place.ledger.incidents(statuses=None)["id"]
    assert [one["published"] for own in ids for one in place.ledger.evidence(own)] == held


def test_an_accepted_incident_is_not_changed_by_a_page_that_changed(place: Place) -> None:
    link = f"{place.server.url}/page"
    place.server.answers["/page"] = (200, {}, page(CANNON))
    place.server.answers["/feed"] = (200, {}, rss(item("a", "More.", title="Boat at Second Thomas Shoal", link=link)))
    place.take()
    (own_id,) = place.ledger.incidents(statuses=None)["id"]
    place.accept(own_id)
    place.server.answers["/page"] = (200, {}, page(CANNON.replace("fired", "rammed and fired")))
    place.later(hours=2)
    place.take()
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["water_cannon"]
    changes = worklist.proposed_changes(place.ledger.engine)
    assert any(one["incident_id"] == own_id and "ramm" in str(one["new"]) for one in changes)


def test_the_words_of_a_feed_never_stand_in_the_place_of_a_page_of_another_site(place: Place) -> None:
    elsewhere = place.server.url.replace("127.0.0.1", "localhost")
    place.server.answers["/page"] = (200, {}, page(CANNON + " Nobody was hurt." * 50))
    place.server.answers["/feed"] = (200, {}, rss(item("a", RAMMING * 40, link=f"{elsewhere}/page")))
    place.take("xx-one")
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["water_cannon"]
    place.server.answers["/other"] = (200, {}, rss(item("b", CANNON, link=f"{elsewhere}/page")))
    assert place.take("xx-two", path="/other").known == 1  # that page was read


def test_a_page_made_to_be_slow_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the feed says of it is read instead."""
    monkeypatch.setattr(reading, "_SECONDS_OF_A_PAGE", 0.05)
    place.server.answers["/page"] = (200, {}, page("\n".join(["Nothing was said of it."] * 20_000)))
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=f"{place.server.url}/page")))
    gathered = place.take()
    assert gathered.counts.added == 1
    assert "reading it took more than 0.05 s of processor time" in gathered.problems[0]
