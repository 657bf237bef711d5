"""Who did it and to whom, in the words of a person's table: each part of a cell is read, or kept as it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.sources.person_cells import words_of
from scs_tracker.sources.person_words import BRACKETS, parts_of
from scs_tracker.sources.translation import (
    OWN,
    actor_of_pattern,
    actor_of_service,
    actor_of_unit,
    actors_inside,
    actors_unspaced_at,
    names_a_country,
    nearest_word,
    slip_of_actor,
    translate_actors,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: 'M/L Kalayaan': a stroke within the sign of a ship parts nothing.
_SHIP_SIGNS: Final = re.compile(r"\b([FM])/([BLVY])\b")
#: 'MB Unaizah May 2' is the boat of that name, whatever sign stands before it.
_SIGN: Final = re.compile(r"^[FM]/?[BLVY] ")
_HULL: Final = re.compile(r"\d{3,6}")
#: The hull number behind the name of a service.
_NUMBERED: Final = re.compile(r"[ \-]*\d{2,6}$")
_WORD: Final = re.compile(r"\w+")
#: A word as it stands between spaces and stops, with the strokes within it.
_TOKEN: Final = re.compile(r"[^\W_](?:[\w\-/]*\w)?")
#: Names of actors and vessels have so many words at most.
_LONGEST_NAME: Final = 6
#: An acronym has so many letters at most, and counts in a sentence where it stands in capitals.
_LONGEST_ACRONYM: Final = 4
#: A name of a vessel that a pattern tells is no longer.
_LONGEST_UNIT: Final = 40
#: How many there were, and no number of a ship.
_COUNT: Final = re.compile(r"^\d{1,2}\s+(?=[^\W\d])")


@dataclass(frozen=True, slots=True)
class Named:
    """Who a cell names.

    Attributes
    ----------
    codes
        Codes of actors.csv, in the order of the cell.
    left
        The parts of the cell that no code says, as they stand.
    units
        The parts that are vessels or aircraft.
    """

    codes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def countries(self) -> set[str]:
        """Of which countries they are."""
        return {code.partition("-")[0] for code in self.codes}


def actors_of(text: str, side: str, complain: Callable[[str], None]) -> Named:
    """Return whom a cell names: by their names, by words in them, else by the vessel that is named.

    A word that is a known one but for a slip is asked for; another that no code says is left as it stands.
    """
    if not text:
        return Named()
    found = translate_actors(OWN, [text])
    parts = parts_of(_SHIP_SIGNS.sub(r"\1\2", text), actors=True)
    if not found.unmapped:
        return Named(found.codes, units=tuple(filter(is_unit, parts)))
    codes: dict[str, None] = {}
    left: list[str] = []
    units: list[str] = []
    last: tuple[str, ...] = ()
    for name in parts:
        one = actor_named(name)
        if not one and _HULL.fullmatch(name) and len(last) == 1:
            one = last  # 'CCG 5203, 4108': the hulls of one service in a row
        if not one and slip_of_actor(name):
            near = nearest_word(OWN, name, actors=True)
            complain(f"{side}: {name!r} is no actor that is known; {near} is the nearest; scs-tracker codes actors "
                     "lists them")  # fmt: skip
        elif not one:
            left.append(name)
        if is_unit(name):
            units.append(name)
        last = tuple(one) if re.search(r"\d$", name) else ()
        codes |= dict.fromkeys(one)
    return Named(tuple(_without_flags(codes, parts)), tuple(left), tuple(units))


def is_unit(name: str) -> bool:
    """Say whether a part of a cell is one vessel or aircraft by its name or number; '3 militia boats' are none."""
    return bool(re.search(r"\d", _COUNT.sub("", name)) or actor_of_unit(name) or actor_of_pattern(name))


def _without_flags(codes: Iterable[str], parts: Iterable[str]) -> list[str]:
    """Return codes without those of a country alone that is the flag of another: 'MV Tai Hang 8, China' is one ship."""
    flags = {code for part in parts for code in translate_actors(OWN, [part]).codes if code.endswith("-UNK")}
    named = {code.partition("-")[0] for code in codes if code not in flags}
    return [code for code in codes if code not in flags or code.partition("-")[0] not in named]


def actor_named(name: str) -> tuple[str, ...]:
    """Return the actors of one part of a cell: with what stands in brackets, else without it, else within it.

    Brackets that name another country than what stands before them make it unclear, which is nobody.

    Examples
    --------
    >>> actor_named("BRP Cabra (MRRV-4409)"), actor_named("CCG 5203"), actor_named("somebody")
    (('PH-PCG',), ('CN-CCG',), ())
    >>> actor_named("China (CCG)"), actor_named("Philippines (civilians)")
    (('CN-CCG',), ('PH-CIV',))
    """
    brackets = BRACKETS.findall(name)
    if not brackets or translate_actors(OWN, [name]).codes or actor_of_unit(name):
        return _actor(name)
    outside = _actor(BRACKETS.sub("", name).strip())
    inside = [_actor(one) for part in brackets for one in parts_of(part.strip(" ()（）"))]
    within = tuple(dict.fromkeys(code for codes in inside for code in codes))
    countries = {code.partition("-")[0] for code in (*outside, *within)}
    if not countries:
        return _actor(name)
    if len(countries) != 1:
        return ()
    if all(code.endswith("-UNK") for code in outside):
        return within or actor_of_service(name) or outside
    return outside


def _actor(name: str) -> tuple[str, ...]:
    bare = _NUMBERED.sub("", name)
    exact = translate_actors(OWN, [name]).codes or actor_of_unit(name) or actor_of_unit(_SIGN.sub("", name))
    exact = exact or translate_actors(OWN, [bare]).codes
    if exact and not (bare != name and exact[0].endswith("-UNK")):
        return exact
    found = actors_inside(OWN, name) or actor_of_pattern(name) or _of_service_and_vessel(name)
    if len(found) > 1:  # 'China CCG': the country beside its service
        found = tuple(code for code in found if not code.endswith("-UNK")) or found
    if len(found) <= 1 and all(code.endswith("-UNK") for code in found):
        return actor_of_service(name) or found
    return found


def _of_service_and_vessel(name: str) -> tuple[str, ...]:
    """Return the service of 'Bakamla KN Pulau Dana 323', where service and vessel are of one country.

    What stands before a vessel may name nobody, as in 'fishing boat QNg 95739 TS': the vessel tells whose it is.
    """
    words = name.split(" ")
    for end in range(1, len(words)):
        before = " ".join(words[:end])
        service = translate_actors(OWN, [before]).codes
        vessel = " ".join(words[end:])
        owner = actor_of_unit(vessel) or actor_of_pattern(vessel)
        if service and owner and service[0].partition("-")[0] == owner[0].partition("-")[0]:
            return owner if service[0].endswith("-UNK") else service
        if owner and not service and not actors_inside(OWN, before) and not names_a_country(before):
            return owner
    return ()


def actors_at(text: str, names: Mapping[str, str] | None = None) -> list[tuple[int, int, str]]:
    """Return where actors are named in a sentence and their codes, the longest names first, in its order.

    A country that stands for a place, as in 'off Vietnam' or 'Philippine waters', is no actor. ``names`` are more
    names, folded, with their codes.

    Examples
    --------
    >>> [text[2] for text in actors_at("CCG 5203 rammed BRP Cabra off Vietnam, in Philippine waters")]
    ['CN-CCG', 'PH-PCG']
    """
    words = [match.span() for match in _TOKEN.finditer(text)]
    found: list[tuple[int, int, str]] = []
    first = 0
    while first < len(words):
        for last in range(min(first + _LONGEST_NAME, len(words)), first, -1):
            start, end = words[first][0], words[last - 1][1]
            if code := (names or {}).get(text[start:end].casefold()) or _named_alone(text[start:end]):
                if not (code.endswith("-UNK") and _is_where(text[:start], text[end:])):
                    found.append((start, end, code))
                first = last - 1
                break
        first += 1
    return found or actors_unspaced_at(text)


def _named_alone(name: str) -> str:
    """Return the code of one name, of an acronym in capitals alone; vessels begin with a capital or a number."""
    if len(name) <= _LONGEST_ACRONYM and name.isascii() and not name.isupper():
        return ""
    codes = translate_actors(OWN, [name]).codes
    if not codes and not name[0].islower():
        codes = actor_of_unit(name) or (actor_of_pattern(name) if len(name) <= _LONGEST_UNIT else ())
    return codes[0] if codes else ""


def _is_where(before: str, after: str) -> bool:
    ahead, behind = _WORD.findall(before.casefold())[-1:], _WORD.findall(after.casefold())[:1]
    return bool(words_of("place before").intersection(ahead) or words_of("place behind").intersection(behind))
