"""Whether an incident is news or only retold: old, older than the news, set back by a word, or disclosed late."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering.dating import LEAD_DAYS, NEWS_DAYS, age_of, had, of_the_lead, overlap
from scs_tracker.extraction.when.begun import UNITS
from scs_tracker.extraction.when.dates import COUNT, COUNTS
from scs_tracker.extraction.when.saying import is_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story

#: What may hold back the first sentence of an article that discloses something.
_LEADS: Final = frozenset({"", "guard:habitual", "guard:no-actor", "guard:nothing-at-sea"})
_LEAD_LINES: Final = 3


def _is_dated(story: Story, index: int) -> bool:
    """Say whether a sentence tells of something that was in the last weeks."""
    return any(
        when.first
        and not when.ahead
        and len(when.first) == 10
        and age_of(when.last or when.first, story.today) <= LEAD_DAYS // 4
        for when in story.whens[index]
    )


def _is_summed_up(group: Incident, lead: Sequence[int], story: Story) -> bool:
    """Say whether an incident is one of several that the lead announces: two incidents this month."""
    sentence = story.lines[lead[0]].sentence if lead and len(group.first) == 10 else None
    if sentence is None or _SEVERAL.search(story.folded, sentence.start, sentence.end) is None:
        return False
    counted = _WITHIN.search(story.folded, sentence.start, sentence.end)
    if counted is not None:  # has protested twice in a month
        days = (COUNTS.get(counted["count"]) or int(counted["count"])) * _STRETCH[counted["unit"]]
        return age_of(group.last or group.first, story.today) <= days + NEWS_DAYS
    if _SINCE_LATELY.search(story.folded, sentence.start, sentence.end) is not None:
        return age_of(group.last or group.first, story.today) <= LEAD_DAYS // 4
    span = of_the_lead(story)
    if span is None:  # had two brushes on their voyage, officers disclosed
        disclosed = any(one.text in _DISCLOSED for one in story.lines[lead[0]].tokens)
        return disclosed and age_of(group.last or group.first, story.today) <= LEAD_DAYS
    return overlap(group.first, group.last, span.first, span.last)


def _is_counted_in(group: Incident, story: Story) -> bool:
    """Say whether the sentence before counts it among the news: it was the second time within a week that …."""
    before = story.lines[group.lines[0] - 1].sentence if group.lines[0] else None
    return before is not None and _NTH.search(story.folded, before.start, before.end) is not None


_NTH: Final = re.compile(
    r"\b(?:second|third|fourth|fifth) (?:such )?(?:time|incident|case|encounter|clash|confrontation|episode) "
    r"(?:in|within|inside|over) (?:the space of |less than |as many )?(?:a|one|the|two|three|four|five|six|\d+)? ?"
    r"(?:weeks?|days?|past week|last week)\b"
)


def _is_made_public(group: Incident, lead: Sequence[int], story: Story) -> bool:
    """Say whether somebody discloses an incident in these days: made public on Sunday a near-collision of March 2."""
    if len(group.first) != 10 or age_of(group.last or group.first, story.today) > LEAD_DAYS:
        return False
    for index in group.lines:
        opening = (
            index - 1
            if index and story.lines[index - 1].sentence.paragraph == story.lines[index].sentence.paragraph
            else index
        )
        for near in (opening, index):
            line = story.lines[near]
            if _DISCLOSES.search(story.folded, line.sentence.start, line.sentence.end) is None:
                continue
            said = [one for one in story.whens[near] if len(one.first) == 10 and is_said(line, one)]
            if any(0 <= age_of(one.first, story.today) <= NEWS_DAYS for one in said) or (not said and near in lead):
                return True
    return False


#: How something becomes known that was a while ago.
_DISCLOSES: Final = re.compile(
    r"\b(?:disclos(?:ed|es|ing)|reveal(?:ed|s|ing)|acknowledg(?:ed|es)|admit(?:ted|s)|confirm(?:ed|s)"
    r"|(?:ma(?:de|kes?)|became|went|goes|brought) (?:it )?(?:public|known)|(?:came|come|comes|brought) to light"
    r"|(?:only|just) now|for the first time|(?:details|footage|video|pictures|reports|word|news) (?:of .{0,40})?"
    r"(?:has |have )?(?:emerged|surfaced)|declassified|until now|kept (?:quiet|secret)|belated(?:ly)?"
    r"|undisclosed|unreported"
    r"|(?:released|uploaded|published|posted|shared|aired|issued|showed) (?:[a-z]+ ){0,3}"
    r"(?:videos?|footage|photos?|photographs|pictures|images|clips?|film|recordings?|stills))\b"
)


def _is_told_before_newer(group: Incident, groups: Sequence[Incident]) -> bool:
    """Say whether the incidents that are newer are told behind it, so that it opens the news."""
    newer = [one for one in groups if (one.last or one.first) > group.first and one is not group]
    return len(group.first) == 10 and bool(newer) and all(min(one.lines) > min(group.lines) for one in newer)


_STRETCH: Final = {**UNITS, "month": 31}
_WITHIN: Final = re.compile(
    rf"\b(?:in|within) (?:the space of )?(?P<count>{COUNT}) "
    r"(?P<unit>day|week|fortnight|month)s?\b"
)


#: Twice since the year began.
_SINCE_LATELY: Final = re.compile(
    r"\bsince (?:the (?:year|month|season|week|moratorium|ban) (?:began|started|opened)|(?:the )?new year\b|tet\b"
    r"|the (?:start|beginning|turn) of the (?:year|month|season))"
)
_DISCLOSED: Final = frozenset("disclosed revealed discloses reveals acknowledged confirmed".split())


_SEVERAL: Final = re.compile(
    r"\b(?:two|three|four|five|six|several|both|a (?:series|string|number) of)(?: \w+){0,2} "
    r"(?:incidents|cases|encounters|clashes|confrontations|collisions|brushes|run ins|occasions)\b"
    r"|\b(?:twice|three times)\b"
)


def _is_day_of_the_lead(group: Incident, lead: Sequence[int], story: Story) -> bool:
    """Say whether the first sentence names the day, or the second says so: it was on May 3 that …."""
    if len(group.first) != 10:
        return False
    named = (one for index in lead[:1] for one in story.whens[index] if not is_said(story.lines[index], one))
    if any(one.first == group.first for one in named):
        return True
    second = next((story.lines[index] for index in lead[1:2] if index in group.lines), None)
    if second is None:
        return False
    opened = {one.text for one in story.lines[lead[0]].tokens}
    return not _LEADS_TO.isdisjoint(opened) or [one.text for one in second.tokens[:3]] == ["it", "was", "on"]


#: What a first sentence has that is about what the second tells: a video, a word that comes late, a ruling.
_LEADS_TO: Final = frozenset(
    "video footage photographs photos pictures images surfaced emerged disclosed undisclosed unreported secret spoke "
    "court judge judges ruled fined sentenced convicted compensation".split()
)


def mark_background(groups: Sequence[Incident], deeds: Sequence[Deed], story: Story) -> None:
    """Say which incidents an article only retells, and by which rule.

    What is older than the news is news itself where nothing newer is told and the lead is about it, though it may not
    give its date: a study has found that ….
    """
    days = [age_of(group.last or group.first, story.today) for group in groups if len(group.last or group.first) == 10]
    newest = min(days, default=None)
    lead = [index for index, line in enumerate(story.lines) if not line.sentence.headline][:_LEAD_LINES]
    late = newest is not None and newest > NEWS_DAYS
    late = late and any(deed.line in lead[:1] and not deed.retold and deed.rejected in _LEADS for deed in deeds)
    other_news = (
        bool(lead)
        and not any(deed.line == lead[0] and deed.rejected != "guard:elsewhere" for deed in deeds)
        and _is_dated(story, lead[0])
    )
    for group in groups:
        age = age_of(group.last or group.first, story.today)
        marked = group.deeds[0].retold
        disclosed = late and newest is not None and age <= newest + NEWS_DAYS and not marked
        led = (any(index in lead for index in group.lines) or group.basis == "date:of-the-lead") and not marked
        first_told = not marked and (
            any(index in lead[:1] or story.lines[index].sentence.headline for index in group.lines)
            or _is_day_of_the_lead(group, lead, story)
        )
        young = led if age <= 2 * NEWS_DAYS else first_told
        disclosed = disclosed or (
            not marked and (_is_summed_up(group, lead, story) or _is_made_public(group, lead, story))
        )
        older = young and age <= 2 * NEWS_DAYS and _is_told_before_newer(group, groups)
        if len(group.first) == 4:
            group.background = "background:year-only"
        elif age > LEAD_DAYS and not (_is_summed_up(group, lead, story) and not marked):
            group.background = "background:old"
        elif len(group.first) == 7 and not (group.last and age <= NEWS_DAYS):
            alone = newest is None or newest > NEWS_DAYS
            group.background = "" if led and alone and not other_news else "background:month-only"
        elif age > NEWS_DAYS and not disclosed and not (young and age == newest) and not older:
            group.background = "background:older-than-the-news"
        elif marked and newest is not None and age > newest + 1 and not _is_counted_in(group, story):
            group.background = "background:marked"
        elif (
            newest is not None and age > newest + 4 and not disclosed and all(had(deed, story) for deed in group.deeds)
        ):
            group.background = "background:had-been"
