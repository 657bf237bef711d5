"""What an article tells of an older year in several sentences: a frigate stopped boats in 2012, a standoff followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.when.dates import When

#: How a sentence goes on with what the one before told of.
_GOES_ON: Final = frozenset("followed then subsequently afterwards afterward ensued thereafter".split())
_YEAR: Final = 4
#: So many sentences back the year may stand.
_BACK: Final = 4


def carry_on(deeds: Sequence[Deed], story: Story) -> None:
    """Give the year of the sentences before to deeds without a date that go on with them.

    Parameters
    ----------
    deeds
        The deeds of the article, of which those take the year.
    story
        The article.
    """
    carried: dict[int, When] = {}
    for deed in deeds:
        if deed.when is not None or deed.said is not None or story.whens[deed.line]:
            continue
        line = story.lines[deed.line]
        if _GOES_ON.isdisjoint(line.words) or line.sentence.headline:
            continue
        when = _year_before(deed.line, story, carried)
        if when is not None:
            deed.when = carried[deed.line] = when


def _year_before(index: int, story: Story, carried: dict[int, When]) -> When | None:
    """Return the date told last, if it is a bare year that is over."""
    for back in range(index - 1, max(index - _BACK - 1, -1), -1):
        if back in carried:
            return carried[back]
        if story.whens[back]:
            when = story.whens[back][-1]
            return when if len(when.first) == _YEAR and when.first < str(story.today.year) else None
    return None
