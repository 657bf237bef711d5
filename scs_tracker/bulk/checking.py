"""Check rows of positions: read MMSI, time, latitude and longitude, and give the reasons for rejecting a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_LARGEST_MMSI: Final = 999_999_999
_IDENTITY: Final = r"^\d{1,9}(\.0*)?$"
_OFFSET: Final = r"(Z|[T ]\d\d[\d:.,]*\s?[+-]\d{2}(:?\d{2})?)$"
_UTC: Final = r"\s*(UTC|GMT)$"
#: A whole date, and not eight digits alone; all else ("now", a month) is no time.
_DATED: Final = r"^\d{4}(-\d\d?-\d\d?|\d{4}[T ])"
_BARE: Final = r"^[+-]?\d*\.?\d+([eE][+-]?\d+)?$"
#: Between these pandas reads every instant, whatever stands beside it in a column.
_FROM, _BEFORE = np.datetime64("1678-01-01", "us"), np.datetime64("2262-01-01", "us")
#: What can be wrong with a row, in the order in which it is said.
REASONS: Final = (
    "mmsi missing", "mmsi not a number of up to nine digits",
    "time missing", "time a number without a unit", "time not a date and time",
    "lat missing", "lat not a number", "lat out of range", "lon missing", "lon not a number", "lon out of range",
)  # fmt: skip
_MISSING, _NO_NUMBER, _OUT_OF_RANGE = "missing", "not a number", "out of range"


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """The MMSIs, times, latitudes and longitudes of the rows of a table, with the errors of each row.

    ``mmsi`` is int64, 0 if it cannot be read; ``time`` is datetime64[us] in UTC, or NaT; ``lat`` and ``lon`` are
    decimal degrees, or NaN. ``faults`` has the reasons for rejecting each row, as bits in the order of ``REASONS``;
    ``zoneless`` is True if the time has no time zone and is read as UTC.
    """

    mmsi: NDArray[np.int64]
    time: NDArray[np.datetime64]
    lat: Floats
    lon: Floats
    faults: NDArray[np.int32]
    zoneless: Flags

    @property
    def naive(self) -> int:
        """Return the number of times without a time zone."""
        return int(self.zoneless.sum())

    @property
    def good(self) -> Flags:
        """Return True for each row that is a valid position."""
        return np.asarray(self.faults == 0)

    def reasons(self) -> NDArray[np.object_]:
        """Return the errors of each row, separated by ``;``."""
        kinds, position = np.unique(self.faults, return_inverse=True)
        return np.array([reason_text(int(kind)) for kind in kinds], dtype=object)[position]


def reason_text(faults: int) -> str:
    """Return the reasons encoded by the bits of ``faults``, separated by ``;``."""
    return ";".join(reason for bit, reason in enumerate(REASONS) if faults >> bit & 1)


def check_positions(
    mmsi: pd.Series, time: pd.Series, lat: pd.Series, lon: pd.Series, *, time_format: str = ""
) -> Checked:
    """Read the MMSI, time, latitude and longitude of each row, from columns of any type.

    Times are ISO 8601, texts of ``time_format`` (as ``strptime`` takes it) or timestamps of the years 1678 to 2261;
    without a time zone they are UTC. A number alone is rejected, because its unit is not known, and so is a month
    alone.
    """
    faults = np.zeros(len(mmsi), dtype=np.int32)
    number, absent, unread = _numbers(mmsi, digits=True)
    wrong = ~absent & (unread | ~((number >= 0) & (number <= _LARGEST_MMSI) & (number == np.floor(number))))
    faults |= _bits(absent, "mmsi missing") | _bits(wrong, "mmsi not a number of up to nine digits")
    identity = np.where(faults == 0, number, 0).astype(np.int64)
    instant, absent, bare, zoneless = _times(time, time_format)
    faults |= _bits(absent, "time missing") | _bits(bare, "time a number without a unit")
    faults |= _bits(np.isnat(instant) & ~absent & ~bare, "time not a date and time")
    degrees = []
    for name, column, limit in (("lat", lat, 90.0), ("lon", lon, 180.0)):
        number, absent, unread = _numbers(column)
        beyond = ~absent & ~unread & ~(np.abs(number) <= limit)
        for where, what in ((absent, _MISSING), (unread, _NO_NUMBER), (beyond, _OUT_OF_RANGE)):
            faults |= _bits(where, f"{name} {what}")
        degrees.append(number + 0.0)  # -0.0 and 0.0 are one place
    return Checked(identity, instant, degrees[0], degrees[1], faults, zoneless)


def _bits(where: Flags, reason: str) -> NDArray[np.int32]:
    return where.astype(np.int32) << REASONS.index(reason)


def _numbers(column: pd.Series, *, digits: bool = False) -> tuple[Floats, Flags, Flags]:
    """Return a column as numbers, with masks of its empty cells and of cells that are not numbers.

    With ``digits``, text is a number only if it is written in full, because a spreadsheet's 4.13E+08 has lost digits.
    """
    if pd.api.types.is_bool_dtype(column.dtype):
        column = column.astype(object).map(str, na_action="ignore")
    if pd.api.types.is_numeric_dtype(column.dtype):
        number = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return number, np.isnan(number), np.zeros(number.size, dtype=bool)
    text = _as_text(column)
    absent = np.asarray(text.isna() | text.str.casefold().isin(("", "nan")), dtype=bool)
    readable = ~absent & _matching(text, _IDENTITY) if digits else ~absent
    number = pd.to_numeric(text.where(readable), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return number, absent, np.isnan(number) & ~absent


def _as_text(column: pd.Series) -> pd.Series:
    """Return the cells as stripped text; a cell of an object column may contain any value, even a list."""
    if column.dtype == object:
        column = column.map(lambda cell: printed(cell) if not is_empty(cell) else None)
    return column.astype("string").str.strip()  # "str" would be "None" for None before pandas 3


def printed(cell: object) -> str:
    """Return a cell as text, with lone surrogates replaced by question marks."""
    return str(cell).encode("utf-8", "replace").decode()


def is_empty(cell: object) -> bool:
    """Return True if a cell is None, NA, NaT or NaN."""
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell))


def _times(column: pd.Series, time_format: str) -> tuple[NDArray[np.datetime64], Flags, Flags, Flags]:
    """Return a column as times in UTC, with masks of empty cells and bare numbers, and of times without a zone."""
    nowhere = np.zeros(len(column), dtype=bool)
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        instant = _within(column.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy(dtype="datetime64[us]"))
        return instant, np.asarray(column.isna(), dtype=bool), nowhere, nowhere
    if pd.api.types.is_datetime64_dtype(column.dtype):
        instant = _within(column.to_numpy(dtype="datetime64[us]"))
        return instant, np.asarray(column.isna(), dtype=bool), nowhere, ~np.isnat(instant)
    if pd.api.types.is_numeric_dtype(column.dtype):
        absent = np.asarray(column.isna(), dtype=bool)
        return np.full(len(column), np.datetime64("NaT"), dtype="datetime64[us]"), absent, ~absent, nowhere
    text = _as_text(column)
    absent = np.asarray(text.isna() | (text == ""), dtype=bool)
    if time_format:
        read = pd.to_datetime(text.where(~absent), errors="coerce", format=time_format)
        instant = _within(read.to_numpy(dtype="datetime64[us]"))
        return instant, absent, nowhere, ~np.isnat(instant)
    if _matching(text, _UTC).any():
        text = text.str.replace(_UTC, "Z", regex=True)
    dated = _matching(text, _DATED)
    read = pd.to_datetime(text if dated.all() else text.where(dated), errors="coerce", format="ISO8601", utc=True)
    instant = _within(read.dt.tz_localize(None).to_numpy(dtype="datetime64[us]"))
    bare = np.zeros(len(text), dtype=bool) if dated.all() else _matching(text, _BARE)
    return instant, absent, bare, ~np.isnat(instant) & ~_matching(text, _OFFSET)


def _within(instant: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    known = (instant >= _FROM) & (instant < _BEFORE)
    return np.where(known, instant, np.datetime64("NaT", "us"))


def _matching(text: pd.Series, pattern: str) -> Flags:
    """Return True for each text that contains the pattern; uses Arrow, which is much faster than pandas."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.match_substring_regex(pa.array(text, pa.string(), from_pandas=True), pattern)
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False))
