from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from scs_tracker.act import ACT_COLUMNS, parse_acts
from scs_tracker.errors import TableError
from scs_tracker.ledger import Ledger
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
ACT = {"incident_id": LASER, "n": "1", "type": "laser", "by": "CN-CCG", "by_units": "CCG 5205", "against": "PH-PCG",
       "against_units": "BRP Malapascua (MRRV-4403)", "said_by": "PH (coast guard)", "basis": "summary"}  # fmt: skip
RADIO = ACT | {"n": "2", "type": "harassment"}


@pytest.fixture
def table(incident_file: Callable[..., Path]) -> Callable[..., Path]:
    """Two real incidents, and acts beside them."""

    def write(*acts: dict[str, str], **changes: str) -> Path:
        file = incident_file({LASER: {"types": "laser", "initiators": "CN-CCG", **changes}, BATTLE: {}})
        with file.with_name("acts.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ["incident_id", "n", *ACT_COLUMNS])
            writer.writeheader()
            writer.writerows(acts)
        return file

    return write


def contents(file: Path) -> dict[str, dict[str, Any]]:
    return {report.key.partition(":")[2]: report.content for report in read_reports(file).reports}


def reasons(file: Path) -> list[str]:
    return [f"{one.row}: {reason}" for one in read_reports(file).rejects for reason in one.reasons]


def test_acts_beside_a_table_are_of_the_incident_with_their_id_in_their_order(table: Callable[..., Path]) -> None:
    held = contents(table(RADIO, ACT, types="laser;harassment"))
    acts = parse_acts(held[LASER]["acts"])
    assert [(act.type, act.by, act.said_by) for act in acts] == [
        ("laser", ("CN-CCG",), ("PH (coast guard)",)),
        ("harassment", ("CN-CCG",), ("PH (coast guard)",)),
    ]
    assert "acts" not in held[BATTLE]


@pytest.mark.parametrize(
    ("acts", "changes", "said"),
    [
        ([ACT | {"by": "", "against": ""}], {}, "2: acts.csv, row 2: by: '' is not allowed; the act names no party"),
        ([ACT, RADIO | {"type": "kiss"}], {}, "2: acts.csv, row 3: type: 'kiss' is not allowed; use one of"),
        (
            [ACT | {"against": "CN-CCG"}],
            {},
            "2: acts.csv, row 2: against: 'CN-CCG' is not allowed; initiator and target",
        ),
        ([ACT | {"printed_in": "https://a.example/"}], {}, "2: acts.csv, row 2: printed_in: 'https://a.example/'"),
        ([ACT | {"injured": "two"}], {}, "2: acts.csv, row 2: injured: 'two' is not allowed; a whole number"),
        ([ACT, ACT], {}, "2: acts.csv, row 2: n: '1' is not allowed; use 1, 2, 3 and so on, each"),
        ([ACT, RADIO], {}, "2: types: 'laser' is not allowed; its acts give laser;harassment"),
        ([ACT], {"initiators": "CN-MM"}, "2: initiators: 'CN-MM' is not allowed; its acts give CN-CCG"),
        (
            [ACT | {"by_units": "CCG 1"}],
            {},
            "2: initiator_units: 'CCG 5205' is not allowed; its acts also name CCG 1",
        ),
        ([ACT | {"incident_id": "20240101-x"}], {}, "2: acts.csv, row 2: incident_id: '20240101-x' is not an id of"),
    ],
)
def test_what_is_wrong_is_named_with_row_and_column_and_waits(
    table: Callable[..., Path], acts: list[dict[str, str]], changes: dict[str, str], said: str, tmp_path: Path
) -> None:
    file = table(*acts, **changes)
    folder = str(file.parent)
    assert [one.replace(f"{folder}/", "")[: len(said)] for one in reasons(file)] == [said]
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    assert ledger.import_file(file).quarantined == 1
    (waiting,) = ledger.quarantined()
    assert waiting["raw"].startswith((LASER, "20240101-x"))
    # mended, nothing is lost and nothing waits any more
    assert ledger.import_file(table(ACT)).quarantined == 0
    assert set(ledger.incidents(statuses=None)["id"]) == {LASER, BATTLE}
    ledger.engine.dispose()


def test_nobody_printed_what_an_incident_without_sources_says(table: Callable[..., Path]) -> None:
    file = table(ACT)
    file.with_name("incident_sources.csv").unlink()
    assert "said_by: 'PH (coast guard)' is not allowed; the incident has no source" in reasons(file)[0]


def test_a_header_that_is_not_one_of_acts_refuses_the_file(table: Callable[..., Path]) -> None:
    file = table(ACT)
    file.with_name("acts.csv").write_text("incident_id,n,kind\n", encoding="utf-8")
    with pytest.raises(TableError, match="'kind' is not allowed") as caught:
        read_reports(file)
    assert "column type" in str(caught.value)


def test_a_workbook_holds_its_acts_in_a_sheet(table: Callable[..., Path], tmp_path: Path) -> None:
    file = table(ACT)
    book = tmp_path / "book.xlsx"
    with pd.ExcelWriter(book) as writer:
        for sheet, name in (("incidents", file), ("acts", file.with_name("acts.csv"))):
            pd.read_csv(name, dtype=str, keep_default_na=False).to_excel(writer, sheet_name=sheet, index=False)
    (act,) = parse_acts(contents(book)[LASER]["acts"])
    assert (act.by, act.by_units) == (("CN-CCG",), ("CCG 5205",))


def test_a_column_of_acts_is_a_json_list(table: Callable[..., Path]) -> None:
    file = table()
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    frame["acts"] = [json.dumps([{"type": "laser", "by": ["CN-CCG"], "against": ["PH-PCG"]}]), ""]
    frame.to_csv(file, index=False)
    held = contents(file)
    assert parse_acts(held[LASER]["acts"])[0].basis == "summary"
    assert "acts" not in held[BATTLE]
    frame["acts"] = ['[{"type": "laser", "by": ["CN-CCG"]}, {}]', '[{"type":"sinking","against":["RVN-NAVY"]}]']
    frame.to_csv(file, index=False)
    second, third = reasons(file)
    assert second.startswith("2: acts: not a valid list of acts (act 2: needs the key type, as in")
    assert third.startswith("3: acts, 1: by: '' is not allowed; name the initiator")
