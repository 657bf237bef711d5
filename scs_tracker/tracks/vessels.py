"""The vessels that are shipped: whose they are, by MMSI, IMO number and name, as far as a source prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.bulk.vessels import folded_name, read_vessels

if TYPE_CHECKING:
    from scs_tracker.bulk.vessels import Vessels


@geodata.cached
def shipped_vessels() -> Vessels:
    """Return the list of vessels.csv, without names that two services share.

    Examples
    --------
    >>> found = shipped_vessels()
    >>> found.actors[found.by["name"]["BRP TERESA MAGBANUA"]]
    'PH-PCG'
    """
    table = geodata.table("vessels")[["mmsi", "imo", "name", "actor"]]
    table = table[(table["actor"] != "") & (table[["mmsi", "imo", "name"]] != "").any(axis=1)]
    services = table.groupby(table["name"].map(folded_name))["actor"].transform("nunique")
    return read_vessels(table[services == 1])
