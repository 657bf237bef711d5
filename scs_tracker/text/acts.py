"""Acts in a short text, without a parse: the lexicon's triggers with their required words.

What a parse would tell is not asked: who did it, and whether the act hangs on 'denied that'. So an act here is one that
the words name; words before it by which it may not have happened are said beside it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.text import units
from scs_tracker.text.folding import fold
from scs_tracker.text.phrases import lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scs_tracker.text.phrases import Token, Trigger

#: How many characters behind a trigger, and before it, its further words may stand.
AHEAD: Final = 110
BACK: Final = 70
#: Kinds of words before an act by which it may not have happened, and how many words before it they may stand.
_DOUBTS: Final = frozenset({"negation", "hypothetical", "attempt"})
_REACH: Final = 4
#: Kinds of words by which what a few words tell may be an exercise, a rescue or the weather.
_OTHER: Final = frozenset({"drill", "trained", "rescue", "distress"})
#: A trigger of strength 1 names an act between two vessels alone, which asks for a parse.
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Named:
    """An act named in a text: its trigger's position, its types, and the words by which it may not have happened."""

    start: int
    end: int
    types: tuple[str, ...]
    doubt: str


def acts_in(text: str) -> list[Named]:
    """Return the acts that a text in English names, from left to right.

    Examples
    --------
    >>> [(one.types, one.doubt) for one in acts_in("no shots were fired")]
    [(('shots_fired',), 'no')]
    """
    folded, words = fold(text), lexicon()
    tokens = tokenise(text, folded, 0, len(text), units.find(text, words), words)
    other = next((text[one.start : one.end] for one in tokens if not _OTHER.isdisjoint(one.kinds)), "")
    return [
        Named(token.start, token.end, trigger.types, _doubt(text, tokens[:index]) or other)
        for index, token in enumerate(tokens)
        for trigger, _ in chosen(token, functools.partial(_standing, folded, token.start))
        if trigger.strength >= _ENOUGH
    ]


def chosen(
    token: Token, holding: Callable[[Sequence[Trigger], int], list[tuple[Trigger, int]]]
) -> list[tuple[Trigger, int]]:
    """Return the valid readings of a phrase: its own, else those of a shorter phrase that it begins with."""
    if "act" not in token.kinds:
        return []
    found = holding(token.kinds["act"], token.end)
    for size, triggers in () if found else token.kinds.get("shorter", ()):
        found = holding(triggers, token.start + size)
        if found:
            break
    return found


def matching_triggers(triggers: Sequence[Trigger], behind: str, before: str) -> list[tuple[Trigger, int]]:
    """Return the trigger whose required words follow or precede it, with 1; else one without any, with 0.

    Quotation marks count for nothing: the press says that a jet was "orbiting" an aircraft.
    """
    behind, before = behind.replace('"', ""), before.replace('"', "")
    for one in triggers:
        if one.needs is not None and (one.needs.search(behind) or (one.needs.before and one.needs.search(before))):
            return [(one, 1)]
    return [(one, 0) for one in triggers if one.needs is None][:1]


def clause_end(folded: str, after: int, end: int) -> int:
    """Return the end of the clause of a trigger that ends at ``after``."""
    ends = [at for mark in (";", ":") if (at := folded.find(mark, after, end)) >= 0]
    return min(ends, default=end)


def _standing(folded: str, at: int, triggers: Sequence[Trigger], after: int) -> list[tuple[Trigger, int]]:
    """Return the valid readings of a phrase that begins at ``at``; see ``chosen``."""
    behind = folded[after : min(after + AHEAD, clause_end(folded, after, len(folded)))]
    return matching_triggers(triggers, behind, folded[max(0, at - BACK) : at])


def _doubt(text: str, before: Sequence[Token]) -> str:
    """Return the word for doubt among the last words before an act, within its clause."""
    return next((text[one.start : one.end] for one in _near(before) if not _DOUBTS.isdisjoint(one.kinds)), "")


def _near(before: Sequence[Token]) -> Iterator[Token]:
    for one in before[: -_REACH - 1 : -1]:
        if "sign" in one.kinds:
            return
        yield one
