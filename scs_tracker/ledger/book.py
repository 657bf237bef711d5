"""The ledger as one object: what notebooks and the command line work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.ledger import deciding, editing, export, history, retrying, state
from scs_tracker.ledger.importing import Summary, collector_paused, import_batch, preview_batch
from scs_tracker.ledger.planning import silent
from scs_tracker.ledger.store import open_ledger, reading
from scs_tracker.ledger.tables import event
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    import geopandas as gpd
    import pandas as pd

    from scs_tracker.ledger.planning import Progress
    from scs_tracker.sources.batch import Batch


class Ledger:
    """An open ledger.

    Parameters
    ----------
    url
        A SQLAlchemy URL: ``sqlite:///tracker.db`` or a PostgreSQL address.
    create
        Make the database if it is not there; False refuses instead.

    Raises
    ------
    TrackerError
        It cannot be opened.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        self.engine = open_ledger(url, create=create)

    def __repr__(self) -> str:
        return f"Ledger({self.engine.url.render_as_string()!r})"

    def import_file(
        self,
        file: Path | str,
        *,
        format_: str | None = None,
        columns: Mapping[str, str] | None = None,
        progress: Progress = silent,
    ) -> Summary:
        """Import one file of reports; see ``sources.formats.read_reports`` and ``importing.import_batch``."""
        with collector_paused():
            batch = read_reports(Path(file), format_=format_, columns=columns)
            return import_batch(self.engine, batch, progress=progress)

    def import_batch(self, batch: Batch, *, progress: Progress = silent) -> Summary:
        """Import what a reader gave; see ``importing.import_batch``."""
        return import_batch(self.engine, batch, progress=progress)

    def preview_batch(self, batch: Batch) -> Summary:
        """Say what an import would do, and write nothing; see ``importing.preview_batch``."""
        return preview_batch(self.engine, batch)

    def incidents(
        self, *, as_of: str | datetime | None = None, where: Mapping[str, str] | None = None
    ) -> gpd.GeoDataFrame:
        """Return the incidents with ``model.LEDGER_COLUMNS``, retracted ones included.

        Parameters
        ----------
        as_of
            An instant (ISO 8601 or a datetime; without a zone UTC, a date is its start); None is now.
        where
            Column to value; None is all. See ``export.select``.
        """
        with reading(self.engine) as connection:
            frame = state.to_frame(history.states(connection, as_of=as_of))
        return export.select(frame, where or {})

    def events(self) -> pd.DataFrame:
        """Return the context events with ``model.EVENT_COLUMNS``."""
        with reading(self.engine) as connection:
            return state.events_frame([dict(row) for row in connection.execute(sa.select(event)).mappings()])

    def quarantined(self) -> list[dict[str, Any]]:
        """Return the rows that could not be read, with file, row, raw text and reasons; see ``retrying.waiting``."""
        return retrying.waiting(self.engine)

    def retry(self, file: str, *, format_: str | None = None, columns: Mapping[str, str] | None = None) -> Summary:
        """Read a mended file again from which rows wait in quarantine; see ``retrying.retry``."""
        return retrying.retry(self.engine, file, format_=format_, columns=columns)

    def history(self, incident_id: str) -> list[dict[str, Any]]:
        """Return the revisions of one incident, oldest first."""
        with reading(self.engine) as connection:
            return history.of_incident(connection, incident_id)

    def changes(self, since: str) -> pd.DataFrame:
        """Return the revisions after an instant or a run (``run:12``), oldest first; see ``history.changes_since``."""
        import pandas as pd

        columns = ["incident_id", "revision", "at", "field", "old", "new", "by", "reason", "run_id"]
        with reading(self.engine) as connection:
            return pd.DataFrame(history.changes_since(connection, since), columns=columns)

    def amend(self, incident_id: str, values: Mapping[str, str], *, reason: str) -> list[str]:
        """Change facts of an incident; see ``editing.amend``."""
        return editing.amend(self.engine, incident_id, values, reason=reason)

    def retract(self, incident_id: str, *, reason: str) -> list[str]:
        """Retract an incident; see ``editing.retract``."""
        return editing.retract(self.engine, incident_id, reason=reason)

    def accept(self, incident_id: str, *, reason: str) -> list[str]:
        """Accept an incident; see ``editing.accept``."""
        return editing.accept(self.engine, incident_id, reason=reason)

    def link(self, first: str, second: str, *, reason: str) -> str:
        """Decide that two incidents are one; see ``deciding.link``."""
        return deciding.link(self.engine, first, second, reason=reason)

    def split(self, incident_id: str, reports: Sequence[str], *, reason: str) -> list[str]:
        """Decide that reports tell of another incident; see ``deciding.split``."""
        return deciding.split(self.engine, incident_id, reports, reason=reason)

    def reviews(self) -> list[dict[str, Any]]:
        """Return the pairs that wait for a person; see ``deciding.reviews``."""
        return deciding.reviews(self.engine)

    def reports(self, incident_id: str) -> list[dict[str, Any]]:
        """Return the reports of an incident: key, how each came to it, and the reasons."""
        return deciding.reports(self.engine, incident_id)

    def refresh(self) -> dict[str, int]:
        """Compute positions and standings again; see ``editing.refresh``."""
        return editing.refresh(self.engine)

    def export(
        self, file: Path | str, *, as_of: str | datetime | None = None, where: Mapping[str, str] | None = None
    ) -> list[Path]:
        """Write incidents to a file; see ``export.select`` for ``where`` and ``export.write`` for formats."""
        return export.write(self.incidents(as_of=as_of, where=where), Path(file))

    def last_instant(self) -> str | None:
        """Return when the ledger last changed (ISO 8601, UTC); None while it is empty."""
        with reading(self.engine) as connection:
            return history.last_instant(connection)
