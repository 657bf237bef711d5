"""Headlines that leave out whose ship it was: the first sentences of the text tell the same with its sides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.who.parties import Party

#: How many sentences below a headline may tell it again.
_AHEAD: Final = 5


def name_sides(story: Story) -> None:
    """Give an act of a headline the sides of the sentence below that tells it with a country: cutter dogs ship.

    Parameters
    ----------
    story
        The article, of whose acts those in headlines are changed.
    """
    for act in story.acts:
        if not story.lines[act.line].sentence.headline or not (_is_open(act.initiator) and _is_open(act.target)):
            continue
        if not any(one is not None and (one.country or one.service) for one in (act.initiator, act.target)):
            continue
        for told in story.acts:
            below = act.line < told.line <= act.line + _AHEAD and not story.lines[told.line].sentence.headline
            if below and not set(told.types).isdisjoint(act.types) and _tells(told) and _agree(act, told):
                act.initiator, act.target = _taken_up(told.initiator), _taken_up(told.target)
                act.rule += " as-below"
                break
    _name_announced(story)


def _name_announced(story: Story) -> None:
    """Give what is only announced the sides of the sentence behind it: the coast guard disclosed a near miss."""
    for act in story.acts:
        if act.initiator is not None or act.target is not None or " noun" not in act.rule:
            continue
        line = story.lines[act.line]
        behind = line.words[act.token + 1 : act.token + 3]
        if line.sentence.headline or "between" in behind or _ANNOUNCED.isdisjoint(line.words[: act.token]):
            continue
        for told in story.acts:
            if told.line == act.line + 1 and not set(told.types).isdisjoint(act.types) and _tells(told):
                act.initiator, act.target = _taken_up(told.initiator), _taken_up(told.target)
                act.rule += " as-below"
                break


_ANNOUNCED: Final = frozenset(
    "disclosed disclose discloses disclosing revealed reveals announced published released".split()
) | {"public", "known"}


def _taken_up(party: Party | None) -> Party | None:
    """Return somebody of a sentence below as nobody's words in the headline."""
    return None if party is None else replace(party, first=0, after=0, start=0, end=0, links=[])


def _is_open(party: Party | None) -> bool:
    """Say whether nothing but a guess says of what country somebody is."""
    return party is None or not party.country or (party.guessed and not party.units)


def _tells(act: Act) -> bool:
    """Say whether an act names the country of who did it, and is told as a fact."""
    one = act.initiator
    return one is not None and bool(one.country) and not one.guessed and one.head != "state" and act.status == "told"


def _agree(act: Act, told: Act) -> bool:
    """Say whether both sides may be the same by what they sail."""
    pairs = ((act.initiator, told.initiator), (act.target, told.target))
    return all(
        one is None or other is None or not (one.stated and other.stated) or one.stated == other.stated
        for one, other in pairs
    )
