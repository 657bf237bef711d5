"""Import one file or URL of a run into the ledger, and report the outcome."""

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
    """The outcome of one file or URL.

    ``source``: as tracker.toml names it; ``name``: the file or address; ``counts``: what became of its rows; ``notes``:
    what is good to know; ``problems``: what is left for a person; ``newest``: day of the newest item of a live source,
    ISO 8601.
    """

    source: str
    name: str
    outcome: Outcome
    counts: Summary = NOTHING
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    newest: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the outcome in the form of the run record."""
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
    """The destination of imported sources.

    ``memory``: what the last run remembered, changed in place; ``rehearsal``: nothing is written and no file is moved;
    ``mark``: changes with the code and the data by which files are read; ``tables``: what a person said of tables of
    their own, by name; ``clock``: the instant at which rows are written, ISO 8601 in UTC: that of the run, so that one
    run has one clock.
    """

    ledger: Ledger
    memory: Memory = field(default_factory=dict)
    rehearsal: bool = False
    mark: str = ""
    tables: Mapping[str, KeptTable] = field(default_factory=dict)
    clock: Callable[[], str] = now

    def read(self, file: Path, source: Source) -> Batch:
        """Read a file of a source, with the user's answers about custom tables."""
        reading: Reading = {**source.reading, "tables": self.tables}
        return read_reports(file, **reading)

    def put(self, batch: Batch) -> Summary:
        """Import a batch, or preview its outcome."""
        if self.rehearsal:
            return self.ledger.preview_batch(batch)
        return import_batch(timed(self.ledger.engine, self.clock), batch)


def repeat_outcome(counts: Summary) -> Summary:
    """Return the outcome that the same rows will have at the next run."""
    return Summary(
        read=counts.read,
        unchanged=counts.read - counts.quarantined,
        quarantined=counts.quarantined,
        passed_over=counts.passed_over,
    )
