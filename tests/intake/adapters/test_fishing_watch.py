"""Global Fishing Watch: encounters of two flags and silenced signals as leads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ADDRESS = "/v3/events?limit=500&offset=0"


def entry(number: int, lat: float, **parts: Any) -> dict[str, Any]:
    return {
        "id": f"e{number}", "type": "encounter", "start": "2026-11-20T01:00:00.000Z",
        "position": {"lat": lat, "lon": 117.7},
        "vessel": {"id": "v1", "name": "XIN HAI", "ssvid": "412000000", "flag": "CHN"}, **parts,
    }  # fmt: skip


def test_what_is_a_hint_is_a_lead(server: Server, take: Callable[..., Any]) -> None:
    other = {"vessel": {"name": "MV ONE", "flag": "PHL"}}
    own = {"vessel": {"name": "LU RONG", "flag": "CHN"}}
    found = [
        entry(1, 15.1, encounter=other), entry(2, 15.1, encounter=own), entry(3, -30.0, encounter=other),
        entry(4, 15.1, gap={"intentionalDisabling": True}), entry(5, 15.1, gap={"intentionalDisabling": False}),
        {"id": "e6"},
    ]  # fmt: skip
    server.answers[ADDRESS] = (200, {}, json.dumps({"total": 6, "entries": found, "nextOffset": None}).encode())
    items = take("fishing-watch", "/v3/events", keys=("token",))
    assert [one.title for one in items] == [
        "Global Fishing Watch: XIN HAI (CHN) met MV ONE (PHL) at 15.10°N 117.70°E",
        "Global Fishing Watch: XIN HAI (CHN) switched its signal off at 15.10°N 117.70°E",
    ]
    assert server.asked[0][1]["authorization"] == "Bearer token"
    body = json.loads(server.sent[0][1])
    assert (body["startDate"], body["endDate"]) == ("2026-11-16", "2026-11-23")


def test_a_wrong_token_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers[ADDRESS] = (401, {}, b'{"error": "Unauthorized"}')
    with pytest.raises(TrackerError, match="401"):
        take("fishing-watch", "/v3/events", keys=("token",))
