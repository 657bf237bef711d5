"""Months and years: when they are due, issued once, beside index and landing page; second readers in what is issued."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from undrawn import undrawn

from scs_tracker.config import Settings
from scs_tracker.ledger import Ledger, worklist
from scs_tracker.ledger.worklist import one_reader
from scs_tracker.reporting import issued_editions
from scs_tracker.run import issuing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAGACAY = "20240819-sabina-bagacay-ramming"
TODAY = "2024-09-01T12:00:00Z"


@pytest.fixture
def settings(tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Settings:
    undrawn(monkeypatch.setattr)
    chosen = Settings(ledger=f"sqlite:///{tmp_path}/tracker.db", folder=tmp_path, timezone="UTC")
    Ledger(chosen.ledger_url).import_file(incident_file({BAGACAY: {}}))
    return chosen


def issue(settings: Settings, today: str = TODAY, *, dry_run: bool = False) -> list[str]:
    files, _held = issuing.issue(settings, Ledger(settings.ledger_url), clock=lambda: today, dry_run=dry_run)
    return [file.name for file in files]


def due(settings: Settings, today: str) -> list[str]:
    issued = issued_editions(settings.resolve(settings.weekly))
    periods, _held = issuing.issuable(Ledger(settings.ledger_url), settings, issued, today=today)
    return [str(one) for one in periods if one.kind != "week"]


def test_the_last_month_and_year_are_due_and_issued_once(settings: Settings, tmp_path: Path) -> None:
    assert due(settings, "2024-09-01T05:00:00Z") == ["2023"]  # the month has just ended
    assert due(settings, TODAY) == ["2024-08", "2023"]
    names = issue(settings)
    assert {"2024-08.html", "2024-08.json", "2023.html", "2023.json", "index.html", "feed.json"} <= set(names)
    assert issue(settings, dry_run=True) == []
    landing = (tmp_path / "maps/html/index.html").read_text(encoding="utf-8")
    assert 'href="weekly/2024-08.html"' in landing
    feed = json.loads((tmp_path / "maps/html/weekly/feed.json").read_text(encoding="utf-8"))
    assert "South China Sea, August 2024" in [item["title"] for item in feed["items"]]
    assert due(settings, "2024-11-20T00:00:00Z") == ["2024-09", "2024-10"]
    assert due(settings, "2025-01-20T00:00:00Z") == ["2024-09", "2024-10", "2024-11", "2024-12", "2024"]


def test_a_month_that_ended_long_after_the_last_intake_is_not_due(settings: Settings) -> None:
    assert due(settings, "2031-05-20T00:00:00Z") == []


def test_the_language_of_the_settings_is_that_of_what_is_issued(settings: Settings, tmp_path: Path) -> None:
    issue(settings.model_copy(update={"language": "id"}))
    for name in ("index.html", "weekly/index.html", "weekly/2024-08.html", "weekly/2024-W34.html"):
        file = tmp_path / "maps/html" / name
        assert '<html lang="id">' in file.read_text(encoding="utf-8")


def test_a_landing_page_of_somebody_else_stays(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "maps/html/index.html"
    own.parent.mkdir(parents=True)
    own.write_text("<h1>mine</h1>", encoding="utf-8")
    issue(settings)
    assert own.read_text(encoding="utf-8") == "<h1>mine</h1>"


def test_a_second_reader_is_wanted_until_one_has_approved(settings: Settings, tmp_path: Path) -> None:
    ledger = Ledger(settings.ledger_url)
    assert (
        one_reader(ledger.engine, ledger.incidents(statuses=None)) == frozenset()
    )  # a table of one's own: nobody decided here
    ledger.amend(BAGACAY, {"summary": "CCG 21551 struck BRP Bagacay."}, reason="read again", by="ana")
    before = ledger.last_instant()
    assert one_reader(ledger.engine, ledger.incidents(statuses=None)) == {BAGACAY}
    wanting = settings.model_copy(update={"second_reader": True})
    issuing.issue(wanting, ledger, label="2024-W34", clock=lambda: TODAY)
    facts = json.loads((tmp_path / "maps/html/weekly/2024-W34.json").read_text(encoding="utf-8"))
    assert facts["incidents"] == []
    assert [(group["ids"], group["one_reader"]) for group in facts["unchecked"]] == [([BAGACAY], True)]
    assert facts["data"]["chain"]["hash"] == (ledger.head() or {})["hash"]
    worklist.approve(ledger.engine, BAGACAY, by="ben")
    assert one_reader(ledger.engine, ledger.incidents(statuses=None)) == frozenset()
    assert one_reader(ledger.engine, ledger.incidents(statuses=None), as_of=before) == {BAGACAY}
