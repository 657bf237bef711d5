"""Print how the shipped incidents spread over years, types, actors and publishers.

Run it as ``python docs/coverage.py`` where scs-tracker is installed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scs_tracker import geodata, model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BAR = 40
_PUBLISHERS = 30
_PRECISION = {4: "a year", 7: "a month", 10: "a day"}


def main() -> None:
    """Print all tables."""
    incidents, sources = geodata.rows("incidents"), geodata.rows("incident_sources")
    print(f"{len(incidents)} incidents, {len(sources)} sources, {len(geodata.rows('events'))} events\n")
    years = Counter(row["date_start"][:4] for row in incidents)
    show("Incidents by year", years, sorted(years))
    show("By how exactly they are dated", Counter(_PRECISION[len(row["date_start"])] for row in incidents))
    show("By corroboration", Counter(row["corroboration"] for row in incidents))
    show("By type (an incident may have several)", tally(incidents, "types"))
    names = {row["code"]: f"{row['code']:12}{row['name']}" for row in geodata.rows("actors")}
    for column in ("initiators", "targets"):
        show(f"By actor, as one of the {column}", tally(incidents, column), names=names)
    publishers = Counter(row["publisher"] for row in sources)
    title = f"Sources by publisher, the first {min(_PUBLISHERS, len(publishers))} of {len(publishers)}"
    show(title, publishers, [name for name, _ in publishers.most_common(_PUBLISHERS)])
    undated = sum(not row["published"] for row in sources)
    print(f"{undated} sources print no date of publication that could be read.")


def tally(rows: Iterable[Mapping[str, str]], column: str) -> Counter[str]:
    """Count the parts of a cell that holds several values."""
    return Counter(part for row in rows for part in model.split_list(row[column]))


def show(
    title: str, counts: Counter[str], order: Iterable[str] | None = None, *, names: Mapping[str, str] | None = None
) -> None:
    """Print one table with bars, the most frequent first unless an order is given."""
    keys = list(order) if order is not None else [key for key, _ in counts.most_common()]
    labels = [(names or {}).get(key, key) for key in keys]
    width, most = max(map(len, labels)), max(counts.values())
    print(title)
    for key, label in zip(keys, labels, strict=True):
        print(f"  {label:{width}}  {counts[key]:4}  {'▪' * max(1, round(counts[key] / most * _BAR))}")
    print()


if __name__ == "__main__":
    main()
