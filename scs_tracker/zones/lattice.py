"""Points of equal weight in a circle, used to estimate the share of the circle that a zone covers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Points in a disc, and on its rim.
INNER: Final = 1024
_RIM: Final = 180
_MEAN_RADIUS_KM: Final = 6371.0088
#: Discs up to this radius and this far from the poles and the date line are mapped by polynomials.
_PLAIN_KM: Final = 200.0
_PLAIN_LAT: Final = 60.0
_PLAIN_LON: Final = 170.0


def lattice(lon: Floats, lat: Floats, radius_km: Floats) -> tuple[Floats, Floats]:
    """Return lon and lat of points of equal weight in each circle, then on its rim: two arrays of shape (n, 1204).

    Within a disc up to ``_PLAIN_KM`` longitude and latitude are polynomials of the place in it, to a millionth of a
    millimetre: those through 90 points of each disc give the others, in a quarter of the time.
    """
    part, azimuth, known, weights = _on_disc()
    plain = (radius_km <= _PLAIN_KM) & (np.abs(lat) <= _PLAIN_LAT) & (np.abs(lon) <= _PLAIN_LON)
    x, y = np.empty((2, lon.size, part.size))
    x[~plain], y[~plain] = _spread_out(lon[~plain], lat[~plain], radius_km[~plain], part, azimuth)
    held = _spread_out(lon[plain], lat[plain], radius_km[plain], *known)
    for out, middle, there in zip((x, y), (lon, lat), held, strict=True):
        start = middle[plain][:, None]
        out[plain] = start + (there - start) @ weights
    return x, y


@functools.cache
def _on_disc() -> tuple[Floats, Floats, tuple[Floats, Floats], Floats]:
    """Return relative positions of the points of a disc, positions of sample points, and interpolation weights.

    A point lies on an azimuth, within it the square of its part of the disc's area.
    """
    step = np.arange(INNER)
    part = np.concatenate([np.sqrt((step + 0.5) / INNER), np.ones(_RIM)])
    azimuth = np.concatenate([step * 180 * (3 - np.sqrt(5)), np.arange(_RIM) * 360 / _RIM]) % 360
    rings, per_ring = 5, 18
    ring, turn = np.divmod(np.arange(rings * per_ring), per_ring)
    known = np.cos(np.pi * ring / (2 * rings)), (turn + 0.5 * (ring % 2)) * 360 / per_ring
    return part, azimuth, known, (_powers(part, azimuth) @ np.linalg.pinv(_powers(*known))).T


def _spread_out(lon: Floats, lat: Floats, radius_km: Floats, part: Floats, azimuth: Floats) -> tuple[Floats, Floats]:
    """Return lon and lat of the points of each circle from their relative radius and azimuth."""
    if not lon.size:
        return np.empty((0, part.size)), np.empty((0, part.size))
    from scs_tracker.zones.limits import GEOD  # pyproj, which points do not need

    half = np.minimum(radius_km, 9_000)[:, None] / _MEAN_RADIUS_KM / 2
    out = 2 * np.arcsin(part * np.sin(half)) / (2 * half)  # parts of the radius
    out = np.where(part == 1, 1.0, out) * radius_km[:, None] * 1000
    shape = out.shape
    x, y, _ = GEOD.fwd(np.repeat(lon, shape[1]), np.repeat(lat, shape[1]), np.tile(azimuth, shape[0]), out.ravel())
    return np.asarray(x).reshape(shape), np.asarray(y).reshape(shape)


def _powers(part: Floats, azimuth: Floats) -> Floats:
    """Return, for each point of a disc, the terms of a polynomial of degree eight."""
    east, north = part * np.sin(np.radians(azimuth)), part * np.cos(np.radians(azimuth))
    return np.column_stack([east**one * north**two for one in range(9) for two in range(9 - one)])
