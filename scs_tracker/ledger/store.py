"""Open a ledger in a SQLite file or PostgreSQL; one writer at a time, and readers are never blocked."""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import sqlite3
import threading
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.exc import ArgumentError, DatabaseError, InvalidRequestError, NoSuchModuleError

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.files import take_name
from scs_tracker.ledger import views
from scs_tracker.ledger.addresses import parsed, shown, without_secrets
from scs_tracker.ledger.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

#: The newest file of migrations/versions; versions are compared as text.
SCHEMA_VERSION = "0003"
#: The table that Alembic would create; Alembic itself is imported only for upgrades, because it loads slowly.
_VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
#: Number of the PostgreSQL advisory lock for writing a ledger; any fixed number will do.
_POSTGRESQL_WRITER = 0x5C5_1ED6E4
#: Time for which a writer waits for another one.
LOCK_SECONDS = 60.0
#: A warning is logged after this waiting time.
_SILENT_SECONDS = 2.0
_WAITING = "ledger %s is being written by another run; waiting for it, at most %.0f s"
#: Page size of new SQLite files; an incident with its claims exceeds the default of 4,096 bytes.
_PAGE_BYTES = 8192
_LOG = logging.getLogger(__name__)


def now() -> str:
    """Return the current time as ISO 8601 text in UTC, to the microsecond, so that text order is time order."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def open_ledger(url: str | Path, *, create: bool = True, trust_clock: bool = False) -> Engine:
    """Open a ledger, creating it if it does not exist and ``create`` is True.

    ``url`` is a SQLAlchemy URL, such as ``sqlite:///tracker.db``, or the path of a SQLite file. With ``trust_clock``,
    the ledger can be written even if the clock is far from the last entry; see ``runs.running``.
    """
    address = parsed(url)
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise TrackerError(
            f"ledger {shown(address)!r}: only SQLite and PostgreSQL are supported; try sqlite:///tracker.db"
        )
    engine = _engine(address)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, create=create)
    engine.update_execution_options(scs_trust_clock=trust_clock)
    with explained(engine):
        _prepare_schema(engine)
    return engine


def _engine(address: sa.URL) -> Engine:
    try:
        if address.get_backend_name() == "sqlite":
            return sa.create_engine(address, connect_args={"timeout": LOCK_SECONDS})
        if address.drivername == "postgresql":  # the driver in the extra postgres
            address = address.set(drivername="postgresql+psycopg")
        # without a client encoding, the driver returns bytes for a database in SQL_ASCII
        return sa.create_engine(address, connect_args={"client_encoding": "utf8"})
    except (ArgumentError, InvalidRequestError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        words = without_secrets(str(error), address)
        raise TrackerError(
            f"ledger {shown(address)!r} is not a usable database URL ({words}); try sqlite:///tracker.db"
        ) from None


def timed(engine: Engine, clock: Callable[[], str]) -> Engine:
    """Return an engine for the same ledger that takes the times of runs from ``clock`` (ISO 8601, UTC)."""
    return engine.execution_options(scs_clock=clock)


def schema_of(url: str) -> str | None:
    """Return the schema version of the ledger at ``url`` without changing it, or None if there is no ledger."""
    address = parsed(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return None
    engine = _engine(address)
    try:
        with explained(engine), engine.connect() as connection:
            return schema_in(connection)
    finally:
        engine.dispose()


def _prepare_sqlite(engine: Engine, *, create: bool) -> None:
    file = engine.url.database
    if file and file != ":memory:" and not file.startswith("file:"):
        path = Path(file)
        if not create and not path.exists():
            raise TrackerError(
                f"there is no ledger at {path}; create one with scs-tracker import FILE or scs-tracker demo"
            )
        if not path.parent.is_dir():
            raise TrackerError(f"the folder of ledger {path} does not exist; create it first")

    @sqlalchemy_event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy, not the driver, begins transactions
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")  # a file may be untrusted

    @sqlalchemy_event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing_ = connection.get_execution_options().get("scs_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing_ else "BEGIN")


def _require_utf8(connection: Connection) -> None:
    encoding = connection.scalar(sa.text("SHOW server_encoding"))
    if encoding != "UTF8":
        name = connection.engine.url.database
        raise TrackerError(
            f"the PostgreSQL database {name} has the encoding {encoding}, and a ledger needs UTF8; "
            f"create one, for example with createdb --encoding UTF8 --template template0 {name}_utf8"
        )


def _prepare_schema(engine: Engine) -> None:
    """Create the tables of a new database, or upgrade an older one, in one transaction."""
    with engine.connect() as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            _require_utf8(connection)
        held = schema_in(connection)
    if held == SCHEMA_VERSION:
        return
    if held is None:
        with engine.connect() as connection, connection.begin():
            if schema_in(connection) is None:  # another run may have made the tables meanwhile
                _require_free(connection)
    elif held > SCHEMA_VERSION:
        raise TrackerError(
            f"ledger {shown(engine.url)} has schema {held}, newer than this scs-tracker knows "
            f"({SCHEMA_VERSION}); install a newer scs-tracker"
        )
    if held is None and engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    with writing(engine) as connection:
        held = schema_in(connection)  # another run may have made the tables meanwhile
        if held is None:
            _make_tables(connection)
        elif held != SCHEMA_VERSION:
            _upgrade(connection, held)


def _make_tables(connection: Connection) -> None:
    metadata.create_all(connection)
    views.create(connection)
    _VERSION.create(connection)
    connection.execute(_VERSION.insert().values(version_num=SCHEMA_VERSION))


@contextlib.contextmanager
def new_ledger(url: str | Path) -> Iterator[Connection]:
    """Create a ledger in an empty location and yield a connection to fill it, in one transaction."""
    engine = _engine(parsed(url))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, create=True)
        _use_write_ahead_log(engine)
    try:
        with explained(engine), writing(engine) as connection:
            if schema_in(connection) is not None:
                raise TrackerError(f"a ledger already exists at {shown(engine.url)}; restore to an empty location")
            _require_free(connection)
            _make_tables(connection)
            yield connection
    finally:
        engine.dispose()


def _back_up(connection: Connection, held: str) -> None:
    """Back up the tables before a migration, to a file next to the SQLite file or to a PostgreSQL schema.

    The caller holds the write lock, so that nothing is written between backup and migration. If an earlier backup
    exists, it is kept, and the new one gets a number.
    """
    if connection.dialect.name == "postgresql":
        names, there = sa.inspect(connection).get_table_names(), sa.inspect(connection).get_schema_names()
        schema = next(one for one in _numbered(f"before_{held}", "_") if one not in there)
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        for name in names:
            connection.exec_driver_sql(f'CREATE TABLE {schema}."{name}" AS TABLE "{name}"')
        return
    file = connection.engine.url.database
    if not file or file == ":memory:" or file.startswith("file:"):
        return
    part = Path(f"{file}.before-{SCHEMA_VERSION}.part")  # the write lock is held, so no other run creates one
    part.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(file)) as source, contextlib.closing(sqlite3.connect(part)) as target:
        source.backup(target)
    for name in _numbered(f"{file}.before-{SCHEMA_VERSION}", "."):
        with contextlib.suppress(FileExistsError):
            take_name(part, Path(name))
            return


def _numbered(name: str, between: str) -> Iterator[str]:
    """Yield a name, then the name with 2, 3 and so on appended."""
    yield name
    yield from (f"{name}{between}{number}" for number in itertools.count(2))


def _require_free(connection: Connection) -> None:
    """Raise TrackerError if a database contains tables of another program."""
    found = set(sa.inspect(connection).get_table_names())
    strange = found if connection.dialect.name == "sqlite" else found & set(metadata.tables)
    if strange:
        raise TrackerError(
            f"database {shown(connection.engine.url)} contains tables of another program "
            f"({', '.join(sorted(strange)[:5])}); use another database with --ledger"
        )


def _use_write_ahead_log(engine: Engine) -> None:
    """Enable write-ahead logging and larger pages outside a transaction, so that readers work during a write."""
    # another run that creates the same ledger at the same time sets it
    with contextlib.closing(engine.raw_connection()) as connection, contextlib.suppress(sqlite3.OperationalError):
        connection.cursor().execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file
        connection.cursor().execute("PRAGMA journal_mode = WAL")


def schema_in(connection: Connection) -> str | None:
    """Return the schema version of a database, or None if it has no ledger; raise TrackerError if it has triggers."""
    if connection.dialect.name == "sqlite":
        _require_plain(connection)
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def _require_plain(connection: Connection) -> None:
    """Raise TrackerError for a file with triggers, or with a view or virtual table instead of a ledger table."""
    schema = sa.table("sqlite_master", sa.column("type"), sa.column("name"), sa.column("rootpage"))
    ours = schema.c.name.in_([*metadata.tables, _VERSION.name])
    replaced = sa.or_(schema.c.type != "table", schema.c.rootpage == 0)
    query = sa.select(schema.c.type, schema.c.name).where(
        sa.or_(schema.c.type == "trigger", sa.and_(ours, replaced, schema.c.type != "index"))
    )
    for kind, name in connection.execute(query):
        held = f"a trigger {name!r}" if kind == "trigger" else f"{name!r} as a view or a virtual table"
        raise TrackerError(f"ledger {shown(connection.engine.url)} has {held}, which a ledger never has; {TRY_A_COPY}")


def _upgrade(connection: Connection, held: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    if held not in {script.revision for script in ScriptDirectory.from_config(configuration).walk_revisions()}:
        url = shown(connection.engine.url)
        raise TrackerError(
            f"database {url} has schema {held}, which is not that of a ledger; use another database with --ledger"
        )
    _back_up(connection, held)
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection whose queries all see one state of the ledger; it never waits for a writer."""
    with explained(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Wait until no other run writes, then yield the only connection that may write, in one transaction."""
    waiting = threading.Timer(_SILENT_SECONDS, _LOG.warning, (_WAITING, shown(engine.url), LOCK_SECONDS))
    waiting.daemon = True
    waiting.start()
    try:
        with explained(engine), engine.connect().execution_options(scs_writing=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text(f"SET LOCAL lock_timeout = '{int(LOCK_SECONDS * 1000)}ms'"))
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_POSTGRESQL_WRITER)))
            waiting.cancel()
            yield connection
    finally:
        waiting.cancel()


def insert(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, which all have the same columns, into a table.

    For SQLite, rows go directly to the driver, because their conversion by SQLAlchemy would take as long as writing
    them.
    """
    statement = sa.insert(table)
    if connection.dialect.name != "sqlite":
        connection.execute(statement, rows)
        return
    written = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
    values = itemgetter(*(written.positiontup or ()))
    connection.exec_driver_sql(written.string, [values(row) for row in rows])


_BUSY = (
    f"ledger {{url}} is being written by another run, which did not end within {LOCK_SECONDS:.0f} s; wait for it, then "
    "try again"
)


@contextlib.contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Convert a database error inside the ``with`` block into an error message that a user can act on."""
    url = shown(engine.url)
    try:
        yield
    except DatabaseError as error:
        raise TrackerError(without_secrets(_explanation(error, url), engine.url)) from None
    except UnicodeEncodeError as error:
        wrong = error.object[max(error.start - 20, 0) : error.end]
        raise UsageError(f"{wrong!r} contains bytes that are not UTF-8; correct the text and try again") from None
    except OverflowError as error:
        raise TrackerError(f"ledger {url}: a value cannot be stored ({error}); correct it and try again") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        words = f"a stored value cannot be read ({error})"
        raise TrackerError(f"ledger {url} is damaged: {words}; {TRY_A_COPY}") from None


def _explanation(error: DatabaseError, url: str) -> str:
    """Return a message for a database error, with what to do, by the error codes of SQLite and PostgreSQL."""
    words = str(error.orig or error).strip().split("\n")[0][:200]
    code = getattr(error.orig, "sqlite_errorcode", None) or getattr(error.orig, "sqlstate", None) or ""
    said = {
        5: _BUSY,  # SQLITE_BUSY
        6: _BUSY,  # SQLITE_LOCKED
        8: _READ_ONLY,  # SQLITE_READONLY
        10: "ledger {url}: the disk fails or is full ({words}); nothing was stored; check the disk",  # SQLITE_IOERR
        11: _DAMAGED,  # SQLITE_CORRUPT
        13: _FULL,  # SQLITE_FULL
        14: "ledger {url} cannot be opened ({words}); check the permissions of the file and its folder",
        26: _DAMAGED,  # SQLITE_NOTADB
        "25006": _READ_ONLY,  # read_only_sql_transaction
        "53100": _FULL,  # disk_full
        "55P03": _BUSY,  # lock_not_available
        "42501": _NOT_ALLOWED,  # insufficient_privilege
    }.get(code & 0xFF if isinstance(code, int) else code)
    if said is None and words.startswith("Could not decode"):
        said, words = _DAMAGED, "a stored value cannot be read"
    return (said or "ledger {url} cannot be used: {words}; run scs-tracker doctor").format(url=url, words=words)


TRY_A_COPY = "restore a backup, or use another ledger with --ledger"
_DAMAGED = f"ledger {{url}} is damaged or not a ledger: {{words}}; {TRY_A_COPY}"
_FULL = "ledger {url}: the disk is full ({words}); nothing was stored; free some space"
_NOT_ALLOWED = "ledger {url}: your role has no permission for this ({words}); ask the owner; see docs/methods-ledger.md"
_READ_ONLY = (
    "ledger {url} is not writable ({words}); change the permissions of the file and its folder, or use --ledger "
    "with a copy"
)
