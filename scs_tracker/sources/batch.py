"""The result that the reader of every report format returns: reports, context events and rejected rows of a file."""

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
    """The text of a source from which reports were extracted; the ledger stores it once and never prints it in full.

    Offsets of passages count the characters of ``text``. ``address`` is the URL that it was fetched from,
    ``canonical_address`` the URL that its page states, ``archive_address`` a copy in an archive; ``language`` is
    ISO 639-1, ``published`` a day and ``fetched`` a time in UTC, both ISO 8601.
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
    """The evidence passage of a field: start and end character in the document, or None if no passage states the value.

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
        The rejection of the row if its key is new to the ledger, such as for an id with another date.
    source
        The dataset (its kind, if empty) or the article. Two reports of one source are two incidents.
    document, evidence
        The text in which the report was found, and the evidence passage of each field.
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
    """A rejected row: its number in the file, its whole text, every reason, and its own id, if it has one."""

    row: int
    raw: str
    reasons: tuple[str, ...]
    own_id: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The content of one file: reports, context events, rejected rows, deletions, and counts of rows passed over.

    ``file`` is its absolute path or its URL, ``format`` the key of ``formats.readers()`` that it was read as.
    ``events`` are context events with ``model.EVENT_COLUMNS``, accepted unless ``status`` says proposed; ``deletions``
    keys of reports that their source has withdrawn; ``passed_over`` counts by reason valid rows that are out of scope
    or repeat another and are not in ``read``. ``header`` has the column names, ``mapping`` the meaning of each column
    in a user's table.
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
        """Return the reports as a table of text by row number; if there are none, the context events by position."""
        import pandas as pd

        if self.events and not self.reports:
            return pd.DataFrame(list(self.events)).rename_axis("row")
        texts = [{name: cell for name, cell in one.content.items() if isinstance(cell, str)} for one in self.reports]
        index = pd.Index([report.row for report in self.reports], name="row", dtype="int64")
        return pd.DataFrame(texts, index=index, dtype=str).fillna("")

    @property
    def read(self) -> int:
        """Return the number of reports, context events, rejected rows and deletions in the batch."""
        return len(self.reports) + len(self.events) + len(self.rejects) + len(self.deletions)


@dataclass(slots=True)
class Gathering:
    """Collector of a file's rows, which counts repeated rows and rejects rows that differ but have the same id.

    Two rows with one id and the same content are one; two that differ are both rejected, since only a user can
    decide which is right.
    """

    file: str
    passed_over: Counter[str] = field(default_factory=Counter)
    _kept: dict[str, tuple[int, str, dict[str, Any]]] = field(default_factory=dict)
    _held: dict[str, list[Reject]] = field(default_factory=dict)
    _rejects: list[Reject] = field(default_factory=list)
    _doubts: dict[str, str] = field(default_factory=dict)

    def keep(self, own_id: str, row: int, raw: str, content: dict[str, Any], *, doubt: str = "") -> None:
        """Add a valid row, or reject it for a NUL, too long an id or a conflicting row; ``doubt`` is for a new id."""
        cells = (*content.values(), *content.get("original", {}).values())
        if any("\0" in cell for cell in cells if isinstance(cell, str)):
            self.reject(row, raw, ("it contains a NUL character, which cannot be stored; remove it",), own_id=own_id)
            return
        if len(own_id.encode("utf-8", "replace")) > LONGEST_ID:
            self.reject(row, raw, (f"its id is longer than {LONGEST_ID:,} bytes; shorten it: {own_id[:40]}…",))
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
                raise TrackerError(f"{self.file} has more than {MOST_REPORTS:,} reports; split the file")

    def take(self, own_id: str, row: int, raw: str, content: dict[str, Any], reasons: Sequence[str]) -> None:
        """Keep a row if ``reasons`` is empty, else reject it for these reasons."""
        if reasons:
            self.reject(row, raw, tuple(reasons), own_id=own_id)
        else:
            self.keep(own_id, row, raw, content)

    def kept_as(self, own_id: str) -> dict[str, Any] | None:
        """Return the content of the valid row with the id ``own_id``, or None if there is no such row."""
        return self._kept[own_id][2] if own_id in self._kept else None

    def reject(self, row: int, raw: str, reasons: tuple[str, ...], *, own_id: str = "") -> None:
        """Add a rejected row; if it has an id, a valid row with the same id is rejected too."""
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
        """Return the ids of all valid and rejected rows, except rejected rows without an id."""
        return {*self._kept, *self._held}

    def batch(self, kind: str) -> Batch:
        """Return all collected rows as a batch: valid rows as reports of format ``kind``, and rejected rows."""
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
