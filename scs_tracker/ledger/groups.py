"""Groups: proposals of one event from several sources stand together, with all of them, until a person decides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.ledger import journal, link, state
from scs_tracker.ledger.tables import incident, proposal_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

    from scs_tracker.ledger.runs import Run

#: Incident id to the group that it stands in.
Groups = dict[str, str]


def held(connection: Connection) -> Groups:
    """Return the group of each proposal that stands in one."""
    query = sa.select(proposal_group.c.incident_id, proposal_group.c.group_id)
    return dict(connection.execute(query).all())


def of_proposals(connection: Connection) -> dict[str, list[str]]:
    """Return each group that still has two proposals or more: its name to the ids in it, the first one first."""
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


def collapsed(found: Sequence[link.Match], groups: Mapping[str, str]) -> list[link.Match]:
    """Return the best match of each group, the likeliest first: two proposals of one group are no rivals."""
    best: dict[str, link.Match] = {}
    for match in found:
        best.setdefault(groups.get(match.key, match.key), match)
    return list(best.values())


def place(home: str, match: link.Match, groups: Groups) -> list[dict[str, Any]]:
    """Put a proposal into the group of the one that it surely tells of; return the rows to write."""
    group_id = groups.get(match.key, match.key)
    said = {"group_id": group_id, "score": match.score, "reasons": state.canonical(match.reasons)}
    rows = [{"incident_id": home, **said}]
    if match.key not in groups:
        rows.insert(0, {"incident_id": match.key, "group_id": group_id, "score": 0.0, "reasons": "[]"})
    groups[home] = groups[match.key] = group_id
    return rows


def write(run: Run, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows that ``place`` gave."""
    journal.insert(run, proposal_group, list(rows))
