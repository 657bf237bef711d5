"""Pages as they were fetched: a file for each reading, its hashes in the ledger, forgotten with the texts."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from feed_items import CANNON, RAMMING, item, page, rss
from warcio.archiveiterator import ArchiveIterator

from scs_tracker.intake import pages
from scs_tracker.intake.gathering import gather
from scs_tracker.intake.items import Live
from scs_tracker.intake.visiting import Visits
from scs_tracker.ledger import evidence, proof
from scs_tracker.ledger.store import timed

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Place

    from scs_tracker.intake.gathering import Gathered

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
PICTURE = b"\x89PNG picture"


def take(place: Place, folder: Path | None, *, how: str = "yes") -> Gathered:
    live = Live("xx-test", "xx-test", f"{place.server.url}/feed", "feed", pages=how, allow_private=True)
    visits = Visits(place.now, pause=place.rests.append, pages=folder)
    return gather(live, place.ledger, visits, (), ZoneInfo("Asia/Manila"))


def serve(place: Place) -> bytes:
    figures = (
        f'<meta property="og:video" content="{place.server.url}/v.mp4">'
        '<figure><img src="/p.png"><figcaption>The boat.  Photo: Coast Guard</figcaption></figure>'
        '<figure><img src="/gone.png"></figure>'
    )
    body = page(f"{CANNON} {'It happened at noon, the statement said. ' * 30}").replace(
        b"<article>", f'<link rel="canonical" href="{place.server.url}/a">{figures}<article>'.encode()
    )
    place.server.answers["/a"] = (200, {"Content-Type": "text/html; charset=utf-8"}, body)
    place.server.answers["/p.png"] = (200, {"Content-Type": "image/png"}, PICTURE)
    place.server.answers["/feed"] = (
        200, {}, rss(item("a", CANNON, link=f"{place.server.url}/a"), item("b", "Rice is dear.", title="Rice"))
    )  # fmt: skip
    return body


def test_a_page_and_its_pictures_are_kept_with_their_hashes_in_the_ledger(place: Place, tmp_path: Path) -> None:
    body = serve(place)
    folder = tmp_path / "pages"
    assert take(place, folder).problems == []
    (file,) = folder.rglob("*.warc.gz")
    with file.open("rb") as stream:
        held = {one.rec_headers["WARC-Target-URI"]: one.content_stream().read() for one in ArchiveIterator(stream)
                if one.rec_type == "response"}  # fmt: skip
    assert held == {f"{place.server.url}/a": body, f"{place.server.url}/p.png": PICTURE}
    kept = {one["address"]: one for one in pages.of_addresses(place.ledger.engine, [f"{place.server.url}/a"])}
    told = {address.rpartition("/")[2]: (one["kind"], one["sha256"], one["credit"]) for address, one in kept.items()}
    assert told == {
        "a": ("page", hashlib.sha256(body).hexdigest(), ""),
        "p.png": ("picture", hashlib.sha256(PICTURE).hexdigest(), "The boat. Photo: Coast Guard"),
        "gone.png": ("picture", "", ""),
        "v.mp4": ("video", "", ""),
    }
    assert {one["licence"] for one in kept.values() if one["kind"] != "page"} == {""}  # nothing says it may be drawn
    assert proof.check(place.ledger.engine) == []
    assert pages.check(folder, place.ledger.engine) == []
    place.later(hours=1)
    take(place, folder)
    assert len(list(folder.rglob("*.warc.gz"))) == 1  # unchanged, it is not kept twice


def test_a_feed_is_kept_where_its_items_were_read_from_it(place: Place, tmp_path: Path) -> None:
    feed = rss(item("a", RAMMING))
    place.server.answers["/feed"] = (200, {}, feed)
    take(place, tmp_path, how="no need")
    (kept,) = pages.of_addresses(place.ledger.engine, [f"{place.server.url}/feed"])
    assert kept["sha256"] == hashlib.sha256(feed).hexdigest()


def test_nothing_is_kept_where_nobody_asked_for_it(place: Place, tmp_path: Path) -> None:
    serve(place)
    take(place, None)
    assert list(tmp_path.rglob("*.warc.gz")) == []
    assert place.server.paths().count("/p.png") == 0


@pytest.mark.parametrize("cut", [0, 0.5, -25])
def test_a_file_cut_short_is_told_in_one_sentence_and_costs_no_text(place: Place, tmp_path: Path, cut: float) -> None:
    serve(place)
    take(place, tmp_path)
    (file,) = tmp_path.rglob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole[: int(cut * len(whole)) if 0 < cut < 1 else int(cut)])
    (sentence,) = pages.check(tmp_path, place.ledger.engine)
    assert str(file) in sentence
    assert "of 2 records are intact" in sentence
    (own_id,) = place.ledger.incidents(statuses=None)["id"]
    assert CANNON in place.ledger.evidence(own_id)[0]["text"]
    place.later(hours=2)
    assert take(place, tmp_path).problems == []
    file.unlink()
    assert "it is missing" in pages.check(tmp_path, place.ledger.engine)[0]


def test_a_changed_byte_is_told(place: Place, tmp_path: Path) -> None:
    serve(place)
    take(place, tmp_path)
    place.later(hours=2)
    place.server.answers["/a"] = (200, {}, page(f"{RAMMING} {'It happened at dawn, the statement said. ' * 30}"))
    take(place, tmp_path)
    first, second = sorted(tmp_path.rglob("*.warc.gz"))
    first.write_bytes(second.read_bytes())
    (sentence,) = pages.check(tmp_path, place.ledger.engine)
    assert "it was changed" in sentence


def test_a_folder_that_cannot_be_written_costs_no_text(place: Place, tmp_path: Path) -> None:
    serve(place)
    (tmp_path / "pages").write_text("in the way", encoding="utf-8")
    (problem,) = take(place, tmp_path / "pages").problems
    assert problem.startswith("xx-test: its texts were stored, but its pages were not: ")
    assert len(place.ledger.incidents(statuses=None)) == 1


def test_pages_are_forgotten_by_age_and_their_hashes_stay(place: Place, tmp_path: Path) -> None:
    serve(place)
    take(place, tmp_path)
    later = {"clock": lambda: "2024-10-08T06:00:00.000000Z"}
    assert pages.forget(tmp_path, place.ledger.engine, "9999y", **later) == 0
    assert pages.forget(tmp_path, place.ledger.engine, "3d", **later) == 0
    assert len(list(tmp_path.rglob("*.warc.gz"))) == 1
    assert pages.forget(tmp_path, place.ledger.engine, "1d", **later) == 1
    assert list(tmp_path.rglob("*.warc.gz")) == []
    assert pages.check(tmp_path, place.ledger.engine) == []
    assert pages.of_addresses(place.ledger.engine, [f"{place.server.url}/a"]) == []
    assert proof.check(place.ledger.engine) == []
    assert evidence.forget(timed(place.ledger.engine, later["clock"]), "1d") >= 1
