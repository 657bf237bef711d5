"""Read the parts of the ledger that an import or a decision needs."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import sqlalchemy as sa

from scs_tracker.ledger import state
from scs_tracker.ledger.tables import (
    decision,
    event,
    incident,
    incident_report,
    proposal_group,
    proposed_change,
    report,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.sources.batch import Report

_Item = TypeVar("_Item")
#: Maximum number of keys in one query.
_A_QUERY: Final = 500


@dataclass(slots=True)
class ImportSnapshot:
    """The ledger content that an import needs: reports, incidents, links, decisions, events and groups.

    ``newest`` maps report keys to version number and content hash of the newest version; ``incidents`` maps ids to
    states that ``read_incidents`` added; ``incident_of`` maps report keys to incidents, ``reports_of`` incidents to
    report keys, the leading one first; ``decisions`` maps report keys to incidents to True if a reviewer considers the
    report part of the incident, the latest last; ``sources`` maps report keys to the article with the report, if it has
    one; ``groups`` maps incidents to their group of proposals; ``withdrawals`` are pairs of incident and report key
    with a proposed retraction, because the source withdrew the report.
    """

    newest: dict[str, tuple[int, str]]
    incidents: dict[str, state.State]
    incident_of: dict[str, str]
    reports_of: dict[str, list[str]]
    decisions: dict[str, dict[str, bool]]
    events: dict[str, dict[str, Any]]
    sources: dict[str, str]
    groups: dict[str, str]
    withdrawals: frozenset[tuple[str, str]] = frozenset()

    def sources_of(self, home: str) -> set[str]:
        """Return the distinct sources (articles or datasets) of an incident's reports."""
        return {self.sources.get(key) or key.split(":", 1)[0] for key in self.reports_of.get(home, ())}


def source_of(one: Report) -> str:
    """Return the source of a report: the article in which it was found, else its dataset."""
    return one.source or one.kind


def load_snapshot(connection: Connection) -> ImportSnapshot:
    """Read an ``ImportSnapshot`` without incident states, which ``read_incidents`` adds when they are needed."""
    newest: dict[str, tuple[int, str]] = {}
    sources: dict[str, str] = {}
    columns = (report.c.key, report.c.version, report.c.content_hash, report.c.source)
    for key, version, content_hash, source in connection.execute(sa.select(*columns).order_by(report.c.version)):
        newest[key] = (version, content_hash)
        if source:
            sources[key] = source
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
    known_events = {row["key"]: dict(row) for row in connection.execute(sa.select(event)).mappings()}
    query = sa.select(proposal_group.c.incident_id, proposal_group.c.group_id)
    groups = dict(connection.execute(query).all())
    told = (proposed_change.c.incident_id, proposed_change.c.report_key)
    withdrawn = connection.execute(sa.select(*told).where(proposed_change.c.field == "status")).all()
    return ImportSnapshot(
        newest, {}, incident_of, dict(reports_of), dict(decisions), known_events, sources, groups,
        frozenset(withdrawn),
    )  # fmt: skip


def read_incidents(connection: Connection, ids: Iterable[str], known: ImportSnapshot) -> None:
    """Add the current states of incidents to a snapshot; unknown ids are ignored."""
    for part in parts(sorted(set(ids) - known.incidents.keys())):
        rows = connection.execute(sa.select(incident).where(incident.c.id.in_(part))).mappings()
        known.incidents |= {row["id"]: dict(row) for row in rows}


def newest_facts(connection: Connection, keys: Iterable[str]) -> dict[str, state.State]:
    """Return the facts of the newest version of each report, by report key."""
    return {key: state.facts_of(content) for key, content in newest_contents(connection, keys).items()}


def newest_contents(connection: Connection, keys: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the content of the newest version of each report, by report key."""
    contents: dict[str, dict[str, Any]] = {}
    for part in parts(sorted(set(keys))):
        query = sa.select(report.c.key, report.c.content).where(report.c.key.in_(part)).order_by(report.c.version)
        for key, content in connection.execute(query):
            contents[key] = json.loads(content)
    return contents


def groups_of_proposals(connection: Connection) -> dict[str, list[str]]:
    """Return the proposals of each group with two or more of them, by group id, in the order of import."""
    query = (
        sa.select(proposal_group.c.group_id, proposal_group.c.incident_id)
        .join_from(proposal_group, incident, incident.c.id == proposal_group.c.incident_id)
        .where(incident.c.status == "proposed")
        .order_by(proposal_group.c.run_id, proposal_group.c.incident_id)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for group_id, incident_id in connection.execute(query):
        found[group_id].append(incident_id)
    return {group_id: ids for group_id, ids in found.items() if len(ids) > 1}


def parts(items: Sequence[_Item], size: int = _A_QUERY) -> Iterator[Sequence[_Item]]:
    """Yield consecutive parts of a sequence, each with at most ``size`` items."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
