"""Translate the words of datasets and users into codes: actors, acts, precision, and relevance to this sea.

The words are data (geodata/mappings, geodata/lexicon, names in actors.csv and units.csv), to which a user's overlay
adds. Words without a code are returned as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from scs_tracker import geodata
from scs_tracker.act import country_of
from scs_tracker.model import split_list
from scs_tracker.sources.actor_names import (
    LONGEST_ACRONYM,
    OWN,
    Name,
    actor_codes,
    actor_phrases,
    actors_by_name,
    country_begun,
    dataset_key,
    flag_characters,
    home_ports,
    named_units,
    unit_patterns,
)
from scs_tracker.text.acts import Named, acts_in
from scs_tracker.text.folding import clean
from scs_tracker.text.function_words import mapped_words
from scs_tracker.text.matching import HAN, Found, Phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OPEN_SEA_GROUPS: Final = frozenset({"Spratly", "Paracel", "Scarborough", "Macclesfield", "Pratas", "Luconia"})
#: How far beyond the outermost named places a point is still of this sea.
_MARGIN_DEGREES: Final = 1.0
#: A word of this likeness (of 100) is near enough to be offered for one that is not known.
_NEAR: Final = 70
#: 'Raming' may be several words; a longer one with one letter amiss is the word.
_SHORTEST_SLIP: Final = 7
#: So many characters may stand between a country and its service: 'Chinese navy', 'kapal perang Cina'.
_BESIDE: Final = 8
_PARTS: Final = re.compile(r"\s*[;,/\n+&、，；]\s*|\s+and\s+", re.IGNORECASE)
_AND: Final = re.compile(
    rf"\s+(?:vs?\.?|versus|et|at|và|dan|with|plus|puis|sowie|und|y)\s+|(?<=[{HAN}])[和與与及](?=[{HAN}])"
)
_BRACKETS: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
#: 'M/L Kalayaan': a stroke within the prefix of a ship parts nothing.
_SHIP_PREFIX: Final = re.compile(r"\b([FM])/([BLVY])\b")
#: Where brackets stood while a cell is cut into parts; no person types this character.
_HELD: Final = "\ue000"
#: 'phil.' and 'Viet', where a country of that beginning is short for its name.
_SHORTENED: Final = re.compile(r"(?<!\w)([^\W\d_]{4,})(\.?)(?!\w)")
_HULL: Final = re.compile(r"\d{3,6}")
#: '3 boats': how many there were, and no number of a ship.
_COUNT: Final = re.compile(r"^\d{1,2}\s+(?=[^\W\d])")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[。！？])")
#: How many words before an act may deny it, and how many characters of Han.
_DENIED_WITHIN: Final = 2
_DENIED_WITHIN_HAN: Final = 4
#: Those words are within so many characters.
_DENIED_IN: Final = 100


@dataclass(frozen=True, slots=True)
class Actors:
    """Actors of a row: codes in row order, countries, names without a code, and vessels."""

    codes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindOfEvent:
    """Meaning of another dataset's type: the tracker's types, whether it is in scope, and whether actor order matters.

    ``whole`` words are acts as a whole part of a cell alone; ``otherwise`` ones where nothing else is named.
    """

    types: tuple[str, ...]
    relevant: bool
    directed: bool
    counts: Literal["", "whole", "otherwise"] = ""


_ROLES: Final = ("actor", "country", "service")


def translate_actors(format_: str, names: Iterable[str]) -> Actors:
    """Return the actors that another dataset names, in the tracker's codes; a tracker code stays as it is."""
    codes: dict[str, None] = {}
    countries: set[str] = set()
    unmapped: dict[str, None] = {}
    for name in names:
        code, country = actors_by_name(format_).get(dataset_key(name), ("", ""))
        whole = actor_phrases().whole(name) if not country else None  # UCDP's 'Vietnam' is written otherwise here
        if whole is not None and whole.role == "country":
            country = whole.value
        elif not code:
            unmapped[_one_value(name)] = None
        codes |= dict.fromkeys({code or f"{country}-UNK"} & actor_codes())
        countries |= {country} - {""}
    return Actors(tuple(codes), tuple(sorted(countries)), tuple(unmapped))


def actors_of(cell: str, *, one_side: bool = False) -> Actors:
    """Return the actors in a cell that a user typed: by their names in any language, or by named vessels.

    In a cell of one side, a service without a country is of the only country there: 'CCG 5203 and militia'.

    Examples
    --------
    >>> actors_of("CCG 5203, 4108; Chinese navy").codes, actors_of("Chinese trawler near a Filipino boat").codes
    (('CN-CCG', 'CN-PLAN'), ())
    """
    codes: list[str] = []
    left: list[str] = []
    units: list[str] = []
    before: tuple[str, ...] = ()
    for part in parts_of(clean(cell), actors=True):
        found = _actors_in_part(part)
        if not found and _HULL.fullmatch(part) and len(before) == 1:
            found = before  # 'CCG 5203, 4108': the hulls of one service in a row
        codes += found
        if not found:
            left.append(part)
        bare = _COUNT.sub("", without_brackets(part))
        if re.search(r"\d", bare) or _units_at(bare):
            units.append(part)
        before = found if re.search(r"\d$", part) else ()
    lands = set(map(country_of, codes)) - {"XX"} if one_side else set()
    for part in list(left) if len(lands) == 1 else ():
        names = [name for *_, names in _groups(part) for name in names]
        if {name.role for name in names} == {"service"}:
            codes += _codes([Name("country", min(lands)), *names])
            left.remove(part)
    kept = without_flags(codes)
    return Actors(kept, tuple(sorted(map(country_of, kept))), tuple(left), tuple(units))


def _actors_in_part(part: str) -> tuple[str, ...]:
    """Return the actor codes in one part of a cell; empty if the part names two countries, which is unclear."""
    whole = _coded(part) or actor_phrases().whole(part)
    groups = [(0, len(part), [whole])] if whole is not None else _groups(part)
    names = [name for *_, group in groups for name in group]
    flags = {name.value for name in names if name.role == "country"}
    words = mapped_words("place before").intersection(re.findall(r"\w+", part.casefold()))
    if len(flags) == 1 and not words and not acts_at(part):
        names = [Name("service", name.kind) if name.kind and country_of(name.value) not in flags else name
                 for name in names]  # fmt: skip
        groups = groups if names == [name for *_, group in groups for name in group] else [(0, len(part), names)]
    codes = without_flags(code for *_, names in groups for code in _codes(names))
    countries = {name.value for name in names if name.role == "country"} | set(map(country_of, codes))
    if len(countries - {"XX"}) > 1:
        return ()
    unnamed = len(countries) == 1 and all(code.endswith("-UNK") for code in codes)
    return (_codes(names) if unnamed else ()) or codes


def _codes(names: Sequence[Name]) -> tuple[str, ...]:
    """Return the codes that adjacent names state, else that of the only such service of their country."""
    codes, countries, services = (
        tuple(dict.fromkeys(name.value for name in names if name.role == role)) for role in _ROLES
    )
    if codes or len(countries) != 1:
        return codes
    (country,) = countries
    served = {row["code"] for row in geodata.rows("actors")
              if row["country"] == country and (row["kind"].removesuffix(" or other"),) == services}  # fmt: skip
    unnamed = (f"{country}-UNK",) if f"{country}-UNK" in actor_codes() else ()
    return tuple(served) if len(served) == 1 else unnamed


def _coded(text: str) -> Name | None:
    """Return the country if a text is a country code in capitals, else None: MY is Malaysia, not Vietnamese 'Mỹ'."""
    return Name("country", text) if text.isupper() and f"{text}-UNK" in actor_codes() else None


def _groups(text: str) -> list[tuple[int, int, list[Name]]]:
    """Return the spans and names of actors in a text; a country next to a service is one actor."""
    found = [Found(one.start, one.end, Name("actor", one.value)) for one in _units_at(text)]
    for one in [one for one in actor_phrases().find(text) if _is_apart(one, found)]:
        written = text[one.start : one.end]  # an acronym is a name in capitals alone
        short = len(written) <= LONGEST_ACRONYM and written.isascii() and one.value.role != "service"
        viet = one.value.role == "country" and len(written) == LONGEST_ACRONYM and written.istitle()
        found += [] if short and not (written.isupper() or viet) else [one._replace(value=_coded(written) or one.value)]
    services = [one for one in found if one.value.role == "service"]
    for match in _SHORTENED.finditer(text):  # 'phil.' stands alone, 'Phil' before its service: 'Phil CG'
        begun = match[2] or any(one.start == match.end() + 1 for one in services)
        if begun and (country := country_begun(match[1].casefold())):
            name = Found(match.start(), match.end(), Name("country", country))
            found += [name] if _is_apart(name, found) else []
    for one in [one for one in services if text[one.start - 1 : one.start] in flag_characters()]:
        flag = Found(one.start - 1, one.start, Name("country", flag_characters()[text[one.start - 1]]))
        found += [flag] if _is_apart(flag, found) else []
    for port in home_ports().find(text) if any(one.value.value == "fishing" for one in services) else ():
        near = any(
            one.start - port.end == 1 or text[one.end : port.start].strip().casefold() in {"", *mapped_words("home of")}
            for one in services
        )
        name = Found(port.start, port.end, Name("country", port.value))
        found += [name] if near and _is_apart(name, found) else []
    groups: list[tuple[int, int, list[Name]]] = []
    for one in sorted(found, key=lambda found: (found.start, -found.end)):
        start, end, names = groups[-1] if groups else (0, -_BESIDE - 1, [])
        if groups and end <= one.start <= end + _BESIDE and _belong(names, one.value, one.start - end):
            # of a service and its aircraft, 'PLAN J-11', the service is kept
            more = [one.value] if one.value.role not in {name.role for name in names} else []
            groups[-1] = (start, one.end, [*names, *more])
        elif one.start >= end:
            groups.append((one.start, one.end, [one.value]))
    return groups


def _units_at(text: str) -> list[Found[str]]:
    """Return the spans of vessels and aircraft in a text, each with its actor code, by known name, else by pattern."""
    found = named_units().find(text)
    for pattern, actor in unit_patterns():
        for match in pattern.finditer(text):
            one = Found(match.start(), match.end(), actor)
            found += [one] if _is_apart(one, found) else []
    return found


def without_units(text: str) -> str:
    """Return a text with vessel names replaced by underscores, since a vessel may bear a place name: 'BRP Cabra'."""
    for one in _units_at(text):
        text = f"{text[: one.start]}{'_' * (one.end - one.start)}{text[one.end :]}"
    return text


def _is_apart(one: Found[Any], others: Iterable[Found[Any]]) -> bool:
    return all(one.end <= other.start or other.end <= one.start for other in others)


def _belong(names: Sequence[Name], name: Name, gap: int) -> bool:
    """Return True if a name may form one actor with those before it: same country, and another role or adjacent."""
    countries = {one.value if one.role == "country" else country_of(one.value) for one in (*names, name)
                 if one.role != "service"}  # fmt: skip
    alike = name.role in {one.role for one in names}
    return len(countries) <= 1 and (not alike or (gap == 1 and name.role == "actor"))


def actors_at(text: str) -> list[Found[str]]:
    """Return spans and codes of actors in a sentence; a country that only locates ('off Vietnam') is left out."""
    found = []
    for start, end, names in _groups(text):
        ahead, behind = re.findall(r"\w+", text[:start].casefold())[-1:], re.findall(r"\w+", text[end:].casefold())[:1]
        where = mapped_words("place before").intersection(ahead) or mapped_words("place behind").intersection(behind)
        place = where and all(name.role == "country" for name in names)
        aim = text[:start].casefold().removesuffix("the ").rstrip().endswith(tuple(mapped_words("bound for")))
        found += [Found(start, end, code) for code in _codes(names)[:1] if not (place or aim)]
    return found


def without_flags(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes without countries of which a service is also listed: 'MV Tai Hang 8, China' is one ship."""
    codes = list(dict.fromkeys(codes))
    named = {country_of(code) for code in codes if not code.endswith("-UNK")}
    return tuple(code for code in codes if not code.endswith("-UNK") or country_of(code) not in named)


def parts_of(text: str, *, actors: bool = False) -> list[str]:
    """Return the parts of a cell; with ``actors``, words such as 'at' also separate; brackets stay with their text."""
    text = _SHIP_PREFIX.sub(r"\1\2", text)
    held = iter(_BRACKETS.findall(text))
    flat = _BRACKETS.sub(_HELD, text.replace(_HELD, ""))
    parts = [part for one in _PARTS.split(flat) for part in (_AND.split(one) if actors else [one])]
    return [part for one in parts if (part := re.sub(_HELD, lambda _: next(held), one).strip())]


def without_brackets(text: str) -> str:
    """Return a text without the parts in brackets."""
    return _BRACKETS.sub("", text).strip()


def kind_of_event(format_: str, name: str) -> KindOfEvent | None:
    """Return the meaning of another dataset's type, or None if the type is unknown."""
    return _types(format_).whole(name)


def translate_types(format_: str, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tracker's types for names of acts, and the names that have none; one typing error is tolerated."""
    types: dict[str, None] = {}
    unmapped: dict[str, None] = {}
    for name in names:
        kind = kind_of_event(format_, name)
        found = kind.types if kind is not None else ()
        if kind is None and format_ == OWN and not re.search(rf"[{HAN}]", name):
            near = {one.types for one in _types(OWN).near(clean(name), 1, _SHORTEST_SLIP)}
            found = near.pop() if len(near) == 1 else ()
        types |= dict.fromkeys(found)
        if not found:
            unmapped[_one_value(name)] = None
    return tuple(types), tuple(unmapped)


def acts_at(text: str) -> list[Found[tuple[str, ...]]]:
    """Return the spans and types of the acts that a sentence names, in order."""
    found = [one for one in _types(OWN).find(text) if one.value.types and one.value.counts != "whole"]
    sure = [one for one in found if not one.value.counts]
    return [Found(one.start, one.end, one.value.types) for one in sure or found]


def types_in(text: str) -> tuple[tuple[str, ...], str]:
    """Return the types of the acts in a text, and the words that deny or doubt them (or an empty string)."""
    # words of any language first; an English story whose words are not listed by those by which articles tell acts
    if acts := acts_at(text):
        return tuple(dict.fromkeys(type_ for act in acts for type_ in act.value)), _denied(text, acts)
    told = acts_told(text)
    sure = tuple(dict.fromkeys(type_ for act in told if not act.doubt for type_ in act.types))
    doubted = next((act.doubt for act in told if act.doubt), "")
    return sure, "" if sure else doubted


def sentences_of(text: str) -> list[tuple[int, str]]:
    """Return the sentences of a text, each with its position."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    return [(start, text[start:end]) for start, end in pairwise([*starts, len(text)])]


def acts_told(text: str) -> list[Named]:
    """Return the acts that an English text names, read sentence by sentence."""
    return [replace(one, start=one.start + start, end=one.end + start)
            for start, sentence in sentences_of(text) for one in acts_in(sentence)]  # fmt: skip


def _denied(text: str, acts: Sequence[Found[tuple[str, ...]]]) -> str:
    """Return the first denied act with the word that denies it, such as 'no', or an empty string."""
    for act in acts:
        first = max(act.start - _DENIED_IN, 0)
        ahead = text[first : act.start]
        words = list(re.finditer(rf"[^\W_{HAN}]+", ahead))[-_DENIED_WITHIN:]
        near = next((one for one in words if one.group().casefold() in _denials()), None)
        if near is not None and not re.search(r"[.;,:]", ahead[near.end() :]):
            return text[first + near.start() : act.end]
        behind = ahead[-_DENIED_WITHIN_HAN:]
        if any(word in behind for word in _denials() if re.match(rf"[{HAN}]", word)):
            return text[max(act.start - _DENIED_WITHIN_HAN, 0) : act.end].strip()
    return ""


@geodata.cached
def _denials() -> frozenset[str]:
    rows = [row for row in geodata.rows("lexicon_words") if row["kind"] == "negation"]
    return mapped_words("denial").union(word for row in rows for word in row["phrases"].split(";"))


def nearest_type(name: str) -> str:
    """Return the type whose word is most similar to an unknown name, or an empty string if there is none."""
    from rapidfuzz import fuzz, process

    near = process.extractOne(clean(name).casefold(), _types(OWN), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    kind = _types(OWN).whole(near[0]) if near else None
    return next(iter(kind.types), "") if kind is not None else ""


@geodata.cached
def radius_km_by_precision(format_: str) -> dict[str, str]:
    """Return the radius in km, as text, for each precision code of a dataset."""
    return {row["code"]: row["radius_km"] for row in geodata.rows("mapped_precision") if row["format"] == format_}


def in_this_sea(lat: float, lon: float) -> bool:
    """Return True if a point is in the bounding box of all places of the gazetteer."""
    south, west, north, east = _box()
    return south <= lat <= north and west <= lon <= east


def names_open_sea(place: str) -> bool:
    """Return True if a place name is that of a sea, reef or island group, rather than a coast or town."""
    return dataset_key(place) in _open_sea_names()


def _one_value(name: str) -> str:
    """Return a name with commas in place of semicolons, so that it can be an item of a list."""
    return " ".join(name.replace(";", ",").split())


@geodata.cached
def _types(format_: str) -> Phrases[KindOfEvent]:
    counts: dict[str, Literal["", "whole", "otherwise"]] = {"alone": "whole", "otherwise": "otherwise"}
    found = [(word, KindOfEvent((row["type"],), True, False)) for row in geodata.rows("lexicon_foreign")
             for word in row["phrases"].split(";") if format_ == OWN]  # fmt: skip
    for row in geodata.rows("types"):
        kind = KindOfEvent((row["type"],), True, False)
        found += [(row["type"].replace("_", " "), kind), (row["label"], kind)]
    for row in geodata.rows("mapped_types"):
        if row["format"] == format_:
            kind = KindOfEvent(
                tuple(split_list(row["type"])), row["relevant"] != "no", row["directed"] == "yes",
                counts.get(row["relevant"], ""),
            )  # fmt: skip
            found.append((row["foreign"], kind))
    return Phrases(found, str.casefold)


@geodata.cached
def _box() -> tuple[float, float, float, float]:
    lats, lons = zip(*((float(row["lat"]), float(row["lon"])) for row in geodata.rows("features")), strict=True)
    margin = _MARGIN_DEGREES
    return min(lats) - margin, min(lons) - margin, max(lats) + margin, max(lons) + margin


@geodata.cached
def _open_sea_names() -> frozenset[str]:
    ids = {
        row["id"]
        for row in geodata.rows("features")
        if row["kind"] in geodata.place_kinds("open_sea") or row["group"] in _OPEN_SEA_GROUPS
    }
    named = (row["name"] for table, key in (("names", "feature_id"), ("features", "id"))
             for row in geodata.rows(table) if row[key] in ids)  # fmt: skip
    return frozenset(map(dataset_key, named))
