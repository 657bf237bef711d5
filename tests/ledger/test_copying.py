from __future__ import annotations

import contextlib
import gzip
import itertools
import os
import signal
import sqlite3
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, copying, proof, store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    ledger.import_batch(batch(report("own:20240617-x"), report("a"), report("b")))
    ledger.amend("20240617-x", {"damage": "a dent"}, reason="read")
    return ledger


def test_a_backup_goes_into_either_database(held: Ledger, tmp_path: Path, postgresql_url: str) -> None:
    file = tmp_path / "ledger of 100% ?#.backup"
    assert copying.back_up(held.engine, file) == file.stat().st_size
    for url in (f"sqlite:///{tmp_path}/again.db", postgresql_url):
        if url == held.engine.url.render_as_string(hide_password=False):
            continue
        copying.restore(url, file)
        again = Ledger(url)
        assert again.incidents(statuses=None).equals(held.incidents(statuses=None))
        assert again.head() == held.head()
        assert proof.check(again.engine) == []
        again.amend("20240617-x", {"damage": "a hole"}, reason="it works on")
        assert proof.check(again.engine) == []
        with pytest.raises(TrackerError, match=r"a ledger already exists at .*; restore to an empty location"):
            copying.restore(url, file)
        again.engine.dispose()
    with pytest.raises(TrackerError, match="already exists; choose another name"):
        copying.back_up(held.engine, file)


def test_a_backup_that_was_cut_short_is_refused_and_leaves_nothing(held: Ledger, tmp_path: Path) -> None:
    file, cut = tmp_path / "ledger.backup", tmp_path / "cut.backup"
    copying.back_up(held.engine, file)
    whole = file.read_bytes()
    target = tmp_path / "again.db"
    for part in (len(whole) // 2, len(whole) - 1, 10, 0):
        cut.write_bytes(whole[:part])
        with pytest.raises(TrackerError, match=r"cut\.backup") as refused:
            copying.restore(f"sqlite:///{target}", cut)
        assert "copy" not in str(refused.value)
        assert not target.exists()


def test_a_ledger_that_does_not_prove_is_not_backed_up(held: Ledger, tmp_path: Path) -> None:
    with held.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE incident SET damage = 'none'")
    with pytest.raises(TrackerError, match="ledger verification failed: incident"):
        copying.back_up(held.engine, tmp_path / "ledger.backup")
    assert list(tmp_path.glob("*ledger.backup*")) == []


def killed_while_restoring(url: str, file: Path, at: int) -> bool:
    """Restore in a process that is killed at its statement number ``at``; return True if it was done before."""
    process = os.fork()
    if process == 0:
        counted = itertools.count(1)

        def die(*_: object) -> None:
            if next(counted) == at:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(sa.engine.Engine, "before_cursor_execute", die)
        sa.event.listen(sa.engine.Engine, "commit", die)
        with contextlib.suppress(BaseException):
            copying.restore(url, file)
            os._exit(0)
        os._exit(1)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status) == 0


def test_a_killed_restore_leaves_nothing_and_can_be_repeated(held: Ledger, tmp_path: Path, postgresql_url: str) -> None:
    file = tmp_path / "ledger.backup"
    copying.back_up(held.engine, file)
    expected = held.incidents()
    urls = [f"sqlite:///{tmp_path}/again.db"]
    if held.engine.url.get_backend_name() == "sqlite":
        urls.append(postgresql_url)
    held.engine.dispose()  # no connection is shared with the processes
    for url in urls:
        at = 1
        while not killed_while_restoring(url, file, at):
            assert store.schema_of(url) is None, at
            at += 11
        assert at > 60
        again = Ledger(url)
        assert again.incidents().equals(expected)
        assert proof.check(again.engine) == []
        again.engine.dispose()


def test_of_two_that_take_one_name_one_is_refused(
    held: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backup and restore replace nothing, not even what came into being meanwhile."""
    file, target = tmp_path / "ledger.backup", tmp_path / "again.db"
    real = copying.take_name

    def meanwhile(temporary: Path, name: Path) -> None:
        name.write_bytes(b"of another")
        real(temporary, name)

    monkeypatch.setattr(copying, "take_name", meanwhile)
    with pytest.raises(TrackerError, match="already exists; choose another name"):
        copying.back_up(held.engine, file)
    assert file.read_bytes() == b"of another"
    monkeypatch.setattr(copying, "take_name", real)
    file.unlink()
    copying.back_up(held.engine, file)
    monkeypatch.setattr(copying, "take_name", meanwhile)
    with pytest.raises(TrackerError, match="already exists; restore to an empty location"):
        copying.restore(f"sqlite:///{target}", file)
    assert target.read_bytes() == b"of another"
    assert not list(tmp_path.glob(".*part*"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        gzip.compress(b"{}\n", mtime=0),
        b"SQLite format 3\0",
        b"SQLite format 3\0" + bytes(4096),
        b"SQLite format 3\0" + bytes.fromhex("1000") + bytes(4096 - 18),
    ],
)
def test_a_crafted_backup_is_one_sentence_and_leaves_nothing(ledger_url: str, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "crafted.backup"
    file.write_bytes(content)
    with pytest.raises(TrackerError) as refused:
        copying.restore(ledger_url, file)
    assert "\n" not in str(refused.value)
    assert store.schema_of(ledger_url) is None
    assert [one.name for one in tmp_path.iterdir()] == ["crafted.backup"]


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DROP TABLE alembic_version", "contains tables of another program"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer than this scs-tracker knows"),
        ("UPDATE alembic_version SET version_num = '0001'", "which is not that of a ledger"),
        ("UPDATE incident SET damage = 'none'", "ledger verification failed: incident"),
        ("UPDATE run SET at = x'ff'", "cannot be restored"),
        ("DELETE FROM run WHERE id = 1", "cannot be restored"),
        ("DROP TABLE report", "cannot be restored"),
        ("ALTER TABLE quarantine DROP COLUMN raw", "cannot be restored"),
    ],
)
def test_a_changed_backup_is_one_sentence_and_leaves_nothing(held: Ledger, tmp_path: Path, sql: str, why: str) -> None:
    file, folder = tmp_path / "changed.backup", tmp_path / "there"
    folder.mkdir()
    copying.back_up(held.engine, file)
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(sql)
    target = f"sqlite:///{folder}/again.db"
    with pytest.raises(TrackerError, match=why) as refused:
        copying.restore(target, file)
    assert "\n" not in str(refused.value)
    assert list(folder.iterdir()) == []
