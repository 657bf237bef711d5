"""Where an incident was: by its own sentences, by those around them, by the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction import places, unplaced
from scs_tracker.extraction.sides import CLAIMANTS

if TYPE_CHECKING:
    from scs_tracker.extraction.clauses import Line
    from scs_tracker.extraction.incidents import Incident
    from scs_tracker.extraction.places import Spot
    from scs_tracker.extraction.story import Story

_THERE: Final = frozenset({"there", "same", "shoal", "reef", "atoll", "area"})


def spot_of(group: Incident, story: Story) -> Spot | None:
    """Return where it was: by its own sentences, then by those around them, then by the article."""
    own = [deed.spot for deed in group.deeds if deed.spot is not None] + group.spots
    exact = [one for one in own if not _is_wide(one)]
    if exact and not all(one.way for one in exact):
        return min(exact, key=places.rank)
    wide = own[0] if own else None
    if wide is not None and group.background:
        return wide
    on_the_way = exact[0] if exact else None
    unknown = unplaced.named(story, group.lines)
    for index in _around(group, story):
        for spot in story.spots_of(index):
            if not spot.sea or places.is_office(story.lines[index], spot):
                continue
            if unknown is not None and not _tells(spot, unknown, index, group):
                continue
            if spot.way:
                on_the_way = on_the_way or spot
                continue
            if not _is_wide(spot):
                return spot
            wide = wide or spot
    if unknown is not None:
        return unknown
    dateline = story.text[: story.body]
    return (
        on_the_way
        or _grounded(story)
        or wide
        or places.of_dateline(dateline)
        or _off_the_coast(group, story)
        or _by_the_sides(group, story)
    )


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
    return not spot.way and any(one.text in _WHERE for one in line.tokens[max(spot.first - 2, 0) : spot.first + 1])


_WHERE: Final = frozenset({"near", "off", "around", "outside", "coast"})


def _grounded(story: Story) -> Spot | None:
    """Return where the ship lies that has not moved since 1999, where the article names no place but her."""
    return places.of_dateline("Second Thomas Shoal") if "sierra madre" in story.folded else None


def _by_the_sides(group: Incident, story: Story) -> Spot | None:
    """Return the whole sea for ships of two claimants, where the article names no place at all."""
    countries = (group.initiator.countries() | group.target.countries()) & CLAIMANTS
    told = {max(group.lines[0] - 1, 0), *group.lines}
    dated = group.basis not in {"date:day-of-the-article", "date:day-it-was-said"} or any(
        story.whens[index] and "incident" in story.lines[index].kinds for index in told
    )
    at_sea = dated and any(head in {"vessel", "aircraft"} for deed in group.deeds for head in deed.heads)
    if not at_sea or len(countries - {"TW"}) < 2:
        return None
    return unplaced.nameless(story, group.lines) or places.of_dateline("South China Sea")


def _is_wide(spot: Spot) -> bool:
    measured = spot.position.method in {"offset", "coast_distance", "coordinates"}
    return (spot.position.radius_km or 0.0) > (450.0 if measured else places.WIDE_KM)


def _around(group: Incident, story: Story) -> list[int]:
    """Return the sentences to look for a place in, the likeliest first."""
    near = [line for index in group.lines for line in (index, index - 1, index + 1, index - 2, index + 2)]
    paragraphs = {story.lines[index].sentence.paragraph for index in group.lines}
    near += [index for index, line in enumerate(story.lines) if line.sentence.paragraph in paragraphs]
    there = any(token.text in _THERE for index in group.lines for token in story.lines[index].tokens)
    if not group.background or there:
        near += [*range(group.lines[0], -1, -1), *range(len(story.lines))]
    else:  # an older incident whose place is not told: the sea, rather than the place of the news
        near = [index for index in near if index >= group.lines[0]]
        near += sorted(range(len(story.lines)), key=lambda index: not _is_wide_line(story, index))
    own = set(group.lines)
    return [
        index
        for index in dict.fromkeys(near)
        if 0 <= index < len(story.lines)
        and _has_place(story, index)
        and (index in own or group.background or not _is_background_line(story, index))
    ]


def _is_wide_line(story: Story, index: int) -> bool:
    names = [name for token in story.lines[index].tokens for name in token.kinds.get("place", ())]
    return "south-china-sea" in names or "west-philippine-sea" in names


def _is_background_line(story: Story, index: int) -> bool:
    return any(len(when.first) == 4 and when.shift is None for when in story.whens[index])


def _has_place(story: Story, index: int) -> bool:
    return "place" in story.lines[index].kinds
