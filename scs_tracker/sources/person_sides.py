"""Which of those whom a row of a person's table names did it, and to whom it was done.

A column says so by its name. Where one names both sides ('vessels involved'), the side that another column does not
name is the other; else the sentence of the row may tell who did it to whom, in the plainest of forms: 'A rammed B', 'B
was rammed by A'. Where neither does, the sides stay open, and the words of the cells stay with the row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.sources.person_actors import Named, actor_named, actors_at, actors_of
from scs_tracker.sources.person_cells import words_of
from scs_tracker.sources.person_words import acts_at, denied_inside, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

SIDES: Final = ("initiators", "targets")
_UNITS: Final = {"initiators": "initiator_units", "targets": "target_units"}
_COUNTRIES: Final = {"initiators": "initiator_country", "targets": "target_country"}
#: 'CCG → PCG' in a column of both sides.
_ARROW: Final = re.compile(r"\s*(?:→|⇒|-+>|=>|\bagainst\b)\s*", re.IGNORECASE)
#: How far a word that marks who acted may stand before the name: 'by a large Chinese ship'.
_NEAR: Final = r"[ ]?(?:[^\W\d_]+ ){0,2}$"

#: What may stand between a passive verb of Indonesian or Malay and who acted: 'ditabrak oleh kapal'.
_BETWEEN: Final = r" (?:oleh )?(?:[^\W\d_]+ ){0,2}"
#: A verb of Indonesian or Malay that says who acted before it, and one of English in the past.
_ACTIVE: Final = r"me(?:m|n|ng|ny)[a-z]+"
_PAST: Final = r"[a-z]ed(?!\w)"
_WORD: Final = re.compile(r"\w+")
#: From this sign on, scripts put no space between words.
_HAN: Final = 0x2E80


@dataclass(slots=True)
class Sides:
    """Who did it and to whom, the vessels of each, and what is said of the sides without a code."""

    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def sides_of(
    cells: Mapping[str, str],
    parties: Sequence[tuple[str, str]],
    names: Mapping[str, str],
    complain: Callable[[str], None],
) -> Sides:
    """Return the sides of a row.

    Parameters
    ----------
    cells
        The cells of a row by column of ours.
    parties
        Name and cell of each column that names actors and not which side they are.
    names
        What the columns of ours are called, to say beside words that have no code.
    complain
        Takes a reason why the row cannot be read.
    """
    sides, cells = Sides(), _parted(cells)
    known = {side: _of_side(cells, side, complain) for side in SIDES}
    for side, one in known.items():
        sides.codes[side], sides.units[side] = one.codes, one.units
        sides.left += one.left
        if one.left:
            sides.said.append(f"{names.get(side, side)}: {cells.get(side, '')}")
    both = [(name, cell, _of_named(name, actors_of(cell, name, complain))) for name, cell in parties if cell]
    story = [text for name in ("summary", "types") if (text := cells.get(name, ""))]
    _place(sides, known, both, story, has=[side for side in SIDES if side in names or _COUNTRIES[side] in names])
    _refine(sides, both)
    return sides


def with_countries(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the sides of a row that keeps a country and its service apart, with both in one cell.

    Examples
    --------
    >>> with_countries({"initiator_country": "Vietnam", "initiators": "coast guard; navy"})
    {'initiators': 'Vietnam coast guard; Vietnam navy'}
    """
    whole = {}
    for side, column in _COUNTRIES.items():
        if country := cells.get(column, ""):
            gap = "" if ord(country[-1]) >= _HAN else " "
            parts = parts_of(cells.get(side, ""), actors=True) or [""]
            named = {code.partition("-")[0] for code in actors_of(country, side, lambda _: None).codes}
            whole[side] = "; ".join(
                part if part and actors_of(part, side, lambda _: None).countries == named and len(named) == 1
                else f"{country}{gap}{part}".strip() for part in parts
            )  # fmt: skip
    return whole


def _parted(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Return the cells with the one of who did it cut in two where it says against whom."""
    parts = _ARROW.split(cells.get("initiators", ""))
    return cells if len(parts) != 2 or cells.get("targets") else {**cells, **dict(zip(SIDES, parts, strict=True))}


def _of_side(cells: Mapping[str, str], side: str, complain: Callable[[str], None]) -> Named:
    """Return whom the column of a side names, else whose its vessels are."""
    if cells.get(side):
        return actors_of(cells[side], side, complain)
    found = actors_of(cells.get(_UNITS[side], ""), side, lambda _: None)
    return Named(found.codes)


def _of_named(name: str, one: Named) -> Named:
    """Return whom a cell names, of the country that its column is called after where no word of it tells.

    'Chinese unit: J-16' is of China.
    """
    country = actor_named(name)
    countries = {code.partition("-")[0] for code in country}
    if one.codes or not one.left or len(countries) != 1:
        return one
    return Named((f"{countries.pop()}-UNK",), one.left, one.units)


def _place(
    sides: Sides, known: Mapping[str, Named], both: Sequence[tuple[str, str, Named]], story: Sequence[str],
    has: Sequence[str],
) -> None:  # fmt: skip
    """Give each side that is not known yet those of the columns of both, or of the story, that must be it."""
    named = [side for side in SIDES if known[side].codes]
    if len(named) == 1 and both:
        _others(sides, named[0], known[named[0]], both)
    elif len(named) == 1 and len(has) == 1:
        told = _told(story, [("", "", known[named[0]])])
        if told and {code.partition("-")[0] for code in told[SIDES.index(named[0])]} == known[named[0]].countries:
            sides.codes[SIDES[1 - SIDES.index(named[0])]] = told[1 - SIDES.index(named[0])]
    elif not named and not has:
        arrow = next((parts for _, cell, _ in both if len(parts := _ARROW.split(cell)) == 2), None)
        who = tuple(actors_of(part, "", lambda _: None) for part in arrow) if arrow else None
        codes = (who[0].codes, who[1].codes) if who and who[0].codes and who[1].codes else _told(story, both)
        if codes:
            sides.codes = dict(zip(SIDES, codes, strict=True))
    for name, cell, one in both:
        _units(sides, one)
        if one.left or not one.countries <= {code.partition("-")[0] for code in _all(sides)}:
            sides.left += one.left
            sides.said.append(f"{name}: {cell}")


def _all(sides: Sides) -> list[str]:
    return [code for codes in sides.codes.values() for code in codes]


def _refine(sides: Sides, both: Sequence[tuple[str, str, Named]]) -> None:
    """Give a side that is a country alone the services of that country whose vessels a column of both sides names."""
    first, second = ({code.partition("-")[0] for code in sides.codes[side]} for side in SIDES)
    there = [code for _, _, one in both for code in one.codes]
    for side in SIDES if not first & second else ():
        codes = sides.codes[side]
        if codes and all(code.endswith("-UNK") for code in codes):
            countries = {code.partition("-")[0] for code in codes}
            sides.codes[side] = without_flags([*codes, *(one for one in there if one.partition("-")[0] in countries)])


def _others(sides: Sides, side: str, one: Named, both: Sequence[tuple[str, str, Named]]) -> None:
    """Give the other side those of other countries than the side that is known."""
    other = SIDES[1 - SIDES.index(side)]
    codes = [code for _, _, found in both for code in found.codes if code.partition("-")[0] not in one.countries]
    sides.codes[other] = without_flags(codes)


def without_flags(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes without those of a country alone beside another of it.

    Examples
    --------
    >>> without_flags(["PH-UNK", "PH-FISH", "CN-UNK"])
    ('PH-FISH', 'CN-UNK')
    """
    codes = list(dict.fromkeys(codes))
    named = {code.partition("-")[0] for code in codes if not code.endswith("-UNK")}
    return tuple(code for code in codes if not code.endswith("-UNK") or code.partition("-")[0] not in named)


def _units(sides: Sides, one: Named) -> None:
    """Put the vessels of a column of both sides to the side of their country."""
    for side, codes in sides.codes.items():
        countries = {code.partition("-")[0] for code in codes}
        mine = [unit for unit in one.units
                if (found := actors_of(unit, "", lambda _: None).countries) and found <= countries]  # fmt: skip
        sides.units[side] = tuple(dict.fromkeys((*sides.units.get(side, ()), *mine)))


def _told(
    story: Sequence[str], both: Sequence[tuple[str, str, Named]]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    there = [code for _, _, one in both for code in one.codes]
    names = {
        word.casefold(): one.codes[0]
        for _, cell, one in both
        if len(one.countries) == 1
        for part in parts_of(cell, actors=True)
        for word in (part, part.rpartition(" ")[2])
        if re.search(r"\d", word)
    }
    for text in story:
        doer = who_acted(text, {code.partition("-")[0] for code in there}, names)
        if doer is not None:
            codes = there + [code for _, _, code in actors_at(text, names)]
            mine = without_flags(code for code in codes if code.partition("-")[0] == doer)
            return mine, without_flags(code for code in codes if code.partition("-")[0] != doer)
    return None


def who_acted(text: str, there: Collection[str] = (), names: Mapping[str, str] | None = None) -> str | None:
    """Return the country of who did it where a sentence on two countries says so in a plain form, else None.

    Parameters
    ----------
    text
        The sentence.
    there
        The countries that the rest of the row names: the sentence may name one of the two alone.
    names
        More names, folded, to their codes: those of the vessels and aircraft that the rest of the row names.

    Examples
    --------
    >>> who_acted("China Coast Guard fired water cannon at BRP Cabra"), who_acted("BRP Cabra was rammed by CCG 5203")
    ('CN', 'CN')
    >>> who_acted("BRP Cabra and CCG 5203 collided"), who_acted("Manila says that CCG 5203 rammed BRP Cabra")
    (None, 'CN')
    >>> who_acted("rammed by CCG 5203", {"CN", "PH"}), who_acted("CCG 5203 rammed", {"CN", "PH"})
    ('CN', None)
    """
    acts = acts_at(text)
    found = [(start, end, code.partition("-")[0]) for start, end, code in actors_at(text, names)] if acts else []
    mutual = any(text[start:end].casefold() in words_of("mutual") for start, end, _ in acts)
    if len({country for _, _, country in found} | set(there)) != 2 or not acts or mutual or denied_inside(text):
        return None
    doers = {country for start, _, country in found if _is_agent(text, start, found, acts)}
    doers |= {first[2] for first, second in pairwise(found) if text[first[1] : second[0]].strip() in words_of("upon")}
    if not doers:
        doers = _before_the_act(text, found, acts)
    return doers.pop() if len(doers) == 1 else None


def _is_agent(
    text: str, start: int, found: Sequence[tuple[int, int, str]], acts: Sequence[tuple[int, int, str]]
) -> bool:
    """Say whether a word before a name marks it as who acted: 'by', 'oleh', 'bị', a verb such as 'ditabrak'.

    Filipino 'ng' marks who acted, and also whose a thing is: it counts where 'ang' or 'sa' marks the other.
    """
    if _marked(text[:start], "agent", "agent before"):
        return True
    if any(text[first:last].casefold().startswith("di") and re.fullmatch(_BETWEEN, text[last:start])
           for first, last, _ in acts if last <= start):  # fmt: skip
        return True
    return _stands_behind(text[:start], "agent of") and any(
        _stands_behind(text[:one], "patient") for one, _, _ in found if one != start
    )


def _stands_behind(before: str, kind: str) -> bool:
    """Say whether the last word of a text, or the last but one, is of a kind."""
    words = _WORD.findall(before.casefold())[-2:]
    return words[-1:] != [] and (words[-1] in words_of(kind) or (
        words[0] in words_of(kind) and words[-1] not in words_of("agent of") | words_of("patient")))  # fmt: skip


def _before_the_act(text: str, found: Sequence[tuple[int, int, str]], acts: Sequence[tuple[int, int, str]]) -> set[str]:
    """Return the country that stands alone before a verb of an act, where the other stands alone behind it or nowhere.

    Only a verb that cannot be passive ('menabrak') may stand without the other behind it: 'BRP Cabra rammed' is short
    for 'was rammed'.
    """
    start, end, _ = acts[0]
    act = text[start:end].casefold()
    before = {country for _, last, country in found if last <= start}
    behind = {country for first, _, country in found if first >= end}
    active = re.match(_ACTIVE, act) is not None or _does_with(text, found, start)
    if len(before) != 1 or before == behind or len(behind) > 1 or not (behind or active):
        return set()
    said = text[max(last for _, last, _ in found if last <= start) : end].casefold()
    does = active or not act.isascii() or words_of("doing").intersection(_WORD.findall(said)) or re.search(_PAST, act)
    if not does or _marked(text[:start], "passive", "agent", "agent before"):
        return set()
    return before


def _does_with(text: str, found: Sequence[tuple[int, int, str]], start: int) -> bool:
    """Say whether 'fired', 'used' and their like stand between a name and what is fired, 'fired its water cannon'."""
    last = max((end for _, end, _ in found if end <= start), default=-1)
    words = _WORD.findall(text[last:start].casefold()) if last >= 0 else []
    return any(word in words_of("doing with") for word in words) and not words_of("at").intersection(words)


def _marked(before: str, *kinds: str) -> bool:
    """Say whether a word of a kind stands at the end of a text, or a word or two before it."""
    return any(
        re.search(rf"{word}$" if ord(word[0]) >= _HAN else rf"(?<!\w){re.escape(word)}{_NEAR}", before, re.IGNORECASE)
        for kind in kinds
        for word in words_of(kind)
    )
