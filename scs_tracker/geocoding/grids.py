"""Parse positions in MGRS and UTM, and areas given as ranges of latitude and longitude.

Examples of ranges: 15 to 18.5 degrees north, 113 to 118 east; 北纬4度41分—5度07分. A hyphen marks a range only if it
cannot separate degrees and minutes (17-33.0N): both numbers have decimals, or the first has a degree symbol.
"""

from __future__ import annotations

import functools
import math
import re
from itertools import product
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.records import Coordinates
from scs_tracker.geocoding.region import LEAST_KM, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyproj import Transformer

    from scs_tracker.geocoding.normalise import Folded

#: Zones 46 to 53 take in this sea and its coasts; days of a month never reach them (13 May 2014).
_ZONE: Final = r"\b(4[6-9]|5[0-3])"
_MGRS: Final = re.compile(rf"{_ZONE}\s?([l-r])\s?([a-hj-np-z]{{2}})\s?(\d{{1,5}} \d{{1,5}}|\d{{2,10}})(?!\w)")
#: What both begin with: a zone and a letter; the first is found faster, as it begins with a character.
_MAY_BE: Final = re.compile(r"[45]\d\s?[c-x]")
_EITHER: Final = re.compile(rf"{_ZONE}\s?[c-x]")
_UNIT: Final = r"(?:\s?m(?:etres|eters)?)?"
_UTM: Final = re.compile(
    rf"{_ZONE}\s?([c-hj-np-x])[\s,:;]+(?:easting|east|e)?[\s:]*(\d{{6}}(?:\.\d+)?){_UNIT}\s?(?:easting|east|e)?"
    rf"[\s,;/]+(?:northing|north|n)?[\s:]*(\d{{5,7}}(?:\.\d+)?){_UNIT}(?:\s?(?:northing|north|n))?(?!\w)"
)
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
_MAY_RANGE: Final = re.compile(r"\d ?(?:[°度分']|do|degrees)? ?[neb]? ?(?:-|to|den|and|va|至|到) ?\d")


def grids(folded: Folded) -> list[tuple[Coordinates, int, int]]:
    """Return the MGRS and UTM positions in a text, each with its offsets in the folded text."""
    found: list[tuple[Coordinates, int, int]] = []
    if not (_MAY_BE.search(folded.text) and _EITHER.search(folded.text)):
        return found
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
    """Return the position of a UTM easting and northing in metres, or None if they are out of range."""
    if not (100_000 <= easting < 1_000_000 and 0 <= northing <= 10_000_000):
        return None
    northern = band >= "N" and not (band == "S" and northing > 8_500_000)
    lon, lat = _of_zone(zone, northern=northern).transform(easting, northing)
    return Coordinates(float(lat), float(lon), LEAST_KM, check(float(lat), float(lon)))


@functools.cache
def _of_zone(zone: int, *, northern: bool) -> Transformer:
    """Return the transformer from a UTM zone on WGS 84 (EPSG:326zz north, EPSG:327zz south) to degrees."""
    from pyproj import Transformer

    return Transformer.from_crs(32_600 + zone + 100 * (not northern), 4326, always_xy=True)


def _from_mgrs(zone: str, band: str, square: str, digits: str) -> Coordinates | None:
    import mgrs

    halves = digits.split(" ")
    if len(halves) == 1:
        halves = [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
    if len(halves[0]) != len(halves[1]):
        return None
    cell_m = 10.0 ** (5 - len(halves[0]))
    # The library reads the corner of a cell; five digits of its middle give the middle.
    east, north = (int(int(half) * cell_m + cell_m / 2) for half in halves)
    try:
        lat, lon = mgrs.MGRS().toLatLon(f"{zone}{band}{square}{east:05d}{north:05d}".upper())
    except (mgrs.core.MGRSError, ValueError, RuntimeError):
        return None
    radius_km = max(LEAST_KM, cell_m * math.sqrt(0.5) / 1000)
    return Coordinates(float(lat), float(lon), radius_km, check(float(lat), float(lon)))


def ranges(folded: Folded) -> list[tuple[Coordinates, int, int]]:
    """Return the corners of areas that a text gives as ranges of both coordinates, each with its offsets."""
    text = folded.text
    latin = "-" in text or "to" in text or "and" in text or "den" in text or " va " in text
    if not ((latin or "至" in text or "到" in text) and _MAY_RANGE.search(text)):
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
    """Return south, north, west and east of a range, or None if a hyphen may separate degrees and minutes."""
    values = []
    for first, mark, tie, last in (said[:4], said[4:]):
        both = "." in (first or "").replace(",", ".") and "." in (last or "").replace(",", ".")
        if (tie or "").strip() == "-" and not (mark or both):
            return None
        values += [float((one or "").replace(",", ".")) for one in (first, last)]
    south, north, west, east = values
    return south, north, west, east


def _of_han(said: Sequence[str | None]) -> tuple[float, float, float, float] | None:
    """Return south, north, west and east of a Chinese range, or None if incomplete; degrees may be given once."""
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
