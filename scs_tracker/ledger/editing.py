"""What a person decides, and what a new geodata build moves: each a revision with its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker import geodata, model
from scs_tracker.errors import TableError, TrackerError, UsageError
from scs_tracker.ledger import history, state
from scs_tracker.ledger.importing import start_run
from scs_tracker.ledger.merging import PERSON
from scs_tracker.ledger.store import now, reading, writing
from scs_tracker.ledger.tables import FACT_FIELDS, decision, incident, incident_report, review

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.engine import Connection, Engine

#: What a person may amend, by the names of the codebook.
AMENDABLE = tuple(name for name in model.INCIDENT_COLUMNS if name != "id")


def amend(
    engine: Engine, incident_id: str, values: Mapping[str, str], *, reason: str, clock: Callable[[], str] = now
) -> list[str]:
    """Change facts of an incident; its position and standing follow.

    Parameters
    ----------
    engine
        An open ledger.
    incident_id
        Which incident.
    values
        Columns of the codebook and their new text; an empty text empties a field.
    reason
        Why, in words; it is printed in the next report's corrections.
    clock
        Gives the instant that is written, ISO 8601 in UTC.

    Returns
    -------
    list of str
        The fields that changed, derived ones included; empty if the values were there already.

    Raises
    ------
    UsageError
        A field is not known, or the reason is missing.
    TableError
        A value is not allowed.
    TrackerError
        There is no such incident.
    """
    unknown = [name for name in values if name not in AMENDABLE]
    if unknown:
        raise UsageError(f"field {unknown[0]!r} cannot be amended; allowed are {', '.join(AMENDABLE)}")
    with reading(engine) as connection:
        old = _existing(connection, incident_id)
    content = _content(old) | dict(values)
    _check(incident_id, content)
    kept = {
        "sources": json.loads(old["sources"]),
        "unmapped": model.split_list(old["unmapped"]),
        "radius_km": old["printed_radius_km"],
    }
    facts = state.facts_of(content | kept) | {"disagreements": old["disagreements"]}
    new = {**facts, **state.derive([facts], [incident_id])[0]}
    fields = {"printed_" + name if name in {"lat", "lon"} else name for name in values}
    provenance = json.loads(old["provenance"]) | dict.fromkeys(fields, PERSON)
    return _change(engine, old, new, reason=reason, clock=clock, action="amend", provenance=provenance)


def retract(engine: Engine, incident_id: str, *, reason: str, clock: Callable[[], str] = now) -> list[str]:
    """Mark an incident as retracted: a tombstone with a reason, never a delete."""
    with reading(engine) as connection:
        old = _existing(connection, incident_id)
    return _change(engine, old, {"status": "retracted"}, reason=reason, clock=clock, action="retract")


def accept(engine: Engine, incident_id: str, *, reason: str = "accepted", clock: Callable[[], str] = now) -> list[str]:
    """Accept a proposed incident as one of its own, or take a retraction back.

    What it was thought to be the same as is settled by this: those pairs leave the review.

    Raises
    ------
    TrackerError
        There is no such incident, or its reports are part of another one.
    """
    require_reason("accept", reason)
    with reading(engine) as connection:
        old = _existing(connection, incident_id)
        keys = list(connection.execute(_members(incident_id)).scalars())
        waiting = connection.execute(sa.select(review).where(review.c.report_key.in_(keys))).mappings().all()
    if old["status"] == "retracted" and not keys:
        raise TrackerError(
            f"{incident_id} has no reports left, as they are part of another incident; split them off there"
        )
    new = {"status": "accepted"}
    changed = state.changed_fields(old, new)
    if changed or waiting:
        with writing(engine) as connection:
            _require_unmoved(connection, old)
            at = clock()
            summary = {"incident": incident_id, "fields": changed, "settled": len(waiting)}
            run_id = start_run(connection, "accept", at, summary)
            _store(connection, old, new, history.Stamp(at, PERSON, reason, run_id))
            for row in waiting:
                pair = (review.c.report_key == row["report_key"], review.c.incident_id == row["incident_id"])
                connection.execute(sa.delete(review).where(*pair))
                decided = {"report_key": row["report_key"], "incident_id": row["incident_id"], "same": 0}
                connection.execute(sa.insert(decision).values(**decided, reason=reason, at=at, run_id=run_id))
    return changed


def _members(incident_id: str) -> sa.Select[tuple[str]]:
    return sa.select(incident_report.c.report_key).where(incident_report.c.incident_id == incident_id)


def refresh(engine: Engine, *, clock: Callable[[], str] = now) -> dict[str, int]:
    """Compute positions and standings again after a new geodata build; what moved becomes a revision.

    Returns
    -------
    dict
        ``read``, ``moved`` (position or standing differ) and ``unchanged``.
    """
    with reading(engine) as connection:
        olds = history.states(connection)
    news = state.derive([{field: old[field] for field in FACT_FIELDS} for old in olds], [old["id"] for old in olds])
    # a new build that moves nothing is not a correction of anything
    changed = [
        (old, new)
        for old, new in zip(olds, news, strict=True)
        if set(state.changed_fields(old, new)) - {"geodata_version"}
    ]
    if changed:
        reason = f"geodata {geodata.version()}"
        with writing(engine) as connection:
            at = clock()
            run_id = start_run(connection, "refresh", at, {"moved": len(changed)})
            for old, new in changed:
                _require_unmoved(connection, old)
                _store(connection, old, new, history.Stamp(at, "refresh", reason, run_id))
    return {"read": len(olds), "moved": len(changed), "unchanged": len(olds) - len(changed)}


def _change(
    engine: Engine,
    old: state.State,
    new: state.State,
    *,
    reason: str,
    clock: Callable[[], str],
    action: str,
    provenance: Mapping[str, str] | None = None,
) -> list[str]:
    require_reason(action, reason)
    changed = state.changed_fields(old, new)
    if not changed and (provenance is None or state.canonical(provenance) == old["provenance"]):
        return []
    with writing(engine) as connection:
        _require_unmoved(connection, old)
        at = clock()
        run_id = start_run(connection, action, at, {"incident": old["id"], "fields": changed})
        _store(connection, old, new, history.Stamp(at, PERSON, reason, run_id), provenance=provenance)
    return changed


def _store(
    connection: Connection,
    old: state.State,
    new: state.State,
    stamp: history.Stamp,
    *,
    provenance: Mapping[str, str] | None = None,
) -> None:
    number = old["revision"] + (1 if state.changed_fields(old, new) else 0)
    values: dict[str, Any] = {**new, "revision": number}
    if number != old["revision"]:
        values["updated_at"] = stamp.at
    if provenance is not None:
        values["provenance"] = state.canonical(provenance)
    connection.execute(sa.update(incident).where(incident.c.id == old["id"]).values(**values))
    history.record(connection, [(old["id"], number, old, new)], stamp)


def require_reason(action: str, reason: str) -> None:
    """Refuse a decision of which nobody will know why.

    Raises
    ------
    UsageError
        The reason is empty.
    """
    if not reason.strip():
        raise UsageError(f"{action} needs a reason; say why with --reason")


def _existing(connection: Connection, incident_id: str) -> state.State:
    row = connection.execute(sa.select(incident).where(incident.c.id == incident_id)).mappings().one_or_none()
    if row is None:
        history.of_incident(connection, incident_id)  # raises, naming the nearest ids
    return dict(row or {})


def _require_unmoved(connection: Connection, old: state.State) -> None:
    query = sa.select(incident.c.revision).where(incident.c.id == old["id"])
    if connection.execute(query).scalar_one() != old["revision"]:
        raise TrackerError(f"incident {old['id']} was changed by another run meanwhile; nothing was written, try again")


def _content(old: state.State) -> dict[str, str]:
    """Return the facts of a state as the text columns of the codebook."""
    content = {"id": old["id"]}
    for name in AMENDABLE:
        value = old["printed_" + name if name in {"lat", "lon"} else name]
        content[name] = "" if value is None else str(value)
    return content


def _check(incident_id: str, content: dict[str, str]) -> None:
    import pandas as pd

    frame = pd.DataFrame([content], columns=list(model.INCIDENT_COLUMNS), dtype=str)
    # an id keeps the date it was made with, even if the date is corrected later
    found = [one for one in model.problems(frame, model.incidents_schema(geodata.vocabulary())) if one.column != "id"]
    if found:
        raise TableError(incident_id, [replace(one, row=None) for one in found])
