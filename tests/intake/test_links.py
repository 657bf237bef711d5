"""Links of the record: alive, moved, gone, refused or unknown, each with the incidents that rest on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from feed_items import CANNON, RAMMING, item, rss

from scs_tracker.intake.links import check, sources
from scs_tracker.intake.visiting import Visits

if TYPE_CHECKING:
    from conftest import Place

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_each_link_is_asked_once_and_rot_stands_first(place: Place) -> None:
    base = place.server.url
    texts = {"/alive": CANNON, "/gone": RAMMING, "/moved": CANNON + " It was hit.", "/shut": RAMMING + " It sank."}
    place.server.answers["/feed"] = (
        200, {}, rss(*(item(path, text, link=base + path) for path, text in texts.items())),
    )  # fmt: skip
    place.take(pages="no need")
    assert set(sources(place.ledger)) == {base + path for path in texts}
    place.server.answers["/alive"] = place.server.answers["/elsewhere"] = (200, {}, b"x")
    place.server.answers["/moved"] = (301, {"Location": "/elsewhere"}, b"")
    place.server.answers["/shut"] = (403, {}, b"")
    place.server.asked.clear()
    copies = {f"{base}/gone": "https://web.archive.example/1"}
    visits = Visits(place.now, pause=place.rests.append)
    found = check(place.ledger, visits, archived=copies, allow_private=True)
    assert [(one.state, one.address.removeprefix(base)) for one in found] == [
        ("gone", "/gone"), ("moved", "/moved"), ("refused", "/shut"), ("alive", "/alive"),
    ]  # fmt: skip
    assert found[0].archive == "https://web.archive.example/1"
    assert found[1].note == f"{base}/elsewhere"
    assert all(one.incidents for one in found)
    assert len(place.server.asked) == len(texts) + 1
