"""Who 'you' is in what somebody calls over the radio: "You are coming too close," the pilot told the helicopter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.borders import is_auxiliary
from scs_tracker.extraction.who.parties import CONCRETE

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party

_TELLS: Final = frozenset("told warned radioed hailed called informed tells warns radios hails calls".split())
#: How many words may stand between the telling and the one who is told.
_SOON: Final = 3


def name_addressed(line: Line, act: Act) -> None:
    """Give an act of 'you' the one who is told it as its doer, and whoever says it as the one who suffers it.

    Parameters
    ----------
    line
        The sentence.
    act
        The act, whose sides are changed.
    """
    if act.verb < 1 or not _is_of_you(line, act.verb):
        return
    telling = next((at for at, one in enumerate(line.tokens) if one.text in _TELLS and line.at[at] is None), -1)
    if telling < 1:
        return
    speaker = line.at[telling - 1]
    behind = (line.at[at] for at in range(telling + 1, min(telling + 1 + _SOON, len(line.tokens))))
    told = next((one for one in behind if one is not None), None)
    act.initiator = told if _is_at_sea(told) else None
    act.target = speaker if _is_at_sea(speaker) else act.target
    act.rule += " you"


def _is_of_you(line: Line, verb: int) -> bool:
    at = verb - 1
    while at > 0 and line.at[at] is None and is_auxiliary(line.tokens[at]):
        at -= 1
    return line.tokens[at].text == "you"


def _is_at_sea(party: Party | None) -> bool:
    return party is not None and (party.head in CONCRETE or party.head == "pronoun")
