"""What a position means, in one plain sentence.

The sentence is composed from data: the zones that hold the place, who claims a feature (feature_claims.csv) and what
the 2016 Award found on it (award_status.csv). It says where the place lies ('within 200 M of Philippine baselines'),
never whose it is. What is only possible is said to be, and what is not sourced is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day, split_list
from scs_tracker.zones.coordinates import REGION
from scs_tracker.zones.limits import NAUTICAL_MILE
from scs_tracker.zones.table import load_zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scs_tracker.zones.membership import Membership

#: What the Award found, by how award_status.csv begins to say it.
_AWARD: Final = {
    "high-tide feature (rock)": "the 2016 Award found to be a rock without deciding sovereignty",
    "high-tide feature, legally a rock": "the 2016 Award held to be a rock in law, like all high-tide features of the "
    "Spratlys, without deciding sovereignty",
    "low-tide elevation": "the 2016 Award found to be a low-tide elevation",
}
#: Zones whose names say too little or too much inside a sentence.
_PHRASES: Final = {
    "cn-dash-area": "inside the illustrative dash area",
    "cn-fishing-ban": "inside the illustrative area of China's yearly fishing ban, then in force",
    "ph-kig": "inside the Kalayaan area of Philippine Presidential Decree 1596",
    "ph-treaty-limits": "inside the Philippine treaty limits of 1898",
}
#: Belts measured from a country's own baselines or coast: how they are named in ids, and in the sentence.
_FROM_BASELINES: Final = {
    "internal": "landward of {} baselines",
    "archipelagic": "inside {} archipelagic baselines",
    "ts": "within 12 M of {} baselines",
    "cz": "12 to 24 M from {} baselines",
    "eez": "within 200 M of {} baselines",
}
#: A feature is spoken of within its own extent or the reach of a territorial sea, and no more than so many at once.
_NEAR_NM: Final = 12.0
_NAMED: Final = 3
#: From this radius on the sentence says how roughly the place is known.
_ROUGH_KM: Final = 20.0
#: From this radius on it names no possible zones, only who claims them.
_VAGUE_KM: Final = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """What the sentence is made from.

    Attributes
    ----------
    membership
        The zones.
    feature, feature_nm
        The nearest feature of the gazetteer, and how far it is.
    radius_km
        How roughly the place is known.
    date
        Day, month or year, or an empty string.
    """

    membership: Membership
    feature: str
    feature_nm: float
    radius_km: float = 0.0
    date: str = ""


@dataclass(frozen=True, slots=True)
class _Feature:
    name: str
    award: str
    radius_nm: float


@dataclass(frozen=True, slots=True)
class _Zone:
    id: str
    kind: str
    name: str
    claimants: tuple[str, ...]
    feature: str
    possible_only: bool


def sentence(place: Place) -> str:
    """Return the standing of a place as one sentence.

    Examples
    --------
    >>> from scs_tracker.zones.membership import Membership
    >>> nowhere = Place(Membership(), feature="reed-bank", feature_nm=40.0, radius_km=25.0)
    >>> sentence(nowhere)
    'In none of the zones held; the place is known only to within 25 km.'
    """
    membership = place.membership
    if membership.outside:
        return f"Outside the region that is covered, {REGION}: nothing is held on it."
    certain = [_zones()[zone] for zone in membership.certain]
    possible = [_zones()[zone] for zone in membership.possible]
    at_feature = _at_feature(place, certain)
    known = {zone.feature for zone in certain} | ({place.feature} if at_feature else set())
    clauses = [*_on_land(membership), *at_feature, *_clauses(certain, place)]
    if place.radius_km < _VAGUE_KM:
        doubtful = [zone for zone in possible if not zone.feature or zone.feature not in known]
        clauses += [f"possibly {clause}" for clause in _clauses(doubtful, place)]
    elif who := sorted({code for zone in possible for code in zone.claimants}):
        clauses.append(
            f"possibly in zones that {_listed([_country(code) for code in who])} claim{'s' * (len(who) == 1)}"
        )
    if not clauses:
        clauses = ["in none of the zones held"]
    if place.radius_km >= _ROUGH_KM:
        clauses.append(f"the place is known only to within {place.radius_km:,.0f} km")
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}."


def near_nm(feature: str) -> float:
    """Return up to which distance from its nearest feature the sentence names it."""
    return max(_NEAR_NM, _features()[feature].radius_nm)


def extent_nm(feature: str) -> float:
    """Return up to which distance from its point a place is at a feature; beyond, it is so many miles from it."""
    return max(1.0, _features()[feature].radius_nm)


def names_features(membership: Membership) -> bool:
    """Say whether a belt around a feature is among the zones, so that the sentence names who claims the feature."""
    return any(_zones()[zone].feature for zone in (*membership.certain, *membership.possible))


def claimants(membership: Membership) -> tuple[str, ...]:
    """Return who claims the zones of a place, certain and possible, as sorted ISO 3166-1 codes."""
    held = (_zones()[zone].claimants for zone in (*membership.certain, *membership.possible))
    return tuple(sorted({code for codes in held for code in codes}))


def award_code(feature: str) -> str:
    """Return the code of features.csv for what the 2016 Award found; empty where its text was not read.

    Examples
    --------
    >>> award_code("scarborough-shoal"), award_code("reed-bank")
    ('rock', '')
    """
    status = _award().get(feature)
    if status is not None and not any(status.startswith(known) for known in _AWARD):
        return ""
    return _features()[feature].award


def _on_land(membership: Membership) -> list[str]:
    if "land" in membership.certain:
        return ["on land"]
    return ["at least half on land"] if dict(membership.shares).get("land", 0.0) >= 0.5 else []


def _at_feature(place: Place, certain: Sequence[_Zone]) -> list[str]:
    """Name the feature that the place is at, unless a territorial sea around it says so anyway."""
    around = {zone.feature for zone in certain if zone.kind == "territorial_sea"}
    if not place.feature or place.feature_nm > near_nm(place.feature) or place.feature in around:
        return []
    at, radius_nm = place.feature_nm <= extent_nm(place.feature), place.radius_km * 1000 / NAUTICAL_MILE
    wide = place.radius_km >= _ROUGH_KM and radius_nm > extent_nm(place.feature)
    if wide and (not at or place.radius_km >= _VAGUE_KM):
        return []
    about = "about " if place.radius_km >= 1 else ""
    where = ("around" if wide else "at") if at else f"{about}{place.feature_nm:.0f} M from"
    return [f"{where} {_described(place.feature, place.date)}"]


def _described(feature: str, date: str) -> str:
    """Return a feature's name with who claims it and what the Award found."""
    who = [_country(code) for code in _claims(feature, date)]
    award = next((words for known, words in _AWARD.items() if _award().get(feature, "").startswith(known)), "")
    facts = ([f"{_listed(who)} claim{'s' if len(who) == 1 else ''}"] if who else []) + ([award] if award else [])
    clauses = [f"which {' and '.join(facts)}"] if facts else []
    if feature in _unsure():
        clauses.append("which is not known to stand above high tide")
    name = _features()[feature].name
    return f"{name}, {' and '.join(clauses)}" if clauses else name


def _clauses(zones: Sequence[_Zone], place: Place) -> list[str]:
    """Return what there is to say of the zones, nearest first: features, baselines, all else."""
    around = [zone for zone in zones if zone.feature]
    clauses = _around(around, "territorial_sea", "within 12 M of", place)
    clauses = clauses or _around(around, "contiguous_zone", "12 to 24 M from", place)
    rest = [zone for zone in zones if zone not in around and zone.kind != "land"]
    for belt, words in _FROM_BASELINES.items():
        who = sorted({code for zone in rest if _belt(zone) == belt for code in zone.claimants})
        if who:
            clauses.append(words.format(_listed([_adjective(code) for code in who])))
    return clauses + [_named(zone) for zone in rest if not _belt(zone)]


def _belt(zone: _Zone) -> str:
    """Return which belt around its claimant's own coast the id of a zone says it is: ``ph-eez``, ``vn-ts-tonkin``."""
    country, belt = [*zone.id.split("-"), ""][:2]
    return belt if belt in _FROM_BASELINES and zone.claimants == (country.upper(),) else ""


def _named(zone: _Zone) -> str:
    """Return where a place in the zone is, in the words of the zone's name."""
    if zone.id in _PHRASES:
        return _PHRASES[zone.id]
    if zone.name.startswith("Within "):
        return f"w{zone.name[1:]}"
    if zone.name.startswith("Waters "):
        return f"in w{zone.name[1:]}"
    who = _listed([_country(code) for code in zone.claimants])
    return f"inside {zone.name}" + (f", as claimed by {who}" if who else "")


def _around(zones: Iterable[_Zone], kind: str, words: str, place: Place) -> list[str]:
    """Name up to three features whose belt of that kind holds the place, the nearest one in full."""
    features = [zone.feature for zone in zones if zone.kind == kind]
    if not features:
        return []
    features.sort(key=lambda feature: (feature != place.feature, _features()[feature].name))
    others = [_features()[feature].name for feature in features[1:]]
    text = f"{words} {_described(features[0], place.date)}"
    if not others:
        return [text]
    more = len(others) - _NAMED + 1
    shown = others if more <= 1 else [*others[: _NAMED - 1], f"{more} other features"]
    return [text, f"{words} {_listed(shown)}"]


@geodata.cached
def _countries() -> dict[str, dict[str, str]]:
    """Return how the countries around this sea are called here, and their baselines."""
    return {row["country"]: row for row in geodata.rows("countries")}


def _country(code: str) -> str:
    return _countries()[code]["name"] if code in _countries() else code


def _adjective(code: str) -> str:
    return _countries()[code]["adjective"] if code in _countries() else code


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@geodata.cached
def _zones() -> Mapping[str, _Zone]:
    columns = ("id", "kind", "name", "claimants", "feature_id", "certainty")
    return {
        zone: _Zone(zone, kind, name, tuple(split_list(who)), feature, certainty == "possible_only")
        for zone, kind, name, who, feature, certainty in zip(*(load_zones()[name] for name in columns), strict=True)
    }


@geodata.cached
def _unsure() -> frozenset[str]:
    return frozenset(zone.feature for zone in _zones().values() if zone.feature and zone.possible_only)


@geodata.cached
def _features() -> Mapping[str, _Feature]:
    rows = geodata.table("features").to_dict("records")
    return {
        row["id"]: _Feature(row["name"], row["award_2016"], float(row["radius_km"]) * 1000 / NAUTICAL_MILE)
        for row in rows
    }


@geodata.cached
def _award() -> Mapping[str, str]:
    table = geodata.table("award_status")
    return dict(zip(table["feature_id"], table["status"], strict=True))


def _claims(feature: str, date: str) -> list[str]:
    """Return who claimed the feature on some day of the date, sorted; of an unknown date who ever did."""
    first, last = (first_day(date), last_day(date)) if date else ("", "9999")
    return sorted(
        country
        for country, since, until in _claimed().get(feature, ())
        if (not since or first_day(since) <= last) and (not until or last_day(until) >= first)
    )


@geodata.cached
def _claimed() -> Mapping[str, list[tuple[str, str, str]]]:
    table = geodata.table("feature_claims")
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in table[table["role"] == "claims"].to_dict("records"):
        found.setdefault(row["feature_id"], []).append((row["country"], row["since"], row["until"]))
    return found
