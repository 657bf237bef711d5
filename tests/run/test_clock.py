"""Which weeks are due by which clock, and that a rendered week never looks at one."""

from __future__ import annotations

import ast
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from undrawn import undrawn

from scs_tracker import config, run
from scs_tracker.ledger import Ledger
from scs_tracker.ledger.importing import import_batch
from scs_tracker.ledger.store import timed
from scs_tracker.run.issuing import due as due_reports
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(run.__file__).parents[1]
FIRST, LAST = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2190-01-01")
BAGACAY = "20240819-sabina-bagacay-ramming"


def due(zone: str, today: str, *issued: str) -> list[str]:
    settings = config.Settings(timezone=zone)
    known = [{"label": week, "kind": "week"} for week in issued]
    return [str(one) for one in due_reports(settings, known, today=today) if one.kind == "week"]


@pytest.mark.parametrize(
    ("zone", "today", "week"),
    [
        # Manila is eight hours ahead all year; its Monday begins on Sunday at 16:00 UTC
        ("Asia/Manila", "2024-06-23T15:59:59.999999Z", "2024-W24"),
        ("Asia/Manila", "2024-06-23T16:00:00.000000Z", "2024-W25"),
        ("Asia/Manila", "2024-12-22T16:00:00.000000Z", "2024-W51"),
        ("Asia/Ho_Chi_Minh", "2024-06-23T16:59:59Z", "2024-W24"),
        ("UTC", "2024-06-23T23:59:59Z", "2024-W24"),
        # west of Greenwich the week ends later
        ("America/New_York", "2024-06-24T03:59:59Z", "2024-W24"),
        # clocks went forward and back on these Sundays
        ("Europe/Berlin", "2024-03-31T21:59:59Z", "2024-W12"),
        ("Europe/Berlin", "2024-03-31T22:00:00Z", "2024-W13"),
        ("Europe/Berlin", "2024-10-27T22:59:59Z", "2024-W42"),
        ("Europe/Berlin", "2024-10-27T23:00:00Z", "2024-W43"),
        # the year's end: a week 53, a week 1 that begins in the old year, and a new year inside a week
        ("Asia/Manila", "2021-01-03T16:00:00Z", "2020-W53"),
        ("Asia/Manila", "2021-01-01T00:00:00Z", "2020-W52"),
        ("Asia/Manila", "2025-01-05T16:00:00Z", "2025-W01"),
        ("Asia/Manila", "2024-12-31T15:59:59Z", "2024-W52"),
        ("Asia/Manila", "2027-01-03T16:00:00Z", "2026-W53"),
    ],
)
def test_the_last_week_that_is_over_by_the_clock_of_the_zone(zone: str, today: str, week: str) -> None:
    assert due(zone, today) == [week]


def test_missed_weeks_over_the_end_of_a_long_year() -> None:
    assert due("Asia/Manila", "2021-01-18T00:00:00Z", "2020-W50", "2020-W51") == [
        "2020-W52", "2020-W53", "2021-W01", "2021-W02",
    ]  # fmt: skip


def test_a_clock_that_was_set_back_issues_nothing() -> None:
    assert due("Asia/Manila", "2024-06-24T00:00:00Z", "2024-W25") == []


def test_weeks_issued_by_a_clock_that_was_ahead_do_not_end_the_series() -> None:
    assert due("Asia/Manila", "2024-06-24T00:00:00Z", "2025-W10") == ["2024-W25"]
    assert due("Asia/Manila", "2024-06-24T00:00:00Z", "2024-W23", "2024-W24", "2025-W10") == ["2024-W25"]


@hypothesis_settings(deadline=None, max_examples=200)
@given(
    st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)),
    st.integers(1, 200),
    st.sampled_from(["Asia/Manila", "UTC", "America/New_York", "Pacific/Kiritimati", "Australia/Lord_Howe"]),
)
def test_weeks_that_are_due_follow_each_other_and_no_run_leaves_one_out(first: datetime, days: int, zone: str) -> None:
    later = first + timedelta(days=days)
    (issued,) = due(zone, first.isoformat())
    missed = due(zone, later.isoformat(), issued)
    assert due(zone, later.isoformat()) == [([issued, *missed])[-1]]
    assert len(missed) in {days // 7, days // 7 + 1}
    assert len(set(missed)) == len(missed)


def test_nothing_that_renders_asks_for_the_time() -> None:
    """No module of the reports, nor that which renders weeks, calls datetime.now() or the like, or imports a clock."""
    clocks = {"now", "utcnow", "today", "time_ns", "monotonic", "gmtime", "localtime", "time"}
    files = [*(PACKAGE / "reporting").glob("*.py"), PACKAGE / "run" / "outputs.py"]
    assert len(files) > 15
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            imported = {one.name for one in node.names} if isinstance(node, ast.Import | ast.ImportFrom) else set()
            if isinstance(node, ast.ImportFrom) and node.module == "datetime":
                imported -= {"time"}  # a time of day, and no clock
            assert called not in clocks, (file.name, called)
            assert not imported & clocks, (file.name, imported)


def test_a_week_is_rendered_as_of_the_instant_that_is_given(
    tmp_path: Path, incident_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    undrawn(monkeypatch.setattr)
    settings = config.Settings(folder=tmp_path, ledger=f"sqlite:///{tmp_path}/tracker.db")
    ledger = Ledger(settings.ledger_url)
    for injured, at in (("", "2024-08-27"), ("1", "2024-09-03"), ("2", "2024-09-10")):
        batch = read_reports(incident_file({BAGACAY: {"injured": injured}}))
        import_batch(timed(ledger.engine, lambda day=at: f"{day}T00:00:00.000000Z"), batch)

    def shown(week: str, as_of: str | None) -> tuple[str, str, object]:
        files = run.write_reports(ledger, settings, week, out=tmp_path / "out", formats=["json"], as_of=as_of)
        facts = json.loads(files[0].read_text(encoding="utf-8"))
        injured = facts["incidents"][0]["injured"] if facts["incidents"] else None
        return facts["label"], facts["data"]["as_of"], injured

    assert shown("2024-W34", "2024-08-28T00:00:00Z")[2] is None
    assert shown("2024-W34", "2024-09-04T00:00:00Z")[2] == 1
    assert shown("2024-W34", None) == ("2024-W34", "2024-09-10T00:00:00.000000Z", 2)
    # the last week is the last one before the instant, or before the ledger's last change: never before today
    assert shown("last", "2024-08-28T00:00:00Z")[:2] == ("2024-W34", "2024-08-28T00:00:00.000000Z")
    assert shown("last", None)[0] == "2024-W36"
