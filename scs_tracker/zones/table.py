"""The table of zones: zones.csv with geometry, including zones that the user added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.model import first_day, is_partial_date, last_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

#: Columns of zones.csv and added.csv, in order.
ZONE_COLUMNS: Final = (
    "id", "claimants", "kind", "name", "legal_basis", "citation", "valid_from", "valid_to", "certain_from",
    "earlier", "read", "cut_by", "status", "accuracy", "licence", "recipe", "membership_band_nm", "certainty",
    "feature_id", "note",
)  # fmt: skip
#: Columns that a table of an earlier version does not have: empty there.
_LATER_COLUMNS: Final = ("certain_from", "earlier", "read", "cut_by")
_GEOMETRY = "zones/zones.parquet"
_ADDED = "zones/added"


def load_zones() -> gpd.GeoDataFrame:
    """Return all zones, shipped and the user's, as a GeoDataFrame sorted by id.

    Returns
    -------
    geopandas.GeoDataFrame
        ``ZONE_COLUMNS`` and ``geometry`` in EPSG:4326 (lon, lat). Text columns are text, empty cells empty strings.
        ``valid_from`` and ``valid_to`` are the dates as written; ``first_day`` and ``last_day`` are datetime64, NaT
        where a side is open: a zone exists on all days from the first to the last; before ``certain_day`` it holds
        nothing for certain. ``earlier`` is ``not traced`` where ``valid_from`` is the first day that was read of and
        not known to be the first. ``read`` says whether the law was ``read``, ``restated`` by somebody else or ``not
        traced``; ``cut_by`` which agreements or laws cut the zone. ``membership_band_nm`` is a
        float: within that distance of the limit, membership is only possible. ``certainty`` is ``possible_only``
        where membership is never certain.

    Raises
    ------
    TrackerError
        A file is missing or unreadable, or a zone has no geometry.

    Examples
    --------
    >>> zones = load_zones()
    >>> zones.set_index("id").loc["ph-archipelagic", "claimants"]
    'PH'
    """
    return _load(geodata.overlay()).copy()


def zone_rows() -> list[dict[str, str]]:
    """Return the rows of all zones, shipped and the user's, as text without geometry, sorted by id."""
    overlay = geodata.overlay()
    table = overlay / _ADDED / "added.csv" if overlay is not None else None
    added = geodata.read_csv(table).to_dict("records") if table is not None and table.exists() else []
    theirs = {row["id"] for row in added}
    rows = [*(row for row in geodata.rows("zones") if row["id"] not in theirs), *added]
    return sorted(rows, key=lambda row: row["id"])


@geodata.cached
def zone_column(name: str) -> NDArray[np.str_]:
    """Return one column of all zones as text, in the order of ``load_zones()``, without loading geometry."""
    return np.array([row.get(name) or "" for row in zone_rows()])


@geodata.cached
def _load(overlay: Path | None) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    frames = [_ours()]
    table = overlay / _ADDED / "added.csv" if overlay is not None else None
    if table is not None and table.exists():
        added = geodata.read_csv(table)
        frames += [_join(added[added["id"] == zone], table.parent / f"{zone}.parquet") for zone in added["id"]]
        ours = frames[0]
        frames[0] = ours[~ours["id"].isin(added["id"])]
    zones = gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=4326)
    zones = zones.sort_values("id", ignore_index=True)
    band = zones["membership_band_nm"].replace("", "0")
    zones["membership_band_nm"] = band.astype(float)
    zones["first_day"] = _days(zones["valid_from"], first_day)
    zones["last_day"] = _days(zones["valid_to"], last_day)
    zones["certain_day"] = _days(zones["certain_from"], first_day)
    return zones


@geodata.cached_of_ours
def _ours() -> pd.DataFrame:
    return _join(geodata.read_csv(geodata.shipped("zones/zones.csv")), geodata.shipped(_GEOMETRY))


def _join(rows: pd.DataFrame, file: Path) -> pd.DataFrame:
    import geopandas as gpd

    rows = rows.assign(**{column: "" for column in _LATER_COLUMNS if column not in rows.columns})
    missing = [column for column in ZONE_COLUMNS if column not in rows.columns]
    if missing:
        raise TrackerError(f"the table of zones next to {file} has no column {missing[0]}; add the column")
    try:
        geometry = gpd.read_parquet(file)
    except (OSError, ValueError) as error:
        raise TrackerError(f"{file} cannot be read as GeoParquet: {error}; restore the file") from None
    lost = sorted(set(rows["id"]) - set(geometry["id"]))
    if lost:
        raise TrackerError(f"{file} has no geometry for the zone {lost[0]}; run scs-tracker zones build")
    return rows[list(ZONE_COLUMNS)].merge(geometry[["id", "geometry"]], on="id", how="left")


def _days(dates: pd.Series, edge: Callable[[str], str]) -> pd.Series:
    import pandas as pd

    wrong = [date for date in dates if date and not is_partial_date(date)]
    if wrong:
        raise TrackerError(f"the table of zones has the invalid date {wrong[0]!r}; use YYYY-MM-DD, YYYY-MM or YYYY")
    return pd.to_datetime(dates.map(lambda date: edge(date) if date else ""), errors="coerce", format="%Y-%m-%d")
