"""Words without a meaning of their own that stand for a ship or several: it, one, her, the pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

PRONOUNS: Final = frozenset({"it", "they", "them", "she", "he", "him"})
#: Who speaks of himself and his people.
SPEAKING: Final = frozenset({"we", "us"})
_BEFORE_ONE: Final = frozenset({";", ",", "and", "when", "before", "while", "but", "that", "–"})
_BEHIND_ONE: Final = frozenset({",", ".", ";", "and", "with"})
#: Words that end a party, or follow a pronoun.
STOP_WORDS: Final = frozenset(
    (
        "of in on at to from by with and or but that which who whose for as near off after before while "
        "when where into against toward towards over is are was were be been has have had s not it its "
        "their they the a an this than late early said says will would could may might should during "
        "since under about between"
    ).split()
)


_SOME: Final = frozenset({"one", "another", "two", "both", "some"})


def of_them(tokens: Sequence[Token], index: int) -> int:
    """Return how many words 'one of them' takes as whoever acts, or 0: one of them swung round."""
    if tokens[index].text not in _SOME or index + 3 >= len(tokens):
        return 0
    if [one.text for one in tokens[index + 1 : index + 3]] != ["of", "them"]:
        return 0
    before = tokens[index - 1] if index else None
    forms = tokens[index + 3].kinds.get("verb", "")
    aside = "g" in forms and before is not None and before.text in {",", "with"}  # …, two of them closing to 50 feet
    acting = not {*forms}.isdisjoint("ds") or aside
    return 3 if acting and (before is None or "verb" not in before.kinds) else 0


def is_one(tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'one' stands for one of several ships: two hailed the boats; one rammed them."""
    if tokens[index].text not in {"one", "another"} or index + 1 >= len(tokens):
        return False
    at = index + 2 if tokens[index + 1].text in {"twice", "then", "later", "also", "repeatedly"} else index + 1
    kinds = tokens[at].kinds if at < len(tokens) else {}
    before = tokens[index - 1].text if index else ";"
    if index and tokens[index].text == "one" and "d" in tokens[index - 1].kinds.get("verb", ""):
        return tokens[index + 1].text in _BEHIND_ONE  # found two boats and boarded one
    finite = not {*kinds.get("verb", "")}.isdisjoint("dsg")
    begins = before in _BEFORE_ONE or (tokens[index].text == "another" and _is_a_day(tokens, index - 1))
    return finite and "unit" not in kinds and "head" not in kinds and begins


def _is_a_day(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word dates what another ship then did: and on Sunday another took four fishermen."""
    if index < 1:
        return False
    token = tokens[index]
    return bool({"weekday", "dateword"} & token.kinds.keys()) or token.text in {"later", "day", "morning", "night"}


def is_her(tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'her' stands for a ship, and is no 'her crew'."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if tokens[index].text != "her":
        return False
    return following is None or following.text in STOP_WORDS or "sign" in following.kinds


_BEHIND_A_PAIR: Final = frozenset(". , ; and with at off near in on for from as when while until before after".split())


def is_pair(tokens: Sequence[Token], index: int) -> bool:
    """Say whether 'the pair' or 'the two' stands for ships named before."""
    if tokens[index].text not in {"the", "all", "these"} or index + 1 >= len(tokens):
        return False
    if tokens[index + 1].text not in {"pair", "two", "three", "trio"}:
        return False
    following = tokens[index + 2].kinds if index + 2 < len(tokens) else {}
    behind = tokens[index + 2].text if index + 2 < len(tokens) else "."
    if tokens[index + 1].text in {"pair", "trio"} and behind in _BEHIND_A_PAIR:
        return True  # cut in front of the pair and turned
    return not {*following.get("verb", "")}.isdisjoint("ds") and "party" not in following


def is_of_the_country(tokens: Sequence[Token], first: int) -> bool:
    """Say whether a party is of the country that tells of it: the country's biggest warship."""
    back = first - 1
    while back > 1 and first - back < _ADJECTIVES and not tokens[back].kinds and tokens[back].text != "s":
        back -= 1
    return back > 0 and tokens[back].text == "s" and tokens[back - 1].text in {"country", "nation"}


#: More words than these before a ship are no adjectives of hers.
_ADJECTIVES: Final = 4


def is_possessive(tokens: Sequence[Token], position: int, text: str) -> bool:
    """Say whether a token is the s of a possessive: China's."""
    token = tokens[position]
    return token.text == "s" and token.start > 0 and text[token.start - 1] in "'’‘"
