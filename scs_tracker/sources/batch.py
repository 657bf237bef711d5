"""What every format of report is read into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Report:
    """What one source says, as it says it.

    Attributes
    ----------
    key
        Kind and the source's own id: the same report has the same key in every import.
    kind
        The format that it came in.
    row
        Where in the file it stands.
    content
        Columns of ``model.INCIDENT_COLUMNS`` as text, and ``sources`` as a list of url, publisher, published.
    """

    key: str
    kind: str
    row: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be read, kept whole, with every reason."""

    row: int
    raw: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one file holds.

    Attributes
    ----------
    file
        The file as it was named.
    reports
        Good rows that are reports of incidents.
    events
        Good rows that are context events, with ``model.EVENT_COLUMNS``.
    rejects
        Bad rows.
    """

    file: str
    reports: tuple[Report, ...] = ()
    events: tuple[dict[str, str], ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def read(self) -> int:
        """How many rows the file holds."""
        return len(self.reports) + len(self.events) + len(self.rejects)
