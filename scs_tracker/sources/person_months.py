"""Dates that a row shares with others: a line above names the month, a column the year, a mark the row before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scs_tracker.sources.person_cells import cleaned, words_of
from scs_tracker.sources.person_dates import read_when
from scs_tracker.sources.rows import Row

_DAY: Final = re.compile(r"(\d{1,2})(?:\.0)?(?:st|nd|rd|th)?", re.ASCII)
_YEAR: Final = re.compile(r"(?:19|20)\d\d", re.ASCII)
_WITHOUT_YEAR: Final = re.compile(r"\d{1,2}\.? [^\W\d_]+\.?|[^\W\d_]+\.? \d{1,2}")


@dataclass(slots=True)
class Months:
    """Fills the dates of rows that stand below a line with their month, and of those that repeat the row before.

    A day alone below no such line stays as it is, and is asked for.
    """

    month: str = ""
    before: str = ""

    def filled(self, row: Row, column: int) -> Row:
        """Return a row with its date whole, where lines above say what it leaves out."""
        cells = [cell.strip() for cell in row.cells]
        said = [cell for cell in cells if cell]
        if len(said) == 1 and (month := _month_of(said[0])):
            self.month, self.before = month, ""
        if not 0 <= column < len(cells) or len(said) < 2:
            return row
        date = cells[column]
        if self.month and (match := _DAY.fullmatch(date)) and 1 <= int(match[1]) <= 31:
            date = f"{self.month}-{int(match[1]):02d}"
        elif date.casefold() in words_of("ditto"):
            date = self.before or date
        self.before = date if cleaned(date) else ""
        if date == cells[column]:
            return row
        return Row(row.number, [*row.cells[:column], date, *row.cells[column + 1 :]], row.raw, row.problem)


def _month_of(line: str) -> str:
    try:
        month = read_when(line.strip(" :-–—"))[0]
    except ValueError:
        return ""
    return month if len(month) == len("2024-05") else ""


def with_year(date: str, year: str) -> str:
    """Return a date that leaves its year to a column of years with that year, any other as it stands.

    Examples
    --------
    >>> with_year("13 Jun", "2018"), with_year("13 Jun 2019", "2018"), with_year("13 Jun", "")
    ('13 Jun 2018', '13 Jun 2019', '13 Jun')
    """
    return f"{date} {year}" if _YEAR.fullmatch(year) and _WITHOUT_YEAR.fullmatch(date) else date
