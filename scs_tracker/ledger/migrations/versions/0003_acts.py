"""Add acts to incidents, and separate claims from distances; acts are derived from existing columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, then write the acts of each incident as a revision in a separate run."""
    from scs_tracker.ledger import saving, views

    bind = op.get_bind()
    views.drop(bind)
    for name in ("acts", "encounter_confirmed", "claims", "within_200nm", "settled"):
        op.add_column("incident", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    saving.add_acts(bind)
    views.create(bind)
