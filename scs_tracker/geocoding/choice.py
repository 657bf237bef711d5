"""Choose the location of an incident among the places of a text, by the rules in docs/methods-geocoding.md."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.anchors import is_light
from scs_tracker.geocoding.arcs import at_distance
from scs_tracker.geocoding.candidates import NEIGHBOUR_KM, kilometres
from scs_tracker.geocoding.coasts import coasts
from scs_tracker.geocoding.discs import covering
from scs_tracker.geocoding.placing import Placed, Spot, Unplaced, spot
from scs_tracker.geodata import place_kinds
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.candidates import Scene
    from scs_tracker.geocoding.records import Mention

    Found = tuple[Mention, Placed]
    Point = tuple[float, float]

_SMALLER: Final = 0.6
#: By so much in log odds the classifier is surer of a later place than of a bare one ashore that is named before it.
_SURER: Final = 0.5
#: A dateline has no more tokens than this behind its town.
_DATELINE: Final = 10
_WIDE_KM: Final = 100.0
#: How far outside the hinted feature words that give no distance and bearing may lead before the hint is preferred.
_ASTRAY_KM: Final = 50.0
#: A word of speaking stands so close behind the party that speaks: China's foreign ministry said.
_SPEAKS: Final = 5
#: A disc up to this radius around all places of a list says where they are.
_LIST_KM: Final = 250.0
#: Points of a coast stand so far apart, and a distance from a town is out by such a part of itself.
_COAST_GAP_KM: Final = 5.0
_OUT_PART: Final = 0.03
_TIES: Final = frozenset({"and", "at", "about", "over", "under", "from", "of", "off", "apart", "coast"})
#: Relations of places that somebody was not at, or only came from or was bound for.
_ELSEWHERE: Final = frozenset({"origin", "from", "toward", "back", "outside", "denied"})


def choose(placed: Sequence[Found], scene: Scene) -> Found:
    """Return the mention where the incident took place, and its position."""
    there = [one for one in placed if one[0].relation not in _ELSEWHERE and not _is_dateline(one[0], scene)]
    best = _first_or_sharper(there or placed, scene)
    hinted = [one for one in placed if one[1].feature_id in scene.hints.place]
    if hinted and all(one[1] is not best[1] for one in hinted):
        features = [scene.gazetteer.features[one] for one in scene.hints.place]
        distance = best[0].distance  # it counts from a place at the hint, and leads that far from it
        slack = best[1].radius_km + distance.km if distance is not None and best[0].bearing is not None else _ASTRAY_KM
        away = [kilometres(best[1].lat, best[1].lon, one.lat, one.lon) - one.radius_km for one in features]
        if min(away) > slack:
            return _first_or_sharper(hinted, scene)
    return best


def _is_dateline(one: Mention, scene: Scene) -> bool:
    """Return True if a place is a dateline, as in 'MANILA, May 3 (PNA) --' or 'Tam Ky:'."""
    ahead = scene.tokens[one.after : one.after + _DATELINE]
    ended = any(token.text in "-:" and "sign" in token.kinds for token in ahead)
    return one.first == 0 and not (one.relation or one.distance) and ended and "sign" in ahead[0].kinds


def _is_led(one: Mention) -> bool:
    """Return True if a mention has a relation, a distance, a direction or a zone."""
    return bool(one.relation or one.distance or one.bearing or one.zone)


def _first_or_sharper(placed: Sequence[Found], scene: Scene) -> Found:
    start = 0
    own, ashore = placed[0][0], scene.gazetteer.places.get(placed[0][1].feature_id)
    # a place ashore that nothing leads to or counts from: the fishermen of Masinloc
    if not _is_led(own) and ashore is not None and ashore.kind in place_kinds("holds_landmarks"):
        better = (
            at for at, (one, _) in enumerate(placed) if one.score > own.score + _SURER and one.segment == own.segment
        )
        start = next(better, 0)
    first = best = placed[start]
    for one in placed[start + 1 :]:
        if one[0].segment > first[0].segment and (
            first[1].radius_km <= _WIDE_KM or _is_account(first[0], one[0], scene)
        ):
            break
        if not (one[0].listed and not _is_wide(first)) and _is_sharper(one, first, best, scene):
            best = one
    return best


def _is_account(first: Mention, one: Mention, scene: Scene) -> bool:
    """Return True if a later clause gives a party's account of the location: '…; China says near the Paracels'."""
    clause = scene.tokens[first.after : one.first]
    parties = [at for at, token in enumerate(clause) if "country" in token.kinds or "adjective" in token.kinds]
    return any(
        any(token.kinds.get("attributed") == "behind" for token in clause[at + 1 : at + _SPEAKS])
        or (at > 0 and "attributed" in clause[at - 1].kinds and (at == 1 or "sign" in clause[at - 2].kinds))
        for at in parties
    )


def _is_wide(found: Found) -> bool:
    """Return True if a place is an area, or has a radius of at least 100 km, and has no stated distance."""
    return found[0].distance is None and (found[1].method == "area" or found[1].radius_km >= _WIDE_KM)


def _is_sharper(one: Found, first: Found, best: Found, scene: Scene) -> bool:
    """Return True if a later place lies in or off the first place and is more precise than the best one so far."""
    away = kilometres(one[1].lat, one[1].lon, first[1].lat, first[1].lon)
    wide, feature = _is_wide(first), scene.gazetteer.features.get(first[1].feature_id)
    whole = one[0].distance is not None and one[0].bearing is not None and wide
    # behind a province or a large island a reef far off it may be named
    land = wide and feature is not None and feature.kind in place_kinds("in_country")
    reach = first[1].radius_km + (one[1].radius_km if wide else 0.0) + NEIGHBOUR_KM * (whole or land)
    counted = scene.gazetteer.places.get(best[1].feature_id) if best[0].distance and not _is_led(one[0]) else None
    if counted and kilometres(counted.lat, counted.lon, one[1].lat, one[1].lon) <= one[1].radius_km * 2:
        return False  # 10 nm off Cabra, Lubang: it says where Cabra is
    if first[0].zone and best is first:
        return one[0].segment == first[0].segment and not one[0].zone
    if one[1].method == "area" and one[0].distance is None and one[0].bearing is None and not _is_wide(best):
        return False
    return away <= reach and (whole or one[1].radius_km < _SMALLER * best[1].radius_km)


def listed(best: Found, placed: Sequence[Found], scene: Scene) -> Placed | Position | None:
    """Return a circle around the listed places, or the places as alternatives; None if the chosen place is in no list.

    The result is also None if a hint names the chosen place; another place in the list that a hint names is returned.
    """
    at = next(number for number, one in enumerate(placed) if one[1] is best[1])
    chain = [best]
    either = False
    for one in placed[at + 1 :]:
        if not _follows(chain[-1][0], one[0], scene):
            break
        either |= one[0].either
        chain.append(one)
    names = {one.feature_id for _, one in chain}
    places = [one for _, one in chain]
    behind = scene.tokens[chain[-1][0].after : chain[-1][0].after + 1]  # and other features
    closed = len(names) > 1 and (chain[-1][0].listed or any("and" in token.kinds for token in behind))
    overlapping = any(  # as Zambales and a shoal off it may
        not one.method == two.method == "feature"
        and (not one.feature_id or one.feature_id != two.feature_id)
        and kilometres(one.lat, one.lon, two.lat, two.lon) <= max(one.radius_km, two.radius_km)
        for one, two in combinations(places, 2)
    )
    if not closed or best[1].feature_id in scene.hints.place or overlapping:
        return None
    hinted = [one for one in chain if one[1].feature_id in scene.hints.place]
    if hinted:
        return hinted[0][1]
    lat, lon, radius_km = covering([(one.lat, one.lon) for one in places], [one.radius_km for one in places])
    ids = tuple(dict.fromkeys(one.feature_id for one in places if one.feature_id))
    if radius_km <= _LIST_KM and not either:
        note = "the text names several places; the circle contains all of them"
        return Placed(lat, lon, radius_km, "area", ids[0] if ids else "", ids[1:], note)
    matched = scene.folded.source(chain[0][0].start, chain[-1][0].end).strip()
    named = [scene.gazetteer.features[one].name for one in ids]
    reason = f"the text names {' or '.join(named)}" if either else f"the text names several places: {', '.join(named)}"
    return Position("ambiguous", matched_text=matched, alternatives=ids, reason=reason)


def _follows(before: Mention, after: Mention, scene: Scene) -> bool:
    """Return True if two places belong to one list, with only commas, 'and' or 'or' between them."""
    if before.segment != after.segment or _ELSEWHERE & {before.relation, after.relation}:
        return False
    if before.second or after.second or before.distance != after.distance or before.bearing != after.bearing:
        return False
    last = max([before.after, *(one.after for one in before.regions)])
    gap = scene.tokens[last : after.first]
    ties = [token for token in gap if "and" in token.kinds or "or" in token.kinds or token.text in ",、&+"]
    return bool(ties) and all(token in ties or is_light([token], 0, 1) for token in gap)


def where_both_hold(
    best: Found, placed: Sequence[Found], scene: Scene
) -> tuple[Mention, Mention, Placed | Unplaced, tuple[str, ...]] | None:
    """Return where two stated distances intersect, as for '85 nm off A and 180 nm from B'; None if there is no pair.

    If the distances of a pair do not intersect, the result is ``Unplaced`` with that reason.
    """
    for first, second in pairwise(placed):
        if all(best[1] is not one[1] for one in (first, second)) or not _are_tied(first[0], second[0], scene):
            continue
        drawn, other = sorted((first, second), key=lambda one: one[0].distance.km if one[0].distance else 0.0)
        side = _side(other, scene)
        if side is None or _side(drawn, scene) is None or not drawn[1].curve:
            continue
        step_km = max(kilometres(*one, *two) for one, two in pairwise(drawn[1].curve)) / 2
        slack_km = drawn[1].slack_km + side[2] + step_km
        points = at_distance(drawn[1].curve, side[0], side[1], slack_km)
        ids = tuple(each.feature_id for each in (first[1], second[1]) if each.feature_id)
        found: Placed | Unplaced = Unplaced("no location is at both distances; check them in the source")
        if points:
            at_sea = _at_sea(points) or points
            lat, lon, radius_km = covering(at_sea, drawn[1].slack_km + step_km)
            found = first[1]._replace(others=ids[1:], note="where both distances intersect", curve=tuple(at_sea))
            if radius_km < first[1].radius_km:  # else both sides of a small circle
                found = found._replace(lat=lat, lon=lon, radius_km=radius_km)
        return first[0], second[0], found, ids
    return None


def _side(found: Found, scene: Scene) -> tuple[Sequence[Point], float, float] | None:
    """Return the points that a distance is measured from, the distance and its tolerance, or None if inexact."""
    one, placed = found
    here = spot(one, scene)
    exact = one.distance is not None and one.distance.mode != "within" and one.bearing is None and one.second is None
    if not exact or one.distance is None or not isinstance(here, Spot):
        return None
    shore = coasts()[here.coast].points if here.coast in coasts() else ((here.lat, here.lon),)
    slack_km = placed.slack_km or one.distance.tolerance_km + here.extent_km + _OUT_PART * one.distance.km
    return shore, one.distance.km, slack_km + (_COAST_GAP_KM if here.coast else 0.0)


def _are_tied(first: Mention, second: Mention, scene: Scene) -> bool:
    """Return True if only commas, 'and' or function words are between two distances."""
    last = max([first.after, *(one.after for one in first.regions)])
    gap = [
        token for token in scene.tokens[last : second.first] if first.end <= token.start and token.end <= second.start
    ]
    return all(token.text in ",、;" or not _TIES.isdisjoint(token.kinds) or is_light([token], 0, 1) for token in gap)


def _at_sea(points: Sequence[Point]) -> list[Point]:
    """Return the points that are not on land, since distances from two islands may also intersect on land."""
    from scs_tracker.zones import zones_at

    ashore = zones_at([lon for _, lon in points], [lat for lat, _ in points]).holding("land")
    return [point for point, land in zip(points, ashore, strict=True) if not land]
