"""A patrol among the boats of its own country, which it counts, warns or helps: no other side is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story

#: What is done to places and to ships that nobody names: they may be of another country all the same.
_TO_NOBODY: Final = frozenset({"survey_intrusion", "seizure", "collision"})


def set_aside(deeds: Sequence[Deed], story: Story) -> None:
    """Hold back what the dateline's country alone does, to nobody, and its boats that are only many."""
    live = [deed for deed in deeds if not deed.rejected and not deed.loose]
    if not story.home:
        return
    alone = all(_is_among_its_own(deed, story) for deed in live)
    for deed in live:
        if alone or (deed.types == ("swarming",) and _is_among_its_own(deed, story)):
            deed.rejected = "guard:same-country"


def _is_among_its_own(deed: Deed, story: Story) -> bool:
    if deed.target.codes or not _TO_NOBODY.isdisjoint(deed.types):
        return False
    return deed.initiator.countries() == {story.home}
