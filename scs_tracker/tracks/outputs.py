"""Write a scene as an offline map with a time slider, as a GeoPackage or as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from scs_tracker import geodata
from scs_tracker.errors import UsageError
from scs_tracker.files import write_atomically
from scs_tracker.geodata import attribution
from scs_tracker.tracks.motion import runs_of
from scs_tracker.tracks.scene import WORDS, records, seconds, told_distance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import folium

    from scs_tracker.tracks.scene import Scene
    from scs_tracker.zones.drawing import Layer

#: Positions on the map; a scene with more has the rest thinned.
MOST_FIXES: Final = 90_000
_PER_DEGREE: Final = 100_000
#: Approaches in the list beside the map, the closest; the JSON has all.
_MOST_LISTED: Final = 100
_GREY: Final = "#7d8791"
_TEXTS: Final = {
    "tracks_count": "{ships} vessels, {from} to {to}",
    "tracks_note": WORDS,
    "tracks_signs": "Filled: position at the end of the chosen time. Hollow: last known position before that time.",
    "tracks_last": "no position since {when}",
    "tracks_lists": "Lists",
    "reset_time": "Whole time",
    "tracks_chart": "Vessels with a position, over time",
    "tracks_approaches": "Closest approaches between vessels of different parties",
    "tracks_no_approaches": "No approach within 12 nm.",
    "tracks_gaps": "No position for an hour or more",
    "tracks_no_gaps": "None.",
    "tracks_vessels": "Vessels",
    "tracks_no_vessels": "No vessel has a position in this area and period.",
}


def write_scene(scene: Scene, file: Path) -> Path:
    """Write a scene in the format of the file name (``.html``, ``.gpkg`` or ``.json``), in full or not at all."""
    ending = file.suffix.casefold()
    if ending == ".html":
        from scs_tracker.mapping import save_map

        save_map(track_map(scene), file)
        return file
    if ending == ".json":
        return write_atomically(file, (json.dumps(scene.as_json(), ensure_ascii=False, indent=1) + "\n").encode())
    if ending == ".gpkg":
        from scs_tracker.ledger.export import rewrite
        from scs_tracker.ledger.gis_package import write_package

        return rewrite(file, lambda part: write_package(part, layers(scene)))
    raise UsageError(f"--out {file} has no known extension; use .html, .gpkg or .json")


def layers(scene: Scene) -> dict[str, Layer]:
    """Return the GIS layers of a scene (EPSG:4326, UTC), with a line for each run of joined positions."""
    import shapely

    fixes, gaps = scene.fixes, scene.gaps
    mmsi, point = fixes["mmsi"].to_numpy(dtype=np.int64), fixes[["lon", "lat"]].to_numpy(dtype=np.float64)
    begin, end = runs_of(mmsi, seconds(fixes["time"]), point[:, 1], point[:, 0]).T
    end = end - 1
    twice = np.sort(np.r_[np.arange(len(fixes)), begin[begin == end]])  # a line needs two points
    lines = shapely.linestrings(point[twice], indices=np.searchsorted(begin, twice, side="right") - 1)
    time = fixes["time"].to_numpy()
    tracks = pd.DataFrame({"mmsi": [f"{ship:09d}" for ship in mmsi[begin]], "begin": time[begin], "end": time[end]})
    whose = scene.vessels[["mmsi", "name", "flag", "actor"]].astype(str)
    ways = gaps[["start_lon", "start_lat", "end_lon", "end_lat"]].to_numpy(dtype=np.float64).reshape(-1, 2, 2)
    about = f"Joined positions of vessels. {WORDS} {attribution.sentence()}"
    return {
        "tracks": _layer(tracks.astype({"mmsi": str}).merge(whose, on="mmsi", how="left"), lines, about),
        "gaps": _layer(gaps, shapely.linestrings(ways), "From the last position before a gap to the first after it"),
        "approaches": _layer(scene.approaches, None, "Closest approaches, halfway between both vessels"),
        "fixes": _layer(scene.fixes, None, "Positions as received"),
        "set_aside": _layer(scene.aside, None, "Rows that are not positions, or are impossible positions"),
    }


def _layer(frame: pd.DataFrame, shapes: Any, about: str) -> Layer:
    """Return a layer with the given shapes, or with points from the columns lat and lon if shapes is None."""
    import geopandas as gpd

    from scs_tracker.zones.drawing import Layer

    if shapes is None:
        lon, lat = (frame[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
        shapes = np.where(np.isfinite(lon) & np.isfinite(lat), gpd.points_from_xy(lon, lat), None)
    times = {name: pd.to_datetime(frame[name], utc=True).dt.tz_localize(None).astype("datetime64[ms]")
             for name in frame.columns.intersection(["time", "at", "begin", "start", "end"])}  # fmt: skip
    texts = {name: frame[name].astype("string").astype(object)
             for name in frame.columns.intersection(["mmsi", "a", "b", "file", "reason", "text"])}  # fmt: skip
    geometry = gpd.GeoSeries(list(shapes), index=frame.index, crs="EPSG:4326")
    return Layer(gpd.GeoDataFrame(frame.assign(**times, **texts), geometry=geometry), about)


def track_map(scene: Scene) -> folium.Map:
    """Return an offline map of a scene, with fewer positions drawn if there are more than ``MOST_FIXES``."""
    from scs_tracker.mapping.elements import Part
    from scs_tracker.mapping.incident_map import page_map, page_settings
    from scs_tracker.mapping.interface_text import texts
    from scs_tracker.mapping.recipe import Layers, Recipe
    from scs_tracker.zones.table import zone_rows

    near, rows, approaches = scene.near, records(scene.vessels), records(scene.approaches)
    counted = scene.vessels["party"].value_counts()
    parties = sorted(counted.index, key=lambda party: (-counted[party], party))
    known = {row["country"]: (row["country_name"], row["colour"]) for row in reversed(geodata.rows("actors"))}
    classes = [known.get(party, (party or "flag not known", _GREY)) for party in parties]
    tracks, drawn = _tracks(scene)
    about = f"{scene.counts['rows']:,} rows; {sum(scene.counts['set_aside'].values()):,} rejected. Times are in UTC."
    if len(approaches) > _MOST_LISTED:
        about += f" The {_MOST_LISTED} closest of {len(approaches):,} approaches are listed; the JSON has all."
    if drawn < len(scene.fixes):
        about += f" {drawn:,} of {len(scene.fixes):,} positions are drawn; the GeoPackage has all."
    plan = Recipe(title=f"Tracks: {scene.label}", description=about, lang="en", layers=Layers(claims=()))
    north, east = near.nm / 60 * 1.1, near.nm / 60 * 1.1 / np.cos(np.radians(near.lat))
    settings = page_settings(plan, texts("en") | _TEXTS) | {
        "page": "tracks", "colours": {}, "facets": [], "as_of": "", "labels": {"method": {}, "corroboration": {}},
        "bounds": [round(float(edge), 3) for edge in
                   (near.lon - east, near.lat - north, near.lon + east, near.lat + north)],
    }  # fmt: skip
    result = page_map(settings, plan, None, zone_rows())
    names = {row["mmsi"]: row["name"] or row["mmsi"] for row in rows}
    content = {
        "start": _second(near.start), "end": _second(near.end),
        "place": {"lat": near.lat, "lon": near.lon, "nm": round(near.nm, 3)},
        "vessels": [_vessel(row) | {"class": parties.index(row["party"])} | tracks[row["mmsi"]] for row in rows],
        "classes": [{"label": label, "colour": colour} for label, colour in classes],
        "approaches": [_approach(row, names) for row in approaches[:_MOST_LISTED]],
        "gaps": [
            {"mmsi": row["mmsi"], "at": _second(row["start"]), "detail": f"{row['start']} to {row['end']}",
             "label": f"{names[row['mmsi']]}: no position for {row['hours']:g} h"} for row in records(scene.gaps)
        ],
    }  # fmt: skip
    Part("tracks", {"scs-tracks": content}).add_to(result)
    return result


def _vessel(row: Mapping[str, Any]) -> dict[str, Any]:
    told = told_distance(row["closest_nm"], row["closest_doubt_nm"])
    return {
        "mmsi": row["mmsi"], "label": row["name"] or row["mmsi"],
        "detail": f"{row['actor'] or row['flag'] or 'flag not known'} · MMSI {row['mmsi']} · {told} from the place",
        "facts": [
            ["MMSI", row["mmsi"]], ["Flag (from the MMSI)", row["flag"] or "not known"],
            ["Service (from the list of vessels)", row["actor"] or "not known"],
            ["Within the distance", f"{row['first_seen']} to {row['last_seen']}, {row['fixes']} positions"],
            ["Closest to the place", f"{told}, {row['closest_at']}"],
        ],
    }  # fmt: skip


def _tracks(scene: Scene) -> tuple[dict[str, dict[str, Any]], int]:
    """Return each vessel's track by MMSI (steps of time and place, breaks), and the number of positions drawn."""
    fixes, start = scene.fixes, _second(scene.near.start)
    mmsi, lat, lon = (fixes[name].to_numpy(kind) for name, kind in (("mmsi", np.int64), ("lat", float), ("lon", float)))
    time = np.round(seconds(fixes["time"])).astype(np.int64)
    runs = runs_of(mmsi, seconds(fixes["time"]), lat, lon)
    begins = np.isin(np.arange(time.size), runs[:, 0])
    edge = begins | np.isin(np.arange(time.size), runs[:, 1] - 1)
    step = max(-(-time.size // max(MOST_FIXES - int(edge.sum()), 1)), 1)
    kept = edge | (np.arange(time.size) % step == 0)
    flat = np.round(np.column_stack([lon, lat]) * _PER_DEGREE).astype(np.int64)
    found = {}
    for ship in scene.vessels["mmsi"]:
        rows = np.flatnonzero((mmsi == int(ship)) & kept)
        found[ship] = {
            "t": np.diff(time[rows], prepend=start).tolist(),
            "p": np.diff(flat[rows], axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist(),
            "breaks": np.flatnonzero(begins[rows])[1:].tolist(),
        }
    return found, int(kept.sum())


def _approach(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    told = told_distance(row["nm"], row["doubt_nm"])
    crossing = "not known" if row["crossing_degrees"] is None else f"{row['crossing_degrees']:.0f}°"
    minutes = ", ".join(f"{row[key]:g} min within {key.split('_')[2]} nm" for key in row if key.startswith("minutes_"))
    return {
        "a": row["a"], "b": row["b"], "lat": row["lat"], "lon": row["lon"], "at": _second(row["at"]),
        "label": f"{names[row['a']]} – {names[row['b']]}", "detail": f"{told}, {row['at']}",
        "facts": [
            ["Closest", told], ["At", row["at"]], ["Surely within", f"{row['surely_within_nm']:g} nm"],
            ["Speeds", f"{row['a_knots']:g} and {row['b_knots']:g} knots"], ["Angle between courses", crossing],
            ["Time", minutes],
        ],
    }  # fmt: skip


def _second(instant: Any) -> int:
    return int(np.datetime64(str(instant).removesuffix("Z"), "s").astype(np.int64))
