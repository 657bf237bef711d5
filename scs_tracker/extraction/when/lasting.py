"""From when to when something has gone on: for the third day running, for three days from Sunday, for nine days."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when import begun
from scs_tracker.extraction.when.begun import UNITS
from scs_tracker.extraction.when.dates import COUNT, COUNTS, When

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story

#: What goes on for days.
LASTING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming", "blocking", "harassment"})


def stretch(line: int, when: When | None, story: Story) -> When | None:
    """Return the first and last day of what a sentence counts days of, or None.

    Parameters
    ----------
    line
        The sentence.
    when
        The date that goes with what it tells, or None.
    story
        The article.
    """
    sentence = story.lines[line].sentence
    folded, start, end = story.folded, sentence.start, sentence.end
    if when is not None and when.last and _ALL_OF.search(folded, start, when.start) is not None:
        return replace(when, form="for")  # for most of last week
    monthly = when is not None and len(when.first) == 7 and not when.last
    if when is not None and not monthly and when.form != "span" and (len(when.first) != 10 or when.last):
        return None
    months = begun.since_a_month(folded, start, end, when, story.whens[line])
    if months is not None:
        return months
    if monthly:
        return None
    for form in _FORMS:
        first, last = form(folded, start, end, when, story.whens[line])
        if first is not None and last is not None and first < last:
            return When(start, end, first.isoformat(), min(last, max(story.today, first)).isoformat(), "for")
    days = _so_far(folded, start, end) if when is None or when.form in {"span", "weekday"} else 0
    first_day = (story.today - dt.timedelta(days)).isoformat()
    return When(start, end, first_day, story.today.isoformat(), "for") if days else None


_ALL_OF: Final = re.compile(
    r"\b(?:(?:most|much|all|the whole|the better part) (?:of )?(?:the )?|through(?:out)? (?:the )?)$"
)
_Days = tuple[dt.date | None, dt.date | None]


def _so_many_th(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'for the third day running on Wednesday'."""
    found = _TH.search(folded, start, end) if when is not None and len(when.first) == 10 else None
    if found is None or when is None:
        return None, None
    last = dt.date.fromisoformat(when.first)
    days = (ORDINALS.index(found["nth"]) + 1) * UNITS[found["unit"]]
    return last - dt.timedelta(days), last


ORDINALS: Final = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NTH: Final = rf"(?P<nth>{'|'.join(ORDINALS)})"
_TH: Final = re.compile(
    rf"\b(?:for|into|entered|on|now in|already in) (?:an?|the|its|their|his) {_NTH} "
    r"(?:(?:straight|consecutive|successive|full) )?(?P<unit>day|night|week)\b"
)


def _from_a_day(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'for three days from Sunday'."""
    if when is None or len(when.first) != 10:
        return None, None
    led = folded.rfind(" ", start, when.start - 1) + 1
    opened = _OPENS.search(folded, max(start, led - 24), when.start + 6)
    found = _FOR_DAYS.search(folded, start, when.start) if opened is not None else None
    if found is None or opened is None or opened.start() - found.end() > 1:
        return None, None
    first = dt.date.fromisoformat(when.first)
    return first, first + dt.timedelta(_count(found) - 1)


_FOR_DAYS: Final = re.compile(
    rf"\b(?:for|lasted|over) (?:some |about )?(?P<count>{COUNT}) (?P<unit>day|night|week)s?\b"
)
_OPENS: Final = re.compile(r"\b(?:from|beginning|starting|as of)(?: on)?(?: |$)")


def _up_to_a_day(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'for three days until Tuesday', 'in the week to Sunday'."""
    for one in whens:
        if len(one.first) != 10 or one.last:
            continue
        found = _UNTIL.search(folded, start, one.end)
        if found is not None and found.end() >= one.start - 4:
            last = dt.date.fromisoformat(one.first)
            return last - dt.timedelta(_count(found) - 1), last
    return None, None


_UNTIL: Final = re.compile(
    rf"\b(?:(?:for|over|in|during|within|spent) (?:the )?(?:last |past )?"
    rf"(?:more than |over |about |around |some |nearly |almost )?(?P<count>{COUNT}|(?<=the )) ?"
    rf"(?P<unit>day|night|week|fortnight|month)s?|(?:an?|the|its|their|this) (?P<long>{COUNT}) (?P<of>day|week) "
    r"(?:long )?[a-z]+(?: [a-z]+)? (?:that|which))"
    r"(?: (?:to|until|till|up to|ending|that ended|ended)|[^.;,]{0,60}, (?:until|till|up to))"
    r"(?: (?:it|they|she|he|the (?:[a-z]+ ){1,3})(?: had)? ?(?:left|departed|withdrew|sailed|reached|entered|went"
    r"|turned|returned|gave up|broke off|gave way|(?:was|were) (?:done|relieved|gone))"
    r"(?: [a-z0-9]+){0,6})?(?: on)?(?= |$)"
)


def _of_a_voyage(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'during its four-day transit, which ended on Sunday', 'a week-long stay that began on 2 May'."""
    for one in whens:
        if len(one.first) != 10 or one.last:
            continue
        found = _VOYAGE.search(folded, start, one.start)
        if found is None:
            continue
        days = _days_of(found["long"] or found["count"], found["of"] or found["unit"]) - 1
        day = dt.date.fromisoformat(one.first)
        if found["began"]:
            return day, day + dt.timedelta(days)
        return day - dt.timedelta(days), day
    return None, None


_STAY: Final = (
    r"(?:transit|voyage|passage|crossing|cruise|trip|patrol|deployment|stay|mission|journey|sail|run|presence|tour"
    r"|blockade|standoff|face off|confrontation|siege|survey|operation|vigil|watch|pursuit|chase)"
)
_ITS: Final = r"(?:an?|the|its|their|her|his|this|that|s)"
#: How long something was, and the day on which it began or ended.
_VOYAGE: Final = re.compile(
    rf"\b(?:{_ITS} (?:[a-z]+ ){{0,2}}?(?:(?P<long>{COUNT}) )?(?P<of>day|night|week|fortnight)(?: long)? "
    rf"(?:[a-z]+ ){{0,2}}?{_STAY}"
    rf"|{_ITS} (?:[a-z]+ ){{0,2}}?{_STAY} of (?:some |about |nearly |almost |around )?(?P<count>{COUNT}) "
    r"(?P<unit>day|night|week|fortnight)s?)"
    r"\b[^.;]{0,80}?\b(?:(?:which|that|it|and|had) )?(?:(?:ended|ending|finished|concluded|closed|wrapped up|was over"
    r"|came to an end|drew to a close)|(?P<began>began|beginning|started|starting))"
    r"(?: (?!and\b|when\b|after\b)[a-z]+){0,5} $"
)


#: The ways to read a stretch, those that name its first day before those that count.
_FORMS: Final = (
    begun.since_it_began, _so_many_th, _from_a_day, _up_to_a_day, _of_a_voyage, begun.until_it_left, begun.so_long_into
)  # fmt: skip


def _so_far(folded: str, start: int, end: int) -> int:
    """Return for how many days something has gone on, or 0: has been patrolling there for twelve days."""
    found = _FOR.search(folded, start, end)
    if found is None or (found["past"] is None and _SO_FAR.search(folded, start, end) is None):
        return 0
    return _count(found)


def _count(found: re.Match[str]) -> int:
    told = found.groupdict()
    return _days_of(*((told["long"], told["of"]) if told.get("long") else (told["count"], told["unit"])))


def _days_of(number: str, unit: str) -> int:
    return (COUNTS.get(number) or int(number or 1)) * (UNITS.get(unit) or _MONTH)


#: Days in a month, about.
_MONTH: Final = 30


_FOR: Final = re.compile(
    r"\b(?:for |spent |over |in |during )(?:the )?(?P<past>(?:last|past) )?"
    rf"(?P<count>{COUNT}) (?P<unit>day|week|fortnight)s?\b"
)
#: What has gone on until now: has been patrolling there, has spent ten days.
_SO_FAR: Final = re.compile(
    r"\b(?:has|have) (?:\w+ ){0,4}(?:been|kept|stayed|followed|remained|shadowed|blocked|spent|dogged|trailed|tailed"
    r"|tracked|watched|circled|harassed|hounded|patrolled|faced|loitered|lingered|operated|worked|surveyed|lain|sat|stood)\b"
    r"|\b(?:days|weeks|week|fortnight) now\b|\bnow for \w+ (?:days|weeks)\b"
)
