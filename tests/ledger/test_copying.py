from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, copying, proof

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
