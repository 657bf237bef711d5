"""Count ship-days and calendar days by party, zone and month; docs/methods-bulk.md defines them."""

from __future__ import annotations

import calendar
import functools
import itertools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from scs_tracker.bulk.placing import Encoded

    Longs = NDArray[np.int64]

#: Columns of the tallies, in order.
TALLY_COLUMNS: Final = (
    "by", "party", "zone", "membership", "month", "ship_days", "calendar_days", "positions", "first_seen", "last_seen",
    "days_with_data", "days_without_data",
)  # fmt: skip
#: A party that is not known.
UNKNOWN: Final = "unknown"
_MEMBERSHIP: Final = ("certain", "possible")
#: Daily counts held at once before they are added up.
_HELD_ROWS: Final = 2_000_000
_DAILY: Final = ("by", "party", "zone", "membership", "day")


def daily_counts(
    mmsi: Longs, time: NDArray[np.datetime64], added: Mapping[str, Any], parties: Sequence[str]
) -> pd.DataFrame:
    """Return the number of vessels by party, zone, membership and day.

    ``mmsi`` and ``time`` are those of distinct positions, sorted by both; ``added`` has ``zones``, ``zones_possible``
    and the columns of ``parties`` (``flag``, ``actor``), Encoded. All rows of a vessel's day must be in one call. The
    result has ``by``, ``party``, ``zone``, ``membership``, ``day``, ``ships``, ``positions``, ``first`` and ``last``.
    """
    counted = ("zones", "zones_possible", *parties)
    stretches = _stretches(mmsi, time, {name: added[name] for name in counted})
    zones = sorted({zone for name in counted[:2] for zone in _flat(added[name].texts)})
    held = [_exploded(stretches[name], added[name], zones) for name in counted[:2]]
    rows = np.concatenate([row for row, _ in held])
    zone = np.concatenate([found for _, found in held])
    membership = np.repeat([0, 1], [row.size for row, _ in held])
    return pd.concat(
        [_by_party(stretches, rows, zone, membership, zones, by, added[by]) for by in parties], ignore_index=True
    )


def _stretches(mmsi: Longs, time: NDArray[np.datetime64], counted: Mapping[str, Encoded]) -> dict[str, Longs]:
    """Return the counts of each vessel's day by combination of values in the counted columns."""
    day = time.astype("datetime64[D]").astype(np.int64)
    ship_day = _changes(mmsi, day)
    change = ship_day | _changes(*(column.codes for column in counted.values()))
    start = np.flatnonzero(change)
    stop = np.r_[start[1:], mmsi.size]
    instants = time.astype("datetime64[us]").astype(np.int64)
    kind = np.zeros(start.size, dtype=np.int64)
    for column in counted.values():
        kind = kind * len(column.texts) + column.codes[start]
    kind = np.unique(kind, return_inverse=True)[1]
    # a ship that turns at a limit is in and out of its zones many times a day
    key = np.cumsum(ship_day)[start] * (kind.max(initial=0) + 1) + kind
    order = np.argsort(key, kind="stable")
    sums = _sums(key[order], (stop - start)[order], instants[start[order]], instants[stop[order] - 1])
    chosen = start[order[sums.pop("start")]]
    return {
        "ship_day": np.cumsum(ship_day, dtype=np.int64)[chosen], "day": day[chosen], **sums,
        **{name: column.codes[chosen].astype(np.int64) for name, column in counted.items()},
    }  # fmt: skip


def _changes(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Return True for each row in which any column differs from the row before, and for the first row."""
    change = np.zeros(columns[0].size, dtype=bool)
    change[:1] = True
    for values in columns:
        change[1:] |= values[1:] != values[:-1]
    return change


def _exploded(code: Longs, column: Encoded, zones: Sequence[str]) -> tuple[Longs, Longs]:
    """Return the row and the zone number of each zone that each row's text names."""
    number = {zone: position for position, zone in enumerate(zones)}
    length = np.fromiter(map(len, map(_zones_of, column.texts)), dtype=np.int64, count=len(column.texts))
    flat = np.fromiter(map(number.__getitem__, _flat(column.texts)), dtype=np.int64, count=int(length.sum()))
    many = length[code]
    row = np.repeat(np.arange(code.size), many)
    within = np.arange(row.size) - np.repeat(np.cumsum(many) - many, many)
    begin = np.cumsum(length) - length
    return row, flat[begin[code[row]] + within]


def _flat(texts: Iterable[str]) -> Iterator[str]:
    return itertools.chain.from_iterable(map(_zones_of, texts))


@functools.lru_cache(maxsize=1 << 16)
def _zones_of(text: str) -> tuple[str, ...]:
    """Return the zone ids in a text, cached because the same texts recur in every part."""
    return tuple(filter(None, text.split(";")))


def _by_party(
    stretches: Mapping[str, Longs],
    rows: Longs,
    zone: Longs,
    membership: Longs,
    zones: Sequence[str],
    by: str,
    column: Encoded,
) -> pd.DataFrame:
    """Return the number of ships of each party per zone and day; certain presence replaces possible presence."""
    parties = len(column.texts)
    party, day = stretches[by][rows], stretches["day"][rows]
    ship = (stretches["ship_day"][rows] * parties + party) * len(zones) + zone
    order = np.argsort(2 * ship + membership, kind="stable")  # ships come in order, and this sort takes their runs
    begins = _changes(ship[order])
    best = membership[order][begins]  # of a ship's day in a zone, the certain stretches stand first
    order = order[membership[order] == best[np.cumsum(begins) - 1]]
    sums = _sums(ship[order], *(stretches[name][rows[order]] for name in ("positions", "first", "last")))
    order = order[sums.pop("start")]
    since = day.min() if day.size else 0
    days = int(day.max() - since + 1) if day.size else 1
    key = ((party * len(zones) + zone) * 2 + membership)[order] * days + day[order] - since
    again = np.argsort(key, kind="stable")
    daily = _sums(key[again], *(sums[name][again] for name in ("positions", "first", "last")))
    start = daily["start"]
    taken = order[again][start]
    names = np.array([text or UNKNOWN for text in column.texts] or [UNKNOWN], dtype=object)
    return pd.DataFrame(
        {
            "by": by,
            "party": names[party[taken]],
            "zone": pd.Series(np.array(zones, dtype=object)[zone[taken]], dtype=object),
            "membership": np.array(_MEMBERSHIP, dtype=object)[membership[taken]],
            "day": day[taken].astype("datetime64[D]").astype("datetime64[s]"),
            "ships": np.diff(np.r_[start, key.size]),
            "positions": daily["positions"],
            "first": daily["first"].astype("datetime64[us]"),
            "last": daily["last"].astype("datetime64[us]"),
        }
    )


def _sums(key: Longs, positions: Longs, first: Longs, last: Longs) -> dict[str, Longs]:
    """Return the start of each run of equal keys, the sum of its positions, and its first and last time."""
    start = np.flatnonzero(_changes(key))
    if not start.size:
        return {"start": start, "positions": positions, "first": first, "last": last}
    return {
        "start": start,
        "positions": np.add.reduceat(positions, start),
        "first": np.minimum.reduceat(first, start),
        "last": np.maximum.reduceat(last, start),
    }


def monthly_tallies(daily: Iterable[pd.DataFrame], days: Iterable[np.datetime64]) -> pd.DataFrame:
    """Return monthly tallies (``TALLY_COLUMNS``), summed from the daily counts of parts without common vessel-days.

    ``days`` are the UTC days with any position. ``month``, ``first_seen`` and ``last_seen`` are text (ISO 8601, UTC);
    ``days_without_data`` lists the days and ranges of days without any position, separated by ``;``.
    """
    per_day = _per_day(daily)
    month, months = pd.factorize(per_day["day"].to_numpy(dtype="datetime64[M]").astype(np.int64))
    per_day["month"] = np.array([*months.astype("datetime64[M]").astype(str), ""], dtype=object)[month]
    tallies = per_day.groupby([*_DAILY[:-1], "month"], as_index=False, sort=True).agg(
        ship_days=("ships", "sum"),
        calendar_days=("day", "nunique"),
        positions=("positions", "sum"),
        first_seen=("first", "min"),
        last_seen=("last", "max"),
    )
    return dated(tallies, days, TALLY_COLUMNS)


def dated(table: pd.DataFrame, days: Iterable[np.datetime64], columns: Sequence[str]) -> pd.DataFrame:
    """Return a monthly table with its times as text and the number of days with data in each month."""
    covered = coverage(days)
    data = {name: [covered[month][number] for month in table["month"]]
            for number, name in enumerate(("days_with_data", "days_without_data"))}  # fmt: skip
    seen = {name: table[name].dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in ("first_seen", "last_seen")}
    return table.assign(**seen, **data)[list(columns)]


def _per_day(daily: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the sum of daily counts, added in batches to limit the memory."""
    held: list[pd.DataFrame] = []
    rows, most = 0, _HELD_ROWS
    for frame in daily:
        held.append(frame)
        rows += len(frame)
        if rows > most:
            held = [_added(held)]
            rows = len(held[0])
            most = max(_HELD_ROWS, 2 * rows)
    return _added(held)


def _added(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return (
        pd.concat(frames, ignore_index=True)
        .groupby(list(_DAILY), as_index=False)
        .agg(ships=("ships", "sum"), positions=("positions", "sum"), first=("first", "min"), last=("last", "max"))
    )


def coverage(days: Iterable[np.datetime64]) -> dict[str, tuple[int, str]]:
    """Return the number of days with data in each month, and the days without data as text.

    >>> coverage(np.arange("2024-06-04", "2024-06-30", dtype="datetime64[D]"))
    {'2024-06': (26, '2024-06-01..2024-06-03;2024-06-30')}
    """
    by_month: dict[str, set[int]] = {}
    for day in sorted(str(day)[:10] for day in days):
        by_month.setdefault(day[:7], set()).add(int(day[8:]))
    answer = {}
    for month, present in by_month.items():
        last = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
        answer[month] = (len(present), _ranges(month, [day for day in range(1, last + 1) if day not in present]))
    return answer


def _ranges(month: str, days: Sequence[int]) -> str:
    runs = itertools.groupby(enumerate(days), lambda pair: pair[1] - pair[0])  # days in a row have one difference
    found = ([f"{month}-{day:02d}" for _, day in run] for _, run in runs)
    return ";".join(run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in found)


def tally_positions(positions: pd.DataFrame) -> pd.DataFrame:
    """Return the tallies (``TALLY_COLUMNS``) of classified positions, by flag and by known actor.

    >>> from scs_tracker.bulk.positions import classify_positions
    >>> rows = {"mmsi": [412000001] * 2, "time": ["2024-06-17T05Z", "2024-06-17T06Z"], "lat": 15.15, "lon": 117.76}
    >>> found = tally_positions(classify_positions(pd.DataFrame(rows))).set_index(["zone", "membership"])
    >>> int(found.loc[("ph-eez", "certain"), "ship_days"])
    1
    """
    from scs_tracker.bulk.placing import encode

    ordered = positions.sort_values(["mmsi", "time"], kind="stable")
    names = ("zones", "zones_possible", "flag", "actor")
    added = {name: encode(ordered[name].cat.codes, ordered[name].cat.categories) for name in names}
    parties = ["flag", "actor"] if any(added["actor"].texts) else ["flag"]
    time = ordered["time"].dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
    daily = daily_counts(ordered["mmsi"].to_numpy(), time, added, parties)
    return monthly_tallies([daily], np.unique(time.astype("datetime64[D]")))


def read_tallies(source: Path) -> pd.DataFrame:
    """Return the tallies of a bulk run from its folder or its tallies.csv, or raise ``TrackerError``."""
    from scs_tracker import geodata

    file = source / "tallies.csv" if source.is_dir() else source
    if not file.exists():
        raise TrackerError(f"{source} has no tallies.csv; give the output folder of scs-tracker bulk")
    table = geodata.read_csv(file)
    missing = [name for name in TALLY_COLUMNS if name not in table.columns]
    if missing:
        raise TrackerError(f"{file} has no column {missing[0]}; it is not a table written by scs-tracker bulk")
    return table
