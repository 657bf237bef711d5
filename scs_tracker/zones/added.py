"""The user's own zones: map layers that are validated and added to the shipped zones, or replace one of them."""

from __future__ import annotations

import difflib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import write_atomically
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.model import first_day, is_partial_date, last_day, split_list
from scs_tracker.zones.coordinates import REGION
from scs_tracker.zones.index import is_line
from scs_tracker.zones.limits import GEOD
from scs_tracker.zones.table import ZONE_COLUMNS, load_zones
from scs_tracker.zones.untrusted import local_layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

_FOLDER: Final = "zones/added"
_TABLE: Final = "added.csv"
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_NEEDED: Final = ("id", "claimants", "kind", "citation")
#: Two times of one day, or over midnight.
_HOURS: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)", re.ASCII)
_STATUSES: Final = ("claimed", "contested", "historic", "illustrative", "in force")
#: Repairing may change an area by so much; beyond that the file is too broken to know what it means.
_REPAIR: Final = 0.01
_ROUNDED: Final = 1e-6
_SPACING_M: Final = 1_000.0


@dataclass(frozen=True, slots=True)
class Added:
    """The result of adding a zone: its id, file, number of features, and geodesic area (None for a line).

    ``replaced`` is True if the zone replaces an earlier one of the same id; ``notes`` list the changes made to the
    geometry.
    """

    id: str
    replaced: bool
    features: int
    area_km2: float | None
    notes: tuple[str, ...]
    file: Path


def add_zone(
    file: str | Path,
    facts: Mapping[str, str],
    *,
    layer: str = "",
    where: str = "",
    replace: bool = False,
    encoding: str = "",
) -> Added:
    """Add a map layer to the user's overlay as one zone, and return the zone's facts and file.

    ``file`` is any local vector file that GDAL reads and that names its CRS; all its features become one zone.
    ``facts`` are columns of zones.csv: needed are ``id``, ``claimants`` (ISO 3166-1 codes, ``;`` between), ``kind``
    (one of kinds.csv) and ``citation``; ``hours`` are the times of each day at which an exercise area is closed
    (``18:00-20:00``), which stand in its name, since a zone holds whole days. ``layer`` is needed where the file holds
    several, ``where`` is an SQL condition on features, ``replace`` uses the zone in place of one of that id,
    ``encoding`` is that of a shapefile's texts. Raise ``UsageError`` for a value that is not allowed, ``TrackerError``
    for a file that cannot be used; then nothing is written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     geodata.configure(Path(folder))
    ...     box = Path(folder) / "box.geojson"
    ...     _ = box.write_text('{"type": "Polygon", "coordinates": [[[114,9],[115,9],[115,10],[114,10],[114,9]]]}')
    ...     facts = {"id": "my-box", "claimants": "PH", "kind": "claim_area", "citation": "drawn by hand"}
    ...     added = add_zone(box, facts)
    ...     round(added.area_km2), "my-box" in list(load_zones()["id"])
    (12145, True)
    >>> geodata.configure(None)
    """
    overlay = geodata.overlay()
    if overlay is None:
        raise TrackerError("zones need a geodata overlay; set geodata in tracker.toml to a folder")
    ours = load_zones()
    row = _row(ours, facts, replace=replace)
    with local_layer(file) as path:
        frame = _read(str(file), path, layer, where, encoding)
    shape, notes = _shape(str(file), frame)
    wanted = geodata.values_by("zone_kinds", "kind", "geometry")[row["kind"]]
    if is_line(shape) and wanted == "area":
        raise TrackerError(f"{file} has lines, but a zone of the kind {row['kind']} is an area; close the lines first")
    if not is_line(shape) and wanted == "line":
        raise TrackerError(
            f"{file} has areas, but a zone of the kind {row['kind']} is a line; save its limit as a line"
        )
    row["recipe"] = f"added from {Path(file).name}"
    kept = overlay / _FOLDER / f"{row['id']}.parquet"
    _write(kept, shape, row)
    geodata.configure(overlay)
    area = abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6 if not is_line(shape) else None
    return Added(row["id"], row["id"] in set(ours["id"]), len(frame), area, tuple(notes), kept)


def _row(ours: gpd.GeoDataFrame, facts: Mapping[str, str], *, replace: bool) -> dict[str, str]:
    """Return the row of added.csv for ``facts``; raise a UsageError if a value is missing or not allowed."""
    given = {name: value.strip() for name, value in facts.items()}
    hours = given.pop("hours", "")
    free = [*(name for name in ZONE_COLUMNS if name not in {"recipe", "feature_id"}), "hours"]
    for name in given:
        _require(f"column {name!r}", name, free)
    missing = [name for name in _NEEDED if not given.get(name)]
    if missing:
        raise UsageError(f"a zone needs {', '.join(_NEEDED)}; {missing[0]} is missing")
    if not _ID.fullmatch(given["id"]):
        raise UsageError(f"id {given['id']!r} is not allowed; use lower-case letters and digits, separated by hyphens")
    there = ours[ours["id"] == given["id"]]
    if len(there) and not replace:
        raise UsageError(f"the zone {given['id']} already exists; choose another id, or replace it (--replace)")
    held = {code for cell in ours["claimants"] for code in split_list(cell)}
    known = geodata.vocabulary().countries | geodata.rows_by("countries", "country").keys() | held
    for code in split_list(given["claimants"]):
        _require(f"claimant {code!r}", code, sorted(known))
    _require(f"kind {given['kind']!r}", given["kind"], sorted(geodata.values_by("zone_kinds", "kind", "geometry")))
    row = dict.fromkeys(ZONE_COLUMNS, "") | {"name": given["id"], "status": "claimed", "membership_band_nm": "0"}
    row |= {"feature_id": str(there.iloc[0]["feature_id"])} if len(there) else {}
    row |= given | {"claimants": ";".join(split_list(given["claimants"]))}
    spans = split_list(hours)
    for span in spans:
        if not _HOURS.fullmatch(span):
            raise UsageError(f"hours {span!r} are not times of day; use 18:00-20:00, separated by ;")
    row["name"] += f", {' and '.join(spans).replace('-', ' to ')} each day" if spans else ""
    _check_facts(row)
    return row


def _require(what: str, value: str, allowed: list[str]) -> None:
    if value not in allowed:
        near = difflib.get_close_matches(value, allowed, n=1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(allowed)}"
        raise UsageError(f"{what} is not known; {hint}")


def _check_facts(row: Mapping[str, str]) -> None:
    for name in ("valid_from", "valid_to"):
        if row[name] and not is_partial_date(row[name]):
            raise UsageError(f"{name} {row[name]!r} is not a valid date; use YYYY-MM-DD, YYYY-MM or YYYY")
    if row["valid_from"] and row["valid_to"] and last_day(row["valid_to"]) < first_day(row["valid_from"]):
        raise UsageError(f"valid_to {row['valid_to']} is before valid_from {row['valid_from']}")
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", row["membership_band_nm"], re.ASCII):
        raise UsageError(f"membership_band_nm {row['membership_band_nm']!r} is not a distance in nautical miles")
    _require(f"status {row['status']!r}", row["status"], list(_STATUSES))
    if row["certainty"] not in {"", "possible_only"}:
        raise UsageError(f"certainty {row['certainty']!r} is not allowed; leave it empty, or possible_only")


def _read(name: str, path: Path, layer: str, where: str, encoding: str) -> gpd.GeoDataFrame:
    """Return one layer of a map file as a 2D GeoDataFrame; raise a TrackerError if it cannot be read."""
    import geopandas as gpd
    import pyogrio

    if encoding and path.suffix.lower() != ".shp":
        raise UsageError(f"{name} states its own encoding; omit --encoding, which is for shapefiles")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if path.suffix.lower() == ".parquet" and not layer and not where:
                frame = gpd.read_parquet(path)
            else:
                layers = [str(found) for found, geometry in pyogrio.list_layers(path) if geometry is not None]
                chosen = _layer(name, layers, layer)
                # GDAL finds no feature by a condition where an encoding is given and no field is read
                options: dict[str, Any] = {"encoding": encoding} if encoding else {"columns": []}
                frame = pyogrio.read_dataframe(path, layer=chosen, where=where or None, force_2d=True, **options)
        except LookupError:
            raise UsageError(f"encoding {encoding!r} is not known; try gbk, big5, cp1258 or cp1252") from None
        except (RuntimeError, ValueError, OSError, NotImplementedError, shapely.errors.ShapelyError) as error:
            words = re.split(r"\n|\.?; It might help", str(error))[0].strip().rstrip(".")
            raise TrackerError(f"{name} cannot be read as a map layer ({words}); save it as GeoPackage") from None
    if "geometry" not in frame or not len(frame):
        chosen_by = " that meets the condition" if where else ""
        raise TrackerError(f"{name} has no feature{chosen_by}; choose a layer with at least one polygon or line")
    if frame.crs is None:
        raise TrackerError(f"{name} has no CRS; add one (a .prj file, or save it as GeoPackage)")
    return frame


def _layer(name: str, layers: list[str], wanted: str) -> str:
    if wanted:
        if wanted not in layers:
            raise UsageError(f"{name} has no layer {wanted!r}; it has {', '.join(layers) or 'none'}")
        return wanted
    if not layers:
        raise TrackerError(f"{name} has no layer with a geometry; give a file with polygons or lines")
    if len(layers) > 1:
        raise UsageError(f"{name} has {len(layers)} layers; choose one with layer (--layer): {', '.join(layers)}")
    return layers[0]


def _shape(name: str, frame: gpd.GeoDataFrame) -> tuple[Any, list[str]]:
    """Return a frame's geometry in EPSG:4326, valid, rounded and cut to the region, with notes on the changes."""
    shapes = np.array([shape for shape in frame.geometry if shape is not None and not shape.is_empty], dtype=object)
    if not shapes.size:
        raise TrackerError(f"{name} has features without geometry; choose a layer with at least one polygon or line")
    parts = shapely.get_parts(shapely.get_parts(shapely.force_2d(shapes)))
    kinds = {str(part.geom_type) for part in parts}
    if kinds not in ({"Polygon"}, {"LineString"}, {"LinearRing"}):
        raise TrackerError(f"{name} has {' and '.join(sorted(kinds))}; a zone needs either polygons or lines")
    if not np.isfinite(shapely.get_coordinates(parts)).all():
        raise TrackerError(f"{name} has coordinates that are not numbers; export it again")
    flat = parts[
        (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & (shapely.area(shapely.convex_hull(parts)) == 0)
    ]
    if len(flat):
        corners = len(np.unique(shapely.get_coordinates(flat[0]), axis=0))
        raise TrackerError(
            f"{name} has a polygon with {corners} corners and no area; it needs at least three that are not in a line"
        )
    notes: list[str] = []
    parts = _mended(name, parts, notes)
    parts = _degrees(name, parts, frame.crs, notes)
    whole = shapely.set_precision(shapely.union_all(_mended(name, parts, notes)), _ROUNDED)
    region = shapely.box(WEST, SOUTH, EAST, NORTH)
    inside = shapely.intersection(whole, region)
    wanted = {"Polygon": shapely.GeometryType.POLYGON}.get(kinds.pop(), shapely.GeometryType.LINESTRING)
    kept = shapely.get_parts(inside)
    kept = kept[(shapely.get_type_id(kept) == wanted) & ~shapely.is_empty(kept)]
    if not kept.size:
        raise TrackerError(f"{name} is outside the supported region, {REGION}")
    if not shapely.covers(region, whole):
        notes.append(f"cut at the region, {REGION}")
    return shapely.set_precision(shapely.union_all(kept), _ROUNDED), notes


def _mended(name: str, parts: Any, notes: list[str]) -> Any:
    """Return polygons with the invalid ones repaired, and add a note; raise a TrackerError if areas would change."""
    broken = np.flatnonzero(~shapely.is_valid(parts))
    if not broken.size:
        return parts
    mended = shapely.make_valid(parts[broken], method="structure", keep_collapsed=False)
    before, after = np.abs(shapely.area(parts[broken])), shapely.area(mended)
    worst = int(np.argmax(np.abs(after - before) / np.maximum(before, after).clip(min=1e-12)))
    reason = str(shapely.is_valid_reason(parts[broken[worst]]))
    if abs(after[worst] - before[worst]) > _REPAIR * max(before[worst], after[worst]):
        raise TrackerError(
            f"{name} has a polygon that is not valid ({reason}), and repairing it would change its area by more than "
            f"{_REPAIR:.0%}; fix it in a GIS first"
        )
    were = "s that were" if broken.size > 1 else " that was"
    notes.append(f"repaired {broken.size} polygon{were} not valid ({reason})")
    answer = parts.copy()
    answer[broken] = mended
    return shapely.get_parts(answer)


def _degrees(name: str, parts: Any, crs: Any, notes: list[str]) -> Any:
    """Return geometry transformed to EPSG:4326; lines on a map projection get more vertices first."""
    import geopandas as gpd
    from pyproj.exceptions import ProjError

    if crs.is_projected:
        parts = shapely.segmentize(parts, _SPACING_M / crs.axis_info[0].unit_conversion_factor)
    try:
        turned = gpd.GeoSeries(list(parts), crs=crs).to_crs(4326).to_numpy()
    except (ProjError, ValueError) as error:
        raise TrackerError(f"{name} cannot be transformed from its CRS to longitude and latitude ({error})") from None
    points = shapely.get_coordinates(turned)
    if not np.isfinite(points).all() or (np.abs(points) > (360.0, 90.0)).any():
        swapped = ((points >= (SOUTH, WEST)) & (points <= (NORTH, EAST))).all()
        hint = "longitude and latitude are swapped" if swapped else "check the CRS that the file names"
        raise TrackerError(f"{name} has coordinates that are not longitudes and latitudes; {hint}")
    if not crs.equals("EPSG:4326", ignore_axis_order=True):
        notes.append(f"transformed from {crs.name} to EPSG:4326")
    return turned


def remove_zone(zone_id: str) -> Path:
    """Remove a zone that the user added, and return the path of its file; a shipped zone of that id applies again."""
    overlay = geodata.overlay()
    table = overlay / _FOLDER / _TABLE if overlay is not None else Path()
    rows = geodata.read_csv(table) if table.is_file() else None
    known = [] if rows is None else list(rows["id"])
    if overlay is None or rows is None or zone_id not in known:
        near = difflib.get_close_matches(zone_id, known, n=1)
        shipped = f"{zone_id} is a shipped zone, which cannot be removed" if zone_id in set(load_zones()["id"]) else ""
        hint = shipped or (f"did you mean {near[0]}?" if near else f"zones you added: {', '.join(known) or 'none'}")
        raise UsageError(f"you have not added a zone {zone_id!r}; {hint}")
    file = table.with_name(f"{zone_id}.parquet")
    _write_table(table, rows[rows["id"] != zone_id])
    file.unlink(missing_ok=True)  # after the table: a geometry without a row is passed over
    geodata.configure(overlay)
    return file


def _write_table(table: Path, rows: pd.DataFrame) -> None:
    text = rows[list(ZONE_COLUMNS)].sort_values("id").to_csv(index=False, lineterminator="\n")
    write_atomically(table, text.encode())


def _write(file: Path, shape: Any, row: dict[str, str]) -> None:
    """Write a zone's geometry to ``file``, then its row to added.csv, each in full or not at all."""
    import geopandas as gpd
    import pandas as pd

    content = io.BytesIO()
    gpd.GeoDataFrame({"id": [row["id"]]}, geometry=[shape], crs=4326).to_parquet(content)
    table = file.parent / _TABLE
    rows = geodata.read_csv(table) if table.exists() else pd.DataFrame(columns=list(ZONE_COLUMNS), dtype=str)
    rows = pd.concat([rows[rows["id"] != row["id"]], pd.DataFrame([row])], ignore_index=True).fillna("")
    write_atomically(file, content.getvalue())
    _write_table(table, rows)
