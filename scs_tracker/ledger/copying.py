"""Back up a SQLite or PostgreSQL ledger to one SQLite file, and restore such a backup; both verify the data.

A backup can be made while the ledger is in use, and restored into either kind of database.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError, unreadable
from scs_tracker.files import take_name
from scs_tracker.ledger import proof, store
from scs_tracker.ledger.addresses import parsed, shown
from scs_tracker.ledger.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_SQLITE: Final = b"SQLite format 3\0"
_TOGETHER: Final = 1000
#: Time limit for reading a SQLite file that may be untrusted.
_MOST_SECONDS: Final = 3600.0
#: A partial file that has not changed for so long was left by a restore that was killed.
_LITTER_SECONDS: Final = 600
#: Table names, each table before the tables that refer to it.
_ORDER: Final = ("run", "document", *(name for name in metadata.tables if name not in {"run", "document"}))


def back_up(engine: Engine, file: Path) -> int:
    """Write a backup of an open ledger, and verify it; return its size in bytes.

    Raises TrackerError if the file exists or cannot be written, or if the ledger fails verification; in that case no
    partial file is left.
    """
    if file.exists():
        raise TrackerError(f"{file} already exists; choose another name for the backup")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}; choose another folder") from None
    temporary = Path(name)
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, temporary)
        else:
            with store.reading(engine) as connection:
                proof.require_sound(connection)
                _fill(temporary, _rows(connection))
        with contextlib.closing(sqlite3.connect(temporary)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # a single file, also readable on a read-only disk
        take_name(temporary, file)
    except FileExistsError:
        raise TrackerError(f"{file} already exists; choose another name for the backup") from None
    except (OSError, sqlite3.Error) as error:
        raise TrackerError(f"{file} cannot be written: {error}; choose another folder") from None
    finally:
        _remove(temporary)
    return file.stat().st_size


def _remove(file: Path) -> None:
    """Remove a temporary database and the files that SQLite keeps next to it."""
    for left in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        left.unlink(missing_ok=True)


def _copy_sqlite(engine: Engine, file: Path) -> None:
    with store.reading(engine) as connection, contextlib.closing(sqlite3.connect(file)) as target:
        source = connection.connection.driver_connection
        if source is None:
            raise TrackerError("the ledger is closed; open it again")
        source.backup(target)
    copied = store.open_ledger(file, create=False)
    try:
        with store.reading(copied) as connection:
            proof.require_sound(connection)
    finally:
        copied.dispose()


def _rows(connection: Connection) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table's name with a batch of its rows; a table comes before the tables that refer to it."""
    for name in _ORDER:
        query = sa.select(metadata.tables[name]).execution_options(yield_per=_TOGETHER)
        for part in connection.execute(query).mappings().partitions():
            yield name, [dict(row) for row in part]


def restore(url: str, file: Path) -> None:
    """Create a new ledger from a backup and verify it; the backup is restored in full or not at all.

    A SQLite ledger is created under a temporary name in the same folder and renamed when it is complete; a PostgreSQL
    ledger is created in one transaction. Raises TrackerError if ``url`` is in use, or if the file is not a backup,
    incomplete, damaged or of a newer version.
    """
    _require_whole(file)
    if store.schema_of(url) is not None:
        raise TrackerError(f"a ledger already exists at {shown(url)}; restore to an empty location")
    rows = _rows_of(file)
    made = parsed(url)
    if made.get_backend_name() != "sqlite":
        _fill(url, rows)
        return
    place = Path(made.database or "")
    there = TrackerError(f"{place} already exists; restore to an empty location")
    if place.exists():
        raise there
    if not place.parent.is_dir():
        raise TrackerError(f"the folder of ledger {place} does not exist; create it first")
    for left in place.parent.glob(f".{place.name}.*.part"):
        if time.time() - left.stat().st_mtime > _LITTER_SECONDS:  # of a restore that was killed
            _remove(left)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        _fill(part, rows)
        take_name(part, place)
    except FileExistsError:
        raise there from None
    except OSError as error:
        raise TrackerError(f"{place} cannot be written: {error.strerror or error}; restore to another folder") from None
    finally:
        _remove(part)


def _require_whole(file: Path) -> None:
    """Raise TrackerError if a file is not a SQLite database or its size is not a whole number of pages."""
    try:
        with file.open("rb") as stream:
            begin = stream.read(len(_SQLITE) + 2)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise unreadable(file, error) from None
    if not begin.startswith(_SQLITE):
        raise TrackerError(f"{file} is not a ledger backup; choose a file written by scs-tracker ledger backup")
    page = int.from_bytes(begin[len(_SQLITE) :], "big")
    if not page or size % (65536 if page == 1 else page):  # SQLite reads the missing end of a page as zeros
        raise TrackerError(f"{file} was cut short: it is not a whole number of SQLite pages; use another backup")


def _rows_of(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Verify a backup and yield its rows as ``_rows`` does; an older schema is upgraded in a temporary copy.

    The file may be untrusted, so queries have a time limit whatever its schema contains.
    """
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        copy = Path(folder) / "copy.db"
        try:
            shutil.copyfile(file, copy)
            engine = store.open_ledger(copy, create=False)
            with store.reading(engine) as connection:
                until, held = time.monotonic() + _MOST_SECONDS, connection.connection.driver_connection
                if held is not None:
                    held.set_progress_handler(lambda: time.monotonic() > until, 100_000)
                proof.require_sound(connection)
                yield from _rows(connection)
        except OSError as error:
            raise unreadable(file, error) from None
        except TrackerError as error:
            words = str(error).replace(f"ledger sqlite:///{copy}", "it").removesuffix(f"; {store.TRY_A_COPY}")
            raise TrackerError(f"{file} cannot be restored: {words}; use another backup") from None
        engine.dispose()


def _fill(url: str | Path, rows: Iterator[tuple[str, list[dict[str, Any]]]]) -> None:
    with store.new_ledger(url) as connection:
        for name, part in rows:
            connection.execute(sa.insert(metadata.tables[name]), part)
        if connection.dialect.name == "postgresql":  # later rows continue the numbering
            for name in ("report", "revision", "journal"):
                query = f"SELECT setval('{name}_id_seq', (SELECT coalesce(max(id), 1) FROM {name}))"  # noqa: S608
                connection.exec_driver_sql(query)
        proof.require_sound(connection)
