"""Zones as a GeoDataFrame for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.zones.export import zones_on

if TYPE_CHECKING:
    import geopandas as gpd

#: Columns that hold one word of a list each.
_ONE_OF_A_LIST: Final = ("kind", "status", "certainty", "earlier", "read", "licence")


def zones(day: str | None = None) -> gpd.GeoDataFrame:
    """Return the zones that existed on a day, or all zones, as a GeoDataFrame with their legal basis.

    Parameters
    ----------
    day
        Day (YYYY-MM-DD) on which the zones existed; None returns the zones of all dates.

    Returns
    -------
    geopandas.GeoDataFrame
        ``table.ZONE_COLUMNS`` and ``geometry`` (lon, lat; EPSG:4326). ``kind``, ``status``, ``certainty``, ``earlier``,
        ``read`` and ``licence`` are categories; ``first_day`` and ``last_day`` are datetime64, NaT where a side is
        open; ``claimants`` is ISO 3166-1 codes with ``;`` between. Drawing a zone takes no position on sovereignty.

    Raises
    ------
    UsageError
        ``day`` is not a valid date.

    Examples
    --------
    >>> on_that_day = zones("2024-06-17")
    >>> on_that_day.set_index("id").loc["ph-eez", "kind"], str(on_that_day["kind"].dtype)
    ('eez', 'category')
    >>> "cn-scarborough-ts" in set(on_that_day["id"]), "cn-scarborough-ts" in set(zones("2025-01-01")["id"])
    (False, True)
    """
    frame = zones_on(day).reset_index(drop=True)
    return frame.astype(dict.fromkeys(_ONE_OF_A_LIST, "category"))
