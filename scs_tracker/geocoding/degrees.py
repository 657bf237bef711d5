"""One axis of a position: a latitude or a longitude as degrees, minutes and seconds, with what marks it.

::

    axis    = [label] [hemisphere] value [hemisphere] [label]
    value   = ["-"] number [degree] [["-" | ":"] number [minute] [["-" | ":"] number [second]]]

Degrees and minutes need a mark between them, or stand before a hemisphere: 16 50 N. With a hemisphere they may be
written together: 1507.5N, 150751N.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.bearings import is_length
from scs_tracker.geocoding.numbers import amount, decimal, has, is_sign
from scs_tracker.geocoding.records import Axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

_LETTERS: Final = {"n": "N", "s": "S", "e": "E", "w": "W"}
#: Letters of Malay (utara, timur) and Vietnamese (bắc, đông); of both meanings of B and T only one lies in this sea.
_OTHER_LETTERS: Final = {"u": "N", "b": "N", "t": "E", "d": "E"}
_WINDS: Final = {"0": "N", "180": "S", "90": "E", "270": "W"}
_WIND_WORDS: Final = frozenset({*_LETTERS, "north", "south", "east", "west"})
#: A number of so many decimals before U or T is degrees, utara and timur, not tonnes.
_FINE: Final = 3
_MARKS: Final = (("degrees", "°"), ("minutes", "'"), ("seconds", '"'))


@dataclass(slots=True)
class _Value:
    """Degrees, minutes and seconds as read: value and decimals of each, whether marked, minus sign, and the end."""

    parts: list[tuple[float, int]]
    marked: bool
    negative: bool
    written: str
    end: int
    excess: str = ""

    def degrees(self) -> float:
        return math.fsum(value / 60.0**level for level, (value, _) in enumerate(self.parts))

    def step(self) -> float:
        return math.pow(10.0, -self.parts[-1][1]) / math.pow(60.0, len(self.parts) - 1)


def axis(tokens: Sequence[Token], index: int, folded: Folded, *, like: Axis | None = None) -> Axis | None:
    """Read an axis at ``index``, or return None.

    Parameters
    ----------
    tokens, folded
        The text.
    index
        Where the axis may begin.
    like
        The axis before it: minutes without a mark are read as far as that one had them (N 15 08 55 E 117 45 50).
    """
    label, position = label_at(tokens, index)
    before, position = _leading(tokens, position, folded)
    read = _value(tokens, position, spaced=like.parts if like is not None and before else 1)
    if read is None or (len(read.parts) == 1 and not read.marked and has(tokens, read.end, "unit")):
        return None  # 南120海里 is a distance to the south
    if before and tokens[index].text in _OTHER_LETTERS and tokens[min(read.end, len(tokens) - 1)].text in _LETTERS:
        before = ""  # A 16°52'N 108°11'E, B 16°47'N 108°24'E: the letter of a corner
    if before and not label and len(tokens[index].text) > 2 and read.end < len(tokens):
        closing = tokens[read.end]
        if read.marked and len(closing.text) == 1 and _hemisphere(tokens, read.end, folded) not in {"", before}:
            return None  # the word is a direction from the position: 5 batu nautika di timur 5°30'N 112°30'E
    told = label != "" or len(read.parts) > 1 or read.parts[0][1] >= _FINE  # 8.7781 U
    told = told or (like is not None and like.kind == "lat") or _is_paired(tokens, read.end, folded)
    after, end = _trailing(tokens, read, before, folded, labelled=told)
    kind = label or _kind(before or after)
    trailing, beyond = label_at(tokens, end)
    if trailing and kind in {"", trailing} and not has(tokens, beyond, "number"):
        kind, end = trailing, beyond
    hemisphere = before or after
    value, step, problem = _together(read, kind if hemisphere else "")
    problem = read.excess or problem
    problem = _contradiction(before, after, kind, negative=read.negative) or problem or _excess(value, kind)
    sign = -1.0 if read.negative or hemisphere in {"S", "W"} else 1.0
    whole = len(read.parts) == 1 and read.parts[0][1] == 0
    return Axis(sign * value, step, hemisphere, kind, read.marked, whole, len(read.parts), problem, end)


def _kind(hemisphere: str) -> str:
    return "" if not hemisphere else "lat" if hemisphere in "NS" else "lon"


def label_at(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    """Read 'latitude' or 'longitude' with the signs after it."""
    kinds = tokens[index].kinds if index < len(tokens) else {}
    if "latitude" not in kinds and "longitude" not in kinds:
        return "", index
    kind = "lat" if "latitude" in kinds else "lon"
    index += 1
    if is_sign(tokens, index, "(") and is_sign(tokens, index + 2, ")") and _is_wind(tokens, index + 1):
        index += 3  # vĩ độ (N) 20°40'
    while is_sign(tokens, index, ":=.") or has(tokens, index, "of"):
        index += 1
    return kind, index


def _hemisphere(tokens: Sequence[Token], index: int, folded: Folded, *, labelled: bool = False) -> str:
    """Return the hemisphere that the token is: a letter, a word, or a phrase such as 北纬 or lintang utara."""
    if not 0 <= index < len(tokens):
        return ""
    token = tokens[index]
    if "hemisphere" in token.kinds and (len(token.text) > 2 or not token.text.isascii() or _capital(token, folded)):
        return str(token.kinds["hemisphere"])
    if token.text in _LETTERS:
        return _LETTERS[token.text]
    other = _OTHER_LETTERS.get(token.text, "")
    if other and (labelled or is_sign(tokens, index - 1, "°'\"")) and _is_north_or_east(tokens, index, folded):
        return other
    return _WINDS.get(str(token.kinds.get("bearing", "")), "")


def _is_paired(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether U or B at ``index``, and T or Đ behind the next number, are hemispheres: 2.85 U 104.95 T."""
    second = index + 1 + is_sign(tokens, index + 1, ",;/")
    if not (has(tokens, second, "number") and second + 1 < len(tokens)):
        return False
    pair = (tokens[index], tokens[second + 1])
    lat, lon = (_OTHER_LETTERS.get(one.text) for one in pair)
    return (lat, lon) == ("N", "E") and all(_capital(one, folded) for one in pair)


def _is_north_or_east(tokens: Sequence[Token], index: int, folded: Folded) -> bool:
    """Say whether a capital letter is a hemisphere; a T may mean degrees true, not timur: 045°T from, 045°T, 12 nm."""
    if not _capital(tokens[index], folded):
        return False
    claimed = any(has(tokens, index + 1, kind) for kind in ("from", "of", "name")) or is_length(tokens, index + 1)
    return tokens[index].text != "t" or not claimed


def _capital(token: Token, folded: Folded) -> bool:
    return not folded.cased or folded.source(token.start, token.end).isupper()


def _leading(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[str, int]:
    """Read a hemisphere before its number: N 15, N. 15, 北纬15."""
    found = _hemisphere(tokens, index, folded)
    if not found:
        return "", index
    counted = has(tokens, index + 1, "number") or has(tokens, index + 1, "han")
    if not (counted or is_sign(tokens, index + 1, ".:-")):
        return "", index
    token = tokens[index]
    owned = token.text == "s" and token.start > 0 and folded.source(token.start - 1, token.start) in {"'", "’"}
    if owned or (token.text in _OTHER_LETTERS and is_sign(tokens, index + 1, "-")):
        return "", index  # the guard's 21551, a B-52
    index += 1
    while is_sign(tokens, index, ".:"):
        index += 1
    numbered = tokens[index - 1].text in _OTHER_LETTERS and has(tokens, index + 1, "number")
    return ("", index + 1) if numbered else (found, index)  # B1 11°50' N: the first corner


def _trailing(tokens: Sequence[Token], read: _Value, before: str, folded: Folded, *, labelled: bool) -> tuple[str, int]:
    """Read a hemisphere behind its number, unless it begins the next one: N 9.7 E 115.9."""
    index = read.end
    found = _hemisphere(tokens, index, folded, labelled=labelled)
    if not found or (not read.marked and has(tokens, index + 1, "of")):
        return "", index
    beyond = index + 1 + is_sign(tokens, index + 1, ".:")  # N.03 26 59 E. 106 22 20
    if before and (has(tokens, beyond, "number") or has(tokens, index + 1, "han")):
        return "", index
    return found, index + 1


def _contradiction(before: str, after: str, kind: str, *, negative: bool) -> str:
    if before and after and before != after:
        return f"the hemispheres {before} and {after} of one number contradict each other"
    hemisphere = before or after
    if hemisphere and kind and _kind(hemisphere) != kind:
        return f"hemisphere {hemisphere} contradicts the {'latitude' if kind == 'lat' else 'longitude'}"
    if hemisphere and negative:
        return f"the minus sign and the hemisphere {hemisphere} contradict each other"
    return ""


def _excess(value: float, kind: str) -> str:
    limit = 90 if kind == "lat" else 180
    if kind and value > limit:
        return f"{'latitude' if kind == 'lat' else 'longitude'} {value:g} is over {limit} degrees"
    return ""


def _value(tokens: Sequence[Token], index: int, *, spaced: int) -> _Value | None:
    signed = has(tokens, index, "sign")
    negative = signed and is_sign(tokens, index, "-") and has(tokens, index + 1, "number")
    index += negative or (signed and is_sign(tokens, index, "+"))
    read = _dotted(tokens, index) or _Value([], marked=False, negative=negative, written="", end=index)
    if read.parts:
        return read
    for level in range(3):
        part = _part(tokens, read.end)
        if part is None or (level and read.parts[-1][1]):
            break
        mark = _mark(tokens, read.end + part[2], level)
        decimals = _hundredths(tokens, read.end, part) if level == 2 else 0
        if decimals:
            read.parts[1] = (read.parts[1][0] + part[0] / 10.0**decimals, max(decimals - 2, 0))
            read.end += part[2] + mark
            break
        if level and part[0] >= 60:
            read.excess = f"{part[0]:g} {_MARKS[level][0]} are more than 59" if mark else ""
            break
        if not level and tokens[read.end].text[0].isdigit():
            read.written = tokens[read.end].text
        read.parts.append(part[:2])
        read.end += part[2] + mark
        read.marked |= mark > 0 and level == 0
        if not _goes_on(tokens, read, level, marked=mark > 0, spaced=spaced):
            break
    return read if read.parts else None


def _hundredths(tokens: Sequence[Token], index: int, part: tuple[float, int, int]) -> int:
    """Return how many digits of a minute stand where seconds would: 04°18'79", 15 80 T, 02 38 180", 56'8089 T."""
    text = tokens[index].text
    closed = _mark(tokens, index + part[2], 2) or _is_wind(tokens, index + part[2])
    if part[1] or not (text.isdigit() and closed):
        return 0
    return len(text) if len(text) > 2 or 60 <= part[0] < 100 else 0


def _dotted(tokens: Sequence[Token], index: int) -> _Value | None:
    """Read 15.08.55N or 04.50.12 LU, degrees, minutes and seconds with dots between."""
    if not (is_sign(tokens, index + 1, ".") and has(tokens, index, "number") and has(tokens, index + 2, "number")):
        return None
    degrees, dot, minutes = tokens[index].text.partition(".")
    seconds = tokens[index + 2].text
    close = tokens[index].end == tokens[index + 1].start and tokens[index + 1].end == tokens[index + 2].start
    if not (close and dot and len(minutes) == 2 and len(seconds.partition(".")[0]) == 2 and degrees.isdigit()):
        return None
    end = index + 3 + has(tokens, index + 3, "degrees")  # 18.44.46 độ Bắc
    worded = end < len(tokens) and str(tokens[end].kinds.get("bearing", "")) in _WINDS
    if not (worded or _is_wind(tokens, end)) or int(minutes) > 59 or seconds >= "60":
        return None
    parts = [(float(degrees), 0), (float(minutes), 0), decimal(seconds)]
    return _Value(parts, marked=True, negative=False, written=degrees, end=end)


def _part(tokens: Sequence[Token], index: int) -> tuple[float, int, int] | None:
    """Read a number of degrees, minutes or seconds, its decimals and its tokens; a comma may be a decimal one."""
    kinds = tokens[index].kinds if index < len(tokens) else {}
    if "han" in kinds:
        return _han_part(tokens, index)
    if "number" not in kinds:
        return None
    text = tokens[index].text
    if not text[0].isdigit():
        return _worded_part(tokens, index)
    if len(text) > 11:
        return None
    value, decimals = decimal(text)
    if value > 180 and text.count(",") == 1 and "." not in text:  # 117,500 is a degree with a decimal comma
        value, decimals = decimal(text.replace(",", ".", 1))
    return value, decimals, 1


def _han_part(tokens: Sequence[Token], index: int) -> tuple[float, int, int] | None:
    found = amount(tokens, index)
    if found is None or found[0].low != found[0].high:
        return None
    decimals = 0 if found[0].low.is_integer() else 1
    return found[0].low, decimals, found[1] - index


def _worded_part(tokens: Sequence[Token], index: int) -> tuple[float, int, int] | None:
    """Read 'fifteen' of 'fifteen degrees seven minutes north': words count only with their mark behind them."""
    found = amount(tokens, index)
    if found is None or not any(
        has(tokens, found[1], kind) for kind in ("degrees", "minutes", "seconds", "hemisphere")
    ):
        return None
    return found[0].low, 0, found[1] - index


def _mark(tokens: Sequence[Token], index: int, level: int) -> int:
    """Return how many tokens the mark of degrees, minutes or seconds takes; two single quotes are seconds."""
    if index >= len(tokens):
        return 0
    (word, sign), kinds = _MARKS[level], tokens[index].kinds
    if level == 2 and kinds.get("sign") == "'" and is_sign(tokens, index + 1, "'"):
        return 2
    return int(word in kinds or kinds.get("sign") == sign)


def _goes_on(tokens: Sequence[Token], read: _Value, level: int, *, marked: bool, spaced: int) -> bool:
    """Say whether the next number is part of this axis, and step over the sign before it."""
    index = read.end
    if level == 2:
        return False
    sign = tokens[index].kinds.get("sign") if index < len(tokens) else None
    if sign in {"-", ":"} or (marked and sign == "."):
        ahead = has(tokens, index + 1, "number") and tokens[index + 1].text[0].isdigit()
        if not ahead or (marked and sign == "-" and not _is_minutes(tokens, index + 1)):
            return False
        if sign == ":" and not marked and tokens[index + 1].start > tokens[index].end:
            return False  # 28/8: 16,8N
        read.marked |= sign == ":"
        read.end += 1
        return True
    if marked:
        between = sign == "," or has(tokens, index, "and")
        if between and has(tokens, index + 1, "number") and _mark(tokens, index + 2, level + 1):
            read.end += 1  # 9 degrees, 45 minutes and 30 seconds
        return True
    follows = level + 1 < spaced and has(tokens, index, "number") and not has(tokens, index + 1, "unit")
    return not read.parts[-1][1] and (follows or _plain(tokens, index, len(read.parts)))


def _is_minutes(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a mark or a hemisphere follows the number, so that it belongs to the degrees before it."""
    return is_sign(tokens, index + 1, "'\"") or has(tokens, index + 1, "minutes") or has(tokens, index + 1, "bearing")


def _plain(tokens: Sequence[Token], index: int, read: int) -> bool:
    """Say whether a number with no mark before it is minutes: 16 50 N, 6 47 5 N, 07 20' 09" U, N 9 45.5, E."""
    ahead = index
    for _ in range(3 - read):
        if not has(tokens, ahead, "number"):
            return False
        after = ahead + 1 + _parts(tokens, ahead + 1)
        if _is_wind(tokens, after):
            return True
        if "." in tokens[ahead].text:
            return False
        ahead += 1 + is_sign(tokens, ahead + 1, "'")
    return False


def _parts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a sign or a word at ``index`` may part an axis with its hemisphere before it from the next one."""
    told = has(tokens, index, "and") or (index < len(tokens) and tokens[index].text in {"by", "x"})
    return told or is_sign(tokens, index, ",;/'\"-|")


def _is_wind(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a hemisphere stands at ``index``: a word for it, or a letter of English, Malay or Vietnamese."""
    text = tokens[index].text if index < len(tokens) else ""
    return has(tokens, index, "hemisphere") or text in _WIND_WORDS or text in _OTHER_LETTERS


def _together(read: _Value, kind: str) -> tuple[float, float, str]:
    """Take 1507.5N and 150751N apart; return value, step and what is wrong."""
    number, decimals = read.parts[0]
    digits = len(read.written.partition(".")[0].partition(",")[0])
    if len(read.parts) != 1 or not kind or not 4 <= digits <= 7:
        return read.degrees(), read.step(), ""
    if digits <= 5:
        degrees, minutes, seconds, scale = number // 100, number % 100, 0.0, 60
    else:
        degrees, minutes, seconds, scale = number // 10000, number // 100 % 100, number % 100, 3600
    if minutes >= 60 or seconds >= 60 or degrees > (90 if kind == "lat" else 180):
        return number, 1.0, f"{read.written} is neither degrees nor degrees and minutes"
    return degrees + minutes / 60 + seconds / 3600, 10.0**-decimals / scale, ""
