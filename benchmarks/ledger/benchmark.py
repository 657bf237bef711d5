"""How long 100,000 reports take into a new SQLite ledger, and again with no change; memory at its highest.

Run by hand: ``.venv/bin/python benchmarks/ledger/benchmark.py [ROWS]``

The reports are the shipped incidents told again and again: other ids and days, other numbers of people, other
distances from the same features, so that positions repeat as they do in a real ledger and texts do not.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents" / "incidents.csv"
PROGRAM = "import sys; from scs_tracker.cli import main; main()"


def synthetic(rows: int) -> pd.DataFrame:
    """Return so many incidents in the form of incidents.csv."""
    chance = random.Random(1)
    shipped = pd.read_csv(INCIDENTS, dtype=str, keep_default_na=False).to_dict("records")
    made = []
    for number in range(rows):
        row = dict(chance.choice(shipped))
        day = date(1990, 1, 1) + timedelta(days=chance.randrange(13_000))
        row |= {"id": f"{day:%Y%m%d}-synthetic-{number}", "date_start": day.isoformat(), "date_end": ""}
        if chance.random() < 0.3 and not row["lat"]:
            row["location_text"] = f"{chance.randrange(2, 60)} nm {chance.choice('NESW')} of {row['place']}"
        row["detained"] = str(chance.randrange(1, 30)) if row["detained"] else ""
        source = {"url": f"https://news.example/{number}", "publisher": "Example", "published": ""}
        row["sources"] = json.dumps([source])
        made.append(row)
    return pd.DataFrame(made)


def timed(folder: Path, file: Path) -> tuple[float, str, float]:
    """Import a file in a new process; return seconds, what it said, and its highest memory in MiB."""
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "--ledger",
        f"sqlite:///{folder}/tracker.db",
        "import",
        str(file),
        "--json",
    ]
    started = time.perf_counter()
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    seconds = time.perf_counter() - started
    return seconds, said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    table = Table(title=f"{rows:,} reports into SQLite")
    for column in ("import", "seconds", "reports a second", "highest memory so far, MiB", "answer"):
        table.add_column(column)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        synthetic(rows).to_csv(folder / "incidents.csv", index=False)
        for what in ("first", "again, no change"):
            seconds, said, memory = timed(folder, folder / "incidents.csv")
            table.add_row(what, f"{seconds:.1f}", f"{rows / seconds:,.0f}", f"{memory:,.0f}", said)
    Console().print(table)


if __name__ == "__main__":
    main()
