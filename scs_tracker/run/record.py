"""Record the result of a run, and write it as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.files import write_atomically
from scs_tracker.intake.taken import NOTHING, FileOutcome

if TYPE_CHECKING:
    from pathlib import Path

    from scs_tracker.intake.sitting import Intake
    from scs_tracker.ledger import Summary

#: Name and version of the format of the record.
FORMAT: Final = "scs-tracker-run/1"
FILE: Final = "run.json"
#: Exit code of a successful run that left something for a reviewer.
LEFT_FOR_A_PERSON: Final = 3


@dataclass(slots=True)
class Record:
    """The result of a run, or the preview of a run (``rehearsal``); times are ISO 8601 in UTC.

    ``taken`` are the outcomes of files and URLs; ``intake`` is the result of the monitored sources, None if none was
    read; ``maps`` were drawn, ``maps_kept`` were up to date; ``editions`` are periods with an issued report; ``held``
    are notices such as why weeks are held back; ``sent`` lists editions and their recipients; ``files`` are all files
    of reports and of the archive; ``error`` is the reason if the run ended early.
    """

    started: str
    rehearsal: bool = False
    finished: str = ""
    taken: list[FileOutcome] = field(default_factory=list)
    intake: Intake | None = None
    maps: list[Path] = field(default_factory=list)
    maps_kept: list[Path] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def total(self) -> Summary:
        """Return the sum of the row counts of all sources."""
        return sum((one.counts for one in self.taken), start=NOTHING)

    @property
    def problems(self) -> list[str]:
        """Return the problems of sources and outputs that a reviewer must handle."""
        return [*(problem for one in self.taken for problem in one.problems), *self.held]

    @property
    def exit_code(self) -> int:
        """Return the exit code: 0 for success, 1 for an error, 3 if something is left for a reviewer."""
        if self.error:
            return 1
        return LEFT_FOR_A_PERSON if self.problems or self.total.quarantined else 0

    def to_json(self) -> dict[str, Any]:
        """Return the record as JSON values."""
        return {
            "format": FORMAT,
            "version": metadata.version("scs-tracker"),
            "geodata_version": geodata.version(),
            "dry_run": self.rehearsal,
            "started": self.started,
            "finished": self.finished,
            "exit_code": self.exit_code,
            "error": self.error,
            "total": asdict(self.total),
            "sources": [one.to_json() for one in self.taken],
            "intake": self.intake.to_json() if self.intake is not None else None,
            "maps": {"written": list(map(str, self.maps)), "kept": list(map(str, self.maps_kept))},
            "editions": self.editions,
            "held": self.held,
            "files": list(map(str, self.files)),
            "sent": self.sent,
        }


def write_record(record: Record, folder: Path) -> Path:
    """Write a run's record as run.json in a folder, and return the path."""
    text = json.dumps(record.to_json(), ensure_ascii=False, indent=1, allow_nan=False)
    return write_atomically(folder / FILE, f"{text}\n".encode())
