"""All sources at one time: each by itself, failing ones again and then less often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from feed_items import CANNON, item, rss

from scs_tracker.config import Settings, Source
from scs_tracker.errors import UsageError
from scs_tracker.intake import health
from scs_tracker.intake.sitting import Intake, run_intake

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def sit(place: Place) -> Callable[..., Intake]:
    """Reads the paths of the server as feeds, at the instant of the place."""

    def take(*paths: str, wanted: tuple[str, ...] = (), **options: Any) -> Intake:
        sources = tuple(Source(feed=place.server.url + path, allow_private=True) for path in paths)
        settings = Settings(sources=sources, contact="desk@tracker.example", **options)
        return run_intake(settings, place.ledger, wanted, clock=lambda: place.now, pause=place.rests.append)

    return take


def outcomes(result: Intake) -> list[str]:
    return [one.outcome for one in result.sources]


def test_one_that_fails_stops_no_other(place: Place, sit: Callable[..., Intake]) -> None:
    place.server.answers["/b"] = (200, {}, b"<html>no feed</html>")
    place.server.answers["/c"] = (200, {}, rss(item("a", CANNON)))
    result = sit("/a", "/b", "/c")
    assert outcomes(result) == ["failed", "failed", "read"]
    assert result.exit_code == 3
    found = result.to_json()
    assert (found["failed"], found["proposed"], found["read"]) == (2, 1, 1)
    assert all("desk@tracker.example" in headers["user-agent"] for _, headers in place.server.asked)


def test_a_failure_that_may_pass_is_asked_once_more_after_all_others(place: Place, sit: Callable[..., Intake]) -> None:
    def first_down(handler: BaseHTTPRequestHandler) -> None:
        status, body = (503, b"") if place.server.paths().count("/a") == 1 else (200, rss(item("a", CANNON)))
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    place.server.answers["/a"] = first_down
    place.server.answers["/b"] = (200, {}, rss())
    assert outcomes(sit("/a", "/b")) == ["read", "read"]
    assert place.server.paths() == ["/a", "/b", "/a"]


def test_one_that_keeps_failing_is_left_alone_for_longer_and_longer(place: Place, sit: Callable[..., Intake]) -> None:
    asked = []
    for hour in range(30):
        before = len(place.server.asked)
        sit("/gone")
        asked += [hour] if len(place.server.asked) > before else []
        place.later(hours=1)
    assert asked == [0, 1, 3, 7, 15]
    assert outcomes(sit("/gone", wanted=(f"{place.server.url}/gone",))) == ["failed"]


def test_a_server_that_asks_to_be_left_alone_is(place: Place, sit: Callable[..., Intake]) -> None:
    place.server.answers["/a"] = (429, {"Retry-After": "86400"}, b"")
    assert outcomes(sit("/a")) == ["failed"]
    place.later(hours=20)
    result = sit("/a", wanted=(f"{place.server.url}/a",))
    assert outcomes(result) == ["resting"]
    assert result.sources[0].notes == ["the server asked for a pause; next at 2024-10-07 06:00 UTC"]
    assert len(place.server.asked) == 1
    place.later(hours=5)
    place.server.answers["/a"] = (200, {}, rss())
    assert outcomes(sit("/a")) == ["read"]


def test_a_host_is_not_asked_twice_in_a_second(place: Place, sit: Callable[..., Intake]) -> None:
    place.server.answers["/a"] = place.server.answers["/b"] = (200, {}, rss())
    sit("/a", "/b")
    (rest,) = place.rests
    assert 0 < rest <= 1


def test_nothing_reached_is_said_in_one_sentence(sit: Callable[..., Intake]) -> None:
    result = sit("/a", "/b", "/c", "/d")
    assert outcomes(result) == ["failed"] * 4
    assert len(result.problems) == 1
    assert "none of 4 monitored sources answered; check the network connection: http" in result.problems[0]
    assert not any(one.problems for one in result.sources)


def test_no_answer_is_left_for_a_person_in_back_off_too(place: Place, sit: Callable[..., Intake]) -> None:
    assert sit("/a", "/b").exit_code == 3
    place.later(minutes=30)
    resting = sit("/a", "/b")
    assert outcomes(resting) == ["resting", "resting"]
    assert resting.exit_code == 3
    (said,) = resting.problems
    assert said.startswith("none of 2 monitored sources answered; check the network connection")
    assert said.endswith("failed before; next at 2024-10-06 06:55 UTC")


def test_what_is_wrong_in_the_settings_is_told_and_the_others_are_read(
    place: Place, sit: Callable[..., Intake]
) -> None:
    place.server.answers["/a"] = (200, {}, rss())
    result = sit("/a", live=("ph-nsk",))
    assert outcomes(result) == ["read"]
    assert "did you mean ph-nsc" in result.problems[0]
    with pytest.raises(UsageError, match="no monitored source is enabled"):
        sit()
    with pytest.raises(UsageError, match="did you mean ph-nsc"):
        sit("/a", wanted=("ph-nsk",))


def test_what_the_week_is_told_of_the_search(place: Place, sit: Callable[..., Intake]) -> None:
    place.server.answers["/a"] = (200, {}, rss(item("a", CANNON)))
    sit("/a", "/gone")
    settings = Settings(
        sources=tuple(Source(feed=place.server.url + path, allow_private=True) for path in ("/a", "/gone", "/never"))
    )
    told = health.outcomes(place.ledger, settings)
    assert [(one["outcome"], one["newest"]) for one in told] == [("answered", "2024-10-06"), ("failed", "")]
    assert [one["name"] for one in told] == [f"{place.server.url}/a", f"{place.server.url}/gone"]
    place.later(days=9)
    sit("/a", "/gone")
    silent = health.outcomes(place.ledger, settings)[0]
    assert (silent["outcome"], silent["note"]) == ("silent", "silent since 2024-10-06")


def test_a_clock_is_used_that_counts_in_utc() -> None:
    from scs_tracker.intake.sitting import instant_of, this_instant

    assert this_instant() - datetime.now(UTC) < timedelta(seconds=5)
    assert instant_of("2026-11-28T06:00:00.000000Z") == datetime(2026, 11, 28, 6, tzinfo=UTC)
