"""Read sheets of OpenDocument files, as LibreOffice saves them, as tables of text.

Cells are read by calamine. What calamine does not report is read from the sheet's XML: cells that are merged downwards,
cells with an error, and the size of the used area.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from scs_tracker.errors import TrackerError
from scs_tracker.sources.files import workbook_members
from scs_tracker.sources.workbook import LONGEST_MERGED, MOST_CELLS, MOST_UNPACKED, Oddities, sheet_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scs_tracker.sources.rows import Table

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
#: Where LibreOffice says that a cell holds an error.
_EXTENDED: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def opendocument_table(file: Path, *, is_header: Callable[[Sequence[str]], bool] | None = None) -> Table:
    """Return one sheet of an OpenDocument file, chosen as in ``workbook.sheet_table``, as a table."""
    try:
        with workbook_members(file, most=MOST_UNPACKED) as archive:
            content = archive.read("content.xml")
        root = ET.fromstring(content)  # noqa: S314 - expat of every supported Python stops bombs
        # all sheets, since calamine holds all of them in memory
        looked = {sheet.get(f"{_TABLE}name", ""): _look_into(file, sheet) for sheet in root.iter(f"{_TABLE}table")}
    except (LookupError, ValueError, ET.ParseError):  # no such member, or what counts merged cells is not a number
        raise TrackerError(f"{file} is a damaged OpenDocument file; save the table as .xlsx or .csv") from None
    if not looked:
        raise TrackerError(f"{file} is an OpenDocument file without a sheet; save the table as .xlsx or .csv")
    return sheet_table(file, looked, looked.__getitem__, is_header)


def _look_into(file: Path, sheet: ET.Element) -> tuple[Oddities, dict[tuple[int, int], int]]:
    """Return a sheet's error cells and the first row of each cell merged downwards; reject a sheet that is too big."""
    errors: set[tuple[int, int]] = set()
    merged: dict[tuple[int, int], int] = {}
    row = width = last = 0
    for line in sheet.iter(f"{_TABLE}table-row"):
        column, lines = 0, int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        for cell in line:
            if cell.tag.endswith("table-cell"):
                cells = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                if f"{_OFFICE}value-type" in cell.attrib or len(cell):
                    width, last = max(width, column + cells), row + lines
                if cell.get(f"{_EXTENDED}value-type") == "error":
                    errors.add((row, column))
                span = min(int(cell.get(f"{_TABLE}number-rows-spanned", "1")), LONGEST_MERGED)
                merged |= {(below, column): row for below in range(row + 1, row + span)}
                column += cells
        row += lines
    if width * last > MOST_CELLS:
        raise TrackerError(f"{file}: the sheet reaches to row {last:,} and column {width:,}; save it as .csv")
    return Oddities(frozenset(errors), frozenset(), frozenset(index for index, _ in errors)), merged
