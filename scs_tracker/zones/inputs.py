"""The files that the stored zones were built from, and which of them have changed since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path

#: The full coastline, which is only there where zones are built, and the map of countries: nobody edits them.
GSHHG_FILES: Final = ("gshhs_f.dat", "gshhsmeta_f.dat")
_UNCHANGING: Final = (*GSHHG_FILES, "countries_naturalearth.parquet")
_REPORT: Final = "zones/build_report.csv"


def input_file(name: str) -> Path:
    """Return the path of a file that zones are built from, given its name in build_report.csv."""
    if name == "features.csv":
        return geodata.shipped("gazetteer/features.csv")
    return geodata.shipped(name if "/" in name else f"zones/sources/{name}")


def digest(path: Path) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]


def built_from() -> dict[str, str]:
    """Return, by file name, the digests that the inputs of the stored zones had when they were built."""
    cells = geodata.read_csv(geodata.shipped(_REPORT))["inputs"]
    pairs = (pair.partition("=") for cell in cells for pair in str(cell).split(";") if pair)
    return {name: value for name, _, value in pairs}


def changed_inputs() -> list[str]:
    """Return the names of input files that are missing, or have changed since the stored zones were built."""
    return [name for name, value in sorted(built_from().items()) if name not in _UNCHANGING and _differs(name, value)]


def _differs(name: str, value: str) -> bool:
    try:
        return digest(input_file(name)) != value
    except (TrackerError, OSError):
        return True
