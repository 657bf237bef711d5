"""What happened and who did it, in the words of a person's table: each part of a cell is read, or asked for.

A cell may hold several acts or actors. A part of a list that nothing translates is named, and its row waits: an act or
an actor that was written and left out would be a wrong reading of the row. A cell that tells what happened gives the
acts that stand in its words; its words become the summary, where the rest of them is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.sources.person_cells import words_of
from scs_tracker.sources.translation import (
    OWN,
    actor_of_pattern,
    actor_of_service,
    actor_of_unit,
    actors_inside,
    kind_of_event,
    names_a_country,
    nearest_word,
    slip_of_type,
    translate_actors,
    translate_types,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

#: 'M/L Kalayaan': a stroke within the sign of a ship parts nothing.
_SHIP_SIGNS: Final = re.compile(r"\b([FM])/([BLVY])\b")
_HULL: Final = re.compile(r"\d{3,6}")
#: The hull number behind the name of a service.
_NUMBERED: Final = re.compile(r"[ \-]*\d{2,6}$")
_PARTS: Final = re.compile(r"\s*[;,/\n+&、，；]\s*|\s+and\s+", re.IGNORECASE)
#: 'CCG at milisya', 'garde-côtes et milice', '海警和民兵': one left unread beside another would be lost.
_AND: Final = re.compile(
    r"\s+(?:et|at|và|dan|with|plus|puis|sowie|und|y)\s+|(?<=[\u4e00-\u9fff])[和与與及](?=[\u4e00-\u9fff])"
)
_BRACKETS: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
#: Where brackets stood while a cell is cut into parts; no person types this sign.
#: In the words of types.csv this sign stands for a number.
_NUMBERS: Final = re.compile(r"\d+")
#: 'Fired at' tells of shots where nothing else is fired: not in 'water cannon fired at the boat'. Words that are
#: `alone` ('patrol', but no 'patrol boat') are acts as a whole part only, and are never sought within one.
_OTHERWISE: Final = "otherwise"
_HELD: Final = "\ue000"
#: From this sign on, scripts put no space between words.
_HAN: Final = 0x2E80
#: A cell with a part of more words than this tells a story, in which not every part is an act.
_LONGEST_ACT: Final = 3


def parts_of(text: str, *, actors: bool = False) -> list[str]:
    """Return the parts of a cell; words such as 'at' and 'et' part actors, and brackets stay with what is before them.

    Examples
    --------
    >>> parts_of("laser, blocking and ramming"), parts_of("3 boats (Datu Sanday, Datu Bankaw); BRP Cabra")
    (['laser', 'blocking', 'ramming'], ['3 boats (Datu Sanday, Datu Bankaw)', 'BRP Cabra'])
    """
    held = iter(_BRACKETS.findall(text))
    flat = _BRACKETS.sub(_HELD, text.replace(_HELD, ""))
    parts = [part for one in _PARTS.split(flat) for part in (_AND.split(one) if actors else [one])]
    return [part for one in parts if (part := re.sub(_HELD, lambda _: next(held), one).strip())]


def types_of(cells: Mapping[str, str], complain: Callable[[str], None]) -> Sequence[str]:
    """Return the types of a row, the gravest first: of its cell, of the parts of it, else of the words in it."""
    text = cells.get("types", "") or cells.get("summary", "")
    if not text:
        complain("what: it is empty; say what happened, such as water cannon or ramming")
        return ()
    found, unknown = translate_types(OWN, [text])
    if unknown:
        parts = parts_of(text)
        read = {part: _types_in(part) for part in parts}
        found = tuple(dict.fromkeys(one for types in read.values() for one in types))
        left = [part for part in parts if not read[part] and not _is_no_act(part)]
        if found and (denied := denied_inside(text)):
            complain(
                f"what: {denied!r} in {text!r} may say that it did not happen; name the types in a column of their own"
            )
        if not found:
            found = words_inside(text) or words_inside(cells.get("summary", ""))
            left = []
        if not found:
            near = nearest_word(OWN, text)
            hint = f"; {near} is the nearest" if near else ""
            complain(f"what: {text!r} is no type of incident{hint}; scs-tracker codes types lists them")
        elif (cells.get("types") and cells.get("summary")) or _is_list(parts):
            for part in left:
                complain(f"what: {part!r} in {text!r} is no type of incident; write a type for it, or put it in a note")
    gravity = list(geodata.vocabulary().severity_by_type)
    return sorted(found, key=gravity.index)


def type_of_name(name: str) -> str:
    """Return the type that the name of a column is, or nothing.

    Examples
    --------
    >>> type_of_name("water_cannon"), type_of_name("Rammed?"), type_of_name("note")
    ('water_cannon', 'ramming', '')
    """
    plain = " ".join(re.sub(r"[_?:.]+", " ", name).split())
    types = translate_types(OWN, [plain])[0] or slip_of_type(plain)
    return types[0] if len(types) == 1 else ""


def _types_in(part: str) -> tuple[str, ...]:
    return translate_types(OWN, [part])[0] or slip_of_type(part) or words_inside(part)


def _is_no_act(part: str) -> bool:
    """Say whether a part is known to be no act, as 'radio reply' is not."""
    kind = kind_of_event(OWN, part)
    return kind is not None and not kind.type


def _is_list(parts: Sequence[str]) -> bool:
    """Say whether a text lists acts rather than tells a story: one part is a known act, and all are short."""
    return any(translate_types(OWN, [part])[0] for part in parts) and all(
        len(part.split()) <= _LONGEST_ACT for part in parts
    )


def words_inside(text: str) -> tuple[str, ...]:
    """Return the types whose words stand in a sentence, the longest words first and each stretch read once.

    Examples
    --------
    >>> words_inside("Water cannon fired at a boat"), words_inside("fired at by a patrol boat")
    (('water_cannon',), ('shots_fired',))
    """
    rest = _NUMBERS.sub("#", f" {text.casefold()} ")
    found: dict[str, None] = {}
    for relevant in ("yes", _OTHERWISE):
        for word, name in _type_words(relevant):
            pattern = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)
            rest, count = re.subn(pattern, " ", rest)
            if count:
                found[name] = None
        if found:
            break
    return tuple(found)


def denied_inside(text: str) -> str:
    """Return the first word for an act that a word such as 'no' stands before, with that word; else nothing.

    Examples
    --------
    >>> denied_inside("no water cannon was used"), denied_inside("rammed, no injuries")
    ('no water cannon', '')
    """
    flat = text.casefold()
    for relevant in ("yes", _OTHERWISE):
        for word, _ in _type_words(relevant):
            if word not in flat:
                continue
            pattern = rf"(?:{_denials()})({re.escape(word)})"
            match = re.search(pattern + (r"(?!\w)" if word.isascii() else ""), flat)
            if match:
                return text[match.start() : match.end()].strip()
    return ""


@geodata.cached
def _denials() -> str:
    """Return a pattern of words that deny what follows, with one word between at most, or three signs of Han."""
    words = [
        word for row in geodata.rows("lexicon_words") if row["kind"] == "negation" for word in row["phrases"].split(";")
    ]
    words += words_of("denial")
    spaced = "|".join(re.escape(word) for word in words if ord(word[0]) < _HAN)
    unspaced = "|".join(re.escape(word) for word in words if ord(word[0]) >= _HAN)
    return rf"(?<!\w)(?:{spaced})\s(?:\w+\s)?|(?:{unspaced})[\u4e00-\u9fff]{{0,3}}"


@geodata.cached
def _type_words(relevant: str) -> tuple[tuple[str, str], ...]:
    rows = [
        (row["foreign"].casefold(), row["type"])
        for row in geodata.rows("mapped_types")
        if row["format"] == OWN and row["type"] and row["relevant"] == relevant
    ]
    if relevant == "yes":
        rows += [(row["label"].casefold(), row["type"]) for row in geodata.rows("types")]
    return tuple(sorted(set(rows), key=lambda row: (-len(row[0]), row)))


def actors_of(text: str, side: str, complain: Callable[[str], None]) -> Iterable[str]:
    """Return the actors of a cell: by their names, by words in them, else by the vessel that is named."""
    if not text:
        return ()
    found = translate_actors(OWN, [text])
    if not found.unmapped:
        return found.codes
    codes: dict[str, None] = {}
    last: tuple[str, ...] = ()
    parts = parts_of(_SHIP_SIGNS.sub(r"\1\2", text), actors=True)
    for name in parts:
        one = actor_named(name)
        if not one and _HULL.fullmatch(name) and len(last) == 1:
            one = last  # 'CCG 5203, 4108': the hulls of one service in a row
        if not one:
            near = nearest_word(OWN, name, actors=True)
            hint = f"; {near} is the nearest" if near else ""
            complain(f"{side}: {name!r} is no actor that is known{hint}; scs-tracker codes actors lists them")
        last = tuple(one) if re.search(r"\d$", name) else ()
        codes |= dict.fromkeys(one)
    return _without_flags(codes, parts)


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
    """
    found = _actor(name)
    if found or not (brackets := _BRACKETS.findall(name)):
        return found
    outside = _actor(_BRACKETS.sub("", name).strip())
    inside = [_actor(one) for part in brackets for one in parts_of(part.strip(" ()（）"))]
    within = tuple(dict.fromkeys(code for codes in inside for code in codes))
    countries = {code.partition("-")[0] for code in (*outside, *within)}
    if len(countries) != 1:
        return ()
    if all(code.endswith("-UNK") for code in outside):
        return within or outside
    return outside


def _actor(name: str) -> tuple[str, ...]:
    bare = _NUMBERED.sub("", name)
    exact = translate_actors(OWN, [name]).codes or actor_of_unit(name) or translate_actors(OWN, [bare]).codes
    if exact and not (bare != name and exact[0].endswith("-UNK")):
        return exact
    found = actors_inside(OWN, name) or actor_of_pattern(name) or _of_service_and_vessel(name)
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
