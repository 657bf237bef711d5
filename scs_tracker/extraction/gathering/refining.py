"""What the article says more exactly elsewhere: off Miri in the headline, 62 nautical miles northwest below."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.where import places
from scs_tracker.extraction.words.folding import fold
from scs_tracker.geocoding.coasts import is_land
from scs_tracker.geocoding.context import kilometres
from scs_tracker.geocoding.names import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.where.places import Spot

#: How far apart two accounts of one place may be beside what their words leave open.
_SLACK_KM: Final = 40.0
#: What is told of a coast may be measured from it this far out, and lie at a feature this far off.
_OUT_KM: Final = 400.0
_OFF_KM: Final = 200.0


def refined(spot: Spot, lines: Iterable[int], story: Story) -> Spot:
    """Return the most exact account of a place that agrees with it, or the place itself.

    Parameters
    ----------
    spot
        What was found first.
    lines
        The sentences that may tell more of the same incident, the likeliest first.
    story
        The article.
    """
    if exactness(spot) < _MEASURED["between"]:
        return spot
    best = spot
    at = max(story.text.find(spot.text), 0)
    nameless = _NAMELESS.search(story.folded, max(at - _CLOSE, 0), at + len(spot.text)) is not None
    near = list(lines)
    for index in near:
        for other in story.spots_of(index):
            if not other.sea or other.way or places.is_office(story.lines[index], other):
                continue
            if exactness(other) < exactness(best) and _agrees(spot, other, nameless=nameless):
                best = other
    return _towards(best, near, story) if best is spot else best


def _towards(spot: Spot, lines: Sequence[int], story: Story) -> Spot:
    """Return a bearing with the distance that another sentence tells: southwest of A; 40 miles from the island."""
    bearing = _BEARING.search(fold(spot.text))
    if bearing is None or not spot.position.feature_id or _DISTANCE.search(fold(spot.text)):
        return spot
    for other in (one for index in lines for one in story.spots_of(index)):
        distance = _DISTANCE.search(fold(other.text))
        same = other.position.feature_id == spot.position.feature_id and not other.way
        if not same or distance is None or _BEARING.search(fold(other.text)):
            continue
        words = f"{distance[0]} {bearing[0]} {spot.name}"
        position = places.resolver()(words, frozenset())
        if position.status == "resolved" and position.feature_id == spot.position.feature_id:
            return replace(spot, text=words, position=position)
    return spot


_BEARING: Final = re.compile(r"\b(?:north|south|east|west)(?:[ -]?(?:north|south)?(?:east|west))? of\b")
_DISTANCE: Final = re.compile(r"\b\d+(?:\.\d+)? (?:nautical miles?|miles?|nm|nmi|km|kilomet(?:re|er)s?)\b")


def exactness(spot: Spot) -> int:
    """Return how little the words of a place leave open: coordinates least, a sea or a coast most."""
    position = spot.position
    size = position.radius_km or 0.0
    if position.method in _MEASURED:
        return _MEASURED[position.method] if size <= _NEAR_KM else _ROUGHLY
    if position.method in {"offset", "coast_distance"}:
        return _ROUGHLY
    named = position.method == "feature" or size < _GROUP_KM
    if position.feature_id and named and not _is_ashore(position.feature_id) and size <= places.WIDE_KM:
        return _FEATURE if size < _GROUP_KM else _GROUP
    return _ROUGHLY + 1 if size <= places.WIDE_KM else _ROUGHLY + 2


_MEASURED: Final = {"coordinates": 0, "offset": 1, "between": 2}
_NEAR_KM: Final = 60.0
#: A feature of this radius or more is a group of them, such as the Luconia Shoals.
_GROUP_KM: Final = 50.0
_FEATURE: Final = 3
_GROUP: Final = 4
_ROUGHLY: Final = 5


def _agrees(spot: Spot, other: Spot, *, nameless: bool) -> bool:
    """Say whether two places may be one: measured from the same feature, or inside what the first leaves open."""
    one, two = spot.position, other.position
    away = kilometres(one.lat or 0.0, one.lon or 0.0, two.lat or 0.0, two.lon or 0.0)
    if one.feature_id and one.feature_id == two.feature_id:
        return away < _OUT_KM
    level = exactness(spot)
    if level <= _FEATURE:
        return two.method == "coordinates" and away < _SLACK_KM + (one.radius_km or 0.0)
    if level == _ROUGHLY:
        return (
            exactness(other) <= (_FEATURE if nameless else _FEATURE - 1) and away < (one.radius_km or 0.0) + _SLACK_KM
        )
    return away < reach_km(spot) + _SLACK_KM


_CLOSE: Final = 20
#: A feature that is named only further on: at a shoal 124 nautical miles off A. The shoal, which fishermen call B, ….
_NAMELESS: Final = re.compile(r"\b(?:an?|one) (?:[a-z-]+ ){0,2}(?:shoal|reef|bank|atoll|island|islet|cay|sandbar)\b")


def is_vague(spot: Spot) -> bool:
    """Say whether a place is no more than a sea, a group of features, or so far off a coast."""
    return spot.position.status == "resolved" and exactness(spot) > _FEATURE


def is_open(spot: Spot) -> bool:
    """Say whether a place is a sea that many incidents lie in, without borders that anybody minds."""
    if (spot.position.radius_km or 0.0) <= places.WIDE_KM:
        return False
    feature = gazetteer().features.get(spot.position.feature_id)
    return feature is None or feature.kind not in _BOUNDED


#: What has an inside and an outside: the Paracels are not in the Spratlys.
_BOUNDED: Final = frozenset({"archipelago", "gulf", "bay"})


def may_be_in(wide: Spot, spot: Spot) -> bool:
    """Say whether a place may lie in a wider one; everything may lie in a sea."""
    if is_open(wide):
        return True
    one, two = wide.position, spot.position
    away = kilometres(one.lat or 0.0, one.lon or 0.0, two.lat or 0.0, two.lon or 0.0)
    return away < (one.radius_km or 0.0) + reach_km(spot) + _SLACK_KM


def reach_km(spot: Spot) -> float:
    """Return how far off a place may be by its words: north of Bintulu says nothing of how far."""
    position = spot.position
    vague = spot.sea and position.method in {"area", "feature"} and _is_ashore(position.feature_id)
    return max(position.radius_km or 0.0, _OFF_KM if vague else 0.0)


def _is_ashore(feature_id: str) -> bool:
    """Say whether a feature is a town or a coast, so that 'off' it leaves open how far."""
    feature = gazetteer().features.get(feature_id)
    return feature is not None and (is_land(feature) or not places.is_sea((feature_id,)))
