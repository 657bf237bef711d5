"""First and last days of what a sentence says when it began, or when it was over: a week after it began on 2 May."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from scs_tracker.extraction.when.dates import COUNT, COUNTS, When

#: Days in one.
UNITS: Final = {"day": 1, "night": 1, "week": 7, "fortnight": 14}
_Days = tuple[dt.date | None, dt.date | None]


def since_it_began(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'on Thursday, a week after it began on 2 May', 'began on 2 May and was still going on'.

    Parameters
    ----------
    folded
        The article, folded.
    start, end
        The sentence.
    when
        The date that goes with what it tells, or None.
    whens
        All its dates.
    """
    for one in whens:
        if len(one.first) != 10 or one.last:
            continue
        led = _BEGAN.search(folded, max(start, one.start - 90), one.start)
        if led is None:
            continue
        on = next((other for other in reversed(whens) if other is not one and _is_later(other, one)), None)
        still = _STILL.search(folded, one.end, end) is not None
        over = on is not None and _OVER.search(folded, one.end, on.start) is not None
        if (led["back"] is None and not still and not over) or (led["began"] == "from" and not over):
            continue
        last = dt.date.fromisoformat(
            on.first if on is not None and not _EVER.search(folded, one.end, end) else one.today
        )
        return dt.date.fromisoformat(one.first), last
    return None, None


def _is_later(other: When, one: When) -> bool:
    return len(other.first) == 10 and not other.last and not other.ahead and other.first > one.first


#: A day, or a moment, from which it went on.
_FROM_WHEN: Final = r"(?:after|since|from (?:the|that) (?:day|moment|morning|time)(?: that| when)?)"
_BEGAN: Final = re.compile(
    rf"(?P<back>\b{_FROM_WHEN} (?:(?:it|they|she|he) |(?:the|its|their) (?:[a-z]+ ){{1,3}})(?:first )?)?"
    r"\b(?P<began>began|begun|started|broke out|set in|arrived|appeared|came|entered|sailed|turned up|moved|showed up"
    r"|anchored|dropped anchor|moored|took up (?:an? |its |her |their )?(?:[a-z]+ )?(?:position|station)|from)"
    r"(?: (?!and\b|from\b|but\b|said\b)[a-z0-9']+){0,9}?,?(?: on)? ?$"
)
_STILL: Final = re.compile(
    r"\b(?:still|remain(?:s|ed)?|continu(?:es|ed|ing)|(?:went|gone|going|goes|dragged|dragging|drags) on"
    r"|(?:entered|entering|enters|is in|was in|now in) (?:its|their|the|an?) [a-z]+ (?:day|week|month)"
    r"|ever since|since then|(?:there|here) since(?=[,.;]| and\b|$)|yet to end)\b"
)
_EVER: Final = re.compile(r"\b(?:ever since|since then|(?:there|here) since(?=[,.;]| and\b|$))")


def since_a_month(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> When | None:
    """Read 'ended on Sunday a standoff that began in mid-April', 'a siege which had gone on since May'.

    Parameters
    ----------
    folded
        The article, folded.
    start, end
        The sentence.
    when
        The date that goes with what it tells, or None.
    whens
        All its dates.
    """
    for one in whens:
        if one.form not in {"month", "month_year"} or len(one.first) != 7 or one.last or one.ahead:
            continue
        since = folded.startswith("since ", one.start) and _GONE_ON.search(folded, start, one.start) is not None
        began = _BEGAN.search(folded, max(start, one.start - 90), one.start)
        if not since and (began is None or began["began"] not in _OPENED):
            continue
        days = [other for other in whens if len(other.first) == 10 and not other.last and not other.ahead]
        days = [other for other in days if other.first[:7] >= one.first]
        told = _STILL.search(folded, start, end) or _ENDED.search(folded, start, end)
        if not since and told is None:
            continue
        last = when if when is not None and when in days else next(iter(days), None)
        return When(start, end, one.first, last.first if last is not None else one.today, "for")
    return None


_OPENED: Final = frozenset({"began", "begun", "started", "broke out", "set in"})
_GONE_ON: Final = re.compile(
    r"\b(?:(?:gone|went|going|dragged|dragging) on|lasted|lasting|continued|continuing|stood|in place|under way)"
    r"(?: [a-z]+){0,4} $"
)
_ENDED: Final = re.compile(
    r"\b(?:end(?:ed|s|ing)?|over|clos(?:e|ed|ing)|lifted|finished|broke (?:off|up)|concluded|called off)\b"
)


def until_it_left(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'left on Friday after two weeks', 'after shadowing the rig for nine days, it withdrew on Friday'.

    Parameters
    ----------
    folded
        The article, folded.
    start, end
        The sentence.
    when
        The date that goes with what it tells, or None.
    whens
        All its dates.
    """
    for one in whens:
        if len(one.first) != 10 or one.last:
            continue
        over = _OVER.search(folded, max(start, one.start - 56), one.start)
        if over is None:
            continue
        counted = _SO_LONG.search(folded, start, end)
        if counted is None or (counted["led"] != "for" and folded.startswith(" before", counted.end())):
            continue
        last = dt.date.fromisoformat(one.first)
        if (dt.date.fromisoformat(one.today) - last).days > _RECENT:
            continue  # of another year, whose day has none beside it
        days = (COUNTS.get(counted["count"]) or int(counted["count"])) * UNITS[counted["unit"]]
        return last - dt.timedelta(days), last
    return None, None


def so_long_into(folded: str, start: int, end: int, when: When | None, whens: list[When]) -> _Days:
    """Read 'two weeks into a standoff', 'now two weeks old', 'a week long standoff ended on Monday'.

    Parameters
    ----------
    folded
        The article, folded.
    start, end
        The sentence.
    when
        The date that goes with what it tells, or None.
    whens
        All its dates.
    """
    found = _OLD.search(folded, start, end)
    if found is None or when is None or len(when.first) != 10 or when.last:
        return None, None
    last = dt.date.fromisoformat(when.first)
    return last - dt.timedelta((COUNTS.get(found["count"]) or int(found["count"])) * UNITS[found["unit"]]), last


_OLD: Final = re.compile(
    rf"\b(?P<count>{COUNT}) (?P<unit>day|week|fortnight)s? (?:old|into (?:an?|the|its|their)|long "
    r"(?:standoff|face off|blockade|siege|swarm|patrol|survey|operation|presence|confrontation|stay)"
    r"(?= .{0,80}\b(?:ended|over)\b))\b"
)
#: So many days back a day without a year is sure to be of the news.
_RECENT: Final = 60
#: What ends it, with a few words of whither before the day.
_OVER: Final = re.compile(
    r"\b(?:left|departed|withdrew|withdrawn|retreated|pulled (?:out|away|back|off)"
    r"|sailed (?:away|off|home|back|north|south|east|west)|moved (?:away|off|out)|broke (?:off|away)|gave up"
    r"|turned (?:back|away|for home)|headed (?:home|back|away)|(?:was|were) (?:over|done|relieved)|ended|finished)"
    r"(?: (?!and\b|when\b|after\b|but\b)[a-z0-9']+){0,6}? $"
)
_SO_LONG: Final = re.compile(
    r"\b(?P<led>after|following|for) (?:a |some |about |around |nearly |almost |more than |just over |over |roughly )?"
    rf"(?P<count>{COUNT}) (?P<unit>day|week|fortnight)s?\b"
    r"(?! (?:after|ago|earlier|later|since|in port|ashore|of (?:talks|drills|exercises|repairs|leave)))"
)
