"""Incidents to a file that a spreadsheet, a GIS or another ledger opens."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import re
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import acts_frame
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata import attribution
from scs_tracker.ledger.gis_package import with_flags, write_package
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

    from scs_tracker.ledger.gis_package import Layer

#: What an export holds. When a row was written stays in the ledger, so that an export is the same wherever it is made.
EXPORT_COLUMNS: Final = tuple(name for name in model.LEDGER_COLUMNS if name not in {"revision", "updated_at"})
ATTRIBUTION: Final = attribution.sentence()
_LISTS: Final = (
    "types",
    "initiators",
    "targets",
    "initiator_units",
    "target_units",
    "zones",
    "zones_possible",
    "claimants",
    "claims",
    "within_200nm",
    "settled",
)
_JSON: Final = ("acts", "sources", "zone_shares", "disagreements")
#: Tables in which a GeoPackage says what its columns are called and what they mean (OGC 12-128, extension Schema).
_SCHEMA_EXTENSION: Final = """
    CREATE TABLE gpkg_data_columns (
        table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
        constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
        CONSTRAINT gdc_tn UNIQUE (table_name, name)
    );
    CREATE TABLE gpkg_data_column_constraints (
        constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
        max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
        CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
    );
    INSERT INTO gpkg_extensions
    SELECT column1, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'
    FROM (VALUES ('gpkg_data_columns'), ('gpkg_data_column_constraints'));
"""
#: What Excel allows.
MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 32_767
#: What stands above candidates.
CANDIDATES: Final = (
    "**Candidates, not reviewed.** Each row was read by a program from the sources beside it, and no person has "
    "checked it: it may be wrong, told twice, or no incident at all. Do not cite a row as a fact; its status is "
    "*proposed*."
)
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
#: Text that a spreadsheet would run as a formula, or that stands for such text.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def select(frame: gpd.GeoDataFrame, conditions: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Return the incidents that meet every condition.

    Parameters
    ----------
    frame
        Incidents with ``model.LEDGER_COLUMNS``.
    conditions
        Column to value. A column of several values meets it if one of them is the value; a date column if it
        begins with the value; a number if it equals it. An empty value is met by what is empty.

    Raises
    ------
    UsageError
        A column is not known, or a number is none.
    """
    for name, value in conditions.items():
        if name not in model.LEDGER_COLUMNS:
            raise UsageError(f"column {name!r} is not known; allowed are {', '.join(model.LEDGER_COLUMNS)}")
        cells = frame[name]
        if value == "":
            keep = cells.astype("string").fillna("") == ""
        elif name in INTEGER_FIELDS | FLOAT_FIELDS | {"revision"}:
            try:
                keep = (cells == float(value)).fillna(False).astype(bool)
            except ValueError:
                raise UsageError(f"{name}={value!r}: {name} is a number") from None
        elif name in _LISTS:
            keep = cells.map(lambda cell, wanted=value: wanted in model.split_list(cell))
        elif name.startswith("date_"):
            keep = cells.str.startswith(value)
        else:
            keep = cells == value
        if value and not keep.any():
            _refuse_unknown(name, value, cells)
        frame = frame[keep]
    return frame


def _refuse_unknown(name: str, value: str, cells: pd.Series) -> None:
    """Raise an error for a value that no incident can have, or that is a slip of one that some have."""
    vocabulary = geodata.vocabulary()
    codes = {
        "types": vocabulary.severity_by_type, "initiators": vocabulary.actors, "targets": vocabulary.actors,
        "status": model.STATUSES, "corroboration": model.CORROBORATION, "method": model.METHODS,
    }.get(name)  # fmt: skip
    measured = name.startswith("date_") or name in INTEGER_FIELDS | FLOAT_FIELDS | {"revision"}
    there = set(cells.dropna().astype(str)) if name not in _LISTS else {
        part for cell in cells.dropna().astype(str) for part in model.split_list(cell)}  # fmt: skip
    known = there if codes is None else codes
    near = difflib.get_close_matches(value, known, n=1)
    if measured or value in known or (codes is None and not near):
        return
    hint = f"did you mean {near[0]}?" if near else f"scs-tracker codes {name} lists them"
    raise UsageError(f"{name}={value!r}: no incident has this; {hint}")


def write(
    frame: gpd.GeoDataFrame, file: Path, *, note: str = "", package: Mapping[str, Layer] | None = None
) -> list[Path]:
    """Write incidents in the format that the file's ending names, and a data dictionary beside it.

    Parameters
    ----------
    frame
        Incidents with ``model.LEDGER_COLUMNS``.
    file
        Ends with .csv, .fgb, .geojson, .gpkg, .kml, .kmz, .parquet or .xlsx.
    note
        What readers must know first; it stands at the top of the dictionary.
    package
        All layers of a GeoPackage, as ``gis_package.layers`` makes them; None writes the incidents alone.

    Returns
    -------
    list of Path
        The file, its dictionary, and for .csv and .parquet the acts in long form, whose name ends with ``.acts`` and
        the same; a GeoPackage and a workbook hold them themselves, the other formats in each incident.

    Raises
    ------
    UsageError
        The ending is not known.
    TrackerError
        The file cannot be written; nothing is left of it.
    """
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        raise UsageError(
            f"{file}: the extension {file.suffix or 'missing'} is not known; allowed are {', '.join(_WRITERS)}"
        )
    if package is not None and file.suffix.lower() != ".gpkg":
        raise UsageError(f"{file}: zone layers need a GeoPackage; use a file name that ends with .gpkg")
    dictionary = file.with_name(f"{file.stem}.dictionary.md")
    if package is not None:
        _replace(file, lambda temporary: write_package(temporary, package))
    else:
        _replace(file, lambda temporary: writer(frame, temporary))
    _replace(dictionary, lambda temporary: temporary.write_text(_dictionary(note), encoding="utf-8"))
    if file.suffix.lower() not in _LONG_WRITERS:
        return [file, dictionary]
    long = file.with_name(f"{file.stem}.acts{file.suffix}")
    _replace(long, lambda temporary: _LONG_WRITERS[file.suffix.lower()](acts_frame(frame), temporary))
    return [file, dictionary, long]


def _replace(file: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file, then put it in the place of ``file`` at once."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".scs-tracker-") as folder:
            temporary = Path(folder) / file.name
            write(temporary)
            with temporary.open("rb") as handle:
                os.fsync(handle.fileno())
            temporary.replace(file)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}") from None


def defuse(text: str) -> str:
    """Return text that no spreadsheet runs as a formula; ``sources.cells.as_typed`` gives it back.

    Examples
    --------
    >>> defuse("=1+1"), defuse("'=x"), defuse("plain")
    ("'=1+1", "''=x", 'plain')
    """
    return "'" + text if _FORMULA.match(text) else text


def _text_columns(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the columns of an export with numbers as numbers, text defused."""
    import pandas as pd

    return _defused(pd.DataFrame(frame[list(EXPORT_COLUMNS)]))


def _defused(table: pd.DataFrame) -> pd.DataFrame:
    for name in table.columns:
        if name not in INTEGER_FIELDS | FLOAT_FIELDS | {"n"}:
            table[name] = table[name].map(defuse)
    return table


def _write_csv(frame: gpd.GeoDataFrame, file: Path) -> None:
    _text_columns(frame).to_csv(file, index=False, lineterminator="\n")


def _write_acts_csv(acts: pd.DataFrame, file: Path) -> None:
    _defused(acts).to_csv(file, index=False, lineterminator="\n")


def _write_acts_parquet(acts: pd.DataFrame, file: Path) -> None:
    acts.to_parquet(file, index=False)


def _write_xlsx(frame: gpd.GeoDataFrame, file: Path) -> None:
    import pandas as pd
    from xlsxwriter.exceptions import XlsxWriterException

    table = _text_columns(frame)
    _require_room(table)
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
            table.to_excel(writer, sheet_name="incidents", index=False, freeze_panes=(1, 1))
            _defused(acts_frame(frame)).to_excel(writer, sheet_name="acts", index=False, freeze_panes=(1, 1))
            pd.DataFrame({"attribution": [ATTRIBUTION]}).to_excel(writer, sheet_name="about", index=False)
    except XlsxWriterException as error:
        raise OSError(_in_short(error)) from None


def _in_short(error: Exception) -> str:
    return str(error).split("\n")[0][:200]


def _require_room(table: pd.DataFrame) -> None:
    """Refuse what a workbook cannot hold, since it would be cut off or left out."""
    if len(table) >= MOST_ROWS:
        raise TrackerError(f"{len(table):,} incidents are too many for a workbook; export them to .csv")
    for name in EXPORT_COLUMNS:
        if name in INTEGER_FIELDS | FLOAT_FIELDS:
            continue
        for row, cell in zip(table["id"], table[name], strict=True):
            if len(cell) > LONGEST_CELL or _NO_CHARACTER.search(cell):
                raise TrackerError(
                    f"incident {row}: {name} does not fit into a workbook, whose cells hold at most {LONGEST_CELL:,} "
                    "characters of Unicode; export to .csv"
                )


def _write_geojson(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write RFC 7946: longitude before latitude, WGS 84, null geometry where an incident is not placed."""
    features = []
    for row in frame.to_dict("records"):
        properties = {name: _plain(name, row[name]) for name in EXPORT_COLUMNS}
        point = row["geometry"]
        geometry = None if point is None else {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]}
        features.append({"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties})
    collection = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    file.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _plain(name: str, value: Any) -> Any:
    import pandas as pd

    if name in INTEGER_FIELDS:
        return None if pd.isna(value) else int(value)
    if name in FLOAT_FIELDS:
        return None if pd.isna(value) else float(value)
    return json.loads(value or "null") if name in _JSON else value


def _write_gpkg(frame: gpd.GeoDataFrame, file: Path) -> None:
    import pyogrio

    table = frame[[*EXPORT_COLUMNS, "geometry"]].rename(columns={"id": "incident_id"})
    metadata = {"IDENTIFIER": "incidents", "DESCRIPTION": ATTRIBUTION}
    options: dict[str, Any] = {"layer": "incidents", "driver": "GPKG", "geometry_type": "Point"}
    try:
        pyogrio.write_dataframe(table, file, **options, layer_options=metadata)
        written = pyogrio.read_info(file, layer="incidents", force_feature_count=True)["features"]
    except RuntimeError as error:
        raise OSError(_in_short(error)) from None
    if written != len(table):
        raise OSError(f"only {written:,} of {len(table):,} incidents could be written; is the disk full?")
    acts = acts_frame(frame)
    pyogrio.write_dataframe(acts, file, layer="acts", driver="GPKG", append=True)
    _write_aliases(file)


def _write_aliases(file: Path) -> None:
    """Give the columns the titles and meanings that a GIS shows, by the schema extension of GeoPackage."""
    described = [
        ("incident_id" if row["column"] == "id" else row["column"], row["title"], row["title"], row["meaning"])
        for row in geodata.rows("columns")
    ]
    try:
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.executescript(_SCHEMA_EXTENSION)
            connection.executemany(
                "INSERT INTO gpkg_data_columns VALUES ('incidents', ?, ?, ?, ?, NULL, NULL)", described
            )
    except sqlite3.Error as error:
        raise OSError(_in_short(error)) from None


def _write_parquet(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write GeoParquet; its metadata name licence and attribution, and each column what it means."""
    import pyarrow.parquet as pq

    frame[[*EXPORT_COLUMNS, "geometry"]].to_parquet(file, index=False)
    table = pq.read_table(file)
    meanings = {row["column"]: row["meaning"] for row in geodata.rows("columns")}
    about = {"attribution": ATTRIBUTION, "licence": attribution.ORIGINS[0].licence, "columns": json.dumps(meanings)}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **about}), file)


def _write_vector(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write what GDAL writes beside GeoPackage, each row with the times that Google Earth's slider reads."""
    from scs_tracker.zones.export import write_vector

    table = with_flags(frame)[["incident_id", *EXPORT_COLUMNS[1:], "begin", "end", "flag", "geometry"]]
    write_vector(table, file, layer="incidents", title="incident_id")


_WRITERS: Final[dict[str, Callable[[gpd.GeoDataFrame, Path], None]]] = {
    ".csv": _write_csv,
    ".fgb": _write_vector,
    ".geojson": _write_geojson,
    ".gpkg": _write_gpkg,
    ".kml": _write_vector,
    ".kmz": _write_vector,
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
}


_LONG_WRITERS: Final[dict[str, Callable[[pd.DataFrame, Path], None]]] = {
    ".csv": _write_acts_csv,
    ".parquet": _write_acts_parquet,
}


def _dictionary(note: str) -> str:
    lines = [
        "# Data dictionary",
        "",
        ATTRIBUTION,
        "",
        *([note, ""] if note else []),
        "| column | type | meaning |",
        "| --- | --- | --- |",
    ]
    table = geodata.table("columns")
    meanings = dict(zip(table["column"], table["meaning"], strict=True))
    for name in EXPORT_COLUMNS:
        kind = "whole number" if name in INTEGER_FIELDS else "number" if name in FLOAT_FIELDS else "text"
        kind = "several values, ; between" if name in _LISTS else "JSON" if name in _JSON else kind
        lines.append(f"| {name} | {kind} | {meanings[name]} |")
    lines += ["", "## Acts", "", "Keys of `acts`, and columns of the acts in long form.", ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| {row['column']} | {row['type']} | {row['meaning']} |"
        for row in geodata.rows("fields")
        if row["path"] == geodata.TABLES["acts"][0]
    ]
    return "\n".join(lines) + "\n"
