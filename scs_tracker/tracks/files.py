"""A scene as files: a GeoPackage of tracks, approaches, gaps and fixes, JSON, and the map."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scs_tracker.errors import UsageError
from scs_tracker.files import write_atomically
from scs_tracker.geodata import attribution
from scs_tracker.ledger.gis_package import write_package
from scs_tracker.tracks.motion import runs_of
from scs_tracker.tracks.scene import WORDS, seconds
from scs_tracker.zones.drawing import Layer

if TYPE_CHECKING:
    from scs_tracker.tracks.scene import Scene


def write_scene(scene: Scene, file: Path) -> Path:
    """Write a scene, whole or not at all, as the ending of the file says.

    ``.html`` is one offline map, ``.gpkg`` and ``.json`` the data. Another ending raises ``UsageError``, and a file
    that cannot be written ``TrackerError``.
    """
    ending = file.suffix.casefold()
    if ending == ".html":
        from scs_tracker.mapping import save_map
        from scs_tracker.tracks.track_map import track_map

        save_map(track_map(scene), file)
        return file
    if ending == ".json":
        return write_atomically(file, (json.dumps(scene.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
    if ending == ".gpkg":
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "scene.gpkg"
            write_package(made, layers(scene))
            return write_atomically(file, made.read_bytes())
    raise UsageError(f"--out {file} has no known extension; use .html, .gpkg or .json")


def layers(scene: Scene) -> dict[str, Layer]:
    """Return what a GIS shows of a scene: tracks, approaches, gaps, fixes and what was set aside (EPSG:4326).

    A track is one line for each run of positions that are joined; times are UTC.
    """
    import shapely

    fixes, gaps = scene.fixes, scene.gaps
    mmsi, point = fixes["mmsi"].to_numpy(dtype=np.int64), fixes[["lon", "lat"]].to_numpy(dtype=np.float64)
    runs = np.array(runs_of(mmsi, seconds(fixes["time"]), point[:, 1], point[:, 0]), dtype=np.int64).reshape(-1, 2)
    begin, end = runs[:, 0], runs[:, 1] - 1
    twice = np.sort(np.r_[np.arange(len(fixes)), begin[begin == end]])  # a line needs two points
    lines = shapely.linestrings(point[twice], indices=np.searchsorted(begin, twice, side="right") - 1)
    time = fixes["time"].to_numpy()
    tracks = pd.DataFrame({"mmsi": [f"{ship:09d}" for ship in mmsi[begin]], "begin": time[begin], "end": time[end]})
    whose = scene.vessels[["mmsi", "name", "flag", "actor"]].astype(str)
    places = fixes.drop_duplicates(["mmsi", "time"]).set_index(["mmsi", "time"])[["lon", "lat"]]
    edges = [pd.MultiIndex.from_arrays([gaps["mmsi"].astype(np.int64), gaps[side]]) for side in ("start", "end")]
    ways = np.stack([places.reindex(edge).to_numpy(dtype=np.float64) for edge in edges], axis=1)
    known = np.isfinite(ways).all(axis=(1, 2))
    silent = np.where(known, shapely.linestrings(np.where(known[:, None, None], ways, 0)), None)
    about = f"Joined positions of vessels. {WORDS} {attribution.sentence()}"
    return {
        "tracks": _layer(tracks.astype({"mmsi": str}).merge(whose, on="mmsi", how="left"), lines, about),
        "gaps": _layer(gaps, silent, "From the last position before to the first after a time without any"),
        "approaches": _layer(scene.approaches, None, "Closest approaches, halfway between both vessels"),
        "fixes": _layer(scene.fixes, None, "Positions as received"),
        "set_aside": _layer(scene.aside, None, "Rows that are no position, or one that cannot be"),
    }


def _layer(frame: pd.DataFrame, shapes: Any, about: str) -> Layer:
    """Return a layer of shapes, or of the points of its own columns where there are none."""
    import geopandas as gpd

    if shapes is None:
        lon, lat = (frame[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
        shapes = np.where(np.isfinite(lon) & np.isfinite(lat), gpd.points_from_xy(lon, lat), None)
    plain = {
        name: pd.to_datetime(cells, utc=True).dt.tz_localize(None).astype("datetime64[ms]")
        if name in {"time", "at", "begin", "start", "end"}
        else cells.astype("string").astype(object)
        for name, cells in frame.items()
        if name in {"time", "at", "begin", "start", "end", "mmsi", "a", "b", "file", "reason", "text"}
    }
    geometry = gpd.GeoSeries(list(shapes), index=frame.index, crs="EPSG:4326")
    return Layer(gpd.GeoDataFrame(frame.assign(**plain), geometry=geometry), about)
