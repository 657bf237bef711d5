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
PAGE = "/msacncms_wap/pages/content.jhtml?articleId=id0&channelId=abc"
DRILL = (
    "琼航警196/26，南海，自11月29日0800时至12月2日1800时，"
    "在18-15.00N/109-30.00E、18-15.00N/109-50.00E、18-02-30N109-40-00E各点连线内"
)


def page(words: str) -> bytes:
    """A page with other days and points around the warning."""
    around = "<p>2026年12月31日 10-00N 110-00E</p>"
    return f'<html>{around}<div class="x content-page-main"><p>{words}</p></div></html>'.encode()


@pytest.fixture
def one_drill(server: Server) -> Server:
    row = {"articleId": "id0", "articleTitle": "军事训练—琼航警196/26", "articlePublishTime": "2026-11-27 20:30:00"}
    server.answers[ADDRESS] = (200, {}, json.dumps({"list": [row]}).encode())
    return server


@pytest.mark.parametrize(
    ("words", "days", "place"),
    [
        (DRILL, ("2026-11-29", "2026-12-02"), "area of 18.250°N 109.500°E; 18.250°N 109.833°E; 18.042°N 109.667°E"),
        ("5月28日0730时至29日2350时", ("2026-11-27", ""), ""),
        ("12月8日，以下水域射击", ("2026-12-08", ""), ""),
        ("12月28日至1月3日，每天0800时至1700时", ("2026-12-28", "2027-01-03"), ""),
        ("2027年1月4日0000时至2400时", ("2027-01-04", ""), ""),
        ("12月12日和14日", ("2026-12-12", "2026-12-14"), ""),
        ("13月40日", ("2026-11-27", ""), ""),
        ("", ("2026-11-27", ""), ""),
    ],
)
def test_the_page_of_a_warning_gives_its_area_and_days_and_is_asked_once(
    one_drill: Server, take: Callable[..., Any], words: str, days: tuple[str, str], place: str
) -> None:
    one_drill.answers[PAGE] = (200, {}, page(words))
    memory: dict[str, Any] = {}
    first, second = (take("msa-warnings", f"{ADDRESS}?channelId=abc", memory=memory) for _ in range(2))
    event = first[0].event
    assert (event["date_start"], event["date_end"]) == days
    assert event["place"] == place
    assert second == first
    assert [path for path, _ in one_drill.asked].count(PAGE) == 1


def test_an_area_in_another_sea_is_no_event(one_drill: Server, take: Callable[..., Any]) -> None:
    one_drill.answers[PAGE] = (200, {}, page("38-15.00N 121-30.00E、38-15.00N 121-50.00E"))
    assert take("msa-warnings", f"{ADDRESS}?channelId=abc")[0].event == {}


def test_a_page_that_fails_is_asked_again_and_one_that_refuses_is_not(
    one_drill: Server, take: Callable[..., Any]
) -> None:
    one_drill.answers[PAGE] = (502, {}, b"")
    memory: dict[str, Any] = {}
    given = [take("msa-warnings", f"{ADDRESS}?channelId=abc", memory=memory) for _ in range(4)]
    assert [len(items) for items in given] == [0, 0, 1, 1]
    assert given[3][0].event["place"] == ""
    one_drill.answers[PAGE] = (403, {}, b"")
    assert len(take("msa-warnings", f"{ADDRESS}?channelId=abc")) == 1


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
    assert first["url"].endswith("/msacncms_wap/pages/content.jhtml?articleId=id0&channelId=abc")
    assert server.sent == [(ADDRESS, b"channelId=abc&pageNum=1&count=100")]
    assert server.asked[0][1]["x-requested-with"] == "XMLHttpRequest"


def test_a_refusal_is_told(server: Server, take: Callable[..., Any]) -> None:
    server.answers[ADDRESS] = (200, {}, b"<html>403</html>")
    with pytest.raises(TrackerError, match="returned no JSON"):
        take("msa-warnings", f"{ADDRESS}?channelId=abc")
