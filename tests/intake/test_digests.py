"""Digests: what came in, by saved filters, to services that a user names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import requests
from feed_items import CANNON, RAMMING, item, rss

from scs_tracker.config import Digest, Settings
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.intake import digests
from scs_tracker.intake.digests import parse_filter, send, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.mark.parametrize(
    ("text", "row", "holds"),
    [
        ("severity >= 3", {"severity": 3}, True),
        ("severity >= 3", {"severity": 2}, False),
        ("severity >= 3 and place = Scarborough Shoal", {"severity": 4, "place": "Scarborough Shoal"}, True),
        ("severity >= 3 AND place = Scarborough Shoal", {"severity": 4, "place": "Sabina Shoal"}, False),
        ("types = ramming", {"types": "ramming;water_cannon"}, True),
        ("types = ram", {"types": "ramming;water_cannon"}, False),
        ("types ~ ram", {"types": "ramming;water_cannon"}, True),
        ("types != ramming", {"types": "blocking"}, True),
        ("date_start >= 2026-11", {"date_start": "2026-11-05"}, True),
        ('place = "Sabina Shoal"', {"place": "sabina shoal"}, True),
        ("severity >= 3", {}, False),
        ("place = x", {"place": None}, False),
        ("place = x", {"place": float("nan")}, False),
    ],
)
def test_conditions(text: str, row: dict[str, Any], holds: bool) -> None:
    assert all(one.holds(row) for one in parse_filter("f", text)) is holds


@pytest.mark.parametrize("text", ["", "severity", "severity > 3", "colour = red", "severity >= 3 or place = x", "and"])
def test_a_filter_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(UsageError, match=r"filter grave: .* is not a condition; use COLUMN OPERATOR VALUE"):
        parse_filter("grave", text)


def told(place: Place, settings: Settings, *, to: str = "") -> str:
    return tell(settings, place.ledger, to, lambda _text: None, place.now)


def test_what_came_in_is_told_once(place: Place) -> None:
    title = "No collision at Sabina Shoal with a Chinese ship, says the coast guard"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON), item("b", RAMMING), item("c", "", title=title)))
    place.take(pages="no need")
    settings = Settings(digest=Digest(filters={"reef": "place = Second Thomas Shoal"}))
    text = told(place, settings)
    assert text.startswith("2 new proposals and 1 new lead await review.")
    assert "[reef]" in text
    assert "1 more match no filter." in text
    assert title in text
    assert told(place, settings) == ""


def test_a_source_is_news_when_it_changes_and_at_no_other_time(place: Place) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Rice.", title="Rice")))
    place.take(pages="no need")
    assert told(place, Settings()) == ""
    place.later(days=9)
    place.take(pages="no need")
    assert told(place, Settings()) == "Sources:\n- xx-test: silent since 2024-10-06\n"
    del place.server.answers["/feed"]
    texts = []
    for _ in range(50):
        place.later(hours=1)
        place.take(pages="no need")
        texts.append(told(place, Settings()))
    assert "cannot be read: http://127.0.0.1" in texts[0]
    assert "404" in texts[0]
    assert texts[1:] == [""] * 49
    place.server.answers["/feed"] = (
        200,
        {},
        rss(item("b", "Rice.", title="Rice", day=f"{place.now:%a, %d %b %Y} 00:00:00 +0000")),
    )
    place.take(pages="no need")
    assert told(place, Settings()).startswith("Sources:\n- xx-test: answers; items of 2024-10-15 to ")


def test_what_a_service_did_not_take_is_told_at_the_next_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON)))
    place.take(pages="no need")
    for name in ("ONE", "TWO"):
        monkeypatch.setenv(name, place.server.url.replace("http://", "json://") + f"/{name}")
    place.server.answers["/ONE"], place.server.answers["/TWO"] = (500, {}, b""), (200, {}, b"{}")
    settings = Settings(digest=Digest(to=("ONE", "TWO")))
    sent, failed = digests.send_news(settings, place.ledger, place.now)
    assert sent == ["sent to TWO"]
    said = "the notification service that ONE names rejected the message; check its URL and whether it runs"
    assert failed == [f"{said}; the next run tries again"]
    place.server.answers["/ONE"] = (200, {}, b"{}")
    assert digests.send_news(settings, place.ledger, place.now) == (["sent to ONE"], [])
    assert "1 new proposal" in json.loads(place.server.sent[-1][1])["message"]
    assert digests.send_news(settings, place.ledger, place.now) == ([], [])


def test_an_alert_leaves_what_came_in_for_the_digest(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON)))
    place.take(pages="no need")
    place.take("gone", path="/gone")
    monkeypatch.setenv("HOOK", place.server.url.replace("http://", "json://") + "/hook")
    place.server.answers["/hook"] = (200, {}, b"{}")
    settings = Settings(digest=Digest(to=("HOOK",)))
    digests.send_news(settings, place.ledger, place.now, alert=True)
    digests.send_news(settings, place.ledger, place.now)
    first, second = (json.loads(body)["message"] for _, body in place.server.sent)
    assert first.startswith("Sources:\n- gone: cannot be read")
    assert second.startswith("1 new proposal")
    assert "Sources" not in second


def test_a_text_is_sent_to_a_service(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.answers["/hook"] = (200, {}, b"{}")
    monkeypatch.setenv("HOOK", place.server.url.replace("http://", "json://") + "/hook")
    send("HOOK", digests.TITLE, "1 new proposal.")
    sent = json.loads(place.server.sent[0][1])
    assert (sent["title"], sent["message"]) == (digests.TITLE, "1 new proposal.")


def test_a_service_that_fails_is_told_and_its_address_is_not(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TrackerError, match=r"digest\.to names the environment variable HOOK, which is not set"):
        send("HOOK", "t", "x")
    monkeypatch.setenv("HOOK", "no address")
    with pytest.raises(TrackerError, match="HOOK is not the URL of a notification service"):
        send("HOOK", "t", "x")
    monkeypatch.setenv("HOOK", place.server.url.replace("http://", "json://") + "/secret")
    place.server.answers["/secret"] = (500, {}, b"")
    with pytest.raises(TrackerError, match="the notification service that HOOK names rejected") as failed:
        send("HOOK", "t", "x")
    assert "secret" not in str(failed.value)


@pytest.mark.parametrize(
    ("address", "host", "where"),
    [
        (
            "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
            "hooks.slack.com",
            lambda body: [body["attachments"][0][name] for name in ("title", "text")],
        ),
        (
            "workflows://prod-1.logic.azure.com:443/6b1c2d3e4f5a6b7c8d9e/aBcDeF?image=no",
            "prod-1.logic.azure.com",
            lambda body: [block["text"].replace("\\", "") for block in body["attachments"][0]["content"]["body"]],
        ),
    ],
    ids=["slack", "teams"],
)
def test_slack_and_teams_are_sent_what_their_webhooks_take(
    monkeypatch: pytest.MonkeyPatch, address: str, host: str, where: Callable[[dict[str, Any]], list[str]]
) -> None:
    """What would go out, in the shapes that those services document; nobody asks them here."""
    sent: list[tuple[str, dict[str, Any]]] = []

    def post(url: str, **options: Any) -> requests.Response:
        sent.append((url, json.loads(options["data"])))
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"ok"
        return answer

    monkeypatch.setattr(requests, "post", post)
    monkeypatch.setattr(requests, "request", lambda _method, url, **options: post(url, **options))
    monkeypatch.setenv("HOOK", address)
    text = "1 new proposal.\n- severity 3"
    send("HOOK", digests.TITLE, text)
    ((url, body),) = sent
    assert urlsplit(url).hostname == host
    assert where(body) == [digests.TITLE, text]
