"""A scene as one offline map: the tracks, a brush that moves the ships, approaches and gaps beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.mapping.elements import Part
from scs_tracker.mapping.incident_map import page_map, page_settings
from scs_tracker.mapping.interface_text import texts
from scs_tracker.mapping.recipe import Layers, Recipe
from scs_tracker.tracks.motion import distance, earth_centred, runs_of
from scs_tracker.tracks.scene import WORDS, records, seconds, told_distance
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import folium
    import pandas as pd
    from numpy.typing import NDArray

    from scs_tracker.tracks.scene import Scene

    Floats = NDArray[np.float64]

#: Positions on the map; a scene with more has the rest thinned, as far as they lie on the way between others.
MOST_FIXES: Final = 90_000
_PER_DEGREE: Final = 100_000
#: A position that lies no further than this from the way between its neighbours is left out where there are too many.
_THIN_NM: Final = (0.003, 0.01, 0.03, 0.1)
#: Approaches in the list beside the map, the closest; the JSON has all.
_MOST_LISTED: Final = 100
_GREY: Final = "#7d8791"
_TEXTS: Final = {
    "tracks_count": "{ships} vessels, {from} to {to}",
    "tracks_note": WORDS,
    "tracks_signs": "Filled: position at the end of the chosen time. Hollow: the last position known; none since.",
    "tracks_last": "no position since {when}",
    "tracks_lists": "Lists",
    "reset_time": "Whole time",
    "tracks_chart": "Vessels with a position, over the time",
    "tracks_approaches": "Closest approaches of different parties",
    "tracks_no_approaches": "None within 12 nm.",
    "tracks_gaps": "No position for an hour or more",
    "tracks_no_gaps": "None.",
    "tracks_vessels": "Vessels",
    "tracks_no_vessels": "No vessel has a position there and then in these files.",
}


def track_map(scene: Scene) -> folium.Map:
    """Return a map of a scene that works offline; ``save_map`` writes it.

    Parameters
    ----------
    scene
        As ``look_at_scene`` gives it. At most ``MOST_FIXES`` positions are drawn; where there are more, those are left
        out that lie on the straight way between others, and the page says so.
    """
    words = texts("en") | _TEXTS
    near = scene.near
    plan = Recipe(title=f"Tracks: {scene.label}", lang="en", layers=Layers(claims=()))
    vessels, thinned = _vessels(scene)
    about = f"{scene.counts['rows']:,} rows; {sum(scene.counts['set_aside'].values()):,} set aside. Times are UTC."
    if len(scene.approaches) > _MOST_LISTED:
        about += f" The {_MOST_LISTED} closest of {len(scene.approaches):,} approaches are listed; the JSON has all."
    north, east = near.nm / 60 * 1.1, near.nm / 60 * 1.1 / np.cos(np.radians(near.lat))
    bounds = (near.lon - east, near.lat - north, near.lon + east, near.lat + north)
    settings = page_settings(plan, words) | {
        "page": "tracks", "colours": {}, "facets": [], "as_of": "", "labels": {"method": {}, "corroboration": {}},
        "bounds": [round(float(edge), 3) for edge in bounds],
        "description": f"{about} {thinned}".strip(),
    }  # fmt: skip
    result = page_map(settings, plan, None, zone_rows())
    names = {vessel["mmsi"]: vessel["label"] for vessel in vessels}
    content = {
        "start": int(near.start.astype("datetime64[s]").astype(np.int64)),
        "end": int(near.end.astype("datetime64[s]").astype(np.int64)),
        "place": {"lat": near.lat, "lon": near.lon, "nm": round(near.nm, 3)},
        "vessels": vessels,
        "classes": _classes(scene.vessels["party"]),
        "approaches": [_approach(row, names) for row in records(scene.approaches.head(_MOST_LISTED))],
        "gaps": [_gap(row, names) for row in records(scene.gaps)],
    }
    Part("tracks", {"scs-tracks": content}).add_to(result)
    return result


def _classes(parties: pd.Series) -> list[dict[str, str]]:
    """Return colour and label of each party that is there, the frequent ones first."""
    rows = {row["country"]: row for row in reversed(geodata.rows("actors"))}
    order = parties.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable").index
    shapes = ("circle", "square", "diamond", "triangle", "hexagon", "triangle_down", "cross")
    return [
        {
            "label": rows[party]["country_name"] if party in rows else party or "flag not known",
            "colour": rows[party]["colour"] if party in rows else _GREY,
            "shape": shapes[number % len(shapes)],
        }
        for number, party in enumerate(order)
    ]


def _vessels(scene: Scene) -> tuple[list[dict[str, Any]], str]:
    """Return the vessels with their tracks, and a sentence where positions were left out."""
    parties = scene.vessels["party"]
    order = parties.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable").index.tolist()
    classes = _classes(parties)
    fixes = scene.fixes
    time, mmsi = np.round(seconds(fixes["time"])).astype(np.int64), fixes["mmsi"].to_numpy(dtype=np.int64)
    lat, lon = (fixes[name].to_numpy(dtype=np.float64) for name in ("lat", "lon"))
    runs = runs_of(mmsi, seconds(fixes["time"]), lat, lon)
    kept, thinned = _thinned(time, lat, lon, runs)
    begins = np.zeros(len(fixes), dtype=bool)
    begins[[begin for begin, _ in runs]] = True
    since = int(scene.near.start.astype("datetime64[s]").astype(np.int64))
    found = []
    for row in records(scene.vessels):
        rows = np.flatnonzero((mmsi == int(row["mmsi"])) & kept)
        steps = np.diff(time[rows], prepend=since).tolist()
        points = np.round(np.column_stack([lon[rows], lat[rows]]) * _PER_DEGREE).astype(np.int64)
        flat = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()
        at = order.index(row["party"])
        distance_ = told_distance(row["closest_nm"], row["closest_doubt_nm"])
        whose = row["actor"] or row["flag"] or "flag not known"
        found.append(
            {
                "mmsi": row["mmsi"], "label": row["name"] or row["mmsi"], "class": at, "colour": classes[at]["colour"],
                "shape": classes[at]["shape"], "t": steps, "p": flat,
                "breaks": np.flatnonzero(begins[rows])[1:].tolist(),
                "detail": f"{whose} · MMSI {row['mmsi']} · {distance_} from the place",
                "facts": [
                    ["MMSI", row["mmsi"]], ["Flag (by the MMSI)", row["flag"] or "not known"],
                    ["Service (by the list of vessels)", row["actor"] or "not known"],
                    ["Within the distance", f"{row['first_seen']} to {row['last_seen']}, {row['fixes']} positions"],
                    ["Closest to the place", f"{distance_}, {row['closest_at']}"],
                ],
            }
        )  # fmt: skip
    return found, thinned


def _thinned(time: Any, lat: Floats, lon: Floats, runs: list[tuple[int, int]]) -> tuple[NDArray[np.bool_], str]:
    """Return which positions are drawn: where there are many, not those on the way between their neighbours."""
    kept = np.ones(time.size, dtype=bool)
    if time.size <= MOST_FIXES:
        return kept, ""
    edges = np.zeros(time.size, dtype=bool)
    for begin, end in runs:
        edges[[begin, end - 1]] = True
    for least in (*_THIN_NM, np.inf):
        for _ in range(12):
            rows = np.flatnonzero(kept)
            point, at = earth_centred(lat[rows], lon[rows]), time[rows].astype(np.float64)
            span = np.maximum(at[2:] - at[:-2], 1e-9)
            way = point[:-2] + ((at[1:-1] - at[:-2]) / span)[:, None] * (point[2:] - point[:-2])
            out = (distance(point[1:-1], way) <= least) & ~edges[rows[1:-1]]
            out &= np.arange(out.size) % 2 == 0  # of two neighbours one stays
            kept[rows[1:-1][out]] = False
            if kept.sum() <= MOST_FIXES or not out.any():
                break
        if kept.sum() <= MOST_FIXES:
            break
    text = f"{int(kept.sum()):,} of {time.size:,} positions are drawn, the others lie between them"
    return kept, f"{text}; the GeoPackage has all."


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


def _gap(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "mmsi": row["mmsi"], "at": _second(row["start"]),
        "label": f"{names[row['mmsi']]}: no position for {row['hours']:g} h",
        "detail": f"{row['start']} to {row['end']}",
    }  # fmt: skip


def _second(text: str) -> int:
    return int(np.datetime64(text.removesuffix("Z"), "s").astype(np.int64))
