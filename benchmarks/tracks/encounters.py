"""Encounters in files of positions: the bulk run, movingpandas and DuckDB spatial's join, in one run.

Run by hand: ``python benchmarks/tracks/encounters.py [--rivals 20000] [--folder DIR] 1e6 1e7``. The rivals need
``pip install movingpandas duckdb duckdb-extension-spatial`` (the last two of one version; the extension is loaded from
the package). The positions are those of benchmarks/bulk/benchmark.py, made up and the same every time.

The rivals get a sample: ships of two parties on random ways in half a degree, a fix a minute. All three look for pairs
of different parties within 1 nm:

- *tracks*: ``overlaps``, exact between the fixes;
- *movingpandas*: a trajectory each; positions interpolated every ten seconds, and distances of each pair at those;
- *DuckDB*: the join that is usually written: fixes of one minute, `ST_Distance_Sphere` below the limit.

Pairs found are printed: sampling and binning miss what happens between, and never find more than there is. Seconds of
processor time stand beside the wall's, and the load, since other programs may run.
"""

from __future__ import annotations

import argparse
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

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).parents[1] / "bulk"))
WITHIN_NM = 1.0


def sample(rows: int) -> pd.DataFrame:
    """Return positions of ships on random ways, a fix a minute."""
    rng = np.random.default_rng(7)
    ships, fixes = max(rows // 500, 4), 500
    way = np.repeat(rng.normal(0, 1, (2, ships, fixes // 20)), 20, axis=2) * 8 / 3600
    start = pd.Timestamp("2025-01-01T00:00Z")
    return pd.DataFrame({
        "mmsi": np.repeat(np.where(np.arange(ships) % 2, 412000000, 548000000) + np.arange(ships), fixes),
        "time": np.tile(start + pd.to_timedelta(np.arange(fixes) * 60, unit="s"), ships),
        "lat": (15 + rng.uniform(0, 0.5, ships)[:, None] + np.cumsum(way[0], axis=1)).ravel(),
        "lon": (117 + rng.uniform(0, 0.5, ships)[:, None] + np.cumsum(way[1], axis=1)).ravel(),
    })  # fmt: skip


def ours(frame: pd.DataFrame) -> set[tuple[int, int]]:
    """Return the pairs that ``overlaps`` finds."""
    from scs_tracker.tracks.motion import legs_of, overlaps

    number, ships = pd.factorize(frame["mmsi"], sort=True)
    seconds = frame["time"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]").astype(np.int64) / 1e6
    legs = legs_of(number, seconds, frame["lat"].to_numpy(), frame["lon"].to_numpy())
    found: set[tuple[int, int]] = set()
    for some in overlaps(legs, np.asarray(ships) // 1_000_000, WITHIN_NM):
        found |= set(zip(ships[some.a.vessel].tolist(), ships[some.b.vessel].tolist(), strict=True))
    return found


def movingpandas(frame: pd.DataFrame) -> set[tuple[int, int]]:
    """Return the pairs that are close at one of the moments, ten seconds apart."""
    import geopandas as gpd
    import movingpandas as mpd

    points = gpd.GeoDataFrame(
        frame[["mmsi"]].set_index(frame["time"].dt.tz_localize(None)),
        geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326,
    )  # fmt: skip
    tracks = mpd.TrajectoryCollection(points, "mmsi").trajectories
    moments = pd.date_range(points.index.min(), points.index.max(), freq="10s")
    ways = {}
    for track in tracks:
        at = [track.interpolate_position_at(moment) for moment in moments]
        ways[int(track.id)] = np.radians([(point.y, point.x) for point in at])
    found = set()
    for one, way in ways.items():
        for other, beside in ways.items():
            if one < other and one // 1_000_000 != other // 1_000_000:
                half = np.sin((beside - way) / 2) ** 2
                arc = half[:, 0] + np.cos(way[:, 0]) * np.cos(beside[:, 0]) * half[:, 1]
                if (2 * np.arcsin(np.sqrt(arc)) * 6371008.8 / 1852).min() <= WITHIN_NM:
                    found.add((one, other))
    return found


def duckdb(frame: pd.DataFrame) -> set[tuple[int, int]]:
    """Return the pairs that have fixes of one minute closer than the limit."""
    import duckdb as db
    from duckdb_extensions import import_extension

    import_extension("spatial")
    connection = db.connect()
    connection.execute("LOAD spatial")
    connection.register("fixes", frame)
    rows = connection.execute(
        """
        WITH minutes AS (
            SELECT mmsi, mmsi // 1000000 AS party, date_trunc('minute', time) AS minute, lat, lon,
                   ST_Point(lat, lon) AS place FROM fixes)
        SELECT DISTINCT a.mmsi, b.mmsi FROM minutes a JOIN minutes b
        ON a.minute = b.minute AND a.mmsi < b.mmsi AND a.party <> b.party
           AND abs(a.lat - b.lat) < 0.02 AND abs(a.lon - b.lon) < 0.02
        WHERE ST_Distance_Sphere(a.place, b.place) <= 1852
        """
    ).fetchall()
    return {(int(one), int(other)) for one, other in rows}


CONTENDERS: dict[str, Callable[[pd.DataFrame], set[tuple[int, int]]]] = {
    "tracks": ours, "movingpandas": movingpandas, "DuckDB spatial": duckdb,
}  # fmt: skip


def spent() -> float:
    """Return the seconds of processor time of this process and its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure_rival(name: str, rows: int) -> dict[str, Any]:
    """Run one contender on the sample."""
    frame = sample(rows)
    wall, begin = time.perf_counter(), spent()
    pairs = CONTENDERS[name](frame)
    return {"wall": time.perf_counter() - wall, "cpu": spent() - begin, "pairs": sorted(pairs)}


def measure_run(source: Path, workers: int) -> dict[str, Any]:
    """Run the whole on files."""
    from scs_tracker.bulk.engine import run_bulk
    from scs_tracker.tracks.encounters import encounter_analysis

    with tempfile.TemporaryDirectory() as scratch:
        wall, begin = time.perf_counter(), spent()
        counts = run_bulk(source, Path(scratch) / "out", workers=workers, analysis=encounter_analysis(WITHIN_NM, 10.0))
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "wall": time.perf_counter() - wall,
        "cpu": spent() - begin,
        "mib": most / 1024,
        "found": counts["encounters"],
    }


def in_a_process(*arguments: str) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    answer = subprocess.run(
        [sys.executable, __file__, "--measure", *arguments], capture_output=True, text=True, check=False
    )
    if answer.returncode:
        return {"failed": answer.stderr.strip().splitlines()[-1][:100]}
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", default=[])
    parser.add_argument("--rivals", type=int, default=20_000, help="rows of the sample")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="keeps the positions")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--measure", nargs=2)
    asked = parser.parse_args()
    if asked.measure:
        what, value = asked.measure
        told = measure_rival(what, int(value)) if what in CONTENDERS else measure_run(Path(what), int(value))
        print(json.dumps(told))
        return
    first = None
    for name in CONTENDERS:
        told = in_a_process(name, str(asked.rivals))
        if "failed" in told:
            print(f"{name:>16}: did not run ({told['failed']})")
            continue
        first = first or told
        missed = len({tuple(pair) for pair in first["pairs"]} - {tuple(pair) for pair in told["pairs"]})
        print(f"{name:>16}: {asked.rivals:,} rows, {told['wall']:.2f} s, {told['cpu']:.2f} s of processor time "
              f"({told['cpu'] / first['cpu']:.1f} ×), {len(told['pairs'])} pairs, {missed} missed, "
              f"load {os.getloadavg()[0]:.1f}")  # fmt: skip
    for size in (int(float(size)) for size in asked.sizes):
        from benchmark import make

        source = asked.folder / f"positions-{size}"
        if not source.exists():
            make(size, source)
        told = in_a_process(str(source), str(asked.workers))
        print(f"{size:>16,}: " + (told["failed"] if "failed" in told else
              f"{told['wall']:.1f} s, {told['cpu']:.1f} s of processor time, {told['mib']:,.0f} MiB in the largest process, "
              f"{told['found']:,} encounters, {asked.workers} workers, load {os.getloadavg()[0]:.1f}"))  # fmt: skip


if __name__ == "__main__":
    main()
