"""How fast files of reports are read and checked, and how much memory that takes.

Run by hand: ``.venv/bin/python benchmarks/sources/benchmark.py [ROWS] [WORLD_ROWS]``

ROWS (100,000) shipped incidents, repeated under new ids, are read as CSV, zipped CSV and XLSX, beside what pandas
takes to read the same CSV as text without checking anything. WORLD_ROWS (1,000,000) made-up rows of an ACLED export,
one in a thousand of them of this sea, are streamed. Every case runs in a process of its own; CPU seconds are what
remains comparable on a busy machine.
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]
INCIDENTS = ROOT / "geodata" / "incidents"
SAMPLE = ROOT / "tests" / "sources" / "data" / "acled.csv"


def make_incidents(folder: Path, count: int) -> None:
    """Write the same incidents as CSV, zipped CSV and XLSX."""
    import xlsxwriter

    with (INCIDENTS / "incidents.csv").open(encoding="utf-8") as handle:
        real = list(csv.DictReader(handle))
    sources: dict[str, list[dict[str, str]]] = {}
    with (INCIDENTS / "incident_sources.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            sources.setdefault(row.pop("incident_id"), []).append(row)
    columns = [*real[0], "sources"]
    with xlsxwriter.Workbook(str(folder / "own.xlsx"), {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("incidents")
        with (folder / "own.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(columns)
            sheet.write_row(0, 0, columns)
            for number in range(count):
                row = real[number % len(real)]
                listed = json.dumps(sources.get(row["id"], []), ensure_ascii=False)
                cells = [*(row | {"id": f"{row['id']}-n{number}"}).values(), listed]
                writer.writerow(cells)
                sheet.write_row(number + 1, 0, cells)
    with zipfile.ZipFile(folder / "own.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "own.csv", "own.csv")


def make_world(file: Path, count: int) -> None:
    """Write an export of the world: rows of another sea, and now and then one of this."""
    with SAMPLE.open(encoding="utf-8-sig") as handle:
        header, here, *_ = csv.reader(handle)
    lat, lon, key = (header.index(name) for name in ("latitude", "longitude", "event_id_cnty"))
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        for number in range(count):
            row = list(here)
            row[key] = f"ABC{number}"
            if number % 1000:
                row[lat], row[lon] = "14.7800", "42.9500"
            writer.writerow(row)


def read(kind: str, file: str) -> None:
    """Read one file and print what it took; runs in a process of its own."""
    import pandas as pd

    from scs_tracker.sources.formats import read_reports

    start, busy = time.perf_counter(), time.process_time()
    if kind == "pandas":
        rows, kept = len(pd.read_csv(file, dtype=str, keep_default_na=False)), 0
    else:
        batch = read_reports(Path(file))
        kept = len(batch.reports)
        rows = batch.read + sum(batch.passed_over.values())
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    print(json.dumps([rows, kept, seconds, busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    """Make the files, read each, print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    world = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    table = Table(
        "case",
        "file, MB",
        "rows",
        "reports",
        "seconds",
        "CPU seconds",
        "rows a CPU second",
        "peak memory, MiB",
        "times pandas",
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_incidents(folder, count)
        make_world(folder / "world.csv", world)
        cases = {
            "pandas, unchecked": ("pandas", "own.csv"),
            "own CSV": ("reports", "own.csv"),
            "own CSV, zipped": ("reports", "own.zip"),
            "own XLSX": ("reports", "own.xlsx"),
            "pandas, ACLED": ("pandas", "world.csv"),
            "ACLED": ("reports", "world.csv"),
        }
        baseline = 0.0
        for case, (kind, file) in cases.items():
            path = folder / file
            answer = subprocess.run(
                [sys.executable, __file__, "--read", kind, str(path)], check=True, capture_output=True, text=True
            )
            rows, kept, seconds, busy, memory = json.loads(answer.stdout)
            baseline = busy if kind == "pandas" else baseline
            size = path.stat().st_size / 1e6
            table.add_row(
                case, f"{size:.0f}", f"{rows:,}", f"{kept:,}", f"{seconds:.1f}", f"{busy:.1f}", f"{rows / busy:,.0f}",
                f"{memory:.0f}", f"{busy / baseline:.1f}",
            )  # fmt: skip
    Console(width=120).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(*sys.argv[2:])
    else:
        main()
