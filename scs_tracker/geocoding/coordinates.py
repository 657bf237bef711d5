"""Positions in degrees, in every notation that reports use, and MGRS and UTM through libraries.

::

    position = axis ["," | ";" | "/" | "-" | "and"] axis         one latitude, one longitude, in either order
    axis     = [label] [hemisphere] value [hemisphere] [label]
    value    = ["-"] number [degree] [["-" | ":"] number [minute] [["-" | ":"] number [second]]]

The order of two axes without letters or labels is latitude, longitude. Degrees and minutes need a mark between them
or a hemisphere beside them: two bare decimals are a position, two bare whole numbers only where they are all the text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.numbers import decimal, has, is_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: Where a position belongs to this sea and its coasts: west, south, east, north.
REGION: Final = (95.0, -10.0, 131.0, 28.0)
_KM_PER_DEGREE: Final = 111.32
_LETTERS: Final = {"n": "N", "s": "S", "e": "E", "w": "W"}
_WORDS: Final = {"0": "N", "180": "S", "90": "E", "270": "W"}
_MGRS: Final = re.compile(r"\b(\d{1,2})\s?([c-hj-np-x])\s?([a-hj-np-z]{2})\s?(\d{2,10}|\d{1,5} \d{1,5})(?!\w)")
_UTM: Final = re.compile(
    r"\b(?:zone\s+)?(\d{1,2})\s?([c-hj-np-x])[\s,:]+(?:e\s?)?(\d{6}(?:\.\d+)?)\s?(?:m\s?)?e?[\s,]+"
    r"(?:n\s?)?(\d{5,7}(?:\.\d+)?)(?:\s?m)?(?:\s?n)?(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A printed position.

    Attributes
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    radius_km
        What the rounding leaves open: half the last printed step on both axes.
    problem
        Why it is no position, in words; empty where it is one.
    """

    lat: float
    lon: float
    radius_km: float
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Axis:
    value: float
    step: float
    hemisphere: str
    kind: str
    marked: bool
    whole: bool
    problem: str
    end: int


def rounding_radius_km(lat: float, lat_step: float, lon_step: float) -> float:
    """Return the radius of the cell that rounded degrees leave open, at least 100 m for datum and fix.

    Parameters
    ----------
    lat
        Latitude in degrees.
    lat_step, lon_step
        The last printed step of each axis, in degrees.

    Examples
    --------
    >>> round(rounding_radius_km(9.7, 0.1, 0.1), 1)
    7.8
    """
    north = lat_step / 2 * _KM_PER_DEGREE
    east = lon_step / 2 * _KM_PER_DEGREE * math.cos(math.radians(lat))
    return max(0.1, math.hypot(north, east))


def check(lat: float, lon: float) -> str:
    """Return why a position does not belong here, or an empty string."""
    if abs(lat) > 90:
        return f"latitude {lat:g} is over 90 degrees; if longitude comes first, write E after it"
    if abs(lon) > 180:
        return f"longitude {lon:g} is over 180 degrees"
    west, south, east, north = REGION
    if not (west <= lon <= east and south <= lat <= north):
        return f"the position {lat:g}, {lon:g} lies outside the South China Sea and its coasts"
    return ""


def coordinates(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[Coordinates, int] | None:
    """Read a position at ``index``; return it, or what is wrong with it, with the index after it.

    Parameters
    ----------
    tokens
        The text.
    index
        Where the position may begin.
    folded
        The text as written, for capital letters.
    """
    first = _axis(tokens, index, folded)
    if first is None:
        return None
    position = first.end
    steps = 0
    while steps < 2 and (is_sign(tokens, position, ",;/-、|") or has(tokens, position, "and")):
        position += 1
        steps += 1
    second = _axis(tokens, position, folded)
    if second is None:
        return _alone(first)
    if not (first.kind or second.kind):
        return _bare_pair(tokens, index, first, second, separated=steps > 0)
    return _pair(first, second)


def _alone(axis: _Axis) -> tuple[Coordinates, int] | None:
    """Report what is wrong with a lone axis; a latitude without longitude is no position, but it is no name either."""
    if axis.problem and axis.hemisphere:
        return Coordinates(0.0, 0.0, 0.0, axis.problem), axis.end
    return None


def _pair(first: _Axis, second: _Axis) -> tuple[Coordinates, int] | None:
    kinds = (first.kind or _other(second.kind), second.kind or _other(first.kind))
    if kinds[0] == kinds[1]:
        name = "latitudes" if kinds[0] == "lat" else "longitudes"
        if not (first.hemisphere and second.hemisphere):
            return None
        return Coordinates(0.0, 0.0, 0.0, f"the hemispheres contradict each other: both numbers are {name}"), second.end
    lat, lon = (first, second) if kinds[0] == "lat" else (second, first)
    problem = lat.problem or lon.problem or check(lat.value, lon.value)
    radius = rounding_radius_km(lat.value, lat.step, lon.step) if not problem else 0.0
    return Coordinates(lat.value, lon.value, radius, problem), second.end


def _bare_pair(
    tokens: Sequence[Token], index: int, lat: _Axis, lon: _Axis, *, separated: bool
) -> tuple[Coordinates, int] | None:
    """Take two numbers without letters as latitude, longitude where nothing else can be meant."""
    alone = index == 0 and lon.end == len(tokens)
    if has(tokens, lon.end, "unit") or is_sign(tokens, lon.end, "%"):
        return None
    if (lat.whole or lon.whole) and not (lat.marked and lon.marked) and not (alone and separated):
        return None
    problem = lat.problem or lon.problem or check(lat.value, lon.value)
    if problem and not (lat.marked or lon.marked or alone):
        return None  # two decimals somewhere in a text that are no position here are just numbers
    radius = rounding_radius_km(lat.value, lat.step, lon.step) if not problem else 0.0
    return Coordinates(lat.value, lon.value, radius, problem), lon.end


def _other(kind: str) -> str:
    return "lon" if kind == "lat" else "lat"


def _hemisphere(tokens: Sequence[Token], index: int, folded: Folded) -> tuple[str, int] | None:
    """Read a hemisphere at ``index``: a letter, a word, or a phrase such as 北纬 or lintang utara."""
    if not 0 <= index < len(tokens):
        return None
    token = tokens[index]
    if "hemisphere" in token.kinds and (len(token.text) > 2 or _capital(token, folded) or not token.text.isascii()):
        return token.kinds["hemisphere"], index + 1
    if token.text in _LETTERS and len(token.text) == 1:
        return _LETTERS[token.text], index + 1
    if "bearing" in token.kinds and token.kinds["bearing"] in _WORDS and token.text not in _LETTERS:
        return _WORDS[token.kinds["bearing"]], index + 1
    return None


def _capital(token: Token, folded: Folded) -> bool:
    return not folded.cased or folded.source(token.start, token.end).isupper()


def _label(tokens: Sequence[Token], index: int) -> tuple[str, int]:
    """Read 'latitude' or 'longitude' with the signs after it."""
    kind = "lat" if has(tokens, index, "latitude") else "lon" if has(tokens, index, "longitude") else ""
    if not kind:
        return "", index
    index += 1
    while is_sign(tokens, index, ":=.") or has(tokens, index, "of"):
        index += 1
    return kind, index


def _axis(tokens: Sequence[Token], index: int, folded: Folded) -> _Axis | None:
    kind, position = _label(tokens, index)
    before = _hemisphere(tokens, position, folded)
    if before and not has(tokens, before[1], "number") and not is_sign(tokens, before[1], ".: -"):
        before = None
    if before:
        position = before[1]
        while is_sign(tokens, position, ".:"):
            position += 1
        kind = kind or ("lat" if before[0] in "NS" else "lon")
    value = _value(tokens, position)
    if value is None:
        return None
    number, step, parts, marked, negative, position = value
    after = _hemisphere(tokens, position, folded)
    if after and before is None and (kind == "" or parts):
        if has(tokens, after[1], "of") or (has(tokens, position, "unit") and not marked):
            after = None
    elif after and before is not None:
        after = None if not _repeats(tokens, after, before[0]) else after
    problem = ""
    hemisphere = (before or after or ("", 0))[0]
    if after:
        position = after[1]
        if before and after[0] != before[0]:
            problem = f"the hemispheres {before[0]} and {after[0]} of one number contradict each other"
        kind = kind or ("lat" if after[0] in "NS" else "lon")
    trailing, end = _label(tokens, position)
    if trailing and (not kind or kind == trailing) and not has(tokens, end, "number"):
        kind, position = trailing, end
    if kind and hemisphere and (hemisphere in "NS") != (kind == "lat"):
        problem = f"hemisphere {hemisphere} contradicts the {'latitude' if kind == 'lat' else 'longitude'}"
    if negative and hemisphere:
        problem = f"the minus sign and the hemisphere {hemisphere} contradict each other" if not problem else problem
    number, compact, note = _compact(number, step, parts, kind if hemisphere else "")
    step = compact or step
    limit = 90 if kind == "lat" else 180
    if not (problem or note) and kind and number > limit:
        problem = f"{'latitude' if kind == 'lat' else 'longitude'} {number:g} is over {limit} degrees"
    sign = -1.0 if negative or hemisphere in {"S", "W"} else 1.0
    return _Axis(sign * number, step, hemisphere, kind, marked, parts == (0,), problem or note, position)


def _repeats(tokens: Sequence[Token], after: tuple[str, int], hemisphere: str) -> bool:
    """Say whether a second hemisphere belongs to the same number: N 9.7 N, and not N 9.7 E 115.9."""
    return not has(tokens, after[1], "number") or after[0] == hemisphere


def _value(tokens: Sequence[Token], index: int) -> tuple[float, float, tuple[int, ...], bool, bool, int] | None:
    """Read degrees, minutes and seconds; return value, step, decimals of each part, marks, minus sign and end."""
    negative = is_sign(tokens, index, "-") and has(tokens, index + 1, "number")
    index += negative or is_sign(tokens, index, "+")
    numbers: list[tuple[float, int]] = []
    marked = False
    marks = (("degrees", "°"), ("minutes", "'"), ("seconds", '"'))
    for level, (word, sign) in enumerate(marks):
        token = tokens[index] if index < len(tokens) else None
        if token is None or "number" not in token.kinds or not token.text[0].isdigit() or len(token.text) > 11:
            break
        value, decimals = decimal(token.text)
        if level and (value >= 60 or numbers[-1][1]):
            break
        following = index + 1
        found = False
        if has(tokens, following, word) or is_sign(tokens, following, sign):
            found = True
            following += 1
            if level == 2 and is_sign(tokens, following, "'"):
                following += 1
        elif level == 2 and is_sign(tokens, following, "'") and is_sign(tokens, following + 1, "'"):
            found = True
            following += 2
        marked = marked or (found and level == 0)
        numbers.append((value, decimals))
        index = following
        if level < 2 and (is_sign(tokens, index, "-:") or (found and is_sign(tokens, index, "."))):
            ahead = has(tokens, index + 1, "number") and tokens[index + 1].text[0].isdigit()
            if not ahead or (found and is_sign(tokens, index, "-") and not _continues(tokens, index + 1)):
                break
            marked = marked or is_sign(tokens, index, ":")
            index += 1
        elif decimals and not found:
            break
        elif not found and not _plain_minutes(tokens, index, len(numbers)):
            break
    if not numbers:
        return None
    total = sum(value / 60**level for level, (value, _decimals) in enumerate(numbers))
    step = 10.0 ** -numbers[-1][1] / 60 ** (len(numbers) - 1)
    return total, step, tuple(decimals for _value, decimals in numbers), marked, negative, index


def _continues(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the number at ``index`` is minutes of the same axis: a mark or a hemisphere follows it."""
    return is_sign(tokens, index + 1, "'\"") or has(tokens, index + 1, "minutes") or has(tokens, index + 1, "bearing")


def _plain_minutes(tokens: Sequence[Token], index: int, level: int) -> bool:
    """Say whether a number with no mark before it is minutes: 16 50 N, or 6 47 5 N."""
    for ahead in range(index, index + 3 - level):
        if not has(tokens, ahead, "number") or "." in tokens[ahead].text[:-3]:
            return False
        if has(tokens, ahead + 1, "bearing") or has(tokens, ahead + 1, "hemisphere"):
            return tokens[ahead + 1].text in {*_LETTERS, "north", "south", "east", "west"}
    return False


def _compact(number: float, step: float, parts: tuple[int, ...], kind: str) -> tuple[float, float, str]:
    """Take 1507.5N and 150751N apart, degrees and minutes written together."""
    digits = len(str(int(number)))
    if len(parts) != 1 or not kind or number <= 180 or digits > 7:
        return number, 0.0, ""
    decimals = parts[0]
    if digits <= 5:
        degrees, minutes, seconds, small = int(number // 100), number % 100, 0.0, 10.0**-decimals / 60
    else:
        degrees, minutes, seconds = int(number // 10000), number // 100 % 100, number % 100
        small = 10.0**-decimals / 3600
    if minutes >= 60 or seconds >= 60 or degrees > (90 if kind == "lat" else 180):
        return number, 0.0, f"{number:g} is neither degrees nor degrees and minutes"
    return degrees + minutes / 60 + seconds / 3600, small, ""


def grids(folded: Folded) -> list[tuple[Coordinates, int, int]]:
    """Find MGRS and UTM positions.

    Returns
    -------
    list of (Coordinates, int, int)
        Each with where it begins and ends in the folded text.
    """
    found = []
    for match in _UTM.finditer(folded.text):
        place = _from_utm(int(match[1]), match[2].upper(), float(match[3]), float(match[4]))
        if place:
            found.append((place, match.start(), match.end()))
    for match in _MGRS.finditer(folded.text):
        place = _from_mgrs(match[1], match[2], match[3], match[4])
        if place and all(match.end() <= start or match.start() >= end for _, start, end in found):
            found.append((place, match.start(), match.end()))
    return found


def _from_utm(zone: int, band: str, easting: float, northing: float) -> Coordinates | None:
    import utm

    northern = band >= "N" and not (band == "S" and northing > 8_500_000)
    try:
        lat, lon = utm.to_latlon(easting, northing, zone, northern=northern)
    except (ValueError, utm.OutOfRangeError):
        return None
    problem = check(float(lat), float(lon))
    return Coordinates(float(lat), float(lon), 0.1, problem)


def _from_mgrs(zone: str, band: str, square: str, digits: str) -> Coordinates | None:
    import mgrs

    halves = digits.split(" ")
    if len(halves) == 1:
        halves = [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
    if len(halves[0]) != len(halves[1]):
        return None
    cell_m = 10.0 ** (5 - len(halves[0]))
    # The library reads the corner of the cell; five digits below give its middle.
    east, north = (int(int(half) * cell_m + cell_m / 2) for half in halves)
    try:
        lat, lon = mgrs.MGRS().toLatLon(f"{zone}{band}{square}{east:05d}{north:05d}".upper())
    except (mgrs.core.MGRSError, ValueError, RuntimeError):
        return None
    problem = check(float(lat), float(lon))
    return Coordinates(float(lat), float(lon), max(0.1, cell_m * math.sqrt(0.5) / 1000), problem)
