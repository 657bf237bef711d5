"""Read CSV lines and rows of sheets as tables of text: a header, and rows with their numbers in the file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import TrackerError
from scs_tracker.sources.headings import MOST_TITLES, named_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.sources.headings import IsHeader

_MOST_LINES: Final = 1_000
_LONGEST_CELL: Final = 131_072
#: Of a person's table, in which a cell may hold a whole text.
_LONGEST_TEXT: Final = 2**20
#: How Excel is told what stands between cells, in the first line.
_SEPARATOR: Final = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)
_DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, its cells, its raw text, and its structural error, if any."""

    number: int
    cells: list[str]
    raw: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, to be iterated once; rows may be of another width than the header.

    ``beside`` are the names of the workbook's other sheets that have known columns and are not read.
    """

    file: str
    header: list[str]
    rows: Iterator[Row]
    beside: tuple[str, ...] = ()

    def problem(self, row: Row) -> str:
        """Return the structural error of ``row`` in this table, or an empty string."""
        if row.problem or len(row.cells) == len(self.header):
            return row.problem
        return f"{len(row.cells)} cells where the header has {len(self.header)}; check for a stray comma or quote"


def table(file: str, rows: Iterator[Row]) -> Table:
    """Return a table with the first row as header, without empty last columns; raise an error if a name repeats."""
    first = next(rows, None)
    if first is None:
        raise TrackerError(f"{file} is empty; its first row must name the columns")
    header = [name.strip() for name in first.cells]
    while header and not header[-1]:
        header.pop()
    twice = sorted(name for name, count in Counter(header).items() if count > 1)
    if twice:
        raise TrackerError(f"{file}: column {twice[0]!r} appears twice in the header; keep one")
    return Table(file, header, (_of_width(row, len(header), fill=False) for row in rows))


def own_table(file: str, rows: Iterator[Row], is_header: IsHeader, *, sheet: bool = False) -> Table:
    """Return the rows of a user's table, without titles and repeated headings.

    In a sheet, cells to the right of the table form columns without a name; in a CSV, they may be due to a stray comma.
    """
    first = [_uncolumned(row) for row in islice(rows, MOST_TITLES)]
    if not any(cell.strip() for row in first for cell in row.cells):
        raise TrackerError(f"{file} is empty; its first row must name the columns")
    header, taken = named_first([row.cells for row in first], is_header)
    beside = max((i + 1 for row in first[taken:] for i, cell in enumerate(row.cells) if cell.strip()), default=0)
    header += [f"column {number}" for number in range(len(header) + 1, beside + 1)] if sheet else []
    heading = [cell.strip() for cell in first[taken - 1].cells]
    below = (
        _of_width(row, len(header))
        for row in chain(first[taken:], map(_uncolumned, rows))
        if [cell.strip() for cell in row.cells] != heading
    )
    return Table(file, header, below)


def _uncolumned(row: Row) -> Row:
    """Return a row split into cells if its first cell contains them all, as after pasting a CSV into one column."""
    cells = [cell for cell in row.cells if cell.strip()]
    if len(cells) == 1 and cells[0] == row.cells[0] and len(cut := _cut(cells[0])) > 2:
        return replace(row, cells=cut)
    return row


def _of_width(row: Row, width: int, *, fill: bool = True) -> Row:
    """Return a row without empty cells beyond ``width``; with ``fill``, a shorter row is padded."""
    if len(row.cells) == width:
        return row
    cells = row.cells if any(row.cells[width:]) else row.cells[:width]
    return replace(row, cells=cells + [""] * (width - len(cells)) * fill)


def csv_table(file: str, lines: Iterator[str], is_header: IsHeader | None = None) -> Table:
    """Read a CSV as a stream; with ``is_header``, skip a line 'sep=;' and titles above the header."""
    rows = _csv_rows(file, lines, is_header)
    return table(file, rows) if is_header is None else own_table(file, rows, is_header)


def _csv_rows(file: str, lines: Iterator[str], is_header: IsHeader | None) -> Iterator[Row]:
    first = next(lines, None)
    if first is None:
        return
    told = _SEPARATOR.fullmatch(first) if is_header is not None else None
    titles = [] if told is not None or is_header is None else list(islice(lines, MOST_TITLES - 1))
    lines = chain(titles, lines)
    wide = max((first, *titles), key=lambda line: len(_cut(line)))  # where no line names columns that are known
    head = next((line for line in (first, *titles) if is_header and is_header(_cut(line))), wide)
    delimiter = told[1] if told is not None else _delimiter(head)
    if told is not None:
        first = next(lines, "")
    taken: list[str] = []

    def feed() -> Iterator[str]:
        for line in chain([first], lines):
            taken.append(line)
            if len(taken) > _MOST_LINES:
                raise csv.Error(f"the row runs over more than {_MOST_LINES:,} lines")
            yield line + "\n"

    # libraries beside us lift it for the whole process
    csv.field_size_limit(_LONGEST_CELL if is_header is None else _LONGEST_TEXT)
    reader = csv.reader(feed(), delimiter=delimiter, strict=True)
    start = 1 + (told is not None)
    try:
        for cells in reader:
            if any(cells):
                yield Row(start, cells, "\n".join(taken))
            start += len(taken)
            taken.clear()
    except csv.Error as error:
        raise TrackerError(f"{file}, line {start}: cannot be read as CSV ({error}); check for a stray quote") from None


def _cut(line: str) -> list[str]:
    """Return the cells of a line, split at the separator that gives most cells."""
    try:
        return next(csv.reader([line], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []


def _delimiter(header: str) -> str:
    try:
        return max(_DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))
    except csv.Error:
        return ","
