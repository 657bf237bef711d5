"""Find vessels and aircraft by name or number, as written: BRP Cabra, CCG 5205, QNg 95739 TS, J-16."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.text.folding import fold
from scs_tracker.text.patterns import pattern
from scs_tracker.text.phrases import Token

if TYPE_CHECKING:
    from scs_tracker.text.phrases import Lexicon, UnitPattern

#: Matches where the name of a unit may begin.
_UNIT_START: Final = re.compile(
    r"[A-ZĐ\dbhps](?<![\w-].)(?:(?<=[A-ZĐ])[A-Za-zĐđể]*|(?<=\d)\d*(?= TS)"
    r"|(?:(?<=b)ow|(?<=h)ull|(?<=b)ody|(?<=p)ennant|(?<=s)ide)(?= n))"
)


def find(text: str, words: Lexicon) -> list[Token]:
    """Return the vessels and aircraft that a text names or numbers, in text order."""
    found: list[Token] = []
    position = 0
    for start in _UNIT_START.finditer(text):
        word = start.group()
        patterns = words.units.get("0" if word[0].isdigit() else word)
        if patterns is None or start.start() < position:
            continue
        for one in patterns:
            match = one.pattern.match(text, start.start())
            if match is not None:
                found.append(_unit(match, one, words))
                position = found[-1].end
                break
    return _with_short_names(text, found, words)


#: A number after a ship's name, which is dropped together with the prefix.
_NUMBERED: Final = re.compile(r"[ \-]\(?\d{1,4}\)?$")


def _with_short_names(text: str, found: list[Token], words: Lexicon) -> list[Token]:
    """Return the units found, plus later mentions of their names without a prefix, such as 'the Cabra'."""
    short: dict[str, Token] = {}
    for unit in found:
        named = pattern("unit-prefixed").match(text[unit.start : unit.end])
        if named is not None:
            short.setdefault(named["name"], unit)
            bare = _NUMBERED.sub("", named["name"])  # KP Orca 02, the Orca
            if len(bare) > 3:
                short.setdefault(bare, unit)
            last = bare.rpartition(" ")[2]  # BRP Teresa Magbanua, the Magbanua
            if len(last) > 3 and last != bare:
                short.setdefault(last, unit)
    added: list[Token] = []
    for name, unit in short.items():
        if text.find(name, unit.end) < 0:
            continue
        key = fold(name)
        alone = " " in key and not {"place", "shore", "country"} & words.kinds_of(key).keys()
        for match in re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])").finditer(text, unit.end):
            start, after = match.span()
            led = alone or text[max(start - 4, 0) : start] in {"the ", "The "}
            if led and not any(one.start < after and start < one.end for one in found):
                added.append(Token(unit.kinds, unit.text, start, after))
    return sorted(found + added, key=lambda one: one.start) if added else found


def _unit(match: re.Match[str], pattern: UnitPattern, words: Lexicon) -> Token:
    """Return the token of a matched unit, without capitalised words after its name that are not part of it."""
    key = fold(match.group())
    while key not in words.named_units and " " in key:
        last = key.rpartition(" ")[2]
        shorter = key[: -len(last) - 1]
        if last not in words.stops and shorter not in words.named_units:
            break
        key = shorter
    actor = words.named_units.get(key, "") or pattern.actor
    return Token({"unit": actor, "head": pattern.head, "party": True}, key, match.start(), match.start() + len(key))
