"""Acts in clauses that go back before the news: days after it was hosed, two days after they had collided."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when import counting, dates
from scs_tracker.extraction.when.dates import When
from scs_tracker.extraction.when.days import BORDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.where.places import Spot


def is_earlier(line: Line, token: int) -> bool:
    """Say whether an act stands in a clause that goes back: days after it was hosed."""
    return _opening(line, token) >= 0


def _opening(line: Line, token: int) -> int:
    """Return the word that opens the clause that goes back, or -1."""
    for index in range(max(token - 16, 1), token):
        if line.tokens[index].text not in _OPENERS:
            continue
        before = line.tokens[index - 1].text
        passed = before in _PASSED and not _SPANS.isdisjoint(line.words[max(index - 4, 0) : index])
        opens = line.tokens[index].text in {"after", "since"} and (before in _SPANS or passed)
        told = not _WERE.isdisjoint(line.words[index + 1 : token])
        counted = before in dates.COUNTS or before.isdigit()
        apart = any(one.text == "," for one in line.tokens[index:token])
        opens = opens or ((told or (counted and not apart)) and line.tokens[index].text in _IN_ONE)
        to_the_day = line.tokens[index].text == "the day after" and before == "to"  # a year to the day after
        if opens and (_is_adverb(line, index) or _lasted(line, index)):
            continue
        if (opens or to_the_day) and not _is_over(line, index, token):
            return index
    return -1


def _is_adverb(line: Line, after: int) -> bool:
    """Say whether 'two days after' opens no clause: saw eight boats, and two days after sailors went aboard."""
    led = after > 2 and line.tokens[after - 3].text in {"and", ";"}
    return led and all(one.text not in {",", ";"} for one in line.tokens[after:])


def _lasted(line: Line, after: int) -> bool:
    """Say whether days before 'after' tell how long something went on: held for eleven days after it collided."""
    led = [one.text for one in line.tokens[max(after - 5, 0) : max(after - 1, 0)]]
    return line.tokens[after - 1].text in _SPANS and "for" in led


def _is_over(line: Line, opening: int, token: int) -> bool:
    """Say whether a clause ends before an act: a week after it was rammed, cutters on Tuesday fired at another."""
    told = False
    for one in line.tokens[opening + 1 : token]:
        told = told or ("act" in one.kinds and "verb" in one.kinds)
        if told and one.text == ",":
            return True
    return False


def is_just_before(when: When, line: Line, story: Story) -> bool:
    """Say whether a date that is counted back to is still of the news: two days after they had collided there."""
    if when.form != "counted-back":
        return False
    if when.shift is not None:
        return when.shift >= -_JUST
    day = _day_of(line, story) or story.today
    return len(when.first) == 10 and (day - dt.date.fromisoformat(when.first)).days <= _JUST


def _day_of(line: Line, story: Story) -> dt.date | None:
    """Return the first day that a sentence names, or None."""
    days = (one.first for one in story.whens[line.sentence.index] if len(one.first) == 10 and one.shift is None)
    return next((dt.date.fromisoformat(day) for day in days), None)


#: So many days before the news are news as well.
_JUST: Final = 3


def are_the_news(deeds: Sequence[Deed], story: Story) -> None:
    """Let what a lead counts back to be the news, where nothing newer is told: came home ten days after it was sunk.

    Parameters
    ----------
    deeds
        The deeds of the article, of which those are no longer retold.
    story
        The article.
    """
    lead = next((index for index, line in enumerate(story.lines) if not line.sentence.headline), -1)
    back = [one for one in deeds if one.line == lead and one.retold and not one.rejected and _is_counted(one)]
    for deed in back:
        line = story.lines[lead]
        day = deed.when.first if deed.when is not None else ""
        if deed.when is not None and deed.when.shift is not None:
            day = (story.today + dt.timedelta(deed.when.shift)).isoformat()
        newest = (dt.date.fromisoformat(day) + dt.timedelta(_JUST)).isoformat()
        others = [one for one in deeds if one not in back and not one.rejected]
        newer = any(one.when is not None and len(one.when.first) == 10 and one.when.first > newest for one in others)
        outside = any(one.line == lead or (one.when is None and _is_another(one, deed)) for one in others)
        if not newer and not outside and (story.today - dt.date.fromisoformat(day)).days <= _NEWS_OF:
            deed.retold = _is_set_back(line)


def _is_counted(deed: Deed) -> bool:
    return (
        deed.when is not None
        and deed.when.form == "counted-back"
        and (len(deed.when.first) == 10 or not deed.when.first)
    )


def _is_another(one: Deed, deed: Deed) -> bool:
    """Say whether a deed without a date is of another kind than what was counted back to, and of a headline or lead."""
    return one.line < deed.line and set(one.types).isdisjoint(deed.types)


def _is_set_back(line: Line) -> bool:
    """Say whether a sentence has a word of retelling besides: months after a similar clash."""
    return any("retold" in one.kinds and one.text not in _IN_ONE for one in line.tokens)


#: So many days back a voyage home may have begun.
_NEWS_OF: Final = 60


def leads_back(line: Line, token: int, story: Story) -> When | None:
    """Return the date that is counted back to, from one of the sentence or from the day told last: a day after."""
    start, end = line.tokens[0].start, line.tokens[token].start
    found = _counted(story.folded, start, end, _day_of(line, story), story.today)
    return None if found is None else When(start, end, found[0], form="counted-back", shift=found[1])


def of_its_clause(when: When | None, line: Line, token: int) -> When | None:
    """Return a date of the clause that goes back: days after boats grabbed a load on May 19."""
    if when is None:
        return None
    if when.start < line.tokens[token].end:
        return when if when.start > line.tokens[_opening(line, token)].start else None
    between = [one.text for one in line.tokens[token:] if one.start < when.start]
    between = between[:-1] if between[-1:] == ["on"] else between
    if between[-1:] == [","] and len(when.first) == 10 and when.first[:4] < when.today[:4]:
        between.pop()  # a year after a cutter had hit her, on July 28, 2021
    parted = any(
        one in _PARTED and (one, after) not in _HOURS for one, after in zip(between, [*between[1:], ""], strict=True)
    )
    return None if parted else when


#: Hours of a day, which part no clauses.
_HOURS: Final = frozenset(("before", hour) for hour in ("dawn", "daybreak", "sunrise", "noon", "dusk", "midnight"))


_PARTED: Final = BORDERS | {","}


#: Words of the lists in which both stand.
_IN_ONE: Final = frozenset({"weeks after", "months after", "years after"})
_OPENERS: Final = _IN_ONE | {"after", "since", "the day after"}
_WERE: Final = frozenset({"was", "were", "had"})
_PASSED: Final = frozenset({"passed", "by", "elapsed"})
_SPANS: Final = frozenset("days weeks months years hours day week month year".split())


def _counted(folded: str, start: int, end: int, day: dt.date | None, today: dt.date) -> tuple[str, int | None] | None:
    """Return the date that a count before 'after' leads back to: eight days after sailors had seized them."""
    found = None
    for match in _COUNTED.finditer(folded, start, end):
        found = match
    if found is None:
        return None
    count, unit = dates.COUNTS.get(found["count"]) or int(found["count"]), found["unit"]
    if unit in {"month", "year"}:
        back = counting.count_back(day or today, unit, -count)
        return (back[0], None) if back is not None else None
    days = count * (7 if unit == "week" else 1)
    if day is None and found.group().endswith("since"):
        return (today - dt.timedelta(days)).isoformat(), None
    return ((day - dt.timedelta(days)).isoformat(), None) if day is not None else ("", -days)


_COUNTED: Final = re.compile(
    rf"\b(?P<count>{dates.COUNT}) (?P<unit>day|week|month|year)s?"
    r"(?: to the day| (?:have|had) (?:passed|gone by|elapsed))? (?:after|since)\b"
)


def on_its_side(spots: list[Spot], line: Line, token: int) -> list[Spot]:
    """Return the places of a deed's own side of 'two days after': over the shoal, three days after … off the reef."""
    border = next(
        (at for at, one in enumerate(line.tokens) if at and one.text == "after" and line.tokens[at - 1].text in _SPANS),
        0,
    )
    if not border or not spots:
        return spots
    mine = [one for one in spots if (one.first > border) == (token > border)]
    return mine if mine or token > border else spots
