"""The gazetteer as something to look up: every way that a feature's name is written.

Spelling variants come from rules, not from lists:

* apostrophes and hyphens inside a word may be typed, left out or replaced by a space (Ren'ai, Renai, Ren Ai);
* the generic word may be another one where the rest of the name belongs to one feature alone (Ayungin Reef for
  Ayungin Shoal, Huangyan Jiao, đảo Cỏ Mây), never where it tells features apart (Bombay Reef, Bombay Shoal);
* traditional Chinese characters are read as the simplified ones that the gazetteer pairs them with.

Half a name (Thomas Shoal, Johnson) is kept as such: it names candidates, not a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geocoding.normalise import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Groups of features in the open sea; elsewhere a generic word belongs to the name (Subic Bay is not Subic).
SEA_GROUPS: Final = frozenset({"Spratly", "Scarborough", "Macclesfield", "Pratas", "Luconia", "Paracel"})
_SEA_KINDS: Final = frozenset({"cay", "reef", "shoal", "atoll", "bank", "island"})
#: Generic words after the name, by language; an official Chinese name is also written with English ones.
_TRAILING: Final = {
    "en": ("shoal", "reef", "reefs", "bank", "atoll", "island", "islet", "cay", "shoals", "islands", "sandbar"),
    "zh-Latn": ("jiao", "dao", "tan", "ansha", "reef", "shoal", "island", "bank"),
}
#: Generic words before the name, by language; the longest first.
_LEADING: Final = {
    "vi": ("ran san ho", "bai can", "bai ngam", "bai da", "con cat", "dao", "bai", "da", "con", "ran"),
    "ms": ("gugusan beting", "pulau", "beting", "terumbu", "gugusan", "karang"),
    "fil": ("kulumpol ng", "buhanginan ng", "bahura ng", "isla ng", "pulo ng"),
}
_TRAILING_WORDS: Final = frozenset(word for words in _TRAILING.values() for word in words)
_HAN_GENERIC: Final = ("群岛", "群礁", "暗沙", "沙洲", "岛", "礁", "滩", "屿")
_QUALIFIERS: Final = frozenset(
    "first second third 1st 2nd 3rd north south east west northeast northwest southeast southwest great small central "
    "middle northern southern eastern western".split()
)
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of features.csv with its numbers as numbers.

    Attributes
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    radius_km
        Extent around the point, an editorial estimate.
    """

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    group: str
    occupied_by: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a matched name may mean.

    Attributes
    ----------
    features
        Feature ids, in the order of the gazetteer.
    quality
        ``exact`` as in the gazetteer, ``variant`` by rule, ``part`` for half a name.
    needs_context
        Alone it settles nothing: it is also a town elsewhere, a person, a ship or an everyday word.
    """

    features: tuple[str, ...]
    quality: str
    needs_context: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """All features and all names.

    Attributes
    ----------
    features
        Feature by id.
    names
        Folded and simplified name to what it means.
    simplified
        Traditional to simplified characters, for ``str.translate``.
    """

    features: Mapping[str, Feature]
    names: Mapping[str, Name]
    simplified: Mapping[int, int] = field(default_factory=dict)

    def key(self, text: str) -> str:
        """Return the folded, simplified form of a name."""
        return fold(text).text.strip().translate(self.simplified)


_built: tuple[object, object, Gazetteer] | None = None


def gazetteer() -> Gazetteer:
    """Return the gazetteer of ours and the user's rows; built anew when the overlay changes.

    Raises
    ------
    TrackerError
        A row has no usable number, or names a feature that is not there.
    """
    global _built  # noqa: PLW0603 - geodata forgets its rows when the overlay changes, and so must this
    features, names = geodata.rows("features"), geodata.rows("names")
    if _built is None or _built[0] is not features or _built[1] is not names:
        _built = (features, names, _build(features, names))
    return _built[2]


def _build(feature_rows: Iterable[Mapping[str, str]], name_rows: Iterable[Mapping[str, str]]) -> Gazetteer:
    features = {row["id"]: _feature(row) for row in feature_rows}
    rows = []
    doubtful: set[str] = set()
    for row in name_rows:
        rows.append((row["feature_id"], row["name"], row["language"]))
        if row.get("needs_context") == "yes":
            doubtful |= _spellings(row["name"])
    rows += [(feature.id, feature.name, "en") for feature in features.values()]
    for feature_id, name, _language in rows:
        if feature_id not in features:
            raise TrackerError(
                f"gazetteer/names.csv: {name!r} belongs to {feature_id!r}, which features.csv does not have"
            )
    simplified = _simplified(rows)
    exact: dict[str, dict[str, None]] = defaultdict(dict)
    stems: dict[str, tuple[dict[str, None], set[str]]] = {}
    for feature_id, name, language in rows:
        sea = _is_sea(features[feature_id])
        for spelling in _spellings(name):
            key = spelling.translate(simplified)
            exact[key][feature_id] = None
            stem = _stem(key, language) if sea else ""
            if len(stem) > 1 and "(" not in stem:
                ids, languages = stems.setdefault(stem, ({}, set()))
                ids[feature_id] = None
                languages.add(language)
    for row in geodata.rows("contexts"):
        for name in row["name"].split(";"):
            exact[fold(name).text.strip().translate(simplified)][row["feature_id"]] = None
    doubtful |= _words("doubtful")
    doubtful = {key.translate(simplified) for key in doubtful}
    names = {key: Name(tuple(ids), "exact", key in doubtful) for key, ids in exact.items()}
    _add_variants(names, stems)
    return Gazetteer(features, names, simplified)


def _feature(row: Mapping[str, str]) -> Feature:
    try:
        lat, lon, radius_km = float(row["lat"]), float(row["lon"]), float(row["radius_km"])
    except (KeyError, ValueError):
        raise TrackerError(
            f"gazetteer/features.csv: feature {row.get('id', '')!r} needs lat, lon and radius_km as numbers"
        ) from None
    return Feature(
        row["id"], row["name"], row["kind"], lat, lon, radius_km, row.get("group", ""), row.get("occupied_by", "")
    )


def _simplified(rows: Iterable[tuple[str, str, str]]) -> dict[int, int]:
    """Pair traditional with simplified characters where one feature has both forms of one name."""
    by_feature: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for feature_id, name, language in rows:
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


def _spellings(name: str) -> set[str]:
    """Return the folded name with its inner apostrophes and hyphens as a space and left out."""
    folded = fold(name).text.strip()
    joined = fold(re.sub(r"(?<=\w)['’‘ʼ-](?=\w)", "", name)).text.strip()
    return {folded, joined}


def _stem(key: str, language: str) -> str:
    """Return a name without its generic word, or an empty string where it has none."""
    if _HAN.search(key):
        for generic in _HAN_GENERIC:
            if key.endswith(generic) and len(key) - len(generic) >= 2:
                return key.removesuffix(generic)
        return ""
    words = key.split(" ")
    if len(words) > 1 and words[-1] in _TRAILING_WORDS:
        return " ".join(words[:-1])
    for generic in _LEADING.get(language, ()):
        if key.startswith(generic + " "):
            return key[len(generic) + 1 :]
    return key if language == "fil" else ""


def _add_variants(names: dict[str, Name], stems: Mapping[str, tuple[Mapping[str, None], set[str]]]) -> None:
    """Add other generic words and half names of the features in the open sea."""
    common = _words("common")
    halves: dict[str, dict[str, None]] = defaultdict(dict)
    for stem, (ids, languages) in stems.items():
        if len(ids) == 1 and stem not in common:
            for variant in _with_generics(stem, languages):
                names.setdefault(variant, Name(tuple(ids), "variant"))
        halves[stem].update(ids)
        words = stem.split(" ")
        for rest in (words[1:] if words[0] in _QUALIFIERS else [], words[:-1] if words[-1] in _QUALIFIERS else []):
            half = " ".join(rest)
            if len(half) > 3 and half not in common:
                halves[half].update(ids)
                for generic in ("shoal", "reef", "bank", "shoals", "reefs"):
                    halves[f"{half} {generic}"].update(ids)
    for half, ids in halves.items():
        if half not in common:
            names.setdefault(half, Name(tuple(ids), "part"))


def _is_sea(feature: Feature) -> bool:
    return feature.group in SEA_GROUPS and feature.kind in _SEA_KINDS


def _with_generics(stem: str, languages: Iterable[str]) -> list[str]:
    found = []
    for language in languages:
        if language in {"zh-Hans", "zh-Hant"}:
            found += [stem + generic for generic in _HAN_GENERIC]
        found += [f"{stem} {generic}" for generic in _TRAILING.get("en" if language == "fil" else language, ())]
        found += [f"{generic} {stem}" for generic in _LEADING.get(language, ())]
    return found


def _words(kind: str) -> set[str]:
    """Return the folded phrases of not_places.csv of one kind."""
    return {
        fold(word).text.strip()
        for row in geodata.rows("not_places")
        if row["kind"] == kind
        for word in row["phrases"].split(";")
    }
