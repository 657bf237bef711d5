"""The disc that holds a maritime zone, for texts that name nothing nearer than 'Vietnam's EEZ'."""

from __future__ import annotations

import functools
from typing import Final

from scs_tracker import geodata

#: The South China Sea with its gulfs, west, south, east, north: what lies beyond is not meant in a report about it.
SEA_BOX: Final = (101.0, 1.0, 121.5, 23.5)
_IDS: Final = {"eez": "eez", "territorialsea": "ts"}


def zone_disc(country: str, kind: str) -> tuple[float, float, float] | None:
    """Return latitude, longitude and radius (km) of a country's zone in this sea, or None where it has none."""
    return _disc(f"{country.lower()}-{_IDS[kind]}", geodata.version())


@functools.lru_cache(maxsize=64)
def _disc(zone: str, _version: str) -> tuple[float, float, float] | None:
    """Return the disc around the largest part of a zone in this sea; the version tells when zones have changed."""
    import shapely

    from scs_tracker.geocoding.candidates import kilometres
    from scs_tracker.zones import load_zones

    table = load_zones()
    found = table.loc[table["id"] == zone, "geometry"]
    outline = shapely.intersection(found.iloc[0], shapely.box(*SEA_BOX)) if len(found) else shapely.Polygon()
    if shapely.is_empty(outline):
        return None
    outline = max(shapely.get_parts(outline), key=shapely.area)
    middle = shapely.centroid(outline)
    if not shapely.contains(outline, middle):
        middle = shapely.point_on_surface(outline)
    corners = shapely.get_coordinates(shapely.convex_hull(outline))
    reach = max(kilometres(middle.y, middle.x, float(lat), float(lon)) for lon, lat in corners)
    return float(middle.y), float(middle.x), reach
