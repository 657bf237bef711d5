"""Reports become incidents, and every change is a revision."""

from __future__ import annotations

from scs_tracker.ledger.book import Ledger
from scs_tracker.ledger.importing import Summary

__all__ = ["Ledger", "Summary"]
