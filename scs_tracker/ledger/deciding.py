"""A person decides what belongs together; the decisions outlive every later import."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.act import acts_json, are_read, parse_acts
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import editing, events, history, holding, journal, merging, planning, runs, saving, state
from scs_tracker.ledger.corroborating import also_said
from scs_tracker.ledger.editing import require_reason
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import FACT_FIELDS, incident, incident_report, report, review, revision
from scs_tracker.ledger.worklist import move_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Run

#: What two incidents are compared by, and what a person may take from one to the other; acts bring types and sides.
COMPARED = tuple(
    name for name in FACT_FIELDS if name not in {"sources", "unmapped", "disagreements", *merging.FOLLOWING_ACTS}
)


#: Actions by which one incident is retracted because it is another.
_JOINING: Final = frozenset({"join", "link"})


def join(
    engine: Engine,
    first: str,
    second: str,
    decision: runs.Decision,
    *,
    fields: Iterable[str] | None = None,
    expected_second: int | None = None,
) -> str:
    """Decide that two incidents are one: the second's reports join the first, and the second is retracted.

    Parameters
    ----------
    engine
        An open ledger.
    first, second
        Incident ids.
    fields
        The fields, of those that ``compare`` gives, that the first takes from the second; the others stay as they
        are. None fills what the first leaves open. Sources are always united.
    decision
        Who decides and why; the revision that it expects is the first's.
    expected_second
        The revision of the second that the person was looking at; None takes the one that is there.

    Returns
    -------
    str
        The id that stays.

    Raises
    ------
    UsageError
        They are the same id, a field is not known, or the reason is missing.
    StaleError
        One was changed since it was shown.
    TrackerError
        One of them is not there, the first is retracted, or the second has no reports left.
    """
    reason = decision.reason
    require_reason(decision.action, reason)
    if first == second:
        raise UsageError(f"{first} cannot be linked to itself; give two incidents")
    chosen = None if fields is None else set(fields)
    if chosen is not None and (unknown := sorted(chosen - set(COMPARED))):
        raise UsageError(f"field {unknown[0]!r} cannot be copied from a proposal; allowed are {', '.join(COMPARED)}")
    summary = {"kept": first, "retracted": second}
    with runs.running(engine, decision.action, by=decision.by, clock=decision.clock, summary=summary) as run:
        old = editing.existing(run.connection, first, decision.expected_revision)
        gone = editing.existing(run.connection, second, expected_second)
        known = _known(run.connection, first, second)
        if old["status"] == "retracted":
            raise TrackerError(f"incident {first} is retracted; give another one, or accept it first")
        moved = known.reports_of.get(second, [])
        if not moved:
            raise TrackerError(f"incident {second} has no reports; it was already linked")
        keys = [*known.reports_of.get(first, []), *moved]
        facts = holding.newest_facts(run.connection, keys)
        values, said_by = _joined(old, gone, keys, facts, chosen)
        _decide(run, moved, first, same=True, reason=reason)
        _move(run, moved, first, position=len(keys) - len(moved), reason=reason)
        saving.save(run, old, values, state.canonical(said_by), reason)
        saving.save(run, gone, {"status": "retracted"}, None, f"the same as {first}: {reason}")
        journal.delete(run, review, review.c.report_key.in_(moved))
        move_evidence(run, second, first)
    return first


def _joined(
    old: state.State, gone: state.State, keys: Sequence[str], facts: dict[str, state.State], chosen: set[str] | None
) -> tuple[state.State, dict[str, str]]:
    decided = merging.decided_fields(old)
    united, said_by = merging.merge([(key, facts[key]) for key in keys], decided)
    if chosen is not None:
        for name in COMPARED:
            wanted = gone[name] if name in chosen else old[name]
            if united[name] != wanted:
                united[name], said_by[name] = wanted, merging.PERSON
        whose = gone if "acts" in chosen else old
        united = state.settled(united | {name: whose[name] for name in merging.FOLLOWING_ACTS})
    heard = [parse_acts(one["acts"]) for one in (united, old, gone)]
    if any(are_read(acts) for acts in heard):
        united = state.settled(united | {"acts": acts_json(also_said(heard[0], [*heard[1], *heard[2]]))})
    derived = state.derive([united], [old["id"]])[0]
    if united["corroboration"] == "single" and derived["independent_sources"] > 1 and "corroboration" not in decided:
        united = state.settled(united | {"corroboration": "multiple"})
        derived = state.derive([united], [old["id"]])[0]
    return {**united, **derived}, said_by


def compare(engine: Engine, first: str, second: str) -> list[dict[str, Any]]:
    """Return where two incidents differ, field by field, and what the first would be after they are joined.

    Returns
    -------
    list of dict
        ``field``, ``first``, ``second``, and ``joined``: the value that ``join`` gives without ``fields``. Sources
        stand among them.
    """
    with reading(engine) as connection:
        known = _known(connection, first, second)
        keys = [*known.reports_of.get(first, []), *known.reports_of.get(second, [])]
        facts = holding.newest_facts(connection, keys)
    one, other = known.incidents[first], known.incidents[second]
    united, _ = merging.merge([(key, facts[key]) for key in keys], merging.decided_fields(one))
    return [
        {"field": name, "first": one[name], "second": other[name], "joined": united[name]}
        for name in (*COMPARED, "sources")
        if one[name] != other[name]
    ]


def split(
    engine: Engine,
    incident_id: str,
    keys: Sequence[str],
    *,
    reason: str,
    by: str | None = None,
    expected_revision: int | None = None,
    clock: Callable[[], str] | None = None,
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
    by, expected_revision, clock
        As for ``editing.amend``.

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
    summary = {"incident": incident_id, "reports": list(keys)}
    with runs.running(engine, "split", by=by, clock=clock, summary=summary) as run:
        old = editing.existing(run.connection, incident_id, expected_revision)
        known = _known(run.connection, incident_id)
        members = known.reports_of.get(incident_id, [])
        homes = _homes_apart(run.connection, incident_id, keys, members)
        holding.read_incidents(run.connection, homes.values(), known)
        facts = holding.newest_facts(run.connection, members)
        _decide(run, keys, incident_id, same=False, reason=reason)
        for key in keys:
            _stand_alone(run, key, homes[key], facts, known, reason)
            move_evidence(run, incident_id, homes[key], taken_for=homes[key])
        staying = [key for key in members if key not in keys]
        values, said_by = _state_of(incident_id, staying, facts, known)
        saving.save(run, old, values, state.canonical(said_by), reason)
    return list(homes.values())


def _homes_apart(
    connection: Connection, incident_id: str, keys: Sequence[str], members: Sequence[str]
) -> dict[str, str]:
    """Return where each report goes that leaves an incident; refuse what cannot leave."""
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
            f"the id {incident_id} comes from report {namesake!r}; split off the others instead: {', '.join(staying)}"
        )
    return homes


def _stand_alone(
    run: Run, key: str, home: str, facts: dict[str, state.State], known: holding.Held, reason: str
) -> None:
    own, said_by = _state_of(home, [key], facts, known)
    text = state.canonical(said_by)
    if home in known.incidents:
        new = {"status": _status_before_join(run.connection, known.incidents[home]), **own}
        saving.save(run, known.incidents[home], new, text, reason)
    else:
        status = "accepted" if key.split(":", 1)[0] in planning.OWN_KINDS else "proposed"
        saving.make(run, home, {"status": status, **own}, text, reason)
    _move(run, [key], home, position=0, reason=reason)


def _status_before_join(connection: Connection, held: state.State) -> str:
    """Return what an incident was before it was joined to another; where no join changed that, what it is."""
    where = (revision.c.incident_id == held["id"], revision.c.field == "status")
    last = connection.execute(history.revisions(*where)).mappings().all()[-1:]
    return str(json.loads(last[0]["old"]) if last and last[0]["action"] in _JOINING else held["status"])


def mark_as_event(
    engine: Engine,
    incident_id: str,
    values: Mapping[str, str],
    *,
    reason: str,
    by: str | None = None,
    expected_revision: int | None = None,
    clock: Callable[[], str] | None = None,
) -> str:
    """Decide that what was proposed as an incident is context: an accepted event is made of it.

    Parameters
    ----------
    engine
        An open ledger.
    incident_id
        The incident, which is retracted.
    values
        Columns of events.csv; ``kind`` at least. What is left out is taken from the incident and its first source.
    reason, by, expected_revision, clock
        As for ``editing.amend``.

    Returns
    -------
    str
        The id of the event.
    """
    require_reason("event", reason)
    with runs.running(engine, "event", by=by, clock=clock) as run:
        old = editing.existing(run.connection, incident_id, expected_revision)
        source = next(iter(json.loads(old["sources"])), {"url": "", "publisher": "", "published": ""})
        sides = [*old["initiators"].split(";"), *old["targets"].split(";")]
        parties = dict.fromkeys(code.split("-")[0] for code in sides if code and not code.startswith("XX"))
        facts = {
            "date_start": old["date_start"], "date_end": old["date_end"], "kind": "", "parties": ";".join(parties),
            "title": old["summary"], "place": old["place"], **source,
        } | dict(values)  # fmt: skip
        event_id = events.make(run, facts)
        run.summary = {"incident": incident_id, "event": event_id, "reason": reason}
        saving.save(run, old, {"status": "retracted"}, None, f"an event, {event_id}: {reason}")
    return event_id


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


def _known(connection: Connection, *ids: str) -> holding.Held:
    known = holding.held(connection)
    holding.read_incidents(connection, ids, known)
    for incident_id in ids:
        if incident_id not in known.incidents:
            history.refuse_unknown(connection, incident_id)
    return known


def _state_of(
    home: str, keys: Sequence[str], facts: dict[str, state.State], known: holding.Held
) -> tuple[state.State, dict[str, str]]:
    decided = merging.decided_fields(known.incidents.get(home))
    united, provenance = merging.merge([(key, facts[key]) for key in keys], decided)
    return {**united, **state.derive([united], [home])[0]}, provenance


def _home_of(connection: Connection, key: str) -> str:
    """Return the id of the incident that a report would be by itself."""
    query = sa.select(report.c.content).where(report.c.key == key).order_by(report.c.version.desc()).limit(1)
    return planning.own_id(key, json.loads(connection.execute(query).scalar_one()))


def _decide(run: Run, keys: Sequence[str], home: str, *, same: bool, reason: str) -> None:
    for key in keys:
        editing.decide(run, key, home, same=same, reason=reason)


def _move(run: Run, keys: Sequence[str], home: str, *, position: int, reason: str) -> None:
    journal.delete(run, incident_report, incident_report.c.report_key.in_(keys))
    said = {"incident_id": home, "how": merging.PERSON, "reasons": state.canonical([reason])}
    rows = [said | {"report_key": key, "position": position + index} for index, key in enumerate(keys)]
    journal.insert(run, incident_report, rows)
