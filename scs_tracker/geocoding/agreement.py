"""Printed coordinates against the other words of their text: the distances, places and seas that it names.

The press prints degrees and minutes as a decimal (15,34 độ for 15 degrees and 34 minutes) and turns figures round. What
else the text says of the place shows it: a distance, a feature, a sea. Where two decimals of a degree disagree with it
and the same digits as minutes agree, they are minutes. Where nothing agrees, both are named and a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

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


@dataclass(frozen=True, slots=True)
class _Check:
    """What the words say of where the place is.

    Attributes
    ----------
    mention, one
        The words, and the place that they lead to.
    anchor
        What a distance counts from, else None.
    way
        What a direction without a distance leads from, else None.
    exact_km, loose_km
        A distance agrees if it is out by the first at most; a position contradicts the words if it is further from
        where they lead than the second.
    """

    mention: Mention
    one: Placed
    anchor: Spot | None
    exact_km: float
    loose_km: float
    way: Spot | None = None

    def deviation_km(self, lat: float, lon: float) -> float:
        """Return how far a position is from what the words say; on the side that they name it is nowhere out."""
        if self.way is not None and _is_that_way(self.way, self.mention, lat, lon):
            return 0.0
        if self.mention.bearing is not None or self.anchor is None:
            return kilometres(lat, lon, self.one.lat, self.one.lon)
        return self.distance_error_km(lat, lon)

    def distance_error_km(self, lat: float, lon: float) -> float:
        """Return by how much the distance that is given is out."""
        distance, anchor = self.mention.distance, self.anchor
        if distance is None or anchor is None:
            return 0.0
        shore = coasts()[anchor.coast].points if anchor.coast in coasts() else ()
        away = min(kilometres(lat, lon, *point) for point in shore or ((anchor.lat, anchor.lon),))
        if distance.mode == "within":
            return max(away - distance.high_km, 0.0)
        return max(distance.km - away, 0.0) if distance.mode == "over" else abs(away - distance.km)


def agreed(answer: Position, found: Sequence[Coordinates], mentions: Sequence[Mention], scene: Scene) -> Position:
    """Return the printed position if the other words agree, as minutes if only so they do, else both.

    Parameters
    ----------
    answer
        The position as printed.
    found
        All printed positions of the text, which are one.
    mentions
        The other places of the text that are not rejected.
    scene
        The text.
    """
    checks = [one for one in (_check(mention, scene) for mention in mentions) if one is not None]
    if not checks or answer.lat is None or answer.lon is None:
        return answer
    slack_km = answer.radius_km or 0.0
    missed = [(one, one.deviation_km(answer.lat, answer.lon)) for one in checks]
    read = _as_minutes(answer, found, checks, scene)
    if read is not None:
        return read
    if any(miss <= one.loose_km + slack_km for one, miss in missed):
        return answer
    exact = next((one for one in checks if one.anchor is not None and _agrees(one, answer)), None)
    if exact is not None:
        return replace(answer, reason=f"the direction in {_quoted(exact, scene)} is another one, the distance agrees")
    worst, _ = missed[0]
    away = kilometres(answer.lat, answer.lon, worst.one.lat, worst.one.lon)
    reason = (
        f"it prints {answer.matched_text} ({answer.lat:.3f}, {answer.lon:.3f}), but {_quoted(worst, scene)} is about "
        f"{worst.one.lat:.3f}, {worst.one.lon:.3f}, {away:.0f} km from there"
    )
    ids = tuple(dict.fromkeys(one.one.feature_id for one, _ in missed if one.one.feature_id))
    return Position("ambiguous", matched_text=answer.matched_text, alternatives=ids, reason=reason)


def _as_minutes(
    answer: Position, found: Sequence[Coordinates], checks: Sequence[_Check], scene: Scene
) -> Position | None:
    """Read two decimals of a degree as minutes where the distances of the text agree with that alone."""
    measured = [one for one in checks if one.anchor is not None]
    minutes = next((one.minutes for one in found if one.minutes is not None), None)
    if minutes is None or answer.lat is None or answer.lon is None:
        return None
    lat, lon, radius_km = minutes
    if any(
        one.distance_error_km(answer.lat, answer.lon) <= one.exact_km + (answer.radius_km or 0.0) for one in measured
    ):
        return None
    fitting = next((one for one in measured if one.distance_error_km(lat, lon) <= one.exact_km + radius_km), None)
    if fitting is None:
        return None
    note = f"its decimals are minutes: so it agrees with {_quoted(fitting, scene)}"
    if fitting.deviation_km(lat, lon) > fitting.loose_km:
        note = f"its decimals are minutes by the distance in {_quoted(fitting, scene)}; the direction is another one"
    return replace(answer, lat=lat, lon=lon, radius_km=radius_km, reason=note)


def _agrees(check: _Check, answer: Position) -> bool:
    """Say whether the distance of a check, not its direction, agrees with the printed position."""
    if answer.lat is None or answer.lon is None or check.mention.distance is None:
        return False
    within = check.mention.distance.mode == "at" and check.mention.distance.km > _OUT_KM
    return within and check.distance_error_km(answer.lat, answer.lon) <= _EXACT_KM + check.mention.distance.tolerance_km


def _quoted(check: _Check, scene: Scene) -> str:
    return f"'{scene.folded.source(check.mention.start, check.mention.end).strip()}'"


def _check(mention: Mention, scene: Scene) -> _Check | None:
    """Return what a mention says of the place, or None where it tells of something else or of too much."""
    if mention.kind != "name" or mention.segment or mention.second is not None or mention.relation not in _HERE:
        return None
    one = place(mention, scene)
    if not isinstance(one, Placed):
        return None
    if mention.distance is not None:
        return _measured(mention, one, scene)
    feature = scene.gazetteer.features.get(one.feature_id)
    # a rig in the group of a reef has been towed since
    reef = feature is not None and feature.group in SEA_GROUPS and feature.kind in place_kinds("at_sea")
    sea = feature is not None and feature.kind in place_kinds("water")
    group = feature is not None and feature.group in SEA_GROUPS and feature.kind == "archipelago"
    first = mention.start == 0 and not any("word" in one.kinds for one in scene.tokens)  # behind it a home port is told
    island = feature is not None and feature.kind in place_kinds("island") and first
    led = mention.relation in {"near", "off"} or mention.bearing is not None
    if not (reef or group or sea or island or led):
        return None  # a town or a province may only tell where somebody was from
    sided = mention.bearing is not None or mention.part_azimuth is not None
    beside_km = _BESIDE_KM if (reef or group) and not sided else max(_FAR_BESIDE_KM, one.radius_km / 2)
    here = spot(mention, scene) if sided else None
    way = here if isinstance(here, Spot) else None
    return _Check(mention, one, None, one.radius_km, one.radius_km + beside_km, way)


def _is_that_way(here: Spot, mention: Mention, lat: float, lon: float) -> bool:
    """Say whether a position lies within half a right angle of a direction, and not in another part of the sea."""
    azimuth = mention.bearing.azimuth if mention.bearing is not None else None
    azimuth = mention.part_azimuth if azimuth is None else azimuth
    turned, _, metres = geod().inv(here.lon, here.lat, lon, lat)
    return azimuth is not None and metres < _WAY_KM * 1000 and abs((turned - azimuth + 180) % 360 - 180) <= _HALF


def _measured(mention: Mention, one: Placed, scene: Scene) -> _Check | None:
    distance = mention.distance
    here = spot(mention, scene)
    if distance is None or not isinstance(here, Spot):
        return None
    open_km = distance.tolerance_km + (_COAST_GAP_KM if here.coast else here.extent_km / 2)
    loose_km = max(_OUT_KM, _OUT_PART * distance.km) + (open_km if mention.bearing is None else one.radius_km)
    return _Check(mention, one, here, open_km + _EXACT_KM, loose_km)
