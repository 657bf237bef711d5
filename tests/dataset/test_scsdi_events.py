"""What became of each event of SCSDI, and how far two readings of its notes agree."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from scs_tracker import geodata

DOUBLE = Path(__file__).parents[2] / "geodata/audit/2026-11-double-coding.csv"
VERDICTS = {"held", "entered", "unsure", "context", "elsewhere"}


def test_every_event_has_one_verdict_and_names_an_incident_that_is_there() -> None:
    incidents = {row["id"] for row in geodata.rows("incidents")}
    for row in geodata.rows("scsdi"):
        assert row["verdict"] in VERDICTS, row
        assert row["incident_id"] in incidents or (
            row["incident_id"] == "" and row["verdict"] not in {"held", "entered"}
        )
        assert row["note"] or row["verdict"] != "unsure", row


def test_an_event_that_was_entered_became_one_incident_and_what_it_rests_on_is_told() -> None:
    """It rests on the list alone, or a page was found later; the list stays among its sources either way."""
    entered = Counter(row["incident_id"] for row in geodata.rows("scsdi") if row["verdict"] == "entered")
    assert set(entered.values()) == {1}
    read_as: dict[str, set[str]] = {}
    for row in geodata.rows("incident_sources"):
        read_as.setdefault(row["incident_id"], set()).add(row["read_as"])
    assert {incident for incident in entered if "secondary" not in read_as[incident]} == set()


def test_an_incident_that_only_a_list_tells_says_so_in_its_summary() -> None:
    read_as: dict[str, set[str]] = {}
    for row in geodata.rows("incident_sources"):
        read_as.setdefault(row["incident_id"], set()).add(row["read_as"])
    secondary = {incident for incident, how in read_as.items() if how == {"secondary"}}
    for row in geodata.rows("incidents"):
        if row["id"] in secondary:
            assert row["summary"].startswith("SCSDI"), row["id"]
            assert row["corroboration"] == "single", row["id"]


def test_both_readings_are_of_events_and_of_known_fields() -> None:
    with DOUBLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    events = {row["event"] for row in geodata.rows("scsdi")}
    assert {row["event"] for row in rows} <= events
    assert {row["field"] for row in rows} == {"verdict", "types", "initiators", "targets"}
    assert len({(row["event"], row["field"]) for row in rows}) == len(rows)
