"""What an import will write, computed in full before the database is locked."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.ledger import link, merging, state
from scs_tracker.ledger.tables import decision, event, incident, incident_report, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.sources.batch import Batch, Report

#: Reports of these kinds are the incident with their own id, and no rule ever joins them to another.
OWN_KINDS: Final = frozenset({"incident-csv"})


@dataclass(slots=True)
class Held:
    """What the ledger holds that an import must know.

    Attributes
    ----------
    newest
        Report key to the version number and content hash of its newest version.
    incidents
        Incident id to its state.
    incident_of
        Report key to the incident that it belongs to.
    reports_of
        Incident id to its report keys, the leading one first.
    decisions
        Report key to incident id to whether a person holds them to be the same.
    events
        Event key to the event.
    """

    newest: dict[str, tuple[int, str]]
    incidents: dict[str, state.State]
    incident_of: dict[str, str]
    reports_of: dict[str, list[str]]
    decisions: dict[str, dict[str, bool]]
    events: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Plan:
    """What will be written, and how many rows of the file became what."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    added: dict[str, state.State] = field(default_factory=dict)
    updated: dict[str, state.State] = field(default_factory=dict)
    provenance: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    events_added: list[dict[str, Any]] = field(default_factory=list)
    events_changed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: dict[str, state.State] = field(default_factory=dict)
    unlinked: list[str] = field(default_factory=list)
    unchanged: int = 0
    linked: int = 0
    taken_back: int = 0


def held(connection: Connection) -> Held:
    """Read what an import must know of the ledger."""
    newest: dict[str, tuple[int, str]] = {}
    columns = (report.c.key, report.c.version, report.c.content_hash)
    for key, version, content_hash in connection.execute(sa.select(*columns).order_by(report.c.version)):
        newest[key] = (version, content_hash)
    incident_of: dict[str, str] = {}
    reports_of: defaultdict[str, list[str]] = defaultdict(list)
    order = (incident_report.c.incident_id, incident_report.c.position)
    query = sa.select(incident_report.c.incident_id, incident_report.c.report_key).order_by(*order)
    for incident_id, key in connection.execute(query):
        incident_of[key] = incident_id
        reports_of[incident_id].append(key)
    decisions: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in connection.execute(sa.select(decision)):
        decisions[row.report_key][row.incident_id] = bool(row.same)
    incidents = {row["id"]: dict(row) for row in connection.execute(sa.select(incident)).mappings()}
    events = {row["key"]: dict(row) for row in connection.execute(sa.select(event)).mappings()}
    return Held(newest, incidents, incident_of, dict(reports_of), dict(decisions), events)


def newest_facts(connection: Connection, keys: Iterable[str]) -> dict[str, state.State]:
    """Return the facts of the newest version of each report."""
    wanted = set(keys)
    facts: dict[str, state.State] = {}
    if not wanted:
        return facts
    query = sa.select(report.c.key, report.c.content).order_by(report.c.version)
    if len(wanted) <= 500:
        query = query.where(report.c.key.in_(wanted))
    for key, content in connection.execute(query):
        if key in wanted:
            facts[key] = state.facts_of(json.loads(content))
    return facts


def plan_batch(connection: Connection, batch: Batch, known: Held) -> Plan:
    """Work out what importing ``batch`` will write.

    Parameters
    ----------
    connection
        A reading connection.
    batch
        What a reader of ``sources`` gave.
    known
        What ``held`` gave on the same connection.
    """
    plan = Plan()
    changed = _changed_reports(batch, known, plan)
    facts = {one.key: state.facts_of(one.content) for one in changed}
    homes = _homes(changed, facts, known, plan)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key, home in homes.items():
        members[home].append(key)
    others = [key for home in members for key in known.reports_of.get(home, ()) if key not in facts]
    facts |= newest_facts(connection, others)
    written = {one.key: str(one.content.get("status") or "") for one in changed}
    _merge_incidents(members, facts, written, known, plan)
    _plan_events(batch, known, plan)
    _plan_deletions(connection, batch.deletions, known, plan)
    return plan


def _changed_reports(batch: Batch, known: Held, plan: Plan) -> list[Report]:
    changed = []
    for one in batch.reports:
        content = state.canonical(one.content)
        content_hash = hashlib.sha256(content.encode()).hexdigest()
        version, known_hash = known.newest.get(one.key, (0, ""))
        if content_hash == known_hash:
            plan.unchanged += 1
            continue
        changed.append(one)
        plan.reports.append(
            {
                "key": one.key,
                "version": version + 1,
                "kind": one.kind,
                "content": content,
                "content_hash": content_hash,
                "file": batch.file,
                "row": one.row,
            }
        )
    return changed


def _homes(changed: Sequence[Report], facts: Mapping[str, state.State], known: Held, plan: Plan) -> dict[str, str]:
    """Return the incident of each report: its own, the one it has, a person's choice, a strong match or a new one."""
    homes: dict[str, str] = {}
    foreign = []
    for one in changed:
        decided = [home for home, same in known.decisions.get(one.key, {}).items() if same]
        if one.key in known.incident_of:
            homes[one.key] = known.incident_of[one.key]
        elif decided:
            homes[one.key] = decided[0]
            _link(plan, one.key, decided[0], "person", ("a person decided it",))
        elif one.kind in OWN_KINDS:
            homes[one.key] = own_id(one.key, one.content)
            _link(plan, one.key, homes[one.key], "own", ())
        else:
            foreign.append(one)
    if foreign:
        homes |= _match(foreign, facts, known, plan)
    return homes


def _match(foreign: Sequence[Report], facts: Mapping[str, state.State], known: Held, plan: Plan) -> dict[str, str]:
    placed = state.positions([facts[one.key] for one in foreign])
    sightings = [link.sighting(one.key, facts[one.key] | rest) for one, rest in zip(foreign, placed, strict=True)]
    open_incidents = [row for row in known.incidents.values() if row["status"] != "retracted"]
    candidates = [link.sighting(row["id"], row) for row in open_incidents]
    homes: dict[str, str] = {}
    for one, found in zip(foreign, link.matches(sightings, candidates), strict=True):
        barred = {home for home, same in known.decisions.get(one.key, {}).items() if not same}
        # two reports of one dataset are two incidents to whoever compiled it
        barred |= {home for match in found if _has_kind(home := match.key, one.kind, known)}
        allowed = [match for match in found if match.key not in barred]
        if link.surely(allowed):
            homes[one.key] = allowed[0].key
            _link(plan, one.key, allowed[0].key, "rule", allowed[0].reasons)
            plan.linked += 1
            continue
        homes[one.key] = own_id(one.key, one.content)
        _link(plan, one.key, homes[one.key], "first", ())
        plan.reviews += [
            {
                "report_key": one.key,
                "incident_id": match.key,
                "score": match.score,
                "reasons": state.canonical(match.reasons),
            }
            for match in allowed
        ]
    return homes


def _has_kind(home: str, kind: str, known: Held) -> bool:
    return any(key.split(":", 1)[0] == kind for key in known.reports_of.get(home, ()))


def _link(plan: Plan, key: str, home: str, how: str, reasons: Sequence[str]) -> None:
    plan.links.append({"report_key": key, "incident_id": home, "how": how, "reasons": state.canonical(reasons)})


def own_id(key: str, content: Mapping[str, Any]) -> str:
    """Return the id of the incident that a report is by itself.

    Parameters
    ----------
    key
        The report's key.
    content
        Its content; our own tables give their id, for others it is made in the form of the codebook from date,
        place and key.
    """
    kind = key.split(":", 1)[0]
    if kind in OWN_KINDS:
        return str(content["id"])
    plain = unicodedata.normalize("NFKD", content["place"] or content["location_text"])
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")[:40].strip("-")
    start = content["date_start"].replace("-", "").ljust(8, "0")
    return "-".join(part for part in (start, slug, kind, hashlib.sha256(key.encode()).hexdigest()[:6]) if part)


def _merge_incidents(
    members: Mapping[str, Sequence[str]],
    facts: Mapping[str, state.State],
    written: Mapping[str, str],
    known: Held,
    plan: Plan,
) -> None:
    homes = list(members)
    merged = []
    for home in homes:
        keys = [*known.reports_of.get(home, ()), *(key for key in members[home] if key not in known.incident_of)]
        united, provenance = merging.merge(
            [(key, facts[key]) for key in keys], merging.decided_fields(known.incidents.get(home))
        )
        merged.append(united)
        plan.provenance[home] = provenance
    for home, united, rest in zip(homes, merged, state.derive(merged, homes), strict=True):
        if home in known.incidents:
            plan.updated[home] = {**united, **rest}
        else:
            plan.added[home] = {"status": _first_status(members[home], written), **united, **rest}


def _first_status(keys: Sequence[str], written: Mapping[str, str]) -> str:
    """Return the status of a new incident: as an export of ours gives it, else accepted for rows of our own."""
    own = [key for key in keys if key.split(":", 1)[0] in OWN_KINDS]
    return (written[own[0]] or "accepted") if own else "proposed"


def _plan_events(batch: Batch, known: Held, plan: Plan) -> None:
    for one in batch.events:
        key = "|".join((one["date_start"], one["kind"], one["title"]))
        before = known.events.get(key)
        if before is None:
            plan.events_added.append({"key": key, **one})
        elif any(before[name] != value for name, value in one.items()):
            plan.events_changed.append({"key": key, **one})
        else:
            plan.unchanged += 1


def _plan_deletions(connection: Connection, keys: Sequence[str], known: Held, plan: Plan) -> None:
    """Take back what a source has withdrawn: an incident that rests on nothing else becomes a tombstone."""
    for key in keys:
        home = known.incident_of.get(key)
        if home is None or known.incidents[home]["status"] == "retracted":
            plan.unchanged += 1
            continue
        plan.taken_back += 1
        staying = [one for one in known.reports_of[home] if one not in {key, *plan.unlinked}]
        if not staying:
            plan.withdrawn[home] = {"status": "retracted"}
            continue
        facts = newest_facts(connection, staying)
        decided = merging.decided_fields(known.incidents[home])
        united, plan.provenance[home] = merging.merge([(one, facts[one]) for one in staying], decided)
        plan.withdrawn[home] = {**united, **state.derive([united], [home])[0]}
        plan.unlinked.append(key)
