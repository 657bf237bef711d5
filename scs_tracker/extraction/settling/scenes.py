"""What somebody was about when the other side did something to him: was watching the carrier when a ship cut in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

#: What somebody may be about for hours.
_ABOUT: Final = frozenset({"shadowing", "air_intercept", "survey_intrusion"})
_LASTING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming", "expulsion"})
_WAS: Final = frozenset({"was", "were", "been"})


def set_aside(deeds: Sequence[Deed], story: Story) -> None:
    """Hold back what only sets the scene for a graver act of the other side in the same sentence."""
    for deed in deeds:
        if not deed.rejected and (_is_occasion(deed, deeds, story) or _is_broken_off(deed, deeds, story)):
            deed.rejected = "guard:scene"
        if deed.rejected or not _ABOUT.issuperset(deed.types):
            continue
        line = story.lines[deed.line]
        if _is_going_on(line, deed) and any(_breaks_in(deed, other, line) for other in deeds):
            deed.rejected = "guard:scene"


def _is_occasion(deed: Deed, deeds: Sequence[Deed], story: Story) -> bool:
    """Say whether somebody only came near, at which the other did something: blocked it when it came near the rig."""
    if deed.types != ("dangerous_manoeuvre",) or deed.act.strength > 1:
        return False
    before = {one.text for one in story.lines[deed.line].tokens[max(deed.act.token - 4, 0) : deed.act.token]}
    if before.isdisjoint(_WHENEVER):
        return False
    return any(
        other.line == deed.line and other is not deed and deed.initiator.countries() & other.target.countries()
        for other in deeds
    )


def _is_broken_off(deed: Deed, deeds: Sequence[Deed], story: Story) -> bool:
    """Say whether a chase was given up for what the other side did: broke off the pursuit when its crew threw bolts."""
    tokens, at = story.lines[deed.line].tokens, deed.act.token
    if deed.types != ("harassment",) or " noun" not in deed.act.rule:
        return False
    before = " ".join(one.text for one in tokens[max(at - 5, 0) : at])
    if not any(words in before for words in _BROKEN_OFF):
        return False
    return any(
        other.line == deed.line and other is not deed and not other.rejected and _is_graver(other) for other in deeds
    )


def _is_graver(deed: Deed) -> bool:
    return not {"assault", "ramming", "collision", "shots_fired", "dangerous_manoeuvre"}.isdisjoint(deed.types)


_BROKEN_OFF: Final = (
    "break off",
    "broke off",
    "breaking off",
    "broken off",
    "gave up",
    "give up",
    "abandon",
    "call off",
    "called off",
    "cut short",
    "end its",
    "stop its",
)


_WHENEVER: Final = frozenset({"when", "whenever", "as", "after", "once", "because", "until", "if"})


def _is_going_on(line: Line, deed: Deed) -> bool:
    """Say whether an act is told as going on: was watching."""
    at = deed.act.token
    before = {one.text for one in line.tokens[max(at - 2, 0) : at]}
    at_it = line.tokens[at].text.split(" ")[0] in _WAS  # was at work
    return at_it or ("g" in line.tokens[at].kinds.get("verb", "") and not _WAS.isdisjoint(before))


def _breaks_in(deed: Deed, other: Deed, line: Line) -> bool:
    """Say whether the other side did something graver to whoever was about it, behind 'when'."""
    if other.line != deed.line or other.rejected or other.act.token < deed.act.token or _LASTING & {*other.types}:
        return False
    who = other.act.initiator
    if deed.types != ("survey_intrusion",) and (who is None or who.definite or who.head == "pronoun"):
        return False  # the frigate that it watched: the two are at each other
    between = {one.text for one in line.tokens[deed.act.token : other.act.token]}
    reverse = deed.target.countries() & other.initiator.countries()
    return bool(reverse) and "when" in between and bool(deed.initiator.countries() & other.target.countries())
