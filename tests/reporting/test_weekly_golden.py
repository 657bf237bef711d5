"""Known weeks; every number is counted again from the CSV files by other means."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.reporting import render_html, render_json

if TYPE_CHECKING:
    from collections.abc import Callable


Facts = dict[str, Any]
Rows = list[dict[str, str]]
GOLDEN = {
    "2023-W31": ["20230805-second-thomas-water-cannon"],
    "2024-W25": ["20240617-second-thomas-rhib-boarding", "20240619-thitu-ccg5901-patrol"],
    "2024-W34": [
        "20240825-sabina-datu-sanday",
        "20240819-sabina-bagacay-ramming",
        "20240819-sabina-cape-engano-collision",
        "20240819-scarborough-flares-bfar",
        "20240822-subi-flares-bfar",
    ],
    "2025-W33": [
        "20250811-scarborough-ccg3104-plan164",
        "20250813-scarborough-j15-pcg-aircraft",
        "20250813-scarborough-uss-higgins",
        "20250815-scarborough-escort-taradapit",
    ],
}
SAMPLED = [*GOLDEN, "1974-W03", "1988-W11", "2014-W20", "2020-W53", "2021-W01", "2023-W49", "2024-W01", "2026-W15"]


def _week_rows(rows: Rows, week: str, *, back: int = 0) -> Rows:
    """Return the rows of a week by comparing days as dates, without pandas and without the package."""
    year, number = int(week[:4]), int(week[6:])
    monday = date.fromisocalendar(year, number, 1) - timedelta(weeks=back)
    days = {(monday + timedelta(days=day)).isoformat() for day in range(7)}
    return [row for row in rows if row["date_start"] in days]


def _sum(rows: Rows, column: str) -> int | None:
    numbers = [int(row[column]) for row in rows if row[column]]
    return sum(numbers) if numbers else None


@pytest.mark.parametrize("week", GOLDEN)
def test_golden_weeks_hold_these_incidents_in_the_order_of_news(week: str, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(week)
    assert [row["id"] for row in facts["incidents"]] == GOLDEN[week]
    assert [row["number"] for row in facts["incidents"]] == list(range(1, len(GOLDEN[week]) + 1))
    grades = [row["severity"] for row in facts["incidents"]]
    assert grades == sorted(grades, reverse=True)


@pytest.mark.parametrize("week", SAMPLED)
def test_the_glance_agrees_with_the_files(week: str, facts_of: Callable[..., Facts], incident_rows: Rows) -> None:
    facts = facts_of(week)
    glance = {row["measure"]: row for row in facts["glance"]}
    own, last = _week_rows(incident_rows, week), _week_rows(incident_rows, week, back=1)
    four = [_week_rows(incident_rows, week, back=back) for back in (1, 2, 3, 4)]
    before = _week_rows(incident_rows, facts["period"]["year_before"])
    for measure, count in {
        "incidents": len,
        "single_source": lambda rows: sum(row["corroboration"] == "single" for row in rows),
        "places": lambda rows: len({row["place"] for row in rows}),
        "injured": lambda rows: _sum(rows, "injured"),
        "killed": lambda rows: _sum(rows, "killed"),
        "detained": lambda rows: _sum(rows, "detained"),
    }.items():
        assert glance[measure]["this_week"] == count(own), measure
        assert glance[measure]["last_week"] == count(last), measure
        counts = [count(rows) for rows in four]
        mean = None if counts == [None] * 4 else sum(one or 0 for one in counts) / 4
        assert glance[measure]["four_week_mean"] == mean, measure
        assert glance[measure]["same_week_last_year"] == count(before), measure


@pytest.mark.parametrize("week", SAMPLED)
def test_tables_agree_with_the_files(week: str, facts_of: Callable[..., Facts], incident_rows: Rows) -> None:
    facts, own = facts_of(week), _week_rows(incident_rows, week)
    assert {row["place"]["name"]: row["count"] for row in facts["places"]} == Counter(row["place"] for row in own)
    kinds = Counter(kind for row in own for kind in row["types"].split(";"))
    assert {row["type"]: row["count"] for row in facts["types"]} == kinds
    assert sum(row["count"] for row in facts["severity"]) == len(own) == len(facts["incidents"])
    for row in facts["months"]:
        assert row["count"] == sum(one["date_start"].startswith(row["month"]) for one in incident_rows)
    told = [*(one for item in facts["news"] for one in item["ids"]), *facts["routine"]["ids"]]
    assert len(told) == len(set(told))


def test_a_quiet_week_still_gets_a_report(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2022-W05")
    assert facts["incidents"] == facts["news"] == []
    assert facts["lead"][0].startswith("No incident is on record for 31 January to 6 February 2022.")
    assert "No incident is on record" in render_html(facts, drawn={"map": "", "months": ""})


def test_a_week_with_only_proposals(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2023-W31", rows={GOLDEN["2023-W31"][0]: {"status": "proposed"}})
    assert facts["incidents"] == []
    assert [row["ids"] for row in facts["unchecked"]] == [GOLDEN["2023-W31"]]
    assert facts["glance"][0]["this_week"] == 0
    assert "One proposal awaits review." in facts["coverage"]["sentences"]
    html = render_html(facts)
    assert "Chinese coast guard ships" in html.split("Reported, not yet reviewed")[1]


def test_a_retracted_incident_is_counted_nowhere(facts_of: Callable[..., Facts]) -> None:
    gone = "20240617-second-thomas-rhib-boarding"
    facts = facts_of("2024-W25", rows={gone: {"status": "retracted"}})
    assert [row["id"] for row in facts["incidents"]] == ["20240619-thitu-ccg5901-patrol"]
    assert gone not in render_json(facts)


def test_an_incident_that_lasts_belongs_to_the_week_it_began(facts_of: Callable[..., Facts]) -> None:
    long = "20240615-luconia-ccg5101"  # from 15 June to 25 July
    assert long in [row["id"] for row in facts_of("2024-W24")["incidents"]]
    for week, continues in (("2024-W25", True), ("2024-W30", True), ("2024-W31", False)):
        facts = facts_of(week)
        assert (long in [row["id"] for row in facts["continuing"]]) is continues, week
        assert long not in [row["id"] for row in facts["incidents"]]


@pytest.mark.parametrize(
    ("end", "continues"), [("2024-06", True), ("2024-05", False), ("2024-06-16", False), ("2024", True)]
)
def test_an_end_known_to_the_month_may_reach_into_the_week(
    end: str, continues: bool, facts_of: Callable[..., Facts]
) -> None:
    convoy = "20240515-scarborough-atin-ito-convoy"
    facts = facts_of("2024-W25", rows={convoy: {"date_end": end}})
    assert (convoy in [row["id"] for row in facts["continuing"]]) is continues


def test_a_month_is_never_put_into_one_week(facts_of: Callable[..., Facts], incident_rows: Rows) -> None:
    wanted = {row["id"] for row in incident_rows if row["date_start"] == "2024-06"}
    assert wanted
    for week in ("2024-W23", "2024-W24", "2024-W25", "2024-W26"):
        facts = facts_of(week)
        assert {row["id"] for row in facts["partly_dated"]} == wanted
        assert not wanted & {row["id"] for row in facts["incidents"]}
        assert not wanted & {row["id"] for row in facts["continuing"]}
    assert not wanted & {row["id"] for row in facts_of("2024-W28")["partly_dated"]}


def test_what_is_dated_to_a_year_is_listed_in_none_of_its_weeks(
    facts_of: Callable[..., Facts], incident_rows: Rows
) -> None:
    dated = {row["id"] for row in incident_rows if len(row["date_start"]) == 4}
    assert "20250000-half-moon-standoff" in dated  # in the middle of 2025, its source says
    for week in ("2025-W10", "2025-W26", "2024-W25"):
        facts = facts_of(week)
        assert not dated & {row["id"] for part in ("incidents", "partly_dated", "continuing") for row in facts[part]}
