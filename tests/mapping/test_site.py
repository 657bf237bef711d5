"""The static site: small pages that need no script, made again without a difference, beside files of the user's."""

from __future__ import annotations

import csv
import html
import json
import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from attacks import PAYLOADS
from html5lib import parse as parse_html
from PIL import Image
from playwright.sync_api import expect

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger
from scs_tracker.mapping.links import page_name
from scs_tracker.mapping.site import MARK, write_site
from scs_tracker.sentences import incident_sentence, languages, use_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FIRST = "20240617-second-thomas-rhib-boarding"


def some(folder: Path, *, change: dict[str, str] | None = None) -> Ledger:
    """A ledger of six shipped incidents, one of them changed."""
    month = [dict(row) for row in geodata.rows("incidents") if row["id"].startswith("202406")]
    rows = sorted(month, key=lambda row: row["id"] != FIRST)[:6]
    rows[1] |= change or {}
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ids = {row["id"] for row in rows}
    sources = [row for row in geodata.rows("incident_sources") if row["incident_id"] in ids]
    with (folder / "incident_sources.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, sources[0])
        writer.writeheader()
        writer.writerows(sources)
    ledger = Ledger(f"sqlite:///{folder}/tracker.db")
    ledger.import_file(folder / "incidents.csv")
    return ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return some(tmp_path_factory.mktemp("ledger"), change={"summary": f"A summary. {PAYLOADS[0]} {PAYLOADS[2]}"})


@pytest.fixture(scope="module")
def site(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "out"
    write_site(ledger, out, address="https://example.org/sea/", recipes=["scarborough"])
    return out


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A browser without scripts and without a network."""
    context = browser.new_context(offline=True, java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_every_incident_has_a_small_page_that_reads_without_script(site: Path, ledger: Ledger, reader: Page):
    for incident_id in ledger.incidents(statuses=None)["id"]:
        file = site / "incidents" / f"{incident_id}.html"
        assert file.stat().st_size < 20_000
        parse_html(file.read_text(encoding="utf-8"))
    reader.goto((site / "incidents" / f"{FIRST}.html").as_uri())
    row = ledger.incidents(statuses=None).set_index("id").loc[FIRST]
    text = reader.inner_text("main")
    for part in (row["summary"], row["standing"], "China Coast Guard", "Revision 1", "Sources", FIRST):
        assert part in text
    assert reader.locator("main ul a").count() == len(json.loads(row["sources"]))
    assert reader.locator("img").bounding_box()["width"] <= 390


def test_a_page_carries_json_ld_and_what_links_show(site: Path):
    page = (site / "incidents" / f"{FIRST}.html").read_text(encoding="utf-8")
    about = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert about["identifier"] == FIRST
    assert about["startDate"] == "2024-06-17"
    assert about["location"]["geo"]["geoRadius"] > 0
    assert f'property="og:image" content="https://example.org/sea/incidents/{FIRST}.png"' in page
    assert (site / "incidents" / f"{FIRST}.png").read_bytes()[:4] == b"\x89PNG"
    overview = (site / "maps" / "scarborough.html").read_text(encoding="utf-8")
    assert 'property="og:image" content="https://example.org/sea/picture.png"' in overview


def test_years_places_and_pairs_have_pages_and_a_wrong_address_leads_on(site: Path, ledger: Ledger):
    year = (site / "years" / "2024.html").read_text(encoding="utf-8")
    assert all(f"incidents/{page_name(each)}.html" in year for each in ledger.incidents(statuses=None)["id"])
    assert "maps/scarborough.html#year=2024" in year
    assert (site / "pairs" / "cn-ph.html").exists()
    assert 'href="https://example.org/sea/incidents/index.html"' in (site / "404.html").read_text(encoding="utf-8")
    for name in ("about.html", "corrections.html"):
        assert (site / name).exists()


def test_pages_of_groups_are_there_in_every_language_of_sentences(site: Path, ledger: Ledger):
    row = ledger.incidents().set_index("id", drop=False).loc[FIRST].drop("geometry").to_dict()
    titles = {"en": r"China → Philippines: \d+ incidents", "id": r"Tiongkok → Filipina: \d+ insiden"}
    for language in languages():
        suffix = "" if language == "en" else f".{language}"
        assert re.search(f"<h1>{titles[language]}</h1>", (site / "pairs" / f"cn-ph{suffix}.html").read_text("utf-8"))
        page = (site / "weeks" / f"2024-W25{suffix}.html").read_text(encoding="utf-8")
        with use_language(language):
            assert html.escape(incident_sentence(row), quote=False) in page
        assert f'<html lang="{language}">' in page
        for other in languages():
            address = f"weeks/2024-W25{'' if other == 'en' else f'.{other}'}.html"
            assert f'hreflang="{other}" href="https://example.org/sea/{address}"' in page
            assert (f'<a href="../{address}" lang="{other}"' in page) == (other != language)


def test_a_week_has_a_page_that_opens_the_map_on_its_days(site: Path):
    week = (site / "weeks" / "2024-W25.html").read_text(encoding="utf-8")
    assert f"incidents/{page_name(FIRST)}.html" in week
    assert "maps/scarborough.html#time=2024-06-17..2024-06-23" in week


def test_the_first_page_holds_the_live_map_and_each_page_the_code_to_embed_it(site: Path, browser: Browser):
    first = (site / "index.html").read_text(encoding="utf-8")
    assert "frame-src 'self';" in first
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.frame_locator("iframe").locator(".finding")).not_to_be_empty()
    page.close()
    frame = f'&lt;iframe src="https://example.org/sea/maps/scarborough.html#id={FIRST}"'
    assert frame in (site / "incidents" / f"{FIRST}.html").read_text(encoding="utf-8")
    assert "frame-src" not in (site / "incidents" / f"{FIRST}.html").read_text(encoding="utf-8")


def test_a_page_has_its_sentence_in_every_language_that_sentences_are_made_in(site: Path, ledger: Ledger):
    row = ledger.incidents().set_index("id", drop=False).loc[FIRST]
    page = (site / "incidents" / f"{FIRST}.html").read_text(encoding="utf-8")
    for language in languages()[1:]:
        with use_language(language):
            said = incident_sentence(row.drop("geometry").to_dict())
        assert f'<p lang="{language}">{html.escape(said, quote=False)}</p>' in page


def test_a_picture_for_links_has_its_headline_on_a_panel(site: Path):
    picture = Image.open(site / "incidents" / f"{FIRST}.png").convert("L")
    panel = picture.crop((44, 90, 500, 400))
    assert picture.size == (1200, 630)
    assert panel.getextrema()[0] < 80  # ink
    assert sum(panel.histogram()[250:]) > 0.6 * panel.width * panel.height  # on white


def test_a_feed_entry_has_the_day_of_its_change_and_not_of_the_import(site: Path, ledger: Ledger):
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    imported = ledger.last_instant()[:10]
    assert {entry.updated[:10] for entry in feed.entries} != {imported}
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    page = re.escape(f"incidents/{FIRST}.html")
    assert re.search(rf"{page}</loc><lastmod>2024-\d\d-\d\d</lastmod>", sitemap)


def test_nothing_in_data_becomes_markup(site: Path):
    for file in site.rglob("*.html"):
        if file.parent.name != "maps":
            page = file.read_text(encoding="utf-8")
            assert PAYLOADS[0] not in page
            assert PAYLOADS[2] not in page
            assert not re.search(r"<script(?! type=\"application/ld)", page)


def test_sitemap_and_feed_name_the_pages(site: Path, ledger: Ledger):
    places = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert f"https://example.org/sea/incidents/{FIRST}.html" in places
    assert "https://example.org/sea/maps/scarborough.html" in places
    feed = feedparser.parse((site / "feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == len(ledger.incidents(statuses=None))
    assert all(entry.link.startswith("https://example.org/sea/incidents/") for entry in feed.entries)


def test_a_second_writing_changes_nothing_and_leaves_the_user_s_files(site: Path, ledger: Ledger, tmp_path: Path):
    def content(folder: Path) -> dict[str, bytes]:
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    again = tmp_path / "again"
    write_site(ledger, again, address="https://example.org/sea", recipes=["scarborough"])
    assert content(again) == content(site)
    (again / "CNAME").write_text("example.org")
    gone = some(tmp_path / "other")
    lost = set(ledger.incidents(statuses=None)["id"]) - set(gone.incidents(statuses=None)["id"])
    (again / MARK).write_text((again / MARK).read_text() + "incidents/old.html\n../outside.txt\n")
    (again / "incidents" / "old.html").write_text("old")
    (tmp_path / "outside.txt").write_text("mine")
    write_site(gone, again, recipes=[])
    assert (again / "CNAME").read_text() == "example.org"
    assert (tmp_path / "outside.txt").exists()
    assert not (again / "incidents" / "old.html").exists()
    assert not (again / "maps" / "scarborough.html").exists()
    assert not (again / "sitemap.xml").exists()
    assert lost == set()


def test_a_folder_of_other_people_s_files_is_left_alone(ledger: Ledger, tmp_path: Path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(TrackerError, match="has files that scs-tracker site did not write"):
        write_site(ledger, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.jpg"]
    with pytest.raises(TrackerError, match="is a file; choose a folder"):
        write_site(ledger, tmp_path / "holiday.jpg")


@pytest.mark.parametrize(
    "address", ["example.org", "ftp://example.org", "https://example.org/?x=1", "javascript:alert(1)"]
)
def test_an_address_that_is_none_is_refused(ledger: Ledger, tmp_path: Path, address: str):
    with pytest.raises(UsageError, match="is not a website URL"):
        write_site(ledger, tmp_path / "x", address=address)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b", "", ".hidden", "index", "x" * 500, *PAYLOADS[:6], "仁爱礁"]
)
def test_a_page_s_name_never_leaves_its_folder(name: str):
    made = page_name(name)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", made)
    assert made != "index"
