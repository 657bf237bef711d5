"""Incidents that people write by hand: each of its own, whoever writes at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from scs_tracker.errors import StaleError
from scs_tracker.ledger import Ledger, importing, proof

if TYPE_CHECKING:
    from collections.abc import Callable

OWN = "20240617-second-thomas-shoal-water-cannon"


def values(summary: str) -> dict[str, str]:
    return {
        "id": OWN, "date_start": "2024-06-17", "types": "water_cannon", "initiators": "CN-CCG", "targets": "PH-PCG",
        "place": "Second Thomas Shoal", "summary": summary,
    }  # fmt: skip


def at_one_moment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """Let two writers both plan before either of them writes."""
    real, both = importing._planned, threading.Barrier(2, timeout=120)
    first = threading.local()

    def planned(*given: object, **named: object) -> object:
        found = real(*given, **named)
        if not getattr(first, "done", False):
            first.done = True
            both.wait()
        return found

    monkeypatch.setattr(importing, "_planned", planned)
    return planned


def test_of_two_of_one_id_at_one_moment_one_is_refused(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    at_one_moment(monkeypatch)

    def write(summary: str) -> str:
        try:
            return ledger.create(values(summary), reason="written")
        except StaleError as error:
            return str(error)

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(write, ("One boat was hit.", "Another boat was hit.")))
    assert told == [OWN, f"the incident {OWN} already exists; amend it, or use another id"]
    assert list(ledger.incidents()["revision"]) == [1]
    assert proof.check(ledger.engine) == []


def test_an_id_that_is_there_is_refused(ledger: Ledger) -> None:
    ledger.create(values("One boat was hit."), reason="written")
    with pytest.raises(StaleError, match="already exists; amend it"):
        ledger.create(values("Another boat was hit."), reason="written")
