"""Warships of other countries that sail past what is claimed here: operations for the freedom of navigation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.extraction.gathering import dating
from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.when.saying import is_said
from scs_tracker.extraction.who.parties import is_place

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

_RECENT_DAYS: Final = 45
_SAILS: Final = re.compile(
    r"\b(?:sail(?:ed|ing|s)?|pass(?:ed|ing|es)|transit(?:ed|ing|s)?|steam(?:ed|ing)|navigat(?:ed|ing)|operat(?:ed|ing)"
    r"|enter(?:ed|ing|s)?|intrud(?:ed|ing)|trespass(?:ed|ing)|went (?:past|by|within)|came within)\b"
)
#: What an American warship does near a feature for no other reason.
_CLOSE: Final = re.compile(r"\bsail(?:ed|ing|s)? (?:\w+ ){0,2}(?:near|within|past|close to|around|by)\b")
_NOT_DONE: Final = frozenset({"hypothetical", "negation", "habit"})


class Passage(NamedTuple):
    """A warship that sailed past something.

    Attributes
    ----------
    line
        The sentence that tells of it.
    country
        Whose ship it is.
    when
        The day that the sentence gives, or None.
    close
        It alone tells of an operation, without anybody calling it one.
    """

    line: int
    country: str
    when: When | None
    close: bool


def find(story: Story) -> list[Passage]:
    """Return the passages that an article tells of, in its order."""
    found = []
    for index, line in enumerate(story.lines):
        sentence = line.sentence
        if not _SAILS.search(story.folded, sentence.start, sentence.end) or not _NOT_DONE.isdisjoint(line.kinds):
            continue
        country = _whose(line)
        if not country or not any("place" in token.kinds for token in line.tokens):
            continue
        close = country == "US" and _CLOSE.search(story.folded, sentence.start, sentence.end) is not None
        found.append(Passage(index, country, day_of(story, index), close))
    return found


def _whose(line: Line) -> str:
    """Return the country, none of this sea's, whose warship a sentence names."""
    for party in line.parties:
        if party.country in CLAIMANTS or party.country in {"", "elsewhere", "XX"} or is_place(party, line.tokens):
            continue
        if party.head == "vessel" and party.service in {"navy", ""}:
            return party.country
    return ""


def day_of(story: Story, index: int) -> When | None:
    """Return the recent day that a sentence gives for what it tells, or None.

    Parameters
    ----------
    story
        The article.
    index
        Of the sentence.
    """
    line = story.lines[index]
    for when in story.whens[index]:
        known = len(when.first) == 10 and when.form != "span" and when.shift is None and not when.ahead
        if known and not is_said(line, when) and dating.age_of(when.first, story.today) <= _RECENT_DAYS:
            return when
    return None
