"""Export incidents to a file for a spreadsheet, a GIS or another ledger."""

from __future__ import annotations

import json
import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata
from scs_tracker.act import acts_frame
from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata import attribution
from scs_tracker.ledger.conditions import LISTS
from scs_tracker.ledger.gis_package import EXPORT_COLUMNS, layers, write_package
from scs_tracker.ledger.qgis import write_project
from scs_tracker.ledger.tables import FLOAT_FIELDS, INTEGER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import geopandas as gpd
    import pandas as pd

ATTRIBUTION: Final = attribution.sentence()
_JSON: Final = ("acts", "sources", "zone_shares", "disagreements")
#: Limits of Excel workbooks.
MOST_ROWS: Final = 1_048_576
LONGEST_CELL: Final = 32_767
#: Notice above a list of candidates.
CANDIDATES: Final = (
    "**Candidates, not reviewed.** Each row was extracted automatically from its sources, and no reviewer has "
    "checked it: it may be wrong, a duplicate, or not an incident at all. Do not cite a row as a fact; its status is "
    "*proposed*."
)
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
#: Text that a spreadsheet would run as a formula, or that is the escaped form of such text.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")


def write(
    frame: gpd.GeoDataFrame, file: Path, *, note: str = "", events: pd.DataFrame | None = None, zones: str | None = None
) -> list[Path]:
    """Write incidents in the format of the file's extension, with a data dictionary in the same folder.

    ``frame`` has ``model.LEDGER_COLUMNS``; ``file`` ends with .csv, .fgb, .geojson, .gpkg, .kml, .kmz, .parquet, .qgz
    or .xlsx; ``note`` is printed at the top of the dictionary. ``zones`` is a day (YYYY-MM-DD): its zones and
    baselines, with the uncertainty areas of the incidents, go into a .gpkg, .kml, .kmz or .qgz; None leaves them out,
    except that a .qgz uses today. ``events`` go into .kml, .kmz and .qgz, and into a .gpkg if ``zones`` is given.

    Returns the paths of the file, its dictionary, the GeoPackage of a .qgz, and the table of acts of a .csv or .parquet
    (``NAME.acts.csv``); other formats include the acts. Raises TrackerError if a file cannot be written, and leaves no
    partial file.
    """
    ending = file.suffix.lower()
    writer = _WRITERS.get(ending)
    if writer is None and ending not in _LAYERED:
        allowed = ", ".join(sorted([*_WRITERS, *_LAYERED]))
        raise UsageError(f"{file}: the extension {file.suffix or 'missing'} is not known; use one of {allowed}")
    if zones is not None and ending not in _LAYERED:
        raise UsageError(
            f"{file}: zones can be included only in .gpkg, .kml, .kmz or .qgz; choose one of these, or use "
            "scs-tracker zones export"
        )
    written = [file]
    if writer is not None:
        rewrite(file, lambda temporary: writer(frame, temporary))
    else:
        written += _write_layers(frame, file, events, zones)
    dictionary = file.with_name(f"{file.stem}.dictionary.md")
    rewrite(dictionary, lambda temporary: temporary.write_text(_dictionary(note), encoding="utf-8"))
    written.insert(1, dictionary)
    if ending in {".csv", ".parquet"}:
        long = file.with_name(f"{file.stem}.acts{file.suffix}")
        acts = acts_frame(frame)
        rewrite(long, lambda part: _write_csv(acts, part) if ending == ".csv" else acts.to_parquet(part, index=False))
        written.append(long)
    return written


def _write_layers(frame: gpd.GeoDataFrame, file: Path, events: pd.DataFrame | None, day: str | None) -> list[Path]:
    """Write incidents, events and zones as styled GIS layers; return additional files (the GeoPackage of a .qgz)."""
    from scs_tracker.zones.kml import write_kml

    ending = file.suffix.lower()
    if ending == ".qgz":
        day = day or datetime.now(UTC).date().isoformat()
    content = layers(frame, None if ending == ".gpkg" and day is None else events, day)
    if ending != ".qgz":
        writer = write_package if ending == ".gpkg" else write_kml
        rewrite(file, lambda temporary: writer(temporary, content))
        return []
    package = file.with_suffix(".gpkg")
    rewrite(package, lambda temporary: write_package(temporary, content))
    rewrite(file, lambda temporary: write_project(temporary, package.name, content, f"{file.stem}, zones of {day}"))
    return [package]


def rewrite(file: Path, write: Callable[[Path], object]) -> Path:
    """Let ``write`` fill a temporary file, then replace ``file`` with it atomically; return the path of the file."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".scs-tracker-") as folder:
            temporary = Path(folder) / file.name
            write(temporary)
            with temporary.open("rb") as handle:
                os.fsync(handle.fileno())
            return temporary.replace(file)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}; choose another folder") from None


def defuse(text: str) -> str:
    """Return a text in a form that no spreadsheet runs as a formula; ``sources.cells.as_typed`` reverses the change.

    >>> defuse("=1+1"), defuse("'=x"), defuse("plain")
    ("'=1+1", "''=x", 'plain')
    """
    return "'" + text if _FORMULA.match(text) else text


def _defused(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose text cells are safe for spreadsheets; numeric columns are unchanged. See ``defuse``."""
    texts = [name for name in table.columns if name not in INTEGER_FIELDS | FLOAT_FIELDS | {"n"}]
    return table.assign(**{name: table[name].map(defuse) for name in texts})


def _write_csv(table: pd.DataFrame, file: Path) -> None:
    _defused(table).to_csv(file, index=False, lineterminator="\n")


def _write_xlsx(frame: gpd.GeoDataFrame, file: Path) -> None:
    import pandas as pd
    from xlsxwriter.exceptions import XlsxWriterException

    table = _defused(frame[list(EXPORT_COLUMNS)])
    _require_room(table)
    options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with pd.ExcelWriter(file, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
            table.to_excel(writer, sheet_name="incidents", index=False, freeze_panes=(1, 1))
            _defused(acts_frame(frame)).to_excel(writer, sheet_name="acts", index=False, freeze_panes=(1, 1))
            pd.DataFrame({"attribution": [ATTRIBUTION]}).to_excel(writer, sheet_name="about", index=False)
    except XlsxWriterException as error:
        raise OSError(str(error).split("\n")[0][:200]) from None


def _require_room(table: pd.DataFrame) -> None:
    """Raise TrackerError if rows, cells or characters exceed what an Excel workbook can store."""
    if len(table) >= MOST_ROWS:
        raise TrackerError(f"{len(table):,} incidents are too many for a workbook; export them to .csv")
    for name in EXPORT_COLUMNS:
        if name in INTEGER_FIELDS | FLOAT_FIELDS:
            continue
        for row, cell in zip(table["id"], table[name], strict=True):
            if len(cell) > LONGEST_CELL or _NO_CHARACTER.search(cell):
                raise TrackerError(
                    f"incident {row}: {name} does not fit into a workbook, whose cells take at most {LONGEST_CELL:,} "
                    "characters of Unicode; export to .csv"
                )


def _write_geojson(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write GeoJSON (RFC 7946): longitude before latitude, WGS 84, null geometry for an incident without location."""
    features = [as_feature(row) for row in frame.to_dict("records")]
    collection = {"type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features}
    file.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def as_feature(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of incidents as a GeoJSON feature (RFC 7946), with a null geometry if it has no location."""
    point = row["geometry"]
    geometry = None if point is None else {"type": "Point", "coordinates": [round(point.x, 6), round(point.y, 6)]}
    properties = {name: _plain(name, row[name]) for name in EXPORT_COLUMNS}
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": properties}


def _plain(name: str, value: Any) -> Any:
    import pandas as pd

    if name in INTEGER_FIELDS:
        return None if pd.isna(value) else int(value)
    if name in FLOAT_FIELDS:
        return None if pd.isna(value) else float(value)
    return json.loads(value or "null") if name in _JSON else value


def _write_parquet(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write GeoParquet; its metadata include licence, attribution and the meaning of each column."""
    import pyarrow.parquet as pq

    frame[[*EXPORT_COLUMNS, "geometry"]].to_parquet(file, index=False, write_covering_bbox=True)
    table = pq.read_table(file)
    meanings = {row["column"]: row["meaning"] for row in geodata.rows("columns")}
    about = {"attribution": ATTRIBUTION, "licence": attribution.ORIGINS[0].licence, "columns": json.dumps(meanings)}
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **about}), file)


def _write_flatgeobuf(frame: gpd.GeoDataFrame, file: Path) -> None:
    from scs_tracker.zones.export import write_vector

    write_vector(layers(frame, None, None)["incidents"].frame, file, layer="incidents")


_WRITERS: Final[dict[str, Callable[[gpd.GeoDataFrame, Path], None]]] = {
    ".csv": lambda frame, file: _write_csv(frame[list(EXPORT_COLUMNS)], file),
    ".fgb": _write_flatgeobuf,
    ".geojson": _write_geojson,
    ".parquet": _write_parquet,
    ".xlsx": _write_xlsx,
}
#: Formats with several styled layers.
_LAYERED: Final = (".gpkg", ".kml", ".kmz", ".qgz")


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
        kind = "list, separated by ;" if name in LISTS else "JSON" if name in _JSON else kind
        lines.append(f"| {name} | {kind} | {meanings[name]} |")
    lines += ["", "## Acts", "", "Keys of the objects in `acts`, and columns of the table of acts.", ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| {row['column']} | {row['type']} | {row['meaning']} |"
        for row in geodata.rows("fields")
        if row["path"] == geodata.TABLES["acts"][0]
    ]
    return "\n".join(lines) + "\n"
