"""Barriers that somebody cuts: those whom they were laid against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.forms import Act


def read_cut(found: Sequence[Act]) -> None:
    """Take who cuts the rope of a barrier for those whom it was laid against."""
    if not any(act.types == ("barrier",) for act in found):
        return
    for act in found:
        if act.types == ("harassment",) and act.target is None and act.rule.startswith(_CUTS):
            act.types, act.initiator, act.target = ("barrier",), None, act.initiator
            act.rule = f"{act.rule} removed"


_CUTS: Final = tuple(
    f"verb:harassment:{word} " for word in ("cut", "cut-through", "saw-through", "sever", "hack-through")
)
