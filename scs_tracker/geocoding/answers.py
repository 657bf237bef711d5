"""Positions in the shape that the command line prints and writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geocoding.frame import geocode
from scs_tracker.geocoding.shapes import shape

if TYPE_CHECKING:
    import pandas as pd

    from scs_tracker.model import Position

#: The fields of one answer, in this order; in a table these are the columns that are added.
ANSWER_FIELDS: Final = (
    "status", "lat", "lon", "radius_km", "method", "feature", "matched", "alternatives", "reason",
)  # fmt: skip
_COLUMNS: Final = {"position_status": "status", "feature_id": "feature", "matched_text": "matched"}


def as_answer(position: Position) -> dict[str, Any]:
    """Return a position as plain data for JSON: degrees to six decimals, kilometres to one metre.

    ``shape`` is a GeoJSON geometry where the place lies on an arc, a circle or a track, or in an area; None where the
    disc says all.
    """
    return {
        "status": position.status,
        "lat": _rounded(position.lat, 6),
        "lon": _rounded(position.lon, 6),
        "radius_km": _rounded(position.radius_km, 3),
        "method": position.method,
        "feature": position.feature_id,
        "matched": position.matched_text,
        "alternatives": list(position.alternatives),
        "reason": position.reason,
        "shape": _outline(position),
    }


def _outline(position: Position) -> Any:
    """Return as GeoJSON what the words leave open where it is no disc: a band, an area; else None."""
    if not position.outline:
        return None
    import shapely

    return json.loads(shapely.to_geojson(shapely.set_precision(shape(position), 1e-5)))


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def with_answers(frame: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Return the rows of a table with the answer for each, as ``geocode --file`` writes them.

    ``column`` has the words; ``lat``, ``lon`` and ``place`` count as in ``geocode``. The columns ``ANSWER_FIELDS`` come
    at the end; what the table had under those names is kept as ``given_…``, printed coordinates as ``printed_lat`` and
    ``printed_lon``.
    """
    placed = geocode(frame, column=column)
    given = {name: f"given_{name}" for name in _COLUMNS.values() if name in frame.columns}
    result = placed.drop(columns="geometry").rename(columns=given).rename(columns=_COLUMNS)
    result[["lat", "lon"]] = result[["lat", "lon"]].round(6)
    result["radius_km"] = result["radius_km"].round(3)
    return result[[name for name in result.columns if name not in ANSWER_FIELDS] + list(ANSWER_FIELDS)]
