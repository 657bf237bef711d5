from __future__ import annotations

import contextlib
import gzip
import hashlib
import itertools
import os
import signal
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
    file = tmp_path / "ledger.backup"
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
            at += 5
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


def crafted(*lines: object) -> bytes:
    """A portable backup whose sum fits, whatever it holds."""
    body = [copying._line(one) for one in lines]
    end = {"lines": len(body), "sha256": hashlib.sha256(b"".join(body)).hexdigest()}
    return gzip.compress(b"".join(body) + copying._line(end), mtime=0)


HEADER = {"file": copying._MAGIC, "schema": store.SCHEMA_VERSION}
RUN = {"table": "run", "columns": ["id", "at", "action", "summary", "by", "role", "content", "hash"]}


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"", mtime=0),
        gzip.compress(b"\xff\n", mtime=0),
        gzip.compress(b"[" * 100_000, mtime=0),
        crafted({"file": copying._MAGIC}),
        crafted({"file": copying._MAGIC, "schema": 3}),
        crafted({"file": copying._MAGIC, "schema": "9999"}),
        crafted(HEADER, [1, 2]),
        crafted(HEADER, {"table": "sqlite_master", "columns": ["name"]}),
        crafted(HEADER, {"table": ["run"], "columns": []}),
        crafted(HEADER, {"table": "run", "columns": None}),
        crafted(HEADER, {"table": "run", "columns": ["id", "at"]}, [1, "x"]),
        crafted(HEADER, RUN, [1]),
        crafted(HEADER, RUN, [1, "x", "x", "{}", "", "", 1, {"base64": "%%%"}]),
        crafted(HEADER, RUN, [10**30, "x", "x", "{}", "", "", 1, ""]),
        crafted(HEADER, RUN, [1, ["x"], "x", "{}", "", "", 1, ""]),
        crafted(HEADER, RUN, [1, "\ud800", "x", "{}", "", "", 1, ""]),
        crafted(HEADER, RUN, [None, "x", "x", None, "", "", 1, ""]),
        crafted(HEADER, RUN, [1, "x", "x", "{}", "", "", 1, ""], [1, "x", "x", "{}", "", "", 1, ""]),
        crafted(HEADER, RUN, ["one", "x", "x", "{}", "", "", "x", ""]),
        b"SQLite format 3\0" + bytes(4096),
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


def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_LONGEST_LINE", 2**20)
    file = tmp_path / "long.backup"
    file.write_bytes(gzip.compress(b" " * 2**22, mtime=0))
    with pytest.raises(TrackerError, match="a line is longer than 1 MiB"):
        copying.restore(f"sqlite:///{tmp_path}/again.db", file)
