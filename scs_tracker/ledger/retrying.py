"""Rows that could not be read wait here, until their file is mended and read again."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from scs_tracker.errors import TrackerError
from scs_tracker.ledger.importing import Summary, import_batch
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import quarantine
from scs_tracker.sources.formats import read_reports, stored_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.engine import Engine


def waiting(engine: Engine) -> list[dict[str, Any]]:
    """Return the rows that could not be read, by file and row.

    Returns
    -------
    list of dict
        ``file``, ``row`` (as a person counts it, the header is row 1), ``raw`` (its text), ``reasons`` (a JSON list),
        ``at`` (when it was first refused so), ``id`` and ``run_id``.
    """
    with reading(engine) as connection:
        query = sa.select(quarantine).order_by(quarantine.c.file, quarantine.c.row, quarantine.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]


def retry(
    engine: Engine, file: str, *, format_: str | None = None, columns: Mapping[str, str] | None = None
) -> Summary:
    """Read a file again from which rows wait; those that are mended leave the quarantine, the others stay.

    Parameters
    ----------
    engine
        An open ledger.
    file
        The file as ``waiting`` names it, or a path to it.
    format_, columns
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
    names = sorted({row["file"] for row in waiting(engine)})
    name = next((one for one in (file, stored_name(Path(file))) if one in names), None)
    if name is None:
        some = f"; rows of these wait: {', '.join(names)}" if names else "; nothing waits in quarantine"
        raise TrackerError(f"no row of {file} waits{some}")
    if name.startswith(("http://", "https://")):
        raise TrackerError(f"{name} is read again by scs-tracker run, once its publisher has mended it")
    if not Path(name).exists():
        raise TrackerError(f"{name} is not there any more; put the mended file there, then try again")
    batch = read_reports(Path(name), format_=format_, columns=columns)
    return import_batch(engine, dataclasses.replace(batch, file=name))
