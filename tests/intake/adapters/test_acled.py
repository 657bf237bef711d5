"""ACLED: a token for name and password, events of this sea as leads alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
READ = (
    "/api/acled/read?_format=json&country=China%7CPhilippines%7CVietnam%7CMalaysia%7CIndonesia%7CTaiwan%7CBrunei"
    "&event_date=2026-10-29%7C2026-11-28&event_date_where=BETWEEN"
    "&fields=event_id_cnty%7Cevent_date%7Csub_event_type%7Cactor1%7Cactor2%7Clocation%7Clatitude%7Clongitude%7Csource"
    "&limit=5000&page=1"
)
EVENT = {
    "event_id_cnty": "PHL1", "event_date": "2026-11-20", "sub_event_type": "Attack", "actor1": "Coast Guard of China",
    "actor2": "Civilians (Philippines)", "location": "Scarborough Shoal", "latitude": "15.14", "longitude": "117.76",
    "source": "Rappler",
}  # fmt: skip


def test_events_of_this_sea_are_leads(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/oauth/token"] = (200, {}, b'{"access_token": "letmein", "expires_in": 86400}')
    elsewhere = EVENT | {"event_id_cnty": "CHN2", "latitude": "43.8", "longitude": "87.6"}
    answer = {"status": 200, "data": [EVENT, elsewhere, EVENT | {"latitude": ""}]}
    server.answers[READ] = (200, {}, json.dumps(answer).encode())
    (item,) = take("acled", "/api/acled/read", keys=("me", "secret"))
    assert item.lead.startswith("an ACLED event")
    assert "Scarborough Shoal" in item.title
    assert server.sent == [("/oauth/token", b"username=me&password=secret&grant_type=password&client_id=acled")]
    assert server.asked[-1][1]["authorization"] == "Bearer letmein"


def test_a_wrong_password_is_told_and_not_printed(server: Server, take: Callable[..., Any]) -> None:
    def refuse(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(401)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.answers["/oauth/token"] = refuse
    with pytest.raises(TrackerError, match="401") as refused:
        take("acled", "/api/acled/read", keys=("me", "secret"))
    assert "secret" not in str(refused.value)
    server.answers["/oauth/token"] = (200, {}, b"{}")
    with pytest.raises(TrackerError, match="returned no access token"):
        take("acled", "/api/acled/read", keys=("me", "secret"))
