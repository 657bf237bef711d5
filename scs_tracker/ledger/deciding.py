"""Record a reviewer's decisions to merge, split and create incidents; later imports do not reverse them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import model
from scs_tracker.act import acts_json, are_read, parse_acts
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import (
    editing,
    events,
    history,
    holding,
    importing,
    journal,
    merging,
    planning,
    runs,
    saving,
    state,
)
from scs_tracker.ledger.sourcing import also_said
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import FACT_FIELDS, incident, incident_report, review, revision
from scs_tracker.ledger.worklist import move_evidence
from scs_tracker.sources.batch import Batch, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Run

#: Fields by which two incidents are compared, and that a merge can copy; types and sides follow from the acts.
COMPARED = tuple(name for name in FACT_FIELDS if name not in {*merging.UNITED, *merging.FOLLOWING_ACTS})
#: Actions that retract one incident because it was merged into another.
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
    """Merge two incidents: move the reports of the second to the first, and retract the second.

    ``fields`` (names that ``compare`` returns) are copied from the second; with None, the second only fills empty
    fields of the first. Sources are always combined. ``decision.expected_revision`` is that of the first incident,
    ``expected_second`` that of the second. Returns the id of the first.
    """
    reason = decision.reason
    if first == second:
        raise UsageError(f"{first} cannot be linked to itself; give two incidents")
    chosen = None if fields is None else set(fields)
    if chosen is not None and (unknown := sorted(chosen - set(COMPARED))):
        raise UsageError(f"field {unknown[0]!r} cannot be copied from a proposal; use one of {', '.join(COMPARED)}")
    summary = {"kept": first, "retracted": second}
    with runs.running(engine, decision.action, by=decision.by, summary=summary) as run:
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
        for key in moved:
            editing.decide(run, key, first, same=True, reason=reason)
        _move(run, moved, first, position=len(keys) - len(moved), reason=reason)
        saving.save(run, old, values, state.canonical(said_by), reason)
        saving.save(run, gone, {"status": "retracted"}, None, f"merged into {first}: {reason}")
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
    """Return the fields that differ between two incidents: name, both values and the value after a merge."""
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


def split(engine: Engine, incident_id: str, keys: Sequence[str], decision: runs.Decision) -> list[str]:
    """Move reports out of an incident, and return the ids of the incidents to which they now belong.

    ``keys`` are report keys as ``reports`` returns them. Each report returns to its own incident, or becomes a new one.
    """
    reason, summary = decision.reason, {"incident": incident_id, "reports": list(keys)}
    with runs.running(engine, decision.action, by=decision.by, summary=summary) as run:
        old = editing.existing(run.connection, incident_id, decision.expected_revision)
        known = _known(run.connection, incident_id)
        members = known.reports_of.get(incident_id, [])
        homes = _homes_apart(run.connection, incident_id, keys, members)
        holding.read_incidents(run.connection, homes.values(), known)
        facts = holding.newest_facts(run.connection, members)
        for key in keys:
            editing.decide(run, key, incident_id, same=False, reason=reason)
            _stand_alone(run, key, homes[key], facts, known, reason)
            move_evidence(run, incident_id, homes[key], taken_for=homes[key])
        staying = [key for key in members if key not in keys]
        values, said_by = _state_of(incident_id, staying, facts, known)
        saving.save(run, old, values, state.canonical(said_by), reason)
    return list(homes.values())


def _homes_apart(
    connection: Connection, incident_id: str, keys: Sequence[str], members: Sequence[str]
) -> dict[str, str]:
    """Return the new incident id of each report to split off; raise UsageError if a report cannot be split off."""
    stranger = next((key for key in keys if key not in members), None)
    if stranger is not None or not keys:
        raise UsageError(f"report {stranger!r} is not in {incident_id}; its reports are {', '.join(members)}")
    staying = [key for key in members if key not in keys]
    if not staying:
        raise UsageError(f"{incident_id} must keep at least one report; to remove the incident, retract it")
    contents = holding.newest_contents(connection, keys)
    homes = {key: planning.own_id(key, contents[key]) for key in keys}  # the id of each report's own incident
    namesake = next((key for key, home in homes.items() if home == incident_id), None)
    if namesake is not None:
        raise UsageError(
            f"the id {incident_id} comes from report {namesake!r}; split off the others instead: {', '.join(staying)}"
        )
    return homes


def _stand_alone(
    run: Run, key: str, home: str, facts: dict[str, state.State], known: holding.ImportSnapshot, reason: str
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
    """Return the status of an incident before its merge into another, or its current status if no merge changed it."""
    where = (revision.c.incident_id == held["id"], revision.c.field == "status")
    last = connection.execute(history.revisions(*where)).mappings().all()[-1:]
    return str(json.loads(last[0]["old"]) if last and last[0]["action"] in _JOINING else held["status"])


def mark_as_event(engine: Engine, incident_id: str, values: Mapping[str, str], decision: runs.Decision) -> str:
    """Create an accepted context event from a proposed incident, retract the incident, and return the event's id.

    ``values`` are columns of events.csv, at least ``kind``; other values come from the incident or its first source.
    """
    with runs.running(engine, decision.action, by=decision.by) as run:
        old = editing.existing(run.connection, incident_id, decision.expected_revision)
        source = next(iter(json.loads(old["sources"])), {"url": "", "publisher": "", "published": ""})
        sides = [*old["initiators"].split(";"), *old["targets"].split(";")]
        parties = dict.fromkeys(code.split("-")[0] for code in sides if code and not code.startswith("XX"))
        facts = {
            "date_start": old["date_start"], "date_end": old["date_end"], "kind": "", "parties": ";".join(parties),
            "title": old["summary"], "place": old["place"], **source,
        } | dict(values)  # fmt: skip
        event_id = events.make(run, facts)
        run.summary = {"incident": incident_id, "event": event_id, "reason": decision.reason}
        saving.save(run, old, {"status": "retracted"}, None, f"recorded as {event_id}: {decision.reason}")
    return event_id


def reviews(engine: Engine) -> list[dict[str, Any]]:
    """Return the pairs of possible duplicates that await review, the likeliest first.

    Pairs are left out if one incident is retracted, or if the report was withdrawn or is already linked.
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
    """Return the reports of an incident, the leading one first, each with the basis and reasons of its link."""
    with reading(engine) as connection:
        query = sa.select(incident_report).where(incident_report.c.incident_id == incident_id)
        rows = connection.execute(query.order_by(incident_report.c.position)).mappings()
        return [{"report": row["report_key"], "how": row["how"], "reasons": json.loads(row["reasons"])} for row in rows]


def _known(connection: Connection, *ids: str) -> holding.ImportSnapshot:
    known = holding.load_snapshot(connection)
    holding.read_incidents(connection, ids, known)
    for incident_id in ids:
        if incident_id not in known.incidents:
            history.refuse_unknown(connection, incident_id)
    return known


def _state_of(
    home: str, keys: Sequence[str], facts: dict[str, state.State], known: holding.ImportSnapshot
) -> tuple[state.State, dict[str, str]]:
    decided = merging.decided_fields(known.incidents.get(home))
    united, provenance = merging.merge([(key, facts[key]) for key in keys], decided)
    return {**united, **state.derive([united], [home])[0]}, provenance


def _move(run: Run, keys: Sequence[str], home: str, *, position: int, reason: str) -> None:
    journal.delete(run, incident_report, incident_report.c.report_key.in_(keys))
    said = {"incident_id": home, "how": merging.PERSON, "reasons": state.canonical([reason])}
    rows = [said | {"report_key": key, "position": position + index} for index, key in enumerate(keys)]
    journal.insert(run, incident_report, rows)


def create(engine: Engine, values: Mapping[str, str], decision: runs.Decision) -> str:
    """Create an accepted incident from values by column of the codebook, and return its id.

    ``sources`` has the form described in ``editing.amend``; without ``id``, an id is made from date and place. Raises
    StaleError if the id already exists.
    """
    editing.require_known({name: value for name, value in values.items() if name != "id"})
    content: dict[str, Any] = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {"corroboration": "single"} | dict(values)
    content["location_text"] = content["location_text"] or content["place"]
    content["id"] = content["id"] or planning.made_id(planning.BY_HAND, json.dumps(content, sort_keys=True), content)
    editing.check(content["id"], {name: content[name] for name in model.INCIDENT_COLUMNS})
    content["sources"] = editing.parse_sources(content["id"], values.get("sources", "[]"))
    if not model.is_incident_id(content["id"]):
        raise UsageError(f"{content['id']!r} is not an incident id; use YYYYMMDD-slug in lower case")
    batch = Batch("by hand", reports=(Report(f"{planning.BY_HAND}:{content['id']}", planning.BY_HAND, 1, content),))
    importing.import_batch(engine, batch, by=decision.by, action=decision.action, reason=decision.reason)
    return str(content["id"])
