"""An act as a sentence tells it, and whether a word stands as a verb or as a noun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.company import ADJECTIVES

if TYPE_CHECKING:
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

_BEFORE_NOUN: Final = frozenset("the a an of s its their this that these those any such no by illegal alleged".split())
_BEFORE_VERB: Final = frozenset(
    (
        "to and or but then not did do does who which that will would could can may might should must "
        "also again never still always twice it they we i them help helped t didn"
    ).split()
)
#: What shows something.
PICTURES: Final = frozenset(
    "footage video videos image images photo photos clip clips data imagery film films recording recordings pictures "
    "photographs scenes".split()
)
_BEFORE_INFINITIVE: Final = _BEFORE_VERB | PICTURES
#: What patrols do to boats that they stop.
ARRESTS: Final = frozenset({"detention", "seizure", "boarding"})
STOPS: Final = frozenset({"after", "when", "while", "because", "since", "although", "if", "before", ";", ":", "but"})


@dataclass(slots=True)
class Act:
    """Something that a sentence tells, before it is known who 'it' is and when it was.

    Attributes
    ----------
    line
        Index of the sentence.
    token
        The trigger's token.
    types
        Incident types.
    initiator, target
        Who did it and to whom, as far as the sentence says.
    rule
        The trigger's rule and the rule that found the roles.
    strength
        Of the trigger, 1 to 3.
    status
        ``told``, ``negated``, ``hypothetical``, ``habitual`` or ``denied``.
    mutual
        Both did it: a collision between two.
    verb
        The token of the verb that governs it, or the trigger's own.
    attempted
        It was only tried.
    accuser
        Who accuses or condemns somebody of it, or None.
    general
        It is a noun that somebody condemns.
    reason
        It stands in a clause that says why something else was done: after it had intruded.
    """

    line: int
    token: int
    types: tuple[str, ...]
    initiator: Party | None
    target: Party | None
    rule: str
    strength: int
    status: str = "told"
    mutual: bool = False
    verb: int = -1
    reason: bool = False
    general: bool = False
    attempted: bool = False
    accuser: Party | None = None


def is_noun(line: Line, index: int) -> bool:
    """Say whether a word that can be a verb stands as a noun: the block, a nighttime intercept, their shadow."""
    token = line.tokens[index]
    forms = token.kinds.get("verb", "")
    if "g" in forms and "b" not in forms:
        return is_gerund_noun(line, index)
    if "b" not in forms and "s" not in forms:
        return False
    if "d" in forms or "n" in forms:
        before = line.tokens[index - 1].text if index else ""
        relative = before == "that" and index > 1 and line.at[index - 2] is not None  # the ship that cut across her bow
        return before in _BEFORE_NOUN and not relative
    return not _can_be_present(line, index) or (forms == "s" and _is_listed(line, index))


def _is_listed(line: Line, index: int) -> bool:
    """Say whether a plural stands in a list of things: knives, axes and spears; lasers, swarms of boats."""
    following = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
    if following == "of":
        return True
    if line.sentence.headline or not index or line.tokens[index - 1].text not in {",", "and", "or"}:
        return False
    return not any(
        "s" in one.kinds.get("verb", "") and line.at[at] is None and not _is_tool(one)
        for at, one in enumerate(line.tokens[: index - 1])
    )


def _is_tool(token: Token) -> bool:
    return "tool" in token.kinds


def _can_be_present(line: Line, index: int) -> bool:
    """Say whether an infinitive or a verb in the present tense can stand here."""
    before = index - 1
    while before >= 0 and line.at[before] is None and line.tokens[before].text.endswith("ly"):
        before -= 1
    if before < 0:
        return line.sentence.headline
    token = line.tokens[before]
    standing = line.at[before]
    following = line.tokens[index + 1].kinds.get("verb", "") if index + 1 < len(line.tokens) else ""
    if "d" in following and line.at[index + 1] is None and standing is None and "b" not in following:
        return False  # so low that spray came over the side
    if standing is not None:
        adjective = standing.head == "state" and token.text in ADJECTIVES  # its Chinese shadows
        return token.text not in _BEFORE_NOUN and not standing.possessive and not adjective
    if "negation" in token.kinds:
        return True
    return (
        token.text in _BEFORE_INFINITIVE
        or "attempt" in token.kinds
        or "hypothetical" in token.kinds
        or token.text == ","
    )


def is_gerund_noun(line: Line, index: int) -> bool:
    """Say whether an -ing form stands as a noun: the ramming of, illegal boarding."""
    token = line.tokens[index]
    if "g" not in token.kinds.get("verb", ""):
        return False
    before = line.tokens[index - 1] if index else None
    following = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
    if following == "of":
        return True
    if following == "by" and index < 2 and any(line.at[index + 2 : index + 5]):
        return True  # Prospecting by a Chinese ship was seen
    return (
        before is not None
        and (before.text in {"the", "a", "an", "s", "this", "alleged", "illegal", "deliberate", "dangerous"})
        and following not in {"a", "the", "two", "its", "their"}
    )


def is_verbal(line: Line, index: int) -> bool:
    """Say whether a word stands as a verb."""
    return "verb" in line.tokens[index].kinds and not is_gerund_noun(line, index)


#: What says, some words ahead, that somebody has to do a thing himself: had to give up and turn for home.
_HAVE_TO: Final = frozenset({"had", "has", "have", "to"})
_HAD_TO: Final = (["had", "to"], ["has", "to"], ["have", "to"])


_WAYS: Final = frozenset({"way", "path", "route", "passage", "access", "course", "road"})
_THEIRS: Final = frozenset({"their", "its", "his", "her", "our"})


def is_whither(line: Line, index: int, target: Party | None) -> bool:
    """Say whether somebody is only whom others were on their way to: blocked their path to the fishermen."""
    if target is None or target.first <= index:
        return False
    words = [*line.tokens[index].text.split()[1:], *(one.text for one in line.tokens[index + 1 : target.first])]
    theirs = not _THEIRS.isdisjoint(words[:1]) and not _WAYS.isdisjoint(words[1:2])
    return theirs and words[-1] in {"to", "toward", "towards"}


def is_filmed(line: Line, index: int) -> bool:
    """Say whether a picture was shot, and nobody shot at: a film of the quarrel, shot by the fishermen."""
    if line.tokens[index].text != "shot":
        return False
    before = line.words[max(index - _OF_WHAT, 0) : index]
    shown = max((at for at, word in enumerate(before) if word in PICTURES), default=-1)
    between = line.tokens[index - len(before) + shown + 1 : index]
    return shown >= 0 and not any("verb" in one.kinds or one.text in STOPS for one in between)


#: So many words before *shot* may stand the picture, with what it is of.
_OF_WHAT: Final = 8


def goes_back(line: Line, act: Act) -> bool:
    """Say whether somebody turns back of himself, and is not made to."""
    word = line.tokens[act.token].text
    clears = word.startswith("clear") and word.endswith("out")  # told the crew to clear out of the lagoon
    turns = (clears or word.startswith("turn")) and "expulsion" in act.types
    whither = line.words[act.token + 1 : act.token + 2]  # turned back to his mother boat
    beside = act.target is not None and act.target.first <= act.token + 3 and whither not in (["to"], ["for"])
    ahead = line.tokens[max(act.token - 5, 0) : max(act.token - 1, 0)]
    had_to = [token.text for token in ahead if token.text in _HAVE_TO]
    by_itself = act.rule.endswith((" subject", " shared", " relative", " gerund")) or had_to[-2:] in _HAD_TO
    return turns and not beside and (by_itself or (clears and act.rule.endswith(" control")))
