"""Ship-days in the week: which month, which rows, in which words, and nothing where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from scs_tracker.bulk.positions import classify_positions
from scs_tracker.bulk.tallies import tally_positions
from scs_tracker.config import Settings
from scs_tracker.errors import TrackerError
from scs_tracker.reporting import render_html, weekly_facts
from scs_tracker.reporting.period import Period
from scs_tracker.reporting.render import render_markdown
from scs_tracker.reporting.schema import validate
from scs_tracker.reporting.tally_section import ship_days
from scs_tracker.run.outputs import ship_tallies

if TYPE_CHECKING:
    from pathlib import Path

WEEK = Period.parse("2024-W25")
NOTHING = {"map": "", "months": ""}


@pytest.fixture(scope="module")
def tallies() -> pd.DataFrame:
    """One ship three days at Scarborough Shoal in May, one two days in June, and one of no known service."""
    days = ["2024-05-02T01Z", "2024-05-03T01Z", "2024-05-04T01Z", "2024-06-17T01Z", "2024-06-18T23Z", "2024-06-18T22Z"]
    ships = [413000001] * 5 + [548000002]
    frame = pd.DataFrame({"mmsi": ships, "time": days, "lat": 15.15, "lon": 117.76})
    listed = pd.DataFrame({"mmsi": ["413000001"], "actor": ["CN-CCG"]})
    return tally_positions(classify_positions(frame, vessels=listed)).astype(str)


def test_the_latest_month_up_to_the_week_is_told(tallies: pd.DataFrame) -> None:
    told = ship_days(tallies, WEEK)
    assert told is not None
    assert (told["month"], told["by"], told["days_with_data"]) == ("2024-06", "actor", 2)
    assert told["days_without_data"] == ["2024-06-01 to 2024-06-16", "2024-06-19 to 2024-06-30"]
    rows = {row["zone"]: row for row in told["rows"]}
    assert rows["ph-eez"]["ship_days"] == rows["ph-eez"]["calendar_days"] == 2
    assert rows["ph-eez"]["party_name"] == "China Coast Guard"
    assert (rows["ph-eez"]["first_seen"], rows["ph-eez"]["last_seen"]) == (
        "2024-06-17T01:00:00Z",
        "2024-06-18T23:00:00Z",
    )
    assert (rows["cn-dash-area"]["ship_days"], rows["cn-dash-area"]["possible_ship_days"]) in {(2, 0), (0, 2)}
    assert not [zone for zone in rows if zone.startswith(("ts-", "cz-"))]


def test_earlier_months_are_told_where_the_tallies_end_before_the_week(tallies: pd.DataFrame) -> None:
    told = ship_days(tallies[tallies["month"] == "2024-05"], WEEK)
    assert told is not None
    assert told["month"] == "2024-05"


def test_a_month_after_the_week_is_not_told(tallies: pd.DataFrame) -> None:
    told = ship_days(tallies, Period.parse("2024-W10"))
    assert told is not None
    assert told["rows"] == []
    assert ship_days(None, WEEK) is None


def test_without_a_list_flags_are_told(tallies: pd.DataFrame) -> None:
    told = ship_days(tallies[tallies["by"] == "flag"], WEEK)
    assert told is not None
    assert {row["party_name"] for row in told["rows"]} == {"China", "Philippines"}


def test_twenty_rows_are_printed_and_the_others_counted(tallies: pd.DataFrame) -> None:
    row = tallies[(tallies["zone"] == "ph-eez") & (tallies["by"] == "flag") & (tallies["month"] == "2024-06")].iloc[0]
    many = pd.DataFrame([row.to_dict() | {"party": f"{a}{b}", "ship_days": "7"} for a in "ABCDE" for b in "ABCDE"])
    told = ship_days(many, WEEK)
    assert told is not None
    assert (len(told["rows"]), told["left_out"]) == (20, 5)


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(TrackerError, match="the tallies have no column by"):
        ship_days(pd.DataFrame({"zone": []}), WEEK)


def test_every_form_prints_them_with_their_caveats(
    tallies: pd.DataFrame, shipped: pd.DataFrame, events: pd.DataFrame
) -> None:
    facts = weekly_facts(
        shipped, events, week="2024-W25", zone=ZoneInfo("Asia/Manila"), as_of="2026-11-24T00:00:00Z",
        ship_tallies=tallies,
    )  # fmt: skip
    validate(facts)
    for text in (render_html(facts, drawn=NOTHING), render_markdown(facts)):
        assert "Ships seen in the zones" in text
        assert "China Coast Guard" in text
        assert "low count therefore does not" in text
    without = weekly_facts(shipped, events, week="2024-W25", zone=ZoneInfo("Asia/Manila"), as_of="2026-11-24T00:00:00Z")
    assert "Ships seen in the zones" not in render_html(without, drawn=NOTHING)


def test_the_settings_name_the_folder_of_the_run(tallies: pd.DataFrame, tmp_path: Path) -> None:
    tallies.to_csv(tmp_path / "tallies.csv", index=False)
    read = ship_tallies(Settings(tallies=tmp_path))
    assert read is not None
    assert read["zone"].tolist() == tallies["zone"].tolist()
    assert ship_tallies(Settings()) is None
    with pytest.raises(TrackerError, match=r"lost .*no tallies\.csv"):
        ship_tallies(Settings(tallies=tmp_path / "lost"))
