"""Files of the article list of GDELT: lines of JSON, compressed, at minutes that nobody says beforehand."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def file(*rows: dict[str, str]) -> bytes:
    return gzip.compress("\n".join(json.dumps(row) for row in rows).encode())


def row(title: str, number: int, desc: str = "") -> dict[str, str]:
    return {
        "date": "2026-11-28T06:01:00.000Z", "url": f"https://news.example/{number}?utm_source=x",
        "domain": "news.example",
        "outletName": "News", "title": title, "desc": desc, "lang": "en",
    }  # fmt: skip


RAMMED = row("China Coast Guard rams Philippine boat at Scarborough Shoal", 1)
RICE = row("Rice prices rise in Manila", 2)


def test_files_since_the_last_time_are_read_and_filtered(server: Server, take: Callable[..., Any]) -> None:
    """It is 06:05; files of 06:01 and of 05:46 stand there."""
    server.answers["/gal/20261128060100.json.gz"] = (200, {}, file(RAMMED, RICE))
    tail = row("A statement", 3, desc="A Chinese vessel blocked a Philippine boat near Second Thomas Shoal.")
    server.answers["/gal/20261128054600.json.gz"] = (200, {}, file(tail))
    memory: dict[str, Any] = {}
    items = take("gdelt-articles", "/gal/{stamp}.json.gz", memory=memory)
    assert [one.title for one in items] == ["A statement", RAMMED["title"]]
    assert memory["reached"] == "20261128060100"
    before = len(server.asked)
    assert take("gdelt-articles", "/gal/{stamp}.json.gz", memory=memory) == []
    # the two later minutes of this quarter may still come
    assert len(server.asked) - before == 2


def test_a_server_that_fails_is_asked_from_there_again(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/gal/20261128054600.json.gz"] = (200, {}, file(RAMMED))
    server.answers["/gal/20261128060100.json.gz"] = (503, {}, b"")
    memory: dict[str, Any] = {}
    assert len(take("gdelt-articles", "/gal/{stamp}.json.gz", memory=memory)) == 1
    assert memory["reached"] == "20261128054600"
    with pytest.raises(TrackerError, match="503"):
        take("gdelt-articles", "/gal/{stamp}.json.gz", memory=memory)


def test_a_damaged_file_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers["/gal/20261128060100.json.gz"] = (200, {}, b"\x1f\x8b\x08\x00damaged")
    with pytest.raises(TrackerError, match="damaged"):
        take("gdelt-articles", "/gal/{stamp}.json.gz")
