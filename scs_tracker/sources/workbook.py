"""Read sheets of XLSX workbooks as tables of text.

Cells are read by calamine. What calamine does not report is read from the workbook's XML: cells with an error such as
``#REF!`` (empty in calamine), dates that are shown as a month (Excel turns a typed ``2023-02`` into the first of
February), and the size of the used area, since calamine would load all of it into memory.
"""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from scs_tracker.errors import TrackerError
from scs_tracker.sources.cells import as_text
from scs_tracker.sources.files import workbook_members
from scs_tracker.sources.headings import MOST_TITLES
from scs_tracker.sources.rows import Row, Table, own_table, table

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

#: A workbook is held in memory, unlike a CSV.
MOST_UNPACKED: Final = 512 * 2**20
MOST_CELLS: Final = 20_000_000
#: A cell that is merged over more rows than this is decoration.
LONGEST_MERGED: Final = 1_000
#: The sheet that is read; where there is none of this name, the first.
SHEET: Final = "incidents"
#: The sheet that may hold the sources of our own incidents.
SOURCES_SHEET: Final = "sources"

_CHUNK: Final = 2**20
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s([^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*)>')
#: Where cells and rows say they stand; a damaged number is as long as it likes, and calamine would make room for it.
_COLUMN: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,9})\d""")
_ROW: Final = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{0,9}(\d{1,20})""")
_STYLE: Final = re.compile(rb'\bs="(\d+)"')
#: Number formats of Excel that come without a code; 17 is mmm-yy.
_BUILT_IN_MONTHS: Final = frozenset({"17"})
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Oddities:
    """A sheet's cells with errors, its cells with dates shown as months, and the rows of both, numbered from 0."""

    errors: frozenset[tuple[int, int]]
    months: frozenset[tuple[int, int]]
    rows: frozenset[int]


def workbook_table(file: Path, *, is_header: Callable[[Sequence[str]], bool] | None = None) -> Table:
    """Return one sheet of a workbook, chosen by ``sheet_table``, as a table; an error cell is its row's ``problem``."""
    with workbook_members(file, most=MOST_UNPACKED) as archive:
        sheets = _sheets(file, archive)
        months = _month_styles(archive)

        def look_into(name: str) -> tuple[Oddities, dict[tuple[int, int], int]]:
            oddities = _look_into(file, archive, sheets[name], months)
            return oddities, _merged(file, name) if is_header is not None else {}

        return sheet_table(file, sheets, look_into, is_header)


def sheet_table(
    file: Path,
    sheets: Iterable[str],
    look_into: Callable[[str], tuple[Oddities, Mapping[tuple[int, int], int]]],
    is_header: Callable[[Sequence[str]], bool] | None,
) -> Table:
    """Return one of the sheets as a table: the one named incidents, else the first with known columns, else the first.

    ``look_into`` returns a sheet's oddities and the first row of each cell that is merged downwards.
    """
    names = list(sheets)
    known = (name for name in names if is_header is not None and len(names) > 1 and _is_known(file, name, is_header))
    name = next((name for name in names if name.casefold() == SHEET), "") or next(known, names[0])
    oddities, merged = look_into(name)
    if is_header is None:
        return table(str(file), _rows(_cells(file, name), oddities))
    found = own_table(str(file), _rows(_unmerged(_cells(file, name), merged), oddities), is_header, sheet=True)
    beside = tuple(other for other in names if other != name and _is_known(file, other, is_header))
    return replace(found, beside=beside)


def _is_known(file: Path, sheet: str, is_header: Callable[[Sequence[str]], bool]) -> bool:
    first = ([as_text(value) for value in cells] for cells in islice(_cells(file, sheet), MOST_TITLES))
    return any(is_header(cells) for cells in first)


@contextmanager
def _sheet(file: Path, sheet: str) -> Iterator[CalamineSheet]:
    """Yield an open sheet of a workbook; raise TrackerError if it cannot be read."""
    from python_calamine import CalamineError, load_workbook

    try:
        with load_workbook(file) as workbook:
            yield workbook.get_sheet_by_name(sheet)
    except CalamineError as error:
        raise TrackerError(f"{file} cannot be read as a workbook ({error}); save it again as .xlsx") from None


def _merged(file: Path, sheet: str) -> dict[tuple[int, int], int]:
    """Return the first row of each cell that is merged downwards, by row and column."""
    with _sheet(file, sheet) as found:
        return {(row, column): top for (top, column), (bottom, _) in found.merged_cell_ranges or []
                for row in range(top + 1, min(bottom, top + LONGEST_MERGED) + 1)}  # fmt: skip


def _unmerged(rows: Iterator[Sequence[Any]], merged: Mapping[tuple[int, int], int]) -> Iterator[Sequence[Any]]:
    """Yield rows in which each cell that is merged downwards repeats its first cell."""
    tops = {(top, column) for (_, column), top in merged.items()}
    columns = {column for _, column in merged}
    held: dict[tuple[int, int], Any] = {}
    for index, cells in enumerate(rows):
        values = list(cells)
        for column in columns & set(range(len(values))):
            if (index, column) in tops:
                held[index, column] = values[column]
            elif (index, column) in merged:
                values[column] = held.get((merged[index, column], column), values[column])
        yield values


def named_sheet(file: Path, wanted: str) -> Table | None:
    """Return the sheet named ``wanted`` (lower case) in any case as a table, or None if there is no such sheet."""
    with workbook_members(file, most=MOST_UNPACKED) as archive:
        sheets = _sheets(file, archive)
        name = next((name for name in sheets if name.casefold() == wanted), None)
        if name is None:
            return None
        oddities = _look_into(file, archive, sheets[name], _month_styles(archive))
    return table(f"{file}, sheet {name}", _rows(_cells(file, name), oddities))


def _cells(file: Path, sheet: str) -> Iterator[Sequence[Any]]:
    """Return the rows of a sheet from the first, including empty ones; cells are parsed as rows are iterated."""
    with _sheet(file, sheet) as found:
        return iter(found.iter_rows())


def _rows(cells: Iterator[Sequence[Any]], oddities: Oddities) -> Iterator[Row]:
    for index, values in enumerate(cells):
        texts = [as_text(value) for value in values]
        problem = ""
        if index in oddities.rows:
            for column, text in enumerate(texts):
                if (index, column) in oddities.months and len(text) == 10:
                    texts[column] = text[:7]
                elif (index, column) in oddities.errors:
                    texts[column] = "#ERROR!"
                    problem = f"the cell in column {column + 1} holds an error, such as #REF!; correct its formula"
        if any(texts):
            yield Row(index + 1, texts, csv_line(texts), problem)


def csv_line(cells: Sequence[str]) -> str:
    """Return cells as one row of a CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _parse(archive: zipfile.ZipFile, member: str) -> ET.Element | None:
    try:
        return ET.fromstring(archive.read(member))  # noqa: S314 - expat of every supported Python stops entity bombs
    except (LookupError, ValueError, ET.ParseError):  # no such member, an unknown encoding, a NUL
        return None


def _sheets(file: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the zip member of each worksheet by sheet name, in the order of the workbook."""
    workbook, relations = _parse(archive, "xl/workbook.xml"), _parse(archive, "xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        raise TrackerError(f"{file} is a damaged workbook; save it again as .xlsx")
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    sheets = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(link, "")
            if "worksheets/" in target:
                sheets[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    if not sheets:
        raise TrackerError(f"{file} has no sheet with cells; save the table in a worksheet")
    return sheets


def _month_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the cell styles that show a date as a month and a year."""
    styles = _parse(archive, "xl/styles.xml")
    if styles is None:
        return frozenset()
    codes = {one.get("numFmtId", ""): _QUOTED.sub("", one.get("formatCode", "")).casefold()
             for one in styles.iter() if one.tag.endswith("}numFmt")}  # fmt: skip
    months = {number for number, code in codes.items() if {"m", "y"} <= set(code) and not set("dhs") & set(code)}
    formats = next((one for one in styles.iter() if one.tag.endswith("}cellXfs")), ())
    return frozenset(str(number).encode() for number, one in enumerate(formats)
                     if one.get("numFmtId") in months | _BUILT_IN_MONTHS)  # fmt: skip


def _look_into(file: Path, archive: zipfile.ZipFile, member: str, month_styles: frozenset[bytes]) -> Oddities:
    columns: set[bytes] = set()
    last_row = 0
    errors: set[tuple[int, int]] = set()
    months: set[tuple[int, int]] = set()
    try:
        stream = archive.open(member)
    except KeyError:
        raise TrackerError(f"{file} is a damaged workbook; save it again as .xlsx") from None
    with stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            chunk, _, rest = (rest + chunk).rpartition(b"<")
            rest = b"<" + rest
            columns.update(_COLUMN.findall(chunk))
            last_row = max(last_row, *map(int, {b"0", *_ROW.findall(chunk)}))
            for attributes, letters, digits in _CELL.findall(chunk) if b't="e"' in chunk or month_styles else ():
                place = (int(digits) - 1, _column_number(letters))
                if b't="e"' in attributes:
                    errors.add(place)
                if (style := _STYLE.search(attributes)) and style.group(1) in month_styles:
                    months.add(place)
    last_column = max(map(_column_number, columns), default=0)
    if last_row * (last_column + 1) > MOST_CELLS:
        raise TrackerError(
            f"{file}: the sheet reaches to row {last_row:,} and column {last_column + 1:,}; delete the empty rows and "
            "columns after the table, or save it as .csv"
        )
    return Oddities(frozenset(errors), frozenset(months), frozenset(row for row, _ in errors | months))


def _column_number(letters: bytes) -> int:
    """Return the number of a column, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number - 1
