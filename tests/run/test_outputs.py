from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from scs_tracker import config, run
from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger
from scs_tracker.ledger.store import timed
from scs_tracker.mapping import shipped_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAGACAY = "20240819-sabina-bagacay-ramming"
LASER = "20230206-second-thomas-laser"


@pytest.fixture
def settings(tmp_path: Path, incident_file: Callable[..., Path]) -> config.Settings:
    file = incident_file({BAGACAY: {}, LASER: {}})
    (tmp_path / "tracker.toml").write_text(f'hold = "none"\n[[sources]]\npath = "{file.name}"\n', encoding="utf-8")
    return config.load(tmp_path / "tracker.toml")


def weeks(settings: config.Settings) -> list[str]:
    return sorted(file.stem for file in settings.resolve(settings.weekly).glob("20*-W*.html"))


def test_a_run_draws_every_map_and_issues_the_last_complete_week(settings: config.Settings) -> None:
    record = run.run(settings, clock=lambda: "2024-09-11T00:00:00.000000Z")
    assert record.total.added == 2
    maps = settings.resolve(settings.maps)
    assert {file.stem for file in maps.glob("*.html")} == {*shipped_names(), "index"}
    assert weeks(settings) == ["2024-W36"]
    assert {"index.html", "latest.html", "feed.xml"} <= {file.name for file in record.files}
    assert record.editions == ["2024-W36", "2024-08", "2023"]
    facts = json.loads((settings.resolve(settings.weekly) / "2024-W36.json").read_text(encoding="utf-8"))
    assert (facts["edition"]["issued"], facts["edition"]["number"]) == (True, 1)


def test_missed_weeks_are_made_up_and_none_is_issued_twice(settings: config.Settings) -> None:
    run.run(settings, clock=lambda: "2024-09-11T00:00:00.000000Z")
    first = (settings.resolve(settings.weekly) / "2024-W36.html").read_bytes()
    ledger = Ledger(settings.ledger_url)
    assert run.issue_reports(ledger, settings, today="2024-09-11T00:00:00.000000Z") == []
    at = "2024-09-12T00:00:00.000000Z"
    ledger.engine = timed(ledger.engine, lambda: at)
    ledger.amend(BAGACAY, {"injured": "1"}, reason="a later statement")
    run.issue_reports(ledger, settings, today="2024-09-25T00:00:00.000000Z")
    assert weeks(settings) == ["2024-W36", "2024-W37", "2024-W38"]
    assert (settings.resolve(settings.weekly) / "2024-W36.html").read_bytes() == first
    later = (settings.resolve(settings.weekly) / "2024-W37.html").read_text(encoding="utf-8")
    assert "a later statement" in later


def test_a_run_without_sources_or_with_an_empty_ledger(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("", encoding="utf-8")
    settings = config.load(tmp_path / "tracker.toml")
    with pytest.raises(TrackerError, match="no sources are configured"):
        run.run(settings)
    ledger = Ledger(settings.ledger_url)
    assert run.issue_reports(ledger, settings, today="2024-09-11T00:00:00.000000Z") == []
    with pytest.raises(TrackerError, match="the ledger is empty"):
        run.write_reports(ledger, settings, "last")
    with pytest.raises(TrackerError, match="no incidents dated to the day"):
        run.latest_week(ledger, settings)
