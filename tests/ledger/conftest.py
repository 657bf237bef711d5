from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from scs_tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tracker.db"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    opened = Ledger(ledger_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def clock() -> Callable[[], str]:
    """Gives instants a second apart, from 2026-01-01 on."""
    seconds = itertools.count()

    def tick() -> str:
        second = next(seconds)
        return f"2026-01-01T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000000Z"

    return tick
