from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scs_tracker import geodata
from scs_tracker.ledger import Ledger

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def shipped_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger file of the shipped incidents and events, made once for all processes; copy it, do not change it."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    ready = root / "shipped-ledger.db"
    with (root / "shipped-ledger.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            unready = root / "shipped-ledger-unready.db"
            ledger = Ledger(f"sqlite:///{unready}")
            for name in ("incidents/incidents.csv", "incidents/events.csv"):
                ledger.import_file(geodata.shipped(name))
            with closing(sqlite3.connect(unready)) as connection:
                connection.execute("VACUUM INTO ?", (str(ready),))
    return ready
