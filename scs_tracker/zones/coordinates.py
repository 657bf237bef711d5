"""Validation of latitudes and longitudes."""

from __future__ import annotations

import math
from typing import Final

from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST

#: The region in words.
REGION: Final = "98-128°E, 4°S-27°N"


def fault(lat: float, lon: float) -> str:
    """Return what is wrong with a latitude and longitude and how to correct it; an empty string if they are valid."""
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return f"lat {lat:g}, lon {lon:g} is not a position; give two numbers in decimal degrees"
    if abs(lat) > 90:
        problem = f"latitude {lat:g} does not exist"
        if in_region(lon, lat):
            return f"{problem}; lat {lat:g}, lon {lon:g} looks swapped: try lat {lon:g}, lon {lat:g}"
        return f"{problem}; a latitude is -90 to 90, in decimal degrees"
    if abs(lon) > 180:
        return f"longitude {lon:g} does not exist; a longitude is -180 to 180, in decimal degrees"
    return ""


def in_region(lat: float, lon: float) -> bool:
    """Return True if the position is in the supported region, including its border."""
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def check(lat: float, lon: float) -> None:
    """Raise a UsageError if a latitude or longitude is invalid; return nothing otherwise."""
    problem = fault(lat, lon)
    if problem:
        raise UsageError(problem)
