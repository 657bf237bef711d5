"""Find acts in a short text by the lexicon's triggers and their required words, without a dependency parse.

Each act that the words name is returned. Without a parse, its initiator is not known, nor whether it depends on 'denied
that'; a word near it that puts it in doubt, such as 'no', is returned with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from scs_tracker.text import units
from scs_tracker.text.folding import fold
from scs_tracker.text.phrases import lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.text.phrases import Token, Trigger

#: How many characters after and before a trigger may contain its required words.
_AHEAD: Final = 110
_BACK: Final = 70
#: Kinds of words before an act that put it in doubt, and within how many words.
_DOUBTS: Final = frozenset({"negation", "hypothetical", "attempt"})
_REACH: Final = 4
#: Kinds of words that show that a short text may be about an exercise or a rescue.
_OTHER: Final = frozenset({"drill", "trained", "rescue", "distress"})
#: Least strength of a trigger that is used; strength 1 needs a parse to find two vessels.
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Named:
    """An act named in a text: offsets and types of its trigger, and any word that puts the act in doubt."""

    start: int
    end: int
    types: tuple[str, ...]
    doubt: str


def acts_in(text: str) -> list[Named]:
    """Return the acts that an English text names, in text order; an empty list if it names none.

    >>> [(one.types, one.doubt) for one in acts_in("no shots were fired")]
    [(('shots_fired',), 'no')]
    """
    folded, words = fold(text), lexicon()
    tokens = tokenise(text, folded, 0, len(text), units.find(text, words), words)
    found = [
        (index, token, trigger)
        for index, token in enumerate(tokens)
        for trigger, _ in chosen(token, folded, 0, len(folded))
        if trigger.strength >= _ENOUGH
    ]
    own = {index + 1 for index, *_ in found}  # 'director trained': the verb of what is used
    other = next((text[one.start : one.end] for index, one in enumerate(tokens)
                  if not _OTHER.isdisjoint(one.kinds) and index not in own), "")  # fmt: skip
    return [Named(token.start, token.end, trigger.types, _doubt(text, tokens[:index]) or other)
            for index, token, trigger in found]  # fmt: skip


def chosen(token: Token, folded: str, start: int, end: int, *, verbal: bool | None = None) -> list[tuple[Trigger, int]]:
    """Return the triggers of a phrase that fit the text around it, else those of a shorter phrase at its start, or [].

    Each comes with 1 if its required words are near, else with 0. ``verbal`` prefers verb triggers (True) or others.
    """
    before = folded[max(start, token.start - _BACK) : token.start]
    shorter = ((token.start + size, triggers) for size, triggers in token.kinds.get("shorter", ()))
    for after, triggers in ((token.end, token.kinds.get("act", ())), *shorter):
        able = [one for one in triggers if verbal is None or (one.form in {"verb", "sighting"}) == verbal] or triggers
        ends = [at for mark in (";", ":") if (at := folded.find(mark, after, end)) >= 0]
        if found := matching_triggers(able, folded[after : min(after + _AHEAD, *ends, end)], before):
            return found
    return []


def matching_triggers(triggers: Sequence[Trigger], behind: str, before: str) -> list[tuple[Trigger, int]]:
    """Return [(trigger, 1)] for the first with its required words near, else [(trigger, 0)] for one without any, or [].

    Quotation marks are ignored, as in 'a jet was "orbiting" an aircraft'.
    """
    behind, before = behind.replace('"', ""), before.replace('"', "")
    for one in triggers:
        if one.needs is not None and (one.needs.search(behind) or (one.needs.before and one.needs.search(before))):
            return [(one, 1)]
    return [(one, 0) for one in triggers if one.needs is None][:1]


def _doubt(text: str, before: Sequence[Token]) -> str:
    """Return the nearest word of doubt in the four tokens before an act and after punctuation, or an empty string."""
    near = takewhile(lambda one: "sign" not in one.kinds, before[: -_REACH - 1 : -1])
    return next((text[one.start : one.end] for one in near if not _DOUBTS.isdisjoint(one.kinds)), "")
