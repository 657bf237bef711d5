"""A fleet's positions against the claims: on a frame in memory, or on billions of rows with Dask."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from scs_tracker.bulk.engine import run_bulk
    from scs_tracker.bulk.positions import classify_positions, position_rejects
    from scs_tracker.bulk.tallies import read_tallies, tally_positions

__all__ = ["classify_positions", "position_rejects", "read_tallies", "run_bulk", "tally_positions"]

#: Where each name lives; imported when first asked for.
_HOMES: Final = {
    "classify_positions": "positions",
    "position_rejects": "positions",
    "read_tallies": "tallies",
    "run_bulk": "engine",
    "tally_positions": "tallies",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
