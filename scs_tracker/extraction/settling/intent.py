"""Whether a contact of hulls is told as meant, which makes ramming of a collision."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

_MEANT: Final = frozenset(
    (
        "deliberately intentionally purposely purposefully wilfully willfully knowingly deliberate intentional "
        "wilful willful calculated premeditated"
    ).split()
)
#: What says in a clause or in the sentence behind that it was no accident.
_SAYS_SO: Final = re.compile(
    r"\b(?:deliberate(?:ly)?|intentional(?:ly)?|premeditated|wil?lful(?:ly)?|purpose(?:ly|fully)|calculated"
    r"|(?:on|with a) purpose|(?:by|of) design|with intent|(?:no|not an|hardly an|anything but an) (?:accident|mistake)"
    r"|not (?:an )?accidental|nothing accidental|aimed (?:its|their|her|the) bows?"
    r"|(?:he|she|it|they|that|this|was|were|skipper|helmsman|captain|crew|master) (?:had )?"
    r"(?:meant (?:it|to)\b|meant(?=[.,;]|$)|intended (?:it|to)\b|planned)"
    r"|(?:was|were|been|as) (?:planned|meant|intended|intentional)(?=[ .,;]|$)"
    r"|(?:lined up|steered|aimed|made|headed) (?:straight )?for (?:it|them|her|us|him|the boat|the ship)\b"
    r"|to teach (?:us|them|him|it) a lesson|used (?:its|their) (?:steel|hull|bows?) as)"
)
#: What leaves it open, or denies it.
_OPEN: Final = re.compile(
    r"\b(?:whether|if|unclear|not (?:known|clear|deliberate|intentional|meant|intended|on purpose|say|think|believe)"
    r"|un(?:intentional|intended)\w*|den(?:y|ies|ied|ying)|rejects?|rejected|cannot (?:be )?(?:say|said|tell)"
    r"|nor|neither|no (?:sign|evidence|indication|intent\w*)|did not|mechanical|steering (?:failure|fault)|jammed"
    r"|rather than)\b"
)


def is_meant(line: Line, token: int, story: Story) -> bool:
    """Say whether a contact is told as meant: deliberately struck it, and called intentional in the next sentence.

    Parameters
    ----------
    line, token
        The sentence and the word of the contact.
    story
        The article, for the sentence behind.
    """
    window = line.tokens[max(token - 3, 0) : token + 3]
    if any(one.text in _MEANT for one in window):
        return True
    behind = pairwise(one.text for one in line.tokens[token + 1 : token + 12])
    if any(pair in {("on", "purpose"), ("with", "intent")} for pair in behind):
        return True
    return _is_said(line, story) or _is_said_behind(line, story)


def _is_said(line: Line, story: Story) -> bool:
    start, end = line.sentence.start, line.sentence.end
    return bool(_SAYS_SO.search(story.folded, start, end)) and not _OPEN.search(story.folded, start, end)


def _is_said_behind(line: Line, story: Story) -> bool:
    """Say whether the next sentence calls the contact deliberate, and tells of nothing else."""
    index = line.sentence.index + 1
    if index >= len(story.lines):
        return False
    following = story.lines[index]
    beside = line.sentence.headline or following.sentence.paragraph == line.sentence.paragraph
    alone = all(act.line != index for act in story.acts)
    return beside and alone and _is_said(following, story)
