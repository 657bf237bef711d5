"""Of which week a weekday is: of the one that is told of, or of the one before whatever was said of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when.saying import is_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

#: How many sentences back the day may stand from which 'on the Friday' counts.
_BACK: Final = 3
_WEEK: Final = 7


def of_the_week_told(whens: Sequence[When], told: Sequence[Sequence[When]], folded: str) -> list[When]:
    """Return the dates of a sentence, of which 'on the Friday of the same week' is the first behind the day told last.

    Parameters
    ----------
    whens
        The dates of the sentence.
    told
        Those of the sentences before it.
    folded
        The article, folded.
    """
    found: list[When] = []
    for when in whens:
        ended = _end_of_the_week(told, when)
        if ended:  # Digest, 23-29 September; its Monday is the 23rd
            found.append(replace(when, first=ended, ahead=False))
            continue
        day = _day_before([*told[-_BACK:], found]) if when.form == "weekday" and _is_of_it(when, folded) else None
        if day is None:
            found.append(when)
            continue
        weekday = dt.date.fromisoformat(when.first).weekday()
        moved = day + dt.timedelta((weekday - day.weekday() - 1) % 7 + 1)
        found.append(replace(when, first=moved.isoformat(), ahead=False) if moved.isoformat() <= when.today else when)
    return found


def _end_of_the_week(told: Sequence[Sequence[When]], when: When) -> str:
    """Return the weekday within the week that a digest is headed by, for one that would lie behind it, or nothing."""
    heading = next((one for whens in told[:2] for one in whens), None)
    if when.form != "weekday" or heading is None or heading.form not in {"mdy", "dmy"} or len(heading.last) != 10:
        return ""
    first, last = dt.date.fromisoformat(heading.first), dt.date.fromisoformat(heading.last)
    week = (dt.date.fromisoformat(when.first) - dt.timedelta(7)) if len(when.first) == 10 else first
    inside = when.first > heading.last and first <= week <= last and (last - first).days in {4, 5, 6}
    inside = inside and (dt.date.fromisoformat(when.today) - last).days < _WEEK  # later, another week is begun
    return week.isoformat() if inside else ""


def _day_before(told: Sequence[Sequence[When]]) -> dt.date | None:
    """Return the day told last that the calendar gives, or that was moved for the same reason."""
    for whens in reversed(told):
        for when in reversed(whens):
            if len(when.first) == 10 and not when.ahead:
                return dt.date.fromisoformat(when.last if len(when.last) == 10 else when.first)
    return None


def _is_of_it(when: When, folded: str) -> bool:
    """Say whether a weekday is told as one of the week that the text tells of."""
    if _SAME_WEEK.match(folded, when.end):
        return True
    return folded.endswith("on the ", 0, when.start) and _OTHERWISE.match(folded, when.end) is None


_SAME_WEEK: Final = re.compile(r",? (?:of|in) (?:the same|that) week\b")
#: What makes 'the Monday' one that something else tells: the Monday before last, the Monday clash.
_OTHERWISE: Final = re.compile(r" (?:of|before|after|when|that|on|which|last|in|[a-z]+ (?:of|by|with))\b")


def settle(lines: Sequence[Line], told: Sequence[list[When]], folded: str, today: dt.date) -> None:
    """Put the weekdays of an article into the weeks that the rest of it speaks for.

    Parameters
    ----------
    lines
        The sentences.
    told
        Their dates, which are changed.
    folded
        The article, folded.
    today
        The day of the article.
    """
    _before_it_was_said(lines, told, today)
    _of_last_week(lines, told, folded)


def _before_it_was_said(lines: Sequence[Line], told: Sequence[list[When]], today: dt.date) -> None:
    """Put a weekday that is the day of the article a week back, where what is told of it was said on days before.

    On a Friday: said on Thursday that the ship had come on Friday.
    """
    day = today.isoformat()
    for index, whens in enumerate(told):
        for at, when in enumerate(whens):
            same = when.form == "weekday" and when.first == day and not when.last
            earlier = same and not is_said(lines[index], when)
            if earlier and (_was_said_before(index, lines, told, day) or _is_of_last_week(index, lines, told)):
                whens[at] = replace(when, first=(today - dt.timedelta(7)).isoformat())


def _is_of_last_week(index: int, lines: Sequence[Line], told: Sequence[list[When]]) -> bool:
    """Say whether the lead tells of last week: on Tuesday, in a report of a Tuesday, is then that of last week."""
    lead = next((at for at, line in enumerate(lines) if not line.sentence.headline), 0)
    if index == lead:
        return False
    weeks = [one for whens in told[: lead + 1] for one in whens if one.form == "span"]
    return any(len(one.last) == _A_DAY and one.last < one.today for one in weeks)


_A_DAY: Final = len("2024-06-17")


def _was_said_before(index: int, lines: Sequence[Line], told: Sequence[list[When]], day: str) -> bool:
    """Say whether whoever tells of a sentence did so on a day before that of the article."""
    for near in range(index, -1, -1):
        said = [one for one in told[near] if len(one.first) == 10 and is_said(lines[near], one)]
        if said:
            return all(one.first < day for one in said)
        if "saying" in lines[near].kinds:
            return False
    return False


def _of_last_week(lines: Sequence[Line], told: Sequence[list[When]], folded: str) -> None:
    """Put 'last Monday' into the week of which the lead says that it was last week."""
    lead = next((at for at, line in enumerate(lines) if not line.sentence.headline), 0)
    weeks = (one for whens in told[: lead + 1] for one in whens if folded.startswith("last week", one.start))
    week = next((one for one in weeks if one.form == "span"), None)
    for whens in told[lead:] if week is not None else ():
        for at, when in enumerate(whens):
            named = when.form == "weekday" and not when.last and folded.startswith("last ", when.start)
            if week is None or not named or when.first <= week.last:
                continue
            back = (dt.date.fromisoformat(when.first) - dt.timedelta(_WEEK)).isoformat()
            whens[at] = replace(when, first=back) if week.first <= back <= week.last else when
