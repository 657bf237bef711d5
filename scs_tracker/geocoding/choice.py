"""Which of several places of one text is the one where it happened.

1. The words of the row's own account come before somebody's account of it ('China says …'), and both before a place
   that someone was only on the way to.
2. Of the rest the first counts, unless a later one of the same sentence says more: it is smaller by far and lies
   inside the disc of the first, or touches it where that is a stretch of water or land; or the first is such a stretch,
   and the later one a point that agrees with it; or it is a zone or a province, and the next words say where in it. A
   later sentence counts only where the first leaves more than 100 km open.
3. The second of a list ('near A and B') is an alternative. A place that only tells where the first one's anchor lies
   ('54 nm off Capones Island, Zambales', '120 nm off Dai Lanh cape in Phu Yen') is no place of its own.
4. A hint decides where the words lead away from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.context import NEIGHBOUR_KM, kilometres
from scs_tracker.geocoding.numbers import is_sign
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention
    from scs_tracker.geocoding.names import Feature, Gazetteer
    from scs_tracker.geocoding.place import Placed
    from scs_tracker.geocoding.spots import Scene
    from scs_tracker.geocoding.tokens import Token

_SMALLER: Final = 0.6
_WIDE_KM: Final = 100.0
#: How far a town may be from a cape, say, that is in its country.
_COUNTRY_KM: Final = 100.0
#: So many words at most stand between a zone and the place in it that the same phrase names.
_NEXT: Final = 3
#: So many characters at most stand between a sea and the distance that places something in it.
_TIED: Final = 12
#: An island this large is named as a province is: Palawan, Puerto Princesa.
_LARGE_KM: Final = 50.0
#: A dateline has no more tokens than this behind its town: , May 3 (PNA) --
_DATELINE: Final = 10
#: An island off a large one or off a province lies within so many of its radii.
_REACH: Final = 2.5
#: How far outside the hinted feature words that give no distance and bearing may lead before the hint is preferred.
_ASTRAY_KM: Final = 50.0


def choose(placed: Sequence[tuple[Mention, Placed]], scene: Scene) -> tuple[Mention, Placed]:
    """Return the mention to take, with its position.

    Parameters
    ----------
    placed
        All mentions that have a position, in the order of the text; at least one.
    scene
        The text around them, with the hints.
    """
    if len(placed) == 1:
        return placed[0]
    best = _choose(told(placed, scene))
    hinted = [one for one in placed if one[1].feature_id in scene.hints.place]
    if hinted and all(one[1] is not best[1] for one in hinted):
        features = [scene.gazetteer.features[one] for one in scene.hints.place]
        distance = best[0].distance  # it counts from a place at the hint, and leads that far from it
        slack = best[1].radius_km + distance.km if distance is not None and best[0].bearing is not None else _ASTRAY_KM
        away = [kilometres(best[1].lat, best[1].lon, one.lat, one.lon) - one.radius_km for one in features]
        if min(away) > slack:
            return _choose(hinted)
    return best


def dated(mentions: list[Mention], tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Mention]:
    """Take a town at the head of a report for where it was written: MANILA, May 3 (PNA) --, or Tam Ky.

    It counts only where the report names no other place.
    """
    head = mentions[0] if len(mentions) > 1 else None
    if head is None or head.anchor is None or head.anchor.name is None or head.form != "place" or head.relation:
        return mentions
    after = head.anchor.after
    town = gazetteer.features[head.anchor.name.features[0]].kind in place_kinds("coast_town")
    ended = (is_sign(tokens, one, "-:") for one in range(after, min(after + _DATELINE, len(tokens) - 1)))
    if head.anchor.first or not town or not is_sign(tokens, after, ",(-:") or not any(ended):
        return mentions
    return [head._replace(attributed=True), *mentions[1:]]


def told(placed: Sequence[tuple[Mention, Placed]], scene: Scene) -> list[tuple[Mention, Placed]]:
    """Leave out the places that only say where the anchor before them lies."""
    kept: list[tuple[Mention, Placed]] = []
    for mention, one in placed:
        before = kept[-1] if kept else None
        feature = scene.gazetteer.features.get(one.feature_id)
        anchor = scene.gazetteer.features.get(before[1].feature_id) if before else None
        if before and _is_told_by(before[0], mention, scene) and not _is_sea(feature):
            kept.pop()
            before = None
        if before and feature and anchor and mention.form == "place" and before[0].form == "offset":
            apart = kilometres(feature.lat, feature.lon, anchor.lat, anchor.lon)
            if feature.id == anchor.id or (mention.relation == "" and apart <= feature.radius_km + 5.0):
                continue
            ashore = feature.kind in place_kinds("in_country") or (
                feature.radius_km >= _LARGE_KM and not _is_sea(feature)
            )
            if _is_country_of(before[0], mention) and ashore and apart <= max(_COUNTRY_KM, _REACH * feature.radius_km):
                continue
        kept.append((mention, one))
    return kept


def _is_sea(feature: Feature | None) -> bool:
    return feature is not None and feature.kind in place_kinds("water")


def _is_told_by(before: Mention, mention: Mention, scene: Scene) -> bool:
    """Say whether the place before only tells where this one lies: 距巴拉望约130公里的半月礁."""
    text = scene.folded.text
    tied = text[mention.start - 1 : mention.start] == "的" and not text[before.end : mention.start].strip("的")
    return before.distance is not None and mention.form == "place" and tied


def _is_country_of(before: Mention, mention: Mention) -> bool:
    """Say whether a name stands right behind an anchor with 'in': 120 nautical miles off Dai Lanh cape in Phu Yen."""
    if before.distance is None or mention.relation != "at" or not (before.anchor and mention.anchor):
        return False
    return 0 <= mention.anchor.first - before.anchor.after <= _NEXT


def _rank(mention: Mention) -> int:
    """Return how little a mention says about where it happened: 0 most."""
    return 2 if mention.relation in {"toward", "back"} else 1 if mention.attributed else 0


def _is_zone_of(zone: Mention, mention: Mention) -> bool:
    """Say whether a zone only tells whose waters the next words place: China's territorial waters off A."""
    if zone.form != "zone" or mention.relation not in {"", "near", "off", "at"} or not (zone.anchor and mention.anchor):
        return False
    return 0 <= mention.anchor.first - zone.anchor.after <= _NEXT


def _is_part_of(first: tuple[Mention, Placed], later: tuple[Mention, Placed], apart_km: float) -> bool:
    """Say whether a province or a sea is only named before what lies in it or off it: Zambales, Scarborough Shoal."""
    (before, area), (mention, one) = first, later
    wide = area.method == "area" or (before.distance is None and area.radius_km >= _LARGE_KM)
    if not wide or not (before.anchor and mention.anchor) or not before.form == mention.form == "place":
        return False
    sharper = one.method == "feature" and one.radius_km < area.radius_km
    beside = sharper and mention.relation == "near" and before.relation in {"", "near", "at"}
    if not beside and (before.relation or mention.relation):
        return False
    gap = mention.anchor.first - before.anchor.after
    return 0 <= gap <= (_NEXT if beside else 1) and apart_km <= area.radius_km + NEIGHBOUR_KM


def _is_measured_in(first: tuple[Mention, Placed], later: tuple[Mention, Placed], apart_km: float) -> bool:
    """Say whether a sea or a group is only named before a distance and a bearing: ở Trường Sa, cách A 240 hải lý."""
    (before, area), (mention, one) = first, later
    whole = mention.distance is not None and mention.bearing is not None and not mention.attributed
    adjoins = mention.start == before.end  # 汕头石碑山角以南约30海里
    wide = before.form == "place" and before.bearing is None and (area.radius_km >= _WIDE_KM or adjoins)
    gap = mention.start - before.end
    return whole and wide and 0 <= gap <= _TIED and apart_km <= area.radius_km + one.radius_km + NEIGHBOUR_KM


def _choose(placed: Sequence[tuple[Mention, Placed]]) -> tuple[Mention, Placed]:
    top = min(_rank(mention) for mention, _ in placed)
    ranked = [one for one in placed if _rank(one[0]) == top]
    first = best = ranked[0]
    for mention, one in ranked[1:]:
        if mention.listed:
            continue
        if mention.segment > first[0].segment and first[1].radius_km <= _WIDE_KM:
            break
        apart = kilometres(one.lat, one.lon, first[1].lat, first[1].lon)
        reach = first[1].radius_km + (one.radius_km if first[1].method == "area" else 0.0)
        inside = apart <= reach and one.radius_km < _SMALLER * best[1].radius_km
        sharper = (
            best[1].method == "area" and one.method in {"offset", "between", "feature", "coast_distance"}
            and mention.bearing is not None and apart <= first[1].radius_km + one.radius_km
        )  # fmt: skip
        if (
            inside
            or sharper
            or _is_measured_in(first, (mention, one), apart)
            or _is_zone_of(first[0], mention)
            or _is_part_of(first, (mention, one), apart)
        ):
            best = (mention, one)
    return best
