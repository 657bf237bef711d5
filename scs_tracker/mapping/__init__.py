"""Draw incidents and claims on one offline HTML map."""

from __future__ import annotations

from scs_tracker.mapping.explore import explore
from scs_tracker.mapping.incident_map import incident_map, save_map
from scs_tracker.mapping.recipe import Recipe, load, parse, shipped_names

__all__ = ["Recipe", "explore", "incident_map", "load", "parse", "save_map", "shipped_names"]
