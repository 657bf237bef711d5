"""Revisions: every change of an incident, what it was as of any instant, and what changed since."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import state
from scs_tracker.ledger.tables import incident, revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

#: The field name of the revision that makes an incident; its new value is the whole state.
CREATED = "created"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a change was made, by whom or what, why, and in which run."""

    at: str
    by: str
    reason: str
    run_id: int


#: Incident id, its new revision number, its old fields (empty for a new incident) and its new fields.
Change = tuple[str, int, state.State, state.State]


def record(connection: Connection, changes: Sequence[Change], stamp: Stamp) -> None:
    """Write the revisions of incidents that change, inside a writing transaction."""
    rows: list[dict[str, Any]] = []
    stamped = asdict(stamp)
    for incident_id, number, old, new in changes:
        common = {"incident_id": incident_id, "revision": number, **stamped}
        if not old:
            rows.append({**common, "field": CREATED, "old": None, "new": state.canonical(new)})
            continue
        rows += [
            {**common, "field": field, "old": state.canonical(old[field]), "new": state.canonical(new[field])}
            for field in state.changed_fields(old, new)
        ]
    if rows:
        connection.execute(sa.insert(revision), rows)


def replay(rows: Iterable[Mapping[str, Any]]) -> list[state.State]:
    """Return the incidents that revisions leave, from nothing else.

    Parameters
    ----------
    rows
        Rows of the revision table in the order of their ids.
    """
    incidents: dict[str, state.State] = {}
    for row in rows:
        current = incidents.setdefault(row["incident_id"], {"id": row["incident_id"]})
        if row["field"] == CREATED:
            current.update(json.loads(row["new"]))
        else:
            current[row["field"]] = json.loads(row["new"])
        current["revision"] = row["revision"]
        current["updated_at"] = row["at"]
    return list(incidents.values())


def states(connection: Connection, *, as_of: str | None = None) -> list[state.State]:
    """Return all incidents as they are, or as they were at the instant ``as_of`` (ISO 8601, UTC)."""
    if as_of is None:
        return [dict(row) for row in connection.execute(sa.select(incident)).mappings()]
    query = sa.select(revision).where(revision.c.at <= as_of).order_by(revision.c.id)
    return replay([dict(row) for row in connection.execute(query).mappings()])


def last_instant(connection: Connection) -> str | None:
    """Return when the ledger last changed; None while it is empty."""
    instant: str | None = connection.execute(sa.select(sa.func.max(revision.c.at))).scalar_one()
    return instant


def of_incident(connection: Connection, incident_id: str) -> list[dict[str, Any]]:
    """Return the revisions of one incident, oldest first.

    Raises
    ------
    TrackerError
        There is no such incident.
    """
    query = sa.select(revision).where(revision.c.incident_id == incident_id).order_by(revision.c.id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if not rows:
        near = _nearest_ids(connection, incident_id)
        hint = f"; near are {', '.join(near)}" if near else ""
        raise TrackerError(f"there is no incident {incident_id!r} in the ledger{hint}")
    return rows


def changes_since(connection: Connection, since: str) -> list[dict[str, Any]]:
    """Return the revisions after the instant ``since`` (ISO 8601, UTC; a date means its start), oldest first."""
    query = sa.select(revision).where(revision.c.at > since).order_by(revision.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _nearest_ids(connection: Connection, incident_id: str) -> list[str]:
    from rapidfuzz import process

    known = list(connection.execute(sa.select(incident.c.id)).scalars())
    return [match for match, _, _ in process.extract(incident_id, known, limit=3, score_cutoff=70)]
