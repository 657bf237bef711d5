"""Store the review queue and intake records: leads, proposed changes, snoozed and open items, state of sources."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger import editing, history, journal, runs, saving, state
from scs_tracker.ledger.merging import PERSON, UNITED
from scs_tracker.ledger.store import now, reading, writing
from scs_tracker.ledger.tables import FACT_FIELDS, approval, claim, lead, proposed_change, seen_item, snooze
from scs_tracker.ledger.tables import source_health as health_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Run

OPEN: Final = "open"
DONE: Final = "done"
DISMISSED: Final = "dismissed"
#: Source of leads from vessel positions, and parts of the reason of a lead that is evidence of an incident.
POSITIONS, _EVIDENCE_OF, _TAKEN_FOR = "positions", "evidence of ", ", taken for "
#: Fields of a lead that intake provides.
LEAD_FIELDS: Final = ("source", "address", "title", "language", "published", "why", "text")
#: Minimum severity for a second review, if the settings require one.
SECOND_FROM: Final = 3
#: Time for which an open page reserves its item; an open page renews this sooner.
_OPEN_FOR: Final = timedelta(minutes=2)


def add_leads(engine: Engine, leads: Iterable[Mapping[str, str]], *, by: str | None = None) -> int:
    """Store relevant items that cannot be read in full; a fuller text replaces that of a known open lead.

    Each lead has ``LEAD_FIELDS`` and is identified by source and address. Returns the number of new leads.
    """
    wanted = {(one["source"], one["address"]): one for one in leads}
    if not wanted:
        return 0
    with runs.running(engine, "intake", by=by, content=False) as run:
        query = sa.select(lead).where(lead.c.address.in_({key[1] for key in wanted}))
        known = {(row["source"], row["address"]): row for row in run.connection.execute(query).mappings()}
        told = {key: {name: one.get(name, "") for name in LEAD_FIELDS} for key, one in wanted.items()}
        rows = [one | {"seen": run.at, "state": OPEN, "reason": ""} for key, one in told.items() if key not in known]
        journal.insert(run, lead, rows)
        fuller = [
            (row["id"], told[key])
            for key, row in known.items()
            if key in told and row["state"] == OPEN and len(told[key]["text"]) > len(row["text"])
        ]
        for number, one in fuller:
            journal.update(run, lead, [number], one)
        run.summary = {"leads": len(rows)} | ({"fuller": len(fuller)} if fuller else {})
        run.void = not rows and not fuller
    return len(rows)


def leads(engine: Engine, *, states: Sequence[str] = (OPEN,)) -> list[dict[str, Any]]:
    """Return leads in ``states``, newest first, with ``id``, ``LEAD_FIELDS``, ``seen``, ``state`` and ``reason``."""
    with reading(engine) as connection:
        query = sa.select(lead).where(lead.c.state.in_(states)).order_by(lead.c.seen.desc(), lead.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]


def lead_of(engine: Engine, number: int) -> dict[str, Any]:
    """Return the lead with a number, with the fields of ``leads``; raise TrackerError if there is none."""
    with reading(engine) as connection:
        return _lead(connection, number)


def _lead(connection: Connection, number: int) -> dict[str, Any]:
    row = journal.row_of(connection, lead, [number])
    if row is None:
        raise TrackerError(f"there is no lead {number} in the ledger; scs-tracker review lists open leads")
    return row


def settle_lead(
    engine: Engine, number: int, how: Literal["done", "dismissed"], *, reason: str, by: str | None = None
) -> None:
    """Set the state of a lead: ``done`` (its full text was read) or ``dismissed``."""
    with runs.running(engine, "lead", by=by, content=False) as run:
        _lead(run.connection, number)
        journal.update(run, lead, [number], {"state": how, "reason": reason})
        run.summary = {"lead": number, "state": how, "reason": reason}


def accept_positions(engine: Engine, number: int, incident_id: str, *, by: str | None = None) -> None:
    """Accept an open lead of vessel positions as evidence of an incident, without changing its fields."""
    with runs.running(engine, "lead", by=by, content=False) as run:
        row = journal.row_of(run.connection, lead, [number])
        if row is None or row["source"] != POSITIONS or row["state"] != OPEN:
            raise TrackerError(f"lead:{number} is not an open lead of positions; scs-tracker review lists open leads")
        editing.existing(run.connection, incident_id, None)
        journal.update(run, lead, [number], {"state": DONE, "reason": _EVIDENCE_OF + incident_id})
        run.summary = {"lead": number, "state": DONE, "reason": _EVIDENCE_OF + incident_id}


def positions_evidence(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Return by incident the leads of vessel positions accepted as its evidence, the oldest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in reversed(leads(engine, states=(DONE,))):
        if one["source"] == POSITIONS and one["reason"].startswith(_EVIDENCE_OF):
            found.setdefault(_evidence_homes(one["reason"])[0], []).append(one)
    return found


def _evidence_homes(reason: str) -> tuple[str, str]:
    """Return the incident of which a lead is now evidence, and the one for which it was accepted."""
    now_of, _, first_of = reason.removeprefix(_EVIDENCE_OF).partition(_TAKEN_FOR)
    return now_of, first_of or now_of


def move_evidence(run: Run, from_id: str, to_id: str, *, taken_for: str | None = None) -> None:
    """Move evidence from vessel positions to another incident when incidents are merged or split.

    With ``taken_for``, only evidence that was first accepted for that incident is moved.
    """
    query = sa.select(lead).where(lead.c.source == POSITIONS, lead.c.state == DONE).order_by(lead.c.id)
    for one in run.connection.execute(query).mappings().all():
        now_of, first_of = _evidence_homes(one["reason"])
        if one["reason"].startswith(_EVIDENCE_OF) and now_of == from_id and taken_for in {None, first_of}:
            origin = "" if first_of == to_id else _TAKEN_FOR + first_of
            journal.update(run, lead, [one["id"]], {"reason": f"{_EVIDENCE_OF}{to_id}{origin}"})


def proposed_changes(engine: Engine, *, incident_id: str | None = None) -> list[dict[str, Any]]:
    """Return the changes that newer reports propose: ``id``, incident, report, field, old, new, at.

    Old and new are values; old is the incident's value at the time of the proposal.
    """
    with reading(engine) as connection:
        query = sa.select(proposed_change).where(proposed_change.c.state == OPEN).order_by(proposed_change.c.id)
        if incident_id is not None:
            query = query.where(proposed_change.c.incident_id == incident_id)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return [row | {name: json.loads(row[name]) for name in ("old", "new")} for row in rows]


def settle_change(
    engine: Engine, number: int, *, take: bool, reason: str, by: str | None = None, expected_revision: int | None = None
) -> list[str]:
    """Accept a proposed change, or dismiss it; return the fields of the incident that changed."""
    decision = runs.Decision("change" if take else "dismiss-change", reason, by, expected_revision)
    with runs.running(engine, decision.action, by=by) as run:
        row = journal.row_of(run.connection, proposed_change, [number])
        if row is None or row["state"] != OPEN:
            raise TrackerError(f"there is no open proposed change {number}; reload the list of changes")
        old = editing.existing(run.connection, row["incident_id"], expected_revision)
        run.summary = {"incident": old["id"], "field": row["field"], "taken": take, "reason": reason}
        journal.update(run, proposed_change, [number], {"state": DONE if take else DISMISSED})
        if not take:
            return []
        field, value = row["field"], json.loads(row["new"])
        if field == "status":
            return saving.save(run, old, {"status": value}, None, reason)
        facts = state.settled({name: old[name] for name in FACT_FIELDS} | {field: value})
        if facts[field] != value:
            raise TrackerError(f"{field} of {old['id']} is derived from its acts; amend its acts instead")
        provenance = json.loads(old["provenance"]) | ({} if field in UNITED else {field: PERSON})
        new = {**facts, **state.derive([facts], [old["id"]])[0]}
        return saving.save(run, old, new, state.canonical(provenance), reason)


def put_off(engine: Engine, subject: str, until: str, *, by: str | None = None) -> None:
    """Snooze a proposal, a group or a lead until a time (see ``history.instant``); an empty text ends the snooze."""
    with runs.running(engine, "snooze", by=by, content=False) as run:
        journal.delete(run, snooze, snooze.c.subject == subject)
        if until:
            journal.insert(run, snooze, [{"subject": subject, "until": history.instant(until), "by": run.by}])
        run.summary = {"subject": subject, "until": until}


def put_off_now(engine: Engine) -> dict[str, str]:
    """Return the ids of the items that are snoozed now, each with the end of its snooze."""
    with reading(engine) as connection:
        query = sa.select(snooze.c.subject, snooze.c.until).where(snooze.c.until > now())
        return dict(connection.execute(query).all())


def open_by(engine: Engine, subject: str, *, by: str) -> str:
    """Record that a user has a proposal open; return who has it: ``by``, or an earlier user who still has it open."""
    name, at = runs.author(by), now()
    until = runs.written(datetime.fromisoformat(at) + _OPEN_FOR)
    with writing(engine) as connection:
        held = connection.execute(sa.select(claim).where(claim.c.subject == subject)).mappings().one_or_none()
        if held is not None and held["by"] != name and held["until"] > at:
            return str(held["by"])
        connection.execute(sa.delete(claim).where(sa.or_(claim.c.subject == subject, claim.c.until <= at)))
        connection.execute(sa.insert(claim).values(subject=subject, by=name, until=until))
    return name


def opened(engine: Engine) -> dict[str, str]:
    """Return the ids of the items that are open on a desk now, each with the name of the user."""
    with reading(engine) as connection:
        query = sa.select(claim.c.subject, claim.c.by).where(claim.c.until > now())
        return dict(connection.execute(query).all())


def approve(engine: Engine, incident_id: str, *, by: str | None = None, expected_revision: int | None = None) -> None:
    """Record a second review of an accepted incident in its current state, by someone other than its last reviewer."""
    with runs.running(engine, "approve", by=by) as run:
        old = editing.existing(run.connection, incident_id, expected_revision)
        if old["status"] != "accepted":
            raise TrackerError(f"{incident_id} is {old['status']}; a second review needs an accepted incident")
        if old["decided_by"] == run.by:
            raise TrackerError(f"{incident_id} was decided by {run.by}; the second review must be done by someone else")
        key = [incident_id, old["revision"], run.by]
        run.void = journal.row_of(run.connection, approval, key) is not None
        if not run.void:
            run.summary = {"incident": incident_id, "revision": old["revision"]}
            row = {"incident_id": incident_id, "revision": old["revision"], "by": run.by, "at": run.at}
            journal.insert(run, approval, [row])


def approvals(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Return the second reviews of each incident: ``revision``, ``by`` and ``at``."""
    found: dict[str, list[dict[str, Any]]] = {}
    with reading(engine) as connection:
        for row in connection.execute(sa.select(approval).order_by(approval.c.at)).mappings():
            found.setdefault(row["incident_id"], []).append({name: row[name] for name in ("revision", "by", "at")})
    return found


def has_second_review(agreed: Sequence[Mapping[str, Any]], revision: int) -> bool:
    """Return True if the list of second reviews has one of the given revision."""
    return any(one["revision"] == revision for one in agreed)


def one_reader(engine: Engine, frame: pd.DataFrame, *, as_of: str | None = None) -> frozenset[str]:
    """Return the ids of severe accepted incidents that a reviewer decided and whose state has no second review.

    Incidents imported from the tracker's own tables have no reviewer and need no second review. Second reviews after
    ``as_of`` (ISO 8601, UTC; None means now) do not count.
    """
    agreed = approvals(engine)
    grave = frame[
        (frame["status"] == "accepted")
        & (frame["severity"].fillna(0) >= SECOND_FROM)
        & (frame["decided_by"].fillna("") != "")
    ]
    return frozenset(
        str(name)
        for name, revision in zip(grave["id"], grave["revision"], strict=True)
        if not has_second_review([one for one in agreed.get(name, ()) if as_of is None or one["at"] <= as_of], revision)
    )


def note_health(engine: Engine, source: str, **values: Any) -> None:
    """Record the state of a source, by columns of ``health``; omitted columns are left unchanged."""
    blank = {
        "newest": "", "last_try": "", "last_success": "", "hits": 0, "refusals": 0, "silent_since": "", "note": "",
        "memory": "{}",
    }  # fmt: skip
    with writing(engine) as connection:
        held = journal.row_of(connection, health_table, [source])
        row = {"source": source, **blank, **(held or {}), **values}
        connection.execute(sa.delete(health_table).where(health_table.c.source == source))
        connection.execute(sa.insert(health_table).values(**row))


def health(engine: Engine) -> dict[str, dict[str, Any]]:
    """Return the state of each source, by source, with the columns of the table ``source_health``."""
    with reading(engine) as connection:
        return {row["source"]: dict(row) for row in connection.execute(sa.select(health_table)).mappings()}


def seen(engine: Engine, source: str) -> dict[str, dict[str, Any]]:
    """Return the items of a source that were already read, by item: hash, outcome, number of tries and time."""
    with reading(engine) as connection:
        query = sa.select(seen_item).where(seen_item.c.source == source)
        return {row["item"]: dict(row) for row in connection.execute(query).mappings()}


def note_seen(engine: Engine, source: str, items: Mapping[str, Mapping[str, Any]], *, at: str | None = None) -> None:
    """Record the outcomes of read items, by item: ``content_hash`` and ``outcome``; each call counts as a try."""
    moment = at or now()
    with writing(engine) as connection:
        where = seen_item.c.source == source
        query = sa.select(seen_item.c.item, seen_item.c.tries).where(where, seen_item.c.item.in_(list(items)))
        tries = dict(connection.execute(query).all())
        connection.execute(sa.delete(seen_item).where(where, seen_item.c.item.in_(list(items))))
        common = {"source": source, "content_hash": "", "at": moment}
        rows = [common | {"item": item, "tries": tries.get(item, 0) + 1, **one} for item, one in items.items()]
        if rows:
            connection.execute(sa.insert(seen_item), rows)
