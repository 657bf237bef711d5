"""Tables in text: encodings, delimiters, zip files, and files that are no tables or do not hold still."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from scs_tracker.errors import TrackerError
from scs_tracker.sources import batch, files
from scs_tracker.sources.formats import detect, read_reports
from scs_tracker.sources.own_table import read_own_table
from scs_tracker.sources.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def read(file: Path, *, legacy: bool = False) -> list[list[str]]:
    with open_table(file, legacy=legacy) as table:
        return [table.header, *(row.cells for row in table.rows)]


@pytest.fixture
def text(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        (tmp_path / "table.csv").write_bytes(content)
        return tmp_path / "table.csv"

    return write


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b",", b";", b"\t"])
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_every_line_end_delimiter_and_start_gives_the_same_table(
    text: Callable[[bytes], Path], end: bytes, mark: bytes, start: bytes
) -> None:
    lines = [b"a,b,c", b'1,"x', b'y, z; w",\xc3\xa9', b"", b"2,,3"]
    content = start + end.join(line.replace(b",", mark) if b"z; w" not in line else line for line in lines)
    content = content.replace(b'w",', b'w"' + mark)
    assert read(text(content)) == [["a", "b", "c"], ["1", "x\ny, z; w", "é"], ["2", "", "3"]]


def test_row_numbers_are_lines_and_raw_is_what_stands_there(text: Callable[[bytes], Path]) -> None:
    file = text(b'a,b\n\n1,"x\n\ny"\n2,3\n')
    with open_table(file) as table:
        found = [(row.number, row.raw) for row in table.rows]
    assert found == [(3, '1,"x\n\ny"'), (6, "2,3")]


def test_line_ends_are_found_where_chunks_meet(text: Callable[[bytes], Path]) -> None:
    lines = [f"{number:05d},{'x' * (1 + number % 7)}" for number in range(5_000)]  # ends at every place of a chunk
    for end in (b"\n", b"\r\n", b"\r"):
        assert read(text(end.join(line.encode() for line in lines))) == [line.split(",") for line in lines]


def test_empty_columns_at_the_right_are_dropped_and_other_widths_are_kept(text: Callable[[bytes], Path]) -> None:
    file = text(b"a,b,,\n1,2,,\n1,2,3,\n1\n")
    with open_table(file) as table:
        assert table.header == ["a", "b"]
        assert [table.problem(row) for row in table.rows] == [
            "",
            "4 cells where the header has 2; check for a stray comma or quote",
            "1 cells where the header has 2; check for a stray comma or quote",
        ]


def test_windows_text_is_read_only_where_it_may_be(text: Callable[[bytes], Path]) -> None:
    file = text("a,b\n1,2\n“x”,–\n".encode("cp1252"))
    assert read(file, legacy=True)[2] == ["“x”", "–"]
    with pytest.raises(TrackerError, match="line 3: not UTF-8"):
        read(file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n\xc3\xa9,1\n\xe9,2\n", "mixes encodings: line 2 is UTF-8 and line 3 is Windows-1252"),
        (b"a,b\n\xe9,1\n\xc3\xa9,2\n", "mixes encodings: line 3 is UTF-8 and line 2 is Windows-1252"),
        (b"a,b\n\x81\xe9,1\n", "line 2: neither UTF-8 nor Windows-1252"),
        (b"a,b\n1,\x00\n", "line 2: has a NUL byte"),
        (b"a,a\n1,2\n", "column 'a' appears twice"),
        (b"\n\n", "is empty"),
        (b'a,b\n1,"x"y\n', "line 2: cannot be read as CSV"),
        (b'a,b\n1,2\n3,"x\n' + b"y\n" * 2000, r"line 3: cannot be read as CSV.*more than 1,000 lines"),
        (b'a,b\n1,"' + b"x" * 200_000 + b'"\n', "line 2: cannot be read as CSV.*field larger"),
        (b"a,b\n1," + b"x" * 3_000_000, "line 2: longer than 1,048,576 characters"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"\x1f\x8b\x08", "packed with gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file or is locked by a password"),
        (b"<!DOCTYPE html><p>", "is a web page"),
        (b'{"type": "Topology"}', "JSON but not GeoJSON"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "damaged database"),
        (b"PK\x03\x04 and nothing", "damaged or unsupported zip"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(text: Callable[[bytes], Path], content: bytes, words: str) -> None:
    file = text(content)
    with pytest.raises(TrackerError, match=words) as caught:
        read(file, legacy=True)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TrackerError, match="not a regular file"):
        detect(tmp_path / "pipe")
    with pytest.raises(TrackerError, match="cannot be read"):
        detect(tmp_path / "nul\0name")
    sqlite3.connect(tmp_path / "x.db").execute("CREATE TABLE t (a)").connection.close()
    with pytest.raises(TrackerError, match="is a database but not a GeoPackage"):
        detect(tmp_path / "x.db")


@pytest.mark.parametrize("how", ["append", "replace", "truncate", "delete"])
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, how: str) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n" + "1,2\n" * 10, encoding="utf-8")

    def consume() -> Iterator[str]:
        with open_table(file) as table:
            for row in table.rows:
                yield row.raw

    going = consume()
    next(going)
    if how == "append":
        with file.open("a", encoding="utf-8") as stream:
            stream.write("3,4\n")
    elif how == "replace":
        other = tmp_path / "y.csv"
        other.write_text("a,b\n" + "1,2\n" * 10, encoding="utf-8")
        other.replace(file)
    elif how == "truncate":
        os.truncate(file, 8)
    else:
        file.unlink()
    with pytest.raises(TrackerError, match=r"changed while it was read|does not exist"):
        list(going)


def test_a_zipped_table_is_read_and_what_macos_adds_is_not(zipped: Callable[..., Path]) -> None:
    content = "a,b\n1,é\n"
    file = zipped({"folder/": "", "folder/t.csv": content, "__MACOSX/folder/._t.csv": "x", "folder/.DS_Store": "x"})
    assert read(file) == [["a", "b"], ["1", "é"]]


def test_zip_files_that_are_not_one_table_are_refused(zipped: Callable[..., Path], tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("t.csv", "a,b\n")
    for members, words in (
        ({"a.csv": "a,b\n", "b.csv": "a,b\n"}, r"holds 2 files \(a.csv, b.csv\)"),
        ({"inner.zip": inner.getvalue()}, "contains another zip file"),
        ({"[Content_Types].xml": "x", "word/document.xml": "x"}, r"Office file but not an \.xlsx"),
        ({"mimetype": "x", "content.xml": "x"}, "OpenDocument"),
        ({"t.csv": b"a,b\n" + b"1,2\n" * 6_000_000}, "times its size"),
        ({"one.shp": "x", "two.shp": "x"}, "holds 2 shapefiles"),
    ):
        with pytest.raises(TrackerError, match=words):
            read(zipped(members))
    unnamed = bytearray(zipped({"a": "a,b\n1,2\n"}).read_bytes())
    listed = unnamed.rindex(b"PK\x01\x02")
    unnamed[listed + 28], unnamed[listed + 30] = 0, 1  # what the list of files calls its name is an extra field
    (tmp_path / "unnamed.zip").write_bytes(unnamed)
    with pytest.raises(TrackerError, match="damaged or unsupported zip file"):
        read(tmp_path / "unnamed.zip")
    (tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    with pytest.raises(TrackerError, match="empty zip"):
        read(tmp_path / "empty.zip")


def test_a_zip_file_that_is_too_large_locked_or_damaged_is_refused(
    zipped: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped({"t.csv": "a,b\n" + "1,2\n" * 200})
    monkeypatch.setattr(files, "MOST_UNPACKED", 100)
    with pytest.raises(TrackerError, match="would unpack to 804 bytes; at most 100"):
        files.require_modest(file, zipfile.ZipFile(file).infolist(), most=100)
    packed = bytearray(file.read_bytes())
    for position, offset in ((packed.index(b"PK\x01\x02"), 8), (0, 6)):
        packed[position + offset] |= 1
    file.write_bytes(packed)
    with pytest.raises(TrackerError, match="protected by a password"):
        read(file)
    packed = bytearray(zipped({"t.csv": "a,b\n" + "1,2\n" * 200}).read_bytes())
    packed[40] ^= 0xFF
    file.write_bytes(packed)
    with pytest.raises(TrackerError, match="damaged or unsupported zip"):
        read(file)


def test_a_file_of_too_many_reports_or_bad_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_REPORTS", 2)
    monkeypatch.setattr(batch, "MOST_REJECTS", 2)
    gathering = batch.Gathering("x.csv")
    for number in (1, 2):
        gathering.keep(str(number), number, "", {})
    with pytest.raises(TrackerError, match="more than 2 reports; split"):
        gathering.keep("3", 3, "", {})
    gathering = batch.Gathering("x.csv")
    gathering.reject(7, "", ("a reason",))
    gathering.reject(5, "", ("the first reason",), own_id="a")
    with pytest.raises(TrackerError, match=r"more than 2 rows cannot be read, the first is row 5 \(the first reason\)"):
        gathering.reject(9, "", ("another",))


def test_a_format_that_is_not_there_is_refused(text: Callable[[bytes], Path]) -> None:
    with pytest.raises(TrackerError, match="no known format: its columns are a, b"):
        read_reports(text(b"a,b\n1,2\n"))
    for name in ("scsdi", "acled", "acled-deletions"):
        with pytest.raises(TrackerError, match="omit --format"):
            read_reports(text(b"a,b\n1,2\n"), format_=name)
    with pytest.raises(TrackerError, match="is not a map layer"):
        read_reports(text(b"a,b\n1,2\n"), format_="gis")


def test_opendocument_sheets_are_read_and_merged_cells_count_for_each_row(zipped: Callable[..., Path]) -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'

    def line(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    rows = line(*(cell.format("", name) for name in ("year", "date", "place", "what")))
    rows += line(cell.format(' table:number-rows-spanned="2"', "2018"),
                 *(cell.format("", word) for word in ("13 Jun", "Ayungin", "laser")))  # fmt: skip
    rows += line("<table:covered-table-cell/>", *(cell.format("", word) for word in ("4 May", "Ayungin", "laser")))
    content = f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Log">{rows}'
    content += "</table:table></office:spreadsheet></office:body></office:document-content>"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    file = zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})
    found = read_own_table(file).reports
    assert [one.content["date_start"] for one in found] == ["2018-06-13", "2018-05-04"]
    damaged = zipped({"mimetype": mimetype, "content.xml": "<a", "META-INF/manifest.xml": manifest})
    with pytest.raises(TrackerError, match="damaged OpenDocument"):
        read_own_table(damaged)


def test_another_sheet_of_the_same_columns_is_named(tmp_path: Path) -> None:
    file = tmp_path / "months.xlsx"
    with xlsxwriter.Workbook(file) as workbook:
        for month in ("Jan", "Feb"):
            sheet = workbook.add_worksheet(month)
            sheet.write_row(0, 0, ["date", "place", "what"])
            sheet.write_row(1, 0, ["2024-01-05", "Ayungin", "laser"])
        workbook.add_worksheet("Notes").write_row(0, 0, ["kept by hand"])
    batch = read_own_table(file)
    assert len(batch.reports) == 1
    assert dict(batch.passed_over) == {"sheet 'Feb', which is not read: save it as a separate file": 1}
