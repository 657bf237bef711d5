"""What the commands `quarantine` and `retry` print."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError
from scs_tracker.terminal import reading_of, show, show_json, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.config import Settings
    from scs_tracker.ledger import Ledger


def show_waiting(ledger: Ledger, *, as_json: bool) -> None:
    """Print the rows that could not be read."""
    rows = ledger.quarantined()
    if as_json:
        show_json(
            [
                {"file": row["file"], "row": row["row"], "raw": row["raw"], "reasons": json.loads(row["reasons"])}
                for row in rows
            ]
        )
        return
    for row in rows:
        show(f"{row['file']}, row {row['row']}, since {row['at'][:10]}")
        for reason in json.loads(row["reasons"]):
            show(f"    {reason}")
        show(f"    as it stands: {row['raw']}")
    show("Mend these rows in their files, then: scs-tracker retry" if rows else "nothing waits in quarantine")


def retry_files(
    ledger: Ledger, files: Sequence[str], settings: Settings, *, format_: str | None, as_json: bool
) -> bool:
    """Read files again from which rows wait; say whether something is left for a person.

    Without ``files`` all are read, and one that cannot be read keeps its rows waiting. Format and columns are those
    that tracker.toml names for the file.
    """
    from scs_tracker.ledger import Summary

    chosen = files or sorted({row["file"] for row in ledger.quarantined()})
    total = Summary(read=0)
    problems = []
    for file in chosen:
        try:
            chosen_format, columns = reading_of(Path(file), settings, format_)
            summary = ledger.retry(file, format_=chosen_format, columns=columns)
        except TrackerError as error:
            if files:
                raise
            problems.append(str(error))
            continue
        total += summary
        if not as_json:
            tell(f"{file}: " + ", ".join(f"{number} {name}" for name, number in asdict(summary).items()))
    if as_json:
        show_json({**asdict(total), "problems": problems})
    else:
        for problem in problems:
            show(problem)
        left = len(ledger.quarantined())
        show(f"{left} row{'' if left == 1 else 's'} in quarantine: scs-tracker quarantine" if left else "none waits")
    return bool(problems or total.quarantined)
