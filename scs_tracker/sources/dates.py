"""Dates as other datasets write them, never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, Literal

from scs_tracker import model

_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTHS: Final = {name: number for number, full in enumerate(_NAMES, 1) for name in (full, full[:3])} | {"sept": 9}
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]([\d:.]+)(Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?: 0?0:00(?::00)?)?", re.ASCII)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[- ./]([A-Za-z]+)\.?[- ./,]+(\d{4}|\d{2})", re.ASCII)
_MONTH_DAY: Final = re.compile(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})", re.ASCII)


def read_date(text: str, *, year: str = "", order: Literal["", "month first"] = "") -> str:
    """Return a date as ISO 8601, as precise as it stands.

    Parameters
    ----------
    text
        ``2024-06-17``, ``2024-06``, ``2024``, ``17 June 2024``, ``June 17, 2024``, ``17/6/2024``, ``6/17/24`` and
        the like.
    year
        What another column says the year is; it resolves years of two digits, and must agree.
    order
        The order that the dataset is known to use; without it, numbers that may be read in two ways are refused.

    Raises
    ------
    ValueError
        It is no date, may be two, or lies in another year than ``year``; the words are a reason for a reader.

    Examples
    --------
    >>> read_date("17 June 2024"), read_date("2/3/20", year="2020", order="month first")
    ('2024-06-17', '2020-02-03')
    """
    text = " ".join(text.split())
    if year and not re.fullmatch(r"\d{4}(?:\.0)?", year, re.ASCII):
        raise ValueError(f"the year {year!r} is not a year of four digits")
    found = text if model.is_partial_date(text) else _read(text, year[:4], order)
    if year and found[:4] != year[:4]:
        raise ValueError(f"the date {text!r} does not lie in {year[:4]}, as the column year says")
    return found


def _read(text: str, year: str, order: str) -> str:
    if match := _ISO.fullmatch(text):
        if match[5] and match[4].strip("0:."):
            raise ValueError(f"{text!r} is an instant, whose date depends on the place; write the local date")
        return _iso(text, match[1], match[2], match[3], year)
    if match := _DAY_MONTH.fullmatch(text):
        return _iso(text, match[3], _month(text, match[2]), match[1], year)
    if match := _MONTH_DAY.fullmatch(text):
        return _iso(text, match[3], _month(text, match[1]), match[2], year)
    if match := _NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if order == "month first" or second > 12 or first == second:
            return _iso(text, match[3], match[1], match[2], year)
        if first > 12:
            return _iso(text, match[3], match[2], match[1], year)
        raise ValueError(f"the date {text!r} may be in two orders, day or month first; write it as YYYY-MM-DD")
    raise ValueError(f"{text!r} is no date; write it as YYYY-MM-DD")


def _month(text: str, name: str) -> str:
    number = _MONTHS.get(name.casefold())
    if number is None:
        raise ValueError(f"{text!r} is no date: {name!r} is no month")
    return str(number)


def _iso(text: str, year: str, month: str, day: str, known_year: str) -> str:
    if len(year) == 2:
        if not known_year:
            raise ValueError(f"the date {text!r} has a year of two digits; write it as YYYY-MM-DD")
        if known_year[2:] != year:
            raise ValueError(f"the date {text!r} does not lie in {known_year}, as the column year says")
        year = known_year
    found = f"{year}-{int(month):02d}-{int(day):02d}"
    if not model.is_partial_date(found):
        raise ValueError(f"{text!r} is no date: there is no {found}")
    return found


def coarsen(day: str, precision: str) -> tuple[str, str]:
    """Return a date as precise as a code of ACLED says that it is known.

    A week cannot be written as a date, so it becomes the month that it lies in, or the two months: less than is
    known, but nothing that is not.

    Parameters
    ----------
    day
        ISO 8601 day.
    precision
        1 for the day, 2 for some day of that week, 3 for some day of that month; empty means the day.

    Returns
    -------
    date_start, date_end
        The end is empty where one date says it all.

    Raises
    ------
    ValueError
        The code is another.

    Examples
    --------
    >>> coarsen("2024-06-19", "2"), coarsen("2024-07-31", "2"), coarsen("2024-06-15", "3")
    (('2024-06', ''), ('2024-07', '2024-08'), ('2024-06', ''))
    """
    code = precision.removesuffix(".0")
    if code in {"", "1"} or len(day) < 10:
        return day, ""
    if code == "3":
        return day[:7], ""
    if code != "2":
        raise ValueError(f"the time precision {precision!r} is not known; allowed are 1, 2 and 3")
    middle = date.fromisoformat(day)
    monday = middle - timedelta(days=min(middle.weekday(), middle.toordinal() - 1))
    first, last = (one.isoformat()[:7] for one in (monday, monday + timedelta(days=6)))
    return first, "" if first == last else last
