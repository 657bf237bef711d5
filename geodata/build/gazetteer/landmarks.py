"""Build the lighthouses, river mouths, base points, parts of towns and inland towns of geodata/gazetteer/towns.csv.

Run ``python -m geodata.build.gazetteer.landmarks LIGHTS PSGC COMMUNES PLACES DIVISIONS`` after the anchors:
``LIGHTS`` is ``den-bien.v1.json`` of the public repository hoainxm/forfish, the lighthouses that Viet Nam's maritime
administration lists; ``PSGC`` is the folder of the package psgc with ``barangays.json``, ``cities.json`` and
``provinces.json``; ``COMMUNES`` is ``dataset.db`` of the package vietnamadminunits; ``PLACES`` and ``DIVISIONS`` are
the two files of ``build_towns``. The base points are those of zones/sources that name a cape or an island.

A lighthouse on the coast also stands for the river mouth, the cape or the islet that it is named after; a name that is
not that of a thing at sea, or an islet's of one syllable, as many coasts have it, is one of ``doubtful_names``.
Barangays and communes lie within 3 km of the coast and always have their word for one. They are left out where their
province has another of the name, and where the gazetteer or a row of the table has the name alone within 20 km. So are
the towns of the Philippines that lie inland of this sea and from which storms and earthquakes are measured: 270 km west
of Batac, Ilocos Norte; their province has to be said.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geodata.build.gazetteer import towns
from geodata.build.gazetteer.anchors import Taken
from geodata.build.gazetteer.coasts import GEOD, mean_azimuth, open_water, polygons_and_land
from scs_tracker import geodata
from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Row = tuple[str, ...]

LIGHTS: Final = "Viet Nam Maritime Administration by way of den-bien.v1.json in public code"
POINTS: Final = "base point of its state, zones/sources"
BARANGAYS: Final = "middle of the barangay, psgc 2026.4.13.0 (HDX)"
INLAND: Final = "middle of the municipality, psgc 2026.4.13.0 (HDX)"
COMMUNES: Final = "middle of the commune of 2025, vietnamadminunits 1.0.4 (sapnhap.bando.com.vn)"
_PROVINCE_KM: Final = 25.0
_SHORE_KM: Final = 3.0
_INLAND_KM: Final = 40.0
#: So far beyond the edge of its land, a place of the table with a town's name is still that town.
_APART_KM: Final = 20.0
_KM_PER_DEGREE: Final = 111.195
_LIGHT_KM: Final = "3"
#: A name with one of these words is that of a thing at sea.
_AT_SEA: Final = re.compile(r"^(?:Mũi|Cửa|Hòn|Cù Lao|Gành|Bãi|Vũng) ")
_KIND: Final[Mapping[str, str]] = {"Mũi": "cape", "Cửa": "estuary", "Hòn": "island", "Cù": "island"}
#: The files of base points and the countries that drew them.
_BASE_POINTS: Final[Mapping[str, str]] = {
    "cn_baseline_2024_gulf_of_tonkin": "CN",
    "id_pp37_2008_basepoints_read": "ID",
    "vn_baseline_1982": "VN",
    "vn_baseline_2025_gulf_of_tonkin": "VN",
}
#: What a base point's name begins and ends with, and the forms in which a name of its kind is written.
_STATION: Final = re.compile(r"^(?:A\d+|TD\.\d+A?) | \(.*\)$")
_FORMS: Final[Mapping[re.Pattern[str], tuple[str, tuple[str, ...]]]] = {
    re.compile(r"^Tg\. (.+)"): ("cape", ("Tanjung {}", "Tanjong {}", "Cape {}")),
    re.compile(r"^P\. (.+)"): ("island", ("Pulau {}", "{} Island")),
    re.compile(r"^Hon (.+)"): ("island", ("Hon {}", "Hon {} Island")),
    re.compile(r"^Mui (.+)"): ("cape", ("Mui {}", "Cape {}")),
    re.compile(r"^(.+)jiao$"): ("cape", ("{}jiao", "{} Jiao", "{} Point")),
}
#: An islet named by one syllable, and a river mouth of which the Mekong's delta has another.
_OFTEN: Final = re.compile(r"^(?:Hòn|Hon) \S+(?: Island)?$|^Cửa (?:\S+ )?Đại$")
#: Provinces that the older copy of GeoNames has not yet.
_SPLIT: Final = {"Riau": "Riau Islands"}
#: Capes of China's statements as their Chinese texts have them.
_SIGNS: Final = {"Junbijiao": "峻壁角", "Shenjianjiao": "神尖角", "Bingmajiao": "兵马角"}
#: Names of parts of towns that are numbers or words for any: Poblacion, Zone II, Barangay 5.
_NUMBERED: Final = re.compile(r"\d|\(|\b(?:[IVX]+|Poblacion|Zone|District|Purok|Sitio)\b|[/.,]")
_CITY: Final = re.compile(r"^City of | City$| \(.*\)$")
_SHORT: Final = 3
_UNIT: Final = re.compile(r"^(?:Tỉnh|Thành phố|Thủ đô) |^City of | \(.*\)$")


def main() -> None:
    """Write the rows of these sources anew and keep all others."""
    parts = (Path(sys.argv[2], f"{name}.json") for name in ("barangays", "cities", "provinces"))
    lights, barangays, cities, provinces, places = (
        json.loads(path.read_text(encoding="utf-8")) for path in (Path(sys.argv[1]), *parts, Path(sys.argv[4]))
    )
    communes = _communes_of(sys.argv[3])
    with Path(sys.argv[5]).open(encoding="utf-8", newline="") as stream:
        divisions = list(csv.DictReader(stream))
    file = geodata.shipped("gazetteer/features.csv").with_name("towns.csv")
    made = (LIGHTS, POINTS, BARANGAYS, INLAND, COMMUNES)
    kept = [tuple(row.values()) for row in geodata.rows("towns") if not row["source"].startswith(made)]
    taken, shore = Taken(kept), _Shore()
    others = towns.other_names(list(places.values()), set())
    rows = [
        *_lights(lights, shore, divisions, others, taken),
        *_base_points(divisions, taken),
        *_barangays(barangays, provinces, shore, taken),
        *_communes(communes, shore, taken),
        *_inland(cities, barangays, provinces, shore, taken),
    ]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(geodata.rows("towns")[0].keys())
        writer.writerows([*kept, *rows])


class _Shore:
    """The coast of this sea, and which way the open water lies from points on it."""

    def __init__(self) -> None:
        polygons, self._land = polygons_and_land()
        self._outline = shapely.union_all([polygon.boundary for polygon in polygons])
        shapely.prepare(self._outline)

    def near(self, lat: float, lon: float, reach_km: float) -> bool:
        """Say whether a point of this sea lies within so many kilometres of the coast."""
        point = shapely.Point(lon, lat)
        reach = reach_km / _KM_PER_DEGREE
        return bool(towns.this_sea().contains(point) and shapely.dwithin(self._outline, point, reach))

    def seaward(self, points: Sequence[tuple[float, float]]) -> list[str]:
        """Return the azimuth to the open sea from each point, given as latitude and longitude."""
        where = np.array([[lon, lat] for lat, lon in points])
        in_sight, any_sea = (open_water(where, self._land, in_sight=one) for one in (True, False))
        return [mean_azimuth(one if one.any() else two) for one, two in zip(in_sight, any_sea, strict=True)]


def _row(
    told: Sequence[str], point: tuple[float, float], size: str, seaward: str,
    sure: Iterable[str], doubtful: Iterable[str], source: str,
) -> Row:  # fmt: skip
    return (*told, f"{point[0]:.4f}", f"{point[1]:.4f}", size, seaward, ";".join(sure), ";".join(doubtful), source)


def _lights(
    lights: Mapping[str, Any], shore: _Shore, divisions: Sequence[Mapping[str, str]], others: set[str], taken: Taken
) -> Iterable[Row]:
    named = [(lights["names"][one[9]], (one[1], one[0])) for one in lights["lights"] if one[9] >= 0]
    coastal = [(name, point) for name, point in named if shore.near(*point, towns.COAST_KM)]
    provinces = towns.provinces([_place("VN", point) for _, point in coastal], divisions, _PROVINCE_KM)
    for (name, point), province in zip(coastal, provinces, strict=True):
        at_sea = _AT_SEA.match(name) is not None
        sure = taken.free([f"{name} Lighthouse", *((name,) if at_sea else ())], *point)
        has_own = any(towns.is_known(towns.key(f"{word} {name}")) for word in ("mũi", "đảo", "vịnh"))
        alone = [] if at_sea or has_own else taken.free([name], *point)
        if name.startswith("Mũi "):
            sure += taken.free([f"Cape {name[4:]}"], *point)
        if name.startswith("Cửa "):
            sure += taken.free([f"Cửa {word} {name[4:]}" for word in ("sông", "biển")], *point)
        doubtful = [one for one in sure if towns.key(one) in others or _OFTEN.match(one)]
        if sure or alone:
            taken.add((*sure, *alone), *point)
            kind = _KIND.get(name.split()[0], "lighthouse") if name in sure else "lighthouse"
            told = (_id("light", name), name, kind, "VN", province)
            yield _row(
                told, point, _LIGHT_KM, "", (one for one in sure if one not in doubtful), (*doubtful, *alone), LIGHTS
            )


def _id(*words: str) -> str:
    return "-".join(towns.key(word).replace(" ", "-") for word in words)


def _place(country: str, point: tuple[float, float]) -> dict[str, Any]:
    return {"countrycode": country, "latitude": point[0], "longitude": point[1]}


def _base_points(divisions: Sequence[Mapping[str, str]], taken: Taken) -> Iterable[Row]:
    folder = geodata.shipped("zones/sources/INDEX.csv").parent
    for file, country in _BASE_POINTS.items():
        with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as stream:
            points = [row for row in csv.DictReader(stream) if row["lat"] and row["lon"]]
        for row in points:
            name, point = _STATION.sub("", row["name"]), (float(row["lat"]), float(row["lon"]))
            for pattern, (kind, forms) in _FORMS.items():
                found = pattern.match(name)
                if found is None or not towns.this_sea().contains(shapely.Point(point[1], point[0])):
                    continue
                written = [form.format(found[1]) for form in forms]
                sure = taken.free([*written, *filter(None, (_SIGNS.get(name),))], *point)
                if written[0] not in sure:
                    break
                taken.add(sure, *point)
                province = towns.provinces([_place(country, point)], divisions, 4 * _PROVINCE_KM)[0]
                told = (_id(country, written[0]), written[0], kind, country, _SPLIT.get(province, province))
                often = [one for one in sure if _OFTEN.match(one)]
                yield _row(told, point, _LIGHT_KM, "", (one for one in sure if one not in often), often, POINTS)
                break


def _is_new(name: str, lat: float, lon: float, taken: Taken) -> bool:
    """Say whether nothing within 20 km has a name alone: neither the gazetteer nor a row of the table."""
    here = {"name": name, "latitude": lat, "longitude": lon}
    return not (towns.is_feature(here) or any(towns.is_near(here, one) for one in taken.points[towns.key(name)]))


def _barangays(
    barangays: Sequence[Mapping[str, Any]], divisions: Sequence[Mapping[str, str]], shore: _Shore, taken: Taken
) -> Iterable[Row]:
    provinces = _provinces(divisions)
    in_province = Counter((row["province_code"], towns.key(row["name"])) for row in barangays)
    everywhere = Counter(towns.key(row["name"]) for row in barangays)
    own = [
        (row, (row["coordinate"]["latitude"], row["coordinate"]["longitude"])) for row in barangays
        if row["coordinate"] and row["province_code"] in provinces and not _NUMBERED.search(row["name"])
        and in_province[row["province_code"], towns.key(row["name"])] == 1
    ]  # fmt: skip
    own = [one for one in own if shore.near(*one[1], _SHORE_KM) and _is_new(one[0]["name"], *one[1], taken)]
    for (row, point), azimuth in zip(own, shore.seaward([point for _, point in own]), strict=True):
        name = f"Barangay {row['name']}"
        free = taken.free([name], *point)
        if free and azimuth:
            taken.add(free, *point)
            sure, doubtful = (free, []) if everywhere[towns.key(row["name"])] == 1 else ([], free)
            told = (f"psgc-{row['psgc_code']}", name, "barangay", "PH", provinces[row["province_code"]])
            yield _row(told, point, "", azimuth, sure, doubtful, BARANGAYS)


def _provinces(divisions: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {row["psgc_code"]: _UNIT.sub("", _UNIT.sub("", row["name"])) for row in divisions}


def _inland(
    cities: Sequence[Mapping[str, Any]], barangays: Sequence[Mapping[str, Any]],
    divisions: Sequence[Mapping[str, str]], shore: _Shore, taken: Taken,
) -> Iterable[Row]:  # fmt: skip
    provinces, areas = _provinces(divisions), Counter[str]()
    for row in barangays:
        areas[row["city_code"]] += row.get("area_km2") or 0
    for row in cities:
        name, point = _CITY.sub("", row["name"]), (row["coordinate"]["latitude"], row["coordinate"]["longitude"])
        here = row["geographic_level"] in {"Mun", "City"} and row["province_code"] in provinces
        if not (here and shore.near(*point, _INLAND_KM)) or _NUMBERED.search(name) or not _is_new(name, *point, taken):
            continue
        forms = [name, f"{name} City", f"City of {name}"] if row["geographic_level"] == "City" else [name]
        free = taken.free(forms, *point)
        size = max(5, math.ceil(_across_km(areas[row["psgc_code"]]) / 2))
        is_told = any(_apart_km(point, one) < size + _APART_KM for one in taken.points[towns.key(name)])
        if name in free and len(towns.key(name)) > _SHORT and not is_told:
            taken.add(free, *point)
            told = (f"psgc-{row['psgc_code']}", name, "town", "PH", provinces[row["province_code"]])
            yield _row(told, point, str(size), "", (), free, INLAND)


def _apart_km(point: tuple[float, float], other: Mapping[str, float]) -> float:
    return float(GEOD.inv(point[1], point[0], other["longitude"], other["latitude"])[2]) / 1000


def _communes_of(path: str) -> list[tuple[str, str, float, float, float]]:
    with sqlite3.connect(path) as base:
        table = base.execute("SELECT province, ward, wardLat, wardLon, wardAreaKm2 FROM admin_units ORDER BY wardCode")
        return [row for row in table if None not in row]


def _communes(communes: Sequence[tuple[str, str, float, float, float]], shore: _Shore, taken: Taken) -> Iterable[Row]:
    everywhere = Counter(towns.key(name) for _, name, *_ in communes)
    in_province = Counter((province, towns.key(name)) for province, name, *_ in communes)
    own = [
        one for one in communes
        if in_province[one[0], towns.key(one[1])] == 1 and not _NUMBERED.search(one[1])
        and shore.near(one[2], one[3], _SHORE_KM + _across_km(one[4]) / 2)
        and _is_new(one[1].split(" ", 1)[1], one[2], one[3], taken)
    ]  # fmt: skip
    for (unit, name, lat, lon, area), azimuth in zip(own, shore.seaward([one[2:4] for one in own]), strict=True):
        free = taken.free([name], lat, lon)
        if free and azimuth:
            taken.add(free, lat, lon)
            sure, doubtful = (free, []) if everywhere[towns.key(name)] == 1 else ([], free)
            province = fold(_UNIT.sub("", unit)).text.title()
            told = (_id("vn", name, province), name, "commune", "VN", province)
            size = str(max(5, math.ceil(_across_km(area) / 2)))
            yield _row(told, (lat, lon), size, azimuth, sure, doubtful, COMMUNES)


def _across_km(area_km2: float) -> float:
    """Return the diameter of a circle of an area."""
    return 2 * math.sqrt(area_km2 / math.pi)


if __name__ == "__main__":
    main()
