"""Which of several places a name means, and whether it is a place at all.

A name that several features share, half a name, and a name that is also a town, a person or an everyday word settles
nothing alone. In this order, what decides is: a cue in the text (``contexts.csv``), another place in the text, a hint
(``place``), a point nearby (``near``), and who was there (``actors``). Where none of them decides, nothing is decided.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.geocoding.names import Gazetteer, Name
from scs_tracker.model import split_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyproj import Geod

    from scs_tracker.geocoding.forms import Anchor, Mention
    from scs_tracker.geocoding.names import Feature
    from scs_tracker.geocoding.normalise import Folded

#: A place in the text speaks for a candidate within this distance, if no other candidate is within it.
NEIGHBOUR_KM: Final = 250.0
#: So many places of one text are enough to settle what its other names mean.
_MOST_PLACES: Final = 24


class Hints(NamedTuple):
    """What is known beside the words.

    Attributes
    ----------
    place
        Features that the hint names.
    near
        Latitude and longitude that the place is near to.
    countries
        ISO 3166-1 alpha-2 codes of who was there.
    """

    place: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    countries: frozenset[str] = frozenset()


@functools.cache
def geod() -> Geod:
    """Return WGS 84 for distances and bearings."""
    from pyproj import Geod

    return Geod(ellps="WGS84")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the geodesic distance of two points on WGS 84 in kilometres."""
    return float(geod().inv(lon, lat, other_lon, other_lat)[2]) / 1000.0


def apart(points: Sequence[tuple[float, float]], others: Sequence[tuple[float, float]]) -> list[float]:
    """Return the geodesic distance of each point from the other one, latitude and longitude each, in kilometres."""
    lats, lons = zip(*points, strict=True)
    other_lats, other_lons = zip(*others, strict=True)
    metres: list[float] = geod().inv(lons, lats, other_lons, other_lats)[2]
    return [each / 1000.0 for each in metres]


def candidates(anchor: Anchor, gazetteer: Gazetteer) -> Name | None:
    """Return what the anchor's name may mean, narrowed by the other names in brackets behind it.

    A larger place in brackets says where the first one lies, Triton Island (Paracels); a smaller one is what is meant.
    """
    name = anchor.name
    if name is None or not anchor.aliases:
        return name
    shared = set(name.features)
    for alias in anchor.aliases:
        shared &= set(alias.features)
    same = [alias for alias in anchor.aliases if set(alias.features) & set(name.features)]
    around = [alias for alias in anchor.aliases if alias not in same]
    inner = _within(name, around, gazetteer) if same and around else None  # 卡加延省聖安娜（Santa Ana）
    if inner is None and not shared:
        inner = _within(name, anchor.aliases, gazetteer) or _within(anchor.aliases[0], (name,), gazetteer)
    if inner is not None:
        return inner
    if shared:
        return Name(tuple(one for one in name.features if one in shared), "exact", needs_context=False)
    if name.is_settled() and all(
        _tells(alias, gazetteer.features[name.features[0]], gazetteer) for alias in anchor.aliases
    ):
        return name
    certain = [one for one in (name, *anchor.aliases) if one.quality != "part" and not one.needs_context]
    if len(certain) == 1:
        return certain[0]
    return Name(tuple(dict.fromkeys(one for each in (name, *anchor.aliases) for one in each.features)), "part")


def _tells(alias: Name, feature: Feature, gazetteer: Gazetteer) -> bool:
    """Say whether a town or a province in brackets only tells where an island or a cape lies: Côn Đảo (Vũng Tàu)."""
    lands = [gazetteer.features[one] for one in alias.features]
    ashore = geodata.place_kinds("in_country")
    near = all(kilometres(one.lat, one.lon, feature.lat, feature.lon) <= one.radius_km + NEIGHBOUR_KM for one in lands)
    return near and feature.kind not in ashore and all(one.kind in ashore for one in lands)


def _within(name: Name, around: Sequence[Name], gazetteer: Gazetteer) -> Name | None:
    """Return the name with only those candidates that lie in each of the places around it, if there are any."""
    larger = [gazetteer.features[other.features[0]] for other in around]
    inside = tuple(one for one in name.features if all(_holds(each, gazetteer.features[one]) for each in larger))
    return Name(inside, "exact") if inside else None


def _holds(larger: Feature, smaller: Feature) -> bool:
    """Say whether a feature is a group, a sea or a province that another one lies in, or a coast that it belongs to."""
    apart = kilometres(larger.lat, larger.lon, smaller.lat, smaller.lon)
    beyond = NEIGHBOUR_KM if larger.kind in {"province", "island"} else smaller.radius_km
    return larger.radius_km > 2 * smaller.radius_km and apart <= larger.radius_km + beyond


def decide(
    name: Name, key: str, folded: Folded, others: Sequence[Feature], hints: Hints, gazetteer: Gazetteer
) -> tuple[str, ...]:
    """Return the features that remain of a name's candidates once the context has spoken.

    Parameters
    ----------
    name
        The candidates.
    key
        The folded name as matched.
    folded
        The whole text.
    others
        Features that the text names beyond doubt.
    hints
        What is known beside the words.
    gazetteer
        All features.

    Returns
    -------
    tuple of str
        One feature where the context decides, none where it says that the name means a place elsewhere; all candidates
        where it does not decide.
    """
    cued = cued_by(key, folded.text, name.features)
    if cued is not None:
        return (cued,) if cued else ()
    if name.is_settled():
        return name.features
    features = [gazetteer.features[one] for one in name.features]
    beside = _beside(features, others)
    for chosen in (beside, _hinted(features, hints, gazetteer), _near(features, hints)):
        if len(chosen) == 1:
            return chosen
    possible = tuple(one.id for one in features if _works_there(one, hints.countries))
    if len(possible) == 1 and len(features) > 1:
        return possible
    return beside or name.features


def cued_by(key: str, text: str, candidates: Sequence[str]) -> str | None:
    """Return the only candidate for which the text has a cue, or None where no cue decides.

    An empty string says that the name means a place elsewhere.
    """
    rows = _cues().get(key)
    if rows is None:
        return None
    found = {row[0] for row in rows if (not row[0] or row[0] in candidates) and row[1].search(text)}
    return found.pop() if len(found) == 1 else None


@geodata.cached
def _cues() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    from scs_tracker.geocoding.normalise import fold

    table: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in geodata.rows("contexts"):
        words = [re.escape(fold(word).text.strip()) for word in row["cues"].split(";")]
        pattern = re.compile("|".join(rf"(?<![a-z]){word}(?![a-z])" for word in words if word))
        for name in row["name"].split(";"):
            table.setdefault(fold(name).text.strip(), []).append((row["feature_id"], pattern))
    return table


def _beside(features: Sequence[Feature], others: Sequence[Feature]) -> tuple[str, ...]:
    """Return the candidates in whose group or neighbourhood another place of the text lies, the nearest such."""
    akin, near = set(), set()
    for feature in features:
        for other in others:
            if other.id == feature.id or other.kind == "sea":
                continue
            away = kilometres(feature.lat, feature.lon, other.lat, other.lon)
            same_group = feature.group == other.group and feature.group not in {"", "other"}
            if same_group or away < NEIGHBOUR_KM / 2:
                akin.add(feature.id)
            elif away < max(other.radius_km, NEIGHBOUR_KM if other.kind != "province" else 0.0):
                near.add(feature.id)
    found = akin or near
    return tuple(one.id for one in features if one.id in found)


def _hinted(features: Sequence[Feature], hints: Hints, gazetteer: Gazetteer) -> tuple[str, ...]:
    ids = tuple(one.id for one in features if one.id in hints.place)
    return ids if len(ids) == 1 else _beside(features, [gazetteer.features[one] for one in hints.place])


def _near(features: Sequence[Feature], hints: Hints) -> tuple[str, ...]:
    """Return the candidate near to the given point, if it is clearly nearer than the others."""
    if hints.near is None:
        return ()
    ranked = sorted((kilometres(one.lat, one.lon, *hints.near) - one.radius_km, one.id) for one in features)
    first = ranked[0][0]
    if first > NEIGHBOUR_KM or (len(ranked) > 1 and ranked[1][0] < 1.5 * max(first, 0.0) + 20.0):
        return ()
    return (ranked[0][1],)


@geodata.cached
def _workplaces() -> dict[str, frozenset[str]]:
    """Return whose services work in which group of features."""
    return {row["group"]: frozenset(split_list(row["countries"])) for row in geodata.rows("groups")}


@geodata.cached
def _claimants() -> frozenset[str]:
    return frozenset(row["country"] for row in geodata.rows("countries") if row["claimant"])


def _works_there(feature: Feature, countries: frozenset[str]) -> bool:
    """Say whether the services that were there work in the feature's group."""
    allowed = _workplaces().get(feature.group)
    claimants = countries & _claimants()
    return not claimants or allowed is None or claimants <= allowed


def undoubted(mentions: Sequence[Mention], rejected: Sequence[str], gazetteer: Gazetteer) -> list[Feature]:
    """Return the features that the text names beyond doubt, for the names that are in doubt.

    Two half names of one group speak for each other: at Mischief and Subi.
    """
    found: list[Feature] = []
    halves: list[Feature] = []
    for mention, reason in zip(mentions, rejected, strict=True):
        for anchor in (mention.anchor, mention.second):
            name = candidates(anchor, gazetteer) if anchor is not None and not reason else None
            if name is None or len(name.features) > 1 or name.needs_context:
                continue
            feature = gazetteer.features[name.features[0]]
            (halves if name.quality == "part" else found).append(feature)
    if not halves:
        return found if len(found) < 2 else list({feature.id: feature for feature in found}.values())[:_MOST_PLACES]
    parts = list({half.id: half for half in halves}.values())[:_MOST_PLACES]
    together = [one for one in parts if any(two.group == one.group and two.id != one.id for two in parts)]
    return list({feature.id: feature for feature in found + together}.values())[:_MOST_PLACES]
