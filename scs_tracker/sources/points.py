"""Read coordinates from one or two cells as decimal degrees in text, with an uncertainty radius where needed."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from scs_tracker.geocoding import resolve_text

#: Decimal degrees as they are typed: their decimals say how exactly they are known, so the text is kept.
_DECIMAL: Final = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?) ?(?:[°º˚]|deg)?", re.ASCII)
_TWO: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*[,;/\s]\s*([+-]?\d{1,3}(?:\.\d+)?)", re.ASCII)
_TWO_WITH_COMMAS: Final = re.compile(r"([+-]?\d{1,3},\d+)\s*[;/\s]\s*([+-]?\d{1,3},\d+)", re.ASCII)
#: What statistics programs write where there is no value.
NO_VALUE: Final = re.compile(r"-?9{3,}(?:\.0*)?", re.ASCII)
#: What people write for a digit that they do not know: 9.x, 11?.5, 9°4*'.
_UNKNOWN_DIGIT: Final = re.compile(r"\?|(?<![^\W\d_])[xX*_](?![^\W\d_])")
_PLACES: Final = 6


class Point(NamedTuple):
    """A point as text in decimal degrees (WGS 84), and its uncertainty radius in km, empty if the decimals imply it."""

    lat: str
    lon: str
    radius_km: str = ""


def is_axis(text: str) -> bool:
    """Return True if a cell contains only a latitude or only a longitude."""
    if _DECIMAL.fullmatch(text.strip()):
        return True
    return any(_placed(*both) for both in ((text, "115.0E"), ("9.0N", text))) if re.search(r"\d[^\d_]", text) else False


def point_of(lat: str, lon: str) -> Point | None:
    """Return the point in two cells, such as 9,73 and 115°52'E, None if both are empty; raise ValueError for others."""
    if (not lat and not lon) or (lat == lon and NO_VALUE.fullmatch(lat)):
        return None
    if not lat or not lon:
        raise ValueError(f"latitude {lat!r} and longitude {lon!r}: give both, or neither")
    if _UNKNOWN_DIGIT.search(f"{lat} {lon}"):
        raise ValueError(f"latitude {lat!r} and longitude {lon!r}: a digit is unknown; give the place in words instead")
    north, east = _DECIMAL.fullmatch(lat), _DECIMAL.fullmatch(lon)
    found = _of_decimals(north[1], east[1]) if north and east else _placed(_lettered(lat, "N"), _lettered(lon, "E"))
    if found is None:
        raise ValueError(f"latitude {lat!r} and longitude {lon!r} are not coordinates; use decimal degrees")
    return found


def point_in(text: str) -> Point | None:
    """Return the point in one cell, with the latitude first unless that number exceeds 90; None for any other cell."""
    plain = text.strip(" ()[]").replace("，", ",").replace("；", ";")
    if _DECIMAL.fullmatch(plain):  # '9,73' is one number with a decimal comma, as likely as 9° N 73° E
        return None
    if match := _TWO.fullmatch(plain) or _TWO_WITH_COMMAS.fullmatch(plain):
        return _of_decimals(match[1], match[2])
    return _placed(plain) if len(re.findall(r"\d+", plain)) > 1 else None


def _of_decimals(first: str, second: str) -> Point | None:
    one, two = first.replace(",", "."), second.replace(",", ".")
    lat, lon = (two, one) if abs(float(one)) > 90 >= abs(float(two)) else (one, two)
    return Point(lat, lon) if abs(float(lat)) <= 90 and abs(float(lon)) <= 180 else None


def _placed(*texts: str) -> Point | None:
    """Return the point that the geocoder reads from a text with only coordinates, or None."""
    found = resolve_text(" ".join(texts))
    if found.method != "coordinates" or found.lat is None or found.lon is None or found.radius_km is None:
        return None
    return Point(f"{found.lat:.{_PLACES}f}", f"{found.lon:.{_PLACES}f}", f"{found.radius_km:.3f}")


def _lettered(text: str, letter: str) -> str:
    """Return a coordinate with its hemisphere; ``letter`` (N or E) is added if the cell contains no letter."""
    return text if re.search(r"[^\W\d_]", text) else f"{text}{letter}"
