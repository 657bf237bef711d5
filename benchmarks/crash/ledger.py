"""Kill imports of shipped incidents at random moments, on SQLite and on PostgreSQL, and look at what they left.

Run by hand: ``python benchmarks/crash/ledger.py [KILLS] [SEED] [sqlite] [postgresql]``, a hundred kills on each database by
default. Every fifth of the shipped incidents is imported; PostgreSQL is the one of the tests (tests/postgresql.py).

Every import is a process of its own, forked from one that has loaded the geodata, and dies by SIGKILL: half of them at
any moment of the import, half while it writes. After each kill the ledger must hold all of the file or nothing, and
take a writer at once. The next import works on what the killed one left; after every tenth kill, and after the last,
one is left to end, and what the ledger then holds must be what an import that nobody disturbed gives, row for row in
every table. The ledger must prove each time.
"""

from __future__ import annotations

import hashlib
import os
import random
import select
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, proof, store
from scs_tracker.ledger.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = [int(word) for word in sys.argv[1:] if word.isdigit()]
KILLS, SEED = (NUMBERS + [100, 20240617][len(NUMBERS) :])[:2]
WANTED = [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]
EVERY = 5
SHIPPED = Path(__file__).parents[2] / "geodata" / "incidents"
#: When and in which run something was written differs from one import to the next.
OF_THE_RUN = {"id", "run_id", "at", "updated_at", "hash", "role"}
#: Rows of other tables as they were written, with what is of one run in them.
OF_THE_JOURNAL = {"old", "new"}
LONGEST_WAIT = 30.0


@dataclass
class Found:
    """What the kills of one database left."""

    outcomes: Counter[str] = field(default_factory=Counter)
    lock_seconds: list[float] = field(default_factory=list)
    completed: int = 0


def main() -> None:
    """Kill, check, and print a table."""
    sys.path.insert(0, str(SHIPPED.parents[1] / "tests"))
    import postgresql

    folder = Path(tempfile.mkdtemp(prefix="scs-tracker-crash-"))
    file = folder / "incidents.csv"
    rows = pd.read_csv(SHIPPED / file.name, dtype=str, keep_default_na=False).iloc[::EVERY]
    rows.to_csv(file, index=False)
    sources = pd.read_csv(SHIPPED / "incident_sources.csv", dtype=str, keep_default_na=False)
    sources[sources["incident_id"].isin(rows["id"])].to_csv(folder / "incident_sources.csv", index=False)
    warm = Ledger(f"sqlite:///{folder}/undisturbed.db")
    warm.import_file(file)
    expected = content(warm)
    warm.engine.dispose()
    postgresql.prepare()
    try:
        found = {}
        if "sqlite" in WANTED:
            found["SQLite"] = hunt(lambda number: f"sqlite:///{folder}/{number}.db", file, expected)
        if "postgresql" in WANTED:
            address = postgresql.address()
            found["PostgreSQL"] = hunt(lambda number: new_database(address, number), file, expected)
    finally:
        postgresql.stop()
        shutil.rmtree(folder, ignore_errors=True)
    show(found)


def new_database(address: sa.URL, number: int) -> str:
    """Make a database and return its address."""
    admin = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE crash{number}"))
    return address.set(database=f"crash{number}").render_as_string(hide_password=False)


def hunt(new_url: Callable[[int], str], file: Path, expected: dict[str, tuple[int, str]]) -> Found:
    """Kill so many imports, on one ledger until one of them is through, then on a new one."""
    chance = random.Random(SEED)
    found = Found()
    url, databases = new_url(0), 1
    whole, writing = timed(new_url(databases), file)
    nothing = content(Ledger(url))
    kills = number = 0
    while kills < KILLS:
        number += 1
        in_writing = number % 2 == 0
        wait = chance.uniform(0.0, writing if in_writing else whole)
        if not one_import(url, file, after=wait, in_writing=in_writing):
            found.outcomes["ended before it was killed: all"] += 1
        else:
            kills += 1
            found.lock_seconds.append(seconds_until_free(url))
            held = content(Ledger(url))
            assert held in (nothing, expected), f"kill {kills} left a part of the file"
            require_proof(url)
            stage = "while writing" if in_writing else "at any moment"
            found.outcomes[f"{stage}: {'nothing' if held == nothing else 'all'}"] += 1
            if kills % 10 == 0 or kills == KILLS:
                assert not one_import(url, file, after=None), "the next import did not end"
                assert content(Ledger(url)) == expected, f"the import after kill {kills} gave something else"
                found.completed += 1
        if content(Ledger(url)) != nothing:
            databases += 1
            url = new_url(databases)
            Ledger(url).engine.dispose()
    return found


def require_proof(url: str) -> None:
    """Look whether the ledger proves, with all that was written."""
    ledger = Ledger(url)
    found = proof.check(ledger.engine)
    ledger.engine.dispose()
    assert found == [], found


def timed(url: str, file: Path) -> tuple[float, float]:
    """Return how long an import takes in all, and how long it writes, in seconds."""
    started = time.monotonic()
    process, pipe = begin(url, file)
    os.read(pipe, 1)
    writes = time.monotonic()
    os.waitpid(process, 0)
    os.close(pipe)
    ended = time.monotonic()
    return ended - started, ended - writes


def begin(url: str, file: Path) -> tuple[int, int]:
    """Start an import; return its process and a pipe that gives a byte once it writes its first row."""
    reader, writer = os.pipe()
    process = os.fork()
    if process:
        os.close(writer)
        return process, reader
    os.setsid()
    code = 1
    try:
        ledger = Ledger(url)
        sa.event.listen(ledger.engine, "before_cursor_execute", lambda *about: tell(writer, about[2]))
        ledger.import_file(file)
        ledger.engine.dispose()
        code = 0
    finally:
        os._exit(code)


def tell(writer: int, statement: str) -> None:
    """Give a byte for every row that is written."""
    if statement.startswith("INSERT"):
        os.write(writer, b"w")


def one_import(url: str, file: Path, *, after: float | None, in_writing: bool = False) -> bool:
    """Run an import and kill it after so many seconds, if it runs still; return whether it was killed."""
    process, pipe = begin(url, file)
    if in_writing:
        select.select([pipe], [], [], LONGEST_WAIT * 4)
    deadline = time.monotonic() + (LONGEST_WAIT * 10 if after is None else after)
    ended, status = 0, 0
    while not ended and time.monotonic() < deadline:
        ended, status = os.waitpid(process, os.WNOHANG)
        time.sleep(0.001)
    if not ended:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    elif status:
        raise SystemExit(f"an import ended with status {status}")
    os.close(pipe)
    return not ended


def seconds_until_free(url: str) -> float:
    """Return how long it takes until the ledger takes a writer."""
    started = time.monotonic()
    ledger = Ledger(url)
    while True:
        try:
            with store.writing(ledger.engine) as connection:
                connection.execute(sa.text("SELECT 1"))
        except TrackerError as error:
            if time.monotonic() - started > LONGEST_WAIT:
                raise SystemExit(f"a lock was left: {error}") from None
            time.sleep(0.01)
        else:
            ledger.engine.dispose()
            return time.monotonic() - started


def content(ledger: Ledger) -> dict[str, tuple[int, str]]:
    """Return number and hash of the rows of every table, but for what is of one run only."""
    held = {}
    with ledger.engine.connect() as connection:
        for name, table in metadata.tables.items():
            left_out = OF_THE_RUN | (OF_THE_JOURNAL if name == "journal" else set())
            columns = [column for column in table.columns if column.name not in left_out]
            rows: list[Any] = sorted(map(repr, connection.execute(sa.select(*columns)).all())) if columns else []
            held[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    ledger.engine.dispose()
    return held


def show(found: dict[str, Found]) -> None:
    """Print what was found."""
    table = Table(title=f"{KILLS} SIGKILLs of an import of incidents.csv on each database, seed {SEED}")
    for column in ("database", "killed", "left", "times"):
        table.add_column(column)
    for name, one in found.items():
        for outcome, times in sorted(one.outcomes.items()):
            stage, left = outcome.split(": ")
            table.add_row(name, stage, left, str(times))
        slowest = f"{statistics.median(one.lock_seconds):.2f} s, at most {max(one.lock_seconds):.2f} s"
        table.add_row(name, "opened and writable again", "median", slowest)
        table.add_row(name, "next import left to end", "equals an undisturbed one", str(one.completed))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
