"""A static site of 1,000 incidents: seconds to write it, files and bytes; then once more with nothing changed.

    python benchmarks/map/site_of_a_thousand.py

The incidents are the first of the shipped ones; for more than there are, the first come again with other ids.
"""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path

from scs_tracker import geodata
from scs_tracker.ledger import Ledger
from scs_tracker.mapping.site import write_site

COUNT = 1_000


def ledger_of(count: int, folder: Path) -> Ledger:
    """Return a ledger of so many incidents."""
    real = [dict(row) for row in geodata.rows("incidents")]
    rows = real[:count] + [row | {"id": f"{row['id']}-again"} for row in real[: max(0, count - len(real))]]
    with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    sources = geodata.shipped("incidents/incident_sources.csv").read_bytes()
    (folder / "incident_sources.csv").write_bytes(sources)
    ledger = Ledger(f"sqlite:///{folder}/tracker.db")
    ledger.import_file(folder / "incidents.csv")
    return ledger


def main() -> None:
    """Print a line for the first writing and one for the second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ledger = ledger_of(COUNT, folder)
        for said in ("first", "again"):
            clock, processor = time.perf_counter(), time.process_time()
            files = write_site(ledger, folder / "site", address="https://example.org/sea")
            clock, processor = time.perf_counter() - clock, time.process_time() - processor
            size = sum(file.stat().st_size for file in (folder / "site").rglob("*") if file.is_file())
            print(
                f"{said}: {len(ledger.incidents(statuses=None)):,} incidents, {clock:.1f} s by the clock, {processor:.1f} s of the "
                f"processor, {files:,} files, {size / 1e6:.1f} MB"
            )


if __name__ == "__main__":
    main()
