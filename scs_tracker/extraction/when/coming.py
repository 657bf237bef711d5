"""Weekdays that are still to come when somebody tells of them: they should reach the port on Thursday."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.when.saying import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When

_MODALS: Final = frozenset({"will", "shall", "should", "ll"})
#: Behind a form of 'be' and before 'to': are due to dock on Friday.
_PLANNED: Final = frozenset({"due", "expected", "scheduled", "set", "supposed"})
_BE: Final = frozenset({"is", "are", "be", "been"})
#: How many words before a weekday its verb may stand.
_BACK: Final = 12
_BORDERS: Final = frozenset(
    {";", ":", '"', "after", "when", "since", "who", "which", "that", "what", "where", "as", "but", "and", "if"}
)


def leave_out(lines: Sequence[Line], told: Sequence[list[When]]) -> None:
    """Take out the weekdays of what is planned or expected: no clash that is told was on such a day.

    Parameters
    ----------
    lines
        The sentences.
    told
        Their dates, which are changed.
    """
    for line, whens in zip(lines, told, strict=True):
        if any(when.form == "weekday" for when in whens):
            whens[:] = [when for when in whens if when.form != "weekday" or not _is_to_come(line, when)]


def _is_to_come(line: Line, when: When) -> bool:
    """Say whether the verb before a weekday is one of what is yet to happen."""
    first, _ = tokens_of(line, when)
    for at in range(first - 1, max(first - _BACK, -1), -1):
        word, before = line.tokens[at].text, line.tokens[at - 1].text if at else ""
        planned = word.partition(" ")[0] in _PLANNED and (word.endswith(" to") or line.words[at + 1 : at + 2] == ["to"])
        if word in _MODALS or (planned and before in _BE):
            return True
        finite = "d" in line.tokens[at].kinds.get("verb", "") and line.at[at] is None
        if word in _BORDERS or (finite and before not in _BE):
            return False
    return False
