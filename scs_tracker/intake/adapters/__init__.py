"""How each kind of live source is read: one small module each, from its address to items."""

from __future__ import annotations

from importlib import import_module
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


def adapter(format_: str) -> Adapter:
    """Return what reads a format of ``FORMATS``."""
    read: Adapter = import_module(f"{__name__}.{FORMATS[format_]}").read
    return read
