"""What was searched: quiet and blind differ, and what waits is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scs_tracker.reporting.coverage import searched

if TYPE_CHECKING:
    from collections.abc import Callable

Facts = dict[str, Any]
WEEK = "2024-W25"


def outcome(name: str, *, failed: bool = False, newest: str = "") -> dict[str, str]:
    return {"name": name, "outcome": "failed" if failed else "read", "newest": newest, "note": ""}


def test_sources_that_failed_are_named_on_the_page(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    rows = [outcome("Inquirer", newest="2024-06-23"), *(outcome(f"feed {one}", failed=True) for one in range(9))]
    facts = facts_of(WEEK, searched=searched(rows, at="2024-06-24T00:00:00Z", leads=9))
    coverage = facts["coverage"]
    assert (coverage["status"], coverage["asked"], coverage["answered"]) == ("partly read", 10, 1)
    assert coverage["silent"] == [f"feed {one}" for one in range(9)]
    assert coverage["sentences"][:2] == [
        "1 of ten sources answered.",
        "Not read: feed 0, feed 1, feed 2, feed 3, feed 4, feed 5, feed 6, feed 7 and feed 8.",
    ]
    assert "Nine leads await review." in coverage["sentences"]
    html = text_html(facts)
    for sentence in coverage["sentences"]:
        assert sentence in html


def test_a_week_in_which_nothing_was_read_is_blind(facts_of: Callable[..., Facts]) -> None:
    facts = facts_of("2022-W05", searched=searched([outcome("a", failed=True), outcome("b", failed=True)], at=""))
    assert facts["coverage"]["status"] == "blind"
    assert facts["lead"] == ["This page cannot say what happened: no source could be read."]
    read = facts_of("2022-W05", searched=searched([outcome("a")], at=""))
    assert read["coverage"]["status"] == "read"
    assert read["lead"][0].startswith("No incident is on record for 31 January to 6 February 2022.")


def test_a_search_before_the_week_ended_leaves_the_rest_of_it_unsearched(facts_of: Callable[..., Facts]) -> None:
    before = facts_of(WEEK, searched=searched([outcome("a")], at="2024-06-01T00:00:00Z"))
    assert before["coverage"]["status"] == "blind"
    within = facts_of(WEEK, searched=searched([outcome("a")], at="2024-06-20T00:00:00Z"))
    assert within["coverage"]["status"] == "partly read"
    assert "The last search was on 20 June 2024, before the period ended." in within["coverage"]["sentences"]


def test_a_source_of_several_files_answered_where_one_could_be_read() -> None:
    found = searched([outcome("reports/*.csv", failed=True), outcome("reports/*.csv", newest="2024-06-01")], at="")
    assert found["sources"] == [{"name": "reports/*.csv", "outcome": "answered", "newest": "2024-06-01", "note": ""}]


def test_nothing_on_record_is_said(facts_of: Callable[..., Facts]) -> None:
    coverage = facts_of(WEEK)["coverage"]
    assert coverage["status"] == "not known"
    assert coverage["sentences"][0].startswith("No search of monitored sources is logged for this report")


def test_a_file_is_no_source_that_answered(facts_of: Callable[..., Facts]) -> None:
    file = outcome("reports.csv") | {"kind": "file"}
    found = facts_of(WEEK, searched=searched([file, outcome("a")], at=""))["coverage"]
    assert (found["asked"], found["answered"], found["files"]) == (1, 1, 1)
    assert "Files read: 1. An incident that is missing from a file may still have happened." in found["sentences"]
    alone = facts_of(WEEK, searched=searched([file], at=""))
    assert alone["coverage"]["status"] == "not known"
    assert "No search of monitored sources is logged for this report" in alone["honesty"]["sentence"]


def test_what_is_held_for_its_severity_is_counted_on_page_one(
    facts_of: Callable[..., Facts], text_html: Callable[[Facts], str]
) -> None:
    from scs_tracker.reporting.context import ReportContext

    waiting = {"20240617-second-thomas-rhib-boarding": {"status": "proposed"}}
    facts = facts_of(WEEK, rows=waiting, context=ReportContext(hold=3))
    assert facts["coverage"]["held"] == 1
    assert "one proposal awaits review (1 held because of severity)" in facts["honesty"]["sentence"]
    assert "Held for review because of severity: 1." in text_html(facts)
