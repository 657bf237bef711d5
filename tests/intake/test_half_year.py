"""A week of twelve sources, reading by reading: nothing is lost, nothing is accepted, and what fails is told.

benchmarks/intake/half_year.py plays all twenty-six.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from simulated_sea import START, Sea, settings_text

from scs_tracker import config
from scs_tracker.intake import web
from scs_tracker.intake.sitting import run_intake
from scs_tracker.ledger import Ledger, worklist

if TYPE_CHECKING:
    from pathlib import Path

    from web_server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
#: Hours between two readings: a week has 21 here, and 168 in the benchmark.
STEP = 8
WEEKS = 1


def test_nothing_is_lost(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SILENCE_SECONDS", 0.05)
    sea = Sea(server, WEEKS)
    file = tmp_path / "tracker.toml"
    file.write_text(settings_text(server.url), encoding="utf-8")
    settings = config.load(file)
    ledger = Ledger(settings.ledger_url)
    outcomes: set[str] = set()
    while sea.now < START + timedelta(weeks=WEEKS):
        result = run_intake(settings, ledger, clock=lambda: sea.now, pause=lambda _seconds: None)
        outcomes |= {one.outcome for one in result.sources}
        assert not any("please report it" in problem for one in result.sources for problem in one.problems)
        sea.now += timedelta(hours=STEP)
    assert outcomes >= {"read", "failed"}
    frame = ledger.incidents(statuses=None)
    assert set(frame["status"]) == {"proposed"}
    leads = {one["address"] for one in worklist.leads(ledger.engine, states=("open", "done"))}
    cited = " ".join(frame["sources"])
    told = [one for one in sea.out() if sea.now - one.at > timedelta(hours=STEP)]
    lost = [
        one.path for one in told if f'{server.url}{one.path}"' not in cited and f"{server.url}{one.path}" not in leads
    ]
    assert lost == []
    health = worklist.health(ledger.engine)
    assert health[f"{server.url}/silent/feed"]["silent_since"]
    assert not health[f"{server.url}/full/feed"]["silent_since"]
    assert len(ledger.events(statuses=("proposed",))) >= WEEKS
    # several outlets on one event stand together
    assert any(len(ids) > 1 for ids in ledger.groups().values())
    ledger.engine.dispose()
