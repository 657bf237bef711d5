"""The disc that holds a maritime zone, for texts that name nothing nearer than 'Vietnam's EEZ'."""

from __future__ import annotations

import functools

from scs_tracker import geodata


@functools.lru_cache(maxsize=64)
def zone_disc(country: str, kind: str) -> tuple[float, float, float] | None:
    """Return latitude, longitude and radius in kilometres of a country's zone, or None where there is no such zone.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2.
    kind
        ``eez`` or ``territorialsea``.
    """
    import geopandas as gpd
    import shapely

    from scs_tracker.geocoding.context import kilometres

    name = f"{country.lower()}-{'eez' if kind == 'eez' else 'ts'}"
    table = gpd.read_parquet(geodata.path("zones/zones.parquet"))
    found = table.loc[table["id"] == name, "geometry"]
    if found.empty:
        return None
    outline = found.iloc[0]
    middle = shapely.point_on_surface(outline)
    corners = shapely.get_coordinates(shapely.convex_hull(outline))
    reach = max(kilometres(middle.y, middle.x, float(lat), float(lon)) for lon, lat in corners)
    return float(middle.y), float(middle.x), reach
