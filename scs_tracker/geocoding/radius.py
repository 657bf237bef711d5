"""Compute the uncertainty radii of place descriptions, in kilometres, by the rules in docs/methods-geocoding.md.

Extents that make a place a region instead of a point (a range, a sector, a length of coast) are added in full.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.geocoding.records import Bearing, Distance

#: 'near', 'off', 'in the vicinity of' a feature reach this far beyond it: 12 M, the distance that reports think in.
NEAR_KM: Final = 22.224
#: 'on the way to', 'approaches to': no nearer than that.
TOWARD_KM: Final = 46.3
#: 'off' a coast, 'west of' an island: waters out to 75 M; of the incidents that print how far, half are within 81 M.
COAST_KM: Final = 138.9


def feature(extent_km: float, relation: str) -> float:
    """Return the radius of a named feature, which is larger if the text says 'near', 'off' or 'towards' it."""
    if relation in {"near", "off"}:
        return extent_km + NEAR_KM
    return extent_km + TOWARD_KM if relation in {"toward", "back"} else extent_km


def offset(extent_km: float, distance: Distance, bearing: Bearing) -> float:
    """Return the radius of a position given by a distance and a bearing from a feature.

    It combines the half-width of the sector across the bearing, the rounding of the distance along it, and the extent
    of the feature, because sources do not say from which of its points they measure.
    """
    across = distance.high_km * math.sin(math.radians(bearing.half_width))
    along = distance.tolerance_km if distance.mode != "within" else distance.high_km / 2
    return max(0.2, math.sqrt(across**2 + along**2 + extent_km**2))


def ring(extent_km: float, distance: Distance) -> float:
    """Return a radius around a feature that covers a stated distance from it in all directions."""
    return distance.high_km + distance.rounding_km + extent_km


def between(gap_km: float, first_km: float, second_km: float, *, midway: bool) -> float:
    """Return the radius of 'between two features': half the gap, or less if the text says 'midway'."""
    if midway:
        return math.sqrt((0.1 * gap_km) ** 2 + (first_km**2 + second_km**2) / 4)
    return gap_km / 2 + max(first_km, second_km) / 2
