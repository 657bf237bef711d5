"""Who did what a passive verb or a noun tells of, named behind it: by a Chinese ship, from a dish on a cutter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import BE, RELATIVE, SUBORDINATE, behind_measure, behind_part, speaks
from scs_tracker.extraction.who.parties import CONCRETE, Party, is_place

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line

ONTO: Final = frozenset("at on against toward towards upon into with to onto of".split())
APART: Final = frozenset(
    (
        "near off in from around within outside inside along beside between during for by about under "
        "over above across through for without amid beyond close next"
    ).split()
)
PREPOSITIONS: Final = ONTO | APART | {"according to"}
_NEARBY: Final = frozenset({"close", "near", "hard"})
_ROUNDS: Final = frozenset({"round", "rounds", "bullet", "shell", "shells", "shot", "shots"})
_ABOUT: Final = frozenset({"or", "so"})
_RUN: Final = frozenset("operated owned run managed developed licensed led backed built chartered hired".split())


def acts(party: Party) -> bool:
    """Say whether a party can do something at sea."""
    return party.head in CONCRETE or party.head in {"state", "pronoun"}


def agent_of(line: Line, after: int, *, words: frozenset[str] = frozenset({"by"}), near: int = 22) -> Party | None:
    """Return who did what the passive verb or the noun before token ``after`` names: by a Chinese ship."""
    tokens = line.tokens
    after += 2 * (after + 2 < len(tokens) and tokens[after].text == "as" and tokens[after + 2].text in BE)
    after += 3 * (line.words[after : after + 3] == ["as", "a", "warning"])  # fired as a warning by the garrison
    by_a_thing = False
    for index in range(after, min(after + near, len(tokens))):
        token = tokens[index]
        if line.at[index] is not None:
            continue
        if token.text in SUBORDINATE or token.text in {";", ":"} or "report" in token.kinds:
            return None
        if by_a_thing and token.text in BE:
            return None  # men whose boat was swamped by a wave were saved by a tanker
        if token.text in words and not (index and tokens[index - 1].text in _RUN | _NEARBY):
            found = _behind(line, behind_part(tokens, behind_measure(tokens, index + 1)))
            if found is not None:
                return found
            by_a_thing = True
    return None


def _behind(line: Line, first: int) -> Party | None:
    """Return who begins within a few words of ``first``: from a dish on a cutter."""
    tokens = line.tokens
    for ahead in range(first, min(first + (5 if _ABOUT.issubset(line.words[first : first + 4]) else 4), len(tokens))):
        party = line.at[ahead]
        if party is not None:
            return party if acts(party) and not is_place(party, tokens) and not speaks(line, party) else None
        word = tokens[ahead]
        passing = word.text.endswith("ing") and tokens[ahead - 1].text in {"a", "an", "the"}
        if word.text == "from" and ("act" in tokens[ahead - 1].kinds or tokens[ahead - 1].text in _ROUNDS):
            continue  # hit by a round from a patrol boat
        if word.text in _ABOUT and ahead > first:
            continue  # ringed by forty or so boats
        if word.text in PREPOSITIONS | RELATIVE | SUBORDINATE or ("verb" in word.kinds and not passing):
            return None
    return None


def with_another(line: Line, verb: int) -> bool:
    """Say whether another participle without an object follows: vessel hosed and struck off the shoal."""
    ends = verb + 3 < len(line.tokens) and line.tokens[verb + 1].text == "and" and line.tokens[verb + 3].text in APART
    return ends and "n" in line.tokens[verb + 2].kinds.get("verb", "")
