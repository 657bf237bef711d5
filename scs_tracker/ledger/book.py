"""The ``Ledger`` class, through which notebooks, the command line and other packages use a ledger."""

from __future__ import annotations

import contextlib
import functools
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from scs_tracker import model
from scs_tracker.act import acts_frame
from scs_tracker.errors import UsageError
from scs_tracker.ledger import (
    addresses,
    conditions,
    deciding,
    editing,
    events,
    evidence,
    export,
    history,
    holding,
    importing,
    proof,
    runs,
    state,
    undoing,
    waiting,
)
from scs_tracker.ledger.importing import Summary, collector_paused, import_batch, preview_batch
from scs_tracker.ledger.planning import hand_back_memory, silent
from scs_tracker.ledger.store import open_ledger, reading
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    import geopandas as gpd
    import pandas as pd
    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.config import Reading
    from scs_tracker.ledger.planning import Progress
    from scs_tracker.sources.batch import Batch


_Parameters = ParamSpec("_Parameters")
_Answer = TypeVar("_Answer")


def _of_engine(
    function: Callable[Concatenate[Engine, _Parameters], _Answer], *, signed: bool = False
) -> Callable[Concatenate[Ledger, _Parameters], _Answer]:
    """Turn a function of an engine into a method of ``Ledger``; if ``signed``, ``by`` defaults to ``Ledger.by``."""

    @functools.wraps(function)
    def method(ledger: Ledger, /, *arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Answer:
        if signed:
            named["by"] = named.get("by") or ledger.by
        return function(ledger.engine, *arguments, **named)

    return method


def of_one_state(
    function: Callable[Concatenate[Ledger, _Parameters], _Answer],
) -> Callable[Concatenate[Ledger, _Parameters], _Answer]:
    """Decorate a function of a ledger so that it runs inside ``Ledger.one_state``."""

    @functools.wraps(function)
    def within(ledger: Ledger, /, *arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Answer:
        with ledger.one_state():
            return function(ledger, *arguments, **named)

    return within


class _Who(TypedDict, total=False):
    """Options of a decision: its author (default: the ledger's ``by``) and the revision that the reviewer saw."""

    by: str | None
    expected_revision: int | None


class Ledger:
    """An open ledger, with methods to import reports, read incidents and events, and record decisions.

    Parameters
    ----------
    url
        The path of a SQLite file (a Path, or text ending with .db, .sqlite or .sqlite3), or a SQLAlchemy URL:
        ``sqlite:///tracker.db`` or a PostgreSQL address.
    create
        Create the database if it does not exist. None creates it for a URL but not for a path, which may be mistyped.
    by
        Author of decisions for calls without ``by``; None means SCS_TRACKER_BY, else the system user name.
    trust_clock
        Write even if the clock is far from the time of the last entry.

    Raises
    ------
    TrackerError
        The ledger cannot be opened.
    """

    def __init__(
        self, url: str | Path, *, create: bool | None = None, by: str | None = None, trust_clock: bool = False
    ) -> None:
        create = (isinstance(url, str) and "://" in url) if create is None else create
        self.engine = open_ledger(url, create=create, trust_clock=trust_clock)
        self.by = by
        self._one_state: ContextVar[Connection | None] = ContextVar("one_state", default=None)

    def __repr__(self) -> str:
        return f"Ledger({addresses.shown(self.engine.url)!r})"

    @contextlib.contextmanager
    def one_state(self) -> Iterator[None]:
        """Make incidents, events, revisions and the head read the same state of the ledger inside the ``with`` block.

        Later changes by others are not visible inside, so an edition or a map never mixes two states.
        """
        with reading(self.engine) as connection:
            token = self._one_state.set(connection)
            try:
                yield
            finally:
                self._one_state.reset(token)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        held = self._one_state.get()
        if held is not None:
            yield held
            return
        with reading(self.engine) as connection:
            yield connection

    def import_file(
        self,
        file: Path | str,
        *,
        by: str | None = None,
        progress: Progress = silent,
        **reading_options: Unpack[Reading],
    ) -> Summary:
        """Import one report file and return the number of rows by outcome; see ``importing.import_batch``."""
        with collector_paused():
            batch = read_reports(Path(file), **reading_options)
            hand_back_memory()
            return self.import_batch(batch, by=by, progress=progress)

    def import_batch(
        self, batch: Batch, *, by: str | None = None, progress: Progress = silent, workers: int = 1
    ) -> Summary:
        """Import a batch of parsed reports and return the number of rows by outcome; see ``importing.import_batch``."""
        return import_batch(self.engine, batch, by=by or self.by, progress=progress, workers=workers)

    def incidents(
        self,
        *,
        as_of: str | datetime | None = None,
        where: Mapping[str, str] | None = None,
        statuses: Sequence[str] | None = ("accepted",),
    ) -> gpd.GeoDataFrame:
        """Return incidents with ``model.LEDGER_COLUMNS``, filtered by time, conditions and status.

        Parameters
        ----------
        as_of
            A time: ISO 8601 text or a datetime, UTC without a time zone; a date means its start. None is now.
        where
            Conditions as column to value; None selects all. See ``conditions.select``.
        statuses
            Statuses to return: proposed, accepted, retracted; None returns all. A status in ``where`` takes precedence.

        Raises
        ------
        UsageError
            A status, column or value is unknown.
        """
        wanted = where or {}
        if unknown := next((status for status in statuses or () if status not in model.STATUSES), ""):
            raise UsageError(f"{unknown!r} is not a status; use one of {', '.join(model.STATUSES)}")
        with self._reading() as connection:
            frame = state.to_frame(history.states(connection, as_of=as_of))
        if statuses is not None and "status" not in wanted:
            frame = frame[frame["status"].isin(statuses)].reset_index(drop=True)
        return conditions.select(frame, wanted)

    def acts(
        self,
        *,
        as_of: str | datetime | None = None,
        where: Mapping[str, str] | None = None,
        statuses: Sequence[str] | None = ("accepted",),
    ) -> pd.DataFrame:
        """Return the acts of the selected incidents, one row per act; see ``act.acts_frame`` and ``incidents``."""
        return acts_frame(self.incidents(as_of=as_of, where=where, statuses=statuses))

    def events(self, *, as_of: str | datetime | None = None, statuses: Sequence[str] = ("accepted",)) -> pd.DataFrame:
        """Return context events with ``model.EVENT_COLUMNS``, ``id`` and ``status``, filtered by time and status."""
        with self._reading() as connection:
            up_to = None if as_of is None else history.last_run(connection, as_of)
            return events.frame(events.states(connection, up_to=up_to), statuses=statuses)

    def history(self, name: str) -> list[dict[str, Any]]:
        """Return the revisions of one incident or event, oldest first; raise TrackerError for an unknown id."""
        with self._reading() as connection:
            if name.startswith(events.PREFIX):
                events.existing(connection, name)
                return events.revisions(connection, name)
            return history.of_incident(connection, name)

    def changes(self, since: str) -> pd.DataFrame:
        """Return the revisions of incidents after a timestamp or a run (``run:12``), oldest first."""
        import pandas as pd

        columns = ["incident_id", "revision", "at", "field", "old", "new", "by", "reason", "run_id", "action"]
        with self._reading() as connection:
            return pd.DataFrame(history.changes_since(connection, since), columns=columns)

    def event_changes(self, since: str) -> list[dict[str, Any]]:
        """Return the revisions of events after a timestamp or a run (``run:12``), oldest first."""
        with self._reading() as connection:
            return events.revisions(connection, after=history.run_before(connection, since))

    def require_proof(self, *, quick: bool = False) -> None:
        """Raise TrackerError if the ledger fails verification; see ``proof.require_sound``."""
        with self._reading() as connection:
            proof.require_sound(connection, quick=quick)

    def require_clock(self, at: str) -> None:
        """Raise TrackerError if ``at`` is too far ahead of the last entry; see ``runs.require_not_ahead``."""
        with self._reading() as connection:
            runs.require_not_ahead(connection, at)

    def last_instant(self) -> str | None:
        """Return the time of the ledger's last visible change (ISO 8601, UTC), or None if there is none."""
        with self._reading() as connection:
            return history.last_instant(connection)

    def head(self) -> dict[str, Any] | None:
        """Return ``run``, ``at`` and ``hash`` of the last run that changed visible content; None if there is none."""
        with self._reading() as connection:
            return history.head(connection)

    preview_batch = _of_engine(preview_batch)
    quarantined = _of_engine(waiting.rows)
    reviews = _of_engine(deciding.reviews)
    reports = _of_engine(deciding.reports)
    compare = _of_engine(deciding.compare)
    evidence = _of_engine(evidence.of_incident)
    dismiss = _of_engine(waiting.dismiss, signed=True)
    retry = _of_engine(importing.retry, signed=True)
    retry_row = _of_engine(importing.retry_row, signed=True)
    undo = _of_engine(undoing.undo, signed=True)
    refresh = _of_engine(editing.refresh, signed=True)

    def create(self, values: Mapping[str, str], *, reason: str, by: str | None = None) -> str:
        """Add an incident entered by a user, and return its id; see ``deciding.create``."""
        return deciding.create(self.engine, values, self._decision("write", reason, by))

    def amend(self, name: str, values: Mapping[str, str], *, reason: str, **who: Unpack[_Who]) -> list[str]:
        """Change facts of an incident or event, and return the names of the changed fields; see ``editing.amend``."""
        decision = self._decision("amend", reason, **who)
        if name.startswith(events.PREFIX):
            return events.change(self.engine, name, values, decision)
        return editing.amend(self.engine, name, values, decision)

    def accept(
        self, name: str, *, values: Mapping[str, str] | None = None, reason: str = "accepted", **who: Unpack[_Who]
    ) -> list[str]:
        """Accept an incident or event, and return the names of the changed fields; see ``editing.accept``."""
        decision = self._decision("accept", reason, **who)
        if name.startswith(events.PREFIX):
            return events.change(self.engine, name, values or {}, decision, status="accepted")
        return editing.accept(self.engine, name, values or {}, decision)

    def retract(self, name: str, *, reason: str, **who: Unpack[_Who]) -> list[str]:
        """Retract an incident or event, and return the names of the changed fields; see ``editing.retract``."""
        return self._take_back(name, self._decision("retract", reason, **who))

    def reject(self, name: str, *, reason: str, **who: Unpack[_Who]) -> list[str]:
        """Reject a proposed incident or event by setting its status to retracted; see ``editing.retract``."""
        return self._take_back(name, self._decision("reject", reason, **who))

    def _take_back(self, name: str, decision: runs.Decision) -> list[str]:
        if name.startswith(events.PREFIX):
            return events.change(self.engine, name, {}, decision, status="retracted")
        return editing.retract(self.engine, name, decision)

    def _decision(
        self, action: str, reason: str, by: str | None = None, expected_revision: int | None = None
    ) -> runs.Decision:
        return runs.Decision(action, reason, by or self.by, expected_revision)

    def join(
        self, first: str, second: str, *, fields: Iterable[str] | None = None, reason: str,
        expected_second: int | None = None, **who: Unpack[_Who],
    ) -> str:  # fmt: skip
        """Merge the second incident into the first, taking the given fields from the second; see ``deciding.join``."""
        decision = self._decision("join", reason, **who)
        return deciding.join(self.engine, first, second, decision, fields=fields, expected_second=expected_second)

    def link(self, first: str, second: str, *, reason: str, by: str | None = None) -> str:
        """Merge the second incident into the first, which keeps all fields that it has; see ``deciding.join``."""
        return deciding.join(self.engine, first, second, self._decision("link", reason, by))

    def split(self, incident_id: str, reports: Sequence[str], *, reason: str, **who: Unpack[_Who]) -> list[str]:
        """Move reports out of an incident into incidents of their own; see ``deciding.split``."""
        return deciding.split(self.engine, incident_id, reports, self._decision("split", reason, **who))

    def mark_as_event(self, incident_id: str, values: Mapping[str, str], *, reason: str, **who: Unpack[_Who]) -> str:
        """Turn a proposed incident into a context event and return the event's id; see ``deciding.mark_as_event``."""
        return deciding.mark_as_event(self.engine, incident_id, values, self._decision("event", reason, **who))

    def groups(self) -> dict[str, list[str]]:
        """Return groups of proposals that probably describe the same incident; see ``holding.groups_of_proposals``."""
        with self._reading() as connection:
            return holding.groups_of_proposals(connection)

    def export(
        self,
        file: Path | str,
        *,
        as_of: str | datetime | None = None,
        where: Mapping[str, str] | None = None,
        zones: str | None = None,
    ) -> list[Path]:
        """Write incidents to a file and return the paths written; see ``conditions.select`` and ``export.write``.

        Raises
        ------
        TrackerError
            No incident meets ``where``, or the file cannot be written.
        """
        with self.one_state():
            found, events = self.incidents(statuses=None, as_of=as_of, where=where), self.events(as_of=as_of)
            if where and found.empty:
                conditions.refuse_empty(self.incidents(statuses=None, as_of=as_of), where)
        return export.write(found, Path(file), events=None if where else events, zones=zones)
