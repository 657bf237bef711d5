"""Build the embedded base map: the coastline, and the names of seas and features for labels and search."""

from __future__ import annotations

import base64
import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.interface_text import languages
from scs_tracker.mapping.payload import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

#: Units per degree of the coast's coordinates on the page, about 110 m each, as in the stored files.
COAST_PER_DEGREE: Final = 1_000
#: West, south, east and north limits of the land that is drawn, from the coastline and around.geojson.
DRAWN_BOUNDS: Final = (84.0, -12.0, 143.0, 36.0)

#: Characters that the function plain of dom.js also leaves out.
_NOT_COMPARED: Final = re.compile("[\u0300-\u036f\\s\\-‐–'’ʼ‘`.,()]")
#: Number of features, those with the most incidents, that are labelled at every zoom.
_ALWAYS_NAMED: Final = 8


def base_map(frame: gpd.GeoDataFrame | None, features: Sequence[dict[str, str]]) -> Part:
    """Return the base map: land, relief and named places, those with the most incidents first.

    ``frame`` contains the incidents, or is None; ``features`` are rows of features.csv.
    """
    used = Counter[str]() if frame is None else Counter(frame["feature_id"])
    spellings: dict[str, list[str]] = {}
    local: dict[str, dict[str, str]] = {}
    wanted = set(languages())
    for row in geodata.rows("names"):
        spellings.setdefault(row["feature_id"], []).append(row["name"])
        if row["language"] in wanted and row["language"] != "en" and not row["needs_context"]:
            names = local.setdefault(row["feature_id"], {})
            if row["language"] not in names or row["script_note"] == "primary":
                names[row["language"]] = row["name"]
    often = sorted(features, key=lambda row: (-used[row["id"]], len(row["name"]), row["id"]))
    natural = geodata.place_kinds("marked")
    spots = [row["id"] for row in often if used[row["id"]] and row["kind"] in natural and _is_spot(row)]
    busiest = spots[:_ALWAYS_NAMED]
    places = [
        {
            "id": row["id"], "name": row["name"],
            "lat": round(float(row["lat"]), 4), "lon": round(float(row["lon"]), 4),
            "km": float(row["radius_km"] or 0),
            "names": _told_apart(row["name"], spellings.get(row["id"], []), local.get(row["id"], {}).values()),
            **({"local": local[row["id"]]} if row["id"] in local else {}),
            **_label(row, used[row["id"]], always=row["id"] in busiest),
        }
        for row in often
    ]  # fmt: skip
    return Part(
        "basemap",
        {
            "scs-coast": [numbers(ring) for ring in _land("coastline/coastline.geojson")],
            "scs-around": [numbers(ring) for ring in _land("coastline/around.geojson")],
            "scs-places": places,
            "scs-relief": base64.b64encode(geodata.path("sea/relief.webp").read_bytes()).decode(),
        },
    )


def _told_apart(name: str, others: Iterable[str], apart: Iterable[str]) -> list[str]:
    """Return the names in ``others`` that the page's search distinguishes from ``name``, ``apart`` and each other."""
    known = {_plain(each) for each in (name, *apart)}
    found: dict[str, str] = {}
    for other in others:
        found.setdefault(_plain(other), other)
    return [text for key, text in found.items() if key not in known]


def _plain(name: str) -> str:
    """Return a name normalised for search: lower case, without accents, punctuation or spaces."""
    letters = unicodedata.normalize("NFKD", name).lower().replace("đ", "d")
    return _NOT_COMPARED.sub("", letters)


def _is_spot(row: dict[str, str]) -> bool:
    """Return True if the map marks a feature with a dot: by its kind, and a radius below 100 km."""
    return row["kind"] not in geodata.place_kinds("without_dot") and float(row["radius_km"] or 0) < 100


def _label(row: dict[str, str], incidents: int, *, always: bool) -> dict[str, Any]:
    """Return how the map labels a feature: minimum zoom (None: no label), weight, position and whether it has a dot."""
    radius, water = float(row["radius_km"] or 0), row["kind"] in geodata.place_kinds("printed_as_water")
    known = geodata.values_by("place_kinds", "kind", "map_zoom").get(row["kind"], "")
    own = geodata.rows_by("sea_names", "feature_id").get(row["id"], {})
    if not known.isdecimal() or own.get("on_maps") == "no":
        return {"zoom": None}
    zoom = int(known)
    if row["kind"] == "island" and radius >= 100:
        zoom = 5
    elif (row["kind"] == "sea" and radius < 200) or (row["kind"] == "archipelago" and radius < 40):
        zoom = 6
    elif incidents and not water and row["kind"] != "archipelago":
        zoom = min(zoom, 6 if incidents >= 4 else 7)
    return {
        "zoom": zoom, "weight": incidents * 10 + int(radius), "water": int(water), "dot": int(_is_spot(row)),
        "always": int(always), **{name: float(own[name]) for name in ("lon", "lat") if own.get(name)},
    }  # fmt: skip


def countries() -> list[dict[str, Any]]:
    """Return the code of each country, and the latitude and longitude of its label."""
    return [
        {"code": row["code"], "lat": float(row["lat"]), "lon": float(row["lon"])}
        for row in geodata.rows("country_labels")
    ]


@geodata.cached
def _land(name: str) -> list[list[int]]:
    """Return the rings of a land file in the form of :func:`deltas`, those with the most points first."""
    stored = json.loads(geodata.path(name).read_text(encoding="utf-8"))
    rings = [part[0] for feature in stored["features"] for part in feature["geometry"]["coordinates"]]
    rings.sort(key=len, reverse=True)
    return [deltas(ring, per_degree=COAST_PER_DEGREE) for ring in rings]


def coast() -> list[list[int]]:
    """Return the rings of the coastline in the form of :func:`deltas`, with ``COAST_PER_DEGREE`` units per degree."""
    return _land("coastline/coastline.geojson")


def deltas(coordinates: Iterable[Sequence[float]], *, per_degree: int) -> list[int]:
    """Return coordinates as integers: the first pair, then the differences between successive pairs.

    A point that rounds to the same integers as the point before it is left out.

    >>> deltas([(110.0, 10.0), (110.5, 10.25)], per_degree=10_000)
    [1100000, 100000, 5000, 2500]
    """
    whole = np.rint(np.array(list(coordinates), dtype=float).reshape(-1, 2) * per_degree).astype(np.int64)
    moved = np.r_[True, np.diff(whole, axis=0).any(axis=1)][: len(whole)]
    found: list[int] = np.diff(whole[moved], axis=0, prepend=0).ravel().tolist()
    return found
