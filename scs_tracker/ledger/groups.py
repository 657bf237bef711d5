"""Groups: proposals of one event from several sources, kept together until a reviewer decides."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from scs_tracker.ledger.tables import incident, proposal_group

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def of_proposals(connection: Connection) -> dict[str, list[str]]:
    """Return each group with two proposals or more: its name and its ids, the first one first."""
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
