"""Write and read intermediate files of positions, sorted by month, vessel and day.

The key of a position is its month, a bucket of its MMSI, and its UTC day. All rows of a vessel on one day, including
duplicates, have the same key, so that duplicates and ship-days can be found within one key.
"""

from __future__ import annotations

import contextlib
import uuid
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Longs = NDArray[np.int64]

#: Buckets of vessels in a month, a power of two.
BUCKETS: Final = 256
#: How the name of a file begins that is not written to its end.
UNFINISHED: Final = "."
_DAYS: Final = 32
#: Rows that are read back at once.
_BLOCK_ROWS: Final = 1 << 14
_MIX: Final = 0x9E3779B1


def keys_of(mmsi: Longs, time: NDArray[np.datetime64]) -> Longs:
    """Return the sort key of each position: month, bucket of vessels, and UTC day."""
    day = time.astype("datetime64[D]").astype(np.int64)
    since = day.min(initial=np.iinfo(np.int64).max)
    dates = np.arange(since, day.max(initial=since - 1) + 1).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    dated = months.astype(np.int64) * (BUCKETS * _DAYS) + (dates - months).astype(np.int64) + 1
    bucket = ((mmsi * _MIX) & 0xFFFFFFFF) >> (32 - BUCKETS.bit_length() + 1)
    return np.asarray(dated[day - since] + bucket * _DAYS)


def month_numbers(keys: Longs) -> Longs:
    """Return the month of each key as a number counted from January 1970."""
    return keys // (BUCKETS * _DAYS)


def day_of(keys: Longs) -> Longs:
    """Return the day of the month (1 to 31) of each key."""
    return keys % _DAYS


@contextlib.contextmanager
def unfinished(file: Path) -> Iterator[Path]:
    """Yield a temporary file name to write to; rename the file to its final name after the block.

    Two workers may run one task at the same time if the first was thought lost: both write the same content, without
    affecting each other.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{UNFINISHED}{uuid.uuid4().hex}{file.suffix}")
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_chunk(table: pa.Table, keys: Longs, file: Path) -> None:
    """Write positions sorted by key to a chunk, and the number of rows for each key to a file next to it."""
    order = _order(keys)
    placed = keys[order]
    begins = np.flatnonzero(np.diff(placed, prepend=placed[:1] - 1))
    text = any(not pa.types.is_primitive(kind) for kind in table.schema.types)
    options = pa.ipc.IpcWriteOptions(compression="lz4" if text else None)  # of numbers it saves a third, for more time
    ranged = table.take(pa.array(order)).combine_chunks()
    with (
        unfinished(file) as part,
        pa.OSFile(str(part), "wb") as sink,
        pa.ipc.new_file(sink, table.schema, options=options) as writer,
    ):
        writer.write_table(ranged, max_chunksize=_BLOCK_ROWS)
    with unfinished(file.with_suffix(".npz")) as part:
        np.savez(part, keys=placed[begins], counts=np.diff(np.r_[begins, placed.size]))


def _order(keys: Longs) -> NDArray[np.intp]:
    """Return the stable sort order of keys; keys within a 16-bit range use a faster sort."""
    since = keys.min(initial=np.iinfo(np.int64).max)
    near = keys.size and keys.max() - since <= np.iinfo(np.uint16).max
    return np.argsort((keys - since).astype(np.uint16) if near else keys, kind="stable")


def read_keys(file: Path) -> tuple[Longs, Longs]:
    """Return the keys of a chunk in ascending order, and the number of rows for each key."""
    with np.load(file.with_suffix(".npz")) as stored:
        return stored["keys"], stored["counts"]


def read_rows(file: Path, start: int, stop: int) -> list[pa.RecordBatch]:
    """Return the rows of a chunk from ``start`` up to but not including ``stop``, without reading the whole file."""
    found = []
    with pa.OSFile(str(file), "rb") as stream, pa.ipc.open_file(stream) as reader:
        for block in range(start // _BLOCK_ROWS, (stop - 1) // _BLOCK_ROWS + 1):
            batch = reader.get_batch(block)
            first = max(start - block * _BLOCK_ROWS, 0)
            found.append(batch.slice(first, min(stop - block * _BLOCK_ROWS, batch.num_rows) - first))
    return found
