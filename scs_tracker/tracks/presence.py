"""Who was at a feature: ship-days by party and month, and days on which more ships were there than before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker.bulk.tallies import UNKNOWN, coverage
from scs_tracker.tracks.motion import distance, earth_centred
from scs_tracker.zones.coast import feature_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

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


def daily(vessel: Longs, time: Floats, lat: Floats, lon: Floats, where: Flags, names: pd.DataFrame) -> pd.DataFrame:
    """Return which vessel was at which feature on which UTC day.

    ``vessel`` is the row of each position's vessel in ``names``, ``time`` seconds since 1970, ``where`` the positions
    that count. The answer has ``mmsi``, ``flag``, ``actor``, ``feature``, ``day`` (days since 1970), ``positions``,
    ``first`` and ``last`` (seconds). A vessel within 12 nm of two features is at both.
    """
    order = np.flatnonzero(where)
    order = order[np.argsort(lat[order], kind="stable")]
    north, point = lat[order], earth_centred(lat[order], lon[order])
    ids, east, up = feature_points()
    places = earth_centred(np.asarray(up), np.asarray(east))
    reach = AT_NM / 59.5
    found = []
    for number, (place, at) in enumerate(zip(places, up, strict=True)):
        low, high = np.searchsorted(north, [at - reach, at + reach])
        near = order[low:high][distance(point[low:high], place) <= AT_NM]
        if near.size:
            found.append((np.full(near.size, number), near))
    if not found:
        return pd.DataFrame(columns=[*_KEY, "positions", "first", "last"])
    feature, row = (np.concatenate(parts) for parts in zip(*found, strict=True))
    day = np.floor(time[row] / 86_400).astype(np.int64)
    frame = pd.DataFrame({"vessel": vessel[row], "feature": feature, "day": day, "time": time[row]})
    told = frame.groupby(["vessel", "feature", "day"], as_index=False)["time"].agg(
        positions="size", first="min", last="max"
    )
    who = names.loc[told["vessel"], ["mmsi", "flag", "actor"]].reset_index(drop=True)
    told["feature"] = np.asarray(ids, dtype=object)[told["feature"]]
    return pd.concat([who, told.drop(columns="vessel")], axis=1)


def added(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up what parts give of one vessel's day."""
    held = [frame for frame in frames if len(frame)]
    if not held:
        return pd.DataFrame(columns=[*_KEY, "positions", "first", "last"])
    both = pd.concat(held, ignore_index=True)
    return both.groupby(_KEY, as_index=False, sort=True).agg({"positions": "sum", "first": "min", "last": "max"})


def _by_party(days: pd.DataFrame) -> pd.DataFrame:
    """Return each vessel's day by its flag and, where actors are known, by its actor."""
    parts = [days.assign(by=by, party=days[by].replace("", UNKNOWN)) for by in ("flag", "actor")]
    return pd.concat(parts if (days["actor"] != "").any() else parts[:1], ignore_index=True)


def by_month(days: pd.DataFrame, with_data: NDArray[np.datetime64]) -> pd.DataFrame:
    """Return ship-days at features by party and month, ``PRESENCE_COLUMNS``.

    Of the ``with_data`` days there are positions anywhere. ``ship_days`` counts each vessel seen on each day, ``days``
    the days on which any was, ``ships`` the different vessels.
    """
    if not len(days):
        return pd.DataFrame(columns=list(PRESENCE_COLUMNS))
    told = _by_party(days)
    told["month"] = told["day"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(str)
    table = told.groupby(["by", "party", "feature", "month"], as_index=False).agg(
        ship_days=("day", "size"), days=("day", "nunique"), ships=("mmsi", "nunique"), positions=("positions", "sum"),
        first_seen=("first", "min"), last_seen=("last", "max"),
    )  # fmt: skip
    for name in ("first_seen", "last_seen"):
        table[name] = pd.to_datetime(table[name], unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    covered = coverage(with_data)
    table["days_with_data"] = [covered[month][0] for month in table["month"]]
    table["days_without_data"] = [covered[month][1] for month in table["month"]]
    return table[list(PRESENCE_COLUMNS)]


def massing(days: pd.DataFrame, with_data: NDArray[np.datetime64]) -> pd.DataFrame:
    """Return days with many ships of a party at a feature, compared with the days before, ``MASSING_COLUMNS``.

    Only days with data count. A day with at least ``MASSED_SHIPS`` ships has the median and the largest number on the
    28 days before it, how many such days there are, and ``massed``: yes if there are at least 14 and the number is
    larger than on any; ``not known`` if there are fewer.
    """
    rows: list[dict[str, Any]] = []
    if len(days):
        counts = _by_party(days).groupby(["by", "party", "feature", "day"])["mmsi"].nunique()
        calendar = with_data.astype("datetime64[D]").astype(np.int64)
        for (by, party, feature), series in counts.groupby(level=[0, 1, 2]):
            if series.max() < MASSED_SHIPS:
                continue
            ships = series.droplevel([0, 1, 2]).reindex(calendar, fill_value=0).to_numpy()
            for at in np.flatnonzero(ships >= MASSED_SHIPS).tolist():
                before = ships[max(at - _BEFORE_DAYS, 0) : at]
                known = before.size >= _LEAST_DAYS
                rows.append(
                    {
                        "by": by, "party": party, "feature": feature, "day": str(np.datetime64(int(calendar[at]), "D")),
                        "ships": int(ships[at]), "median_before": float(np.median(before)) if before.size else None,
                        "most_before": int(before.max()) if before.size else None, "days_before": int(before.size),
                        "massed": ("yes" if ships[at] > before.max() else "no") if known else "not known",
                    }
                )  # fmt: skip
    return pd.DataFrame(rows, columns=list(MASSING_COLUMNS))
