"""Claims and limits as lines that can be clicked: who claims them, by what law, since when."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING, Any, Final

import shapely

from scs_tracker import geodata
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.elements import Part
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

_TOLERANCE_DEGREES: Final = 0.003
#: Smaller parts and holes (islets, the rings around them) are not drawn, so that a limit reads as one line.
_SMALLEST_PART_DEGREES2: Final = 0.004
_SMALLEST_HOLE_DEGREES2: Final = 0.05
_FIELDS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "status", "accuracy",
    "licence", "note",
)  # fmt: skip


def claims_layer(zones: gpd.GeoDataFrame, *, shown: Sequence[str]) -> Part:
    """Return the layer of all zones.

    Parameters
    ----------
    zones
        As ``load_zones()`` returns them.
    shown
        Ids that are switched on at opening; a trailing ``*`` stands for any ending.
    """
    actors = geodata.table("actors").drop_duplicates("country")
    colours = dict(zip(actors["country"], actors["colour"], strict=True))
    names = dict(zip(actors["country"], actors["country_name"], strict=True))
    claims = []
    for row in zones.to_dict("records"):
        geometry = row[zones.geometry.name]
        if row["kind"] == "land" or geometry is None or geometry.is_empty:
            continue
        claimants = split_list(str(row["claimants"]))
        status = str(row["status"])
        claims.append({
            **{name: str(row.get(name) or "") for name in _FIELDS},
            "colour": colours.get(claimants[0], "#7d8287") if len(claimants) == 1 else "#7d8287",
            "parties": [names.get(code, code) for code in claimants],
            "dashed": "contested" in status or "historic" in status,
            "hatched": "illustrative" in status,
            "shown": any(fnmatch.fnmatchcase(str(row["id"]), pattern) for pattern in shown),
            "lines": lines(geometry),
            "closed": bool(shapely.get_dimensions(geometry) == 2),
        })  # fmt: skip
    return Part("claims", {"scs-claims": claims})


def lines(geometry: shapely.Geometry) -> list[list[int]]:
    """Return the lines or rings of a geometry, simplified for drawing, as delta-coded whole numbers."""
    found: list[Any] = []
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    for number, part in enumerate(parts):
        if part.geom_type == "Polygon":
            if number == 0 or part.area >= _SMALLEST_PART_DEGREES2:
                holes = [hole for hole in part.interiors if shapely.Polygon(hole).area >= _SMALLEST_HOLE_DEGREES2]
                found += [part.exterior, *holes]
        elif part.geom_type == "LineString":
            found.append(part)
    return [deltas(line.simplify(_TOLERANCE_DEGREES).coords) for line in found]
