"""The core and the reach of a zone whose limit is uncertain: the areas certainly and possibly within the zone."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker.geodata.region import EAST, NAUTICAL_MILE, NORTH, SOUTH, WEST
from scs_tracker.zones.limits import GEOD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: An azimuthal equidistant plane serves so many degrees: 1 degree from its middle, lengths are wrong by 5 in 100,000.
_PLANE: Final = 1.5
#: Limits of a band are thinned within this many degrees (11 m) and rounded like all zones.
_THINNED: Final = 1e-4
_ROUNDED: Final = 1e-6
#: What runs within this many degrees (0.5 m) of a shore is the shore: both were rounded apart from each other.
_ALONG: Final = 5e-6


def core_and_reach(
    area: shapely.Geometry, band_nm: float, land: shapely.STRtree | None = None
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Return the sea certainly within ``area`` (may be empty) and the sea possibly within it, to 0.01 nm.

    They are the points of ``area`` further than ``band_nm`` from its limit (may be empty), and those of ``area`` or
    within ``band_nm`` of it. Where ``area`` ends at a shore of ``land`` its limit is not in doubt: no band runs along
    it, nor along the edge of the region, where all zones are cut.
    """
    lines = shapely.get_parts(_at_sea(area, land))
    band = shapely.union_all([_around(piece, band_nm * NAUTICAL_MILE) for line in lines for piece in _pieces(line)])
    return _tidy(shapely.difference(area, band)), _tidy(shapely.union(area, band))


def _at_sea(area: shapely.Geometry, land: shapely.STRtree | None) -> shapely.Geometry:
    """Return the boundary of an area without its parts along a shore or along the edge of the region."""
    edge = shapely.boundary(shapely.box(WEST, SOUTH, EAST, NORTH))
    limit = shapely.difference(shapely.boundary(area), shapely.buffer(edge, _ALONG))
    near = land.geometries[land.query(limit, predicate="intersects")] if land is not None else []
    return shapely.difference(limit, shapely.union_all(shapely.buffer(shapely.boundary(near), _ALONG)))


def _pieces(line: shapely.LineString) -> list[Coordinates]:
    """Return the coordinates of a line cut into pieces, each short enough for one plane projection."""
    points = shapely.get_coordinates(shapely.segmentize(line, 0.1))
    if np.ptp(points, axis=0).max() <= _PLANE:
        return [points]
    run = np.floor(np.cumsum(np.r_[0, np.hypot(*np.diff(points, axis=0).T)]) / _PLANE)
    cuts = np.unique([0, *np.flatnonzero(np.diff(run)), len(points) - 1])
    return [points[start : stop + 1] for start, stop in itertools.pairwise(cuts)]


def _around(points: Coordinates, radius_m: float) -> shapely.Geometry:
    """Return the area within ``radius_m`` of a line, computed in a plane projection centred on the line."""
    middle = points[len(points) // 2] if len(points) < 3 else (points.min(axis=0) + points.max(axis=0)) / 2
    azimuth, _, distance = GEOD.inv(np.full(len(points), middle[0]), np.full(len(points), middle[1]), *points.T)
    flat = np.column_stack([distance * np.sin(np.radians(azimuth)), distance * np.cos(np.radians(azimuth))])

    def back(place: Coordinates) -> Coordinates:
        azimuth, distance = np.degrees(np.arctan2(*place.T)), np.hypot(*place.T)
        lon, lat, _ = GEOD.fwd(np.full(len(place), middle[0]), np.full(len(place), middle[1]), azimuth, distance)
        return np.column_stack([lon, lat])

    return shapely.transform(shapely.buffer(shapely.LineString(flat), radius_m, quad_segs=16), back)


def _tidy(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.set_precision(shapely.simplify(shape, _THINNED), _ROUNDED))
    return shapely.union_all(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
