"""Our own tables: incidents with the codebook's columns, and context events."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scs_tracker import geodata, model
from scs_tracker.errors import TableError
from scs_tracker.sources.batch import Batch, Reject, Report
from scs_tracker.sources.rows import Row, Rows, read_csv_rows

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

KIND = "incident-csv"
SOURCES_FILE = "incident_sources.csv"
_SOURCE_KEYS = {"url", "publisher", "published"}


def read_incident_csv(file: Path) -> Batch:
    """Read incidents as reports; a row of this table is the incident with its id.

    Parameters
    ----------
    file
        CSV with the columns of ``model.INCIDENT_COLUMNS``. Its sources stand in a column ``sources`` (a JSON list,
        as exports write it), else in incident_sources.csv beside it.

    Returns
    -------
    Batch
        A report for each good row, a reject with all reasons for each bad one. A row without a source is good;
        the ledger flags it.

    Raises
    ------
    TableError
        The header is wrong, or incident_sources.csv is: nothing of such a file can be trusted.
    TrackerError
        The file cannot be read.
    """
    table = read_csv_rows(file)
    header = [name for name in table.header if name != "sources"]
    schema = model.incidents_schema(geodata.vocabulary())
    _require_header(table.file, header, schema)
    kept, rejects = _split_by_width(table)
    frame = table.frame(kept)
    inline = frame.pop("sources") if "sources" in table.header else None
    frame = frame[list(model.INCIDENT_COLUMNS)]
    reasons = _reasons(frame, schema)
    beside = _sources_beside(file) if inline is None else {}
    listed = None if inline is None else _parse_sources(inline.tolist(), reasons)
    reports = []
    for index, (row, record) in enumerate(zip(kept, frame.to_dict("records"), strict=True)):
        if reasons[index]:
            rejects.append(Reject(row.number, row.raw, tuple(reasons[index])))
            continue
        sources = beside.get(record["id"], []) if listed is None else listed[index]
        reports.append(Report(f"{KIND}:{record['id']}", KIND, row.number, {**record, "sources": sources}))
    return Batch(table.file, reports=tuple(reports), rejects=_in_order(rejects))


def read_event_csv(file: Path) -> Batch:
    """Read context events with the columns of ``model.EVENT_COLUMNS``.

    Raises
    ------
    TableError
        The header is wrong.
    TrackerError
        The file cannot be read.
    """
    table = read_csv_rows(file)
    schema = model.events_schema(geodata.vocabulary())
    _require_header(table.file, table.header, schema)
    kept, rejects = _split_by_width(table)
    frame = table.frame(kept)[list(model.EVENT_COLUMNS)]
    reasons = _reasons(frame, schema)
    records = frame.to_dict("records")
    events = tuple(record for index, record in enumerate(records) if not reasons[index])
    rejects += [Reject(row.number, row.raw, tuple(reasons[i])) for i, row in enumerate(kept) if reasons[i]]
    return Batch(table.file, events=events, rejects=_in_order(rejects))


def _require_header(file: str, header: list[str], schema: pa.DataFrameSchema) -> None:
    import pandas as pd

    found = model.problems(pd.DataFrame({name: pd.Series(dtype=str) for name in header}), schema)
    if found:
        raise TableError(file, found)


def _split_by_width(table: Rows) -> tuple[list[Row], list[Reject]]:
    width = len(table.header)
    why = "{} cells where the header has {}; look for a stray comma or quote"
    rejects = [
        Reject(row.number, row.raw, (why.format(len(row.cells), width),))
        for row in table.rows
        if len(row.cells) != width
    ]
    return [row for row in table.rows if len(row.cells) == width], rejects


def _reasons(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> defaultdict[int, list[str]]:
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for problem in model.problems(frame, schema):
        index = (problem.row or 2) - 2
        reasons[index].append(f"{problem.column}: {problem.value!r} is not allowed; {problem.allowed}")
    return reasons


def _sources_beside(file: Path) -> dict[str, list[dict[str, str]]]:
    """Return the sources of each incident from the file beside it; none where there is no such file."""
    beside = file.with_name(SOURCES_FILE)
    if not beside.exists():
        return {}
    frame = geodata.read_csv(beside)
    known = set(frame["incident_id"]) if "incident_id" in frame.columns else set()
    model.validate(frame, model.sources_schema(known), source=str(beside))
    sources: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for record in frame.to_dict("records"):
        sources[record["incident_id"]].append({key: record[key] for key in ("url", "publisher", "published")})
    return sources


def _parse_sources(texts: list[str], reasons: defaultdict[int, list[str]]) -> list[list[dict[str, str]]]:
    """Read the sources of each row from its JSON list, adding to ``reasons`` what is wrong."""
    import pandas as pd

    listed: list[list[dict[str, str]]] = []
    flat: list[dict[str, str]] = []
    owners: list[int] = []
    for index, text in enumerate(texts):
        try:
            sources: Any = json.loads(text or "[]")
        except json.JSONDecodeError as error:
            reasons[index].append(f"sources: not a JSON list ({error})")
            sources = []
        if not isinstance(sources, list) or any(
            not isinstance(one, dict) or set(one) != _SOURCE_KEYS for one in sources
        ):
            reasons[index].append("sources: use a JSON list of objects with url, publisher and published")
            sources = []
        listed.append(sources)
        flat += [{"incident_id": str(index), **{key: str(one[key]) for key in _SOURCE_KEYS}} for one in sources]
        owners += [index] * len(sources)
    frame = pd.DataFrame(flat, columns=list(model.SOURCE_COLUMNS), dtype=str)
    for problem in model.problems(frame, model.sources_schema(set(frame["incident_id"]))):
        owner = owners[(problem.row or 2) - 2]
        reasons[owner].append(f"sources, {problem.column}: {problem.value!r} is not allowed; {problem.allowed}")
    return listed


def _in_order(rejects: list[Reject]) -> tuple[Reject, ...]:
    return tuple(sorted(rejects, key=lambda reject: reject.row))
