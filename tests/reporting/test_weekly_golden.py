"""Known weeks; every number is counted again from the CSV files by other means."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.reporting import render_csv, render_html, render_json, render_markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

Facts = dict[str, Any]
Rows = list[dict[str, str]]
GOLDEN = {
    "2023-W31": ["20230805-second-thomas-water-cannon"],
    "2024-W25": ["20240617-second-thomas-rhib-boarding", "20240619-thitu-ccg5901-patrol"],
    "2024-W34": [
        "20240819-sabina-cape-engano-collision",  # at 03:24, the other at 03:40
        "20240819-sabina-bagacay-ramming",
        "20240825-sabina-datu-sanday",
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
def test_golden_weeks_hold_these_incidents_gravest_first(week: str, facts_of: Callable[..., Facts]) -> None:
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
def test_tables_and_charts_agree_with_the_files(week: str, facts_of: Callable[..., Facts], incident_rows: Rows) -> None:
    facts = facts_of(week)
    own = _week_rows(incident_rows, week)
    year = [row for back in range(52) for row in _week_rows(incident_rows, week, back=back)]
    assert {row["place"]["name"]: row["count"] for row in facts["places"]} == Counter(row["place"] for row in own)
    assert {row["type"]: row["count"] for row in facts["types"]} == Counter(
        kind for row in own for kind in row["types"].split(";")
    )
    for row in facts["places"]:
        assert row["last_52_weeks"] == sum(other["place"] == row["place"]["name"] for other in year)
    for row in facts["types"]:
        assert row["last_52_weeks"] == sum(row["type"] in other["types"].split(";") for other in year)
    assert sum(row["count"] for row in facts["severity"]) == len(own)
    assert sum(row["last_52_weeks"] for row in facts["severity"]) == len(year)
    assert [entry["count"] for entry in facts["trend"]["weeks"]] == [
        len(_week_rows(incident_rows, week, back=back)) for back in range(51, -1, -1)
    ]
    assert facts["trend"]["weeks"][-1]["week"] == week
    for small in facts["active_places"]:  # the table and the caption of the small map tell of one count
        name = small["place"]["name"]
        assert small["last_52_weeks"] == sum(other["place"] == name for other in year)
        assert len(small["points"]) == small["drawn"] <= small["last_52_weeks"]
    month = facts["months"][-1]["month"]
    in_month = [row for row in incident_rows if row["date_start"][:7] == month]
    assert sum(facts["months"][-1]["counts"]) == sum(
        row["date_start"] <= facts["period"]["last_day"] for row in in_month
    )


@pytest.mark.parametrize("week", SAMPLED)
def test_the_matrix_counts_each_pair_of_initiator_and_type(
    week: str, facts_of: Callable[..., Facts], incident_rows: Rows
) -> None:
    facts = facts_of(week)
    year = [row for back in range(52) for row in _week_rows(incident_rows, week, back=back)]
    pairs = Counter(
        (code, kind)
        for row in year
        for code in set(row["initiators"].split(";"))
        for kind in set(row["types"].split(";"))
    )
    matrix = facts["matrix"]
    shown = 0
    for actor, line in zip(matrix["actors"], matrix["last_52_weeks"], strict=True):
        for kind, count in zip(matrix["types"], line, strict=True):
            assert count == pairs[actor["code"], kind["type"]]
            shown += count
    assert shown + matrix["left_out"] == pairs.total()


def test_zones_are_held_against_the_polygons(golden: Facts, shipped: pd.DataFrame) -> None:
    cells = dict(zip(shipped["id"], shipped["zones"], strict=True))
    for zone in golden["zones"]:
        holding = [row["number"] for row in golden["incidents"] if zone["id"] in cells[row["id"]].split(";")]
        assert zone["certain"] == holding
        assert zone["possible"] == []
    assert {zone["id"] for zone in golden["zones"]} >= {"ph-eez", "cn-dash-area"}


def test_17_june_2024_in_words(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2024-W25")
    points = " ".join(facts["key_points"])
    assert facts["lead"][0].startswith(
        "On 17 June, at Second Thomas Shoal, the China Coast Guard and the Chinese maritime"
    )
    assert facts["lead"][1].startswith("On 19 June, at Thitu Island, CCG 5901 of the China Coast Guard challenged")
    assert "eight people injured (No. 1); no number of people killed or detained is recorded" in points
    assert facts["incidents"][0]["contested"]
    assert [account["who"] for account in facts["incidents"][0]["accounts"]] == ["China", "Philippines"]


def test_what_only_an_account_says_is_not_said_as_a_fact(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2025-W33")
    points = " ".join(facts["key_points"])
    assert "killed, injured or detained is recorded; the accounts speak of harm (No. 1)" in points
    assert facts["harm"]["killed"] == {"people": 0, "reported_in": []}


def test_a_quiet_week_still_gets_a_report(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2024-W33")
    assert facts["incidents"] == []
    assert facts["lead"] == ["No accepted incident of this week is in the ledger."]
    html = render_html(facts)
    assert "No accepted incident that began in this week is in the ledger." in html
    assert 'aria-label="Map of the week' not in html
    assert "Trend of 52 weeks" in html
    assert render_markdown(facts).startswith("# South China Sea, 12 to 18 August 2024\n")
    assert render_csv(facts).count("\n") == 1


def test_a_week_after_the_last_entry_is_not_called_calm(facts_of: Callable[..., Facts]) -> None:
    points = facts_of("2026-W40")["key_points"]
    assert "began on 9 April 2026: this week may look quiet because nothing has been entered." in points[0]
    assert not any("nothing has been entered" in point for point in facts_of("2024-W33")["key_points"])


def test_a_week_with_only_proposals(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2023-W31", rows={GOLDEN["2023-W31"][0]: {"status": "proposed"}})
    assert facts["incidents"] == []
    assert [row["ids"] for row in facts["unchecked"]] == [GOLDEN["2023-W31"]]
    assert facts["glance"][0]["this_week"] == facts["trend"]["weeks"][-1]["count"] == 0
    assert "One proposal waits for a person." in facts["coverage"]["sentences"]
    html = render_html(facts)
    assert "the China Coast Guard" in html.split("Reported, not yet checked")[1]


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


@pytest.mark.parametrize("week", ["2023-W31", "2024-W34"])
def test_numbers_of_text_tables_json_and_pictures_agree(week: str, facts_of: Callable[..., Facts]) -> None:
    facts = facts_of(week)
    html, markdown = render_html(facts), render_markdown(facts)
    count = len(GOLDEN[week])
    assert html.count("<article id=") == markdown.count("- Record: ") == render_csv(facts).count("\n") - 1 == count
    assert re.search(
        rf"<th scope=\"row\">Incidents</th><td class=\"n\">(?:<a href=\"#incidents\">)?<b>{count}</b>", html
    )
    assert f"| Incidents | {count} |" in markdown
    assert f": {count} in {week}, {sum(entry['count'] for entry in facts['trend']['weeks'])} in all" in html
    drawn = html[html.index('id="map-description"') :]
    assert sorted(map(int, re.findall(r"(\d+) at [A-Z]", drawn[: drawn.index("</desc>")]))) == list(range(1, count + 1))
