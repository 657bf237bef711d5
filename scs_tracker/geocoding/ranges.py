"""Ranges of both coordinates, which name an area: 15 to 18.5 degrees north, 113 to 118 east; 北纬4度41分—5度07分.

A hyphen between two numbers is a range only where it cannot stand between degrees and minutes (17-33.0N): both numbers
have decimals, or the first has its mark of degrees.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.records import Coordinates
from scs_tracker.geocoding.region import LEAST_KM, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.normalise import Folded

_NUMBER: Final = r"\d{1,3}(?:[.,]\d{1,2})?"
#: From one value to another, both in degrees, before the word or the letter of the hemisphere.
_TIE: Final = r"( ?- ?| to | den | and | va )"
_FROM: Final = rf"(?<![\d.,])({_NUMBER})( ?°| ?do\b| degrees)? ?(?:[nebd]\b)?{_TIE}({_NUMBER}) ?(?:°|do\b|degrees)?"
_LATIN: Final = re.compile(
    rf"{_FROM} ?(?:vi )?(?:n\b|bac\b|north\b)(?: latitude)?[^\d]{{1,40}}?{_FROM} ?(?:kinh )?(?:e\b|dong\b|east\b)"
)
_HAN_VALUE: Final = r"(?:(\d{1,3}(?:\.\d+)?)[度°])?(?:(\d{1,3}(?:\.\d+)?)[分']?)?"
_HAN_FROM: Final = rf"{_HAN_VALUE}(?:-|至|到){_HAN_VALUE}"
_HAN: Final = re.compile(rf"北[纬緯]{_HAN_FROM}[^\d]{{1,6}}[东東][经經]{_HAN_FROM}")
_MAY_BE: Final = re.compile(r"\d ?(?:[°度分']|do|degrees)? ?[neb]? ?(?:-|to|den|and|va|至|到) ?\d")


def ranges(folded: Folded) -> list[tuple[Coordinates, int, int]]:
    """Return the corners of the areas that a text gives by ranges of both coordinates, each with where it stands."""
    text = folded.text
    latin = "-" in text or "to" in text or "and" in text or "den" in text or " va " in text
    if not ((latin or "至" in text or "到" in text) and _MAY_BE.search(text)):
        return []
    found: list[tuple[Coordinates, int, int]] = []
    for match in (*_LATIN.finditer(folded.text), *_HAN.finditer(folded.text)):
        values = _of_han(match.groups()) if match.re is _HAN else _of_latin(match.groups())
        if values is None or values[0] >= values[1] or values[2] >= values[3]:
            continue
        south, north, west, east = values
        corners = ((south, west), (south, east), (north, east), (north, west))
        if not any(check(lat, lon) for lat, lon in product(values[:2], values[2:])):
            found += [(Coordinates(*corner, LEAST_KM), match.start(), match.end()) for corner in corners]
    return found


def _of_latin(said: Sequence[str | None]) -> tuple[float, float, float, float] | None:
    """Return the four values, or None where a hyphen may stand between degrees and minutes."""
    values = []
    for first, mark, tie, last in (said[:4], said[4:]):
        both = "." in (first or "").replace(",", ".") and "." in (last or "").replace(",", ".")
        if (tie or "").strip() == "-" and not (mark or both):
            return None
        values += [float((one or "").replace(",", ".")) for one in (first, last)]
    south, north, west, east = values
    return south, north, west, east


def _of_han(said: Sequence[str | None]) -> tuple[float, float, float, float] | None:
    """Return the four values; degrees that are named once hold for both ends: 东经109度36-57分."""
    values = []
    for first, minutes, last, more in (said[:4], said[4:]):
        if first is None and minutes is not None and last is not None and more is None:
            values += [float(minutes), float(last)]  # 北纬7-8度
            continue
        if first is None or (last is None and more is None):
            return None
        values += [float(first) + float(minutes or 0) / 60, float(last or first) + float(more or 0) / 60]
    south, north, west, east = values
    return south, north, west, east
