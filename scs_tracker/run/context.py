"""Collect ledger data for reports in addition to incidents, such as leads, second reviews and the last search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scs_tracker.intake import archive
from scs_tracker.intake.catalogue import enabled
from scs_tracker.intake.health import outcomes
from scs_tracker.ledger import worklist
from scs_tracker.reporting.context import ReportContext
from scs_tracker.reporting.coverage import FILE, searched

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from scs_tracker.config import Settings
    from scs_tracker.intake.taken import FileOutcome
    from scs_tracker.ledger import Ledger


def report_context(
    ledger: Ledger, settings: Settings, incidents: pd.DataFrame, *, as_of: str | None = None
) -> ReportContext:
    """Return the data of the ledger that a report needs in addition to the table ``incidents``.

    For a past time ``as_of``, head, groups, leads and position evidence, known only for now, are left out.
    """
    second = worklist.one_reader(ledger.engine, incidents, as_of=as_of) if settings.second_reader else frozenset()
    copies = archive.copies(ledger)
    if as_of is not None:
        return ReportContext(archived=copies, one_reader=second, hold=settings.hold)
    evidence = worklist.positions_evidence(ledger.engine)
    positions = {incident: [one["title"] for one in rows] for incident, rows in evidence.items()}
    leads = worklist.leads(ledger.engine)
    return ReportContext(ledger.head(), ledger.groups(), leads, copies, second, settings.hold, positions)


def search_record(
    ledger: Ledger, settings: Settings, taken: Sequence[FileOutcome] | None = None
) -> dict[str, Any] | None:
    """Return the last source search for a report's coverage section, or None if no search is on record.

    File outcomes come from ``taken`` (the current run) or, if it is None, from the last run; outcomes of monitored
    sources come from the last intake.
    """
    live = outcomes(ledger, settings)
    ids = {one.id for one in enabled(settings, [])}
    now = [(one.source, one.outcome, one.problems) for one in taken or ()]
    at, files = _of_last_run(settings) if taken is None else ("", now)
    rows = [
        {"name": name, "outcome": outcome, "note": "; ".join(problems[:1]), "kind": FILE}
        for name, outcome, problems in files
        if name not in ids
    ]
    if taken is None:
        if not rows and not live:
            return None
        at = max([at, *(one["at"] for one in live)])
    return searched([*rows, *live], at=at, leads=len(worklist.leads(ledger.engine)))


def _of_last_run(settings: Settings) -> tuple[str, Sequence[tuple[str, str, Sequence[str]]]]:
    """Return the start time and source outcomes of the last run, or an empty text and list if there is no record."""
    try:
        record = json.loads((settings.resolve(settings.maps) / "run.json").read_text(encoding="utf-8"))
        return str(record["started"]), [(one["source"], one["outcome"], one["problems"]) for one in record["sources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return "", []
