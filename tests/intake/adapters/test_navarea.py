"""NAVAREA XI: the list as XML with the site's own spelling, and texts between rules, as seen on 2026-10-10."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from test_warnings import GUNNERY

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
LIST = b"""<?xml version="1.0" encoding="UTF-8"?><Members>
<Member><categoly>EXERCISE</categoly><number>0451</number><tana>260451</tana>
<title>SOUTH CHINA SEA. GUNNERY.</title></Member>
<Member><categoly>LIGHT</categoly><number>0452</number><tana>260452</tana><title>LUZON. LIGHT UNLIT.</title></Member>
</Members>"""
TEXTS = (
    f"<html><body><H1>NAVAREA XI</H1><STRONG>NO.26-0451       Date:2026/11/27 07 UTC</STRONG><br>{GUNNERY}<hr>"
    "<STRONG>NO.26-9999 Date:2026/13/45 07 UTC</STRONG><br>NOTHING<hr></body></html>"
).encode()


def test_texts_of_drills_are_asked_for_together(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/cgi/warnings.cgi"] = (200, {}, LIST)
    server.answers["/cgi/disp_warnings.cgi"] = (200, {}, TEXTS)
    items = take("navarea-xi", "/cgi/warnings.cgi")
    assert server.sent == [
        ("/cgi/warnings.cgi", b"YEAR=2026&TYPE=NAVAREA11&LANG=EG"),
        ("/cgi/disp_warnings.cgi", b"TYPE=NAVAREA11&TANA=260451%3A&LANG=EG"),
    ]
    assert items[0].event["title"] == "Exercise or firing, NAVAREA XI 451/26"
    assert items[0].event["date_end"] == "2026-12-02"
    assert items[0].published == datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert server.asked[0][1]["referer"].endswith("/navarea11_en.html")


def test_no_drill_asks_for_no_text(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/cgi/warnings.cgi"] = (200, {}, b"<Members></Members>")
    assert take("navarea-xi", "/cgi/warnings.cgi") == []
    assert len(server.sent) == 1


@pytest.mark.parametrize(
    "content",
    [b"<html>refused", b"", b'<!DOCTYPE x [<!ENTITY a "b">]><Members><Member><tana>&a;</tana></Member></Members'],
)
def test_another_answer_is_told(server: Server, take: Callable[..., Any], content: bytes) -> None:
    server.answers["/cgi/warnings.cgi"] = (200, {}, content)
    with pytest.raises(TrackerError, match="returned no list of warnings"):
        take("navarea-xi", "/cgi/warnings.cgi")
