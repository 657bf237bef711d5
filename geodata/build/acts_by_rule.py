"""Make the acts of all incidents whose acts nobody has read, and write geodata/incidents/acts.csv anew.

Run it as ``python geodata/build/acts_by_rule.py`` from the root of the repository after a change of incidents.csv. Acts
that a person read stay as they are; the others follow from the columns alone, so their ``basis`` is ``columns`` and
nobody is named in ``said_by``. docs/codebook.md has the rule.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scs_tracker import geodata
from scs_tracker.act import ACT_COLUMNS, Act, act_cells, act_of_cells, acts_from_columns, are_read
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER = Path(__file__).parents[1] / "incidents"
#: Types that follow upon each other in every account that has them: the first goes before the others.
_CHAINS = (("boarding", "seizure", "detention"), ("shadowing", "harassment", "expulsion"))


def acts_by_rule(row: Mapping[str, str]) -> list[Act]:
    """Return the acts that follow from the columns: a chain in its order, and the one vessel of the one service.

    Where a side has one service and one vessel, each act is of that vessel; of several vessels seized or held, the
    vessels are those of the seizure, else of the detention.
    """
    acts = acts_from_columns(row, geodata.vocabulary())
    types = [act.type for act in acts]
    order = next((chain for chain in _CHAINS if set(types) <= set(chain)), tuple(types))
    taken = next((name for name in ("seizure", "detention") if name in types and order == _CHAINS[0]), None)
    return [_with_vessels(act, row, taken) for act in sorted(acts, key=lambda act: order.index(act.type))]


def _with_vessels(act: Act, row: Mapping[str, str], taken: str | None) -> Act:
    done, suffered = (tuple(split_list(row[name])) for name in ("initiator_units", "target_units"))
    if not act.by_units and len(act.by) == len(done) == 1:
        act = replace(act, by_units=done)
    if not act.against_units and len(act.against) == 1 and suffered and (len(suffered) == 1 or act.type == taken):
        act = replace(act, against_units=suffered)
    return act


def _read_acts() -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = defaultdict(list)
    with (_FOLDER / "acts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["incident_id"]].append(act_of_cells(row, _refuse))
    return {incident: acts for incident, acts in found.items() if are_read(acts)}


def _refuse(column: str, value: str, allowed: str) -> None:
    raise SystemExit(f"acts.csv, column {column}: {value!r} is not allowed; use {allowed}")


def _write(acts_of: Mapping[str, Sequence[Act]]) -> None:
    with (_FOLDER / "acts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("incident_id", "n", *ACT_COLUMNS), lineterminator="\n")
        writer.writeheader()
        for incident, acts in acts_of.items():
            writer.writerows({"incident_id": incident, "n": n, **act_cells(act)} for n, act in enumerate(acts, 1))


def main() -> None:
    """Write the table and say how many acts are of which kind."""
    read = _read_acts()
    acts_of = {row["id"]: read.get(row["id"]) or acts_by_rule(row) for row in geodata.rows("incidents")}
    _write(acts_of)
    print(f"{len(read)} incidents read, {len(acts_of) - len(read)} by rule, {sum(map(len, acts_of.values()))} acts")


if __name__ == "__main__":
    main()
