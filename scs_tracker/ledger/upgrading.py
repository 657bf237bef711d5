"""What a migration writes into a ledger, as runs that the chain holds as it holds all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from scs_tracker.ledger import runs, saving, state
from scs_tracker.ledger.tables import incident, run

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def add_acts(connection: Connection) -> None:
    """Give each incident without acts those that follow from its columns; a reader's last instant stays as it was."""
    olds = [dict(row) for row in connection.execute(sa.select(incident).where(incident.c.acts == "")).mappings()]
    if not olds:
        return
    last = connection.execute(sa.select(sa.func.max(run.c.at))).scalar_one()
    with runs.sealed(connection, "migrate", by="", clock=lambda: last, content=False) as one:
        for old in olds:
            saving.save(one, old, state.with_acts(old), None, "acts by rule from the columns")
        one.summary = {"schema": "0003", "incidents": len(olds)}
