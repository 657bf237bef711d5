"""Random sequences of commands on each database, damaged files, and hand edits: what the tests do, at full length.

Run by hand: ``.venv/bin/python benchmarks/ledger/proving.py [SEQUENCES] [FILES] [sqlite] [postgresql]``, 500 and 200 by
default. Each sequence of ten steps (import, withdraw, amend, retract, accept, link, split, undo, refresh, events) is
held against a naive model after every step: replay, past, facts and the whole proof. The first that differs ends it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from rich.console import Console

TESTS = Path(__file__).parents[2] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "ledger")]

import postgresql  # noqa: E402
import test_proof  # noqa: E402
import test_replay  # noqa: E402

from scs_tracker.ledger import Ledger, proof  # noqa: E402

STEPS = 10


def new_database(server: sa.URL) -> str:
    """Make a database on a server, and return its address."""
    name = f"p{uuid4().hex}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return server.set(database=name).render_as_string(hide_password=False)


def sequences(number: int, server: sa.URL | None) -> str:
    """Run so many sequences on one database, and say how many states were held against the model."""
    states = 0

    class Counted(test_replay.LedgerMachine):
        new_ledger = staticmethod(lambda: Ledger(new_database(server) if server else "sqlite://"))

        def teardown(self) -> None:
            nonlocal states
            states += len(getattr(self, "steps", ()))
            super().teardown()

    started = perf_counter()
    with pytest.MonkeyPatch.context() as patch:
        test_replay.place_quickly(patch)
        run_state_machine_as_test(
            Counted,
            settings=settings(
                max_examples=number,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],
            ),
        )
    return f"{number} sequences, {states:,} states, none differs; {perf_counter() - started:.0f} s"


def edits(url: str) -> str:
    """Make each hand edit of the tests, and say how many were found."""
    held = test_proof.filled(Ledger(url))
    found = 0
    for edit in test_proof.EDITS:
        with held.engine.connect() as connection, connection.begin() as transaction:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.exec_driver_sql(edit.replace("SET by", 'SET "by"'))
            found += bool(test_proof.findings(connection))
            transaction.rollback()
    assert proof.check(held.engine) == []
    held.engine.dispose()
    return f"{found} of {len(test_proof.EDITS)} hand edits found"


def main() -> None:
    """Run all, and print."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    wanted = [word for word in sys.argv[1:] if not word.isdigit()] or ["sqlite", "postgresql"]
    many, files = (numbers + [500, 200][len(numbers) :])[:2]
    console = Console(width=110)
    postgresql.prepare()
    try:
        for name in wanted:
            server = postgresql.address() if name == "postgresql" else None
            with tempfile.TemporaryDirectory() as folder:
                url = new_database(server) if server else f"sqlite:///{folder}/edits.db"
                console.print(f"{name}: {edits(url)}")
                console.print(f"{name}: {sequences(many, server)}")
        with tempfile.TemporaryDirectory() as folder:
            told = test_proof.damage(Path(folder), files)
            console.print(f"{files} damaged files: " + ", ".join(f"{number} {what}" for what, number in told.items()))
    finally:
        postgresql.stop()


if __name__ == "__main__":
    main()
