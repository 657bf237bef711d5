"""Whose vessels are: the list that is shipped, and name, flag, actor and party of each vessel of a set of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scs_tracker import geodata
from scs_tracker.bulk.vessels import actors_of, flags_of, folded_name, read_vessels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.bulk.vessels import Vessels
    from scs_tracker.tracks.motion import Longs


@geodata.cached
def shipped_vessels() -> Vessels:
    """Return the list of vessels.csv, without names that two services share."""
    table = geodata.table("vessels")[["mmsi", "imo", "name", "actor"]]
    table = table[(table["actor"] != "") & (table[["mmsi", "imo", "name"]] != "").any(axis=1)]
    services = table.groupby(table["name"].map(folded_name))["actor"].transform("nunique")
    return read_vessels(table[services == 1])


def identities(vessel: Longs, ships: Longs, said: Mapping[str, pd.Series], known: Vessels) -> tuple[pd.DataFrame, int]:
    """Return whose each vessel is, a row a vessel, and how many the list gives to two actors.

    ``vessel`` has for each position the number of its vessel, ``ships`` their MMSI, ``said`` for each position what the
    vessel says of itself, ``imo`` and ``name``; what it says most often counts. The answer has ``mmsi``, ``name``,
    ``flag``, ``actor``, ``party`` (country of the actor, else the flag) and ``party_number`` (-1: not known).
    """
    usual = {}
    for key, cells in said.items():
        known_cells = pd.DataFrame({"vessel": vessel, "cell": cells.to_numpy()}).query("cell != ''")
        counted = known_cells.groupby(["vessel", "cell"], sort=False).size().reset_index(name="times")
        most = counted.sort_values("times", ascending=False, kind="stable").drop_duplicates("vessel")
        usual[key] = most.set_index("vessel")["cell"].reindex(range(ships.size)).fillna("")
    number, torn = actors_of(known, ships, usual.get("imo"), usual.get("name"))
    code, flags = flags_of(ships)
    table = pd.DataFrame({"mmsi": ships, "name": usual.get("name", ""), "flag": np.array(flags, dtype=object)[code]})
    table["actor"] = np.array([*known.actors, ""], dtype=object)[number]
    table["party"] = table["actor"].str.replace(r"-.*", "", regex=True).where(table["actor"] != "", table["flag"])
    table["party_number"] = pd.factorize(table["party"].where(table["party"] != ""), sort=True)[0]
    return table, torn
