"""Any file that holds a table, opened as one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.encodings import Recoded, refuse_foreign, sample_of
from scs_tracker.sources.files import kind_of, steady, zipped_text
from scs_tracker.sources.layers import layer_table, open_layers
from scs_tracker.sources.opendocument import opendocument_table
from scs_tracker.sources.rows import Table, csv_table
from scs_tracker.sources.workbook import workbook_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path


@contextmanager
def open_table(
    file: Path,
    *,
    legacy: bool = False,
    is_header: Callable[[Sequence[str]], bool] | None = None,
    encoding: str = "",
) -> Iterator[Table]:
    """Open a CSV, a zipped CSV, a workbook or the fields of a map layer as a table of text.

    Parameters
    ----------
    file
        The file; what it is shows in its content, not in its name.
    legacy
        Allow a CSV to be Windows-1252 instead of UTF-8.
    encoding
        What a CSV or a shapefile is written in, where that is neither UTF-8 nor said by the file.
    is_header
        Tells the row that names the columns, where titles may stand above it; without it that is the first row.

    Raises
    ------
    UsageError
        The encoding is not known, or the file is of a kind that says its own.
    TrackerError
        Now, while rows are gone through or at the end: the file cannot be read, or changed meanwhile.
    """
    with steady(file):
        kind = kind_of(file)
        if kind == "text":
            if not encoding:
                refuse_foreign(str(file), sample_of(file))
            with file.open("rb") as stream:
                recoded = Recoded(str(file), stream, encoding)
                yield csv_table(str(file), recoded, legacy=legacy, is_header=is_header)
        elif kind == "zipped text":
            with zipped_text(file) as stream:
                recoded = Recoded(str(file), stream, encoding)
                yield csv_table(str(file), recoded, legacy=legacy, is_header=is_header)
        elif kind == "workbook":
            if encoding:
                raise UsageError(f"{file} is a workbook, which is always UTF-8; leave --encoding out")
            yield workbook_table(file, is_header=is_header)
        elif kind == "opendocument":
            if encoding:
                raise UsageError(f"{file} is an OpenDocument file, which is always UTF-8; leave --encoding out")
            yield opendocument_table(file, is_header=is_header)
        elif kind == "json":
            raise TrackerError(f"{file} is JSON but no GeoJSON; save it as a CSV table")
        else:
            with open_layers(file, kind, encoding=encoding) as layers:
                yield layer_table(file, layers)
