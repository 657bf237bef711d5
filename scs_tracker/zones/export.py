"""Zones to a file that a GIS opens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata import attribution
from scs_tracker.zones.table import ZONE_COLUMNS, load_zones

if TYPE_CHECKING:
    import geopandas as gpd

#: The ending of a file and GDAL's name for its format.
DRIVERS: Final = {
    ".fgb": "FlatGeobuf",
    ".geojson": "GeoJSON",
    ".gpkg": "GPKG",
    ".kml": "LIBKML",
    ".kmz": "LIBKML",
}


def zones_on(day: str | None) -> gpd.GeoDataFrame:
    """Return the zones that existed on a day, all zones for None; see ``table.load_zones``.

    Raises
    ------
    UsageError
        The day is none.

    Examples
    --------
    >>> "ph-archipelagic" in set(zones_on("2024-06-17")["id"])
    True
    """
    import pandas as pd

    zones = load_zones()
    if day is None:
        return zones
    try:
        when = pd.Timestamp(pd.to_datetime(day, format="%Y-%m-%d"))
    except (ValueError, TypeError):
        raise UsageError(f"zones of {day!r}: give one day, such as 2024-06-17") from None
    there = zones["first_day"].isna() | (zones["first_day"] <= when)
    return zones[there & (zones["last_day"].isna() | (zones["last_day"] >= when))]


def export_zones(file: Path, *, day: str | None = None) -> Path:
    """Write zones with all that zones.csv says of them.

    Parameters
    ----------
    file
        Ends with .fgb, .geojson, .gpkg, .kml, .kmz or .parquet.
    day
        Only the zones of that day (YYYY-MM-DD).

    Raises
    ------
    UsageError
        The ending is not known, or the day is none.
    TrackerError
        The file cannot be written; what was there before still is.
    """
    ending = file.suffix.lower()
    if ending not in DRIVERS and ending != ".parquet":
        allowed = ", ".join(sorted([*DRIVERS, ".parquet"]))
        raise UsageError(f"{file}: the extension {ending or 'missing'} is not known; allowed are {allowed}")
    zones = zones_on(day)[[*ZONE_COLUMNS, "geometry"]].rename(columns={"id": "zone_id"})
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".scs-tracker-") as folder:
            temporary = Path(folder) / file.name
            if ending == ".parquet":
                zones.to_parquet(temporary, index=False)
            else:
                write_vector(zones, temporary, layer="zones", title="name")
            temporary.replace(file)
    except OSError as error:
        raise TrackerError(f"{file} cannot be written: {error.strerror or error}") from None
    return file


def _without_cdata_end(value: Any) -> Any:
    return value.replace("]]>", "]] >") if isinstance(value, str) else value


def write_vector(frame: gpd.GeoDataFrame, file: Path, *, layer: str, title: str) -> None:
    """Write a frame through GDAL in the format of the file's ending.

    Parameters
    ----------
    frame
        Shapes in EPSG:4326 with their columns; a shape may be missing.
    file
        Its ending is one of ``DRIVERS``.
    layer
        Name of the layer.
    title
        The column that names a place mark in KML.

    Raises
    ------
    OSError
        It cannot be written whole.
    """
    import pyogrio

    driver = DRIVERS[file.suffix.lower()]
    options: dict[str, Any] = {}
    if driver == "GPKG":
        options = {"IDENTIFIER": layer, "DESCRIPTION": attribution.sentence()}
    elif driver == "FlatGeobuf":
        options = {
            "SPATIAL_INDEX": "NO" if frame.geometry.isna().any() else "YES",
            "DESCRIPTION": attribution.sentence(),
        }
    elif driver == "LIBKML":
        frame = frame.assign(Name=frame[title], description=attribution.sentence())
        # GDAL writes the end of a CDATA section as it is, which no reader of XML takes
        texts = frame.select_dtypes(["object", "string"]).columns.difference([frame.geometry.name])
        frame = frame.assign(**{name: frame[name].map(_without_cdata_end) for name in texts})
    kinds = set(frame.geometry.dropna().geom_type)
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    try:
        pyogrio.write_dataframe(frame, file, driver=driver, layer=layer, geometry_type=kind, layer_options=options)
        written = pyogrio.read_info(file, layer=layer, force_feature_count=True)["features"]
    except RuntimeError as error:
        raise OSError(str(error).split("\n")[0][:200]) from None
    if written != len(frame):
        raise OSError(f"only {written:,} of {len(frame):,} rows could be written; is the disk full?")
