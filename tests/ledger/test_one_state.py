"""An edition and a map are made of one state of the ledger, whatever others write between two of their reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from samples import batch, report

from scs_tracker import config, run
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

OWN = "20240617-x"
WEEK = "2024-W25"


@pytest.fixture
def shared(ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A ledger whose incident another writer changes between two reads."""
    ledger.import_batch(batch(report(f"own:{OWN}")))
    writer, events, instant = Ledger(ledger_url), Ledger.events, Ledger.last_instant

    def write() -> None:
        if not writer.incidents(statuses=None)["killed"].notna().any():
            writer.amend(OWN, {"killed": "9"}, reason="meanwhile")

    def read_later(self: Ledger, **named: Any) -> pd.DataFrame:
        write()
        return events(self, **named)

    def asked_first(self: Ledger) -> str | None:
        answer = instant(self)
        if self is ledger:
            write()
        return answer

    monkeypatch.setattr(Ledger, "events", read_later)
    monkeypatch.setattr(Ledger, "last_instant", asked_first)
    return ledger


def test_an_edition_holds_nothing_newer_than_its_instant(shared: Ledger, tmp_path: Path) -> None:
    settings = config.load(None)
    (file,) = run.write_reports(shared, settings, WEEK, out=tmp_path / "weeks", formats=("json",))
    printed = json.loads(file.read_text(encoding="utf-8"))
    assert shared.incidents(statuses=None)["killed"].tolist() == [9]
    (incident,) = printed["incidents"]
    known = shared.incidents(statuses=None, as_of=printed["data"]["as_of"])
    assert (known["killed"].isna().tolist(), incident["killed"]) == ([True], None)


def test_a_map_is_dated_by_what_it_shows(shared: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}

    def draw(incidents: pd.DataFrame, **named: Any) -> None:
        told.update(named, incidents=incidents)

    monkeypatch.setattr("scs_tracker.mapping.incident_map", draw)
    monkeypatch.setattr("scs_tracker.mapping.save_map", lambda _map, _out: None)
    run.draw_map(shared, "overview", tmp_path / "overview.html")
    assert told["incidents"]["killed"].isna().all()
    assert shared.incidents(statuses=None, as_of=told["as_of"])["killed"].isna().all()
