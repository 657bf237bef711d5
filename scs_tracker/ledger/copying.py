"""Backup and restore: a ledger as one file, verified when written and when read, for either database.

A backup of SQLite is a SQLite file, made while others read and write. A backup of PostgreSQL is a portable file: lines
of JSON, compressed, a header first, then every row of every table, and last how many they were and their SHA-256, so
that one that was cut short is known. Either is restored into either database.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.files import take_name
from scs_tracker.ledger import proof, saving, store
from scs_tracker.ledger.addresses import parsed, shown
from scs_tracker.ledger.tables import incident, metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

_MAGIC: Final = "scs-tracker ledger backup"
_SQLITE: Final = b"SQLite format 3\0"
_GZIP: Final = b"\x1f\x8b"
_TOGETHER: Final = 1000
#: No row of a ledger is longer as a line; see ``evidence`` for the longest text.
_LONGEST_LINE: Final = 128 * 2**20
#: A SQLite file from elsewhere is read within this time.
_MOST_SECONDS: Final = 3600.0
#: What nobody has written to for so long is left of a restore that was killed.
_LITTER_SECONDS: Final = 600
#: Columns of incidents that a backup of the oldest schema lacks; ``saving.add_acts`` fills them.
_SINCE_BASELINE: Final = ("acts", "encounter_confirmed", "claims", "within_200nm", "settled")
#: A table before those that point to it.
_ORDER: Final = ("run", "document", *(name for name in metadata.tables if name not in {"run", "document"}))


def back_up(engine: Engine, file: Path) -> int:
    """Write a backup of an open ledger, and verify it; return its size in bytes.

    Raises
    ------
    TrackerError
        The file exists, it cannot be written, or the ledger fails verification. Nothing is left of the file then.
    """
    if file.exists():
        raise TrackerError(f"{file} already exists; choose another name for the backup")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}") from None
    temporary = Path(name)
    try:
        if engine.dialect.name == "sqlite":
            _copy_sqlite(engine, temporary)
        else:
            _dump(engine, temporary)
            _read_through(temporary)
        take_name(temporary, file)
    except FileExistsError:
        raise TrackerError(f"{file} already exists; choose another name for the backup") from None
    except (OSError, sqlite3.Error) as error:
        raise TrackerError(f"{file} cannot be written: {error}; nothing was kept") from None
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
            raise TrackerError("the ledger is closed")
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, that may lie on a disk that may not be written
    copied = store.open_ledger(f"sqlite:///{file}", create=False)
    try:
        with store.reading(copied) as connection:
            proof.require_sound(connection)
    finally:
        copied.dispose()


def _dump(engine: Engine, file: Path) -> None:
    digest = hashlib.sha256()
    count = 0
    with store.reading(engine) as connection, gzip.GzipFile(file, "wb", compresslevel=6, mtime=0) as stream:
        proof.require_sound(connection)
        for line in _lines(connection):
            digest.update(line)
            stream.write(line)
            count += 1
        stream.write(_line({"lines": count, "sha256": digest.hexdigest()}))


def _lines(connection: Connection) -> Iterator[bytes]:
    yield _line({"file": _MAGIC, "schema": store.schema_in(connection)})
    for name in _ORDER:
        table = metadata.tables[name]
        yield _line({"table": name, "columns": [column.name for column in table.columns]})
        order = list(table.primary_key.columns)
        query = sa.select(table).order_by(*order).execution_options(yield_per=_TOGETHER)
        for row in connection.execute(query):
            yield _line([_plain(value) for value in row])


def _line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n").encode()


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _read_through(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Read a portable backup to its end before use; raise an error if it is damaged or newer."""
    digest = hashlib.sha256()
    count = 0
    ended = False
    for line, told in _lines_of(file):  # to the end of the file, which has a sum of its own
        if ended:
            ended = False
            break
        if isinstance(told, dict) and "sha256" in told:
            if told != {"lines": count, "sha256": digest.hexdigest()}:
                break
            ended = True
            continue
        if count == 0:
            _require_header(told, file)
        digest.update(line)
        count += 1
    if not ended:
        raise TrackerError(f"{file} is truncated or damaged: its end does not match; restore another backup")
    return _rows(file)


def _lines_of(file: Path) -> Iterator[tuple[bytes, Any]]:
    """Yield the parsed lines of a portable backup, none longer than a row can be."""
    try:
        with gzip.open(file, "rb") as stream:
            while (line := stream.readline(_LONGEST_LINE + 1)) and len(line) <= _LONGEST_LINE:
                yield line, json.loads(line)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise TrackerError(f"{file} is truncated or damaged ({error}); restore another backup") from None
    if line:
        most = _LONGEST_LINE // 2**20
        raise TrackerError(f"{file} is damaged: a line is longer than {most} MiB; restore another backup")


def _require_header(told: Any, file: Path) -> None:
    if not isinstance(told, dict) or told.get("file") != _MAGIC or not isinstance(told.get("schema"), str):
        raise TrackerError(f"{file} is not a ledger backup")
    if told["schema"] > store.SCHEMA_VERSION:
        raise TrackerError(
            f"{file} has schema {told['schema'][:40]}, newer than this scs-tracker knows ({store.SCHEMA_VERSION}); "
            "install a newer scs-tracker"
        )
    if told["schema"] not in {store.BASELINE, store.SCHEMA_VERSION}:
        raise TrackerError(f"{file} has schema {told['schema'][:40]}, older than {store.BASELINE}; use the scs-tracker "
                           "that wrote it")  # fmt: skip


def _rows(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield table and rows in batches; an unknown table or row counts as damage."""
    name = ""
    names: Any = []
    held: list[dict[str, Any]] = []
    for _, told in _lines_of(file):
        if isinstance(told, list):
            if not name or len(told) != len(names):
                raise TrackerError(f"{file} is damaged: a row does not fit its table; restore another backup")
            held.append({key: _value(value, file) for key, value in zip(names, told, strict=True)})
        if held and (isinstance(told, dict) or len(held) >= _TOGETHER):
            yield name, held
            held = []
        if isinstance(told, dict) and "table" in told:
            name, names = str(told["table"]), told.get("columns")
            _require_table(name, names, file)


def _require_table(name: str, names: Any, file: Path) -> None:
    wanted = {column.name for column in metadata.tables[name].columns} if name in _ORDER else set()
    if not wanted or not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise TrackerError(f"{file} is damaged: it names a table {name[:40]!r}; restore another backup")
    if set(names) not in (wanted, wanted - set(_SINCE_BASELINE)) or len(set(names)) != len(names):
        raise TrackerError(f"{file} is damaged: table {name} has other columns; restore another backup")


def _value(value: Any, file: Path) -> Any:
    """Return a cell: text, a number, None, or data decoded from base64."""
    if isinstance(value, dict) and isinstance(value.get("base64"), str):
        with contextlib.suppress(ValueError):
            return base64.b64decode(value["base64"], validate=True)
    if isinstance(value, list | dict) or (isinstance(value, int) and not -(2**63) <= value < 2**63):
        raise TrackerError(f"{file} is damaged: a cell cannot be read; restore another backup")
    return value


def restore(url: str, file: Path) -> None:
    """Make a new ledger from a backup of either kind, and verify it; it is restored in full or not at all.

    A database of SQLite is made under another name beside its place, and takes the name when it is whole; one of
    PostgreSQL is made in one transaction.

    Raises
    ------
    TrackerError
        There is something at ``url``, or the file is not a backup, cut short, damaged or of a newer version.
    """
    kind = _kind(file)
    if store.schema_of(url) is not None:
        raise TrackerError(f"a ledger already exists at {shown(url)}; restore to an empty location")
    rows = _rows_of_sqlite(file) if kind == _SQLITE else _read_through(file)
    made = parsed(url)
    if made.get_backend_name() != "sqlite":
        _fill(url, rows)
        return
    place = Path(made.database or "")
    there = TrackerError(f"{place} already exists; restore to an empty location")
    if place.exists():
        raise there
    if not place.parent.is_dir():
        raise TrackerError(f"the folder of ledger {place} does not exist; make it first")
    for left in place.parent.glob(f".{place.name}.*.part"):
        if time.time() - left.stat().st_mtime > _LITTER_SECONDS:  # of a restore that was killed
            _remove(left)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        _fill(f"sqlite:///{part}", rows)
        take_name(part, place)
    except FileExistsError:
        raise there from None
    except OSError as error:
        raise TrackerError(f"{place} cannot be written: {error.strerror or error}; nothing was kept") from None
    finally:
        _remove(part)


def _kind(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            begin = stream.read(len(_SQLITE))
    except OSError as error:
        raise TrackerError(f"{file} cannot be read: {error.strerror or error}") from None
    if begin == _SQLITE:
        return _SQLITE
    if begin.startswith(_GZIP):
        return _GZIP
    raise TrackerError(f"{file} is not a ledger backup")


def _rows_of_sqlite(file: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield table and rows of a verified SQLite ledger; an older one is upgraded in a copy.

    It may be anybody's: whatever its schema makes of a query, it ends in time.
    """
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        copy = Path(folder) / "copy.db"
        try:
            shutil.copyfile(file, copy)
            engine = store.open_ledger(f"sqlite:///{copy}", create=False)
            with store.reading(engine) as connection:
                until, held = time.monotonic() + _MOST_SECONDS, connection.connection.driver_connection
                if held is not None:
                    held.set_progress_handler(lambda: time.monotonic() > until, 100_000)
                proof.require_sound(connection)
                for name in _ORDER:
                    result = connection.execute(sa.select(metadata.tables[name])).mappings()
                    while part := result.fetchmany(_TOGETHER):
                        yield name, [dict(row) for row in part]
        except OSError as error:
            raise TrackerError(f"{file} cannot be read: {error.strerror or error}") from None
        except TrackerError as error:
            words = str(error).replace(f"ledger sqlite:///{copy}", "it").removesuffix(f"; {store.TRY_A_COPY}")
            raise TrackerError(f"{file} cannot be restored: {words}; use another backup") from None
        engine.dispose()


def _fill(url: str, rows: Iterator[tuple[str, list[dict[str, Any]]]]) -> None:
    with store.new_ledger(url) as connection:
        for name, part in rows:
            since = {column: "" for column in _SINCE_BASELINE if name == incident.name and column not in part[0]}
            connection.execute(sa.insert(metadata.tables[name]), [row | since for row in part])
        if connection.dialect.name == "postgresql":  # rows that come later are numbered on
            for name in ("report", "revision", "journal"):
                query = f"SELECT setval('{name}_id_seq', (SELECT coalesce(max(id), 1) FROM {name}))"  # noqa: S608
                connection.exec_driver_sql(query)
        saving.add_acts(connection)
        proof.require_sound(connection)
