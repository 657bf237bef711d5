"""How fast points are held against all zones, beside what else can do it, on the same points in one run.

Run by hand: ``python benchmarks/zones/benchmark.py [1e4 1e5 1e6 1e7]``. The rivals need ``pip install sedonadb
geoarrow-pyarrow duckdb duckdb-extension-spatial`` (the last two of one version); one that is missing is left out, and
said to be.

Points are uniform over the region. Every contender answers which zones hold each point, limits included, and all
answers are asserted to be equal, pair by pair. Rivals start from points and polygons that are already in their own
form, indexed or not as they like; the lookup starts from two arrays of numbers. Times are the best of three runs, of
one where a run takes longer than ten seconds. A rival that took longer than half a minute is left out of the larger
sizes. The lookup uses one thread; DuckDB and SedonaDB use as many as they find.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from rich.console import Console
from rich.table import Table

from scs_tracker import geodata
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.sentences.classification import classify
from scs_tracker.zones import load_zones, zones_at
from scs_tracker.zones.index import build_index
from scs_tracker.zones.stored_index import read_index

if TYPE_CHECKING:
    from collections.abc import Callable

    Pairs = np.ndarray
    Contender = Callable[[np.ndarray, np.ndarray], Callable[[], Pairs]]

LIMIT_S = 30.0


def areas() -> gpd.GeoDataFrame:
    """Return the zones that are areas, numbered."""
    zones = load_zones()
    zones = zones[zones.geom_type.isin(["Polygon", "MultiPolygon"])]
    return zones[["id", "geometry"]].reset_index(drop=True)


ZONES = areas()


def encoded(point: np.ndarray, zone: np.ndarray) -> Pairs:
    """Return pairs of a point and a zone as sorted whole numbers, to compare."""
    return np.sort(np.asarray(point, dtype=np.int64) * 1000 + np.asarray(zone, dtype=np.int64))


def lookup(lon: np.ndarray, lat: np.ndarray) -> Callable[[], Any]:
    """Prepare this project's lookup."""
    return lambda: zones_at(lon, lat)


def lookup_pairs(found: Any) -> Pairs:
    """Spell the dictionary-encoded answer out as pairs."""
    number = {zone: index for index, zone in enumerate(ZONES["id"])}
    members = [np.array([number[zone] for zone in zones], dtype=np.int64) for zones in found.sets]
    sizes = np.array([len(zones) for zones in members])
    starts, flat = np.cumsum(sizes) - sizes, np.concatenate(members)
    length = sizes[found.codes]
    point = np.repeat(np.arange(found.codes.size), length)
    within = np.arange(point.size) - np.repeat(np.cumsum(length) - length, length)
    return encoded(point, flat[np.repeat(starts[found.codes], length) + within])


def sjoin(lon: np.ndarray, lat: np.ndarray) -> Callable[[], Any]:
    """Prepare geopandas.sjoin the fast way round: a tree of the points, and prepared polygons."""
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=4326)
    return lambda: gpd.sjoin(ZONES, points, predicate="intersects")


def sjoin_pairs(found: Any) -> Pairs:
    """Return the pairs of a join."""
    return encoded(found["index_right"].to_numpy(), found.index.to_numpy())


def loop(lon: np.ndarray, lat: np.ndarray) -> Callable[[], Any]:
    """Prepare one prepared polygon after the other, on the points of its bounding box."""
    shapes = ZONES.geometry.to_numpy()
    shapely.prepare(shapes)
    bounds = shapely.bounds(shapes)

    def run() -> list[np.ndarray]:
        found = []
        for shape, (west, south, east, north) in zip(shapes, bounds, strict=True):
            near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
            found.append(near[shapely.intersects_xy(shape, lon[near], lat[near])])
        return found

    return run


def loop_pairs(found: list[np.ndarray]) -> Pairs:
    """Return the pairs of the points of each zone."""
    zone = np.repeat(np.arange(len(found)), [len(points) for points in found])
    return encoded(np.concatenate(found), zone)


def duckdb(lon: np.ndarray, lat: np.ndarray) -> Callable[[], Any]:
    """Prepare a spatial join of DuckDB."""
    import duckdb as engine

    base = engine.connect()
    packaged = importlib.util.find_spec("duckdb_extension_spatial")
    if packaged is not None and packaged.origin:
        extension = next(Path(packaged.origin).parent.rglob("spatial.duckdb_extension"))
        base.execute(f"LOAD '{extension}'")
    else:
        base.execute("INSTALL spatial; LOAD spatial")
    numbers = pd.DataFrame({"point": np.arange(lon.size), "lon": lon, "lat": lat})
    shapes = pd.DataFrame({"zone": np.arange(len(ZONES)), "wkb": shapely.to_wkb(ZONES.geometry.to_numpy())})
    base.register("numbers", numbers)
    base.register("shapes", shapes)
    base.execute("CREATE TABLE points AS SELECT point, ST_Point(lon, lat) AS shape FROM numbers")
    base.execute("CREATE TABLE zones AS SELECT zone, ST_GeomFromWKB(wkb) AS shape FROM shapes")
    # ST_Within is twice as fast here as ST_Intersects, and differs on limits only, where no random point lies.
    query = "SELECT point, zone FROM points JOIN zones ON ST_Within(points.shape, zones.shape)"
    return lambda: base.execute(query).fetchnumpy()


def sedonadb(*settings: str) -> Contender:
    """Return what prepares a spatial join of SedonaDB with these settings."""

    def prepare(lon: np.ndarray, lat: np.ndarray) -> Callable[[], Any]:
        import geoarrow.pyarrow  # noqa: F401 - what SedonaDB needs to give its answer as Arrow
        import sedonadb as engine

        base = engine.connect()
        for setting in settings:
            base.sql(f"SET sedona.spatial_join.{setting}").execute()
        points = gpd.GeoDataFrame({"point": np.arange(lon.size)}, geometry=gpd.points_from_xy(lon, lat), crs=4326)
        shapes = gpd.GeoDataFrame({"zone": np.arange(len(ZONES))}, geometry=ZONES.geometry.to_numpy(), crs=4326)
        base.create_data_frame(points).to_memtable().to_view("points")
        base.create_data_frame(shapes).to_memtable().to_view("zones")
        query = "SELECT point, zone FROM zones JOIN points ON ST_Intersects(zones.geometry, points.geometry)"

        def run() -> dict[str, np.ndarray]:
            table = base.sql(query).to_arrow_table()
            return {name: table.column(name).to_numpy() for name in ("point", "zone")}

        return run

    return prepare


def column_pairs(found: dict[str, np.ndarray]) -> Pairs:
    """Return the pairs of two columns."""
    return encoded(found["point"], found["zone"])


CONTENDERS: dict[str, tuple[Contender, Callable[[Any], Pairs]]] = {
    "zones_at (this project)": (lookup, lookup_pairs),
    "geopandas.sjoin": (sjoin, sjoin_pairs),
    "shapely, prepared, loop": (loop, loop_pairs),
    "DuckDB spatial": (duckdb, column_pairs),
    "SedonaDB, as it comes": (sedonadb(), column_pairs),
    "SedonaDB, prepared, GEOS": (
        sedonadb("execution_mode = prepare_build", "spatial_library = geos"),
        column_pairs,
    ),
}


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """Return the best time of three runs, or that of one long run, and the answer."""
    best = np.inf
    for _ in range(3):
        start = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - start)
        if best > 10:
            break
    return best, found


def compare(count: int, slow: set[str], say: Console) -> None:
    """Time all contenders on so many points, assert that they agree, and print the table."""
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(WEST, EAST, count), rng.uniform(SOUTH, NORTH, count)
    table = Table("points", "contender", "seconds", "points a second", "times slower", "pairs", title_justify="left")
    expected, ours = None, 0.0
    for name, (prepare, pairs) in CONTENDERS.items():
        if name in slow:
            table.add_row(f"{count:,}", name, "left out: too slow", "", "", "")
            continue
        try:
            run = prepare(lon, lat)
        except ImportError as error:
            slow.add(name)
            table.add_row(f"{count:,}", name, f"left out: {error}", "", "", "")
            continue
        seconds, answer = timed(run)
        found = pairs(answer)
        del run, answer
        if expected is None:
            expected, ours = found, seconds
        assert np.array_equal(found, expected), f"{name} disagrees"
        print(f"{count:,} points, {name}: {seconds:.3f} s", file=sys.stderr)
        if seconds > LIMIT_S:
            slow.add(name)
        ratio = f"{seconds / ours:.1f}"
        table.add_row(f"{count:,}", name, f"{seconds:.3f}", f"{count / seconds:,.0f}", ratio, f"{len(found):,}")
    say.print(table)


def stored(say: Console) -> None:
    """Say what the index costs: to build, to store, to load, and before the first answer."""
    file = geodata.shipped("zones") / "index.npz"
    zones = load_zones()
    build_s, _ = timed(lambda: build_index(zones))
    read_s, index = timed(lambda: read_index(file))
    start = time.perf_counter()
    rng = np.random.default_rng(2)
    index.lookup(rng.uniform(WEST, EAST, 1_000_000), rng.uniform(SOUTH, NORTH, 1_000_000))
    first_s = time.perf_counter() - start
    vertices = int(shapely.get_num_coordinates(ZONES.geometry.to_numpy()).sum())
    say.print(f"{len(ZONES)} zones, {vertices:,} vertices; {os.cpu_count()} cores, Python {platform.python_version()}")
    megabytes = file.stat().st_size / 1e6
    say.print(
        f"index: built in {build_s:.2f} s, {megabytes:.1f} MB stored, loaded in {read_s * 1000:.0f} ms; "
        f"the first million points after loading take {first_s:.3f} s"
    )


def full(count: int, say: Console) -> None:
    """Say what the whole standing costs, distances and sentence included."""
    rng = np.random.default_rng(3)
    days = pd.date_range("2000-01-01", "2024-12-31").strftime("%Y-%m-%d").to_numpy()
    frame = pd.DataFrame(
        {
            "lon": rng.uniform(WEST, EAST, count),
            "lat": rng.uniform(SOUTH, NORTH, count),
            "date_start": rng.choice(days, count),
        }
    )
    start = time.perf_counter()
    classify(frame)
    first = time.perf_counter() - start
    seconds, _ = timed(lambda: classify(frame))
    say.print(
        f"classify, points on {len(days):,} days, all distances and sentences: {count:,} in {seconds:.1f} s "
        f"({count / seconds:,.0f} a second; {first:.1f} s the first time)"
    )


def main(sizes: list[str]) -> None:
    """Print all tables."""
    say = Console(width=120)
    stored(say)
    slow: set[str] = set()
    for size in sizes or ["1e4", "1e5", "1e6", "1e7"]:
        compare(int(float(size)), slow, say)
    full(100_000, say)
    full(1_000_000, say)


if __name__ == "__main__":
    main(sys.argv[1:])
