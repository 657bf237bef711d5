"""The roles of docs/postgresql-roles.sql: what each may do, and may not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from samples import batch, report

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import Ledger, proof

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPT = Path(__file__).parents[2] / "docs" / "postgresql-roles.sql"
OWN = "20240617-x"


@pytest.fixture
def as_role(postgresql_url: str) -> Iterator[Callable[[str], Ledger]]:
    owner = Ledger(postgresql_url)
    owner.import_batch(batch(report(f"own:{OWN}"), report("a")))
    with owner.engine.begin() as connection:
        connection.exec_driver_sql(SCRIPT.read_text(encoding="utf-8").replace("%", "%%"))
    opened = [owner]

    def open_as(role: str) -> Ledger:
        ledger = Ledger(sa.make_url(postgresql_url).update_query_dict({"options": f"-c role={role}"}).render_as_string(
            hide_password=False
        ))  # fmt: skip
        opened.append(ledger)
        return ledger

    yield open_as
    for ledger in opened:
        ledger.engine.dispose()


def test_a_reader_only_looks(as_role: Callable[[str], Ledger]) -> None:
    reader = as_role("scs_reader")
    assert len(reader.incidents(statuses=None)) == 2
    for write in (
        lambda: reader.amend(OWN, {"damage": "x"}, reason="r"),
        lambda: reader.import_batch(batch(report("b"))),
    ):
        with pytest.raises(TrackerError, match="your role has no permission"):
            write()


def test_a_proposer_proposes_and_decides_nothing(as_role: Callable[[str], Ledger]) -> None:
    proposer = as_role("scs_proposer")
    assert proposer.import_batch(batch(report("b", "2024-08-01"))).added == 1
    proposed = proposer.incidents(statuses=None).query("status == 'proposed'")["id"].iloc[0]
    for write in (
        lambda: proposer.amend(OWN, {"damage": "x"}, reason="r"),
        lambda: proposer.accept(proposed),
        lambda: proposer.import_batch(batch(report("own:20240801-y", "2024-08-01"))),
    ):
        with pytest.raises(TrackerError, match="your role has no permission"):
            write()


def test_an_editor_decides_under_the_role_and_rewrites_nothing(as_role: Callable[[str], Ledger]) -> None:
    editor = as_role("scs_editor")
    assert editor.amend(OWN, {"damage": "x"}, reason="r", by="anna") == ["damage"]
    with editor.engine.connect() as connection:
        query = sa.text('SELECT "by", role FROM run ORDER BY id DESC LIMIT 1')
        assert tuple(connection.execute(query).one()) == ("anna", "scs_editor")
    for sql in ("DELETE FROM report", "UPDATE revision SET reason = 'x'", "DELETE FROM journal"):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), editor.engine.begin() as connection:
            connection.exec_driver_sql(sql)


@pytest.mark.parametrize("role", ["scs_proposer", "scs_editor"])
@pytest.mark.parametrize(
    "attack",
    [
        """UPDATE run SET "by" = 'boss' WHERE id = 1""",
        "UPDATE run SET hash = repeat('0', 64)",
        "UPDATE run SET summary = '{}', hash = ''",
        "UPDATE run SET role = 'scs_editor' WHERE id = 1",
        "DELETE FROM run",
        "INSERT INTO run VALUES (99, '2026-01-01T00:00:00.000000Z', 'accept', '{}', 'boss', 'postgres', 1, '')",
        "INSERT INTO run VALUES (99, '2026-01-01T00:00:00.000000Z', 'accept', '{}', 'boss', current_user, 1, 'x')",
        "INSERT INTO journal (run_id, subject, key, old, new) VALUES (1, 'lead', '[1]', NULL, '{}')",
        (
            'INSERT INTO revision (incident_id, revision, at, field, old, new, "by", reason, run_id) '
            "VALUES ('{own}', 9, '2026', 'killed', NULL, '99', 'boss', 'x', 1)"
        ),
        "DELETE FROM journal",
        "UPDATE revision SET new = '99'",
        "UPDATE report SET content = '{}'",
        "TRUNCATE run CASCADE",
        "ALTER TABLE run DISABLE TRIGGER ALL",
        "DROP TRIGGER scs_keep_sealed ON run",
        "CREATE OR REPLACE FUNCTION scs_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "SET session_replication_role = replica; UPDATE run SET hash = ''",
    ],
)
def test_no_role_changes_what_is_sealed(as_role: Callable[[str], Ledger], role: str, attack: str) -> None:
    attacker = as_role(role)
    with (
        pytest.raises(sa.exc.DatabaseError, match=r"permission denied|must be owner|a run (?!s)|is sealed"),
        attacker.engine.begin() as connection,
    ):
        connection.exec_driver_sql(attack.replace("{own}", OWN))
    assert proof.check(attacker.engine) == []


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM incident_report WHERE incident_id = '{own}'",
        "UPDATE incident SET killed = 99 WHERE id = '{own}'",
        "UPDATE incident SET status = 'accepted'",
        "INSERT INTO decision SELECT report_key, incident_id, 1, 'x', 'boss', '2026', 1 FROM incident_report",
        "INSERT INTO approval SELECT id, revision, 'boss', '2026', 1 FROM incident",
        "UPDATE document SET text = NULL",
    ],
)
def test_a_proposer_touches_nothing_that_was_decided(as_role: Callable[[str], Ledger], attack: str) -> None:
    proposer = as_role("scs_proposer")
    with (
        pytest.raises(sa.exc.DatabaseError, match=r"permission denied|a proposer"),
        proposer.engine.begin() as connection,
    ):
        connection.exec_driver_sql(attack.replace("{own}", OWN))


def test_what_a_proposer_may_change_by_hand_is_found_before_it_is_printed(as_role: Callable[[str], Ledger]) -> None:
    proposer = as_role("scs_proposer")
    for edit in (
        "DELETE FROM incident_report WHERE incident_id IN (SELECT id FROM incident WHERE status = 'proposed')",
        "UPDATE incident SET killed = 99 WHERE status = 'proposed'",
    ):
        with proposer.engine.begin() as connection:
            assert connection.exec_driver_sql(edit).rowcount
        with pytest.raises(TrackerError, match="ledger verification failed"):
            proposer.require_proof()


def test_an_unknown_role_is_one_sentence(as_role: Callable[[str], Ledger]) -> None:
    with pytest.raises(TrackerError, match="cannot be used") as caught:
        as_role("nobody_at_all")
    assert "\n" not in str(caught.value)
