"""The points of the legal sources in geodata/zones/sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
import shapely.geometry

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

_FOLDER: Final = "zones/sources"


def file(name: str) -> Path:
    """Return a file of the sources by its name with extension."""
    return geodata.shipped(f"{_FOLDER}/{name}")


def points(name: str) -> Coordinates:
    """Return the points of one document in order, without those that are unreadable or marked as unusable.

    Parameters
    ----------
    name
        File name below geodata/zones/sources, without .csv.

    Returns
    -------
    numpy.ndarray
        Shape (n, 2), lon and lat in decimal degrees.

    Examples
    --------
    >>> points("vn_baseline_1982")[0].tolist()
    [103.45, 9.25]
    """
    rows = geodata.read_csv(file(f"{name}.csv"))
    readable = rows[(rows["lat"] != "") & (rows["lon"] != "")]
    if "use" in rows.columns:
        readable = readable[readable["use"] != "no"]
    try:
        coordinates: Coordinates = readable[["lon", "lat"]].to_numpy(dtype=np.float64)
    except ValueError as error:
        raise TrackerError(f"geodata/{_FOLDER}/{name}.csv: a coordinate is not a number ({error})") from None
    return coordinates


def dashes(name: str) -> dict[str, Coordinates]:
    """Return the vertices of each dash of a dashed line by its letter."""
    rows = geodata.read_csv(file(f"{name}.csv"))
    return {str(letter): group[["lon", "lat"]].to_numpy(dtype=np.float64) for letter, group in rows.groupby("dash")}


def dash_area(zone_id: str) -> Coordinates:
    """Return the ring of one illustrative area of cn_dash_area_illustrative.geojson, shape (n, 2)."""
    collection = json.loads(file("cn_dash_area_illustrative.geojson").read_text(encoding="utf-8"))
    for feature in collection["features"]:
        if feature["properties"]["zone_id"] == zone_id:
            return np.array(feature["geometry"]["coordinates"][0], dtype=np.float64)
    raise TrackerError(f"cn_dash_area_illustrative.geojson has no area {zone_id!r}")


def reef_outlines() -> dict[str, shapely.Geometry]:
    """Return the outlines of reefs that agree with a second drawing or with official base points, by feature id."""
    collection = json.loads(file("reef_outlines.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["feature_id"]: shapely.geometry.shape(feature["geometry"])
        for feature in collection["features"]
    }


def islands_by_hand() -> list[tuple[str, shapely.Polygon]]:
    """Return the country of islands missing from a small-scale map, or an empty code, with a box around them."""
    rows = geodata.read_csv(file("islands_by_hand.csv"))
    sides = rows[["west", "south", "east", "north"]].to_numpy(dtype=np.float64)
    return [(country, shapely.box(*box)) for country, box in zip(rows["country"], sides, strict=True)]


def written_zones() -> pd.DataFrame:
    """Return the rows of zones.csv that are written by hand: all but those around single features."""
    return geodata.read_csv(file("zones_written.csv"))
