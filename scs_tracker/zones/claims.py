"""The claims of States at a place on a date, the distances from their coasts, and the lines that States agreed.

Three things are kept apart. A *claim* is what a law, map or note that was read claims there. *Within 200 nm* is
geometry. *Settled* is a line that two parties agreed and brought into force. Where the belts of several States overlap
and nothing is settled, no text that was read claims the water on the neighbour's side (extent_rules.csv): there a belt
is a distance and no claim. No line is drawn for that: the side of a place follows from its distances to the baselines.

``claimed_since`` of feature_claims.csv is the first day on which a claim was read of; ``first_text`` that of the text
at hand, which may be much later and never denies a claim. Before both a claim is not traced, which denies nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from scs_tracker import geodata
from scs_tracker.model import first_day, last_day, split_list
from scs_tracker.zones.table import zone_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scs_tracker.zones.membership import Membership

#: Groups of the gazetteer whose islands are in dispute: their coasts belong to no country here.
DISPUTED_GROUPS: Final = ("Spratly", "Paracel", "Scarborough", "Pratas", "Luconia", "Macclesfield")
_NEVER: Final = "9999-12-31"
#: How the ids of the sides of agreed lines begin; they end with the line and the party.
AGREED: Final = "settled-"


@dataclass(frozen=True, slots=True)
class Zone:
    """The facts of one zone that sentences use, without its geometry.

    ``claimants`` are those of today; ``feature`` is what it is measured from, if anything; nothing is ever certain in
    one that is ``possible_only``; ``since`` is the first day on which it was read of; one is ``illustrative`` since
    nobody has published coordinates; ``belt`` is the short name (``ts``, ``eez``) of a belt around its claimant's own
    coast.
    """

    id: str
    kind: str
    name: str
    claimants: tuple[str, ...]
    feature: str
    possible_only: bool
    since: str
    illustrative: bool
    basis: str = ""
    belt: str = ""


@dataclass(frozen=True, slots=True)
class FeatureClaim:
    """One State's claim to a maritime feature: its first known day, its last day, and its basis."""

    country: str
    since: str
    traced: str
    until: str
    basis: str


@geodata.cached
def zones() -> Mapping[str, Zone]:
    """Return the facts of all zones, shipped and the user's, by zone id."""
    return {
        row["id"]: Zone(
            row["id"], row["kind"], row["name"], tuple(split_list(row["claimants"])), row["feature_id"],
            row["certainty"] == "possible_only", row["valid_from"], row["status"] == "illustrative",
            row["legal_basis"], _belt(row),
        )
        for row in sorted(zone_rows(), key=lambda row: row["id"])
    }  # fmt: skip


def _belt(row: Mapping[str, str]) -> str:
    """Return the belt around the claimant's coast that a zone id names (``eez`` in ``ph-eez``), or an empty string."""
    code, short = [*row["id"].split("-"), ""][:2]
    belt = geodata.values_by("zone_kinds", "kind", "belt").get(row["kind"])
    return short if short and row["claimants"] == code.upper() and belt == short else ""


@geodata.cached
def claimants_of_feature(feature: str, date: str) -> tuple[str, ...]:
    """Return the sorted ISO codes of the States that claim a feature on a date; for an empty date, on any date."""
    first, last = (first_day(date), last_day(date)) if date else ("", _NEVER)
    found = (
        claim.country for claim in feature_claims().get(feature, ()) if claim.traced <= last and claim.until >= first
    )
    return tuple(sorted(found))


def not_traced(feature: str, date: str) -> list[tuple[str, str]]:
    """Return the States whose claim to a feature is recorded only after ``date``, each with its first recorded day."""
    last = last_day(date) if date else _NEVER
    found = [(claim.country, claim.since) for claim in feature_claims().get(feature, ()) if claim.traced > last]
    return sorted(found)


def has_no_claim_read(group: str, feature: str) -> bool:
    """Return True if a feature is in a disputed group and no claim to it is recorded."""
    return group in DISPUTED_GROUPS and feature not in feature_claims()


def claimants_of_zone(zone: str, date: str) -> tuple[str, ...]:
    """Return the ISO codes of a zone's claimants on a date; around a feature, only those who claim the feature then."""
    held = zones()[zone]
    if not held.feature:
        return held.claimants
    there = claimants_of_feature(held.feature, date)
    return tuple(code for code in held.claimants if code in there)


#: On which side of an overlap a place is for a State: nearest to its own baselines, perhaps so, or not.
OWN, DOUBT, OTHER = 1, 2, 3
#: A zone counts as claimed at a place of which it holds this share of the disc: more likely there than not.
LEAST_SHARE: Final = 0.5
#: Belts that reach into the waters of a neighbour.
OUTWARD: Final = ("ts", "cz", "eez")


@dataclass(frozen=True, slots=True)
class Claim:
    """One State's claim at a place: the zone or feature claimed, its basis, its first known day, and its certainty.

    ``zone`` is the feature itself where no belt of it holds the place; ``since`` the first day on which the claim was
    read of; it is not ``certain`` where zone, date or side leave open whether it reaches the place.
    """

    claimant: str
    zone: str
    basis: str
    since: str
    certain: bool


def claims(
    membership: Membership, date: str, sides: Mapping[str, int], at: tuple[str, bool] = ("", False)
) -> tuple[Claim, ...]:
    """Return the claims of States at a place on a date, sorted by claimant and zone; empty if there is none.

    ``sides`` has for States whose belts hold the place ``OWN``, ``DOUBT`` or ``OTHER`` (see ``sides_of``); ``at`` is
    the feature that the place is at, which States may claim though it has no belt, and whether that is sure.
    """
    found, given_up, shares = [], _given_up(membership), dict(membership.shares)
    held = (one for one in (*membership.certain, *membership.possible) if shares.get(one, 1.0) >= LEAST_SHARE)
    for zone in (zones()[one] for one in held):
        for code in claimants_of_zone(zone.id, date) if zone.kind in claimed_kinds() else ():
            side = _side(zone, code, sides)
            if side != OTHER and not (zone.illustrative and code in given_up):
                certain = side == OWN and zone.id in membership.certain
                found.append(Claim(code, zone.id, *_basis(zone, code), certain))
    feature, sure = at
    if feature and not any(zones()[claim.zone].feature == feature for claim in found):
        there = claimants_of_feature(feature, date)
        told = [claim for claim in feature_claims().get(feature, ()) if claim.country in there]
        found += [Claim(claim.country, feature, claim.basis, claim.since, sure) for claim in told]
    return tuple(sorted(found, key=lambda claim: (claim.claimant, claim.zone)))


def _given_up(membership: Membership) -> set[str]:
    """Return the parties to the agreed lines at a place whose own side does not contain the place."""
    return {code for side, line in settled(membership) if line in zones() for code in zones()[line].claimants} - {
        code for side, _ in settled(membership) for code in side.claimants
    }


#: How far a claim reaches where belts of several States overlap: over all of its zone, to where another's baselines
#: are nearer, not where a coast's own belt lies, or nowhere, since no extent of it was announced.
WHOLE, NEAREST, ISLANDS, NOWHERE = "whole", "nearest", "islands", "nowhere"


def extent_rule(zone: Zone, code: str) -> str:
    """Return how far a State's claim within a zone extends: ``WHOLE``, ``NEAREST``, ``ISLANDS`` or ``NOWHERE``."""
    if zone.belt == "eez" and geodata.values_by("extent_rules", "state", "effect").get(code) == "no_extent":
        return NOWHERE
    if zone.belt in OUTWARD:
        return WHOLE if geodata.values_by("extent_rules", "state", "effect").get(code) == "drawn" else NEAREST
    return ISLANDS if zone.kind == "eez" and not zone.feature else WHOLE


def _side(zone: Zone, code: str, sides: Mapping[str, int]) -> int:
    rule = extent_rule(zone, code)
    if rule == NEAREST:
        return sides.get(code, OWN)
    overlapped = rule == ISLANDS and set(sides) - {*zone.claimants}
    return OTHER if rule == NOWHERE or overlapped else OWN


def _basis(zone: Zone, code: str) -> tuple[str, str]:
    """Return the basis and first day of a State's claim to a zone, or to the feature that the zone surrounds."""
    for claim in feature_claims().get(zone.feature, ()):
        if claim.country == code:
            return claim.basis, claim.since
    return zone.basis, zone.since


def settled(membership: Membership) -> tuple[tuple[Zone, str], ...]:
    """Return the sides of agreed lines that contain a place, each with the id of its line; empty if there is none."""
    return tuple((zones()[side], side.removeprefix(AGREED).rpartition("-")[0]) for side in membership.agreed)


@geodata.cached
def claimed_kinds() -> frozenset[str]:
    """Return the kinds of zone that kinds.csv marks as claims."""
    return frozenset(row["kind"] for row in geodata.rows("zone_kinds") if row.get("claim") == "yes")


def claims_state(date: str) -> tuple[int, int]:
    """Return a key that is equal for two dates if all features have the same claimants on both."""
    if not date:
        return -1, -1
    begun, ended = _changes()
    return int(np.searchsorted(begun, last_day(date), "right")), int(np.searchsorted(ended, first_day(date), "left"))


@geodata.cached
def _changes() -> tuple[np.ndarray, np.ndarray]:
    found = [claim for claims in feature_claims().values() for claim in claims]
    return np.unique([claim.traced for claim in found]), np.unique([claim.until for claim in found])


@geodata.cached
def feature_claims() -> Mapping[str, list[FeatureClaim]]:
    """Return the recorded claims to maritime features, by feature id."""
    found: dict[str, list[FeatureClaim]] = {}
    for row in geodata.rows("feature_claims"):
        if row["role"] == "claims":
            since = row["claimed_since"] or row["first_text"]
            until = last_day(row["until"]) if row["until"] else _NEVER
            basis = re.split(r"[:;]? ?https?://", row["source"])[0] or row["source"]
            found.setdefault(row["feature_id"], []).append(
                FeatureClaim(row["country"], since, first_day(since), until, basis)
            )
    return found
