"""How long 100,000 reports take into a new ledger, again with no change, and beside another dataset; and the memory.

Run by hand: ``.venv/bin/python benchmarks/ledger/benchmark.py [ROWS] [sqlite] [postgresql]``

The reports are the shipped incidents told again and again, the same in every run: other ids and days, other numbers
of people, other distances and winds from the same features, other sources. So positions repeat as they do in a real
ledger, and texts do not. Then a fiftieth of them are told by another dataset, without types and roles, and are linked.

A machine that others use shows in seconds, not in processor time; both are printed, with the load.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

INCIDENTS = Path(__file__).parents[2] / "geodata" / "incidents"
PROGRAM = "import sys; from scs_tracker.cli import main; main()"
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
SCSDI = (
    "event_id", "event_id_cnty", "event_date", "year", "time_precision", "latitude", "longitude", "level", "radius",
    "note_on_location", "location", "source", "notes", "number_of_report",
)  # fmt: skip


def shipped(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our tables."""
    with (INCIDENTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def synthetic(rows: int) -> Iterator[dict[str, str]]:
    """Yield so many incidents in the form of incidents.csv, with sources inline."""
    chance = random.Random(1)
    known = shipped("incidents.csv")
    publishers = sorted({row["publisher"] for row in shipped("incident_sources.csv")})
    for number in range(rows):
        row = dict(chance.choice(known))
        day = date(1990, 1, 1) + timedelta(days=chance.randrange(13_000))
        row |= {"id": f"{day:%Y%m%d}-synthetic-{number}", "date_start": day.isoformat(), "date_end": ""}
        if chance.random() < 0.3 and not row["lat"]:
            row["location_text"] = f"{chance.randrange(2, 60)} nm {chance.choice(WINDS)} of {row['place']}"
        if row["detained"]:
            row["detained"] = str(chance.randrange(1, 30))
        named = chance.sample(publishers, chance.randrange(1, 4))
        row["sources"] = json.dumps(
            [
                {"url": f"https://news{index}.example/{number}", "publisher": name, "published": day.isoformat()}
                for index, name in enumerate(named)
            ]
        )
        yield row


def retold(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield incidents as a dataset without types and roles tells them: those of two countries, by day and words."""
    for number, row in enumerate(rows):
        countries = sorted({code[:2] for code in f"{row['initiators']};{row['targets']}".split(";") if code} - {"XX"})
        if len(countries) != 2:
            continue
        year, month, day = row["date_start"].split("-")
        told = dict.fromkeys(SCSDI, "") | {
            "event_id": f"E{number}",
            "event_id_cnty": "/".join(countries),
            "event_date": f"{int(month)}/{int(day)}/{year[2:]}",
            "year": year,
            "latitude": row["lat"],
            "longitude": row["lon"],
            "location": row["location_text"],
            "notes": row["summary"],
        }
        yield told


def write(file: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as CSV."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def measured(url: str, file: Path) -> tuple[float, float, float, dict[str, Any]]:
    """Import a file in a new process; return seconds, processor seconds, highest memory in MiB, and the answer."""
    command = [sys.executable, "-c", PROGRAM, "--ledger", url, "import", str(file), "--json"]
    started = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read() if process.stdout is not None else ""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(said)


def measure(name: str, url: str, folder: Path, rows: int) -> None:
    """Measure on one database and print."""
    table = Table(title=f"{rows:,} reports into {name}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for column in ("import", "seconds", "processor seconds", "highest memory, MiB", "answer"):
        table.add_column(column, justify="left" if column in {"import", "answer"} else "right")
    imports = (
        ("first", folder / "incidents.csv"),
        ("again, no change", folder / "incidents.csv"),
        ("another dataset", folder / "other.csv"),
    )
    for what, file in imports:
        seconds, processor, memory, answer = measured(url, file)
        counts = ", ".join(f"{number:,} {key}" for key, number in answer.items() if number)
        table.add_row(what, f"{seconds:.1f}", f"{processor:.1f}", f"{memory:,.0f}", counts)
    Console(width=140).print(table)


def measure_postgresql(folder: Path, rows: int) -> None:
    """Measure on a server of this run's own; its processor time is not that of the import."""
    sys.path.insert(0, str(INCIDENTS.parents[1] / "tests"))
    import postgresql

    postgresql.prepare()
    try:
        measure("PostgreSQL", postgresql.address().render_as_string(hide_password=False), folder, rows)
    finally:
        postgresql.stop()


def main() -> None:
    """Measure and print."""
    wanted = [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]
    rows = next((int(word) for word in sys.argv[1:] if word.isdigit()), 100_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = list(synthetic(rows))
        places = {(row["location_text"], row["place"], row["lat"], row["lon"]) for row in made}
        Console().print(f"{len(places):,} different wordings of places")
        write(folder / "incidents.csv", made)
        write(folder / "other.csv", list(retold(made[::50])))
        del made
        if "sqlite" in wanted:
            measure("SQLite", f"sqlite:///{folder}/tracker.db", folder, rows)
        if "postgresql" in wanted:
            measure_postgresql(folder, rows)
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Console().print(f"this program itself: {highest:,.0f} MiB")


if __name__ == "__main__":
    main()
