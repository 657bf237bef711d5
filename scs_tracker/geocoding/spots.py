"""Anchors to spots: which one thing a name means, where it is, and how far it extends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding.arcs import country_of
from scs_tracker.geocoding.coasts import coasts, is_land, middle
from scs_tracker.geocoding.context import Hints, candidates, cued_by, decide, geod, kilometres
from scs_tracker.geocoding.names import SEA_GROUPS, plain
from scs_tracker.geocoding.numbers import NAUTICAL, has, is_sign
from scs_tracker.geocoding.tokens import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.geocoding.forms import Anchor
    from scs_tracker.geocoding.names import Feature, Gazetteer, Name
    from scs_tracker.geocoding.normalise import Folded
    from scs_tracker.geocoding.tokens import Token

#: Features of one full name are one place if they lie this near to their middle.
_TOGETHER_KM: Final = 5.0
#: So near to a name that alone settles nothing another place, or a near point, speaks for it.
_NEIGHBOUR_KM: Final = 100.0
_NEAR_KM: Final = 250.0
#: So many tokens before and behind a name tell what happened there.
_AROUND: Final = 20
#: The mouth of a gulf lies at its rim, which is as much further from its middle; an editorial estimate.
_TO_MOUTH: Final = 1.5
#: What may stand between a distance in a direction and the name that it counts from.
_LEADING: Final = ("bearing", "due", "tothe", "of", "from", "lead", "distance")
#: How far a point given beside the words may be off.
_ROUGHLY_KM: Final = 10.0


@geodata.cached
def _country_names() -> dict[str, str]:
    return {row["country"]: row["name"] for row in geodata.rows("countries")}


def country_name(code: str) -> str:
    """Return how a country is called here, with its article; the code of one that has no row."""
    return _country_names().get(code, code)


class Unplaced(NamedTuple):
    """What has no position: why, and which features it may mean."""

    reason: str
    alternatives: tuple[str, ...] = ()


class Scene(NamedTuple):
    """The whole text around a mention.

    Attributes
    ----------
    folded, tokens
        The text.
    others
        Features that it names beyond doubt.
    hints
        What is known beside the words.
    gazetteer
        All features.
    """

    folded: Folded
    tokens: Sequence[Token]
    others: Sequence[Feature]
    hints: Hints
    gazetteer: Gazetteer


class Spot(NamedTuple):
    """The one thing that an anchor means.

    Attributes
    ----------
    lat, lon
        Decimal degrees, WGS 84.
    extent_km
        How far it extends around that point.
    feature
        None for a country and for printed coordinates.
    others
        Further features that are meant as well.
    coast
        Key of coasts.csv where distances count from its coast, or an empty string.
    """

    lat: float
    lon: float
    extent_km: float
    feature: Feature | None
    others: tuple[str, ...] = ()
    coast: str = ""


def spot(anchor: Anchor, scene: Scene) -> Spot | Unplaced:
    """Return what an anchor means, or why that is not settled."""
    if anchor.elsewhere:
        return Unplaced(f"{_written(anchor, scene)}: {_elsewhere(anchor, scene)}")
    if anchor.anaphor:
        return _anaphor(scene)
    if anchor.place is not None:
        one = anchor.place
        return Unplaced(one.problem) if one.problem else Spot(one.lat, one.lon, one.radius_km, None)
    if anchor.country and anchor.name is None:
        return _country(anchor)
    if anchor.towns:
        isle = anchor.towns[0]  # one end of a line: a settled island or cape
        return Spot(isle.lat, isle.lon, isle.radius_km or 0.0, None)
    name = candidates(anchor, scene.gazetteer)
    return _named(anchor, name, scene) if name is not None else Unplaced("no place is named")


def forward(lat: float, lon: float, azimuth: float, distance_km: float) -> tuple[float, float]:
    """Return latitude and longitude after a geodesic of that azimuth (degrees) and length."""
    east, north, _ = geod().fwd(lon, lat, azimuth, distance_km * 1000.0)
    return float(north), float(east)


def _written(anchor: Anchor, scene: Scene) -> str:
    return scene.folded.source(anchor.start, anchor.end).strip()


def _elsewhere(anchor: Anchor, scene: Scene) -> str:
    if "nowhere" in scene.tokens[anchor.first].kinds:
        return f"known by name, but not where it is ({anchor.elsewhere})"
    return f"it lies outside the South China Sea, in {anchor.elsewhere}"


def _anaphor(scene: Scene) -> Spot | Unplaced:
    """Take 'the shoal' for the hint, or for the only place that the text names beyond doubt."""
    seas = geodata.place_kinds("water")
    others = tuple(dict.fromkeys(one.id for one in scene.others if one.kind not in seas))
    ids = scene.hints.place if len(scene.hints.place) == 1 else others
    if len(ids) != 1 and scene.hints.near is not None:
        return Spot(*scene.hints.near, _ROUGHLY_KM, None)
    if len(ids) != 1:
        return Unplaced("the text does not say which feature it counts from")
    return _whole(scene.gazetteer.features[ids[0]])


def _country(anchor: Anchor) -> Spot | Unplaced:
    shore = coasts().get(anchor.country)
    if shore is None:
        name = country_name(anchor.country)
        return Unplaced(f"{name} has more than one coast on this sea; name the province or the island")
    lat, lon = middle(shore.facing)
    return Spot(lat, lon, 0.0, None, coast=anchor.country)


def _named(anchor: Anchor, name: Name, scene: Scene) -> Spot | Unplaced:
    remaining = decide(name, scene.tokens[anchor.first].text, scene.folded, scene.others, scene.hints, scene.gazetteer)
    if not remaining:
        return Unplaced(f"'{_written(anchor, scene)}' means a place elsewhere here")
    features = [scene.gazetteer.features[one] for one in remaining]
    weak = name.quality == "part" or (name.needs_context and not _is_spelt_out(anchor, name, scene))
    weak = weak and not (len(name.features) == 1 and _is_sure(anchor, features[0], scene))
    weak = weak and not cued_by(scene.tokens[anchor.first].text, scene.folded.text, name.features)  # off Muara, Brunei
    together = _together(features) if len(features) > 1 and not weak else None
    if together is not None:
        return together
    alone = weak and len(name.features) == 1 and not _in_country(anchor, features[0], scene)
    alone = alone and not _is_met_at(anchor, features[0], scene)
    if len(features) > 1 or (alone and not _is_supported(features[0], scene)):
        return Unplaced(_doubt(_written(anchor, scene), name, features), remaining)
    if anchor.part_azimuth is not None and _is_other_side(anchor, features[0], scene):
        return Unplaced(f"'{_written(anchor, scene)}' is not {features[0].name}", remaining)
    if _is_ward(anchor, features[0], scene):
        return Unplaced(f"'{_written(anchor, scene)}' is a part of a town here")
    return _part(_whole(features[0]), anchor)


def _is_other_side(anchor: Anchor, feature: Feature, scene: Scene) -> bool:
    """Say whether a half name has another wind before it than the whole one: South Vereker Banks, not the North one."""
    wind, _, rest = scene.gazetteer.key(feature.name).partition(" ")
    azimuth = lexicon().phrases.get(wind, {}).get("bearing")
    half = rest != "" and not scene.tokens[anchor.first].text.startswith(wind)
    return half and azimuth is not None and float(azimuth) != anchor.part_azimuth


def _is_sure(anchor: Anchor, feature: Feature, scene: Scene) -> bool:
    """Say whether only a place of this sea can be meant: nautical miles count from it, or it has a lagoon.

    As in 30 nautical miles from Panatag, inside Mischief lagoon. Towns have more namesakes, and need a direction too.
    """
    if anchor.part == "lagoon":
        return True
    if _goes_on(anchor, scene):
        return False
    capital = scene.folded.cased and scene.folded.source(anchor.start, anchor.end)[:1].isupper()
    index, turned = anchor.first - 1, feature.kind not in geodata.place_kinds("in_country")
    while capital and index >= 0 and _leads(scene.tokens[index]):
        turned |= has(scene.tokens, index, "bearing")
        index -= 1
    return turned and -1 < index < anchor.first - 1 and str(scene.tokens[index].kinds.get("unit", "")) == NAUTICAL


def _leads(token: Token) -> bool:
    """Say whether a token may stand between a distance and a name; an article makes a ship or an office of it."""
    return token.text != "the" and any(kind in token.kinds for kind in _LEADING)


def _goes_on(anchor: Anchor, scene: Scene) -> bool:
    """Say whether a name is somebody's, or part of a longer one, or a province or a title behind a comma tells of it.

    As in 40 nautical miles from Robert's yacht, north of San Vicente, Ilocos Sur, from Collins, the skipper.
    """
    after = anchor.after
    if scene.tokens[after - 1].text == "s":
        return True
    if after == len(scene.tokens):
        return False
    parted = is_sign(scene.tokens, after, ",(") and after + 1 < len(scene.tokens)
    token = scene.tokens[after + parted]
    capital = scene.folded.source(token.start, token.end)[:1].isupper()
    told = parted and (capital or token.text == "the")  # , Ilocos Sur; , the skipper
    return told or token.text in {"s", "'"} or (capital and "word" in token.kinds)


def _is_met_at(anchor: Anchor, feature: Feature, scene: Scene) -> bool:
    """Say whether ships or a clash are told at a half name of the open sea: two boats were rammed off Triton."""
    if feature.group not in SEA_GROUPS or not scene.folded.cased:
        return False
    index = anchor.first - 1
    while has(scene.tokens, index, "lead"):
        index -= 1
    led = any(has(scene.tokens, index, kind) for kind in ("near", "off", "at"))
    capital = scene.folded.source(anchor.start, anchor.end)[:1].isupper()
    around = scene.tokens[max(anchor.first - _AROUND, 0) : anchor.after + _AROUND] if led and capital else ()
    return any("happening" in token.kinds for token in around)


def _in_country(anchor: Anchor, feature: Feature, scene: Scene) -> bool:
    """Say whether the country of a feature stands behind its name: Aur, Malaysia."""
    after = anchor.after
    told = scene.tokens[after + 1].kinds.get("country", "") if after + 1 < len(scene.tokens) else ""
    return is_sign(scene.tokens, after, ",") and told != "" and told == country_of().get(feature.id)


def _is_ward(anchor: Anchor, feature: Feature, scene: Scene) -> bool:
    """Say whether a name is that of a ward of another town: Barangay San Jose, Masinloc.

    The communes of the Spratlys are named after their islands, xã Song Tử Tây.
    """
    kinds = scene.tokens[anchor.first - 1].kinds if anchor.first else {}
    if "ward" not in kinds:
        return False
    if feature.group in SEA_GROUPS and not kinds["ward"] and not _in_unknown(anchor, scene):
        return False
    town = scene.gazetteer.key(feature.name)
    if town != scene.tokens[anchor.first].text and town in scene.folded.text:
        return False  # the gazetteer has the ward for its town: Barangay Tayamaan in Mamburao
    away = (
        kilometres(feature.lat, feature.lon, one.lat, one.lon) - one.radius_km for one in scene.others if one != feature
    )
    return feature.id not in scene.hints.place and min(away, default=_NEIGHBOUR_KM) >= _NEIGHBOUR_KM


def _in_unknown(anchor: Anchor, scene: Scene) -> bool:
    """Say whether a province that is not in the gazetteer follows: thị trấn Tri Tôn, tỉnh An Giang."""
    index = anchor.after + is_sign(scene.tokens, anchor.after, ",")
    led = index
    while has(scene.tokens, led, "generic") or has(scene.tokens, led, "lead"):
        led += 1
    return index > anchor.after and led > index and has(scene.tokens, led, "word")


def _is_spelt_out(anchor: Anchor, name: Name, scene: Scene) -> bool:
    """Say whether the diacritics tell the name from what it is confused with: Đá Lát from Da Lat."""
    token = scene.tokens[anchor.first]
    return plain(scene.folded.source(token.start, token.end)) in name.certain


def _whole(feature: Feature) -> Spot:
    coast = feature.id if is_land(feature) else ""
    return Spot(feature.lat, feature.lon, feature.radius_km, feature, coast=coast)


def _doubt(written: str, name: Name, features: Sequence[Feature]) -> str:
    names = ", ".join(one.name for one in features[:6])
    if len(features) == 1:
        return f"'{written}' alone may be something else than {names}; name it in full or add another place"
    kind = "part of the names" if name.quality == "part" else "a name"
    return f"'{written}' is {kind} of {names}; nothing in the text decides"


def _is_supported(feature: Feature, scene: Scene) -> bool:
    """Say whether something beside the name itself speaks for the feature."""
    hints = scene.hints
    if feature.id in hints.place:
        return True
    for other in (*scene.others, *(scene.gazetteer.features[one] for one in hints.place)):
        away = kilometres(feature.lat, feature.lon, other.lat, other.lon)
        akin = feature.group == other.group and feature.group not in {"", "other"}
        if other.id != feature.id and (akin or away < max(_NEIGHBOUR_KM, other.radius_km)):
            return True
    return hints.near is not None and kilometres(feature.lat, feature.lon, *hints.near) < _NEAR_KM


def _together(features: Sequence[Feature]) -> Spot | None:
    """Take features of one full name that lie close together as one place."""
    lat = sum(one.lat for one in features) / len(features)
    lon = sum(one.lon for one in features) / len(features)
    away = [kilometres(lat, lon, one.lat, one.lon) for one in features]
    if max(away) > _TOGETHER_KM:
        return None
    extent = max(gap + one.radius_km for gap, one in zip(away, features, strict=True))
    return Spot(lat, lon, extent, features[0], tuple(one.id for one in features[1:]))


def _part(whole: Spot, anchor: Anchor) -> Spot:
    """Move to the side of a feature that the words name: half its extent that way, and 0.6 of the extent left open."""
    if anchor.part == "entrance" and whole.feature is not None and whole.feature.kind in geodata.place_kinds("mouth"):
        return whole._replace(extent_km=whole.extent_km * _TO_MOUTH)
    if anchor.part_azimuth is None or anchor.coast:
        return whole
    lat, lon = forward(whole.lat, whole.lon, anchor.part_azimuth, whole.extent_km / 2)
    return Spot(lat, lon, whole.extent_km * 0.6, whole.feature, whole.others, whole.coast)
