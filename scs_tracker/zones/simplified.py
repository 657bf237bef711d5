"""The limits of zones, simplified for drawing: stored by the build, read without a geometry library.

A map asks ``zones.simplified_zones()`` and puts the numbers into its page as they are. What the user added is
simplified when first asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import geopandas as gpd
    import shapely

#: Coordinates are whole numbers of this part of a degree (11 m).
PER_DEGREE: Final = 10_000
_STORED: Final = "zones/simplified.json"
_TOLERANCE_DEGREES: Final = 0.003
#: An edge this near to land, or to the zone at which a belt begins, is no limit.
_STRIP_DEGREES: Final = 0.03
_SHORTEST_DEGREES: Final = 0.15
_SMALLEST_LAND_DEGREES2: Final = 0.0005
_SMALLEST_HOLE_DEGREES2: Final = 0.05
#: Just within the box in which zones are built.
_BOX: Final = (98.02, -3.98, 127.98, 26.98)
_ROUND_A_FEATURE: Final = re.compile(r"(ts|cz)-")

Deltas = list[int]


@dataclass(frozen=True, slots=True)
class SimplifiedZone:
    """The simplified drawing of one zone: its limit as lines, and its rings if the zone is illustrative.

    Each is x, y in whole ten-thousandths of a degree (``PER_DEGREE``), then the steps from point to point. Edges along
    a coast, along the zone at which this one begins and along the region's border are left out.
    """

    limit: list[Deltas]
    fill: list[Deltas]


@geodata.cached
def simplified_zones() -> Mapping[str, SimplifiedZone]:
    """Return the simplified drawings of all zones by id, except zones of the kinds ``land`` and ``agreed_side``."""
    file = geodata.shipped(_STORED)
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        found = {zone: SimplifiedZone(row["limit"], row["fill"]) for zone, row in stored.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrackerError(f"{file} cannot be read ({error}); run scs-tracker zones build") from None
    overlay = geodata.overlay()
    if overlay is None or not (overlay / "zones" / "added" / "added.csv").exists():
        return found
    from scs_tracker.zones.table import load_zones

    added = set(geodata.read_csv(overlay / "zones" / "added" / "added.csv")["id"])
    return found | simplify(load_zones(), only=added)


def simplify(
    zones: gpd.GeoDataFrame, *, only: Iterable[str] | None = None, edgeless: Collection[str] = ()
) -> dict[str, SimplifiedZone]:
    """Return simplified drawings, by id, of the zones in a frame with ``id``, ``kind``, ``status`` and ``geometry``.

    ``only`` are the ids to simplify; ``edgeless`` are ids whose edge is not a limit, such as the part of a
    bay in which nothing is certain. Zones of the kinds ``land`` and ``agreed_side`` are left out.
    """
    wanted = set(zones["id"]) if only is None else set(only)
    coast = _near_land(zones)
    shapes = dict(zip(zones["id"], zones.geometry, strict=True))
    begins = geodata.values_by("zone_kinds", "kind", "begins")
    answer = {}
    for zone, kind, status in zip(zones["id"], zones["kind"], zones["status"], strict=True):
        shape = shapes[zone]
        if zone not in wanted or kind in ("land", "agreed_side") or shape is None or shape.is_empty:
            continue
        inside = shapes.get(f"{zone.split('-')[0]}-{begins[kind]}") if kind in begins else None
        ring = _ROUND_A_FEATURE.match(zone)
        lines = limit(shape) if ring else limit(shape, coast=coast, inside=inside)
        lines = [] if zone in edgeless else lines
        answer[zone] = SimplifiedZone(lines, outlines(shape) if status == "illustrative" else [])
    return answer


def as_json(zones: Mapping[str, SimplifiedZone]) -> str:
    """Return simplified zones as the JSON text that ``simplified_zones`` reads; equal zones give equal bytes."""
    rows = (f'"{zone}":{json.dumps({"fill": row.fill, "limit": row.limit})}' for zone, row in sorted(zones.items()))
    return "{" + ",\n".join(rows).replace(" ", "") + "}\n"


def limit(
    shape: shapely.Geometry, *, coast: shapely.Geometry | None = None, inside: shapely.Geometry | None = None
) -> list[Deltas]:
    """Return the limit of a zone as lines in the coding of ``deltas``, without parts along ``coast`` or ``inside``.

    Left out are ``coast`` (land and a strip of sea around it) and the limit of ``inside``, at which this one begins.
    """
    import shapely

    edges = [edge for part in shapely.get_parts(shape) for edge in (_rings(part) if _is_area(part) else [part])]
    edge = shapely.multilinestrings([shapely.linestrings(line.simplify(_TOLERANCE_DEGREES).coords) for line in edges])
    if _is_area(shape):
        edge = shapely.clip_by_rect(edge, *_BOX)
        for left_out in (coast, inside and shapely.simplify(inside, 2 * _TOLERANCE_DEGREES).buffer(_STRIP_DEGREES, 1)):
            edge = edge if left_out is None else shapely.difference(edge, left_out)
        edge = shapely.line_merge(edge)
    parts = shapely.get_parts(shapely.normalize(edge))
    return [deltas(line.coords) for line in parts if line.length >= _SHORTEST_DEGREES or line.is_ring]


def outlines(shape: shapely.Geometry) -> list[Deltas]:
    """Return the rings of an area as lines in the coding of ``deltas``."""
    import shapely

    found = [ring for part in shapely.get_parts(shape) if _is_area(part) for ring in _rings(part)]
    return [deltas(ring.simplify(_TOLERANCE_DEGREES).coords) for ring in found]


def deltas(coordinates: Iterable[tuple[float, float]]) -> Deltas:
    """Return coordinates as whole numbers: the first pair, then each pair's difference from the previous one."""
    whole = np.rint(np.array(list(coordinates)) * PER_DEGREE).astype(np.int64)
    found: Deltas = np.diff(whole, axis=0, prepend=0).ravel().tolist()
    return found


def _is_area(shape: shapely.Geometry) -> bool:
    return shape.geom_type in {"Polygon", "MultiPolygon"}


def _rings(polygon: Any) -> list[Any]:
    """Return the outer ring of a polygon and its larger holes; small holes around islets are left out."""
    import shapely

    holes = [hole for hole in polygon.interiors if shapely.Polygon(hole).area >= _SMALLEST_HOLE_DEGREES2]
    return [polygon.exterior, *holes]


def _near_land(zones: gpd.GeoDataFrame) -> shapely.Geometry | None:
    import shapely

    land = zones.geometry[(zones["kind"] == "land").to_numpy()]
    parts = shapely.get_parts(land.to_numpy())
    large = shapely.simplify(parts[shapely.area(parts) >= _SMALLEST_LAND_DEGREES2], 0.01)
    return shapely.union_all(shapely.buffer(large, _STRIP_DEGREES, quad_segs=1)) if len(large) else None
