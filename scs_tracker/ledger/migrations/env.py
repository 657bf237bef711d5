"""Run Alembic upgrades on the connection that ``store`` provides, inside its transaction."""

from __future__ import annotations

from alembic import context

from scs_tracker.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # store has begun the transaction, also on SQLite, where DDL then obeys it
)
context.run_migrations()
