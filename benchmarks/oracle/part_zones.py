"""Zones and distances of a million fixed points, by ``scs_tracker.classify``.

Points are sorted by cells of half a degree and cut into blocks of a thousand. Of each block the texts of a column are
kept as a hash, and of its numbers the sum; 20,000 points are kept in full, so that a difference can be read.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any

import store
from differences import short

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 1_000_000
BLOCK = 1_000
#: One point in so many is kept in full.
SAMPLE = 50
CHUNK = 100_000
#: Distances are geodesic within 20 m; nautical miles.
NEAR_NM = 0.0108
NOT_COMPARED = {"lat", "lon", "date_start", "radius_km", "geometry", "geodata_version"}


def points() -> Any:
    """Return fixed points in the region, with dates from 1995 to 2026 and, of one in four, a radius."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(33)
    frame = pd.DataFrame(
        {"lat": chance.uniform(-3, 26, COUNT).round(5), "lon": chance.uniform(99, 127, COUNT).round(5)}
    )
    days = pd.date_range("1995-01-01", "2026-06-30").strftime("%Y-%m-%d").to_numpy()
    frame["date_start"] = chance.choice(days, COUNT)
    radius = chance.choice([0.5, 2.0, 10.0, 40.0], COUNT)
    frame["radius_km"] = np.where(chance.random(COUNT) < 0.25, radius, 0.0)
    order = np.lexsort(((frame["lon"] * 2).astype(int), (frame["lat"] * 2 + 10).astype(int)))
    return frame.iloc[order].reset_index(drop=True)


def answers(asked: store.Asked) -> store.Answers:
    """Return hashes and sums by block, and a sample in full."""
    import scs_tracker as scs

    frame = points()
    frame = frame[(frame.index // BLOCK) % asked.share == 0]  # blocks all over the region
    found: store.Answers = {"blocks": {}, "sample": {}}
    for start in range(0, len(frame), CHUNK):
        numbers = frame.index[start : start + CHUNK] // BLOCK
        answer = scs.classify(frame.iloc[start : start + CHUNK].reset_index(drop=True))
        columns = [name for name in answer.columns if name not in NOT_COMPARED]
        for at in range(0, len(answer), BLOCK):
            part = answer.iloc[at : at + BLOCK]
            corner = part.iloc[0]
            item = f"{numbers[at]:04} from {corner['lat']:.1f},{corner['lon']:.1f}"
            found["blocks"][item] = {name: digest(part[name]) for name in columns}
        kept = answer.iloc[::SAMPLE]
        texts = {name: [plain(value) for value in kept[name]] for name in columns}
        for row, (lat, lon, day, radius) in enumerate(
            kept[["lat", "lon", "date_start", "radius_km"]].itertuples(index=False)
        ):
            item = f"{lat},{lon} {day} r {radius}"
            found["sample"][item] = {name: values[row] for name, values in texts.items()}
    return found


def plain(value: Any) -> Any:
    """Return a cell as JSON can hold it."""
    if not isinstance(value, float):
        return value
    return None if math.isnan(value) else round(value, 3)


def digest(column: Any) -> Any:
    """Return the mean of a column of numbers with how many there are, or the hash of a column of text."""
    if column.dtype.kind == "f":
        return [round(float(column.mean()), 4) if column.notna().any() else None, int(column.notna().sum())]
    return hashlib.sha256("\n".join(map(str, column)).encode()).hexdigest()[:10]


def differing(before: Any, now: Any) -> Iterator[tuple[str, str, str]]:
    """Yield one line per column."""
    if not isinstance(before, dict) or not isinstance(now, dict):
        yield "", short(before), short(now)
        return
    for name in dict.fromkeys([*before, *now]):
        one, other = before.get(name, "(absent)"), now.get(name, "(absent)")
        if not near(one, other):
            yield name, short(one), short(other)


def near(one: Any, other: Any) -> bool:
    """Return True if two cells are equal, distances to within 20 m."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(near(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= NEAR_NM
    return bool(one == other)
