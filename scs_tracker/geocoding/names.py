"""Load the gazetteer: features, towns, and every spelling of their names with the places that each may mean."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geocoding.normalise import fold
from scs_tracker.geocoding.variants import (
    abbreviated,
    collect,
    generics,
    halves,
    island_names,
    letters,
    river_mouths,
    spellings,
    with_i,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scs_tracker.geocoding.variants import Stems

#: Groups of features in the open sea; elsewhere a generic word belongs to the name (Subic Bay is not Subic).
SEA_GROUPS: Final = frozenset({"Spratly", "Scarborough", "Macclesfield", "Pratas", "Luconia", "Paracel"})
#: How far a town extends that has no radius, and one that a province is named after.
_TOWN_KM: Final = 5.0
_PROVINCE_KM: Final = 30.0
#: The word that begins the names of parts of towns of the Philippines, which has short forms.
_WARD: Final = "barangay"


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature or town of the gazetteer: one row of features.csv or towns.csv, with its numbers parsed."""

    id: str
    name: str
    kind: str
    lat: float  # decimal degrees, WGS 84
    lon: float
    radius_km: float  # extent around the point, an editorial estimate
    #: ``town`` for the rows of towns.csv, which are towns, islands and capes of the coasts that are no features
    group: str
    country: str = ""  # ISO 3166-1 alpha-2 of the country that it lies in, or an empty string
    province: str = ""  # province of a town
    #: Azimuth to the open sea in degrees; None where no open water lies within 100 km, and for features
    seaward: float | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """The features that a name may mean, and how certain that is."""

    features: tuple[str, ...]  # feature ids, in the order of the gazetteer
    quality: str  # ``exact`` as in the gazetteer, ``variant`` by rule, ``part`` for half a name, ``town`` of a town
    #: Alone it settles nothing: it is also a town elsewhere, a person, a ship or an everyday word
    needs_context: bool = False
    #: Spellings with diacritics, in small letters, for which that does not hold: đá lát, unlike da lat
    certain: frozenset[str] = frozenset()

    def is_settled(self) -> bool:
        """Return True if the name means exactly one feature in every context."""
        return len(self.features) == 1 and self.quality != "part" and not self.needs_context


@dataclass(frozen=True)
class Gazetteer:
    """All features, towns and names of the gazetteer."""

    features: Mapping[str, Feature]  # feature by id
    names: Mapping[str, Name]  # folded and simplified name to what it means
    simplified: Mapping[int, int]  # traditional to simplified characters, for ``str.translate``
    places: Mapping[str, Feature]  # features and towns by id
    towns: Mapping[str, Name]  # folded and simplified name to the towns that it means

    def key(self, text: str) -> str:
        """Return a name in folded form with simplified Chinese characters."""
        folded = fold(text).text.strip()
        return folded if folded.isascii() else folded.translate(self.simplified)


@geodata.cached
def gazetteer() -> Gazetteer:
    """Return the gazetteer with shipped and user rows; it is rebuilt when the user's rows change."""
    features = {row["id"]: _feature(row) for row in geodata.rows("features")}
    rows = [
        (row["feature_id"], row["name"], row["language"], row.get("needs_context") == "yes")
        for row in geodata.rows("names")
    ]
    rows += [(one[0], with_i(one[1]), *one[2:]) for one in rows if one[2] == "vi" and with_i(one[1]) != one[1]]
    rows += [(feature.id, feature.name, "en", False) for feature in features.values()]
    simplified = _simplified(rows) | {ord(pair[1]): ord(pair[0]) for pair in words_of("signs")}
    exact: dict[str, dict[str, None]] = defaultdict(dict)
    doubtful = {key.translate(simplified) for key in _words("doubtful")}
    stems: Stems = {}
    islands: dict[str, str] = {}
    certain: dict[str, set[str]] = defaultdict(set)
    for feature_id, name, language, needs_context in rows:
        feature = features.get(feature_id)
        if feature is None:
            raise TrackerError(
                f"gazetteer/names.csv: {name!r} belongs to {feature_id!r}, which is not in features.csv; add it there"
            )
        sea = feature.group in SEA_GROUPS and feature.kind in geodata.place_kinds("at_sea")
        for spelling in spellings(name):
            key = spelling if spelling.isascii() else spelling.translate(simplified)
            exact[key][feature_id] = None
            if needs_context:
                doubtful.add(key)
            elif language == "vi" and not name.isascii():
                certain[key].add(plain(name))
            if sea:
                collect(stems, key, language, feature_id)
            else:
                mouth = feature.kind in geodata.place_kinds("coast_town") and key.isascii()
                land = feature.kind in {"island", "archipelago"}
                others = island_names(key) if land else river_mouths(key) if mouth else ()
                islands.update(dict.fromkeys(others, feature_id))
    for row in (one for one in geodata.rows("contexts") if one["feature_id"]):
        for name in row["name"].split(";"):
            exact[fold(name).text.strip().translate(simplified)].setdefault(row["feature_id"], None)
    names = {
        key: Name(tuple(ids), "exact", key in doubtful, frozenset(certain[key]) if key in doubtful else frozenset())
        for key, ids in exact.items()
    }
    _add_variants(names, stems, islands)
    _add_short(names)
    towns = {row["id"]: _town(row) for row in geodata.rows("towns")}
    return Gazetteer(features, names, simplified, {**towns, **features}, _town_names(simplified))


@geodata.cached
def words_of(kind: str) -> frozenset[str]:
    """Return the words of one kind in name_words.csv, in folded form."""
    rows = [row["words"] for row in geodata.rows("name_words") if row["kind"] == kind]
    return frozenset(word for row in rows for word in row.split(";"))


def _town(row: Mapping[str, str]) -> Feature:
    """Return a row of towns.csv as a feature; a town that shares its province's name means the province's coast."""
    province = row["kind"] == "province" or (row["kind"] == "town" and row["name"] == row["province"])
    kind = "province" if province else row["kind"]
    radius_km = float(row["radius_km"] or (_PROVINCE_KM if province else _TOWN_KM))
    seaward = float(row["seaward"]) if row["seaward"] else None
    where = (float(row["lat"]), float(row["lon"]), radius_km)
    return Feature(row["id"], row["name"], kind, *where, "town", row["country"], row["province"], seaward)


def _town_names(simplified: Mapping[int, int]) -> dict[str, Name]:
    """Return the names of towns, keyed by folded form; a name shared with another place needs context."""
    found: dict[str, tuple[dict[str, None], set[str], bool]] = {}
    shorts = sorted(words_of(_WARD))
    for row in geodata.rows("towns"):
        for column in ("names", "doubtful_names"):
            written = tuple(filter(None, row[column].split(";")))
            for name in dict.fromkeys((*written, *map(with_i, written if row["country"] == "VN" else ()))):
                key = fold(name).text.strip()
                key = key if key.isascii() else key.translate(simplified)
                for form in (key, *(f"{short}{key.removeprefix(_WARD)}" for short in shorts if key.startswith(_WARD))):
                    ids, spelt, doubtful = found.get(form, ({}, set(), False))
                    ids[row["id"]] = None
                    if form.isascii() and not name.isascii():
                        spelt.add(letters(name))
                    found[form] = (ids, spelt, doubtful or column == "doubtful_names")
    return {
        key: Name(tuple(ids), "town", doubtful or len(ids) > 1, frozenset(spelt))
        for key, (ids, spelt, doubtful) in found.items()
    }


def _feature(row: Mapping[str, str]) -> Feature:
    try:
        lat, lon, radius_km = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
    except (KeyError, ValueError):
        raise TrackerError(
            f"gazetteer/features.csv: feature {row.get('id', '')!r} needs lat, lon and radius_km as numbers"
        ) from None
    group, country = row.get("group", ""), row.get("occupied_by", "")
    return Feature(row["id"], row["name"], row["kind"], lat, lon, radius_km, group, country)


def plain(name: str) -> str:
    """Return a name in lower case and Unicode form NFC, with its diacritics."""
    return unicodedata.normalize("NFC", name).casefold().strip()


def _words(kind: str) -> set[str]:
    """Return the phrases of one kind in not_places.csv, in folded form."""
    rows = [row["phrases"] for row in geodata.rows("not_places") if row["kind"] == kind]
    return {fold(word).text.strip() for row in rows for word in row.split(";")}


def _simplified(rows: Iterable[tuple[str, str, str, bool]]) -> dict[int, int]:
    """Return the simplified character of each traditional one, from features that have names in both scripts."""
    by_feature: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for feature_id, name, language, _ in rows:
        if language in {"zh-Hans", "zh-Hant"}:
            by_feature[feature_id][language].append(name)
    plain = {character for names in by_feature.values() for name in names["zh-Hans"] for character in name}
    pairs: dict[int, int] = {}
    for names in by_feature.values():
        for traditional in names["zh-Hant"]:
            for simple in names["zh-Hans"]:
                if len(simple) == len(traditional):
                    different = [(a, b) for a, b in zip(traditional, simple, strict=True) if a != b]
                    if 2 * len(different) <= len(simple) and all(a not in plain for a, _ in different):
                        pairs.update((ord(a), ord(b)) for a, b in different)
    return pairs


def _add_short(names: dict[str, Name]) -> None:
    """Add to ``names`` the forms with abbreviated first or last words, as certain as the full names.

    A form that fits both a group and an island means the group: Spratly Is.
    """
    short = {(row["stands"], row["word"]): row["short"].split(";") for row in geodata.rows("abbreviations")}
    whole = [(key, name) for key, name in names.items() if name.quality == "exact"]
    for key, name in sorted(whole, key=lambda one: not one[0].endswith(" islands")):
        for other in abbreviated(key, short):
            names.setdefault(other, name)


def _add_variants(names: dict[str, Name], stems: Stems, islands: Mapping[str, str]) -> None:
    common = _words("common")
    for key, feature_id in islands.items():
        names.setdefault(key, Name((feature_id,), "variant"))
    for key, ids in generics(stems, common):
        names.setdefault(key, Name(ids, "variant"))
    for key, found in halves(stems, common).items():
        names.setdefault(key, Name(tuple(found), "part"))
