from __future__ import annotations

import csv
import fcntl
import io
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import postgresql
import pytest
import sqlalchemy as sa
from web_server import Server

from scs_tracker import cli, geodata, model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Once = Callable[[str, Callable[[Path], None]], Path]

GEODATA = Path(__file__).parents[1] / "geodata"


def pytest_configure(config: pytest.Config) -> None:
    # each worker has a core of its own: threads of small matrix products only wait for each other, at full load
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    postgresql.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # not a process of the run, but the run itself
        postgresql.stop()


@pytest.fixture(autouse=True)
def _clean_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the machine's SCS_TRACKER_ variables and width, or what another test or a library left of them."""
    monkeypatch.delenv("COLUMNS", raising=False)
    for name in [name for name in os.environ if name.startswith("SCS_TRACKER_") and name != "SCS_TRACKER_BROWSER"]:
        monkeypatch.delenv(name)
    geodata.configure(None)  # forgets what was read of a copy
    yield
    if geodata.overlay() is not None:
        geodata.configure(None)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own; the test is marked with allow_hosts(["127.0.0.1"])."""
    opened = Server()
    yield opened
    opened.http.shutdown()
    opened.http.server_close()


@pytest.fixture(scope="session")
def postgresql_server() -> sa.URL:
    """A real PostgreSQL server, one for the whole run."""
    return postgresql.address()


@pytest.fixture
def postgresql_url(postgresql_server: sa.URL) -> Iterator[str]:
    name = f"t{uuid4().hex}"
    admin = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield postgresql_server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


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

    from scs_tracker.ledger import Ledger

    def make(file: Path) -> None:
        growing = tmp_path_factory.mktemp("growing") / "tracker.db"
        ledger = Ledger(f"sqlite:///{growing}")
        for name in ("incidents/incidents.csv", "incidents/events.csv"):
            ledger.import_file(geodata.shipped(name))
        with closing(sqlite3.connect(growing)) as connection:
            connection.execute("VACUUM INTO ?", (str(file),))

    return once("shipped.db", make)


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Runs a command in an empty folder, as `scs-tracker …` would, with what stands on standard input."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "argv", ["scs-tracker", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code: object = 0
        try:
            cli.main()
        except SystemExit as leave:
            code = leave.code
        captured = capsys.readouterr()
        return Answer(int(str(code or 0)), captured.out, captured.err)

    return run


@pytest.fixture
def incident_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small incidents.csv of real rows; each argument changes some columns of one row."""
    with (GEODATA / "incidents/incidents.csv").open(encoding="utf-8") as file:
        real = {row["id"]: row for row in csv.DictReader(file)}
    with (GEODATA / "incidents/incident_sources.csv").open(encoding="utf-8") as file:
        sources = list(csv.DictReader(file))

    def write(changes: dict[str, dict[str, str]], name: str = "incidents.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, model.INCIDENT_COLUMNS)
            writer.writeheader()
            writer.writerows(real[incident_id] | change for incident_id, change in changes.items())
        with path.with_name("incident_sources.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, model.SOURCE_COLUMNS)
            writer.writeheader()
            writer.writerows(row for row in sources if row["incident_id"] in changes)
        return path

    return write


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for all tests of a process."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("SCS_TRACKER_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
        )
        yield opened
        opened.close()
