"""An empty ledger to take sources to, sources of the test's own, and a clock that stands where the test puts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from scs_tracker.intake.gathering import Gathered, gather
from scs_tracker.intake.items import Live
from scs_tracker.intake.taken import Desk
from scs_tracker.intake.visiting import Visits
from scs_tracker.ledger import Ledger, editing, worklist
from scs_tracker.ledger.runs import Decision
from scs_tracker.ledger.store import timed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web_server import Server

MANILA = ZoneInfo("Asia/Manila")


@dataclass
class Place:
    """A ledger, a server, and an instant."""

    ledger: Ledger
    server: Server
    now: datetime = datetime(2024, 10, 6, 6, tzinfo=UTC)
    rests: list[float] = field(default_factory=list)

    def take(
        self, name: str = "xx-test", *, path: str = "/feed", format_: str = "feed", pages: str = "yes"
    ) -> Gathered:
        live = Live(name, name, self.server.url + path, format_, pages=pages, allow_private=True)
        return gather(live, self.ledger, Visits(self.now, pause=self.rests.append), (), MANILA)

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def accept(self, own_id: str) -> None:
        """Accept a proposal at an instant of the tests."""
        engine = timed(self.ledger.engine, lambda: "2024-10-06T07:00:00.000000Z")
        editing.accept(engine, own_id, {}, Decision("accept", "read"))

    def leads(self) -> list[tuple[str, str]]:
        return [(one["title"], one["why"]) for one in worklist.leads(self.ledger.engine)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A new ledger without a memory."""
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    yield Desk(ledger)
    ledger.engine.dispose()


@pytest.fixture
def place(tmp_path: Path, server: Server) -> Iterator[Place]:
    """A new ledger and a server."""
    ledger = Ledger(f"sqlite:///{tmp_path}/tracker.db")
    yield Place(ledger, server)
    ledger.engine.dispose()
