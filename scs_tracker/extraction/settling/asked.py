"""Whom 'it' means in what somebody demands or says: demanded that China give back the rifles that it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.clauses import subject_of

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


def who_says(party: Party, line: Line, *, speakers: bool = False) -> list[Party]:
    """Return who says the clause that a party begins, spokesmen only if they count as well.

    Whose version it is says so as well: rejected Beijing's position that it had expelled the ships.
    """
    at = party.first - 1
    at -= line.tokens[at].text == "that" if at >= 0 else 0
    teller = line.at[at - 1] if at > 0 and line.tokens[at].text in _VERSIONS else None
    if teller is not None and teller.possessive and teller.country not in {"", "elsewhere"}:
        return [teller]
    if at < 0 or "report" not in line.tokens[at].kinds or "verb" not in line.tokens[at].kinds:
        return []
    said, _ = subject_of(line, at)
    known = said is not None and said.country not in {"", "elsewhere"} and (speakers or said.head != "speaker")
    return [said] if said is not None and known else []


_VERSIONS: Final = frozenset(
    "position claim claims statement version assertion account report charge allegation argument contention".split()
)
