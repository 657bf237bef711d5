"""Encounters in positions by the billion: pairs of vessels of different parties that stayed close, on the bulk engine.

Rows are stored by cell and hour. A cell is as large as the region of the tracker, so that all of this sea is one; rows
near the edge of a cell are stored in its neighbours too (the halo), and a part reads the hours around its own. So every
part sees all that it needs, and an answer that two parts find is taken from the one whose cell and hours hold it. What
was found is joined across parts at the end; it is the answer that all rows at once would give.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from scs_tracker.bulk import job as jobs
from scs_tracker.bulk.engine import sum_keys
from scs_tracker.bulk.spill import read_keys, read_rows, unfinished
from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.tracks import cleaning, presence
from scs_tracker.tracks.approaches import overlaps
from scs_tracker.tracks.motion import FASTEST_KN, GAP_MINUTES, WINDOW_S, legs_of
from scs_tracker.tracks.vessels import identities, shipped_vessels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scs_tracker.tracks.motion import Legs

    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Rows of a part, those of the hours around it left out; a single hour of a cell may exceed it.
PART_ROWS: Final = 1 << 19
_HOUR_S: Final = 3600
#: So many hours before and after those of a part are read: a gap at most, and as much for what was before a jump.
_AROUND_HOURS: Final = 2
_HEIGHT, _WIDTH = NORTH - SOUTH, EAST - WEST
_COLUMNS: Final = int(360 // _WIDTH)
_KEY_HOURS: Final = 1 << 22
#: Hours are counted from here, so that keys are never negative.
_SINCE_HOUR: Final = -(1 << 21)
#: What is known to be closer for longer than this apart is one encounter still: times are kept to the second.
_JOINED_S: Final = 1.0
#: So far beyond its cell a part must see, in degrees: half a gap at full speed, a window, and the largest distance.
_HALO: Final = (FASTEST_KN * (GAP_MINUTES / 60 + WINDOW_S / 3600) + 20) / 60
ENCOUNTER_COLUMNS: Final = (
    "a", "b", "a_party", "b_party", "a_actor", "b_actor", "start", "end", "minutes", "nm", "doubt_nm",
    "surely_within_nm", "at", "lat", "lon",
)  # fmt: skip
_RUN: Final = tuple(name for name in ENCOUNTER_COLUMNS if name != "minutes")


def encounter_analysis(within_nm: float = 1.0, minutes: float = 10.0) -> jobs.Analysis:
    """Return the analysis that ``run_bulk`` takes to find encounters.

    Two vessels of different parties are within so many nautical miles, for so many minutes at least without a break.
    A value out of range raises ``UsageError``.
    """
    if not 0 < within_nm <= 20:
        raise UsageError(f"--within-nm {within_nm:g} is not allowed; use more than 0 and at most 20")
    if not 0 <= minutes <= 10_000:
        raise UsageError(f"--minutes {minutes:g} is not allowed; use 0 to 10000")
    return jobs.Analysis(
        "encounters", plan, encounter_task, write, (
            "encounters.parquet", "encounters.csv", "presence.csv", "massing.csv", "rejects",
        ), (within_nm, minutes), arrange,
    )  # fmt: skip


def _cell(lat: Floats, lon: Floats) -> Longs:
    row = np.floor((lat - SOUTH) / _HEIGHT).astype(np.int64) + 8
    column = np.floor(((lon - WEST) % 360) / _WIDTH).astype(np.int64) % _COLUMNS
    return np.asarray(row * _COLUMNS + column)


def arrange(table: pa.Table) -> tuple[pa.Table, Longs]:
    """Return positions with those near the edge of a cell once more for its neighbours, and their cells and hours."""
    lat, lon = (table.column(name).to_numpy() for name in ("lat", "lon"))
    time = table.column("time").cast(pa.timestamp("us")).to_numpy().astype(np.int64)
    hour = time // (_HOUR_S * 1_000_000) - _SINCE_HOUR
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
    """Return parts of whole hours of one cell, and the keys that occur."""
    keys, counts = sum_keys(work / "chunks" / name for name in chunks)
    spans = _spans(keys, counts)
    slices: list[list[tuple[str, int, int]]] = [[] for _ in spans]
    for name in chunks:
        own, rows = read_keys(work / "chunks" / name)
        offsets = np.r_[0, np.cumsum(rows)]
        for number, (first, last) in enumerate(spans):
            low, high = offsets[np.searchsorted(own, [first - _AROUND_HOURS, last + 1 + _AROUND_HOURS])].tolist()
            if high > low:
                slices[number].append((name, low, high))
    return [jobs.Part(f"{first}-{last}", tuple(some)) for (first, last), some in zip(spans, slices, strict=True)], keys


def _spans(keys: Longs, counts: Longs) -> list[tuple[int, int]]:
    """Return first and last key of each part."""
    found: list[tuple[int, int]] = []
    rows = 0
    for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
        if found and rows + count <= PART_ROWS and key // _KEY_HOURS == found[-1][0] // _KEY_HOURS:
            found[-1], rows = (found[-1][0], key), rows + count
        else:
            found, rows = [*found, (key, key)], count
    return found


def encounter_task(folder: Path, fingerprint: str, number: int) -> dict[str, Any]:
    """Find what was close in one part, and who was at a feature; return the counts."""
    job = jobs.load(folder, fingerprint)
    part = jobs.load_part(folder, number)
    first, last = (int(key) for key in part.name.split("-"))
    batches = [batch for name, start, stop in part.slices for batch in read_rows(folder / "chunks" / name, start, stop)]
    table = pa.Table.from_batches(batches, schema=job.inputs.schema)
    del batches
    mmsi, time, lat, lon, said = _sorted(table)
    del table
    vessel, ships = pd.factorize(mmsi)
    names, torn = identities(vessel, ships, said, job.vessels or shipped_vessels())
    reason = cleaning.clean(mmsi, time, lat, lon)
    start, end = ((key % _KEY_HOURS + _SINCE_HOUR) * _HOUR_S for key in (first, last + 1))
    core = (time >= start) & (time < end) & (_cell(lat, lon) == first // _KEY_HOURS)
    kinds, counts = np.unique(reason[core], return_counts=True)
    told = dict(zip(kinds.tolist(), counts.tolist(), strict=True))
    kept = reason == cleaning.KEPT
    daily = presence.daily(vessel, time, lat, lon, kept & core, names)
    legs = legs_of(vessel[kept], time[kept], lat[kept], lon[kept])
    runs = _runs(legs, names, float(job.analysis.options[0]), (start, end, first // _KEY_HOURS))
    for frame, kind in ((runs, "runs"), (daily, "daily")):
        with unfinished(folder / kind / f"{number:06d}.parquet") as file:
            frame.to_parquet(file)
    report = {
        "positions": told.pop(cleaning.KEPT, 0),
        "aside": {cleaning.REASONS[kind]: count for kind, count in told.items()},
        "torn": torn,
    }
    return jobs.finish(folder, "parts", number, report)


def _sorted(table: pa.Table) -> tuple[Longs, Floats, Floats, Floats, dict[str, pd.Series]]:
    """Return MMSI, seconds, latitude and longitude in the order of vessel and time, and what vessels say of them."""
    mmsi, lat, lon = (table.column(name).to_numpy() for name in ("mmsi", "lat", "lon"))
    time = table.column("time").cast(pa.timestamp("us")).to_numpy().astype(np.int64) / 1e6
    order = cleaning.order_of(mmsi, time, lat, lon)
    said = {
        name: table.column(name).to_pandas().iloc[order].reset_index(drop=True).astype("string").fillna("")
        for name in ("imo", "name")
        if name in table.column_names
    }
    return mmsi[order], time[order], lat[order], lon[order], said


def _runs(legs: Legs, names: pd.DataFrame, within_nm: float, own: tuple[float, float, int]) -> pd.DataFrame:
    """Return for each pair the runs of time within the distance, as far as time and cell are those of the part."""
    legs = legs.take((legs.end >= own[0] - WINDOW_S) & (legs.start <= own[1] + WINDOW_S))
    found = []
    for met in overlaps(legs, names["party_number"].to_numpy(), within_nm):
        lat, lon = met.places()
        rows = np.flatnonzero((met.at >= own[0]) & (met.at < own[1]) & (_cell(lat, lon) == own[2]))
        some = met.take(rows)
        start, end = some.within(within_nm)
        run = {"start": start, "end": end, "nm": some.nm, "doubt_nm": some.doubt(some.at),
               "surely_within_nm": some.surely(), "at": some.at, "lat": lat[rows], "lon": lon[rows]}  # fmt: skip
        for side, vessel in (("a", some.a.vessel), ("b", some.b.vessel)):
            run |= {side: names["mmsi"].to_numpy()[vessel]}
            run |= {f"{side}_{name}": names[name].to_numpy()[vessel] for name in ("party", "actor")}
        if rows.size:
            found.append(pd.DataFrame(run))
    return joined(pd.concat(found, ignore_index=True)) if found else pd.DataFrame(columns=list(_RUN))


def joined(runs: pd.DataFrame) -> pd.DataFrame:
    """Join the runs of a pair that touch or overlap; of each, the closest moment is kept."""
    if not len(runs):
        return runs
    runs = runs.sort_values(["a", "b", "start", "end"], kind="stable", ignore_index=True)
    pair = runs.groupby(["a", "b"], sort=False).ngroup().to_numpy()
    latest = runs["end"].groupby(pair).cummax().to_numpy()
    new = np.r_[True, (np.diff(pair) != 0) | (runs["start"].to_numpy()[1:] > latest[:-1] + _JOINED_S)]
    group = np.cumsum(new) - 1
    by = runs.groupby(group, sort=False)
    best = runs.loc[by["nm"].idxmin()].reset_index(drop=True)
    best["start"], best["end"] = by["start"].min().to_numpy(), by["end"].max().to_numpy()
    best["surely_within_nm"] = by["surely_within_nm"].min().to_numpy()
    return best


def write(work: Path, job: jobs.Job, made: list[dict[str, Any]], keys: Longs) -> dict[str, Any]:
    """Write the encounters, who was at which feature, and where more were than before; return the counts."""
    held = [pd.read_parquet(file) for file in sorted((work / "runs").glob("*.parquet"))]
    held = [frame for frame in held if len(frame)]
    runs = joined(pd.concat(held, ignore_index=True)) if held else pd.DataFrame(columns=list(_RUN))
    runs["minutes"] = (runs["end"] - runs["start"]) / 60
    runs = runs[runs["minutes"] >= float(job.analysis.options[1])].sort_values(["start", "a", "b"], ignore_index=True)
    daily = presence.added(pd.read_parquet(file) for file in sorted((work / "daily").glob("*.parquet")))
    days = np.unique(((keys % _KEY_HOURS + _SINCE_HOUR) * _HOUR_S).astype("datetime64[s]").astype("datetime64[D]"))
    digits = {"minutes": 1, "nm": 3, "doubt_nm": 3, "surely_within_nm": 3, "lat": 4, "lon": 4}
    table = runs.astype(dict.fromkeys(digits, float)).round(digits)[list(ENCOUNTER_COLUMNS)]
    for name in ("start", "end", "at"):
        table[name] = pd.to_datetime(table[name].astype(float).round(), unit="s", utc=True)
    table.to_parquet(work / "encounters.parquet", index=False)
    table.to_csv(work / "encounters.csv", index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
    there, massed = presence.by_month(daily, days), presence.massing(daily, days)
    there.to_csv(work / "presence.csv", index=False, lineterminator="\n")
    massed.to_csv(work / "massing.csv", index=False, lineterminator="\n")
    aside = sum((Counter(report["aside"]) for report in made), Counter[str]())
    return {
        "positions": sum(report["positions"] for report in made), "set_aside": dict(sorted(aside.items())),
        "encounters": len(table), "pairs": len(table[["a", "b"]].drop_duplicates()),
        "first_day": str(days[0]) if days.size else "", "last_day": str(days[-1]) if days.size else "",
        "days_with_data": int(days.size), "presence": len(there), "massing": len(massed),
    }  # fmt: skip
