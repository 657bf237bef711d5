"""Find the zones at each position on its date, the nearest feature within 24 nm, the flag and the actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker import geodata
from scs_tracker.bulk.columns import ADDED
from scs_tracker.bulk.vessels import actors_of, flags_of
from scs_tracker.geodata.region import EAST, NORTH, SOUTH, WEST
from scs_tracker.zones.coast import feature_points, nearest_feature_numbers
from scs_tracker.zones.membership import zones_by_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from scs_tracker.bulk.vessels import Vessels

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

#: Features further away than this are not named.
NEAREST_WITHIN_NM: Final = 24.0
#: Cells a degree of the mask that says where a feature can be near enough.
_CELLS: Final = 8
#: The middle of a cell stands for all of it; this covers what half its diagonal leaves.
_SLACK_NM: Final = 0.1
#: Positions looked up together; bounds the memory.
CHUNK: Final = 1 << 20


@dataclass(frozen=True, eq=False, slots=True)
class Encoded:
    """A column with few distinct texts: a number (int32, not negative) per row, and the sorted texts."""

    codes: Ints
    texts: tuple[str, ...]

    def categorical(self) -> pd.Categorical:
        """Return the column as a pandas categorical."""
        return pd.Categorical.from_codes(self.codes, categories=pd.Index(self.texts, dtype="str"))


def encode(codes: Any, texts: Any) -> Encoded:
    """Return a column encoded by its distinct texts, sorted; a negative number gives the empty text."""
    labels = [*texts, ""]
    codes = np.asarray(codes, dtype=np.int64)
    codes = np.where(codes < 0, len(labels) - 1, codes)
    used = np.flatnonzero(np.bincount(codes, minlength=len(labels)))
    ordered = sorted({labels[code] for code in used})
    rank = {text: number for number, text in enumerate(ordered)}
    renumbered = np.zeros(len(labels), dtype=np.int32)
    renumbered[used] = [rank[labels[code]] for code in used]
    return Encoded(renumbered[codes], tuple(ordered))


def meaning(
    mmsi: NDArray[np.int64],
    time: NDArray[np.datetime64],
    lat: Floats,
    lon: Floats,
    *,
    vessels: Vessels | None,
    texts: Mapping[str, pd.Series],
) -> tuple[dict[str, Any], int]:
    """Return the columns of ``ADDED`` for positions, and the number of positions that match two actors of the list.

    Only zones in force on the UTC day of ``time`` are used. All columns are Encoded except ``nearest_feature_nm``
    (float64, nautical miles to three decimals, NaN if no feature is within 24 nm). ``texts`` has ``imo`` and ``name``
    if the table has them.
    """
    certain, possible = zones_by_day(lon, lat, time)
    feature, distance = nearest_features_within(lon, lat)
    number, flags = flags_of(mmsi)
    actor, torn = np.full(mmsi.size, -1, dtype=np.int32), 0
    if vessels is not None:
        actor, torn = actors_of(vessels, mmsi, texts.get("imo"), texts.get("name"))
    added = {
        "zones": encode(certain.codes, certain.texts),
        "zones_possible": encode(possible.codes, possible.texts),
        "nearest_feature": encode(feature, feature_points()[0].tolist()),
        "nearest_feature_nm": distance,
        "flag": encode(number, flags),
        "actor": encode(actor, vessels.actors if vessels is not None else ()),
    }
    return {name: added[name] for name in ADDED}, torn


def nearest_features_within(lon: Floats, lat: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return the number of the nearest feature within 24 nm, or -1, and the distance (nm) to its point, or NaN.

    A mask of the region's cells excludes most positions; the others are searched exactly.
    """
    number, distance = np.full(lon.size, -1, dtype=np.int64), np.full(lon.size, np.nan)
    inside = np.flatnonzero((lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH))
    mask = _near_cells()
    near = inside[mask.ravel().take(_cell(lat[inside], SOUTH) * mask.shape[1] + _cell(lon[inside], WEST))]
    for start in range(0, near.size, CHUNK):
        some = near[start : start + CHUNK]
        nearest, away = nearest_feature_numbers(lon[some], lat[some])
        close = away <= NEAREST_WITHIN_NM
        number[some[close]] = nearest[close]
        distance[some[close]] = away[close].round(3)
    return number, distance


def _cell(degrees: Floats, origin: float) -> NDArray[np.int64]:
    return np.asarray(((degrees - origin) * _CELLS).astype(np.int64))


@geodata.cached
def _near_cells() -> NDArray[np.bool_]:
    """Return a mask of the cells of the region that may be within 24 nm of a feature."""
    rows, columns = (int((high - low) * _CELLS) + 1 for low, high in ((SOUTH, NORTH), (WEST, EAST)))
    row, column = np.divmod(np.arange(rows * columns), columns)
    east, north = (np.minimum((WEST + (column + 0.5) / _CELLS), EAST), np.minimum(SOUTH + (row + 0.5) / _CELLS, NORTH))
    corner_nm = np.hypot(0.5, 0.5) / _CELLS * 60.2
    mask = nearest_feature_numbers(east, north)[1] <= NEAREST_WITHIN_NM + corner_nm + _SLACK_NM
    return np.asarray(mask.reshape(rows, columns))
