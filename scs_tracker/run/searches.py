"""What the last search did, as the coverage of a report needs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scs_tracker.intake.catalogue import enabled
from scs_tracker.intake.health import outcomes
from scs_tracker.ledger import worklist
from scs_tracker.reporting.coverage import FILE, searched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.config import Settings
    from scs_tracker.intake.taken import Taken
    from scs_tracker.ledger import Ledger


def search_record(ledger: Ledger, settings: Settings, taken: Sequence[Taken] | None = None) -> dict[str, Any] | None:
    """Return the last search for the coverage of a report; None if none is on record.

    Files are listed as the last run read them; monitored sources as the last intake did, which may be of the last hour.

    Parameters
    ----------
    ledger
        An open ledger: it knows the health of the monitored sources, and which leads await review.
    settings
        Where run.json lies, and which monitored sources are enabled.
    taken
        What the run has just read; run.json is read where None.
    """
    live = outcomes(ledger, settings)
    ids = {one.id for one in enabled(settings, [])}
    files: list[tuple[str, str, Sequence[str]]] = [(one.source, one.outcome, one.problems) for one in taken or ()]
    at = ""
    if taken is None:
        at, files = _of_last_run(settings)
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


def _of_last_run(settings: Settings) -> tuple[str, list[tuple[str, str, Sequence[str]]]]:
    """Return when the last run was, and what it did with the files; nothing where there was none."""
    try:
        record = json.loads((settings.resolve(settings.maps) / "run.json").read_text(encoding="utf-8"))
        return str(record["started"]), [(one["source"], one["outcome"], one["problems"]) for one in record["sources"]]
    except (OSError, ValueError, KeyError, TypeError):
        return "", []
