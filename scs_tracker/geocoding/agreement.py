"""Compare printed coordinates with the distances, places and seas named in the same text.

Newspapers sometimes print degrees and minutes as a decimal (15,34 độ for 15 degrees and 34 minutes) or transpose
digits. If two decimals of a degree contradict a stated distance but agree with it as minutes, they are read as minutes.
If neither reading agrees, the result is ambiguous and a reviewer decides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding.candidates import geod, kilometres
from scs_tracker.geocoding.coasts import coasts
from scs_tracker.geocoding.names import SEA_GROUPS
from scs_tracker.geocoding.placing import Placed, Spot, place, spot
from scs_tracker.geodata import place_kinds
from scs_tracker.model import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.candidates import Scene
    from scs_tracker.geocoding.records import Coordinates, Mention

#: Reports name a reef for what is up to so far outside it; a sea, a coast or a side for what is further.
_BESIDE_KM: Final = 100.0
_FAR_BESIDE_KM: Final = 300.0
#: A distance that is given is not out by more than this, in kilometres or as a part of it.
_OUT_KM: Final = 30.0
_OUT_PART: Final = 0.2
#: Points of a coast stand so far apart.
_COAST_GAP_KM: Final = 10.0
#: Beyond what its rounding leaves open a distance that agrees is out by no more than this.
_EXACT_KM: Final = 1.0
#: So far at most something is said to be south of a place, and within so many degrees of it.
_WAY_KM: Final = 600.0
_HALF: Final = 45.0
_HERE: Final = frozenset({"", "near", "off", "at"})


class _Check(NamedTuple):
    """The location that a place mention gives, with the tolerances for comparing printed coordinates with it.

    A distance agrees if its error is at most ``exact_km``; a point farther than ``loose_km`` contradicts the text.
    """

    mention: Mention
    one: Placed
    here: Spot | None
    exact_km: float
    loose_km: float

    def deviation_km(self, lat: float, lon: float) -> float:
        """Return how far (km) a point is from the mentioned location or distance; 0 if it is on the stated side."""
        if self.mention.distance is None and self.here is not None and _is_that_way(self.here, self.mention, lat, lon):
            return 0.0
        if self.mention.bearing is not None or self.mention.distance is None:
            return kilometres(lat, lon, self.one.lat, self.one.lon)
        return self.distance_error_km(lat, lon)

    def distance_error_km(self, lat: float, lon: float) -> float:
        """Return the error (km) of the stated distance if measured to a point, or infinity if none is stated."""
        distance, here = self.mention.distance, self.here
        if distance is None or here is None:
            return float("inf")
        shore = coasts()[here.coast].points if here.coast in coasts() else ()
        away = min(kilometres(lat, lon, *point) for point in shore or ((here.lat, here.lon),))
        if distance.mode == "within":
            return max(away - distance.high_km, 0.0)
        return max(distance.km - away, 0.0) if distance.mode == "over" else abs(away - distance.km)


def agreed(answer: Position, found: Sequence[Coordinates], mentions: Sequence[Mention], scene: Scene) -> Position:
    """Return the printed position, read as degrees and minutes if only that fits the text, or an ambiguous one."""
    checks = [one for one in (_check(mention, scene) for mention in mentions) if one is not None]
    if not checks or answer.lat is None or answer.lon is None:
        return answer
    lat, lon, slack_km = answer.lat, answer.lon, answer.radius_km or 0.0
    exact = [one for one in checks if one.distance_error_km(lat, lon) <= one.exact_km + slack_km]
    minutes = next((one.minutes for one in found if one.minutes is not None), None)
    if minutes is not None and not exact:
        fitting = [one for one in checks if one.distance_error_km(*minutes[:2]) <= one.exact_km + minutes[2]]
        if fitting:
            note = f"the decimals were read as minutes, which agrees with {_quoted(fitting[0], scene)}"
            return replace(answer, lat=minutes[0], lon=minutes[1], radius_km=minutes[2], reason=note)
    if any(one.deviation_km(lat, lon) <= one.loose_km + slack_km for one in checks):
        return answer
    long = [one for one in exact if one.mention.distance is not None and one.mention.distance.km > _OUT_KM]
    if long:
        return replace(answer, reason=f"the direction in {_quoted(long[0], scene)} differs, but the distance agrees")
    worst = checks[0].one
    away = kilometres(lat, lon, worst.lat, worst.lon)
    reason = (
        f"the text prints {answer.matched_text} ({lat:.3f}, {lon:.3f}), but {_quoted(checks[0], scene)} is about "
        f"{worst.lat:.3f}, {worst.lon:.3f}, {away:.0f} km from there"
    )
    ids = tuple(dict.fromkeys(one.one.feature_id for one in checks if one.one.feature_id))
    return Position("ambiguous", matched_text=answer.matched_text, alternatives=ids, reason=reason)


def _quoted(check: _Check, scene: Scene) -> str:
    return f"'{scene.folded.source(check.mention.start, check.mention.end).strip()}'"


def _check(mention: Mention, scene: Scene) -> _Check | None:
    """Return the location that a mention gives, or None if it is too vague to check coordinates against."""
    if mention.kind != "name" or mention.segment or mention.second is not None or mention.relation not in _HERE:
        return None
    one, here = place(mention, scene), spot(mention, scene)
    if not isinstance(one, Placed) or not isinstance(here, Spot):
        return None
    distance, sided = mention.distance, mention.bearing is not None or mention.part_azimuth is not None
    if distance is not None:
        open_km = distance.tolerance_km + (_COAST_GAP_KM if here.coast else here.extent_km / 2)
        loose_km = max(_OUT_KM, _OUT_PART * distance.km) + (open_km if mention.bearing is None else one.radius_km)
        return _Check(mention, one, here, open_km + _EXACT_KM, loose_km)
    feature = here.feature
    kind, group = (feature.kind, feature.group) if feature is not None else ("", "")
    # a rig in the group of a reef has been towed since
    reef = group in SEA_GROUPS and (kind in place_kinds("at_sea") or kind == "archipelago")
    first = mention.start == 0 and not any("word" in token.kinds for token in scene.tokens)  # else a home port is told
    led = mention.relation in {"near", "off"} or mention.bearing is not None
    if not (reef or kind in place_kinds("water") or (first and kind in place_kinds("island")) or led):
        return None  # a town or a province may only tell where somebody was from
    beside_km = _BESIDE_KM if reef and not sided else max(_FAR_BESIDE_KM, one.radius_km / 2)
    return _Check(mention, one, here if sided else None, one.radius_km, one.radius_km + beside_km)


def _is_that_way(here: Spot, mention: Mention, lat: float, lon: float) -> bool:
    """Return True if a point is within 600 km of a place and within 45 degrees of the direction from it."""
    azimuth = mention.bearing.azimuth if mention.bearing is not None else mention.part_azimuth
    turned, _, metres = geod().inv(here.lon, here.lat, lon, lat)
    return azimuth is not None and metres < _WAY_KM * 1000 and abs((turned - azimuth + 180) % 360 - 180) <= _HALF
