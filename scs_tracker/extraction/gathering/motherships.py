"""Whose men and boats are, by the ship from which they came and by the marks that they bore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import code_of

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Services whose ships send out boats with men.
_SENDING: Final = frozenset({"navy", "coast guard", "militia", "surveillance"})
#: How they are told to come.
_COME: Final = frozenset(
    "came come coming arrived approached sent lowered launched dropped put speedboat speedboats rubber inflatable "
    "inflatables dinghy dinghies rhib rhibs boat boats boarded".split()
)
_MARKS: Final = frozenset(
    "marks markings insignia colours colors livery emblem emblems roundel roundels ensign flag uniforms uniform".split()
)


def name(group: Incident, story: Story) -> None:
    """Name the service of men who acted by the ship from which they came: in a speedboat from a warship."""
    acting = [deed.act.initiator for deed in group.deeds if deed.act.initiator is not None]
    if not acting or not all(one.head in {"people", "vessel"} and not one.service for one in acting):
        return
    if not any(one.head == "people" for one in acting):
        return
    for code, named in list(group.initiator.codes.items()):
        ship = None if named or len(group.initiator.codes) > 1 else _ship(code[:2], group, story)
        if ship is not None:
            del group.initiator.codes[code]
            group.initiator.codes[code_of(code[:2], ship.service, "vessel")] = True


def _ship(country: str, group: Incident, story: Story) -> Party | None:
    for line in story.lines[group.lines[0] : group.lines[-1] + 2]:
        for party in line.parties:
            if party.service not in _SENDING or party.head != "vessel" or party.possessive:
                continue
            theirs = party.country in {"", country} or (party.guessed and not party.definite)
            words = line.words[max(party.first - 1, 0) : party.after]
            if theirs and "from" in words and not _COME.isdisjoint(_words(line, party)):
                return party
    return None


def _words(line: Line, party: Party) -> list[str]:
    """Return the single words before the end of a party: a rubber boat came from the cutter."""
    return [word for one in line.words[: party.after] for word in one.split(" ")]


def is_marked(party: Party, line: Line) -> bool:
    """Say whether it is told that somebody bore the marks of a service: the other machine had the marks of the navy."""
    return party.head == "force" and not _MARKS.isdisjoint(line.words[max(party.first - 2, 0) : party.first])
