"""A patrol that takes back boats of its own country from the patrol of another, which had stopped them.

Who had stopped them is on the side that acted too, and the boats on the side that suffered: the text may only call them
trawlers, in tow of a ship whose country everybody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import CLAIMANTS, Side
from scs_tracker.extraction.who.parties import code_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party

_COMES: Final = frozenset({"ramming", "collision", "dangerous_manoeuvre", "blocking", "standoff", "seizure"})
#: What tells that boats are in somebody's hands, or taken out of them.
_HELD: Final = frozenset(
    (
        "tow towing towed free freed freeing release released seized captured arrested custody caught boarded stopped"
    ).split()
)
_NOT: Final = frozenset({"not", "never", "from", "prevent", "prevented"})
_LAW: Final = frozenset({"coast guard", "navy", "fisheries authority", "maritime authority"})


def add(group: Incident, story: Story) -> None:
    """Put on both sides whoever held the boats, and the boats on that of those who suffered."""
    for coming, holding in ((group.initiator, group.target), (group.target, group.initiator)):
        if coming is group.target and not {"detention", "seizure"} & group.types.keys():
            continue  # nobody seizes the patrol of another
        unnamed = coming is group.initiator
        theirs = {code[:2] for code in coming.codes if kind_of(code) in _LAW or (unnamed and code.endswith("-UNK"))}
        mine = holding.countries()
        if coming.countries() != theirs or len(theirs) != 1 or len(mine) != 1 or theirs == mine:
            continue
        country, holder = next(iter(theirs)), next(iter(mine))
        if all(kind_of(code) == "fishing" for code in holding.codes):
            continue  # fishers hold no boats: the one that was rammed is towed home
        at_home = country == story.home or (bool(story.home) and holder != story.home)
        if at_home or not theirs | mine <= CLAIMANTS or _COMES.isdisjoint(group.types):
            continue
        law = _law_of(holder, holding, group, story)
        if law and _are_held(country, holder, group, story):
            group.initiator = Side(dict(coming.codes), dict(coming.units))
            group.target = Side(units=dict(holding.units))
            group.initiator.codes[law] = True
            group.target.codes = {law: True, code_of(country, "fishing", "vessel"): True}
            return


def holder(line: Line, one: Party, other: Party) -> Party | None:
    """Return the patrol of another state in a sentence in which a ship rams, or comes at, a boat of its own country."""
    own = kind_of(other.code) == "fishing" and (kind_of(one.code) in _LAW or one.code == "CN-UNK")
    if not own or one.country != other.country or all(token.text not in _HELD for token in line.tokens):
        return None
    return next(
        (
            party
            for party in line.parties
            if party.service in _LAW and party.country in CLAIMANTS - {one.country} and not party.possessive
        ),
        None,
    )


def holder_before(act: Act, one: Party, other: Party, before: Sequence[Party]) -> Party | None:
    """Return the patrol told last that held the boat at which a ship of its own country comes: in tow."""
    own = kind_of(other.code) == "fishing" and other.definite and kind_of(one.code) in _LAW
    if not own or _FREEING.isdisjoint(act.types):
        return None
    last = next((party for party in reversed(before) if party is not one), None)
    held = last is not None and last.service in _LAW and last.country in CLAIMANTS - {one.country}
    return last if held else None


#: What a patrol does to a boat of its own to get it free.
_FREEING: Final = frozenset({"ramming", "collision"})


def _are_held(country: str, holder: str, group: Incident, story: Story) -> bool:
    """Say whether boats of a country, or of none that is named, are in the hands of the patrol of another."""
    for line in story.lines[max(group.lines[0] - 1, 0) : group.lines[-1] + 2]:
        held = [at for at, one in enumerate(line.tokens) if one.text in _HELD and not _takes(line, at, country)]
        before = [{one.text for one in line.tokens[max(at - 3, 0) : at]} for at in held]
        if all(words & _NOT for words in before):
            continue
        if any(_may_be_theirs(line, at, country, holder) for at in range(len(line.parties))):
            return True
    return False


def _takes(line: Line, at: int, country: str) -> bool:
    """Say whether the boats of a country take something themselves, and are in nobody's hands: boats seized food."""
    party = line.at[at - 1] if at else None
    behind = {one.text for one in line.tokens[at + 1 : at + 2]}
    return party is not None and party.country == country and bool(behind) and behind.isdisjoint(_PASSIVE)


#: What stands behind a word of being held: boats seized by a patrol, boats seized last week.
_PASSIVE: Final = frozenset(
    {"by", "in", "on", "off", "near", "at", "from", "last", "earlier", "were", "was", ".", ",", "and"}
)


def _may_be_theirs(line: Line, at: int, country: str, holder: str) -> bool:
    """Say whether a party of a sentence is a fishing boat that may be of a country: the trawler."""
    party = line.parties[at]
    boat = party.head == "vessel" and not party.service and line.last_word(party) in {"boat", "trawler"}
    if boat and party.country == country and not party.guessed:
        return True
    fishing = party.stated == "fishing" and party.head == "vessel"
    return fishing and (party.country in {"", country} or (party.guessed and party.country == holder))


def _law_of(country: str, side: Side, group: Incident, story: Story) -> str:
    """Return the service of a country that held the boats: the one on its side, or the only one with a ship there."""
    named = [code for code, known in side.codes.items() if known and code[:2] == country]
    found = {code for code in named if kind_of(code) in _LAW}
    if not found:
        found = {
            party.code
            for line in story.lines[max(group.lines[0] - 1, 0) : group.lines[-1] + 2]
            for party in line.parties
            if party.country == country and party.service in _LAW and party.head in {"vessel", "people", "force"}
        }
    if len(found) == 1:
        return next(iter(found))
    lines = story.lines[group.lines[0] : group.lines[-1] + 1]
    patrol = any(one.country == country and line.last_word(one) == "patrol" for line in lines for one in line.parties)
    return code_of(country, "", "force") if patrol and not found else ""
