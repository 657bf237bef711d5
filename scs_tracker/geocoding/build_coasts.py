"""Build geodata/gazetteer/coasts.csv: the coast of every land that distances are counted from.

Run ``python -m scs_tracker.geocoding.build_coasts`` after the coastline, the towns or the provinces change. A coast is
a set of points of geodata/coastline/coastline.geojson:

* of an island: the outline of the polygon that holds, or is nearest to, the feature's point; of a group of islands all
  outlines within its radius;
* of a province: the points within 25 km of its towns ('Bolinao, Pangasinan' in names.csv), or within its radius where no
  town is known, on the land that it is part of;
* of a country: the points whose nearest land in Natural Earth belongs to it.

``seaward`` is the azimuth from the land to the open South China Sea: across the line of the coast where its points lie
along one, else towards the middle of the sea.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from pyproj import Geod

from scs_tracker import geodata
from scs_tracker.geocoding.coasts import is_land
from scs_tracker.geocoding.names import Feature, gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable

GEOD: Final = Geod(ellps="WGS84")
#: A point of the deep sea that coasts face: the middle of the South China Sea in the gazetteer.
_SEA: Final = (112.746, 10.26)
_TOWN_KM: Final = 25.0
#: Variance along the coast against variance across it, from which on the coast is a line.
_LONG: Final = 2.5
#: The line across the coast counts as seaward within this angle of the middle of the sea.
_TURN: Final = 60.0
_POINTS: Final = 120
COUNTRIES: Final = ("VN", "PH", "MY", "ID", "BN", "CN", "TW")


def main() -> None:
    """Write the table anew."""
    file = geodata.shipped("gazetteer/features.csv").with_name("coasts.csv")
    rows = list(_rows())
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("coast", "seaward", "points"))
        writer.writerows(rows)


def _rows() -> Iterable[tuple[str, str, str]]:
    document = json.loads(geodata.path("coastline/coastline.geojson").read_text(encoding="utf-8"))
    polygons = [
        part
        for feature in document["features"]
        for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"]))
    ]
    features = gazetteer().features
    for feature in sorted(features.values(), key=lambda one: one.id):
        if is_land(feature):
            points = _outline(feature, polygons)
            if len(points):
                yield feature.id, f"{_seaward(points):g}", _text(points)
    for country, points in _countries(polygons):
        yield country, f"{_seaward(points):g}", _text(points)


def _outline(feature: Feature, polygons: list[Any]) -> Any:
    """Return the coast of a feature as an array of longitude and latitude, shape (n, 2)."""
    here = shapely.Point(feature.lon, feature.lat)
    distances = shapely.distance(np.array(polygons), here)
    nearest = polygons[int(np.argmin(distances))]
    if feature.kind == "archipelago":
        near = [polygon for polygon in polygons if polygon.distance(here) * 111 < feature.radius_km]
        return np.vstack([_vertices(polygon) for polygon in near]) if near else np.empty((0, 2))
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

    table = gpd.read_parquet(geodata.path("zones/sources/countries_naturalearth.parquet"))
    code = next(column for column in table.columns if table[column].isin(COUNTRIES).any())
    vertices = np.vstack([_vertices(polygon, spacing=0.05) for polygon in polygons if polygon.area > 0.01])
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(vertices[:, 0], vertices[:, 1]), crs="EPSG:4326")
    owner = gpd.sjoin_nearest(points, table[[code, "geometry"]].to_crs(4326)).groupby(level=0)[code].first()
    for country in COUNTRIES:
        own = vertices[owner.to_numpy() == country]
        if country == "MY":
            continue  # two coasts on this sea, 600 km apart: 'off Malaysia' fixes neither
        yield country, _thin(own[_faces_sea(own, country)])


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


def _thin(points: Any) -> Any:
    step = max(1, len(points) // _POINTS)
    return points[::step]


def _km(points: Any, lon: float, lat: float) -> Any:
    return GEOD.inv(points[:, 0], points[:, 1], np.full(len(points), lon), np.full(len(points), lat))[2] / 1000


def _seaward(points: Any) -> float:
    """Return the azimuth across the coast where it is long, else towards the middle of the sea."""
    middle = points.mean(axis=0)
    toward, _, _ = GEOD.inv(middle[0], middle[1], *_SEA)
    plane = (points - middle) * [np.cos(np.radians(middle[1])), 1.0]
    spread, axes = np.linalg.eigh(np.cov(plane.T))
    if spread[1] < _LONG * spread[0]:
        return round(toward % 360)
    azimuth = np.degrees(np.arctan2(*axes[:, 0]))
    turn = (azimuth - toward + 180) % 360 - 180
    if abs(turn) > 90:
        azimuth, turn = azimuth + 180, 180 - abs(turn)
    return round((azimuth if abs(turn) <= _TURN else toward) % 360)


def _text(points: Any) -> str:
    return ";".join(f"{lat:.3f} {lon:.3f}" for lon, lat in points)


if __name__ == "__main__":
    main()
