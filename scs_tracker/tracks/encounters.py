"""Encounters in positions by the billion: pairs of vessels of different parties that stayed close, on the bulk engine.

Rows are stored by cell and hour. A cell is as large as the region of the tracker, so that all of this sea is one; rows
near the edge of a cell are stored in its neighbours too (the halo), and a part reads the hours around its own. So every
part sees all that it needs, and an answer that two parts find is taken from the one whose cell and hours hold it. What
was found is joined across parts at the end; it is the answer that all rows at once would give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from scs_tracker.bulk import job as jobs
from scs_tracker.bulk.engine import sum_keys
from scs_tracker.bulk.spill import read_keys, read_rows, unfinished
from scs_tracker.bulk.vessels import actors_of, flags_of
from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.tracks import cleaning, presence
from scs_tracker.tracks.approaches import WINDOW_S, overlaps
from scs_tracker.tracks.motion import FASTEST_KN, GAP_MINUTES, legs_of
from scs_tracker.tracks.vessels import shipped_vessels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scs_tracker.bulk.vessels import Vessels
    from scs_tracker.tracks.approaches import Overlaps

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
ENCOUNTER_COLUMNS: Final = (
    "a", "b", "a_party", "b_party", "a_actor", "b_actor", "start", "end", "minutes", "nm", "doubt_nm",
    "surely_within_nm", "at", "lat", "lon",
)  # fmt: skip
_RUN: Final = (
    "a", "b", "start", "end", "nm", "doubt_nm", "surely_within_nm", "at", "lat", "lon", "a_party", "b_party", "a_actor",
    "b_actor",
)  # fmt: skip


def encounter_analysis(within_nm: float = 1.0, minutes: float = 10.0) -> jobs.Analysis:
    """Return the analysis that ``run_bulk`` takes to find encounters.

    Parameters
    ----------
    within_nm
        How close two vessels of different parties are, in nautical miles.
    minutes
        For how long without a break at least.

    Raises
    ------
    UsageError
        A value is out of range.
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


def _halo_degrees() -> float:
    """Return how far beyond its cell a part must see: half a gap at full speed, a window, and the largest distance."""
    return (FASTEST_KN * (GAP_MINUTES / 60 + WINDOW_S / 3600) + 20) / 60


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
    halo = _halo_degrees()
    aside = halo / np.maximum(np.cos(np.radians(np.minimum(np.abs(lat) + halo, 85))), 0.05)
    up, along = (lat - SOUTH) % _HEIGHT, (lon - WEST) % _WIDTH
    edge = np.flatnonzero((np.minimum(up, _HEIGHT - up) < halo) | (np.minimum(along, _WIDTH - along) < aside))
    if not edge.size:
        return table, own * _KEY_HOURS + hour
    shifts = [(north, east) for north in (-halo, 0.0, halo) for east in (-1.0, 0.0, 1.0)]
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
        fits = found and rows + count <= PART_ROWS and key // _KEY_HOURS == found[-1][0] // _KEY_HOURS
        if fits:
            found[-1] = (found[-1][0], key)
            rows += count
        else:
            found.append((key, key))
            rows = count
    return found


def encounter_task(folder: Path, fingerprint: str, number: int) -> dict[str, Any]:
    """Find what was close in one part, and who was at a feature; return the counts."""
    job = jobs.load(folder, fingerprint)
    part = jobs.load_part(folder, number)
    first, last = (int(key) for key in part.name.split("-"))
    batches = [batch for name, start, stop in part.slices for batch in read_rows(folder / "chunks" / name, start, stop)]
    table = pa.Table.from_batches(batches, schema=job.inputs.schema)
    del batches
    fixes = _Fixes(table, job.vessels or shipped_vessels())
    del table
    start, end = (key % _KEY_HOURS + _SINCE_HOUR for key in (first, last + 1))
    core = (fixes.time >= start * _HOUR_S) & (fixes.time < end * _HOUR_S)
    core &= _cell(fixes.lat, fixes.lon) == first // _KEY_HOURS
    kinds, counts = np.unique(fixes.reason[core], return_counts=True)
    told = dict(zip(kinds.tolist(), counts.tolist(), strict=True))
    kept = fixes.reason == cleaning.KEPT
    daily = presence.daily(fixes.vessel, fixes.time, fixes.lat, fixes.lon, kept & core, fixes.names)
    runs = _close(fixes, kept, float(job.analysis.options[0]), (start * _HOUR_S, end * _HOUR_S, first // _KEY_HOURS))
    for frame, kind in ((runs, "runs"), (daily, "daily")):
        with unfinished(folder / kind / f"{number:06d}.parquet") as file:
            frame.to_parquet(file)
    report = {
        "positions": told.pop(cleaning.KEPT, 0),
        "aside": {cleaning.REASONS[kind]: count for kind, count in told.items()},
        "torn": fixes.torn,
    }
    return jobs.finish(folder, "parts", number, report)


class _Fixes:
    """The rows of a part in the order of vessel and time, with whose each vessel is."""

    def __init__(self, table: pa.Table, known: Vessels) -> None:
        mmsi = table.column("mmsi").to_numpy()
        time = table.column("time").cast(pa.timestamp("us")).to_numpy().astype(np.int64) / 1e6
        lat, lon = (table.column(name).to_numpy() for name in ("lat", "lon"))
        order = cleaning.order_of(mmsi, time, lat, lon)
        mmsi, self.time, self.lat, self.lon = mmsi[order], time[order], lat[order], lon[order]
        self.reason = cleaning.clean(mmsi, self.time, self.lat, self.lon)
        begin = np.flatnonzero(np.r_[True, np.diff(mmsi) != 0]) if mmsi.size else np.zeros(0, np.int64)
        self.ships = mmsi[begin]
        self.vessel = np.repeat(np.arange(begin.size), np.diff(np.r_[begin, mmsi.size]))
        said = {
            name: self._first(table.column(name), order) if name in table.column_names else None
            for name in ("imo", "name")
        }
        number, self.torn = actors_of(known, self.ships, said.get("imo"), said.get("name"))
        flag, flags = flags_of(self.ships)
        self.names = pd.DataFrame({"mmsi": self.ships, "flag": np.array(flags, dtype=object)[flag]})
        self.names["actor"] = np.array([*known.actors, ""], dtype=object)[number]
        country = self.names["actor"].str.partition("-")[0]
        self.names["party"] = country.where(self.names["actor"] != "", self.names["flag"])
        self.parties = sorted(set(self.names["party"]) - {""})
        self.party = np.array([self.parties.index(one) if one else -1 for one in self.names["party"]], dtype=np.int64)

    def _first(self, column: pa.ChunkedArray, order: Longs) -> pd.Series:
        """Return what each vessel says first of itself."""
        cells = column.to_pandas().iloc[order].reset_index(drop=True)
        return cells.where(cells != "").groupby(self.vessel).first().reindex(range(self.ships.size)).fillna("")


def _close(fixes: _Fixes, kept: NDArray[np.bool_], within_nm: float, own: tuple[float, float, int]) -> pd.DataFrame:
    """Return for each pair the runs of time within the distance that lie in the part."""
    legs = legs_of(fixes.vessel[kept], fixes.time[kept], fixes.lat[kept], fixes.lon[kept])
    legs = legs.take((legs.end >= own[0] - WINDOW_S) & (legs.start <= own[1] + WINDOW_S))
    found = [_of_part(some, within_nm, fixes, own) for some in overlaps(legs, fixes.party, within_nm)]
    found = [frame for frame in found if len(frame)]
    return joined(pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(_RUN)))


def _of_part(some: Overlaps, within_nm: float, fixes: _Fixes, own: tuple[float, float, int]) -> pd.DataFrame:
    lat, lon = some.places()
    rows = np.flatnonzero((some.start >= own[0]) & (some.end <= own[1]) & (_cell(lat, lon) == own[2]))
    some, lat, lon = some.take(rows), lat[rows], lon[rows]
    enter, leave, _ = some.within(within_nm)
    doubt = some.doubt(some.at)
    moments = (some.start, some.end)
    sure = np.minimum.reduce([some.nm + doubt, *(some.distance(time) + some.doubt(time) for time in moments)])
    both = (some.a.vessel, some.b.vessel)
    whose = [fixes.names[name].to_numpy()[side] for name in ("party", "actor") for side in both]
    ships = [fixes.ships[side] for side in both]
    values = (*ships, enter, leave, some.nm, doubt, sure, some.at, lat, lon, *whose)
    return pd.DataFrame(dict(zip(_RUN, values, strict=True)))


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
    table = _readable(runs)
    table.to_parquet(work / "encounters.parquet", index=False)
    table.to_csv(work / "encounters.csv", index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
    there, massed = presence.by_month(daily, days), presence.massing(daily, days)
    there.to_csv(work / "presence.csv", index=False, lineterminator="\n")
    massed.to_csv(work / "massing.csv", index=False, lineterminator="\n")
    aside: dict[str, int] = {}
    for report in made:
        for reason, count in report["aside"].items():
            aside[reason] = aside.get(reason, 0) + count
    return {
        "positions": sum(report["positions"] for report in made), "set_aside": dict(sorted(aside.items())),
        "encounters": len(table), "pairs": len(table[["a", "b"]].drop_duplicates()),
        "first_day": str(days[0]) if days.size else "", "last_day": str(days[-1]) if days.size else "",
        "days_with_data": int(days.size), "presence": len(there), "massing": len(massed),
    }  # fmt: skip


def _readable(runs: pd.DataFrame) -> pd.DataFrame:
    """Return encounters with times as instants, and as many places as make sense."""
    table = runs.copy()
    for name in ("start", "end", "at"):
        table[name] = pd.to_datetime(table[name].astype(float).round(), unit="s", utc=True)
    digits = {"minutes": 1, "nm": 3, "doubt_nm": 3, "surely_within_nm": 3, "lat": 4, "lon": 4}
    return table.astype(dict.fromkeys(digits, float)).round(digits)[list(ENCOUNTER_COLUMNS)]
