"""UCDP candidates: the newest month that is out, and of it what is of this sea."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
HEADER = "id,type_of_violence,side_a,side_b,best,date_start,where_description,latitude,longitude,source_headline\n"
SEA = '501,1,China,Philippines,1,2026-09-03,"Scarborough Shoal",15.14,117.76,China Coast Guard ship rammed a boat\n'
LAND = '502,1,Government of Philippines,NPA,2,2026-09-04,"Samar",11.9,125.1,Two rebels killed in Samar\n'


def test_the_newest_month_that_is_out(server: Server, take: Callable[..., Any]) -> None:
    """It is November; the table of October is out."""
    server.answers["/GEDEvent_v26_0_10.csv"] = (200, {"ETag": '"1"'}, (HEADER + SEA + LAND).encode())
    memory: dict[str, Any] = {}
    (item,) = take("ucdp", "/GEDEvent_v{year}_0_{month}.csv", memory=memory)
    assert item.title == "UCDP 501: China – Philippines, 1 dead, Scarborough Shoal"
    assert item.lead
    assert server.paths() == ["/GEDEvent_v26_0_11.csv", "/GEDEvent_v26_0_10.csv"]
    assert take("ucdp", "/GEDEvent_v{year}_0_{month}.csv", memory=memory) is None


def test_nothing_out_and_another_table_are_told(server: Server, take: Callable[..., Any]) -> None:
    with pytest.raises(TrackerError, match="no file for the last 3 months"):
        take("ucdp", "/GEDEvent_v{year}_0_{month}.csv")
    server.answers["/GEDEvent_v26_0_11.csv"] = (200, {}, b"<html>moved</html>")
    with pytest.raises(TrackerError, match="is not a UCDP table of candidate events: it needs the columns id, side_a"):
        take("ucdp", "/GEDEvent_v{year}_0_{month}.csv")
