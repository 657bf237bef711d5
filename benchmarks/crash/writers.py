"""Let two imports and a run write one ledger at once, round after round, on SQLite and on PostgreSQL.

Run by hand: ``python benchmarks/crash/writers.py [ROUNDS]``, twenty on each database by default. Each round begins with no
ledger. The three are processes of their own, forked from one that has loaded the geodata, so that they begin at the same
moment; the run imports its own file and issues the week, but draws no maps, which write nothing to a ledger. Every
command must end well, every row must be there, and the ledger must prove.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
from rich.console import Console

from scs_tracker import config, run
from scs_tracker.ledger import Ledger, proof
from scs_tracker.run import unattended

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
SHIPPED = Path(__file__).parents[2] / "geodata" / "incidents"
NAMES = ("one", "two", "three")
ROWS = 40


def main() -> None:
    """Run all rounds, and print."""
    sys.path.insert(0, str(SHIPPED.parents[1] / "tests"))
    import postgresql

    unattended._draw = lambda *_: None  # noqa: SLF001 - see above
    folder = Path(tempfile.mkdtemp(prefix="scs-tracker-writers-"))
    warm = Ledger(f"sqlite:///{folder}/warm.db")
    for name, file in tables(folder).items():
        warm.import_file(file)
        assert len(warm.incidents(statuses=None)) == ROWS * (NAMES.index(name) + 1)
    warm.engine.dispose()
    postgresql.prepare()
    try:
        server = postgresql.address()
        for name in ("SQLite", "PostgreSQL"):
            seconds = []
            for number in range(ROUNDS):
                place = folder / f"{name}-{number}"
                url = f"sqlite:///{place}/tracker.db" if name == "SQLite" else new_database(server, number)
                seconds.append(one_round(place, url))
            Console().print(
                f"{name}: {ROUNDS} rounds of two imports and a run at once, {3 * ROUNDS} of {3 * ROUNDS} commands done, "
                f"{3 * ROWS} of {3 * ROWS} rows there and the ledger proved each time; "
                f"median {statistics.median(seconds):.1f} s, at most {max(seconds):.1f} s"
            )
    finally:
        postgresql.stop()
        shutil.rmtree(folder, ignore_errors=True)


def tables(folder: Path) -> dict[str, Path]:
    """Write three files of other shipped incidents, each with its sources, each in a folder of its own."""
    rows = pd.read_csv(SHIPPED / "incidents.csv", dtype=str, keep_default_na=False)
    sources = pd.read_csv(SHIPPED / "incident_sources.csv", dtype=str, keep_default_na=False)
    written = {}
    for number, name in enumerate(NAMES):
        part = rows.iloc[number :: len(NAMES)].head(ROWS)
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        part.to_csv(home / "incidents.csv", index=False)
        sources[sources["incident_id"].isin(part["id"])].to_csv(home / "incident_sources.csv", index=False)
        written[name] = home / "incidents.csv"
    return written


def new_database(server: sa.URL, number: int) -> str:
    """Make a database and return its address."""
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE writers{number}"))
    return server.set(database=f"writers{number}").render_as_string(hide_password=False)


def one_round(folder: Path, url: str) -> float:
    """Let the three write, and look at what they left; return how long it took in seconds."""
    files = tables(folder)
    settings = folder / "tracker.toml"
    settings.write_text(f'ledger = "{url}"\n[[sources]]\npath = "three/incidents.csv"\n', encoding="utf-8")
    started = time.monotonic()
    processes = {
        aside(lambda: Ledger(url).import_file(files["one"])): "the first import",
        aside(lambda: Ledger(url).import_file(files["two"])): "the second import",
        aside(lambda: run.run(config.load(settings))): "the run",
    }
    for process, name in processes.items():
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        if code:
            sys.exit(f"{name} ended with {code}")
    seconds = time.monotonic() - started
    ledger = Ledger(url)
    held = ledger.incidents(statuses=None)
    assert len(held) == ROWS * len(NAMES), f"{len(held)} rows"
    assert proof.check(ledger.engine) == []
    ledger.engine.dispose()
    return seconds


def aside(command: Callable[[], object]) -> int:
    """Run a command in a process of its own, which says on standard error what it was told."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        command()
        code = 0
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told, and counts
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
