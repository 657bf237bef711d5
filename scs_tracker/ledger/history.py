"""Revisions: every change of an incident, what it was as of any instant, and what changed since."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import state
from scs_tracker.ledger.store import now
from scs_tracker.ledger.tables import incident, revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

_RUN = re.compile(r"run:(\d{1,9})", re.ASCII)
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


def instant(text: str | datetime) -> str:
    """Return an instant as the ledger writes instants: UTC, to the microsecond, so that text order is time order.

    Parameters
    ----------
    text
        ISO 8601, or a datetime. A date, month or year means its first instant; without a zone it is UTC.

    Raises
    ------
    UsageError
        It is no instant.

    Examples
    --------
    >>> instant("2024-06-17"), instant("2024-06-17T08:00+08:00")
    ('2024-06-17T00:00:00.000000Z', '2024-06-17T00:00:00.000000Z')
    """
    plain = str(text).strip()
    if model.is_partial_date(plain):
        plain = model.first_day(plain)
    try:
        moment = datetime.fromisoformat(plain)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{plain!r} is no instant; write for example 2024-06-17, 2024-06-17T08:30Z or 2024-06-17T16:30+08:00"
        ) from None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0")


def states(connection: Connection, *, as_of: str | datetime | None = None) -> list[state.State]:
    """Return all incidents as they are, or as they were at the instant ``as_of``; see ``instant``.

    Raises
    ------
    UsageError
        It is no instant, or one that has not come: what the ledger will hold then nobody knows.
    """
    if as_of is None:
        return [dict(row) for row in connection.execute(sa.select(incident)).mappings()]
    moment = instant(as_of)
    if moment > max(now(), last_instant(connection) or ""):
        raise UsageError(f"{as_of} has not come yet; name a past instant, or none for the ledger as it is")
    query = sa.select(revision).where(revision.c.at <= moment).order_by(revision.c.id)
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
    """Return the revisions after ``since``, oldest first: an instant (see ``instant``), or ``run:12`` for a run."""
    run = _RUN.fullmatch(since.strip())
    later = revision.c.run_id > int(run[1]) if run else revision.c.at > instant(since)
    query = sa.select(revision).where(later).order_by(revision.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _nearest_ids(connection: Connection, incident_id: str) -> list[str]:
    from rapidfuzz import process

    known = list(connection.execute(sa.select(incident.c.id)).scalars())
    return [match for match, _, _ in process.extract(incident_id, known, limit=3, score_cutoff=70)]
