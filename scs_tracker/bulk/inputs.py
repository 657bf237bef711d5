"""Find the input files of a bulk run, read their columns, and read them in pieces."""

from __future__ import annotations

import codecs
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from scs_tracker.bulk.columns import Columns, resolve
from scs_tracker.errors import TrackerError, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PARQUET: Final = (".parquet", ".pq")
CSV: Final = (".csv", ".csv.gz", ".csv.bz2", ".csv.xz")
#: Rows read at once; bounds the memory.
BATCH_ROWS: Final = 1 << 19
#: Row groups are taken together up to so many rows; a restart repeats no more than this.
UNIT_ROWS: Final = 1 << 21
_BLOCK_BYTES, _PIECE_BYTES = 1 << 24, 1 << 12
#: What a damaged file raises.
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, EOFError)
_NINE_DIGITS: Final = re.compile(r"(?<!\d)\d{9}(?!\d)")
#: What of a file's entry tells that it changed.
_MARKS: Final = ("size", "mtime", "ETag", "etag", "LastModified", "last_modified", "md5Hash", "generation")
#: The four columns as they are written; imo and name are text.
CANONICAL: Final = {
    "mmsi": pa.int64(),
    "time": pa.timestamp("us", tz="UTC"),
    "lat": pa.float64(),
    "lon": pa.float64(),
    "imo": pa.string(),
    "name": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Source:
    """An input file, named by the URL with which fsspec opens it.

    ``mark`` has its size, modification time and similar values, to detect changes; ``groups`` has the number of rows of
    each row group, and is empty for CSV.
    """

    address: str
    mark: str
    columns: Columns
    groups: tuple[int, ...]

    @property
    def is_csv(self) -> bool:
        """Return True if the file is a CSV file."""
        return self.address.casefold().endswith(CSV)


@dataclass(frozen=True, slots=True)
class Piece:
    """The input of one task: a range of row groups of a Parquet file, or a whole CSV file."""

    source: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """All inputs of a run: the files in order, their columns and types, and the files that cannot be opened."""

    sources: tuple[Source, ...]
    schema: pa.Schema
    unreadable: tuple[tuple[str, str], ...]

    def pieces(self) -> list[Piece]:
        """Return the pieces into which the files are divided for reading."""
        found = []
        for number, source in enumerate(self.sources):
            first, rows = 0, 0
            for group, count in enumerate(source.groups):
                if rows and rows + count > UNIT_ROWS:
                    found.append(Piece(number, first, group))
                    first, rows = group, 0
                rows += count
            found.append(Piece(number, first, len(source.groups)))
        return found


def look_at(address: str, mapping: Mapping[str, str] | None) -> Inputs:
    """Return the input files at an address, with their columns and types.

    ``address`` is a file, a folder (its Parquet and CSV files, including subfolders) or a pattern, as a path or any URL
    that fsspec can open. Raise ``TrackerError`` if none can be read, none has rows, or a column is missing.
    """
    sources, types, unreadable, faults = [], [], [], set()
    for name, mark in _files(address):
        try:
            given, groups = _described(name)
        except _BROKEN as error:
            _raise_if_passing(error, name)
            unreadable.append((name, _reason(error)))
            faults.add(_reason(error))
            continue
        # a track of one vessel, as Global Fishing Watch's map gives it, has the MMSI in the name of its file alone
        digits = _NINE_DIGITS.search(name.rsplit("/", 1)[-1]) if name.casefold().endswith(CSV) else None
        columns = resolve([field.name for field in given], mapping, source=name, mmsi=digits[0] if digits else "")
        sources.append(Source(name, mark, columns, groups))
        ours = [(one, CANONICAL[one]) for one in columns.source]
        types.append(pa.schema([*ours, *((new, _plain(given.field(old).type)) for old, new in columns.others.items())]))
    if not sources:
        raise TrackerError(f"{address}: no file can be read ({'; '.join(sorted(faults))}); nothing was written")
    if not any(sum(source.groups) or source.is_csv for source in sources):
        raise TrackerError(f"{address} has no rows; nothing was written")
    return Inputs(tuple(sources), _unified(types), tuple(unreadable))


def _files(address: str) -> list[tuple[str, str]]:
    """Return the URL of each matching file and a text that changes when the file changes, sorted by URL."""
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(address)
        if any(sign in path for sign in "*?["):
            entries = system.glob(path, detail=True)
        elif system.isdir(path):
            entries = system.find(path, detail=True)
        else:
            entries = {path: system.info(path)}
    except FileNotFoundError:
        raise TrackerError(f"{address} does not exist; give a Parquet or CSV file, a folder or a pattern") from None
    except (ImportError, ValueError) as error:
        raise TrackerError(f"{address} cannot be opened: {error}; check the address") from None
    except OSError as error:
        raise unreadable(address, error) from None
    local = "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,))
    found = []
    for name, entry in entries.items():
        hidden = any(part.startswith((".", "_")) for part in name[len(path) :].split("/") if part)
        if entry.get("type") == "file" and name.casefold().endswith(PARQUET + CSV) and not hidden:
            mark = json.dumps({key: str(entry[key]) for key in _MARKS if key in entry})
            found.append((name if local else system.unstrip_protocol(name), mark))
    if not found:
        raise TrackerError(f"{address} has no file that ends with one of {', '.join((*PARQUET, *CSV))}")
    return sorted(found)


class _Utf8(io.RawIOBase):
    """A stream that replaces bytes outside UTF-8 with the replacement character, so that pyarrow reads every line.

    It ends where the data is damaged; ``fault`` is the error there.
    """

    def __init__(self, stream: Any) -> None:
        self._stream, self._decoder = stream, codecs.getincrementaldecoder("utf-8-sig")("replace")
        self.fault: Exception | None = None

    def readable(self) -> bool:
        """Return True, because the stream can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes of valid UTF-8, with a replacement character for each invalid byte."""
        pieces: list[bytes] = []
        left = size // 3 if size >= 0 else 1 << 62
        while left > 0 and self.fault is None:
            try:
                piece = self._stream.read(min(left, _PIECE_BYTES))
            except _BROKEN as error:
                self.fault, piece = error, b""
            pieces.append(self._decoder.decode(piece, not piece).encode())
            left = left - len(piece) if piece else 0
        return b"".join(pieces)


def _described(name: str) -> tuple[pa.Schema, tuple[int, ...]]:
    """Return the columns and types of a file, and the number of rows in each row group."""
    import fsspec

    if name.casefold().endswith(CSV):
        with fsspec.open(name, "rb", compression="infer") as stream:
            parsing = pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=lambda _: "skip")
            text = _Utf8(stream)
            try:
                header = pa_csv.open_csv(text, pa_csv.ReadOptions(use_threads=False), parsing).schema
            except _BROKEN as error:
                raise text.fault or error from None
        if any("\0" in name for name in header.names):
            raise ValueError("it is not a text table")
        return pa.schema([(field.name, pa.string()) for field in header]), ()
    with fsspec.open(name, "rb") as stream:
        about = pq.ParquetFile(stream)
        groups = tuple(about.metadata.row_group(group).num_rows for group in range(about.num_row_groups))
        return about.schema_arrow, groups


def _raise_if_passing(error: Exception, name: str) -> None:
    """Raise ``TrackerError`` for an error of the operating system, such as permission denied; else do nothing."""
    if isinstance(error, OSError) and error.errno is not None:
        raise unreadable(name, error) from None


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    return kind


def _unified(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Return one schema for all files; a column with incompatible types becomes text."""
    fields: dict[str, pa.DataType] = {}
    for field in (field for schema in schemas for field in schema):
        both = [pa.schema([("x", kind)]) for kind in (fields.setdefault(field.name, field.type), field.type)]
        try:
            fields[field.name] = pa.unify_schemas(both, promote_options="permissive").field("x").type
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            fields[field.name] = pa.string()
    order = [name for name in CANONICAL if name in fields] + sorted(name for name in fields if name not in CANONICAL)
    return pa.schema([(name, fields[name]) for name in order])


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of rows with the column names of their file, or an error message.

    ``row`` is the number of the first row, starting from 1 in Parquet and 2 in CSV. ``fault`` is the error if the batch
    cannot be read (then ``table`` is None); ``lines`` has the CSV lines with a wrong number of cells.
    """

    table: pa.Table | None
    row: int
    fault: str = ""
    lines: tuple[str, ...] = ()


def read_piece(source: Source, piece: Piece) -> Iterator[Batch]:
    """Yield the rows of a piece in batches that fit in memory; damaged parts are reported and left out."""
    return _read_csv(source) if source.is_csv else _read_parquet(source, piece)


def _read_parquet(source: Source, piece: Piece) -> Iterator[Batch]:
    import fsspec

    wanted = [*source.columns.source.values(), *source.columns.others]
    for group in range(piece.first, piece.last):
        row = sum(source.groups[:group]) + 1
        try:
            with fsspec.open(source.address, "rb") as stream:
                file = pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20)
                options: dict[str, Any] = {"batch_size": BATCH_ROWS, "use_threads": False, "columns": wanted}
                for part in file.iter_batches(row_groups=[group], **options):
                    yield Batch(pa.Table.from_batches([part]), row)
                    row += part.num_rows
        except _BROKEN as error:
            _raise_if_passing(error, source.address)
            yield Batch(None, row, f"row group {group}, from row {row} on: {_reason(error)}")


def _read_csv(source: Source) -> Iterator[Batch]:
    import fsspec

    bad: list[str] = []

    def keep(line: Any) -> str:
        bad.append(str(line.text)[:300])
        return "skip"

    cells = dict.fromkeys((*source.columns.source.values(), *source.columns.others), pa.string())
    row = 2
    try:
        with fsspec.open(source.address, "rb", compression="infer") as stream:
            text = _Utf8(stream)
            reader = pa_csv.open_csv(
                text,
                read_options=pa_csv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
                parse_options=pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=keep),
                convert_options=pa_csv.ConvertOptions(column_types=cells, strings_can_be_null=True, null_values=[""]),
            )
            for part in reader:
                table = pa.Table.from_batches([part])
                if source.columns.mmsi:
                    table = table.append_column("mmsi", pa.array([source.columns.mmsi]).take([0] * part.num_rows))
                yield Batch(table, row, lines=tuple(bad))
                row += part.num_rows + len(bad)
                bad.clear()
            if text.fault is not None:
                raise text.fault
    except _BROKEN as error:
        _raise_if_passing(error, source.address)
        yield Batch(None, row, f"from about row {row} on: {_reason(error)}")
    if bad:
        yield Batch(None, row, lines=tuple(bad))
