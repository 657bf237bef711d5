"""Files of reports over http: read when they changed, and named by their address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.config import Source
from scs_tracker.intake.taken import Desk
from scs_tracker.intake.web_files import take_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
BAGACAY = "20240819-sabina-bagacay-ramming"
LASER = "20230206-second-thomas-laser"


def test_a_file_is_read_when_it_changed(server: Server, desk: Desk, incident_file: Callable[..., Path]) -> None:
    source = Source(url=f"{server.url}/incidents.csv", allow_private=True)
    server.answers["/incidents.csv"] = (200, {"ETag": '"1"'}, incident_file({LASER: {}}).read_bytes())
    assert [(one.outcome, one.counts.added) for one in take_url(source, desk)] == [("read", 1)]
    assert [(one.outcome, one.counts.unchanged) for one in take_url(source, desk)] == [("same", 1)]
    both = incident_file({LASER: {}, BAGACAY: {"initiators": "XX-NO"}}).read_bytes()
    server.answers["/incidents.csv"] = (200, {"ETag": '"2"'}, both)
    (taken,) = take_url(source, desk)
    assert (taken.counts.unchanged, taken.counts.quarantined) == (1, 1)
    assert [row["file"] for row in desk.ledger.quarantined()] == [source.url]
    # other code or reference data: the server is asked for all of it
    (taken,) = take_url(source, Desk(desk.ledger, desk.memory, mark="other"))
    assert taken.outcome == "read"
    assert "if-none-match" not in server.asked[-1][1]


def test_what_cannot_be_read_is_named_by_its_address(server: Server, desk: Desk) -> None:
    source = Source(url=f"{server.url}/reports", allow_private=True)
    server.answers["/reports"] = (200, {"ETag": '"1"'}, b"<html>no table</html>")
    (taken,) = take_url(source, desk)
    assert taken.outcome == "failed"
    assert taken.problems[0].startswith(f"{source.url} is a web page")
    assert "/tmp" not in taken.problems[0]  # noqa: S108 - the place of the copy is none of the reader's business
    assert desk.memory == {}
    server.answers.clear()
    assert take_url(source, desk)[0].problems == (f"{source.url} answered 404 Not Found; check the URL in a browser",)


def test_this_machine_is_no_source_unless_it_is_meant(server: Server, desk: Desk) -> None:
    (taken,) = take_url(Source(url=f"{server.url}/incidents.csv"), desk)
    assert "allow_private = true" in taken.problems[0]
    assert server.asked == []
