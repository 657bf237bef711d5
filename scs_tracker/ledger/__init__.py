"""Store reports as incidents; every change is recorded as a revision that can be verified, dated, signed and undone.

``Ledger`` is the interface for other packages. Methods that record a decision take ``by``, its author (default:
``Ledger(by=)``, then SCS_TRACKER_BY, then the system user name). Methods that follow a review take
``expected_revision``; they raise ``errors.StaleError`` and write nothing if someone else has changed the incident.
``accept``, ``amend``, ``reject``, ``retract`` and ``history`` also take the id of a context event (``event-…``).

``worklist`` and ``evidence`` are modules of functions that take ``Ledger.engine``. All tables are written through
``runs.running`` (time, author and hash) and ``journal`` (old and new rows), apart from records of intake.
"""

from __future__ import annotations

from scs_tracker.ledger.book import Ledger
from scs_tracker.ledger.importing import Summary

__all__ = ["Ledger", "Summary"]
