"""Copies in the Wayback Machine: a job is no copy; what cannot be saved is left alone."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from feed_items import CANNON, item, rss

from scs_tracker.config import Archive, Settings, Source
from scs_tracker.errors import TrackerError
from scs_tracker.intake import archive
from scs_tracker.intake.archive import Wayback, save, save_sources
from scs_tracker.intake.sitting import run_intake
from scs_tracker.intake.visiting import Visits
from scs_tracker.ledger import editing
from scs_tracker.ledger.runs import Decision
from scs_tracker.ledger.store import timed

if TYPE_CHECKING:
    from conftest import Place
    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
PAGE = "https://news.example/a"


def wayback(server: Server, *, hours: float = 0) -> Wayback:
    visits = Visits(NOW + timedelta(hours=hours), pause=lambda _seconds: None)
    return Wayback("key:secret", visits, server.url, allow_private=True)


def test_a_copy_is_there_when_the_service_says_so(server: Server) -> None:
    memory: dict[str, dict[str, Any]] = {}
    server.answers["/save/"] = (200, {}, b'{"url": "x", "job_id": "spn2-1"}')
    assert save([PAGE, PAGE], memory, wayback(server)) == {}
    assert server.sent == [
        ("/save/", b"url=https%3A%2F%2Fnews.example%2Fa&if_not_archived_within=30d&skip_first_archive=1")
    ]
    assert server.asked[0][1]["authorization"] == "LOW key:secret"
    # too early to ask again
    assert save([PAGE], memory, wayback(server)) == {}
    assert len(server.asked) == 1
    server.answers["/save/status/spn2-1"] = (200, {}, b'{"status": "pending"}')
    assert save([PAGE], memory, wayback(server, hours=1)) == {}
    done = {"status": "success", "timestamp": "20261128070000", "original_url": PAGE}
    server.answers["/save/status/spn2-1"] = (200, {}, json.dumps(done).encode())
    assert save([PAGE], memory, wayback(server, hours=2)) == {PAGE: f"{server.url}/web/20261128070000/{PAGE}"}
    assert memory == {}


def test_what_cannot_be_saved_is_left_alone(server: Server) -> None:
    memory: dict[str, dict[str, Any]] = {}
    server.answers["/save/"] = (200, {}, b'{"job_id": "j"}')
    save([PAGE], memory, wayback(server))
    server.answers["/save/status/j"] = (200, {}, b'{"status": "error", "status_ext": "error:blocked-url"}')
    save([PAGE], memory, wayback(server, hours=1))
    assert memory[PAGE]["over"] == "error:blocked-url"
    asked = len(server.asked)
    save([PAGE], memory, wayback(server, hours=900))
    assert len(server.asked) == asked


def test_what_fails_for_now_is_tried_again_and_not_for_ever(server: Server) -> None:
    memory: dict[str, dict[str, Any]] = {}
    server.answers["/save/"] = (502, {}, b"")
    for number in range(9):
        save([PAGE], memory, wayback(server, hours=100 * number))
    assert server.paths().count("/save/") == 5
    assert "502" in memory[PAGE]["over"]


def test_a_quota_stops_this_time_alone(server: Server) -> None:
    memory: dict[str, dict[str, Any]] = {}
    server.answers["/save/"] = (429, {}, b"")
    save([PAGE, PAGE + "2", PAGE + "3"], memory, wayback(server))
    assert len(server.asked) == 1
    server.answers["/save/"] = (200, {}, b'{"job_id": "j"}')
    save([PAGE, PAGE + "2"], memory, wayback(server, hours=2))
    assert memory[PAGE]["job"] == "j"


def test_a_key_that_is_refused_is_told_and_not_printed(server: Server) -> None:
    server.answers["/save/"] = (401, {}, b"")
    with pytest.raises(TrackerError, match="rejected the key") as refused:
        save([PAGE], {}, wayback(server))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("content", [b"<html>", b"[]", b"{}", b'{"job_id": 7}', b'{"message": "down"}'])
def test_any_answer_is_a_job_or_a_reason(server: Server, content: bytes) -> None:
    memory: dict[str, dict[str, Any]] = {}
    server.answers["/save/"] = (200, {}, content)
    save([PAGE], memory, wayback(server))
    assert memory[PAGE].get("job") or memory[PAGE]["why"]


def test_sources_are_saved_once_what_rests_on_them_is_accepted(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://news.example/a"
    place.server.answers["/feed"] = (200, {}, rss(item("a", CANNON, link=address)))
    place.take(pages="no need")
    monkeypatch.setattr(
        archive, "Wayback", lambda key, visits, _service: Wayback(key, visits, place.server.url, allow_private=True)
    )
    monkeypatch.setenv("WAYBACK", "key:secret")
    settings = Settings(archive=Archive(wayback="WAYBACK"))
    visits = Visits(place.now, pause=place.rests.append)
    assert save_sources(Settings(), place.ledger, visits) == []
    assert save_sources(settings, place.ledger, visits) == []
    assert place.server.sent == []
    (own_id,) = place.ledger.incidents(statuses=None)["id"]
    editing.accept(
        timed(place.ledger.engine, lambda: "2024-10-06T07:00:00.000000Z"), own_id, {}, Decision("accept", "read")
    )
    place.server.answers["/save/"] = (200, {}, b'{"job_id": "j"}')
    assert save_sources(settings, place.ledger, visits) == []
    done = {"status": "success", "timestamp": "20241006080000", "original_url": address}
    place.server.answers["/save/status/j"] = (200, {}, json.dumps(done).encode())
    place.later(hours=2)
    visits = Visits(place.now, pause=place.rests.append)
    assert save_sources(settings, place.ledger, visits) == ["1 source saved in the Wayback Machine"]
    (row,) = place.ledger.evidence(own_id)
    assert row["archive_address"] == f"{place.server.url}/web/20241006080000/{address}"
    assert archive.copies(place.ledger) == {address: row["archive_address"]}
    asked = len(place.server.asked)
    assert save_sources(settings, place.ledger, visits) == []
    assert len(place.server.asked) == asked
    monkeypatch.setenv("WAYBACK", "nonsense")
    with pytest.raises(TrackerError, match="has no key; set it in the form key:secret") as wrong:
        save_sources(settings, place.ledger, visits)
    assert "nonsense" not in str(wrong.value)


def test_what_is_accepted_is_asked_for_at_once_while_its_reader_goes_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()

    def save(_settings: Settings, ledger: object, _visits: Visits) -> list[str]:
        assert ledger is place.ledger
        asked.set()
        raise TrackerError("the key is refused")  # said at the next run

    monkeypatch.setattr(archive, "save_sources", save)
    archive.save_soon(Settings(), place.ledger)
    assert not asked.is_set()
    archive.save_soon(Settings(archive=Archive(wayback="WAYBACK")), place.ledger)
    assert asked.wait(20)


def test_each_intake_asks_what_became_of_copies(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.server.answers["/feed"] = (200, {}, rss(item("a", "Rice is dear.")))
    settings = Settings(sources=(Source(feed=f"{place.server.url}/feed", allow_private=True),))
    monkeypatch.setattr(archive, "save_sources", lambda *_given: ["2 sources saved"])
    assert run_intake(settings, place.ledger, clock=lambda: place.now).saved == ["2 sources saved"]


def test_another_archive_of_the_same_interface(place: Place) -> None:
    assert Archive(service="https://archive.example/").service == "https://archive.example"
    with pytest.raises(ValueError, match="name or password"):
        Archive(service="https://me:secret@archive.example")
