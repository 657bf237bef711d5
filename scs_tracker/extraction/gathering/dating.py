"""When an incident was.

Whatever has no date of its own takes that of 'the incident', then of a sentence beside it, then the day on which it was
said, then the day of the article.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.extraction.when import anniversaries
from scs_tracker.extraction.when.begun import UNITS
from scs_tracker.extraction.when.dates import COUNTS
from scs_tracker.extraction.when.days import dates_of, is_of_coming
from scs_tracker.extraction.when.lasting import LASTING
from scs_tracker.extraction.when.saying import is_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.when.dates import When

#: News is at most so many days old; older is news only where the lead tells it and nothing newer is told.
NEWS_DAYS: Final = 8
LEAD_DAYS: Final = 120
#: What is there when it is first seen.
_FOUND: Final = frozenset({"swarming", "barrier"})
#: What goes on until somebody is let go.
_HELD: Final = frozenset({"detention", "seizure"})


def date_of(deed: Deed, story: Story, groups: Sequence[Incident]) -> tuple[str, str, str]:
    """Return the date of a deed, or empty strings: its own, or one that its paragraph has set."""
    when = deed.when
    if when is None:
        when = _carried(deed, story)
    if when is None:
        return "", "", ""
    if when.form == "since-when" and (LASTING - {"blocking"} | _HELD).isdisjoint(deed.types):
        return when.first, "", "date:since-when"  # waiting since March 9, when cutters blocked two boats
    if when.form == "since_then":
        base = _base(when, story, groups) if not LASTING.isdisjoint(deed.types) else None
        return (base.isoformat(), when.today, "date:since") if base is not None else ("", "", "")
    if when.form.startswith("since"):
        return when.first, when.last, "date:since"
    if when.shift is not None:
        base = _base(when, story, groups)
        if base is None:
            return "", "", ""
        return (base + dt.timedelta(when.shift)).isoformat(), "", f"date:{when.form}"
    return when.first, when.last, f"date:{when.form}"


def _carried(deed: Deed, story: Story) -> When | None:
    """Return the date of the sentences before in the same paragraph, where they tell of no other deed."""
    paragraph = story.lines[deed.line].sentence.paragraph
    for back in range(deed.line - 1, max(deed.line - 3, -1), -1):
        if story.lines[back].sentence.paragraph != paragraph and back < deed.line - 1:
            break
        line = story.lines[back]
        stretch = next((one for one in story.whens[back] if one.last), None)
        if stretch is not None and _ALL_THAT_TIME.match(story.folded, story.lines[deed.line].sentence.start):
            return stretch
        if any(act.line == back and not _only_names(act, deed) for act in story.acts) or line.sentence.headline:
            old = [one for one in story.whens[back] if one.form in {"year", "ago"} and len(one.first) == 4]
            alone = old and len(story.whens[back]) == 1 and line.sentence.paragraph == paragraph
            return old[0] if alone and story.whens[back][0].start < line.tokens[0].start + 4 else None
        when, _ = dates_of(line, story.whens[back], _told_at(deed, line, story))
        stays = when is not None and when.form in {"since", "since_then"} and LASTING.isdisjoint(deed.types)
        if when is not None and not stays and not is_of_coming(line, when):  # they had lain there since Friday
            same = story.lines[back].sentence.paragraph == paragraph
            return when if same or len(when.first) == 10 else None
    return None


def _only_names(act: Act, deed: Deed) -> bool:
    """Say whether a sentence only names what the next one tells: made public a near collision of March 2."""
    named = act.initiator is None and act.target is None and act.rule.endswith(" noun")
    return named and not set(act.types).isdisjoint(deed.types)


def _told_at(deed: Deed, line: Line, story: Story) -> int:
    """Return where a sentence before names what a deed goes back to, or its end: hurt in an attack on May 3; had …."""
    tokens = story.lines[deed.line].tokens
    opened = [one.text for one in line.tokens[:4]]
    if "s" in opened[1:3] and any("incident" in one.kinds for one in line.tokens[:4]):
        return 0  # Thursday's scare was told on Saturday
    if not had(deed, story) and all(one.text != "had" for one in tokens[:6]):
        return len(line.tokens)
    named = (at for at, one in enumerate(line.tokens) if "incident" in one.kinds)
    return next(named, len(line.tokens))


def had(deed: Deed, story: Story) -> bool:
    """Say whether a deed stands in the pluperfect: a week ago warning shots had been fired."""
    tokens = story.lines[deed.line].tokens
    at = deed.act.verb if deed.act.verb >= 0 else deed.act.token
    nouns = 2 if deed.act.rule.startswith(("instrument", "noun")) else 0
    return any(one.text == "had" for one in tokens[max(at - 3, 0) : at + nouns])


#: What lasted as long as what was told before.
_ALL_THAT_TIME: Final = re.compile(
    r"(?:for (?:the whole|all|most|much) of|throughout|(?:for )?all|during|in) (?:that|this|those|these|the same) "
    r"(?:time|period|stay|while|stretch|week|month|span)\b|(?:throughout|all the while|all along|meanwhile)\b"
)


def _base(when: When, story: Story, groups: Sequence[Incident]) -> dt.date | None:
    """Return the day that 'the previous day' counts from: the last day named before it, or the day of the article.

    'The same day' counts from a day that is told, and from nothing else.
    """
    if when.shift:
        told = _told_last(when, story, groups)
        if told is not None and told + dt.timedelta(when.shift) <= story.today:
            return told
    before: list[When] = []
    said: list[When] = []
    for line, whens in zip(story.lines, story.whens, strict=True):
        for one in whens:
            if one.end <= when.start and len(one.first) == 10:
                (said if is_said(line, one) else before).append(one)
    for one in reversed(before):  # counted from the day of the article, two days later would not have come yet
        day = dt.date.fromisoformat(one.first)
        if day + dt.timedelta(when.shift or 0) <= story.today:
            return day
    dated = [group for group in groups if len(group.first) == 10]
    if when.shift == 0:
        return dt.date.fromisoformat(dated[-1].first) if dated else None
    if said:
        return dt.date.fromisoformat(said[-1].first)
    return story.today if (when.shift or 0) < 0 else None  # a day after: after what, nobody knows


def _told_last(when: When, story: Story, groups: Sequence[Incident]) -> dt.date | None:
    """Return the day of the incident told right before, where no day is named since: on Friday, … A day later."""
    here = next((index for index, line in enumerate(story.lines) if when.start < line.sentence.end), 0)
    dated = [(max(one for one in group.lines if one < here), group) for group in groups if group.lines[0] < here]
    if not dated:
        return None
    last, group = max(dated, key=lambda one: one[0])
    named = any(
        len(one.first) == 10 and one.end <= when.start for whens in story.whens[last : here + 1] for one in whens
    )
    return dt.date.fromisoformat(group.first) if len(group.first) == 10 and not named else None


def overlap(first: str, last: str, other_first: str, other_last: str) -> bool:
    """Say whether two stretches of partial dates may be one; a year alone agrees with years alone."""
    if len(first) != len(other_first) and 4 in {len(first), len(other_first)}:
        return False
    return model.first_day(first) <= model.last_day(other_last or other_first) and model.first_day(
        other_first
    ) <= model.last_day(last or first)


def age_of(first: str, today: dt.date) -> int:
    """Return how many days before ``today`` the last day of a partial date lies."""
    return (today - dt.date.fromisoformat(model.last_day(first))).days


def is_overtaken(first: str, group: Incident, deed: Deed, story: Story) -> bool:
    """Say whether a day is older than the news that stands between an incident without a date and a deed of that day.

    The jamming began on Feb. 22. On December 9 the same ship had been hosed.
    """
    for index in range(max(group.lines[0] - 2, 0), deed.line):
        for when in story.whens[index]:
            newer = len(when.first) == 10 and not when.ahead and first < later(when.first, -NEWS_DAYS // 2)
            if newer and not is_said(story.lines[index], when):
                return True
    return False


def days_between(first: str, other: str) -> int:
    """Return how many days lie between two days; less than none where the second is the earlier."""
    return (dt.date.fromisoformat(other) - dt.date.fromisoformat(first)).days


def later(date: str, days: int) -> str:
    """Return the day that many days after a day."""
    return (dt.date.fromisoformat(date) + dt.timedelta(days)).isoformat()


def give_dates(groups: Sequence[Incident], story: Story) -> None:
    """Give a date to incidents that have none: of 'the incident', of what was said, or of the article."""
    telling = {line for one in groups for line in one.lines if one.basis != "date:counted-back"}
    then = anniversaries.remembered(story)
    if then is not None and any(one.first[:4] == then.first[:4] for one in groups):
        then = None  # what is told with that day
    for group in groups:
        if group.basis in {"date:span", "date:weekend", "date:ago"} and group.last:
            _refine(group, story, telling)
        elif len(group.first) == 7 and not group.last:
            _refine_month(group, story)
        if group.first:
            continue
        if group.day_of is not None and group.day_of.first:
            group.first, group.last, group.basis = group.day_of.first, group.day_of.last, group.day_of.basis
            continue
        if then is not None and story.lines[min(group.lines)].sentence.start > then.start:
            group.first, group.last, group.basis = then.first, "", "date:remembered"
            continue
        donor = _donor(group, story, telling)
        if donor is not None:
            group.first, group.last, group.basis = donor.first, donor.last, "date:of-the-incident"
            continue
        beside = _told_beside(group, groups, story)
        if beside is not None:
            group.first, group.last, group.basis = beside.first, beside.last, beside.basis
            continue
        said = next((deed.said for deed in group.deeds if deed.said is not None and len(deed.said.first) == 10), None)
        late = said is None or _is_told(said, group, story) or not _FOUND.isdisjoint(group.types)
        coming = _beside(group, story, telling, coming=True) if late else None
        lead = of_the_lead(story) if said is None or _is_told(said, group, story) else None
        if lead is not None:
            group.first, group.last, group.basis = lead.first, lead.last, "date:of-the-lead"
        elif coming is not None:
            group.first, group.last, group.basis = coming.first, coming.last, "date:of-the-incident"
        elif said is not None:
            group.first, group.basis = said.first, "date:day-it-was-said"
        else:
            day = _day_of_the_lead(story)
            basis = "date:day-of-the-article" if day is None else "date:of-the-lead"
            group.first, group.basis = story.today.isoformat() if day is None else day.first, basis


#: Dates of the lead that a day told further on may not stand for: earlier this month.
_STRETCHES: Final = frozenset({"span", "weekend", "month"})


def of_the_lead(story: Story) -> When | None:
    """Return the week or month of the first sentence of the text, where it is recent: earlier this month."""
    lead = next((index for index, line in enumerate(story.lines) if not line.sentence.headline), -1)
    when = dates_of(story.lines[lead], story.whens[lead], 0)[0] if lead >= 0 else None
    if when is None or when.form not in _STRETCHES or not when.first:
        return None
    return when if age_of(when.last or when.first, story.today) <= LEAD_DAYS else None


def _day_of_the_lead(story: Story) -> When | None:
    """Return the day that the first sentence gives to all that is told behind it: two clashes on Wednesday."""
    lead = next((index for index, line in enumerate(story.lines) if not line.sentence.headline), -1)
    when = dates_of(story.lines[lead], story.whens[lead], 0)[0] if lead >= 0 else None
    if when is None or len(when.first) != 10 or when.last or is_of_coming(story.lines[lead], when):
        return None
    return when if 0 <= age_of(when.first, story.today) <= NEWS_DAYS else None


def _is_told(when: When, group: Incident, story: Story) -> bool:
    """Say whether a date of an incident's sentences is only that on which somebody said so."""
    return any(when in story.whens[index] and is_said(story.lines[index], when) for index in group.lines)


def _told_beside(group: Incident, groups: Sequence[Incident], story: Story) -> Incident | None:
    """Return the incident of a day that the sentences before in the same paragraph tell of."""
    paragraph = story.lines[group.lines[0]].sentence.paragraph
    for other in reversed(groups):
        there = other.lines[0] < group.lines[0] and story.lines[other.lines[-1]].sentence.paragraph == paragraph
        if other is not group and there and len(other.first) == 10:
            return other
    return None


def _refine(group: Incident, story: Story, telling: set[int]) -> None:
    """Take the day of the next sentence in place of a week that holds it: last week; the ship sailed on Aug. 31."""
    told = _of_the_incident(group, story)
    near = [when for line in group.lines for whens in story.whens[line + 1 : line + 3] for when in whens]
    if told is not None and (told in near or group.first <= told.first <= group.last):
        group.first, group.last, group.basis = told.first, told.last, "date:of-the-incident"
        return
    for index in (line + away for line in reversed(group.lines) for away in (1, 2)):
        if index in telling or index >= len(story.lines):
            continue
        when, _ = dates_of(story.lines[index], story.whens[index], 0)
        if when is not None and when.last and LASTING.issuperset(group.types) and _holds(when, group):
            group.first, group.last, group.basis = when.first, when.last, f"date:{when.form}"
            return
        if when is not None and len(when.first) == 10 and not when.last and group.first <= when.first <= group.last:
            group.first, group.last, group.basis = when.first, "", f"date:{when.form}"
            return


def _refine_month(group: Incident, story: Story) -> None:
    """Take the day that the next sentences give to 'the attack' in place of a month that holds it."""
    told = _of_the_incident(group, story)
    near = [when for line in group.lines for whens in story.whens[line : line + 3] for when in whens]
    if told is not None and told in near and len(told.first) == 10 and told.first.startswith(group.first):
        group.first, group.last, group.basis = told.first, told.last, "date:of-the-incident"


def _holds(when: When, group: Incident) -> bool:
    """Say whether a stretch of days holds the first day of an incident, as April 16 to May 6 holds this week."""
    return len(when.first) == len(when.last) == 10 and when.first <= group.first <= when.last


def _donor(group: Incident, story: Story, telling: set[int]) -> When | None:
    """Return the date of 'the incident', or else of a sentence that stands beside it."""
    return _of_the_incident(group, story) or _beside(group, story, telling)


def _of_the_incident(group: Incident, story: Story) -> When | None:
    """Return the date that a sentence gives to 'the incident' or 'the confrontation', near and recent."""
    found: list[tuple[int, When]] = []
    for index, line in enumerate(story.lines):
        if not story.whens[index] or "retold" in line.kinds:
            continue
        it = line.tokens[0].text in {"it", "this", "that"} if line.tokens else False
        for position, token in enumerate(line.tokens):
            if "incident" in token.kinds and not _REPORTS.isdisjoint(line.words[max(position - 3, 0) : position]):
                continue  # came ashore on Tuesday and reported the incident to the police
            if "incident" in token.kinds or "happen" in token.kinds or (it and position == 1 and token.text == "was"):
                when, said = dates_of(line, story.whens[index], position)
                when = _days_after(when or said, line, position) or _counted(when, story)
                most = 36525 if it and position < 3 else LEAD_DAYS  # it happened on 29 October 2023
                day = when is not None and len(when.first) == 10
                month = when is not None and len(when.first) == 7 and it and position == 1 and not when.last
                if when is not None and month and "happen" in token.kinds:  # that happened in May
                    return when
                if when is not None and day and 0 <= age_of(when.first, story.today) <= most:
                    away = min(abs(index - one) for one in group.lines)
                    found.append((away, when))
                break
    return min(found, key=lambda one: one[0])[1] if found else None


_REPORTS: Final = frozenset("reported reporting relayed recounted narrated described".split())


def _days_after(when: When | None, line: Line, incident: int) -> When | None:
    """Return the day of an incident of which a day is told that was so many days after it: a day after the clash."""
    words = line.words[max(incident - 5, 0) : incident]
    if when is None or len(when.first) != 10 or "after" not in words[-3:]:
        return None
    at = len(words) - 1 - words[::-1].index("after")
    unit = words[at - 1].removesuffix("s") if at > 1 else ""
    count = 1 if words[at - 2] == "the" else COUNTS.get(words[at - 2], 0)
    if unit not in UNITS or not count:
        return None
    return replace(when, first=later(when.first, -count * UNITS[unit]))


def _counted(when: When | None, story: Story) -> When | None:
    """Return a date with the day that it counts to: the incident, which happened two days earlier."""
    if when is None or when.shift is None:
        return when
    base = _base(when, story, [])
    return None if base is None else replace(when, first=(base + dt.timedelta(when.shift)).isoformat(), shift=None)


def _beside(group: Incident, story: Story, telling: set[int], *, coming: bool = False) -> When | None:
    """Return the recent day of a sentence beside the incident that tells of nothing else, or of coming or going."""
    for away in (1, -1, 2, -2, -3, 3, -4):
        for index in group.lines:
            near = index + away
            if not 0 <= near < len(story.lines) or near in telling:
                continue
            at = len(story.lines[near].tokens) if coming else 0
            whens = _without_stays(story.lines[near], story.whens[near])
            when = _counted(dates_of(story.lines[near], whens, at)[0], story)
            if when is None or len(when.first) != 10 or is_of_coming(story.lines[near], when) != coming:
                continue
            if when.form.startswith("since") and LASTING.isdisjoint(group.types):
                continue  # had been on patrol since Sunday
            if 0 <= age_of(when.first, story.today) <= LEAD_DAYS:
                return when
    return None


def _without_stays(line: Line, whens: Sequence[When]) -> list[When]:
    """Return the dates of a sentence without those on which something was still so: was still there on Wednesday."""
    found = []
    for when in whens:
        before = bisect_right(line.tokens, when.start, key=attrgetter("end"))
        if all(one.text not in {"still", "remained", "again"} for one in line.tokens[max(before - 4, 0) : before]):
            found.append(when)
    return found
