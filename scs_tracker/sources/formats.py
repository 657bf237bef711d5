"""Which format a file of reports has, found by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.incident_csv import SOURCES_FILE, read_event_csv, read_incident_csv
from scs_tracker.sources.rows import read_csv_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scs_tracker.sources.batch import Batch

READERS: Final[dict[str, Callable[[Path], Batch]]] = {"incidents": read_incident_csv, "events": read_event_csv}
_MARKS: Final = {"incidents": ("id", "types", "initiators"), "events": ("kind", "parties", "title")}


def read_reports(file: Path, *, format_: str | None = None) -> Batch:
    """Read a file of reports, whichever known format it has.

    Parameters
    ----------
    file
        The file.
    format_
        A key of ``READERS`` where the content should not decide.

    Raises
    ------
    UsageError
        ``format_`` is not known.
    TrackerError
        The file cannot be read or its format is not known.
    """
    if format_ is not None and format_ not in READERS:
        raise UsageError(f"format {format_!r} is not known; allowed are {', '.join(sorted(READERS))}")
    return READERS[format_ or detect(file)](file)


def detect(file: Path) -> str:
    """Return the format of ``file`` as a key of ``READERS``, judged by its header.

    Raises
    ------
    TrackerError
        No known format has such a header.
    """
    if file.is_dir():
        raise TrackerError(f"{file} is a folder; name the files in it")
    header = set(read_csv_rows(file).header)
    if header == set(model.SOURCE_COLUMNS):
        raise TrackerError(
            f"{file} holds sources, not incidents; import incidents.csv, {SOURCES_FILE} beside it is read"
        )
    hits = {name: len(header & set(marks)) for name, marks in _MARKS.items()}
    best = max(hits, key=lambda name: hits[name])
    if hits[best] < 2:
        raise TrackerError(
            f"{file} has no known format: its columns are {', '.join(sorted(header)[:8])}; "
            f"incidents need {', '.join(model.INCIDENT_COLUMNS)}"
        )
    return best
