"""Compose what a location's sentence leaves out: a version in plain language, and a list of further facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day, split_list
from scs_tracker.sentences.language import gettext as _
from scs_tracker.sentences.words import date_words, listed
from scs_tracker.sentences.zone_words import (
    adjective,
    belts,
    features,
    filled,
    named,
    plain_language,
    spoken,
    states,
)  # fmt: skip
from scs_tracker.zones.claims import OUTWARD, claimants_of_feature, has_no_claim_read, not_traced, settled, zones

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.zones.membership import Membership

#: What is told in everyday words is no longer than the main sentence.
_MOST_WORDS: Final = 45
#: What a belt on a neighbour's side of an overlap means, by what the law of its State says of overlaps.
_NOT_CLAIMED: Final = {
    "median": "by its own law {names} claims nothing beyond the median line with its neighbours",
    "agreement": "the law of {names} leaves overlapping zones to agreement; a claim to this side was not checked",
    "no_extent": "{names} has not announced the extent of its zone",
    "not_read": "what the law of {names} says about overlaps was not checked",
}
#: Of a date that is not known, everything.
_LAST_DAY: Final = "9999-12-31"


def in_plain_words(
    membership: Membership, land: Sequence[str], around: Sequence[str], known: tuple[str, Sequence[tuple[str, str]]]
) -> str:
    """Return a sentence for a reader without legal knowledge: distances first, then claims.

    ``land`` has the phrase on land of the main sentence, ``around`` its features, the nearest first, and ``known`` the
    date and the claims there, as pairs of a claimant and a zone.
    """
    date, claimed = known
    held = [zones()[zone] for zone in membership.certain]
    clauses = [*land]
    for kind in belts():
        who = sorted({code for zone in held if zone.belt and zone.kind == kind for code in zone.claimants})
        if who:
            clauses.append(filled(geodata.values_by("zone_kinds", "kind", "plain")[kind], who))
    of_feature = [text for text in map(_claimed, around[:1], [date]) if text]
    told = set(claimants_of_feature(around[0], date)) if of_feature else set()
    areas = [
        zone for zone in held if not zone.belt and zone.kind != "land" and not (told and told >= {*zone.claimants})
    ]
    clauses += [*of_feature, *(text for text in map(plain_language, areas) if text)]
    told = told.union(*(zone.claimants for zone in areas))
    drawn_by_states = {zone.id for zone in held if not zone.illustrative}
    sure = {code for code, zone in claimed if zone in drawn_by_states}
    likely = {code for code, zone in claimed if zone in zones()} - sure
    clauses += _waters(sure - told, _("waters that {names} claims"), _("waters that {names} claim"))
    more = _("possibly in waters that {names} claims"), _("possibly in waters that {names} claim")
    clauses += _waters(likely - told, *more) if not sure else []
    if not clauses:
        traced = _("no claim to these waters was traced for that date")
        clauses = [traced if membership.untraced else _("in no State's coastal waters, as far as is known")]
    room, kept = _MOST_WORDS, clauses[:1]
    for clause in clauses[1:]:
        room -= len(clause.split())
        kept += [clause] if room >= len(clauses[0].split()) else []
    return spoken("; ".join(kept))


def _waters(who: set[str], one: str, more: str) -> list[str]:
    return [(one if len(who) == 1 else more).format(names=states(sorted(who)))] if who else []


def of_sides(membership: Membership, claimed: Sequence[tuple[str, str]]) -> list[str]:
    """Return clauses on agreed lines at the location, and on State laws by which a distance there is not a claim."""
    told = [f"on the {side.name[0]}{side.name[1:]}: {_lower(side.basis)}" for side, _ in settled(membership)]
    held = [zones()[zone] for zone in membership.certain]
    outward = {code for zone in held if zone.belt in OUTWARD for code in zone.claimants}
    there = {code for code, zone in claimed if zone in zones() and zones()[zone].belt in OUTWARD}
    for code in sorted(outward - there):
        rule = next((row for row in geodata.rows("extent_rules") if row["state"] == code and row["effect"]), None)
        if rule is not None:
            source = f"{rule['law'].strip('()')}{', Article ' * bool(rule['article'])}{rule['article']}"
            told.append(f"{_NOT_CLAIMED[rule['effect']].format(names=states([code]))} ({source})")
    return told


def _claimed(feature: str, date: str) -> str:
    """Return who claims a feature, with the Award's finding or that sovereignty is undecided; empty if none."""
    who = claimants_of_feature(feature, date)
    if not who:
        return ""
    found = geodata.values_by("award_status", "feature_id", "plain").get(feature, "")
    one, more = _("{names} claims {feature}"), _("{names} claim {feature}; who owns it is not decided")
    if features()[feature].under_water:
        one = _("{names} claims {feature}, which is always under water")
        more = _("{names} claim {feature}, which is always under water")
    elif found:
        one, more = _("{names} claims {feature}; {found}"), _("{names} claim {feature}; {found}")
    said = one if len(who) == 1 else more
    return said.format(names=states(who), feature=features()[feature].name, found=_(found) if found else "")


def further(membership: Membership, spoken_of: Sequence[str], date: str) -> list[str]:
    """Return the clauses that follow the possible zones: reef belts, the Award, untraced claims and undrawn zones."""
    certain = [zones()[one] for one in membership.certain]
    reefs = sorted(features()[zone.feature].name for zone in certain if zone.kind == "reef_belt")
    begin, end = (first_day(date), last_day(date)) if date else ("", "")
    held = {*membership.certain, *membership.possible}
    unread = sorted(features()[one].name for one in spoken_of if has_no_claim_read(features()[one].group, one))
    return [
        *([f"measured from the edge of the reef (Article 6), within 12 nm of {listed(reefs)}"] if reefs else []),
        *_award_details(spoken_of),
        *(
            f"a {adjective(code)} claim to {features()[feature].name} is not traced before {date_words(since)}"
            for feature in sorted(spoken_of)
            for code, since in not_traced(feature, date)
        ),
        *_untraced_zones(membership),
        *(  # of a zone that comes and goes: that the dates of its period were not read, or were judged
            f"{_lower(zones()[row['zone_id']].name)}: {row['note']}"
            for row in geodata.rows("zone_periods")
            if row["note"] and row["zone_id"] in held and row["valid_from"] <= end and row["valid_to"] >= begin
        ),
        # of the disputed groups: that nobody's claim was read denies none
        *([f"no text read names a claim to {listed(unread)}; a claim may still exist"] if unread else []),
        *_not_drawn(spoken_of, date),
    ]


def _award_details(spoken_of: Iterable[str]) -> list[str]:
    """Return the paragraphs of the Award with its findings on the features mentioned."""
    told = []
    for feature in sorted(spoken_of):
        row = geodata.rows_by("award_status", "feature_id").get(feature, {})
        said = row.get("paragraphs", "")
        where = [f"paragraph{'s' * (not said.isdigit())} {said}"] if said[:1].isdigit() else []
        where += [f"dispositif {row['dispositif']}"] if row.get("dispositif", "").startswith("1203") else []
        facts = [*where, *([row["note"]] if row.get("note") else [])]
        if facts:
            on = f"{'the 2016 Award ' if where else ''}on {features()[feature].name}"
            told.append(f"{on}: {'; '.join(facts)}")
    return told


def _untraced_zones(membership: Membership) -> list[str]:
    """Return a clause for each date before which claims to zones around coasts at the location were not traced."""
    told: dict[str, dict[str, None]] = {}
    for held in (zones()[zone] for zone in membership.untraced if not zones()[zone].feature):
        template = geodata.values_by("zone_kinds", "kind", "words").get(held.kind, "")
        words = filled(template, held.claimants) if held.belt else named(held)
        told.setdefault(held.since, {})[words] = None
    return [
        f"claims not traced before {date_words(since)}: {', '.join(words)}" for since, words in sorted(told.items())
    ]


def _lower(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}"


def _not_drawn(spoken_of: Iterable[str], date: str) -> list[str]:
    """Return the zones at the mentioned features, in force on the date, whose limits could not be drawn."""
    here = {*spoken_of, *(features()[one].group for one in spoken_of)}
    begin, end = (first_day(date), last_day(date)) if date else ("", _LAST_DAY)
    told = []
    for row in geodata.rows("undrawn_zones"):
        begun = first_day(row["valid_from"]) <= end
        ended = bool(row["valid_to"]) and last_day(row["valid_to"]) < begin
        if begun and not ended and not here.isdisjoint(split_list(row.get("at", ""))):
            who = states(split_list(row["claimants"]))
            since = date_words(row["valid_from"])
            told.append(f"not drawn, because its limits were not available: {row['name']} ({who}, since {since})")
    return told
