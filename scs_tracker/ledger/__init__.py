"""Store reports as incidents; every change is a revision that can be verified, dated, signed and undone.

``Ledger`` is what all others work with. Every method that decides takes ``by`` (else ``Ledger(by=)``, SCS_TRACKER_BY,
the user of the system) and, where a person looked at something first, ``expected_revision``: what somebody else changed
since ends in one ``errors.StaleError`` and writes nothing.

====================  ==================================================================================================
what                  calls
====================  ==================================================================================================
come in               ``import_file``, ``import_batch`` (``sources.batch``: a ``Report`` brings its ``source``, its
                      ``Document`` and ``Passage`` by field; an event with status proposed waits like an incident)
decide                ``accept(id, values=)``, ``amend``, ``reject``, ``retract``, ``create``, ``mark_as_event`` or
                      ``undo``; ids that begin with ``event-`` are events
what belongs together ``reviews`` (proposed joins), ``groups``, ``compare``, ``join(first, second, fields=)``, ``split``
look                  ``incidents(as_of=)``, ``events(as_of=, statuses=)``, ``history``, ``changes``, ``event_changes``,
                      ``evidence``, ``head``; within ``one_state()`` all of them tell of one state
wait                  ``quarantined``, ``retry_row``, ``dismiss``; ``worklist``: leads, proposed changes, what is put
                      off, who has what open, second readers, health of sources, items seen
====================  ==================================================================================================

``worklist`` and ``evidence`` are modules of functions on ``Ledger.engine``. Nothing writes a table but through
``runs.running`` (which gives the instant, the author and the hash) and ``journal`` (which keeps old and new rows).
"""

from __future__ import annotations

from scs_tracker.ledger.book import Ledger
from scs_tracker.ledger.importing import Summary

__all__ = ["Ledger", "Summary"]
