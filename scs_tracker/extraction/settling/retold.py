"""Cases of other years that an article only retells: their sides are not those of the news around them.

*China has held the islands since 1974, when it won a battle. […] Two foreign vessels beat the crew*: not China's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.when.dates import When
    from scs_tracker.extraction.who.parties import Party

#: Forms of dates that tell no more than a year.
_YEARS: Final = frozenset({"year", "since", "since-when", "ago", "last_years"})


class Retold:
    """What a paragraph about another year told of the sides; forgotten where the next paragraph begins."""

    def __init__(self, story: Story, history: History) -> None:
        self._story = story
        self._history = history
        self._paragraph = -1
        self._told: list[Party] = []
        self._marks = (0, 0)

    def begin(self, act: Act) -> None:
        """Forget what the paragraph before retold, if this act stands in another one."""
        paragraph = self._story.lines[act.line].sentence.paragraph
        history = self._history
        if self._told and paragraph != self._paragraph:
            old = {id(one) for one in self._told}
            history.initiators[:] = [one for one in history.initiators if id(one) not in old]
            history.targets[:] = [one for one in history.targets if id(one) not in old]
            history.told[:] = [(at, one) for at, one in history.told if id(one) not in old]
            self._told = []
        self._marks = (len(history.initiators), len(history.targets))

    def end(self, act: Act, when: When | None) -> None:
        """Remember the sides of an act of another year, where the news was told before it."""
        initiators, targets = self._history.initiators, self._history.targets
        first, second = self._marks
        if when is None or not first or not second or not _is_of_another_year(when, self._story):
            return
        self._paragraph = self._story.lines[act.line].sentence.paragraph
        self._told += [*initiators[first:], *targets[second:]]


def _is_of_another_year(when: When, story: Story) -> bool:
    return when.form in _YEARS and len(when.first) == len("1974") and int(when.first) < story.today.year - 1
