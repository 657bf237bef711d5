"""Plan an import: compute all rows that it will write, before the database is locked."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import sys
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker import geodata
from scs_tracker.act import are_read, parse_acts
from scs_tracker.ledger import events, link, merging, state
from scs_tracker.ledger.holding import newest_contents, newest_facts, parts, read_incidents, source_of
from scs_tracker.ledger.merging import FOLLOWING_ACTS
from scs_tracker.ledger.tables import FACT_FIELDS, STATE_FIELDS, incident
from scs_tracker.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from sqlalchemy.engine import Connection

    from scs_tracker.ledger.holding import ImportSnapshot
    from scs_tracker.sources.batch import Batch, Report

#: A progress callback; its arguments are the step, the number done and the total.
Progress = Callable[[str, int, int], None]

#: Kinds of reports that are incidents with their own id: rows of the tracker's tables, and incidents entered by hand.
BY_HAND: Final = "hand"
OWN_KINDS: Final = frozenset({"incident-csv", BY_HAND})
#: Number of incidents that are derived together in one vectorised call. Four times as many take 90 MiB more memory and
#: are not faster.
TOGETHER: Final = 2_500
#: Up to this number, incidents are derived in this process, because another one needs seconds to load the tables.
_ALONE: Final = 4 * TOGETHER
_STATUS: Final = STATE_FIELDS.index("status")
_PLACE: Final = ("location_text", "place", "lat", "lon")


@dataclass(slots=True)
class Plan:
    """The rows that an import will write, and the number of rows of the file by outcome.

    A file may have 100,000 reports, so entries are small: a report with its version and hash, an incident as a tuple in
    the order of ``STATE_FIELDS``, and as provenance one report key for all fields, or a key per field.
    """

    reports: list[tuple[Report, int, str]] = field(default_factory=list)
    added: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    updated: dict[str, state.State] = field(default_factory=dict)
    provenance: dict[str, str | dict[str, str]] = field(default_factory=dict)
    links: list[tuple[str, str, str, str]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    events_added: list[dict[str, Any]] = field(default_factory=list)
    events_changed: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: dict[str, state.State] = field(default_factory=dict)
    decided_by: dict[str, str] = field(default_factory=dict)
    groups: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    parked: list[Any] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    settled: int = 0
    unlinked: list[str] = field(default_factory=list)
    unchanged: int = 0
    linked: int = 0
    taken_back: int = 0


def hand_back_memory() -> None:
    """Return freed memory to the operating system, if the C library supports it (glibc)."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def silent(_step: str, _done: int, _total: int) -> None:
    """Ignore a progress message; this is the default progress callback."""


def plan_batch(
    connection: Connection, batch: Batch, known: ImportSnapshot, *, progress: Progress = silent, workers: int = 1
) -> Plan:
    """Compute what importing ``batch`` will write, from the result of ``load_snapshot`` on the same connection.

    ``workers`` processes geocode a large batch and match it to the zones.
    """
    plan = Plan()
    changed = _changed_reports(batch, known, plan)
    homes = _homes(connection, changed, known, plan, progress)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for key, home in homes.items():
        members[home].append(key)
    read_incidents(connection, members, known)
    workers = workers if len(members) > _ALONE else 1
    _merge_incidents(connection, members, {one.key: one.content for one in changed}, known, plan, progress, workers)
    _look_back(connection, known, plan)
    plan.events_added, plan.events_changed, same = events.plan(batch.events, known.events)
    plan.unchanged += same
    _plan_deletions(connection, batch.deletions, known, plan)
    return plan


def _changed_reports(batch: Batch, known: ImportSnapshot, plan: Plan) -> list[Report]:
    changed = []
    for one in batch.reports:
        text = state.canonical(one.content)
        if one.document is not None:  # a changed text is a new version, even with the same fields
            text += one.document.text
        content_hash = hashlib.sha256(text.encode()).hexdigest()
        version, known_hash = known.newest.get(one.key, (0, ""))
        if content_hash == known_hash:
            plan.unchanged += 1
            continue
        changed.append(one)
        plan.reports.append((one, version + 1, content_hash))
    return changed


def _homes(
    connection: Connection, changed: Sequence[Report], known: ImportSnapshot, plan: Plan, progress: Progress
) -> dict[str, str]:
    """Return the incident id of each report: that of its incident, a reviewer's choice, or its own."""
    homes: dict[str, str] = {}
    foreign = []
    for one in changed:
        decided = [home for home, same in known.decisions.get(one.key, {}).items() if same]
        if one.key in known.incident_of:
            homes[one.key] = known.incident_of[one.key]
        elif decided:
            homes[one.key] = decided[-1]
            _link(plan, one.key, decided[-1], "person", ("a reviewer decided it",))
        elif one.kind in OWN_KINDS:
            homes[one.key] = own_id(one.key, one.content)
            _link(plan, one.key, homes[one.key], "own", ())
        else:
            foreign.append(one)
    if foreign:
        progress("comparing reports", 0, len(foreign))
        homes |= _match(connection, foreign, known, plan)
    return homes


def _match(connection: Connection, foreign: Sequence[Report], known: ImportSnapshot, plan: Plan) -> dict[str, str]:
    """Make each report a proposal, list its possible duplicates, and return the id of each proposal by report key.

    A report that matches an accepted incident with certainty is proposed for merging; one that matches another proposal
    with certainty is grouped with it.
    """
    facts = [state.facts_of(one.content) for one in foreign]
    homes = {one.key: own_id(one.key, one.content) for one in foreign}
    sightings = [
        link.sighting(homes[one.key], said | placed, one.content)
        for one, said, placed in zip(foreign, facts, state.positions(facts), strict=True)
    ]
    there = _sightings(connection, incident.c.status == "accepted", known)
    with_accepted = _allowed(foreign, link.matches(sightings, there), known)
    waiting = _sightings(connection, incident.c.status == "proposed", known)
    if len({source_of(one) for one in foreign}) > 1:
        waiting += sightings
    with_proposed = _allowed(foreign, link.matches(sightings, waiting), known, homes)
    sure = _sure(foreign, with_accepted)
    for one, possible, certain in zip(foreign, with_accepted, sure, strict=True):
        _link(plan, one.key, homes[one.key], "first", ())
        plan.reviews += [_review(one.key, match.key, match) for match in possible]
        plan.linked += certain is not None and one.key not in known.newest
    _group(foreign, with_proposed, homes, known, plan)
    return homes


def _group(
    foreign: Sequence[Report],
    found: Sequence[Sequence[link.Match]],
    homes: Mapping[str, str],
    known: ImportSnapshot,
    plan: Plan,
) -> None:
    """Group proposals that match with certainty, and queue uncertain pairs for review."""
    grouped = dict(known.groups)
    place = {homes[one.key]: number for number, one in enumerate(foreign)}
    paired = {row["report_key"] for row in plan.reviews}
    sure = _sure(foreign, [_best_of_groups(matches, grouped) for matches in found])
    for number, (one, possible, match) in enumerate(zip(foreign, found, sure, strict=True)):
        home = homes[one.key]
        if match is not None and home not in grouped:
            group_id = grouped.get(match.key, match.key)
            if match.key not in grouped:
                first = {"incident_id": match.key, "group_id": group_id, "score": 0.0, "reasons": "[]"}
                plan.groups.append(first)
            said = {"group_id": group_id, "score": match.score, "reasons": state.canonical(match.reasons)}
            plan.groups.append({"incident_id": home, **said})
            grouped[home] = grouped[match.key] = group_id
        if match is not None and grouped[home] == grouped.get(match.key):
            plan.linked += one.key not in known.newest and one.key not in paired
            continue
        earlier = [other for other in possible if place.get(other.key, -1) < number]
        plan.reviews += [_review(one.key, other.key, other) for other in earlier]


def _best_of_groups(found: Sequence[link.Match], groups: Mapping[str, str]) -> list[link.Match]:
    """Return the best match of each group, in the given order; proposals of one group do not compete."""
    best: dict[str, link.Match] = {}
    for match in found:
        best.setdefault(groups.get(match.key, match.key), match)
    return list(best.values())


def _sure(foreign: Sequence[Report], found: Sequence[Sequence[link.Match]]) -> list[link.Match | None]:
    """Return the certain match of each report, or None; reports of one source never match the same incident."""
    of_source: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(foreign):
        of_source[source_of(one)].append(number)
    answer: list[link.Match | None] = [None] * len(foreign)
    for numbers in of_source.values():
        for number, match in zip(numbers, link.joined([found[number] for number in numbers]), strict=True):
            answer[number] = match
    return answer


def _allowed(
    foreign: Sequence[Report],
    found: Sequence[Sequence[link.Match]],
    known: ImportSnapshot,
    homes: Mapping[str, str] | None = None,
) -> list[list[link.Match]]:
    """Return each report's matches without incidents that a reviewer or the report's source rules out.

    ``homes`` maps reports of this file to their proposals, which are not yet in the ledger.
    """
    beside = {homes[one.key]: source_of(one) for one in foreign} if homes else {}
    allowed = []
    for one, matches in zip(foreign, found, strict=True):
        barred = {home for home, same in known.decisions.get(one.key, {}).items() if not same}
        source = source_of(one)
        others = [match for match in matches if match.key not in barred and beside.get(match.key) != source]
        allowed.append([match for match in others if source not in known.sources_of(match.key)])
    return allowed


def _review(report_key: str, incident_id: str, match: link.Match) -> dict[str, Any]:
    return {
        "report_key": report_key,
        "incident_id": incident_id,
        "score": match.score,
        "reasons": state.canonical(match.reasons),
    }


def _sightings(connection: Connection, where: sa.ColumnElement[bool], known: ImportSnapshot) -> list[link.Sighting]:
    """Return ledger incidents as ``Sighting`` objects; parties of one without roles come from its leading report."""
    query = sa.select(*(incident.c[name] for name in ("id", *link.COMPARED))).where(where)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    bare = {
        row["id"]: known.reports_of[row["id"]][0]
        for row in rows
        if not row["initiators"] and not row["targets"] and known.reports_of.get(row["id"])
    }
    contents = newest_contents(connection, bare.values())
    return [link.sighting(row["id"], row, contents.get(bare.get(row["id"], ""))) for row in rows]


def _look_back(connection: Connection, known: ImportSnapshot, plan: Plan) -> None:
    """Queue for review the existing proposals that may describe the same incidents as newly accepted ones.

    A report that already belongs to an incident is never moved automatically.
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


def _link(plan: Plan, key: str, home: str, how: str, reasons: Sequence[str]) -> None:
    plan.links.append((key, home, how, sys.intern(state.canonical(reasons))))


def own_id(key: str, content: Mapping[str, Any]) -> str:
    """Return the id of a report's own incident: the id in its content, or one made by ``made_id``."""
    kind = key.split(":", 1)[0]
    return str(content["id"]) if kind in OWN_KINDS else made_id(kind, key, content)


def made_id(kind: str, key: str, content: Mapping[str, Any]) -> str:
    """Return an incident id made from the date, the place, the kind of report and a hash of its key."""
    start = content["date_start"].replace("-", "").ljust(8, "0")
    place = slug(content["place"] or content["location_text"], 40)
    return "-".join(filter(None, (start, place, kind, hashlib.sha256(key.encode()).hexdigest()[:6])))


def _merge_incidents(
    connection: Connection,
    members: Mapping[str, Sequence[str]],
    contents: Mapping[str, Mapping[str, Any]],
    known: ImportSnapshot,
    plan: Plan,
    progress: Progress,
    workers: int,
) -> None:
    # incidents at the same place are derived together, so that each place is geocoded once
    near = sorted(members, key=lambda home: [str(contents[members[home][0]][name]) for name in _PLACE])

    def merge(homes: Sequence[str]) -> list[state.State]:
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
        return merged

    done = 0
    for homes, merged, derived in _derived(((homes, merge(homes)) for homes in parts(near, TOGETHER)), workers):
        for home, united, rest in zip(homes, merged, derived, strict=True):
            whole = united | rest
            before = known.incidents.get(home)
            own = next((key for key in members[home] if key.split(":", 1)[0] in OWN_KINDS), None)
            if before is not None and before["status"] == "accepted" and own is None:
                plan.changes += _proposed(before, united, members[home][0])
                del plan.provenance[home]
            elif before is not None:
                plan.updated[home] = whole
            else:
                # the status of an exported row, else accepted for rows of the tracker's own table
                whole["status"] = str(contents[own].get("status") or "accepted") if own else "proposed"
                decided_by = contents[members[home][0]].get("decided_by")
                if decided_by:  # a row of an export of a ledger
                    plan.decided_by[home] = decided_by
                plan.added[home] = tuple(whole[name] for name in STATE_FIELDS)
        done += len(homes)
        hand_back_memory()
        progress("geocoding incidents", done, len(members))
    plan.added = {home: plan.added[home] for home in members if home in plan.added}


def _derived(
    merged: Iterable[tuple[Sequence[str], list[state.State]]], workers: int
) -> Iterator[tuple[Sequence[str], list[state.State], list[state.State]]]:
    """Yield each part of the merged incidents with its derived fields, computed in ``workers`` processes."""
    if workers == 1:
        for homes, facts in merged:
            yield homes, facts, state.derive(facts, homes)
        return
    overlay = (geodata.overlay(),)
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=geodata.configure, initargs=overlay) as pool:
        ahead: deque[tuple[Sequence[str], list[state.State], Future[list[state.State]]]] = deque()
        for homes, facts in merged:
            ahead.append((homes, facts, pool.submit(state.derive, facts, homes)))
            if len(ahead) > 2 * workers:
                first = ahead.popleft()
                yield first[0], first[1], first[2].result()
        for homes, facts, found in ahead:
            yield homes, facts, found.result()


def _proposed(before: state.State, united: state.State, key: str) -> list[dict[str, Any]]:
    """Return the changes that a report proposes to an accepted incident, for a reviewer to decide.

    Types and sides are not proposed in addition to acts read from a source, nor acts in addition to their columns.
    """
    differing = state.changed_fields(before, {name: united[name] for name in FACT_FIELDS})
    read = are_read(parse_acts(united["acts"]))
    following = FOLLOWING_ACTS if read and "acts" in differing else {"acts"} if not read else set()
    return [
        {
            "incident_id": before["id"],
            "report_key": key,
            "field": name,
            "old": state.canonical(before[name]),
            "new": state.canonical(united[name]),
            "state": "open",
        }
        for name in differing
        if name not in following
    ]


def _plan_deletions(connection: Connection, keys: Sequence[str], known: ImportSnapshot, plan: Plan) -> None:
    """Plan the retraction of reports that their source deleted; accepted incidents get a proposed change instead."""
    read_incidents(connection, [known.incident_of[key] for key in keys if key in known.incident_of], known)
    for key in keys:
        home = known.incident_of.get(key)
        status = "retracted" if home is None else known.incidents[home]["status"]
        if home is None or status == "retracted" or (status == "accepted" and (home, key) in known.withdrawals):
            plan.unchanged += 1
            continue
        plan.taken_back += 1
        if status == "accepted":  # a reviewer decides
            row = {"incident_id": home, "report_key": key, "field": "status", "state": "open"}
            plan.changes.append(row | {"old": state.canonical("accepted"), "new": state.canonical("retracted")})
            continue
        staying = [one for one in known.reports_of[home] if one not in {key, *plan.unlinked}]
        if not staying:
            plan.withdrawn[home] = {"status": "retracted"}
            continue
        facts = newest_facts(connection, staying)
        decided = merging.decided_fields(known.incidents[home])
        united, plan.provenance[home] = merging.merge([(one, facts[one]) for one in staying], decided)
        plan.withdrawn[home] = {**united, **state.derive([united], [home])[0]}
        plan.unlinked.append(key)
