"""Open a CSV, workbook or map layer as a table of text, whatever its file name."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.encodings import refuse_foreign, sample_of, text_lines
from scs_tracker.sources.files import kind_of, steady, zipped_text
from scs_tracker.sources.layers import open_layers
from scs_tracker.sources.opendocument import opendocument_table
from scs_tracker.sources.rows import Row, Table, csv_table
from scs_tracker.sources.workbook import named_sheet, workbook_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


@contextmanager
def open_table(
    file: Path, *, legacy: bool = False, is_header: Callable[[Sequence[str]], bool] | None = None, encoding: str = ""
) -> Iterator[Table]:
    """Open a CSV, a zipped CSV, a workbook or the fields of a map layer, by its content, as a table of text.

    ``legacy`` allows a CSV in Windows-1252, ``encoding`` names another encoding; ``is_header`` detects the heading row.
    """
    with steady(file):
        kind = kind_of(file)
        if kind in {"text", "zipped text"}:
            if kind == "text" and not encoding:
                refuse_foreign(str(file), sample_of(file))
            with file.open("rb") if kind == "text" else zipped_text(file) as stream:
                yield csv_table(str(file), text_lines(str(file), stream, encoding, legacy=legacy), is_header)
        elif kind in {"workbook", "opendocument"}:
            if encoding:
                raise UsageError(f"{file} is a {kind}, which is always UTF-8; omit --encoding")
            read = workbook_table if kind == "workbook" else opendocument_table
            yield read(file, is_header=is_header)
        elif kind == "json":
            raise TrackerError(f"{file} is JSON but not GeoJSON; save it as a CSV table")
        else:
            with open_layers(file, kind, encoding=encoding) as (header, features):
                # for formats whose coordinates are in columns, the fields alone
                rows = (Row(one.number, [one.values.get(name, "") for name in header], one.raw) for one in features)
                yield Table(str(file), header, rows)


@contextmanager
def table_beside(file: Path, sheet: str, name: str) -> Iterator[Table | None]:
    """Open the sheet ``sheet`` of a workbook, else the file ``name`` in its folder; yield None if neither exists."""
    found = named_sheet(file, sheet) if kind_of(file) == "workbook" else None
    other = file.with_name(name)
    if found is not None or other == file or not other.exists():
        yield found
    else:
        with open_table(other) as table:
            yield table
