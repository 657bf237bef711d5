"""Ship-days by zone from files of positions: the bulk run, and the same join in DuckDB and SedonaDB, in one run.

Run by hand: ``python benchmarks/bulk/benchmark.py [--rivals-to 1e7] [--folder DIR] 1e4 1e6 1e7 1e8``. The rivals need
``pip install sedonadb geoarrow-pyarrow duckdb duckdb-extension-spatial`` (the last two of one version).

The positions are made up, and the same every time: ships on straight legs between places of the gazetteer, and ships
that loiter around its features, in the first half of 2025; one row in a hundred stands twice, one in a thousand has no
place. They lie in Parquet files of a million rows, in order of time, as a feed would give them.

Contenders, each in processes of its own:

- *bulk*, with one or two Dask workers held to 2 GiB each: the whole run, from the files to positions with zones,
  nearest features and flags, duplicates once, and tallies.
- *zones_at*: the join alone, in one thread: which zones as drawn hold each position, and ship-days from that.
- the same query in DuckDB spatial and in SedonaDB, over the same files, with as many threads as they find.

Ship-days of the join are asserted to be equal for every zone; those of the bulk run for every zone whose limit is sure
and that existed on all days. Memory is the largest resident size of a process. Seconds of processor time are printed
beside the wall's, since other programs may have run; the load is printed too. A rival that takes more
than ten minutes is stopped; one that took more than a minute of processor time is left out of larger sizes.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from rich.console import Console
from rich.table import Table

from scs_tracker import geodata
from scs_tracker.zones import load_zones, zones_at
from scs_tracker.zones.coast import feature_points
from scs_tracker.zones.periods import THROUGHOUT, existence

if TYPE_CHECKING:
    from collections.abc import Callable

FILE_ROWS = 1_000_000
TRACK_ROWS = 500
FIRST, DAYS, TRACK_DAYS = np.datetime64("2025-01-01T00:00:00", "us"), 181.0, 1.8
SHIPS = 20_000
MIDS = (412, 413, 414, 416, 431, 440, 477, 508, 525, 533, 538, 548, 563, 574, 636, 351)
LEGS = (
    ("singapore-strait", "vanguard-bank"), ("vanguard-bank", "macclesfield-bank"), ("macclesfield-bank", "hong-kong"),
    ("macclesfield-bank", "luzon-strait"), ("manila-bay", "hong-kong"), ("manila-bay", "macclesfield-bank"),
    ("balabac-strait", "palawan-passage"), ("palawan-passage", "mindoro-strait"), ("singapore-strait", "bintulu"),
    ("bintulu", "labuan"), ("labuan", "balabac-strait"), ("da-nang", "sanya"), ("vung-tau", "vanguard-bank"),
)  # fmt: skip
LIMIT_S = 600.0
LEAVE_OUT_S = 60.0


# the positions


def make_file(number: int, files: int, file: Path, *, rows: int) -> None:
    """Write one file: tracks that begin within the file's share of the half year."""
    rng = np.random.default_rng([20250101, number])
    tracks = rows * 99 // 100 // TRACK_ROWS
    part = np.linspace(0, 1, TRACK_ROWS)
    features = geodata.table("features").set_index("id")[["lat", "lon"]].astype(float)
    legs = np.array([[features.loc[place].to_numpy() for place in leg] for leg in LEGS])
    _, lon, lat = feature_points()
    share = DAYS / files
    begin = share * number + rng.uniform(0, max(share - TRACK_DAYS, 0.01), tracks)
    sails = rng.random(tracks) < 0.6
    leg = legs[rng.integers(0, len(legs), tracks)]
    leg = np.where(rng.random(tracks)[:, None, None] < 0.5, leg, leg[:, ::-1])
    sailed = leg[:, 0, None] + (leg[:, 1] - leg[:, 0])[:, None] * part[None, :, None]
    sailed += rng.normal(0, 0.15, (tracks, 1, 2))
    home = rng.integers(0, lon.size, tracks)
    loitering = np.column_stack([lat[home], lon[home]])[:, None] + np.cumsum(
        rng.normal(0, 0.01, (tracks, TRACK_ROWS, 2)), axis=1
    )
    place = np.where(sails[:, None, None], sailed, loitering).reshape(-1, 2).round(5)
    ship = (np.arange(tracks) + number * tracks) % SHIPS
    mmsi = np.array(MIDS)[ship % len(MIDS)] * 1_000_000 + ship
    days = (begin[:, None] + part * TRACK_DAYS).ravel()
    frame = pd.DataFrame(
        {
            "mmsi": np.repeat(mmsi, TRACK_ROWS).astype(np.int64),
            "time": FIRST + (days * 86_400).astype(np.int64).astype("timedelta64[s]"),
            "lat": place[:, 0],
            "lon": place[:, 1],
            "sog": rng.integers(0, 200, days.size).astype(np.float32) / 10,
        }
    )
    frame.loc[rng.random(len(frame)) < 0.001, ["lat", "lon"]] = (91.0, 181.0)
    frame = pd.concat([frame, frame.sample(rows - len(frame), random_state=number)]).sort_values("time", kind="stable")
    table = pa.Table.from_pandas(frame, preserve_index=False)
    table = table.set_column(1, "time", table.column("time").cast(pa.timestamp("us", tz="UTC")))
    pq.write_table(table, file, row_group_size=250_000)


def make(count: int, folder: Path) -> None:
    """Write all files of a size."""
    part = folder.with_suffix(".part")
    part.mkdir(parents=True, exist_ok=True)
    files = max(1, count // FILE_ROWS)
    for number in range(files):
        make_file(number, files, part / f"{number:04d}.parquet", rows=min(count, FILE_ROWS))
    part.replace(folder)


# contenders: each prints one line of JSON


def zone_areas() -> pd.DataFrame:
    """Return the zones that are areas."""
    zones = load_zones()
    return zones[zones.geom_type.isin(["Polygon", "MultiPolygon"])].reset_index(drop=True)


def sure_zones() -> list[str]:
    """Return the zones whose limit is sure and that existed on all days."""
    zones = load_zones()
    days = [str(FIRST.astype("datetime64[D]") + np.timedelta64(day, "D")) for day in range(int(DAYS) + 2)]
    there = np.min([existence(day) for day in days], axis=0) == THROUGHOUT
    sure = (zones["membership_band_nm"] == 0) & (zones["certainty"] != "possible_only") & there
    return zones.loc[sure & zones.geom_type.isin(["Polygon", "MultiPolygon"]), "id"].tolist()


def bulk(source: Path, workers: int) -> dict[str, Any]:
    """Run the whole with so many Dask workers, each held to 2 GiB."""
    import dask
    import distributed

    from scs_tracker.bulk.cluster import SELDOM
    from scs_tracker.bulk.engine import run_bulk
    from scs_tracker.bulk.tallies import read_tallies

    def peak() -> tuple[float, float]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_maxrss / 1024, used.ru_utime + used.ru_stime

    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None, "memory_limit": "2GiB"}
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set(SELDOM))  # as with --workers
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=source.parent)))
        cluster = stack.enter_context(distributed.LocalCluster(n_workers=workers, local_directory=scratch, **options))
        client = stack.enter_context(distributed.Client(cluster))
        pids = set(client.run(os.getpid).values())
        start = time.perf_counter()
        counts = run_bulk(source, scratch / "out", scheduler=cluster.scheduler_address)
        seconds = time.perf_counter() - start
        used = list(client.run(peak).values())
        assert set(client.run(os.getpid).values()) == pids, "a worker was lost"
        tallies = read_tallies(scratch / "out")
        size = sum(file.stat().st_size for file in (scratch / "out").rglob("*") if file.is_file())
    tallies = tallies[(tallies["by"] == "flag") & (tallies["membership"] == "certain")]
    ship_days = tallies["ship_days"].astype(int).groupby(tallies["zone"]).sum()
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": seconds,
        "cpu": sum(cpu for _, cpu in used) + own.ru_utime + own.ru_stime,
        "worker_mib": max(memory for memory, _ in used),
        "mib": own.ru_maxrss / 1024,
        "out_mb": size / 1e6,
        "counts": {name: counts[name] for name in ("rows", "positions", "duplicates")},
        "ship_days": ship_days.to_dict(),
    }


def join_alone(source: Path) -> dict[str, Any]:
    """Find the zones as drawn of each position, and count ship-days."""
    found: dict[str, list[np.ndarray]] = {}
    for file in sorted(source.glob("*.parquet")):
        table = pq.read_table(file, columns=["mmsi", "time", "lat", "lon"])
        day = table.column("time").cast(pa.timestamp("us")).to_numpy().astype("datetime64[D]").astype(np.int64)
        key = table.column("mmsi").to_numpy() * 100_000 + day
        held = zones_at(table.column("lon").to_numpy(), table.column("lat").to_numpy())
        pairs = np.unique(key * 10_000 + held.codes + 1)
        key, code = np.divmod(pairs, 10_000)
        for number, zones in enumerate(held.sets):
            days = key[code == number + 1]
            for zone in zones:
                found.setdefault(zone, []).append(days)
    return {"ship_days": {zone: len(np.unique(np.concatenate(days))) for zone, days in found.items()}}


def shapes() -> pd.DataFrame:
    """Return ids and WKB of the areas."""
    areas = zone_areas()
    return pd.DataFrame({"zone": areas["id"].astype(object), "wkb": shapely.to_wkb(areas.geometry.to_numpy())})


def duckdb(source: Path) -> dict[str, Any]:
    """Ask DuckDB."""
    import duckdb as engine

    base = engine.connect()
    packaged = importlib.util.find_spec("duckdb_extension_spatial")
    if packaged is not None and packaged.origin:
        base.execute(f"LOAD '{next(Path(packaged.origin).parent.rglob('spatial.duckdb_extension'))}'")
    else:
        base.execute("INSTALL spatial; LOAD spatial")
    base.execute("SET TimeZone='UTC'")
    base.register("shapes", shapes())
    base.execute("CREATE TABLE zones AS SELECT zone, ST_GeomFromWKB(wkb) AS shape FROM shapes")
    query = f"""
        SELECT zone, count(DISTINCT mmsi * 100000 + epoch(time)::BIGINT // 86400) AS ship_days
        FROM (SELECT mmsi, time, ST_Point(lon, lat) AS point FROM read_parquet('{source}/*.parquet') WHERE lat <= 90)
        JOIN zones ON ST_Within(point, shape) GROUP BY zone
    """  # noqa: S608 - the path is our own; ST_Within is faster here and differs on limits only
    return {"ship_days": dict(base.execute(query).fetchall())}


def sedonadb(source: Path) -> dict[str, Any]:
    """Ask SedonaDB, with the settings that are fastest here."""
    import geoarrow.pyarrow  # noqa: F401 - what SedonaDB needs to give its answer as Arrow
    import sedonadb as engine

    base = engine.connect()
    for setting in ("execution_mode = prepare_build", "spatial_library = geos"):
        base.sql(f"SET sedona.spatial_join.{setting}").execute()
    base.create_data_frame(shapes()).to_memtable().to_view("shapes")
    base.sql("SELECT zone, ST_GeomFromWKB(wkb) AS geometry FROM shapes").to_memtable().to_view("zones")
    base.read_parquet([str(file) for file in sorted(source.glob("*.parquet"))]).to_view("positions")
    query = """
        SELECT zone, count(DISTINCT key) AS ship_days FROM (
            SELECT zones.zone, points.key FROM zones JOIN (
                SELECT mmsi * 100000 + CAST(floor(date_part('epoch', time) / 86400) AS BIGINT) AS key,
                       ST_Point(lon, lat) AS geometry FROM positions WHERE lat <= 90
            ) AS points ON ST_Intersects(zones.geometry, points.geometry)
        ) GROUP BY zone
    """
    table = base.sql(query).to_arrow_table()
    return {"ship_days": dict(zip(table.column(0).to_pylist(), table.column(1).to_pylist(), strict=True))}


CONTENDERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "zones_at, the join alone, 1 thread": join_alone,
    "SedonaDB, the join alone": sedonadb,
    "DuckDB spatial, the join alone": duckdb,
    "bulk, the whole run, 1 worker": lambda source: bulk(source, 1),
    "bulk, the whole run, 2 workers": lambda source: bulk(source, 2),
}


def contend(name: str, source: Path) -> None:
    """Run one contender and print what it found."""
    start = time.perf_counter()
    found = CONTENDERS[name](source)
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {"seconds": time.perf_counter() - start, "cpu": used.ru_utime + used.ru_stime}
    print(json.dumps({**measured, "mib": used.ru_maxrss / 1024, **found}))


# the comparison


def run(name: str, source: Path) -> dict[str, Any] | str:
    """Run a contender in a process of its own; return what it found, or why it did not."""
    command = [sys.executable, __file__, "--contender", name, "--folder", str(source)]
    limit = None if name.startswith("bulk") else LIMIT_S
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {LIMIT_S:.0f} s"
    if done.returncode:
        return f"failed: {done.stderr.strip().splitlines()[-1][:90]}"
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def compare(count: int, names: list[str], slow: set[str], folder: Path, say: Console) -> None:
    """Run the contenders on one size, assert that they agree, and print the table."""
    source = folder / f"positions-{count}"
    if not source.exists():
        make(count, source)
    table = Table(
        "rows", "contender", "seconds", "rows a second", "CPU s", "times slower", "MiB", "MiB a worker", "load",
        title_justify="left",
    )  # fmt: skip
    expected: dict[str, int] = {}
    ours = 0.0
    sure = sure_zones()
    for name in names:
        load = f"{os.getloadavg()[0]:.1f}"
        found: dict[str, Any] | str = "left out: too slow" if name in slow else run(name, source)
        if isinstance(found, str):
            slow.add(name)
            table.add_row(f"{count:,}", name, found)
            continue
        print(f"{count:,} {name}: {found['seconds']:.1f} s", file=sys.stderr)
        if found["cpu"] > LEAVE_OUT_S and not name.startswith(("bulk", "zones_at")):
            slow.add(name)
        ship_days = {zone: number for zone, number in found["ship_days"].items() if number}
        if not expected:
            expected, ours = ship_days, found["seconds"]
        kept = sure if name.startswith("bulk") else expected.keys() | ship_days.keys()
        unequal = {zone for zone in kept if ship_days.get(zone) != expected.get(zone)}
        assert not unequal, f"{name} disagrees on {sorted(unequal)}"
        worker = f"{found['worker_mib']:,.0f}" if "worker_mib" in found else ""
        row = (f"{found['seconds']:.1f}", f"{count / found['seconds']:,.0f}", f"{found['cpu']:.1f}")
        table.add_row(f"{count:,}", name, *row, f"{found['seconds'] / ours:.1f}", f"{found['mib']:,.0f}", worker, load)
        if "counts" in found:
            print(f"  {found['counts']}, result {found['out_mb']:,.0f} MB", file=sys.stderr)
    total = sum(expected.values())
    say.print(table)
    say.print(f"{total:,} ship-days in {len(expected)} zones; the bulk run is held equal on {len(sure)} zones")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=["1e6", "1e7"])
    parser.add_argument("--rivals-to", type=float, default=1e7)
    parser.add_argument("--one-worker-to", type=float, default=1e7)
    parser.add_argument("--folder", type=Path, help="keeps the positions for another run")
    parser.add_argument("--contender")
    asked = parser.parse_args()
    if asked.contender:
        contend(asked.contender, asked.folder)
        return
    say = Console(width=150)
    say.print(f"{os.cpu_count()} cores, load {os.getloadavg()}")
    slow: set[str] = set()
    with tempfile.TemporaryDirectory() as scratch:
        for size in (int(float(size)) for size in asked.sizes):
            rivals = size <= asked.rivals_to
            names = [
                name
                for name in CONTENDERS
                if (rivals or name.startswith("bulk")) and (size <= asked.one_worker_to or "1 worker" not in name)
            ]
            compare(size, names, slow, asked.folder or Path(scratch), say)


if __name__ == "__main__":
    main()
