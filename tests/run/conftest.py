"""A web server of the test's own, and an empty ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_server import Server

from scs_tracker.ledger import Ledger
from scs_tracker.run.taken import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own; the test is marked with allow_hosts(["127.0.0.1"])."""
    opened = Server()
    yield opened
    opened.http.shutdown()
    opened.http.server_close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new ledger without a memory."""
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    yield Desk(ledger)
    ledger.engine.dispose()
