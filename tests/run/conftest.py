"""An empty ledger to take sources to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scs_tracker.intake.taken import Desk
from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new ledger without a memory."""
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    yield Desk(ledger)
    ledger.engine.dispose()
