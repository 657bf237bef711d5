"""What a run remembers for the next one, kept in the ledger, so that a new ledger begins with an empty memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.ledger.importing import start_run
from scs_tracker.ledger.store import reading, writing
from scs_tracker.ledger.tables import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Engine

#: Rows of the ledger's run table: one a run, and one that holds the memory. All others change incidents or events.
RUN: Final = "run"
_MEMORY: Final = "memory"

Memory = dict[str, dict[str, Any]]


def recall(engine: Engine) -> Memory:
    """Return what the last run remembered: for each thing, by name, what it was like."""
    with reading(engine) as connection:
        text = connection.execute(sa.select(run.c.summary).where(run.c.action == _MEMORY)).scalar_one_or_none()
    memory: Memory = json.loads(text) if text else {}
    return memory


def keep(engine: Engine, memory: Memory, *, at: str) -> None:
    """Write the memory in place of the last one, if it is another."""
    text = json.dumps(memory, ensure_ascii=False, sort_keys=True)
    if text == json.dumps(recall(engine), ensure_ascii=False, sort_keys=True):
        return
    with writing(engine) as connection:
        there = sa.update(run).where(run.c.action == _MEMORY).values(at=at, summary=text)
        if not connection.execute(there).rowcount:
            connection.execute(sa.insert(run).values(at=at, action=_MEMORY, summary=text))


def note_run(engine: Engine, record: Mapping[str, Any], *, at: str) -> None:
    """Write the row of a run."""
    with writing(engine) as connection:
        start_run(connection, RUN, at, record)


def content_mark(engine: Engine) -> str:
    """Return a mark that changes with whatever a map or a report shows of the ledger."""
    query = sa.select(sa.func.max(run.c.id)).where(run.c.action.not_in((RUN, _MEMORY)))
    with reading(engine) as connection:
        return str(connection.execute(query).scalar_one() or 0)
