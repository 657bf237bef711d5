"""scs-tracker: clashes in the South China Sea, from reports to a checked ledger, maps and a weekly report."""

from __future__ import annotations

__version__ = "0.1.0"
