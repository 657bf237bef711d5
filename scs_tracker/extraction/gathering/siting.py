"""Where an incident was: by its own sentences, by those around them, by the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import refining, rigs, unplaced
from scs_tracker.extraction.settling.sides import CLAIMANTS
from scs_tracker.extraction.where import places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.where.places import Spot

_THERE: Final = frozenset({"there", "same", "shoal", "reef", "atoll", "area"})


def spot_of(group: Incident, story: Story, groups: Sequence[Incident]) -> Spot | None:
    """Return where it was, by the words that say it most exactly."""
    spot = _found(group, story, groups)
    if spot is None or spot.way or refining.is_vague(spot):
        spot = rigs.spot_of(group, story) or spot
    if spot is None or not spot.sea or spot.position.status != "resolved" or spot.position.method == "coordinates":
        return spot
    return refining.refined(spot, _told_of(group, story, groups), story)


def _told_of(group: Incident, story: Story, groups: Sequence[Incident]) -> list[int]:
    """Return the sentences that may tell of an incident, its own first: all of them, where nothing else is told."""
    others = {line for other in groups if other is not group for line in other.lines}
    near = {line + step for line in group.lines for step in (-2, -1, 1, 2)}
    current = [other for other in groups if not other.background]
    if not group.background and len(current) == 1:
        near |= {index for index in range(len(story.lines)) if not _is_background_line(story, index)}
    return [
        *group.lines,
        *(index for index in sorted(near - set(group.lines) - others) if 0 <= index < len(story.lines)),
    ]


def _found(group: Incident, story: Story, groups: Sequence[Incident]) -> Spot | None:
    """Return where it was: by its own sentences, then by those around them, then by the article."""
    own = [deed.spot for deed in group.deeds if deed.spot is not None] + group.spots
    exact = [one for one in own if not _is_wide(one)]
    if exact and not all(one.way for one in exact):
        return min(exact, key=places.rank)
    if own and not exact and group.background:
        return own[0]
    if not exact and _names_her(group, story):
        return _grounded(story)  # beside the BRP Sierra Madre, in an article that names another shoal further on
    found = _Found(
        wide=next((one for one in own if _is_wide(one)), None),
        on_the_way=next((one for one in exact if one.way != "taken"), None),
        unknown=unplaced.named(story, group.lines),
    )
    told = {line for other in groups if other is not group for line in other.lines} - set(group.lines)
    around = _around(group, story)
    spot = _beside(group, story, [index for index in around if index not in told], found)
    if spot is None and not found.bound:
        spot = _beside(group, story, [index for index in around if index in told], found)
    if spot is not None or found.unknown is not None:
        return spot or found.unknown
    return (
        found.on_the_way
        or _grounded(story)
        or found.wide
        or places.of_dateline(story.text[: story.body])
        or _off_the_coast(group, story)
        or next((one for one in exact if one.way == "taken"), None)
        or _by_the_sides(group, story)
    )


@dataclass(slots=True)
class _Found:
    """What was found that says where only if nothing better does.

    Attributes
    ----------
    wide
        A sea, or an archipelago.
    on_the_way
        Where somebody was bound or came from.
    unknown
        A name that has no position.
    """

    wide: Spot | None
    on_the_way: Spot | None
    unknown: Spot | None
    bound: bool = field(init=False)

    def __post_init__(self) -> None:
        self.bound = self.on_the_way is not None and self.on_the_way.way == "to"


def _beside(group: Incident, story: Story, around: Sequence[int], found: _Found) -> Spot | None:
    """Return the first place of these sentences that may be where it was; keep what is less than that."""
    for index in around:
        line = story.lines[index]
        for spot in sorted(story.spots_of(index), key=refining.exactness):
            if not spot.sea or places.is_office(line, spot):
                continue
            if found.unknown is not None and not _tells(spot, found.unknown, index, group):
                continue
            if places.is_of_before(line, spot, len(line.tokens) - 1):
                continue
            if spot.way:
                if spot.way != "taken":
                    found.on_the_way = found.on_the_way or spot
            elif _is_wide(spot):
                found.wide = found.wide or spot
            elif found.wide is None or refining.may_be_in(found.wide, spot):
                return found.on_the_way if _is_of_another_matter(index, group, found, story) else spot
    return None


def _is_of_another_matter(index: int, group: Incident, found: _Found, story: Story) -> bool:
    """Say whether a place stands paragraphs further on, behind one that somebody was bound for as it happened."""
    paragraphs = {story.lines[line].sentence.paragraph for line in group.lines}
    bound = found.on_the_way
    near = (
        bound is not None
        and bound.way == "to"
        and bound.sea
        and any(bound in story.spots_of(line) for line in range(max(group.lines[0] - 2, 0), group.lines[-1] + 1))
    )
    return near and story.lines[index].sentence.paragraph > max(paragraphs)


def _tells(spot: Spot, unknown: Spot, index: int, group: Incident) -> bool:
    """Say whether a place may be where an unplaced name is: one of that name, or measured in a sentence beside it."""
    if spot.position.feature_id and spot.position.feature_id in unknown.position.alternatives:
        return True
    measured = spot.position.method in {"coordinates", "offset", "between"}
    return measured and any(abs(index - line) <= 1 for line in group.lines)


def _off_the_coast(group: Incident, story: Story) -> Spot | None:
    """Return the sea off a coast that stands beside what ships did: near Kuala Terengganu."""
    if not any(head in {"vessel", "aircraft"} for deed in group.deeds for head in deed.heads):
        return None
    for index in range(max(group.lines[0] - 1, 0), min(group.lines[-1] + 2, len(story.lines))):
        line = story.lines[index]
        for spot in story.spots_of(index):
            if spot.sea or places.is_office(line, spot) or not _is_where(line, spot):
                continue
            off = places.off(spot)
            if off is not None:
                return off
    return None


def _is_where(line: Line, spot: Spot) -> bool:
    """Say whether a place is told as where something was, not as where somebody is from or bound."""
    before = line.tokens[max(spot.first - 2, 0) : spot.first + 1]
    driven = spot.way == "from" and any(one.text == "coast" for one in before)  # away from the coast of Zambales
    return driven or (not spot.way and any(one.text in _WHERE for one in before))


_WHERE: Final = frozenset({"near", "off", "around", "outside", "coast"})


def _names_her(group: Incident, story: Story) -> bool:
    """Say whether the sentences that tell of it name the ship that has not moved since 1999."""
    spans = (story.lines[index].sentence for index in group.lines)
    return any("sierra madre" in story.folded[span.start : span.end] for span in spans)


def _grounded(story: Story) -> Spot | None:
    """Return where the ship lies that has not moved since 1999, where the article names no place but her."""
    return places.of_dateline("Second Thomas Shoal") if "sierra madre" in story.folded else None


def _by_the_sides(group: Incident, story: Story) -> Spot | None:
    """Return the sea for ships of two claimants, where the article names no place at all: Indonesia has one here."""
    countries = (group.initiator.countries() | group.target.countries()) & CLAIMANTS
    told = {max(group.lines[0] - 1, 0), *group.lines}
    dated = group.basis not in {"date:day-of-the-article", "date:day-it-was-said"} or any(
        story.whens[index] and "incident" in story.lines[index].kinds for index in told
    )
    at_sea = dated and any(head in {"vessel", "aircraft"} for deed in group.deeds for head in deed.heads)
    if not at_sea or len(countries - {"TW"}) < 2:
        return None
    sea = "North Natuna Sea" if "ID" in countries else "South China Sea"
    return unplaced.nameless(story, group.lines) or places.of_dateline(sea)


def _is_wide(spot: Spot) -> bool:
    measured = spot.position.method in {"offset", "coast_distance", "coordinates"}
    return (spot.position.radius_km or 0.0) > (450.0 if measured else places.WIDE_KM)


def _around(group: Incident, story: Story) -> list[int]:
    """Return the sentences to look for a place in, the likeliest first."""
    told = sorted(group.lines, key=lambda index: story.lines[index].sentence.headline)
    beside = [line for index in told for line in (index, index - 1, index + 1, index - 2, index + 2)]
    near = [index for index in beside if 0 <= index < len(story.lines)]
    last = max(story.lines[index].sentence.paragraph for index in told)
    near.sort(key=lambda index: story.lines[index].sentence.paragraph > last)  # what comes next may be another story
    paragraphs = {story.lines[index].sentence.paragraph for index in group.lines}
    near += [index for index, line in enumerate(story.lines) if line.sentence.paragraph in paragraphs]
    there = any(not _THERE.isdisjoint(story.lines[index].words) for index in group.lines)
    if not group.background or there:
        near += [*range(group.lines[0], -1, -1), *range(len(story.lines))]
    else:  # an older incident whose place is not told: the sea, rather than the place of the news
        near = [index for index in near if index >= group.lines[0]]
        near += sorted(range(len(story.lines)), key=lambda index: not _is_wide_line(story, index))
    own = set(group.lines)
    named = [index for index in dict.fromkeys(near) if 0 <= index < len(story.lines) and _has_place(story, index)]
    if group.background:
        return named
    return sorted(named, key=lambda index: index not in own and _is_background_line(story, index))


def _is_wide_line(story: Story, index: int) -> bool:
    names = [name for token in story.lines[index].tokens for name in token.kinds.get("place", ())]
    return "south-china-sea" in names or "west-philippine-sea" in names


def _is_background_line(story: Story, index: int) -> bool:
    """Say whether a sentence is about another year, and not only in a clause of its own: which last year spent …."""
    start = story.lines[index].sentence.start
    return any(
        len(when.first) == 4 and when.shift is None and not _OF_ITS_OWN.search(story.folded, start, when.end)
        for when in story.whens[index]
    )


_OF_ITS_OWN: Final = re.compile(r", (?:which|who|whose)(?: [a-z]+){0,3} [^,;]{0,12}$")


def _has_place(story: Story, index: int) -> bool:
    kinds = story.lines[index].kinds
    return "place" in kinds or ("country" in kinds and bool(story.spots_of(index)))
