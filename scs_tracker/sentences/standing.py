"""Describe the claims at a location: one sentence, a list of further facts, and a version in plain language.

All are composed from data: the zones that contain the location, the claimants of a feature on the date and the finding
of the 2016 Award on it. They state where a location is ('within 200 nm of Philippine baselines'), never who owns it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.geodata.region import NAUTICAL_MILE
from scs_tracker.sentences.language import SOURCE, current
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.standing_details import further, in_plain_words, of_sides
from scs_tracker.sentences.words import listed
from scs_tracker.sentences.zone_words import belts, features, filled, named, spoken, states
from scs_tracker.zones.claims import LEAST_SHARE, claimants_of_feature, zones
from scs_tracker.zones.coordinates import REGION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.zones.claims import Zone
    from scs_tracker.zones.membership import Membership

#: The most words of the main sentence; other facts are in the list.
MOST_WORDS: Final = 45
#: Other languages need more words, and the list of other facts is in English only.
_MORE_WORDS: Final = 2
#: A feature is named within its own extent or the reach of a territorial sea, at most this many at once.
_NEAR_NM: Final = 12.0
_NAMED: Final = 3
#: From this radius on, the sentence states the uncertainty radius.
_ROUGH_KM: Final = 20.0
#: From this radius on, only zones that cover at least half of the uncertainty area are named.
_VAGUE_KM: Final = 100.0


@dataclass(frozen=True, slots=True)
class Place:
    """The input of the claims sentence: zones, nearest feature, uncertainty, date and claims.

    ``date`` is a day, month or year, or an empty string; ``claimed`` has pairs of a claimant and a zone.
    """

    membership: Membership
    feature: str
    feature_nm: float
    radius_km: float = 0.0
    date: str = ""
    claimed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The claims at a location in words.

    ``sentence`` states what is certain in at most ``MOST_WORDS`` words, ``details`` has a sentence for each further
    fact, and ``plain`` is the main point for a reader without knowledge of the law of the sea.
    """

    sentence: str
    details: tuple[str, ...] = ()
    plain: str = ""


def standing(place: Place) -> Standing:
    """Return the claims at a location in words: main sentence, further facts and plain language.

    >>> from scs_tracker.zones.membership import Membership
    >>> nowhere = Place(Membership(), feature="reed-bank", feature_nm=400.0, radius_km=25.0)
    >>> standing(nowhere).sentence
    'Outside all zones in the dataset; the uncertainty radius is 25 km.'
    """
    if place.membership.outside:
        return Standing(_outside(), (), _outside())
    main = _main(place)
    told = [*main.left, *further(place.membership, main.around, place.date), *of_sides(place.membership, place.claimed)]
    plain = in_plain_words(place.membership, _on_land(place.membership), main.around, (place.date, place.claimed))
    return Standing(_sentence(main, place), tuple(spoken(clause) for clause in told), plain)


def sentence(place: Place) -> str:
    """Return only the main sentence on the claims at a location, which is faster for tables of many locations.

    >>> from scs_tracker.zones.membership import Membership
    >>> sentence(Place(Membership(certain=("ph-eez",)), feature="reed-bank", feature_nm=400.0))
    'Within 200 nm of Philippine baselines.'
    """
    return _outside() if place.membership.outside else _sentence(_main(place), place)


def _outside() -> str:
    return _("Outside the covered region ({region}); the dataset has no zones there.").format(region=REGION)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause about some zones, with the largest share of the uncertainty area that one of them covers."""

    words: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class _Main:
    """The clauses of the main sentence, those that did not fit into it, and the features at or around the location."""

    clauses: list[str]
    left: list[str]
    around: list[str]


def _main(place: Place) -> _Main:
    certain = [zones()[zone] for zone in place.membership.certain]
    at_feature = _at_feature(place, certain)
    within = {zone.feature for zone in certain if zone.kind == "territorial_sea"} - {""}
    within |= {place.feature} if at_feature else set()
    around = sorted(within, key=lambda feature: (feature != place.feature, feature))
    held = [clause.words for clause in _clauses(certain, place)]
    clauses, left = _fitting([*_on_land(place.membership), *at_feature, *held], place)
    possible, no_limit = _possible(place, within), all(zone.illustrative for zone in certain)
    if no_limit:  # the sentence names possible zones, those that cover most of the uncertainty area first
        possible.sort(key=lambda clause: -clause.share)
    likely = [_("possibly {clause}").format(clause=clause.words) for clause in possible]
    if no_limit:
        more, rest = _fitting(likely[:_NAMED], place, beside=clauses)
        none = [_("outside all zones in the dataset")] * (not clauses and not more)
        return _Main([*clauses, *more, *none], [*left, *rest, *likely[_NAMED:]], around)
    return _Main(clauses, [*left, *likely], around)


def _sentence(main: _Main, place: Place) -> str:
    said = _("the uncertainty radius is {km} km").format(km=f"{place.radius_km:,.0f}")
    return spoken("; ".join([*main.clauses, *([said] if place.radius_km >= _ROUGH_KM else [])]))


def near_nm(feature: str) -> float:
    """Return the distance from a feature, in nautical miles, up to which the main sentence names the feature."""
    return max(_NEAR_NM, features()[feature].radius_nm)


def extent_nm(feature: str) -> float:
    """Return the distance from a feature, in nautical miles, up to which a location counts as being at the feature."""
    return max(1.0, features()[feature].radius_nm)


def _fitting(clauses: Sequence[str], place: Place, *, beside: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """Return the clauses that fit into the main sentence, in order, and those that do not."""
    room = MOST_WORDS * (_MORE_WORDS if current() != SOURCE else 1) - (9 if place.radius_km >= _ROUGH_KM else 0)
    room -= sum(len(clause.split()) for clause in beside)
    kept: list[str] = []
    left: list[str] = []
    for clause in clauses:
        words = len(clause.split())
        (kept if words <= room else left).append(clause)
        room -= words if words <= room else 0
    if kept or beside or not left:
        return kept, left
    return [left[0].partition(", claimed by ")[0]], left  # one clause alone is too long: its facts go to the list


def _possible(place: Place, within: set[str]) -> list[_Clause]:
    """Return clauses on the possible zones, for a vague location only those that cover half of its uncertainty area."""
    held = [zones()[zone] for zone in place.membership.possible]
    if place.radius_km >= _VAGUE_KM:
        shares = dict(place.membership.shares)
        held = [zone for zone in held if round(shares.get(zone.id, 0.0), 3) >= LEAST_SHARE]
    doubtful = [zone for zone in held if not zone.feature or zone.feature not in within]
    unsure = [zone for zone in doubtful if zone.possible_only and zone.feature]
    clauses = _clauses([zone for zone in doubtful if zone not in unsure], place)
    names = _shown(sorted({features()[zone.feature].name for zone in unsure}))
    one = _("within 12 nm of {names}, which is not known to be above high tide")
    said = one if len(names) == 1 else _("within 12 nm of {names}, which are not known to be above high tide")
    return [*clauses, *([_Clause(said.format(names=listed(names)), _share(unsure, place))] if names else [])]


def _share(held: Iterable[Zone], place: Place) -> float:
    """Return the largest share of the uncertainty area that one of the zones covers, at its stored precision."""
    shares = dict(place.membership.shares)
    return max((round(shares.get(zone.id, 0.0), 3) for zone in held), default=0.0)


def _on_land(membership: Membership) -> list[str]:
    if "land" in membership.certain:
        return [_("on land")]
    return [_("at least half on land")] if dict(membership.shares).get("land", 0.0) >= 0.5 else []


def _at_feature(place: Place, certain: Sequence[Zone]) -> list[str]:
    """Return a list with a phrase for the feature at the location, empty if it is far or another clause names it."""
    around = {zone.feature for zone in certain if zone.kind == "territorial_sea"}
    if not place.feature or place.feature_nm > near_nm(place.feature) or place.feature in around:
        return []
    at, radius_nm = place.feature_nm <= extent_nm(place.feature), place.radius_km * 1000 / NAUTICAL_MILE
    wide = place.radius_km >= _ROUGH_KM and radius_nm > extent_nm(place.feature)
    if wide and (not at or place.radius_km >= _VAGUE_KM):
        return []
    if at:
        where = _("around {feature}") if wide else _("at {feature}")
    else:
        where = _("about {miles} nm from {feature}") if place.radius_km >= 1 else _("{miles} nm from {feature}")
    return [where.format(miles=f"{place.feature_nm:.0f}", feature=_described(place.feature, place.date, current()))]


@geodata.cached
def _described(feature: str, date: str, _in: str) -> str:
    """Return a feature's name with its claimants on the date and the Award's finding."""
    who = claimants_of_feature(feature, date)
    found = geodata.values_by("award_status", "feature_id", "words").get(feature, "")
    facts = [_("claimed by {names}").format(names=states(who))] if who else []
    if any(zone.possible_only and zone.feature == feature for zone in zones().values()):
        facts.append(_("not known to be above high tide"))
    name, joint = features()[feature].name, f", {_('and')} "
    return "; ".join([f"{name}, {joint.join(facts)}" if facts else name, *([_(found)] if found else [])])


def _clauses(held: Sequence[Zone], place: Place) -> list[_Clause]:
    """Return the clauses about the zones, nearest first: features, baselines, all else."""
    around = [zone for zone in held if zone.feature]
    clauses = _around(around, "territorial_sea", _("within 12 nm of {features}"), place)
    clauses = clauses or _around(around, "contiguous_zone", _("12 to 24 nm from {features}"), place)
    ids = tuple(zone.id for zone in held if not zone.feature and zone.kind != "land")
    return clauses + [
        _Clause(words, _share((zones()[zone] for zone in told), place)) for told, words in _of_zones(ids, current())
    ]


@geodata.cached
def _of_zones(ids: tuple[str, ...], _in: str) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the clauses about zones without a feature, for any date, each with its zones."""
    held, words = [zones()[zone] for zone in ids], geodata.values_by("zone_kinds", "kind", "words")
    clauses = []
    for kind in belts():
        mine = [zone for zone in held if zone.belt and zone.kind == kind]
        if who := sorted({code for zone in mine for code in zone.claimants}):
            clauses.append((tuple(zone.id for zone in mine), filled(words[kind], who)))
    return (*clauses, *(((zone.id,), named(zone)) for zone in held if not zone.belt))


def _around(held: Iterable[Zone], kind: str, words: str, place: Place) -> list[_Clause]:
    """Return clauses on the features whose belt contains the location: the nearest in full, others by name."""
    found = [zone for zone in held if zone.kind == kind]
    if not found:
        return []
    found.sort(key=lambda zone: (zone.feature != place.feature, features()[zone.feature].name))
    first, *others = found
    names = _shown([features()[zone.feature].name for zone in others])
    told = [([first], _described(first.feature, place.date, current())), (others, listed(names))]
    return [_Clause(words.format(features=text), _share(own, place)) for own, text in told if own]


def _shown(names: Sequence[str]) -> list[str]:
    """Return up to three names, and a note that there are others."""
    return [*names[:_NAMED], *([_("others")] if len(names) > _NAMED else [])]
