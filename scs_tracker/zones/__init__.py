"""Maritime zones and claims: built from their sources, indexed, and looked up by point and date."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import geopandas as gpd

    from scs_tracker.zones.added import add_zone
    from scs_tracker.zones.coast import baseline_distances_nm, coast_distance_nm, nearest_coast
    from scs_tracker.zones.membership import zones_at
    from scs_tracker.zones.simplified import simplified_zones
    from scs_tracker.zones.stored_index import store_index
    from scs_tracker.zones.table import load_zones

__all__ = [
    "add_zone",
    "baseline_distances_nm",
    "coast_distance_nm",
    "load_zones",
    "nearest_coast",
    "simplified_zones",
    "store_index",
    "zones_at",
]

#: Where each name lives; imported when first asked for, since geopandas takes half a second.
_HOMES: Final = {
    "add_zone": "added",
    "baseline_distances_nm": "coast",
    "coast_distance_nm": "coast",
    "load_zones": "table",
    "nearest_coast": "coast",
    "simplified_zones": "simplified",
    "store_index": "stored_index",
    "zones_at": "membership",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


class _Zones(ModuleType):
    """The package as a callable module, so that notebooks can write ``scs_tracker.zones("2024-06-17")``."""

    def __call__(self, day: str | None = None) -> gpd.GeoDataFrame:
        """Return the zones that existed on a day (YYYY-MM-DD), or all zones for None; see ``frames.zones``."""
        from scs_tracker.zones.frames import zones

        return zones(day)


sys.modules[__name__].__class__ = _Zones
