"""Draw the incidents of a data audit, the same ones on every machine.

The rule: of all ids, take those whose SHA-256 of ``SEED + ":" + id`` is lowest. It depends on no library's generator, and
a row that is added later moves no other. Run on the ids that the audit was drawn from::

    python benchmarks/audit/draw.py < geodata/audit/2026-11-frame.csv
    python benchmarks/audit/draw.py new < geodata/audit/2026-11-new-frame.csv
"""

from __future__ import annotations

import csv
import hashlib
import sys

SEED = "scs-tracker audit 2026-11"
SIZE = 60
NEW_SEED = "scs-tracker audit 2026-11 new"
NEW_SIZE = 30


def draw(ids: list[str], seed: str = SEED, size: int = SIZE) -> list[str]:
    """Return the ``size`` ids with the lowest hashes, in the order of their dates."""
    by_hash = sorted(ids, key=lambda incident: hashlib.sha256(f"{seed}:{incident}".encode()).hexdigest())
    return sorted(by_hash[:size])


if __name__ == "__main__":
    frame = [row["incident_id"] for row in csv.DictReader(sys.stdin)]
    print("\n".join(draw(frame, NEW_SEED, NEW_SIZE) if "new" in sys.argv[1:] else draw(frame)))
