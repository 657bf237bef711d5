"""Whether a deed and an incident may be one: sides, places, and another encounter of the same day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering.refining import is_open, reach_km
from scs_tracker.geocoding.context import kilometres

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.settling.sides import Side
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.where.places import Spot

#: Words that begin another encounter of the same day.
_CLOCK: Final = re.compile(
    r"\b\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)\b|\bat \d{1,2}:\d\d\b|\b\d{4} hours\b"
    r"|\bhours? (?:later|earlier|before|after)\b"
    r"|\bearlier (?:in the|that) (?:morning|day|afternoon)\b"
    r"|\blater (?:in the|that) (?:morning|day|afternoon|evening)\b"
)
_SECOND: Final = re.compile(
    r"\bin the (?:second|third)\b(?! (?:half|hour|week|place))"
    r"|\b(?:a|the) second (?:time|encounter|incident|collision|episode)\b"
    r"(?! (?:this|in|within|since|in the space of|inside|over) (?:less than )?(?:a|an|the|that|one|two|three|four|five"
    r"|as many|\d+|week|month|year|last|past|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|this)\b)"  # counts it among those of the week
    r"|^in the other\b(?! (?:hand|boat|ship|direction|side))"
)
#: What makes a second time one of the same encounter: struck it a second time minutes later.
_SOON: Final = re.compile(
    r"\b(?:minutes|moments|seconds) (?:later|after|afterwards)\b|\bshortly (?:after|afterwards)\b|\bthen\b"
)
#: Without one of these nothing is a second encounter.
_ORDINALS: Final = ("second", "third", "in the other")


#: What one encounter is made of.
_PASSES: Final = re.compile(
    r"\b(?:first|second) (?:pass(?:es)?|attempts?|approach|try|round|run|sweep|volley|salvo|manoeuvre|maneuver)\b"
)


def _in_passes(group: Incident, story: Story) -> bool:
    """Say whether an incident is told by its passes: in the first pass; in the second one of them fired flares."""
    spans = (story.lines[index].sentence for index in group.lines)
    return any(_PASSES.search(story.folded, one.start, one.end) for one in spans)


def _is_of_several(group: Incident, story: Story) -> bool:
    """Say whether an incident is told as made of several turns: a cutter twice blocked a boat."""
    turns = (one.act.token for one in group.deeds if one.line == group.lines[0])
    tokens = story.lines[group.lines[0]].tokens
    return any(not _TURNS.isdisjoint([one.text for one in tokens[max(at - 3, 0) : at + 1]]) for at in turns)


_TURNS: Final = frozenset({"twice", "thrice", "repeatedly"})


def another_pair(deed: Deed, group: Incident, story: Story) -> bool:
    """Say whether a sentence tells of another encounter: another hour and other vessels, or the second of two."""
    if deed.line in group.lines:
        return _is_hours_later(deed, group, story)
    sentence = story.lines[deed.line].sentence
    words = story.folded[sentence.start : sentence.end]
    second = (
        any(one in words for one in _ORDINALS)
        and _SECOND.search(words) is not None
        and _SOON.search(words) is None
        and not _in_passes(group, story)
        and not ("second time" in words and (_is_of_several(group, story) or _is_twice_in_it(deed, words, story)))
    )
    if second or _is_this_time(deed, group, words, story) or _other_ships(deed, group, words, story):
        return True
    both = deed.act.initiator is not None and deed.act.target is not None
    if not (both or "role:two-in-the-sentence" in deed.rules):
        return False
    mine = {code for code, named in deed.target.codes.items() if named}
    theirs = {code for code, named in group.target.codes.items() if named}
    if mine & set(group.initiator.codes):
        return False
    return bool(mine and theirs and not mine & theirs and _CLOCK.search(words))


def _is_twice_in_it(deed: Deed, words: str, story: Story) -> bool:
    """Say whether a sentence tells of the first time as well: struck, turned, and struck it a second time."""
    line = story.lines[deed.line]
    ends = line.sentence.start + words.index("second time")
    acts = {act.token for act in story.acts if act.line == deed.line and line.tokens[act.token].end <= ends}
    return len(acts) > 1


def _is_this_time(deed: Deed, group: Incident, words: str, story: Story) -> bool:
    """Say whether a sentence opens the other of two that are told of: twice in one day …. This time another jet …."""
    if not words.startswith(("this time", "the second time")):
        return False
    start = story.lines[min(group.lines)].sentence.start
    return _TWO_OF_THEM.search(story.folded, start, story.lines[deed.line].sentence.start) is not None


_TWO_OF_THEM: Final = re.compile(
    r"\b(?:twice|two (?:encounters|incidents|meetings|clashes|brushes|occasions|passes)|the first (?:encounter|incident"
    r"|meeting|clash|brush|occasion|time|episode))\b"
)


def _is_hours_later(deed: Deed, group: Incident, story: Story) -> bool:
    """Say whether the same sentence tells of another clash: …; two hours later a trawler knocked against a cutter."""
    tokens = story.lines[deed.line].tokens
    before = max((one.act.token for one in group.deeds if one.line == deed.line), default=deed.act.token)
    words = [one.text for one in tokens[before : deed.act.token]]
    if ";" not in words or "later" not in words or _SPANS.isdisjoint(words):
        return False
    mine, theirs = set(deed.target.codes), set(group.target.codes)
    return bool(mine and theirs) and mine.isdisjoint(theirs) and mine.isdisjoint(group.initiator.codes)


_SPANS: Final = frozenset({"hour", "hours", "minutes"})


def _other_ships(deed: Deed, group: Incident, words: str, story: Story) -> bool:
    """Say whether a deed and an incident have an hour each, and ships that are named each: two clashes of a day."""
    here = {*deed.initiator.units, *deed.target.units}
    there = {unit for one in group.deeds for side in (one.initiator, one.target) for unit in side.units}
    if not here or not there or here & there:
        return False
    spans = [story.lines[index].sentence for index in group.lines]
    sides = ({*deed.initiator.units}, {*deed.target.units})
    if _MINUTES.search(words) is not None and all(sides):  # minutes afterwards another two met
        return all({unit for one in group.deeds for unit in side(one)} for side in _SIDES)
    if _CLOCK.search(words) is not None:
        return any(_CLOCK.search(story.folded, one.start, one.end) for one in spans)
    part = _PART.search(words)
    others = {found[0] for one in spans for found in _PART.finditer(story.folded, one.start, one.end)}
    return part is not None and bool(others) and part[0] not in others


def _doers(deed: Deed) -> set[str]:
    return set(deed.initiator.units)


def _sufferers(deed: Deed) -> set[str]:
    return set(deed.target.units)


_SIDES: Final = (_doers, _sufferers)
_MINUTES: Final = re.compile(r"\bminutes (?:later|afterwards|after that)\b")
_PART: Final = re.compile(r"\b(?:morning|forenoon|afternoon|evening|dusk|nightfall)\b")


def reverses(deed: Deed, group: Incident) -> bool:
    """Say whether a deed has the sides of an incident the other way round."""
    here, mine = group.initiator.countries(), deed.initiator.countries()
    if mine & here:
        return False
    return not (mine.isdisjoint(group.target.countries()) and here.isdisjoint(deed.target.countries()))


def is_known(side: Side, before: Side) -> bool:
    """Say whether an incident has named services of all the countries of a side, so that a guess adds nothing."""
    return side.countries() <= {code[:2] for code, named in before.codes.items() if named}


def is_unsaid(deed: Deed) -> bool:
    """Say whether a sentence names nobody who did it, and calls who suffered by a word alone: the ship was expelled."""
    target = deed.act.target
    plain = target is not None and target.definite and not target.service and (not target.country or target.guessed)
    return deed.act.initiator is None and plain and target is not None and target.head == "vessel" and not target.units


def agrees(deed: Deed, group: Incident, story: Story) -> bool:
    """Say whether a deed may belong to an incident."""
    return sides_agree(deed, group) and places_agree(deed, group) and not another_pair(deed, group, story)


def sides_agree(deed: Deed, group: Incident) -> bool:
    """Say whether a deed and an incident are of the same countries, as far as both name them."""
    mine = {code[:2] for code in (*deed.initiator.codes, *deed.target.codes)}
    theirs = {code[:2] for code in (*group.initiator.codes, *group.target.codes)}
    if len(theirs) >= 2 and len(mine) >= 2:
        return mine <= theirs or theirs <= mine
    return bool(mine & theirs)


def same_sides(deed: Deed, group: Incident) -> bool:
    """Say whether a deed has both sides of an incident, the same way round."""
    one = bool(deed.initiator.countries()) and deed.initiator.countries() <= group.initiator.countries()
    return one and bool(deed.target.countries()) and deed.target.countries() <= group.target.countries()


def _is_measured_from(spot: Spot, other: Spot) -> bool:
    """Say whether one place is a distance from the other, and not too far to be called so: 85 miles off the shoal."""
    if spot.position.method != "offset" or other.position.method != "feature" or spot.name != other.name:
        return False
    lat, lon = other.position.lat or 0.0, other.position.lon or 0.0
    return kilometres(spot.position.lat or 0.0, spot.position.lon or 0.0, lat, lon) <= _OFF


#: So many kilometres from a reef is still said to be off it.
_OFF: Final = 170.0


def places_agree(deed: Deed, group: Incident) -> bool:
    """Say whether a deed lies where an incident does, as far as both say it."""
    spot = deed.spot
    if spot is None or spot.way or is_open(spot):
        return True
    for other in group.deeds:
        there = other.spot
        if there is None or there.way or is_open(there):
            continue
        if there.position is spot.position or _is_measured_from(spot, there) or _is_measured_from(there, spot):
            return True
        here_lat, here_lon = spot.position.lat or 0.0, spot.position.lon or 0.0
        away = kilometres(here_lat, here_lon, there.position.lat or 0.0, there.position.lon or 0.0)
        if away > 40.0 + reach_km(spot) + reach_km(there):
            return False
    return True
