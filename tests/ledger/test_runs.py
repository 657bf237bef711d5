"""Clocks: the order of runs is the order of instants, whatever the clock of a machine says; and who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from samples import batch, report

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import Ledger, runs
from scs_tracker.ledger.store import timed

if TYPE_CHECKING:
    from pathlib import Path

OWN = "20240617-x"


def at(ledger: Ledger, text: str) -> Ledger:
    """Return a ledger whose clock stands at an instant."""
    ledger.engine = timed(ledger.engine, lambda: f"{text}.000000Z")
    return ledger


def filled(url: str) -> Ledger:
    ledger = at(Ledger(url), "2026-06-10T12:00:00")
    ledger.import_batch(batch(report(f"own:{OWN}")))
    return ledger


def test_a_slow_clock_hides_nothing(ledger_url: str) -> None:
    ledger = filled(ledger_url)
    for clock, damage in (("2026-06-10T09:00:00", "a"), ("2026-06-10T15:00:00", "b"), ("2026-06-10T12:00:01", "c")):
        before = ledger.last_instant() or ""
        at(ledger, clock).amend(OWN, {"damage": damage}, reason="r")
        assert ledger.changes(before)["new"].tolist() == [f'"{damage}"']
        assert ledger.incidents(statuses=None, as_of=before)["damage"].tolist() != [damage]
    steps = [row["at"] for row in ledger.history(OWN)]
    assert steps == sorted(set(steps))
    assert ledger.incidents(statuses=None, as_of=steps[1])["damage"].tolist() == ["a"]
    ledger.engine.dispose()


@pytest.mark.parametrize("moment", ["2036-06-10T12:00:00", "2016-06-10T12:00:00", "2026-06-08T12:00:00"])
def test_a_clock_that_is_far_off_is_refused_unless_it_is_trusted(ledger_url: str, moment: str) -> None:
    ledger = filled(ledger_url)
    with pytest.raises(
        TrackerError, match=rf"the clock says {moment[:16]}Z and the last entry of the ledger is from 2026"
    ):
        at(ledger, moment).amend(OWN, {"damage": "x"}, reason="r")
    assert ledger.incidents(statuses=None)["damage"].tolist() == [""]
    trusting = Ledger(ledger_url, trust_clock=True)
    assert at(trusting, moment).amend(OWN, {"damage": "x"}, reason="r") == ["damage"]
    for one in (ledger, trusting):
        one.engine.dispose()


@pytest.mark.parametrize(("moment", "words"), [("2026-06-17T13:00:00", ""), ("2026-07-20T12:00:00", "40 days old")])
def test_a_long_silence_of_the_ledger_is_told_since_the_clock_may_be_ahead(
    ledger_url: str, caplog: pytest.LogCaptureFixture, moment: str, words: str
) -> None:
    ledger = filled(ledger_url)
    assert at(ledger, moment).amend(OWN, {"damage": "x"}, reason="r") == ["damage"]
    assert ("ignore this warning if it is right" in caplog.text) == bool(words)
    assert words in caplog.text
    ledger.engine.dispose()


def test_who_decides_is_named(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.import_batch(batch(report(f"own:{OWN}")), by="anna")
    monkeypatch.setenv("SCS_TRACKER_BY", "bob")
    ledger.amend(OWN, {"damage": "a"}, reason="r")
    ledger.amend(OWN, {"damage": "b"}, reason="r", by="carla")
    assert [row["by"] for row in ledger.history(OWN)] == ["anna", "bob", "carla"]
    assert ledger.incidents(statuses=None)["decided_by"].tolist() == ["carla"]
    with pytest.raises(UsageError, match="is not a valid name"):
        ledger.amend(OWN, {"damage": "c"}, reason="r", by="a\nb")
    monkeypatch.delenv("SCS_TRACKER_BY")
    assert runs.author()


def test_nothing_of_a_run_that_fails_is_kept(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="cut"), runs.running(ledger.engine, "amend"):
        raise RuntimeError("cut")
    assert ledger.head() is None
    assert list(tmp_path.glob("*.part")) == []
