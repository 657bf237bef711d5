"""Build geodata/gazetteer/coasts.csv: the coast of every land and town that distances are counted from.

Run ``python -m geodata.build.gazetteer.coasts`` after the coastline, the towns or the provinces change. A coast is
a set of points of geodata/coastline/coastline.geojson:

* of an island: the outline of the polygon that holds, or is nearest to, the feature's point; of a group of islands all
  outlines within its radius, but no mainland that it lies off;
* of a province: the points within 25 km of its towns ('Bolinao, Pangasinan' in names.csv), or within its radius where
  no town is known, on the land that it is part of;
* of a country: the points whose nearest land in Natural Earth belongs to it;
* of a town, port, base, cape or bay: its point.

A point faces the open sea in every direction in which 100 km of water lie before it, beyond its own shore of 15 km, and
from whose end the middle of the South China Sea is in sight over water, or over no more than small islands. ``facing``
are the points that have such a direction, ``others`` those that have none, and ``seaward`` is the mean of all such
directions. Where no point has one, as in a gulf, 100 km of water alone will do; a coast without gets no row.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Geod

from scs_tracker import geodata
from scs_tracker.geocoding.coasts import SEA_MIDDLE, is_land
from scs_tracker.geocoding.names import Feature, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

GEOD: Final = Geod(ellps="WGS84")
_TOWN_KM: Final = 25.0
_SIGHT_KM: Final = 100.0
#: So far out from a point its own shore does not count.
_SHORE_KM: Final = 15.0
#: Land of less than this, in square degrees, hides nothing.
_SMALL: Final = 0.05
#: A coast has at most about so many points, that of a country three times as many.
_POINTS: Final = 120


def main() -> None:
    """Write the table anew."""
    file = geodata.shipped("gazetteer/features.csv").with_name("coasts.csv")
    rows = list(_rows())
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("coast", "seaward", "facing", "others"))
        writer.writerows(rows)


def polygons_and_land() -> tuple[list[Any], Any]:
    """Return the polygons of the coastline, and the land that hides the sea behind it."""
    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    polygons = [
        part
        for feature in document["features"]
        for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"]))
    ]
    land = shapely.unary_union([polygon for polygon in polygons if polygon.area > _SMALL])
    shapely.prepare(land)
    return polygons, land


def _rows() -> Iterable[tuple[str, str, str, str]]:
    polygons, land = polygons_and_land()
    features = gazetteer().features
    for feature in sorted(features.values(), key=lambda one: one.id):
        if is_land(feature):
            points = _outline(feature, polygons)
        elif feature.kind in geodata.place_kinds("coast_town"):
            points = np.array([[feature.lon, feature.lat]])
        else:
            continue
        yield from _row(feature.id, points, land)
    for country, points in _countries(polygons):
        yield from _row(country, points, land)


def _row(name: str, points: Any, land: Any) -> Iterable[tuple[str, str, str, str]]:
    free = open_water(points, land, in_sight=True)
    if not free.any():
        free = open_water(points, land, in_sight=False)
    seaward = mean_azimuth(free)
    if seaward:
        facing = free.any(axis=1)
        yield name, seaward, _text(points[facing]), _text(points[~facing])


def mean_azimuth(free: Any) -> str:
    """Return the mean of the azimuths that are free, in whole degrees, or an empty string where they have none."""
    turns = np.radians(np.arange(0, 360, 10.0))
    east, north = (free * np.sin(turns)).sum(), (free * np.cos(turns)).sum()
    return f"{round(np.degrees(np.arctan2(east, north)) % 360):g}" if np.hypot(east, north) > 1e-6 else ""


def _outline(feature: Feature, polygons: list[Any]) -> Any:
    """Return the coast of a feature as an array of longitude and latitude, shape (n, 2)."""
    here = shapely.Point(feature.lon, feature.lat)
    distances = shapely.distance(np.array(polygons), here)
    nearest = polygons[int(np.argmin(distances))]
    if feature.kind == "archipelago":
        near = [_vertices(one) for one in polygons if one.distance(here) * 111 < feature.radius_km]
        own = [points for points in near if _km(points, feature.lon, feature.lat).max() < 2 * feature.radius_km]
        return np.vstack(own) if own else np.empty((0, 2))
    vertices = _vertices(nearest, spacing=0.02)
    if feature.kind != "province":
        return _thin(vertices)
    towns = [gazetteer().features[one] for one in _towns(feature)]
    if towns:
        close = [_km(vertices, town.lon, town.lat) < _TOWN_KM for town in towns]
        return _thin(vertices[np.any(close, axis=0)])
    return _thin(vertices[_km(vertices, feature.lon, feature.lat) < feature.radius_km])


def _towns(province: Feature) -> list[str]:
    names = {row["name"] for row in geodata.rows("names") if row["feature_id"] == province.id}
    return sorted(
        {
            row["feature_id"]
            for row in geodata.rows("names")
            if "," in row["name"] and row["name"].rsplit(", ", 1)[-1] in names and row["feature_id"] != province.id
        }
    )


def _countries(polygons: list[Any]) -> Iterable[tuple[str, Any]]:
    import geopandas as gpd

    countries = [row["country"] for row in geodata.rows("countries") if row["claimant"]]
    table = gpd.read_parquet(geodata.path("zones/sources/countries_naturalearth.parquet"))
    code = next(column for column in table.columns if table[column].isin(countries).any())
    vertices = np.vstack([_vertices(polygon, spacing=0.05) for polygon in polygons if polygon.area > 0.01])
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(vertices[:, 0], vertices[:, 1]), crs="EPSG:4326")
    owner = gpd.sjoin_nearest(points, table[[code, "geometry"]].to_crs(4326)).groupby(level=0)[code].first()
    for country in countries:
        own = vertices[owner.to_numpy() == country]
        if country == "MY":
            continue  # two coasts on this sea, 600 km apart: 'off Malaysia' fixes neither
        yield country, _thin(own[_faces_sea(own, country)], 3 * _POINTS)


def _faces_sea(points: Any, country: str) -> Any:
    """Keep the coast on this sea: of the Philippines the western islands, of China the mainland south of 23.5 N."""
    lon, lat = points[:, 0], points[:, 1]
    if country == "PH":
        return (lon < 121.2) & (lat > 7.5) & (lat < 19.0)
    if country == "CN":
        return lat < 23.5
    if country == "ID":
        return (lat > -1.0) & (lat < 6.5) & (lon > 104.0) & (lon < 110.0)
    if country == "VN":
        return lon > 105.0
    return np.ones(len(points), dtype=bool)


def _vertices(polygon: Any, spacing: float = 0.05) -> Any:
    return np.asarray(shapely.segmentize(polygon, spacing).exterior.coords)[:-1, :2]


def _thin(points: Any, most: int = _POINTS) -> Any:
    step = max(1, len(points) // most)
    return points[::step]


def _km(points: Any, lon: float, lat: float) -> Any:
    return GEOD.inv(points[:, 0], points[:, 1], np.full(len(points), lon), np.full(len(points), lat))[2] / 1000


def open_water(points: Any, land: Any, *, in_sight: bool) -> Any:
    """Say for each point and each azimuth 0, 10, … 350 whether it faces open water; shape (n, 36)."""
    count = len(points)
    free = np.zeros((count, 36), dtype=bool)
    for column, azimuth in enumerate(np.arange(0, 360, 10.0)):
        lon, lat = points[:, 0], points[:, 1]
        turn = np.full(count, azimuth)
        near_lon, near_lat, _ = GEOD.fwd(lon, lat, turn, np.full(count, _SHORE_KM * 1000))
        far_lon, far_lat, _ = GEOD.fwd(lon, lat, turn, np.full(count, _SIGHT_KM * 1000))
        sea_lon, sea_lat = np.full(count, SEA_MIDDLE[0]), np.full(count, SEA_MIDDLE[1])
        ends = [np.c_[near_lon, near_lat], np.c_[far_lon, far_lat], np.c_[sea_lon, sea_lat]]
        lines = np.stack(ends if in_sight else ends[:2], axis=1)
        free[:, column] = ~shapely.intersects(land, shapely.linestrings(lines))
    return free


def _text(points: Any) -> str:
    return ";".join(f"{lat:.3f} {lon:.3f}" for lon, lat in points)


if __name__ == "__main__":
    main()
