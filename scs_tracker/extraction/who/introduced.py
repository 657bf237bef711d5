"""Ships of no list that an article introduces, and then calls by name alone: the patrol ship X; the X blocked it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.words.lexicon import Token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scs_tracker.extraction.who.parties import Party

#: Shorter names are as well words of another kind.
_SHORTEST: Final = 4


def names_of(party: Party, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the names that a ship is given here, or several are, and no list knows."""
    if party.head != "vessel" or not party.units or any("unit" in one.kinds for one in _inside(party, tokens)):
        return ()
    return tuple(one for one in party.units if len(one) >= _SHORTEST and one.replace(" ", "").isalpha())


def _inside(party: Party, tokens: Sequence[Token]) -> Sequence[Token]:
    return tokens[party.first : party.after]


def mark(tokens: list[Token], ships: Mapping[str, Party], text: str) -> list[Token]:
    """Return the words of a sentence with each name of a ship that was introduced before as one word."""
    if not ships:
        return tokens
    marked: list[Token] = []
    at = 0
    while at < len(tokens):
        unknown = not tokens[at].kinds
        name = next((one for one in ships if _stands(one.split(" "), tokens, at, text)), "") if unknown else ""
        if name:
            last = at + name.count(" ")
            kinds = {"unit": "", "head": "vessel", "party": True}
            marked.append(Token(kinds, name, tokens[at].start, tokens[last].end))
            at = last + 1
        else:
            marked.append(tokens[at])
            at += 1
    return marked


def _stands(words: Sequence[str], tokens: Sequence[Token], at: int, text: str) -> bool:
    """Say whether a name stands behind 'the' at a token, or opens the sentence, and is no more than a name there."""
    here = tokens[at : at + len(words)]
    if [one.text for one in here] != list(words) or any(one.kinds or not text[one.start].isupper() for one in here):
        return False
    return at == 0 or not tokens[at - 1].kinds
