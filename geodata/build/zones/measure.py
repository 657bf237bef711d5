"""Limits at sea: geodesic lines, and all points within a number of nautical miles of a baseline.

All coordinates are lon, lat in decimal degrees on WGS 84; distances are geodesic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.zones.limits import GEOD, SPACING_M, arc_steps, circle, points_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

_EARTH_RADIUS: Final = 6_371_008.8
#: The ellipsoid differs from the sphere by less than this leaves.
_CAUTION: Final = 0.98
#: Segments of a baseline longer than this are treated as straight baselines, shorter ones as points of a coast.
_STRAIGHT_M: Final = 2000.0


def densify(line: Coordinates, *, spacing_m: float = SPACING_M) -> Coordinates:
    """Return ``line`` with vertices added along the geodesics between its own, so that none are further apart.

    Parameters
    ----------
    line
        Vertices, shape (n, 2), lon and lat.
    spacing_m
        The largest distance between neighbours in the answer, in metres.

    Returns
    -------
    numpy.ndarray
        Shape (m, 2); the vertices of ``line`` are among them unchanged.

    Examples
    --------
    >>> densify(np.array([[110.0, 10.0], [110.0, 10.02]]), spacing_m=1200).round(3).tolist()
    [[110.0, 10.0], [110.0, 10.01], [110.0, 10.02]]
    """
    if len(line) < 2:
        return line
    lengths = segment_lengths(line)
    parts = [line[:1]]
    for index in range(len(lengths)):
        start, end = line[index], line[index + 1]
        between = int(np.ceil(lengths[index] / spacing_m)) - 1
        if between > 0:
            parts.append(np.array(GEOD.npts(start[0], start[1], end[0], end[1], between)))
        parts.append(end[None])
    return np.concatenate(parts)


def segment_lengths(line: Coordinates) -> NDArray[np.float64]:
    """Return the geodesic length of each segment of ``line`` in metres, shape (n - 1,)."""
    return np.asarray(GEOD.inv(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1])[2])


def limit(lines: Iterable[Coordinates], distance_nm: float) -> shapely.Geometry:
    """Return the area within ``distance_nm`` of a baseline.

    A straight baseline gives the area between its two parallels and the half discs at its ends; a point of a coast
    gives a disc. Points that cannot lie on the outer limit are left out first.

    Parameters
    ----------
    lines
        Baselines, each of shape (n, 2), lon and lat; one of shape (1, 2) is a base point.
    distance_nm
        Breadth in nautical miles of 1852 m.

    Returns
    -------
    shapely.Geometry
        A polygon or several; the vertices of its boundary are exactly ``distance_nm`` from the baseline where they
        stand on an arc, and no further than a few metres short of it between them.
    """
    radius_m = distance_nm * NAUTICAL_MILE
    straight, points = [], []
    for line in lines:
        points.append(line)
        if len(line) > 1:
            long = np.flatnonzero(segment_lengths(line) > _STRAIGHT_M)
            straight += [_capsule(line[index], line[index + 1], radius_m) for index in long]
    coast = np.concatenate(points)
    discs = [circle(lon, lat, distance_nm) for lon, lat in outer_points(coast, radius_m)]
    return _filled(shapely.union_all([*straight, *discs]), coast, radius_m)


def outer_points(points: Coordinates, radius_m: float) -> Coordinates:
    """Return the points that may shape a limit at ``radius_m``; the circles of the others lie inside the limit.

    A point shapes the limit only if an empty circle of that radius touches it, so only if a Delaunay triangle beside
    it has a circumscribed circle at least as large. Delaunay triangulation on the sphere is that of the
    stereographic plane, because the projection keeps circles.
    """
    points = np.unique(points, axis=0)
    if len(points) < 4:
        return points
    unit = _unit_vectors(points)
    plane = _stereographic(unit)
    triangles = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(plane)))
    corners = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    order = np.lexsort((plane[:, 1], plane[:, 0]))
    keys = {tuple(plane[index]): index for index in order}
    index = np.array([[keys[tuple(corner)] for corner in triangle] for triangle in corners])
    a, b, c = unit[index[:, 0]], unit[index[:, 1]], unit[index[:, 2]]
    sides = np.linalg.norm(b - a, axis=1) * np.linalg.norm(c - b, axis=1) * np.linalg.norm(a - c, axis=1)
    twice_area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    # Circumscribed radius through the sphere: the sine of the angle that it spans. A flat triangle has the largest.
    large = sides >= 2 * twice_area * np.sin(_CAUTION * radius_m / _EARTH_RADIUS)
    keep = np.unique(index[large])
    hull = shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(plane)))
    keep = np.union1d(keep, [keys[tuple(corner)] for corner in hull])
    outer: Coordinates = points[keep]
    return outer


def nearest_m(points: Coordinates, vertices: Coordinates) -> NDArray[np.float64]:
    """Return the geodesic distance in metres from each of ``points`` to the nearest of ``vertices``, shape (n,).

    The nearest is chosen by the chord through the ellipsoid.
    """
    here, there = _earth_centred(points), _earth_centred(vertices)
    squares = np.sum(there**2, axis=1)
    blocks = np.array_split(here, len(here) // 100 + 1)
    nearest = np.concatenate([np.argmin(squares - 2 * block @ there.T, axis=1) for block in blocks])
    found = vertices[nearest]
    return np.asarray(GEOD.inv(points[:, 0], points[:, 1], found[:, 0], found[:, 1])[2])


def _filled(reach: shapely.Geometry, points: Coordinates, radius_m: float) -> shapely.Geometry:
    """Fill the holes that are within ``radius_m`` of any point.

    The discs of ``outer_points`` give the whole outline, but where points stand close over a wide area they leave its
    middle open. Such a hole is covered as a whole or not at all, so that one point of it decides.
    """
    parts = []
    for polygon in shapely.get_parts(reach):
        holes = shapely.polygons(polygon.interiors) if polygon.interiors else np.array([])
        if len(holes):
            inside = shapely.get_coordinates(shapely.point_on_surface(holes))
            holes = holes[nearest_m(inside, points) > radius_m]
        parts.append(shapely.Polygon(polygon.exterior, [hole.exterior for hole in holes]))
    return shapely.union_all(parts)


def _earth_centred(points: Coordinates) -> Coordinates:
    lon, lat = np.radians(points).T
    normal = GEOD.a / np.sqrt(1 - GEOD.es * np.sin(lat) ** 2)
    east, north = normal * np.cos(lat) * np.cos(lon), normal * np.cos(lat) * np.sin(lon)
    return np.column_stack([east, north, normal * (1 - GEOD.es) * np.sin(lat)])


def _unit_vectors(points: Coordinates) -> Coordinates:
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _stereographic(unit: Coordinates) -> Coordinates:
    centre = unit.mean(axis=0)
    centre /= np.linalg.norm(centre)
    east = np.cross([0.0, 0.0, 1.0], centre)
    east /= np.linalg.norm(east)
    north = np.cross(centre, east)
    scale = 1 + unit @ centre
    return np.column_stack([unit @ east / scale, unit @ north / scale])


def _capsule(start: Coordinates, end: Coordinates, radius_m: float) -> shapely.Polygon:
    """Return the area within ``radius_m`` of the geodesic between two points."""
    line = densify(np.array([start, end]))
    forward, _, _ = GEOD.inv(line[:-1, 0], line[:-1, 1], np.full(len(line) - 1, end[0]), np.full(len(line) - 1, end[1]))
    last = GEOD.inv(*end, *start)[0] + 180
    along = np.append(forward, last)
    right = points_at(line[:, 0], line[:, 1], along + 90, radius_m)
    left = points_at(line[:, 0], line[:, 1], along - 90, radius_m)
    turn = np.linspace(0, 180, arc_steps(radius_m, 180) + 1)[1:-1]
    around_end = points_at(np.full_like(turn, end[0]), np.full_like(turn, end[1]), along[-1] + 90 - turn, radius_m)
    around_start = points_at(np.full_like(turn, start[0]), np.full_like(turn, start[1]), along[0] - 90 - turn, radius_m)
    return shapely.Polygon(np.concatenate([right, around_end, left[::-1], around_start]))
