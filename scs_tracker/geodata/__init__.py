"""Load and check the reference data in geodata/, and define its attribution and the supported region."""

from scs_tracker.geodata.kinds import place_kinds, zones_drawn
from scs_tracker.geodata.loader import (
    cached,
    cached_of_ours,
    configure,
    overlay,
    path,
    read_csv,
    recipes,
    rows,
    rows_by,
    shipped,
    table,
    values_by,
    version,
    vocabulary,
)
from scs_tracker.geodata.tables import TABLES

__all__ = [
    "TABLES",
    "cached",
    "cached_of_ours",
    "configure",
    "overlay",
    "path",
    "place_kinds",
    "read_csv",
    "recipes",
    "rows",
    "rows_by",
    "shipped",
    "table",
    "values_by",
    "version",
    "vocabulary",
    "zones_drawn",
]
