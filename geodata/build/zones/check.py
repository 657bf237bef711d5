"""Checks of the built zones in a checkout: their sources, their coasts, and the distances of their limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.baselines import archipelagos
from geodata.build.zones.claims import LINES
from geodata.build.zones.gulf import gulf
from geodata.build.zones.measure import nearest_m
from geodata.build.zones.splicing import ring
from geodata.build.zones.waters import (
    BEYOND_CA_MAU,
    BORNEO,
    INNER,
    SULU_SEA,
    beyond_1997,
    beyond_2014,
    corridor_of_brunei,
)
from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import NAUTICAL_MILE, REGION
from scs_tracker.model import split_list
from scs_tracker.zones.check import overlaid
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

#: Points of an outer limit lie within this many nautical miles of the stated distance.
TOLERANCE_NM: Final = 0.05
#: A point this near to a line that cuts zones, in degrees, stands on the cut and not on the limit.
_ON_CUT: Final = 0.0015
#: Pieces of a belt smaller than this, in square degrees, are slivers between two lines.
_SPECK: Final = 1e-3
_SAMPLE: Final = 200
_OF_CLAIMANT: Final = (
    ("bn", ("bn-coast",)),
    ("cn", ("cn-1996",)),
    ("cn-paracel", ("cn-paracel-1996",)),
    ("id", ("id-archipelagic",)),
    ("my", ("my-coast",)),
    ("ph", ("ph-archipelagic",)),
    *((code, (f"{code}-coast",)) for code in ("kh", "sg", "th")),
    ("tw", ("tw-1999",)),
    ("vn", ("vn-1982", "vn-west-coast")),
)
#: Zones measured from baselines: id, ids of the baselines, distance in M.
MEASURED: Final = (
    *((f"{claimant}-ts", lines, 12.0) for claimant, lines in _OF_CLAIMANT),
    *((f"{claimant}-eez", lines, 200.0) for claimant, lines in _OF_CLAIMANT),
    ("cn-scarborough-ts", ("cn-scarborough-2024",), 12.0),
    ("cn-ts-tonkin", ("cn-1996", "cn-tonkin-coast", "cn-tonkin-2024"), 12.0),
    ("cn-ts-tonkin-to-2024", ("cn-1996", "cn-tonkin-coast"), 12.0),
    ("vn-ts-tonkin", ("vn-1982", "vn-west-coast", "vn-tonkin-coast", "vn-tonkin-2025"), 12.0),
    ("vn-ts-tonkin-to-2025", ("vn-1982", "vn-west-coast", "vn-tonkin-coast"), 12.0),
)


def check_build() -> list[str]:
    """Return every problem of the sources and the stored build, one sentence each, or an empty list if there is none.

    Sources: points inside the world, rings that do not cross themselves. Coasts: none of a State lies inside the
    archipelagic baselines of another, and no territorial sea goes round land that is another's alone. Distances: a
    sample of each 12 and 200 M limit lies within 0.05 M of the distance.
    """
    zones = load_zones()
    return [*_source_problems(), *_coast_problems(zones), *_distance_problems(zones)]


def _source_problems() -> Iterator[str]:
    """Yield documents whose rings do not close, and points outside the world."""
    for path in sorted(sources.file("INDEX.csv").parent.glob("*.csv")):
        rows = geodata.read_csv(path)
        if not {"lat", "lon"} <= set(rows.columns):
            continue
        try:
            points = sources.points(path.stem)
        except TrackerError as error:
            yield str(error)
            continue
        if len(points) and (np.abs(points) > (180.0, 90.0)).any():
            yield f"{path.name}: a latitude or longitude lies outside the world; look for swapped columns"
    for name in ("ph_pd1596_kalayaan", "ph_treaty_of_paris_1898", "derived_ph_archipelagic_baseline",
                 "derived_tw_main_baseline", "derived_cn_paracel_baseline", "derived_id_archipelagic_baseline",
                 "cn_baseline_2024_scarborough"):  # fmt: skip
        outline = shapely.LinearRing(ring(sources.points(name)))
        if not outline.is_simple:
            yield f"{name}.csv: the ring crosses itself; a point is out of order or misread"


def _coast_problems(zones: pd.DataFrame) -> Iterator[str]:
    import geopandas as gpd

    lines = gpd.read_parquet(geodata.shipped("zones/baselines.parquet"))
    shores = lines[lines["scope"] == "coast"].set_index("claimant").geometry
    for owner, inside in archipelagos().items():
        shapely.prepare(inside)
        for country, shore in shores.items():
            parts = shapely.get_parts(shore)
            lost = parts[shapely.covers(inside, parts)] if country != owner else []
            if len(lost):
                lon, lat = shapely.get_coordinates(lost[0])[0]
                yield f"coast of {country}: at {lat:.4f}, {lon:.4f} it is inside the archipelagic baselines of {owner}"
    for zone in zones[zones["kind"] == "territorial_sea"].itertuples():
        own = [shores[code] for code in split_list(zone.claimants) if code in shores.index]
        if zone.feature_id or len(own) != 1 or zone.id.count("-") > 1 or overlaid(zone.id):
            continue
        yield from _round_others(zone.id, zone.geometry, own[0], shapely.union_all(shores.drop(zone.claimants)))


def _round_others(zone_id: str, sea: Any, own: Any, others: Any) -> Iterator[str]:
    """Yield a problem if a piece of a territorial sea touches the shore of other States but not that of its own."""
    pieces = shapely.get_parts(sea)
    shapely.prepare([own, others])
    strange = shapely.dwithin(others, pieces, _ON_CUT) & ~shapely.dwithin(own, pieces, _ON_CUT)
    for piece in pieces[strange & (shapely.area(pieces) > _SPECK)]:
        lon, lat = shapely.get_coordinates(shapely.point_on_surface(piece))[0]
        yield f"zone {zone_id}: at {lat:.4f}, {lon:.4f} it goes round land that is another State's"


def _distance_problems(zones: pd.DataFrame) -> Iterator[str]:
    import geopandas as gpd

    lines = gpd.read_parquet(geodata.shipped("zones/baselines.parquet")).set_index("id").geometry
    shapes = zones.set_index("id").geometry
    everywhere, agreed = cut_lines(shapes, lines), agreed_cuts(shapes)
    named = zones.set_index("id")["cut_by"]
    for zone_id, baseline_ids, distance in MEASURED:
        if zone_id not in shapes.index or overlaid(zone_id):
            continue
        cuts = [*everywhere, *(line for name in split_list(named[zone_id]) for line in agreed.get(name, ()))]
        points = boundary_sample(shapes[zone_id], count=_SAMPLE, seed=0)
        vertices = shapely.get_coordinates(lines.loc[list(baseline_ids)].to_numpy())
        # Stored baselines have a vertex at least every kilometre: six metres at 12 M, and less further out.
        deviation = np.abs(nearest_m(points, vertices) / NAUTICAL_MILE - distance)
        loose = points[(deviation > TOLERANCE_NM) & ~on_cut(points, [*cuts, *own_cuts(zone_id, shapes)])]
        if len(loose):
            lon, lat = loose[0]
            yield (
                f"zone {zone_id}: its limit at {lat:.4f}, {lon:.4f} is not {distance:.0f} nm from the baseline and"
                " stands on no line that cuts it"
            )


def cut_lines(shapes: Any, lines: Any) -> list[shapely.Geometry]:
    """Return the lines at which zones end for a reason other than distance.

    Parameters
    ----------
    shapes
        Geometry of the zones by id.
    lines
        Geometry of the baselines by id.
    """
    coast = [shapely.get_coordinates(part) for part in shapely.get_parts(lines["cn-shore"])]
    sides = gulf(coast)
    polygons = [*(shapes[name] for name in INNER), shapes["land"], sides.vietnamese, sides.chinese]
    polygons += [shapely.box(*REGION), shapely.box(*SULU_SEA), shapely.box(*BEYOND_CA_MAU)]
    return [*(shapely.boundary(polygon) for polygon in polygons), shapely.LineString(BORNEO)]


def agreed_cuts(shapes: Any) -> dict[str, list[shapely.Geometry]]:
    """Return the lines at which an agreement ends zones, by its id; only for zones that name it in cut_by."""
    polygons = {
        "bn-my-2009": [corridor_of_brunei()],
        "id-ph-2014": [beyond_2014(south=True), beyond_2014(south=False)],
        "th-vn-1997": [beyond_1997(party=party) for party in ("th", "vn")],
    }
    cuts = {name: [shapely.boundary(polygon) for polygon in found] for name, found in polygons.items()}
    return cuts | {name: [*cuts.get(name, ()), shapes[name]] for name in LINES}


def own_cuts(zone_id: str, shapes: Any) -> list[shapely.Geometry]:
    """Return the inner edges of a belt: the outer edges of the same claimant's belts and waters before it."""
    stem = zone_id.removesuffix("-eez").split("-ts")[0]
    before = [name for name in shapes.index if name.startswith((f"{stem}-ts", f"{stem}-internal"))]
    return [shapely.boundary(shapes[name]) for name in before if name != zone_id]


def boundary_sample(zone: shapely.Geometry, *, count: int, seed: int) -> Coordinates:
    """Return ``count`` random points evenly distributed along the outline of a zone, shape (count, 2)."""
    vertices, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(zone)), return_index=True)
    edge = np.flatnonzero(ring[:-1] == ring[1:])
    steps = vertices[edge + 1] - vertices[edge]
    lengths = np.hypot(*steps.T)
    # by edges, not with shapely, which goes along the whole outline anew for each point
    ends = np.cumsum(lengths)
    along = np.random.default_rng(seed).uniform(0, 1, count) * ends[-1]
    on = np.searchsorted(ends, along)
    part = 1 - (ends[on] - along) / lengths[on]
    points: Coordinates = vertices[edge[on]] + part[:, None] * steps[on]
    return points


def on_cut(points: Coordinates, cuts: list[shapely.Geometry]) -> NDArray[np.bool_]:
    """Return True for each point that lies on one of the ``cuts``."""
    shapes = shapely.points(points)
    near = np.zeros(len(points), dtype=bool)
    for cut in cuts:
        shapely.prepare(cut)
        near |= shapely.dwithin(cut, shapes, _ON_CUT)
    return near
