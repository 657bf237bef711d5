"""Mentions to positions: what each parsed form means on the globe, with its radius."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker.geocoding import radius
from scs_tracker.geocoding.arcs import arc, circle
from scs_tracker.geocoding.areas import zone_disc
from scs_tracker.geocoding.coasts import SEA_MIDDLE, coasts, offshore
from scs_tracker.geocoding.context import apart, geod, kilometres
from scs_tracker.geocoding.spots import Scene, Spot, Unplaced, country_name, forward, spot
from scs_tracker.geocoding.towns import is_at_sea
from scs_tracker.geodata import place_kinds

if TYPE_CHECKING:
    from scs_tracker.geocoding.forms import Anchor, Mention
    from scs_tracker.geocoding.names import Feature
    from scs_tracker.geocoding.numbers import Distance
    from scs_tracker.geocoding.records import Bearing, Town

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
#: How far a town extends that is no feature, or one that a province is named after, and how near another place of the
#: text speaks for it.
_TOWN_KM: Final = 5.0
_PROVINCE_KM: Final = 30.0
_BESIDE_KM: Final = 120.0
#: So far from a town a point at sea is no place on land that is told roughly.
_FAR_KM: Final = 50.0


class Placed(NamedTuple):
    """A mention with its position.

    Attributes
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    radius_km
        Radius of the disc that holds the place.
    method
        One of ``model.METHODS``.
    feature_id
        What it was found by; empty for coordinates and countries.
    others
        Further features that the mention means or may mean.
    note
        What was assumed, in words.
    curve
        Latitude and longitude of the points that the words leave open, where they are a curve: at a distance off a
        coast, or around a place with no direction given.
    slack_km
        How far off the curve the place may lie, by the rounding of its distance.
    """

    lat: float
    lon: float
    radius_km: float
    method: str
    feature_id: str = ""
    others: tuple[str, ...] = ()
    note: str = ""
    curve: tuple[tuple[float, float], ...] = ()
    slack_km: float = 0.0


def place(mention: Mention, scene: Scene) -> Placed | Unplaced:
    """Return the position of a mention, or why it has none.

    Parameters
    ----------
    mention
        A parsed form with an anchor; printed coordinates are no matter of this function.
    scene
        The text around it.
    """
    anchor = mention.anchor
    if anchor is None:
        return Unplaced("no place is named")
    if mention.form == "zone":
        return _zone(anchor, mention.zone)
    if anchor.towns and mention.second is None:
        return _from_town(mention, anchor, scene)
    here = spot(anchor, scene)
    return here if isinstance(here, Unplaced) else _from_spot(mention, anchor, here, scene)


def _from_spot(mention: Mention, anchor: Anchor, here: Spot, scene: Scene) -> Placed | Unplaced:
    if mention.second is not None:
        return _line(mention, here, mention.second, scene)
    # a ship may lie at a shoal that is named behind her; what is named before a town or a province is a landmark in it
    ashore = here.coast or (here.feature is not None and here.feature.kind in place_kinds("holds_landmarks"))
    if mention.landmark is not None and ashore:
        unknown = scene.folded.source(*mention.landmark).strip()
        return Unplaced(f"'{unknown}', from which it counts, is not in the gazetteer")
    town = here.feature is not None and here.feature.kind in place_kinds("coast_town")
    if mention.shore and not (here.coast or town):
        mention = mention._replace(distance=None)  # which shore it counts from is open: off Côn Đảo, cách bờ 30 hải lý
    by_sea = _at_sea(mention, anchor, here, scene)
    if by_sea is not None:
        return by_sea
    unfit = _unfit(mention, anchor, here, scene)
    if unfit:
        return Unplaced(unfit)
    if here.feature is not None and mention.distance is None and mention.bearing is None:
        return _feature(mention.relation, here, here.feature, anchor)
    name = here.feature.name if here.feature is not None else scene.folded.source(anchor.start, anchor.end).strip()
    return offset(mention.distance, mention.bearing, here, name)


def _unfit(mention: Mention, anchor: Anchor, here: Spot, scene: Scene) -> str:
    """Return why nothing counts from a country alone, or a distance with a direction from a whole sea, or nothing."""
    if here.feature is None and here.coast:
        return f"{country_name(anchor.country)} alone is no place at sea"
    if here.extent_km <= _SEA_KM or here.feature is None or here.feature.kind not in place_kinds("water"):
        return ""
    measured = mention.distance is not None and mention.bearing is not None and mention.distance.km > 1
    name = scene.folded.source(anchor.start, anchor.end).strip()
    return f"nothing counts from a sea as wide as {name}" if measured else ""


def _at_sea(mention: Mention, anchor: Anchor, here: Spot, scene: Scene) -> Placed | None:
    """Count from a coast: of land always, of a town on the coast where no bearing says which way."""
    measured = mention.distance is not None or mention.bearing is not None
    province = here.feature is not None and here.feature.kind in place_kinds("in_country")
    waters = mention.relation == "off" or (mention.relation == "near" and province)  # vùng biển Quảng Ngãi
    if here.coast and (measured or anchor.coast or waters):
        return _off_coast(mention, anchor, here, scene)
    if mention.distance is not None and mention.bearing is None and here.feature is not None:
        return _off_town(mention.distance, here, here.feature)
    return None


def _feature(relation: str, here: Spot, feature: Feature, anchor: Anchor) -> Placed:
    method = "area" if feature.kind in place_kinds("area") else "feature"
    size = radius.feature(here.extent_km, "" if anchor.part == "lagoon" else relation)
    return Placed(here.lat, here.lon, size, method, feature.id, here.others)


def offset(distance: Distance | None, bearing: Bearing | None, here: Spot, name: str) -> Placed:
    """Place a distance, a bearing or both from a spot; what is not given stays open and widens the disc."""
    feature_id = here.feature.id if here.feature is not None else ""
    if distance is not None and bearing is not None:
        reach = distance.km if distance.mode != "within" else distance.high_km / 2
        lat, lon = forward(here.lat, here.lon, bearing.azimuth, reach)
        size = radius.offset(here.extent_km, distance, bearing)
        return Placed(lat, lon, size, "offset", feature_id, here.others)
    if bearing is None:
        size = radius.ring(here.extent_km, distance) if distance is not None else here.extent_km
        note = f"the direction from {name} is open"
        curve = circle(here.lat, here.lon, distance.km) if distance is not None and distance.mode != "within" else ()
        slack_km = distance.tolerance_km + here.extent_km if distance is not None else 0.0
        return Placed(here.lat, here.lon, size, "offset", feature_id, here.others, note, curve, slack_km)
    if here.feature is not None and here.feature.kind in place_kinds("water"):
        lat, lon = forward(here.lat, here.lon, bearing.azimuth, here.extent_km / 2)
        return Placed(lat, lon, here.extent_km * _SIDE_OF, "area", feature_id, here.others, f"a side of {name}")
    reach = radius.NEAR_KM if here.extent_km < _LARGE_KM else here.extent_km
    lat, lon = forward(here.lat, here.lon, bearing.azimuth, here.extent_km + reach / 2)
    size = radius.side(here.extent_km, reach, bearing)
    return Placed(lat, lon, size, "area", feature_id, here.others, f"how far from {name} is open")


def _off_town(distance: Distance, here: Spot, town: Feature) -> Placed | None:
    """Place 'N off a town of the coast': any direction towards the sea fits, so the radius is the distance again."""
    if town.kind not in place_kinds("coast_town") or town.id not in coasts():
        return None
    reach = distance.km if distance.mode != "within" else distance.high_km / 2
    seaward = coasts()[town.id].seaward
    if reach > _OWN_WATERS_KM and _is_turned_away(here, seaward):
        return None  # 105 nm from Puerto Princesa may be on the other side of Palawan
    lat, lon = forward(here.lat, here.lon, seaward, reach)
    note = f"which way off {town.name} is open; the point lies straight out to sea"
    return Placed(lat, lon, radius.ring(here.extent_km, distance), "coast_distance", town.id, (), note)


def at_town(town: Town) -> Placed:
    """Return the place of a town that is no feature, named by itself."""
    kind = "province" if town.province_too else town.kind
    return Placed(town.lat, town.lon, _extent_km(town), "area", note=f"the {kind} {town.name}, which is no feature")


def _extent_km(town: Town) -> float:
    return town.radius_km or (_PROVINCE_KM if town.province_too else _TOWN_KM)


def _from_town(mention: Mention, anchor: Anchor, scene: Scene) -> Placed | Unplaced:
    """Count from a town that is no feature, if it is one town and the words speak of the sea."""
    written = scene.folded.source(anchor.start, anchor.end).strip()
    towns = [*anchor.towns]
    if not anchor.settled:
        towns = [one for one in towns if any(_is_beside(one, other) for other in scene.others)]
    if len(towns) != 1:
        names = "; ".join(", ".join(filter(None, (one.name, one.province, one.country))) for one in anchor.towns[:4])
        return Unplaced(f"'{written}' may be {names} or a place elsewhere; name its province")
    town, distance, bearing = towns[0], mention.distance, mention.bearing
    told = not town.ashore or is_at_sea(scene.tokens, mention.start, mention.end, mention.relation)
    if not (told or _is_out_at_sea(town, distance, bearing)):
        return Unplaced(f"'{written}' is a town, and nothing says that it was at sea")
    extent_km = _extent_km(town)
    here = Spot(town.lat, town.lon, extent_km, None)
    if bearing is not None or (town.seaward is None and distance is not None):
        return offset(distance, bearing, here, town.name)
    if distance is None:
        return _off_alone(town, here, mention.relation)
    reach = distance.km if distance.mode != "within" else distance.high_km / 2
    lat, lon = forward(town.lat, town.lon, town.seaward or 0.0, reach)
    note = f"which way off {town.name} is open; the point lies straight out to sea"
    return Placed(lat, lon, radius.ring(extent_km, distance), "coast_distance", note=note)


def _is_out_at_sea(town: Town, distance: Distance | None, bearing: Bearing | None) -> bool:
    """Say whether kilometres and a direction from a town lead far out to sea: 270 km west of Sinait."""
    if distance is None or bearing is None or distance.low_km < _FAR_KM:
        return False
    from scs_tracker.zones import zones_at

    lat, lon = forward(town.lat, town.lon, bearing.azimuth, distance.km)
    return not zones_at([lon], [lat]).holding("land")[0]


def _off_alone(town: Town, here: Spot, relation: str) -> Placed:
    """Place 'off X' with no distance: the town's own waters, or those of the province of that name."""
    if not town.ashore:
        size = radius.feature(here.extent_km, relation)
        return Placed(here.lat, here.lon, size, "area", note=f"at the {town.kind} {town.name}, which is no feature")
    if not town.province_too or town.seaward is None:
        size = radius.feature(here.extent_km, "off")
        return Placed(here.lat, here.lon, size, "area", note=f"off the {town.kind} {town.name}")
    reach = radius.COAST_KM / 2
    lat, lon = forward(here.lat, here.lon, town.seaward, reach)
    return Placed(lat, lon, reach + here.extent_km, "area", note=f"off the province {town.name}")


def _is_beside(town: Town, other: Feature) -> bool:
    return other.kind != "sea" and kilometres(town.lat, town.lon, other.lat, other.lon) < _BESIDE_KM


def _is_turned_away(here: Spot, seaward: float) -> bool:
    """Say whether a town looks out on another sea than the South China Sea."""
    inward = geod().inv(here.lon, here.lat, *SEA_MIDDLE)[0]
    return bool(abs((seaward - inward + 180) % 360 - 180) > _TURNED_AWAY)


def _off_coast(mention: Mention, anchor: Anchor, here: Spot, scene: Scene) -> Placed | None:
    distance, bearing = mention.distance, mention.bearing
    azimuth = bearing.azimuth if bearing is not None else anchor.part_azimuth if anchor.coast else None
    reach = radius.COAST_KM / 2 if distance is None else distance.km
    if distance is not None and distance.mode == "within":
        reach = distance.high_km / 2
    toward = _fitting(anchor, here, scene) if azimuth is None else None
    found = offshore(here.coast, reach, azimuth, toward)
    if found is None:
        return None
    open_km = reach if distance is None or distance.mode == "within" else distance.tolerance_km
    name = here.feature.name if here.feature is not None else country_name(here.coast)
    note = f"which point of the coast of {name} is meant is open"
    feature_id = here.feature.id if here.feature is not None else ""
    if distance is None or distance.mode == "within":
        method = "area" if distance is None else "coast_distance"
        return Placed(found.lat, found.lon, found.half_length_km + open_km, method, feature_id, (), note)
    half_width = bearing.half_width if bearing is not None else _SIDE
    curve = arc(here.coast, round(reach, 2), azimuth, half_width)
    lat, lon, size = _on(curve, (found.lat, found.lon), found.half_length_km, open_km, toward=toward)
    return Placed(lat, lon, size, "coast_distance", feature_id, (), note, curve, open_km)


def _on(
    curve: tuple[tuple[float, float], ...],
    fallback: tuple[float, float],
    half_length_km: float,
    open_km: float,
    *,
    toward: tuple[float, float] | None,
) -> tuple[float, float, float]:
    """Return the point of a curve that is nearest to all others, and how far from it the curve and its slack reach.

    Where the words say towards what, the point is the one that they lead to.
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


def _fitting(anchor: Anchor, here: Spot, scene: Scene) -> tuple[float, float] | None:
    """Return what the rest of the text says about the stretch of coast: northern Palawan, another place."""
    if anchor.part_azimuth is not None and here.feature is not None:
        return forward(here.feature.lat, here.feature.lon, anchor.part_azimuth, max(here.feature.radius_km, 100.0))
    own = here.feature.id if here.feature is not None else ""
    other = next((one for one in scene.others if one.id != own), None)
    return (other.lat, other.lon) if other is not None else None


def _line(mention: Mention, first: Spot, end: Anchor, scene: Scene) -> Placed | Unplaced:
    """Place 'between' on the middle of the geodesic."""
    second = spot(end, scene)
    if isinstance(second, Unplaced):
        return second
    by_coast = end.coast or (mention.anchor is not None and mention.anchor.coast)
    if first.coast and second.coast and first.feature is None and second.feature is None and not by_coast:
        return Unplaced("between two countries is no place at sea")
    azimuth, _, metres = geod().inv(first.lon, first.lat, second.lon, second.lat)
    lat, lon = forward(first.lat, first.lon, azimuth, metres / 2000.0)
    size = radius.between(metres / 1000.0, first.extent_km, second.extent_km, midway=mention.form == "midway")
    ids = [one.feature.id for one in (first, second) if one.feature is not None]
    return Placed(lat, lon, size, "between", ids[0] if ids else "", tuple(ids[1:]))


def _zone(anchor: Anchor, kind: str) -> Placed | Unplaced:
    name = country_name(anchor.country)
    disc = zone_disc(anchor.country, kind)
    if disc is None:
        return Unplaced(f"no outline of that zone of {name} is at hand")
    return Placed(disc[0], disc[1], disc[2], "area", "", (), f"anywhere within the zone of {name} in this sea")
