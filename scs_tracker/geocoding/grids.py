"""MGRS and UTM positions in a text, read through the libraries mgrs and pyproj."""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.records import Coordinates
from scs_tracker.geocoding.region import LEAST_KM, check

if TYPE_CHECKING:
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


def grids(folded: Folded) -> list[tuple[Coordinates, int, int]]:
    """Find MGRS and UTM positions."""
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
    """Read easting and northing in metres; the letter is a latitude band, or N and S for the hemisphere."""
    if not (100_000 <= easting < 1_000_000 and 0 <= northing <= 10_000_000):
        return None
    northern = band >= "N" and not (band == "S" and northing > 8_500_000)
    lon, lat = _of_zone(zone, northern=northern).transform(easting, northing)
    return Coordinates(float(lat), float(lon), LEAST_KM, check(float(lat), float(lon)))


@functools.cache
def _of_zone(zone: int, *, northern: bool) -> Transformer:
    """Return the way from a UTM zone on WGS 84 (EPSG:326zz in the north, 327zz in the south) to degrees."""
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
