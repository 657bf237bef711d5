"""Bearings: 16 winds and their words in all languages, degrees true, ranges of winds.

::

    bearing = {"due" | "bearing" ["of"]} (degrees | wind [("to" | "-" | "or") wind])
    degrees = number ["degrees"] ["true"]         marked by 'bearing' or 'true', or beside a distance: 12 nm 090 from
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.numbers import decimal, has, is_sign
from scs_tracker.geocoding.records import Bearing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.tokens import Token

#: Half-widths of the sectors, in degrees: of the 16 winds, of the 8, with 'due', of whole degrees.
SIXTEENTH: Final = 11.25
EIGHTH: Final = 22.5
DUE: Final = 5.0
DEGREE: Final = 0.5
#: A line of a log that is a place has no more tokens.
_LOG: Final = 5
#: Kinds of tokens with which a bearing can begin.
OPENING: Final = frozenset({"bearing", "due", "bearingword", "number"})
#: What stands between two winds.
_JOINING: Final = frozenset({"and", "to", "or", "sign"})


def bearing(tokens: Sequence[Token], index: int) -> tuple[Bearing, int] | None:
    """Read a bearing at ``index``; return it with the index after it.

    A wind of the 16 covers 11.25 degrees to each side, one of the 8 22.5 degrees, one with 'due' 5, and degrees half a
    degree.
    """
    if index >= len(tokens) or OPENING.isdisjoint(tokens[index].kinds):
        return None
    position = index
    due = marked = False
    while position < min(len(tokens), index + 3) and "bearing" not in tokens[position].kinds:
        if "due" in tokens[position].kinds:
            due = True
        elif "bearingword" in tokens[position].kinds:
            marked = True
        else:
            break
        position += 1
    position += marked and (has(tokens, position, "of") or is_sign(tokens, position, ":"))
    degrees = _degrees(tokens, position, marked=marked) if has(tokens, position, "number") else None
    if degrees:
        return degrees
    if not has(tokens, position, "bearing") or _is_letter_alone(tokens, position):
        return None
    first = float(tokens[position].kinds["bearing"])
    width = DUE if due else _half_width(first)
    return _to_second(tokens, position + 1, first) or (Bearing(first, width), position + 1)


def _half_width(azimuth: float) -> float:
    return EIGHTH if azimuth % 45 == 0 else SIXTEENTH


def _to_second(tokens: Sequence[Token], index: int, first: float) -> tuple[Bearing, int] | None:
    """Read the second wind of 'south to south-southwest': the middle of both, as wide as both."""
    by = index < len(tokens) and tokens[index].text == "by"
    if index >= len(tokens) or (not by and _JOINING.isdisjoint(tokens[index].kinds)):
        return None
    both = by or (has(tokens, index, "and") and has(tokens, index + 2, "of"))  # north and west of
    if not (both or is_sign(tokens, index, "-/") or has(tokens, index, "to") or has(tokens, index, "or")):
        return None
    index += 1
    index += has(tokens, index, "lead")
    if not has(tokens, index, "bearing") or _is_letter_alone(tokens, index):
        return None
    second = float(tokens[index].kinds["bearing"])
    turn = (second - first + 180) % 360 - 180
    if abs(turn) > 90:
        return None
    if by and turn:  # west by south: one of the 32 points
        return Bearing((first + math.copysign(SIXTEENTH, turn)) % 360, SIXTEENTH / 2), index + 1
    half_width = abs(turn) / 2 + (_half_width(first) + _half_width(second)) / 4
    return Bearing((first + turn / 2) % 360, half_width), index + 1


def _is_logged(tokens: Sequence[Token], index: int, position: int) -> bool:
    """Say whether three figures behind a distance are a way, as in a log: 28NM/090 Con Dao, 28 nm 090 Con Dao."""
    parted = is_sign(tokens, index - 1, "/")
    short = parted or len(tokens) <= _LOG
    return short and has(tokens, index - 1 - parted, "unit") and has(tokens, position, "name")


def _degrees(tokens: Sequence[Token], index: int, *, marked: bool) -> tuple[Bearing, int] | None:
    if not tokens[index].text[0].isdigit() or len(tokens[index].text) > 7:
        return None
    position = index + 1
    sign = is_sign(tokens, position, "°") or has(tokens, position, "degrees")
    if not (marked or sign or len(tokens[index].text) == 3):
        return None
    value, decimals = decimal(tokens[index].text)
    position += sign
    bracketed = is_sign(tokens, position, "(") and is_sign(tokens, position + 2, ")")
    true = has(tokens, position + bracketed, "true")
    position += true * (3 if bracketed else 1)
    if value > 360 or has(tokens, position, "unit"):
        return None
    linked = has(tokens, position, "from") or has(tokens, position, "of")
    full = len(tokens[index].text) == 3
    beside = (has(tokens, index - 1, "unit") and linked) or is_length(tokens, position)
    counted = full and _is_logged(tokens, index, position)
    if not (marked or (sign and (true or linked or beside)) or (full and (true or beside)) or counted):
        return None
    return Bearing(value % 360, DEGREE if decimals == 0 else DEGREE / 5), position


def is_length(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a distance stands at ``index``, so that the degrees before it are the way: 225T 8 nm from."""
    index += (
        is_sign(tokens, index, ",/") or has(tokens, index, "and") or (index < len(tokens) and tokens[index].text == "x")
    )
    return has(tokens, index, "number") and has(tokens, index + 1, "unit")


def _is_letter_alone(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a single letter is no wind: it stands neither after a distance nor before 'of', or begins N10 19."""
    token = tokens[index]
    if len(token.text) > 1 or not token.text.isascii():
        return False
    if has(tokens, index + 1, "number") and tokens[index + 1].start == token.end:
        return True
    after_distance = has(tokens, index - 1, "unit") or has(tokens, index - 1, "due") or is_sign(tokens, index - 1, ")")
    ahead = index + 1 + is_sign(tokens, index + 1, ".")  # N. of A
    return not (after_distance or has(tokens, ahead, "of") or has(tokens, ahead, "from"))
