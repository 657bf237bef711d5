"""Twenty-nine tables of people who do not know the reader: no row lost, no side wrong, three answers are enough."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scs_tracker.config import KeptTable
from scs_tracker.errors import QuestionError
from scs_tracker.sources.columns import MANY
from scs_tracker.sources.formats import read_reports
from scs_tracker.sources.own_table import map_table

STRANGERS = Path(__file__).parent / "data/strangers"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((STRANGERS / "expected.toml").read_text(encoding="utf-8"))
#: Exports of other datasets have readers of their own, which ask nothing.
EXPORTS = {"acled_export", "ucdp_ged_export"}


def answered(name: str) -> dict[str, KeptTable]:
    """Return the block of a table with its owner's answers in place of what is asked."""
    expected = EXPECTED[name]
    block = map_table(STRANGERS / expected["file"]).settings()
    answers = expected.get("answers", {})
    given = set(answers.values()) - MANY  # what its owner gives to one column is not guessed of another
    columns = {name: "unmapped" if role in given else role for name, role in block["columns"].items()} | answers
    assert "?" not in columns.values()
    return {name: KeptTable(columns=columns, dates=block.get("dates", ""))}


def read(name: str) -> Any:
    file = STRANGERS / EXPECTED[name]["file"]
    return read_reports(file) if name in EXPORTS else read_reports(file, tables=answered(name))


@pytest.mark.parametrize("name", EXPECTED)
def test_no_row_of_a_stranger_is_lost(name: str) -> None:
    batch, expected = read(name), EXPECTED[name]
    rows = [row[0] for row in expected["rows"]]
    assert sorted([one.row for one in (*batch.reports, *batch.rejects)]) == rows
    assert [one.row for one in batch.rejects] == expected.get("waiting", [])
    assert sum(batch.passed_over.values()) == expected.get("outside", 0)


@pytest.mark.parametrize("name", EXPECTED)
def test_days_and_acts_of_a_stranger_are_what_the_table_says(name: str) -> None:
    expected = {row[0]: (row[1], set(row[2].split(";"))) for row in EXPECTED[name]["rows"]}
    for one in read(name).reports:
        assert (one.content["date_start"], set(one.content["types"].split(";"))) == expected[one.row]


def test_no_side_is_wrong_and_nine_of_ten_are_right() -> None:
    right = total = 0
    for name, expected in EXPECTED.items():
        reports = {one.row: one.content for one in read(name).reports}
        for number, _, _, *sides in expected["rows"]:
            for side, codes in zip(("initiators", "targets"), sides, strict=True):
                found = reports[number][side] if number in reports else ""
                total += bool(codes)
                right += bool(codes) and set(found.split(";")) == set(codes.split(";"))
                assert set(filter(None, found.split(";"))) <= set(codes.split(";")), (name, number, side, found)
    assert right >= 0.9 * total, (right, total)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_side_that_is_asked_enters_only_when_it_is_answered(name: str) -> None:
    expected = EXPECTED[name]
    file = STRANGERS / expected["file"]
    asked = set() if name in EXPORTS else {one.name for one in map_table(file).asked}
    assert asked <= set(expected.get("answers", {}))
    assert len(expected.get("answers", {})) <= 3
    if asked:
        with pytest.raises(QuestionError, match="no heading shows which side"):
            read_reports(file)


def test_unclear_dates_wait_until_their_order_is_said() -> None:
    expected = EXPECTED["unclear_dates"]
    file = STRANGERS / expected["file"]
    assert map_table(file).unclear == "03/04/2034"
    batch = read_reports(file, dates=expected["dates"].replace("-", " "))
    assert [one.content["date_start"] for one in batch.reports] == [row[1] for row in expected["rows"]]
    assert batch.rejects == ()
