"""Hand edits and damaged files: each is found, and an honest ledger proves."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, copying, evidence, proof, store
from scs_tracker.ledger.tables import document
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
        again = None
        try:
            again = Ledger(f"sqlite:///{damaged}", create=False)
            found = proof.check(again.engine)
            read = again.incidents(statuses=None).drop(columns="geometry").to_csv()
        except TrackerError:
            outcomes["refused in a sentence"] += 1
            continue
        finally:
            if again is not None:
                again.engine.dispose()
        if found:
            outcomes["found by the check"] += 1
        elif read == expected:
            outcomes["read as it was"] += 1
        else:
            outcomes["read as something else"] += 1
    return outcomes


def test_a_text_that_is_damaged_is_told_of_and_the_rest_is_still_proved(ledger: Ledger) -> None:
    """One flipped bit in a compressed text; a text that unpacks without end is damage too."""
    filled(ledger)
    bomb = zlib.compress(bytes(evidence._MOST_BYTES + 1))
    with ledger.engine.begin() as connection:
        (text,) = connection.execute(sa.select(document.c.text).limit(1)).one()
        broken = bytes([text[0], text[1], text[2] ^ 4, *text[3:]])
        keys = connection.execute(sa.select(document.c.key).order_by(document.c.key)).scalars().all()
        for key, data in zip(keys, (broken, bomb, text[:-5]), strict=False):
            connection.execute(sa.update(document).where(document.c.key == key).values(text=data))
        connection.exec_driver_sql("UPDATE lead SET title = 'x'")
        connection.exec_driver_sql("UPDATE incident SET injured = 9 WHERE id = '20240617-x'")
    found = proof.check(ledger.engine)
    assert sum(one.startswith("report article:") and "a stored text is damaged" in one for one in found) == 3
    assert sum(one.startswith("text ") and "a stored text is damaged" in one for one in found) == 3
    assert any("20240617-x differs in injured" in one for one in found)
    with pytest.raises(TrackerError, match="ledger verification failed"):
        ledger.require_proof()


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER evil AFTER INSERT ON run BEGIN DELETE FROM lead; END",
        (
            "DROP TABLE claim; CREATE VIEW claim AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) "
            "SELECT x AS subject, x AS by, x AS until FROM n"
        ),
        (
            "DROP TABLE alembic_version; CREATE VIEW alembic_version AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL "
            "SELECT x FROM n) SELECT x AS version_num FROM n WHERE x = 2"
        ),
        'DROP TABLE claim; CREATE VIRTUAL TABLE claim USING fts5(subject, "by", until)',
    ],
)
def test_a_file_whose_schema_acts_is_never_opened(tmp_path: Path, sql: str) -> None:
    file = tmp_path / "tracker.db"
    filled(Ledger(f"sqlite:///{file}")).engine.dispose()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)
    for use in (
        lambda: Ledger(f"sqlite:///{file}"),
        lambda: copying.restore(f"sqlite:///{tmp_path}/again.db", file),
        lambda: store.schema_of(f"sqlite:///{file}"),
    ):
        with pytest.raises(TrackerError, match="which a ledger never has"):
            use()
    assert not (tmp_path / "again.db").exists()


def test_a_ledger_of_which_more_is_there_says_so(held: Ledger) -> None:
    """Tables, views, triggers and rules of others change nothing that was written, and are told of by a check."""
    postgresql = held.engine.dialect.name == "postgresql"
    sqlite_made = (
        "CREATE TABLE incident_fixed (id TEXT)",
        "CREATE VIEW mine AS SELECT id FROM incident",
        "DROP VIEW dyads",
        "CREATE VIEW dyads AS SELECT 1 AS type",
        "DROP VIEW acts_now",
    )
    postgresql_made = (
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER mine BEFORE INSERT ON run FOR EACH ROW EXECUTE FUNCTION nothing()",
        "CREATE RULE fixed AS ON UPDATE TO incident DO INSTEAD NOTHING",
    )
    with held.engine.begin() as connection:
        for sql in postgresql_made if postgresql else sqlite_made:
            connection.exec_driver_sql(sql)
    yours = "does not belong to a ledger; remove it if you did not create it"
    assert sorted(proof.check(held.engine)) == sorted(
        [f"trigger mine of run {yours}", f"rule fixed of incident {yours}"]
        if postgresql
        else [
            f"table incident_fixed {yours}", f"view mine {yours}", "view dyads was changed",
            "view acts_now is missing",
        ]
    )  # fmt: skip
    held.require_proof()
