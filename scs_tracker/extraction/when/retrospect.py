"""Dates of what an article looks back at: this week in 2014, …; in January 1974, …, on the 19th."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when import years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

#: What makes a year the one that a column looks back at: in this week of 2014, on this day in 1988.
_THEN: Final = re.compile(r"\b(?:this|the same) (?P<unit>day|week|month|weekend)(?: back)?,? $")
_BESIDE: Final = frozenset({"span", "today", "weekend"})
#: Dates that have no year of their own.
_OPEN: Final = frozenset({"mdy", "dmy", "month"})
_MONTHS: Final = frozenset({"month", "month_year", "mdy", "dmy", "day_of_month"})
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")


def of_the_time_told(whens: Sequence[When], line: Line, story: Story) -> list[When]:
    """Return the dates of a sentence, of which a bare day is of the month told before, or of the year looked back at.

    Parameters
    ----------
    whens
        The dates of the sentence.
    line
        The sentence, the last one of the story so far.
    story
        The article as far as it is read.
    """
    before, folded = years.told_before(line, story.lines[:-1], story.whens), story.folded
    found: list[When] = []
    year = ""
    for when in whens:
        last = found[-1] if found else before
        then = _THEN.search(folded, 0, when.start) if when.form == "year" else None
        if then is not None:
            year = when.first
            if found and found[-1].form in _BESIDE:
                found.pop()
            if then["unit"] == "day" and len(when.today) == 10:  # on this day in 1988
                found.append(replace(when, first=year + when.today[4:], form="mdy"))
                continue
        elif year and when.form in _OPEN and when.first and _YEAR.search(folded, when.start, when.end) is None:
            until = year + when.last[4:] if when.last else ""
            found = [one for one in found if one.first != year]
            found.append(replace(when, first=year + when.first[4:], last=until, ahead=False))
            continue
        elif when.form == "day_of_month" and last is not None and last.form in _MONTHS and _is_day(last, when):
            found.append(replace(when, first=last.first[:7] + when.first[7:], ahead=False))
            continue
        found.append(when)
    return found


def _is_day(month: When, when: When) -> bool:
    """Say whether the month of one date has the day of another, and is over: in June, on the 19th."""
    if len(month.first) < 7 or len(when.first) != 10:
        return False
    try:
        return dt.date.fromisoformat(month.first[:7] + when.first[7:]).isoformat() <= when.today
    except ValueError:
        return False
