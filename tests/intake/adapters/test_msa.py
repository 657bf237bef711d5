"""The list of warnings of the China MSA's mobile site, as it answered on 2026-10-10."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ADDRESS = "/msacncms_wap/cmsarticle/selectPageByChannelId.jhtml"


def test_drills_and_closures_of_this_sea_are_events_of_china(server: Server, take: Callable[..., Any]) -> None:
    titles = [
        "军事训练—琼航警196/26",
        "渤海北部军事演习",
        "海上施工—粤航警88/26",
        "取消军事训练—琼航警190/26",
        "火箭残骸—南海",
    ]
    rows = [
        {"articleId": f"id{number}", "articleTitle": title, "articlePublishTime": "2026-11-27 20:30:00"}
        for number, title in enumerate(titles)
    ]
    rows[4]["articlePublishTime"] = 1795782600000
    server.answers[ADDRESS] = (200, {}, json.dumps({"list": rows, "pages": 310}).encode())
    items = take("msa-warnings", f"{ADDRESS}?channelId=abc", country="CN")
    assert [one.event.get("kind", "") for one in items] == ["exercise", "", "", "", "closure"]
    first = items[0].event
    assert (first["date_start"], first["parties"]) == ("2026-11-27", "CN")
    assert first["url"].endswith("/msacncms_wap/pages/content.jhtml?articleId=id0")
    assert server.sent == [(ADDRESS, b"channelId=abc&pageNum=1&count=100")]
    assert server.asked[0][1]["x-requested-with"] == "XMLHttpRequest"


def test_a_refusal_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers[ADDRESS] = (200, {}, b"<html>403</html>")
    with pytest.raises(TrackerError, match="gave no JSON"):
        take("msa-warnings", f"{ADDRESS}?channelId=abc")
