"""Draw the incidents of a data audit, the same ones on every machine.

The rule: of all ids, take those whose SHA-256 of ``SEED + ":" + id`` is lowest. It depends on no library's generator, and
a row that is added later moves no other. Run on the ids that the audit was drawn from::

    python benchmarks/audit/draw.py < geodata/audit/2026-11-frame.csv
    python benchmarks/audit/draw.py new < geodata/audit/2026-11-new-frame.csv
    python benchmarks/audit/draw.py third < geodata/audit/2026-11-third-frame.csv
"""

from __future__ import annotations

import csv
import hashlib
import sys

SEED = "scs-tracker audit 2026-11"
SIZE = 60
# The audits of rows that were added since, each from a frame of its own.
LATER = ("new", "third")
LATER_SIZE = 30


def draw(ids: list[str], seed: str = SEED, size: int = SIZE) -> list[str]:
    """Return the ``size`` ids with the lowest hashes, in the order of their dates."""
    by_hash = sorted(ids, key=lambda incident: hashlib.sha256(f"{seed}:{incident}".encode()).hexdigest())
    return sorted(by_hash[:size])


def draw_later(ids: list[str], name: str) -> list[str]:
    """Return the thirty ids of the audit ``name`` of rows that were added since the first."""
    return draw(ids, f"{SEED} {name}", LATER_SIZE)


if __name__ == "__main__":
    frame = [row["incident_id"] for row in csv.DictReader(sys.stdin)]
    named = [name for name in LATER if name in sys.argv[1:]]
    print("\n".join(draw_later(frame, named[0]) if named else draw(frame)))
