"""Read positions near a place and a time from CSV, Parquet and AIS logs, and reject invalid ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from scs_tracker.bulk.checking import check_positions
from scs_tracker.bulk.columns import REQUIRED
from scs_tracker.bulk.headings import Headings
from scs_tracker.bulk.inputs import PARQUET, look_at, read_piece
from scs_tracker.errors import UsageError
from scs_tracker.files import sha256_of
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.tracks.motion import distance, earth_centred
from scs_tracker.tracks.nmea import is_nmea, read_nmea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scs_tracker.tracks.motion import Flags, Floats

    _Part = tuple[pd.DataFrame, str, Headings]

NO_ZONE: Final = "time without a time zone"
OUTSIDE: Final = "outside the region that scs-tracker covers"
#: Half the diagonal of a square of a tenth of a minute.
_TENTH_OF_A_MINUTE_NM: Final = 0.05 * 2**0.5
_FOUND: Final = ("mmsi", "time", "lat", "lon", "sog", "name", "imo", "file", "row")


@dataclass(frozen=True, slots=True)
class Near:
    """The place, distance and time range of the positions to read.

    ``lat`` and ``lon`` are the centre in degrees (WGS 84), ``nm`` is the largest distance from it in nautical miles,
    and ``start`` and ``end`` are times in UTC.
    """

    lat: float
    lon: float
    nm: float
    start: np.datetime64
    end: np.datetime64

    @property
    def seconds(self) -> tuple[float, float]:
        """Return the start and the end of the time range in seconds since 1970."""
        first, last = (edge.astype("datetime64[us]").astype(np.int64) / 1e6 for edge in (self.start, self.end))
        return float(first), float(last)

    def nm_from(self, points: Floats) -> Floats:
        """Return the distance (nm) of earth-centred points from the centre."""
        return distance(points, earth_centred(np.array([self.lat]), np.array([self.lon])))

    def holds(self, lat: Floats, lon: Floats) -> Flags:
        """Return True for each point within ``nm`` nautical miles of the centre."""
        return np.asarray(self.nm_from(earth_centred(lat, lon)) <= self.nm)


@dataclass(eq=False, slots=True)
class Positions:
    """The positions read near a place and a time, with counts of the others.

    ``frame`` has all positions in the time range of the vessels that come near the place: ``mmsi`` int64, ``time``
    datetime64[us, UTC], ``lat`` and ``lon`` float64, ``sog`` in knots, ``name``, ``imo``, ``file`` and ``row``.
    ``elsewhere`` and ``outside`` count the positions of other times or vessels, within the tracker's region and outside
    it. ``aside`` has file, row, reason and text of each rejected row, ``hashes`` the SHA-256 of each local file, and
    ``fix_doubt`` the uncertainty (nm) of fixes in a coarse message format.
    """

    frame: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_FOUND)))
    rows: int = 0
    elsewhere: int = 0
    outside: int = 0
    aside: list[tuple[str, int, str, str]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    fix_doubt: float = 0.0

    def count(self, lat: Floats, lon: Floats) -> None:
        """Count positions left out: in ``elsewhere`` inside the tracker's region, in ``outside`` beyond it."""
        here = int(((lat >= SOUTH) & (lat <= NORTH) & (lon >= WEST) & (lon <= EAST)).sum())
        self.elsewhere += here
        self.outside += lat.size - here


def read_positions(
    address: str, near: Near, *, columns: Mapping[str, str] | None = None, time_zone: str = ""
) -> Positions:
    """Return the positions near a place and a time; other positions are only counted.

    ``address`` is a file, a folder, a pattern or a URL of CSV or Parquet files, or a log of AIS sentences; ``columns``
    maps the tracker's column names to the files' if their headings are not recognised; ``time_zone`` is used for times
    without one. If it is empty, such rows are rejected, unless their provider documents that its times are UTC.
    """
    try:
        zone = ZoneInfo(time_zone) if time_zone else None
    except (KeyError, ValueError, OSError):
        text = f"--time-zone {time_zone!r} is not known; use a name such as UTC, Asia/Manila or Asia/Shanghai"
        raise UsageError(text) from None
    found, path = Positions(), Path(address)
    log = path.is_file() and not path.name.casefold().endswith(PARQUET) and is_nmea(path)
    parts = _log(found, path) if log else _tables(found, address, columns)
    kept = [frame for part in parts if len(frame := _near(found, *part, near, zone))]
    frame = pd.concat(kept, ignore_index=True) if kept else found.frame
    lat, lon = (frame[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    ours = frame["mmsi"].isin(frame["mmsi"][near.holds(lat, lon)].unique()).to_numpy()
    found.count(lat[~ours], lon[~ours])
    found.frame = frame[ours].reset_index(drop=True)
    return found


def _log(found: Positions, path: Path) -> Iterator[_Part]:
    frame, aside, found.rows = read_nmea(path)
    found.aside += [(str(path), *row) for row in aside]
    found.hashes[str(path)] = sha256_of(path)
    found.fix_doubt = _TENTH_OF_A_MINUTE_NM if frame["coarse"].any() else 0.0
    yield frame, str(path), Headings("nmea", {}, "UTC", "", "knots")


def _tables(found: Positions, address: str, columns: Mapping[str, str] | None) -> Iterator[_Part]:
    """Yield tables of positions under the tracker's column names, each with its file and the file's headings."""
    inputs = look_at(address, columns)
    found.aside += [(name, 0, f"file cannot be read: {reason}", "") for name, reason in inputs.unreadable]
    for piece in inputs.pieces():
        source = inputs.sources[piece.source]
        if Path(source.address).is_file() and source.address not in found.hashes:
            found.hashes[source.address] = sha256_of(Path(source.address))
        headings = source.columns.headings
        wanted = {ours: theirs for ours, theirs in headings.columns.items() if ours == "sog"}
        wanted |= source.columns.source
        for batch in read_piece(source, piece):
            found.rows += len(batch.lines)
            found.aside += [(source.address, 0, "wrong number of cells", line) for line in batch.lines]
            if batch.fault:
                found.aside.append((source.address, batch.row, f"file cannot be read: {batch.fault}", ""))
            if batch.table is not None and batch.table.num_rows:
                found.rows += batch.table.num_rows
                frame = pd.DataFrame({ours: batch.table.column(name).to_pandas() for ours, name in wanted.items()})
                yield frame.assign(row=np.arange(len(frame)) + batch.row), source.address, headings


def _near(
    found: Positions, frame: pd.DataFrame, file: str, headings: Headings, near: Near, zone: ZoneInfo | None
) -> pd.DataFrame:
    """Return the rows of a table near the place and the time; record invalid rows, and count the others."""
    checked = check_positions(*(frame[name] for name in REQUIRED), time_format=headings.time_format)
    time, good, lat, lon = checked.time, checked.good, checked.lat, checked.lon
    if zone is not None and checked.zoneless.any():
        local = pd.Series(time).dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT").dt.tz_convert("UTC")
        time = np.where(checked.zoneless, local.dt.tz_localize(None).to_numpy(dtype="datetime64[us]"), time)
    elif not headings.zone:
        good = good & ~checked.zoneless
    good = good & ~np.isnat(time)  # a local time that a change of clocks leaves out, or gives twice
    if not good.all():
        wrong = frame[~good]
        texts = wrong[list(REQUIRED)].astype("string").fillna("").agg(", ".join, axis=1)
        reasons = np.where(checked.good, NO_ZONE, checked.reasons())[~good].tolist()
        found.aside += zip([file] * len(wrong), wrong["row"].tolist(), reasons, texts.tolist(), strict=True)
    kept = good & (time >= near.start) & (time <= near.end)
    found.count(lat[good & ~kept], lon[good & ~kept])
    blank = pd.Series("", frame.index)
    speed = pd.to_numeric(frame.get("sog", blank), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    said = {name: frame.get(name, blank).astype("string").fillna("").to_numpy(dtype=object) for name in ("name", "imo")}
    where = {"mmsi": checked.mmsi, "time": pd.Series(time).dt.tz_localize("UTC"), "lat": lat, "lon": lon}
    origin = {"file": pd.Categorical.from_codes(np.zeros(len(frame), np.int8), [file]), "row": frame["row"].to_numpy()}
    knots = speed / 10 if headings.speed_unit == "tenths of a knot" else speed
    return pd.DataFrame({**where, "sog": knots, **said, **origin})[kept]
