"""Write numbers, dates and lists in the current language."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.language import locale

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ACCOUNT: Final = re.compile(r"(?:^|;\s+)([A-Z][^:;,.()]{0,38}(?: \([^:;()]{1,30}\))?):\s+(?:\(([^:;()]{1,40})\)\s+)?")


def number(count: int) -> str:
    """Return a whole number as a word up to ten, and in digits above ten.

    >>> number(0), number(7), number(1200)
    ('no', 'seven', '1,200')
    """
    return _(NUMBERS[count]) if 0 <= count <= 10 else digits(count)


def digits(value: float) -> str:
    """Return a number in digits, with at most two decimals and without trailing zeros.

    >>> digits(1.25), digits(5.0), digits(0.5), digits(1200)
    ('1.25', '5', '0.5', '1,200')
    """
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.##", locale=locale()))


def sentence(text: str) -> str:
    """Return ``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], *, last: str = "and") -> str:
    """Return the parts as a list in words: 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {_(last)} {parts[-1]}"


def date_words(text: str, *, year: bool = True) -> str:
    """Return an ISO 8601 day, month or year in words; without the year if ``year`` is False.

    >>> date_words("2024-06-17"), date_words("2024-06"), date_words("2024"), date_words("2024-06-17", year=False)
    ('17 June 2024', 'June 2024', '2024', '17 June')
    """
    from babel.dates import format_date, format_skeleton

    if len(text) < 7:
        return text
    if len(text) == 7:
        month = date.fromisoformat(f"{text}-01")
        return str(format_skeleton("yMMMM", month, locale=locale()) if year else format_date(month, "LLLL", locale()))
    return str(format_skeleton("yMMMMd" if year else "MMMMd", date.fromisoformat(text), locale=locale()))


def short_month(text: str) -> str:
    """Return the short form of a month in the current language: 'Jun', 'Sept'."""
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(f"{text}-01"), "LLL", locale()))


def span_words(start: str, end: str, *, year: bool = True) -> str:
    """Return a date range in words, naming month and year once if both ends share them.

    >>> span_words("2024-06-17", "2024-06-23"), span_words("2024-04-29", "2024-05-05"), span_words("2024-06-17", "")
    ('17 to 23 June 2024', '29 April to 5 May 2024', '17 June 2024')
    >>> span_words("2024-01", "2024-02"), span_words("2024-05", "2024-05-25"), span_words("2024-04-15", "2024-05")
    ('January to February 2024', 'a day in May to 25 May 2024', '15 April to May 2024')
    """
    if not end or end == start:
        return date_words(start, year=year)
    first = date_words(start, year=year and (start[:4] != end[:4] or len(end) == 4))
    if start[:7] == end[:7] and len(end) == 10:
        first = str(int(start[8:])) if len(start) == 10 else _("a day in {month}").format(month=first)
    return _("{first} to {last}").format(first=first, last=date_words(end, year=year))


def accounts(cell: str) -> list[tuple[str, str]]:
    """Return the accounts in a cell as pairs of party and text; the party is empty if the cell names none.

    >>> accounts("CN: entered without permission; PH: rammed twice; once at the bow")
    [('CN', 'entered without permission'), ('PH', 'rammed twice; once at the bow')]
    >>> accounts("CN: (foreign ministry) in line with law")
    [('CN (foreign ministry)', 'in line with law')]
    >>> accounts("No version is known")
    [('', 'No version is known')]
    """
    found = list(_ACCOUNT.finditer(cell))
    if not found or found[0].start() != 0:
        return [("", cell.strip())] if cell.strip() else []
    ends = [match.start() for match in found[1:]] + [len(cell)]
    speakers = [f"{match[1]} ({match[2]})" if match[2] else match[1] for match in found]
    return [(who, cell[match.end() : end].strip()) for who, match, end in zip(speakers, found, ends, strict=True)]
