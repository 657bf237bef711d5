"""Crews without a service: who is held, robbed or beaten by a patrol is a fisher, and so is who beats its men."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import kind_of

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story

#: What patrols do to crews, and crews to patrols.
_TO_CREWS: Final = frozenset({"detention", "seizure", "boarding", "assault"})
_BY_CREWS: Final = frozenset({"assault"})
_STATE: Final = frozenset({"coast guard", "navy", "fisheries authority", "maritime authority", "surveillance"})
_AT_SEA: Final = frozenset({"vessel", "aircraft", "people", "mission"})
#: What those are called who may well be fishers.
_CREWS: Final = frozenset(
    (
        "crew crewmen crewman skipper captain master deckhand deckhands men man people national diver owner helmsman "
        "crew member member gatherer collector digger netter seamen boatmen "
        "chinese vietnamese filipino indonesian malaysian taiwanese brother"
    ).split()
)
_CRAFT: Final = frozenset({"boat", "vessel", "craft"})
#: Without any of these, eleven nationals at a shoal may be anybody.
_OF_FISHERS: Final = frozenset(
    (
        "boat boats trawler trawlers fishing fish catch net nets clams turtles coral corals skipper deckhands bancas "
        "sampan sampans junk junks vessel vessels crew crewmen hold gatherers collectors"
    ).split()
)


def are_fishers(group: Incident, country: str, story: Story, *, held: bool) -> bool:
    """Say whether those who are held, robbed or beaten by a patrol, or who beat its men, are only called a crew.

    A country of which the article names another service at sea, or a ship, may have its sailors there.

    Parameters
    ----------
    group
        The incident.
    country
        The country of the side.
    story
        The article.
    held
        Those who suffered are asked about, else those who did it.
    """
    other = group.initiator if held else group.target
    if (_TO_CREWS if held else _BY_CREWS).isdisjoint(group.types):
        return False
    if not held and not any(kind_of(code) in _STATE for code in other.codes):
        return False
    if held and all(kind_of(code) in {"fishing", "resupply", "oil and gas"} for code in other.codes):
        return False
    for line in story.lines:
        for party in line.parties:
            if party.country != country or party.head not in _AT_SEA:
                continue
            ship = party.head == "vessel" and line.last_word(party) == "ship" and not party.service
            if ship or party.service not in {"", "fishing"}:
                return False
    fished = any(one.text in _OF_FISHERS for line in story.lines for one in line.tokens)
    return fished and any(_is_called_a_crew(deed, story, held=held) for deed in group.deeds)


def _is_called_a_crew(deed: Deed, story: Story, *, held: bool) -> bool:
    """Say whether the words for a side of an act are those for the crew of a boat, or for a boat that was taken."""
    one = deed.act.target if held else deed.act.initiator
    if one is None or one.service or (_TO_CREWS if held else _BY_CREWS).isdisjoint(deed.types):
        return False
    word = story.lines[deed.line].last_word(one)
    if one.head == "vessel":
        return held and word in _CRAFT and not {"detention", "seizure", "boarding"}.isdisjoint(deed.types)
    return one.head == "people" and word in _CREWS
