"""Read a report file in any known format; the format is detected from the content of the file."""

from __future__ import annotations

import dataclasses
import functools
from importlib.metadata import entry_points
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.sources.acled import read_acled, read_acled_deletions
from scs_tracker.sources.columns import is_header, may_tell_incidents, take_columns
from scs_tracker.sources.files import Kind, kind_of, steady
from scs_tracker.sources.gis import read_gis
from scs_tracker.sources.incident_csv import SOURCES_FILE, read_event_csv, read_incident_csv
from scs_tracker.sources.mapping import LOOKED_AT
from scs_tracker.sources.own_table import read_own_table
from scs_tracker.sources.scsdi import read_scsdi
from scs_tracker.sources.tables import open_table
from scs_tracker.sources.ucdp import read_ucdp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scs_tracker.config import KeptTable
    from scs_tracker.sources.batch import Batch
    from scs_tracker.text.dates import Order

READERS: Final[dict[str, Callable[..., Batch]]] = {
    "incidents": read_incident_csv,
    "events": read_event_csv,
    "scsdi": read_scsdi,
    "acled": read_acled,
    "acled-deletions": read_acled_deletions,
    "gis": read_gis,
    "ucdp": read_ucdp,
    "table": read_own_table,
}
#: Where an installed package names readers of its own: name of the format to a function from a path to a ``Batch``.
#: Its attribute ``marks`` are columns by which a table is known; without it the format is taken by ``--format`` alone.
ENTRY_POINTS: Final = "scs_tracker.sources"
#: Columns by which a table is known, in lower case; two of them are enough.
_MARKS: Final = {
    "incidents": ("id", "types", "initiators"),
    "events": ("kind", "parties", "title"),
    "scsdi": ("number_of_report", "radius", "note_on_location", "longtitude", "levl"),
    "acled": ("event_id_cnty", "sub_event_type", "geo_precision"),
    "acled-deletions": ("event_id_cnty", "deleted_timestamp"),
    "ucdp": ("type_of_violence", "where_prec", "deaths_a", "deaths_b"),
}
_LAYERS: Final[frozenset[Kind]] = frozenset({"layers", "zipped layers", "parquet"})


@functools.cache
def readers() -> Mapping[str, Callable[..., Batch]]:
    """Return the reader for each format name: the built-in ``READERS``, and those of installed packages."""
    found = {one.name: one.load() for one in entry_points(group=ENTRY_POINTS)}
    return found | READERS


def read_reports(
    file: Path | str,
    *,
    format_: str | None = None,
    columns: Mapping[str, str] | None = None,
    dates: Order = "",
    encoding: str = "",
    tables: Mapping[str, KeptTable] | None = None,
) -> Batch:
    """Read a file of reports in any known format.

    Parameters
    ----------
    file
        The file.
    format_
        A key of ``readers()``; if None, the format is detected from the content.
    columns
        For a map layer or a user's table: the field for each of the tracker's columns; see ``gis.read_gis`` and
        ``own_table.read_own_table``.
    dates
        For a user's table: which number of 3/4/2024 is the day, if its dates do not show it.
    encoding
        The encoding of a CSV or a shapefile, such as gbk, big5 or cp1258, if it is neither UTF-8 nor stated in
        the file. UTF-16 with a byte order mark needs none.
    tables
        For a user's table: the user's stored choices for such tables, as in ``config.load().tables``.

    Returns
    -------
    Batch
        Valid rows as ``reports`` or ``events``, rejected rows with their reasons as ``rejects``.

    Raises
    ------
    UsageError
        ``format_``, ``dates`` or ``encoding`` is not known, or ``columns`` or ``dates`` are given for a
        format that has its own.
    QuestionError
        The user must decide which side a column means; the message has the block for tracker.toml.
    TrackerError
        The file cannot be read, or its format is not known.

    Examples
    --------
    >>> from scs_tracker import geodata
    >>> batch = read_reports(geodata.shipped("incidents/incidents.csv"))
    >>> batch.reports[0].key, batch.rejects
    ('incident-csv:19740119-paracels-battle', ())
    """
    file = Path(file)
    if format_ is not None and format_ not in readers():
        raise UsageError(f"format {format_!r} is not known; use one of {', '.join(sorted(readers()))}")
    if dates not in {"", "day first", "month first"}:
        raise UsageError(f"order of dates {dates!r} is not known; use 'day first' or 'month first'")
    if columns and format_ not in {None, "gis", "table"}:
        raise UsageError(
            f"columns can be chosen only for map layers and for your own tables; format {format_} has fixed columns"
        )
    by_columns = ("gis" if kind_of(file) in _LAYERS else "table") if columns else ""
    format_ = format_ or by_columns or detect(file, encoding=encoding)
    given: dict[str, object] = {"columns": columns, "encoding": encoding}
    if format_ == "table":
        given |= {"dates": dates, "tables": tables}
    elif dates:
        raise UsageError(f"--dates applies only to your own tables; format {format_} has a fixed order of dates")
    # a reader takes what its format may need, and no more
    batch = readers()[format_](file, **{name: value for name, value in given.items() if value})
    known = batch.mapping is not None or not batch.rejects or format_ == "gis"
    header = () if known else _header(file, encoding)
    return dataclasses.replace(batch, file=stored_name(file), format=format_, header=header)


def _header(file: Path, encoding: str) -> tuple[str, ...]:
    """Return the column names of a table, or an empty tuple if the file cannot be read as a table."""
    try:
        with open_table(file, legacy=True, is_header=is_header, encoding=encoding) as table:
            return tuple(table.header)
    except TrackerError:
        return ()


def stored_name(file: Path) -> str:
    """Return a file's name as stored in the ledger: its absolute path, in which a symbolic link keeps its own name."""
    return str(file.parent.resolve() / file.name).encode("utf-8", "backslashreplace").decode()


def detect(file: Path, *, encoding: str = "") -> str:
    """Return the format of ``file`` as a key of ``readers()``, detected from its content, or raise an error."""
    with steady(file):
        kind = kind_of(file)
    if kind == "json":
        return "acled-deletions"
    with open_table(file, legacy=True, is_header=is_header, encoding=encoding) as table:
        names = table.header
        header = {name.casefold() for name in names}
        first = [row.cells for row in islice(table.rows, LOOKED_AT)]
    if header | {"read_as"} == set(model.SOURCE_COLUMNS):
        raise TrackerError(
            f"{file} holds sources, not incidents; import incidents.csv, and {SOURCES_FILE} in its folder is read too"
        )
    if "incident_id" in header:  # GeoPackage keeps id for itself, so an export calls it so
        header.add("id")
    marks = {name: getattr(read, "marks", ()) for name, read in readers().items()} | _MARKS
    hits = {name: len(header & set(those)) for name, those in marks.items() if those}
    best = max(hits, key=lambda name: hits[name])
    known, layer = best if hits[best] >= 2 else "", kind in _LAYERS
    own, placed = set(model.INCIDENT_COLUMNS), {"lat", "lon"} if layer else set()
    whole = header >= own - placed
    if layer and (not known or (known in {"incidents", "events"} and not whole)):
        return "gis"  # perhaps a layer of somebody else's that calls some fields as we do
    if known and (known != "incidents" or whole):
        return known
    if may_tell_incidents(take_columns(names, first, {})):  # perhaps our columns, but not all of them
        return "table"
    if known:
        return known
    raise TrackerError(
        f"{file} has no known format: its columns are {', '.join(sorted(header)[:8])}; a table of incidents needs "
        "columns for the date, the place and the act; geodata/mappings/columns.csv lists their known names"
    )
