"""What is told by likening it to what was told before: the Benfold tried the same in July; the second came from Subi.

Such a sentence has no word for the act. It has a date or a place of its own, and the act and the sides of the act told
last, unless it names somebody else on one of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import Side
from scs_tracker.extraction.when.days import dates_of
from scs_tracker.extraction.where import places
from scs_tracker.extraction.who.parties import CONCRETE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When
    from scs_tracker.extraction.where.places import Spot

#: How many sentences back the act may have been told.
_BACK: Final = 6
#: One more of what was counted: the first was on 26 May; six days before, another came from the reef.
_ONE_MORE: Final = re.compile(
    r"(?:[^,]{3,40}, )?"
    r"(?:(?:the|a) (?:first|second|third|fourth|other|others|last|latest|next)|another)(?: one| two| three)? "
    r"(?:(?:such )?(?:meeting|encounter|incident|clash|case|attempt|brush|approach|attack|run in|confrontation) )?"
    r"(?:(?:on|in|at|near|off) (?:[a-z0-9]+ ){1,5}?)?"
    r"(?:(?:had )?(?:came|come|followed|happened|occurred|took place|taken place|lasted|ended|began)\b"
    r"|went (?:up|off)\b"
    r"|(?:was|were|had been) (?:on|at|in|off|near|from|last|about|some|early|late|a (?:day|week)|seen|reported)\b)"
)


def with_repeats(story: Story, deeds: Sequence[Deed]) -> list[Deed]:
    """Return the deeds of an article with those that a sentence only likens to one told before it.

    Parameters
    ----------
    story
        The article.
    deeds
        What its sentences tell in words of their own, in order.
    """
    first = min((deed.line for deed in deeds if not deed.rejected), default=len(story.lines))
    found = [again for deed in deeds for again in _on_a_second_date(deed, story)]
    for line, whens in zip(story.lines[first + 1 :], story.whens[first + 1 :], strict=True):
        at = _marker(line, story) if whens else -1
        if at >= 0 and not _is_in_doubt(line, story):
            found += _repeats(line, at, deeds, story)
    return sorted([*deeds, *found], key=lambda one: one.line) if found else list(deeds)


def _on_a_second_date(deed: Deed, story: Story) -> list[Deed]:
    """Return a deed once more for the date that its sentence adds: in August and again in December."""
    whens = story.whens[deed.line]
    if len(whens) < 2 or deed.rejected or deed.when is None or deed.when.last or deed.when not in whens:
        return []
    if not _LASTING.isdisjoint(deed.types):
        return []
    for when in whens:
        apart = story.folded[deed.when.end : when.start + 3] if when.start >= deed.when.end else ""
        ends = story.folded[when.end : when.end + 1] in {".", ";", ""} or _AGAIN.search(apart)  # no clause of its own
        if when.first and when.first != deed.when.first and ends and _ADDED.match(apart):
            return [replace(deed, when=when)]
    return []


_MORE: Final = (
    r"(?:another|a second|a third|(?:one|two|three|four|five|six) (?:more|others))(?: (?:one|boat|ship|vessel)s?)?"
)
_SO: Final = r"(?:did|done|doing|do|repeated|tried|attempted) (?:so|it|the same(?: thing)?|likewise|that)"
_ADDED: Final = re.compile(rf",? and (?:(?:then|again|once more|later|{_MORE}|had|{_SO}) )*(?:in|on)\b")
_AGAIN: Final = re.compile(rf"\b(?:again|then|once more|{_MORE}|{_SO})\b")
#: What may go on from one date to the other.
_LASTING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming", "detention"})


def _is_in_doubt(line: Line, story: Story) -> bool:
    """Say whether a sentence tells of what was not or may be: it would have done the same; not the month of May."""
    doubts = (one for one in line.tokens if "hypothetical" in one.kinds or "negation" in one.kinds)
    return any("month" not in one.kinds or story.text[one.start].islower() for one in doubts)


def _marker(line: Line, story: Story) -> int:
    """Return the token of the words that liken, or -1."""
    if "repeat" in line.kinds:
        return next(index for index, one in enumerate(line.tokens) if "repeat" in one.kinds)
    match = _ONE_MORE.match(story.folded, line.tokens[0].start, line.sentence.end) if line.tokens else None
    if match is None:
        return -1
    return next(index for index, one in enumerate(line.tokens) if one.end >= match.end())


def _repeats(line: Line, at: int, deeds: Sequence[Deed], story: Story) -> list[Deed]:
    """Return the deeds that a sentence repeats: those of the sentence told last."""
    index = line.sentence.index
    before = [one for one in deeds if index - _BACK <= one.line < index and not one.rejected and not one.loose]
    before = [one for one in before if not story.lines[one.line].sentence.headline]
    when, _ = dates_of(line, story.whens[index], at)
    own = [one for one in deeds if one.line == index and not one.rejected]
    if (
        not before
        or when is None
        or when.form == "since"
        or any(_is_told(one, index + 1) for one in deeds)
        or any(one.act.token < at or one.when in {None, when} for one in own)
    ):
        return []
    nearest = [one for one in before if one.line == before[-1].line]
    nearest = [one for one in nearest if one.initiator.countries() == nearest[0].initiator.countries()]
    spots = [one for one in story.spots_of(index) if one.sea and not places.is_office(line, one)]
    spot = places.choose(spots, at, line)
    return [_again(one, line, at, when, spot) for one in nearest]


def _is_told(deed: Deed, index: int) -> bool:
    """Say whether a sentence tells of who did what to whom in words of its own."""
    act = deed.act
    return deed.line == index and not deed.rejected and act.initiator is not None and act.target is not None


def _again(deed: Deed, line: Line, at: int, when: When, spot: Spot | None) -> Deed:
    """Return a deed as another sentence repeats it."""
    initiator, target = _sides(line, deed)
    return replace(
        deed,
        act=replace(deed.act, line=line.sentence.index, token=at, initiator=None, target=None),
        line=line.sentence.index,
        initiator=initiator,
        target=target,
        rules=["role:pair-before"],
        when=when,
        said=None,
        spot=replace(spot, way="") if spot is not None else None,
        retold="retold" in line.kinds,
    )


def _sides(line: Line, last: Deed) -> tuple[Side, Side]:
    """Return the sides of the deed before, with whoever the sentence names of the same country, or else as a victim."""
    initiator, target = Side(dict(last.initiator.codes)), Side(dict(last.target.codes))
    for party in line.parties:
        if party.head not in CONCRETE or party.country in {"", "elsewhere"} or party.guessed or not party.code:
            continue
        named = Side({party.code: bool(party.service)}, dict.fromkeys(party.units))
        if party.country in initiator.countries():
            initiator = named
        else:
            target = named
    return initiator, target
