"""The archive of issued weeks: index, latest week, Atom feed; whole files or none."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import html5lib
import pytest

from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.reporting import issued_editions, update_archive, weekly_facts, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from playwright.sync_api import Page

Facts = dict[str, Any]
ATOM = "{http://www.w3.org/2005/Atom}"
WEEKS = ("2023-W31", "2024-W24", "2024-W25", "2024-W26")
RHIB = "20240617-second-thomas-rhib-boarding"
#: Reports without pictures: the archive reads only the JSON.
QUICK = ("json",)
MANILA = ZoneInfo("Asia/Manila")
AS_OF = "2026-11-24T00:00:00Z"


@pytest.fixture(scope="module")
def made(shipped: pd.DataFrame, events: pd.DataFrame, golden: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four issued weeks, and one that was only rendered; tests take a copy."""
    folder = tmp_path_factory.mktemp("archive") / "weekly"
    for week in WEEKS:
        given: dict[str, Any] = {"zone": MANILA, "as_of": AS_OF, "issued": issued_editions(folder), "issue": True}
        write_report(weekly_facts(shipped, events, week=week, **given), folder, QUICK)
        write_atomically(folder / f"{week}.html", f"<p>{week}</p>".encode())
    write_report(golden, folder, QUICK)
    update_archive(folder)
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "weekly")


def _feed(folder: Path) -> ET.Element:
    return ET.fromstring((folder / "feed.xml").read_bytes())  # noqa: S314 - our own feed


def test_the_index_lists_issued_weeks_by_year_newest_first(archive: Path) -> None:
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        (archive / "index.html").read_text("utf-8")
    )
    assert ["".join(heading.itertext()) for heading in page.iter("h2")] == ["24 to 30 June 2024", "2024", "2023"]
    links = [link.get("href") for heading in page.iter("h3") for link in heading.iter("a")]
    assert links == ["2024-W26.html", "2024-W25.html", "2024-W24.html", "2023-W31.html"]
    for link in page.iter("a"):
        href = link.get("href")
        assert href.startswith("#") or (archive / href).exists(), href


def test_latest_is_the_last_week(archive: Path) -> None:
    assert (archive / "latest.html").read_bytes() == (archive / "2024-W26.html").read_bytes()


def test_the_feed_is_valid_atom(archive: Path) -> None:
    feed = _feed(archive)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "2024-W26: 24 to 30 June 2024",
        "2024-W25: 17 to 23 June 2024",
        "2024-W24: 10 to 16 June 2024",
        "2023-W31: 31 July to 6 August 2023",
    ]
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for element in (feed, *entries):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{ATOM}id") or "")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo is not None
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(identifiers)) == len(entries)
    for entry in entries:
        links = [
            link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]
        assert len(links) == 1
        assert (archive / str(links[0])).exists()
    assert feed.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)


def test_with_an_address_the_links_are_whole(archive: Path) -> None:
    update_archive(archive, base_url="https://example.org/weekly")
    hrefs = [link.get("href") for link in _feed(archive).iter(f"{ATOM}link")]
    assert hrefs[:3] == [
        "https://example.org/weekly/feed.xml",
        "https://example.org/weekly/index.html",
        "https://example.org/weekly/2024-W26.html",
    ]


def test_doing_it_again_gives_the_same_bytes(archive: Path) -> None:
    before = {file.name: file.read_bytes() for file in archive.iterdir()}
    update_archive(archive)
    assert {file.name: file.read_bytes() for file in archive.iterdir()} == before


def test_a_corrected_edition_keeps_the_entry_and_its_id(archive: Path, facts_of: Callable[..., Facts]) -> None:
    before = [entry.findtext(f"{ATOM}id") for entry in _feed(archive).iter(f"{ATOM}entry")]
    old = (archive / "2024-W25.json").read_bytes()
    facts = facts_of(
        "2024-W25",
        rows={RHIB: {"injured": 9}},
        issued=issued_editions(archive),
        issue=True,
        as_of="2026-11-25T00:00:00Z",
    )
    write_report(facts, archive, QUICK)
    write_atomically(archive / "2024-W25-edition-2.html", b"<p>2</p>")
    update_archive(archive)
    entries = list(_feed(archive).iter(f"{ATOM}entry"))
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == before
    assert entries[1].findtext(f"{ATOM}title") == "2024-W25: 17 to 23 June 2024, edition 2"
    assert (entries[1].findtext(f"{ATOM}published"), entries[1].findtext(f"{ATOM}updated")) == (
        "2026-11-24T00:00:00Z",
        "2026-11-25T00:00:00Z",
    )
    assert (archive / "2024-W25.json").read_bytes() == old
    index = (archive / "index.html").read_text("utf-8")
    assert '<a href="2024-W25-edition-2.html">2024-W25: 17 to 23 June 2024</a>' in index
    assert '<a href="2024-W25.html">edition 1</a>' in index
    assert [(item["label"], item["edition"]) for item in issued_editions(archive)] == [
        ("2023-W31", 1), ("2024-W24", 1), ("2024-W25", 1), ("2024-W25", 2), ("2024-W26", 1),
    ]  # fmt: skip


def test_weeks_are_linked_where_they_were_issued(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    editions = [("2024-W24", 1), ("2024-W24", 2), ("2024-W26", 1)]
    issued = [{"label": week, "edition": number, "as_of": "2026-11-24T00:00:00Z"} for week, number in editions]
    html = text_html(facts_of("2024-W25", issued=issued))
    assert '<a href="2024-W24-edition-2.html" rel="prev">‹ 2024-W24</a>' in html
    assert '<a href="2024-W26.html" rel="next">' in html
    alone = text_html(facts_of("2024-W25"))
    assert 'rel="prev"' not in alone
    assert "index.html" not in alone


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("", list(reversed(WEEKS))),
        ("second thomas", ["2024-W26", "2024-W25", "2023-W31"]),
        ("仁爱礁 boarding", ["2024-W25"]),
        ("bai co may 2023", ["2023-W31"]),
        ("CCG 5901", ["2024-W26", "2024-W25"]),
        ("nothing like it", []),
    ],
)
def test_the_search_needs_no_server(words: str, weeks: list[str], archive: Path, page: Page) -> None:
    page.goto((archive / "index.html").as_uri())
    page.fill("#search", words)
    shown = page.eval_on_selector_all(".weeks > li", "items => items.filter(i => i.offsetParent).map(i => i.id)")
    assert shown == weeks
    assert page.inner_text("#found") == (f"{len(weeks)} of 4 weeks" if words else "")


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    assert [file.name for file in update_archive(tmp_path)] == ["feed.xml", "feed.json", "index.html"]
    assert "No week has been issued yet." in (tmp_path / "index.html").read_text("utf-8")
    assert issued_editions(tmp_path / "nowhere") == []


def test_a_damaged_week_is_named(archive: Path) -> None:
    (archive / "2024-W24.json").write_text('{"week": ', encoding="utf-8")
    before = (archive / "index.html").read_bytes()
    with pytest.raises(TrackerError, match=r"2024-W24\.json is not the JSON of a report"):
        update_archive(archive)
    assert (archive / "index.html").read_bytes() == before


def test_other_json_in_the_folder_is_left_alone(archive: Path) -> None:
    (archive / "run.json").write_text("[]", encoding="utf-8")
    update_archive(archive)
    assert len(issued_editions(archive)) == 4


@pytest.mark.parametrize(
    ("where", "step", "number", "said"),
    [
        (os, "fsync", errno.ENOSPC, "No space left on device"),
        (Path, "replace", errno.ENOSPC, "No space left on device"),
        (tempfile, "mkstemp", errno.EACCES, "Permission denied"),
    ],
)
def test_a_full_disk_leaves_what_was_there(
    where: Any, step: str, number: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "week.html"
    write_atomically(file, b"old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, said)

    monkeypatch.setattr(where, step, fail)
    with pytest.raises(TrackerError, match=rf"week\.html cannot be written: {said}; choose another folder"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["week.html"]


def test_a_folder_that_is_a_file_is_refused(facts_of: Callable[..., Facts], tmp_path: Path) -> None:
    (tmp_path / "weekly").write_text("x", encoding="utf-8")
    with pytest.raises(TrackerError, match="a file with that name exists"):
        write_report(facts_of("2024-W25"), tmp_path / "weekly", QUICK)
    with pytest.raises(TrackerError, match="a file with that name exists"):
        write_report(facts_of("2024-W25"), tmp_path / "weekly" / "deeper", QUICK)


def test_the_json_is_written_last(
    facts_of: Callable[..., Facts], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an interrupted run left the JSON, all other forms are there."""
    order: list[str] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        order.append(target.suffix)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    write_report(facts_of("2024-W33"), tmp_path, ("json", "csv", "md"))
    assert order == [".csv", ".md", ".json"]
    assert json.loads((tmp_path / "2024-W33.json").read_text("utf-8"))["label"] == "2024-W33"
