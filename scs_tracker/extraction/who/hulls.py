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


def goes_on(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a second number follows that of a ship: the Haijian 75 and 84 placed themselves in between."""
    if tokens[position].text != "and" or not tokens[position - 1].text[-1:].isdigit() or position + 1 >= len(tokens):
        return False
    if HULL.fullmatch(tokens[position + 1].text) is None:
        return False
    following = tokens[position + 2] if position + 2 < len(tokens) else None
    return following is None or not {"sign", "verb"}.isdisjoint(following.kinds) or following.text in _ENDS


_ENDS: Final = frozenset("were are was had have came to as in near at on off who which that while".split())


def bare_hull(tokens: Sequence[Token], index: int) -> str:
    """Return the hull number that stands for a ship of the list of units: the 5403 circled."""
    if tokens[index].text != "the" or index + 1 >= len(tokens):
        return ""
    number = tokens[index + 1].text
    return number if len(number) > 3 and HULL.fullmatch(number) and of_hull(number, lexicon()) else ""
