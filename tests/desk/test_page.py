"""The page lets nothing in: what stands in data is shown as it was typed, and nobody is shut out."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import own_words
import pytest
import tinycss2
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scs_tracker import model
from scs_tracker.desk import page as pages
from scs_tracker.ledger import Ledger, worklist

sys.path.insert(0, str(Path(__file__).parents[1] / "mapping"))
from attacks import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
OXLINT = Path(sys.executable).with_name("oxlint")
RULES = Path(__file__).parents[1] / "mapping/oxlint.json"
STORABLE = [
    text.encode("utf-8", "replace").decode().replace("\0", "").replace("\r", " ") or "empty" for text in PAYLOADS
]


def test_the_module_has_nothing_that_the_linter_objects_to(tmp_path: Path):
    (tmp_path / "desk.js").write_text(pages.script(), encoding="utf-8")
    command = [OXLINT, "--config", RULES, "--deny-warnings", "--format", "unix", tmp_path / "desk.js"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_style_sheet_has_no_rule_that_a_browser_would_drop():
    rules = tinycss2.parse_stylesheet(pages.style(), skip_whitespace=True)
    assert [rule.message for rule in rules if rule.type == "error"] == []
    bodies = [rule.content for rule in rules if rule.type == "qualified-rule"]
    parts = [part for body in bodies for part in tinycss2.parse_blocks_contents(body, skip_whitespace=True)]
    assert [part.message for part in parts if part.type == "error"] == []


def test_the_policy_allows_the_scripts_and_styles_of_the_page_and_its_own_server_alone():
    document, policy = pages.page(pages.settings_of("</script><script>alert(1)</script>", "f", ["r"]))
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == rules["frame-ancestors"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["script-src"].count("'sha256-") == 2
    assert rules["style-src"].count("'sha256-") == 2
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "<script>alert" not in document


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which every text of a proposal, a lead and a row that cannot be read holds all payloads, or one."""
    folder = tmp_path_factory.mktemp("attacked")
    ledger = Ledger(f"sqlite:///{folder}/tracker.db", by="<img src=x onerror=alert(1)>")
    every = "\n".join(STORABLE)
    texts = ("initiator_units", "target_units", "place", "location_text", "damage", "accounts", "time_local")
    for at in range(0, len(STORABLE), 24):
        part = [*STORABLE[at : at + 24], *STORABLE[:24]]
        one = own_words.batch(
            f"attack-{at}", every, {"types": (STORABLE[0], part[0][:40], 0.5)}, publisher=part[1], published=part[2],
            title=part[3], date_start="2026-11-13", types="water_cannon", initiators="CN-CCG", targets="PH-BFAR",
            summary=part[4][:300], **dict.fromkeys(texts, "\n".join(part)),
        )  # fmt: skip
        for source in one.reports[0].content["sources"]:
            source["url"] = part[5]
        ledger.import_batch(one)
    worklist.add_leads(
        ledger.engine,
        [
            {"source": text, "address": text, "title": text, "language": text, "published": text, "why": text,
             "text": text}
            for text in STORABLE
        ],
    )  # fmt: skip
    bad = folder / "<img src=x onerror=alert(1)>.csv"
    cells = ",".join(['"<script>alert(1)</script>"'] * len(model.INCIDENT_COLUMNS))
    bad.write_text(",".join(model.INCIDENT_COLUMNS) + f"\n{cells}\n", encoding="utf-8")
    ledger.import_file(bad, format_="incidents")
    ledger.engine.dispose()
    return folder / "tracker.db"


def test_every_payload_in_every_text_stays_text(open_desk: Callable[..., Page], serve: Callable, attacked: Path):
    ledger = Ledger(f"sqlite:///{attacked}")
    page = open_desk(serve(ledger, people=('"><script>alert(1)</script>',)), '"><script>alert(1)</script>')
    expect(page.locator(".who")).to_have_text('"><script>alert(1)</script>')
    page.locator("select[aria-label='All kinds']").evaluate("node => { node.closest('details').open = true }")
    for at in range(page.locator(".option").count()):
        page.locator(f"#row-{at}").click()
        expect(page.locator(".item")).to_be_visible()
        expect(page.get_by_text("Reading the text…")).to_have_count(0)
        page.evaluate("for (const fold of document.querySelectorAll('.item details')) fold.open = true")
        addresses = page.locator(".work a").evaluate_all("nodes => nodes.map((node) => node.protocol)")
        assert set(addresses) <= {"http:", "https:"}
    whole = page.locator(".work").inner_text()
    assert "onerror" in whole or "script" in whole
    for key in page.locator(".item .bar [aria-keyshortcuts]").evaluate_all(
        "all => all.map((one) => one.ariaKeyShortcuts)"
    ):
        if key in {"r", "l", "s", "m"}:
            page.keyboard.press(key)
            expect(page.locator("dialog[open]")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.type("<script>")
    expect(page.locator(".found")).to_be_visible()
    assert page.locator("script[src], iframe, object, embed, base, link, img, marquee, svg script").count() == 0
    assert page.evaluate("window.__fired === undefined && window.__proto__.__fired === undefined")
    ledger.engine.dispose()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_nothing_serious_stands_in_the_way_of_anybody(open_desk: Callable[..., Page], desk, width: int, scheme: str):
    page = open_desk(desk, width=width, color_scheme=scheme)
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # dark has nothing else of its own

    def look() -> list[str]:
        found = Axe().run(page, options={"resultTypes": ["violations"]} | rules).response["violations"]
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in {"serious", "critical"}
        ]

    if width == 390:
        assert look() == []
        page.locator(".option").first.click()
    page.wait_for_selector(".item mark")
    assert look() == []
    page.keyboard.press("r")
    page.wait_for_selector("dialog[open]")
    assert look() == []
    page.keyboard.press("Escape")
    for key, wanted in (("n", ".hand"), ("g", ".found li"), ("o", ".wide")):
        page.keyboard.press("Escape")
        page.keyboard.press(key)
        page.wait_for_selector(wanted)
        assert look() == []


def test_settings_in_the_page_are_data(tmp_path: Path):
    document, _ = pages.page(pages.settings_of("A & B", "form", ["no incident"]))
    held = re.search(r'<script type="application/json" id="desk-settings">(.*?)</script>', document)[1]
    assert json.loads(held)["person"] == "A & B"
