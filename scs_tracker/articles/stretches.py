"""Find the dates of a sentence, in which a date range, or a day given in two forms, is one date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.articles.dates import find_each
from scs_tracker.text.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.articles.dates import When


def find(text: str, folded: str, start: int, end: int, today: dt.date) -> Iterator[When]:
    """Yield the dates of a sentence in text order; a date range, or a day given in two forms, is one date."""
    before: When | None = None
    for when in find_each(text, folded, start, end, today):
        first_day = _first_day(before, when, folded) if before is not None else ""
        if before is not None and first_day:
            yield replace(before, end=when.end, first=first_day, last=when.first)
            before = None
        elif before is not None and _is_twice(before, when, folded):
            day = before if before.form in _CALENDAR else when
            before = replace(day, start=before.start, end=when.end)
        else:
            if before is not None:
                yield before
            before = when
    if before is not None:
        yield before


_CALENDAR: Final = frozenset({"iso", "mdy", "dmy", "numeric"})
_RELATIVE: Final = frozenset({"weekday", "today", "yesterday"})


def _is_twice(one: When, other: When, folded: str) -> bool:
    """Return True if two adjacent dates give one day in two forms: 'Thursday (May 5)', 'May 5, a Thursday'."""
    forms = {one.form, other.form}
    beside = re.fullmatch(r"[\s,(]{1,3}(?:an? |the )?", folded[one.end : other.start]) is not None
    beside = beside and not folded.startswith(("on ", "last ", "since "), other.start)  # Unaizah May 4 on Saturday
    return beside and not forms.isdisjoint(_CALENDAR) and not forms.isdisjoint(_RELATIVE)


def _first_day(one: When, other: When, folded: str) -> str:
    """Return the first day of a range such as 'January 29 to February 1', or an empty string if it is not a range."""
    if len(one.first) != 10 or len(other.first) != 10 or one.last or other.last:
        return ""
    led = _ON.match(folded, other.start, other.end)
    joined = pattern("stretch-joined").fullmatch(folded, one.end, led.end() if led is not None else other.start)
    if joined is None:
        return ""
    opened = pattern("stretch-from").search(folded, max(one.start - 9, 0), one.start) is not None
    word = joined["word"]
    if joined["left"] and not opened:
        return ""
    if one.form == other.form == "weekday":
        return _of_weekdays(one, other, word, opened=opened or word in _UP_TO)
    if one.first >= other.first:
        return ""
    return one.first if opened or (word in _UP_TO and {one.form, other.form} <= _CALENDAR) else ""


def _of_weekdays(one: When, other: When, word: str, *, opened: bool) -> str:
    """Return the first day of a range of weekdays such as 'Thursday to Saturday'; an empty string if it is not one."""
    last = dt.date.fromisoformat(other.first)
    first = dt.date.fromisoformat(one.first)
    if opened:
        weeks = max((first - last).days // 7 + 1, 0)
        return (first - dt.timedelta(7 * weeks)).isoformat()
    return one.first if (last - first).days == 1 and word in {"and", "and into"} else ""


_UP_TO: Final = frozenset({"to", "until", "through", "till", "–", "into"})
#: Words before a day that belong to it: 'until on Tuesday'.
_ON: Final = re.compile(r"(?:(?:on|until|late|early) )*")
