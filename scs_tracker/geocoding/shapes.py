"""Build outlines of positions: the band of an arc off a coast, a ring, an area, a track, or else the circle."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from scs_tracker.geocoding.arcs import circle
from scs_tracker.geocoding.frame import geocode, positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd
    from shapely import Geometry

    from scs_tracker.model import Position

_KM_PER_DEGREE: Final = 111.195
#: Points of an outline further apart than so many times the usual step are not joined.
_GAP: Final = 3.0
#: Up to so many points, as of a track, are joined whatever their distance.
_FEW: Final = 24
#: The points that distances off a coast count from lie up to so far from the coast itself.
_COAST_KM: Final = 5.0
#: No band is drawn narrower than this to each side.
_LEAST_KM: Final = 0.1
#: The words place an incident where the ledger has it if they differ by no more than this, in degrees and in km.
_SAME_DEGREES: Final = 1e-4
_SAME_KM: Final = 0.01
#: What a position is read from; coordinates are those that were printed, where a frame tells them apart.
_READ: Final = ("location_text", "place", "initiators", "targets")
#: What is placed by a name alone is a disc, and no words need to be read again for it.
_DISCS: Final = frozenset({"feature", "area", "none", ""})
#: The fields of one answer, in this order; in a table these are the columns that are added.
ANSWER_FIELDS: Final = (
    "status", "lat", "lon", "radius_km", "method", "feature", "matched", "alternatives", "reason",
)  # fmt: skip
_COLUMNS: Final = {"position_status": "status", "feature_id": "feature", "matched_text": "matched"}


def shape(position: Position) -> Geometry | None:
    """Return the outline of a position in longitude and latitude, or None if the position has no location.

    It is a band around an arc, a circle or a track, as wide as its tolerance, the area of printed corners, or the
    circle of the position. It lies in that circle, to within a hundredth of its radius.
    """
    import shapely

    if position.lat is None or position.lon is None or position.radius_km is None:
        return None
    disc = _polygon(circle(position.lat, position.lon, max(position.radius_km, _LEAST_KM)))
    if not position.outline:
        return disc
    if position.outline[0] == position.outline[-1] and not position.slack_km:
        return _polygon(position.outline)
    wide = math.cos(math.radians(position.lat))
    plane = [((lon - position.lon) * wide, lat - position.lat) for lat, lon in position.outline]
    runs = [shapely.LineString(run) if len(run) > 1 else shapely.Point(run[0]) for run in _runs(plane)]
    slack_km = position.slack_km + (_COAST_KM if position.method == "coast_distance" else _LEAST_KM)
    band = shapely.union_all(shapely.buffer(runs, slack_km / _KM_PER_DEGREE))
    middle = (position.lon, position.lat)
    return shapely.intersection(shapely.transform(band, lambda points: points / (wide, 1.0) + middle), disc)


def shapes(frame: pd.DataFrame, *, column: str = "location_text") -> gpd.GeoSeries:
    """Geocode a table of reports like ``geocode``, and return the outline of each position in EPSG:4326, for a GIS.

    >>> import pandas as pd
    >>> shapes(pd.DataFrame({"location_text": ["124 nm off Zambales", "somewhere"]})).notna().tolist()
    [True, False]
    """
    import geopandas as gpd

    outlines: list[Any] = [shape(position) for position in positions(frame, column=column)]
    return gpd.GeoSeries(outlines, index=frame.index, crs="EPSG:4326")


def outlined(frame: pd.DataFrame) -> Iterator[tuple[int, Position, Geometry]]:
    """Yield the number, position and outline of each located incident whose outline is not a circle.

    The ledger stores only circles. The outline is computed again from the text, and used only if the text still gives
    the location in the ledger, which a reviewer may have changed.
    """
    import numpy as np

    asked = [row for row, method in enumerate(frame["method"]) if method not in _DISCS]
    part = frame.iloc[asked]
    if "matched_text" in frame:  # what the place was read from: far fewer words, and often the same
        matched = part["matched_text"].fillna("")
        part = part.assign(location_text=matched.where(matched != "", part["location_text"]))
    figures = ("printed_lat", "printed_lon") if "printed_lat" in part else ("lat", "lon")
    names = [name for name in (*_READ, *figures) if name in part]
    number_of: dict[tuple[str, ...], int] = {}
    cells = zip(*(map(str, part[name]) for name in names), strict=True)  # half characters too, which Arrow refuses
    alike = [number_of.setdefault(words, len(number_of)) for words in cells]
    _, first, which = np.unique(alike, return_index=True, return_inverse=True)
    found = positions(part.iloc[first], column="location_text")
    stored = part[["lat", "lon", "radius_km"]].to_numpy(dtype=float, na_value=math.nan).tolist()
    for row, number, (lat, lon, km) in zip(asked, which.tolist(), stored, strict=True):
        position = found[number]
        outline = shape(position) if position.outline and _agrees(position, lat, lon, km) else None
        if outline is not None:
            yield row, position, outline


def _agrees(position: Position, lat: float, lon: float, km: float) -> bool:
    """Return True if a geocoded position equals the location that the ledger has, within a small tolerance."""
    if position.lat is None or position.lon is None or position.radius_km is None:
        return False
    near = max(abs(position.lat - lat), abs(position.lon - lon)) < _SAME_DEGREES
    return near and abs(position.radius_km - km) < _SAME_KM


def _polygon(points: tuple[tuple[float, float], ...]) -> Geometry:
    import shapely

    return shapely.make_valid(shapely.Polygon([(lon, lat) for lat, lon in points]))


def _runs(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Return the points of an outline, split where the next point is much farther away than usual."""
    steps = [math.dist(one, two) for one, two in pairwise(points)]
    usual = sorted(steps)[len(steps) // 2] if steps else 0.0
    runs = [points[:1]]
    for point, step in zip(points[1:], steps, strict=True):
        if step > _GAP * usual and usual and len(points) > _FEW:
            runs.append([point])
        else:
            runs[-1].append(point)
    return runs


def as_answer(position: Position) -> dict[str, Any]:
    """Return a position as plain data for JSON, with degrees to six decimals and kilometres to three.

    ``shape`` is a GeoJSON geometry if the location is on an arc, a circle or a track, or in an area; None if it is only
    known as the circle.
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
    """Return the outline of a position as GeoJSON, or None if it is a circle."""
    if not position.outline:
        return None
    import shapely

    return json.loads(shapely.to_geojson(shapely.set_precision(shape(position), 1e-5)))


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def with_answers(frame: pd.DataFrame, *, column: str) -> pd.DataFrame:
    """Return the rows of a table with their geocoding results, as ``geocode --file`` writes them.

    ``column`` has the texts; ``lat``, ``lon`` and ``place`` are used as in ``geocode``. The columns ``ANSWER_FIELDS``
    come last; existing columns of the same names are kept as ``given_…``, printed coordinates as ``printed_lat`` and
    ``printed_lon``.
    """
    placed = geocode(frame, column=column)
    given = {name: f"given_{name}" for name in _COLUMNS.values() if name in frame.columns}
    result = placed.drop(columns="geometry").rename(columns=given).rename(columns=_COLUMNS)
    result[["lat", "lon"]] = result[["lat", "lon"]].round(6)
    result["radius_km"] = result["radius_km"].round(3)
    return result[[name for name in result.columns if name not in ANSWER_FIELDS] + list(ANSWER_FIELDS)]
