"""Whom crews take up who throw things or are led away: those who fished before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.nearest import ENFORCED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party

CREWS: Final = frozenset({"crew", "crewmen", "crewman", "fishermen", "fisherman", "fisher"})
#: Who came to the others, whatever they then do: the boarders struck his crew.
_COMERS: Final = frozenset("boarder raider attacker assailant pursuer captor gunman".split())


def before(
    party: Party, act: Act, word: str, history: History, *, doing: bool
) -> Iterator[tuple[str, Sequence[Party]]]:
    """Yield those who fished before, for a crew that throws things or is led away."""
    throwing = party.head == "people" and word in CREWS
    throwing = throwing or (history.enforced and party.head in {"people", "pronoun", "vessel"} and not party.service)
    throwing = throwing and word not in _COMERS
    if doing and "assault" in act.types and throwing:  # the crews threw bottles at them; they were driven off
        near = [one for index, one in history.told if act.line - index < 2 and one.service in {"", "fishing"}]
        yield "role:as-before", near[::-1]
        yield "role:as-before", [one for _, one in history.told[::-1] if one.service == "fishing"]
        yield "role:as-before", [one for _, one in history.cast if one.service == "fishing"]
    if not doing and party.head in {"people", "vessel", "pronoun"} and not ENFORCED.isdisjoint(act.types):
        # the crew that is led away is whoever fished, though it was they who came
        mine = [one for one in history.told[-3:] if one[1].service == "fishing"]
        yield "role:as-before", [one for _, one in mine[::-1]]
        # and whoever pelted the officers who then came aboard
        yield "role:as-before", [one for one in history.initiators[:-3:-1] if one.service == "fishing"]
