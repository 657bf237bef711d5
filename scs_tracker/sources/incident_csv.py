"""Read the tracker's own tables: incidents with the codebook's columns, and context events.

A table may be CSV, zipped CSV, XLSX or any format of an export. From an export, derived columns are not read, and the
apostrophes that stop spreadsheets from running text as a formula are removed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.errors import TableError, TrackerError
from scs_tracker.sources.acts_beside import LongActs, acts_beside, acts_of_text
from scs_tracker.sources.batch import Gathering
from scs_tracker.sources.cells import as_typed
from scs_tracker.sources.files import Kind, kind_of
from scs_tracker.sources.rows import Row, Table
from scs_tracker.sources.tables import open_table, table_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandera.pandas as pa

    from scs_tracker.sources.batch import Batch

KIND: Final = "incident-csv"
SOURCES_FILE: Final = "incident_sources.csv"
_SOURCE_KEYS: Final = ("url", "publisher", "published")
_CHUNK: Final = 20_000
_SHORT: Final = 64
_LEFT_OVER: Final = "a source whose incident is not in the file"
#: Where an export defuses text; maps keep it as it is.
_SPREADSHEETS: Final[frozenset[Kind]] = frozenset({"text", "zipped text", "workbook"})

#: How columns are called in an export, where they are not called as here. GeoPackage keeps ``id`` for itself.
_EXPORT_NAMES: Final = {"printed_lat": "lat", "printed_lon": "lon", "incident_id": "id"}
#: What an export says of an incident beside its facts and what follows from them.
_KEPT: Final = ("status", "printed_radius_km", "encounter_confirmed", "unmapped", "disagreements", "decided_by")
RADIUS: Final = re.compile(r"\d{1,4}(?:\.\d+)?", re.ASCII)
#: What an incident that came from another dataset may leave open.
_MAY_BE_EMPTY: Final = frozenset({"types", "initiators", "place", "location_text", "summary", "corroboration"})


def read_incident_csv(file: Path, *, encoding: str = "") -> Batch:
    """Read a table or an export of incidents as reports; a row whose id is in the ledger refers to that incident.

    Sources are in a column ``sources`` (JSON), else in a workbook's sheet ``sources``, else in incident_sources.csv
    next to the file; acts likewise. A row without a source is valid; the ledger flags it. A wrong header is an error
    of the file.
    """
    gathering = Gathering(str(file))
    with open_table(file, encoding=encoding) as table:
        exported = "printed_lat" in table.header
        defused = kind_of(file) in _SPREADSHEETS
        columns = _columns(table)
        schema = model.incidents_schema(geodata.vocabulary())
        schema.unique = None  # one id in two rows may be the same row twice, which Gathering tells apart
        inline = "sources" in columns
        others = set(columns) - set(model.INCIDENT_COLUMNS) if exported else {"sources", "acts", "encounter_confirmed"}
        _require_header(table.file, [name for name in columns if name not in others], schema)
        beside = {} if inline else _sources_beside(file)
        acts = LongActs() if "acts" in columns or exported else acts_beside(file)
        for rows in _chunks(table, gathering):
            records = [_record(columns, row, defused=defused) for row in rows]
            reasons, doubts = _reasons(records, model.INCIDENT_COLUMNS, schema, may_be_empty=exported)
            listed = None
            if inline:
                listed = _parse_sources([one["sources"] for one in records], reasons, names_suffice=exported)
            for index, (row, record) in enumerate(zip(rows, records, strict=True)):
                own_id = record["id"]
                kept = _kept(record, reasons[index].append) if exported else {}
                sources = beside.get(own_id, []) if listed is None else listed[index]
                addresses = [source["url"] for source in sources if source["url"]]
                if "acts" in record:
                    kept |= acts_of_text(record, addresses, reasons[index].append)
                else:
                    kept |= acts.of_incident(record, addresses, reasons[index].append)
                doubt = [] if exported else doubts[index]
                if reasons[index]:
                    gathering.reject(row.number, row.raw, (*reasons[index], *doubt), own_id=own_id)
                    continue
                content: dict[str, Any] = {name: record[name] for name in model.INCIDENT_COLUMNS}
                content["sources"] = sources
                gathering.keep(own_id, row.number, row.raw, content | kept, doubt="; ".join(doubt))
    named = gathering.ids()
    for own_id, sources in beside.items():  # of no row, such as those of a mistyped id
        if own_id not in named:
            gathering.passed_over[_LEFT_OVER] += len(sources)
    acts.reject_left_over(gathering)
    return gathering.batch(KIND)


def read_event_csv(file: Path, *, encoding: str = "") -> Batch:
    """Read a table of context events with the columns of ``model.EVENT_COLUMNS``."""
    gathering = Gathering(str(file))
    with open_table(file, encoding=encoding) as table:
        schema = model.events_schema(geodata.vocabulary())
        schema.unique = None
        _require_header(table.file, table.header, schema)
        for rows in _chunks(table, gathering):
            records = [_record(table.header, row, defused=True) for row in rows]
            reasons, _ = _reasons(records, model.EVENT_COLUMNS, schema)
            for index, (row, record) in enumerate(zip(rows, records, strict=True)):
                key = "|".join((record["date_start"], record["kind"], record["title"]))
                if reasons[index]:
                    gathering.reject(row.number, row.raw, tuple(reasons[index]), own_id=key)
                else:
                    event = {name: record[name] for name in model.EVENT_COLUMNS}
                    gathering.keep(key, row.number, row.raw, event)
    batch = gathering.batch(KIND)
    return replace(batch, reports=(), events=tuple(one.content for one in batch.reports))


def _columns(table: Table) -> list[str]:
    """Return the column names; an export's printed position becomes lat and lon, its lat and lon are renamed."""
    if "printed_lat" not in table.header:
        return table.header
    # lat and lon of an export are the position that follows from the words, not what a source prints
    derived = {"lat": "derived_lat", "lon": "derived_lon"}
    return [_EXPORT_NAMES.get(name, derived.get(name, name)) for name in table.header]


def _require_header(file: str, header: Sequence[str], schema: pa.DataFrameSchema) -> None:
    import pandas as pd

    if found := model.problems(pd.DataFrame({name: pd.Series(dtype=str) for name in header}), schema):
        raise TableError(file, found)


def _chunks(table: Table, gathering: Gathering) -> Iterator[list[Row]]:
    """Yield the rows of the right width in chunks; the others are rejected."""
    while taken := list(islice(table.rows, _CHUNK)):
        good = []
        for row in taken:
            if problem := table.problem(row):
                gathering.reject(row.number, row.raw, (problem,))
            else:
                good.append(row)
        if good:
            yield good


def _record(columns: Sequence[str], row: Row, *, defused: bool) -> dict[str, str]:
    cells = [as_typed(cell) if cell.startswith("'") else cell for cell in row.cells] if defused else row.cells
    # dates, codes and places stand in many rows; one object of each saves a quarter of the memory
    kept = [sys.intern(cell) if len(cell) < _SHORT else cell for cell in cells]
    return dict(zip(columns, kept, strict=True))


def _reasons(
    records: Sequence[dict[str, str]], columns: Sequence[str], schema: pa.DataFrameSchema, *, may_be_empty: bool = False
) -> tuple[defaultdict[int, list[str]], defaultdict[int, list[str]]]:
    """Return the errors of each row, and separately the ids with another date, which are errors only in new rows."""
    import pandas as pd

    frame = pd.DataFrame({name: [record[name] for record in records] for name in columns}, dtype=str)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    doubts: defaultdict[int, list[str]] = defaultdict(list)
    for problem in model.problems(frame, schema):
        if may_be_empty and problem.value == "" and problem.column in _MAY_BE_EMPTY:
            continue
        found = doubts if problem.column == "id" and model.is_incident_id(problem.value) else reasons
        index = (problem.row or 2) - 2
        found[index].append(f"{problem.column}: {problem.value!r} is not allowed; {problem.allowed}")
    return reasons, doubts


def _kept(record: dict[str, str], complain: Callable[[str], None]) -> dict[str, Any]:
    """Return the fields of an exported incident outside the incident columns that are neither empty nor default."""
    kept: dict[str, Any] = {name: record.get(name, "") for name in _KEPT}
    if kept["status"] not in {"", *model.STATUSES}:
        complain(f"status: {kept['status']!r} is not allowed; use one of {', '.join(model.STATUSES)}")
    kept["radius_km"] = kept.pop("printed_radius_km")
    if record["corroboration"] == "undisputed":
        kept["encounter_confirmed"] = ""  # it follows
    if kept["radius_km"] and not RADIUS.fullmatch(kept["radius_km"]):
        complain(f"printed_radius_km: {kept['radius_km']!r} is not allowed; use a number of kilometres or nothing")
    kept["unmapped"] = model.split_list(kept["unmapped"])
    try:
        said = _parsed(kept["disagreements"] or "{}")
    except ValueError as error:
        complain(f"disagreements: not JSON ({error})")
        return kept
    kept["disagreements"] = said
    if not isinstance(said, dict) or not all(
        isinstance(one, dict) and all(type(value) in {str, int} for value in one.values()) for one in said.values()
    ):
        complain("disagreements: use a JSON object of columns, each with an object of reports and their values")
    return {name: value for name, value in kept.items() if value and value != "accepted"}


def _parsed(text: str) -> Any:
    """Return the value of a JSON cell; raise ValueError if it is not valid JSON or a database cannot store it."""
    try:
        value = json.loads(text)
        if b"\\u0000" in json.dumps(value, ensure_ascii=False).encode():
            raise ValueError("it contains a NUL character")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeEncodeError:
        raise ValueError("it contains an unpaired surrogate") from None
    return value


def _sources_beside(file: Path) -> dict[str, list[dict[str, str]]]:
    """Return sources by incident id from the sheet ``sources`` or incident_sources.csv next to ``file``, if any."""
    import pandas as pd

    with table_beside(file, "sources", SOURCES_FILE) as table:
        if table is None:
            return {}
        rows = list(table.rows)
        for row in rows:
            if problem := table.problem(row):
                raise TrackerError(f"{table.file}, row {row.number}: {problem}")
        frame = pd.DataFrame([row.cells for row in rows], columns=table.header, dtype=str)
    known = set(frame["incident_id"]) if "incident_id" in frame.columns else set()
    model.validate(frame, model.sources_schema(known), source=table.file)
    sources: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for record in frame.to_dict("records"):
        sources[record["incident_id"]].append(_source(record))
    return sources


def _source(record: dict[str, str]) -> dict[str, str]:
    """Return a source as stored in a report; ``read_as`` is kept only if it is ``secondary``."""
    # the same publishers and days stand in many rows, so each text of them is kept once
    source = {key: str(record[key]) if key == "url" else sys.intern(str(record[key])) for key in _SOURCE_KEYS}
    return source | {"read_as": "secondary"} if record.get("read_as") == "secondary" else source


def _parse_sources(
    texts: Sequence[str], reasons: defaultdict[int, list[str]], *, names_suffice: bool
) -> list[list[dict[str, str]]]:
    """Return the sources in each row's JSON text and add errors to ``reasons``; ``names_suffice``: no URL needed."""
    import pandas as pd

    listed = [_parse_list(text, reasons[index].append) for index, text in enumerate(texts)]
    checked = [(index, source) for index, sources in enumerate(listed) for source in sources
               if source["url"] or not (names_suffice and source["publisher"])]  # fmt: skip
    flat = [{"incident_id": str(index), **source} for index, source in checked]
    frame = pd.DataFrame(flat, columns=list(model.SOURCE_COLUMNS), dtype=str).fillna("")
    for problem in model.problems(frame, model.sources_schema(set(frame["incident_id"]))):
        owner = checked[(problem.row or 2) - 2][0]
        reasons[owner].append(f"sources, {problem.column}: {problem.value!r} is not allowed; {problem.allowed}")
    return listed


def _parse_list(text: str, complain: Callable[[str], None]) -> list[dict[str, str]]:
    try:
        sources = _parsed(text or "[]")
    except ValueError as error:
        complain(f"sources: not a JSON list ({error}); use [] or a list of objects")
        return []
    keys = {*_SOURCE_KEYS, "read_as"}
    if not isinstance(sources, list) or any(not isinstance(one, dict) or {*one, "read_as"} != keys for one in sources):
        complain("sources: use a JSON list of objects with url, publisher and published")
        return []
    return [_source(one) for one in sources]


def sources_of_text(text: str) -> tuple[list[dict[str, str]], str]:
    """Return the sources that a user typed as JSON or as URLs, and their errors as text."""
    from scs_tracker.sources.publishers import publisher_of

    if not text.lstrip().startswith("["):
        listed = [  # what is no address has no publisher either, and is complained of once
            {"url": url, "publisher": publisher_of(url).name or url, "published": ""}
            for url in text.replace(";", " ").split()
        ]
        text = json.dumps(listed)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    (found,) = _parse_sources([text], reasons, names_suffice=True)
    return found, "; ".join(reasons[0])
