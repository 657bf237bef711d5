"""What an import will write, computed in full before the database is locked."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import sqlalchemy as sa

from scs_tracker.ledger import link, merging, state
from scs_tracker.ledger.tables import STATE_FIELDS, decision, event, incident, incident_report, report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.sources.batch import Batch, Report

#: Is told what is being done, how many are done, and of how many.
Progress = Callable[[str, int, int], None]
_Item = TypeVar("_Item")

#: Reports of these kinds are the incident with their own id, and no rule ever joins them to another.
OWN_KINDS: Final = frozenset({"incident-csv"})
#: So many keys go into one query.
_A_QUERY: Final = 500
#: So many incidents are worked out together: enough for one vectorised call, few enough for the memory.
TOGETHER: Final = 10_000
_STATUS: Final = STATE_FIELDS.index("status")
_PLACE: Final = ("location_text", "place", "lat", "lon")


@dataclass(slots=True)
class Held:
    """What the ledger holds that an import must know.

    Attributes
    ----------
    newest
        Report key to the version number and content hash of its newest version.
    incidents
        Incident id to its state, of those that ``read_incidents`` was asked for.
    incident_of
        Report key to the incident that it belongs to.
    reports_of
        Incident id to its report keys, the leading one first.
    decisions
        Report key to incident id to whether a person holds them to be the same; the latest decision last.
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
    """What will be written, and how many rows of the file became what.

    A file may hold a hundred thousand reports, so what is kept of each is small: a report with its version and hash,
    the state of a new incident as a tuple in the order of ``STATE_FIELDS``, and as provenance the report that says
    everything, or a report for each field.
    """

    reports: list[tuple[Report, int, str]] = field(default_factory=list)
    added: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    updated: dict[str, state.State] = field(default_factory=dict)
    provenance: dict[str, str | dict[str, str]] = field(default_factory=dict)
    links: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    events_added: list[dict[str, Any]] = field(default_factory=list)
    events_changed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: dict[str, state.State] = field(default_factory=dict)
    unlinked: list[str] = field(default_factory=list)
    unchanged: int = 0
    linked: int = 0
    taken_back: int = 0


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody of the progress."""


def held(connection: Connection) -> Held:
    """Read what an import must know of the ledger; the incidents themselves are read where they are needed."""
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
    for row in connection.execute(sa.select(decision).order_by(decision.c.run_id)):
        decisions[row.report_key][row.incident_id] = bool(row.same)
    events = {row["key"]: dict(row) for row in connection.execute(sa.select(event)).mappings()}
    return Held(newest, {}, incident_of, dict(reports_of), dict(decisions), events)


def read_incidents(connection: Connection, ids: Iterable[str], known: Held) -> None:
    """Add the states of some incidents to what is known; an id that the ledger does not hold adds nothing."""
    for part in parts(sorted(set(ids) - known.incidents.keys())):
        rows = connection.execute(sa.select(incident).where(incident.c.id.in_(part))).mappings()
        known.incidents |= {row["id"]: dict(row) for row in rows}


def newest_facts(connection: Connection, keys: Iterable[str]) -> dict[str, state.State]:
    """Return the facts of the newest version of each report."""
    return {key: state.facts_of(content) for key, content in _newest_contents(connection, keys).items()}


def _newest_contents(connection: Connection, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    contents: dict[str, dict[str, Any]] = {}
    for part in parts(sorted(set(keys))):
        query = sa.select(report.c.key, report.c.content).where(report.c.key.in_(part)).order_by(report.c.version)
        for key, content in connection.execute(query):
            contents[key] = json.loads(content)
    return contents


def parts(items: Sequence[_Item], size: int = _A_QUERY) -> Iterator[Sequence[_Item]]:
    """Yield a sequence in parts that one query, or the memory, can take."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def plan_batch(connection: Connection, batch: Batch, known: Held, *, progress: Progress = silent) -> Plan:
    """Work out what importing ``batch`` will write.

    Parameters
    ----------
    connection
        A reading connection.
    batch
        What a reader of ``sources`` gave.
    known
        What ``held`` gave on the same connection.
    progress
        Is told how many of the incidents that change are placed.
    """
    plan = Plan()
    changed = _changed_reports(batch, known, plan)
    homes = _homes(connection, changed, known, plan, progress)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key, home in homes.items():
        members[home].append(key)
    read_incidents(connection, members, known)
    _merge_incidents(connection, members, {one.key: one.content for one in changed}, known, plan, progress)
    _look_back(connection, known, plan)
    _plan_events(batch, known, plan)
    _plan_deletions(connection, batch.deletions, known, plan)
    return plan


def _changed_reports(batch: Batch, known: Held, plan: Plan) -> list[Report]:
    changed = []
    for one in batch.reports:
        content_hash = hashlib.sha256(state.canonical(one.content).encode()).hexdigest()
        version, known_hash = known.newest.get(one.key, (0, ""))
        if content_hash == known_hash:
            plan.unchanged += 1
            continue
        changed.append(one)
        plan.reports.append((one, version + 1, content_hash))
    return changed


def _homes(
    connection: Connection, changed: Sequence[Report], known: Held, plan: Plan, progress: Progress
) -> dict[str, str]:
    """Return the incident of each report: its own, the one it has, a person's choice, a strong match or a new one."""
    homes: dict[str, str] = {}
    foreign = []
    for one in changed:
        decided = [home for home, same in known.decisions.get(one.key, {}).items() if same]
        if one.key in known.incident_of:
            homes[one.key] = known.incident_of[one.key]
        elif decided:
            homes[one.key] = decided[-1]
            _link(plan, one.key, decided[-1], "person", ("a person decided it",))
        elif one.kind in OWN_KINDS:
            homes[one.key] = own_id(one.key, one.content)
            _link(plan, one.key, homes[one.key], "own", ())
        else:
            foreign.append(one)
    if foreign:
        progress("comparing reports", 0, len(foreign))
        homes |= _match(connection, foreign, known, plan)
    return homes


def _match(connection: Connection, foreign: Sequence[Report], known: Held, plan: Plan) -> dict[str, str]:
    """Return the incident of each report of another dataset: one that it surely tells of, or a new one."""
    facts = [state.facts_of(one.content) for one in foreign]
    sightings = [
        link.sighting(one.key, said | placed, one.content)
        for one, said, placed in zip(foreign, facts, state.positions(facts), strict=True)
    ]
    found = link.matches(sightings, _sightings(connection, incident.c.status != "retracted", known))
    allowed = [_allowed(one, matches, known) for one, matches in zip(foreign, found, strict=True)]
    joined = link.joined(allowed)
    homes: dict[str, str] = {}
    for one, possible, home in zip(foreign, allowed, joined, strict=True):
        if home is not None:
            homes[one.key] = home.key
            _link(plan, one.key, home.key, "rule", home.reasons)
            plan.linked += one.key not in known.newest  # one that was withdrawn and comes again is updated
            continue
        homes[one.key] = own_id(one.key, one.content)
        _link(plan, one.key, homes[one.key], "first", ())
        plan.reviews += [_review(one.key, match.key, match) for match in possible]
    return homes


def _allowed(one: Report, found: Sequence[link.Match], known: Held) -> list[link.Match]:
    """Return the matches that neither a person has ruled out nor the dataset itself."""
    barred = {home for home, same in known.decisions.get(one.key, {}).items() if not same}
    # two reports of one dataset are two incidents to whoever compiled it
    return [match for match in found if match.key not in barred and not _has_kind(match.key, one.kind, known)]


def _review(report_key: str, incident_id: str, match: link.Match) -> dict[str, Any]:
    return {
        "report_key": report_key,
        "incident_id": incident_id,
        "score": match.score,
        "reasons": state.canonical(match.reasons),
    }


def _sightings(connection: Connection, where: sa.ColumnElement[bool], known: Held) -> list[link.Sighting]:
    """Return what linking needs of incidents in the ledger; who was there is in the reports where no roles are."""
    query = sa.select(*(incident.c[name] for name in ("id", *link.COMPARED))).where(where)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    bare = {
        row["id"]: known.reports_of[row["id"]][0]
        for row in rows
        if not row["initiators"] and not row["targets"] and known.reports_of.get(row["id"])
    }
    contents = _newest_contents(connection, bare.values())
    return [link.sighting(row["id"], row, contents.get(bare.get(row["id"], ""))) for row in rows]


def _look_back(connection: Connection, known: Held, plan: Plan) -> None:
    """Put before a person which incidents that other datasets brought earlier may be among the new ones of our own.

    No rule moves a report that has an incident already.
    """
    new = [home for home, values in plan.added.items() if values[_STATUS] == "accepted"]
    if not new:
        return
    earlier = _sightings(connection, incident.c.status == "proposed", known)
    added = [link.sighting(home, dict(zip(STATE_FIELDS, plan.added[home], strict=True))) for home in new if earlier]
    for one, found in zip(earlier, link.matches(earlier, added), strict=True):
        for key in known.reports_of.get(one.key, ()):
            barred = {home for home, same in known.decisions.get(key, {}).items() if not same}
            plan.reviews += [_review(key, match.key, match) for match in found if match.key not in barred]


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
    connection: Connection,
    members: Mapping[str, Sequence[str]],
    contents: Mapping[str, Mapping[str, Any]],
    known: Held,
    plan: Plan,
    progress: Progress,
) -> None:
    # incidents of one place are worked out together, so that each place is looked up once
    near = sorted(members, key=lambda home: [str(contents[members[home][0]][name]) for name in _PLACE])
    done = 0
    for homes in parts(near, TOGETHER):
        keys = {
            home: [*known.reports_of.get(home, ()), *(key for key in members[home] if key not in known.incident_of)]
            for home in homes
        }
        every = [key for home in homes for key in keys[home]]
        facts = newest_facts(connection, [key for key in every if key not in contents])
        facts |= {key: state.facts_of(contents[key]) for key in every if key in contents}
        merged = []
        for home in homes:
            decided = merging.decided_fields(known.incidents.get(home))
            united, said_by = merging.merge([(key, facts[key]) for key in keys[home]], decided)
            leading = keys[home][0]
            plan.provenance[home] = leading if set(said_by.values()) == {leading} else said_by
            merged.append(united)
        for home, united, rest in zip(homes, merged, state.derive(merged, homes), strict=True):
            whole = united | rest
            if home in known.incidents:
                plan.updated[home] = whole
            else:
                whole["status"] = _first_status(members[home], contents)
                plan.added[home] = tuple(whole[name] for name in STATE_FIELDS)
        done += len(homes)
        progress("placing incidents", done, len(members))
    plan.added = {home: plan.added[home] for home in members if home in plan.added}


def _first_status(keys: Sequence[str], contents: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the status of a new incident: as an export of ours gives it, else accepted for rows of our own."""
    own = [key for key in keys if key.split(":", 1)[0] in OWN_KINDS]
    return str(contents[own[0]].get("status") or "accepted") if own else "proposed"


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
    read_incidents(connection, [known.incident_of[key] for key in keys if key in known.incident_of], known)
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
