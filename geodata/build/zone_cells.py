"""Make geodata/zones/cells.json: what the map's card of a point reads without a server.

    python geodata/build/zone_cells.py

The region is cut into cells of an eighth of a degree. A cell is within a zone only where all of it lies inside, and
possibly within where a limit may run through it. Zones of all times are held; the page leaves out those that do not
count on its day. The belts around single features are not among them: the page measures their distance.
"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.payload import numbers
from scs_tracker.zones.table import load_zones

CELLS_PER_DEGREE: Final = 8
#: Baselines travel as whole numbers of this many to a degree (0.3 nm), simplified by 1.2 nm; a card rounds to miles.
BASELINES_PER_DEGREE: Final = 200
_TOLERANCE_DEGREES: Final = 0.003
_COARSE_DEGREES: Final = 0.02
#: An islet whose baseline is shorter is left out where a longer line lies within the reach, else it is a chord.
_SHORTEST_DEGREES: Final = 0.1
_REACH_DEGREES: Final = 0.015
#: Longitude and latitude of a place on the shelf, far from any contour.
_SHALLOW: Final = (101.53, 10.03)
_TARGET: Final = Path(__file__).parents[1] / "zones" / "cells.json"


def memberships(lon: np.ndarray, lat: np.ndarray) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return for each cell, by its middle, the zones that hold it whole and those that may hold a part of it.

    A zone's own band of doubt widens what may be and narrows what is certain.
    """
    half = 0.5 / CELLS_PER_DEGREE
    tree = shapely.STRtree(shapely.box(lon - half, lat - half, lon + half, lat + half))
    sure = [set[str]() for _ in lon]
    perhaps = [set[str]() for _ in lon]
    for zone in load_zones().itertuples():
        if (
            zone.kind == "land"
            or zone.feature_id
            or zone.geometry is None
            or not zone.geometry.geom_type.endswith("Polygon")
        ):
            continue
        band = float(zone.membership_band_nm or 0) / 60
        wide = shapely.buffer(shapely.simplify(zone.geometry, _TOLERANCE_DEGREES), band + _TOLERANCE_DEGREES)
        for at in tree.query(wide, predicate="intersects"):
            perhaps[at].add(zone.id)
        if zone.certainty == "possible_only":
            continue
        for at in tree.query(shapely.buffer(zone.geometry, -band) if band else zone.geometry, predicate="contains"):
            sure[at].add(zone.id)
    return [(frozenset(one), frozenset(two - one)) for one, two in zip(sure, perhaps, strict=True)]


def depths(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Return for each cell the greatest depth in metres of which a contour encloses its middle; 0 on shelf and land.

    Each crossing of a contour leads to its other side, so the side follows from a place known to be shallow, the middle
    of the Gulf of Thailand: first along its meridian, then along the parallel of the cell.
    """
    stored = json.loads(geodata.path("sea/depth_contours.geojson").read_text(encoding="utf-8"))["features"]
    found = np.zeros(len(lon), dtype=int)
    for row in sorted(stored, key=lambda each: int(each["properties"]["depth_m"])):
        contour = shapely.from_geojson(json.dumps(row["geometry"]))
        shapely.prepare(contour)
        column = _crossings(contour, vertical=True, at=_SHALLOW[0])
        for parallel in np.unique(lat):
            start = _between(column, _SHALLOW[1], np.array([parallel]))[0]
            cells = np.flatnonzero(lat == parallel)
            deep = (
                start + _between(_crossings(contour, vertical=False, at=parallel), _SHALLOW[0], lon[cells])
            ) % 2 == 1
            found[cells[deep]] = int(row["properties"]["depth_m"])
    return found


def _crossings(contour: shapely.Geometry, *, vertical: bool, at: float) -> np.ndarray:
    """Return where a contour crosses a meridian or a parallel, in order."""
    line = shapely.linestrings([(at, SOUTH - 1), (at, NORTH + 1)] if vertical else [(WEST - 1, at), (EAST + 1, at)])
    points = shapely.get_coordinates(shapely.intersection(contour, line))
    return np.sort(points[:, 1 if vertical else 0])


def _between(crossings: np.ndarray, start: float, ends: np.ndarray) -> np.ndarray:
    """Return how many crossings lie between a start and each of the ends."""
    return np.abs(np.searchsorted(crossings, ends) - np.searchsorted(crossings, start))


def baselines() -> dict[str, list[str]]:
    """Return the lines from which each country's distances count today, as steps."""
    frame = gpd.read_parquet(geodata.path("zones/baselines.parquet"))
    frame = frame[frame["scope"].isin(["main", "neighbour"]) & (frame["valid_to"] == "")]
    found: dict[str, list[str]] = {}
    for country, shapes in frame.groupby("claimant", sort=False):
        kept: list[shapely.Geometry] = []
        for part in sorted(shapely.get_parts(shapes.geometry.array), key=lambda part: -part.length):
            short = part.length < _SHORTEST_DEGREES
            if short and kept and shapely.distance(part, shapely.multilinestrings(kept)) < _REACH_DEGREES:
                continue
            ends = shapely.get_coordinates(part)[[0, shapely.get_num_coordinates(part) // 2]]
            kept.append(shapely.linestrings(ends) if short else shapely.simplify(part, _COARSE_DEGREES))
        steps = (deltas(shapely.get_coordinates(line).tolist(), per_degree=BASELINES_PER_DEGREE) for line in kept)
        found[str(country)] = [numbers(each) for each in steps]
    return found


def cells() -> dict[str, Any]:
    """Return the cells, row by row from the south, as numbers of sets and how often each is repeated."""
    step = 1 / CELLS_PER_DEGREE
    across, down = round((EAST - WEST) / step), round((NORTH - SOUTH) / step)
    lat, lon = (
        part.ravel()
        for part in np.meshgrid(
            SOUTH + (np.arange(down) + 0.5) * step, WEST + (np.arange(across) + 0.5) * step, indexing="ij"
        )
    )
    depth = depths(lon, lat)
    keys = [(*pair, int(deep)) for pair, deep in zip(memberships(lon, lat), depth, strict=True)]
    sets = sorted(set(keys), key=lambda key: (sorted(key[0]), sorted(key[1]), key[2]))
    number = {key: at for at, key in enumerate(sets)}
    ids = sorted(set().union(*(one | two for one, two, _ in sets)))
    place = {zone: at for at, zone in enumerate(ids)}
    runs = [(at, len(list(same))) for at, same in groupby(number[key] for key in keys)]
    coded = [[*(numbers(sorted(place[zone] for zone in part)) for part in key[:2]), key[2]] for key in sets]
    return {
        "west": WEST, "south": SOUTH, "across": across, "down": down, "per_degree": CELLS_PER_DEGREE, "ids": ids,
        "sets": coded, "runs": numbers(at for at, _ in runs), "lengths": numbers(length for _, length in runs),
    }  # fmt: skip


if __name__ == "__main__":
    text = json.dumps(cells() | {"baselines": baselines()}, separators=(",", ":"))
    _TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{_TARGET}: {len(text)} bytes")
