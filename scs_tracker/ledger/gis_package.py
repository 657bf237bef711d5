"""Build styled GIS layers of incidents, acts, events, zones and baselines, and write them to a GeoPackage.

``export`` can also write the layers to KML, or add a QGIS project in the same folder.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from scs_tracker import geodata, model
from scs_tracker.act import acts_frame
from scs_tracker.geodata import attribution
from scs_tracker.ledger.frames import typed
from scs_tracker.ledger.qgis import style
from scs_tracker.zones.drawing import GREY, Layer, Look, Shade, zone_look
from scs_tracker.zones.export import write_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

#: Columns of an export; without revision and update time, so that equal content gives equal files.
EXPORT_COLUMNS: Final = tuple(name for name in model.LEDGER_COLUMNS if name not in {"revision", "updated_at"})
_NAUTICAL_MILE_KM: Final = 1.852
#: Maximum distance, in degrees, between a circle and the polygon that represents it.
_SMOOTH_DEGREES: Final = 0.0005
#: Columns of an incident that its shape repeats, after the id.
_KEPT: Final = ("status", "begin", "end", "flag", "date_start", "types", "severity", "place", "method", "radius_km")
#: Columns that a GIS export adds to those of incidents: name, title and meaning.
_ADDED: Final = (
    ("begin", "Begin", "first possible day"),
    ("end", "End", "last possible day"),
    ("flag", "Flag", "country of the first initiator"),
)
#: Tables of a GeoPackage for titles and meanings of columns (OGC 12-128, extension Schema), and the table in which
#: QGIS and GDAL find the style of a layer.
_TABLES: Final = """
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
    CREATE TABLE IF NOT EXISTS gpkg_extensions (
        table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
        CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
    );
    INSERT INTO gpkg_extensions
    SELECT column1, NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'
    FROM (VALUES ('gpkg_data_columns'), ('gpkg_data_column_constraints'));
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
        f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
        useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
        update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
    );
    INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
    VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of the layers');
"""


def layers(incidents: gpd.GeoDataFrame, events: pd.DataFrame | None, day: str | None) -> dict[str, Layer]:
    """Return GIS layers (EPSG:4326) of incidents and acts and, if given, of events and of the zones on a day.

    If ``day`` (YYYY-MM-DD) is not None: ``zones``, ``claim_lines`` and ``baselines`` of the day, ``areas`` (uncertainty
    areas that are not circles: bands, rings, tracks) and ``discs``. If ``events`` is not None: ``events``. Always:
    ``incidents``, with ``begin`` and ``end`` as times and ``flag``, the country of the first initiator, and the table
    ``acts``. Rows have the key ``id``; rows of other layers refer to their incident by ``incident_id``.
    """
    dated = _with_flags(incidents)
    known = {row["country"]: (row["colour"], row["country_name"]) for row in geodata.rows("actors")}
    shades = {flag: Shade(*known.get(flag, (GREY, "unknown"))) for flag in sorted(set(dated["flag"]))}
    shades = shades or {"": Shade(GREY, "unknown")}
    look = Look(shades, "flag", "{date_start} {place}", "{types}", dated=True)
    found = {} if day is None else _day_layers(day) | _place_layers(dated, look)
    if events is not None:
        found["events"] = Layer(_events(events), "Context events, with a point if their place can be geocoded",
            "Point", Look({"": Shade(GREY, "context event")}, title="{date_start} {title}", text="{url}", dated=True),
        )  # fmt: skip
    found["incidents"] = Layer(dated, attribution.sentence(), "Point", look)
    found["acts"] = Layer(acts_frame(incidents), "Acts of the incidents: who did what to whom, and who said so")
    return found


def _day_layers(day: str) -> dict[str, Layer]:
    import geopandas as gpd

    from scs_tracker.zones.export import zones_on

    kept = ["id", "claimants", "kind", "name", "valid_from", "valid_to", "status", "legal_basis", "citation", "licence"]
    zones = zones_on(day)[[*kept, "geometry"]]
    lines = zones.geom_type.isin(["LineString", "MultiLineString"])
    drawn = gpd.read_parquet(geodata.shipped("zones/baselines.parquet"))
    there = (drawn["valid_from"] == "") | (drawn["valid_from"] <= day)
    there &= (drawn["valid_to"] == "") | (drawn["valid_to"] >= day)
    baseline = Look({"": Shade("#2b2f33", "baseline", 0.5)}, title="{id}", text="{scope}")
    return {
        "zones": Layer(zones[~lines], f"Zones, as of {day}", "MultiPolygon", zone_look()),
        "claim_lines": Layer(
            zones[lines], f"Claim lines and boundaries, as of {day}", "MultiLineString", zone_look(width_mm=0.6)
        ),
        "baselines": Layer(drawn[there], f"Baselines, as of {day}", "MultiLineString", baseline),
    }


def _place_layers(incidents: gpd.GeoDataFrame, look: Look) -> dict[str, Layer]:
    from scs_tracker.geocoding.shapes import outlined
    from scs_tracker.zones.limits import circle

    own = incidents.rename(columns={"id": "incident_id"})
    found = [(row, shape) for row, _, shape in outlined(own) if shape.geom_type in {"Polygon", "MultiPolygon"}]
    areas = own.iloc[[row for row, _ in found]][["incident_id", *_KEPT, "location_text"]]
    placed = own[own["lat"].notna() & own["radius_km"].gt(0)]
    discs = [
        circle(lon, lat, radius_km / _NAUTICAL_MILE_KM)
        for lon, lat, radius_km in zip(placed["lon"], placed["lat"], placed["radius_km"], strict=True)
    ]
    about = (
        "Uncertainty area of an incident whose location text describes more than a circle: a band along a coast, a "
        "ring, a track, or an area given by its corners"
    )
    return {
        "areas": Layer(_smooth(areas, [shape for _, shape in found]), about, "MultiPolygon", look),
        "discs": Layer(
            _smooth(placed[["incident_id", *_KEPT]], discs), "Uncertainty circle of each incident",
            "Polygon", look,
        ),
    }  # fmt: skip


def _smooth(frame: pd.DataFrame, shapes: Sequence[Any]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import numpy as np
    import shapely

    drawn = shapely.orient_polygons(shapely.simplify(np.array(shapes, dtype=object), _SMOOTH_DEGREES))
    return gpd.GeoDataFrame(frame, geometry=drawn, crs="EPSG:4326")


def _events(events: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return events with date columns, and with a point geometry if their place can be geocoded."""
    from scs_tracker.geocoding import geocode

    placed = geocode(events, column="place")
    kept = ["id", "status", *model.EVENT_COLUMNS, "begin", "end", "radius_km", "geometry"]
    return _dates(typed(placed))[kept]


def _with_flags(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    country = {row["code"]: row["country"] for row in geodata.rows("actors")}
    frame = _dates(typed(incidents))
    for name in frame.select_dtypes("category").columns:  # a GIS has numbers and words alone
        frame[name] = incidents[name]
    first = frame["initiators"].map(lambda cell: (model.split_list(cell) or [""])[0])
    frame["flag"] = first.map(lambda code: country.get(code, "")).astype(str)
    return frame[[*EXPORT_COLUMNS, "begin", "end", "flag", "geometry"]]


def _dates(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.assign(**{name: frame[name].astype("datetime64[ms]") for name in ("begin", "end")})


def write_package(file: Path, content: Mapping[str, Layer]) -> None:
    """Write layers to a new GeoPackage, with their styles and with descriptions of their columns."""
    for name, layer in content.items():
        options: dict[str, Any] = {"driver": "GPKG", "append": file.exists()}
        options["layer_options"] = {"IDENTIFIER": name, "DESCRIPTION": layer.description}
        shapes = layer.frame.get("geometry")
        if shapes is not None and (layer.kind or not shapes.isna().all()):
            kinds = {one.removeprefix("Multi") for one in shapes.geom_type.dropna()}
            several = layer.kind.startswith("Multi") or any(shapes.geom_type.dropna().str.startswith("Multi"))
            kind = layer.kind or ("Multi" * several + kinds.pop() if len(kinds) == 1 else "Unknown")
            options |= {"geometry_type": kind, "promote_to_multi": several}
        frame = layer.frame if "geometry_type" in options else layer.frame.drop(columns="geometry", errors="ignore")
        write_layer(frame, file, layer=name, **options)
    styles = [(name, style(layer), layer.description) for name, layer in content.items() if layer.look]
    columns = [(row["column"], row["title"], row["title"], row["meaning"]) for row in geodata.rows("columns")]
    columns += [(name, title, title, meaning) for name, title, meaning in _ADDED]
    try:
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.executescript(_TABLES)
            connection.executemany(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
                " styleQML, styleSLD, useAsDefault, description) VALUES ('', '', ?1, 'geom', ?1, ?2, '', 1, ?3)",
                styles,
            )
            if "incidents" in content:
                connection.executemany(
                    "INSERT INTO gpkg_data_columns VALUES ('incidents', ?, ?, ?, ?, NULL, NULL)", columns
                )
    except sqlite3.Error as error:
        raise OSError(str(error)) from None
