"""The common result of every report format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from scs_tracker.sources.mapping import TableMapping

#: A file of more reports or more bad rows than this is refused: it would not fit into memory, and no file about
#: this sea comes near it.
MOST_REPORTS: Final = 250_000
MOST_REJECTS: Final = 100_000
#: What a database can look up, in bytes: the id of a row, or the date, kind and title of an event.
LONGEST_ID: Final = 1_000
SAME_ROW: Final = "a repeated row"
#: One for all reports that have none: a table has a hundred thousand.
_NO_EVIDENCE: Final[Mapping[str, Passage]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """A source text on which reports rest; the ledger stores it once, compressed, and never prints it in full.

    Offsets of passages count the characters of ``text``. ``address`` is where it was fetched from,
    ``canonical_address`` what it gives of itself, ``archive_address`` a copy in an archive; ``language`` is ISO 639-1,
    ``published`` a day and ``fetched`` an instant in UTC, both ISO 8601.
    """

    text: str
    title: str = ""
    address: str = ""
    canonical_address: str = ""
    publisher: str = ""
    language: str = ""
    published: str = ""
    fetched: str = ""
    archive_address: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """The evidence passage of a field: characters of the document, or None if no words state the value.

    ``basis`` is ``stated``, ``relative`` (to the day of publication), ``published`` (that day alone) or ``inferred``;
    ``confidence`` is 0 to 1.
    """

    start: int | None
    end: int | None
    basis: str = "stated"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """What one source says about one incident.

    Attributes
    ----------
    key
        Kind (the format) and the source's own id: the same report has the same key in every import.
    content
        Columns of ``model.INCIDENT_COLUMNS`` as text, and ``sources`` as a list of url, publisher, published.
        Reports of other datasets have more; see ``foreign.content``.
    doubt
        What the row is unless the ledger holds its key: an id of another date is a slip in a new row alone.
    source
        Whose it is: the dataset (its kind, if empty), or one article. Two reports of one source are two incidents.
    document, evidence
        The text that it was found in, and field to the passage that says it.
    """

    key: str
    kind: str
    row: int
    content: dict[str, Any]
    doubt: Reject | None = None
    source: str = ""
    document: Document | None = None
    evidence: Mapping[str, Passage] = field(default_factory=lambda: _NO_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Reject:
    """A rejected row, kept in full, with every reason, and with its own id, if any."""

    row: int
    raw: str
    reasons: tuple[str, ...]
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The content of one file.

    ``file`` is its path from the root or its address, ``format`` the key of ``formats.readers()`` that it was read as.
    ``events`` are context events with ``model.EVENT_COLUMNS``, accepted unless ``status`` says proposed; ``deletions``
    keys of reports that their source has withdrawn; ``passed_over`` reasons, with counts, of good rows that are none of
    ours or repeat another and are not among ``read``. ``header`` names its columns, and ``mapping`` what each of a
    person's table was taken for.
    """

    file: str
    reports: tuple[Report, ...] = ()
    events: tuple[dict[str, str], ...] = ()
    rejects: tuple[Reject, ...] = ()
    deletions: tuple[str, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    format: str = ""
    header: tuple[str, ...] = ()
    mapping: TableMapping | None = None

    def __repr__(self) -> str:
        held = {"reports": self.reports, "events": self.events, "rejects": self.rejects, "deletions": self.deletions}
        counts = ", ".join(f"{len(rows)} {name}" for name, rows in held.items())
        return f"Batch({self.file!r}: {counts}, {sum(self.passed_over.values())} passed over)"

    def frame(self) -> pd.DataFrame:
        """Return the valid rows as text by their number in the file: reports of incidents, or else context events."""
        import pandas as pd

        if self.events and not self.reports:
            return pd.DataFrame(list(self.events)).rename_axis("row")
        texts = [{name: cell for name, cell in one.content.items() if isinstance(cell, str)} for one in self.reports]
        index = pd.Index([report.row for report in self.reports], name="row", dtype="int64")
        return pd.DataFrame(texts, index=index, dtype=str).fillna("")

    @property
    def read(self) -> int:
        """Return the number of rows of the file within the tracker's scope."""
        return len(self.reports) + len(self.events) + len(self.rejects) + len(self.deletions)


@dataclass(slots=True)
class Gathering:
    """Collects the rows of a file, so that none is lost and none is read twice.

    Two rows with one id and the same content are one; two that differ are both rejected, since nobody but a person
    can say which is right.
    """

    file: str
    passed_over: Counter[str] = field(default_factory=Counter)
    _kept: dict[str, tuple[int, str, dict[str, Any]]] = field(default_factory=dict)
    _held: dict[str, list[Reject]] = field(default_factory=dict)
    _rejects: list[Reject] = field(default_factory=list)
    _doubts: dict[str, str] = field(default_factory=dict)

    def keep(self, own_id: str, row: int, raw: str, content: dict[str, Any], *, doubt: str = "") -> None:
        """Add a valid row; a doubtful one is valid only if its id is already known."""
        cells = (*content.values(), *content.get("original", {}).values())
        if any("\0" in cell for cell in cells if isinstance(cell, str)):
            self.reject(row, raw, ("it contains a NUL character, which a database cannot store",), own_id=own_id)
            return
        if len(own_id.encode("utf-8", "replace")) > LONGEST_ID:
            self.reject(row, raw, (f"its id is longer than {LONGEST_ID:,} bytes: {own_id[:40]}…",))
            return
        before = self._kept.get(own_id)
        if before is not None and before[2] == content:
            self.passed_over[SAME_ROW] += 1
        elif before is not None or own_id in self._held:
            self.reject(row, raw, (), own_id=own_id)
        else:
            self._kept[own_id] = (row, raw, content)
            if doubt:
                self._doubts[own_id] = doubt
            if len(self._kept) > MOST_REPORTS:
                raise TrackerError(f"{self.file} holds more than {MOST_REPORTS:,} reports; split the file")

    def take(self, own_id: str, row: int, raw: str, content: dict[str, Any], reasons: Sequence[str]) -> None:
        """Keep a row, or reject it if there is a reason."""
        if reasons:
            self.reject(row, raw, tuple(reasons), own_id=own_id)
        else:
            self.keep(own_id, row, raw, content)

    def kept_as(self, own_id: str) -> dict[str, Any] | None:
        """Return the content of the valid row of an id, or None."""
        return self._kept[own_id][2] if own_id in self._kept else None

    def reject(self, row: int, raw: str, reasons: tuple[str, ...], *, own_id: str = "") -> None:
        """Add a rejected row; with an id, a valid row of the same id is rejected too."""
        raw = raw.replace("\0", "\\0")
        reject = Reject(row, raw, reasons, own_id)
        if not own_id:
            self._rejects.append(reject)
        else:
            held = self._held.setdefault(own_id, [])
            if (before := self._kept.pop(own_id, None)) is not None:
                held.append(Reject(before[0], before[1], (), own_id))
            if any(one.raw == raw for one in held):
                self.passed_over[SAME_ROW] += 1
            else:
                held.append(reject)
        if len(self._rejects) + len(self._held) > MOST_REJECTS:
            first = min([*self._rejects, *(one[0] for one in self._held.values())], key=lambda one: one.row)
            raise TrackerError(
                f"{self.file}: more than {MOST_REJECTS:,} rows cannot be read, the first is row {first.row} "
                f"({'; '.join(first.reasons)}); is it the right format?"
            )

    def ids(self) -> set[str]:
        """Return the ids of all rows, valid and rejected."""
        return {*self._kept, *self._held}

    def batch(self, kind: str) -> Batch:
        """Return all rows in the order of the file, the valid ones as reports of ``kind``."""
        reports = []
        for own_id, (row, raw, content) in self._kept.items():
            doubt = Reject(row, raw, (self._doubts[own_id],), own_id) if own_id in self._doubts else None
            reports.append(Report(f"{kind}:{own_id}", kind, row, content, doubt))
        rejects = list(self._rejects)
        for own_id, held in self._held.items():
            rows = ", ".join(str(one.row) for one in held)
            twice = (f"{own_id} appears more than once, in rows {rows}; keep one row",) if len(held) > 1 else ()
            rejects += [Reject(one.row, one.raw, one.reasons + twice, own_id) for one in held]
        rejects.sort(key=lambda reject: reject.row)
        return Batch(self.file, tuple(reports), rejects=tuple(rejects), passed_over=self.passed_over)
