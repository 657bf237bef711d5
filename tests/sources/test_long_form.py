"""Own tables in long form: one row per act, the same id in all rows of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from scs_tracker.act import parse_acts
from scs_tracker.ledger import Ledger
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.sources.batch import Batch

HEADER = "Case no,Date,Place,Who,Whom,What,Injured,Detained,Link"
PAGE = "https://www.rappler.com/nation/a"
#: One incident of three acts by two services, with a row of another incident between them.
ROWS = (
    f"7,2034-06-17,Second Thomas Shoal,CCG,Philippine Navy,boarding,1,,{PAGE}",
    "8,2034-07-01,Scarborough Shoal,CCG,Filipino fishers,water cannon,0,,https://www.inquirer.net/b",
    f"7,17 June 2034,Second Thomas Shoal,China Coast Guard,Philippine Navy,detention,,4,{PAGE}",
    "7,,,PLA Navy,Philippine Navy,ramming,7,,https://www.inquirer.net/c",
)


def write(file: Path, rows: tuple[str, ...], header: str = HEADER) -> Path:
    if file.suffix == ".csv":
        file.write_text("\n".join((header, *rows)), encoding="utf-8")
        return file
    with xlsxwriter.Workbook(str(file)) as workbook:
        sheet = workbook.add_worksheet()
        for index, row in enumerate((header, *rows)):
            sheet.write_row(index, 0, row.split(","))
    return file


def acts(content: dict[str, Any]) -> list[tuple[str, tuple[str, ...], tuple[str, ...], int | None, int | None]]:
    return [(one.type, one.by, one.against, one.injured, one.detained) for one in parse_acts(content["acts"])]


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_rows_of_one_id_are_one_incident_with_its_acts_in_order(tmp_path: Path, name: str) -> None:
    batch = read_reports(write(tmp_path / name, ROWS))
    assert batch.rejects == ()
    first, second = (one.content for one in batch.reports)
    assert acts(first) == [
        ("boarding", ("CN-CCG",), ("PH-NAVY",), 1, None),
        ("detention", ("CN-CCG",), ("PH-NAVY",), None, 4),
        ("ramming", ("CN-PLAN",), ("PH-NAVY",), 7, None),
    ]
    assert (first["date_start"], first["types"]) == ("2034-06-17", "detention;ramming;boarding")
    assert (first["initiators"], first["targets"], first["injured"]) == ("CN-CCG;CN-PLAN", "PH-NAVY", "8")
    assert [one["url"] for one in first["sources"]] == [PAGE, "https://www.inquirer.net/c"]
    assert ("acts" in second, second["types"], second["injured"]) == (False, "water_cannon", "0")


def test_acts_enter_the_ledger_and_a_new_row_adds_to_the_same_incident(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 't.db'}")
    file = write(tmp_path / "log.csv", ROWS)
    assert ledger.import_batch(read_reports(file)).added == 2
    assert list(ledger.acts()["type"]) == ["boarding", "detention", "ramming", "water_cannon"]
    write(file, (*ROWS, "7,,,CCG,Philippine Navy,water cannon,,,"))
    summary = ledger.import_batch(read_reports(file))
    assert (summary.added, summary.updated, summary.unchanged) == (0, 1, 1)
    assert len(ledger.acts()) == 5


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("7,18 June 2034,,CCG,PCG,laser,,,", "date_start: rows 2 and 6 have the id '7', but one says '2034-06-17'"),
        ("7,,Sabina Shoal,CCG,PCG,laser,,,", "location_text: rows 2 and 6 have the id '7', but one says"),
        ("7,,,,,laser,,,", "row 6: who: the act names no party; name the initiator or the target"),
        ("7,,,CCG,PCG,soup,,,", "row 6: what: 'soup' is not a type of incident"),
    ],
)
def test_all_rows_of_an_id_wait_where_one_is_wrong(tmp_path: Path, row: str, words: str) -> None:
    batch: Batch = read_reports(write(tmp_path / "log.csv", (*ROWS, row)))
    assert [one.row for one in batch.reports] == [3]
    assert [one.row for one in batch.rejects] == [2, 4, 5, 6]
    assert all(words in "; ".join(one.reasons) for one in batch.rejects)


def test_a_row_that_is_there_twice_is_one_act_and_the_same_number_in_each_row_is_the_incident_s(tmp_path: Path) -> None:
    rows = tuple(f"9,2034-08-01,Sabina Shoal,CCG,PCG,{act},3,,{PAGE}" for act in ("ramming", "ramming", "laser"))
    (report,) = read_reports(write(tmp_path / "log.csv", rows)).reports
    assert acts(report.content) == [
        ("ramming", ("CN-CCG",), ("PH-PCG",), None, None),
        ("laser", ("CN-CCG",), ("PH-PCG",), None, None),
    ]
    assert report.content["injured"] == "3"


def test_an_act_is_told_by_whom_its_row_names_and_n_is_its_place(tmp_path: Path) -> None:
    header = "Case no,n,Date,Place,Who,Whom,What,Said by,Denied by,Link"
    rows = (
        f"9,2,2034-08-01,Sabina Shoal,CCG,PCG,ramming,PH (coast guard),CN,{PAGE}",
        "9,1,,,CCG,PCG,laser,PH,,",
        "4,1,2034-08-02,Sabina Shoal,CCG,PCG,laser,PH,,",
    )
    batch = read_reports(write(tmp_path / "log.csv", rows, header))
    told = [(one.type, one.said_by, one.denied_by, one.certainty)
            for one in parse_acts(batch.reports[0].content["acts"])]  # fmt: skip
    assert told == [
        ("laser", ("PH",), (), "stated"),
        ("ramming", ("PH (coast guard)",), ("CN",), "disputed"),
    ]
    assert batch.rejects[0].reasons == (
        "row 4: said_by: 'PH' is not allowed; the incident has no source; add the one that prints this",
    )


def test_without_an_id_that_comes_again_a_speaker_is_kept_in_words(tmp_path: Path) -> None:
    header = "Date,Place,Who,Whom,What,Said by"
    (report,) = read_reports(write(tmp_path / "x.csv", ("2034-08-01,Sabina Shoal,CCG,PCG,laser,PH",), header)).reports
    assert ("acts" in report.content, report.content["unmapped"]) == (False, ["said_by: PH"])
