"""Mentions to positions: what each parsed form means on the globe, with its radius."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.geocoding import radius
from scs_tracker.geocoding.coasts import coasts, is_land, middle, offshore
from scs_tracker.geocoding.context import GEOD, Hints, candidates, decide, kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Anchor, Mention
    from scs_tracker.geocoding.names import Feature, Gazetteer
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.numbers import Distance
    from scs_tracker.geocoding.tokens import Token

#: Kinds that are stretches of water or land rather than things in it.
_AREAS: Final = frozenset({"sea", "gulf", "region", "province"})
#: Features of one full name are one place if they lie this near to their middle.
_TOGETHER_KM: Final = 5.0
#: Kinds of places on a coast that distances are counted out to sea from.
TOWNS: Final = frozenset({"city", "port", "base", "cape", "bay"})
COUNTRY_NAMES: Final = {
    "VN": "Vietnam", "PH": "the Philippines", "MY": "Malaysia", "ID": "Indonesia", "BN": "Brunei", "CN": "China",
    "TW": "Taiwan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
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
    """

    lat: float
    lon: float
    radius_km: float
    method: str
    feature_id: str = ""
    others: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A mention without a position: why, and which features it may mean."""

    reason: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """The whole text around a mention."""

    folded: Folded
    tokens: Sequence[Token]
    others: Sequence[Feature]
    hints: Hints
    gazetteer: Gazetteer


@dataclass(frozen=True, slots=True)
class _Spot:
    lat: float
    lon: float
    extent_km: float
    feature: Feature | None
    others: tuple[str, ...] = ()
    coast: str = ""


def place(mention: Mention, scene: Scene) -> Placed | Unplaced:
    """Return the position of a mention, or why it has none."""
    if mention.form == "zone":
        return _zone(mention)
    anchor = mention.anchor
    if anchor is None:
        return Unplaced("no place is named")
    spot = _spot(anchor, scene)
    if isinstance(spot, Unplaced):
        return spot
    if mention.second is not None:
        other = _spot(mention.second, scene)
        if anchor.country and mention.second.country and not (anchor.coast or mention.second.coast):
            return Unplaced("between two countries is no place at sea")
        return other if isinstance(other, Unplaced) else _between(mention, spot, other)
    if spot.coast and (mention.distance or mention.bearing or anchor.coast or mention.relation == "off"):
        found = _off_coast(mention, anchor, spot, scene)
        if found is not None:
            return found
    if mention.distance is not None and mention.bearing is None and spot.feature is not None:
        found = _off_town(mention.distance, spot, spot.feature)
        if found is not None:
            return found
    if spot.feature is None:
        return Unplaced(f"{COUNTRY_NAMES.get(anchor.country, anchor.country)} alone is no place at sea")
    if mention.distance or mention.bearing:
        return _offset(mention, spot)
    return _feature(mention, spot, anchor)


def _spot(anchor: Anchor, scene: Scene) -> _Spot | Unplaced:
    """Return the one thing that an anchor means."""
    if anchor.elsewhere:
        return Unplaced(f"{scene.folded.source(anchor.start, anchor.end).strip()}: {_elsewhere(anchor, scene)}")
    if anchor.anaphor:
        return _anaphor(scene)
    if anchor.country and anchor.name is None:
        return _country(anchor)
    name = candidates(anchor)
    if name is None:
        return Unplaced("no place is named")
    written = scene.folded.source(anchor.start, anchor.end).strip()
    remaining = decide(name, scene.tokens[anchor.first].text, scene.folded, scene.others, scene.hints, scene.gazetteer)
    if not remaining:
        return Unplaced(f"'{written}' means a place elsewhere here")
    features = [scene.gazetteer.features[one] for one in remaining]
    weak = name.quality == "part" or name.needs_context
    if len(features) > 1 and not weak:
        together = _together(features)
        if together is not None:
            return together
    if len(features) > 1 or (weak and len(name.features) == 1 and not _supported(features[0], scene)):
        return Unplaced(_doubt(written, name.quality, features), tuple(one.id for one in features))
    feature = features[0]
    coast = feature.id if is_land(feature) else ""
    return _part(_Spot(feature.lat, feature.lon, feature.radius_km, feature, coast=coast), anchor)


def _elsewhere(anchor: Anchor, scene: Scene) -> str:
    if "nowhere" in scene.tokens[anchor.first].kinds:
        return f"known by name, but not where it is ({anchor.elsewhere})"
    return f"it lies outside the South China Sea, in {anchor.elsewhere}"


def _anaphor(scene: Scene) -> _Spot | Unplaced:
    """Take 'the shoal' for the hint, or for the only place that the text names beyond doubt."""
    ids = scene.hints.place if len(scene.hints.place) == 1 else tuple(dict.fromkeys(one.id for one in scene.others))
    if len(ids) != 1:
        return Unplaced("the text does not say which feature it counts from")
    feature = scene.gazetteer.features[ids[0]]
    return _Spot(feature.lat, feature.lon, feature.radius_km, feature, coast=feature.id if is_land(feature) else "")


def _country(anchor: Anchor) -> _Spot | Unplaced:
    shore = coasts().get(anchor.country)
    if shore is None:
        name = COUNTRY_NAMES.get(anchor.country, anchor.country)
        return Unplaced(f"{name} has more than one coast on this sea; name the province or the island")
    lat, lon = middle(shore.facing)
    return _Spot(lat, lon, 0.0, None, coast=anchor.country)


def _doubt(written: str, quality: str, features: Sequence[Feature]) -> str:
    names = ", ".join(one.name for one in features[:6])
    if len(features) == 1:
        return f"'{written}' alone may be something else than {names}; name it in full or add another place"
    return f"'{written}' is {'part of the names' if quality == 'part' else 'a name'} of {names}; nothing in the text decides"


def _supported(feature: Feature, scene: Scene) -> bool:
    """Say whether something beside the name itself speaks for the feature."""
    hints = scene.hints
    if feature.id in hints.place:
        return True
    places = [*scene.others, *(scene.gazetteer.features[one] for one in hints.place)]
    for other in places:
        away = kilometres(feature.lat, feature.lon, other.lat, other.lon)
        if other.id != feature.id and (
            away < max(100.0, other.radius_km) or (feature.group == other.group and feature.group not in {"", "other"})
        ):
            return True
    return hints.near is not None and kilometres(feature.lat, feature.lon, *hints.near) < 250.0


def _together(features: Sequence[Feature]) -> _Spot | None:
    """Take features of one full name that lie close together as one place."""
    lat = sum(one.lat for one in features) / len(features)
    lon = sum(one.lon for one in features) / len(features)
    away = [kilometres(lat, lon, one.lat, one.lon) for one in features]
    if max(away) > _TOGETHER_KM:
        return None
    extent = max(gap + one.radius_km for gap, one in zip(away, features, strict=True))
    return _Spot(lat, lon, extent, features[0], tuple(one.id for one in features[1:]))


def _part(spot: _Spot, anchor: Anchor) -> _Spot:
    """Move to the side of a feature that the words name: half its extent that way, and half the extent left open."""
    if anchor.part_azimuth is None or anchor.coast:
        return spot
    lat, lon = _forward(spot.lat, spot.lon, anchor.part_azimuth, spot.extent_km / 2)
    return _Spot(lat, lon, spot.extent_km * 0.6, spot.feature, spot.others, spot.coast)


def _forward(lat: float, lon: float, azimuth: float, distance_km: float) -> tuple[float, float]:
    east, north, _ = GEOD.fwd(lon, lat, azimuth, distance_km * 1000.0)
    return float(north), float(east)


def _feature(mention: Mention, spot: _Spot, anchor: Anchor) -> Placed:
    feature = spot.feature
    assert feature is not None  # noqa: S101 - the caller has checked; this is for the type checker
    method = "area" if feature.kind in _AREAS else "feature"
    extent = spot.extent_km
    relation = "" if anchor.part == "lagoon" else mention.relation
    return Placed(spot.lat, spot.lon, radius.feature(extent, relation), method, feature.id, spot.others)


def _offset(mention: Mention, spot: _Spot) -> Placed:
    feature = spot.feature
    assert feature is not None  # noqa: S101
    distance, bearing = mention.distance, mention.bearing
    if distance is not None and bearing is not None:
        reach = distance.km if distance.mode != "within" else distance.high_km / 2
        lat, lon = _forward(spot.lat, spot.lon, bearing.azimuth, reach)
        size = radius.offset(spot.extent_km, distance, bearing)
        return Placed(lat, lon, size, "offset", feature.id, spot.others)
    if distance is not None:
        note = f"the direction from {feature.name} is open"
        return Placed(
            spot.lat, spot.lon, radius.ring(spot.extent_km, distance), "offset", feature.id, spot.others, note
        )
    assert bearing is not None  # noqa: S101
    reach = radius.NEAR_KM if spot.extent_km < 50 else spot.extent_km
    lat, lon = _forward(spot.lat, spot.lon, bearing.azimuth, spot.extent_km + reach / 2)
    size = radius.side(spot.extent_km, reach, bearing)
    return Placed(lat, lon, size, "area", feature.id, spot.others, f"how far from {feature.name} is open")


def _off_town(distance: Distance, spot: _Spot, town: Feature) -> Placed | None:
    """Place 'N off a town of the coast': any direction towards the sea fits, so the radius is the distance again."""
    if town.kind not in TOWNS or town.id not in coasts():
        return None
    seaward = coasts()[town.id].seaward
    reach = distance.km if distance.mode != "within" else distance.high_km / 2
    lat, lon = _forward(spot.lat, spot.lon, seaward, reach)
    size = distance.high_km + distance.rounding_km + spot.extent_km
    note = f"which way off {town.name} is open; the point lies straight out to sea"
    return Placed(lat, lon, size, "coast_distance", town.id, (), note)


def _off_coast(mention: Mention, anchor: Anchor, spot: _Spot, scene: Scene) -> Placed | None:
    distance, bearing = mention.distance, mention.bearing
    azimuth = bearing.azimuth if bearing is not None else anchor.part_azimuth if anchor.coast else None
    toward = None
    if azimuth is None and scene.others:
        other = scene.others[0]
        toward = (other.lat, other.lon) if spot.feature is None or other.id != spot.feature.id else None
    if azimuth is None and anchor.part_azimuth is not None:
        toward = _forward(spot.lat, spot.lon, anchor.part_azimuth, max(spot.extent_km, 100.0))
    reach = radius.COAST_KM / 2 if distance is None else distance.km
    if distance is not None and distance.mode == "within":
        reach = distance.high_km / 2
    found = offshore(spot.coast, reach, azimuth, toward)
    if found is None:
        return None
    open_km = reach if distance is None or distance.mode == "within" else distance.tolerance_km
    method = "area" if distance is None else "coast_distance"
    name = spot.feature.name if spot.feature is not None else COUNTRY_NAMES[spot.coast]
    note = f"which point of the coast of {name} is meant is open"
    feature_id = spot.feature.id if spot.feature is not None else ""
    return Placed(found.lat, found.lon, found.half_length_km + open_km, method, feature_id, (), note)


def _between(mention: Mention, first: _Spot, second: _Spot) -> Placed:
    azimuth, _, metres = GEOD.inv(first.lon, first.lat, second.lon, second.lat)
    lat, lon = _forward(first.lat, first.lon, azimuth, metres / 2000.0)
    size = radius.between(metres / 1000.0, first.extent_km, second.extent_km, midway=mention.form == "midway")
    ids = [one.feature.id for one in (first, second) if one.feature is not None]
    return Placed(lat, lon, size, "between", ids[0] if ids else "", tuple(ids[1:]))


def _zone(mention: Mention) -> Placed | Unplaced:
    from scs_tracker.geocoding.areas import zone_disc

    country = mention.anchor.country if mention.anchor is not None else ""
    disc = zone_disc(country, mention.zone)
    if disc is None:
        return Unplaced(f"no outline of that zone of {COUNTRY_NAMES.get(country, country)} is at hand")
    note = f"anywhere within the zone of {COUNTRY_NAMES.get(country, country)}"
    return Placed(disc[0], disc[1], disc[2], "area", "", (), note)
