"""Store context events, and log every change to them."""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker import geodata, model
from scs_tracker.errors import StaleError, TableError, TrackerError, UsageError
from scs_tracker.ledger import history, journal, runs
from scs_tracker.ledger.tables import event
from scs_tracker.ledger.tables import journal as journal_table
from scs_tracker.ledger.tables import run as run_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Run

#: Prefix of event ids; incident ids begin with their date.
PREFIX = "event-"


def plan(
    rows: Sequence[Mapping[str, str]], known: Mapping[str, Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Compare imported events with known ones; return new rows, changed rows and the number of unchanged events.

    Fields set by a reviewer and retracted events stay unchanged. A proposed event changes neither an accepted event nor
    a proposal from another publisher.
    """
    added: dict[str, dict[str, Any]] = {}
    changed: list[dict[str, Any]] = []
    same = 0
    for one in rows:
        key = "|".join((one["date_start"], one["kind"], one["title"]))
        facts = {name: one[name] for name in model.EVENT_COLUMNS}
        status = one.get("status", "accepted")
        before = known.get(key)
        if before is None and key not in added:
            added[key] = new_row(key, facts, status)
            continue
        of_another = before is None or before["status"] == "accepted" or before["publisher"] != one["publisher"]
        if before is None or before["status"] == "retracted" or (status == "proposed" and of_another):
            same += 1
            continue
        decided = json.loads(before["decided"])
        values = {name: value for name, value in facts.items() if before[name] != value and name not in decided}
        if values:
            changed.append({"key": key, **values})
        else:
            same += 1
    return list(added.values()), changed, same


def new_row(key: str, facts: Mapping[str, str], status: str) -> dict[str, Any]:
    """Return the table row of a new event with the given key, facts and status."""
    start = facts["date_start"].replace("-", "").ljust(8, "0")
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    identity = {"key": key, "id": f"{PREFIX}{start}-{facts['kind']}-{digest}"}
    return {**identity, **facts, "status": status, "decided": "[]", "revision": 1, "updated_at": "", "decided_by": ""}


def write(run: Run, added: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]]) -> None:
    """Write the new and changed events that ``plan`` returned, as part of a run."""
    journal.insert(run, event, [row | {"updated_at": run.at} for row in added])
    for row in changed:
        before = journal.row_of(run.connection, event, [row["key"]]) or {}
        journal.update(run, event, [row["key"]], {**row, "revision": before["revision"] + 1, "updated_at": run.at})


def states(connection: Connection, *, up_to: int | None = None) -> list[dict[str, Any]]:
    """Return all events in their current state, or in their state after the run ``up_to``."""
    if up_to is None:
        return [dict(row) for row in connection.execute(sa.select(event)).mappings()]
    return list(journal.of_subject(connection, event.name, up_to=up_to).values())


def frame(rows: Sequence[Mapping[str, Any]], *, statuses: Sequence[str] = ("accepted",)) -> pd.DataFrame:
    """Return the events with the given statuses as a table, sorted by date, kind and title."""
    import pandas as pd

    kept = [row for row in rows if row["status"] in statuses]
    ordered = sorted(kept, key=lambda row: (row["date_start"], row["kind"], row["title"]))
    return pd.DataFrame(ordered, columns=[*model.EVENT_COLUMNS, "id", "status"])


def existing(connection: Connection, event_id: str) -> dict[str, Any]:
    """Return the event with an id; raise TrackerError, with similar ids, if it does not exist."""
    row = connection.execute(sa.select(event).where(event.c.id == event_id)).mappings().one_or_none()
    if row is None:
        near = difflib.get_close_matches(event_id, connection.execute(sa.select(event.c.id)).scalars(), n=3)
        hint = f"similar ids are {', '.join(near)}" if near else "check the id"
        raise TrackerError(f"there is no event {event_id!r} in the ledger; {hint}")
    return dict(row)


def change(
    engine: Engine, event_id: str, values: Mapping[str, str], decision: runs.Decision, *, status: str | None = None
) -> list[str]:
    """Change facts of an event (columns of events.csv), or its status, or both; return the fields that changed."""
    unknown = next((name for name in values if name not in model.EVENT_COLUMNS), None)
    if unknown is not None:
        allowed = ", ".join(model.EVENT_COLUMNS)
        raise UsageError(f"field {unknown!r} of an event cannot be amended; use one of {allowed}")
    with runs.running(engine, decision.action, by=decision.by) as run:
        old = existing(run.connection, event_id)
        if decision.expected_revision not in {None, old["revision"]}:
            raise StaleError(
                f"event {event_id} was changed by {old['decided_by'] or 'an import'} on {old['updated_at'][:16]}Z; "
                "reload it and check it before you decide"
            )
        new = {**values, **({} if status is None else {"status": status})}
        changed = [name for name, value in new.items() if old[name] != value]
        decided = sorted({*json.loads(old["decided"]), *values})
        run.void = not changed and decided == json.loads(old["decided"])
        _check(event_id, {name: old[name] for name in model.EVENT_COLUMNS} | dict(values))
        if not run.void:
            run.summary = {"event": event_id, "fields": changed, "reason": decision.reason}
            stamp = {"revision": old["revision"] + 1, "updated_at": run.at, "decided_by": run.by}
            journal.update(run, event, [old["key"]], {**new, "decided": json.dumps(decided), **stamp})
    return changed


def make(run: Run, facts: Mapping[str, str]) -> str:
    """Add an accepted event entered by a user and return its id; raise TrackerError if it already exists."""
    key = "|".join((facts["date_start"], facts["kind"], facts["title"]))
    _check("event", dict(facts))
    if journal.row_of(run.connection, event, [key]) is not None:
        raise TrackerError(f"the event {facts['title']!r} of {facts['date_start']} already exists; amend it instead")
    row = new_row(key, facts, "accepted") | {"updated_at": run.at, "decided_by": run.by}
    journal.insert(run, event, [row])
    return str(row["id"])


def revisions(connection: Connection, event_id: str | None = None, *, after: int = 0) -> list[dict[str, Any]]:
    """Return the revisions of one event (None: of all events) after the run ``after``, oldest first."""
    query = (
        sa.select(journal_table, run_table.c.at, run_table.c.action, run_table.c.by,
                  run_table.c.summary)
        .join_from(journal_table, run_table, journal_table.c.run_id == run_table.c.id)
        .where(journal_table.c.subject == event.name, journal_table.c.run_id > after)
        .order_by(journal_table.c.id)
    )  # fmt: skip
    found: list[dict[str, Any]] = []
    for row in connection.execute(query).mappings():
        old, new = (json.loads(row[name]) if row[name] else None for name in ("old", "new"))
        if event_id is None or event_id == (new or old or {})["id"]:
            found += _fields(dict(row), old, new)
    return found


def _fields(row: Mapping[str, Any], old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[dict[str, Any]]:
    there = new or old or {}
    common = {
        "event_id": there["id"], "revision": there["revision"], "at": row["at"], "by": row["by"],
        "reason": json.loads(row["summary"] or "{}").get("reason", ""), "run_id": row["run_id"],
        "action": row["action"],
    }  # fmt: skip
    names = (*model.EVENT_COLUMNS, "status")
    if old is None or new is None:
        field = history.CREATED if old is None else history.REMOVED
        texts = [None if one is None else json.dumps({name: one[name] for name in names}, ensure_ascii=False)
                 for one in (old, new)]  # fmt: skip
        return [{**common, "field": field, "old": texts[0], "new": texts[1]}]
    return [
        {**common, "field": name, "old": json.dumps(old[name], ensure_ascii=False),
         "new": json.dumps(new[name], ensure_ascii=False)}
        for name in names
        if old[name] != new[name]
    ]  # fmt: skip


def _check(event_id: str, facts: dict[str, str]) -> None:
    import pandas as pd

    table = pd.DataFrame([facts], columns=list(model.EVENT_COLUMNS), dtype=str)
    schema = model.events_schema(geodata.vocabulary())
    found = [replace(one, row=None) for one in model.problems(table, schema)]
    if found:
        raise TableError(event_id, found)
