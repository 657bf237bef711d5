"""Store reports as incidents; every change is recorded as a revision that can be verified, dated, signed and undone.

``Ledger`` is the interface for other packages. Methods that record a decision take ``by``, its author (default:
``Ledger(by=)``, then SCS_TRACKER_BY, then the system user name). Methods that follow a review take
``expected_revision``; they raise ``errors.StaleError`` and write nothing if someone else has changed the incident.

==============  ========================================================================================================
task            methods
==============  ========================================================================================================
import          ``import_file``, ``import_batch`` (``sources.batch``: a ``Report`` has its ``source``, ``Document`` and
                ``Passage`` by field; an event with the status proposed awaits review like an incident)
decide          ``accept(id, values=)``, ``amend``, ``reject``, ``retract``, ``create``, ``mark_as_event``, ``undo``;
                event ids begin with ``event-``
merge, split    ``reviews`` (possible duplicates), ``groups``, ``compare``, ``join(first, second, fields=)``, ``split``
read            ``incidents(as_of=)``, ``events(as_of=, statuses=)``, ``history``, ``changes``, ``event_changes``,
                ``evidence``, ``head``; inside ``one_state()`` all of them read the same state
queue           ``quarantined``, ``retry_row``, ``dismiss``; ``worklist``: leads, proposed changes, snoozed and open
                items, second reviews, state of sources, items already read
==============  ========================================================================================================

``worklist`` and ``evidence`` are modules of functions that take ``Ledger.engine``. All tables are written through
``runs.running`` (time, author and hash) and ``journal`` (old and new rows), apart from records of intake.
"""

from __future__ import annotations

from scs_tracker.ledger.book import Ledger
from scs_tracker.ledger.importing import Summary

__all__ = ["Ledger", "Summary"]
