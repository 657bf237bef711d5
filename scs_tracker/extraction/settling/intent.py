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
#: Nouns for what only somebody who means it does.
_AN_ATTACK: Final = (
    r"(?:attack|assault|aggression|act of war|battery|ramming|charge|vandalism|attempted murder|revenge)"
)
#: What says in a clause or in the sentence behind that it was no accident.
_SAYS_SO: Final = re.compile(
    r"\b(?:deliberate(?:ly)?|intentional(?:ly)?|premeditated|wil?lful(?:ly)?|purpose(?:ly|fully)|calculated"
    r"|(?:on|with a) purpose|(?:by|of) design|with intent|(?:no|not an?|hardly an|anything but an|never an)"
    r" (?:[\w-]+ )?(?:accident|mistake|mishap|error|slip|misjudg\w+|seamanship|lapse|coincidence|chance)"
    r"|not (?:an )?accidental|nothing accidental|(?:aimed|pointed) (?:its|their|her|the) (?:[\w-]+ )?bows?"
    r"|(?:he|she|it|they|that|this|was|were|skipper|helmsman|captain|crew|master) (?:had )?"
    r"(?:meant (?:it|to)\b|meant(?=[.,;]|$)|intended (?:it|to)\b|planned)"
    r"|(?:was|were|been|as) (?:planned|meant|intended|intentional)(?=[ .,;]|$)"
    r"|(?:lined up|steered|aimed|made|headed|lining up|steering|aiming|heading) (?:straight |right |directly )?"
    r"(?:for|at|on|into) (?:it|them|her|us|him|the boat|the ship)\b"
    r"|lined up on|took aim|(?:made|makes|making) a point of"
    r"|(?:went|go|goes|gone|going) out of (?:its|their|his|her) way"
    r"|(?:knew|knows|knowing) (?:exactly |very well |well |full well |just |perfectly well )?what (?:he|she|it|they)"
    r"|(?:on|under|following|obeyed|carried out|carrying out) (?:an? |express |direct )?orders?(?=[ .,;]|$)"
    r"|order carried out|(?:was|were|are|is) (?:the|its|their) (?:aim|target|prey|quarry|object)(?=[ .,;]|$)"
    r"|(?:term|call|describ|label|brand|regard|denounc|condemn|class|treat|log)\w* (?:it |this |that |the \w+ )?"
    rf"(?:as )?(?:an? )?(?:[\w-]+ ){{0,2}}{_AN_ATTACK}|(?:was|amount\w* to|nothing (?:less than|short of|but)) an? "
    rf"(?:[\w-]+ )?{_AN_ATTACK}(?=[ .,;]|$)"
    r"|(?:not once but|again and again|time and again|time after time|over and over)\b"
    r"|to teach (?:us|them|him|it) a lesson|used (?:its|their) (?:steel|hull|bows?) as|cold blood"
    r"|to (?:kill|sink) (?:us|them)"
    r"|(?:speak|speaks|spoke|talk|talks|talked|saw|see|sees) (?:\w+ )?of (?:intent|design|malice|purpose)\b)"
)
#: What leaves it open, or denies it.
_OPEN: Final = re.compile(
    r"\b(?:whether|if|unclear|not (?:known|clear|deliberate|intentional|meant|intended|on purpose|say|think|believe)"
    r"|un(?:intentional|intended)\w*|den(?:y|ies|ied|ying)|rejects?|rejected|cannot (?:be )?(?:say|said|tell)"
    r"|nor|neither|no (?:sign|evidence|indication|intent\w*)|(?:did|does|do|would|will) not (?!miss\b)|mechanical"
    r"|steering (?:failure|fault)|jammed|rather than)\b"
)


def is_meant(line: Line, token: int, story: Story) -> bool:
    """Say whether a contact is told as meant: deliberately struck it, and called intentional beside it.

    Parameters
    ----------
    line, token
        The sentence and the word of the contact.
    story
        The article, for the sentences beside.
    """
    window = line.tokens[max(token - 3, 0) : token + 3]
    if any(one.text in _MEANT for one in window):
        return True
    behind = pairwise(one.text for one in line.tokens[token + 1 : token + 12])
    if any(pair in {("on", "purpose"), ("with", "intent")} for pair in behind):
        return True
    return (
        _is_said(line, story)
        or any(_is_said_beside(line, story, step) for step in (1, -1))
        or _is_said_of_all(line, story)
    )


def _is_said_of_all(line: Line, story: Story) -> bool:
    """Say whether the first sentence calls all contacts deliberate of which it tells: in both cases they meant it."""
    lead = next((one for one in story.lines if not one.sentence.headline), line)
    if lead is line or _OF_ALL.search(story.folded, lead.sentence.start, lead.sentence.end) is None:
        return False
    return _is_said(lead, story)


_OF_ALL: Final = re.compile(
    r"\b(?:both|each|all|either|every) (?:of (?:the|these) )?"
    r"(?:instances?|cases?|times?|occasions?|incidents?|collisions?)\b"
)


def _is_said(line: Line, story: Story) -> bool:
    start, end = line.sentence.start, line.sentence.end
    return bool(_SAYS_SO.search(story.folded, start, end)) and not _OPEN.search(story.folded, start, end)


def _is_said_beside(line: Line, story: Story, step: int) -> bool:
    """Say whether the sentence beside calls the contact deliberate, and tells of nothing else."""
    index = line.sentence.index + step
    if not 0 <= index < len(story.lines):
        return False
    other = story.lines[index]
    beside = line.sentence.headline or other.sentence.headline or other.sentence.paragraph == line.sentence.paragraph
    same = _CONTACT if other.sentence.headline else frozenset[str]()
    alone = all(act.line != index or same.issuperset(act.types) for act in story.acts)
    return beside and alone and _is_said(other, story)


#: What a headline tells of the same contact: hit us on purpose.
_CONTACT: Final = frozenset({"collision", "ramming"})
