"""A rig that ships stayed around for weeks, so that 'the rig' says where they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.where.places import Spot, name_of, resolver

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story

#: The gazetteer's name of the rig of the summer of 2014, the months in which it was there, and who met around it.
_NAME: Final = "Haiyang Shiyou 981 rig"
_MONTHS: Final = ("2014-05", "2014-06", "2014-07")
_SIDES: Final = frozenset({"CN", "VN"})
_WORD: Final = r"(?:haiyang shiyou 981|hd 981|hysy 981|rig|platform)\b"
_RIG: Final = re.compile(rf"\b{_WORD}")
_MEASURED: Final = re.compile(
    r"(?P<measure>\d[\d.,]* ?(?:nautical miles?|sea miles?|miles?|nm|km|kilomet(?:er|re)s?)"
    rf"(?: (?:to the )?(?:north|south|east|west)[a-z ]*?)?) (?:of|off|from) (?:[a-z]+ ){{0,5}}?{_WORD}"
)


def spot_of(group: Incident, story: Story) -> Spot | None:
    """Return where ships met that were around the rig of 2014, or None where nothing says that they were.

    Parameters
    ----------
    group
        The incident, with its date and its sides.
    story
        The article.
    """
    if not group.first.startswith(_MONTHS) or (group.initiator.countries() | group.target.countries()) != _SIDES:
        return None
    beside = [line + step for line in group.lines for step in (0, 1, -1)]
    spans = [story.lines[index].sentence for index in dict.fromkeys(beside) if 0 <= index < len(story.lines)]
    if not any(_RIG.search(story.folded, one.start, one.end) for one in spans):
        return None
    measured = (_MEASURED.search(story.folded, one.start, one.end) for one in spans)
    told = next((f"{match['measure']} of the {_NAME}" for match in measured if match is not None), f"near the {_NAME}")
    position = resolver()(told, story.codes)
    return Spot(0, 0, told, position, name_of(position), sea=True) if position.status == "resolved" else None
