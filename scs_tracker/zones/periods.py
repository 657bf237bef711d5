"""The dates on which a zone exists: its first and last day, and its yearly periods if it has any."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import UsageError
from scs_tracker.model import first_day, is_partial_date, last_day
from scs_tracker.zones.table import zone_column, zone_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Days = NDArray[np.datetime64]
    Degrees = NDArray[np.int8]

#: How much of a date a zone covers.
ABSENT, IN_PART, THROUGHOUT = 0, 1, 2
_BEGINNING: Final = np.datetime64("0001-01-01", "D")
_END: Final = np.datetime64("9999-12-31", "D")


@geodata.cached
def existence(date: str) -> Degrees:
    """Return, for each zone, whether it existed on all, some or no days of a date (day, month, year or empty).

    It is ``THROUGHOUT`` where it did on all days of the date, ``IN_PART`` on some, ``ABSENT`` on none. Of an unknown
    date every zone may have been there: ``IN_PART``; so too before its outline was published, or in a year whose dates
    were not read.
    """
    if date and not is_partial_date(date):
        raise UsageError(f"{date!r} is not a valid date; use YYYY-MM-DD, YYYY-MM or YYYY")
    own_first, own_last, certain, periods = _spans()
    if not date:
        return np.full(own_first.size, IN_PART, dtype=np.int8)
    first, last = np.datetime64(first_day(date), "D"), np.datetime64(last_day(date), "D")
    degree = _covered(own_first, own_last, first, last)
    degree = np.where(certain > first, np.minimum(degree, IN_PART), degree).astype(np.int8)
    for zone, (begin, end, most) in periods.items():
        degree[zone] = min(degree[zone], np.minimum(_covered(begin, end, first, last), most).max(initial=ABSENT))
    degree.flags.writeable = False
    return degree


def not_traced(date: str) -> NDArray[np.bool_]:
    """Return, for each zone, True if ``date`` is before its first known day and earlier claims were not traced.

    On such a date the zone may have been claimed already.
    """
    last = np.datetime64(last_day(date) if date else "9999-12-31", "D")
    return np.asarray((zone_column("earlier") == "not traced") & (_spans()[0] > last))


def date_text(value: Any) -> str:
    """Return a date, datetime or datetime64 as YYYY-MM-DD text; text is only stripped, and None or NaT gives ''."""
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # noqa: PLR0124 - not a number, not a time
        return ""
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[D]"))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    raise UsageError(f"{value!r} is not a valid date; use YYYY-MM-DD, YYYY-MM or YYYY")


def _covered(begin: Days, end: Days, first: np.datetime64, last: np.datetime64) -> Degrees:
    throughout = (begin <= first) & (last <= end)
    in_part = (begin <= last) & (first <= end)
    return np.where(throughout, THROUGHOUT, np.where(in_part, IN_PART, ABSENT)).astype(np.int8)


@geodata.cached
def _spans() -> tuple[Days, Days, Days, dict[int, tuple[Days, Days, Degrees]]]:
    """Return the first, last and first certain days of all zones, and the yearly periods by zone number.

    A period has a begin, an end and the most that can be said of it: nothing certain where its dates were not read.
    """
    zones = zone_rows()
    numbers = {row["id"]: number for number, row in enumerate(zones)}
    periods: dict[int, list[dict[str, str]]] = {}
    for row in geodata.rows("zone_periods"):
        if row["zone_id"] in numbers:
            periods.setdefault(numbers[row["zone_id"]], []).append(row)
    spans = {
        zone: (
            _days([row["valid_from"] for row in rows], first_day),
            _days([row["valid_to"] for row in rows], last_day),
            # a table of the user's own from an earlier version has no column certainty
            np.array([IN_PART if row.get("certainty") == "possible_only" else THROUGHOUT for row in rows], np.int8),
        )
        for zone, rows in periods.items()
    }
    first, last, certain = (
        _days(zone_column(name).tolist(), edge)
        for name, edge in (("valid_from", first_day), ("valid_to", last_day), ("certain_from", first_day))
    )
    first, certain = (np.where(np.isnat(days), _BEGINNING, days) for days in (first, certain))
    return first, np.where(np.isnat(last), _END, last), certain, spans


def _days(dates: Sequence[str], edge: Callable[[str], str]) -> Days:
    return np.array([edge(date) if date else "NaT" for date in dates], dtype="datetime64[D]")
