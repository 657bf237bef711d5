"""Write new and changed incidents: their fields as revisions, and their provenance to the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.ledger import history, journal, runs, state
from scs_tracker.ledger.tables import incident, revision
from scs_tracker.ledger.tables import run as run_table

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from scs_tracker.ledger.runs import Run


def save(run: Run, old: state.State, new: state.State, provenance: str | None, reason: str) -> list[str]:
    """Change fields of an incident, and its provenance unless that is None; return the names of the changed fields."""
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
    """Insert an incident, with the revision that creates it and its provenance, as part of a run."""
    decided_by = "" if run.action in runs.OF_THE_PROGRAM else run.by
    before = sa.select(sa.func.max(revision.c.revision)).where(revision.c.incident_id == incident_id)
    number = (run.connection.execute(before).scalar_one() or 0) + 1
    values = {"id": incident_id, **new, "provenance": provenance, "revision": number, "updated_at": run.at}
    run.connection.execute(sa.insert(incident).values(**values, decided_by=decided_by))
    history.record(run, [(incident_id, number, {}, new)], reason)
    journal.note(run, incident.name, [([incident_id], None, {journal.PROVENANCE: provenance})])


def add_acts(connection: Connection) -> None:
    """Add acts derived from columns to each incident without acts, in a run that counts as no visible change."""
    olds = [dict(row) for row in connection.execute(sa.select(incident).where(incident.c.acts == "")).mappings()]
    if not olds:
        return
    last = connection.execute(sa.select(sa.func.max(run_table.c.at))).scalar_one()
    with runs.sealed(connection, "migrate", by="", content=False, at=last) as one:
        for old in olds:
            save(one, old, state.with_acts(old), None, "acts derived from the columns")
        one.summary = {"schema": "0003", "incidents": len(olds)}
