"""Assign distances, directions and relations to the places of a text, and join the two ends of a line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.anchors import (
    FIRST_HAN,
    LINKS,
    NEXT,
    QUIET,
    ZONES,
    appositions,
    is_light,
    is_of_region,
    last_index,
    scan,
)
from scs_tracker.geocoding.records import RELATIONS, Bearing, Distance, Mention
from scs_tracker.geocoding.tokeniser import has

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.lexicon import Lexicon
    from scs_tracker.geocoding.measures import Read
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Coordinates
    from scs_tracker.geocoding.tokeniser import Token

_RELATED: Final = frozenset(RELATIONS)
#: Kinds of words that part a measure from its anchor no further, and those that wear a relation no further.
_PASSED: Final = QUIET | LINKS | {"bearing", "unit"}
_UNWORN: Final = _PASSED | {"and", "number"}
#: Kinds of words that belong to a mention right before them.
_BEHIND: Final = QUIET | ZONES | _RELATED
_BOUND: Final = frozenset({"toward", "origin"})
_OPEN: Final = frozenset({"of", "lead", "generic"})
#: A measure is looked for within so many tokens of its anchor.
_MOST_STEPS: Final = 40
#: What a token costs that lies between a measure and its anchor.
_WORD_COST, _HAN_COST, _COMMA_COST, _STOP_COST, _AND_COST = 1.0, 0.5, 1.0, 4.0, 0.8
_LINKED, _BACKWARD, _TWICE, _UNLINKED = -2.0, 0.7, 2.5, 0.9
_FAR: Final = 99.0
#: A measure further from an anchor than this belongs to none.
_MOST_COST: Final = 3.6


def mentions(
    tokens: Sequence[Token], folded: Folded, words: Lexicon, printed: Sequence[tuple[Coordinates, int, int]]
) -> tuple[list[Mention], list[Read]]:
    """Return the places named in a text, in order, and the distances and directions that belong to none of them."""
    found, reads = scan(tokens, folded, printed)
    if not found:
        return [], reads
    heads = appositions(found, tokens, words)
    loose = _share(heads, [one for one in reads if not is_of_region(one, heads)], tokens)
    for number, one in enumerate(heads):
        _relate(one, heads[number - 1] if number else None, tokens)
    if len(heads) > 1:
        _inherit(heads, tokens)
    return _lines(heads, tokens) if len(heads) > 1 else heads, loose


def _step_cost(token: Token) -> float:
    """Return the cost of a token between a distance or direction and its anchor; linking words cost least."""
    kinds = token[0]
    sign = kinds.get("sign")
    if sign is not None:
        return _STOP_COST if sign in ".;!?" else 0.3 if sign in "-'" else 0.6 if sign in "()" else _COMMA_COST
    if not _PASSED.isdisjoint(kinds):
        return 0.05
    if "and" in kinds or "or" in kinds:
        return _AND_COST
    if not _RELATED.isdisjoint(kinds):
        return 0.3
    return _HAN_COST if "han" in kinds else _WORD_COST


def _share(heads: Sequence[Mention], reads: Sequence[Read], tokens: Sequence[Token]) -> list[Read]:
    """Assign each distance and direction to the anchor before or after it, and return the unassigned ones."""
    loose: list[Read] = []
    at = 0
    for number in range(len(heads) + 1):
        left = heads[number - 1] if number else None
        right = heads[number] if number < len(heads) else None
        gap: list[Read] = []
        while at < len(reads) and (right is None or reads[at][1] < right.first):
            gap.append(reads[at])
            at += 1
        if right is not None:
            start = max(right.first - NEXT, last_index(left))
            right.apart = any("apart" in tokens[one][0] for one in range(start, right.first))
        if gap:
            loose += _cut(gap, left, right, tokens)
    return loose


def _cut(gap: Sequence[Read], left: Mention | None, right: Mention | None, tokens: Sequence[Token]) -> list[Read]:
    """Split the distances and directions between two anchors at the lowest cost, and return the unassigned ones."""
    lefts = [_left_cost(one, left, gap, tokens) for one in gap]
    rights = [_right_cost(one, right, gap, tokens) for one in gap]
    cut = 0 if left is None else len(gap)
    if left is not None and right is not None:
        ways = []
        for size in range(len(gap) + 1):
            cost = sum(min(one, _MOST_COST) for one in lefts[:size]) + sum(
                min(one, _MOST_COST) for one in rights[size:]
            )
            ways.append((cost + _twice(gap[:size], left) + _twice(gap[size:], None), -size))
        cut = -min(ways)[1]
    loose = []
    lengths = [number for number in range(cut, len(gap)) if isinstance(gap[number][0], Distance)]
    paired = sum(isinstance(one[0], Bearing) for one in gap[cut:]) > 1  # 25 nm south and 22 nm southwest of A
    nearest = min(
        lengths, key=lambda number: (0.0 if paired else rights[number], number if paired else -number), default=0
    )
    for number, read in enumerate(gap):
        head = left if number < cut else right
        if number in lengths and number != nearest:
            loose.append(read)
            continue
        if head is right is not None and isinstance(read[0], Distance) and _is_of_a_thing(read, right, tokens):
            right.beyond_km = read[0].high_km  # 8 nm from the boat that was rammed off A
        cost = lefts[number] if number < cut else rights[number]
        if head is None or cost >= _MOST_COST or not _take(head, read, tokens, behind=number < cut):
            loose.append(read)
    return loose


def _twice(reads: Sequence[Read], head: Mention | None) -> float:
    """Return the penalty for assigning two distances or two directions to the same anchor."""
    lengths = sum(isinstance(one[0], Distance) for one in reads) + (head is not None and head.distance is not None)
    winds = sum(isinstance(one[0], Bearing) for one in reads) + (head is not None and head.bearing is not None)
    return _TWICE * (max(lengths - 1, 0) + max(winds - 1, 0))


def _left_cost(read: Read, head: Mention | None, gap: Sequence[Read], tokens: Sequence[Token]) -> float:
    if head is None:
        return _FAR
    steps = _between(last_index(head), read[1], gap, tokens)
    return steps + (_LINKED if head.apart and head.distance is None else _BACKWARD)


def _right_cost(read: Read, head: Mention | None, gap: Sequence[Read], tokens: Sequence[Token]) -> float:
    if head is None:
        return _FAR
    value, _, start = read
    first = min([head.first, *(one.first for one in head.regions)]) if head.regions else head.first
    last = gap[-1][2]
    steps = _between(start, first, gap, tokens)
    links = bound = False
    for kinds, text, _, _ in tokens[last:first]:
        links |= not LINKS.isdisjoint(kinds) and text != "的"
        bound |= not _BOUND.isdisjoint(kinds)
    steps += _STOP_COST * bound + _FAR * (first > start + 1 and _is_of_a_thing(read, head, tokens))  # bound for A
    if isinstance(value, Bearing):
        ahead = tokens[start][0]
        if "and" in ahead:
            steps += _STOP_COST  # North and South Luconia Shoals
        elif ("coast" in ahead or "part" in ahead) and "of" not in ahead:
            closed = start + 1 < first and _OPEN.isdisjoint(tokens[start + 1][0])
            steps += _STOP_COST * (closed and "of" not in tokens[start].text)  # off Vietnam's southern coast near A
    bare = isinstance(value, Distance) and not links and steps > 0.1 and len(gap) == 1
    return steps + (_LINKED if links else 0.0) + _UNLINKED * bare


def _is_of_a_thing(read: Read, head: Mention, tokens: Sequence[Token]) -> bool:
    """Return True if a distance is measured from a thing in a relative clause: '8 nm from the boat that was off A'."""
    between = [tokens[at][0] for at in range(read[2], head.first)]
    return any("relative" in kinds for kinds in between) and not any(kinds.get("sign") == "." for kinds in between)


def _between(first: int, last: int, gap: Sequence[Read], tokens: Sequence[Token]) -> float:
    """Return the cost of the tokens between two indexes, excluding those of other distances and directions."""
    last = min(last, first + _MOST_STEPS)
    cost = sum([_step_cost(tokens[at]) for at in range(first, last)])
    for _, start, end in gap if len(gap) > 1 else ():
        cost -= sum([_step_cost(tokens[at]) for at in range(max(start, first), min(end, last))])
    return cost


def _take(head: Mention, read: Read, tokens: Sequence[Token], *, behind: bool) -> bool:
    """Assign a distance or direction to an anchor; return False if the anchor already has one."""
    value, start, end = read
    if isinstance(value, Distance):
        if head.distance is not None:
            return False
        head.distance = value
    elif _is_side(head, read, tokens, behind=behind):
        head.part_azimuth, head.coast = value.azimuth, head.coast or (behind and has(tokens, end, "coast"))
        head.part = head.part or next(
            (kinds["part"] for kinds, *_ in tokens[end : head.first] if "part" in kinds), "edge"
        )
    elif head.bearing is None:
        head.bearing = value
    elif head.part_azimuth is None:
        head.part_azimuth = value.azimuth if not behind else head.part_azimuth
    else:
        return False
    head.start = min(head.start, tokens[start].start)
    head.end = max(head.end, tokens[end - 1].end)
    return True


def _is_side(head: Mention, read: Read, tokens: Sequence[Token], *, behind: bool) -> bool:
    """Return True if a direction names a side of a place, as in 'northern Palawan' or 'Luzon's west coast'."""
    _, start, end = read
    ahead = tokens[end][0] if end < len(tokens) else {}
    if behind:
        return "coast" in ahead
    between = tokens[end : head.first]
    if "part" in ahead and "of" not in ahead and between:
        return True
    direct = tokens[end - 1].kinds.get("bearing_language") not in {"en", "fil"} or "due" in tokens[start][0]
    return not between and not direct and head.kind in {"name", "country"} and not has(tokens, start - 1, "unit")


def _relate(one: Mention, before: Mention | None, tokens: Sequence[Token]) -> None:
    """Set the relation, coast, part and zone of a mention from the words before and after it."""
    floor = last_index(before)
    first = min([one.first, *(each.first for each in one.regions if each.first < one.first)])
    worn, index = 0, first - 1
    while index >= floor and worn < 2:
        kinds = tokens[index][0]
        if "coast" in kinds:
            one.coast = True
        if "part" in kinds and not one.part and ("of" not in kinds or "generic" not in kinds):
            one.part = kinds["part"]
        if one.kind == "country" and not one.zone:
            one.zone = next((kind for kind in ZONES if kind in kinds), "")
        related = "" if _RELATED.isdisjoint(kinds) else next(kind for kind in RELATIONS if kind in kinds)
        if related and not (related == "near" and one.distance is not None and "about" in kinds):
            value = str(kinds[related]) if kinds[related] == "back" else related
            if not one.relation or (
                one.relation == "at" and value in {"off", "near", "origin", "toward", "outside"} and worn == 0
            ):
                one.relation = value if not (related == "from" and (one.distance or one.bearing)) else one.relation
            one.start = min(one.start, tokens[index].start)
        elif "sign" in kinds or "word" in kinds or "han" in kinds:
            worn += 2 if kinds.get("sign", "") in ".;:,()" else 1
        elif _UNWORN.isdisjoint(kinds):
            worn += 1
        if "and" in kinds or "or" in kinds:
            one.listed, one.either = True, "or" in kinds
            break
        index -= 1
    _relate_behind(one, tokens)


def _relate_behind(one: Mention, tokens: Sequence[Token]) -> None:
    """Set the relation, coast, part and zone of a mention from the words after it, such as 附近 or 以南海域."""
    after = last_index(one)
    while after < len(tokens) and (tokens[after].text in {"'", "s", "的"} or not _BEHIND.isdisjoint(tokens[after][0])):
        kinds, text = tokens[after][0], tokens[after].text
        zone = next((kind for kind in ZONES if kind in kinds), "")
        one.zone = one.zone or zone
        one.coast |= "coast" in kinds
        if text[0] >= FIRST_HAN:
            related = next((kind for kind in RELATIONS if kind in kinds), "")
            one.relation = one.relation if one.relation not in {"", "at"} else related or one.relation
            one.part = one.part or (kinds.get("part", ""))
            if related:
                one.end = max(one.end, tokens[after].end)
        elif ("waters" in kinds or "near" in kinds) and not one.relation and not has(tokens, after + 1, "name"):
            one.relation, one.end = "near", max(one.end, tokens[after].end)  # Sarawak waters, Scarborough Shoal area
        elif "part" in kinds and not one.part and kinds["part"] != "edge":
            one.part = kinds["part"]
        elif not zone and not (
            "coast" in kinds or "generic" in kinds or text in {"'", "s"} or not QUIET.isdisjoint(kinds)
        ):
            break
        if zone:
            one.end = max(one.end, tokens[after].end)
        after += 1


def _inherit(heads: Sequence[Mention], tokens: Sequence[Token]) -> None:
    """Apply a distance, direction or relation before a list to all its places: 'within 12 nm of A, B and C'."""
    closed, tied = False, []
    for before, one in reversed(list(pairwise(heads))):
        gap = tokens[last_index(before) : one.first]
        closed = any("and" in token.kinds or "or" in token.kinds for token in gap) or (
            closed and any(token.text in ",、" for token in gap)
        )
        light = all(
            "and" in token.kinds or "or" in token.kinds or token.text in ",、&" or is_light([token], 0, 1)
            for token in gap
        )
        tied.append(closed and light and before.segment == one.segment)
    for (before, one), holds_on in zip(pairwise(heads), reversed(tied), strict=True):
        one.listed_with = before if holds_on and before.kind == one.kind else None
        plain = not (one.distance or one.bearing or one.relation) and before.kind == one.kind == "name"
        if holds_on and plain and before.start < tokens[before.first].start:
            one.distance, one.bearing, one.relation = before.distance, before.bearing, before.relation
            one.listed = True


def _lines(heads: list[Mention], tokens: Sequence[Token]) -> list[Mention]:
    """Return the mentions, with each pair such as 'between A and B' or A与B之间 joined into one line."""
    found: list[Mention] = []
    skip = False
    for number, one in enumerate(heads):
        if skip:
            skip = False
            continue
        after = heads[number + 1] if number + 1 < len(heads) else None
        if after is not None and after.segment == one.segment and (marked := _joins(one, after, heads, number, tokens)):
            one.second, one.midway = after, marked == "midway"
            one.relation, one.end = "", max(after.end, one.end)
            skip = True
        found.append(one)
    return found


def _joins(one: Mention, after: Mention, heads: Sequence[Mention], number: int, tokens: Sequence[Token]) -> str:
    """Return ``between`` or ``midway`` if two mentions are the ends of a line, or an empty string if not."""
    floor = last_index(heads[number - 1]) if number else 0
    first = min([one.first, *(each.first for each in one.regions)])
    link = tokens[last_index(one) : min([after.first, *(each.first for each in after.regions)])]
    if len(link) > NEXT + 1 or after.distance or one.distance:
        return ""
    tied = any("and" in token.kinds or "to" in token.kinds or token.text in ",-/、" for token in link) or not link
    leads = [tokens[at].kinds for at in range(max(floor, first - NEXT), first)]
    trails = [
        tokens[at].kinds
        for at in range(last_index(after), min(last_index(after) + NEXT, len(tokens)))
        if tokens[at].text[0] >= FIRST_HAN
    ]
    for kinds in (leads, trails):
        for word in ("midway", "between"):
            if tied and any(word in each for each in kinds):
                return word
    from_to = any("to" in token.kinds for token in link) and any("from" in each for each in leads)
    return "between" if from_to and one.bearing is None and after.kind == "name" else ""
