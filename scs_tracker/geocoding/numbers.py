"""Amounts and distances: 13.2, 1,000, a dozen, thirty-five, 一百二十, half a mile, 10 to 15 nm, 20 km (11 nm).

::

    distance  = {"about" | "over" | "under" | "within"} span unit [same] {"about" | "over"}
    span      = amount [("-" | "to" | "and" | "or") amount]         both ends may carry their own unit
    same      = ["("] ["or" | ","] {"about"} span unit [")"]        the same distance in another unit
    amount    = number ["1/2"] | words | Han numerals
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: Shorter units than this, in metres, are those of sizes as well.
LEAST_UNIT: Final = 900.0
#: The nautical mile, as the grammar has units: in metres.
NAUTICAL: Final = "1852"
NAUTICAL_MILE_KM: Final = 1.852
_HAN_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3,
}  # fmt: skip
_HAN_UNITS: Final = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_HAN_TENS: Final = {"廿": 20, "卅": 30}
_VAGUE: Final = {
    "few": (2.0, 6.0), "several": (3.0, 9.0), "tens": (20.0, 90.0), "dozens": (24.0, 90.0), "hundreds": (200.0, 900.0),
}  # fmt: skip
#: No number is written in more words than this.
_MOST_WORDS: Final = 8
_THOUSANDS_DOT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
#: What may stand before a distance; the first that fits is taken.
_FLAGS: Final = ("within", "under", "over", "about", "distance")
_ALL_FLAGS: Final = frozenset(_FLAGS)
#: So many such words at most stand before a number: at a distance of about less than.
_MOST_FLAGS: Final = 4
#: What ties the ends of a range, beside a hyphen, and what ties the same distance in another unit to the one before.
_RANGES: Final = frozenset({"to", "and", "or"})
_SAME: Final = frozenset({"sign", "or", "about"})
#: The longest distance that a report about this sea gives from anything, in kilometres.
_LONGEST_KM: Final = 4000.0


class Distance(NamedTuple):
    """How far, with what the rounding leaves open.

    Attributes
    ----------
    low_km, high_km
        The ends of the range as printed; equal for one number.
    rounding_km
        Half the step in which the number is printed, or more where it is 'about'.
    mode
        ``at``, ``within`` (anywhere up to it) or ``over`` (at least).
    """

    low_km: float
    high_km: float
    rounding_km: float
    mode: str = "at"

    @property
    def km(self) -> float:
        """The middle of the range, in kilometres."""
        return (self.low_km + self.high_km) / 2

    @property
    def tolerance_km(self) -> float:
        """How far the true distance may lie from ``km``, in kilometres."""
        return (self.high_km - self.low_km) / 2 + self.rounding_km


class Amount(NamedTuple):
    """A number with the step that its writing implies: 13.2 is ±0.05, 13 is ±0.5, 10 is ±0.5 or 5 %."""

    low: float
    high: float
    rounding: float


def has(tokens: Sequence[Token], index: int, kind: str) -> bool:
    """Say whether the token at ``index`` exists and may be ``kind``."""
    # asked dozens of times a text; the first field by its place costs half of what it costs by its name
    return 0 <= index < len(tokens) and kind in tokens[index][0]


def is_sign(tokens: Sequence[Token], index: int, signs: str) -> bool:
    """Say whether the token at ``index`` is one of ``signs``."""
    return 0 <= index < len(tokens) and "sign" in (kinds := tokens[index][0]) and kinds["sign"] in signs


def adjoins(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a unit stands right before ``index``, or before the generic word there: 70 mil pulau Tambelan."""
    index -= index > 0 and tokens[index - 1].kinds.get("generic") == "before"
    return has(tokens, index - 1, "unit") and tokens[index - 1].text != "m"


def decimal(piece: str, *, thousands_dot: bool = False) -> tuple[float, int]:
    """Return the value of a printed number and how many decimals it has.

    Examples
    --------
    >>> decimal("13.20"), decimal("1,000"), decimal("13,2"), decimal("1.000", thousands_dot=True)
    ((13.2, 2), (1000.0, 0), (13.2, 1), (1000.0, 0))
    """
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
    """Return half the step that a printed number implies."""
    if decimals or value % 5 or value == 0:
        return 0.5 * 10.0**-decimals
    return max(0.5, 0.05 * value)


def amount(tokens: Sequence[Token], index: int, *, thousands_dot: bool = False) -> tuple[Amount, int] | None:
    """Read an amount at ``index``; return it with the index after it."""
    token = tokens[index] if 0 <= index < len(tokens) else None
    if token is None:
        return None
    if "number" in token.kinds and token.text[0].isdigit():
        return _repeated(tokens, _digits(tokens, index, thousands_dot=thousands_dot))
    if "number" in token.kinds:
        return _repeated(tokens, _words(tokens, index))
    if "vague" in token.kinds:
        return _vague(tokens, index, *_VAGUE[token.kinds["vague"]])
    if "han" in token.kinds:
        return _han(tokens, index)
    return None


def _vague(tokens: Sequence[Token], index: int, low: float, high: float) -> tuple[Amount, int]:
    """Read a few, several hundred, hàng trăm."""
    times = tokens[index + 1].kinds["number"] if has(tokens, index + 1, "number") else ""
    if times in {"100", "1000"}:
        return Amount(low * float(times), high * float(times), 0.0), index + 2
    return Amount(low, high, 0.0), index + 1


def _repeated(tokens: Sequence[Token], found: tuple[Amount, int] | None) -> tuple[Amount, int] | None:
    """Step over the same number in brackets: thirty-two (32), 17 (seventeen), 17 (mười bảy)."""
    if found is None or not (is_sign(tokens, found[1], "(") and has(tokens, found[1] + 1, "number")):
        return found
    number, position = found
    again = _digits if tokens[position + 1].text[0].isdigit() else _words
    other = again(tokens, position + 1)
    same = other is not None and other[0].low == number.low and is_sign(tokens, other[1], ")")
    return (number, other[1] + 1) if same and other is not None else found


def _digits(tokens: Sequence[Token], index: int, *, thousands_dot: bool = False) -> tuple[Amount, int] | None:
    piece = tokens[index].kinds["number"]
    if len(piece) > 12:
        return None
    value, decimals = decimal(piece, thousands_dot=thousands_dot)
    ahead = tokens[index + 1].kinds if index + 1 < len(tokens) else {}
    fraction = _fraction(tokens, index + 1) if "number" in ahead else None
    if fraction and not decimals:
        return Amount(value + fraction[0], value + fraction[0], 0.1), fraction[1]
    whole = _fraction(tokens, index) if "sign" in ahead else None
    if whole:
        return Amount(whole[0], whole[0], 0.1), whole[1]
    if "andahalf" in ahead or ahead.get("number") == "half":  # 17 rưỡi, 17 setengah
        return Amount(value + 0.5, value + 0.5, 0.1), index + 2
    return Amount(value, value, _rounding(value, decimals)), index + 1


def _fraction(tokens: Sequence[Token], index: int) -> tuple[float, int] | None:
    if not (has(tokens, index, "number") and is_sign(tokens, index + 1, "/") and has(tokens, index + 2, "number")):
        return None
    top, bottom = tokens[index].text, tokens[index + 2].text
    if len(top) == 1 and len(bottom) == 1 and top.isdigit() and bottom in "2345678" and int(top) < int(bottom):
        return int(top) / int(bottom), index + 3
    return None


def _words(tokens: Sequence[Token], index: int) -> tuple[Amount, int] | None:
    """Read number words: thirty-five, one hundred and twenty, half a, two and a half."""
    total = current = 0.0
    position = index
    seen = False
    while position < index + _MOST_WORDS and has(tokens, position, "number") and not tokens[position].text[0].isdigit():
        word = tokens[position].kinds["number"]
        if word in {"half", "quarter", "threequarter"}:
            part = {"half": 0.5, "quarter": 0.25, "threequarter": 0.75}[word]
            whole = 0.0 if tokens[index].text in {"a", "an"} else current  # a quarter mile
            return Amount(whole + part, whole + part, 0.1), position + 1
        value = float(word)
        if value in {100.0, 1000.0} and current:
            current *= value
        elif seen and (current % 10 if value < 10 else current % 100):
            break
        else:
            current += value
        seen = True
        position += 1
        if value >= 100 and has(tokens, position, "and") and has(tokens, position + 1, "number"):
            position += 1
        if is_sign(tokens, position, "-") and has(tokens, position + 1, "number"):
            position += 1
    total += current
    if has(tokens, position, "andahalf"):
        return Amount(total + 0.5, total + 0.5, 0.1), position + 1
    return (Amount(total, total, _rounding(total, 0)), position) if seen else None


def _han(tokens: Sequence[Token], index: int) -> tuple[Amount, int] | None:
    """Read Han numerals, at most twelve characters: 二十, 一百二十, 半, 几十, 三点五."""
    position, total, current, seen, tail = index, 0.0, 0.0, False, ""
    while position < min(len(tokens), index + 12) and ("han" in tokens[position].kinds):
        character = tokens[position].text
        if character == "半" and not seen:
            return Amount(0.5, 0.5, 0.1), position + 1
        if character in "几幾数數" and has(tokens, position + 1, "han") and tokens[position + 1].text in "十百":
            scale = _HAN_UNITS[tokens[position + 1].text]
            return Amount(total + 2.0 * scale, total + 9.0 * scale, 0.0), position + 2
        if character in _HAN_DIGITS:
            current = _HAN_DIGITS[character] + 10.0 * current * _is_digit_by_digit(tokens, position, index)
            current *= 10.0 if _is_of_tens(tokens, position, index) else 1.0
        elif character in _HAN_TENS:
            total += _HAN_TENS[character]
        elif character in _HAN_UNITS:
            total += (current or 1.0) * _HAN_UNITS[character]
            current = 0.0
        elif character in "点點" and seen:
            tail = _han_decimals(tokens, position + 1)
            position += 1 + len(tail)
            break
        else:
            break
        seen = True
        position += 1
    if not seen:
        return None
    value = total + current
    if tail:
        value += float(f"0.{tail}")
    return Amount(value, value, _rounding(value, len(tail))), position


def _is_digit_by_digit(tokens: Sequence[Token], position: int, first: int) -> bool:
    """Say whether a digit stands behind another one: 一二〇."""
    return position > first and tokens[position - 1].text in _HAN_DIGITS


def _is_of_tens(tokens: Sequence[Token], position: int, first: int) -> bool:
    """Say whether a last digit right behind the hundreds counts tens: 一百二 is 120."""
    return position > first and tokens[position - 1].text == "百" and not has(tokens, position + 1, "han")


def _han_decimals(tokens: Sequence[Token], index: int) -> str:
    digits = ""
    while has(tokens, index, "han") and tokens[index].text in _HAN_DIGITS and len(digits) < 4:
        digits += str(_HAN_DIGITS[tokens[index].text])
        index += 1
    return digits


def distance(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Distance, int] | None:
    """Read a distance at ``index``; return it with the index after it.

    Parameters
    ----------
    tokens
        The text.
    index
        Where the distance or a word such as 'about' or 'within' begins.
    folded
        The text as written: a capital M is a nautical mile.
    """
    position, flags = _flags(tokens, index)
    first = _span(tokens, position, folded)
    if first is None:
        return None
    found, position = first
    same = _same(tokens, position, folded, found)
    if same is not None:
        found, position = same
    while _follows(tokens, position):
        flags.add("within" if has(tokens, position, "within") else "about")
        position += 1
    return _flagged(found, flags), position


def _follows(tokens: Sequence[Token], position: int) -> bool:
    """Say whether the word qualifies the distance before it: or so, 左右, 以内."""
    kinds = tokens[position].kinds if position < len(tokens) else {}
    if "within" in kinds:
        return not tokens[position].text.isascii()
    return "about" in kinds and "near" not in kinds


def _flags(tokens: Sequence[Token], index: int) -> tuple[int, set[str]]:
    flags: set[str] = set()
    position = index
    last = min(len(tokens), index + _MOST_FLAGS)
    while position < last and not _ALL_FLAGS.isdisjoint(kinds := tokens[position].kinds):
        flags.add(next(one for one in _FLAGS if one in kinds))
        position += 1
    return position, flags


def _flagged(found: Distance, flags: set[str]) -> Distance:
    if not flags:
        return found
    rounding = max(found.rounding_km, 0.1 * found.km) if "about" in flags else found.rounding_km
    mode = "within" if flags & {"within", "under"} else "over" if "over" in flags else "at"
    if mode == "over":
        rounding = max(rounding, 0.1 * found.km)
    return Distance(found.low_km, found.high_km, rounding, mode)


def _unit(tokens: Sequence[Token], index: int, folded: Folded, value: float) -> tuple[float, int] | None:
    """Return kilometres of the unit at ``index``, which a hyphen may tie to the number.

    A capital M is the nautical mile, save that in a text all in capitals '500 M' are metres.
    """
    if not has(tokens, index, "unit"):
        if _is_adjective(tokens, index):
            return None
        index += is_sign(tokens, index, "-")
        if (has(tokens, index, "over") or is_sign(tokens, index, "+")) and has(tokens, index + 1, "unit"):
            index += 1  # 20余海里, 20+ nm, 20-plus miles
        if not has(tokens, index, "unit"):
            return None
    token = tokens[index]
    metres = float(token.kinds["unit"])
    if token.text == "m" and folded.source(token.start, token.end) == "M" and not (folded.shouted and value >= 300):
        metres = 1852.0
    return metres / 1000.0, index + 1


def _is_adjective(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a hyphen makes a size of metres or feet: a 10-metre boat, and not 500-m off the cay."""
    unit = tokens[index + 1].kinds.get("unit") if index + 1 < len(tokens) else None
    if unit is None or not is_sign(tokens, index, "-") or float(unit) >= LEAST_UNIT:
        return False
    return not any(has(tokens, index + 2, kind) for kind in ("of", "from", "off", "bearing"))


def _span(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Distance, int] | None:
    between = has(tokens, index, "between")
    first = amount(tokens, index + between, thousands_dot=_thousands_dot(tokens, index))
    if first is None:
        return None
    low, position = first
    unit = _unit(tokens, position, folded, low.high)
    after = unit[1] if unit else position
    ahead = tokens[after].kinds if after < len(tokens) else {}
    linked = after + (not _RANGES.isdisjoint(ahead) or ahead.get("sign") == "-")
    high = amount(tokens, linked, thousands_dot=_thousands_dot(tokens, linked)) if linked > after else None
    second = _unit(tokens, high[1], folded, high[0].high) if high else None
    if high and second and not (has(tokens, after, "and") and unit is not None and not between):
        top, end = high[0], second[1]
        scale = unit[0] if unit else second[0]
        ends = sorted((low.low * scale, top.high * second[0]))
        if ends[1] <= _LONGEST_KM:
            rounding = max(low.rounding * scale, top.rounding * second[0])
            return _widened(Distance(ends[0], ends[1], rounding), second[0]), end
    if unit is None or low.high * unit[0] > _LONGEST_KM:
        return None
    return _widened(Distance(low.low * unit[0], low.high * unit[0], low.rounding * unit[0]), unit[0]), unit[1]


def _widened(found: Distance, unit_km: float) -> Distance:
    """Let 'miles' reach the nautical mile too: at sea the word is used for both, 15 % apart."""
    if unit_km == NAUTICAL_MILE_KM or abs(unit_km - 1.609344) > 1e-9:
        return found
    return Distance(
        found.low_km, found.high_km, found.rounding_km + (NAUTICAL_MILE_KM / 1.609344 - 1) * found.high_km, found.mode
    )


def _thousands_dot(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the number's unit is in a language that groups thousands with a dot."""
    ahead = tokens[index + 1 : index + 4]
    if not ahead or not ("." in tokens[index].text or "." in ahead[0].text):
        return False  # no number has a dot
    return any("decimal_comma" in token.kinds and "unit" in token.kinds for token in ahead)


def _same(tokens: Sequence[Token], index: int, folded: Folded, first: Distance) -> tuple[Distance, int] | None:
    """Read the same distance in another unit, and keep the one that is printed more finely."""
    position = index
    if position >= len(tokens) or _SAME.isdisjoint(tokens[position].kinds):
        return None
    bracket = is_sign(tokens, position, "([")
    position += bracket
    separated = bracket
    while is_sign(tokens, position, ",/=") or has(tokens, position, "or") or has(tokens, position, "about"):
        separated = True
        position += 1
    if not separated:
        return None
    other = _span(tokens, position, folded)
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
    if abs(first.low_km - second.low_km) > allowed or abs(first.high_km - second.high_km) > allowed:
        return None
    best = min(first, second, key=lambda one: one.rounding_km)
    return Distance(best.low_km, best.high_km, best.rounding_km), position
