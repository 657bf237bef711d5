"""Patrols and surveys: an incident where another country minds them, and a day's work where nobody does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.what.borders import speaks
from scs_tracker.extraction.where.places import WIDE_KM

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Rules that only guess at a side.
GUESSED: Final = frozenset({"role:nearest-other", "role:as-before", "role:last-named", "role:only-other-country"})
_PATROLS: Final = re.compile(
    r"patrol|cruise|prowl|sail|anchor|linger|lurk|loiter|station|appear|hang|turn-up|show-up|ashore|explore|operate"
    r"|:(?:come|pass|approach|venture|get|move|land|work|survey|map|chart) "
)


def check(deed: Deed, line: Line, story: Story) -> str:
    """Hold back patrols that nobody minds, and those of which only a sea is named, not the coast of a country."""
    if deed.types != ("survey_intrusion",) or deed.loose or not _PATROLS.search(deed.act.rule):
        return ""
    if not is_minded(deed, line, story):  # it can say when and where they were
        deed.loose = deed.weak = True
        return ""
    wide = (
        deed.spot is not None and bool(deed.spot.position.feature_id) and (deed.spot.position.radius_km or 0) > WIDE_KM
    )
    return "guard:routine" if wide else ""


def is_minded(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether a claimant's ship is told of by another country: as whose waters, by its officers, from its ports.

    The codebook asks for a patrol or survey inside limits that another state claims, where that was itself the
    incident, whoever sails.
    """
    here = deed.initiator.countries()
    if not here <= CLAIMANTS:
        return False
    if deed.target.countries() - here and ("role:whose-waters" in deed.rules or deed.act.target is not None):
        return True
    told = {one.country for one in line.parties if _minds(line, one)}
    index = line.sentence.index
    told |= {one.country for near in story.lines[index + 1 : index + 3] for one in near.parties if speaks(near, one)}
    return bool((told | {story.home}) - here - {"", "elsewhere"})


def _minds(line: Line, party: Party) -> bool:
    """Say whether a party can be whose waters they are, or who tells of it, and no part of 'a Philippine flight'."""
    if party.head in _AFLOAT:
        return speaks(line, party)
    before = line.tokens[party.first - 1].text if party.first else ""
    return line.tokens[party.first].text not in {"a", "an"} or before in _INSIDE or speaks(line, party)


#: In a Vietnamese block.
_INSIDE: Final = frozenset({"in", "inside", "within"})


#: Who is at sea himself: whom a ship meets does not thereby mind its being there.
_AFLOAT: Final = frozenset({"vessel", "aircraft", "mission", "people"})
