"""One source: its items once each, none lost, whatever it answers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from feed_items import CANNON, RAMMING, item, page, rss

from scs_tracker.errors import TrackerError
from scs_tracker.intake import gathering, reading
from scs_tracker.ledger import editing, worklist
from scs_tracker.ledger.runs import Decision
from scs_tracker.ledger.store import timed

if TYPE_CHECKING:
    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def accept(place: Place, own_id: str) -> None:
    """Accept a proposal at an instant of the tests."""
    engine = timed(place.ledger.engine, lambda: "2024-10-06T07:00:00.000000Z")
    editing.accept(engine, own_id, {}, Decision("accept", "read"))


def test_items_become_proposals_with_their_link_as_source(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", RAMMING, link="https://news.example/a"), item("b", CANNON)))
    gathered = place.take(pages="no need")
    assert (gathered.outcome, gathered.counts.added, gathered.problems) == ("read", 2, [])
    frame = place.ledger.incidents(statuses=None).sort_values("date_start")
    assert set(frame["status"]) == {"proposed"}
    assert list(frame["date_start"]) == ["2024-10-04", "2024-10-05"]
    assert "https://news.example/a" in frame["sources"].iloc[0]


def test_the_day_of_publication_is_that_of_the_time_zone(place: Place) -> None:
    """On Friday evening in UTC it is Saturday in Manila, where 'yesterday' was Friday."""
    text = "A China Coast Guard ship rammed a Vietnamese fishing boat near Woody Island yesterday, Vietnam said."
    place.server.answers["/feed"] = (200, {}, rss(item("a", text, day="Fri, 04 Oct 2024 20:00:00 GMT")))
    place.take()
    assert list(place.ledger.incidents(statuses=None)["date_start"]) == ["2024-10-04"]


def test_the_headline_is_read(place: Place) -> None:
    """The act stands in the headline of half of all feeds, and nowhere else."""
    title = "China Coast Guard fires water cannon at Philippine boat near Second Thomas Shoal on Saturday"
    place.server.answers["/feed"] = (200, {}, rss(item("a", "More to come.", title=title)))
    gathered = place.take(pages="no need")
    assert gathered.counts.added == 1
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["water_cannon"]


def test_what_is_not_of_this_sea_is_passed_over_and_not_remembered(place: Place) -> None:
    others = (item(f"i{number}", "The price of rice rose.", title="Rice") for number in range(50))
    place.server.answers["/feed"] = (200, {}, rss(*others, item("a", CANNON)))
    gathered = place.take(pages="no need")
    assert (gathered.hits, gathered.counts.added) == (1, 1)
    assert len(worklist.seen(place.ledger.engine, "xx-test")) == 1


def test_a_headline_alone_is_kept_as_a_lead(place: Place) -> None:
    title = "No water cannon was used at Second Thomas Shoal, says the coast guard"
    place.server.answers["/feed"] = (200, {}, rss(item("a", "", title=title)))
    gathered = place.take(pages="no need")
    assert (gathered.counts.added, gathered.leads) == (0, 1)
    assert place.leads() == [(title, "the headline alone could be read")]
    # it is kept once, and its full text completes it
    assert place.take(pages="no need").leads == 0
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, title=title)))
    place.later(hours=1)
    assert place.take(pages="no need").counts.added == 1


def test_an_item_without_date_is_a_lead_until_it_has_one(place: Place) -> None:
    link = f"{place.server.url}/a"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, day="", link=link)))
    assert place.take(pages="no need").counts.read == 0
    assert place.leads()[0][1] == "nothing says when it was published"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=link)))
    place.later(hours=1)
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON + " It was hit.", link=link)))
    assert place.take(pages="no need").counts.added == 1
    assert place.leads() == []


def test_text_that_is_not_english_is_a_lead(place: Place) -> None:
    text = "菲律宾海警船在仁爱礁附近与中国海警船发生碰撞，双方互相指责对方违反国际法并提出抗议。"
    place.server.answers["/feed"] = (200, {}, rss(item("a", text, title="仁爱礁附近海警船发生碰撞")))
    gathered = place.take(pages="no need")
    assert (gathered.counts.read, gathered.leads) == (0, 1)
    (lead,) = worklist.leads(place.ledger.engine)
    assert (lead["language"], lead["why"]) == ("zh", "not in English")


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
    assert place.leads() == [(title, "the headline alone could be read; its page refuses programs")]


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
    assert place.leads() == [(title, "the headline alone could be read; its page could not be had")]
    assert gathered.problems == [f"{link} answered 404 Not Found"]
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
    accept(place, own_id)
    place.server.answers["/page"] = answer
    for hours in (2, 6):
        place.later(hours=hours)
        gathered = place.take()
        assert (gathered.counts.updated, gathered.counts.added) == (0, 0)
    # the feed itself changes while the page fails
    place.server.answers["/feed"] = (200, {}, rss(excerpt.replace("was hit", "was hit again")))
    gathered = place.take()
    assert any("less could be read; the fuller text stays" in note for note in gathered.notes)
    assert worklist.proposed_changes(place.ledger.engine) == []
    assert len(place.ledger.evidence(own_id)) == 1
    assert list(place.ledger.incidents(statuses=None)["place"]) == ["Second Thomas Shoal"]
    # once it is back, what it says now counts
    place.server.answers["/page"] = (200, {}, page(whole.replace("fired", "rammed and fired")))
    place.later(hours=80)
    place.take()
    assert any("ramm" in str(one["new"]) for one in worklist.proposed_changes(place.ledger.engine))


def test_items_that_came_and_went_are_said(place: Place) -> None:
    def hold(*numbers: int) -> None:
        days = [place.now.replace(day=1, hour=0) + timedelta(hours=12 * number) for number in numbers]
        place.server.answers["/feed"] = (
            200,
            {},
            rss(
                *(
                    item(f"i{n}", "Rice.", title="Rice", day=f"{day:%a, %d %b %Y %H:%M:%S} +0000")
                    for n, day in zip(numbers, days, strict=True)
                )
            ),
        )

    hold(6, 7, 8, 9, 10)
    assert place.take().problems == []
    place.later(hours=84)
    hold(13, 14, 15, 16, 17)
    (problem,) = place.take().problems
    assert problem == (
        "xx-test: items published between 2024-10-06T06:00 and 2024-10-07T12:00 UTC are probably lost, since it holds "
        "only 5 items; read it more often, or import them from files"
    )
    noted = worklist.health(place.ledger.engine)["xx-test"]
    (gap,) = json.loads(noted["memory"])["lost"]
    assert (gap["from"][:16], gap["until"][:16], gap["held"]) == ("2024-10-06T06:00", "2024-10-07T12:00", 5)
    place.later(hours=12)
    hold(14, 15, 16, 17, 18)
    assert place.take().problems == []


@pytest.mark.parametrize(
    ("hours", "day"), [(-1, "2024-10-06"), (7, "2024-10-06"), (23, "2024-10-06"), (30, ""), (24 * 80, "")]
)
def test_a_date_in_the_future_is_not_believed(place: Place, hours: int, day: str) -> None:
    stamp = f"{place.now + timedelta(hours=hours):%a, %d %b %Y %H:%M:%S} +0000"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, day=stamp)))
    place.take(pages="no need")
    dates = [
        one["published"] for own in place.ledger.incidents(statuses=None)["id"] for one in place.ledger.evidence(own)
    ]
    assert dates == [day] * bool(day)
    assert place.leads() == ([] if day else [("News", "nothing says when it was published")])


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
    accept(place, own_id)
    place.server.answers["/page"] = (200, {}, page(CANNON.replace("fired", "rammed and fired")))
    place.later(hours=2)
    place.take()
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["water_cannon"]
    changes = worklist.proposed_changes(place.ledger.engine)
    assert any(one["incident_id"] == own_id and "ramm" in str(one["new"]) for one in changes)


def test_one_article_in_two_feeds_of_its_site_is_read_once(place: Place) -> None:
    for name in ("/feed", "/other"):
        link = f"{place.server.url}/a?utm_source={name}"
        place.server.answers[name] = (200, {}, rss(item(name, CANNON, link=link)))
    assert place.take("xx-one", pages="no need").counts.added == 1
    gathered = place.take("xx-two", path="/other", pages="no need")
    assert (gathered.counts.read, gathered.known) == (0, 1)


def test_an_item_that_links_to_anothers_article_hides_nothing_of_it(place: Place) -> None:
    """Whatever it says, and however long, the article itself is read when its own feed brings it."""
    link = "https://news.example/a"
    place.server.answers["/feed"] = (200, {}, rss(item("a", RAMMING * 9, link=link)))
    place.server.answers["/other"] = (200, {}, rss(item("b", CANNON, link=link)))
    place.take("xx-one", pages="no need")
    gathered = place.take("xx-two", path="/other", pages="no need")
    assert (gathered.counts.added, gathered.known) == (1, 0)
    assert sorted(place.ledger.incidents(statuses=None)["types"]) == ["ramming", "water_cannon"]


def test_the_words_of_a_feed_never_stand_in_the_place_of_a_page_of_another_site(place: Place) -> None:
    elsewhere = place.server.url.replace("127.0.0.1", "localhost")
    place.server.answers["/page"] = (200, {}, page(CANNON + " Nobody was hurt." * 50))
    place.server.answers["/feed"] = (200, {}, rss(item("a", RAMMING * 40, link=f"{elsewhere}/page")))
    place.take("xx-one")
    assert list(place.ledger.incidents(statuses=None)["types"]) == ["water_cannon"]
    place.server.answers["/other"] = (200, {}, rss(item("b", CANNON, link=f"{elsewhere}/page")))
    assert place.take("xx-two", path="/other").known == 1  # that page was read


def test_an_id_of_another_source_changes_nothing_of_it(place: Place) -> None:
    """Neither its proposal, nor an accepted incident, nor its lead."""
    turned = "Philippine Coast Guard ships fired water cannon at a China Coast Guard ship near Second Thomas Shoal on "
    turned += "Saturday, killing four fishermen."
    title = "No water cannon was used at Second Thomas Shoal, says the coast guard"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON), item("b", "", title=title)))
    place.server.answers["/other"] = (200, {}, rss(item("a", turned), item("b", turned, title=title)))
    place.take("xx-one", pages="no need")
    before = place.ledger.incidents(statuses=None)
    first = before["id"].iloc[0]
    accept(place, first)
    assert place.take("xx-two", path="/other", pages="no need").counts.read == 2
    now = place.ledger.incidents(statuses=None).set_index("id")
    one = now.loc[first]
    assert (one["initiators"], one["sources"]) == (before["initiators"].iloc[0], before["sources"].iloc[0])
    assert worklist.proposed_changes(place.ledger.engine) == []
    assert title in [told for told, _ in place.leads()]


def test_a_feed_with_one_id_for_all_items_loses_and_turns_nothing(place: Place) -> None:
    scarborough = CANNON.replace("Second Thomas Shoal", "Scarborough Shoal")
    place.server.answers["/feed"] = (200, {}, rss(item("x", scarborough)))
    place.take(pages="no need")
    place.server.answers["/feed"] = (200, {}, rss(item("x", CANNON), item("x", scarborough)))
    gathered = place.take(pages="no need")
    assert set(place.ledger.incidents(statuses=None)["place"]) == {"Scarborough Shoal", "Second Thomas Shoal"}
    assert gathered.notes == ["1 left out whose id and address another item of the feed has: News"]
    place.server.answers["/feed"] = (
        200, {}, rss(*(item("x", CANNON, title=f"News {n}", link=f"https://news.example/{n}") for n in range(3)))
    )  # fmt: skip
    gathered = place.take(pages="no need")
    assert (gathered.counts.read, gathered.notes) == (3, [])


def test_an_item_that_a_source_gives_under_another_id_is_known(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON)))
    place.take(pages="no need")
    place.server.answers["/feed"] = (200, {}, rss(item("b", CANNON)))
    assert place.take(pages="no need").known == 1


def test_two_outlets_on_one_event_stand_in_one_group(place: Place) -> None:
    other = CANNON.replace("supply boat", "resupply boat") + " The boat was damaged."
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link="https://news.example/a")))
    place.server.answers["/other"] = (200, {}, rss(item("b", other, link="https://paper.example/b")))
    place.take("xx-one", pages="no need")
    place.take("xx-two", path="/other", pages="no need")
    groups = place.ledger.groups()
    assert [len(ids) for ids in groups.values()] == [2]


def test_what_is_old_is_no_news(place: Place) -> None:
    old = item("a", CANNON, day="Sun, 07 Jan 2024 01:00:00 +0000")
    place.server.answers["/feed"] = (200, {}, rss(old, item("b", RAMMING)))
    gathered = place.take(pages="no need")
    assert gathered.counts.added == 1
    assert gathered.notes == ["1 published more than 60 days ago, left out"]


def test_a_flood_is_read_in_parts_and_that_is_said(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST_ITEMS", 4)
    items = [item(f"i{n}", CANNON.replace("supply", f"supply {n}")) for n in range(6)]
    place.server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(*items))
    gathered = place.take(pages="no need")
    assert (gathered.counts.read, gathered.notes) == (4, ["2 more are read at the next run"])
    gathered = place.take(pages="no need")
    assert (gathered.counts.read, gathered.known, gathered.notes) == (2, 4, [])


@pytest.mark.parametrize("link", ["http://0177.0.0.1/x", "http://[::1/x", "http://1.1.1.1:99999/", "http://xn--/"])
def test_an_address_that_is_none_stops_nothing(place: Place, link: str) -> None:
    place.server.answers["/there"] = (200, {}, page(CANNON))
    title = "No collision at Sabina Shoal with a Chinese ship, says the coast guard"
    items = rss(item("a", "More.", title=title, link=link), item("b", CANNON, link=f"{place.server.url}/there"))
    place.server.answers["/feed"] = (200, {}, items)
    gathered = place.take()
    assert gathered.counts.added == 1
    assert [title for title, _ in place.leads()] == [title]


def test_a_fault_of_our_own_in_one_item_stops_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = reading._read

    def broken(one: reading.Item, text: str, *rest: object) -> object:
        if text.startswith("Broken"):
            raise ZeroDivisionError("division by zero")
        return real(one, text, *rest)

    monkeypatch.setattr(reading, "_read", broken)
    title = "No collision at Sabina Shoal with a Chinese ship, says the coast guard"
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Broken.", title=title), item("b", CANNON)))
    gathered = place.take(pages="no need")
    assert gathered.counts.added == 1
    assert gathered.problems == [f"{title}: cannot be read (ZeroDivisionError: division by zero); please report it"]
    assert place.leads() == [(title, "it cannot be read (division by zero)")]


def test_a_failing_ledger_leaves_the_source_for_the_next_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item("a", CANNON)))

    def busy(*_: object, **__: object) -> None:
        raise TrackerError("the ledger is being written")

    with monkeypatch.context() as patched:
        patched.setattr(gathering, "import_batch", busy)
        gathered = place.take(pages="no need")
        assert (gathered.outcome, gathered.problems) == ("failed", ["the ledger is being written"])
    place.later(hours=1)
    assert place.take(pages="no need").counts.added == 1


def test_a_server_that_answers_and_says_nothing_new_has_fallen_silent(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Rice.", title="Rice")))
    assert place.take().silent_since == ""
    place.later(days=4)
    gathered = place.take()
    assert gathered.silent_since == "2024-10-06"
    assert gathered.problems == ["xx-test: silent since 2024-10-06"]
    noted = worklist.health(place.ledger.engine)["xx-test"]
    assert (noted["silent_since"], noted["newest"], noted["refusals"]) == ("2024-10-06", "2024-10-06", 0)
    place.later(hours=1)
    gathered = place.take()  # said once, and known as long as it lasts
    assert (gathered.problems, gathered.notes) == ([], ["xx-test: silent since 2024-10-06"])


def test_why_a_source_fails_is_kept_apart_from_its_silence(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Rice.", title="Rice")))
    place.take()
    del place.server.answers["/feed"]
    said = []
    for _ in range(6):
        place.later(days=1)
        said += place.take().problems
    noted = worklist.health(place.ledger.engine)["xx-test"]
    assert noted["note"] == f"{place.server.url}/feed answered 404 Not Found"
    assert noted["silent_since"] == "2024-10-06"
    assert said == [noted["note"]]


def test_a_feed_without_dates_is_told_by_new_items(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Rice.", title="Rice", day="")))
    assert place.take().newest == "2024-10-06"
    place.later(days=2)
    assert place.take().newest == "2024-10-06"
    place.server.answers["/feed"] = (200, {}, rss(item("b", "Rice.", title="Rice", day="")))
    assert place.take().newest == "2024-10-08"


def test_a_failure_is_remembered_and_a_success_forgets_it(place: Place) -> None:
    place.server.answers["/feed"] = (503, {"Retry-After": "7200"}, b"")
    assert place.take().outcome == "failed"
    memory = json.loads(worklist.health(place.ledger.engine)["xx-test"]["memory"])
    assert (memory["failures"], memory["asked_to_rest"], memory["not_before"][:16]) == (1, True, "2024-10-06T08:00")
    place.server.answers["/feed"] = (200, {}, rss())
    place.take()
    noted = worklist.health(place.ledger.engine)["xx-test"]
    assert "failures" not in json.loads(noted["memory"])
    assert noted["refusals"] == 0


def test_a_feed_made_to_be_slow_fails_and_the_others_are_read(place: Place) -> None:
    """It takes its own process down within its seconds, is named, and is asked again later."""
    slow = f"<item><guid>a</guid><title>T</title><description>{'&lt;!--' * 150_000}</description></item>"
    place.server.answers["/feed"] = (200, {}, rss(slow))
    place.server.answers["/other"] = (200, {}, rss(item("b", CANNON)))
    gathered = place.take("xx-slow", pages="no need")
    assert gathered.outcome == "failed"
    assert "reading it took more than 1.8 s of processor time" in gathered.problems[0]
    assert place.take("xx-two", path="/other", pages="no need").counts.added == 1


def test_a_page_made_to_be_slow_loses_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the feed says of it is read instead."""
    monkeypatch.setattr(reading, "_SECONDS_OF_A_PAGE", 0.05)
    place.server.answers["/page"] = (200, {}, page("\n".join(["Nothing was said of it."] * 20_000)))
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=f"{place.server.url}/page")))
    gathered = place.take()
    assert gathered.counts.added == 1
    assert "reading it took more than 0.05 s of processor time" in gathered.problems[0]
