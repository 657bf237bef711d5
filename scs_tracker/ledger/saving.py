"""Writes an incident that changes: its fields as revisions, who says them into the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.ledger import history, journal, runs, state
from scs_tracker.ledger.tables import incident

if TYPE_CHECKING:
    from scs_tracker.ledger.runs import Run


def save(run: Run, old: state.State, new: state.State, provenance: str | None, reason: str) -> list[str]:
    """Change fields of an incident that is there.

    Parameters
    ----------
    run
        The run that it is part of.
    old
        Its row as it is.
    new
        Fields and their new values; equal ones are no change.
    provenance
        Who says each field, as text; None leaves it.
    reason
        Why, in words.

    Returns
    -------
    list of str
        The fields that changed.
    """
    changed = state.changed_fields(old, new)
    values: dict[str, Any] = {}
    if provenance is not None and provenance != old[journal.PROVENANCE]:
        values[journal.PROVENANCE] = provenance
        before = {journal.PROVENANCE: old[journal.PROVENANCE]}
        journal.note(run, incident.name, [([old["id"]], before, {journal.PROVENANCE: provenance})])
    if changed:
        number = old["revision"] + 1
        history.record(run, [(old["id"], number, old, new)], reason)
        values |= {name: new[name] for name in changed} | {"revision": number, "updated_at": run.at}
        if run.action not in runs.OF_THE_PROGRAM:
            values["decided_by"] = run.by
    if values:
        run.connection.execute(sa.update(incident).where(incident.c.id == old["id"]).values(**values))
    return changed


def make(run: Run, incident_id: str, new: state.State, provenance: str, reason: str) -> None:
    """Add an incident."""
    decided_by = "" if run.action in runs.OF_THE_PROGRAM else run.by
    number = history.last_revision(run.connection, incident_id) + 1
    values = {"id": incident_id, **new, "provenance": provenance, "revision": number, "updated_at": run.at}
    run.connection.execute(sa.insert(incident).values(**values, decided_by=decided_by))
    history.record(run, [(incident_id, number, {}, new)], reason)
    journal.note(run, incident.name, [([incident_id], None, {journal.PROVENANCE: provenance})])
