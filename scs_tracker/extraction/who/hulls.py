"""The name, or the number on the hull, that stands behind what a ship is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.words.lexicon import lexicon
from scs_tracker.extraction.words.units import of_hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

#: A hull number.
HULL: Final = re.compile(r"\d{2,5}")
_MEASURES: Final = frozenset(
    "metres meters m metre meter yards feet ft km kilometres kilometers nautical miles nm nmi tons tonnes to".split()
)


def name_after(tokens: Sequence[Token], position: int, text: str) -> int:
    """Return where the name of a ship ends that stands behind what she is: the carrier Carl Vinson."""
    after = position
    while after < len(tokens) and after - position < 3 and not tokens[after].kinds:
        start = tokens[after].start
        if not text[start : start + 1].isupper() or text[tokens[after - 1].end : start] != " ":
            break
        after += 1
    following = tokens[after].kinds if after < len(tokens) else {}
    return position if "report" in following or ("sign" not in following and following.get("head")) else after


def is_hull(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a number behind a ship is the one on her hull: the cutter 4302, but not ships 30 metres off."""
    if HULL.fullmatch(tokens[position].text) is None or len(tokens[position].text) < 3:
        return False
    if tokens[position - 1].text.endswith("s"):
        return False
    following = tokens[position + 1].text if position + 1 < len(tokens) else ""
    return following not in _MEASURES


def is_alone(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a number stands for a ship by itself: ordered 5403 out of the area, but not 5403 tonnes of fish."""
    if tokens[position].text.startswith(("19", "20")) and len(tokens[position].text) == 4:
        return False
    before = tokens[position - 1] if position else None
    if before is not None and (before.text in _NOT_BEFORE or {"month", "country", "head"} & before.kinds.keys()):
        return False
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is None or following.text in _MEASURES:
        return following is None
    return not {"sign", "verb"}.isdisjoint(following.kinds) or following.text in _ENDS or following.text in _WAYS


_NOT_BEFORE: Final = frozenset(
    {"$", "to", "of", "about", "some", "than", "least", "route", "block", "nearly", "over", "in"}
)
_WAYS: Final = frozenset({"out", "off", "away", "and", "with", "from", "into", "before", "until", "by"})


def goes_on(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a second number follows that of a ship: the Haijian 75 and 84 placed themselves in between."""
    if tokens[position].text != "and" or not tokens[position - 1].text[-1:].isdigit() or position + 1 >= len(tokens):
        return False
    if HULL.fullmatch(tokens[position + 1].text) is None:
        return False
    following = tokens[position + 2] if position + 2 < len(tokens) else None
    return following is None or not {"sign", "verb"}.isdisjoint(following.kinds) or following.text in _ENDS


_ENDS: Final = frozenset("were are was had have came to as in near at on off who which that while".split())


#: What stands before a number that is a ship.
BEFORE_HULL: Final = frozenset({"the", "number", "our"})


def bare_hull(tokens: Sequence[Token], index: int) -> str:
    """Return the hull number that stands for a ship of the list of units: the 5403 circled, ordered 5403 out."""
    at = index + (tokens[index].text in BEFORE_HULL)
    number = tokens[at].text if at < len(tokens) else ""
    if len(number) < 4 or not HULL.fullmatch(number) or not of_hull(number, lexicon()):
        return ""
    return number if at > index or is_alone(tokens, at) else ""
