"""XLSX: typed cells as text, and what calamine does not tell."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from scs_tracker import model
from scs_tracker.errors import TableError, TrackerError, UsageError
from scs_tracker.sources import workbook
from scs_tracker.sources.cells import as_text
from scs_tracker.sources.formats import detect, read_reports
from scs_tracker.sources.tables import open_table
from scs_tracker.sources.template import write_template

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
EARLY_2023 = "20230100-luconia-ccg5901"


def write(file: Path, sheets: dict[str, Sequence[Sequence[Any]]], *, date_format: str = "yyyy-mm-dd") -> Path:
    with xlsxwriter.Workbook(str(file), {"default_date_format": date_format, "strings_to_urls": False}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(cells):
                sheet.write_row(index, 0, row)
    return file


def texts(file: Path) -> list[list[str]]:
    with open_table(file) as table:
        return [table.header, *(row.cells for row in table.rows)]


def read_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8") as handle:
        return list(csv.reader(handle))


def test_a_workbook_reads_like_the_same_csv(incident_file: Callable[..., Path], tmp_path: Path) -> None:
    file = incident_file({LASER: {"injured": "2", "lat": "9.735", "lon": "115.9"}, BATTLE: {}})
    rows: list[list[Any]] = read_rows(file)
    columns = model.INCIDENT_COLUMNS
    for row in rows[1:]:
        row[columns.index("date_start")] = dt.date.fromisoformat(row[columns.index("date_start")])
        for name in ("injured", "detained", "lat", "lon"):
            text = row[columns.index(name)]
            row[columns.index(name)] = float(text) if text else None
        time = row[columns.index("time_local")]
        row[columns.index("time_local")] = dt.time.fromisoformat(time) if time else None
    sources = read_rows(file.with_name("incident_sources.csv"))
    book = write(tmp_path / "book.bin", {"notes": [["anything"]], "Incidents": rows, "Sources": sources})
    file.with_name("incident_sources.csv").rename(tmp_path / "elsewhere.csv")
    got = read_reports(book)
    (tmp_path / "elsewhere.csv").rename(file.with_name("incident_sources.csv"))
    assert detect(book) == "incidents"
    assert got.reports == read_reports(file).reports
    assert got.rejects == ()


def test_sources_may_stand_beside_a_workbook(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    book = write(file.with_suffix(".xlsx"), {"Sheet1": read_rows(file)})
    assert read_reports(book).reports == read_reports(file).reports


def test_a_bad_sources_sheet_refuses_the_workbook(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}})
    header = list(model.SOURCE_COLUMNS)
    book = write(file.with_suffix(".xlsx"), {"a": read_rows(file), "sources": [header, [LASER, "ftp://x", "P", ""]]})
    with pytest.raises(TableError, match="sheet sources: 1 problem"):
        read_reports(book)
    book = write(file.with_suffix(".xlsx"), {"a": read_rows(file), "sources": [header, [LASER, *"abcde"]]})
    with pytest.raises(TrackerError, match="sheet sources, row 2: 6 cells where the header has 5"):
        read_reports(book)


def test_typed_cells_become_what_a_person_would_have_typed(tmp_path: Path) -> None:
    cells = [
        ["number", "float", "date", "moment", "time", "yes", "text"],
        [
            5205,
            9.735,
            dt.date(2023, 2, 6),
            dt.datetime.fromisoformat("2023-02-06T10:30"),
            dt.time(7, 5),
            True,
            " a\nb ",
        ],
        [1e-7, -3.0, "2023-02", "2023", None, False, "é"],
    ]
    assert texts(write(tmp_path / "x.xlsx", {"s": cells}))[1:] == [
        ["5205", "9.735", "2023-02-06", "2023-02-06 10:30", "07:05", "true", " a\nb "],
        ["1e-07", "-3", "2023-02", "2023", "", "false", "é"],
    ]


@pytest.mark.parametrize(
    ("date_format", "shown"),
    [
        ("yyyy-mm-dd", "2023-02-01"),
        ("mmm-yy", "2023-02"),
        ("yyyy-mm", "2023-02"),
        ('mmmm "of the year" yyyy', "2023-02"),
        ("[$-409]mmmm yyyy;@", "2023-02"),
        ("d mmmm yyyy", "2023-02-01"),
    ],
)
def test_a_date_shown_as_a_month_stays_a_month(tmp_path: Path, date_format: str, shown: str) -> None:
    file = write(tmp_path / "x.xlsx", {"s": [["a", "b"], [dt.date(2023, 2, 1), 1]]}, date_format=date_format)
    assert texts(file)[1] == [shown, "1"]


def test_the_built_in_month_format_is_known_too(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "x.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_datetime(1, 0, dt.date(2023, 2, 1), book.add_format({"num_format": 17}))
        sheet.write_datetime(1, 1, dt.date(2023, 2, 1), book.add_format({"num_format": 14}))
    assert texts(tmp_path / "x.xlsx")[1] == ["2023-02", "2023-02-01"]


def test_a_row_with_an_error_cell_is_rejected(incident_file: Callable[..., Path]) -> None:
    file = incident_file({LASER: {}, BATTLE: {}})
    with xlsxwriter.Workbook(str(file.with_suffix(".xlsx"))) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate(read_rows(file)):
            sheet.write_row(index, 0, row)
        column = model.INCIDENT_COLUMNS.index("damage")
        sheet.write_formula(1, column, "=NA()", None, "#N/A")
        sheet.write_formula(2, column, '="none"', None, "none")
    batch = read_reports(file.with_suffix(".xlsx"))
    assert [report.content["damage"] for report in batch.reports] == ["none"]
    (reject,) = batch.rejects
    assert reject.reasons == (f"the cell in column {column + 1} holds an error, such as #REF!; correct its formula",)
    assert reject.row == 2
    assert reject.raw.startswith(LASER)


def test_rows_are_numbered_as_the_sheet_shows_them(tmp_path: Path) -> None:
    file = write(tmp_path / "x.xlsx", {"s": [[], ["a", "b"], [], ["1", "2"]]})
    with open_table(file) as table:
        assert [row.number for row in table.rows] == [4]


def change_member(file: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member])
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


SHEET1 = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("member", "change", "words"),
    [
        (
            SHEET1,
            lambda old: old.replace(b'r="A1"', b'r="XFD1048576"', 1),
            "reaches to row 1,048,576 and column 16,384",
        ),
        (SHEET1, lambda old: old.replace(b'r="A1"', b'r="A999999999"', 1), "reaches to row 999,999,999"),
        (SHEET1, lambda old: old.replace(b'r="B2"', b"r = 'B99999999999'", 1), "reaches to row 99,999,999,999"),
        (SHEET1, lambda old: old.replace(b'<row r="2"', b'<row r="2999999999"', 1), "reaches to row 2,999,999,999"),
        (SHEET1, lambda old: old.replace(b'r="C2"', b'r="CCCCCC2"', 1), "column 37,"),
        (SHEET1, lambda old: old[: len(old) // 2], "cannot be read as a workbook"),
        ("xl/workbook.xml", lambda old: old[:50], "damaged workbook"),
        ("xl/workbook.xml", lambda old: old.replace(b"<sheet ", b"<sheep "), "no sheet with cells"),
        ("xl/_rels/workbook.xml.rels", lambda old: old.replace(b"sheet1", b"sheet9"), "damaged workbook"),
        ("xl/sharedStrings.xml", lambda _: b" " * 40_000_000, "times its size"),
    ],
)
def test_damaged_and_malicious_workbooks_are_refused(
    tmp_path: Path, member: str, change: Callable[[bytes], bytes], words: str
) -> None:
    file = write(tmp_path / "x.xlsx", {"s": [["id", "types", "initiators"], ["1", "2", "3"]]})
    change_member(file, member, change)
    with pytest.raises(TrackerError, match=words):
        texts(file)


def test_a_member_that_lies_about_its_size_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "x.xlsx", {"s": [["a", "b"], ["x" * 5000, "2"]]})
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 25_000)
    assert texts(file)[0] == ["a", "b"]
    with zipfile.ZipFile(file) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/sharedStrings.xml"] += b"<!--" + b"y" * 30_000 + b"-->"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        large = archive.getinfo("xl/sharedStrings.xml").file_size
    file.write_bytes(file.read_bytes().replace(large.to_bytes(4, "little"), size.to_bytes(4, "little")))
    with pytest.raises(TrackerError, match=r"expands to more data than it declares|damaged or unsupported"):
        texts(file)


@pytest.mark.parametrize("name", ["incidents.xlsx", "incidents.csv"])
def test_a_template_is_importable_as_it_is_and_holds_nothing(tmp_path: Path, name: str) -> None:
    written = write_template(tmp_path / name)
    assert written[0] == tmp_path / name
    batch = read_reports(tmp_path / name)
    assert (batch.reports, batch.rejects, batch.read) == ((), (), 0)
    with pytest.raises(TrackerError, match="already exists"):
        write_template(tmp_path / name)


def test_the_example_of_the_template_is_a_shipped_incident_that_can_be_imported(tmp_path: Path) -> None:
    from python_calamine import load_workbook

    (file,) = write_template(tmp_path / "incidents.xlsx")
    with load_workbook(file) as book:
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    filled = write(tmp_path / "filled.xlsx", {"incidents": sheets["example"], "sources": sheets["example sources"]})
    (report,) = read_reports(filled).reports
    assert report.key == f"incident-csv:{LASER}"
    assert report.content["sources"]
    assert {row[0] for row in sheets["types"][1:]} >= {"water_cannon", "ramming"}


def test_a_template_is_written_only_where_it_can_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends with \.xlsx or \.csv"):
        write_template(tmp_path / "x.ods")
    with pytest.raises(TrackerError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "x.csv")
    with pytest.raises(TrackerError, match="cannot be written"):
        write_template(tmp_path / "nowhere" / "x.xlsx")


CELLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_any_cells_come_through_as_their_text(tmp_path_factory: pytest.TempPathFactory, cells: list[list[Any]]) -> None:
    file = write(tmp_path_factory.mktemp("w") / "x.xlsx", {"s": [["a", "b", "c"]]})
    with xlsxwriter.Workbook(str(file), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate([["a", "b", "c"], *cells]):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(index, column, cell)
                else:
                    sheet.write(index, column, cell)
    expected = [texts_ for row in cells if any(texts_ := [as_text(cell) for cell in row])]
    got = texts(file)[1:]
    assert len(got) == len(expected)
    for row, wanted, typed in zip(got, expected, [row for row in cells if any(map(as_text, row))], strict=True):
        for text, want, cell in zip(row, wanted, typed, strict=True):
            assert text == want or (isinstance(cell, float) and float(text) == pytest.approx(cell, rel=1e-12))
