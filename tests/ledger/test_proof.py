"""Hand edits and damaged files: each is found, and an honest ledger proves."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, proof
from scs_tracker.sources.batch import Batch, Reject

if TYPE_CHECKING:
    from pathlib import Path

EVENT = {
    "date_start": "2024-06-20", "date_end": "", "kind": "talks", "parties": "PH;CN", "title": "Talks", "place": "",
    "url": "https://www.rappler.com/t", "publisher": "Rappler", "published": "",
}  # fmt: skip
EDITS = (
    "UPDATE incident SET injured = 9",
    "UPDATE incident SET summary = 'x' WHERE status = 'accepted'",
    "UPDATE incident SET lat = lat + 0.000001",
    "UPDATE incident SET status = 'accepted'",
    "UPDATE incident SET provenance = '{}'",
    "UPDATE incident SET decided_by = 'nobody'",
    "DELETE FROM incident_report",
    "UPDATE incident_report SET how = 'person'",
    "UPDATE report SET content = replace(content, 'water_cannon', 'ramming')",
    "DELETE FROM report WHERE id = 1",
    "UPDATE report SET file = 'other'",
    "UPDATE revision SET new = '\"9\"' WHERE field = 'damage'",
    "UPDATE revision SET reason = 'another'",
    "UPDATE revision SET by = 'somebody'",
    "DELETE FROM revision WHERE field = 'damage'",
    "UPDATE run SET at = '2020-01-01T00:00:00.000000Z' WHERE id = 2",
    "UPDATE run SET by = 'somebody' WHERE id = 1",
    "UPDATE event SET title = 'Other talks'",
    "UPDATE document SET title = 'Another'",
    "UPDATE document SET text = NULL",
    "UPDATE quarantine SET raw = 'x'",
    "DELETE FROM review",
    "UPDATE proposal_group SET group_id = 'x'",
    "DELETE FROM journal WHERE id = 1",
)


def filled(ledger: Ledger) -> Ledger:
    ledger.import_batch(batch(report("own:20240617-x")))
    ledger.import_batch(batch(report("a"), report("b"), report("c", "2024-07-01"), report("d", "2024-07-01")))
    rejects = (Reject(2, "a,b", ("wrong",)),)
    ledger.import_batch(Batch("events", events=(EVENT,), rejects=rejects))
    ledger.amend("20240617-x", {"damage": "a dent"}, reason="read")
    return ledger


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    return filled(ledger)


def test_every_hand_edit_is_found(held: Ledger) -> None:
    assert proof.check(held.engine) == []
    assert proof.check(held.engine, quick=True) == []
    for edit in EDITS:
        with held.engine.connect() as connection, connection.begin() as transaction:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            assert connection.exec_driver_sql(edit.replace("SET by", 'SET "by"')).rowcount, edit
            assert findings(connection), edit
            transaction.rollback()
    assert proof.check(held.engine) == []


def findings(connection: sa.Connection) -> list[str]:
    """Return what a check finds within a transaction."""
    steps = (proof._tables, proof._incidents, proof._reports, proof._documents, proof._members)
    found = [sentence for step in steps for sentence in proof._told(step, connection)]
    return found + proof._told(lambda one: proof._chain(one, after=0), connection)


def test_the_printed_head_is_known_again(held: Ledger) -> None:
    head = held.head()
    assert head is not None
    held.amend("20240617-x", {"damage": "a hole"}, reason="read again")
    assert proof.check(held.engine, head=head["hash"]) == []
    (sentence,) = proof.check(held.engine, head="0" * 64)
    assert "no run of this ledger has the hash" in sentence


def test_a_damaged_file_is_never_read_as_something_else(tmp_path: Path) -> None:
    assert damage(tmp_path, 30)["read as something else"] == 0


def damage(folder: Path, files: int) -> Counter[str]:
    """Damage so many copies of a ledger's file, and count what became of each."""
    outcomes: Counter[str] = Counter({"read as something else": 0})
    file = folder / "tracker.db"
    ledger = Ledger(f"sqlite:///{file}")
    ledger.import_batch(batch(report("own:20240617-x"), report("a"), report("b")))
    expected = ledger.incidents(statuses=None).drop(columns="geometry").to_csv()
    ledger.engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    whole, chance = file.read_bytes(), random.Random(20240617)
    damaged = folder / "damaged.db"
    for _ in range(files):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 8, 64))):
            content[chance.randrange(100, len(content))] = chance.randrange(256)
        damaged.write_bytes(bytes(content))
        try:
            again = Ledger(f"sqlite:///{damaged}", create=False)
            found = proof.check(again.engine)
            read = again.incidents(statuses=None).drop(columns="geometry").to_csv()
        except TrackerError:
            outcomes["refused in a sentence"] += 1
            continue
        finally:
            again.engine.dispose()
        if found:
            outcomes["found by the check"] += 1
        elif read == expected:
            outcomes["read as it was"] += 1
        else:
            outcomes["read as something else"] += 1
    return outcomes
