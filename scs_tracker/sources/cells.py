"""Convert cells of spreadsheets and map layers to the text that a user would type."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import Final

from scs_tracker import geodata
from scs_tracker.text.folding import clean

#: What an export has put an apostrophe before, so that no spreadsheet runs it as a formula.
_DEFUSED: Final = re.compile(r"'+[=+\-@\t\r]")


def as_text(value: object) -> str:
    """Return a typed cell as text: whole numbers without a point, dates in ISO 8601, times HH:MM, lists with ``;``."""
    match value:
        case str():
            text = value.replace("\r\n", "\n").replace("\r", "\n")
        case bool():
            text = str(value).lower()
        case float() if math.isnan(value):
            text = ""
        case float() if value.is_integer() and abs(value) < 1e15:
            text = str(int(value))
        case list() | tuple():
            text = ";".join(map(as_text, value))
        case dt.datetime():
            midnight = value.time() == dt.time()
            text = value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
        case dt.time():
            text = value.isoformat(timespec="seconds" if value.second else "minutes")
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            text = f"{minutes // 60:02d}:{minutes % 60:02d}"
        case _:  # a date is ISO 8601 this way, a whole number its digits
            text = "" if value is None else str(value)
    return text


def as_typed(text: str) -> str:
    """Return a cell of an export without the apostrophe that stops a spreadsheet from running it as a formula."""
    return text[1:] if _DEFUSED.match(text) else text


@geodata.cached
def _nothing() -> frozenset[str]:
    rows = (row for row in geodata.rows("table_columns") if row["column"] == "(nothing)")
    return frozenset(word.casefold() for row in rows for word in row["names"].split(";"))


def cleaned(cell: str) -> str:
    """Return a cell's text stripped and in composed Unicode; text that means unknown (``n/a``, ``-``) becomes empty."""
    text = clean(cell).replace("\xa0", " ").strip()
    text = as_typed(text) if text.startswith("'") else text
    return "" if text.casefold() in _nothing() else text
