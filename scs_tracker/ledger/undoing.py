"""Undo a decision exactly, unless a later change depends on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import history, journal, runs, saving, state
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import event, incident, revision
from scs_tracker.ledger.tables import journal as journal_table
from scs_tracker.ledger.tables import run as run_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection, Engine, RowMapping

    from scs_tracker.ledger.runs import Run


def undo(engine: Engine, number: int | None = None, *, by: str | None = None) -> dict[str, Any]:
    """Undo a reviewer's decision: restore incidents, links, decisions, review pairs and events exactly.

    ``number`` is the run to undo; None means the last decision of ``by``. Raises TrackerError if a later change depends
    on it. Returns ``run``, ``action``, ``by`` and ``at`` of the undone run, and ``incidents``, the changed ids.
    """
    with runs.running(engine, "undo", by=by) as one:
        row = _decision(one, number)
        reason = f"undone: {row['action']} of {row['at'][:16].replace('T', ' ')}Z"
        one.summary = {"undone": row["id"], "action": row["action"], "reason": reason}
        changed = _take_back(one, row, reason)
        return {**{name: row[name] for name in ("action", "by", "at")}, "run": row["id"], "incidents": sorted(changed)}


def last_decision(engine: Engine, by: str | None = None) -> dict[str, Any] | None:
    """Return the run of the last decision by a user (None: by anyone), skipping undos and undone decisions, or None."""
    with reading(engine) as connection:
        return _last(connection, by)


def _last(connection: Connection, by: str | None) -> dict[str, Any] | None:
    decided = (run_table.c.content == 1, run_table.c.action.not_in(runs.OF_THE_PROGRAM), run_table.c.hash != "")
    query = sa.select(run_table).where(*decided)
    return _standing(connection.execute(query.order_by(run_table.c.id.desc())).mappings(), by)


def _standing(newest_first: Iterable[RowMapping], by: str | None = None) -> dict[str, Any] | None:
    """Return the newest run of ``by`` (None: of any user) that is neither undone nor an undo, or None."""
    undone: set[int] = set()
    for row in newest_first:
        if row["id"] in undone:
            continue
        if row["action"] == "undo":
            undone.add(json.loads(row["summary"])["undone"])
        elif by is None or row["by"] == by:
            return dict(row)
    return None


def _decision(one: Run, number: int | None) -> dict[str, Any]:
    if number is None:
        row = _last(one.connection, one.by)
        if row is None:
            raise TrackerError(f"there is no decision by {one.by} to undo; name a run: scs-tracker undo RUN")
        return row
    found = one.connection.execute(sa.select(run_table).where(run_table.c.id == number)).mappings().one_or_none()
    if found is None or number == one.id:
        raise TrackerError(
            f"there is no run {number} in the ledger; scs-tracker history ID shows the runs of an incident"
        )
    row = dict(found)
    if row["action"] in runs.OF_THE_PROGRAM or not row["content"]:
        raise TrackerError(
            f"run {number} is not a decision but {row['action']}; amend, retract or split the incidents that it added"
        )
    return row


def _take_back(one: Run, row: dict[str, Any], reason: str) -> set[str]:
    """Restore the earlier content of everything that a run changed; return the ids of its incidents and events."""
    query = sa.select(revision).where(revision.c.run_id == row["id"]).order_by(revision.c.id)
    revisions = [dict(change) for change in one.connection.execute(query).mappings()]
    query = sa.select(journal_table).where(journal_table.c.run_id == row["id"]).order_by(journal_table.c.id)
    entries = [dict(entry) for entry in one.connection.execute(query).mappings()]
    _require_last(one.connection, row, revisions, entries)
    before: dict[tuple[str, str], str | None] = {}
    for entry in entries:
        before.setdefault((entry["subject"], entry["key"]), entry["old"])
    remade = _take_back_incidents(one, revisions, before, reason)
    for (subject, key), old in reversed(before.items()):
        content = None if old is None else json.loads(old)
        if subject != incident.name:
            journal.put_back(one, journal.KEPT[subject], json.loads(key), content)
        elif json.loads(key)[0] not in remade:
            _put_provenance(one, json.loads(key)[0], content)
    made = {change["incident_id"] for change in revisions if change["field"] == history.CREATED}
    for incident_id in made:  # last, because the rows that referred to them are removed by now
        there = journal.row_of(one.connection, incident, [incident_id]) or {}
        fields = {name: value for name, value in there.items() if name not in _NOT_OF_THE_STATE}
        history.record(one, [(incident_id, there["revision"] + 1, fields, {})], reason)
        one.connection.execute(sa.delete(incident).where(incident.c.id == incident_id))
    events = {json.loads(entry["new"] or entry["old"])["id"] for entry in entries if entry["subject"] == event.name}
    return events | {change["incident_id"] for change in revisions}


def _require_last(
    connection: Connection, row: dict[str, Any], revisions: list[dict[str, Any]], entries: list[dict[str, Any]]
) -> None:
    """Raise TrackerError if anything that the run ``row`` changed was changed later."""
    for incident_id, number in {change["incident_id"]: change["revision"] for change in revisions}.items():
        if _changed_since(connection, incident_id, number):
            _refuse(connection, row, incident_id)
    for (subject, key), new in {(entry["subject"], entry["key"]): entry["new"] for entry in entries}.items():
        if _plain(_now(connection, subject, json.loads(key))) != _plain(new):
            _refuse(connection, row, ", ".join(map(str, json.loads(key))))


def _changed_since(connection: Connection, incident_id: str, number: int) -> bool:
    """Return True if an incident differs from its revision ``number``, apart from undone changes."""
    later = sa.select(revision).where(revision.c.incident_id == incident_id, revision.c.revision > number)
    was: dict[str, str | None] = {}
    now: dict[str, str | None] = {}
    for change in connection.execute(later.order_by(revision.c.id)).mappings():
        # creation and removal are the two states of the same property
        field = history.CREATED if change["field"] == history.REMOVED else change["field"]
        was.setdefault(field, change["old"])
        now[field] = change["new"]
    return was != now


def _take_back_incidents(
    one: Run, revisions: list[dict[str, Any]], before: dict[tuple[str, str], str | None], reason: str
) -> set[str]:
    """Restore fields of incidents and recreate removed incidents; return the ids of the recreated ones."""
    old: dict[str, dict[str, Any]] = {}
    remade = set()
    for change in revisions:
        incident_id = change["incident_id"]
        if change["field"] == history.REMOVED:
            said_by = before.get((incident.name, state.canonical([incident_id])))
            provenance = json.loads(said_by)[journal.PROVENANCE] if said_by else "{}"
            saving.make(one, incident_id, json.loads(change["old"]), provenance, reason)
            remade.add(incident_id)
        elif change["field"] != history.CREATED:
            old.setdefault(incident_id, {})[change["field"]] = json.loads(change["old"])
    for incident_id, fields in old.items():
        saving.save(one, journal.row_of(one.connection, incident, [incident_id]) or {}, fields, None, reason)
    return remade


_NOT_OF_THE_STATE: Final = frozenset({"id", "provenance", "revision", "updated_at", "decided_by"})


def _now(connection: Connection, subject: str, key: list[Any]) -> str | None:
    of_incident = subject == incident.name
    held = journal.row_of(connection, incident if of_incident else journal.KEPT[subject], key)
    if held is None:
        return None
    return state.canonical(
        {journal.PROVENANCE: held[journal.PROVENANCE]} if of_incident else journal.kept(subject, held)
    )


def _plain(content: str | None) -> dict[str, Any] | None:
    """Return the content of a row without its revision number and update time, or None if there is none."""
    if content is None:
        return None
    return {name: value for name, value in json.loads(content).items() if name not in {"revision", "updated_at"}}


def _put_provenance(one: Run, incident_id: str, before: dict[str, Any] | None) -> None:
    there = journal.row_of(one.connection, incident, [incident_id])
    held = None if there is None else {journal.PROVENANCE: there[journal.PROVENANCE]}
    if before is not None:
        text = before[journal.PROVENANCE]
        one.connection.execute(sa.update(incident).where(incident.c.id == incident_id).values(provenance=text))
    journal.note(one, incident.name, [([incident_id], held, before)])


def _refuse(connection: Connection, row: dict[str, Any], what: str) -> None:
    changed_it = sa.or_(
        run_table.c.id.in_(sa.select(revision.c.run_id).where(revision.c.incident_id == what)),
        run_table.c.id.in_(sa.select(journal_table.c.run_id).where(journal_table.c.key.contains(what))),
    )
    later = sa.select(run_table).where(run_table.c.id > row["id"], run_table.c.hash != "", changed_it)
    found = _standing(connection.execute(later.order_by(run_table.c.id.desc())).mappings())
    since = f" by run {found['id']} ({found['action']}, {found['by']})" if found else ""
    raise TrackerError(
        f"run {row['id']} ({row['action']}, {row['by']}) cannot be undone: {what} was changed since{since}; undo "
        "the later change first"
    )
