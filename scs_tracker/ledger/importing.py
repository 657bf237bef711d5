"""Import a report file: validate, geocode, classify and link its rows, and write them in one transaction."""

from __future__ import annotations

import contextlib
import gc
import logging
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import sqlalchemy as sa

from scs_tracker.errors import StaleError
from scs_tracker.ledger import (
    events,
    evidence,
    history,
    holding,
    journal,
    merging,
    planning,
    runs,
    saving,
    state,
    waiting,
)
from scs_tracker.ledger.runs import running
from scs_tracker.ledger.store import insert, reading
from scs_tracker.ledger.tables import (
    STATE_FIELDS,
    incident,
    incident_report,
    proposal_group,
    proposed_change,
    quarantine,
    report,
    review,
)
from scs_tracker.ledger.tables import run as run_table
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.config import Reading
    from scs_tracker.ledger.holding import ImportSnapshot
    from scs_tracker.ledger.planning import Plan, Progress
    from scs_tracker.ledger.runs import Run
    from scs_tracker.sources.batch import Batch

_LOG = logging.getLogger(__name__)
#: Number of attempts to plan without the write lock, if others change the ledger, before an import takes the lock.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of rows of an imported file, by outcome.

    ``read`` is the sum of the other numbers except ``passed_over``: valid rows outside the tracker's scope, such as
    rows of another sea, and repeated identical rows.
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
    engine: Engine,
    batch: Batch,
    *,
    by: str | None = None,
    progress: Progress = planning.silent,
    action: str = "import",
    reason: str = "first report",
    workers: int = 1,
) -> Summary:
    """Import one batch of reports into the ledger, and return the number of rows by outcome.

    docs/methods-ledger.md describes how rows become incidents, proposals and revisions. Raises StaleError if an
    incident entered by hand already exists. ``workers`` processes geocode a file of more than 10,000 incidents; a
    script that sets two or more needs ``if __name__ == "__main__":``. Progress is reported to ``progress``; ``action``
    and ``reason`` are stored with the run and its revisions.
    """
    for _ in range(_TRIES):
        with reading(engine) as connection:
            seen = _content_run(connection)
            known, plan, allowed = _planned(connection, batch, progress, workers)
        summary = _summary(allowed, plan)
        if not _has_work(plan):
            return summary
        with running(engine, action, by=by, content=_is_content(plan)) as run:
            if _content_run(run.connection, before=run.id) == seen:
                _write(run, allowed, plan, known, summary, progress, reason)
                return summary
            run.void = True
        _LOG.warning("the ledger changed while %s was being read; comparing again", batch.file)
    # others change the ledger too often: plan under the write lock while they wait
    with running(engine, action, by=by) as run:
        known, plan, allowed = _planned(run.connection, batch, progress, workers)
        summary = _summary(allowed, plan)
        run.void = not _has_work(plan)
        run.content = _is_content(plan)
        _write(run, allowed, plan, known, summary, progress, reason)
    return summary


def _planned(
    connection: Connection, batch: Batch, progress: Progress, workers: int
) -> tuple[ImportSnapshot, Plan, Batch]:
    known = holding.load_snapshot(connection)
    by_hand = [planning.own_id(one.key, one.content) for one in batch.reports if one.kind == planning.BY_HAND]
    holding.read_incidents(connection, by_hand, known)
    if known.incidents:  # an incident entered by hand is new, never a version of an existing one
        raise StaleError(f"the incident {min(known.incidents)} already exists; amend it, or use another id")
    # some rows are valid only if the ledger already has them
    doubts = {one.key: one.doubt for one in batch.reports if one.doubt and one.key not in known.newest}
    rejects = sorted([*batch.rejects, *doubts.values()], key=lambda reject: reject.row)
    reports = tuple(one for one in batch.reports if one.key not in doubts)
    allowed = replace(batch, reports=reports, rejects=tuple(rejects)) if doubts else batch
    plan = planning.plan_batch(connection, allowed, known, progress=progress, workers=workers)
    plan.parked, plan.released, plan.settled = waiting.plan(connection, allowed)
    return known, plan, allowed


def _has_work(plan: Plan) -> bool:
    return _is_content(plan) or bool(plan.parked or plan.released)


def _is_content(plan: Plan) -> bool:
    return bool(plan.reports or plan.events_added or plan.events_changed or plan.withdrawn or plan.changes)


def preview_batch(engine: Engine, batch: Batch) -> Summary:
    """Return the summary that ``import_batch`` would return for a batch, without writing anything."""
    with reading(engine) as connection:
        _, plan, allowed = _planned(connection, batch, planning.silent, workers=1)
        return _summary(allowed, plan)


def _summary(batch: Batch, plan: Plan) -> Summary:
    first_seen = sum(version == 1 for _, version, _ in plan.reports)
    return Summary(
        read=batch.read,
        added=first_seen - plan.linked + len(plan.events_added),
        updated=len(plan.reports) - first_seen + len(plan.events_changed) + plan.taken_back,
        unchanged=plan.unchanged + plan.settled,
        linked=plan.linked,
        quarantined=len(batch.rejects) - plan.settled,
        passed_over=sum(batch.passed_over.values()),
    )


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Pause garbage collection inside the ``with`` block, which makes large imports faster.

    An import creates millions of objects with few cycles; collection takes a sixth of the time of a large import.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _content_run(connection: Connection, *, before: int | None = None) -> int:
    """Return the number of the last run, before ``before``, that changed visible content; 0 if there is none."""
    query = sa.select(sa.func.max(run_table.c.id)).where(run_table.c.content == 1)
    if before is not None:
        query = query.where(run_table.c.id < before)
    return connection.execute(query).scalar_one() or 0


def _write(
    run: Run, batch: Batch, plan: Plan, known: ImportSnapshot, summary: Summary, progress: Progress, reason: str
) -> None:
    run.summary = {"file": batch.file, **asdict(summary)}
    documents = evidence.store(run, [one.document for one, _, _ in plan.reports if one.document is not None])
    for part in holding.parts(plan.reports, planning.TOGETHER):
        rows = [
            {
                "key": one.key,
                "version": version,
                "kind": one.kind,
                "source": one.source,
                "content": state.canonical(one.content),
                "content_hash": content_hash,
                "document_key": None if one.document is None else documents[one.document],
                "evidence": evidence.passages_text(one.evidence),
                "file": batch.file,
                "row": one.row,
            }
            for one, version, content_hash in part
        ]
        runs.write(run, report, rows)
    _write_added(run, plan, progress, reason)
    _write_updated(run, plan, plan.updated, known, "a report was added or changed")
    _write_updated(run, plan, plan.withdrawn, known, "withdrawn by its source")
    if plan.unlinked:
        journal.delete(run, incident_report, incident_report.c.report_key.in_(plan.unlinked))
    _write_links(run, plan, known)
    stamp = {"at": run.at}
    journal.insert(run, review, [row | stamp for row in plan.reviews])
    journal.insert(run, proposal_group, plan.groups)
    journal.insert(run, proposed_change, [row | stamp for row in plan.changes])
    events.write(run, plan.events_added, plan.events_changed)
    waiting.write(run, batch, plan.parked, plan.released)


def _write_added(run: Run, plan: Plan, progress: Progress, reason: str) -> None:
    done = 0
    decided_by = "" if run.action in runs.OF_THE_PROGRAM else run.by
    for homes in holding.parts(list(plan.added), planning.TOGETHER):
        part = [(home, dict(zip(STATE_FIELDS, plan.added[home], strict=True))) for home in homes]
        said_by = {home: merging.provenance_text(plan.provenance[home]) for home in homes}
        rows = [
            {
                "id": home,
                **fields,
                "provenance": said_by[home],
                "revision": 1,
                "updated_at": run.at,
                "decided_by": plan.decided_by.get(home, decided_by),
            }
            for home, fields in part
        ]
        insert(run.connection, incident, rows)
        brought = {home: {"decided_by": plan.decided_by[home]} for home in homes if home in plan.decided_by}
        history.record(run, [(home, 1, {}, fields | brought.get(home, {})) for home, fields in part], reason)
        changes: list[journal.Change] = [([home], None, {journal.PROVENANCE: said_by[home]}) for home in homes]
        journal.note(run, incident.name, changes)
        done += len(part)
        progress("writing incidents", done, len(plan.added))


def _write_updated(
    run: Run, plan: Plan, changed: Mapping[str, state.State], known: ImportSnapshot, reason: str
) -> None:
    for home, fields in changed.items():
        said_by = plan.provenance.get(home)
        text = None if said_by is None else merging.provenance_text(said_by)
        saving.save(run, known.incidents[home], fields, text, reason)


def _write_links(run: Run, plan: Plan, known: ImportSnapshot) -> None:
    """Write the links of reports to incidents, numbered after the reports that each incident already has."""
    counts = {home: len(keys) for home, keys in known.reports_of.items()}
    for part in holding.parts(plan.links, planning.TOGETHER):  # the journal writes each row again
        rows = []
        for key, home, how, reasons in part:
            position = counts.get(home, 0)
            counts[home] = position + 1
            row = {"incident_id": home, "report_key": key, "position": position, "how": how, "reasons": reasons}
            rows.append(row)
        journal.insert(run, incident_report, rows)


def retry(engine: Engine, file: str, *, by: str | None = None, **reading_options: Unpack[Reading]) -> Summary:
    """Import a file with quarantined rows again; rows that are now valid or no longer in it leave quarantine.

    ``file`` is a name from ``waiting.rows``, or a path to that file. Rows that were already valid are unchanged.
    """
    name = waiting.file_of(engine, file)
    batch = replace(read_reports(Path(name), **reading_options), file=name)
    summary = import_batch(engine, batch, by=by)
    bad = {(one.row, one.raw) for one in batch.rejects}
    left = [row for row in waiting.rows(engine) if row["file"] == name and (row["row"], row["raw"]) not in bad]
    if left:
        with running(engine, "retry", by=by, summary={"file": name}, content=False) as run:
            for row in left:
                journal.update(run, quarantine, [row["id"]], {"state": waiting.DONE})
    return summary


def retry_row(
    engine: Engine, number: int, values: Mapping[str, str], *, by: str | None = None
) -> tuple[Summary, tuple[str, ...]]:
    """Import one quarantined row again, with new values in some cells; the row leaves quarantine if it is valid.

    Returns the summary and the remaining problems; if there are any, ``quarantined`` is 1 and nothing is written.
    """
    with reading(engine) as connection:
        row = waiting.waiting_row(connection, number)
    batch = waiting.edited(row, values)
    if batch.rejects:
        reasons = tuple(reason for one in batch.rejects for reason in one.reasons)
        return Summary(read=batch.read, quarantined=len(batch.rejects)), reasons
    summary = import_batch(engine, batch, by=by)
    with running(engine, "retry", by=by, summary={"quarantine": number}, content=False) as run:
        journal.update(run, quarantine, [number], {"state": waiting.MENDED})
    return summary, ()
