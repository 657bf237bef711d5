"""Find encounters in billions of positions with the bulk engine, and count vessels at each feature per day.

An encounter is a pair of vessels of different parties that stayed close. Rows are stored by cell and hour. A cell is as
large as the tracker's region, so that the South China Sea is one cell. Rows near the edge of a cell are also stored in
the neighbouring cells (the halo), and a part also reads the hours around its own. A result that two parts find is taken
from the part whose cell and hours contain it. Results are joined across parts at the end, and are the same as if all
rows were read at once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from scs_tracker.bulk import job as jobs
from scs_tracker.bulk.engine import cut_keys, slices_of, sum_keys
from scs_tracker.bulk.spill import unfinished
from scs_tracker.bulk.tallies import UNKNOWN, dated
from scs_tracker.bulk.vessels import identities, shipped_vessels
from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.tracks import cleaning, motion
from scs_tracker.zones.coast import feature_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scs_tracker.tracks.motion import Flags, Floats, Legs, Longs

#: Rows of a part, those of the hours around it left out; a single hour of a cell may exceed it.
PART_ROWS: Final = 1 << 19
_HOUR_S: Final = 3600
#: So many hours before and after those of a part are read: a gap at most, and as much for what was before a jump.
_AROUND_HOURS: Final = 2
_HEIGHT, _WIDTH = NORTH - SOUTH, EAST - WEST
_COLUMNS: Final = int(360 // _WIDTH)
#: Hours of a cell, and the hour from which they are counted, so that keys are never negative.
_KEY_HOURS, _SINCE_HOUR = 1 << 22, -(1 << 21)
#: What is known to be closer for longer than this apart is one encounter still: times are kept to the second.
_JOINED_S: Final = 1.0
#: So far beyond its cell a part must see, in degrees: half a gap at full speed, a window, and the largest distance.
_HALO: Final = (motion.FASTEST_KN * (motion.GAP_MINUTES / 60 + motion.WINDOW_S / 3600) + 20) / 60
ENCOUNTER_COLUMNS: Final = (
    "a", "b", "a_party", "b_party", "a_actor", "b_actor", "start", "end", "minutes", "nm", "doubt_nm",
    "surely_within_nm", "at", "lat", "lon",
)  # fmt: skip
#: A ship within this distance of a feature's point is at the feature.
AT_NM: Final = 12.0
#: A day is compared with so many days before it that have data, and needs so many of them.
_BEFORE_DAYS, _LEAST_DAYS = 28, 14
#: From so many ships of a party on, and more than on each of the days before, ships are massed.
MASSED_SHIPS: Final = 5
_KEY: Final = ["mmsi", "flag", "actor", "feature", "day"]
PRESENCE_COLUMNS: Final = (
    "by", "party", "feature", "month", "ship_days", "days", "ships", "positions", "first_seen", "last_seen",
    "days_with_data", "days_without_data",
)  # fmt: skip
MASSING_COLUMNS: Final = (
    "by", "party", "feature", "day", "ships", "median_before", "most_before", "days_before", "massed",
)  # fmt: skip
_NO_RUNS: Final = dict.fromkeys(name for name in ENCOUNTER_COLUMNS if name != "minutes")


def encounter_analysis(within_nm: float = 1.0, minutes: float = 10.0) -> jobs.Analysis:
    """Return the analysis with which ``run_bulk`` finds vessels within a distance (nm) for a time (minutes).

    A value out of range raises ``UsageError``.
    """
    if not 0 < within_nm <= 20:
        raise UsageError(f"--within-nm {within_nm:g} is not allowed; use more than 0 and at most 20")
    if not 0 <= minutes <= 10_000:
        raise UsageError(f"--minutes {minutes:g} is not allowed; use 0 to 10000")
    results = ("encounters.parquet", "encounters.csv", "presence.csv", "massing.csv", "rejects")
    return jobs.Analysis("encounters", plan, encounter_task, write, results, (within_nm, minutes), arrange)


def _cell(lat: Floats, lon: Floats) -> Longs:
    row = np.floor((lat - SOUTH) / _HEIGHT).astype(np.int64) + 8
    column = np.floor(((lon - WEST) % 360) / _WIDTH).astype(np.int64) % _COLUMNS
    return np.asarray(row * _COLUMNS + column)


def arrange(table: pa.Table) -> tuple[pa.Table, Longs]:
    """Return positions with their cell and hour keys, repeating those near the edge of a cell for its neighbours."""
    lat, lon = (table.column(name).to_numpy() for name in ("lat", "lon"))
    hour = jobs.instants(table).astype(np.int64) // (_HOUR_S * 1_000_000) - _SINCE_HOUR
    own = _cell(lat, lon)
    aside = _HALO / np.maximum(np.cos(np.radians(np.minimum(np.abs(lat) + _HALO, 85))), 0.05)
    up, along = (lat - SOUTH) % _HEIGHT, (lon - WEST) % _WIDTH
    edge = np.flatnonzero((np.minimum(up, _HEIGHT - up) < _HALO) | (np.minimum(along, _WIDTH - along) < aside))
    if not edge.size:
        return table, own * _KEY_HOURS + hour
    shifts = [(north, east) for north in (-_HALO, 0.0, _HALO) for east in (-1.0, 0.0, 1.0)]
    seen = np.stack([_cell(lat[edge] + north, lon[edge] + east * aside[edge]) for north, east in shifts], axis=1)
    seen = np.sort(seen, axis=1)
    other = (np.diff(seen, axis=1, prepend=-1) != 0) & (seen != own[edge][:, None])
    row = np.r_[np.arange(lat.size), edge[np.nonzero(other)[0]]]
    return table.take(pa.array(row)), np.r_[own, seen[other]] * _KEY_HOURS + hour[row]


def plan(work: Path, chunks: Sequence[str]) -> tuple[list[jobs.Part], Longs]:
    """Return the parts of a run, each with whole hours of one cell, and the keys that occur."""
    keys, counts = sum_keys(work / "chunks" / name for name in chunks)
    begins, last = cut_keys(keys, keys // _KEY_HOURS, counts, PART_ROWS)
    first = keys[begins]
    slices = slices_of(work, chunks, first - _AROUND_HOURS, last + _AROUND_HOURS)
    names = [f"{one}-{other}" for one, other in zip(first.tolist(), last.tolist(), strict=True)]
    return [jobs.Part(name, some) for name, some in zip(names, slices, strict=True)], keys


def encounter_task(folder: Path, fingerprint: str, number: int) -> dict[str, Any]:
    """Write the encounters and the vessels at features of one part, and return its counts."""
    job, part, table = jobs.load_rows(folder, fingerprint, number)
    first, last = (int(key) for key in part.name.split("-"))
    frame = table.to_pandas().assign(time=jobs.instants(table).astype(np.int64) / 1e6)
    frame = frame.take(np.lexsort([frame[name] for name in ("lon", "lat", "time", "mmsi")])).reset_index(drop=True)
    mmsi, time, lat, lon = (frame[name].to_numpy() for name in ("mmsi", "time", "lat", "lon"))
    said = {name: frame[name].astype("string").fillna("") for name in ("imo", "name") if name in frame}
    del table, frame
    vessel, ships = pd.factorize(mmsi)
    names, torn = identities(vessel, ships, said, job.vessels or shipped_vessels())
    reason = cleaning.clean(mmsi, time, lat, lon)
    start, end = ((key % _KEY_HOURS + _SINCE_HOUR) * _HOUR_S for key in (first, last + 1))
    core = (time >= start) & (time < end) & (_cell(lat, lon) == first // _KEY_HOURS)
    kept = reason == cleaning.KEPT
    there = daily(vessel, time, lat, lon, kept & core, names)
    legs = motion.legs_of(vessel[kept], time[kept], lat[kept], lon[kept])
    runs = _runs(legs, names, float(job.analysis.options[0]), (start, end, first // _KEY_HOURS))
    for frame, kind in ((runs, "runs"), (there, "daily")):
        with unfinished(folder / kind / f"{number:06d}.parquet") as file:
            frame.to_parquet(file)
    positions, *numbers = np.bincount(reason[core], minlength=len(cleaning.REASONS)).tolist()
    aside = {why: number for why, number in zip(cleaning.REASONS[1:], numbers, strict=True) if number}
    report = {"positions": positions, "torn": torn, "aside": aside}
    return jobs.finish(folder, "parts", number, report)


def _runs(legs: Legs, names: pd.DataFrame, within_nm: float, own: tuple[float, float, int]) -> pd.DataFrame:
    """Return the time ranges in which pairs were within the distance, limited to the cell and hours of the part."""
    legs = legs.take((legs.end >= own[0] - motion.WINDOW_S) & (legs.start <= own[1] + motion.WINDOW_S))
    found = []
    for met in motion.overlaps(legs, names["party_number"].to_numpy(), within_nm):
        some = met.take((met.at >= own[0]) & (met.at < own[1]) & (_cell(*met.places()) == own[2]))
        start, end = some.within(within_nm)
        table = motion.table_of(some).assign(start=start, end=end)
        for side in ("a", "b"):
            whose = names.iloc[table[side].to_numpy()]
            table[[side, f"{side}_party", f"{side}_actor"]] = whose[["mmsi", "party", "actor"]].to_numpy()
        found.append(table)
    return joined(found)


def joined(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the time ranges of each pair, joined if they touch or overlap, with the closest approach of each."""
    if not (held := [part for part in parts if len(part)]):
        return pd.DataFrame(_NO_RUNS, index=[])
    runs = pd.concat(held).sort_values(["a", "b", "start", "end"], kind="stable", ignore_index=True)
    pair = runs.groupby(["a", "b"], sort=False).ngroup().to_numpy()
    latest = runs["end"].groupby(pair).cummax().to_numpy()
    new = np.r_[True, (np.diff(pair) != 0) | (runs["start"].to_numpy()[1:] > latest[:-1] + _JOINED_S)]
    by = runs.groupby(np.cumsum(new) - 1, sort=False)
    best = runs.loc[by["nm"].idxmin()].reset_index(drop=True)
    return best.assign(**by.agg({"start": "min", "end": "max", "surely_within_nm": "min"}))


def write(work: Path, job: jobs.Job, made: list[dict[str, Any]], keys: Longs) -> dict[str, Any]:
    """Write the tables of encounters, vessels at features and unusual numbers of vessels; return the counts."""
    runs = joined(map(pd.read_parquet, sorted((work / "runs").glob("*.parquet"))))
    runs["minutes"] = (runs["end"] - runs["start"]) / 60
    runs = runs[runs["minutes"] >= float(job.analysis.options[1])].sort_values(["start", "a", "b"], ignore_index=True)
    there = added(map(pd.read_parquet, sorted((work / "daily").glob("*.parquet"))))
    days = np.unique(((keys % _KEY_HOURS + _SINCE_HOUR) * _HOUR_S).astype("datetime64[s]").astype("datetime64[D]"))
    digits = {"minutes": 1, "nm": 3, "doubt_nm": 3, "surely_within_nm": 3, "lat": 4, "lon": 4}
    table = runs.astype(dict.fromkeys(digits, float)).round(digits)[list(ENCOUNTER_COLUMNS)]
    for name in ("start", "end", "at"):
        table[name] = pd.to_datetime(table[name].astype(float).round(), unit="s", utc=True)
    table.to_parquet(work / "encounters.parquet", index=False)
    tables = {"encounters": table, "presence": by_month(there, days), "massing": massing(there, days)}
    for name, frame in tables.items():
        frame.to_csv(work / f"{name}.csv", index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
    aside = sum((Counter(report["aside"]) for report in made), Counter[str]())
    return {
        "positions": sum(report["positions"] for report in made), "set_aside": dict(sorted(aside.items())),
        "encounters": len(table), "pairs": len(table[["a", "b"]].drop_duplicates()),
        "first_day": str(days[0]) if days.size else "", "last_day": str(days[-1]) if days.size else "",
        "days_with_data": int(days.size), "presence": len(tables["presence"]), "massing": len(tables["massing"]),
    }  # fmt: skip


def daily(vessel: Longs, time: Floats, lat: Floats, lon: Floats, counted: Flags, names: pd.DataFrame) -> pd.DataFrame:
    """Return the vessels at each feature on each UTC day; a vessel within 12 nm of two features counts at both.

    ``vessel`` is the row of each position's vessel in ``names``, ``time`` is in seconds since 1970, and ``counted``
    selects the positions to use. The result has ``mmsi``, ``flag``, ``actor``, ``feature``, ``day`` (days since 1970),
    ``positions``, ``first`` and ``last``.
    """
    from scipy.spatial import cKDTree

    rows = np.flatnonzero(counted)
    ids, east, north = feature_points()
    positions = cKDTree(motion.earth_centred(lat[rows], lon[rows]), balanced_tree=False, compact_nodes=False)
    near = cKDTree(motion.earth_centred(north, east)).sparse_distance_matrix(positions, AT_NM, output_type="ndarray")
    row, feature = rows[near["j"]], near["i"]
    day, instant = np.floor(time[row] / 86_400).astype(np.int64), (time[row] * 1e6).astype("datetime64[us]")
    frame = pd.DataFrame({"vessel": vessel[row], "feature": feature, "day": day, "time": instant})
    told = frame.groupby(["vessel", "feature", "day"], as_index=False, sort=False)["time"].agg(["size", "min", "max"])
    told = told.rename(columns={"size": "positions", "min": "first", "max": "last"})
    told["feature"] = ids.astype(object)[told["feature"]]
    return told.join(names[["mmsi", "flag", "actor"]], on="vessel").drop(columns="vessel")


def added(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the daily counts of all parts, with one row per vessel, feature and day."""
    held = [frame for frame in frames if len(frame)] or [pd.DataFrame(columns=[*_KEY, "positions", "first", "last"])]
    both = pd.concat(held, ignore_index=True).groupby(_KEY, as_index=False, sort=True)
    return both.agg({"positions": "sum", "first": "min", "last": "max"})


def _by_party(days: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of vessels per day by flag and, if any actor is known, also by actor."""
    parts = [days.assign(by=by, party=days[by].replace("", UNKNOWN)) for by in ("flag", "actor")]
    return pd.concat(parts if (days["actor"] != "").any() else parts[:1], ignore_index=True)


def by_month(days: pd.DataFrame, with_data: NDArray[np.datetime64]) -> pd.DataFrame:
    """Return ship-days at features by party and month (``PRESENCE_COLUMNS``).

    ``ship_days`` counts each vessel once per day, ``days`` the days with any vessel, and ``ships`` the vessels.
    """
    if not len(days):
        return pd.DataFrame(columns=list(PRESENCE_COLUMNS))
    told = _by_party(days)
    told["month"] = told["day"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(str)
    table = told.groupby(["by", "party", "feature", "month"], as_index=False).agg(
        ship_days=("day", "size"), days=("day", "nunique"), ships=("mmsi", "nunique"), positions=("positions", "sum"),
        first_seen=("first", "min"), last_seen=("last", "max"),
    )  # fmt: skip
    return dated(table, with_data, PRESENCE_COLUMNS)


def massing(days: pd.DataFrame, with_data: NDArray[np.datetime64]) -> pd.DataFrame:
    """Return days with many ships of a party at a feature; docs/methods-tracks.md has the rules for ``massed``."""
    if not len(days):
        return pd.DataFrame(columns=list(MASSING_COLUMNS))
    counts = _by_party(days).groupby(["by", "party", "feature", "day"])["mmsi"].nunique()
    ships = counts.unstack(["by", "party", "feature"], fill_value=0)
    ships = ships.reindex(with_data.astype("datetime64[D]").astype(np.int64), fill_value=0).rename_axis("day")
    ships = ships.loc[:, ships.max() >= MASSED_SHIPS]
    before = ships.shift(1).rolling(_BEFORE_DAYS, min_periods=1)
    wide = dict(zip(MASSING_COLUMNS[4:8], (ships, before.median(), before.max(), before.count()), strict=True))
    table = pd.DataFrame({name: part.stack([0, 1, 2], future_stack=True) for name, part in wide.items()}).reset_index()
    table = table[table["ships"] >= MASSED_SHIPS].sort_values(["by", "party", "feature", "day"], ignore_index=True)
    few, more = table["days_before"] < _LEAST_DAYS, table["ships"] > table["most_before"]
    table["massed"] = np.select([few, more], ["not known", "yes"], "no")
    table["day"] = table["day"].to_numpy().astype("datetime64[D]").astype(str)
    return table.astype({"ships": int, "most_before": "Int64", "days_before": int})[list(MASSING_COLUMNS)]
