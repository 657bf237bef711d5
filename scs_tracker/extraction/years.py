"""Whose year: a month or a day without one, behind a date that has one in the same paragraph."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.dates import When

#: So many days before the article need no year.
_WEEKS: Final = 60
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
#: Dates that have no year of their own.
_WITHOUT: Final = frozenset({"mdy", "dmy", "month"})
#: Dates that count from the day of the article, so that the paragraph is back in the present.
_PRESENT: Final = frozenset({"weekday", "weekend", "today", "yesterday", "span", "ago"})


def carried_on(
    whens: Sequence[When],
    line: Line,
    lines: Sequence[Line],
    told: Sequence[Sequence[When]],
    folded: str,
    today: dt.date,
) -> list[When]:
    """Return the dates of a sentence, those without a year in the year that its paragraph tells of.

    In May 2021 a destroyer was driven off; in July the Benfold tried the same.

    Parameters
    ----------
    whens
        The dates of the sentence.
    line
        The sentence.
    lines, told
        The sentences before it, and their dates.
    folded
        The article, folded.
    today
        The day of the dateline: what lies but weeks before it is of its own year.
    """
    recent = (today - dt.timedelta(_WEEKS)).isoformat()
    if not any(_is_open(when, folded) and when.first < recent[: len(when.first)] for when in whens):
        return list(whens)
    before = _before(line, lines, told)
    found: list[When] = []
    for when in whens:
        year = _year_of(before)
        old = _is_open(when, folded) and when.first < recent[: len(when.first)]
        moved = year + when.first[4:]
        if old and before is not None and year and year < when.first[:4] and moved[:7] >= before.first[:7]:
            found.append(replace(when, first=moved, last=year + when.last[4:] if when.last else "", ahead=False))
        else:
            found.append(when)
        before = found[-1] if when.first else before
    return found


def _before(line: Line, lines: Sequence[Line], told: Sequence[Sequence[When]]) -> When | None:
    """Return the date told last in the same paragraph, where its sentence tells of an act as well."""
    for other, whens in zip(reversed(lines), reversed(told), strict=True):
        if other.sentence.paragraph != line.sentence.paragraph:
            return None
        if whens:
            return whens[-1] if "act" in other.kinds else None
    return None


def _is_open(when: When, folded: str) -> bool:
    return when.form in _WITHOUT and bool(when.first) and _YEAR.search(folded, when.start, when.end) is None


def _year_of(when: When | None) -> str:
    """Return the year that a date names, or that it was given for the same reason."""
    if when is None or when.form in _PRESENT or len(when.first) < 7:
        return ""
    return when.first[:4]


def of_deeds(whens: Sequence[When], folded: str) -> list[When]:
    """Return the dates of a sentence without the years of laws and rulings: the 1972 collision regulations."""
    return [
        one for one in whens if not (one.form == "year" and _LAW.match(folded, one.end) and _names_law(one, folded))
    ]


def _names_law(when: When, folded: str) -> bool:
    return folded[: when.start].endswith(("the ", "a ", "s ")) or folded[when.start :].startswith("the ")


_LAW: Final = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:regulations?|convention|declaration|ruling|award|treaty|agreement|rules|accord|verdict)\b"
)
