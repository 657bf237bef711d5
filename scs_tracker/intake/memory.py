"""State kept between runs in the ledger's database, so that a new ledger starts without any."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.ledger import runs
from scs_tracker.ledger.store import reading, timed, writing
from scs_tracker.ledger.tables import memory as memory_table
from scs_tracker.ledger.tables import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Engine

#: The action of the row that each run leaves in the ledger's run table.
RUN: Final = "run"
#: The row of the ledger's memory that is ours.
_NAME: Final = "run"

Memory = dict[str, dict[str, Any]]


def recall(engine: Engine) -> Memory:
    """Return the state stored by the last run, by name, or an empty dict if there is none."""
    with reading(engine) as connection:
        query = sa.select(memory_table.c.value).where(memory_table.c.name == _NAME)
        text = connection.execute(query).scalar_one_or_none()
    memory: Memory = json.loads(text) if text else {}
    return memory


def keep(engine: Engine, memory: Memory, *, at: str) -> None:
    """Replace the stored state, unless it is unchanged."""
    text = json.dumps(memory, ensure_ascii=False, sort_keys=True)
    if text == json.dumps(recall(engine), ensure_ascii=False, sort_keys=True):
        return
    with writing(engine) as connection:
        connection.execute(sa.delete(memory_table).where(memory_table.c.name == _NAME))
        connection.execute(sa.insert(memory_table).values(name=_NAME, value=text, at=at))


def note_run(engine: Engine, record: Mapping[str, Any], *, at: str) -> None:
    """Log a run in the ledger's table of runs, with ``record`` as its summary."""
    with runs.running(timed(engine, lambda: at), RUN, summary=record, content=False):
        pass


def content_mark(engine: Engine) -> str:
    """Return a value that changes whenever the ledger's content for maps and reports changes."""
    query = sa.select(sa.func.max(run.c.id)).where(run.c.content == 1)
    with reading(engine) as connection:
        return str(connection.execute(query).scalar_one() or 0)
