"""Say of every incident when its cells were last held against its texts and how often, in geodata/audit/checked.csv.

Run it as ``python geodata/build/checked.py`` from the root of the repository after an audit, or after acts were read.
The entry itself is the first reading. An audit counts where it could read a page of the incident.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from scs_tracker import geodata
from scs_tracker.act import FROM_COLUMNS

_AUDIT = Path(__file__).parents[1] / "audit"
#: Tables of verdicts or of codings, the month of their reading, and what the reading was.
_READINGS = (
    ("2026-11.csv", "2026-11", "audit"),
    ("2026-11-new.csv", "2026-11", "audit"),
    ("2026-11-third.csv", "2026-11", "audit"),
    ("2026-12-second-frame.csv", "2026-12", "second coding"),
    ("2026-12-independent.csv", "2026-12", "coded by another"),
    ("2026-12-drawn.csv", "2026-12", "audit"),
    ("2026-12-fresh.csv", "2026-12", "audit"),
)


def readings() -> dict[str, list[tuple[str, str]]]:
    """Return the months and kinds of the readings of each incident after its entry."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, month, kind in _READINGS:
        with (_AUDIT / name).open(encoding="utf-8", newline="") as file:
            seen = {row["incident_id"] for row in csv.DictReader(file) if row.get("verdict") != "not readable"}
        for incident in seen:
            found[incident].append((month, kind))
    for incident in {row["incident_id"] for row in geodata.rows("acts") if row["basis"] != FROM_COLUMNS}:
        found[incident].append(("2026-12", "acts read"))
    return found


def main() -> None:
    """Write the table anew."""
    found = readings()
    with (_AUDIT / "checked.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("incident_id", "last_checked", "readings", "how"))
        for row in geodata.rows("incidents"):
            done = sorted(found[row["id"]])
            last = done[-1][0] if done else "entry"
            writer.writerow((row["id"], last, 1 + len(done), ";".join(["entry", *(kind for _, kind in done)])))


if __name__ == "__main__":
    main()
