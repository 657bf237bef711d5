"""Define the job of a bulk run, which all its workers load, and its two tasks: reading and classifying."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import json
import pickle
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scs_tracker import geodata
from scs_tracker.bulk.checking import check_positions, reason_text
from scs_tracker.bulk.columns import REQUIRED
from scs_tracker.bulk.inputs import BATCH_ROWS, CANONICAL, Inputs, Piece, read_piece
from scs_tracker.bulk.placing import Encoded, meaning
from scs_tracker.bulk.spill import keys_of, read_rows, unfinished, write_chunk
from scs_tracker.bulk.tallies import daily_counts
from scs_tracker.errors import TrackerError
from scs_tracker.files import write_atomically
from scs_tracker.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from scs_tracker.bulk.checking import Checked
    from scs_tracker.bulk.inputs import Source
    from scs_tracker.bulk.vessels import Vessels

    Longs = NDArray[np.int64]

JOB: Final = "job.pickle"
#: What glibc comes to by itself at most, and its names for both: arrays below the first are kept for the next.
_MMAP_THRESHOLD, _TRIM_THRESHOLD = (-3, 32 << 20), (-1, 64 << 20)
REJECT_SCHEMA: Final = pa.schema(
    [("file", pa.string()), ("row", pa.int64()), ("reason", pa.string())]
    + [(name, pa.string()) for name in (*REQUIRED, "line")]
)
_BAD_LINE: Final = "wrong number of cells"


@dataclass(frozen=True, slots=True)
class Analysis:
    """The functions that define an analysis; workers import them.

    ``arrange`` takes valid rows under the tracker's names and returns the rows to store, with a key for each by which
    chunks are sorted; None keeps all columns, keyed by vessel and day. ``plan`` takes the working folder and the names
    of the chunks, and returns the parts and the keys. ``task`` writes one part and returns its counts. ``write`` takes
    the working folder, the job, the counts of the parts and the keys; it writes ``results`` and returns the counts.
    """

    name: str
    plan: Callable[[Path, Sequence[str]], tuple[list[Part], Longs]]
    task: Callable[[Path, str, int], dict[str, Any]]
    write: Callable[..., dict[str, Any]]
    results: tuple[str, ...]
    options: tuple[float | str, ...] = ()
    arrange: Callable[[pa.Table], tuple[pa.Table, Longs]] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A bulk run: its input pieces, list of vessels, geodata and analysis.

    ``fingerprint`` is a hash of the inputs, the list of vessels, the geodata and the version of the program.
    """

    fingerprint: str
    inputs: Inputs
    pieces: tuple[Piece, ...]
    vessels: Vessels | None
    overlay: Path | None
    geodata_version: str
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the result: the ranges of rows in chunks from which it is made."""

    name: str
    slices: tuple[tuple[str, int, int], ...]


def load(folder: Path, fingerprint: str) -> Job:
    """Return the job of a working folder and activate its geodata; raise ``TrackerError`` if versions differ."""
    job = _load(folder, fingerprint)
    if geodata.overlay() != job.overlay:
        geodata.configure(job.overlay)
    return job


@functools.lru_cache(maxsize=4)
def _load(folder: Path, fingerprint: str) -> Job:  # noqa: ARG001 - the folder may have served another run
    try:
        version, job = pickle.loads((folder / JOB).read_bytes())  # noqa: S301 - written by this run
    except OSError:
        raise TrackerError(f"a worker cannot access {folder}; set --out to a folder that all workers share") from None
    if version != VERSION:
        raise TrackerError(
            f"a worker runs scs-tracker {VERSION}, but the run was started with {version}; install the same version on "
            "all machines"
        )
    if geodata.overlay() != job.overlay:
        geodata.configure(job.overlay)
    if geodata.version() != job.geodata_version:
        raise TrackerError(
            "a worker has different geodata than this machine; install the same geodata and overlay on all workers"
        )
    _keep_freed_memory()
    found: Job = job
    return found


def _keep_freed_memory() -> None:
    """Let glibc keep freed arrays for reuse; under Dask, each array would be returned to the system."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another system, another library of C
        library = ctypes.CDLL(None)
        for name, size in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            library.mallopt(name, size)


def save(folder: Path, job: Job) -> None:
    """Write a job to its working folder, so that workers can load it."""
    _load.cache_clear()
    write_atomically(folder / JOB, pickle.dumps((VERSION, job)))


def finished(folder: Path, kind: str, number: int) -> dict[str, Any] | None:
    """Return the saved counts of a task, or None if it is not finished."""
    file = folder / kind / f"{number:06d}.json"
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found


def finish(folder: Path, kind: str, number: int, report: dict[str, Any]) -> dict[str, Any]:
    """Save the counts of a finished task in the working folder, and return them."""
    write_atomically(folder / kind / f"{number:06d}.json", json.dumps(report).encode())
    return report


def read_task(folder: Path, fingerprint: str, number: int) -> dict[str, Any]:
    """Write the valid rows of an input piece to chunks and the rejected rows to a file, and return the counts.

    Files of an earlier attempt are overwritten, so that the task can be repeated.
    """
    job = load(folder, fingerprint)
    piece = job.pieces[number]
    source = job.inputs.sources[piece.source]
    counts: dict[str, Any] = {"rows": 0, "naive": 0, "chunks": [], "unreadable": []}
    waiting: list[tuple[pa.Table, Longs]] = []
    with contextlib.ExitStack() as stack:
        rejects = _Rejects(folder / "rejects" / f"part-{number:06d}.parquet", stack)
        for batch in read_piece(source, piece):
            if batch.fault:
                counts["unreadable"].append(f"{source.address}: {batch.fault}")
            rejects.add(source.address, [None] * len(batch.lines), [_BAD_LINE] * len(batch.lines), lines=batch.lines)
            counts["rows"] += len(batch.lines)
            if batch.table is None or not batch.table.num_rows:
                continue
            counts["rows"] += batch.table.num_rows
            given = {ours: batch.table.column(source.columns.source[ours]) for ours in REQUIRED}
            checked = check_positions(*map(_series, given.values()), time_format=source.columns.headings.time_format)
            counts["naive"] += checked.naive
            wrong = np.flatnonzero(~checked.good)
            cells = {name: column.take(pa.array(wrong)).to_pylist() for name, column in given.items()}
            texts = {name: ["" if cell is None else str(cell) for cell in own] for name, own in cells.items()}
            reasons = [reason_text(kind) for kind in checked.faults[wrong].tolist()]
            rejects.add(source.address, (wrong + batch.row).tolist(), reasons, given=texts)
            kept = _kept(source, batch.table, checked, job.inputs.schema)
            arrange = job.analysis.arrange
            if arrange is None:
                waiting.append((kept, keys_of(kept.column("mmsi").to_numpy(), instants(kept))))
            else:
                waiting.append(arrange(kept))
            if sum(table.num_rows for table, _ in waiting) >= BATCH_ROWS:
                _spill(folder, number, waiting, counts)
        _spill(folder, number, waiting, counts)
    return finish(folder, "read", number, counts | {"rejected": rejects.counts})


def _spill(folder: Path, number: int, waiting: list[tuple[pa.Table, Longs]], counts: dict[str, Any]) -> None:
    rows = sum(table.num_rows for table, _ in waiting)
    if rows:
        name = f"{number:06d}-{len(counts['chunks']):04d}.arrow"
        table = pa.concat_tables([table for table, _ in waiting])
        write_chunk(table, np.concatenate([keys for _, keys in waiting]), folder / "chunks" / name)
        counts["chunks"].append(name)
    waiting.clear()


def _kept(source: Source, table: pa.Table, checked: Checked, schema: pa.Schema) -> pa.Table:
    """Return the valid positions of a batch, under the tracker's column names and types."""
    good = checked.good
    mmsi, time, lat, lon = checked.mmsi, checked.time, checked.lat, checked.lon
    theirs = {our: name for our, name in source.columns.source.items() if our in schema.names and our not in REQUIRED}
    theirs |= {new: old for old, new in source.columns.others.items() if new in schema.names}
    kept = table.select([*theirs.values()])
    if not good.all():
        rows = np.flatnonzero(good)
        kept = kept.take(pa.array(rows))
        mmsi, time, lat, lon = mmsi[rows], time[rows], lat[rows], lon[rows]
    values = {"mmsi": mmsi, "time": time, "lat": lat, "lon": lon}
    columns = {name: pa.array(column).cast(CANONICAL[name]) for name, column in values.items()}
    columns |= {ours: _cast(kept.column(name), schema.field(ours).type) for ours, name in theirs.items()}
    arrays = [columns[field.name] if field.name in columns else pa.nulls(mmsi.size, field.type) for field in schema]
    return pa.table(arrays, schema=schema)


def _series(column: pa.ChunkedArray) -> pd.Series:
    """Return a column as a pandas Series of the type that is checked fastest."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pd.Series(column.to_pandas(), dtype="string")
    return column.to_pandas()


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    try:
        return column.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])


class _Rejects:
    """The rejected rows of an input piece: the number for each reason, and the file to which they are written."""

    def __init__(self, file: Path, stack: contextlib.ExitStack) -> None:
        self.counts = Counter[str]()
        self._file, self._stack = file, stack
        self._writer: pq.ParquetWriter | None = None
        file.unlink(missing_ok=True)

    def add(
        self, address: str, rows: Sequence[int | None], reasons: Sequence[str], *,
        given: Mapping[str, Sequence[str]] | None = None, lines: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """Record rejected rows, each with its four values as given, or lines that could not be parsed as rows."""
        if not rows:
            return
        self.counts.update(reasons)
        if self._writer is None:
            part = self._stack.enter_context(unfinished(self._file))
            self._writer = self._stack.enter_context(pq.ParquetWriter(part, REJECT_SCHEMA, compression="zstd"))
        empty = [""] * len(rows)
        told: dict[str, Any] = {"file": [address] * len(rows), "row": rows, "reason": reasons, "line": lines or empty}
        self._writer.write_table(pa.table({**told, **(given or dict.fromkeys(REQUIRED, empty))}, schema=REJECT_SCHEMA))


def part_task(folder: Path, fingerprint: str, number: int) -> dict[str, Any]:
    """Write a part of the results (distinct positions with zones and features) and its daily counts; return totals."""
    job, part, table = load_rows(folder, fingerprint, number)
    table = table.combine_chunks()
    order, duplicates = ordered(table)
    table = table.take(pa.array(order))
    mmsi, lat, lon = (table.column(name).to_numpy() for name in ("mmsi", "lat", "lon"))
    time = instants(table)
    texts = {name: table.column(name).to_pandas() for name in ("imo", "name") if name in table.column_names}
    added, torn = meaning(mmsi, time, lat, lon, vessels=job.vessels, texts=texts)
    _write_part(table, added, folder / "positions" / part.name)
    daily = daily_counts(mmsi, time, added, ["flag"] if job.vessels is None else ["flag", "actor"])
    with unfinished(folder / "daily" / f"{number:06d}.parquet") as file:
        daily.to_parquet(file)
    report = {"positions": table.num_rows, "duplicates": duplicates, "torn": torn}
    return finish(folder, "parts", number, report)


def _write_part(table: pa.Table, added: dict[str, Any], file: Path) -> None:
    for name, column in added.items():
        if isinstance(column, Encoded):
            array = pa.DictionaryArray.from_arrays(pa.array(column.codes), pa.array(column.texts, pa.string()))
        else:
            array = pa.array(column, from_pandas=True)
        table = table.append_column(name, array)
    texts = [
        field.name for field in table.schema if pa.types.is_string(field.type) or pa.types.is_dictionary(field.type)
    ]
    numbers = [name for name in table.column_names if name not in texts]
    with unfinished(file) as part:
        pq.write_table(
            table,
            part,
            compression="zstd",
            use_dictionary=["mmsi", *texts],
            write_statistics=numbers,  # the least and greatest text of a file tell nothing and take long to find
            row_group_size=1 << 20,
        )


def ordered(table: pa.Table) -> tuple[Longs, int]:
    """Return the indexes of the distinct rows, sorted by vessel, time and place, and the number of duplicates.

    The order depends only on the content of the rows, not on the order of the input.
    """
    mmsi = table.column("mmsi").to_numpy()
    time = instants(table).astype(np.int64)
    met, vessels = pd.factorize(mmsi)
    rank = np.empty(vessels.size, dtype=np.int64)
    rank[np.argsort(vessels)] = np.arange(vessels.size)
    key = rank[met] << 42 | (time - (time.min() if time.size else 0))
    order = np.argsort(key, kind="stable")  # chunks are sorted, and this sort takes their runs as they are
    equal = key[order[1:]] == key[order[:-1]]
    tied = np.flatnonzero(np.r_[equal, False] | np.r_[False, equal])
    if not tied.size:
        return order, 0
    rows = order[tied]
    some = table.take(pa.array(rows))
    codes = [key[rows], *(_codes(some.column(name)) for name in table.column_names if name not in {"mmsi", "time"})]
    within = np.lexsort(codes[::-1])
    order[tied] = rows[within]
    same = np.ones(max(tied.size - 1, 0), dtype=bool)
    for code in codes:
        same &= code[within][1:] == code[within][:-1]
    keep = np.ones(order.size, dtype=bool)
    keep[tied[1:][same]] = False
    return order[keep], int(same.sum())


def _codes(column: pa.ChunkedArray) -> Longs:
    """Return whole numbers that are equal for equal values and sort like the values."""
    plain = pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_timestamp(column.type)
    if plain and not column.null_count:
        values = column.to_numpy()
        if values.dtype.kind == "f":
            return np.asarray(values.astype(np.float64).view(np.int64))
        return np.asarray(values.astype(np.int64))
    if pa.types.is_string(column.type):
        texts = pc.fill_null(column, "\x00").to_pylist()
    else:
        texts = [repr(value) for value in column.to_pylist()]
    return np.asarray(np.unique(np.array(texts, dtype=object), return_inverse=True)[1].astype(np.int64))


def save_part(folder: Path, number: int, part: Part) -> None:
    """Write the plan of a part to its own file, so that a worker reads only its parts."""
    with unfinished(_plan_file(folder, number)) as file:
        file.write_bytes(pickle.dumps(part))


def load_rows(folder: Path, fingerprint: str, number: int) -> tuple[Job, Part, pa.Table]:
    """Return the job, a part of it, and the rows of the part."""
    job = load(folder, fingerprint)
    part: Part = pickle.loads(_plan_file(folder, number).read_bytes())  # noqa: S301 - written by this run
    batches = [batch for name, start, stop in part.slices for batch in read_rows(folder / "chunks" / name, start, stop)]
    return job, part, pa.Table.from_batches(batches, schema=job.inputs.schema)


def instants(table: pa.Table) -> NDArray[np.datetime64]:
    """Return the times of a table in UTC, without a time zone."""
    return np.asarray(table.column("time").cast(pa.timestamp("us")).to_numpy())


def _plan_file(folder: Path, number: int) -> Path:
    return folder / "plan" / f"{number:06d}.pickle"
