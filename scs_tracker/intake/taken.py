"""Import one report file or URL into the ledger, and report the outcome."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from scs_tracker.ledger import Summary
from scs_tracker.ledger.importing import import_batch
from scs_tracker.ledger.store import now, timed
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from scs_tracker.config import KeptTable, Reading, Source
    from scs_tracker.intake.memory import Memory
    from scs_tracker.ledger import Ledger
    from scs_tracker.sources.batch import Batch

#: read: its rows went to the ledger; same: not read again, since it is what it was; failed: nothing of it was taken.
Outcome = Literal["read", "same", "failed"]
NOTHING: Final = Summary(read=0)


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """Outcome of importing one file or URL.

    ``source``: its name in tracker.toml; ``name``: the file or URL; ``counts``: result of importing its rows;
    ``notes``: messages that need no action; ``problems``: messages for a reviewer; ``newest``: day of the newest item
    of a monitored source, ISO 8601.
    """

    source: str
    name: str
    outcome: Outcome
    counts: Summary = NOTHING
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    newest: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as JSON values for the run record."""
        return {
            "source": self.source,
            "name": self.name,
            "outcome": self.outcome,
            **asdict(self.counts),
            "notes": list(self.notes),
            "problems": list(self.problems),
            "newest": self.newest,
        }


@dataclass(frozen=True, slots=True)
class Desk:
    """Ledger and settings with which the files and URLs of a run are imported.

    ``memory``: state stored by the last run, changed in place; ``rehearsal``: whether nothing is written and no file is
    moved; ``mark``: text that changes with the code and data that read files; ``tables``: the user's answers about
    custom tables, by name; ``clock``: function that returns the time of writing, ISO 8601 in UTC, the same for all rows
    of a run.
    """

    ledger: Ledger
    memory: Memory = field(default_factory=dict)
    rehearsal: bool = False
    mark: str = ""
    tables: Mapping[str, KeptTable] = field(default_factory=dict)
    clock: Callable[[], str] = now

    def read(self, file: Path, source: Source) -> Batch:
        """Read a file of a source into a batch, using the user's answers about custom tables."""
        reading: Reading = {**source.reading, "tables": self.tables}
        return read_reports(file, **reading)

    def put(self, batch: Batch) -> Summary:
        """Import a batch, or preview its import in a rehearsal, and return the counts."""
        if self.rehearsal:
            return self.ledger.preview_batch(batch)
        return import_batch(timed(self.ledger.engine, self.clock), batch)


def repeat_outcome(counts: Summary) -> Summary:
    """Return the counts that importing the same rows again would give: valid rows become unchanged."""
    return Summary(
        read=counts.read,
        unchanged=counts.read - counts.quarantined,
        quarantined=counts.quarantined,
        passed_over=counts.passed_over,
    )
