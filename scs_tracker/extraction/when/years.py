"""Whose year: a month or a day without one, behind a date that has one in the same paragraph."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when.dates import COUNTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

#: So many days before the article need no year.
_WEEKS: Final = 60
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
#: Dates that have no year of their own.
_WITHOUT: Final = frozenset({"mdy", "dmy", "month"})
#: Dates that count from the day of the article, so that the paragraph is back in the present.
_PRESENT: Final = frozenset({"weekday", "weekend", "today", "yesterday", "span", "ago"})


_BEFORE_IT: Final = re.compile(r"(?P<count>a|\d+|" + "|".join(COUNTS) + r") months? (?:before|earlier)$")


def before_the_last(whens: Sequence[When], told: Sequence[Sequence[When]], folded: str) -> list[When]:
    """Return the dates of a sentence, of which 'three months before' counts from the day told last.

    A day beside it is of the same year: on June 17 last year …. Three months before, on March 5, ….
    """
    found = list(whens)
    for at, when in enumerate(whens):
        match = _BEFORE_IT.search(folded[when.start : when.end].strip(" ,")) if when.form == "ago" else None
        day = next((one.first for line in reversed(told) for one in line if len(one.first) == 10), "") if match else ""
        if match is None or not day:
            continue
        month = int(day[:4]) * 12 + int(day[5:7]) - 1 - (COUNTS.get(match["count"]) or int(match["count"]))
        found[at] = replace(when, first=f"{month // 12:04d}-{month % 12 + 1:02d}")
        if at + 1 < len(found) and _is_open(found[at + 1], folded):
            other = found[at + 1]
            year = int(day[:4]) - (other.first[5:] > day[5 : len(other.first)])
            found[at + 1] = replace(other, first=f"{year}{other.first[4:]}", ahead=False)
    return found


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
    if not any(_is_open(when, folded) for when in whens):
        return list(whens)
    before = told_before(line, lines, told)
    if _is_a_chronicle(before, line, lines, told, today):
        recent = today.isoformat()
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


def _is_a_chronicle(
    before: When | None, line: Line, lines: Sequence[Line], told: Sequence[Sequence[When]], today: dt.date
) -> bool:
    """Say whether a paragraph tells day by day of a year long past: on 31 January 1988 …. On 17 February …."""
    if before is None or len(before.first) != len("1988-01-31") or int(before.first[:4]) > today.year - 2:
        return False
    same = [at for at, one in enumerate(lines) if one.sentence.paragraph == line.sentence.paragraph]
    return (
        bool(same) and before in told[same[-1]] and not any(when.form in _PRESENT for at in same for when in told[at])
    )


def told_before(line: Line, lines: Sequence[Line], told: Sequence[Sequence[When]]) -> When | None:
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
