"""Search the ledger, and return the history of an incident and statistics on decisions."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.errors import TrackerError
from scs_tracker.ledger.runs import OF_THE_PROGRAM
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import incident, run

if TYPE_CHECKING:
    from scs_tracker.desk.decisions import DecisionRequest
    from scs_tracker.ledger import Ledger

_MOST_SHOWN: Final = 200
#: A longer time between two decisions is a pause; a median of fewer steps says nothing.
_PAUSE_SECONDS: Final = 900
_FEW: Final = 5
_SEARCHED: Final = (
    "id", "date_start", "types", "initiators", "targets", "initiator_units", "target_units", "place", "location_text",
    "summary", "accounts", "sources",
)  # fmt: skip
_SHOWN: Final = ("id", "status", "date_start", "date_end", "types", "place", "summary", "severity", "revision")


def search_incidents(ledger: Ledger, asked: str) -> dict[str, Any]:
    """Return up to 200 incidents that contain every word of a search, the newest first.

    Returned: ``rows``, and ``count``, the number of all incidents found.
    """
    where = [
        sa.or_(*(incident.c[name].icontains(word, autoescape=True) for name in _SEARCHED))
        for word in asked.replace("\0", " ").split()[:20]
    ]
    order = (incident.c.date_start.desc(), incident.c.id)
    with reading(ledger.engine) as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(incident).where(*where)).scalar_one()
        query = sa.select(*(incident.c[name] for name in _SHOWN)).where(*where).order_by(*order).limit(_MOST_SHOWN)
        rows = [dict(row) | {"types": model.split_list(row["types"])} for row in connection.execute(query).mappings()]
    return {"rows": rows, "count": count}


def history(ledger: Ledger, incident_id: str) -> dict[str, Any]:
    """Return the revisions of an incident, oldest first, each with the fields that it changed.

    Returned: ``revisions``, each with ``revision``, ``at``, ``by``, ``reason`` and ``fields``: ``field``, ``old``,
    ``new``.
    """
    revisions: dict[int, dict[str, Any]] = {}
    for row in ledger.history(incident_id):
        head = {name: row[name] for name in ("revision", "at", "by", "reason")}
        one = revisions.setdefault(row["revision"], {**head, "fields": []})
        one["fields"].append({"field": row["field"], "old": _plain(row["old"]), "new": _plain(row["new"])})
    return {"revisions": list(revisions.values())}


def statistics(ledger: Ledger) -> dict[str, Any]:
    """Return the number of decisions of each user by kind, and the median time between decisions.

    Returned: ``rows``, one per user: ``by``, ``decisions``, ``first`` and ``last`` (days), ``seconds`` (the median
    between two decisions, without pauses of more than 15 minutes; None if there are too few) and ``actions`` (number
    of decisions per action).
    """
    decided = sa.select(run.c.by, run.c.action, run.c.at).where(run.c.action.not_in(OF_THE_PROGRAM), run.c.by != "")
    people: dict[str, list[tuple[datetime, str]]] = {}
    with reading(ledger.engine) as connection:
        for by, action, at in connection.execute(decided.order_by(run.c.id)):
            people.setdefault(by, []).append((datetime.fromisoformat(at), action))
    rows = []
    for by, told in people.items():
        steps = [(later - sooner).total_seconds() for (sooner, _), (later, _) in itertools.pairwise(told)]
        steps = [one for one in steps if one <= _PAUSE_SECONDS]
        rows.append({
            "by": by, "decisions": len(told), "first": f"{told[0][0]:%Y-%m-%d}", "last": f"{told[-1][0]:%Y-%m-%d}",
            "seconds": round(median(steps)) if len(steps) >= _FEW else None,
            "actions": dict(Counter(action for _, action in told).most_common()),
        })  # fmt: skip
    return {"rows": sorted(rows, key=lambda row: -row["decisions"])}


def changes_since(asked: DecisionRequest) -> list[dict[str, Any]]:
    """Return the changes to an incident since the revision that a form is based on; an empty list for other items."""
    try:
        revisions = history(asked.ledger, asked.text("id"))["revisions"]
        return [one for one in revisions if one["revision"] > asked.number("revision")]
    except TrackerError:  # an event, or one that is gone: the sentence itself says what there is to say
        return []


def _plain(cell: str | None) -> str:
    """Return a stored JSON value as text, or an empty string for None or a whole incident."""
    value = json.loads(cell) if cell else None
    return "" if value is None or isinstance(value, dict) else str(value)
