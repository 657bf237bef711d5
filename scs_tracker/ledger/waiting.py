"""Keep rejected rows in quarantine until they are corrected, in the ledger or in their file, or dismissed.

A row is identified by its file, its number and the hash of its content. A later file of the same name does not remove
it: a row leaves quarantine only if the file has a valid row with the same id, or a valid row with the same number and
nearly the same content.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from scs_tracker.config import KeptTable
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.ledger import journal, runs, state
from scs_tracker.ledger.store import reading
from scs_tracker.ledger.tables import quarantine
from scs_tracker.sources.formats import read_reports, readers, stored_name
from scs_tracker.sources.incident_csv import SOURCES_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Engine

    from scs_tracker.ledger.runs import Run
    from scs_tracker.sources.batch import Batch, Reject

OPEN: Final = "open"
DONE: Final = "done"
DISMISSED: Final = "dismissed"
#: Corrected in the ledger by a user; its file still has the uncorrected row.
MENDED: Final = "mended"
#: Minimum similarity (0 to 100) of a row to its corrected form.
_ALIKE: Final = 80


def rows(engine: Engine) -> list[dict[str, Any]]:
    """Return the rows in quarantine, ordered by file and row, with the columns of the table ``quarantine``."""
    with reading(engine) as connection:
        return _open(connection)


def _open(connection: Connection, *where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    query = sa.select(quarantine).where(quarantine.c.state == OPEN, *where)
    ordered = query.order_by(quarantine.c.file, quarantine.c.row, quarantine.c.id)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def plan(connection: Connection, batch: Batch) -> tuple[list[Reject], list[int], int]:
    """Return rejected rows new to quarantine, ids of rows that leave it, and the number of settled rejected rows.

    Settled rows were corrected in the ledger or dismissed, and do not return to quarantine.
    """
    settled: set[str] = set()
    if batch.rejects:
        query = sa.select(quarantine.c.raw).where(quarantine.c.file == batch.file)
        query = query.where(quarantine.c.state.in_((DISMISSED, MENDED)))
        settled = set(connection.execute(query).scalars())
    open_again = [one for one in batch.rejects if one.raw not in settled]
    number = len(batch.rejects) - len(open_again)
    batch = dataclasses.replace(batch, rejects=tuple(open_again))
    waiting = _open(connection, quarantine.c.file == batch.file)
    there = {(row["row"], row["raw"], row["reasons"]): row for row in waiting}
    bad = {(one.row, one.raw, state.canonical(one.reasons)) for one in batch.rejects}
    parked = [one for one in batch.rejects if (one.row, one.raw, state.canonical(one.reasons)) not in there]
    still = [row for key, row in there.items() if key not in bad]
    # a row that is rejected again, for other reasons or after a change, is listed once
    places = {(one.row, one.own_id) for one in batch.rejects} if still else set()
    ids = {own_id for _, own_id in places if own_id}
    good = batch.reports if still else ()
    mended = {one.row: state.canonical([value for value in one.content.values() if value]) for one in good}
    released = [row["id"] for row in still if _is_settled(row, mended, ids, {number for number, _ in places}, batch)]
    return parked, released, number


def _is_settled(
    row: Mapping[str, Any], mended: Mapping[int, str], bad_ids: set[str], bad_rows: set[int], batch: Batch
) -> bool:
    values = cells(row)
    own_id = next((values[name].strip() for name in ("id", "event_id", "event_id_cnty") if values.get(name)), "")
    good_ids = {one.key.split(":", 1)[1] for one in batch.reports} if own_id else set()
    if own_id and (own_id in good_ids or own_id in bad_ids):
        return True
    if row["row"] in bad_rows and not own_id:
        again = next(one for one in batch.rejects if one.row == row["row"])
        return _alike(row["raw"], again.raw)
    return row["row"] in mended and _alike(row["raw"], mended[row["row"]])


def cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Return a rejected row as columns and cells, or an empty dict if it was not stored in columns or is broken."""
    header = _headings(row)
    if not header:
        return {}
    try:
        found = next(csv.reader(io.StringIO(row["raw"]), strict=True), [])
    except csv.Error:
        return {}
    return dict(zip(header, [*found, *[""] * (len(header) - len(found))], strict=False))


def _headings(row: Mapping[str, Any]) -> list[str]:
    header = json.loads(row["header"] or "[]")
    return list(header["columns"]) if isinstance(header, dict) else header


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz
    from rapidfuzz.utils import default_process

    return fuzz.token_set_ratio(one, other, processor=default_process) >= _ALIKE


def write(run: Run, batch: Batch, parked: Sequence[Reject], released: Sequence[int]) -> None:
    """Store newly rejected rows in quarantine and release others, as ``plan`` returned them."""
    # for a user's own table, also the mapping of its columns
    header = json.dumps(batch.mapping.settings() if batch.mapping else list(batch.header), ensure_ascii=False)
    common = {"file": batch.file, "format": batch.format, "header": header, "state": OPEN, "at": run.at}
    rows = []
    for one in parked:
        digest = hashlib.sha256(one.raw.encode("utf-8", "surrogatepass")).hexdigest()
        row = {"content_hash": digest, "row": one.row, "raw": one.raw, "reasons": state.canonical(one.reasons)}
        rows.append(common | row)
    journal.insert(run, quarantine, rows)
    for number in released:
        journal.update(run, quarantine, [number], {"state": DONE})


def dismiss(engine: Engine, number: int, *, reason: str, by: str | None = None) -> None:
    """Dismiss a quarantined row for good, with a reason; raise TrackerError if it is not in quarantine."""
    with runs.running(engine, "dismiss", by=by, content=False) as run:
        row = waiting_row(run.connection, number)
        run.summary = {"quarantine": number, "file": row["file"], "row": row["row"], "reason": reason}
        journal.update(run, quarantine, [number], {"state": DISMISSED})


def waiting_row(connection: Connection, number: int) -> dict[str, Any]:
    """Return the quarantined row with a number; raise TrackerError if there is none."""
    found = _open(connection, quarantine.c.id == number)
    if not found:
        raise TrackerError(f"row {number} is not in quarantine; scs-tracker quarantine lists the rows")
    return found[0]


def edited(row: Mapping[str, Any], values: Mapping[str, str]) -> Batch:
    """Return a quarantined row, parsed again with new values in some cells; raise UsageError for unknown columns."""
    if row["format"] not in readers() or not _headings(row):
        raise TrackerError(f"row {row['id']} is not a table row that can be edited here; correct it in {row['file']}")
    held = cells(row)
    unknown = next((name for name in values if name not in _headings(row)), None)
    if unknown is not None:
        names = ", ".join(_headings(row))
        raise UsageError(f"the row has no column {unknown!r}; its columns are {names}")
    if not held:
        raise TrackerError(f"row {row['id']} cannot be split into cells; correct it in {row['file']}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([list(held), list((held | dict(values)).values())])
    with tempfile.TemporaryDirectory(prefix="scs-tracker-") as folder:
        file = Path(folder) / "row.csv"
        file.write_text(text.getvalue(), encoding="utf-8")
        beside = Path(row["file"]).with_name(SOURCES_FILE)
        if beside.is_file():
            (Path(folder) / SOURCES_FILE).write_bytes(beside.read_bytes())
        header = json.loads(row["header"])
        tables = {file.stem: KeptTable(**header)} if isinstance(header, dict) else None
        batch = read_reports(file, format_=row["format"], tables=tables)
    reports = tuple(dataclasses.replace(one, row=row["row"]) for one in batch.reports)
    rejects = tuple(dataclasses.replace(one, row=row["row"]) for one in batch.rejects)
    return dataclasses.replace(batch, file=row["file"], reports=reports, rejects=rejects)


def file_of(engine: Engine, file: str) -> str:
    """Return the name of a file with quarantined rows; raise TrackerError if it has none, is a URL or is missing."""
    names = sorted({row["file"] for row in rows(engine)})
    name = next((one for one in (file, stored_name(Path(file))) if one in names), None)
    if name is None:
        some = f"; files with rows in it: {', '.join(names)}" if names else "; the quarantine is empty"
        raise TrackerError(f"no row of {file} is in quarantine{some}")
    if name.startswith(("http://", "https://")):
        raise TrackerError(f"{name} is a URL; scs-tracker run reads it again after its publisher has corrected it")
    if not Path(name).exists():
        raise TrackerError(
            f"{name} no longer exists; put the corrected file there, or correct a row: scs-tracker retry ID --set "
            "COLUMN=VALUE"
        )
    return name
