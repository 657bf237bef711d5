"""Find the vessels near a place in a time range: their presence, closest approaches and gaps in positions."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker.bulk.vessels import identities, read_vessels, shipped_vessels
from scs_tracker.errors import TrackerError
from scs_tracker.tracks import cleaning, motion
from scs_tracker.tracks.reading import NO_ZONE, OUTSIDE, Near, Positions, read_positions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scs_tracker.tracks.motion import Flags, Floats, Legs

#: Distances for which the time within them is counted, and beyond which an approach is not listed, in nautical miles.
WITHIN_NM, LISTED_NM = (0.1, 0.5, 1.0, 3.0), 12.0
#: So long before and after the window positions are read, for legs and gaps that reach into it.
_AROUND: Final = np.timedelta64(24, "h")
#: On land and further than this from the sea a ship cannot be; rivers and their ports lie within, or are set aside.
_INLAND_NM: Final = 3.0
_LAND: Final = "on land, more than 3 nm from a coast"
_SPEEDS: Final = "speed in km/h, not knots; the position is kept"
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
_MINUTES: Final = {f"minutes_within_{limit:g}_nm": limit for limit in WITHIN_NM}
_ASIDE_COLUMNS: Final = ("file", "row", "mmsi", "time", "lat", "lon", "reason", "text")
WORDS: Final = (
    "AIS is incomplete, can be switched off and be forged: no signal does not mean no ship, and a signal does not "
    "prove one."
)


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """The positions of vessels near a place in a time range, with times in UTC.

    ``vessels`` has ``VESSEL_COLUMNS``, with one row per vessel within the distance; ``approaches`` has ``a``, ``b``
    (MMSI), ``at``, ``minutes_within_…_nm`` and the columns of ``_APPROACH_DIGITS``, closest first; ``gaps`` has the
    periods of over an hour without a position, and their end points; ``fixes`` has the positions of these vessels in
    the time range; ``aside`` has rejected rows with reasons; ``counts`` has ``rows``, ``positions`` (in ``fixes``),
    ``elsewhere`` and ``set_aside`` (number by reason); ``hashes`` has the SHA-256 of the files.
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
        """Return the scene as plain values for JSON, with times in ISO 8601 and unknown numbers as None."""
        near = self.near
        return {
            "place": {"name": self.label, "lat": near.lat, "lon": near.lon, "radius_nm": round(near.nm, 3)},
            **{side: f"{edge.astype('datetime64[s]')}Z" for side, edge in (("from", near.start), ("to", near.end))},
            **{name: records(getattr(self, name)) for name in ("vessels", "approaches", "gaps")},
            **{name: self.counts[name] for name in ("set_aside", "rows", "positions", "elsewhere")},
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
    """Return the scene near a place in a time range.

    The files at ``address`` are read with ``read_positions``; raise ``TrackerError`` if none has a usable position.
    ``near`` gives the place, the distance and the time range, ``label`` the name of the place; ``vessels`` is a list of
    vessels as for ``run_bulk``, or None for the shipped one.
    """
    known = read_vessels(vessels) if vessels is not None else shipped_vessels()
    wide_nm = near.nm + motion.FASTEST_KN * motion.GAP_MINUTES / 60
    wide = replace(near, nm=wide_nm, start=near.start - _AROUND, end=near.end + _AROUND)
    read = read_positions(address, wide, columns=columns, time_zone=time_zone)
    if not read.rows and not read.aside:
        raise TrackerError(f"{address} has no rows; give a file of positions")
    frame, doubt = _checked(read)
    wrong, kept = frame[frame["reason"] != ""], frame[frame["reason"] == ""].reset_index(drop=True)
    reasons = Counter([text for _, _, text, _ in read.aside] + wrong["reason"].tolist())
    reasons += Counter({OUTSIDE: read.outside, _SPEEDS: int(kept["sog"].notna().sum()) if _in_kmh(kept) else 0})
    if not len(kept) and read.rows and not read.elsewhere + read.outside:
        told = ", ".join(f"{number} {reason}" for reason, number in reasons.items()) or "all at other times"
        hint = "; name it with --time-zone UTC or, for example, Asia/Manila" if NO_ZONE in reasons else ""
        raise TrackerError(f"none of the {read.rows} rows of {address} has a usable position ({told}){hint}")
    vessel, ships = pd.factorize(kept["mmsi"].to_numpy(dtype=np.int64), sort=True)
    names, _ = identities(vessel, np.asarray(ships), {key: kept[key] for key in ("imo", "name")}, known)
    names["mmsi"] = [f"{ship:09d}" for ship in ships]
    legs = _clipped(motion.legs_of(vessel, kept["at"].to_numpy(), *_degrees(kept), doubt=doubt), near)
    legs = legs.take(near.nm_from(legs.at(_closest(legs, near))) <= near.nm)
    there = _vessels(kept, near, legs, names, doubt)
    present = kept[np.isin(vessel, there.index)]
    fixes = present.loc[present["at"].between(*near.seconds), ["mmsi", "time", "lat", "lon", "sog", "file", "row"]]
    unread = pd.DataFrame(read.aside, columns=["file", "row", "reason", "text"])
    aside = pd.concat([part for part in (unread, wrong.assign(text="")) if len(part)] or [unread], ignore_index=True)
    counts = {"rows": read.rows, "positions": len(fixes), "elsewhere": read.elsewhere + len(kept) - len(fixes),
              "set_aside": dict(sorted(reasons.items()))}  # fmt: skip
    return Scene(
        near, label, there.reset_index(drop=True), _approaches(legs, names, doubt), _gaps(present, near),
        fixes.reset_index(drop=True), aside.reindex(columns=list(_ASIDE_COLUMNS)), counts, read.hashes,
    )  # fmt: skip


def _degrees(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    return frame["lat"].to_numpy(dtype=np.float64), frame["lon"].to_numpy(dtype=np.float64)


def _checked(read: Positions) -> tuple[pd.DataFrame, float]:
    """Return sorted positions with times in seconds and reasons for rejection, and the uncertainty of a fix (nm)."""
    frame = read.frame.sort_values(["mmsi", "time", "lat", "lon"], kind="stable", ignore_index=True)
    lat, lon = _degrees(frame)
    frame["at"] = seconds(frame["time"])
    doubt = max(motion.FIX_DOUBT_NM, _coordinate_doubt_nm(lat, lon), read.fix_doubt)
    inland = _inland(lat, lon)
    frame["reason"] = np.where(inland, _LAND, "").astype(object)
    some = frame[~inland]
    kinds = cleaning.clean(some["mmsi"].to_numpy(dtype=np.int64), some["at"].to_numpy(), *_degrees(some), doubt)
    frame.loc[~inland, "reason"] = np.array(cleaning.REASONS, dtype=object)[kinds]
    return frame, doubt


def seconds(time: pd.Series) -> Floats:
    """Return timestamps as seconds since 1970 (UTC)."""
    return np.asarray(pd.to_datetime(time, utc=True).astype("datetime64[us, UTC]").astype(np.int64) / 1e6)


def _coordinate_doubt_nm(lat: Floats, lon: Floats) -> float:
    """Return the uncertainty (nm) of positions that results from the rounding of their coordinates.

    If all coordinates have the same few decimals, a fix may be anywhere in a square of that size; the uncertainty is
    half its diagonal at the equator.
    """
    for places in range(5 if lat.size > 1 else 0):
        if all(np.abs(np.round(values, places) - values).max() < 1e-9 for values in (lat, lon)):
            return float(np.hypot(0.5, 0.5) * 60 / 10**places)
    return 0.0


def _inland(lat: Floats, lon: Floats) -> Flags:
    """Return True for each position on land and more than 3 nm from the coast."""
    from scs_tracker.zones.coast import nearest_coasts
    from scs_tracker.zones.membership import zones_by_day

    land = np.zeros(lat.size, dtype=bool)
    if lat.size:
        certain, _ = zones_by_day(lon, lat, np.full(lat.size, np.datetime64("2026-01-01", "us")))  # land has no date
        land = np.array(["land" in text.split(";") for text in certain.texts])[certain.codes]
        land[land] = nearest_coasts(lon[land], lat[land])[1] > _INLAND_NM
    return land


def _in_kmh(frame: pd.DataFrame) -> bool:
    """Return True if the speeds of a file, compared with its positions, are likely to be in km/h."""
    step, point = np.diff(frame["at"]), motion.earth_centred(*_degrees(frame))
    near = (np.diff(frame["mmsi"].to_numpy(dtype=np.int64)) == 0) & (step > 0) & (step <= 600)
    speed = motion.distance(point[1:], point[:-1])[near] / step[near] * 3600
    given = frame["sog"].to_numpy(dtype=np.float64)[1:][near]
    usable = (speed > 3) & (given > 0)
    return bool(usable.sum() >= 10 and _KMH[0] < np.median(given[usable] / speed[usable]) < _KMH[1])


def _clipped(legs: Legs, near: Near) -> Legs:
    """Return the legs cut to the time range of the scene."""
    first, last = near.seconds
    some = legs.take((legs.end >= first) & (legs.start <= last))
    start, end = np.maximum(some.start, first), np.minimum(some.end, last)
    return replace(some, start=start, end=end, from_=some.at(start), to=some.at(end))


def _closest(legs: Legs, near: Near) -> Floats:
    """Return the time at which each leg is closest to the place."""
    gap, way = motion.earth_centred(np.array([near.lat]), np.array([near.lon])) - legs.from_, legs.to - legs.from_
    share = np.clip(np.sum(gap * way, axis=1) / np.maximum(np.sum(way**2, axis=1), 1e-18), 0, 1)
    return np.asarray(legs.start + share * (legs.end - legs.start))


def _vessels(frame: pd.DataFrame, near: Near, legs: Legs, names: pd.DataFrame, doubt: float) -> pd.DataFrame:
    """Return the vessels that came within the distance of the place, closest first."""
    at = _closest(legs, near)
    nm, off = near.nm_from(legs.at(at)), legs.doubt(at) + doubt
    found = pd.DataFrame({"ship": legs.vessel, "closest_nm": nm, "at": at, "closest_doubt_nm": off})
    found = found.sort_values(["closest_nm", "at"]).drop_duplicates("ship")
    inside = frame[frame["at"].between(*near.seconds) & near.holds(*_degrees(frame))]
    seen = inside.groupby(inside["mmsi"].map("{:09d}".format))["time"].agg(["size", "min", "max"])
    seen = seen.rename(columns={"size": "fixes", "min": "first_seen", "max": "last_seen"})
    table = found.assign(closest_at=_instants(found["at"])).set_index("ship").join(names).join(seen, on="mmsi")
    table = table.round({"closest_nm": 3, "closest_doubt_nm": 3}).fillna({"fixes": 0}).astype({"fixes": int})
    return table.sort_values(["closest_nm", "mmsi"])[list(VESSEL_COLUMNS)]


def told_distance(nm: float, doubt: float) -> str:
    """Return a distance and its uncertainty as text, with as many decimals as the uncertainty supports."""
    places = 1 if doubt >= 0.5 else 2 if doubt >= 0.05 else 3
    return f"{nm:.{places}f} ± {doubt:.{places}f} nm"


def _instants(time: Any) -> Any:
    return pd.Series(pd.to_datetime(np.round(time), unit="s", utc=True)).to_numpy()


def _approaches(legs: Legs, names: pd.DataFrame, doubt: float) -> pd.DataFrame:
    """Return the closest approach of each pair of vessels of different parties, closest first."""
    columns = ["a", "b", *_APPROACH_DIGITS, "at", *_MINUTES]
    rows = []
    for some in motion.overlaps(legs, names["party_number"].to_numpy(), LISTED_NM):
        course = dict(zip(("a_knots", "b_knots", "crossing_degrees"), some.motion(), strict=True))
        minutes = {name: np.subtract(*some.within(limit)[::-1]) / 60 for name, limit in _MINUTES.items()}
        rows += [motion.table_of(some, doubt).assign(**course, **minutes)] if some.nm.size else []
    if not rows:
        return pd.DataFrame(columns=columns)
    table = pd.concat(rows, ignore_index=True)
    pairs = table.groupby(["a", "b"])
    best = table.loc[pairs["nm"].idxmin()].set_index(["a", "b"])
    best = best.assign(surely_within_nm=pairs["surely_within_nm"].min(), **pairs[list(_MINUTES)].sum().round(1))
    best = best.reset_index().assign(at=_instants(best["at"]))
    best[["a", "b"]] = names["mmsi"].to_numpy()[best[["a", "b"]]]
    return best.round(_APPROACH_DIGITS).sort_values(["nm", "a", "b"], ignore_index=True)[columns]


def _gaps(frame: pd.DataFrame, near: Near) -> pd.DataFrame:
    """Return the periods of over an hour without a position of a vessel that overlap the time range."""
    first, last = near.seconds
    after = frame.groupby("mmsi")[["time", "at", "lat", "lon"]].shift(-1)
    silent = (after["at"] - frame["at"] > motion.GAP_MINUTES * 60) & (after["at"] >= first) & (frame["at"] <= last)
    one, other = frame[silent], after[silent]
    nm = motion.distance(motion.earth_centred(*_degrees(one)), motion.earth_centred(*_degrees(other)))
    told = {"mmsi": one["mmsi"].map("{:09d}".format), "start": one["time"], "end": other["time"],
            "hours": ((other["at"] - one["at"]) / 3600).round(1), "nm": nm.round(1)}  # fmt: skip
    ends = {f"{side}_{name}": end[name] for side, end in (("start", one), ("end", other)) for name in ("lat", "lon")}
    return pd.DataFrame(told | ends).reset_index(drop=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain values, with times in ISO 8601 and unknown values as None."""
    rows: list[dict[str, Any]] = json.loads(frame.to_json(orient="records", date_format="iso", date_unit="s"))
    return rows
