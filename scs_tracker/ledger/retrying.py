"""Reading again what waits in quarantine: a mended file, or one row as it is stored, edited by a person."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from scs_tracker.ledger import runs, waiting
from scs_tracker.ledger.importing import Summary, import_batch
from scs_tracker.ledger.store import reading
from scs_tracker.sources.formats import read_reports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Engine

    from scs_tracker.config import Reading


def retry(
    engine: Engine,
    file: str,
    *,
    by: str | None = None,
    **reading_options: Unpack[Reading],
) -> Summary:
    """Read a file again from which rows wait; all of them that are not bad still leave the quarantine.

    Parameters
    ----------
    engine
        An open ledger.
    file
        The file as ``waiting.rows`` names it, or a path to it.
    by
        Who does it; see ``runs.author``.
    **reading_options
        As for ``sources.formats.read_reports``.

    Returns
    -------
    Summary
        What became of all rows of the file; the good ones that were in before are unchanged.

    Raises
    ------
    TrackerError
        No row of that file waits, it came from the web, or it cannot be read.
    """
    name = waiting.file_of(engine, file)
    batch = dataclasses.replace(read_reports(Path(name), **reading_options), file=name)
    summary = import_batch(engine, batch, by=by)
    bad = {(one.row, one.raw) for one in batch.rejects}
    left = [row for row in waiting.rows(engine) if row["file"] == name and (row["row"], row["raw"]) not in bad]
    if left:
        with runs.running(engine, "retry", by=by, summary={"file": name}, content=False) as run:
            for row in left:
                waiting.settle(run, row["id"], waiting.DONE)
    return summary


def retry_row(
    engine: Engine, number: int, values: Mapping[str, str], *, by: str | None = None
) -> tuple[Summary, tuple[str, ...]]:
    """Read one waiting row again as it is stored, some of its cells set anew; it leaves if it is good now.

    Parameters
    ----------
    engine
        An open ledger.
    number
        Its number, as ``waiting.rows`` gives it.
    values
        Column to its new text.
    by
        Who does it; see ``runs.author``.

    Returns
    -------
    Summary, tuple of str
        What became of it, and what is wrong with it still; then ``quarantined`` is 1, and the ledger is as it was.

    Raises
    ------
    UsageError
        A column is not one of its table.
    TrackerError
        No such row waits, or it was not kept in columns.
    """
    with reading(engine) as connection:
        row = waiting.waiting_row(connection, number)
    batch = waiting.edited(row, values)
    if batch.rejects:
        reasons = tuple(reason for one in batch.rejects for reason in one.reasons)
        return Summary(read=batch.read, quarantined=len(batch.rejects)), reasons
    summary = import_batch(engine, batch, by=by)
    with runs.running(engine, "retry", by=by, summary={"quarantine": number}, content=False) as run:
        waiting.settle(run, number, waiting.MENDED)
    return summary, ()
