"""Import: validate, place, classify, link, then write a whole file in one transaction, or nothing of it."""

from __future__ import annotations

import contextlib
import gc
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import history, merging, planning, state
from scs_tracker.ledger.store import now, reading, writing
from scs_tracker.ledger.tables import (
    STATE_FIELDS,
    event,
    incident,
    incident_report,
    quarantine,
    report,
    review,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.planning import Held, Plan, Progress
    from scs_tracker.sources.batch import Batch, Reject


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the rows of a file.

    ``read`` is the sum of what follows it, but for ``passed_over``: good rows that are none of ours, such as those of
    another sea, and identical rows again.
    """

    read: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    linked: int = 0
    quarantined: int = 0
    passed_over: int = 0

    def __add__(self, other: Summary) -> Summary:
        pairs = zip(asdict(self).items(), asdict(other).values(), strict=True)
        return Summary(**{name: mine + theirs for (name, mine), theirs in pairs})


def import_batch(
    engine: Engine, batch: Batch, *, clock: Callable[[], str] = now, progress: Progress = planning.silent
) -> Summary:
    """Bring the rows of one file into the ledger.

    A row of our own incident table is the incident with its id. Any other report joins the incident that it
    surely tells of, or becomes a proposed one. A row whose content is known changes nothing; a changed row becomes
    a new version of its report and a revision of its incident. Fields that a person has set stay as the person
    set them.

    Parameters
    ----------
    engine
        An open ledger.
    batch
        What a reader of ``sources`` gave.
    clock
        Gives the instant that is written, ISO 8601 in UTC.
    progress
        Is told how far the import has come.

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
        known = planning.held(connection)
        batch = _without_doubts(batch, known)
        plan = planning.plan_batch(connection, batch, known, progress=progress)
        parked = _parked(connection, batch.file)
    summary = _summary(batch, plan)
    rejects = {(one.row, one.raw, state.canonical(one.reasons)) for one in batch.rejects}
    if plan.reports or plan.events_added or plan.events_changed or plan.withdrawn or rejects != parked:
        with writing(engine) as connection:
            if _last_run(connection) != last_run:
                raise TrackerError(
                    f"the ledger changed while {batch.file} was being read; nothing was written, import it again"
                )
            _write(connection, batch, plan, known, summary, clock(), progress)
    return summary


def preview_batch(engine: Engine, batch: Batch) -> Summary:
    """Return what ``import_batch`` would do with a batch, and write nothing."""
    with reading(engine) as connection:
        known = planning.held(connection)
        batch = _without_doubts(batch, known)
        return _summary(batch, planning.plan_batch(connection, batch, known))


def _without_doubts(batch: Batch, known: Held) -> Batch:
    """Reject the rows that are good only if the ledger holds them already."""
    doubts = {one.key: one.doubt for one in batch.reports if one.doubt and one.key not in known.newest}
    if not doubts:
        return batch
    reports = tuple(one for one in batch.reports if one.key not in doubts)
    rejects = sorted([*batch.rejects, *doubts.values()], key=lambda reject: reject.row)
    return replace(batch, reports=reports, rejects=tuple(rejects))


def _summary(batch: Batch, plan: Plan) -> Summary:
    first_seen = sum(version == 1 for _, version, _ in plan.reports)
    return Summary(
        read=batch.read,
        added=first_seen - plan.linked + len(plan.events_added),
        updated=len(plan.reports) - first_seen + len(plan.events_changed) + plan.taken_back,
        unchanged=plan.unchanged,
        linked=plan.linked,
        quarantined=len(batch.rejects),
        passed_over=sum(batch.passed_over.values()),
    )


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for garbage meanwhile: an import makes millions of objects and next to no cycles.

    Looking through them again and again takes a sixth of the time of a large import.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def start_run(connection: Connection, action: str, at: str, summary: Mapping[str, Any]) -> int:
    """Write the row that says which command changed the ledger, when; return its number."""
    values = {"action": action, "at": at, "summary": state.canonical(summary)}
    result = connection.execute(sa.insert(run).values(**values).returning(run.c.id))
    return int(result.scalar_one())


def _last_run(connection: Connection) -> int | None:
    number: int | None = connection.execute(sa.select(sa.func.max(run.c.id))).scalar_one()
    return number


def _parked(connection: Connection, file: str) -> set[tuple[int, str, str]]:
    query = sa.select(quarantine.c.row, quarantine.c.raw, quarantine.c.reasons).where(quarantine.c.file == file)
    return {(row, raw, reasons) for row, raw, reasons in connection.execute(query)}


def _write(
    connection: Connection, batch: Batch, plan: Plan, known: Held, summary: Summary, at: str, progress: Progress
) -> None:
    run_id = start_run(connection, "import", at, {"file": batch.file, **asdict(summary)})
    stamp = {"run_id": run_id}
    for part in planning.parts(plan.reports, planning.TOGETHER):
        rows = [
            {
                "key": one.key,
                "version": version,
                "kind": one.kind,
                "content": state.canonical(one.content),
                "content_hash": content_hash,
                "file": batch.file,
                "row": one.row,
            }
            for one, version, content_hash in part
        ]
        connection.execute(sa.insert(report), [row | stamp for row in rows])
    _write_added(connection, plan, history.Stamp(at, "import", "first report", run_id), progress)
    came_in = history.Stamp(at, "import", "a report came in or changed", run_id)
    _write_updated(connection, plan, plan.updated, known, came_in)
    taken_back = history.Stamp(at, "import", "withdrawn by its source", run_id)
    _write_updated(connection, plan, plan.withdrawn, known, taken_back)
    if plan.unlinked:
        connection.execute(sa.delete(incident_report).where(incident_report.c.report_key.in_(plan.unlinked)))
    _write_links(connection, plan, known, run_id)
    if plan.reviews:
        connection.execute(sa.insert(review), [row | stamp | {"at": at} for row in plan.reviews])
    if plan.events_added:
        connection.execute(sa.insert(event), [row | stamp | {"updated_at": at} for row in plan.events_added])
    for row in plan.events_changed:
        connection.execute(sa.update(event).where(event.c.key == row["key"]).values(**row, **stamp, updated_at=at))
    _write_rejects(connection, batch.file, batch.rejects, at, run_id)


def _write_added(connection: Connection, plan: Plan, stamp: history.Stamp, progress: Progress) -> None:
    done = 0
    for homes in planning.parts(list(plan.added), planning.TOGETHER):
        part = [(home, dict(zip(STATE_FIELDS, plan.added[home], strict=True))) for home in homes]
        rows = [
            {
                "id": home,
                **fields,
                "provenance": merging.provenance_text(plan.provenance[home]),
                "revision": 1,
                "updated_at": stamp.at,
            }
            for home, fields in part
        ]
        connection.execute(sa.insert(incident), rows)
        history.record(connection, [(home, 1, {}, fields) for home, fields in part], stamp)
        done += len(part)
        progress("writing incidents", done, len(plan.added))


def _write_updated(
    connection: Connection, plan: Plan, changed: Mapping[str, state.State], known: Held, stamp: history.Stamp
) -> None:
    changes: list[history.Change] = []
    for home, fields in changed.items():
        old = known.incidents[home]
        values: dict[str, Any] = {}
        if home in plan.provenance:
            values["provenance"] = merging.provenance_text(plan.provenance[home])
        if state.changed_fields(old, fields):
            number = old["revision"] + 1
            changes.append((home, number, old, fields))
            values |= {**fields, "revision": number, "updated_at": stamp.at}
        if values:
            connection.execute(sa.update(incident).where(incident.c.id == home).values(**values))
    history.record(connection, changes, stamp)


def _write_links(connection: Connection, plan: Plan, known: Held, run_id: int) -> None:
    """Write which report belongs to which incident, each behind those that the incident has already."""
    counts = {home: len(keys) for home, keys in known.reports_of.items()}
    rows = []
    for row in plan.links:
        position = counts.get(row["incident_id"], 0)
        counts[row["incident_id"]] = position + 1
        rows.append(row | {"position": position, "run_id": run_id})
    if rows:
        connection.execute(sa.insert(incident_report), rows)


def _write_rejects(connection: Connection, file: str, rejects: Sequence[Reject], at: str, run_id: int) -> None:
    """Replace the quarantine of this file: a row that has been mended leaves it."""
    connection.execute(sa.delete(quarantine).where(quarantine.c.file == file))
    if rejects:
        stamp = {"file": file, "at": at, "run_id": run_id}
        rows = [{"row": one.row, "raw": one.raw, "reasons": state.canonical(one.reasons)} | stamp for one in rejects]
        connection.execute(sa.insert(quarantine), rows)
