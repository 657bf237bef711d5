"""Draw the incidents of a data audit, the same ones on every machine.

The rule: of all ids, take those whose SHA-256 of ``SEED + ":" + id`` is lowest. It depends on no library's generator, and
a row that is added later moves no other. Run on the ids that the audit was drawn from::

    python benchmarks/audit/draw.py < geodata/audit/2026-11-frame.csv
"""

from __future__ import annotations

import csv
import hashlib
import sys

SEED = "scs-tracker audit 2026-11"
SIZE = 60


def draw(ids: list[str]) -> list[str]:
    """Return the ``SIZE`` ids with the lowest hashes, in the order of their dates."""
    by_hash = sorted(ids, key=lambda incident: hashlib.sha256(f"{SEED}:{incident}".encode()).hexdigest())
    return sorted(by_hash[:SIZE])


if __name__ == "__main__":
    print("\n".join(draw([row["incident_id"] for row in csv.DictReader(sys.stdin)])))
