"""Run without supervision: import sources into the ledger, draw maps, and issue and send reports."""

from __future__ import annotations

from scs_tracker.run.issuing import issue, issue_reports, withdraw
from scs_tracker.run.outputs import FORMATS, demo, draw_map, latest_week, write_reports
from scs_tracker.run.record import Record
from scs_tracker.run.unattended import record_file, run

__all__ = [
    "FORMATS", "Record", "demo", "draw_map", "issue", "issue_reports", "latest_week", "record_file", "run", "withdraw",
    "write_reports",
]  # fmt: skip
