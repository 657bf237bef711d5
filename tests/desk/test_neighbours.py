from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.desk.neighbours import of_row
from scs_tracker.ledger.store import reading

if TYPE_CHECKING:
    from scs_tracker.ledger import Ledger

ROW = {
    "id": "", "date_start": "2026-11-12", "date_end": "", "types": "blocking", "initiators": "CN-CCG", "targets": "",
    "lat": 15.15, "lon": 117.76,
}  # fmt: skip


def near(ledger: Ledger, **changes: object) -> list[str]:
    with reading(ledger.engine) as connection:
        return [one["id"] for one in of_row(connection, ROW | changes)]


def test_the_likest_comes_first_with_how_far_it_is_and_what_it_shares(ledger: Ledger):
    with reading(ledger.engine) as connection:
        first = of_row(connection, ROW)[0]
    assert first["id"] == "20261110-scarborough-shoal"
    assert (first["days"], first["km"], first["shared"]) == (2, 0, ["blocking", "CN-CCG"])


@pytest.mark.parametrize(("date", "same"), [("2026-11-10", True), ("2026-11", False), ("2026", False)])
def test_a_month_or_a_year_in_which_it_was_is_not_the_same_day(ledger: Ledger, date: str, same: bool):
    with reading(ledger.engine) as connection:
        first = next(
            one for one in of_row(connection, ROW | {"date_start": date}) if one["place"] == "Scarborough Shoal"
        )
    assert (first["days"], first["same_day"]) == (0, same)


@pytest.mark.parametrize(
    ("date", "end", "there"),
    [
        ("2026-11-24", "", True), ("2026-11-25", "", False), ("2026-10-27", "", True), ("2026-10-26", "", False),
        ("2026-11", "", True), ("2026", "", True), ("2025", "", False), ("2026-10-01", "2026-11-09", True),
        ("2026-10-01", "not yet", False), ("x", "", False), ("", "", False), ("0001-01-01", "", False),
        ("9999-12-31", "", False),
    ],
)  # fmt: skip
def test_fourteen_days_are_counted_between_whole_stretches_of_time(ledger: Ledger, date: str, end: str, there: bool):
    assert ("20261110-scarborough-shoal" in near(ledger, date_start=date, date_end=end)) is there


def test_without_a_place_any_place_counts_and_the_row_itself_never(ledger: Ledger):
    everywhere = near(ledger, lat=None, lon=None)
    assert any("woody-island" in one for one in everywhere)
    assert all("woody-island" not in one for one in near(ledger))
    assert "20261110-scarborough-shoal" not in near(ledger, id="20261110-scarborough-shoal")
