"""What ships did near a place in a time: who was there, how close they came, when no position is known."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker.bulk.vessels import actors_of, flags_of, read_vessels
from scs_tracker.errors import TrackerError
from scs_tracker.tracks import cleaning
from scs_tracker.tracks.approaches import overlaps
from scs_tracker.tracks.motion import FASTEST_KN, FIX_DOUBT_NM, GAP_MINUTES, Legs, distance, earth_centred, legs_of
from scs_tracker.tracks.reading import NO_ZONE, OUTSIDE, Near, Positions, read_positions
from scs_tracker.tracks.vessels import shipped_vessels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Longs = NDArray[np.int64]

#: Distances for which the time within them is counted, in nautical miles.
WITHIN_NM: Final = (0.1, 0.5, 1.0, 3.0)
#: Approaches that stay further apart than this are not listed.
LISTED_NM: Final = 12.0
#: So long before and after the window positions are read, for legs and gaps that reach into it.
_AROUND: Final = np.timedelta64(24, "h")
#: On land and further than this from the sea a ship cannot be; rivers and their ports lie within, or are set aside.
_INLAND_NM: Final = 3.0
_LAND: Final = "on land, more than 3 nm from a coast"
_SPEEDS: Final = "speed in the file, which is in km/h and not in knots; the position is kept"
#: How many times the speed from positions a speed in km/h is, and between which bounds it is taken for one.
_KMH: Final = (1.6, 2.1)
VESSEL_COLUMNS: Final = (
    "mmsi", "name", "flag", "actor", "party", "fixes", "first_seen", "last_seen", "closest_nm", "closest_doubt_nm",
    "closest_at",
)  # fmt: skip
#: What an approach says in numbers, and to how many places.
_APPROACH_DIGITS: Final = {
    "nm": 3, "doubt_nm": 3, "lat": 4, "lon": 4, "surely_within_nm": 3, "a_knots": 1, "b_knots": 1,
    "crossing_degrees": 0,
}  # fmt: skip
WORDS: Final = (
    "AIS is incomplete, can be switched off and be forged: no signal does not mean no ship, and a signal does not "
    "prove one."
)


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """What positions say of a place and a time.

    Attributes
    ----------
    near
        Place, distance and window.
    label
        What the place is called.
    vessels
        ``VESSEL_COLUMNS``, a row a vessel that was within the distance; times are UTC.
    approaches
        ``a``, ``b`` (MMSI), ``nm``, ``doubt_nm``, ``at``, ``lat``, ``lon``, ``surely_within_nm``, ``a_knots``,
        ``b_knots``, ``crossing_degrees`` and ``minutes_within_…_nm``, the closest first.
    gaps
        ``mmsi``, ``start``, ``end``, ``hours``, ``nm``: no position for longer than an hour.
    fixes
        The positions of these vessels in the window: ``mmsi``, ``time``, ``lat``, ``lon``, ``sog``.
    aside
        ``file``, ``row``, ``mmsi``, ``time``, ``lat``, ``lon``, ``reason``, ``text`` of what was set aside.
    counts
        ``rows``, ``positions`` (kept, of vessels near), ``elsewhere``, and ``set_aside``: reason to number.
    hashes
        SHA-256 of the files.
    """

    near: Near
    label: str
    vessels: pd.DataFrame
    approaches: pd.DataFrame
    gaps: pd.DataFrame
    fixes: pd.DataFrame
    aside: pd.DataFrame
    counts: Mapping[str, Any]
    hashes: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as plain values: lists of objects, times in ISO 8601, numbers that are not known None."""
        near = self.near
        return {
            "place": {"name": self.label, "lat": near.lat, "lon": near.lon, "radius_nm": round(near.nm, 3)},
            "from": iso(near.start),
            "to": iso(near.end),
            **{name: records(getattr(self, name)) for name in ("vessels", "approaches", "gaps")},
            "set_aside": dict(self.counts["set_aside"]),
            **{name: self.counts[name] for name in ("rows", "positions", "elsewhere")},
            "files": dict(self.hashes),
            "note": WORDS,
        }


def look_at_scene(
    address: str,
    near: Near,
    *,
    label: str = "",
    vessels: Path | None = None,
    columns: Mapping[str, str] | None = None,
    time_zone: str = "",
) -> Scene:
    """Return what positions say of a place and a time.

    Parameters
    ----------
    address
        Files of positions, as ``read_positions`` takes them.
    near
        The place, how far around it counts, and the window.
    label
        What the place is called.
    vessels
        A list of vessels, as bulk takes it; None uses the shipped one.
    columns, time_zone
        As for ``read_positions``.

    Raises
    ------
    TrackerError
        Nothing could be read, or the list of vessels is not right.
    """
    known = read_vessels(vessels) if vessels is not None else shipped_vessels()
    reach = FASTEST_KN * GAP_MINUTES / 60
    wide = Near(near.lat, near.lon, near.nm + reach, near.start - _AROUND, near.end + _AROUND)
    read = read_positions(address, wide, columns=columns, time_zone=time_zone)
    if not read.rows and not read.aside:
        raise TrackerError(f"{address} holds no rows; name a file of positions")
    frame, reason, doubt = _checked(read)
    reasons = Counter(text for _, _, text, _ in read.aside)
    if read.outside:
        reasons[OUTSIDE] = read.outside
    reasons.update(reason[reason != ""].tolist())
    reasons.update(_speed_faults(frame[reason == ""]))
    kept = frame[reason == ""].reset_index(drop=True)
    if not len(kept) and read.rows and not read.elsewhere + read.outside:
        raise TrackerError(_nothing(address, read, reasons))
    scene = _told(kept, near, known, doubt)
    counts = {
        "rows": read.rows,
        "positions": len(scene["fixes"]),
        "elsewhere": read.elsewhere + len(kept) - len(scene["fixes"]),
        "set_aside": dict(sorted(reasons.items())),
    }
    aside = _aside(read, frame[reason != ""].assign(reason=reason[reason != ""]))
    return Scene(near, label, aside=aside, counts=counts, hashes=read.hashes, **scene)


def _checked(read: Positions) -> tuple[pd.DataFrame, NDArray[np.object_], float]:
    """Return the positions in order, why each is set aside, and how far off a fix may be."""
    frame = read.frame
    order = cleaning.order_of(*(frame[name].to_numpy() for name in ("mmsi", "time", "lat", "lon")))
    frame = frame.iloc[order].reset_index(drop=True)
    mmsi, lat, lon = (frame[name].to_numpy() for name in ("mmsi", "lat", "lon"))
    lat, lon = lat.astype(np.float64), lon.astype(np.float64)
    doubt = max(FIX_DOUBT_NM, coordinate_doubt_nm(lat, lon), read.fix_doubt)
    reason = np.full(len(frame), "", dtype=object)
    reason[_inland(lat, lon)] = _LAND
    rows = np.flatnonzero(reason == "")
    kinds = cleaning.clean(mmsi[rows].astype(np.int64), seconds(frame["time"])[rows], lat[rows], lon[rows], doubt=doubt)
    reason[rows] = np.array(cleaning.REASONS, dtype=object)[kinds]
    return frame, reason, doubt


def seconds(time: pd.Series) -> Floats:
    """Return instants as seconds since 1970, UTC."""
    if not len(time):
        return np.zeros(0)
    plain = time.dt.tz_convert("UTC").dt.tz_localize(None)
    return np.asarray(plain.to_numpy(dtype="datetime64[us]").astype(np.int64) / 1e6)


def coordinate_doubt_nm(lat: Floats, lon: Floats) -> float:
    """Return how far off positions can be because their coordinates were rounded, in nautical miles.

    Where all of them are whole numbers of a decimal place, a fix lies anywhere in a square of that size; the answer is
    half its diagonal at the equator.

    Examples
    --------
    >>> round(coordinate_doubt_nm(np.array([15.12, 15.1]), np.array([117.8, 117.83])), 2)
    0.42
    """
    if lat.size < 2:
        return 0.0
    for places in range(5):
        if all(np.abs(np.round(values, places) - values).max() < 1e-9 for values in (lat, lon)):
            return float(np.hypot(0.5, 0.5) * 60 / 10**places)
    return 0.0


def _inland(lat: Floats, lon: Floats) -> Flags:
    """Return where a position lies on land and far from the sea."""
    from scs_tracker.zones.coast import nearest_coasts
    from scs_tracker.zones.membership import zones_by_day

    inland = np.zeros(lat.size, dtype=bool)
    if lat.size:
        today = np.full(lat.size, np.datetime64("2026-01-01", "us"))  # land is there on all days
        certain, _ = zones_by_day(lon, lat, today)
        land = np.array(["land" in text.split(";") for text in certain.texts])[certain.codes]
        rows = np.flatnonzero(land)
        inland[rows] = nearest_coasts(lon[rows], lat[rows])[1] > _INLAND_NM
    return inland


def _speed_faults(frame: pd.DataFrame) -> dict[str, int]:
    """Return how many speeds of the file are in km/h, judged by all of them together."""
    time, mmsi = seconds(frame["time"]), frame["mmsi"].to_numpy()
    point = earth_centred(frame["lat"].to_numpy(dtype=np.float64), frame["lon"].to_numpy(dtype=np.float64))
    step = np.diff(time)
    near = (mmsi[1:] == mmsi[:-1]) & (step > 0) & (step <= 600) if len(frame) > 1 else np.zeros(0, dtype=bool)
    speed = distance(point[1:], point[:-1])[near] / step[near] * 3600 if near.size else np.zeros(0)
    given = frame["sog"].to_numpy(dtype=np.float64)[1:][near] if near.size else speed
    usable = (speed > 3) & (given > 0)
    if usable.sum() < 10:
        return {}
    ratio = float(np.median(given[usable] / speed[usable]))
    return {_SPEEDS: int(frame["sog"].notna().sum())} if _KMH[0] < ratio < _KMH[1] else {}


def _told(frame: pd.DataFrame, near: Near, known: Any, doubt: float) -> dict[str, pd.DataFrame]:
    """Return vessels, approaches, gaps and fixes."""
    number, ships = pd.factorize(frame["mmsi"], sort=True)
    time = seconds(frame["time"])
    lat, lon = frame["lat"].to_numpy(dtype=np.float64), frame["lon"].to_numpy(dtype=np.float64)
    legs = _clipped(legs_of(number, time, lat, lon, doubt=doubt), near)
    middle = earth_centred(np.array([near.lat]), np.array([near.lon]))[0]
    at, nm = _closest(legs, middle)
    inside = nm <= near.nm
    names = _identities(frame, number, np.asarray(ships, dtype=np.int64), known)
    vessels = _vessels(frame, near, legs.take(inside), at[inside], nm[inside], names, doubt)
    present = np.isin(number, vessels.index.to_numpy())
    within = (time >= _second(near.start)) & (time <= _second(near.end)) & present
    close = _approaches(legs.take(inside), names, doubt)
    gaps = _gaps(frame[present], near)
    return {
        "vessels": vessels.reset_index(drop=True),
        "approaches": close,
        "gaps": gaps,
        "fixes": frame.loc[within, ["mmsi", "time", "lat", "lon", "sog", "file", "row"]].reset_index(drop=True),
    }


def _second(instant: np.datetime64) -> float:
    return float(instant.astype("datetime64[us]").astype(np.int64)) / 1e6


def _clipped(legs: Legs, near: Near) -> Legs:
    """Return what of the legs lies in the window."""
    first, last = _second(near.start), _second(near.end)
    some = legs.take((legs.end >= first) & (legs.start <= last))
    start, end = np.maximum(some.start, first), np.minimum(some.end, last)
    return Legs(some.vessel, start, end, some.at(start), some.at(end), some.fix_before, some.fix_after, some.length)


def _closest(legs: Legs, point: Floats) -> tuple[Floats, Floats]:
    """Return when each leg was closest to a point, and how close."""
    way = legs.to - legs.from_
    square = np.sum(way**2, axis=1)
    share = np.clip(np.sum((point - legs.from_) * way, axis=1) / np.where(square > 0, square, 1.0), 0, 1)
    at = legs.start + share * (legs.end - legs.start)
    return at, distance(legs.at(at), point)


def _identities(frame: pd.DataFrame, number: Longs, ships: Longs, known: Any) -> pd.DataFrame:
    """Return name, flag, actor and party of each vessel, by its number."""
    said = {
        column: frame.loc[frame[column] != ""].groupby(number[(frame[column] != "").to_numpy()])[column]
        .agg(lambda cells: Counter(cells).most_common(1)[0][0]).reindex(range(ships.size)).fillna("")
        for column in ("name", "imo")
    }  # fmt: skip
    code, flags = flags_of(ships)
    flag = np.array(flags, dtype=object)[code] if ships.size else np.zeros(0, dtype=object)
    actor_number, _ = actors_of(known, ships, said["imo"], said["name"])
    actor = np.array([*known.actors, ""], dtype=object)[actor_number]
    party = [one.split("-")[0] if one else other for one, other in zip(actor, flag, strict=True)]
    mmsi = [f"{ship:09d}" for ship in ships]
    return pd.DataFrame({"mmsi": mmsi, "name": said["name"].tolist(), "flag": flag, "actor": actor, "party": party})


def _vessels(
    frame: pd.DataFrame, near: Near, legs: Legs, at: Floats, nm: Floats, names: pd.DataFrame, doubt: float
) -> pd.DataFrame:
    """Return the vessels that were within the distance, the closest first."""
    if not nm.size:
        return pd.DataFrame(columns=list(VESSEL_COLUMNS))
    order = np.lexsort((at, nm, legs.vessel))
    best = order[np.r_[True, np.diff(legs.vessel[order]) != 0]]
    ship = legs.vessel[best]
    off = legs.take(best).doubt(at[best]) + doubt
    window = frame[frame["time"].between(*(pd.Timestamp(edge, tz="UTC") for edge in (near.start, near.end)))]
    inside = window[near.holds(window["lat"].to_numpy(dtype=np.float64), window["lon"].to_numpy(dtype=np.float64))]
    seen = inside.groupby("mmsi")["time"].agg(["size", "min", "max"])
    table = names.loc[ship].copy()
    found = seen.reindex(table["mmsi"].astype(np.int64))
    table["fixes"] = found["size"].fillna(0).astype(int).to_numpy()
    table["first_seen"], table["last_seen"] = found["min"].to_numpy(), found["max"].to_numpy()
    table["closest_nm"], table["closest_doubt_nm"] = np.round(nm[best], 3), np.round(off, 3)
    table["closest_at"] = _instants(at[best])
    return table.sort_values(["closest_nm", "mmsi"])


def told_distance(nm: float, doubt: float) -> str:
    """Return a distance and its doubt as they are printed, with as many places as the doubt bears.

    Examples
    --------
    >>> told_distance(1.1337, 0.21), told_distance(4.1062, 0.011), told_distance(7.31, 2.4)
    ('1.13 ± 0.21 nm', '4.106 ± 0.011 nm', '7.3 ± 2.4 nm')
    """
    places = 1 if doubt >= 0.5 else 2 if doubt >= 0.05 else 3
    return f"{nm:.{places}f} ± {doubt:.{places}f} nm"


def _instants(time: Floats) -> pd.Series:
    return pd.Series(pd.to_datetime(np.round(time), unit="s", utc=True)).to_numpy()


def _approaches(legs: Legs, names: pd.DataFrame, doubt: float) -> pd.DataFrame:
    """Return the closest approach of each pair of vessels of different parties."""
    parties = sorted(set(names["party"]) - {""})
    party = np.array([parties.index(one) if one else -1 for one in names["party"]], dtype=np.int64)
    rows: list[pd.DataFrame] = []
    minutes = [f"minutes_within_{limit:g}_nm" for limit in WITHIN_NM]
    for some in overlaps(legs, party, LISTED_NM):
        moments = (some.start, some.at, some.end)
        sure = np.minimum.reduce([some.distance(time) + some.doubt(time, fix_doubt=doubt) for time in moments])
        lat, lon = some.places()
        a_knots, b_knots, crossing = some.motion()
        told = {"one": some.a.vessel, "other": some.b.vessel, "nm": some.nm, "at": some.at, "lat": lat, "lon": lon,
                "doubt_nm": some.doubt(some.at, fix_doubt=doubt), "surely_within_nm": sure, "a_knots": a_knots,
                "b_knots": b_knots, "crossing_degrees": crossing}  # fmt: skip
        for name, limit in zip(minutes, WITHIN_NM, strict=True):
            enter, leave, close = some.within(limit)
            told[name] = np.where(close, (leave - enter) / 60, 0.0)
        rows.append(pd.DataFrame(told))
    columns = ["a", "b", *_APPROACH_DIGITS, "at", *minutes]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    if not len(table):
        return pd.DataFrame(columns=columns)
    pairs = table.groupby(["one", "other"], sort=True)
    best = table.loc[pairs["nm"].idxmin()].set_index(["one", "other"])
    best["surely_within_nm"] = pairs["surely_within_nm"].min()
    best[minutes] = pairs[minutes].sum().round(1)
    best = best.reset_index()
    best["a"], best["b"] = (names["mmsi"].to_numpy()[best[side]] for side in ("one", "other"))
    best["at"] = _instants(best["at"].to_numpy())
    return best.round(_APPROACH_DIGITS).sort_values(["nm", "a", "b"])[columns].reset_index(drop=True)


def _gaps(frame: pd.DataFrame, near: Near) -> pd.DataFrame:
    """Return when no position of a vessel is known for longer than an hour, as far as that touches the window."""
    mmsi, time = frame["mmsi"].to_numpy(), seconds(frame["time"])
    point = earth_centred(frame["lat"].to_numpy(dtype=np.float64), frame["lon"].to_numpy(dtype=np.float64))
    step = np.diff(time)
    silent = (mmsi[1:] == mmsi[:-1]) & (step > GAP_MINUTES * 60)
    silent &= (time[1:] >= _second(near.start)) & (time[:-1] <= _second(near.end))
    rows = np.flatnonzero(silent)
    return pd.DataFrame(
        {
            "mmsi": [f"{ship:09d}" for ship in mmsi[rows]],
            "start": _instants(time[rows]),
            "end": _instants(time[rows + 1]),
            "hours": np.round(step[rows] / 3600, 1),
            "nm": np.round(distance(point[rows], point[rows + 1]), 1),
        }
    )


def _aside(read: Positions, frame: pd.DataFrame) -> pd.DataFrame:
    """Return all that was set aside, row by row."""
    columns = ["file", "row", "mmsi", "time", "lat", "lon", "reason", "text"]
    unread = pd.DataFrame(read.aside, columns=["file", "row", "reason", "text"])
    both = [part for part in (unread, frame.reindex(columns=columns).assign(text="")) if len(part)]
    return pd.concat(both, ignore_index=True).reindex(columns=columns) if both else pd.DataFrame(columns=columns)


def _nothing(address: str, read: Positions, reasons: Mapping[str, int]) -> str:
    """Say why there is nothing to tell."""
    told = ", ".join(f"{number} {reason}" for reason, number in reasons.items()) or "all of other times"
    hint = "; name it with --time-zone UTC or, for example, Asia/Manila" if NO_ZONE in reasons else ""
    return f"none of the {read.rows} rows of {address} is a usable position ({told}){hint}"


def iso(instant: Any) -> str:
    """Return an instant as ISO 8601 in UTC, to the second."""
    return str(pd.Timestamp(instant).strftime("%Y-%m-%dT%H:%M:%SZ"))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values."""
    return [{name: _plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")]


def _plain(cell: Any) -> Any:
    if isinstance(cell, (pd.Timestamp, dt.datetime, np.datetime64)):
        return None if pd.isna(cell) else iso(cell)
    if isinstance(cell, float) and not np.isfinite(cell):
        return None
    return cell.item() if hasattr(cell, "item") else cell


def window_of(days: Sequence[str]) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and last instant of days that are local to this sea, whose clocks are 7 to 8 hours before UTC.

    Examples
    --------
    >>> [str(each) for each in window_of(["2024-03-05", "2024-03-05"])]
    ['2024-03-04T16:00:00.000000', '2024-03-05T17:00:00.000000']
    """
    first, last = (np.datetime64(day, "us") for day in days)
    return first - np.timedelta64(8, "h"), last + np.timedelta64(17, "h")
