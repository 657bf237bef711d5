"""Vessel tracks compared with incidents: positions near an incident, and encounters in large files."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from scs_tracker.tracks.files import write_scene
    from scs_tracker.tracks.reading import Near
    from scs_tracker.tracks.scene import look_at_scene

__all__ = ["Near", "look_at_scene", "write_scene"]

#: Where each name lives; imported when first asked for.
_HOMES: Final = {"Near": "reading", "look_at_scene": "scene", "write_scene": "files"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
