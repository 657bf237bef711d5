"""What an article only says in passing, far from its lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story


def drop(groups: Sequence[Incident], story: Story) -> list[Incident]:
    """Take out what is only said in passing."""
    kept = []
    for group in groups:
        if not _in_passing(group, story):
            kept.append(group)
            continue
        for deed in group.deeds:
            deed.rejected = "guard:in-passing"
    return kept


def _in_passing(group: Incident, story: Story) -> bool:
    """Say whether one sentence far from the lead tells of it, without a date and without place or sides of its own.

    The date of the lead will do for one whose sentence names both its place and its sides.
    """
    lines = group.lines
    own = group.basis == "date:of-the-incident" and any(
        not deed.rules or (deed.spot is not None and not deed.spot.way) for deed in group.deeds
    )
    full = group.basis == "date:of-the-lead" and any(
        deed.spot is not None and not deed.spot.way and _IN_ITS_SENTENCE.issuperset(deed.rules) for deed in group.deeds
    )
    if "same day that" in story.folded[story.lines[lines[0]].sentence.start : story.lines[lines[0]].sentence.end]:
        return False  # it came on the same day that a cutter fired water cannon
    if len(lines) > 1 or group.basis not in _BORROWED or own or full:
        return False
    first = next((index for index, line in enumerate(story.lines) if not line.sentence.headline), 0)
    return lines[0] > first + 1


#: Rules that find a side in the sentence itself.
_IN_ITS_SENTENCE: Final = frozenset({"role:subject", "role:same-sentence", "role:same-subject"})
#: Dates that an incident takes from elsewhere in the article.
_BORROWED: Final = frozenset({"date:of-the-incident", "date:day-of-the-article", "date:of-the-lead"})
