"""The base map inside the file: a simplified coastline, names of seas and features, and the names to search by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import shapely

from scs_tracker import geodata
from scs_tracker.mapping.elements import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

#: Coordinates travel as whole numbers of this many to a degree, about 11 m.
PER_DEGREE: Final = 10_000

#: From which zoom a name is written, by kind and, for the large ones, by radius in km.
_KIND_ZOOM: Final = {
    "sea": 4, "archipelago": 5, "region": 6, "gulf": 5, "strait": 6, "passage": 6, "bay": 8, "cape": 9, "seamount": 7,
    "island": 8, "cay": 8, "reef": 8, "shoal": 7, "bank": 8, "atoll": 7, "city": 8, "port": 9, "base": 10,
    "oil_gas_block": 9,
}  # fmt: skip
_WATER: Final = frozenset({"sea", "gulf", "strait", "passage", "bay"})


#: These name the same waters as another label, from one side only; they are found by the search, not printed.
_NOT_PRINTED: Final = frozenset({"west-philippine-sea", "north-natuna-sea", "kalayaan-island-group"})
#: Where a name is printed if not at the feature's own point, which lies among its reefs: lon, lat.
_PRINTED_AT: Final = {"south-china-sea": (113.4, 13.2)}


def base_map(frame: gpd.GeoDataFrame, features: Iterable[dict[str, str]]) -> Part:
    """Return the coastline, the labels and the searchable names, of which those with most incidents come first.

    Parameters
    ----------
    frame
        The incidents; a feature with many of them is named from farther off.
    features
        Rows of features.csv.
    """
    used = Counter(frame["feature_id"])
    labels = [label for row in features if (label := _label(row, used[row["id"]])) is not None]
    labels.sort(key=lambda label: (label["zoom"], -label["weight"], label["name"]))
    spellings: dict[str, list[str]] = {}
    for feature_id, name in geodata.table("names")[["feature_id", "name"]].itertuples(index=False):
        spellings.setdefault(feature_id, []).append(name)
    often = sorted(features, key=lambda row: (-used[row["id"]], len(row["name"]), row["id"]))
    places = [
        {
            "id": row["id"], "name": row["name"], "lat": float(row["lat"]), "lon": float(row["lon"]),
            "km": float(row["radius_km"] or 0),
            "names": list(dict.fromkeys(name for name in spellings.get(row["id"], []) if name != row["name"])),
        }
        for row in often
    ]  # fmt: skip
    return Part("basemap", {"scs-coast": coast(), "scs-labels": labels, "scs-places": places})


def _label(row: dict[str, str], incidents: int) -> dict[str, Any] | None:
    radius = float(row["radius_km"] or 0)
    zoom = _KIND_ZOOM.get(row["kind"])
    if zoom is None or row["id"] in _NOT_PRINTED:
        return None
    lon, lat = _PRINTED_AT.get(row["id"], (float(row["lon"]), float(row["lat"])))
    if row["kind"] == "island" and radius >= 100:
        zoom = 5
    elif (row["kind"] == "sea" and radius < 200) or (row["kind"] == "archipelago" and radius < 40):
        zoom = 6
    elif incidents and row["kind"] not in {*_WATER, "archipelago"}:
        zoom = min(zoom, 6 if incidents >= 4 else 7)
    water = row["kind"] in _WATER
    small = not water and row["kind"] not in {"archipelago", "region"} and radius < 100
    return {
        "name": row["name"], "lat": lat, "lon": lon, "km": radius, "zoom": zoom, "weight": incidents * 10 + int(radius),
        "water": water, "dot": small, "incidents": incidents if small else 0,
    }  # fmt: skip


def coast() -> list[list[int]]:
    """Return the rings of land as delta-coded whole numbers, longitude before latitude, large land first."""
    text = geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8")
    parts = list(shapely.get_parts(shapely.get_parts(shapely.from_geojson(text))))
    parts.sort(key=lambda part: (-part.area, part.bounds))
    return [deltas(part.exterior.coords) for part in parts]


def deltas(coordinates: Iterable[tuple[float, float]]) -> list[int]:
    """Return coordinates as whole numbers, each after the first pair as the step from the one before.

    Examples
    --------
    >>> deltas([(110.0, 10.0), (110.5, 10.25)])
    [1100000, 100000, 5000, 2500]
    """
    result: list[int] = []
    last_x = last_y = 0
    for x, y in coordinates:
        whole_x, whole_y = round(x * PER_DEGREE), round(y * PER_DEGREE)
        result += [whole_x - last_x, whole_y - last_y]
        last_x, last_y = whole_x, whole_y
    return result
