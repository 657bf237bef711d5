"""Compute the position and the uncertainty radius of each place mention."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding import radius
from scs_tracker.geocoding.arcs import arc, circle, sector
from scs_tracker.geocoding.candidates import apart, decide, geod, is_supported, kilometres
from scs_tracker.geocoding.classifier import is_alone
from scs_tracker.geocoding.coasts import SEA_MIDDLE, coasts, is_land, middle, offshore
from scs_tracker.geocoding.discs import zone_disc
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.names import SEA_GROUPS, plain
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.candidates import Scene
    from scs_tracker.geocoding.names import Feature
    from scs_tracker.geocoding.records import Bearing, Distance, Mention

#: A feature larger than this is a sea of its own: 'north of it' reaches as far as it is wide.
_LARGE_KM: Final = 50.0
#: Further off than this, a town's own waters are not all that may be meant.
_OWN_WATERS_KM: Final = 100.0
#: So much of the extent of a sea its north or its east leaves open around a point halfway out.
_SIDE_OF: Final = 0.75
#: From a sea that reaches further than this no distance counts.
_SEA_KM: Final = 300.0
#: The half-width in degrees of a side of a coast that is named without a distance: northern Palawan.
_SIDE: Final = 45.0
#: A town whose open water lies so many degrees off the way to the middle of this sea faces another one.
_TURNED_AWAY: Final = 120.0
#: Features of one full name are one place if they lie this near to their middle.
_TOGETHER_KM: Final = 5.0
#: The mouth of a gulf lies at its rim, which is as much further from its middle; an editorial estimate.
_TO_MOUTH: Final = 1.5
#: How far a point given next to the words may be off.
ROUGHLY_KM: Final = 10.0
_NAUTICAL: Final = "1852"
#: So far from a town a point at sea is no place on land that is told roughly.
_FAR_KM: Final = 50.0
#: How much the classifier has to be sure of a name that alone settles nothing.
SURE: Final = 1.5


class Unplaced(NamedTuple):
    """A mention without a position: the reason, and the features that it may mean."""

    reason: str
    alternatives: tuple[str, ...] = ()


class Spot(NamedTuple):
    """The place that an anchor refers to: its point, its extent and, if any, its coast."""

    lat: float  # decimal degrees, WGS 84
    lon: float
    extent_km: float  # how far it extends around that point
    feature: Feature | None  # None for a country and for printed coordinates
    others: tuple[str, ...] = ()  # further features that are meant as well
    coast: str = ""  # key of coasts.csv where distances count from its coast, or an empty string


class Placed(NamedTuple):
    """The position of a mention, with its uncertainty radius and how it was found."""

    lat: float  # decimal degrees, WGS 84
    lon: float
    radius_km: float  # radius of the disc that holds the place
    method: str  # one of ``model.METHODS``
    feature_id: str = ""  # what it was found by; empty for coordinates, countries and towns
    others: tuple[str, ...] = ()  # further features that the mention means or may mean
    note: str = ""  # what was assumed, in words
    #: Latitude and longitude of the points that the words leave open, where they are a curve
    curve: tuple[tuple[float, float], ...] = ()
    slack_km: float = 0.0  # how far off the curve the place may lie, by the rounding of its distance


def country_name(code: str) -> str:
    """Return the name of a country with its article, or its code if countries.csv does not have it."""
    return next((row["name"] for row in geodata.rows("countries") if row["country"] == code), code)


def forward(lat: float, lon: float, azimuth: float, distance_km: float) -> tuple[float, float]:
    """Return the point at a given azimuth (degrees) and geodesic distance (km) from another point."""
    east, north, _ = geod().fwd(lon, lat, azimuth, distance_km * 1000.0)
    return float(north), float(east)


def place(one: Mention, scene: Scene) -> Placed | Unplaced:
    """Return the position of a mention, or the reason why it has none."""
    if one.zone and one.kind == "country":
        return _zone(one.country, one.zone)
    here = spot(one, scene)
    if isinstance(here, Unplaced):
        return here
    if one.second is not None:
        return _line(one, here, scene)
    unfit = _unfit(one, here, scene)
    found = _at_sea(one, here, scene) if not unfit or here.coast else None
    if found is None and unfit:
        return Unplaced(unfit)
    name = here.feature.name if here.feature is not None else _written(one, scene)
    if found is None and here.feature is not None and one.distance is None and one.bearing is None:
        found = _feature(one, here, here.feature)
    return found or offset(one.distance, one.bearing, here, name)


def spot(one: Mention, scene: Scene) -> Spot | Unplaced:
    """Return the one place that an anchor refers to, or the reason why it cannot be determined."""
    written = _written(one, scene)
    reasons = {
        "elsewhere": f"'{written}' is outside the South China Sea, in {one.country}",
        "nowhere": f"the gazetteer has the name '{written}' but no position for it ({one.country})",
        "unknown": f"'{written}' is not in the gazetteer",
        "region": f"'{written}' alone is not a location at sea",
    }
    if one.kind in reasons:
        return Unplaced(reasons[one.kind])
    if one.place is not None:
        at = one.place
        return Unplaced(at.problem) if at.problem else Spot(at.lat, at.lon, at.radius_km, None)
    if one.kind == "there":
        return _there(scene)
    return _country(one.country) if one.kind == "country" else _named(one, written, scene)


def _written(one: Mention, scene: Scene) -> str:
    return scene.folded.source(scene.tokens[one.first].start, scene.tokens[one.after - 1].end).strip()


def _there(scene: Scene) -> Spot | Unplaced:
    """Return the place that 'there' refers to: the hint, else the text's only sure feature, else the hinted point."""
    seas = place_kinds("water")
    others = tuple(dict.fromkeys(one.id for one in scene.others if one.kind not in seas))
    ids = scene.hints.place if len(scene.hints.place) == 1 else others
    if len(ids) != 1 and scene.hints.near is not None:
        return Spot(*scene.hints.near, ROUGHLY_KM, None)
    if len(ids) != 1:
        return Unplaced("the text does not say from which feature the distance is measured")
    return _whole(scene.gazetteer.places[ids[0]])


def _country(country: str) -> Spot | Unplaced:
    shore = coasts().get(country)
    if shore is None:
        name = country_name(country)
        return Unplaced(f"{name} has more than one coast on this sea; name the province or the island")
    lat, lon = middle(shore.facing)
    return Spot(lat, lon, 0.0, None, coast=country)


def _named(one: Mention, written: str, scene: Scene) -> Spot | Unplaced:
    remaining = decide(one, scene)
    places = [scene.gazetteer.places[each] for each in remaining]
    if not places:
        return Unplaced(f"in this text, '{written}' means another place of that name")
    if len(places) > 1 and not any(name.quality == "part" for name in one.names):
        together = _together(places)
        if together is not None:
            return together
    if len(places) > 1:
        return Unplaced(_doubt(written, one, places), _ids(places))
    feature = places[0]
    narrowed = bool(one.regions) or len(one.names) > 1 or any(len(name.features) > 1 for name in one.names)
    token = scene.tokens[one.first]  # diacritics tell Đá Lát from Da Lat
    spelt = one.names[0].certain and plain(scene.folded.source(token.start, token.end)) in one.names[0].certain
    spelt_out = one.names[0].quality != "town" and spelt
    weak = not any(name.is_settled() for name in one.names) and not narrowed and not spelt_out
    if weak and not _is_told(one, feature, scene) and not is_supported(feature, scene):
        return Unplaced(_doubt(written, one, places), _ids(places))
    if one.part_azimuth is not None and _is_other_side(one, feature, scene):
        return Unplaced(f"'{written}' with the stated direction is not {feature.name}", _ids(places))
    return _part(_whole(feature), one)


def _is_told(one: Mention, feature: Feature, scene: Scene) -> bool:
    """Return True if the words next to a doubtful name show that it is a place, as in '8 nm west of Iba'."""
    before = scene.tokens[one.first - 1].kinds if one.first else {}
    if before.get("generic") == "before" and (feature.group in SEA_GROUPS or feature.group == "town"):
        return one.names[0].quality == "part" or feature.kind not in place_kinds("in_country")
    if feature.group == "town":
        return False
    reef = feature.group in SEA_GROUPS or feature.kind not in place_kinds("in_country")
    if one.distance is not None and (one.bearing is not None or reef):
        return one.score >= 0
    return one.part == "lagoon" or (one.score >= SURE and one.relation in {"near", "off"} and reef)


def _is_other_side(one: Mention, feature: Feature, scene: Scene) -> bool:
    """Return True if the text adds a direction to a name that conflicts with its full name: 'South Vereker Banks'."""
    wind, _, rest = scene.gazetteer.key(feature.name).partition(" ")
    azimuth = lexicon().phrases.get(wind, {}).get("bearing")
    half = rest != "" and not scene.tokens[one.first].text.startswith(wind)
    return half and azimuth is not None and float(azimuth) != one.part_azimuth


def _ids(places: Sequence[Feature]) -> tuple[str, ...]:
    """Return the ids of features, without towns, which have no public ids."""
    return tuple(one.id for one in places if one.group != "town")


def _whole(feature: Feature) -> Spot:
    coast = feature.id if is_land(feature) and feature.group != "town" else ""
    return Spot(feature.lat, feature.lon, feature.radius_km, feature, coast=coast)


def _doubt(written: str, one: Mention, places: Sequence[Feature]) -> str:
    towns = [each for each in places if each.group == "town"]
    if towns:
        names = "; ".join(", ".join(filter(None, (each.name, each.province, each.country))) for each in towns[:4])
        return f"'{written}' may be {names} or a place elsewhere; name its province"
    names = ", ".join(each.name for each in places[:6])
    if len(places) == 1:
        return f"'{written}' alone may mean something other than {names}; name it in full or add another place"
    kind = "part of the names" if one.names[0].quality == "part" else "a name"
    return f"'{written}' is {kind} of {names}; the text does not show which one"


def _together(features: Sequence[Feature]) -> Spot | None:
    """Return features of the same name as one place if they are close together, or None if they are not."""
    lat = sum(one.lat for one in features) / len(features)
    lon = sum(one.lon for one in features) / len(features)
    away = [kilometres(lat, lon, one.lat, one.lon) for one in features]
    if max(away) > _TOGETHER_KM:
        return None
    extent = max(gap + one.radius_km for gap, one in zip(away, features, strict=True))
    return Spot(lat, lon, extent, features[0], _ids(features[1:]))


def _part(whole: Spot, one: Mention) -> Spot:
    """Return the named side of a feature, half its extent from its point, or the feature if no side is named."""
    if one.part == "entrance" and whole.feature is not None and whole.feature.kind in place_kinds("mouth"):
        return whole._replace(extent_km=whole.extent_km * _TO_MOUTH)
    if one.part_azimuth is None or one.coast:
        return whole
    lat, lon = forward(whole.lat, whole.lon, one.part_azimuth, whole.extent_km / 2)
    return Spot(lat, lon, whole.extent_km * 0.6, whole.feature, whole.others, whole.coast)


def _unfit(one: Mention, here: Spot, scene: Scene) -> str:
    """Return why a country, a town or a whole sea does not give a location at sea, or an empty string."""
    if here.feature is not None and _is_ashore(one, here.feature, scene):
        return f"'{_written(one, scene)}' is a town, and the text does not say that it happened at sea"
    if here.feature is None and here.coast:
        return f"{country_name(one.country)} alone is not a location at sea"
    if here.extent_km <= _SEA_KM or here.feature is None or here.feature.kind not in place_kinds("water"):
        return ""
    measured = one.distance is not None and one.bearing is not None and one.distance.km > 1
    return f"no distance can be measured from a sea as wide as {_written(one, scene)}" if measured else ""


def _is_ashore(one: Mention, town: Feature, scene: Scene) -> bool:
    """Return True if a mention names a town and nothing shows that the location is at sea.

    A town name that is the whole text is accepted as the location.
    """
    at_sea = one.coast or one.relation in {"off", "near"}
    if at_sea or town.group != "town" or town.kind not in place_kinds("in_country"):
        return False
    inside = [token for token in scene.tokens if one.start <= token.start < one.end]
    name = scene.tokens[one.first].text
    whole = is_alone(one, scene.tokens) and (" " in name or not name.isascii())
    if whole or any(token.kinds.get("unit") == _NAUTICAL or "waters" in token.kinds for token in inside):
        return False
    if one.distance is None or one.bearing is None or one.distance.low_km < _FAR_KM:
        return True
    from scs_tracker.zones import zones_at

    lat, lon = forward(town.lat, town.lon, one.bearing.azimuth, one.distance.km)
    return bool(zones_at([lon], [lat]).holding("land")[0])


def _at_sea(one: Mention, here: Spot, scene: Scene) -> Placed | None:
    """Return the position off a coast or a coastal town, or None if the mention is not measured from a coast."""
    measured = one.distance is not None or one.bearing is not None
    province = here.feature is not None and here.feature.kind in place_kinds("in_country")
    waters = one.relation == "off" or (one.relation == "near" and province)  # vùng biển Quảng Ngãi
    if here.coast and (measured or one.coast or waters):
        return _off_coast(one, here, scene)
    if here.feature is None or one.bearing is not None:
        return None
    if one.distance is None and not (waters and here.feature.group == "town"):
        return None
    return _off_town(one.distance, here, here.feature)


def _feature(one: Mention, here: Spot, feature: Feature) -> Placed:
    relation = "" if one.part == "lagoon" else one.relation
    size = radius.feature(here.extent_km, relation)
    if feature.group == "town":
        return Placed(here.lat, here.lon, size, "area", note=f"located at the {feature.kind} {feature.name}")
    method = "area" if feature.kind in place_kinds("area") else "feature"
    return Placed(here.lat, here.lon, size, method, feature.id, here.others)


def _id(here: Spot) -> str:
    return here.feature.id if here.feature is not None and here.feature.group != "town" else ""


def offset(distance: Distance | None, bearing: Bearing | None, here: Spot, name: str) -> Placed:
    """Return the position at a distance, a direction or both from a place; with only one the radius is larger."""
    feature_id = _id(here)
    if distance is not None and bearing is not None:
        reach = distance.km if distance.mode != "within" else distance.high_km / 2
        lat, lon = forward(here.lat, here.lon, bearing.azimuth, reach)
        size = radius.offset(here.extent_km, distance, bearing)
        return Placed(lat, lon, size, "offset", feature_id, here.others)
    if bearing is None:
        size = radius.ring(here.extent_km, distance) if distance is not None else here.extent_km
        note = f"the direction from {name} is not stated"
        curve = circle(here.lat, here.lon, distance.km) if distance is not None and distance.mode != "within" else ()
        slack_km = distance.tolerance_km + here.extent_km if distance is not None else 0.0
        return Placed(here.lat, here.lon, size, "offset", feature_id, here.others, note, curve, slack_km)
    if here.feature is not None and here.feature.kind in place_kinds("water"):
        lat, lon = forward(here.lat, here.lon, bearing.azimuth, here.extent_km / 2)
        return Placed(lat, lon, here.extent_km * _SIDE_OF, "area", feature_id, here.others, f"on a side of {name}")
    reach = radius.NEAR_KM if here.extent_km < _LARGE_KM else here.extent_km
    lat, lon = forward(here.lat, here.lon, bearing.azimuth, here.extent_km + reach / 2)
    across = (here.extent_km + reach / 2) * math.sin(math.radians(bearing.half_width))
    size = math.hypot(reach / 2, across) + here.extent_km / 2
    return Placed(lat, lon, size, "area", feature_id, here.others, f"the distance from {name} is not stated")


def _off_town(distance: Distance | None, here: Spot, town: Feature) -> Placed | None:
    """Return the position straight out to sea from a coastal place, or None if it is unknown or may not be meant."""
    seaward = town.seaward
    if town.group != "town":
        seaward = coasts()[town.id].seaward if town.kind in place_kinds("coast_town") and town.id in coasts() else None
    if seaward is None:
        return None
    if distance is None:
        if town.kind != "province":
            return None
        reach = radius.COAST_KM / 2
        lat, lon = forward(here.lat, here.lon, seaward, reach)
        return Placed(lat, lon, reach + here.extent_km, "area", note=f"located off the province {town.name}")
    reach = distance.km if distance.mode != "within" else distance.high_km / 2
    turned = abs((seaward - geod().inv(here.lon, here.lat, *SEA_MIDDLE)[0] + 180) % 360 - 180) > _TURNED_AWAY
    if reach > _OWN_WATERS_KM and turned:
        return None  # 105 nm from Puerto Princesa may be on the other side of Palawan
    lat, lon = forward(here.lat, here.lon, seaward, reach)
    note = f"the direction off {town.name} is not stated; the point is straight out to sea"
    size = radius.ring(here.extent_km, distance)
    if distance.mode == "within":
        return Placed(lat, lon, size, "coast_distance", _id(here), (), note)
    curve = sector(here.lat, here.lon, distance.km, seaward)
    return Placed(lat, lon, size, "coast_distance", _id(here), (), note, curve, distance.tolerance_km + here.extent_km)


def _off_coast(one: Mention, here: Spot, scene: Scene) -> Placed | None:
    distance, bearing = one.distance, one.bearing
    azimuth = bearing.azimuth if bearing is not None else one.part_azimuth if one.coast else None
    reach = radius.COAST_KM / 2 if distance is None else distance.km
    if distance is not None and distance.mode == "within":
        reach = distance.high_km / 2
    toward = _fitting(one, here, scene) if azimuth is None else None
    found = offshore(here.coast, reach, azimuth, toward)
    if found is None:
        return None
    open_km = reach if distance is None or distance.mode == "within" else distance.tolerance_km
    name = here.feature.name if here.feature is not None else country_name(here.coast)
    note = f"the text does not say which part of the coast of {name}"
    if distance is None or distance.mode == "within":
        method = "area" if distance is None else "coast_distance"
        return Placed(found.lat, found.lon, found.half_length_km + open_km, method, _id(here), (), note)
    half_width = bearing.half_width if bearing is not None else _SIDE
    curve = arc(here.coast, round(reach, 2), azimuth, half_width)
    lat, lon, size = _on(curve, (found.lat, found.lon), found.half_length_km, open_km, toward=toward)
    return Placed(lat, lon, size, "coast_distance", _id(here), (), note, curve, open_km)


def _on(
    curve: tuple[tuple[float, float], ...],
    fallback: tuple[float, float],
    half_length_km: float,
    open_km: float,
    *,
    toward: tuple[float, float] | None,
) -> tuple[float, float, float]:
    """Return the most central point of a curve, and a radius that covers the curve and its tolerance.

    If ``toward`` is given, the point is the one nearest to it; if the curve is empty, it is ``fallback``.
    """
    if not curve:
        return (*fallback, half_length_km + open_km)
    if toward is not None:
        away = apart(curve, (toward,) * len(curve))
        return (*curve[away.index(min(away))], half_length_km + open_km)
    size = len(curve)
    away = apart(curve * 3, (curve[0],) * size + (curve[-1],) * size + (fallback,) * size)
    reach = list(map(max, away[:size], away[size : 2 * size], away[2 * size :]))
    least = min(reach)
    return (*curve[reach.index(least)], least + open_km)


def _fitting(one: Mention, here: Spot, scene: Scene) -> tuple[float, float] | None:
    """Return a point at the part of the coast that is meant, from a named side or another place, or None."""
    if one.part_azimuth is not None and here.feature is not None:
        return forward(here.feature.lat, here.feature.lon, one.part_azimuth, max(here.feature.radius_km, 100.0))
    own = here.feature.id if here.feature is not None else ""
    other = next((each for each in scene.others if each.id != own and each.kind not in place_kinds("water")), None)
    return (other.lat, other.lon) if other is not None else None


def _line(one: Mention, first: Spot, scene: Scene) -> Placed | Unplaced:
    """Return the midpoint of the geodesic between two places, or the reason why there is no position."""
    if one.second is None:
        return Unplaced("the second place of 'between' is not known")
    second = spot(one.second, scene)
    if isinstance(second, Unplaced):
        return second
    countries = all(end.coast and end.feature is None for end in (first, second))
    if countries and not (one.coast or one.second.coast):
        return Unplaced("'between' two countries is not a location at sea")
    azimuth, _, metres = geod().inv(first.lon, first.lat, second.lon, second.lat)
    lat, lon = forward(first.lat, first.lon, azimuth, metres / 2000.0)
    size = radius.between(metres / 1000.0, first.extent_km, second.extent_km, midway=one.midway)
    ids = [each for each in map(_id, (first, second)) if each]
    return Placed(lat, lon, size, "between", ids[0] if ids else "", tuple(ids[1:]))


def _zone(country: str, kind: str) -> Placed | Unplaced:
    name = country_name(country)
    disc = zone_disc(country, kind)
    if disc is None:
        return Unplaced(f"the dataset has no outline of that zone of {name}")
    return Placed(disc[0], disc[1], disc[2], "area", "", (), f"located only to the zone of {name} in this sea")
