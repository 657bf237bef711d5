"""What other programs say of the exports: GDAL, DuckDB spatial, R's sf and QGIS, run by hand.

    python benchmarks/gis_check.py LEDGER.db

A program that is not installed is named as such. DuckDB's extension comes from the package duckdb-extension-spatial, the
others from Debian: gdal-bin, r-cran-sf and python3-qgis.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from scs_tracker.ledger import Ledger
from scs_tracker.zones.export import export_zones

DAY = "2024-06-17"
DUCKDB = r"""
import sys
import duckdb
import duckdb_extensions
connection = duckdb.connect()
duckdb_extensions.import_extension("spatial", con=connection)
connection.sql("LOAD spatial")
for name in ("incidents", "zones"):
    rows = f"FROM '{sys.argv[1]}/{name}.parquet'"
    print(duckdb.__version__, name, connection.sql(f"SELECT count(*), count(geometry), bool_and(ST_IsValid(geometry)), typeof(any_value(geometry)) {rows}").fetchone())
    print("east of 115 by the box and by the shape:", connection.sql(f"SELECT count(*) FILTER (bbox.xmin > 115), count(*) FILTER (ST_XMin(geometry) > 115) {rows}").fetchone())
"""
QGIS = r"""
import sys
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QSize
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1]), project.error()
layers = list(project.mapLayers().values())
for layer in layers:
    time = layer.temporalProperties().isActive() if layer.temporalProperties() else False
    kind = layer.renderer().type() if layer.isSpatial() else "table"
    print(f"{layer.name()}: valid {layer.isValid()}, {layer.featureCount()} rows, {kind}, time {time}")
print("relations:", ", ".join(sorted(project.relationManager().relations())))
print("valid relations:", all(one.isValid() for one in project.relationManager().relations().values()))
span = project.timeSettings().temporalRange()
print("time:", span.begin().toString("yyyy-MM-dd"), "to", span.end().toString("yyyy-MM-dd"))
print("crs:", project.crs().authid())
settings = QgsMapSettings()
settings.setLayers([one.layer() for one in project.layerTreeRoot().findLayers() if one.layer().isSpatial() and one.isVisible()])
settings.setOutputSize(QSize(1280, 1280))
settings.setExtent(QgsRectangle(104, 2, 124, 24))
settings.setDestinationCrs(project.crs())
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(sys.argv[2])
"""


def ask(name: str, command: list[str], **environment: str) -> None:
    """Run a program and print what it says."""
    print(f"\n## {name}")
    if shutil.which(command[0]) is None:
        print("not installed")
        return
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | environment
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False)
    print((done.stdout or done.stderr[-2000:]).strip())


def validity(files: list[Path]) -> None:
    """Print layers, rows, invalid shapes and clockwise outer rings as GDAL reads them."""
    print(
        "| file | layer | rows | without shape | invalid | clockwise | id |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for file in files:
        names = [""] if file.suffix == ".parquet" else [name for name, _ in pyogrio.list_layers(file)]
        for name in names:
            frame = gpd.read_parquet(file) if not name else gpd.read_file(file, layer=name)
            if "geometry" not in frame:
                print(f"| {file.name} | {name} | {len(frame):,} | table | – | – | – |")
                continue
            shapes = frame.geometry.dropna()
            parts = shapely.get_parts(shapes.to_numpy())
            rings = shapely.get_exterior_ring(parts[shapely.get_type_id(parts) == 3])
            wrong = (~shapes.is_valid).sum(), (~shapely.is_ccw(rings)).sum()
            ids = next((one for one in ("id", "incident_id") if one in frame and frame[one].notna().all()), "none")
            print(
                f"| {file.name} | {name} | {len(frame):,} | {len(frame) - len(shapes)} | {wrong[0]} | {wrong[1]} of {len(rings):,} | {ids} |"
            )


def main() -> None:
    """Export, and ask every program."""
    ledger = Ledger(sys.argv[1], create=False)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        project, _, package = ledger.export(folder / "sea.qgz", zones=DAY)
        files = [package]
        for ending in ("kml", "kmz", "geojson", "fgb", "parquet"):
            files += [
                ledger.export(folder / f"incidents.{ending}")[0],
                export_zones(folder / f"zones.{ending}", day=DAY),
            ]
        validity(files)
        collection = json.loads((folder / "zones.geojson").read_text(encoding="utf-8"))
        print(f"\nmembers of zones.geojson: {', '.join(collection)}")
        ask("GDAL", ["ogrinfo", "-so", str(package)])
        sf = (
            "library(sf); for (n in st_layers(a <- commandArgs(TRUE)[1])$name) { x <- st_read(a, n, quiet=TRUE); "
            'if (inherits(x, "sf")) cat(n, nrow(x), "valid", all(st_is_valid(x[!st_is_empty(x),])), "\\n") }'
        )
        ask("R's sf", ["Rscript", "-e", sf, str(package)])
        picture = folder / "qgis.png"
        ask("QGIS", ["/usr/bin/python3", "-c", QGIS, str(project), str(picture)], QT_QPA_PLATFORM="offscreen")
        ask("DuckDB spatial", [sys.executable, "-c", DUCKDB, str(folder)])


if __name__ == "__main__":
    main()
