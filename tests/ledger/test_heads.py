"""Heads outside the ledger: what was published is a prefix of what is there, or the first run that is not is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, heads, history, proof, runs
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import run

if TYPE_CHECKING:
    from pathlib import Path

OWN = "20240617-x"


def published(ledger: Ledger, folder: Path) -> Path:
    """A file of the heads after each of four runs."""
    heads.make_key(folder)
    key = heads.load_key(folder)
    assert key is not None
    file = folder / heads.FILE
    ledger.import_batch(batch(report(f"own:{OWN}")))
    for number in range(4):
        ledger.amend(OWN, {"damage": f"{number} dents"}, reason="read")
        with reading(ledger.engine) as connection:
            head = history.head(connection, seen=False)
        assert head is not None
        heads.append(file, json.dumps(head | heads.signature(key, heads.message(head))) + "\n")
    return file


def rewrite(ledger: Ledger, number: int) -> None:
    """Change a revision of a run, and hash it and all runs behind it again, as somebody with the password can."""
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE revision SET reason = 'another' WHERE run_id = {number}")  # noqa: S608
        digests = {name: proof._digests(connection, name, 0) for name in runs.PROVED}
        before, nothing = "", runs.hashlib.sha256().hexdigest()
        for row in connection.execute(sa.select(run).order_by(run.c.id)).all():
            header = [row.id, row.at, row.action, row.by, row.role, row.content, row.summary]
            before = runs.run_hash(before, header, [digests[name].get(row.id, nothing) for name in runs.PROVED])
            connection.execute(sa.update(run).where(run.c.id == row.id).values(hash=before))


def test_a_past_that_was_rewritten_with_all_hashes_is_found_by_its_first_run(ledger: Ledger, tmp_path: Path) -> None:
    file = published(ledger, tmp_path)
    public = tmp_path / heads.PUBLIC
    assert proof.check(ledger.engine, published=file, trusted=public) == []
    ledger.amend(OWN, {"damage": "a hole"}, reason="what comes later changes nothing of it")
    assert proof.check(ledger.engine, published=file, trusted=public) == []
    rewrite(ledger, 3)
    assert proof.check(ledger.engine) == []
    (said,) = proof.check(ledger.engine, published=file, trusted=public)
    assert "line 2: run 3 of " in said
    assert "now has the hash" in said


def test_a_ledger_that_was_cut_is_found(ledger: Ledger, tmp_path: Path) -> None:
    file = published(ledger, tmp_path)
    other = Ledger(f"sqlite:///{tmp_path}/other.db")
    other.import_batch(batch(report(f"own:{OWN}")))
    (said,) = proof.check(other.engine, published=file)
    assert "run 2 of " in said
    assert "is not in this ledger" in said
    other.engine.dispose()


@pytest.mark.parametrize("change", ["hash", "at", "signature", "key", "run"])
def test_a_line_that_was_changed_is_found(ledger: Ledger, tmp_path: Path, change: str) -> None:
    file = published(ledger, tmp_path)
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    lines[2][change] = lines[1][change] if change != "key" else "AAAA"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (said,) = proof.check(ledger.engine, published=file)
    assert "line 3: " in said
    assert "was changed" in said


def test_heads_of_another_key_are_not_those_of_this_folder(ledger: Ledger, tmp_path: Path) -> None:
    file = published(ledger, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    heads.make_key(other)
    (said,) = proof.check(ledger.engine, published=file, trusted=other / heads.PUBLIC)
    assert "line 1: the signature is not by the key of this folder" in said


@pytest.mark.parametrize(
    "content", [b"\xff", b"[]\n", b"{}\n", b'{"run": true}\n', b"[" * 9000, b'{"run": "1", "at": 1}\n', b"\n"]
)
def test_what_is_no_file_of_heads_is_one_sentence(ledger: Ledger, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_bytes(content)
    with pytest.raises(TrackerError, match=r"not a (file of signed heads|signed head)"):
        proof.check(ledger.engine, published=file)
    with pytest.raises(TrackerError, match="cannot be read"):
        proof.check(ledger.engine, published=tmp_path / "missing")


def test_a_key_is_made_once_and_is_its_users_alone(tmp_path: Path) -> None:
    assert [file.name for file in heads.make_key(tmp_path)] == ["heads.key", "heads.pub"]
    assert (tmp_path / heads.KEY).stat().st_mode & 0o777 == 0o600
    assert heads.make_key(tmp_path) == []
    (tmp_path / heads.KEY).write_text("no key")
    with pytest.raises(TrackerError, match="cannot be read as a key"):
        heads.load_key(tmp_path)
