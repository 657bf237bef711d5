"""A scene as files: a GeoPackage of tracks, approaches, gaps and fixes, JSON, and the map."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scs_tracker.errors import UsageError
from scs_tracker.files import write_atomically
from scs_tracker.geodata import attribution
from scs_tracker.ledger.gis_package import Layer, write_package
from scs_tracker.tracks.motion import runs_of
from scs_tracker.tracks.scene import WORDS, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from scs_tracker.tracks.scene import Scene


def write_scene(scene: Scene, file: Path) -> Path:
    """Write a scene, whole or not at all, as the ending of the file says.

    Parameters
    ----------
    scene
        As ``look_at_scene`` gives it.
    file
        ``.html`` (one offline map), ``.gpkg`` or ``.json``.

    Raises
    ------
    UsageError
        The ending is another.
    TrackerError
        The file cannot be written.
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
    raise UsageError(f"--out {file} has no ending that is known; use .html, .gpkg or .json")


def layers(scene: Scene) -> dict[str, Layer]:
    """Return what a GIS shows of a scene: tracks, approaches, gaps, fixes and what was set aside (EPSG:4326).

    A track is one line for each run of positions that are joined; times are UTC.
    """
    about = f"{WORDS} {attribution.sentence()}"
    places = scene.fixes.drop_duplicates(["mmsi", "time"]).set_index(["mmsi", "time"])[["lat", "lon"]]
    return {
        "tracks": Layer(_tracks(scene), f"Joined positions of vessels. {about}", ""),
        "gaps": Layer(_gaps(scene, places), "From the last position before to the first after a time without any", ""),
        "approaches": Layer(_points(scene.approaches), "Closest approaches, halfway between both vessels", ""),
        "fixes": Layer(_points(scene.fixes), "Positions as received", ""),
        "set_aside": Layer(_points(scene.aside), "Rows that are no position, or one that cannot be", ""),
    }


def _tracks(scene: Scene) -> gpd.GeoDataFrame:
    import shapely

    fixes = scene.fixes
    mmsi = fixes["mmsi"].to_numpy(dtype=np.int64)
    lines: list[Any] = []
    rows: list[dict[str, Any]] = []
    time = seconds(fixes["time"])
    point = fixes[["lon", "lat"]].to_numpy(dtype=np.float64)
    for begin, end in runs_of(mmsi, time, point[:, 1], point[:, 0]):
        some = point[begin:end]
        lines.append(shapely.linestrings(some if len(some) > 1 else np.repeat(some, 2, axis=0)))
        rows.append(
            {"mmsi": f"{mmsi[begin]:09d}", "begin": fixes["time"].iloc[begin], "end": fixes["time"].iloc[end - 1]}
        )
    return _frame(rows, lines, ["mmsi", "begin", "end"]).merge(
        scene.vessels[["mmsi", "name", "flag", "actor"]].astype(str), on="mmsi", how="left"
    )


def _gaps(scene: Scene, places: pd.DataFrame) -> gpd.GeoDataFrame:
    import shapely

    rows, lines = [], []
    for row in scene.gaps.to_dict("records"):
        ends = [
            places.reindex([(int(row["mmsi"]), row[side])])[["lon", "lat"]].to_numpy()[0] for side in ("start", "end")
        ]
        rows.append(row)
        lines.append(shapely.linestrings(np.array(ends)) if np.isfinite(ends).all() else None)
    return _frame(rows, lines, list(scene.gaps.columns))


def _points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    import shapely

    lon, lat = (frame[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    known = np.isfinite(lon) & np.isfinite(lat)
    points = np.asarray(shapely.points(np.where(known, lon, 0), np.where(known, lat, 0)), dtype=object)
    points[~known] = None
    return _frame(frame.to_dict("records"), list(points), list(frame.columns))


def _frame(rows: Sequence[Any], shapes: Sequence[Any], columns: Sequence[str]) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(columns))
    for name in ("time", "at", "begin", "start", "end"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], utc=True).dt.tz_localize(None).astype("datetime64[ms]")
    for name in ("mmsi", "a", "b", "file", "reason", "text"):
        if name in frame:
            frame[name] = frame[name].astype("string").astype(object)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(list(shapes), index=frame.index, crs="EPSG:4326"))
