"""Cells of spreadsheets and map layers as the text that a person would type."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from scs_tracker import geodata
from scs_tracker.text.folding import clean

#: What an export has put an apostrophe before, so that no spreadsheet runs it as a formula.
_DEFUSED: Final = re.compile(r"'+[=+\-@\t\r]")


def as_text(value: object) -> str:
    """Return a typed cell as text: whole numbers without a point, dates in ISO 8601, times HH:MM, lists with ``;``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, list | tuple):
        return ";".join(as_text(part) for part in value)
    return _moment_text(value)


def _float_text(value: float) -> str:
    if value != value:  # noqa: PLR0124 - NaN is the value that differs from itself
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _moment_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(value)  # a date is ISO 8601 this way, a whole number its digits


def as_typed(text: str) -> str:
    """Return a cell of an export without the apostrophe that stops a spreadsheet from running it as a formula."""
    return text[1:] if _DEFUSED.match(text) else text


@geodata.cached
def _nothing() -> frozenset[str]:
    rows = (row for row in geodata.rows("table_columns") if row["column"] == "(nothing)")
    return frozenset(word.casefold() for row in rows for word in row["names"].split(";"))


def cleaned(cell: str) -> str:
    """Return a typed cell in composed Unicode; cells that mean unknown (``n/a``, ``-``) become empty."""
    text = clean(cell).replace("\xa0", " ").strip()
    text = as_typed(text) if text.startswith("'") else text
    return "" if text.casefold() in _nothing() else text
