"""What a position means: one plain sentence, the rest as a list, and the same in a layperson's words.

All are composed from data: the zones that hold the place, who claims a feature on the date (feature_claims.csv), what
the 2016 Award found on it (award_status.csv) and how each kind of zone is spoken of (kinds.csv). They say where the
place lies ('within 200 M of Philippine baselines'), never whose it is. What is only possible is said to be, and what is
not sourced is not said.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.zones.claims import claimants_of_feature, not_traced, zones
from scs_tracker.zones.coordinates import REGION
from scs_tracker.zones.limits import NAUTICAL_MILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scs_tracker.zones.claims import Zone
    from scs_tracker.zones.membership import Membership

#: The main sentence has no more words than this; what does not fit is in the list.
MOST_WORDS: Final = 45
#: Gives a text of this module, or of the data on zones, in the words of another language.
_words_of: ContextVar[tuple[str, Callable[[str], str]] | None] = ContextVar("words_of", default=None)
#: How catalogues tell 'Chinese' as in 'Chinese baselines' from the name of the language.
_OF_A_STATE: Final = "{adjective} (of a State)"
#: Other languages take more words for the same, and what does not fit is told in English alone.
_MORE_WORDS: Final = 2
#: Zones whose names say too little or too much inside a sentence.
_PHRASES: Final = {
    "cn-dash-area": "inside the illustrative dash area",
    "cn-fishing-ban": "inside the illustrative area of China's yearly fishing ban, then in force",
    "ph-kig": "inside the Kalayaan area of Philippine Presidential Decree 1596",
    "ph-treaty-limits": "inside the Philippine treaty limits of 1898",
}
#: A feature is spoken of within its own extent or the reach of a territorial sea, and no more than so many at once.
_NEAR_NM: Final = 12.0
_NAMED: Final = 3
#: From this radius on the sentence says how roughly the place is known.
_ROUGH_KM: Final = 20.0
#: From this radius on nothing names possible zones, only who claims them.
_VAGUE_KM: Final = 100.0


@contextmanager
def in_words_of(language: str, say: Callable[[str], str]) -> Iterator[None]:
    """Compose ``Standing.sentence`` and ``Standing.plain`` in another language until the end of the block.

    Parameters
    ----------
    language
        Its name, by which what was composed is kept.
    say
        Gives each text of ``texts`` and of the tables of zones in that language; what is in braces is filled in after.
    """
    token = _words_of.set((language, say))
    try:
        yield
    finally:
        _words_of.reset(token)


def _(text: str) -> str:
    words = _words_of.get()
    return text if words is None else words[1](text)


def _language() -> str:
    """Return in what language sentences are composed now; nothing for that of the code."""
    words = _words_of.get()
    return "" if words is None else words[0]


def texts() -> list[str]:
    """Return the texts of the tables that sentences are made of, for the catalogues."""
    kinds = [
        row[column] for row in _kinds().values() for column in ("words", "plain") if row["belt"] or column != "plain"
    ]
    awards = [row["words"] for row in _award().values()]
    adjectives = [_OF_A_STATE.format(adjective=row["adjective"]) for row in _countries().values()]
    return [text for text in (*kinds, *awards, *adjectives, *_PHRASES.values()) if text and text != "{name}"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a standing is made from.

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
class Standing:
    """What a position means.

    Attributes
    ----------
    sentence
        One sentence of at most ``MOST_WORDS`` words: what holds for certain.
    details
        What else is to say, a sentence each: what is possible, what the Award said in which paragraph, what was not
        traced.
    plain
        The main point for a reader who knows no law of the sea.
    """

    sentence: str
    details: tuple[str, ...] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True)
class _Feature:
    name: str
    award: str
    radius_nm: float


def standing(place: Place) -> Standing:
    """Return what a place means.

    Examples
    --------
    >>> from scs_tracker.zones.membership import Membership
    >>> nowhere = Place(Membership(), feature="reed-bank", feature_nm=400.0, radius_km=25.0)
    >>> standing(nowhere).sentence
    'In none of the zones held; the place is known only to within 25 km.'
    """
    if place.membership.outside:
        return Standing(_outside(), (), _outside())
    main = _main(place)
    possible = main.possible if main.possible is not None else _possibly(place, main.spoken)
    told = [*main.short, *possible, *_reef_edges(place.membership), *_award_details(main.spoken)]
    told += [*_untraced_claims(main.spoken, place), *_untraced_zones(place)]
    details = tuple(_spoken(clause) for clause in told)
    return Standing(_sentence(main, place), details, _plain(place, main.certain, main.spoken))


def sentence(place: Place) -> str:
    """Return the sentence of a place alone, for millions of them.

    Examples
    --------
    >>> from scs_tracker.zones.membership import Membership
    >>> sentence(Place(Membership(certain=("ph-eez",)), feature="reed-bank", feature_nm=400.0))
    'Within 200 M of Philippine baselines.'
    """
    return _outside() if place.membership.outside else _sentence(_main(place), place)


def _outside() -> str:
    return _("Outside the region that is covered, {region}: nothing is held on it.").format(region=REGION)


@dataclass(frozen=True, slots=True)
class _Main:
    """What the sentence says, what did not fit into it, and the zones and features that it speaks of.

    ``possible`` is what is left of the possible zones where one had to stand in the sentence, else None.
    """

    clauses: list[str]
    short: list[str]
    certain: list[Zone]
    spoken: set[str]
    possible: list[str] | None = None


def _main(place: Place) -> _Main:
    certain = [zones()[zone] for zone in place.membership.certain]
    at_feature = _at_feature(place, certain)
    spoken = {zone.feature for zone in certain if zone.kind == "territorial_sea"} - {""}
    spoken |= {place.feature} if at_feature else set()
    short, clauses = _fitting([*_on_land(place.membership), *at_feature, *_clauses(certain, place)], place)
    if clauses:
        return _Main(clauses, short, certain, spoken)
    first, *rest = [*_possibly(place, spoken), _("in none of the zones held")]
    return _Main([first], short, certain, spoken, rest[:-1])


def _possibly(place: Place, spoken: set[str]) -> list[str]:
    return [_("possibly {clause}").format(clause=clause) for clause in _possible(place, spoken)]


def _sentence(main: _Main, place: Place) -> str:
    said = _("the place is known only to within {km} km").format(km=f"{place.radius_km:,.0f}")
    return _spoken("; ".join([*main.clauses, *([said] if place.radius_km >= _ROUGH_KM else [])]))


def near_nm(feature: str) -> float:
    """Return up to which distance from its nearest feature the sentence names it."""
    return max(_NEAR_NM, _features()[feature].radius_nm)


def extent_nm(feature: str) -> float:
    """Return up to which distance from its point a place is at a feature; beyond, it is so many miles from it."""
    return max(1.0, _features()[feature].radius_nm)


def names_features(membership: Membership) -> bool:
    """Say whether a belt around a feature is among the zones, so that the words name who claims the feature."""
    held = (*membership.certain, *membership.possible, *membership.untraced)
    return any(zones()[zone].feature for zone in held)


def award_code(feature: str) -> str:
    """Return the code for what the 2016 Award found: of award_status.csv, else of features.csv.

    Examples
    --------
    >>> award_code("scarborough-shoal"), award_code("reed-bank")
    ('rock', 'submerged')
    """
    row = _award().get(feature)
    return row["code"] if row is not None else _features()[feature].award


def _spoken(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _fitting(clauses: Sequence[str], place: Place) -> tuple[list[str], list[str]]:
    """Return the clauses that do not fit into the main sentence, and those that do, in their order."""
    room = MOST_WORDS * (1 if _words_of.get() is None else _MORE_WORDS) - (9 if place.radius_km >= _ROUGH_KM else 0)
    kept: list[str] = []
    left: list[str] = []
    for clause in clauses:
        words = len(clause.split())
        if words <= room:
            room -= words
            kept.append(clause)
        else:
            left.append(clause)
    if kept or not left:
        return left, kept
    return left, [left[0].partition(", which ")[0]]  # one clause alone is too long: its facts go to the list


def _possible(place: Place, spoken: set[str]) -> list[str]:
    """Return what is possible: of a vague place only who claims the zones, else the zones."""
    held = [zones()[zone] for zone in place.membership.possible]
    if place.radius_km >= _VAGUE_KM:
        who = sorted({code for zone in held for code in zone.claimants})
        said = _("in zones that {names} claims") if len(who) == 1 else _("in zones that {names} claim")
        return [said.format(names=_listed([_country(code) for code in who]))] if who else []
    doubtful = [zone for zone in held if not zone.feature or zone.feature not in spoken]
    unsure = [zone for zone in doubtful if zone.possible_only and zone.feature]
    clauses = _clauses([zone for zone in doubtful if zone not in unsure], place)
    names = _shown(sorted({_features()[zone.feature].name for zone in unsure}))
    one = _("within 12 M of {names}, which is not known to stand above high tide")
    more = _("within 12 M of {names}, which are not known to stand above high tide")
    return clauses + [(one if len(names) == 1 else more).format(names=_listed(names))] * bool(names)


def _on_land(membership: Membership) -> list[str]:
    if "land" in membership.certain:
        return [_("on land")]
    return [_("at least half on land")] if dict(membership.shares).get("land", 0.0) >= 0.5 else []


def _at_feature(place: Place, certain: Sequence[Zone]) -> list[str]:
    """Name the feature that the place is at, unless a territorial sea around it says so anyway."""
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
        where = _("about {miles} M from {feature}") if place.radius_km >= 1 else _("{miles} M from {feature}")
    return [where.format(miles=f"{place.feature_nm:.0f}", feature=_described(place.feature, place.date, _language()))]


@geodata.cached
def _described(feature: str, date: str, _in: str) -> str:
    """Return a feature's name with who claims it on the date and what the Award found."""
    who = [_country(code) for code in claimants_of_feature(feature, date)]
    award = _award().get(feature, {}).get("words", "")
    claimed = _("{names} claims") if len(who) == 1 else _("{names} claim")
    facts = ([claimed.format(names=_listed(who))] if who else []) + ([_(award)] if award else [])
    joint = f" {_('and')} "
    clauses = [_("which {facts}").format(facts=joint.join(facts))] if facts else []
    if feature in _unsure():
        clauses.append(_("which is not known to stand above high tide"))
    name = _features()[feature].name
    return f"{name}, {joint.join(clauses)}" if clauses else name


def _clauses(held: Sequence[Zone], place: Place) -> list[str]:
    """Return what there is to say of the zones, nearest first: features, baselines, all else."""
    around = [zone for zone in held if zone.feature]
    clauses = _around(around, "territorial_sea", _("within 12 M of {features}"), place)
    clauses = clauses or _around(around, "contiguous_zone", _("12 to 24 M from {features}"), place)
    ids = tuple(zone.id for zone in held if not zone.feature and zone.kind != "land")
    return clauses + list(_of_zones(ids, _language()))


@geodata.cached
def _of_zones(ids: tuple[str, ...], _in: str) -> tuple[str, ...]:
    """Return what there is to say of zones that no feature has, whatever the date."""
    held = [zones()[zone] for zone in ids]
    clauses = []
    for kind in _belts():
        who = sorted({code for zone in held if _belt(zone) == kind for code in zone.claimants})
        if who:
            clauses.append(_filled(_kinds()[kind]["words"], who))
    return (*clauses, *(_named(zone) for zone in held if not _belt(zone)))


def _filled(template: str, who: Sequence[str], name: str = "") -> str:
    adjectives, names = _listed([_adjective(code) for code in who]), _listed([_country(code) for code in who])
    one, english = len(who) == 1, _words_of.get() is None
    s, plural = ("s" if one else "", "" if one else "s") if english else ("", "")
    return _(template).format(adjectives=adjectives, names=names, name=_(name), s=s, plural=plural)


def _belt(zone: Zone) -> str:
    """Return the kind of a zone that its id says to be a belt around its claimant's own coast, as ``ph-eez`` does."""
    return _own_belts().get(zone.id, "")


@geodata.cached
def _own_belts() -> dict[str, str]:
    found = {}
    for zone in zones().values():
        country, belt = [*zone.id.split("-"), ""][:2]
        if belt and zone.claimants == (country.upper(),) and _kinds().get(zone.kind, {}).get("belt") == belt:
            found[zone.id] = zone.kind
    return found


def _named(zone: Zone) -> str:
    """Return where a place in the zone is, in the words of the zone's name."""
    if zone.id in _PHRASES:
        return _(_PHRASES[zone.id])
    name = _(zone.name)
    if zone.name.startswith("Within "):
        return f"{name[0].lower()}{name[1:]}"
    if zone.name.startswith("Waters "):
        return _("in {waters}").format(waters=f"{name[0].lower()}{name[1:]}")
    if not zone.claimants:
        return _("inside {name}").format(name=name)
    return _filled(_kinds().get(zone.kind, {}).get("words") or "inside {name}", zone.claimants, zone.name)


def _around(held: Iterable[Zone], kind: str, words: str, place: Place) -> list[str]:
    """Name up to three features whose belt of that kind holds the place, the nearest one in full."""
    features = [zone.feature for zone in held if zone.kind == kind]
    if not features:
        return []
    features.sort(key=lambda feature: (feature != place.feature, _features()[feature].name))
    others = [_features()[feature].name for feature in features[1:]]
    text = words.format(features=_described(features[0], place.date, _language()))
    return [text, words.format(features=_listed(_shown(others, _NAMED - 1)))] if others else [text]


def _shown(names: Sequence[str], most: int = _NAMED) -> list[str]:
    """Return the first names, and how many more there are."""
    more = len(names) - most
    return list(names) if more <= 1 else [*names[:most], _("{count} other features").format(count=more)]


def _award_details(spoken: set[str]) -> list[str]:
    """Say in which paragraphs the Award found what it found on the features that were spoken of."""
    told = []
    for feature in sorted(spoken):
        row = _award().get(feature, {})
        said = row.get("paragraphs", "")
        where = [f"paragraph{'s' * (not said.isdigit())} {said}"] if said[:1].isdigit() else []
        where += [f"dispositif {row['dispositif']}"] if row.get("dispositif", "").startswith("1203") else []
        facts = [*where, *([row["note"]] if row.get("note") else [])]
        if facts:
            told.append(f"the 2016 Award on {_features()[feature].name}: {'; '.join(facts)}")
    return told


def _reef_edges(membership: Membership) -> list[str]:
    """Name the features whose reef, if it counts (Article 6), has its edge within 12 M of the place."""
    held = [zone.feature for zone in (zones()[one] for one in membership.certain) if zone.kind == "reef_belt"]
    names = sorted(_features()[feature].name for feature in held)
    return [f"measured from the edge of the reef (Article 6), within 12 M of {_listed(names)}"] if names else []


def _untraced_claims(spoken: set[str], place: Place) -> list[str]:
    return [
        f"a {_adjective(code)} claim to {_features()[feature].name} is not traced before {since}"
        for feature in sorted(spoken)
        for code, since in not_traced(feature, place.date)
    ]


def _untraced_zones(place: Place) -> list[str]:
    """Say of which zones around coasts the claim was not traced by the date; a belt around a feature follows that."""
    told: dict[str, list[str]] = {}
    for held in (zones()[zone] for zone in place.membership.untraced):
        if held.feature:
            continue
        words = _filled(_kinds()[held.kind]["words"], held.claimants) if _belt(held) else _named(held)
        told.setdefault(held.since, []).append(words)
    return [
        f"claims not traced before {since}: {', '.join(dict.fromkeys(words))}" for since, words in sorted(told.items())
    ]


def _plain(place: Place, certain: Sequence[Zone], spoken: set[str]) -> str:
    """Return the main point in everyday words: the nearest belt of each State, and whether a feature is disputed."""
    clauses = _on_land(place.membership)
    for kind in _belts():
        who = sorted({code for zone in certain if _belt(zone) == kind for code in zone.claimants})
        if who:
            clauses.append(_filled(_kinds()[kind]["plain"], who))
    for feature in sorted(spoken, key=lambda one: one != place.feature)[:1]:
        who = [_country(code) for code in claimants_of_feature(feature, place.date)]
        if len(who) > 1:
            disputed = _("{names} claim {feature}; who owns it is not decided")
            clauses.append(disputed.format(names=_listed(who), feature=_features()[feature].name))
    return _spoken("; ".join(clauses)) if clauses else _("In no State's coastal waters for certain.")


def _country(code: str) -> str:
    return _(_countries()[code]["name"]) if code in _countries() else code


def _adjective(code: str) -> str:
    if code not in _countries():
        return code
    word = _countries()[code]["adjective"]
    return word if _words_of.get() is None else _(_OF_A_STATE.format(adjective=word))


def _listed(words: Sequence[str]) -> str:
    return f" {_('and')} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@geodata.cached
def _countries() -> dict[str, dict[str, str]]:
    """Return how the countries around this sea are called here, and their baselines."""
    return {row["country"]: row for row in geodata.rows("countries")}


@geodata.cached
def _kinds() -> Mapping[str, dict[str, str]]:
    return {row["kind"]: row for row in geodata.rows("zone_kinds")}


@geodata.cached
def _belts() -> tuple[str, ...]:
    """Return the kinds that are belts around a coast, in the order of the table: from the coast outward."""
    return tuple(kind for kind, row in _kinds().items() if row["belt"])


@geodata.cached
def _unsure() -> frozenset[str]:
    return frozenset(zone.feature for zone in zones().values() if zone.feature and zone.possible_only)


@geodata.cached
def _features() -> Mapping[str, _Feature]:
    return {
        row["id"]: _Feature(row["name"], row["award_2016"], float(row["radius_km"]) * 1000 / NAUTICAL_MILE)
        for row in geodata.rows("features")
    }


@geodata.cached
def _award() -> Mapping[str, dict[str, str]]:
    return {row["feature_id"]: row for row in geodata.rows("award_status")}
