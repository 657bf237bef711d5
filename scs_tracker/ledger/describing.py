"""Report the size and row counts of a ledger, for the command ``ledger info``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.ledger import history, store
from scs_tracker.ledger.addresses import shown
from scs_tracker.ledger.tables import document, event, incident, lead, quarantine, report, run

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def describe(engine: Engine) -> dict[str, Any]:
    """Return a ledger's URL, schema version, last change, row counts and, for SQLite, its size in bytes."""
    with store.reading(engine) as connection:

        def count(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
            return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one())

        head = history.head(connection)
        told: dict[str, Any] = {
            "ledger": shown(engine.url),
            "schema": store.schema_in(connection),
            "head": head["hash"] if head else "",
            "head_run": head["run"] if head else 0,
            "last_change": head["at"] if head else "",
            "runs": count(run),
            "reports": count(report),
            "texts_kept": count(document, document.c.text.is_not(None)),
            "texts_forgotten": count(document, document.c.text.is_(None)),
        }
        for status in ("accepted", "proposed", "retracted"):
            told[f"incidents_{status}"] = count(incident, incident.c.status == status)
            told[f"events_{status}"] = count(event, event.c.status == status)
        told["rows_in_quarantine"] = count(quarantine, quarantine.c.state == "open")
        told["leads_open"] = count(lead, lead.c.state == "open")
    file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    if file is not None and file.is_file():
        told["bytes"] = file.stat().st_size
    return told
