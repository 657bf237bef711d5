"""Whom 'it' means in what somebody demands: demanded that China give back the rifles that it took from the crew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: How somebody asks another to do something, behind which that one is named.
_ASKS: Final = frozenset(
    (
        "demanded demands demand demanding urged urges urging insisted insists asked asks called calls calling told "
        "pressed presses wants wanted reminded reminds warned warns proposed requested requests"
    ).split()
)
_HEADS: Final = frozenset({"state", "force"})
_REACH: Final = 30
_BEFORE: Final = 4


def of_whom(party: Party, line: Line) -> list[Party]:
    """Return the state or the service of which something is asked, for a pronoun further on in what is asked of it.

    Parameters
    ----------
    party
        The pronoun.
    line
        Its sentence.
    """
    for one in reversed(line.parties):
        near = 0 < party.first - one.after < _REACH
        if not near or one.head not in _HEADS or one.country in {"", "elsewhere"} or one.possessive:
            continue
        led = " ".join(line.words[max(one.first - _BEFORE, 0) : one.first]).split()  # 'demanded that' is one word
        follows = line.words[one.after : one.after + 1]
        if not _ASKS.isdisjoint(led) and (led[-1:] in (["that"], ["on"]) or follows == ["to"]):
            return [one]
    return []
