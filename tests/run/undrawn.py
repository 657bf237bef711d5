"""Reports without their pictures, which take most of the time of a run and are tested in their own room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.reporting import render

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING = {"map": "", "months": ""}


def undrawn(change: Callable[[object, str, object], None]) -> None:
    """Have weeks, months and years drawn as if there were nothing to draw; ``change`` is ``setattr`` or a test's."""
    change(render, "pictures", lambda _facts: NOTHING)
