"""Parse distances and directions with a few language-independent patterns over kinds of tokens.

::

    distance  = {"about" | "over" | "under" | "within"} span [same] {"about" | "over" | "within"}
    span      = ["between"] amount [unit] ("-" | "to" | "and" | "or") amount unit | amount unit
    same      = ("(" | "," | "/" | "or") span [")"]                  the same distance in another unit
    amount    = digits ["1/2"] | number words | vague
    bearing   = {"due" | "bearing" ["of"]} (degrees | wind [("to" | "-" | "or" | "by") wind])
    degrees   = number ["degrees"] ["true"]        marked by 'bearing' or 'true', or next to a distance

To add a language, add its words to ``gazetteer/grammar.csv``.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.records import Bearing, Distance
from scs_tracker.geocoding.tokeniser import has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokeniser import Token

    Amount = tuple[float, float, float]
    Read = tuple[Distance | Bearing, int, int]

NAUTICAL_MILE_KM: Final = 1.852
#: Units shorter than this, in metres, are those of sizes as well.
_LEAST_UNIT: Final = 900.0
_MILE_KM: Final = 1.609344
#: The longest distance that a report about this sea gives from anything, in kilometres.
_LONGEST_KM: Final = 4000.0
_LONGEST_NUMBER: Final = 12
_MOST_WORDS: Final = 10
_MOST_FLAGS: Final = 4
_FIRST_HAN: Final = "\u2e80"
_VAGUE: Final = {
    "few": (2.0, 6.0), "several": (3.0, 9.0), "tens": (20.0, 90.0), "dozens": (24.0, 90.0), "hundreds": (200.0, 900.0),
}  # fmt: skip
_PARTS: Final = {"half": 0.5, "quarter": 0.25, "threequarter": 0.75}
_FLAGS: Final = frozenset({"within", "under", "over", "about", "distance"})
_THOUSANDS_DOT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
#: Languages that print decimals with a comma and thousands with a dot.
_COMMA_LANGUAGES: Final = frozenset({"vi", "ms", "id", "fil"})
#: Half-widths of the sectors, in degrees: of the 16 winds, of the 8, with 'due', of whole degrees.
SIXTEENTH: Final = 11.25
EIGHTH: Final = 22.5
DUE: Final = 5.0
DEGREE: Final = 0.5
_OPENING: Final = frozenset({"bearing", "due", "bearingword", "number"})
#: Kinds of tokens with which a distance can begin.
_MEASURING: Final = frozenset({"number", "vague", "between"}) | _FLAGS
#: Kinds of tokens with which either can begin.
MEASURES: Final = _MEASURING | _OPENING


def measure(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Distance | Bearing, int] | None:
    """Return the distance or direction at ``index`` and the index after it, or None if there is neither."""
    kinds = tokens[index][0]
    found = None if _MEASURING.isdisjoint(kinds) else distance(tokens, index, folded)
    if found is None and not _OPENING.isdisjoint(kinds):
        return bearing(tokens, index)
    return found


def decimal(piece: str, *, thousands_dot: bool = False) -> tuple[float, int]:
    """Return the value of a printed number and its number of decimals: '13.20' has two, '1,000' has none."""
    if piece.isdigit():
        return float(piece), 0
    whole, comma, rest = piece.partition(",")
    if thousands_dot and _THOUSANDS_DOT.fullmatch(piece):
        piece = piece.replace(".", "")
    elif comma and len(rest.split(".")[0].split(",")[0]) == 3:
        piece = piece.replace(",", "")
    elif comma:
        piece = f"{whole}.{rest}"
    return float(piece), len(piece.partition(".")[2])


def _rounding(value: float, decimals: int) -> float:
    """Return the rounding tolerance of a printed number: half its last digit, or 5% of a multiple of five."""
    if decimals or value % 5 or value == 0:
        return 0.5 * 10.0**-decimals
    return max(0.5, 0.05 * value)


def amount(tokens: Sequence[Token], index: int) -> tuple[Amount, int] | None:
    """Return the minimum, maximum and rounding of the number at ``index`` and the index after it, or None."""
    if not 0 <= index < len(tokens):
        return None
    kinds = tokens[index][0]
    if "vague" in kinds and not ("number" in kinds and has(tokens, index + 1, "unit")):
        low, high = _VAGUE[kinds["vague"]]
        scale = float(tokens[index + 1].kinds["number"]) if has(tokens, index + 1, "number") else 1.0
        scaled = scale in {100.0, 1000.0}
        return (low * (scale if scaled else 1), high * (scale if scaled else 1), 0.0), index + 1 + scaled
    if "number" not in kinds:
        return None
    read = _digits if tokens[index].text[0].isdigit() else _worded
    found = read(tokens, index)
    if found is not None and is_sign(tokens, found[1], "(") and has(tokens, found[1] + 1, "number"):
        again = (_digits if tokens[found[1] + 1].text[0].isdigit() else _worded)(tokens, found[1] + 1)
        if again is not None and again[0][0] == found[0][0] and is_sign(tokens, again[1], ")"):
            return found[0], again[1] + 1  # thirty-two (32)
    return found


def _digits(tokens: Sequence[Token], index: int) -> tuple[Amount, int] | None:
    piece = tokens[index].kinds["number"]
    if len(piece) > _LONGEST_NUMBER:
        return None
    dotted = "." in tokens[index].text and any(
        one.kinds.get("unit_language") in _COMMA_LANGUAGES for one in tokens[index + 1 : index + 4]
    )
    value, decimals = decimal(piece, thousands_dot=dotted)
    fraction = _fraction(tokens, index + 1)
    if fraction and not decimals:
        return (value + fraction[0], value + fraction[0], 0.1), fraction[1]
    whole = _fraction(tokens, index)
    if whole:
        return (whole[0], whole[0], 0.1), whole[1]
    if has(tokens, index + 1, "andahalf") or (
        has(tokens, index + 1, "number") and tokens[index + 1].kinds["number"] == "half"
    ):
        return (value + 0.5, value + 0.5, 0.1), index + 2
    return (value, value, _rounding(value, decimals)), index + 1


def _fraction(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    if not (has(tokens, index, "number") and is_sign(tokens, index + 1, "/") and has(tokens, index + 2, "number")):
        return None
    top, bottom = tokens[index].text, tokens[index + 2].text
    if len(top) == len(bottom) == 1 and top.isdigit() and bottom in "2345678" and int(top) < int(bottom):
        return int(top) / int(bottom), index + 3
    return None


def _worded(tokens: Sequence[Token], index: int) -> tuple[Amount, int] | None:
    """Return the number in words at ``index``, such as 'thirty-five' or 一百二十, and the index after it, or None."""
    total = current = 0.0
    position, seen = index, False
    while position < index + _MOST_WORDS and has(tokens, position, "number") and not tokens[position].text[0].isdigit():
        word, han = tokens[position].kinds["number"], tokens[position].text[0] >= _FIRST_HAN
        if word in _PARTS:
            whole = 0.0 if tokens[index].text in {"a", "an"} else total + current
            return (whole + _PARTS[word], whole + _PARTS[word], 0.1), position + 1
        value = float(word)
        if value >= 100 or (value == 10 and han):
            total, current = total + (current or 1.0) * value, 0.0
        elif han and value < 10 and 0 < current < 10:
            current = 10 * current + value  # 一二〇
        elif seen and ((current % 10 if value < 10 else current) or (current == 0 and total == 0)):
            break
        else:
            current += value
        position, seen = position + 1, True
        if value >= 100 and has(tokens, position, "and") and has(tokens, position + 1, "number"):
            position += 1
    value, decimals = total + current, 0
    if has(tokens, position, "point") and has(tokens, position + 1, "number"):
        digits = ""
        while has(tokens, position + 1, "number") and len(tokens[position + 1].kinds["number"]) == 1:
            digits, position = digits + tokens[position + 1].kinds["number"], position + 1
        value, decimals, position = value + float(f"0.{digits or 0}"), len(digits), position + 1
    if has(tokens, position, "andahalf"):
        return (value + 0.5, value + 0.5, 0.1), position + 1
    return ((value, value, _rounding(value, decimals)), position) if seen else None


def distance(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Distance, int] | None:
    """Return the distance at ``index`` and the index after it, or None if there is no distance."""
    position = index
    flags: set[str] = set()
    while position < index + _MOST_FLAGS and position < len(tokens) and not _FLAGS.isdisjoint(tokens[position][0]):
        flags.update(_FLAGS & tokens[position][0].keys())
        position += 1
    read = _span(tokens, position, folded, flags)
    if read is None:
        return None
    found, position = read
    same = _same(tokens, position, folded, found)
    found, position = same or (found, position)
    while position < len(tokens):  # or so, 左右, 以内
        within = "within" in tokens[position].kinds and not tokens[position].text.isascii()
        if not within and ("about" not in tokens[position].kinds or "near" in tokens[position].kinds):
            break
        flags.add("within" if within else "about")
        position += 1
    if flags & {"about", "over"}:
        found = found._replace(rounding_km=max(found.rounding_km, 0.1 * found.km))
    mode = "within" if flags & {"within", "under"} else "over" if "over" in flags else "at"
    return found._replace(mode=mode), position


def _span(tokens: Sequence[Token], index: int, folded: Folded, flags: set[str]) -> tuple[Distance, int] | None:
    between = has(tokens, index, "between")
    first = amount(tokens, index + between)
    if first is None:
        return None
    (low, most, rounding), position = first
    unit = _unit(tokens, position, folded, most, flags)
    after = unit[1] if unit else position
    ahead = tokens[after][0] if after < len(tokens) else {}
    tied = "to" in ahead or "and" in ahead or "or" in ahead or ahead.get("sign") == "-"
    second = amount(tokens, after + 1) if tied else None
    last = _unit(tokens, second[1], folded, second[0][1], flags) if second else None
    if second and last and not ("and" in ahead and unit is not None and not between):
        scale = unit[0] if unit else last[0]
        ends = sorted((low * scale, second[0][1] * last[0]))
        if ends[1] <= _LONGEST_KM:
            step = max(rounding * scale, second[0][2] * last[0])
            return _widened(Distance(ends[0], ends[1], step), last[0]), last[1]
    if unit is None or most * unit[0] > _LONGEST_KM:
        return None
    return _widened(Distance(low * unit[0], most * unit[0], rounding * unit[0]), unit[0]), unit[1]


def _widened(found: Distance, unit_km: float) -> Distance:
    """Widen the tolerance of a distance in 'miles' to include nautical miles, because sources use one word for both."""
    if abs(unit_km - _MILE_KM) > 1e-9:
        return found
    return found._replace(rounding_km=found.rounding_km + (NAUTICAL_MILE_KM / _MILE_KM - 1) * found.high_km)


def _unit(
    tokens: Sequence[Token], index: int, folded: Folded, value: float, flags: set[str]
) -> tuple[float, int] | None:
    """Return the length (km) of the unit at ``index`` and the index after it, or None if there is no unit.

    A capital M means nautical miles, except for numbers from 300 in a text all in capitals: '500 M' is metres.
    """
    tied = is_sign(tokens, index, "-+")
    index += tied
    while not has(tokens, index, "unit") and (has(tokens, index, "over") or has(tokens, index, "about")):
        flags.add("over" if "over" in tokens[index].kinds else "about")
        index += 1
    if not has(tokens, index, "unit"):
        return None
    token = tokens[index]
    metres = float(token.kinds["unit"])
    if token.text == "m" and folded.source(token.start, token.end) == "M" and not (folded.shouted and value >= 300):
        metres = 1000 * NAUTICAL_MILE_KM
    of_size = tied and metres < _LEAST_UNIT and not any(has(tokens, index + 1, one) for one in ("of", "from", "off"))
    return None if of_size else (metres / 1000.0, index + 1)  # a 10-metre boat


def _same(tokens: Sequence[Token], index: int, folded: Folded, first: Distance) -> tuple[Distance, int] | None:
    """Return the more precise of a distance and its equal in another unit, with the index after both, or None."""
    bracket = is_sign(tokens, index, "([")
    position = index + bracket
    while is_sign(tokens, position, ",/=") or has(tokens, position, "or") or has(tokens, position, "about"):
        position += 1
    other = _span(tokens, position, folded, set()) if position > index else None
    if other is None:
        return None
    second, position = other
    if bracket:
        while is_sign(tokens, position, ",;") or has(tokens, position, "distance"):
            position += 1
        if not is_sign(tokens, position, ")]"):
            return None
        position += 1
    elif is_sign(tokens, position, ","):
        position += 1
    allowed = first.rounding_km + second.rounding_km + 0.02 * first.km + 0.2
    if max(abs(first.low_km - second.low_km), abs(first.high_km - second.high_km)) > allowed:
        return None
    return min(first, second, key=lambda one: one.rounding_km), position


def bearing(tokens: Sequence[Token], index: int) -> tuple[Bearing, int] | None:
    """Return the direction at ``index`` and the index after it, or None if there is no direction.

    One of the 8 main compass points covers 22.5 degrees to each side, one of the 8 between them 11.25, a point with
    'due' 5, and a bearing in whole degrees 0.5.
    """
    position, due, marked = index, False, False
    while position < index + 2 and (has(tokens, position, "due") or has(tokens, position, "bearingword")):
        if "bearing" in tokens[position].kinds:
            break
        due |= "due" in tokens[position].kinds
        marked |= "bearingword" in tokens[position].kinds
        position += 1
    position += marked and (has(tokens, position, "of") or is_sign(tokens, position, ":"))
    if has(tokens, position, "number") and (degrees := _degrees(tokens, position, marked=marked)):
        return degrees
    if not has(tokens, position, "bearing") or _is_letter_alone(tokens, position):
        return None
    first = float(tokens[position].kinds["bearing"])
    width = DUE if due else _half_width(first)
    return _to_second(tokens, position + 1, first) or (Bearing(first, width), position + 1)


def _half_width(azimuth: float) -> float:
    return EIGHTH if azimuth % 45 == 0 else SIXTEENTH


def _to_second(tokens: Sequence[Token], index: int, first: float) -> tuple[Bearing, int] | None:
    """Return the middle of two directions such as 'south to south-southwest' and the index after it, or None."""
    if index >= len(tokens):
        return None
    by = tokens[index].text == "by"
    both = has(tokens, index, "and") and has(tokens, index + 2, "of")  # north and west of
    if not (by or both or is_sign(tokens, index, "-/") or has(tokens, index, "to") or has(tokens, index, "or")):
        return None
    index += 1 + has(tokens, index + 1, "lead")
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


def _degrees(tokens: Sequence[Token], index: int, *, marked: bool) -> tuple[Bearing, int] | None:
    token = tokens[index]
    if not token.text[0].isdigit() or len(token.text) > 7:
        return None
    sign = is_sign(tokens, index + 1, "°") or has(tokens, index + 1, "degrees")
    position = index + 1 + sign
    bracketed = is_sign(tokens, position, "(") and is_sign(tokens, position + 2, ")")
    true = has(tokens, position + bracketed, "true")
    position += true * (3 if bracketed else 1)
    value, decimals = decimal(token.text)
    if value > 360 or has(tokens, position, "unit"):
        return None
    linked = has(tokens, position, "from") or has(tokens, position, "of")
    behind = has(tokens, index - 1 - is_sign(tokens, index - 1, "/,"), "unit")
    ahead = position + (is_sign(tokens, position, ",/") or has(tokens, position, "and"))
    beside = (behind and linked) or (has(tokens, ahead, "number") and has(tokens, ahead + 1, "unit"))
    full = len(token.text) == 3 and (true or beside or (behind and has(tokens, position, "name")))
    if not (marked or full or (sign and (true or linked or beside))):
        return None
    return Bearing(value % 360, DEGREE if decimals == 0 else DEGREE / 5), position


def _is_letter_alone(tokens: Sequence[Token], index: int) -> bool:
    """Return True if a single letter is not a direction: it neither follows a distance nor precedes 'of'."""
    token = tokens[index]
    if len(token.text) > 1 or not token.text.isascii():
        return False
    if has(tokens, index + 1, "number") and tokens[index + 1].start == token.end:
        return True
    after_distance = has(tokens, index - 1, "unit") or has(tokens, index - 1, "due") or is_sign(tokens, index - 1, ")")
    ahead = index + 1 + is_sign(tokens, index + 1, ".")  # N. of A
    return not (after_distance or has(tokens, ahead, "of") or has(tokens, ahead, "from"))
