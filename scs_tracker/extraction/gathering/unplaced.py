"""Words that name a place which the gazetteer does not know, or cannot tell from others of the name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.where.places import Spot, resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.story import Story

_FEATURE: Final = r"(?:shoals?|reefs?|banks?|islands?|islets?|cays?|atolls?|rocks?|sandbars?)"
_MEASURED: Final = (
    r"(?:(?:about|around|some|roughly|nearly) )?\d[\d.,]* ?-?(?:nautical miles?|miles?|nm|km|kilomet(?:er|re)s?)"
    r"(?: (?:to the )?[a-z-]+)?(?: of| off| from| away from)"
)
_WHERE: Final = (
    rf"(?:{_MEASURED}|near(?: to)?|close to|at|off|around|over|in|inside|outside|on|east of|west of|north of|south of)"
)
_NAMED: Final = re.compile(rf"\b{_WHERE}(?: the)? (?P<name>(?:[A-Z][\w'’-]+ ){{1,3}}(?i:{_FEATURE}))\b")
_NAMELESS: Final = re.compile(rf"\b{_WHERE} (?:an?|another|one)(?: [a-z-]+){{0,2}} {_FEATURE}\b")


def named(story: Story, lines: list[int]) -> Spot | None:
    """Return the first name in these sentences that has a capital and a word such as reef, and no place."""
    for index in lines:
        tokens = story.lines[index].tokens
        placed = [
            token
            for spot in story.spots_of(index)
            for token in tokens[spot.first : spot.after]
            if "place" in token.kinds
        ]
        for match in _found(_NAMED, story, index):
            start, end = match.span("name")
            if not any(token.start < end and start < token.end for token in placed):
                return _spot(match.group(), match["name"], story)
    return None


def nameless(story: Story, lines: list[int]) -> Spot | None:
    """Return what these sentences say of a place without a name: near a reef."""
    return next((_spot(match.group(), "", story) for index in lines for match in _found(_NAMELESS, story, index)), None)


def _found(pattern: re.Pattern[str], story: Story, index: int) -> Iterator[re.Match[str]]:
    sentence = story.lines[index].sentence
    return pattern.finditer(story.text, sentence.start, sentence.end)


def _spot(words: str, name: str, story: Story) -> Spot | None:
    """Return the words with the geocoder's answer, which says why they have no position."""
    position = resolver()(words, story.codes)
    if position.status == "resolved":
        return None
    return Spot(0, 0, " ".join(words.split()), position, " ".join(name.split()), sea=True)
