"""Geocode the rows of a table of reports."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from scs_tracker.errors import UsageError
from scs_tracker.geocoding.resolve import resolve_text
from scs_tracker.model import POSITION_COLUMNS, Position, split_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd


def geocode(frame: pd.DataFrame | pd.Series, *, column: str = "location_text") -> gpd.GeoDataFrame:
    """Geocode every row of a table of reports, or every text of a Series.

    Parameters
    ----------
    frame
        Reports. Printed coordinates in ``lat`` and ``lon`` (text or float) take precedence over the text; ``place`` is
        a hint; ``initiators`` and ``targets`` help to choose between places. A Series holds only texts.
    column
        Name of the text column; for a Series, its name in the result.

    Returns
    -------
    geopandas.GeoDataFrame
        The frame in EPSG:4326 with ``position_status`` and the columns of ``POSITION_COLUMNS``, and a geometry that is
        None if a row has no position, with the index of ``frame``. Printed coordinates move to
        ``printed_lat`` and ``printed_lon``.

    Raises
    ------
    UsageError
        ``frame`` is not a DataFrame or Series, or does not have the column.

    Examples
    --------
    >>> import pandas as pd
    >>> placed = geocode(pd.DataFrame({"location_text": ["10 nm E of Sabina Shoal", "somewhere"]}))
    >>> placed["position_status"].tolist(), placed["method"].tolist()
    (['resolved', 'unresolved'], ['offset', 'none'])
    """
    import geopandas as gpd
    import pandas as pd

    if isinstance(frame, pd.Series):
        frame = frame.to_frame(column)
    found = positions(frame, column=column)
    result = frame.drop(columns=[name for name in (*POSITION_COLUMNS, "geometry") if name in frame.columns])
    result = pd.DataFrame(result)
    for name in ("lat", "lon"):
        if name in frame.columns and f"printed_{name}" not in frame.columns:
            result[f"printed_{name}"] = frame[name]

    def texts(cells: list[str]) -> pd.Series:
        # an empty list alone would become a column of numbers
        return pd.Series(cells, index=result.index, dtype=str)

    result["position_status"] = texts([one.status for one in found])
    for name in ("lat", "lon", "radius_km"):
        result[name] = pd.array([getattr(one, name) for one in found], dtype="Float64").astype("float64")
    for name in ("method", "feature_id", "matched_text", "reason"):
        result[name] = texts([getattr(one, name) for one in found])
    result["alternatives"] = texts([";".join(one.alternatives) for one in found])
    geometry = gpd.points_from_xy(result["lon"], result["lat"])
    result = gpd.GeoDataFrame(result, geometry=geometry, crs="EPSG:4326")
    result.loc[result["lat"].isna(), "geometry"] = None
    return result


def positions(frame: pd.DataFrame, *, column: str) -> list[Position]:
    """Return the geocoded position of every row of a table of reports."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        given = type(frame).__name__
        raise UsageError(f"geocode takes a DataFrame or a Series, not {given}; use resolve_text for a single text")
    if column not in frame.columns:
        raise UsageError(f"column {column} is not in the table; use one of {', '.join(map(str, frame.columns))}")
    return [_row(row, column) for row in frame.to_dict("records")]


def _cell(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value).strip()


def _row(row: Mapping[Any, Any], column: str) -> Position:
    prefix = "printed_" if "printed_lat" in row else ""
    lat, lon = _cell(row, f"{prefix}lat"), _cell(row, f"{prefix}lon")
    actors = split_list(_cell(row, "initiators")) + split_list(_cell(row, "targets"))
    if lat and lon:
        found = resolve_text(f"{lat}, {lon}")  # the precision of the figures, as in a text
        if found.method == "coordinates" or found.status == "unresolved":
            return found
        return Position("unresolved", reason=f"the coordinates {lat}, {lon} are not valid; use decimal degrees")
    return resolve_text(_cell(row, column), place=_cell(row, "place"), actors=actors)
