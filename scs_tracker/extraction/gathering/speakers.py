"""Whose officials tell a sentence: China's coast guard said, according to Hanoi, the spokesperson said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what import clauses

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Parties that may tell of something.
_VOICES: Final = frozenset({"speaker", "state", "force", "pronoun"})
#: Within how many sentences 'the spokesperson' is of the country named before.
_SAME_SPEAKER: Final = 4


def country_of(story: Story, index: int) -> str:
    """Return the country of whoever says a sentence, or an empty string; found once."""
    if index not in story.speakers:
        line = story.lines[index]
        found = _named(line)
        if not found and any(one.head == "speaker" and not one.country for one in line.parties):
            before = (country_of(story, back) for back in range(index - 1, max(index - _SAME_SPEAKER, -1), -1))
            found = next((one for one in before if one), "")
        story.speakers[index] = found
    return story.speakers[index]


def is_an_office(party: Party, line: Line) -> bool:
    """Say whether a service is an office of a town or province, which has no ships: the city's fisheries department."""
    if party.head != "force" or line.tokens[party.after - 1].text.rpartition(" ")[2] not in _OFFICES:
        return False
    return not _LOCAL.isdisjoint(line.words[max(party.first - 3, 0) : party.after])


_OFFICES: Final = frozenset({"department", "office", "authority", "authorities", "agency"})
_LOCAL: Final = frozenset({"city", "province", "provincial", "district", "municipal", "local", "town"})


def _named(line: Line) -> str:
    for at, token in enumerate(line.tokens):
        if "saying" not in token.kinds or line.at[at] is not None:
            continue
        beside = line.at[at - 1] if at else None
        if beside is not None and beside.head == "speaker" and not beside.country:
            return ""  # the spokesperson said: whose is told before
        if token.text == "according to":
            said = next((one for one in line.parties if at < one.first <= at + 3), None)
        elif "verb" in token.kinds:
            said, _ = clauses.subject_of(line, at)
        else:
            continue
        if said is not None and said.country not in {"", "elsewhere"} and said.head in _VOICES:
            return said.country
    for party in line.parties:
        if party.country in {"", "elsewhere"} or party.guessed or party.head not in _VOICES:
            continue
        around = [*line.tokens[party.after : party.after + 6], *line.tokens[max(party.first - 2, 0) : party.first]]
        if any("saying" in one.kinds and "accuse" not in one.kinds for one in around):
            return party.country
    return ""
