"""``scs-tracker zones build``: build all zones from their sources, with the same bytes every time."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geodata.build.zones import sources
from geodata.build.zones.baselines import archipelagos, baselines, pedra_branca
from geodata.build.zones.claims import agreed_sides, claims
from geodata.build.zones.coastline import (
    coast_by_country,
    generalised,
    gshhg_folder,
    read_land,
)
from geodata.build.zones.features import benham_rise, feature_rows, feature_zones, offshore_features
from geodata.build.zones.gulf import gulf
from geodata.build.zones.measure import densify
from geodata.build.zones.provenance import as_json, provenance
from geodata.build.zones.uncollected import uncollected
from geodata.build.zones.waters import taken, waters
from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geodata.region import REGION
from scs_tracker.zones import simplified
from scs_tracker.zones.check import PRECISION
from scs_tracker.zones.claims import DISPUTED_GROUPS
from scs_tracker.zones.coast import store_distances
from scs_tracker.zones.inputs import GSHHG_FILES, digest, input_file
from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.stored_index import store_index
from scs_tracker.zones.table import ZONE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from geodata.build.zones.baselines import Baseline

    Coordinates = NDArray[np.float64]

#: Land, and the coasts for the nearest coast, are generalised by this many degrees (0.06 M).
COAST_TOLERANCE: Final = 0.001
#: Baselines and coasts are kept this far beyond the region, in degrees: what is nearest to a point near its edge.
_MARGIN: Final = 2.0
#: Pieces smaller than this, in square degrees (about 0.01 square kilometres), are leftovers of rounding.
_SPECK: Final = 1e-6
#: Zones that hold land: areas of decrees and treaties, and discs around points.
_WITH_LAND: Final = ("ph-kig", "ph-treaty-limits", "land")
#: Zones that hold the islets that they enclose, and no other land: the dashes are drawn around the islands.
_WITH_ISLETS: Final = ("cn-dash-area",)
_PROVENANCE: Final = "build.json"
_WRITTEN: Final = (
    "zones.csv",
    "zones.parquet",
    "baselines.parquet",
    "build_report.csv",
    _PROVENANCE,
    "simplified.json",
)
#: The coastline for drawing leaves out islands below this size (square degrees) and detail below this (degrees).
_DRAWN: Final = (0.0004, 0.015)


@dataclass(frozen=True, slots=True)
class ZoneReport:
    """The build report of one zone.

    Attributes
    ----------
    id
        Zone id.
    area_km2
        Geodesic area on WGS 84; 0 for a line.
    vertices
        Number of vertices.
    accuracy
        As in zones.csv.
    inputs
        File name to the first 12 hexadecimal digits of its SHA-256.
    """

    id: str
    area_km2: float
    vertices: int
    accuracy: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The zones of one build, in the order of their ids.

    Attributes
    ----------
    zones
        One report a zone.
    files
        The files that were written.
    """

    zones: tuple[ZoneReport, ...]
    files: tuple[Path, ...]


def build_zones(out_dir: Path, *, progress: Callable[[str], None] | None = None) -> BuildReport:
    """Build all zones from geodata/zones/sources, the gazetteer and GSHHG.

    Parameters
    ----------
    out_dir
        A folder laid out like geodata/: zones/ and coastline/ are written below it.
    progress
        Called with a short sentence before each step.

    Returns
    -------
    BuildReport
        Area, vertices, accuracy and input hashes of each zone; also written to zones/build_report.csv.

    Raises
    ------
    TrackerError
        GSHHG is not installed, a source is missing, or the zones and their table do not match.
    """
    say = progress or (lambda _: None)
    say("reading the coastline")
    polygons = read_land(gshhg_folder())
    features = offshore_features()
    coast = coast_by_country(polygons, _disputed_points(), archipelagos(), sources.islands_by_hand())
    coast["SG"] = [*coast["SG"], pedra_branca()]
    land = generalised(polygons, box=REGION, tolerance=COAST_TOLERANCE)
    say("assembling baselines")
    sides = gulf(coast["CN"])
    lines = baselines(coast, sides, land)
    say("measuring limits")
    raw = waters(lines, sides, land) | uncollected(coast, land)
    away = taken(raw, land)
    raw |= claims(lines, sides, features, away) | agreed_sides(lines, sides, away) | feature_zones(features)
    raw |= {"land": land, "clcs-ph-br": benham_rise([raw[name] for name in ("ph-eez", "ph-ts", "ph-archipelagic")])}
    say(f"finishing {len(raw)} zones")
    table = zone_table(features)
    require_rows(raw, table)
    zones = {zone: finish(raw[zone], land_outside(zone, raw[zone], land)) for zone in sorted(raw)}
    say("writing")
    return _write(out_dir, zones, table, _baseline_frame(lines, coast), drawn_coastline(polygons))


def zone_table(features: pd.DataFrame) -> pd.DataFrame:
    """Return zones.csv: the rows written by hand and those of the features, sorted by id."""
    import pandas as pd

    rows = pd.concat([sources.written_zones(), feature_rows(features)], ignore_index=True)
    return rows[[*ZONE_COLUMNS, "inputs"]].sort_values("id", ignore_index=True)


def require_rows(built: Iterable[str], table: pd.DataFrame) -> None:
    """Raise TrackerError unless the built zones and the rows of the table match."""
    for zone in sorted(set(built) ^ set(table["id"])):
        lack = "no row in zones_written.csv" if zone in set(built) else "a row in zones_written.csv but no geometry"
        raise TrackerError(f"zone {zone} has {lack}; add one or remove the other")


def land_outside(zone_id: str, zone: shapely.Geometry, land: shapely.Geometry) -> shapely.Geometry | None:
    """Return the land that is not part of a zone; None if the zone includes all land inside its limit."""
    if zone_id in _WITH_LAND:
        return None
    if zone_id not in _WITH_ISLETS:
        return land
    parts = shapely.get_parts(land)
    return shapely.MultiPolygon(list(parts[~shapely.covers(zone, parts)]))


def finish(zone: shapely.Geometry, land: shapely.Geometry | None) -> shapely.Geometry:
    """Remove land, clip to the region, round, and drop specks; the result is valid and in normal form.

    Where ``land`` is None no speck is dropped: a small piece of land is an islet, not a leftover.
    """
    is_line = zone.geom_type in ("LineString", "MultiLineString")
    clipped = shapely.intersection(zone, shapely.box(*REGION))
    if land is not None and not is_line:
        near = shapely.intersection(land, shapely.box(*clipped.bounds))
        clipped = shapely.difference(clipped, near)
    rounded = shapely.set_precision(clipped, PRECISION)
    if is_line:
        return shapely.normalize(rounded)
    smallest = 0.0 if land is None else _SPECK
    parts = [part for part in shapely.get_parts(rounded) if part.geom_type == "Polygon" and part.area > smallest]
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))


def drawn_coastline(land: Sequence[shapely.Polygon]) -> str:
    """Return a small GeoJSON of the land for drawing: one MultiPolygon, three decimals."""
    smallest, tolerance = _DRAWN
    large = [polygon for polygon in land if polygon.area > smallest]
    shape = shapely.set_precision(generalised(large, box=REGION, tolerance=tolerance), 0.001)
    parts = shapely.get_parts(shapely.normalize(shape))
    rings = [[part.exterior, *part.interiors] for part in parts]
    coordinates = [[[[round(x, 3), round(y, 3)] for x, y in ring.coords] for ring in polygon] for polygon in rings]
    feature = {
        "type": "Feature",
        "properties": {"source": "GSHHG 2.3.7 (LGPL-3.0-or-later), generalised"},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(collection, separators=(",", ":"), sort_keys=True) + "\n"


def _disputed_points() -> Coordinates:
    table = geodata.read_csv(geodata.shipped("gazetteer/features.csv"))
    single = table["group"].isin(DISPUTED_GROUPS) & (table["radius_km"].astype(float) < 60)
    islands = table[single & ~table["kind"].isin(["archipelago", "region", "city", "sea", "province"])]
    points: Coordinates = islands[["lon", "lat"]].to_numpy(dtype=np.float64)
    return points


def _baseline_frame(lines: Mapping[str, Baseline], coast: Mapping[str, Sequence[Coordinates]]) -> Any:
    """Return baselines, and generalised coasts for the nearest coast, as a GeoDataFrame sorted by id."""
    import geopandas as gpd

    west, south, east, north = REGION
    box = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    rows = []
    for line in lines.values():
        shape = shapely.MultiLineString([densify(part) for part in line.lines])
        rows.append((line.id, line.claimant, line.scope, line.valid_from, line.valid_to, shape))
    for code in sorted(row["country"] for row in geodata.rows("countries")):
        shape = shapely.simplify(shapely.MultiLineString(list(coast[code])), COAST_TOLERANCE, preserve_topology=False)
        rows.append((f"{code.lower()}-shore", code, "coast", "", "", shape))
    names = ["id", "claimant", "scope", "valid_from", "valid_to", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=names, geometry="geometry", crs=4326)
    inside = shapely.clip_by_rect(frame.geometry.to_numpy(), *box)
    rounded = shapely.set_precision(inside, PRECISION, mode="pointwise")
    frame.geometry = shapely.normalize([_drop_points(shape) for shape in rounded])
    return frame.sort_values("id", ignore_index=True)


def _drop_points(shape: Any) -> Any:
    """Return lines without parts that rounding reduced to a point, which would make a shape invalid."""
    parts = shapely.get_parts(shape)
    kept = parts[shapely.length(parts) > 0]
    return shape if len(kept) == len(parts) else shapely.multilinestrings(kept)


def _write(
    out_dir: Path, zones: Mapping[str, shapely.Geometry], table: pd.DataFrame, lines: Any, coastline: str
) -> BuildReport:
    import geopandas as gpd

    folder = out_dir / "zones"
    files = {name: folder / name for name in _WRITTEN}
    drawn = out_dir / "coastline" / "coastline.geojson"
    for path in (folder, drawn.parent):
        path.mkdir(parents=True, exist_ok=True)
    table.to_csv(files["zones.csv"], index=False, lineterminator="\n")
    frame = gpd.GeoDataFrame({"id": list(zones)}, geometry=list(zones.values()), crs=4326)
    for name, content in (("zones.parquet", frame), ("baselines.parquet", lines)):
        # One large page, so that a coast that several zones share is stored once.
        content.to_parquet(
            files[name], index=False, compression="zstd", compression_level=19, data_page_size=1 << 28
        )  # fmt: skip
    drawn.write_text(coastline, encoding="utf-8")
    stored = gpd.read_parquet(files["zones.parquet"]).merge(table[["id", "kind", "status"]], on="id")
    patches = set(table.loc[(table["certainty"] == "possible_only") & (table["feature_id"] == ""), "id"])
    files["simplified.json"].write_text(
        simplified.as_json(simplified.simplify(stored, edgeless=patches)), encoding="utf-8"
    )
    reports = tuple(report(row.id, zones[row.id], row.accuracy, row.inputs) for row in table.itertuples())
    _write_report(files["build_report.csv"], reports)
    written = (*files.values(), drawn, store_index(folder), store_distances(folder))
    made = provenance(file for file in written if file.name != _PROVENANCE)
    files[_PROVENANCE].write_text(as_json(made), encoding="utf-8")
    return BuildReport(reports, written)


def report(zone_id: str, zone: shapely.Geometry, accuracy: str, inputs: str) -> ZoneReport:
    """Return the report of one zone; ``inputs`` are file names with ``;`` between."""
    area = abs(GEOD.geometry_area_perimeter(zone)[0]) / 1e6 if shapely.get_dimensions(zone) == 2 else 0.0
    hashes = {name: digest for name in inputs.split(";") for name, digest in input_hashes(name).items()}
    return ZoneReport(zone_id, round(area, 1), int(shapely.get_num_coordinates(zone)), accuracy, hashes)


def input_hashes(name: str) -> dict[str, str]:
    """Return the files that an entry of the column ``inputs`` means, with their hashes."""
    if name in ("gshhg", "land"):
        extra = () if name == "land" else ("countries_naturalearth.parquet",)
        return {file: _hash(file) for file in (*GSHHG_FILES, *extra)}
    return {name: _hash(name)}


def _hash(name: str) -> str:
    return _coastline_hash(name) if name in GSHHG_FILES else digest(input_file(name))


@functools.cache
def _coastline_hash(name: str) -> str:
    """Return the hash of a file of 85 MB, computed once because nobody edits it."""
    return digest(gshhg_folder() / name)


def _write_report(path: Path, reports: Sequence[ZoneReport]) -> None:
    import pandas as pd

    rows = [
        (row.id, f"{row.area_km2:.1f}", row.vertices, ";".join(f"{name}={value}" for name, value in row.inputs.items()))
        for row in reports
    ]
    frame = pd.DataFrame(rows, columns=["id", "area_km2", "vertices", "inputs"])
    frame.to_csv(path, index=False, lineterminator="\n")
