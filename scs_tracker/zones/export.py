"""Export zones and other layers to a GIS file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.errors import TrackerError, UsageError
from scs_tracker.geodata import attribution
from scs_tracker.zones.drawing import Layer, zone_look
from scs_tracker.zones.kml import write_kml
from scs_tracker.zones.table import ZONE_COLUMNS, load_zones

if TYPE_CHECKING:
    import geopandas as gpd

_ENDINGS: Final = (".fgb", ".geojson", ".gpkg", ".kml", ".kmz", ".parquet")


def zones_on(day: str | None) -> gpd.GeoDataFrame:
    """Return the zones that existed on a day, or all zones for None; outer rings run counter-clockwise (RFC 7946)."""
    import pandas as pd
    import shapely

    zones = load_zones()
    if day is not None:
        try:
            when = pd.Timestamp(pd.to_datetime(day, format="%Y-%m-%d"))
        except (ValueError, TypeError):
            raise UsageError(f"day {day!r} is not a valid date; use YYYY-MM-DD, such as 2024-06-17") from None
        there = zones["first_day"].isna() | (zones["first_day"] <= when)
        zones = zones[there & (zones["last_day"].isna() | (zones["last_day"] >= when))]
    return zones.set_geometry(shapely.orient_polygons(zones.geometry.to_numpy()), crs=zones.crs)


def export_zones(file: Path, *, day: str | None = None) -> Path:
    """Write the zones of a day (YYYY-MM-DD), or all zones for None, to ``file``, and return ``file``.

    The file ends with .fgb, .geojson, .gpkg, .kml, .kmz or .parquet.
    """
    ending = file.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(f"{file}: the extension {ending or 'missing'} is not known; use one of {', '.join(_ENDINGS)}")
    zones = zones_on(day)[[*ZONE_COLUMNS, "geometry"]]
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".scs-tracker-") as folder:
            temporary = Path(folder) / file.name
            if ending in {".kml", ".kmz"}:
                write_kml(temporary, {"zones": Layer(zones, attribution.sentence(), look=zone_look())})
            elif ending == ".parquet":
                # the box of each row, so that a reader fetches only those near by
                zones.to_parquet(temporary, index=False, write_covering_bbox=True)
            else:
                write_vector(zones, temporary, layer="zones")
            temporary.replace(file)
    except OSError as error:
        raise TrackerError(
            f"{file} cannot be written ({error.strerror or error}); check the folder and the free disk space"
        ) from None
    return file


def write_vector(frame: gpd.GeoDataFrame, file: Path, *, layer: str) -> None:
    """Write a frame in EPSG:4326 as FlatGeobuf, GeoJSON (RFC 7946) or GeoPackage, by the extension of the file."""
    driver, options = {
        ".fgb": ("FlatGeobuf", {"SPATIAL_INDEX": "NO" if frame.geometry.isna().any() else "YES"}),
        ".geojson": ("GeoJSON", {"RFC7946": "YES", "ID_FIELD": "id"}),
        ".gpkg": ("GPKG", {"IDENTIFIER": layer}),
    }[file.suffix.lower()]
    options = options | {"DESCRIPTION": attribution.sentence()}
    kinds = set(frame.geometry.dropna().geom_type)
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    write_layer(frame, file, driver=driver, layer=layer, geometry_type=kind, layer_options=options)


def write_layer(frame: Any, file: Path, *, layer: str, **options: Any) -> None:
    """Write a layer with GDAL and check its row count; raise an OSError if rows are missing."""
    import pyogrio

    try:
        pyogrio.write_dataframe(frame, file, layer=layer, **options)
        written = pyogrio.read_info(file, layer=layer, force_feature_count=True)["features"]
    except RuntimeError as error:
        raise OSError(str(error).split("\n")[0][:200]) from None
    if written != len(frame):
        raise OSError(f"only {written:,} of {len(frame):,} rows were written; check the free disk space")
