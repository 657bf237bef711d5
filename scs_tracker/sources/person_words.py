"""What happened, in the words of a person's table: each part of a cell is read, or kept as it stands.

A cell may hold several acts. A part of a list that nothing translates stays with the incident as a word without a code.
A cell that tells what happened gives the acts that stand in its words; its words become the summary. A cell that gives
no act at all is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.sources.person_cells import words_of
from scs_tracker.sources.translation import OWN, kind_of_event, nearest_word, slip_of_type, translate_types
from scs_tracker.text.acts import acts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PARTS: Final = re.compile(r"\s*[;,/\n+&、，；]\s*|\s+and\s+", re.IGNORECASE)
#: 'CCG at milisya', 'garde-côtes et milice', '海警和民兵': one left unread beside another would be lost.
_AND: Final = re.compile(
    r"\s+(?:vs?\.?|versus|et|at|và|dan|with|plus|puis|sowie|und|y)\s+|(?<=[\u4e00-\u9fff])[和与與及](?=[\u4e00-\u9fff])"
)
#: What stands in round brackets, with the space before it.
BRACKETS: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
#: 'Fired at' tells of shots where nothing else is fired: not in 'water cannon fired at the boat'. Words that are
#: `alone` ('patrol', but no 'patrol boat') are acts as a whole part only, and are never sought within one.
_OTHERWISE: Final = "otherwise"
#: Where brackets stood while a cell is cut into parts; no person types this sign.
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
    held = iter(BRACKETS.findall(text))
    flat = BRACKETS.sub(_HELD, text.replace(_HELD, ""))
    parts = [part for one in _PARTS.split(flat) for part in (_AND.split(one) if actors else [one])]
    return [part for one in parts if (part := re.sub(_HELD, lambda _: next(held), one).strip())]


def types_of(cells: Mapping[str, str], complain: Callable[[str], None]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the types of a row, the gravest first, and the parts of a list of acts that no type says.

    They are those of its cell, of the parts of it, else of the words in it.
    """
    text = cells.get("types", "") or cells.get("summary", "")
    if not text:
        complain("what: it is empty; say what happened, such as water cannon or ramming")
        return (), ()
    found, unknown = translate_types(OWN, [text])
    left: list[str] = []
    if unknown:
        parts = parts_of(text)
        read = {part: _types_in(part) for part in parts}
        found = tuple(dict.fromkeys(one for types in read.values() for one in types))
        if found and (denied := denied_inside(text)):
            complain(
                f"what: {denied!r} in {text!r} may say that it did not happen; name the types in a column of their own"
            )
        if (cells.get("types") and cells.get("summary")) or _is_list(parts):
            left = [part for part in parts if not read[part] and not _is_no_act(part)]
        if not found:
            found = words_inside(text) or words_inside(cells.get("summary", ""))
        if not found:
            found = _told(text, complain) or _told(cells.get("summary", ""), complain)
        if not found:
            near = nearest_word(OWN, text)
            hint = f"; {near} is the nearest" if near else ""
            complain(f"what: {text!r} is no type of incident{hint}; scs-tracker codes types lists them")
    gravity = list(geodata.vocabulary().severity_by_type)
    return sorted(found, key=gravity.index), left


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


def _told(text: str, complain: Callable[[str], None]) -> tuple[str, ...]:
    """Return the types of the acts that a story tells in the words by which articles tell them."""
    acts = acts_in(text)
    doubted = next((text[act.start : act.end] for act in acts if act.doubt), "")
    if doubted and all(act.doubt for act in acts):
        complain(
            f"what: {doubted!r} in {text!r} may say that it did not happen; name the types in a column of their own"
        )
    return tuple(dict.fromkeys(type_ for act in acts if not act.doubt for type_ in act.types))


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
    return tuple(dict.fromkeys(type_ for _, _, type_ in acts_at(text)))


def acts_at(text: str) -> list[tuple[int, int, str]]:
    """Return where the words of types stand in a sentence and their types, in the order of the sentence.

    Examples
    --------
    >>> acts_at("CCG rammed a boat")
    [(4, 10, 'ramming')]
    """
    rest = folded if len(folded := text.casefold()) == len(text) else text
    found: list[tuple[int, int, str]] = []
    for relevant in ("yes", _OTHERWISE):
        for word, name in _type_words(relevant):
            if (start := word.partition("#")[0]) not in rest:
                continue
            pattern = re.escape(word).replace(r"\#", r"\d+")
            edge = r"(?<!\w)", r"(?!\w)"
            for match in re.finditer(pattern if not start.isascii() else f"{edge[0]}{pattern}{edge[1]}", rest):
                if name:
                    found.append((*match.span(), name))
                rest = f"{rest[: match.start()]}{' ' * len(match[0])}{rest[match.end() :]}"
        if found:
            break
    return sorted(found)


def denied_inside(text: str) -> str:
    """Return the first word for an act that a word such as 'no' stands before, with that word; else nothing.

    Examples
    --------
    >>> denied_inside("no water cannon was used"), denied_inside("rammed, no injuries")
    ('no water cannon', '')
    """
    flat = text.casefold()
    for relevant in ("yes", _OTHERWISE):
        for word, name in _type_words(relevant):
            if not name or word not in flat:
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
    mapped = [row for row in geodata.rows("mapped_types") if row["format"] == OWN]
    rows = {row["foreign"].casefold(): row["type"] for row in mapped if row["type"] and row["relevant"] == relevant}
    if relevant == "yes":
        rows |= {row["label"].casefold(): row["type"] for row in geodata.rows("types")}
        for row in geodata.rows("lexicon_foreign"):
            for word in row["phrases"].split(";"):
                rows.setdefault(word.casefold(), row["type"])
    # 'menangkap ikan' is no act, though 'menangkap' is one: what names none is read first, and gives nothing
    rows |= {row["foreign"].casefold(): "" for row in mapped if not row["type"]}
    return tuple(sorted(rows.items(), key=lambda row: (-len(row[0]), row)))
