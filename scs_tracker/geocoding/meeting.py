"""Two distances of one place: '85 nm off A and 180 nm from B' is where both curves meet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.arcs import around, at_distance, meeting
from scs_tracker.geocoding.choice import told
from scs_tracker.geocoding.coasts import coasts
from scs_tracker.geocoding.discs import covering
from scs_tracker.geocoding.numbers import has, is_sign
from scs_tracker.geocoding.place import Placed
from scs_tracker.geocoding.spots import Spot, Unplaced, spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention
    from scs_tracker.geocoding.spots import Scene
    from scs_tracker.geocoding.tokens import Token

    Found = tuple[Mention, Placed]
    Point = tuple[float, float]

#: What may stand between two distances of one place beside 'and' and a comma.
#: Points of a coast stand so far apart.
_COAST_GAP_KM: Final = 5.0
#: Nobody says from which part of a town a distance counts, and it is out by such a part of itself.
_OUT_PART: Final = 0.03
_TIES: Final = ("and", "at", "about", "over", "under", "lead", "from", "of", "coast", "off")


def met(best: Found, placed: Sequence[Found], scene: Scene) -> tuple[Found, Found, Placed | Unplaced] | None:
    """Return the chosen distance with the one that is tied to it, and where both hold; None where none is tied to it.

    Distances that nowhere hold together have no place, and the answer says so.
    """
    if len(placed) < 2 or sum(map(_leaves_open, placed)) < 2:
        return None
    for first, second in pairwise(told(placed, scene)):
        if best[1] is not first[1] and best[1] is not second[1]:
            continue
        if _leaves_open(first) and _leaves_open(second) and _tied(first[0], second[0], scene.tokens):
            return first, second, _where(first, second, scene)
    return None


def _leaves_open(found: Found) -> bool:
    """Say whether a distance leaves a curve open; off a town it is drawn as one point out to sea."""
    mention, place = found
    return place.curve != () or (place.method == "coast_distance" and mention.bearing is None and _is_exact(mention))


def _is_exact(mention: Mention) -> bool:
    return mention.distance is not None and mention.distance.mode == "at"


def _tied(before: Mention, after: Mention, tokens: Sequence[Token]) -> bool:
    if before.segment != after.segment or before.anchor is None or after.listed:
        return False
    between = [
        index
        for index in range(before.anchor.after, len(tokens))
        if tokens[index].start >= before.end and tokens[index].end <= after.start
    ]
    names = [index for index in between if has(tokens, index, "name")]  # the province of the first anchor
    ties = (any(kind in tokens[one].kinds for kind in _TIES) or is_sign(tokens, one, ",、") for one in between)
    return len(names) <= 1 and all(tie or one in names for tie, one in zip(ties, between, strict=True))


def _where(first: Found, second: Found, scene: Scene) -> Placed | Unplaced:
    drawn = [found for found in (first, second) if found[1].curve]
    met_by = _on_one(drawn[0], second if drawn[0] is first else first, scene) if len(drawn) == 1 else None
    points, slack_km = met_by or _all_round(first, second, scene) or _of_curves(first[1], second[1])
    if not points:
        return Unplaced("the two distances do not meet: nowhere do both hold")
    at_sea = _at_sea(points)
    lat, lon, radius_km = covering(at_sea or points, slack_km)
    one, other = first[1], second[1].feature_id
    if radius_km > one.radius_km:  # both sides of a small circle
        lat, lon, radius_km = one.lat, one.lon, one.radius_km
    others = (other,) if other and other != one.feature_id else ()
    note = "where both distances hold"
    curve = tuple(at_sea or points)
    return Placed(lat, lon, radius_km, one.method, one.feature_id, others, note, curve, slack_km)


def _on_one(drawn: Found, town: Found, scene: Scene) -> tuple[list[Point], float] | None:
    """Return the points of the only curve that lie at the other distance from a town."""
    side = _side(town, scene)
    if side is None:
        return None
    slack_km = drawn[1].slack_km + side[2]
    return at_distance(drawn[1].curve, side[0], side[1], slack_km), slack_km


def _of_curves(one: Placed, other: Placed) -> tuple[list[Point], float]:
    """Return where the curves of two places come together, one of which has a direction too."""
    if not (one.curve and other.curve):
        return [], 0.0
    slack_km = one.slack_km + other.slack_km
    return meeting(one.curve, other.curve, slack_km), slack_km


def _all_round(first: Found, second: Found, scene: Scene) -> tuple[list[Point], float] | None:
    """Return the points at one distance all round its anchor that lie at the other distance from the other anchor.

    None where a direction is named, or the distances are ranges.
    """
    sides = [side for side in (_side(found, scene) for found in (first, second)) if side is not None]
    if len(sides) < 2:
        return None
    one, other = sorted(sides, key=_reach)
    slack_km = one[2] + other[2]
    ring = around(one[0], one[1], max(slack_km / 2, 1.0))
    return at_distance(ring, other[0], other[1], slack_km), one[2]


def _side(found: Found, scene: Scene) -> tuple[Sequence[Point], float, float] | None:
    """Return the points that a distance counts from, the distance and how far it may be out, in kilometres."""
    mention, place = found
    here = spot(mention.anchor, scene) if mention.anchor is not None and mention.bearing is None else None
    distance = mention.distance
    if not isinstance(here, Spot) or distance is None or distance.mode == "within":
        return None
    shore = coasts()[here.coast].points if here.coast in coasts() else ((here.lat, here.lon),)
    slack_km = place.slack_km or distance.tolerance_km + here.extent_km + _OUT_PART * distance.km
    return shore, distance.km, slack_km + (_COAST_GAP_KM if here.coast else 0.0)


def _reach(side: tuple[Sequence[Point], float, float]) -> float:
    return side[1]


def _at_sea(points: Sequence[Point]) -> list[Point]:
    """Leave out the points on land: two circles round islands off a coast may meet ashore as well."""
    from scs_tracker.zones import zones_at

    ashore = zones_at([lon for _, lon in points], [lat for lat, _ in points]).holding("land")
    return [point for point, land in zip(points, ashore, strict=True) if not land]
