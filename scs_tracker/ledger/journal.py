"""Log every change to a row of the tables ``KEPT``, with the old and new content of the row.

The journal covers links of reports, provenance of fields, events, decisions, review pairs, groups, proposed changes,
leads and quarantine. From it, each table can be rebuilt as of any run and undone exactly, and ``ledger check`` compares
the result with the table.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.ledger import runs, state, store, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.ledger.runs import Run

#: Tables whose changes are logged, by name.
KEPT: Final = {
    table.name: table
    for table in (
        tables.incident_report, tables.event, tables.quarantine, tables.decision, tables.review, tables.proposal_group,
        tables.proposed_change, tables.lead, tables.snooze, tables.approval, tables.document,
    )
}  # fmt: skip
#: The only column of an incident that is logged here; the others are in its revisions.
PROVENANCE: Final = "provenance"
#: Columns that are not logged, by table, so that a text can be deleted completely; its hash remains.
_NOT_KEPT: Final = {"document": {"text"}}

#: The content of a row; None if the row does not exist.
Content = dict[str, Any] | None
#: One change: the key of a row, and its content before and after.
Change = tuple[list[Any], Content, Content]


def insert(run: Run, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows into a table and log them; rows of a table with a numeric ``id`` get the next numbers."""
    if not rows:
        return
    keys = _keys(table)
    if keys == ["id"]:
        first = (run.connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0) + 1
        for number, row in enumerate(rows, first):
            row["id"] = number
    for row in rows:
        row["run_id"] = run.id
    store.insert(run.connection, table, rows)
    note(run, table.name, [([row[name] for name in keys], None, row) for row in rows])


def update(run: Run, table: sa.Table, key: Sequence[Any], values: Mapping[str, Any]) -> None:
    """Change columns of the row with a key and log the change; raise LookupError if the row does not exist."""
    old = row_of(run.connection, table, key)
    if old is None:
        raise LookupError(f"{table.name} has no row {list(key)}")
    new = {**old, **values, "run_id": run.id}
    run.connection.execute(sa.update(table).where(*_where(table, key)).values(**values, run_id=run.id))
    note(run, table.name, [(list(key), old, new)])


def delete(run: Run, table: sa.Table, *where: sa.ColumnElement[bool]) -> None:
    """Delete and log the rows of a table that meet all conditions."""
    keys = _keys(table)
    gone = [dict(row) for row in run.connection.execute(sa.select(table).where(*where)).mappings()]
    if gone:
        run.connection.execute(sa.delete(table).where(*where))
        note(run, table.name, [([row[name] for name in keys], row, None) for row in gone])


def put_back(run: Run, table: sa.Table, key: Sequence[Any], row: Mapping[str, Any] | None) -> None:
    """Restore the earlier content of a row (None: delete it) and log the change; its revision number still rises."""
    old = row_of(run.connection, table, key)
    if old is not None and row is not None and "updated_at" in old:
        row = {**row, "revision": old["revision"] + 1, "updated_at": run.at}
    if old is not None and row is None:
        run.connection.execute(sa.delete(table).where(*_where(table, key)))
    elif old is not None and row is not None:
        run.connection.execute(sa.update(table).where(*_where(table, key)).values(**row))
    elif row is not None:
        run.connection.execute(sa.insert(table).values(**row))
    note(run, table.name, [(list(key), old, None if row is None else dict(row))])


def row_of(connection: Connection, table: sa.Table, key: Sequence[Any]) -> dict[str, Any] | None:
    """Return the row of a table that has the primary key ``key``, or None if there is no such row."""
    row = connection.execute(sa.select(table).where(*_where(table, key))).mappings().one_or_none()
    return None if row is None else dict(row)


def note(run: Run, subject: str, changes: Iterable[Change]) -> None:
    """Log changes to rows of the table ``subject``, as part of a run."""
    rows = []
    for key, *contents in changes:
        old, new = (None if one is None else state.canonical(kept(subject, one)) for one in contents)
        rows.append({"subject": subject, "key": state.canonical(list(key)), "old": old, "new": new})
    runs.write(run, tables.journal, rows)


def replay(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the rows that result from journal entries in order of id, by table name and row key."""
    held: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows:
        of_subject = held.setdefault(row["subject"], {})
        if row["new"] is None:
            of_subject.pop(row["key"], None)
        else:
            of_subject[row["key"]] = json.loads(row["new"])
    return held


def kept(subject: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a row without the columns that the journal does not store, such as the text of a document."""
    left_out = _NOT_KEPT.get(subject)
    return {name: value for name, value in row.items() if name not in left_out} if left_out else row


def key_of(table: sa.Table, row: Mapping[str, Any]) -> str:
    """Return the primary key of a row as the JSON text used in the journal."""
    return state.canonical([row[name] for name in _keys(table)])


def of_subject(connection: Connection, subject: str, *, up_to: int | None = None) -> dict[str, dict[str, Any]]:
    """Return the rows of a table, by key, as the journal gives them after the run ``up_to`` (None: the last run)."""
    table = tables.journal
    query = sa.select(table).where(table.c.subject == subject).order_by(table.c.id)
    if up_to is not None:
        query = query.where(table.c.run_id <= up_to)
    return replay(dict(row) for row in connection.execute(query).mappings()).get(subject, {})


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _where(table: sa.Table, key: Sequence[Any]) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in zip(_keys(table), key, strict=True)]
