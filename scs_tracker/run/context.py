"""What the reports of a ledger need to know in addition to its incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scs_tracker.intake import archive
from scs_tracker.ledger import seconding, worklist
from scs_tracker.reporting.context import ReportContext

if TYPE_CHECKING:
    import pandas as pd

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger


def report_context(
    ledger: Ledger, settings: Settings, incidents: pd.DataFrame, *, as_of: str | None = None
) -> ReportContext:
    """Return what a report needs to know in addition to the incidents.

    Parameters
    ----------
    ledger
        An open ledger.
    settings
        Whether a second reader is wanted.
    incidents
        The ledger's frame as the report has it.
    as_of
        Of a past instant neither head nor leads are told: they are those of today.
    """
    second = seconding.one_reader(ledger, incidents, as_of=as_of) if settings.second_reader else frozenset()
    copies = archive.copies(ledger)
    if as_of is not None:
        return ReportContext(archived=copies, one_reader=second, hold=settings.hold)
    evidence = worklist.positions_evidence(ledger.engine)
    positions = {incident: [one["title"] for one in rows] for incident, rows in evidence.items()}
    leads = worklist.leads(ledger.engine)
    return ReportContext(ledger.head(), ledger.groups(), leads, copies, second, settings.hold, positions)
