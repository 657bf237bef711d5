"""Import: validate, place, classify, then write a whole file in one transaction, or nothing of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import history, state
from scs_tracker.ledger.store import now, reading, writing
from scs_tracker.ledger.tables import FACT_FIELDS, event, incident, incident_report, quarantine, report, run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.sources.batch import Batch, Reject, Report

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the rows of a file: ``read`` is the sum of all others."""

    read: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    linked: int = 0
    quarantined: int = 0

    def __add__(self, other: Summary) -> Summary:
        pairs = zip(asdict(self).items(), asdict(other).values(), strict=True)
        return Summary(**{name: mine + theirs for (name, mine), theirs in pairs})


@dataclass(slots=True)
class _Plan:
    """All that an import will write, computed before the database is locked."""

    new_reports: list[dict[str, Any]]
    added: list[tuple[str, state.State]]
    updated: list[tuple[str, state.State, state.State]]
    new_events: list[dict[str, Any]]
    changed_events: list[dict[str, Any]]
    unchanged: int


def import_batch(engine: Engine, batch: Batch, *, clock: Callable[[], str] = now) -> Summary:
    """Bring the rows of one file into the ledger.

    A row of our own incident table is the incident with its id. A row whose content is known changes nothing; a
    changed row becomes a new version of its report and a revision of its incident. Fields that a person has set
    stay as the person set them.

    Parameters
    ----------
    engine
        An open ledger.
    batch
        What a reader of ``sources`` gave.
    clock
        Gives the instant that is written, ISO 8601 in UTC.

    Returns
    -------
    Summary
        Counts; ``read = added + updated + unchanged + linked + quarantined``.

    Raises
    ------
    TrackerError
        The ledger cannot be written, or another run wrote to it meanwhile.
    """
    with reading(engine) as connection:
        last_run = _last_run(connection)
        known = _known_reports(connection)
        current = _current(connection, [one.key.split(":", 1)[1] for one in batch.reports])
        known_events = {row["key"]: dict(row) for row in connection.execute(sa.select(event)).mappings()}
        parked = _parked(connection, batch.file)
    plan = _plan(batch, known, current, known_events)
    fresh = [one for one in batch.rejects if (one.row, one.raw, state.canonical(one.reasons)) not in parked]
    summary = Summary(
        read=batch.read,
        added=len(plan.added) + len(plan.new_events),
        updated=len(plan.new_reports) - len(plan.added) + len(plan.changed_events),
        unchanged=plan.unchanged,
        quarantined=len(batch.rejects),
    )
    if not (plan.new_reports or plan.new_events or plan.changed_events or fresh or len(parked) > len(batch.rejects)):
        return summary
    with writing(engine) as connection:
        if _last_run(connection) != last_run:
            raise TrackerError(
                f"the ledger changed while {batch.file} was being read; nothing was written, import it again"
            )
        _write(connection, batch, plan, summary, clock())
    return summary


def _last_run(connection: Connection) -> int | None:
    number: int | None = connection.execute(sa.select(sa.func.max(run.c.id))).scalar_one()
    return number


def _known_reports(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return version and content hash of the newest version of every report."""
    query = sa.select(report.c.key, report.c.version, report.c.content_hash).order_by(report.c.version)
    return {key: (version, content_hash) for key, version, content_hash in connection.execute(query)}


def _current(connection: Connection, ids: Sequence[str]) -> dict[str, state.State]:
    wanted = set(ids)
    rows = connection.execute(sa.select(incident)).mappings()
    return {row["id"]: dict(row) for row in rows if row["id"] in wanted}


def _parked(connection: Connection, file: str) -> set[tuple[int, str, str]]:
    query = sa.select(quarantine.c.row, quarantine.c.raw, quarantine.c.reasons).where(quarantine.c.file == file)
    return {(row, raw, reasons) for row, raw, reasons in connection.execute(query)}


def _plan(
    batch: Batch,
    known: Mapping[str, tuple[int, str]],
    current: Mapping[str, state.State],
    known_events: Mapping[str, Mapping[str, Any]],
) -> _Plan:
    plan = _Plan([], [], [], [], [], 0)
    pending: list[tuple[Report, state.State, state.State | None]] = []
    for one in batch.reports:
        content = state.canonical(one.content)
        content_hash = hashlib.sha256(content.encode()).hexdigest()
        version, known_hash = known.get(one.key, (0, ""))
        if content_hash == known_hash:
            plan.unchanged += 1
            continue
        plan.new_reports.append(
            {
                "key": one.key,
                "version": version + 1,
                "kind": one.kind,
                "content": content,
                "content_hash": content_hash,
                "file": batch.file,
                "row": one.row,
            }
        )
        existing = current.get(one.key.split(":", 1)[1])
        pending.append((one, _merge(state.facts_of(one.content), existing), existing))
    derived = state.derive([facts for _, facts, _ in pending], [one.key.split(":", 1)[1] for one, _, _ in pending])
    for (one, facts, existing), rest in zip(pending, derived, strict=True):
        incident_id = one.key.split(":", 1)[1]
        if existing is None:
            plan.added.append((incident_id, {"status": "accepted", **facts, **rest}))
        else:
            plan.updated.append((incident_id, existing, {**facts, **rest}))
    _plan_events(batch, known_events, plan)
    return plan


def _merge(facts: state.State, existing: state.State | None) -> state.State:
    """Return the report's facts, but a person's own where a person has decided a field."""
    if existing is None:
        return facts
    provenance = json.loads(existing["provenance"])
    return {field: existing[field] if provenance.get(field) == PERSON else value for field, value in facts.items()}


def _plan_events(batch: Batch, known_events: Mapping[str, Mapping[str, Any]], plan: _Plan) -> None:
    for one in batch.events:
        key = "|".join((one["date_start"], one["kind"], one["title"]))
        before = known_events.get(key)
        if before is None:
            plan.new_events.append({"key": key, **one})
        elif any(before[field] != value for field, value in one.items()):
            plan.changed_events.append({"key": key, **one})
        else:
            plan.unchanged += 1


def _write(connection: Connection, batch: Batch, plan: _Plan, summary: Summary, at: str) -> None:
    run_id = start_run(connection, "import", at, {"file": batch.file, **asdict(summary)})
    if plan.new_reports:
        connection.execute(sa.insert(report), [{**row, "run_id": run_id} for row in plan.new_reports])
    _write_added(connection, plan, at, run_id)
    _write_updated(connection, plan, at, run_id)
    stamp = {"updated_at": at, "run_id": run_id}
    if plan.new_events:
        connection.execute(sa.insert(event), [{**row, **stamp} for row in plan.new_events])
    for row in plan.changed_events:
        connection.execute(sa.update(event).where(event.c.key == row["key"]).values(**row, **stamp))
    _write_rejects(connection, batch.file, batch.rejects, at, run_id)


def start_run(connection: Connection, action: str, at: str, summary: Mapping[str, Any]) -> int:
    """Write the row that says which command changed the ledger, when; return its number."""
    values = {"action": action, "at": at, "summary": state.canonical(summary)}
    result = connection.execute(sa.insert(run).values(**values).returning(run.c.id))
    return int(result.scalar_one())


def _write_added(connection: Connection, plan: _Plan, at: str, run_id: int) -> None:
    if not plan.added:
        return
    keys = {row["key"].split(":", 1)[1]: row["key"] for row in plan.new_reports}
    rows, links = [], []
    for incident_id, fields in plan.added:
        provenance = state.canonical(dict.fromkeys(FACT_FIELDS, keys[incident_id]))
        rows.append({"id": incident_id, **fields, "provenance": provenance, "revision": 1, "updated_at": at})
        links.append(
            {
                "incident_id": incident_id,
                "report_key": keys[incident_id],
                "how": "own",
                "reasons": "[]",
                "run_id": run_id,
            }
        )
    connection.execute(sa.insert(incident), rows)
    connection.execute(sa.insert(incident_report), links)
    changes: list[history.Change] = [(incident_id, 1, {}, fields) for incident_id, fields in plan.added]
    history.record(connection, changes, history.Stamp(at, "import", "first report", run_id))


def _write_updated(connection: Connection, plan: _Plan, at: str, run_id: int) -> None:
    changes: list[history.Change] = []
    for incident_id, existing, fields in plan.updated:
        if not state.changed_fields(existing, fields):
            continue
        number = existing["revision"] + 1
        changes.append((incident_id, number, existing, fields))
        values = {**fields, "revision": number, "updated_at": at}
        connection.execute(sa.update(incident).where(incident.c.id == incident_id).values(**values))
    history.record(connection, changes, history.Stamp(at, "import", "the report changed", run_id))


def _write_rejects(connection: Connection, file: str, rejects: Sequence[Reject], at: str, run_id: int) -> None:
    """Replace the quarantine of this file: a row that has been mended leaves it."""
    connection.execute(sa.delete(quarantine).where(quarantine.c.file == file))
    if rejects:
        rows = [
            {
                "file": file,
                "row": one.row,
                "raw": one.raw,
                "reasons": state.canonical(one.reasons),
                "at": at,
                "run_id": run_id,
            }
            for one in rejects
        ]
        connection.execute(sa.insert(quarantine), rows)
