from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from scs_tracker.act import parse_acts
from scs_tracker.ledger import Ledger, copying, proof, store
from scs_tracker.ledger.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
LASER = "20230206-second-thomas-laser"
BATTLE = "19740119-paracels-battle"
MUTUAL = "20241021-natuna-ccg5402-expelled"
BEFORE_ACTS = "2026-11-30T10:00:01Z"


def olden_sqlite(file: str | Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript((DATA / "ledger-0002.sql").read_text(encoding="utf-8"))


def olden_postgresql(url: str) -> None:
    """The stored rows in tables as they were: without the columns that came since."""
    engine = sa.create_engine(url)
    with contextlib.closing(sqlite3.connect(":memory:")) as stored, engine.begin() as connection:
        stored.executescript((DATA / "ledger-0002.sql").read_text(encoding="utf-8"))
        stored.row_factory = sqlite3.Row
        metadata.create_all(connection)
        for name in ("acts", "encounter_confirmed", "claims", "within_200nm", "settled"):
            connection.exec_driver_sql(f"ALTER TABLE incident DROP COLUMN {name}")
        for name in copying._ORDER:
            if rows := [dict(row) for row in stored.execute(f'SELECT * FROM "{name}"')]:  # noqa: S608
                connection.execute(sa.insert(metadata.tables[name]), rows)
        for name in ("report", "revision", "journal"):
            connection.exec_driver_sql(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")  # noqa: S608
        store._VERSION.create(connection)
        connection.execute(store._VERSION.insert().values(version_num="0002"))
    engine.dispose()


@pytest.fixture
def olden(ledger_url: str) -> str:
    if ledger_url.startswith("sqlite"):
        olden_sqlite(ledger_url.removeprefix("sqlite:///"))
    else:
        olden_postgresql(ledger_url)
    return ledger_url


def test_a_ledger_of_december_2026_gets_acts_and_proves(olden: str, incident_file: Callable[..., Path]) -> None:
    ledger = Ledger(olden)
    with ledger.engine.connect() as connection:
        assert store.schema_in(connection) == store.SCHEMA_VERSION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        counted = connection.execute(sa.text("SELECT count(*) FROM acts_now")).scalar_one()
    assert proof.check(ledger.engine) == []
    now = ledger.incidents(statuses=None).set_index("id")
    laser = parse_acts(now.loc[LASER, "acts"])
    assert [act.type for act in laser] == now.loc[LASER, "types"].split(";")
    assert {(act.by, act.against, act.note) for act in laser} == {(("CN-CCG", "CN-MM"), ("PH-PCG",), "? which of them")}
    assert now.loc[LASER, "flags"] == "acts: from columns"
    assert {act.by for act in parse_acts(now.loc[MUTUAL, "acts"])} == {()}
    assert counted == sum(len(parse_acts(text)) for text in now[now["status"] != "retracted"]["acts"])
    # what was, and when a reader last saw a change, is as it was
    assert ledger.last_instant() < "2026-12"
    before = ledger.incidents(statuses=None, as_of=BEFORE_ACTS).set_index("id")
    assert before.loc[BATTLE, "status"] == "accepted"
    assert parse_acts(before.loc[LASER, "acts"]) == laser
    assert [row["action"] for row in ledger.history(LASER)][-1] == "migrate"
    assert [row["row"] for row in ledger.quarantined()] == [5]
    # and it works on
    done = ledger.import_file(incident_file({LASER: {"injured": "7", "damage": "none"}, BATTLE: {}}))
    assert done.added == done.quarantined == 0
    held = ledger.incidents(statuses=None).set_index("id")
    assert (held.loc[LASER, "injured"], held.loc[LASER, "damage"]) == (2, "none")
    assert held.loc[BATTLE, "status"] == "retracted"
    assert proof.check(ledger.engine) == []
    ledger.engine.dispose()


def test_a_copy_is_kept_before_a_ledger_is_brought_up_to_date(olden: str) -> None:
    Ledger(olden).engine.dispose()
    if olden.startswith("sqlite"):
        kept = f"{olden}.before-{store.SCHEMA_VERSION}"
        assert store.schema_of(kept) == "0002"
        return
    engine = sa.create_engine(olden)
    with engine.connect() as connection:
        columns = {column["name"] for column in sa.inspect(connection).get_columns("incident", schema="before_0002")}
        assert connection.execute(sa.text("SELECT count(*) FROM before_0002.incident")).scalar_one() == 4
    engine.dispose()
    assert "acts" not in columns


def test_a_backup_of_an_older_ledger_goes_into_either_database(ledger_url: str, tmp_path: Path) -> None:
    file = tmp_path / "ledger-0002.backup"
    olden_sqlite(file)
    copying.restore(ledger_url, file)
    ledger = Ledger(ledger_url)
    assert parse_acts(ledger.incidents(statuses=None).set_index("id").loc[LASER, "acts"])[0].type == "laser"
    assert proof.check(ledger.engine) == []
    ledger.engine.dispose()


def test_a_new_ledger_is_stamped_and_opens_again(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert store.schema_in(connection) == store.SCHEMA_VERSION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    again = Ledger(ledger.engine.url.render_as_string(hide_password=False))
    assert len(again.incidents(statuses=None)) == 0
    again.engine.dispose()
