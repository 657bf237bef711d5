"""``scs-tracker zones check``: tables, geometry, distances, and the stored build against its sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import REGION
from scs_tracker.model import first_day, is_partial_date, last_day, split_list
from scs_tracker.zones import sources
from scs_tracker.zones.build import PRECISION, input_hashes
from scs_tracker.zones.build_baselines import archipelagos
from scs_tracker.zones.build_claims import LINES
from scs_tracker.zones.build_gulf import gulf
from scs_tracker.zones.build_waters import (
    BEYOND_CA_MAU,
    BORNEO,
    INNER,
    SULU_SEA,
    beyond_1997,
    beyond_2014,
    corridor_of_brunei,
)
from scs_tracker.zones.coastline import GSHHG_FILES, gshhg_folder
from scs_tracker.zones.limits import NAUTICAL_MILE, nearest_m
from scs_tracker.zones.splicing import ring
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

STATUSES: Final = ("in force", "claimed", "contested", "historic", "illustrative")
#: Points of an outer limit lie within this many nautical miles of the stated distance.
TOLERANCE_NM: Final = 0.05
#: A point this near to a line that cuts zones, in degrees, stands on the cut and not on the limit.
_ON_CUT: Final = 0.0015
#: Pieces of a belt smaller than this, in square degrees, are slivers between two lines.
_SPECK: Final = 1e-3
_SAMPLE: Final = 200
_ISO2: Final = re.compile(r"[A-Z]{2}")
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


def check_zones() -> list[str]:
    """Return every problem of the zones, one sentence each; an empty list is good.

    Tables: ids, vocabularies, dates, references. Geometry: valid, closed, inside the region, rounded. Distances: a
    sample of each 12 and 200 M limit lies within 0.05 M of the distance. Coasts: none of a State lies inside the
    archipelagic baselines of another, and no territorial sea goes round land that is another's alone. Build: the
    sources are those that the stored zones were built from.
    """
    try:
        zones = load_zones()
    except TrackerError as error:
        return [str(error)]
    return [
        *_table_problems(zones),
        *_feature_problems(zones),
        *_period_problems(zones),
        *_geometry_problems(zones),
        *_source_problems(),
        *_build_problems(zones),
        *_coast_problems(zones),
        *_distance_problems(zones),
    ]


def _table_problems(zones: pd.DataFrame) -> Iterator[str]:
    kinds = {row["kind"] for row in geodata.rows("zone_kinds")}
    for zone in zones.itertuples():
        if zone.kind not in kinds:
            yield f"zone {zone.id}: kind {zone.kind!r} is not known; allowed are {', '.join(sorted(kinds))}"
        if zone.status not in STATUSES:
            yield f"zone {zone.id}: status {zone.status!r} is not known; allowed are {', '.join(STATUSES)}"
        if zone.certainty not in ("", "possible_only"):
            yield f"zone {zone.id}: certainty {zone.certainty!r} is neither empty nor possible_only"
        wrong = [code for code in split_list(zone.claimants) if not _ISO2.fullmatch(code)]
        if wrong:
            yield f"zone {zone.id}: claimant {wrong[0]!r} is not a code of two letters, such as PH"
        if zone.earlier not in ("", "not traced"):
            yield f"zone {zone.id}: earlier {zone.earlier!r} is neither empty nor not traced"
        if zone.valid_from and zone.valid_to and last_day(zone.valid_to) < first_day(zone.valid_from):
            yield f"zone {zone.id}: valid_to {zone.valid_to} lies before valid_from {zone.valid_from}"
        if not zone.membership_band_nm >= 0:
            yield f"zone {zone.id}: membership_band_nm {zone.membership_band_nm} is not a distance"
        empty = [name for name in ("name", "citation") if not getattr(zone, name)]
        if empty:
            yield f"zone {zone.id}: {empty[0]} is empty; every zone says what it is and where it comes from"


def _feature_problems(zones: pd.DataFrame) -> Iterator[str]:
    known_features = set(geodata.table("features")["id"])
    for zone in zones[zones["feature_id"] != ""].itertuples():
        if zone.feature_id not in known_features:
            yield f"zone {zone.id}: feature {zone.feature_id!r} is not in the gazetteer"
    for name in ("feature_claims", "award_status"):
        lost = sorted(set(geodata.table(name)["feature_id"]) - known_features)
        yield from (f"{name}.csv: feature {feature!r} is not in the gazetteer" for feature in lost)
    claims = geodata.table("feature_claims")
    for row in claims[~claims["role"].isin(["claims", "holds"]) | (claims["source"] == "")].itertuples():
        yield f"feature_claims.csv: {row.feature_id}, {row.country}: needs a role (claims or holds) and a source"
    undated = claims[(claims["role"] == "claims") & (claims["claimed_since"] == "") & (claims["first_text"] == "")]
    for row in undated.itertuples():
        yield f"feature_claims.csv: {row.feature_id}, {row.country}: a claim needs claimed_since or first_text"
    for row in claims[["feature_id", "claimed_since", "first_text", "until"]].itertuples(index=False):
        for date in (row.claimed_since, row.first_text, row.until):
            if date and not is_partial_date(date):
                yield f"feature_claims.csv: {row.feature_id}: {date!r} is not YYYY-MM-DD, YYYY-MM or YYYY"


def _period_problems(zones: pd.DataFrame) -> Iterator[str]:
    for row in geodata.table("zone_periods").itertuples():
        if row.zone_id not in set(zones["id"]):
            yield f"zone_periods.csv: zone {row.zone_id!r} does not exist"
        if not (is_partial_date(row.valid_from) and is_partial_date(row.valid_to) and row.source):
            yield f"zone_periods.csv: {row.zone_id} {row.valid_from}: needs two dates and a source"


def _geometry_problems(zones: pd.DataFrame) -> Iterator[str]:
    region = shapely.box(*REGION)
    wanted = {row["kind"]: row["geometry"] for row in geodata.rows("zone_kinds")}
    for zone in zones.itertuples():
        shape = zone.geometry
        if shape is None or shape.is_empty:
            yield f"zone {zone.id}: it has no geometry"
            continue
        if not shape.is_valid:
            yield f"zone {zone.id}: its geometry is not valid: {shapely.is_valid_reason(shape)}"
        if wanted.get(zone.kind, "any") not in ("any", "line" if shapely.get_dimensions(shape) == 1 else "area"):
            yield f"zone {zone.id}: a {zone.kind} is not a {shape.geom_type}"
        if not shapely.covers(region, shape):
            yield f"zone {zone.id}: it reaches beyond the region of longitudes 98 to 128 and latitudes -4 to 27"
        points = shapely.get_coordinates(shape)
        if not np.allclose(points, np.round(points / PRECISION) * PRECISION, rtol=0, atol=1e-9):
            yield f"zone {zone.id}: its coordinates are not rounded to {PRECISION:.0e} degrees"


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


def _build_problems(zones: pd.DataFrame) -> Iterator[str]:
    """Yield zones that are older than their sources, or that are not as the build reported them."""
    report = geodata.read_csv(geodata.shipped("zones/build_report.csv")).set_index("id")
    ours = set(geodata.read_csv(geodata.shipped("zones/zones.csv"))["id"])
    if set(report.index) != ours:
        yield f"zones.csv and build_report.csv differ in {min(set(report.index) ^ ours)}; run zones build"
        return
    stored = {pair for cell in report["inputs"] for pair in cell.split(";")}
    stale = sorted(_changed(stored))
    yield from (f"{name} has changed since the zones were built; run scs-tracker zones build" for name in stale)
    for zone in zones[zones["id"].isin(ours)].itertuples():
        vertices = int(shapely.get_num_coordinates(zone.geometry))
        if str(vertices) != report.loc[zone.id, "vertices"] and not _overlaid(zone.id):
            yield f"zone {zone.id}: {vertices} vertices, but the build reported {report.loc[zone.id, 'vertices']}"


def _overlaid(zone_id: str) -> bool:
    overlay = geodata.overlay()
    return overlay is not None and (overlay / "zones" / "added" / f"{zone_id}.parquet").exists()


def _changed(stored: Iterable[str]) -> set[str]:
    """Return the files whose hash is another than the stored one; each pair is a name and a hash."""
    pairs = [pair.split("=") for pair in stored]
    try:
        gshhg_folder()
    except TrackerError:  # the coastline is needed to build, not to check
        pairs = [pair for pair in pairs if pair[0] not in GSHHG_FILES]
    return {name for name, value in pairs if _digest(name) != value}


def _digest(name: str) -> str:
    if name in GSHHG_FILES:
        return input_hashes("land")[name]
    return input_hashes(name)[name]


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
        if zone.feature_id or len(own) != 1 or zone.id.count("-") > 1 or _overlaid(zone.id):
            continue
        yield from _round_others(zone.id, zone.geometry, own[0], shapely.union_all(shores.drop(zone.claimants)))


def _round_others(zone_id: str, sea: Any, own: Any, others: Any) -> Iterator[str]:
    """Yield a problem if a piece of a territorial sea meets the shore of other States and not that of its own."""
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
    cuts = cut_lines(shapes, lines)
    for zone_id, baseline_ids, distance in MEASURED:
        if zone_id not in shapes.index or _overlaid(zone_id):
            continue
        points = boundary_sample(shapes[zone_id], count=_SAMPLE, seed=0)
        vertices = shapely.get_coordinates(lines.loc[list(baseline_ids)].to_numpy())
        # Stored baselines have a vertex at least every kilometre: six metres at 12 M, and less further out.
        deviation = np.abs(nearest_m(points, vertices) / NAUTICAL_MILE - distance)
        loose = points[(deviation > TOLERANCE_NM) & ~on_cut(points, [*cuts, *own_cuts(zone_id, shapes)])]
        if len(loose):
            lon, lat = loose[0]
            yield (
                f"zone {zone_id}: its limit at {lat:.4f}, {lon:.4f} is not {distance:.0f} M from the baseline and"
                " stands on no line that cuts it"
            )


def cut_lines(shapes: Any, lines: Any) -> list[shapely.Geometry]:
    """Return the lines on which zones end for another reason than distance.

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
    polygons += [shapely.box(*REGION), corridor_of_brunei(), beyond_2014(south=True), beyond_2014(south=False)]
    polygons += [shapely.box(*SULU_SEA), shapely.box(*BEYOND_CA_MAU)]
    polygons += [beyond_1997(copy, party=party) for copy in (0, 1) for party in ("th", "vn")]
    agreed = [shapes[name] for name in LINES]
    return [*(shapely.boundary(polygon) for polygon in polygons), *agreed, shapely.LineString(BORNEO)]


def own_cuts(zone_id: str, shapes: Any) -> list[shapely.Geometry]:
    """Return the inner edges of a belt: those of the belts and waters of the same claimant before it."""
    stem = zone_id.removesuffix("-eez").split("-ts")[0]
    before = [name for name in shapes.index if name.startswith((f"{stem}-ts", f"{stem}-internal"))]
    return [shapely.boundary(shapes[name]) for name in before if name != zone_id]


def boundary_sample(zone: shapely.Geometry, *, count: int, seed: int) -> Coordinates:
    """Return ``count`` random points of the outline of a zone, evenly along it, shape (count, 2)."""
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
    """Say which points stand on one of the ``cuts``."""
    shapes = shapely.points(points)
    near = np.zeros(len(points), dtype=bool)
    for cut in cuts:
        shapely.prepare(cut)
        near |= shapely.dwithin(cut, shapes, _ON_CUT)
    return near
