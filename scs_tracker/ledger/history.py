"""Record revisions of incidents, and return past states and the changes since a time or run."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import runs, state
from scs_tracker.ledger.store import now
from scs_tracker.ledger.tables import INTEGER_FIELDS, incident, revision, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.ledger.runs import Run

_RUN = re.compile(r"run:(\d{1,9})", re.ASCII)
#: Field name of the revision that creates an incident; its new value is the whole state.
CREATED = "created"
#: Field name of the revision that removes an incident when its creation is undone; its old value is the whole state.
REMOVED = "removed"
#: Fields added to the schema later, which older revisions lack, and their default values.
_LATER_FIELDS: Final = (
    "first_speakers", "other_side", "independent_witnesses", "acts", "encounter_confirmed", "claims", "within_200nm",
    "settled",
)  # fmt: skip
_ABSENT: Final = {name: 0 if name in INTEGER_FIELDS else "" for name in _LATER_FIELDS}

#: Incident id, its new revision number, its old fields (empty for a new incident) and its new fields (empty for a
#: removed incident).
Change = tuple[str, int, state.State, state.State]


def record(one: Run, changes: Sequence[Change], reason: str) -> None:
    """Write the revisions of new, changed and removed incidents, as part of a run."""
    rows: list[dict[str, Any]] = []
    for incident_id, number, old, new in changes:
        common = {"incident_id": incident_id, "revision": number, "at": one.at, "by": one.by, "reason": reason}
        if not old:
            rows.append({**common, "field": CREATED, "old": None, "new": state.canonical(new)})
        elif not new:
            rows.append({**common, "field": REMOVED, "old": state.canonical(old), "new": None})
        else:
            rows += [
                {**common, "field": field, "old": state.canonical(old[field]), "new": state.canonical(new[field])}
                for field in state.changed_fields(old, new)
            ]
    runs.write(one, revision, rows)


def replay(rows: Iterable[Mapping[str, Any]]) -> list[state.State]:
    """Return the incidents that result from ``rows``: revisions in order, each with the ``action`` of its run."""
    incidents: dict[str, state.State] = {}
    for row in rows:
        if row["field"] == REMOVED:
            incidents.pop(row["incident_id"], None)
            continue
        current = incidents.setdefault(row["incident_id"], {"id": row["incident_id"], **_ABSENT, "decided_by": ""})
        if row["field"] == CREATED:
            current.update(json.loads(row["new"]))
        else:
            current[row["field"]] = json.loads(row["new"])
        current["revision"] = row["revision"]
        current["updated_at"] = row["at"]
        if row["action"] not in runs.OF_THE_PROGRAM:
            current["decided_by"] = row["by"]
    return list(incidents.values())


def revisions(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return a query of the revisions that meet ``where``, in order, each with the action of its run."""
    query = sa.select(revision, run.c.action).join_from(revision, run, revision.c.run_id == run.c.id)
    return query.where(*where).order_by(revision.c.id)


def instant(text: str | datetime) -> str:
    """Return a timestamp in the ledger's form (UTC, microseconds), in which text order is chronological order.

    ``text`` is ISO 8601 text or a datetime, UTC without a time zone; a date, month or year means its start. Raises
    UsageError for a text that is not a valid time.

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
            f"{plain!r} is not a valid time; use for example 2024-06-17, 2024-06-17T08:30Z or 2024-06-17T16:30+08:00"
        ) from None
    return runs.written(moment)


def states(connection: Connection, *, as_of: str | datetime | None = None) -> list[state.State]:
    """Return all incidents in their current state, or in their state at the time ``as_of``."""
    if as_of is None:
        return [dict(row) for row in connection.execute(sa.select(incident)).mappings()]
    query = revisions(revision.c.run_id <= last_run(connection, as_of))
    replayed = replay(dict(row) for row in connection.execute(query).mappings())
    # for states from before the field ``acts``, derive the acts from the columns
    return [one if one["acts"] else one | state.with_acts(one) for one in replayed]


def last_run(connection: Connection, as_of: str | datetime) -> int:
    """Return the number of the last run up to a time, or 0 if there is none.

    Runs are ordered by number. If a wrong clock gave earlier runs later times, all runs numbered before the last run up
    to the time are included. Raises UsageError for a time in the future.
    """
    moment = instant(as_of)
    if moment > max(now(), last_instant(connection) or ""):
        raise UsageError(f"{as_of} is in the future; use a past time, or omit it for the current state")
    return _run_at(connection, moment)


def _run_at(connection: Connection, moment: str) -> int:
    return int(connection.execute(sa.select(sa.func.max(run.c.id)).where(run.c.at <= moment)).scalar_one() or 0)


def last_instant(connection: Connection) -> str | None:
    """Return the time of the last visible change, or None if there is none."""
    query = sa.select(sa.func.max(run.c.at)).where(run.c.content == 1)
    instant: str | None = connection.execute(query).scalar_one()
    return instant


def head(connection: Connection, *, seen: bool = True) -> dict[str, Any] | None:
    """Return ``run``, ``at`` and ``hash`` of the last run (``seen``: of the last visible change), or None."""
    query = sa.select(run.c.id, run.c.at, run.c.hash).where(*([run.c.content == 1] if seen else ()))
    row = connection.execute(query.order_by(run.c.id.desc()).limit(1)).first()
    return None if row is None else {"run": row.id, "at": row.at, "hash": row.hash}


def of_incident(connection: Connection, incident_id: str) -> list[dict[str, Any]]:
    """Return the revisions of one incident, oldest first; raise TrackerError for an unknown id."""
    query = revisions(revision.c.incident_id == incident_id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    if not rows:
        refuse_unknown(connection, incident_id)
    return rows


def refuse_unknown(connection: Connection, incident_id: str) -> NoReturn:
    """Raise TrackerError for an unknown incident id; the message lists similar ids."""
    from rapidfuzz import process

    known = list(connection.execute(sa.select(incident.c.id)).scalars())
    near = [match for match, _, _ in process.extract(incident_id, known, limit=3, score_cutoff=70)]
    hint = f"similar ids are {', '.join(near)}" if near else "check the id"
    raise TrackerError(f"there is no incident {incident_id!r} in the ledger; {hint}")


def changes_since(connection: Connection, since: str) -> list[dict[str, Any]]:
    """Return the revisions of incidents after a time (see ``instant``) or a run (``run:12``), oldest first."""
    query = revisions(revision.c.run_id > run_before(connection, since))
    return [dict(row) for row in connection.execute(query).mappings()]


def run_before(connection: Connection, since: str) -> int:
    """Return the run number in ``run:12``, or the number of the last run up to a time (0 if there is none)."""
    named = _RUN.fullmatch(since.strip())
    return int(named[1]) if named else _run_at(connection, instant(since))
