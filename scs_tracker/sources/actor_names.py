"""Names of actors in users' tables and other datasets: countries, services, vessels, and short forms of these names."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from scs_tracker import geodata
from scs_tracker.act import country_of
from scs_tracker.text.folding import clean, fold
from scs_tracker.text.function_words import mapped_words
from scs_tracker.text.matching import Phrases

#: 'Military Forces of China (2012-)': ACLED names a new actor for each regime.
_YEARS: Final = re.compile(r"\((?:\d{4})?\s*-\s*(?:\d{4})?\)")
#: Kinds of units.csv that are one named thing; a type of aircraft or a description may be anybody's.
_NAMED_UNITS: Final = frozenset({"vessel", "aircraft"})
#: Tables that people keep, whose words are of all languages of this sea.
OWN: Final = "own"
#: Acronyms have so many letters, and count within a text where they stand in capitals.
LONGEST_ACRONYM: Final = 4


class Name(NamedTuple):
    """The meaning of an actor phrase: an actor's code, a country, or a kind of service.

    ``kind`` is the service of an actor whose name tells no country, as 'tàu cá': another country next to it counts.
    """

    role: Literal["actor", "country", "service"]
    value: str
    kind: str = ""


def dataset_key(name: str) -> str:
    """Return a name of another dataset without years, accents and 'the', in lower case."""
    return " ".join(fold(clean(_YEARS.sub(" ", name))).replace("the ", " ").split())


@geodata.cached
def actor_codes() -> frozenset[str]:
    """Return all codes of actors.csv."""
    return frozenset(row["code"] for row in geodata.rows("actors"))


@geodata.cached
def actors_by_name(format_: str) -> dict[str, tuple[str, str]]:
    """Return, for each name in a dataset by its ``dataset_key``, the actor code (or empty text) and the country."""
    rows = geodata.rows("actors")
    unnamed = [(row, f"{row['country']}-UNK") for row in rows if f"{row['country']}-UNK" in actor_codes()]
    own = [(row[name], (code, row["country"])) for name in ("country_name", "country") for row, code in unnamed]
    own += [(row[name], (row["code"], row["country"])) for name in ("name", "code") for row in rows]
    mapped = [row for row in geodata.rows("mapped_actors") if row["format"] == format_]
    own += [(row["foreign"], (row["code"], row["country"])) for row in mapped]
    return {dataset_key(name): actor for name, actor in own}


@geodata.cached
def actor_phrases() -> Phrases[Name]:
    """Return the phrases for actors, countries and services in all languages, each with its meaning."""
    found: list[tuple[str, Name]] = []
    for row in geodata.rows("lexicon_actor_words"):
        if row["role"] in {"country", "service"} and row["value"] != "elsewhere":
            role: Literal["country", "service"] = "country" if row["role"] == "country" else "service"
            found += [(phrase, Name(role, row["value"])) for phrase in row["phrases"].split(";")]
    roles: tuple[Literal["country", "service"], ...] = ("country", "service")
    found += [(row["word"], Name(role, row["value"]))
              for role in roles for row in geodata.rows("mapped_words") if row["kind"] == role]  # fmt: skip
    codes = [(row["name"], row["code"]) for row in geodata.rows("lexicon_actor_names") if row["code"] in actor_codes()]
    codes += [(name, code) for name, (code, _) in actors_by_name(OWN).items() if code]
    kinds = {row["code"]: row["kind"].removesuffix(" or other") for row in geodata.rows("actors")}
    flags = Phrases(((name, one.value) for name, one in found if one.role == "country"), fold)
    for name, code in codes:
        is_country = code.endswith("-UNK") and code != "XX-UNK"
        bare = name.islower() and len(name) > LONGEST_ACRONYM and not re.search(r"\d", name) and not flags.find(name)
        actor = Name("actor", code, kinds[code] if bare else "")
        found.append((name, Name("country", country_of(code)) if is_country else actor))
    return Phrases(found, fold)


@geodata.cached
def country_begun(word: str) -> str:
    """Return the only country whose name starts with an abbreviation such as 'phil' or 'taiw', else empty text."""
    found = {row["country"] for row in geodata.rows("actors") if row["country_name"].casefold().startswith(word)}
    return found.pop() if len(found) == 1 else ""


@geodata.cached
def home_ports() -> Phrases[str]:
    """Return the country of each coastal town, port or province, without names that several countries share."""
    found: dict[str, set[str]] = {}
    ports = {row["id"]: row["occupied_by"] for row in geodata.rows("features")
             if row["kind"] in geodata.place_kinds("in_country") and row["occupied_by"]}  # fmt: skip
    for row in geodata.rows("names"):
        found.setdefault(row["name"], set()).update({ports.get(row["feature_id"], "")} - {""})
    for row in geodata.rows("towns"):
        for name in (row["name"], row["province"], *row["names"].split(";")):
            found.setdefault(name, set()).add({"HK": "CN", "MO": "CN"}.get(row["country"], row["country"]))
    return Phrases(((name, min(one)) for name, one in found.items() if name and len(one) == 1), fold)


def home_of(port: str) -> str:
    """Return the country code of a town, port or province, or the text itself if it is not one."""
    return home_ports().whole(port) or port


@geodata.cached
def flag_characters() -> dict[str, str]:
    """Return the country of each Han character that stands for one in front of a service, as in 菲补给船."""
    return {row["word"]: row["value"] for row in geodata.rows("mapped_words") if row["kind"] == "flag"}


@geodata.cached
def named_units() -> Phrases[str]:
    """Return the actor code of each spelling of a named vessel or aircraft that no two actors share."""
    found: dict[str, set[str]] = {}
    for row in geodata.rows("units"):
        for spelling in (row["name"], *row["spellings"].split(";")):
            if row["kind"] in _NAMED_UNITS and row["actor"] and re.search(r"[^\W\d_]{2}", spelling):
                found.setdefault(spelling, set()).add(row["actor"])
    return Phrases(((name, min(actors)) for name, actors in found.items() if len(actors) == 1), fold)


@geodata.cached
def unit_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of names of vessels and aircraft, such as 'CCG 5203', each with its actor code."""
    many = mapped_words("prefix of many")
    rows = [row for row in geodata.rows("lexicon_units") if row["actor"] in actor_codes() and row["starts"] not in many]
    return tuple((re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)"), row["actor"]) for row in rows)
