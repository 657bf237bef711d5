"""Two distances of one place: '85 nm off A and 180 nm from B' is where both curves meet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding.arcs import meeting
from scs_tracker.geocoding.discs import covering
from scs_tracker.geocoding.numbers import is_sign
from scs_tracker.geocoding.place import Placed
from scs_tracker.geocoding.spots import Unplaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Mention
    from scs_tracker.geocoding.spots import Scene
    from scs_tracker.geocoding.tokens import Token

    Found = tuple[Mention, Placed]

#: What may stand between two distances of one place beside 'and' and a comma.
_TIES: Final = ("and", "about", "over", "under", "lead", "from", "of", "coast", "off")


def met(best: Found, placed: Sequence[Found], scene: Scene) -> tuple[Found, Found, Placed | Unplaced] | None:
    """Return the chosen distance with the one that is tied to it, and where both hold; None where none is tied to it.

    Distances that nowhere hold together have no place, and the answer says so.
    """
    for first, second in pairwise(placed):
        if best[1] is not first[1] and best[1] is not second[1]:
            continue
        if first[1].curve and second[1].curve and _tied(first[0], second[0], scene.tokens):
            return first, second, _where(first[1], second[1])
    return None


def _tied(before: Mention, after: Mention, tokens: Sequence[Token]) -> bool:
    if before.segment != after.segment or before.anchor is None or after.listed:
        return False
    between = [
        index
        for index in range(before.anchor.after, len(tokens))
        if tokens[index].start >= before.end and tokens[index].end <= after.start
    ]
    return all(any(kind in tokens[index].kinds for kind in _TIES) or is_sign(tokens, index, ",、") for index in between)


def _where(first: Placed, second: Placed) -> Placed | Unplaced:
    slack_km = first.slack_km + second.slack_km
    points = meeting(first.curve, second.curve, slack_km)
    if not points:
        return Unplaced("the two distances do not meet: nowhere do both hold")
    lat, lon, radius_km = covering(points, slack_km)
    others = tuple(one for one in (second.feature_id,) if one and one != first.feature_id)
    return Placed(
        lat,
        lon,
        radius_km,
        first.method,
        first.feature_id,
        others,
        "where both distances hold",
        tuple(points),
        slack_km,
    )
