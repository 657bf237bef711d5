"""Verify a ledger: the database is undamaged, every table matches its log, and the hash chain is intact.

Verification changes nothing. Manual edits of the database and data lost by a failing disk appear as differences between
the tables and their log (revisions and journal), or as a break in the hash chain of runs.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import evidence, heads, history, journal, runs, store
from scs_tracker.ledger.tables import STATE_FIELDS, document, incident, incident_report, metadata, report
from scs_tracker.ledger.tables import journal as journal_table
from scs_tracker.ledger.tables import run as run_table

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

#: Maximum number of findings of one kind that are listed; the others are only counted.
_MOST: Final = 20
_OF_THE_STATE: Final = (*STATE_FIELDS, "revision", "updated_at", "decided_by")


def check(
    engine: Engine, *, head: str = "", quick: bool = False, published: Path | None = None, trusted: Path | None = None
) -> list[str]:
    """Verify a ledger, and return each failure as a sentence; at most 20 of a kind are listed, the others are counted.

    ``head`` is the hash of a run, as printed in a weekly report, that must be in the chain. ``quick`` verifies only the
    last twenty runs, as a scheduled run does. ``published`` and ``trusted`` are for ``heads.compare``.
    """
    with store.reading(engine) as connection:
        found = findings(connection, quick=quick) + ([] if quick else _told(_others, connection))
        if head and head not in set(connection.execute(sa.select(run_table.c.hash)).scalars()):
            found.append(
                f"no run of this ledger has the hash {head[:80]}: this is another ledger, or its history was changed"
            )
        if published is not None:
            found += heads.compare(connection, published, trusted=trusted)
    return found


def findings(connection: Connection, *, quick: bool = False) -> list[str]:
    """Return the verification failures of the state that a connection sees, as sentences; see ``check``."""
    steps = [_schema] if quick else [_sound, _schema, _tables, _incidents, _reports, _documents, _members]
    found = [sentence for step in steps for sentence in _told(step, connection)]
    last = connection.execute(sa.select(sa.func.max(run_table.c.id))).scalar_one() or 0
    return found + _told(lambda one: _chain(one, after=max(0, last - 20) if quick else 0), connection)


def require_sound(connection: Connection, *, quick: bool = False) -> None:
    """Raise TrackerError with the first verification failure, if there is one; see ``check``."""
    found = findings(connection, quick=quick)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise TrackerError(f"ledger verification failed: {found[0]}{more}; run scs-tracker ledger check for details")


def _told(step: Callable[[Connection], Iterator[str]], connection: Connection) -> list[str]:
    """Return the first ``_MOST`` findings of a verification step, and a count of the others."""
    found: list[str] = []
    more = 0
    try:
        for sentence in step(connection):
            more += len(found) >= _MOST
            if len(found) < _MOST:
                found.append(sentence)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        found.append(f"a stored value cannot be read ({type(error).__name__}: {error})")
    return [*found, f"and {more} more of this kind"] if more else found


def _sound(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if words != "ok":
            yield f"the database file is damaged: {words}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}, refers to a missing row of {parent}"


def _schema(connection: Connection) -> Iterator[str]:
    held = store.schema_in(connection)
    if held != store.SCHEMA_VERSION:
        yield f"the schema version is {held}, not {store.SCHEMA_VERSION}"
    there = set(sa.inspect(connection).get_table_names())
    for name in sorted(set(metadata.tables) - there):
        yield f"table {name} is missing"


def _others(connection: Connection) -> Iterator[str]:
    """Yield findings on triggers, rules, views and tables that do not belong to a ledger, and on changed views."""
    yours = "does not belong to a ledger; remove it if you did not create it"
    if connection.dialect.name == "postgresql":
        query = sa.text(
            "SELECT 'trigger ' || tgname || ' of ' || relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgname NOT LIKE 'scs\\_%' AND relname = ANY(:names) "
            "UNION ALL SELECT 'rule ' || rulename || ' of ' || tablename FROM pg_rules WHERE tablename = ANY(:names)"
        )
        for name in connection.execute(query, {"names": list(metadata.tables)}).scalars():
            yield f"{name} {yours}"
        return
    query = sa.text(
        "SELECT type, name, sql FROM sqlite_master WHERE type <> 'index' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    made = store.open_ledger("sqlite://")
    with store.reading(made) as fresh:
        wanted = {name: (kind, sql) for kind, name, sql in fresh.execute(query)}
    made.dispose()
    held = {name: (kind, sql) for kind, name, sql in connection.execute(query)}
    for name, (kind, sql) in held.items():
        if name not in wanted:
            yield f"{kind} {name} {yours}"
        elif kind == "view" and sql.split() != wanted[name][1].split():
            yield f"view {name} was changed"
    yield from (f"view {name} is missing" for name, (kind, _) in wanted.items() if kind == "view" and name not in held)


def _tables(connection: Connection) -> Iterator[str]:
    """Yield the differences between each table and its state according to the journal."""
    query = sa.select(journal_table).order_by(journal_table.c.id).execution_options(yield_per=1000)
    held = journal.replay(dict(row) for row in connection.execute(query).mappings())
    for name, table in journal.KEPT.items():
        left = held.pop(name, {})
        for row in map(dict, connection.execute(sa.select(table)).mappings()):
            key = journal.key_of(table, row)
            before = left.pop(key, None)
            if before is None:
                yield f"{name} {key} is in its table but not in the journal"
            elif before != journal.kept(name, row):
                wrong = [one for one in before if before[one] != row.get(one)]
                yield f"{name} {key} differs in {', '.join(wrong) or 'its columns'} from the journal"
        yield from (f"{name} {key} is in the journal but missing from its table" for key in left)
    provenance = held.pop(incident.name, {})
    for incident_id, said_by in connection.execute(sa.select(incident.c.id, incident.c.provenance)):
        key = json.dumps([incident_id], ensure_ascii=False)
        if provenance.pop(key, None) != {journal.PROVENANCE: said_by}:
            yield f"incident {incident_id}: the provenance of its fields differs from the journal"
    yield from (f"incident {key} is in the journal but missing from its table" for key in provenance)


def _incidents(connection: Connection) -> Iterator[str]:
    """Yield the differences between the incidents and their state according to the revisions."""
    query = history.revisions().execution_options(yield_per=1000)
    replayed = {one["id"]: one for one in history.replay(dict(row) for row in connection.execute(query).mappings())}
    for row in connection.execute(sa.select(incident)).mappings():
        before = replayed.pop(row["id"], None)
        if before is None:
            yield f"incident {row['id']} is in its table, but no revision created it"
            continue
        wrong = [name for name in _OF_THE_STATE if row[name] != before.get(name)]
        if wrong:
            yield f"incident {row['id']} differs in {', '.join(wrong)} from its revisions"
    yield from (f"incident {incident_id} was created by a revision but is missing" for incident_id in replayed)


def _reports(connection: Connection) -> Iterator[str]:
    """Yield the reports whose hash is wrong or whose versions are not consecutive."""
    versions: defaultdict[str, list[int]] = defaultdict(list)
    columns = (report.c.key, report.c.version, report.c.content, report.c.content_hash, report.c.document_key)
    query = sa.select(*columns, document.c.text).outerjoin(document, document.c.key == report.c.document_key)
    for row in connection.execute(query.order_by(report.c.id).execution_options(yield_per=1000)):
        versions[row.key].append(row.version)
        if row.document_key is not None and row.text is None:
            continue  # its text was deleted, so the hash cannot be checked
        try:
            text = row.content + ("" if row.text is None else evidence.plain(row.text))
        except TrackerError as error:
            yield f"report {row.key}, version {row.version}: {error}"
            continue
        if hashlib.sha256(text.encode()).hexdigest() != row.content_hash:
            yield f"report {row.key}, version {row.version}, was changed: its hash differs"
    for key, numbers in versions.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"report {key} has versions {numbers}, and one is missing"


def _documents(connection: Connection) -> Iterator[str]:
    query = (
        sa.select(journal_table.c.key)
        .join(run_table, run_table.c.id == journal_table.c.run_id)
        .where(journal_table.c.subject == document.name, run_table.c.action == "forget")
    )
    forgotten = set(connection.execute(query).scalars())
    for row in map(dict, connection.execute(sa.select(document)).mappings()):
        if row["text"] is None:
            if journal.key_of(document, row) not in forgotten:
                yield f"text {row['key'][:12]} is missing, although no run deleted it"
            continue
        try:
            text = evidence.plain(row["text"])
        except TrackerError as error:
            yield f"text {row['key'][:12]}: {error}"
            continue
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["sha256"]:
            yield f"text {row['key'][:12]} was changed: its hash differs"


def _members(connection: Connection) -> Iterator[str]:
    """Yield findings on reports in several incidents, missing reports, and incidents without reports."""
    told = set(connection.execute(sa.select(report.c.key)).scalars())
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for incident_id, key in connection.execute(sa.select(incident_report.c.incident_id, incident_report.c.report_key)):
        homes[key].append(incident_id)
    for key, found in homes.items():
        if len(found) > 1:
            yield f"report {key} belongs to {len(found)} incidents: {', '.join(found)}"
        if key not in told:
            yield f"{found[0]} refers to report {key}, which is missing"
    full = {incident_id for found in homes.values() for incident_id in found}
    query = sa.select(incident.c.id).where(incident.c.status != "retracted")
    for incident_id in connection.execute(query).scalars():
        if incident_id not in full:
            yield f"incident {incident_id} has no report"


def _chain(connection: Connection, *, after: int) -> Iterator[str]:
    """Yield the runs whose recomputed hash differs or does not continue the chain."""
    digests = {name: _digests(connection, name, after) for name in runs.PROVED}
    nothing = hashlib.sha256().hexdigest()
    known: set[int] = set()
    earlier = sa.select(run_table.c.hash).where(run_table.c.id <= after).order_by(run_table.c.id.desc()).limit(1)
    before = connection.execute(earlier).scalar_one_or_none() or ""
    for row in connection.execute(sa.select(run_table).where(run_table.c.id > after).order_by(run_table.c.id)):
        known.add(row.id)
        header = [row.id, row.at, row.action, row.by, row.role, row.content, row.summary]
        expected = runs.run_hash(before, header, [digests[name].get(row.id, nothing) for name in runs.PROVED])
        if row.hash != expected:
            told = f"run {row.id} ({row.action}, {row.by}, {row.at[:16]}Z)"
            yield f"{told} breaks the hash chain: it or its rows were changed"
        before = row.hash
    for name, found in digests.items():
        for number in sorted(set(found) - known):
            yield f"{name} has rows of run {number}, which is missing"


def _digests(connection: Connection, name: str, after: int) -> dict[int, str]:
    table = metadata.tables[name]
    columns = [table.c[column] for column in runs.PROVED[name]]
    query = sa.select(table.c.run_id, *columns).where(table.c.run_id > after).order_by(table.c.id)
    found: dict[int, Any] = {}
    for run_id, *values in connection.execute(query.execution_options(yield_per=1000)):
        found.setdefault(run_id, hashlib.sha256()).update(runs.line(values))
    return {number: digest.hexdigest() for number, digest in found.items()}
