"""Days, weeks, months and years counted back from a day: two weeks ago, on Friday three weeks ago."""

from __future__ import annotations

import datetime as dt


def count_back(today: dt.date, unit: str, count: int) -> tuple[str, str, None]:
    """Return the day, week, month or year so many before or after a day: ``-2`` counts two back."""
    if unit == "year":
        return f"{today.year + count:04d}", "", None
    if unit == "month":
        months = today.year * 12 + today.month - 1 + count
        return f"{months // 12:04d}-{months % 12 + 1:02d}", "", None
    if unit == "day":
        return (today + dt.timedelta(count)).isoformat(), "", None
    first = today + dt.timedelta(7 * count - today.weekday())
    return first.isoformat(), (first + dt.timedelta(6)).isoformat(), None


def weeks_back(today: dt.date, weekday: int, weeks: int) -> str:
    """Return the weekday that is nearest to so many weeks ago: on Friday two weeks ago."""
    then = today - dt.timedelta(7 * weeks)
    return (then + dt.timedelta((weekday - then.weekday() + 3) % 7 - 3)).isoformat()
