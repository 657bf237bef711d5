"""Track incidents in the South China Sea, from reports to a reviewed ledger, maps and a weekly report.

Names are imported when they are first used, so that ``import scs_tracker`` is quick.

Examples
--------
>>> import scs_tracker as scs
>>> scs.resolve_text("10 nm E of Sabina Shoal").feature_id
'sabina-shoal'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from scs_tracker.bulk.positions import classify_positions
    from scs_tracker.geocoding.frame import geocode
    from scs_tracker.geocoding.places import places
    from scs_tracker.geocoding.resolve import resolve_text
    from scs_tracker.ledger import Ledger
    from scs_tracker.ledger.frames import read, typed
    from scs_tracker.ledger.notebook import acts, incidents, long
    from scs_tracker.mapping.explore import explore
    from scs_tracker.mapping.incident_map import incident_map, save_map
    from scs_tracker.reporting.facts import weekly_facts
    from scs_tracker.sentences.classification import classify, locate
    from scs_tracker.sources.formats import read_reports
    from scs_tracker.zones import load_zones
    from scs_tracker.zones.frames import zones

__version__ = VERSION

__all__ = [
    "Ledger", "acts", "classify", "classify_positions", "explore", "geocode", "incident_map", "incidents", "load_zones",
    "locate", "long", "places", "read", "read_reports", "resolve_text", "save_map", "typed", "weekly_facts", "zones",
]  # fmt: skip

_HOMES: Final = {
    "Ledger": "ledger",
    "acts": "ledger.notebook",
    "classify": "sentences.classification",
    "classify_positions": "bulk.positions",
    "explore": "mapping",
    "geocode": "geocoding",
    "incident_map": "mapping",
    "incidents": "ledger.notebook",
    "load_zones": "zones",
    "locate": "sentences.classification",
    "long": "ledger.notebook",
    "places": "geocoding",
    "read": "ledger.frames",
    "read_reports": "sources.formats",
    "resolve_text": "geocoding",
    "save_map": "mapping",
    "typed": "ledger.frames",
    "weekly_facts": "reporting",
    "zones": "zones",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES[name]}")
    # the package of that name is the function too, see its last lines
    return home if name == "zones" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted(["__version__", *__all__])
