"""One source: its items once each, none lost, whatever it answers."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from feed_items import CANNON, RAMMING, item, page, rss

from scs_tracker.errors import TrackerError
from scs_tracker.intake import gathering, reading
from scs_tracker.ledger import worklist

if TYPE_CHECKING:
    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


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
    assert place.leads() == [(title, "only the headline could be read")]
    # it is kept once, and its full text completes it
    assert place.take(pages="no need").leads == 0
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, title=title)))
    place.later(hours=1)
    assert place.take(pages="no need").counts.added == 1


def test_an_item_without_date_is_a_lead_until_it_has_one(place: Place) -> None:
    link = f"{place.server.url}/a"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, day="", link=link)))
    assert place.take(pages="no need").counts.read == 0
    assert place.leads()[0][1] == "it has no publication date"
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
    assert place.leads() == ([] if day else [("News", "it has no publication date")])


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
    place.accept(first)
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
    assert gathered.notes == ["1 left out because another item of the feed has the same id: News"]
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
    assert (gathered.counts.read, gathered.notes) == (4, ["2 more will be read at the next run"])
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
    assert noted["note"] == f"{place.server.url}/feed answered 404 Not Found; check the URL in a browser"
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
