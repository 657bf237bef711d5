"""A person decides what belongs together; the decisions outlive every later import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import history, merging, planning, state
from scs_tracker.ledger.editing import require_reason
from scs_tracker.ledger.importing import start_run
from scs_tracker.ledger.store import now, reading, writing
from scs_tracker.ledger.tables import decision, incident, incident_report, report, review

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Connection, Engine


def link(engine: Engine, first: str, second: str, *, reason: str, clock: Callable[[], str] = now) -> str:
    """Decide that two incidents are one: the second's reports join the first, and the second is retracted.

    Parameters
    ----------
    engine
        An open ledger.
    first, second
        Incident ids.
    reason
        Why, in words.
    clock
        Gives the instant that is written, ISO 8601 in UTC.

    Returns
    -------
    str
        The id that stays.

    Raises
    ------
    UsageError
        They are the same id, or the reason is missing.
    TrackerError
        One of them is not there, the first is retracted, or the second has no reports left.
    """
    require_reason("link", reason)
    if first == second:
        raise UsageError(f"{first} cannot be linked to itself; name two incidents")
    with reading(engine) as connection:
        known = _known(connection, first, second)
        if known.incidents[first]["status"] == "retracted":
            raise TrackerError(f"incident {first} is retracted; name one that stands, or accept it first")
        moved = known.reports_of.get(second, [])
        if not moved:
            raise TrackerError(f"incident {second} has no reports left; it was linked before")
        keys = [*known.reports_of.get(first, []), *moved]
        facts = planning.newest_facts(connection, keys)
    values, provenance = _state_of(first, keys, facts, known)
    with writing(engine) as connection:
        _require_unmoved(connection, known, first, second)
        at = clock()
        run_id = start_run(connection, "link", at, {"kept": first, "retracted": second})
        _decide(connection, moved, first, same=True, reason=reason, at=at, run_id=run_id)
        _move(connection, moved, first, position=len(keys) - len(moved), reason=reason, run_id=run_id)
        _save(connection, known.incidents[first], values, provenance, history.Stamp(at, merging.PERSON, reason, run_id))
        gone = history.Stamp(at, merging.PERSON, f"the same as {first}: {reason}", run_id)
        _save(connection, known.incidents[second], {"status": "retracted"}, None, gone)
        connection.execute(sa.delete(review).where(review.c.report_key.in_(moved)))
    return first


def split(
    engine: Engine, incident_id: str, keys: Sequence[str], *, reason: str, clock: Callable[[], str] = now
) -> list[str]:
    """Decide that reports tell of another incident: each goes back to its own, or becomes a proposed one.

    Parameters
    ----------
    engine
        An open ledger.
    incident_id
        The incident that they leave.
    keys
        Report keys, as ``history`` shows them.
    reason
        Why, in words.
    clock
        Gives the instant that is written, ISO 8601 in UTC.

    Returns
    -------
    list of str
        The incidents that the reports are in now.

    Raises
    ------
    UsageError
        No report is named, one is not in the incident, none would stay, the incident is named
        after one, or the reason is missing.
    TrackerError
        There is no such incident.
    """
    require_reason("split", reason)
    with reading(engine) as connection:
        known = _known(connection, incident_id)
        members = known.reports_of.get(incident_id, [])
        stranger = next((key for key in keys if key not in members), None)
        if stranger is not None or not keys:
            raise UsageError(f"report {stranger!r} is not in {incident_id}; its reports are {', '.join(members)}")
        staying = [key for key in members if key not in keys]
        if not staying:
            raise UsageError(f"{incident_id} must keep one report; retract it instead")
        homes = {key: _home_of(connection, key) for key in keys}
        namesake = next((key for key, home in homes.items() if home == incident_id), None)
        if namesake is not None:
            raise UsageError(
                f"report {namesake!r} is what {incident_id} is named after; split off the others: {', '.join(staying)}"
            )
        planning.read_incidents(connection, homes.values(), known)
        facts = planning.newest_facts(connection, members)
    values, provenance = _state_of(incident_id, staying, facts, known)
    apart = {key: _state_of(homes[key], [key], facts, known) for key in keys}
    with writing(engine) as connection:
        _require_unmoved(connection, known, incident_id)
        at = clock()
        run_id = start_run(connection, "split", at, {"incident": incident_id, "reports": list(keys)})
        stamp = history.Stamp(at, merging.PERSON, reason, run_id)
        _decide(connection, keys, incident_id, same=False, reason=reason, at=at, run_id=run_id)
        for key in keys:
            own, own_provenance = apart[key]
            status = "accepted" if key.split(":", 1)[0] in planning.OWN_KINDS else "proposed"
            _save_or_make(connection, homes[key], {"status": status, **own}, own_provenance, known, stamp)
            _move(connection, [key], homes[key], position=0, reason=reason, run_id=run_id)
        _save(connection, known.incidents[incident_id], values, provenance, stamp)
    return list(homes.values())


def reviews(engine: Engine) -> list[dict[str, Any]]:
    """Return the pairs that may be the same and wait for a person, the likeliest first.

    A pair has settled itself when one of the two is retracted, or the report has been withdrawn or linked.
    """
    with reading(engine) as connection:
        incident_of = dict(
            connection.execute(sa.select(incident_report.c.report_key, incident_report.c.incident_id)).all()
        )
        gone = set(connection.execute(sa.select(incident.c.id).where(incident.c.status == "retracted")).scalars())
        rows = connection.execute(sa.select(review).order_by(review.c.score.desc(), review.c.report_key)).mappings()
        pairs = [
            {
                "report": row["report_key"],
                "incident": incident_of.get(row["report_key"], ""),
                "candidate": row["incident_id"],
                "score": row["score"],
                "reasons": json.loads(row["reasons"]),
            }
            for row in rows
        ]
    return [
        one for one in pairs if one["incident"] not in {"", one["candidate"], *gone} and one["candidate"] not in gone
    ]


def reports(engine: Engine, incident_id: str) -> list[dict[str, Any]]:
    """Return the reports of an incident, the leading one first, with how each came to it and why."""
    with reading(engine) as connection:
        query = sa.select(incident_report).where(incident_report.c.incident_id == incident_id)
        rows = connection.execute(query.order_by(incident_report.c.position)).mappings()
        return [{"report": row["report_key"], "how": row["how"], "reasons": json.loads(row["reasons"])} for row in rows]


def _known(connection: Connection, *ids: str) -> planning.Held:
    known = planning.held(connection)
    planning.read_incidents(connection, ids, known)
    for incident_id in ids:
        if incident_id not in known.incidents:
            history.of_incident(connection, incident_id)  # raises, naming the nearest ids
    return known


def _state_of(
    home: str, keys: Sequence[str], facts: dict[str, state.State], known: planning.Held
) -> tuple[state.State, dict[str, str]]:
    decided = merging.decided_fields(known.incidents.get(home))
    united, provenance = merging.merge([(key, facts[key]) for key in keys], decided)
    return {**united, **state.derive([united], [home])[0]}, provenance


def _home_of(connection: Connection, key: str) -> str:
    """Return the id of the incident that a report would be by itself."""
    query = sa.select(report.c.content).where(report.c.key == key).order_by(report.c.version.desc()).limit(1)
    return planning.own_id(key, json.loads(connection.execute(query).scalar_one()))


def _require_unmoved(connection: Connection, known: planning.Held, *ids: str) -> None:
    for incident_id in ids:
        query = sa.select(incident.c.revision).where(incident.c.id == incident_id)
        if connection.execute(query).scalar_one() != known.incidents[incident_id]["revision"]:
            raise TrackerError(f"incident {incident_id} was changed by another run meanwhile; try again")


def _decide(
    connection: Connection, keys: Sequence[str], home: str, *, same: bool, reason: str, at: str, run_id: int
) -> None:
    where = (decision.c.report_key.in_(keys), decision.c.incident_id == home)
    connection.execute(sa.delete(decision).where(*where))
    stamp = {"incident_id": home, "same": int(same), "reason": reason, "at": at, "run_id": run_id}
    connection.execute(sa.insert(decision), [stamp | {"report_key": key} for key in keys])


def _move(connection: Connection, keys: Sequence[str], home: str, *, position: int, reason: str, run_id: int) -> None:
    connection.execute(sa.delete(incident_report).where(incident_report.c.report_key.in_(keys)))
    stamp = {"incident_id": home, "how": merging.PERSON, "reasons": state.canonical([reason]), "run_id": run_id}
    rows = [stamp | {"report_key": key, "position": position + index} for index, key in enumerate(keys)]
    connection.execute(sa.insert(incident_report), rows)


def _save(
    connection: Connection,
    old: state.State,
    new: state.State,
    provenance: dict[str, str] | None,
    stamp: history.Stamp,
) -> None:
    values: dict[str, Any] = {} if provenance is None else {"provenance": state.canonical(provenance)}
    if state.changed_fields(old, new):
        number = old["revision"] + 1
        values |= {**new, "revision": number, "updated_at": stamp.at}
        history.record(connection, [(old["id"], number, old, new)], stamp)
    if values:
        connection.execute(sa.update(incident).where(incident.c.id == old["id"]).values(**values))


def _save_or_make(
    connection: Connection,
    home: str,
    new: state.State,
    provenance: dict[str, str],
    known: planning.Held,
    stamp: history.Stamp,
) -> None:
    if home in known.incidents:
        _save(connection, known.incidents[home], new, provenance, stamp)
        return
    values = {"id": home, **new, "provenance": state.canonical(provenance), "revision": 1, "updated_at": stamp.at}
    connection.execute(sa.insert(incident), [values])
    history.record(connection, [(home, 1, {}, new)], stamp)
