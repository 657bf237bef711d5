"""What was searched, which page bears out what, and which pairs were looked at and are two."""

from __future__ import annotations

import re

import pytest

from scs_tracker import geodata
from scs_tracker.ledger import link, state

INCIDENTS = {row["id"]: row for row in geodata.rows("incidents")}


@pytest.mark.parametrize("row", geodata.rows("searched")[::40], ids=lambda row: f"{row['month']} {row['pair']}")
def test_a_search_is_for_a_month_and_a_pair_of_countries(row: dict[str, str]) -> None:
    assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", row["month"])
    first, second = row["pair"].split("-")
    assert first < second
    assert row["by"]
    assert row["sources"]


def test_no_month_and_pair_stands_twice_among_the_searches() -> None:
    keys = [(row["month"], row["pair"]) for row in geodata.rows("searched")]
    assert len(set(keys)) == len(keys)


def test_a_dated_incident_between_two_countries_lies_in_a_month_that_was_searched() -> None:
    searched = {(row["month"], row["pair"]) for row in geodata.rows("searched")}
    missing = []
    for row in INCIDENTS.values():
        sides = [{code.split("-")[0] for code in row[side].split(";") if code} for side in ("initiators", "targets")]
        pairs = {"-".join(sorted((a, b))) for a in sides[0] for b in sides[1] if a != b and "XX" not in {a, b}}
        if len(row["date_start"]) >= 7:
            missing += [(row["id"], pair) for pair in pairs if (row["date_start"][:7], pair) not in searched]
    assert missing == []


def test_a_report_is_a_source_of_its_incident_and_names_columns_and_speakers_that_there_are() -> None:
    sources = {(row["incident_id"], row["url"]) for row in geodata.rows("incident_sources")}
    columns = {row["column"] for row in geodata.rows("columns")}
    codes = {row["code"] for row in geodata.rows("actors")}
    for row in geodata.rows("reports"):
        assert (row["incident_id"], row["url"]) in sources, row
        assert set(filter(None, row["fields"].split(";"))) <= columns, row
        assert row["speaker"] in codes | {""}, row
        assert row["fields"] or row["speaker"], row


def test_pairs_that_are_kept_apart_are_two_incidents_that_are_here() -> None:
    for row in geodata.rows("apart"):
        assert row["incident_a"] < row["incident_b"], row
        assert {row["incident_a"], row["incident_b"]} <= set(INCIDENTS), row
        assert row["why"], row


def test_every_pair_that_linking_would_join_was_looked_at() -> None:
    """No incident stands twice: where a reader of another list would get one incident, a person has said why two."""
    facts = [state.facts_of({**row, "sources": []}) for row in INCIDENTS.values()]
    located = state.positions(facts)
    sightings = [
        link.sighting(name, {**fact, **position})
        for name, fact, position in zip(INCIDENTS, facts, located, strict=True)
    ]
    apart = {(row["incident_a"], row["incident_b"]) for row in geodata.rows("apart")}
    joined = set()
    for one in sightings:
        for match in link.matches([one], [other for other in sightings if other.key != one.key])[0]:
            if link.surely([match]):
                joined.add((min(one.key, match.key), max(one.key, match.key)))
    assert joined
    assert joined - apart == set()
