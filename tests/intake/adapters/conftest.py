"""An adapter that asks a server of the test's own, at an instant of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from scs_tracker.intake.adapters import adapter
from scs_tracker.intake.items import Live
from scs_tracker.intake.visiting import Visitor, Visits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from web_server import Server

    from scs_tracker.intake.items import Item

NOW = datetime(2026, 11, 28, 6, 5, tzinfo=UTC)


@pytest.fixture
def take(server: Server) -> Callable[..., Sequence[Item] | None]:
    """Reads a path of the server by a format, as that of a source of the catalogue."""

    def read(
        format_: str, path: str, *, memory: dict[str, Any] | None = None, keys: tuple[str, ...] = (), country: str = ""
    ) -> Sequence[Item] | None:
        live = Live("xx-test", "Test", server.url + path, format_, country=country, allow_private=True)
        visitor = Visitor(Visits(NOW, pause=lambda _seconds: None), allow_private=True, keys=keys)
        return adapter(format_)(live, visitor, {} if memory is None else memory)

    return read
