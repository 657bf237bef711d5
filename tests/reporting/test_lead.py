"""The lead of every week since 2017: who did what and where, readable by itself."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker import geodata
from scs_tracker.reporting.lead import LEAD, lead
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.rows import incident_rows
from scs_tracker.reporting.selection import mondays

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Facts = dict[str, Any]
READ = {"kind": "week", "coverage": {"status": "read"}, "period": {"complete": True}}
BLIND = {"kind": "week", "coverage": {"status": "blind"}, "period": {"complete": True}}
ACTORS = {row["code"]: row for row in geodata.rows("actors")}


def test_every_week_since_2017_says_who_did_what_and_where(shipped: pd.DataFrame) -> None:
    """Each sentence names the actor by its own word and the place; a week without incidents says that it has none."""
    week, weeks, told = Period.of(date(2017, 1, 2)), 0, 0
    begun = mondays(shipped["date_start"])
    while week.last < date(2026, 11, 23):
        own = shipped[begun == week.first.isoformat()]
        by_id = {record["id"]: record for record in own.to_dict("records")}
        rows = [by_id[row["id"]] for row in incident_rows(own)]
        said = lead(rows, READ)
        assert len(said) == min(max(len(rows), 1), LEAD["week"])
        for row, sentence in zip(rows, said, strict=False):
            doers = [ACTORS[code] for code in row["initiators"].split(";")]
            words = {*(one["country_phrase"].split()[-1] for one in doers), *(one["craft"].split()[0] for one in doers)}
            units = [unit.partition(" (")[0] for unit in row["initiator_units"].split(";") if unit]
            assert any(word in sentence for word in (*words, *units, "flag")), row["id"]
            assert row["place"].removeprefix("Off ") in sentence, row["id"]
        weeks, told = weeks + 1, told + bool(rows)
        week = week.shift(1)
    assert weeks > 500
    assert told > 200


def test_the_gravest_stand_first_and_a_date_has_no_year(golden: Facts) -> None:
    assert golden["lead"][0].startswith("On 19 August, at Sabina Shoal: ")
    assert len(golden["lead"]) == len(golden["incidents"]) == 5
    assert golden["incidents"][0]["sentence"].startswith("On 19 August 2024, at Sabina Shoal: ")


def test_the_week_of_two_chinese_ships_says_so(facts_of: Callable[..., Facts]) -> None:
    assert (
        "collided with the Chinese navy ship 164 at Scarborough Shoal on 11 August" in (facts_of("2025-W33")["lead"][0])
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (READ, "No accepted incident of this week is in the ledger."),
        (BLIND, "Blind: no source could be read, so that the ledger says nothing of this week."),
        (
            {"kind": "week", "coverage": {"status": "read"}, "period": {"complete": False}},
            "No accepted incident of this week is in the ledger so far; it is not over yet.",
        ),
    ],
)
def test_a_quiet_week_and_a_blind_one_differ(facts: Facts, said: str) -> None:
    assert lead([], facts) == [said]


@pytest.mark.parametrize(
    ("cells", "name", "said"),
    [
        ({"method": "coordinates", "lat": 5.3, "lon": 112.5}, "5.30° N, 112.50° E", "at or near 5.30° N, 112.50° E"),
        ({"method": "feature", "feature_id": "sabina-shoal"}, "Sabina Shoal", "at Sabina Shoal"),
        ({"method": "none", "feature_id": "", "lat": None, "lon": None}, "Not placed", "at a place that is not known"),
    ],
)
def test_what_a_table_names_no_place_of_is_called_by_what_it_was_placed_by(
    facts_of: Callable[..., Facts], cells: dict[str, Any], name: str, said: str
) -> None:
    changed = {"20240617-second-thomas-rhib-boarding": {"place": "", "radius_km": 5.0, **cells}}
    found = facts_of("2024-W25", rows=changed)
    (row,) = (one for one in found["incidents"] if one["id"] in changed)
    assert row["place"]["name"] == name
    assert said in row["sentence"]
    assert name in {one["place"]["name"] for one in found["places"]}
    assert not any("112.50" in sentence or "near  " in sentence for sentence in found["trend"]["firsts"])
