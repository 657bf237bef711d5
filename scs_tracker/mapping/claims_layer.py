"""Claims and limits as lines that can be clicked: who claims them, by what law, since when."""

from __future__ import annotations

import difflib
import fnmatch
import re
from typing import TYPE_CHECKING, Any, Final

import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.elements import Part
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

_TOLERANCE_DEGREES: Final = 0.003
_STRIP_DEGREES: Final = 0.03
_SHORTEST_DEGREES: Final = 0.15
_SMALLEST_LAND_DEGREES2: Final = 0.0005
_SMALLEST_HOLE_DEGREES2: Final = 0.05
#: Just within the box in which zones are built.
_BOX: Final = (98.02, -3.98, 127.98, 26.98)
_BEYOND_TERRITORIAL_SEA: Final = frozenset({"eez", "contiguous_zone"})
#: Zones around one feature each; there are many of them, so they are switched on together.
_RING: Final = re.compile(r"(ts|cz)-")
_SHARED: Final = "#6b737a"
_FIELDS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "status", "accuracy",
    "licence", "note",
)  # fmt: skip


def claims_layer(zones: gpd.GeoDataFrame, *, shown: Sequence[str], texts: dict[str, str]) -> Part:
    """Return the layer of all zones.

    Parameters
    ----------
    zones
        As ``load_zones()`` returns them.
    shown
        Ids that are switched on at opening; a trailing ``*`` stands for any ending.
    texts
        Interface texts.
    """
    check_shown(zones, shown)
    actors = geodata.table("actors").drop_duplicates("country")
    colours = dict(zip(actors["country"], actors["colour"], strict=True))
    names = dict(zip(actors["country"], actors["country_name"], strict=True))
    coast = _near_land(zones)
    by_id = dict(zip(zones["id"], zones.geometry, strict=True))
    claims = []
    for row in zones.to_dict("records"):
        geometry = row[zones.geometry.name]
        if row["kind"] == "land" or geometry is None or geometry.is_empty:
            continue
        claimants = split_list(str(row["claimants"]))
        status, ring = str(row["status"]), _RING.match(row["id"])
        inside = by_id.get(f"{row['id'].split('-')[0]}-ts") if row["kind"] in _BEYOND_TERRITORIAL_SEA else None
        parties = [names.get(code, code) for code in claimants]
        claims.append({
            **{name: str(row.get(name) or "") for name in _FIELDS},
            "parties": parties,
            "group": texts["around"] if ring else ", ".join(parties) or texts["not_named"],
            "row": texts[f"around_{ring[1]}"] if ring else str(row["name"]),
            "colour": colours.get(claimants[0], _SHARED) if len(claimants) == 1 else _SHARED,
            "dashed": "contested" in status or "historic" in status,
            "shown": any(fnmatch.fnmatchcase(str(row["id"]), pattern) for pattern in shown),
            "lines": lines(geometry) if ring else lines(geometry, coast=coast, inside=inside),
            "fill": rings(geometry) if "illustrative" in status else [],
        })  # fmt: skip
    claims.sort(key=lambda claim: (claim["group"] == texts["around"], claim["group"], claim["id"]))
    return Part("claims", {"scs-claims": claims})


def check_shown(zones: gpd.GeoDataFrame, shown: Sequence[str]) -> None:
    """Raise if a name or pattern of a recipe's claims fits no zone.

    Raises
    ------
    TrackerError
        It names the pattern and the nearest zone.
    """
    ids = list(zones["id"])
    for pattern in shown:
        if not fnmatch.filter(ids, pattern):
            near = difflib.get_close_matches(pattern, ids, n=1)
            hint = f"did you mean {near[0]}?" if near else "scs-tracker zones list prints all"
            raise TrackerError(f"the recipe's claims name {pattern!r}, which is no zone; {hint}")


def lines(
    geometry: shapely.Geometry, *, coast: shapely.Geometry | None = None, inside: shapely.Geometry | None = None
) -> list[list[int]]:
    """Return the limit of a zone as delta-coded lines, simplified for drawing.

    A zone's polygon also ends at the coast, at the inner zone that it begins at, and at the box in which zones are
    built; these edges are no limits, so they are left out.

    Parameters
    ----------
    geometry
        A line, or a polygon whose edge is the limit.
    coast
        Land and a strip of sea around it.
    inside
        The zone at whose limit this one begins.
    """
    edges = []
    for part in shapely.get_parts(geometry):
        edges += _rings(part) if part.geom_type == "Polygon" else [part]
    edge = shapely.multilinestrings([shapely.linestrings(line.simplify(_TOLERANCE_DEGREES).coords) for line in edges])
    if shapely.get_dimensions(geometry) == 2:
        edge = shapely.clip_by_rect(edge, *_BOX)
        for left_out in (coast, inside and shapely.simplify(inside, 2 * _TOLERANCE_DEGREES).buffer(_STRIP_DEGREES, 1)):
            edge = edge if left_out is None else shapely.difference(edge, left_out)
        edge = shapely.line_merge(edge)
    kept = [line for line in shapely.get_parts(edge) if line.length >= _SHORTEST_DEGREES or line.is_ring]
    return [deltas(line.coords) for line in kept]


def rings(geometry: shapely.Geometry) -> list[list[int]]:
    """Return the rings of an area as delta-coded lines, simplified for drawing."""
    found = [ring for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" for ring in _rings(part)]
    return [deltas(ring.simplify(_TOLERANCE_DEGREES).coords) for ring in found]


def _rings(polygon: shapely.Polygon) -> list[Any]:
    """Return the outer ring and the larger holes; the smaller ones are islets and the rings around them."""
    holes = [hole for hole in polygon.interiors if shapely.Polygon(hole).area >= _SMALLEST_HOLE_DEGREES2]
    return [polygon.exterior, *holes]


def _near_land(zones: gpd.GeoDataFrame) -> shapely.Geometry | None:
    land = zones.geometry[(zones["kind"] == "land").to_numpy()]
    parts = shapely.get_parts(land.to_numpy())
    large = shapely.simplify(parts[shapely.area(parts) >= _SMALLEST_LAND_DEGREES2], 0.01)
    return shapely.union_all(shapely.buffer(large, _STRIP_DEGREES, quad_segs=1)) if len(large) else None
