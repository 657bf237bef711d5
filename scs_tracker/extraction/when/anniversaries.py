"""The day that an article remembers: thirty years on, a village mourns those who died on this day in 1988."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.when.dates import When

#: How many sentences behind the headline tell what is remembered.
_OPENING: Final = 3
#: So many days from the day of the article a day is still its anniversary.
_NEAR: Final = 7
_DAY: Final = len("2024-06-17")
_REMEMBERS: Final = re.compile(
    r"\b(?:remember(?:s|ed|ing)?|remembrance|anniversar(?:y|ies)|commemorat\w+|mourn(?:s|ed|ing)?|memorial"
    r"|(?:pay|pays|paid|paying) (?:tribute|respects|homage)|honou?r(?:s|ed|ing)?|joss sticks?|incense|wreaths?"
    r"|minute of silence|(?:years?|decades?) (?:on|after|ago today|to the day)|half a century|marks?|marked)\b"
)


def remembered(story: Story) -> When | None:
    """Return the day of another year that the opening of an article remembers, or None.

    Parameters
    ----------
    story
        The article.
    """
    first = next((index for index, line in enumerate(story.lines) if not line.sentence.headline), 0)
    opening = story.lines[: first + _OPENING]
    if not any(_REMEMBERS.search(story.folded, one.sentence.start, one.sentence.end) for one in opening):
        return None
    days = (when for line in opening for when in story.whens[line.sentence.index])
    return next((one for one in days if _is_anniversary(one, story)), None)


def _is_anniversary(when: When, story: Story) -> bool:
    """Say whether a day of an earlier year has about the day and month of the article."""
    if len(when.first) != _DAY or when.last or int(when.first[:4]) >= story.today.year:
        return False
    month, day = int(when.first[5:7]), int(when.first[8:])
    away = abs((month - story.today.month) * 30 + day - story.today.day)
    return min(away, 360 - away) <= _NEAR
