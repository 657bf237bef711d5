"""Build the layer of claims and limits: selectable lines with claimants, legal basis and dates."""

from __future__ import annotations

import fnmatch
import json
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError, suggestion
from scs_tracker.mapping.basemap import deltas
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.payload import columns, numbers
from scs_tracker.model import split_list
from scs_tracker.zones.claims import WHOLE, claimed_kinds, extent_rule
from scs_tracker.zones.claims import zones as zones_with_meaning
from scs_tracker.zones.simplified import PER_DEGREE, simplified_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scs_tracker.zones.simplified import SimplifiedZone

#: Zones around one feature each; there are many of them, so they are switched on together.
_RING: Final = re.compile(r"(ts|cz)-(.+)")
#: Units per degree of the lines on the page, about 110 m each; lines are simplified to 330 m.
LINES_PER_DEGREE: Final = 1_000
_RING_MILES: Final = {"ts": 12.0, "cz": 24.0}
_BELT_MILES: Final = {"ts": (0.0, 12.0), "cz": (12.0, 24.0)}
#: A belt is measured from one point of its feature, so its limit is known no better than this, in nautical miles.
_POINT_MILES: Final = 0.5
_EARTH_MILES: Final = 6371.0088 / 1.852
#: A ring is sent as a circle if each vertex is closer to the circle than this, in nautical miles.
_CIRCLE_TOLERANCE_MILES: Final = 0.25
_SHARED: Final = "#6b737a"
_FIELDS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "certain_from", "status",
    "accuracy", "licence", "note",
)  # fmt: skip


def claims_layer(zones: Sequence[Mapping[str, str]], *, shown: Sequence[str], texts: Mapping[str, str]) -> Part:
    """Return the map layer of zones, shipped and the user's own, except land and zones without a drawn limit.

    ``shown`` are the ids visible at opening; a trailing ``*`` matches any ending.
    """
    check_shown([row["id"] for row in zones], shown)
    colours = {row["country"]: row["colour"] for row in reversed(geodata.rows("actors"))}
    names = geodata.values_by("actors", "country", "country_name")
    points = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in geodata.rows("features")}
    drawn, known = simplified_zones(), zones_with_meaning()
    found = []
    for row in zones:
        shape, held = drawn.get(row["id"]), known.get(row["id"])
        if row["kind"] == "land" or shape is None:
            continue
        claimants, ring = split_list(row["claimants"]), _RING.fullmatch(row["id"])
        extent = extent_rule(held, claimants[0]) if held and claimants else WHOLE
        parties = [names.get(code, code) for code in claimants]
        claim = {
            **{name: row.get(name, "") for name in _FIELDS},
            "parties": ";".join(parties),
            "group": texts["around"] if ring else ", ".join(parties) or texts["not_named"],
            "row": texts[f"around_{ring[1]}"] if ring else row["name"],
            "colour": colours.get(claimants[0], _SHARED) if len(claimants) == 1 else _SHARED,
            "shown": int(any(fnmatch.fnmatchcase(row["id"], pattern) for pattern in shown)),
            "extent": extent if row["kind"] in claimed_kinds() else "",
            "coastal": int(bool(held and held.belt)),
            "band": float(row.get("membership_band_nm") or 0) or _POINT_MILES,
            "never": int(row.get("certainty") == "possible_only"),
        }
        drawing = _shape(shape, ring and points.get(ring[2]), _RING_MILES[ring[1]] if ring else 0.0)
        if ring and (point := points.get(ring[2])):
            drawing |= {"belt": _BELT_MILES[ring[1]], "middle": [round(each, 4) for each in point]}
        found.append((claim, drawing))
    found.sort(key=lambda pair: (pair[0]["group"] == texts["around"], pair[0]["group"], pair[0]["id"]))
    cells = {name: [claim[name] for claim, _ in found] for name in (found[0][0] if found else _FIELDS)}
    shapes = [shape for _, shape in found]
    at_points = json.loads(geodata.shipped("zones/cells.json").read_text(encoding="utf-8"))
    return Part(
        "claims",
        {"scs-claims": {"rows": len(found), "columns": columns(cells), "shapes": shapes}, "scs-cells": at_points},
    )


def check_shown(ids: Sequence[str], shown: Sequence[str]) -> None:
    """Raise an error if a pattern of a recipe's ``claims`` matches no zone; the error suggests a similar zone id."""
    for pattern in shown:
        if not fnmatch.filter(ids, pattern):
            hint = suggestion(pattern, ids, "list the zones with scs-tracker zones list")
            raise TrackerError(f"the recipe's claims name {pattern!r}, which is not a zone; {hint}")


def _shape(zone: SimplifiedZone, point: tuple[float, float] | None, miles: float) -> dict[str, Any]:
    """Return a zone's limit as encoded lines, or as longitude, latitude and radius in nautical miles for a circle."""
    if point is not None and len(zone.limit) == 1 and _is_circle(zone.limit[0], point, miles):
        return {"circle": [round(point[0], 5), round(point[1], 5), miles]}
    lines = [_coarser(line) for line in zone.limit]
    return {"lines": lines, "fill": [_coarser(ring) for ring in zone.fill]} if zone.fill else {"lines": lines}


def _coarser(steps: Sequence[int]) -> str:
    """Return delta-encoded coordinates as text, converted to ``LINES_PER_DEGREE`` units per degree."""
    points = (np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / PER_DEGREE).tolist()
    return numbers(deltas(points, per_degree=LINES_PER_DEGREE))


def _is_circle(steps: Iterable[int], point: tuple[float, float], miles: float) -> bool:
    lon, lat = np.radians(np.cumsum(np.array(list(steps)).reshape(-1, 2), axis=0) / PER_DEGREE).T
    lon0, lat0 = np.radians(point)
    half = np.sin((lat - lat0) / 2) ** 2 + np.cos(lat) * np.cos(lat0) * np.sin((lon - lon0) / 2) ** 2
    return bool(np.abs(2 * np.arcsin(np.sqrt(half)) * _EARTH_MILES - miles).max() < _CIRCLE_TOLERANCE_MILES)
