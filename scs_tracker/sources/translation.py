"""Words of other datasets in ours: actors, types, precision of place, and whether a row is of this sea at all.

The words are data (geodata/mappings/); a user's overlay adds to them. What has no word of ours stays visible.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata

if TYPE_CHECKING:
    from collections.abc import Iterable

#: 'Military Forces of China (2012-)': ACLED names a new actor for each regime.
_YEARS: Final = re.compile(r"\((?:\d{4})?\s*-\s*(?:\d{4})?\)")
_OPEN_SEA_GROUPS: Final = frozenset({"Spratly", "Paracel", "Scarborough", "Macclesfield", "Pratas", "Luconia"})
#: How far beyond the outermost named places a point is still of this sea.
_MARGIN_DEGREES: Final = 1.0
#: Tables that people keep, whose words are of all languages of this sea.
OWN: Final = "own"
#: A word of this likeness (of 100) is near enough to be offered for one that is not known.
_NEAR: Final = 70
_SLIP: Final = 90
_MOST_AMISS: Final = 2
#: 'Raming' may be several words; a longer one with one letter amiss is the word.
_SHORTEST_SLIP: Final = 7
#: Acronyms have so many letters, and count within a text where they stand in capitals.
_SHORTEST_ACRONYM: Final = 3
_LONGEST_ACRONYM: Final = 4
_WORD: Final = re.compile(r"\w+")
#: From this sign on, scripts put no space between words.
#: Countries that one sign stands for before a service, as in 菲海军.
_SHORT_COUNTRIES: Final = "菲越印美"
_HAN: Final = 0x2E80
_NOT_LATIN: Final = re.compile(r"^[^\x00-\u024f]+ *")
#: Kinds of units.csv that are one named thing; a type of aircraft or a description may be anybody's.
_NAMED_UNITS: Final = frozenset({"vessel", "aircraft"})


@dataclass(frozen=True, slots=True)
class Actors:
    """Actors of a row in our words.

    Attributes
    ----------
    codes
        Codes of actors.csv, in the order of the row.
    countries
        ISO 3166-1 alpha-2, sorted; also of actors whose service has no code.
    unmapped
        Names without a code, as they stand.
    """

    codes: tuple[str, ...]
    countries: tuple[str, ...]
    unmapped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindOfEvent:
    """A type of another dataset: ours or empty, whether such rows are ours, whether actor order has a meaning."""

    type: str
    relevant: bool
    directed: bool


def translate_actors(format_: str, names: Iterable[str]) -> Actors:
    """Return actors in our words; a code of ours stands for itself.

    Examples
    --------
    >>> translate_actors("acled", ["Military Forces of China (2012-) Coast Guard", "Civilians (Philippines)"]).codes
    ('CN-CCG', 'PH-CIV')
    """
    codes: dict[str, None] = {}
    countries: set[str] = set()
    unmapped: dict[str, None] = {}
    for name in names:
        code, country = _actors(format_).get(_fold(name), ("", ""))
        if code:
            codes[code] = None
        else:
            unmapped[_one_value(name)] = None
        if country:
            countries.add(country)
    return Actors(tuple(codes), tuple(sorted(countries)), tuple(unmapped))


def actors_inside(format_: str, text: str) -> tuple[str, ...]:
    """Return the actors whose names stand in a text, the longest names first and each stretch read once.

    A text that is a known name but for a letter or two is none: it is a slip, which a person mends. Nor is one that
    names two countries, as 'Philippine militia' does where militia alone is another's.

    Examples
    --------
    >>> actors_inside("own", "China Coast Guard ship 5205"), actors_inside("own", "somebody")
    (('CN-CCG',), ())
    """
    if slip_of_actor(text):
        return ()
    rest, words = f" {_fold(text)} ", set(_WORD.findall(text))
    found: dict[str, str] = {}
    for name, code, country in _names_inside(format_):
        if name not in rest or (name.isascii() and len(name) <= _LONGEST_ACRONYM and name.upper() not in words):
            continue
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name)
        rest, count = re.subn(pattern, " ", rest)
        if count:
            found[code] = country
    return tuple(found) if len(set(found.values())) == 1 else ()


def slip_of_actor(text: str) -> bool:
    """Say whether a text is the name of an actor with a letter or two amiss, which a person mends.

    Examples
    --------
    >>> slip_of_actor("Chinese Cost Guard"), slip_of_actor("supply boats")
    (True, False)
    """
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    name = _fold(text)
    near = process.extractOne(name, _actors(OWN).keys(), scorer=fuzz.ratio, score_cutoff=_SLIP)
    return near is not None and near[0][0] == name[0] and OSA.distance(near[0], name) <= _MOST_AMISS


def actor_of_unit(name: str) -> tuple[str, ...]:
    """Return the actor of a vessel or aircraft of units.csv by any of its spellings; more than one is none.

    Examples
    --------
    >>> actor_of_unit("BRP Cabra"), actor_of_unit("BRP Nobody Knows")
    (('PH-PCG',), ())
    """
    latin = _NOT_LATIN.sub("", name)  # 菲海警 BRP Suluan: what stands before says the same in another script
    actor = _units().get(_fold(latin), "")
    return (actor,) if actor else ()


def actor_of_pattern(name: str) -> tuple[str, ...]:
    """Return the actor whose vessels are named or numbered so, by the first pattern that a whole name fits.

    Examples
    --------
    >>> actor_of_pattern("QNg 90205 TS"), actor_of_pattern("90205")
    (('VN-FISH',), ())
    """
    actor = next((actor for pattern, actor in _unit_patterns() if pattern.fullmatch(name)), "")
    return (actor,) if actor in {row["code"] for row in geodata.rows("actors")} else ()


def actor_of_service(name: str) -> tuple[str, ...]:
    """Return the actor whose country and service stand in a name, each of them once; two of either is nobody.

    Examples
    --------
    >>> actor_of_service("Chinese fighter jet 63270"), actor_of_service("a fighter jet")
    (('CN-PLAAF',), ())
    """
    words = f" {name.casefold()} "
    country, service = (_roles_in(words, role) for role in ("country", "service"))
    codes = {
        row["code"]
        for row in geodata.rows("actors")
        if country == {row["country"]}
        and service == {row["kind"].removesuffix(" or other")}
        and not row["code"].endswith("-UNK")
    }
    return tuple(codes) if len(codes) == 1 else ()


def actors_unspaced_at(text: str) -> list[tuple[int, int, str]]:
    """Return where actors are named in a text of a script that puts no space between words, and their codes.

    Examples
    --------
    >>> [code for _, _, code in actors_unspaced_at("中国海警对菲律宾海警使用水炮")]
    ['CN-CCG', 'PH-PCG']
    """
    rest, found = text, list[tuple[int, int, str]]()
    for name, (code, _) in sorted(_actors(OWN).items(), key=lambda one: -len(one[0])):
        if len(name) > 1 and ord(name[0]) >= _HAN and code:
            for match in re.finditer(re.escape(name), rest):
                found.append((*match.span(), code))
                rest = f"{rest[: match.start()]}{' ' * len(name)}{rest[match.end() :]}"
    return sorted(found)


def names_a_country(text: str) -> bool:
    """Say whether a word for a country stands in a text.

    Examples
    --------
    >>> names_a_country("Chinese fishing boat"), names_a_country("fishing boat")
    (True, False)
    """
    return bool(_roles_in(f" {text.casefold()} ", "country"))


def _roles_in(words: str, role: str) -> set[str]:
    """Return whose words stand in a text, each stretch read once, the longest first."""
    found = set()
    for word, value in _role_words(role):
        if word not in words:  # a pattern costs much more
            continue
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)" if ord(word[0]) < _HAN else re.escape(word)
        words, count = re.subn(pattern, " ", words)
        if count:
            found.add(value)
    return found


@geodata.cached
def _role_words(role: str) -> tuple[tuple[str, str], ...]:
    found = [
        (word.casefold(), row["value"])
        for row in geodata.rows("lexicon_actor_words")
        if row["role"] == role
        for word in row["phrases"].split(";")
        if word.strip()
    ]
    if role == "country":
        unnamed = (one for one in _actors(OWN).items() if one[1][0].endswith("-UNK"))
        found += [(name, country) for name, (_, country) in unnamed if country != "XX"]
    return tuple(sorted(set(found), key=lambda one: (-len(one[0]), one)))


@geodata.cached
def _unit_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["actor"]) for row in geodata.rows("lexicon_units"))


def slip_of_type(name: str) -> tuple[str, ...]:
    """Return the type of a word that is typed with a slip: a letter too many, too few, wrong or in the wrong place.

    A short word is no slip of another, and a word that is as near to two types is of neither.

    Examples
    --------
    >>> slip_of_type("rammming"), slip_of_type("dangerous manuevers"), slip_of_type("ran")
    (('ramming',), ('dangerous_manoeuvre',), ())
    """
    from rapidfuzz.distance import OSA

    word = _fold(name)
    if len(word) < _SHORTEST_SLIP:
        return ()
    near = {type_ for known, type_ in _words_of_types(OWN).items()
            if known[0] == word[0] and OSA.distance(word, known, score_cutoff=1) <= 1}  # fmt: skip
    return tuple(near) if len(near) == 1 else ()


@geodata.cached
def _units() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in geodata.rows("units"):
        for spelling in (row["name"], *row["spellings"].split(";")):
            if row["kind"] in _NAMED_UNITS and row["actor"] and re.search(r"[^\W\d_]{2}", spelling):
                found.setdefault(_fold(spelling), set()).add(row["actor"])
    return {name: next(iter(actors)) for name, actors in found.items() if len(actors) == 1}


@geodata.cached
def _names_inside(format_: str) -> tuple[tuple[str, str, str], ...]:
    """Return names that say within a text whose service it is, the longest first: acronyms, and those with a country.

    'Militia' alone, or '海警', may be anybody's beside the name of another country.
    """
    actors = _actors(format_)
    countries: dict[str, set[str]] = {}
    for name, (code, country) in actors.items():
        if code.endswith("-UNK") and len(name) > (_LONGEST_ACRONYM if name.isascii() else 1):
            countries.setdefault(country, set()).add(name)
    names = [
        (name, code, country)
        for name, (code, country) in actors.items()
        if code
        and (
            any(word in name for word in countries.get(country, ()))
            or "_" in name
            or (name[0] in _SHORT_COUNTRIES and len(name) > len("菲海"))
            or (name.isascii() and name.isalpha() and _SHORTEST_ACRONYM <= len(name) <= _LONGEST_ACRONYM)
        )
    ]
    return tuple(sorted(names, key=lambda one: (-len(one[0]), one)))


def kind_of_event(format_: str, name: str) -> KindOfEvent | None:
    """Return what a type of another dataset is here, or None where nothing is known of it."""
    return _types(format_).get(_fold(name))


def translate_types(format_: str, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return types in our words and the names that have none; a type of ours stands for itself."""
    known = geodata.vocabulary().severity_by_type
    types: dict[str, None] = {}
    unmapped: dict[str, None] = {}
    for name in names:
        kind = kind_of_event(format_, name)
        plain = re.sub(r"[ -]+", "_", name.strip().casefold())
        if plain in known:
            types[plain] = None
        elif kind is not None and kind.type:
            types[kind.type] = None
        else:
            unmapped[_one_value(name)] = None
    return tuple(types), tuple(unmapped)


def nearest_word(format_: str, name: str, *, actors: bool = False) -> str:
    """Return the code whose word comes nearest to a name that has none, or an empty string where none is near."""
    from rapidfuzz import fuzz, process

    words = {word: one[0] for word, one in _actors(format_).items()} if actors else _words_of_types(format_)
    near = process.extractOne(_fold(name), words.keys(), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    return words[near[0]] if near else ""


@geodata.cached
def _words_of_types(format_: str) -> dict[str, str]:
    known = {row["type"].replace("_", " "): row["type"] for row in geodata.rows("types")}
    return known | {word: kind.type for word, kind in _types(format_).items() if kind.type}


@geodata.cached
def radius_km_by_precision(format_: str) -> dict[str, str]:
    """Return the radius in km, as text, of each code of precision of place."""
    return {row["code"]: row["radius_km"] for row in geodata.rows("mapped_precision") if row["format"] == format_}


def in_this_sea(lat: float, lon: float) -> bool:
    """Say whether a point lies in the box around all places of the gazetteer."""
    south, west, north, east = _box()
    return south <= lat <= north and west <= lon <= east


def names_open_sea(place: str) -> bool:
    """Say whether a place name is one of a sea, reef or island group, rather than of a coast or town."""
    return _fold(place) in _open_sea_names()


def _one_value(name: str) -> str:
    """Return a name that can stand in a list with ``;`` between."""
    return " ".join(name.replace(";", ",").split())


def _fold(name: str) -> str:
    return " ".join(_YEARS.sub(" ", name).casefold().replace("the ", " ").replace("’", "'").split())


@geodata.cached
def _actors(format_: str) -> dict[str, tuple[str, str]]:
    rows = geodata.rows("actors")
    codes = {row["code"] for row in rows}
    unnamed = [(row, f"{row['country']}-UNK") for row in rows if f"{row['country']}-UNK" in codes]
    own = {_fold(row[name]): (code, row["country"]) for name in ("country_name", "country") for row, code in unnamed}
    own |= {_fold(row[name]): (row["code"], row["country"]) for name in ("name", "code") for row in rows}
    mapped = {
        _fold(row["foreign"]): (row["code"], row["country"])
        for row in geodata.rows("mapped_actors")
        if row["format"] == format_
    }
    if format_ != OWN:
        return own | mapped
    countries = {row["code"]: row["country"] for row in rows}
    lexicon = {
        _fold(row["name"]): (row["code"], countries[row["code"]])
        for row in geodata.rows("lexicon_actor_names")
        if row["code"] in countries
    }
    return lexicon | own | mapped


@geodata.cached
def _types(format_: str) -> dict[str, KindOfEvent]:
    return {
        _fold(row["foreign"]): KindOfEvent(row["type"], row["relevant"] != "no", row["directed"] == "yes")
        for row in geodata.rows("mapped_types")
        if row["format"] == format_
    }


@geodata.cached
def _box() -> tuple[float, float, float, float]:
    lats, lons = zip(*((float(row["lat"]), float(row["lon"])) for row in geodata.rows("features")), strict=True)
    return (
        min(lats) - _MARGIN_DEGREES,
        min(lons) - _MARGIN_DEGREES,
        max(lats) + _MARGIN_DEGREES,
        max(lons) + _MARGIN_DEGREES,
    )


@geodata.cached
def _open_sea_names() -> frozenset[str]:
    ids = {
        row["id"]
        for row in geodata.rows("features")
        if row["kind"] in geodata.place_kinds("open_sea") or row["group"] in _OPEN_SEA_GROUPS
    }
    names = {_fold(row["name"]) for row in geodata.rows("names") if row["feature_id"] in ids}
    return frozenset(names | {_fold(row["name"]) for row in geodata.rows("features") if row["id"] in ids})
