from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LASER = "20230206-second-thomas-laser"


def test_one_writer_at_a_time_and_readers_never_wait(
    ledger: Ledger,
    incident_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(store, "LOCK_SECONDS", 0.5)
    monkeypatch.setattr(store, "_SILENT_SECONDS", 0.01)
    ledger.engine.dispose()
    second = Ledger(ledger.engine.url.render_as_string(hide_password=False))
    with store.writing(ledger.engine):
        with pytest.raises(TrackerError, match="being written by another run"):
            second.import_file(incident_file({LASER: {}}))
        assert "is being written by another run; waiting for it, at most" in caplog.text
        assert len(second.incidents(statuses=None)) == 0
    assert second.import_file(incident_file({LASER: {}})).added == 1
    second.engine.dispose()


def test_a_ledger_of_a_newer_schema_is_refused(ledger: Ledger) -> None:
    with store.writing(ledger.engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(TrackerError, match="schema 9999, newer than this scs-tracker"):
        Ledger(ledger.engine.url.render_as_string(hide_password=False))


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"this is text, not a database" * 100)
    with pytest.raises(TrackerError, match="damaged or not a ledger"):
        Ledger(f"sqlite:///{file}")
    assert file.read_bytes().startswith(b"this is text")


def test_no_ledger_where_one_is_needed(tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match=r"there is no ledger at .*scs-tracker import"):
        Ledger(f"sqlite:///{tmp_path}/none.db", create=False)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(TrackerError, match=r"folder of ledger .* does not exist"):
        Ledger(f"sqlite:///{tmp_path}/none/tracker.db")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_all_names_is_refused(postgresql_server: sa.URL, encoding: str) -> None:
    name = f"of_{encoding.lower()}"
    admin = sa.create_engine(
        postgresql_server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool, connect_args={"client_encoding": "utf8"}
    )
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(sa.text(f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"))
    url = postgresql_server.set(database=name).render_as_string(hide_password=False)
    try:
        with pytest.raises(TrackerError, match=rf"{name} has the encoding {encoding}, .*createdb --encoding UTF8"):
            Ledger(url)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.mark.parametrize("url", ["tracker", "nosuch://x", "mysql://root@localhost/x"])
def test_a_url_that_does_not_work(url: str) -> None:
    with pytest.raises(TrackerError, match=r"try sqlite:///tracker\.db"):
        Ledger(url)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://me:s3cret@host/x",
        "nosuch://me:s3c:r3t@s3cret@host/x",
        "me:s3cret@host",
        "postgresql+psycopg://me@/x?host=/none&password=s3cret",
        "postgresql+psycopg://me:s3cret@/x?host=/none",
    ],
)
def test_a_password_is_in_no_message(url: str) -> None:
    with pytest.raises(TrackerError, match="ledger") as caught:
        Ledger(url)
    assert "s3c" not in str(caught.value)


def test_a_read_only_ledger_can_be_read_and_says_so_when_written(
    tmp_path: Path, incident_file: Callable[..., Path]
) -> None:
    file = tmp_path / "own.db"
    Ledger(f"sqlite:///{file}").import_file(incident_file({LASER: {}}))
    closed = Ledger(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert len(closed.incidents(statuses=None)) == 1
    with pytest.raises(TrackerError, match="is not writable"):
        closed.retract(LASER, reason="x")
