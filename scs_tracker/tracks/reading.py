"""Positions from CSV, Parquet and logs of AIS sentences, near a place and a time; what cannot be is set aside."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from scs_tracker.bulk.checking import check_positions
from scs_tracker.bulk.columns import REQUIRED
from scs_tracker.bulk.headings import Headings, read_headings
from scs_tracker.bulk.inputs import CSV, PARQUET, look_at, read_piece
from scs_tracker.errors import UsageError
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.tracks.motion import distance, earth_centred
from scs_tracker.tracks.nmea import is_nmea, read_nmea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from scs_tracker.bulk.inputs import Source

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

NO_ZONE: Final = "time without a time zone"
#: Half the diagonal of a square of a tenth of a minute.
TENTH_OF_A_MINUTE_NM: Final = 0.05 * 2**0.5
OUTSIDE: Final = "outside the region that scs-tracker covers"
_FOUND: Final = ("mmsi", "time", "lat", "lon", "sog", "name", "imo", "file", "row")
#: What a CSV is read by when its own heading lacks the MMSI: the nine digits in the name of a file of one vessel.
_NINE_DIGITS: Final = re.compile(r"(?<!\d)\d{9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Near:
    """Where and when positions count.

    Attributes
    ----------
    lat, lon
        The middle, degrees, WGS 84.
    nm
        How far from it.
    start, end
        Instants in UTC, datetime64.
    """

    lat: float
    lon: float
    nm: float
    start: np.datetime64
    end: np.datetime64

    def holds(self, lat: Floats, lon: Floats) -> Flags:
        """Return which points lie within the distance."""
        middle = earth_centred(np.array([self.lat]), np.array([self.lon]))
        return np.asarray(distance(earth_centred(lat, lon), middle) <= self.nm)


@dataclass(eq=False, slots=True)
class Positions:
    """What was read.

    Attributes
    ----------
    frame
        All positions of that time of the vessels that come near the place: ``mmsi`` int64, ``time`` datetime64[us,
        UTC], ``lat`` and ``lon`` float64, ``sog`` in knots, ``name``, ``imo``, ``file`` and ``row``.
    rows
        How many rows or lines the files have.
    elsewhere
        How many good positions are of other times, or of vessels that do not come near.
    aside
        ``file``, ``row``, ``reason`` and ``text`` of what is no position.
    outside
        How many of such positions lie outside the region that the tracker covers.
    hashes
        SHA-256 of each file of this machine.
    fix_doubt
        How far off a fix may be by the form in which it was sent, in nautical miles.
    """

    frame: pd.DataFrame
    rows: int = 0
    elsewhere: int = 0
    outside: int = 0
    aside: list[tuple[str, int, str, str]] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)
    fix_doubt: float = 0.0


@dataclass(frozen=True, eq=False, slots=True)
class _Part:
    """A table under our names, with the number of each row, and where it comes from."""

    frame: pd.DataFrame
    file: str
    headings: Headings


def read_positions(
    address: str, near: Near, *, columns: Mapping[str, str] | None = None, time_zone: str = ""
) -> Positions:
    """Read the positions near a place and a time.

    Parameters
    ----------
    address
        A file, a folder, a pattern or an address of CSV or Parquet files, or a log of AIS sentences.
    near
        What counts; of the rest only the number is kept, so that files of any size can be read.
    columns
        Our column names to the files', where their headings do not tell.
    time_zone
        That of times which name none, such as ``Asia/Manila``. Without it such rows are set aside, unless the form of
        the table is one whose provider says that its times are UTC.

    Raises
    ------
    TrackerError
        There is no such file, or it cannot be read.
    UsageError
        The time zone is not known.
    """
    zone = _zone(time_zone)
    found = Positions(pd.DataFrame())
    path = Path(address)
    kept = [
        _near(found, frame, near, zone)
        for frame in (_log(found, path) if _is_log(path) else _tables(found, address, path, columns))
    ]
    kept = [frame for frame in kept if len(frame)]
    frame = pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=list(_FOUND))
    close = near.holds(frame["lat"].to_numpy(dtype=np.float64), frame["lon"].to_numpy(dtype=np.float64))
    ours = frame["mmsi"].isin(frame["mmsi"][close].unique())
    _count(found, frame["lat"][~ours].to_numpy(dtype=np.float64), frame["lon"][~ours].to_numpy(dtype=np.float64))
    found.frame = frame[ours].reset_index(drop=True)
    return found


def _count(found: Positions, lat: Floats, lon: Floats) -> None:
    """Count positions that are not looked at any further."""
    here = (lat >= SOUTH) & (lat <= NORTH) & (lon >= WEST) & (lon <= EAST)
    found.elsewhere += int(here.sum())
    found.outside += int((~here).sum())


def _is_log(path: Path) -> bool:
    return path.is_file() and not path.name.casefold().endswith(PARQUET) and is_nmea(path)


def _log(found: Positions, path: Path) -> Iterator[_Part]:
    frame, aside, found.rows = read_nmea(path)
    found.aside += [(str(path), row, reason, text) for row, reason, text in aside]
    found.hashes[str(path)] = file_hash(path)
    found.fix_doubt = TENTH_OF_A_MINUTE_NM if frame["coarse"].any() else 0.0
    yield _Part(frame, str(path), Headings("nmea", {}, "UTC", "", "knots"))


def _tables(found: Positions, address: str, path: Path, columns: Mapping[str, str] | None) -> Iterator[_Part]:
    """Yield the tables of files piece by piece under our names."""
    mmsi = _NINE_DIGITS.search(path.name) if path.is_file() and path.name.casefold().endswith(CSV) else None
    if mmsi and not columns:
        headings = read_headings(pd.read_csv(path, nrows=0, dtype=str).columns.tolist())
        if "mmsi" not in headings.columns and headings.columns.keys() >= {"time", "lat", "lon"}:
            table = pd.read_csv(path, dtype=str, on_bad_lines="skip")
            renamed = table.rename(columns={theirs: ours for ours, theirs in headings.columns.items()})
            found.rows += len(table)
            found.hashes[str(path)] = file_hash(path)
            yield _Part(renamed.assign(mmsi=mmsi[0], row=np.arange(len(table)) + 2), str(path), headings)
            return
    inputs = look_at(address, columns)
    found.aside += [(name, 0, f"file cannot be read: {reason}", "") for name, reason in inputs.unreadable]
    for piece in inputs.pieces():
        source = inputs.sources[piece.source]
        if Path(source.address).is_file() and source.address not in found.hashes:
            found.hashes[source.address] = file_hash(Path(source.address))
        for batch in read_piece(source, piece):
            found.rows += len(batch.lines)
            found.aside += [(source.address, 0, "wrong number of cells", line) for line in batch.lines]
            if batch.fault:
                found.aside.append((source.address, batch.row, f"file cannot be read: {batch.fault}", ""))
            if batch.table is not None and batch.table.num_rows:
                found.rows += batch.table.num_rows
                yield _Part(_ours(source, batch.table, batch.row), source.address, source.columns.headings)


def _ours(source: Source, table: pa.Table, first: int) -> pd.DataFrame:
    """Return the columns that tracks need under our names, and the numbers of the rows."""
    theirs = dict(source.columns.source)
    if speed := source.columns.headings.columns.get("sog"):
        theirs["sog"] = speed
    frame = pd.DataFrame({ours: table.column(name).to_pandas() for ours, name in theirs.items()})
    return frame.assign(row=np.arange(len(frame)) + first)


def _near(found: Positions, part: _Part, near: Near, zone: ZoneInfo | None) -> pd.DataFrame:
    """Check the rows of a table; keep those near the place and the time, set aside what cannot be, count the others."""
    frame, headings = part.frame, part.headings
    checked = check_positions(*(frame[name] for name in REQUIRED), time_format=headings.time_format)
    time, good = checked.time, checked.good
    if checked.zoneless.any():
        if zone is not None:
            time = np.where(checked.zoneless, _in_zone(time, zone), time)
        elif not headings.zone:
            good = good & ~checked.zoneless
    reasons = np.where(checked.good, NO_ZONE, checked.reasons())
    _set_aside(found, part, ~good, reasons)
    lat, lon = checked.lat, checked.lon
    kept = good & (time >= near.start) & (time <= near.end)
    _count(found, lat[good & ~kept], lon[good & ~kept])
    rows = np.flatnonzero(kept)
    speed = pd.to_numeric(frame["sog"], errors="coerce") if "sog" in frame else pd.Series(np.nan, frame.index)
    if headings.speed_unit == "tenths of a knot":
        speed = speed / 10
    return pd.DataFrame(
        {
            "mmsi": checked.mmsi[rows],
            "time": pd.Series(time[rows]).dt.tz_localize("UTC"),
            "lat": lat[rows],
            "lon": lon[rows],
            "sog": speed.to_numpy(dtype=np.float64, na_value=np.nan)[rows],
            **{name: _words(frame, name)[rows] for name in ("name", "imo")},
            "file": pd.Categorical.from_codes(np.zeros(rows.size, np.int8), [part.file]),
            "row": frame["row"].to_numpy()[rows],
        }
    )


def _words(frame: pd.DataFrame, name: str) -> NDArray[np.object_]:
    cells = frame[name] if name in frame else pd.Series("", frame.index)
    return np.asarray(cells.astype("string").fillna("").to_numpy(dtype=object))


def _set_aside(found: Positions, part: _Part, wrong: Flags, reasons: NDArray[np.object_]) -> None:
    rows = np.flatnonzero(wrong)
    if rows.size:
        texts = part.frame[list(REQUIRED)].iloc[rows].astype("string").fillna("").agg(", ".join, axis=1)
        numbers = part.frame["row"].to_numpy()[rows].tolist()
        found.aside += zip([part.file] * rows.size, numbers, reasons[rows].tolist(), texts.tolist(), strict=True)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        raise UsageError(
            f"--time-zone {name!r} is not known; use a name such as UTC, Asia/Manila or Asia/Shanghai"
        ) from None


def _in_zone(time: NDArray[np.datetime64], zone: ZoneInfo) -> NDArray[np.datetime64]:
    local = pd.Series(time).dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
    return np.asarray(local.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy(dtype="datetime64[us]"))


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
