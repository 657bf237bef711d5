"""Define the ledger schema of December 2026, from which all upgrades start."""

from __future__ import annotations

revision = "0002"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing: this is the first schema version."""
