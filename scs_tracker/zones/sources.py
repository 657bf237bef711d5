"""The points of the legal sources as they stand in geodata/zones/sources."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    Coordinates = NDArray[np.float64]

_FOLDER: Final = "zones/sources"


def file(name: str) -> Path:
    """Return a file of the sources by its name with ending."""
    return geodata.shipped(f"{_FOLDER}/{name}")


def points(name: str) -> Coordinates:
    """Return the points of one document in its order, without those that are not readable.

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


def written_zones() -> pd.DataFrame:
    """Return the rows of zones.csv that are written by hand: all but those around single features."""
    return geodata.read_csv(file("zones_written.csv"))


def ring(line: Coordinates) -> Coordinates:
    """Return ``line`` with its first point repeated at the end, unless it is there already."""
    return line if np.array_equal(line[0], line[-1]) else np.concatenate([line, line[:1]])


def spliced(derived: Coordinates, statute: Coordinates) -> Coordinates:
    """Return a derived ring in which the part beside the points of a statute is replaced by these points.

    Parameters
    ----------
    derived
        A closed ring, shape (n, 2).
    statute
        Consecutive points of the true line, shape (m, 2).

    Returns
    -------
    numpy.ndarray
        A closed ring, shape (k, 2).
    """
    body = derived[:-1]
    first, last = (int(np.argmin(np.hypot(*(body - point).T))) for point in (statute[0], statute[-1]))
    forward = np.roll(body, -first, axis=0)[: (last - first) % len(body) + 1]
    backward = np.roll(body[::-1], -(len(body) - 1 - first), axis=0)[: (first - last) % len(body) + 1]
    chain = shapely.LineString(statute)
    near, far = sorted((forward, backward), key=lambda part: shapely.distance(shapely.points(part), chain).mean())
    replaced = {tuple(point) for point in near}
    rest = [point for point in far[::-1] if tuple(point) not in replaced]
    return ring(np.concatenate([statute, np.array(rest)]))


def digest(path: Path) -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]
