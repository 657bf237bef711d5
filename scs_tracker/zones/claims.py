"""Who claims a feature on a date, as far as it was traced, and who claims a zone.

``claimed_since`` of feature_claims.csv is the first day on which a claim was read of; ``first_text`` that of the text
at hand, which may be much later and never denies a claim. Before both a claim is not traced, which denies nothing.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Zone:
    """What a sentence needs to know of a zone, without its outline.

    Attributes
    ----------
    id, kind, name
        As in zones.csv.
    claimants
        ISO 3166-1 codes of all who claim it today.
    feature
        The feature that it is measured from, or an empty string.
    possible_only
        Nothing is ever certain in it.
    since
        First day on which it was read of, as written.
    illustrative
        It is a construction of ours, since nobody has published coordinates.
    """

    id: str
    kind: str
    name: str
    claimants: tuple[str, ...]
    feature: str
    possible_only: bool
    since: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class _Claim:
    country: str
    since: str
    traced: str
    until: str


@geodata.cached
def zones() -> Mapping[str, Zone]:
    """Return all zones by id."""
    return {
        row["id"]: Zone(
            row["id"], row["kind"], row["name"], tuple(split_list(row["claimants"])), row["feature_id"],
            row["certainty"] == "possible_only", row["valid_from"], row["status"] == "illustrative",
        )
        for row in sorted(zone_rows(), key=lambda row: row["id"])
    }  # fmt: skip


def claimants_of_feature(feature: str, date: str) -> list[str]:
    """Return who claimed a feature on some day of the date, sorted; of an unknown date who ever did.

    Examples
    --------
    >>> claimants_of_feature("scarborough-shoal", "1998-05")
    ['CN', 'PH', 'TW']
    """
    return list(_claimants_of_feature(feature, date))


@geodata.cached
def _claimants_of_feature(feature: str, date: str) -> tuple[str, ...]:
    first, last = (first_day(date), last_day(date)) if date else ("", _NEVER)
    found = (claim.country for claim in _claims().get(feature, ()) if claim.traced <= last and claim.until >= first)
    return tuple(sorted(found))


def not_traced(feature: str, date: str) -> list[tuple[str, str]]:
    """Return whose claim to a feature was not traced on the date, with the first day on which it was.

    Examples
    --------
    >>> not_traced("scarborough-shoal", "1960")
    [('PH', '1965')]
    """
    last = last_day(date) if date else _NEVER
    found = [(claim.country, claim.since) for claim in _claims().get(feature, ()) if claim.traced > last]
    return sorted(found)


def has_no_claim_read(group: str, feature: str) -> bool:
    """Say whether a feature is of a group whose islands are in dispute, and nobody's claim to itself was read."""
    return group in DISPUTED_GROUPS and feature not in _claims()


def claimants_of_zone(zone: str, date: str) -> tuple[str, ...]:
    """Return who claims a zone on a date: around a feature, those who claimed the feature by then."""
    held = zones()[zone]
    if not held.feature:
        return held.claimants
    there = _claimants_of_feature(held.feature, date)
    return tuple(code for code in held.claimants if code in there)


def claimants(membership: Membership, date: str) -> tuple[str, ...]:
    """Return who claims the zones of a place on a date, certain and possible, as sorted ISO 3166-1 codes."""
    held = (*membership.certain, *membership.possible)
    return tuple(sorted({code for zone in held for code in claimants_of_zone(zone, date)}))


def claims_state(date: str) -> tuple[int, int]:
    """Return the same for dates on which all features have the same claimants, so that each state is told once."""
    if not date:
        return -1, -1
    begun, ended = _changes()
    return int(np.searchsorted(begun, last_day(date), "right")), int(np.searchsorted(ended, first_day(date), "left"))


@geodata.cached
def _changes() -> tuple[np.ndarray, np.ndarray]:
    found = [claim for claims in _claims().values() for claim in claims]
    return np.unique([claim.traced for claim in found]), np.unique([claim.until for claim in found])


@geodata.cached
def _claims() -> Mapping[str, list[_Claim]]:
    found: dict[str, list[_Claim]] = {}
    for row in geodata.rows("feature_claims"):
        if row["role"] == "claims":
            since = row["claimed_since"] or row["first_text"]
            until = last_day(row["until"]) if row["until"] else _NEVER
            found.setdefault(row["feature_id"], []).append(_Claim(row["country"], since, first_day(since), until))
    return found
