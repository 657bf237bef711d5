"""Kill ``scs-tracker run`` at random moments and see what the next run makes of it; measure a run with nothing to do.

Run by hand: ``python benchmarks/crash/run.py [KILLS] [SEED]``, fifty kills by default. Every run is a process of its
own, with real maps and real pictures, on a part of the shipped incidents; before each, some rows are added and the
clock goes a week on. After each kill every file that has its name must be whole. At the end each week must be issued
once and stand in the feed once, and the ledger must hold what an import that nobody disturbed holds.
"""

from __future__ import annotations

import json
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from scs_tracker import geodata, reporting
from scs_tracker.ledger import Ledger

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 20240617
FIRST_MONDAY = date(2024, 9, 9)
PROGRAM = (
    "import sys; from scs_tracker import config, run; "
    "run.run(config.load(), clock=lambda: sys.argv[1] + 'T00:00:00.000000Z')"
)


def main() -> None:
    """Kill, check, and print a table."""
    random_ = random.Random(SEED)
    rows = geodata.table("incidents").iloc[:: max(1, 485 // (2 * KILLS + 12))]
    with tempfile.TemporaryDirectory(prefix="scs-tracker-crash-") as name:
        folder = Path(name)
        (folder / "tracker.toml").write_text('[[sources]]\npath = "incidents.csv"\n', encoding="utf-8")
        table = folder / "incidents.csv"
        whole_run, killed, number, found = 0.0, 0, 0, Counter[str]()
        while number == 0 or (killed < KILLS and number < 2 * KILLS):
            # a run that ended by itself tells how long the next may take: the first draws everything, the others less
            wait = whole_run * random_.uniform(0.02, 1.0) if number else None
            seconds, code = next_run(folder, table, rows, number, wait)
            if code == -signal.SIGKILL:
                killed += 1
            else:
                whole_run = seconds
            found[stage(folder, number) if code == -signal.SIGKILL else "ended by itself"] += 1
            broken = [file.name for file in shown(folder) if not whole(file)]
            assert not broken, f"run {number} left {broken} half-written"
            number += 1
        next_run(folder, table, rows, number, None)
        check(folder, table, number + 1)
        print(f"{number + 1} runs, {killed} of them killed (seed {SEED})\n")
        print("| what lay there after the kill | times |\n| --- | --- |")
        for what, times in sorted(found.items()):
            print(f"| {what} | {times} |")
        idle(folder, FIRST_MONDAY + timedelta(weeks=number))


def next_run(folder: Path, table: Path, rows: pd.DataFrame, number: int, wait: float | None) -> tuple[float, int]:
    """Add a row, go on a week, run; return how long it took and its exit code. A run left alone must end well."""
    rows.iloc[: 10 + number].to_csv(table, index=False)
    started = time.monotonic()
    code = one_run(folder, FIRST_MONDAY + timedelta(weeks=number), wait)
    assert code in ({0} if wait is None else {0, -signal.SIGKILL}), f"run {number} ended with {code}"
    return time.monotonic() - started, code


def one_run(folder: Path, monday: date, wait: float | None) -> int:
    """Start a run and perhaps kill it; return its exit code, negative for a signal."""
    command = [sys.executable, "-c", PROGRAM, monday.isoformat()]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return process.wait(timeout=wait)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        return process.wait()


def shown(folder: Path) -> list[Path]:
    """Return the files that a reader sees."""
    files = (folder / "maps").rglob("*")
    return [file for file in files if file.is_file() and not file.name.startswith(".")]


def whole(file: Path) -> bool:
    """Return whether a file is there to its end."""
    text = file.read_text(encoding="utf-8").rstrip()
    if file.suffix == ".json":
        try:
            json.loads(text)
        except ValueError:
            return False
        return True
    return text.endswith({".html": "</html>", ".xml": "</feed>"}[file.suffix])


def stage(folder: Path, number: int) -> str:
    """Say how far a killed run had come."""
    with Ledger(f"sqlite:///{folder}/tracker.db").engine.connect() as connection:
        held = connection.exec_driver_sql("SELECT count(*) FROM incident").scalar_one()
    week = (FIRST_MONDAY + timedelta(weeks=number - 1)).strftime("%G-W%V")
    weekly = folder / "maps/html/weekly"
    if (weekly / f"{week}.json").exists():
        return "3 imported and issued, archive or record missing"
    if (weekly / f"{week}.html").exists():
        return "2 imported, the week half issued"
    return "1 imported, the week not issued" if held == 10 + number else "0 not imported"


def check(folder: Path, table: Path, runs: int) -> None:
    """Hold the end against a run that nobody disturbed."""
    weekly = folder / "maps/html/weekly"
    weeks = [(FIRST_MONDAY + timedelta(weeks=number - 1)).strftime("%G-W%V") for number in range(runs)]
    issued = [(one["week"], one["edition"]) for one in reporting.issued_editions(weekly)]
    assert issued == [(week, 1) for week in weeks], issued
    feed = (weekly / "feed.xml").read_text(encoding="utf-8")
    ids = re.findall(r"<entry>.*?<id>(.*?)</id>", feed, re.DOTALL)
    assert len(ids) == len(set(ids)) == min(len(weeks), 52), ids
    with tempfile.TemporaryDirectory() as other:
        calm = Ledger(f"sqlite:///{other}/calm.db")
        calm.import_file(table)
        assert content(Ledger(f"sqlite:///{folder}/tracker.db")).equals(content(calm))
    assert not [file for file in folder.rglob("*.part") if time.time() - file.stat().st_mtime > 3600]


def content(ledger: Ledger) -> pd.DataFrame:
    """Return what a ledger holds, but for when and how often it was changed."""
    frame = ledger.incidents(statuses=None).sort_values("id", ignore_index=True)
    return frame.drop(columns=["updated_at", "revision", "geometry"]).astype(str)


def idle(folder: Path, monday: date) -> None:
    """Measure runs with nothing to do, as a user starts them."""
    wall, processor = [], []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        assert one_run(folder, monday, None) == 0
        wall.append(time.monotonic() - started)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print("\n| a run with nothing to do, five times | median s | most s |\n| --- | --- | --- |")
    print(f"| processor | {statistics.median(processor):.2f} | {max(processor):.2f} |")
    print(f"| wall | {statistics.median(wall):.2f} | {max(wall):.2f} |")


if __name__ == "__main__":
    main()
