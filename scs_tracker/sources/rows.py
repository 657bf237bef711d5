"""Tables as they stand in a file: a header, and rows that remember where they stood."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, its cells and its raw text."""

    number: int
    cells: list[str]
    raw: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A header and the rows below it."""

    file: str
    header: list[str]
    rows: list[Row]

    def frame(self, rows: Sequence[Row]) -> pd.DataFrame:
        """Return ``rows`` as text columns, labelled from 0 on."""
        import pandas as pd

        return pd.DataFrame([row.cells for row in rows], columns=self.header, dtype=str)


def read_csv_rows(file: Path) -> Rows:
    """Read a UTF-8 CSV.

    Parameters
    ----------
    file
        With or without a byte order mark; quoted cells may span lines; wholly empty lines are passed over.

    Raises
    ------
    TrackerError
        The file is missing, empty, not UTF-8, names a column twice, or holds NUL bytes.
    """
    text = _text(file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader(io.StringIO("\n".join(lines), newline=""), strict=True)
    rows: list[Row] = []
    start = 0
    try:
        for cells in reader:
            if any(cells):
                rows.append(Row(start + 1, cells, "\n".join(lines[start : reader.line_num])))
            start = reader.line_num
    except csv.Error as error:
        raise TrackerError(
            f"{file}, line {start + 1}: cannot be read as CSV ({error}); look for a stray quote"
        ) from None
    if not rows:
        raise TrackerError(f"{file} is empty; its first row must name the columns")
    header = [name.strip() for name in rows[0].cells]
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise TrackerError(f"{file}: column {twice[0]!r} stands twice in the header; keep one")
    return Rows(str(file), header, rows[1:])


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise TrackerError(f"{file} does not exist") from None
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TrackerError(f"{file}, line {line}: not UTF-8; save the file as UTF-8 and try again") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TrackerError(f"{file}, line {line}: holds a NUL byte, so it is not a CSV table")
    return text
