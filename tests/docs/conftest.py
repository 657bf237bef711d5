from __future__ import annotations

import fcntl
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from scs_tracker import geodata
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Once = "Callable[[str, Callable[[Path], None]], Path]"


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes what takes long once for all processes of a test run."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (root / f"{name}.done").exists():
                make(root / name)
                (root / f"{name}.done").touch()
        return root / name

    return make_once


@pytest.fixture(scope="session")
def shipped_ledger(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger file of the shipped incidents and events; copy it, do not change it."""

    def make(file: Path) -> None:
        growing = tmp_path_factory.mktemp("growing") / "tracker.db"
        ledger = Ledger(f"sqlite:///{growing}")
        for name in ("incidents/incidents.csv", "incidents/events.csv"):
            ledger.import_file(geodata.shipped(name))
        with closing(sqlite3.connect(growing)) as connection:
            connection.execute("VACUUM INTO ?", (str(file),))

    return once("shipped.db", make)
