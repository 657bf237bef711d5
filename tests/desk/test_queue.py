from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from scs_tracker.desk.queue import waiting_rows, weight

if TYPE_CHECKING:
    from collections.abc import Callable

    from scs_tracker.ledger import Ledger

DAY = dt.date(2026, 11, 28)


@given(st.integers(0, 5), st.floats(0, 1), st.dates(dt.date(1900, 1, 1), DAY), st.sampled_from([4, 7, 10]))
def test_the_graver_surer_and_newer_weighs_no_less(severity: int, confidence: float, date: dt.date, precision: int):
    text = date.isoformat()[:precision]
    one = weight(severity, confidence, text, DAY)
    assert 0 <= one <= 6
    assert weight(min(severity + 1, 5), confidence, text, DAY) >= one
    assert weight(severity, min(confidence + 0.1, 1), text, DAY) >= one
    assert weight(severity, confidence, DAY.isoformat(), DAY) >= one


def test_a_date_that_is_none_weighs_as_today():
    assert weight(2, 0.5, "", DAY) == 1.5


def test_what_matters_most_comes_first_and_what_only_looks_back_last(ledger: Ledger):
    rows = waiting_rows(ledger, today=DAY)
    assert [row["place"] for row in rows][:2] == ["Scarborough Shoal", "Woody Island"]
    assert rows[-1]["background"]
    assert [row["weight"] for row in rows[:-1]] == sorted((row["weight"] for row in rows[:-1]), reverse=True)
    assert rows[0]["severity"] == 4
    assert rows[0]["confidence"] == 0.927
    assert rows[1]["confidence"] == 0.767


def test_an_accepted_incident_without_a_place_waits_for_one(ledger: Ledger):
    facts = {
        "date_start": "2026-11-12", "types": "laser", "initiators": "CN-CCG", "place": "nowhere that is known",
        "location_text": "nowhere that is known", "summary": "A laser was pointed at a crew.",
    }  # fmt: skip
    made = ledger.create(facts, reason="for the test", by="Ana")
    assert {row["kind"] for row in waiting_rows(ledger, today=DAY) if row["id"] == made} == {"unplaced"}


def test_the_terminal_gives_the_same_queue_to_programs(call: Callable, ledger: Ledger):
    rows = json.loads(call("--ledger", str(ledger.engine.url), "review", "--json").out)["queue"]
    assert [row["id"] for row in rows] == [row["id"] for row in waiting_rows(ledger)]
    assert {row["kind"] for row in rows} == {"proposal", "lead", "quarantine"}
    assert [row["why"] for row in rows if row["kind"] == "lead"] == ["the language is not read"]
