"""Lists and company of parties: coast guard ships and militia boats, a survey ship escorted by cutters."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import CONCRETE, Party, kind_of
from scs_tracker.extraction.words.lexicon import lexicon
from scs_tracker.extraction.words.units import of_hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

ADJECTIVES: Final = frozenset(
    ("chinese philippine filipino vietnamese malaysian indonesian taiwanese american australian japanese").split()
)
_JOINERS: Final = frozenset(
    (
        ", and then also later line string row as well along alongside together with including plus backed by or "
        "/ & among them accompanied escorted "
        "supported joined flanked assisted helped aided reinforced guarded shielded protected screened shepherded "
        "covered "
        "a an screen escort train set string pack gaggle rotating of group number pair on against at"
    ).split()
)
_SENDS: Final = frozenset(
    "sent sends deployed deploys dispatched dispatches mobilised mobilized organised organized scrambled".split()
)
_ACCOMPANIES: Final = frozenset("escorted accompanied supported joined assisted backed flanked".split())
#: What nothing but a list or company has between two parties.
_COMPANY: Final = frozenset(
    (
        ", and then with including plus alongside together along backed accompanied escorted supported joined flanked "
        "assisted guarded shielded protected screened shepherded covered among as or / &"
    ).split()
)


def attach(before: Party, party: Party, tokens: Sequence[Token]) -> bool:
    """Join a unit to the party that it names: its vessel, the BRP Cabra."""
    between = tokens[before.after : party.first]
    if not party.units or before.head not in {"vessel", "aircraft"} or before.units:
        return False
    if len(between) == 1 and between[0].text in _BEARING and party.units[0].startswith(_NUMBERED):
        _number(before, party)
        return True
    if party.country and before.country and party.country != before.country:
        return False
    if not between or (len(between) == 1 and between[0].text in {",", "named"}):
        if len(between) == 1 and party.head != before.head:
            return False
        before.units = party.units
        before.country = before.country or party.country
        before.code = party.code or before.code
        before.service = before.service or party.service
        before.after, before.end = party.after, party.end
        return True
    return False


#: Who has sailors of his own.
_OF_A_CREW: Final = frozenset({"captain", "skipper", "master", "cook", "engineer", "helmsman", "crew"})
#: Words before a number that is not exact.
_AT_LEAST: Final = frozenset("at least up to as many about around some nearly over".split())


#: Words between a ship and what is painted on her.
_BEARING: Final = frozenset({"with", "bearing", "carrying", "under"})
_NUMBERED: Final = ("bow ", "hull ", "body ", "pennant ", "side ")


def _number(before: Party, party: Party) -> None:
    """Give a ship the number on her bow, and the service that has a ship of that number."""
    before.units, before.after, before.end = party.units, party.after, party.end
    actor = of_hull(party.units[0].rpartition(" ")[2], lexicon()) if before.country and not before.service else ""
    if actor.startswith(before.country) and actor:
        before.service, before.code = kind_of(actor), actor


def accompany(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Link whoever goes along to whom it goes with: the ship entered the waters, escorted by coast guard vessels."""
    for party in parties:
        first = party.first
        while first and tokens[first - 1].text in _AT_LEAST:
            first -= 1
        if first < 3 or tokens[first - 1].text not in {"by", "with"}:
            continue
        along = tokens[first - 3].text == "," and tokens[first - 2].text in _COMPANY
        end = _for_company(party, tokens) if not along and tokens[first - 1].text == "with" else 0
        along = along or _comes_with(party, parties, tokens)
        if not along and not end:
            continue
        before = [one for one in parties if one.after <= party.first and one.head in CONCRETE and one.country]
        mine = next((one for one in before if party.country in {"", one.country}), None)
        if mine is not None and party not in mine.links:
            party.country = party.country or mine.country
            mine.links.append(party)
            others = (one for one in parties if party.after <= one.first < end and one.head == "vessel")
            mine.links += [one for one in others if one.country == party.country and one not in party.links]


def _comes_with(party: Party, parties: Sequence[Party], tokens: Sequence[Token]) -> bool:
    """Say whether a patrol of no country comes with whom a clause is about: entered the zone with two cutters."""
    if party.country or party.definite or party.head != "vessel" or party.service not in _ESCORTING:
        return False
    before = [one for one in parties if one.after <= party.first and one.head in CONCRETE]
    if not before or before[-1].head != "vessel" or not before[-1].country or tokens[party.first - 1].text != "with":
        return False
    between = [one.text for one in tokens[before[-1].after : party.first]]
    return not _MOVES.isdisjoint(between) and _MEETINGS.isdisjoint(between)


_ESCORTING: Final = frozenset({"coast guard", "navy", "militia"})
_MOVES: Final = frozenset(
    "entered enters sailed sails came comes returned returns arrived arrives went moved worked patrolled "
    "surveyed cruised steamed passed appeared left operated spent".split()
)
#: What two that meet do with each other.
_MEETINGS: Final = frozenset(
    "contact collision standoff collided clashed encounter brush blows face meeting shots fire level up words "
    "met".split()
)


def _for_company(party: Party, tokens: Sequence[Token]) -> int:
    """Return where a list of ships ends that are there for company, or 0: with two cutters and a tug for company."""
    for at in range(party.after, min(party.after + _LIST, len(tokens))):
        if tokens[at].text in {",", ";", "."}:
            return 0
        words = [one.text for one in tokens[at : at + 3]]
        if not _BESIDE.isdisjoint({" ".join(words[:2]), " ".join(words)}):
            return at
    return 0


#: How many words such a list may have behind its first ship.
_LIST: Final = 16
#: How ships are there that another one has with her.
_BESIDE: Final = frozenset(
    {
        "for company",
        "for escort",
        "for escorts",
        "as escort",
        "as escorts",
        "as an escort",
        "as guards",
        "as bodyguards",
        "as minders",
        "in company",
        "in attendance",
        "in support",
        "in its train",
        "at its side",
        "on guard",
        "standing guard",
    }
)


def _goes_on(party: Party, following: Party, tokens: Sequence[Token]) -> bool:
    """Say whether a list of countries goes on: ships of the Philippines, Australia and Canada."""
    between = [one.text for one in tokens[party.after : following.first]]
    of_ships = following.head == "vessel" and tokens[party.after - 1].text in ADJECTIVES  # Philippine, Japanese and …
    alike = following.head == party.head or (party.head == "state" and of_ships)
    return alike and between in (["and"], [",", "and"], [","])


#: What makes a place of a country.
_WHITHER: Final = frozenset({"to", "in", "at", "near", "off", "from", "of", "for"})


#: What somebody does who goes along, or what is done for him by others.
_GOING_ALONG: Final = frozenset(
    "accompanied escorted supported assisted flanked backed guarded shielded protected screened shepherded"
    " covered".split()
)
#: More words than that between two parties make no list of them.
_NO_LIST: Final = 5


def coordinate(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Link parties in a list, and give one the country, the service or the kind of its neighbour."""
    for at, (before, party) in enumerate(pairwise(parties)):
        if party.first - before.after > _NO_LIST:
            continue
        between = [one.text for one in tokens[before.after : party.first] if one.text != "mainland"]
        if between and between[-1] in _SENDS and len(between) < 4 and not party.country and not party.definite:
            sender = before
            if before.head == "pronoun" and at:  # the command said that it had organised naval forces
                sender = parties[at - 1]
            if sender.head == "state" or (sender.head == "force" and party.head == "force"):
                party.country = sender.country  # China had sent 80 ships
        joined = between and all(word in _JOINERS for word in between)
        active = not _GOING_ALONG.isdisjoint(between) and "by" not in between  # a cutter escorted a boat out
        joined = (
            joined
            and not active
            and not _COMPANY.isdisjoint(between)
            and between[0] not in {"on", "against", "at", "of"}
        )
        if (
            not joined
            or party.head in {"pronoun", "speaker", "thing"}
            or before.head in {"pronoun", "speaker", "thing"}
        ):
            continue
        named = before.head == "state" and before.first and tokens[before.after - 1].text not in ADJECTIVES
        if named and any(one.text in _WHITHER for one in tokens[max(before.first - 2, 0) : before.first]):
            continue  # from Vietnam to Singapore, and a Chinese warship; off southern Vietnam, pilots saw
        doing = between[0] in _ACCOMPANIES and "by" not in between and len({before.country, party.country, ""}) > 2
        if doing:
            continue  # a navy ship escorted a foreign trawler out
        if between == ["with"] and party.service == "civilian":
            continue  # ships with journalists aboard
        tells = any("report" in one.kinds for one in tokens[party.after : party.after + 5])
        listed = party.head in {"state", "force"} and at + 2 < len(parties) and _goes_on(party, parties[at + 2], tokens)
        if between == [","] and ((before.country != party.country and party.country and not listed) or tells):
            continue
        alike = not party.definite or (between == ["and"] and _are_services(before, party, tokens))
        if not party.country and before.country and alike and not party.owner:
            party.country = before.country
        elif not before.country and party.country and not before.definite and not before.owner and before.service:
            before.country = party.country
        if before.head == "state" and party.head in CONCRETE and tokens[before.after - 1].text in ADJECTIVES:
            # Chinese and Philippine coast guard ships
            before.head, before.service, before.many = party.head, before.service or party.service, party.many
        if party.head == before.head == "people" and tokens[before.after - 1].text in _OF_A_CREW and not before.service:
            party.service = party.code = ""  # the captain and two sailors: of the same crew, and of no navy
        if between == ["and"] and party.head == "state" and _is_of_a_country(before, tokens):
            # naval vessels of Brunei and Malaysia
            party.head, party.service, party.many = before.head, before.service, before.many
        before.links.append(party)
    for before in reversed(parties):
        if before.head == "state" and before.links and tokens[before.after - 1].text in ADJECTIVES:
            ships = before.links[0]  # a list of countries before what is theirs: ships
            if ships.head in CONCRETE:
                before.head, before.service, before.many = ships.head, before.service or ships.service, ships.many
    for before in reversed(parties):  # one navy ship, two cutters and nine boats from China
        if before.links and not before.country and before.service and not before.definite and not before.owner:
            before.country = before.links[0].country


def _are_services(before: Party, party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether two services of a country are named in a row: of the Indonesian navy and the fisheries ministry."""
    last = tokens[before.after - 1].kinds
    one = kind_of(last["actor"]) if "actor" in last else last.get("service", "")
    force = party.head == "force" and last.get("head") == "force"
    return force and bool(one) and bool(party.service) and one != party.service


def _is_of_a_country(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether the country of a ship is named behind it: of Brunei."""
    return (
        party.head == "vessel"
        and "country" in tokens[party.after - 1].kinds
        and tokens[party.after - 2].text in {"of", "from"}
    )


def is_seated(party: Party, tokens: Sequence[Token], position: int) -> bool:
    """Say whether a service is called after the capital where it sits: the navy in Jakarta."""
    nameless = party.head == "force" and not party.country
    following = tokens[position + 1].kinds if nameless and position + 1 < len(tokens) else {}
    return tokens[position].text == "in" and "country" in following
