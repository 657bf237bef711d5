"""The verbs of what comes in by itself, as a user types them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CANNON = "China Coast Guard ships fired water cannon at a Philippine supply boat near Second Thomas Shoal on {day}."


@pytest.fixture
def feed(server: Server) -> Server:
    now = datetime.now(UTC)
    item = (
        f"<item><guid>a</guid><title>Second Thomas Shoal</title><pubDate>{format_datetime(now)}</pubDate>"
        f"<description>{CANNON.format(day=f'{now:%A}')}</description></item>"
    )
    server.answers["/feed"] = (200, {}, f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())
    return server


@pytest.fixture
def folder(tmp_path: Path, feed: Server) -> Path:
    (tmp_path / "tracker.toml").write_text(
        f'live = []\n[[sources]]\nfeed = "{feed.url}/feed"\nallow_private = true\n', encoding="utf-8"
    )
    return tmp_path


def test_one_reading(call: Callable[..., object], folder: Path, feed: Server) -> None:
    days = {datetime.now(UTC).date() + timedelta(days=by) for by in (-1, 0)}  # it may be midnight
    answer = call("intake", "--json")
    assert answer.code == 0, answer.err
    found = json.loads(answer.out)
    assert {key: found[key] for key in ("read", "proposed", "leads", "known", "failed")} == {
        "read": 1, "proposed": 1, "leads": 0, "known": 0, "failed": 0,
    }  # fmt: skip
    (source,) = found["sources"]
    assert (source["id"], source["outcome"], source["hits"]) == (f"{feed.url}/feed", "read", 1)
    assert date.fromisoformat(source["newest"]) in days
    answer = call("intake", "--digest")
    assert "nothing new" in answer.out
    assert "1 new proposal and 0 new leads await review." in answer.out
    assert "no new items since the last digest" in call("intake", "--digest").out


def test_a_source_that_fails_leaves_something_for_a_person(
    call: Callable[..., object], folder: Path, feed: Server
) -> None:
    feed.answers["/feed"] = (403, {}, b"")
    answer = call("intake")
    assert answer.code == 3
    assert "/feed answered 403 Forbidden" in answer.err
    assert "not read" in answer.out
    answer = call("intake")
    assert (answer.code, "/feed: skipped (failed before; next at" in answer.out) == (3, True)
    assert "none of 1 monitored sources answered" in answer.err
    assert "nothing about the South China Sea" not in answer.out
    assert f"sources skipped this time: 1; to read one now: scs-tracker intake {feed.url}/feed" in answer.out


def test_the_catalogue(call: Callable[..., object], folder: Path, feed: Server) -> None:
    rows = json.loads(call("sources", "list", "--json").out)
    assert len(rows) >= 151
    assert [row["id"] for row in rows if row["enabled"]] == [f"{feed.url}/feed"]
    shown = call("sources", "show", "tw-cga")
    assert "Taiwan Open Government Data Licence" in shown.out
    assert call("sources", "enable", "tw-cga", "xx-gfw").out == (
        "tw-cga: enabled\nxx-gfw: enabled; it needs GFW_TOKEN in the environment\n"
    )
    assert "tw-cga" in call("sources", "list", "--enabled").out
    assert call("sources", "disable", "tw-cga").out == "tw-cga: disabled\n"
    answer = call("sources", "enable", "tw-cgb")
    assert (answer.code, "did you mean tw-cga" in answer.err) == (2, True)
    answer = call("intake", "tw-cgb")
    assert (answer.code, "did you mean tw-cga" in answer.err) == (2, True)


def test_a_key_that_is_missing_stops_no_other(call: Callable[..., object], folder: Path, feed: Server) -> None:
    call("sources", "enable", "xx-gfw")
    answer = call("intake")
    assert answer.code == 3
    assert "xx-gfw needs GFW_TOKEN in the environment" in answer.err
    assert "1 proposed" in answer.out


def test_sources_are_asked_how_they_are(call: Callable[..., object], folder: Path, feed: Server) -> None:
    answer = call("sources", "check", "--json")
    assert answer.code == 0
    assert [(row["state"], row["items"]) for row in json.loads(answer.out)] == [("well", 1)]
    feed.answers["/feed"] = (200, {}, b"<html>no feed</html>")
    answer = call("sources", "check")
    assert answer.code == 3
    assert "neither an RSS nor an Atom feed" in answer.out
    assert not (folder / "tracker.db").exists()


def test_no_source_is_enabled(call: Callable[..., object], tmp_path: Path) -> None:
    answer = call("intake")
    assert (answer.code, "scs-tracker sources enable ID" in answer.err) == (2, True)
    answer = call("sources", "enable", "tw-cga")
    assert (answer.code, "scs-tracker init DIR" in answer.err) == (1, True)


def test_candidates(call: Callable[..., object], folder: Path, feed: Server) -> None:
    call("intake")
    assert call("export", "c.csv", "--candidates").code == 0
    lines = (folder / "c.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert ",proposed," in lines[1]
    assert "not reviewed" in (folder / "c.dictionary.md").read_text(encoding="utf-8")


def test_kept_pages_are_verified_and_deleted_with_the_texts(
    call: Callable[..., object], folder: Path, feed: Server
) -> None:
    settings = folder / "tracker.toml"
    settings.write_text(f'{settings.read_text(encoding="utf-8")}[archive]\npages = "pages"\n', encoding="utf-8")
    assert call("intake").code == 0
    (file,) = (folder / "pages").rglob("*.warc.gz")
    answer = call("ledger", "check", "--json")
    assert (answer.code, json.loads(answer.out)["pages"]) == (0, [])
    file.write_bytes(file.read_bytes()[:300])
    answer = call("ledger", "check")
    assert answer.code == 3
    assert "0 of 1 records are intact. The texts in the ledger are not affected" in answer.out
    assert "ledger verified" in answer.out
    assert call("ledger", "forget-text", "--older-than", "0d").out == "1 text and 1 file of pages deleted\n"
    assert not file.exists()
    assert call("ledger", "check").code == 0


def test_lost_items_are_listed(call: Callable[..., object], folder: Path, feed: Server) -> None:
    from scs_tracker.ledger import Ledger, worklist

    assert json.loads(call("sources", "lost", "--json").out) == []
    call("intake")
    gap = {"from": "2026-03-14T10:00", "until": "2026-03-17T00:00", "held": 5, "at": "2026-03-18T00:00"}
    ledger = Ledger(f"sqlite:///{folder}/tracker.db")
    worklist.note_health(ledger.engine, f"{feed.url}/feed", memory=json.dumps({"lost": [gap]}))
    ledger.engine.dispose()
    assert json.loads(call("sources", "lost", "--json").out) == [{"id": f"{feed.url}/feed", **gap}]
    assert "2026-03-14T10:00" in call("sources", "lost").out
