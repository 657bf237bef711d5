"""Warnings of the NGA: rows of smaps as they have come since 2024."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from test_warnings import GUNNERY

from scs_tracker.errors import TrackerError
from scs_tracker.intake.adapters.nga import issued_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def row(number: int, words: str) -> dict[str, Any]:
    return {
        "msgID": f"HYDROPAC_{number}", "msgSqncNumber": number, "msgType": "HYDROPAC", "category": "14", "navArea": "P",
        "usNavArea": "HYDROPAC", "oceans": "PACIFIC", "subRegion": "93", "dncRegion": "11", "status": "INFORCE",
        "createdOn": "270800Z NOV 2026", "ingestDate": "2026-11-27T08:05:00Z", "cancelledOn": None, "msgText": words,
    }  # fmt: skip


def test_drills_of_this_sea_are_events(server: Server, take: Callable[..., Any]) -> None:
    answer = {"smaps": [row(3601, GUNNERY), row(3602, GUNNERY.replace("118-", "018-")), row(3603, "LIGHT UNLIT.")]}
    server.answers["/smaps"] = (200, {}, json.dumps(answer).encode())
    items = take("nga-warnings", "/smaps")
    assert [bool(one.event) for one in items] == [True, False, False]
    assert items[0].event["title"] == "Exercise or firing, HYDROPAC 3601/26"
    assert items[0].published == datetime(2026, 11, 27, 8, tzinfo=UTC)


def test_instants() -> None:
    assert issued_at("081653Z MAY 2024") == datetime(2024, 5, 8, 16, 53, tzinfo=UTC)
    assert issued_at("991653Z MAY 2024") is None
    assert issued_at("") is None


def test_a_page_in_its_place_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/smaps"] = (200, {}, b"<h1>MSI IS CURRENTLY UNDER MAINTENANCE</h1>")
    with pytest.raises(TrackerError, match="returned no JSON"):
        take("nga-warnings", "/smaps")
