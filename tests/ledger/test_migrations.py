from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from scs_tracker.ledger import Ledger, store
from scs_tracker.ledger.tables import metadata


def test_upgrading_from_nothing_gives_the_tables_that_the_code_names() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection, connection.begin():
        configuration = store._alembic()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert store.schema_in(connection) == store.SCHEMA_VERSION


def test_a_new_ledger_is_stamped_and_opens_again(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert store.schema_in(connection) == store.SCHEMA_VERSION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    again = Ledger(ledger.engine.url.render_as_string(hide_password=False))
    assert len(again.incidents()) == 0
    again.engine.dispose()
