"""Find the initiator and the target of one row of a user's table.

A side comes from a column that names it, from 'A against B' in any cell, from a plain sentence about parties of two
countries ('A rammed B', 'B was rammed by A'), or from an act that only one of two parties can have done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.act import country_of
from scs_tracker.model import split_list
from scs_tracker.sources.words import (
    Actors,
    actors_at,
    actors_of,
    acts_at,
    acts_told,
    parts_of,
    sentences_of,
    types_in,
    without_flags,
)
from scs_tracker.text.function_words import mapped_words
from scs_tracker.text.matching import HAN, Found

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

SIDES: Final = ("initiators", "targets")
UNITS: Final = {"initiators": "initiator_units", "targets": "target_units"}
#: What its owner says of a table whose rows may say otherwise: which column's party acts as a rule.
USUAL: Final = {"usually_initiators": "initiators", "usually_targets": "targets"}
COLUMNS_OF_ACTORS: Final = (*SIDES, *USUAL, "parties")
COUNTRIES: Final = {"initiators": "initiator_country", "targets": "target_country"}
#: Between two actors of a column that its owner named of initiators; elsewhere it tells no direction.
_VERSUS: Final = r"\s+(?:vs?\.?|versus)\s+"
_ARROW: Final = r"\s*(?:→|⇒|[-=]*>+)\s*"
#: How far a word that marks who acted may stand before the name: 'by a large Chinese ship'.
_NEAR: Final = r"[ ]?(?:[^\W\d_]+ ){0,2}$"
#: What may stand between a passive verb of Indonesian or Malay and who acted: 'ditabrak oleh kapal'.
_BETWEEN: Final = r" (?:oleh )?(?:[^\W\d_]+ ){0,2}"
#: What may stand between a Filipino verb and who acted, unless the verb says that who acted comes with 'ang'.
_BEHIND_VERB: Final = r" (?:[^\W\d_]+ )?ng (?:mga )?(?:[^\W\d_]+ )?"
_ACTOR_FOCUS: Final = r"[nm]a[gnm]|[^\W\d_]?um"
#: A verb of Indonesian or Malay that says what was done to who is named before it: 'ditabrak', 'diusir'.
_PASSIVE_VERB: Final = r"di(?!sto|sab|sru)[a-z]{4,}"
#: A verb of Indonesian or Malay that says who acted before it, and one of English in the past.
_ACTIVE: Final = r"me(?:m|n|l|r|w|y)[a-z]+"
_PAST: Final = r"[a-z]ed(?!\w)"
#: The number of a ship behind its service: '中国海警3105舰'.
_HULL_HAN: Final = re.compile(r"^\s*\d*\s*[号號]?[船舰艦艇机機]?")
_WORD: Final = re.compile(r"\w+")


@dataclass(slots=True)
class Sides:
    """Actor codes and vessels of initiator and target, and the words of the row that match no code."""

    codes: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(SIDES, ()))
    units: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(SIDES, ()))
    unmapped: list[str] = field(default_factory=list)


def sides_of(
    cells: Mapping[str, str],
    parties: Sequence[str],
    headings: Mapping[str, str] | None = None,
    versus: str = "",
    usual: Mapping[str, str] | None = None,
) -> Sides:
    """Return the sides of a row, from its cells by role and from ``parties``, cells that list actors of either side.

    ``headings`` (in lower case) lead to the party below: 'Vessel 1'. In ``versus``, 'A vs B' names who acted first.
    ``usual`` are the parties that its owner says act, or are acted on, in most rows.
    """
    sides = Sides()
    told = {side: actors_of(_with_country(cells, side), one_side=True) for side in SIDES}
    if not told["targets"].codes and (pair := split_versus(versus or cells.get("initiators", ""))):
        told = {side: actors_of(part) for side, part in zip(SIDES, pair, strict=True)}
    for side, other in (SIDES, SIDES[::-1]):
        if _may_be_both(side, cells.get(side, ""), told[side], told[other]):
            parties = [*parties, cells[side]]
            told[side] = Actors()
    there = [actors_of(cell) for cell in parties]
    for side, one in told.items():
        named = cells.get(UNITS[side], "")
        sides.codes[side] = one.codes or actors_of(named).codes
        sides.units[side] = tuple(parts_of(named)) or one.units
        sides.unmapped += one.unmapped
    texts = [*parties, cells.get("types", ""), cells.get("summary", "")]
    names = _names_of([*there, *told.values()], headings or {})
    told_by_words = (
        _told(texts, [*there, *told.values()], names)
        or _by_service(texts, there)
        or _as_usual(texts, usual or {}, names)
    )
    for side, other in (SIDES, SIDES[::-1]):
        if told_by_words is None or sides.codes[side] or told[side].unmapped:
            continue
        if _countries(sides.codes[other]) in (set(), _countries(told_by_words[other])):
            sides.codes[side] = told_by_words[side]
    for cell, one in zip(parties, there, strict=True):
        _share(sides, one)
        known = {country_of(code) for codes in sides.codes.values() for code in codes}
        sides.unmapped += [cell] if not one.codes or not set(one.countries) <= known else one.unmapped
    return sides


def _may_be_both(side: str, cell: str, one: Actors, other: Actors) -> bool:
    """Return True if a cell of one side names parties of two States, and the other side names no third State."""
    # 'CCG / PCG' is who met, not who acted; 'PCG / US Navy' acted together where the row says against whom
    parts = split_list(cell) if side == "initiators" else re.split(r"[;,&]|\band\b", cell)
    unclear = any(len({*actors_of(part).countries} - {"XX"}) > 1 for part in parts)
    return unclear and not {*other.countries} - {*one.countries, "XX"}


def _with_country(cells: Mapping[str, str], side: str) -> str:
    """Return the cell of a side with the country from its own column before it: 'Vietnam' and 'coast guard'."""
    cell, country = cells.get(side, ""), cells.get(COUNTRIES[side], "")
    if not country:
        return cell
    own = actors_of(country).countries
    gap = "" if re.search(rf"[{HAN}]$", country) else " "
    parts = parts_of(cell, actors=True) or [""]
    return "; ".join(part if actors_of(part).countries == own else f"{country}{gap}{part}".strip() for part in parts)


def split_versus(text: str) -> tuple[str, str] | None:
    """Return both parties of a text with 'vs', 'against' or an arrow between two known actors, else None."""
    return split_against(text, rf"|{_VERSUS}")


def split_against(text: str, more: str = "") -> tuple[str, str] | None:
    """Return initiator and target in a text with 'against', an arrow or ``more`` between two known actors, or None."""
    words = "|".join(rf"\s+{re.escape(word)}\s+" for word in sorted(mapped_words("against"), key=len, reverse=True))
    parts = re.split(rf"{words}|{_ARROW}{more}", text.partition(": ")[0], flags=re.IGNORECASE)
    return (parts[0], parts[1]) if len(parts) == 2 and all(actors_of(part).codes for part in parts) else None


def _countries(codes: Iterable[str]) -> set[str]:
    return set(map(country_of, codes))


def _names_of(there: Sequence[Actors], headings: Mapping[str, str]) -> dict[str, str]:
    """Return the actor code of each vessel's name (or part of it) and of headings such as 'Vessel 1', in lower case."""
    found: dict[str, set[str]] = {}
    for one in there:
        for part in one.units if len(one.countries) == 1 else ():
            for word in (part, part.rpartition(" ")[2], part.partition(" ")[0]):
                found.setdefault(word.casefold(), set()).add(one.codes[0])
    for name, cell in headings.items():  # 'Vessel 1' and 'our boat' say which of two, 'vessel' does not
        one = actors_of(cell)
        found |= {name: {one.codes[0]}} if " " in name and len(one.countries) == 1 else {}
    return {name: min(codes) for name, codes in found.items() if len(codes) == 1 and not name.isdecimal()}


def _told(texts: Sequence[str], there: Sequence[Actors], names: Mapping[str, str]) -> dict[str, tuple[str, ...]] | None:
    """Return both sides from 'A against B', else from a sentence that names the initiator, or None."""
    for text in texts:
        if pair := split_against(text):
            return {side: actors_of(part).codes for side, part in zip(SIDES, pair, strict=True)}
    codes = [code for one in there for code in one.codes]
    for text in texts:
        if (doer := who_acted(text, _countries(codes), names)) is not None:
            named = codes + [one.value for one in _actors_named(text, names)
                             if not any(country_of(code) == country_of(one.value) and not code.endswith("-UNK")
                                        for code in codes)]  # fmt: skip
            return {side: without_flags(code for code in named if (country_of(code) == doer) is acted)
                    for side, acted in zip(SIDES, (True, False), strict=True)}  # fmt: skip
    return None


def _as_usual(
    texts: Sequence[str], usual: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, tuple[str, ...]] | None:
    """Return the sides that a table usually has, or None if the text of the row may say otherwise."""
    sides = {side: actors_of(usual.get(side, ""), one_side=True).codes for side in SIDES}
    text = next((text for text in reversed(texts) if types_in(text)[0]), "")
    acts = _acts(text)
    words = [text[act.start : act.end].casefold() for act in acts]
    if not usual or not acts or types_in(text)[1] or not mapped_words("mutual").isdisjoint(words):
        return None
    ours = dict.fromkeys(mapped_words("we"), (*sides["targets"], "XX-UNK")[0])
    found = _actors_named(text, ours | dict(names))
    ahead = [country_of(one.value) for one in found if one.end <= acts[-1].start]
    behind = [country_of(one.value) for one in found if one.start >= acts[0].end]
    doers = _countries(sides["initiators"])
    passive = mapped_words("passive") | mapped_words("agent before")
    subject = not passive.issuperset(_WORD.findall(text[: acts[0].start].casefold()))
    # who is named or described before an act may have acted, and who is named behind it alone was acted on
    turned = not doers.issuperset(ahead) or (not ahead and (subject or not doers.isdisjoint(behind)))
    by_service = not mapped_words("act of a service").isdisjoint(types_in(text)[0])
    return None if turned or (by_service and _can_act(sides["targets"], sides["initiators"])) else sides


def _by_service(texts: Sequence[str], there: Sequence[Actors]) -> dict[str, tuple[str, ...]] | None:
    """Return both sides if only one of two parties can have acted, such as a coast guard that detained fishers.

    In the sourced incidents of a service and civilians, no act of these types is by the civilians.
    """
    codes = without_flags(code for one in there for code in one.codes)
    first, second = (
        [code for code in codes if country_of(code) == country] for country in (*_countries(codes), "", "")[:2]
    )
    text = next((text for text in reversed(texts) if types_in(text)[0]), "")
    types, denied = types_in(text)
    named = _countries(one.value for text in texts for one in actors_at(text)) | _countries(codes)
    if len(_countries(codes)) != 2 or len(named - {"XX"}) != 2 or denied or not types:
        return None
    for doer, other in ((first, second), (second, first)) if mapped_words("act of a service").issuperset(types) else ():
        if _can_act(doer, other):
            return {side: tuple(codes) for side, codes in zip(SIDES, (doer, other), strict=True)}
    return None


def _can_act(doers: Iterable[str], others: Iterable[str]) -> bool:
    """Return True if all of the first are services of a State and all of the others are civilians."""
    kinds = geodata.values_by("actors", "code", "kind")
    sides = (({kinds[code] for code in codes}, mapped_words(word)) for codes, word in
             ((doers, "authority"), (others, "civilian")))  # fmt: skip
    return all(found and found <= words for found, words in sides)


def _share(sides: Sides, one: Actors) -> None:
    """Add to each side the vessels and services of its country from a cell that lists both sides."""
    apart = _countries(sides.codes["initiators"]).isdisjoint(_countries(sides.codes["targets"]))
    for side, codes in sides.codes.items():
        mine = [unit for unit in one.units if (found := set(actors_of(unit).countries)) and found <= _countries(codes)]
        sides.units[side] = tuple(dict.fromkeys((*sides.units[side], *mine)))
        if apart and codes and all(code.endswith("-UNK") for code in codes):
            served = [code for code in one.codes if country_of(code) in _countries(codes)]
            sides.codes[side] = without_flags([*codes, *served])


def who_acted(text: str, there: Collection[str] = (), names: Mapping[str, str] | None = None) -> str | None:
    """Return the country of the initiator if a sentence on two countries states it in a plain form, else None.

    ``there`` are countries, ``names`` (in lower case, to codes) vessels and aircraft of the rest of the row.

    Examples
    --------
    >>> who_acted("BRP Cabra was rammed by CCG 5203"), who_acted("BRP Cabra and CCG 5203 collided")
    ('CN', None)
    """
    acts = _acts(text)
    found = {country_of(one.value) for one in _actors_named(text, names or {})} if acts else set()
    mutual = any(text[one.start : one.end].casefold() in mapped_words("mutual") for one in acts)
    if len({*found, *there}) != 2 or mutual or types_in(text)[1]:
        return None
    sentences = [_claimed(sentence) for _, sentence in sentences_of(text)]
    doers = set().union(*(_doers(sentence, names or {}) for sentence in sentences))
    if not doers:  # 'BRP Cabra was rammed': the other one of two did it
        suffered = set().union(*(_sufferers(sentence, names or {}) for sentence in sentences))
        doers = {*found, *there} - suffered if len(suffered) == 1 else set()
    elif any(_is_of_nobody(sentence, names or {}) for sentence in sentences):
        return None
    return doers.pop() if len(doers) == 1 else None


def _sufferers(text: str, names: Mapping[str, str]) -> set[str]:
    """Return the country of the only party in a sentence if a passive verb says what was done to it, else nothing."""
    acts = _acts(text)
    found = {country_of(one.value) for one in _actors_named(text, names)} if acts else set()
    passive = [act for act in acts if _is_passive(text, act)]
    return found if len(found) == 1 and len(passive) == len(acts) else set()


def _is_of_nobody(text: str, names: Mapping[str, str]) -> bool:
    """Return True if a clause names no party and has a passive verb: 'CCG came near; was driven away'."""
    clauses = re.split("[;,；，]", text)
    return any(not _actors_named(one, names) and any(_is_passive(one, act) for act in _acts(one)) for one in clauses)


def _is_passive(text: str, act: Found[tuple[str, ...]]) -> bool:
    """Return True if 'was', 'bị' or similar is directly before an act, or if it is a verb such as 'ditabrak'."""
    words, before = text[act.start : act.end].casefold(), text[: act.start].casefold()
    if re.match(_PASSIVE_VERB, words):
        return True
    marks = "|".join(map(re.escape, mapped_words("passive")))
    return bool(re.search(rf"(?:{marks}) ?$", before)) and (not words.isascii() or re.search(_PAST, words) is not None)


def _claimed(sentence: str) -> str:
    """Return the clause after 'that' if it has an act and two parties, else the whole sentence."""
    words = "|".join(mapped_words("that"))
    claimed = re.split(rf"(?<!\w)(?:{words}) ", sentence)[-1]
    return claimed if _acts(claimed) and len({country_of(one.value) for one in actors_at(claimed)}) == 2 else sentence


def _acts(text: str) -> list[Found[tuple[str, ...]]]:
    return acts_at(text) or [Found(one.start, one.end, one.types) for one in acts_told(text) if not one.doubt]


def _doers(text: str, names: Mapping[str, str]) -> set[str]:
    """Return the countries that a sentence names as initiators; both if it reports an act of each against the other."""
    acts = _acts(text)
    found = [Found(one.start, one.end, country_of(one.value)) for one in _actors_named(text, names)] if acts else []
    doers = {one.value for one in found if _is_agent(text, one, found, acts)}
    doers |= {  # an act before may be of the other party
        one.value
        for one, other in pairwise(found)
        if _HULL_HAN.sub("", text[one.end : other.start]).strip() in mapped_words("upon") and acts[0].start >= one.end
    }
    return doers or (_before_the_act(text, found, acts) if acts else set())


def _actors_named(text: str, names: Mapping[str, str]) -> list[Found[str]]:
    found = actors_at(text)
    for name, code in names.items():
        edge = ("", "") if re.search(rf"[{HAN}]", name) else (r"(?<!\w)", r"(?!\w)")
        for match in re.finditer(re.escape(name).join(edge), text.casefold()):
            if all(match.end() <= one.start or one.end <= match.start() for one in found):
                found.append(Found(match.start(), match.end(), code))
    return sorted(found)


def _is_agent(text: str, one: Found[str], found: Sequence[Found[str]], acts: Sequence[Found[tuple[str, ...]]]) -> bool:
    """Return True if a word before a name marks it as initiator: 'by', 'oleh', 'bị', a verb such as 'ditabrak'."""
    behind = any(act.end <= one.start for act in acts)
    if behind and _marked(text[: one.start], "agent"):
        return True
    if any(act.start >= one.end for act in acts) and _marked(text[: one.start], "agent before"):
        return True
    for act in acts:
        words, between = text[act.start : act.end].casefold(), text[act.end : one.start]
        if words.startswith("di") and re.fullmatch(_BETWEEN, between):
            return True
        if re.fullmatch(rf" (?:{'|'.join(mapped_words('act of'))}) (?:[^\W\d_]+ ){{0,2}}", between) and not re.search(
            _PAST, words
        ):
            return True  # 'water cannon from CCG 3105'
        if re.fullmatch(_BEHIND_VERB, between) and not re.match(_ACTOR_FOCUS, words):
            return True
    # Filipino 'ng' marks who acted, and also whose a thing is: it counts where 'ang' or 'sa' marks the other
    return _stands_behind(text[: one.start], "agent of") and any(
        _stands_behind(text[: other.start], "patient") for other in found if other.start != one.start
    )


def _stands_behind(before: str, kind: str) -> bool:
    """Return True if one of the last two words of a text is a function word of the given kind."""
    last, before_it = [*_WORD.findall(before.casefold())[:-3:-1], "", ""][:2]
    small = mapped_words("agent of") | mapped_words("patient")
    return last in mapped_words(kind) or (before_it in mapped_words(kind) and last not in small)


def _before_the_act(text: str, found: Sequence[Found[str]], acts: Sequence[Found[tuple[str, ...]]]) -> set[str]:
    """Return the only country before an act verb if it is the subject, else an empty set."""
    start, end, _ = acts[0]
    act = text[start:end].casefold()
    ahead = [one for one in found if one.end <= start]
    clause = max((match.end() for match in re.finditer("[,;，；]", text[:start])), default=0)
    before = {one.value for one in [one for one in ahead if one.start >= clause] or ahead}
    first = {one.value for one in [one for one in found if one.start >= end][:1]}
    said = text[max((one.end for one in ahead), default=start) : end].casefold()
    doing = not mapped_words("doing").isdisjoint(_WORD.findall(said))
    active = re.match(_ACTIVE, act) is not None or _does_with(text, found, start) or (doing and not act.isascii())
    active = active or (re.search(_PAST, act) is not None and _has_object(text[end:]))
    if len(before) != 1 or before == first or not (first or active):
        return set()
    did = doing or re.search(_PAST, act) or re.fullmatch(r"\s*[a-z]{3,}s", said)
    does = active or not act.isascii() or did
    # 'A challenged on the radio by a caller of B', and 'A came near, B used water cannon': of these, A did not act
    turned = any(
        not mapped_words("agent").isdisjoint(_WORD.findall(text[end : one.start].casefold()))
        or (re.search(r"[,;，；]\s*$", text[: one.start]) and any(later.start >= one.end for later in acts))
        for one in found
        if one.start >= end and one.value not in before
    )
    return before if does and not turned and not _marked(text[:start], "passive", "agent", "agent before") else set()


def _has_object(behind: str) -> bool:
    """Return True if the text after an English verb starts with an object: 'boarded and towed away the boats'."""
    words = "|".join(mapped_words("before an object"))
    return re.match(rf"(?: and [a-z]+(?: [a-z]+)?)? (?:{words}|\d+) ", behind) is not None


def _does_with(text: str, found: Sequence[Found[str]], start: int) -> bool:
    """Return True if 'fired', 'used' or similar is between an actor's name and a weapon."""
    last = max((one.end for one in found if one.end <= start), default=-1)
    words = _WORD.findall(text[last:start].casefold()) if last >= 0 else []
    return any(word in mapped_words("doing with") for word in words) and not mapped_words("at").intersection(words)


def _marked(before: str, *kinds: str) -> bool:
    """Return True if one of the last three words of a text is a function word of one of these kinds."""
    return any(
        re.search(
            rf"{word}$" if re.match(rf"[{HAN}]", word) else rf"(?<!\w){re.escape(word)}{_NEAR}", before, re.IGNORECASE
        )
        for kind in kinds
        for word in mapped_words(kind)
    )
