"""Decide which of several places a name refers to.

Larger places next to the name come first, then the clues in docs/methods-geocoding.md ("Shared names").
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding.normalise import fold
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyproj import Geod

    from scs_tracker.geocoding.names import Feature, Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.records import Mention
    from scs_tracker.geocoding.tokeniser import Token

#: A place in the text speaks for a candidate within this distance, if no other candidate is within it.
NEIGHBOUR_KM: Final = 250.0
#: So near to a name that alone settles nothing another place, or a near point, speaks for it.
_SUPPORT_KM: Final = 100.0
#: So far from the edge of a region its places may lie.
_REGION_KM: Final = 50.0
#: So many places of one text are enough to settle what its other names mean.
_MOST_PLACES: Final = 24


class Hints(NamedTuple):
    """Hints that the caller gives with a text: features, a nearby point, and the countries of the actors."""

    place: tuple[str, ...] = ()  # features that the hint names
    near: tuple[float, float] | None = None  # latitude and longitude that the place is near to
    countries: frozenset[str] = frozenset()  # ISO 3166-1 alpha-2 codes of who was there


class Scene(NamedTuple):
    """The context of a mention: the text, its tokens, its unambiguous places, the hints and the gazetteer."""

    folded: Folded
    tokens: Sequence[Token]
    others: Sequence[Feature]
    hints: Hints
    gazetteer: Gazetteer


@functools.cache
def geod() -> Geod:
    """Return the WGS 84 ellipsoid, used for geodesic distances and bearings."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the geodesic distance between two points on WGS 84, in kilometres."""
    return float(geod().inv(lon, lat, other_lon, other_lat)[2]) / 1000.0


def apart(points: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> list[float]:
    """Return the geodesic distance (km) between the points at each index of two sequences (latitude, longitude)."""
    lats, lons = zip(*points, strict=True)
    other_lats, other_lons = zip(*others, strict=True)
    metres: list[float] = geod().inv(lons, lats, other_lons, other_lats)[2]
    return [each / 1000.0 for each in metres]


def _away(one: Feature, two: Feature) -> float:
    return kilometres(one.lat, one.lon, two.lat, two.lon)


def holds(larger: Feature, smaller: Feature) -> bool:
    """Return True if one place is more than twice as large as another and contains or adjoins it."""
    if larger.radius_km <= 2 * smaller.radius_km or larger.id == smaller.id:
        return False
    beyond = _REGION_KM + larger.radius_km if larger.kind in {"province", "island"} else smaller.radius_km + _REGION_KM
    return _away(larger, smaller) <= larger.radius_km + beyond


def named(one: Mention, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the ids of the places that the names of a mention share, limited to the regions that locate it."""
    if len(one.names) == 1 and not one.regions:
        return one.names[0].features
    ids = dict.fromkeys(one.names[0].features) if one.names else {}
    for name in one.names[1:]:
        shared = {each: None for each in ids if each in name.features}
        ids = shared or ids
    places = [gazetteer.places[each] for each in ids]
    for region in one.regions:
        around = [gazetteer.places[each] for name in region.names for each in name.features]
        provinces = {each.name for each in around} | ({region.country} if region.kind == "region" else set())
        inside = [each for each in places if each.province and each.province in provinces]
        inside = inside or [each for each in places if _is_in(each, region, around)]
        contradicts = all(each.kind in geodata.place_kinds("in_country") for each in places)
        contradicts &= bool(around) and around[0].kind == "province"
        contradicts |= region.kind == "elsewhere"
        if inside or contradicts or not all(name.is_settled() for name in one.names):
            places = inside
    return tuple(each.id for each in places)


def _is_in(place: Feature, region: Mention, around: Sequence[Feature]) -> bool:
    if region.kind == "country":
        return place.country in {region.country, ""}
    if region.kind == "region":
        return place.province == region.country
    return region.kind != "elsewhere" and any(place.province == each.name or holds(each, place) for each in around)


def decide(one: Mention, scene: Scene) -> tuple[str, ...]:
    """Return the ids of the places that a mention may refer to, given its context; empty if none is left."""
    key = scene.tokens[one.first].text
    ids = named(one, scene.gazetteer)
    cued = _cued_by(key, scene.folded.text, ids)
    if cued is not None:
        return (cued,) if cued else ()
    if len(ids) < 2:
        return ids
    features = [scene.gazetteer.places[each] for each in ids]
    beside = _beside(features, scene.others)
    hinted = tuple(one.id for one in features if one.id in scene.hints.place)
    if len(hinted) != 1:
        hinted = _beside(features, [scene.gazetteer.features[one] for one in scene.hints.place])
    for chosen in (beside, hinted, _near(features, scene.hints)):
        if len(chosen) == 1:
            return chosen
    claimants = scene.hints.countries & _claimants()
    allowed = {each.id: _workplaces().get(each.group, claimants) for each in features}
    possible = tuple(each for each, countries in allowed.items() if claimants <= countries)
    return possible if len(possible) == 1 else beside or ids


def is_supported(feature: Feature, scene: Scene) -> bool:
    """Return True if a hint or another place in the text supports reading a name as this feature."""
    hints = scene.hints
    if feature.id in hints.place:
        return True
    for other in (*scene.others, *(scene.gazetteer.features[each] for each in hints.place)):
        akin = feature.group == other.group and feature.group not in {"", "other", "town"}
        if other.id != feature.id and (akin or _away(feature, other) < max(_SUPPORT_KM, other.radius_km)):
            return True
    return hints.near is not None and kilometres(feature.lat, feature.lon, *hints.near) < NEIGHBOUR_KM


def _cued_by(key: str, text: str, candidates: Sequence[str]) -> str | None:
    """Return the only candidate with a cue in the text, '' if the cue means another place, or None if none decides."""
    rows = _cues().get(key)
    if rows is None:
        return None
    found = {row[0] for row in rows if (not row[0] or row[0] in candidates) and row[1].search(text)}
    return found.pop() if len(found) == 1 else None


@geodata.cached
def _cues() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in geodata.rows("contexts"):
        words = [re.escape(fold(word).text.strip()) for word in row["cues"].split(";")]
        pattern = re.compile("|".join(rf"(?<![a-z]){word}(?![a-z])" for word in words if word))
        for name in row["name"].split(";"):
            table.setdefault(fold(name).text.strip(), []).append((row["feature_id"], pattern))
    return table


def _beside(features: Sequence[Feature], others: Sequence[Feature]) -> tuple[str, ...]:
    """Return the candidates in the group of another place of the text or close to it, or else those near one."""
    akin, near = set(), set()
    for feature in features:
        for other in others:
            if other.id == feature.id or other.kind == "sea":
                continue
            away = _away(feature, other)
            same_group = feature.group == other.group and feature.group not in {"", "other", "town"}
            if same_group or away < NEIGHBOUR_KM / 2:
                akin.add(feature.id)
            elif away < max(other.radius_km, NEIGHBOUR_KM if other.kind != "province" else 0.0):
                near.add(feature.id)
    found = akin or near
    return tuple(one.id for one in features if one.id in found)


def _near(features: Sequence[Feature], hints: Hints) -> tuple[str, ...]:
    """Return the candidate near the hinted point if it is clearly nearer than the others, or an empty tuple."""
    if hints.near is None:
        return ()
    ranked = sorted((kilometres(one.lat, one.lon, *hints.near) - one.radius_km, one.id) for one in features)
    first = ranked[0][0]
    if first > NEIGHBOUR_KM or (len(ranked) > 1 and ranked[1][0] < 1.5 * max(first, 0.0) + 20.0):
        return ()
    return (ranked[0][1],)


@geodata.cached
def _workplaces() -> dict[str, frozenset[str]]:
    """Return the countries whose services operate in each group of features."""
    return {row["group"]: frozenset(split_list(row["countries"])) for row in geodata.rows("groups")}


@geodata.cached
def _claimants() -> frozenset[str]:
    return frozenset(row["country"] for row in geodata.rows("countries") if row["claimant"])


def undoubted(mentions: Iterable[Mention], gazetteer: Gazetteer) -> list[Feature]:
    """Return the places that a text names unambiguously, used to resolve its ambiguous names.

    Two partial names from one group of features confirm each other, as in 'at Mischief and Subi'.
    """
    found: dict[str, Feature] = {}
    halves: dict[str, Feature] = {}
    for one in mentions:
        for each in (one, *([one.second] if one.second is not None else ()), *one.regions):
            ids = named(each, gazetteer) if each.names else ()
            if len(ids) != 1:
                continue
            feature = gazetteer.places[ids[0]]
            if any(name.is_settled() for name in each.names):
                found[feature.id] = feature
            elif each.names[0].quality == "part":
                halves[feature.id] = feature
    parts = list(halves.values())[:_MOST_PLACES]
    together = [one for one in parts if any(two.group == one.group and two.id != one.id for two in parts)]
    found |= {one.id: one for one in together}
    return list(found.values())[:_MOST_PLACES]
