"""Months and years: parsed, counted by other means, and rendered."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import html5lib
import pytest

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.reporting import report_facts, write_report
from scs_tracker.reporting.period import Period

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Facts = dict[str, Any]
Rows = list[dict[str, str]]
AS_OF = "2026-11-24T00:00:00Z"


@pytest.fixture(scope="module")
def reports(shipped: pd.DataFrame, events: pd.DataFrame) -> dict[str, Facts]:
    return {
        label: report_facts(shipped, events, period=label, zone=ZoneInfo("Asia/Manila"), as_of=AS_OF)
        for label in ("2024-06", "2024-02", "2024", "1974")
    }


@pytest.mark.parametrize("label", ["2024-06", "2024-02", "2024", "1974"])
def test_counts_agree_with_the_files(label: str, reports: dict[str, Facts], incident_rows: Rows) -> None:
    facts = reports[label]
    own = [row for row in incident_rows if row["date_start"].startswith(label)]
    assert len(facts["incidents"]) == len(own)
    assert {row["place"]["name"]: row["count"] for row in facts["places"]} == Counter(row["place"] for row in own)
    kinds = Counter(kind for row in own for kind in row["types"].split(";"))
    assert {row["type"]: row["count"] for row in facts["types"]} == kinds
    assert sum(row["count"] for row in facts["severity"]) == len(own)
    for row in facts["months"]:
        assert row["count"] == sum(other["date_start"].startswith(row["month"]) for other in incident_rows)
    for row in facts["compared"]:
        assert row["count"] == sum(other["date_start"].startswith(row["label"]) for other in incident_rows)


def test_a_year_holds_what_is_dated_to_it_alone(reports: dict[str, Facts], incident_rows: Rows) -> None:
    dated = {row["id"] for row in incident_rows if row["date_start"] == "2024"}
    assert dated
    assert dated <= {row["id"] for row in reports["2024"]["incidents"]}
    assert not dated & {row["id"] for row in reports["2024-06"]["incidents"]}


def test_five_leads_in_the_order_of_news_and_at_most_3000_words(reports: dict[str, Facts], tmp_path: Path) -> None:
    for label in ("2024-06", "2024"):
        facts = reports[label]
        assert len(facts["lead"]) == 5
        assert all(len(text.split()) <= 45 for text in facts["lead"])
        files = write_report(facts, tmp_path, ["html", "json", "csv"])
        assert [file.name for file in files] == [f"{label}.html", f"{label}.json", f"{label}.csv"]
        text = files[0].read_text(encoding="utf-8")
        page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        identifiers = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(identifiers) == len(set(identifiers))
        assert {"map-title", "months-title"} <= set(identifiers)
        assert not re.search(r"<script| on\w+=| style=", text)
        main = next(page.iter("main"))
        assert len(" ".join(main.itertext()).split()) <= 3000
    assert reports["2024-06"]["news"][0]["ids"][0].startswith("20240617-second-thomas")


@pytest.mark.parametrize("text", ["24", "June", "2024-6", "1024", "2024-13"])
def test_what_is_no_period_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(
        UsageError,
        match=r"is not a week or a month or a year; use a form such as|use 1900 or later|are 01 to 12",
    ):
        Period.parse(text)
    with pytest.raises(UsageError, match="'2024-W25' is not a month or a year; use a form such as 2024-06 or 2024"):
        Period.parse("2024-W25", "month", "year")


def test_a_month_in_the_future_and_a_format_that_is_none(
    reports: dict[str, Facts], shipped: pd.DataFrame, events: pd.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(TrackerError, match="month 2027-01 begins on 2027-01-01 in Asia/Manila, after the as-of time"):
        report_facts(shipped, events, period="2027-01", zone=ZoneInfo("Asia/Manila"), as_of=AS_OF)
    with pytest.raises(UsageError, match="format 'doc' is not known for a month; use one of html, json, csv, pdf"):
        write_report(reports["2024-02"], tmp_path, ["doc"])
