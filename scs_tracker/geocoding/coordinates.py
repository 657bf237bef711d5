"""Positions in degrees, in every notation that reports use.

::

    position = axis ["," | ";" | "/" | "-" | "and"] axis         one latitude, one longitude, in either order

``axis`` is in ``degrees.py``. The order of two axes without letters or labels is latitude, longitude. Two bare decimals
are a position, two bare whole numbers only where they are all the text.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geocoding.degrees import axis, label_at
from scs_tracker.geocoding.numbers import has, is_sign
from scs_tracker.geocoding.records import Axis, Coordinates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: No position in a report is better than this: datum, fix, and the length of a ship.
LEAST_KM: Final = 0.1
_KM_PER_DEGREE: Final = 111.32
#: Within so many tokens 'one hundred and fifteen' comes to its degrees.
_WORDED: Final = 5
#: Kinds of tokens with which a position can begin.
FIGURES: Final = frozenset({"number", "hemisphere", "latitude", "longitude", "bearing", "sign"})
#: One of these behind a number, or of these words, may make the beginning of a position of it.
_GO_ON: Final = frozenset(
    ("sign", "number", "han", "degrees", "minutes", "seconds", "hemisphere", "latitude", "longitude", "bearing", "and")
)
_GO_ON_WORDS: Final = frozenset({"n", "s", "e", "w", "u", "t", "b", "d", "by", "x"})
_MINUTES: Final = 60


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
    return max(LEAST_KM, math.hypot(north, east))


def check(lat: float, lon: float) -> str:
    """Return why a position does not belong here, or an empty string.

    Examples
    --------
    >>> check(9.7, 115.9)
    ''
    >>> check(51.5, -0.1)
    'the position 51.5, -0.1 lies outside the South China Sea and its coasts'
    """
    if abs(lat) > 90:
        return f"latitude {lat:g} is over 90 degrees; if longitude comes first, write E after it"
    if abs(lon) > 180:
        return f"longitude {lon:g} is over 180 degrees"
    if not is_here(lat, lon):
        return f"the position {lat:g}, {lon:g} lies outside the South China Sea and its coasts"
    return ""


def is_here(lat: float, lon: float) -> bool:
    """Say whether a position belongs to this sea, its straits and its coasts.

    Examples
    --------
    >>> is_here(9.7, 115.9), is_here(10.4, 125.3)
    (True, False)
    """
    inside = False
    for (south, west), (north, east) in _edges().get(math.floor(lat), ()):  # shapely would be loaded for this alone
        if (south > lat) != (north > lat) and lon < west + (east - west) * (lat - south) / (north - south):
            inside = not inside
    return inside


@geodata.cached
def _edges() -> dict[int, list[tuple[tuple[float, float], tuple[float, float]]]]:
    """Return the edges of the region by the degrees of latitude that they cross, each from one vertex to the next."""
    points = [(float(row["lat"]), float(row["lon"])) for row in geodata.rows("region")]
    edges: dict[int, list[tuple[tuple[float, float], tuple[float, float]]]] = {}
    for edge in pairwise([*points, points[0]]):
        south, north = sorted((edge[0][0], edge[1][0]))
        for degree in range(math.floor(south), math.floor(north) + 1):
            edges.setdefault(degree, []).append(edge)
    return edges


def may_be_coordinates(tokens: Sequence[Token], index: int) -> bool:
    """Say whether it is worth the while to look for a position at ``index``."""
    kinds = tokens[index].kinds
    before = tokens[index - 1] if index else None
    if before is not None and before.end == tokens[index].start:
        corner = before.text == "a" and has(tokens, index + 1, "number")
        lettered = "number" in kinds and ("word" in before.kinds or corner)
        if lettered or is_sign(tokens, index, "-"):
            return False  # a J-11; HN0128 is the number of a notice, A1 12°00' the first corner
    if "number" in kinds:
        if len(kinds) == 1 and tokens[index].text[0].isdigit():
            ahead = tokens[index + 1] if index + 1 < len(tokens) else None
            return ahead is not None and not (_GO_ON.isdisjoint(ahead.kinds) and ahead.text not in _GO_ON_WORDS)
        worded = range(index + 1, index + _WORDED)  # one hundred and fifteen degrees
        return tokens[index].text[0].isdigit() or any(
            has(tokens, one, kind) for one in worded for kind in ("degrees", "hemisphere")
        )
    if "hemisphere" in kinds or "latitude" in kinds or "longitude" in kinds:
        return True
    if "bearing" in kinds and is_sign(tokens, index + 1, ".:"):
        return has(tokens, index + 2, "number")
    return ("bearing" in kinds or is_sign(tokens, index, "-")) and has(tokens, index + 1, "number")


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
    start = _both_labels(tokens, index)
    first = axis(tokens, start or index, folded)
    if first is None:
        return None
    if first.problem and first.marked:
        return Coordinates(0.0, 0.0, 0.0, first.problem), first.end
    position = first.end
    stop = bool(first.hemisphere) and is_sign(tokens, position, ".")  # 14°36' N.; 119°06' E.
    position += stop
    while position < first.end + 2 and _parts(tokens, position):
        position += 1
    second = axis(tokens, position, folded, like=first)
    if second is None or (stop and not second.kind):
        return _alone(first, whole=index == 0 and first.end == len(tokens))
    if not (first.kind or second.kind):
        if start:
            return _labelled(tokens, index, first, second)
        return _bare_pair(tokens, index, first, second, separated=position > first.end)
    return _pair(first, second)


def _parts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the token may stand between the two axes."""
    worded = has(tokens, index, "and") or (index < len(tokens) and tokens[index].text in {"by", "x"})
    return worded or is_sign(tokens, index, ",;/-、|")


def _both_labels(tokens: Sequence[Token], index: int) -> int:
    """Return the index after 'Lat/Long', or 0 where the labels do not stand together."""
    first, position = label_at(tokens, index)
    while first and position < index + 3 and (is_sign(tokens, position, "/,-") or has(tokens, position, "and")):
        position += 1
    second, after = label_at(tokens, position) if first else ("", 0)
    return after if second and second != first else 0


def _labelled(tokens: Sequence[Token], index: int, first: Axis, second: Axis) -> tuple[Coordinates, int]:
    """Take two numbers behind both labels in the order of the labels."""
    swapped = has(tokens, index, "longitude")
    return _position(*((second, first) if swapped else (first, second))), second.end


def _alone(one: Axis, *, whole: bool = False) -> tuple[Coordinates, int] | None:
    """Report what is wrong with a lone axis: a latitude without longitude is no position."""
    if one.problem and (one.hemisphere or one.marked):
        return Coordinates(0.0, 0.0, 0.0, one.problem), one.end
    if one.hemisphere and (one.marked or whole):
        name = "longitude" if one.kind == "lat" else "latitude"
        return Coordinates(0.0, 0.0, 0.0, f"the {name} is missing"), one.end
    return None


def _pair(first: Axis, second: Axis) -> tuple[Coordinates, int] | None:
    kinds = (first.kind or _other(second.kind), second.kind or _other(first.kind))
    if kinds[0] == kinds[1]:
        if not (first.hemisphere and second.hemisphere):
            return _alone(first)
        name = "latitudes" if kinds[0] == "lat" else "longitudes"
        problem = f"the hemispheres contradict each other: both numbers are {name}"
        return Coordinates(0.0, 0.0, 0.0, problem), second.end
    lat, lon = (first, second) if kinds[0] == "lat" else (second, first)
    return _position(lat, lon), second.end


def _bare_pair(
    tokens: Sequence[Token], index: int, lat: Axis, lon: Axis, *, separated: bool
) -> tuple[Coordinates, int] | None:
    """Take two numbers without letters as latitude, longitude where nothing else can be meant."""
    alone = index == 0 and lon.end == len(tokens)
    if has(tokens, lon.end, "unit") or is_sign(tokens, lon.end, "%") or _is_counted(tokens, index):
        return None
    if (lat.whole or lon.whole) and not (lat.marked and lon.marked) and not (alone and separated):
        return None
    found = _position(lat, lon)
    if found.problem and not (lat.marked or lon.marked or alone):
        return None  # two decimals somewhere in a text that are no position here are just numbers
    return found, lon.end


def _is_counted(tokens: Sequence[Token], index: int) -> bool:
    """Say whether two numbers are those of a file, a room or a telephone: Case No. 15-08 117-45."""
    return any(has(tokens, one, "counter") for one in (index - 1, index - 2 - is_sign(tokens, index - 1, ".:")))


def _position(lat: Axis, lon: Axis) -> Coordinates:
    problem = lat.problem or lon.problem or check(lat.value, lon.value)
    radius_km = 0.0 if problem else rounding_radius_km(lat.value, lat.step, lon.step)
    return Coordinates(lat.value, lon.value, radius_km, problem, None if problem else _as_minutes(lat, lon))


def _as_minutes(lat: Axis, lon: Axis) -> tuple[float, float, float] | None:
    """Read two decimals of a degree as minutes, where they can be."""
    values = []
    for one in (lat, lon):
        degrees, hundredths = divmod(round(abs(one.value) * 100), 100)
        if one.parts != 1 or not math.isclose(one.step, 0.01) or hundredths >= _MINUTES:
            return None
        values.append(math.copysign(degrees + hundredths / _MINUTES, one.value))
    if check(*values):
        return None
    return values[0], values[1], rounding_radius_km(values[0], 1 / _MINUTES, 1 / _MINUTES)


def _other(kind: str) -> str:
    return "lon" if kind == "lat" else "lat"
