"""How each kind of live source is read: one small module each, from its address to items."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.intake.items import Adapter

#: Formats of live sources, and the modules that read them.
FORMATS: Final = {
    "feed": "feed",
    "afp-articles": "afp",
    "nsc-statements": "nsc",
    "gdelt-articles": "gdelt",
    "nga-warnings": "nga",
    "navarea-xi": "navarea",
    "msa-warnings": "msa",
    "acled": "acled",
    "ucdp": "ucdp",
    "fishing-watch": "fishing_watch",
}


#: Where an installed package names adapters of its own: name of the format to a function like ``Adapter``.
ENTRY_POINTS: Final = "scs_tracker.intake"


def known_formats() -> list[str]:
    """Return the formats of live sources that can be read, those of installed packages among them."""
    return [*FORMATS, *entry_points(group=ENTRY_POINTS).names]


def adapter(format_: str) -> Adapter:
    """Return what reads one of ``known_formats``."""
    read: Adapter
    if format_ in FORMATS:
        read = import_module(f"{__name__}.{FORMATS[format_]}").read
    else:
        (found,) = entry_points(group=ENTRY_POINTS, name=format_)
        read = found.load()
    return read
