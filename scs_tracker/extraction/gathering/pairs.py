"""Two that are told of by one word before either has a country: an encounter of two destroyers; the Chinese ship …."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Services of which two may meet, one of either country.
_ARMED: Final = frozenset({"navy", "coast guard", "air force"})
_TWO: Final = frozenset({"two", "both", "rival", "opposing"})
_BETWEEN: Final = frozenset({"between", "of", "involving"})
#: What two have with each other.
_MEETING: Final = frozenset(
    "encounter encounters collision collided collide standoff stalemate faceoff confrontation brush meeting met duel "
    "clash clashed miss shave call incident scrape contest face faced faces facing stared circled".split()
)
#: What says nothing more of a ship or a plane than the pair does.
_PLAIN: Final = frozenset({"ship", "vessel", "boat", "one", "craft", "plane", "aircraft", "jet", "ship's", "crew"})
#: How many sentences before may have told of the two.
_BEFORE: Final = 2


def name(group: Incident, story: Story) -> None:
    """Name the services of two sides that are only called ships, where both were told of as a pair."""
    countries = group.initiator.countries() | group.target.countries()
    if len(countries) != len({"one", "other"}):
        return
    pair = next(_pairs(group, story), None)
    if pair is None:
        return
    for side in (group.initiator, group.target):
        for code in side.unnamed():
            if _only_called_ship(code[:2], group, story):
                del side.codes[code]
                side.codes[code_of(code[:2], pair.service, pair.head)] = True


def _pairs(group: Incident, story: Story) -> Iterator[Party]:
    for line in story.lines[max(group.lines[0] - _BEFORE, 0) : group.lines[-1] + 2]:
        for party in line.parties:
            if party.stated in _ARMED and party.head in {"vessel", "aircraft", "force"} and _are_two(party, line):
                yield party


def _are_two(party: Party, line: Line) -> bool:
    """Say whether a party is two of no country that is told with them: two destroyers, the navies of the two."""
    inside = line.tokens[party.first : party.after]
    if any({"country", "actor", "unit"} & one.kinds.keys() for one in inside) or party.units:
        return False
    behind = [one.text for one in line.tokens[party.after : party.after + 4]]
    if behind[:2] == ["of", "the"] and "two" in behind:
        return True
    met = party.first == 0 or line.tokens[party.first - 1].text in _BETWEEN
    told = met and any(one.text in _TWO for one in inside)
    return told and not _MEETING.isdisjoint(word for one in line.tokens for word in one.text.split())


def _only_called_ship(country: str, group: Incident, story: Story) -> bool:
    """Say whether a country's ship is called nothing but a ship where the incident is told."""
    words = {
        story.lines[deed.line].last_word(one)
        for deed in group.deeds
        for one in (deed.act.initiator, deed.act.target)
        if one is not None and one.country == country and one.head != "state"
    }
    return words <= _PLAIN
