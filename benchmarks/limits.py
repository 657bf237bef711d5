"""Ways to draw everything within 12 or 200 M of a baseline, side by side: time, and deviation from the true distance.

Run by hand: python benchmarks/limits.py (needs the built zones; spherely for the last row).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod, Transformer

from geodata.build.zones import measure
from scs_tracker import geodata
from scs_tracker.zones import limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Lines = list[NDArray[np.float64]]

GEOD = Geod(ellps="WGS84")
CASES = (("ph-archipelagic", 12.0), ("ph-archipelagic", 200.0), ("my-coast", 12.0), ("my-coast", 200.0))
SAMPLE = 2000


def capsules(lines: Lines, breadth: float) -> shapely.Geometry:
    """Take ours: parallels of the straight segments and discs of the points that can shape the limit."""
    return measure.limit(lines, breadth)


def discs(lines: Lines, breadth: float) -> shapely.Geometry:
    """Join a disc around every vertex, no more than 1 km apart."""
    points = np.unique(np.concatenate([measure.densify(line) for line in lines]), axis=0)
    return shapely.union_all([limits.circle(lon, lat, breadth) for lon, lat in points])


def one_projection(lines: Lines, breadth: float) -> shapely.Geometry:
    """Buffer in one azimuthal equidistant projection for the whole baseline."""
    return projected(lines, breadth, np.concatenate(lines).mean(axis=0))


def many_projections(lines: Lines, breadth: float) -> shapely.Geometry:
    """Buffer in a projection of its own for each cell of one degree, and join."""
    pieces: dict[tuple[float, float], Lines] = {}
    for line in map(measure.densify, lines):
        cells = np.floor(line)
        cuts = np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1
        for start, stop in zip([0, *cuts], [*cuts, len(line)], strict=True):
            pieces.setdefault(tuple(cells[start]), []).append(line[start : stop + 1])
    return shapely.union_all([projected(part, breadth, np.array(cell) + 0.5) for cell, part in pieces.items()])


def projected(lines: Lines, breadth: float, centre: NDArray[np.float64]) -> shapely.Geometry:
    """Buffer in the azimuthal equidistant projection around ``centre``."""
    local = f"+proj=aeqd +lon_0={centre[0]} +lat_0={centre[1]} +ellps=WGS84"
    there = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    shape = shapely.MultiLineString([line for line in map(measure.densify, lines) if len(line) > 1])
    flat = shapely.transform(shape, lambda points: np.column_stack(there.transform(*points.T)))
    reach = shapely.segmentize(shapely.buffer(flat, breadth * 1852, quad_segs=180), 1000)
    back = lambda points: np.column_stack(there.transform(*points.T, direction="INVERSE"))  # noqa: E731
    return shapely.make_valid(shapely.transform(reach, back))


def deviation_nm(reach: shapely.Geometry, lines: Lines, breadth: float) -> float:
    """Return the largest deviation of the outer outline from the stated distance, at 2,000 random points."""
    largest = max(shapely.get_parts(reach), key=lambda part: part.area)
    outline = shapely.segmentize(largest.exterior, 0.005)
    points = shapely.get_coordinates(outline)
    chosen = points[np.random.default_rng(0).integers(0, len(points), SAMPLE)]
    fine = np.concatenate([measure.densify(line, spacing_m=200.0) for line in lines])
    return float(np.abs(measure.nearest_m(chosen, fine) / 1852 - breadth).max())


def sphere_nm(lines: Lines, breadth: float) -> float:
    """Return how far distances on the sphere of S2 are from those on WGS 84, at this breadth."""
    import spherely

    points = np.concatenate(lines)[:: max(1, sum(map(len, lines)) // SAMPLE)]
    azimuths = np.random.default_rng(0).uniform(0, 360, len(points))
    lon, lat, _ = GEOD.fwd(*points.T, azimuths, np.full(len(points), breadth * 1852))
    here, there = spherely.points(*points.T), spherely.points(np.array(lon), np.array(lat))
    return float(np.abs(spherely.distance(here, there) / 1852 - breadth).max())


def main() -> None:
    """Print the table."""
    baselines = gpd.read_parquet(geodata.shipped("zones/baselines.parquet")).set_index("id").geometry
    ways: tuple[Callable[[Lines, float], shapely.Geometry], ...] = (capsules, discs, many_projections, one_projection)
    print(f"{'baseline':16} {'M':>4}  {'way':18} {'seconds':>8} {'ratio':>6} {'vertices':>9} {'off by at most, M':>18}")
    for name, breadth in CASES:
        lines = [shapely.get_coordinates(part) for part in shapely.get_parts(baselines[name])]
        if name.startswith("ph"):
            from geodata.build.zones.baselines import philippine_ring

            lines = [philippine_ring()]
        ours = 0.0
        for way in ways:
            begin = time.perf_counter()
            reach = way(lines, breadth)
            took = time.perf_counter() - begin
            ours = ours or took
            row = f"{name:16} {breadth:4.0f}  {way.__name__:18} {took:8.2f} {took / ours:6.1f}"
            print(row, f"{shapely.get_num_coordinates(reach):9d} {deviation_nm(reach, lines, breadth):18.4f}")
        print(f"{name:16} {breadth:4.0f}  {'sphere (S2)':18} {'':8} {'':6} {'':9} {sphere_nm(lines, breadth):18.4f}")


if __name__ == "__main__":
    main()
