"""Who is named: tokens to parties, each a country, a service and what it sails or flies in.

::

    party   = [owner] {modifier} head {unit} ["(" alias ")"] ["of" | "from" | "operated by" … country]
    owner   = country | actor | "its" | "their" | "the" | number
    head    = vessel | aircraft | people | force | mission | speaker | thing

The last service before the head counts: a *navy-chartered supply boat* is a supply boat. A party that cannot act at sea
(a ministry, a claim, a market) is kept, so that it is not taken for one that can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who import belonging, company, errands, people, shipborne
from scs_tracker.extraction.who.hulls import BEFORE_HULL, HULL, bare_hull, goes_on, is_hull, name_after
from scs_tracker.extraction.who.owners import is_owned, read_owner
from scs_tracker.extraction.who.parties import Party, code_of, kind_of, settle
from scs_tracker.extraction.who.pronouns import (
    PRONOUNS,
    SPEAKING,
    STOP_WORDS,
    is_her,
    is_of_the_country,
    is_one,
    is_pair,
    is_possessive,
    of_them,
)
from scs_tracker.extraction.who.single_words import continues, take, up_to
from scs_tracker.extraction.who.water import is_of_water
from scs_tracker.extraction.words.lexicon import lexicon
from scs_tracker.extraction.words.units import hulls, of_hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

_POSSESSIVE: Final = frozenset({"its", "their", "his", "her", "our", "own", "my"})
_DETERMINERS: Final = frozenset(
    (
        "the a an this that these those two three four five six seven eight nine ten both several some "
        "many dozens other another more all each one least nearly hundreds scores"
    ).split()
)
_LEADING: Final = _DETERMINERS | _POSSESSIVE
_DEFINITE: Final = frozenset({"the", "both", "these", "those"})
_SEVERAL: Final = _DETERMINERS - {"the", "a", "an", "this", "that", "another", "each", "one", "other"}
#: Words without a meaning of their own that may stand for a party, or begin one.
_OPENING: Final = PRONOUNS | SPEAKING | BEFORE_HULL | {"one", "another", "two", "both", "some", "all", "these", "her"}
_ALL_OF: Final = frozenset({"all", "both"})
_OF_A_HULL: Final = frozenset("one other port starboard left right either each far near by her his its".split())
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DEGREES: Final = frozenset({"much", "far", "very", "somewhat", "slightly"})
#: What stands behind a ship of whoever was named last: a patrol ship from the same country.
_SAME: Final = ["the", "same", "country"]
_BEFORE_THAT: Final = frozenset({",", "of", "on", "at", "by", "and", "in", "to", "from", "with", "against"})


def find(tokens: Sequence[Token], text: str) -> list[Party]:
    """Return the parties of a sentence, in its order."""
    parties: list[Party] = []
    after = 0
    for index, (kinds, word, _, _) in enumerate(tokens):
        bare = word.isdecimal() and bare_hull(tokens, index)
        opens = bare or word in _OPENING
        if index < after or not (opens or "party" in kinds):
            continue
        plain = _of_plain_words(tokens, index) if opens else None
        if plain is not None:
            parties.append(plain)
            after = plain.after
            continue
        if not _starts(tokens, index):
            continue
        party = _read(tokens, index, text)
        if not party.country and [one.text for one in tokens[party.after + 1 : party.after + 4]] == _SAME:
            party.country = belonging.of_the_same_country(party, parties)
        if not (parties and company.attach(parties[-1], party, tokens)):
            parties.append(party)
        after = party.after
    for party in parties:
        party.country = party.country or belonging.told_by_its_name(party, tokens)
    people.settle(parties, tokens)
    company.coordinate(parties, tokens)
    company.accompany(parties, tokens)
    belonging.identify(parties, tokens)
    belonging.arm(parties, tokens)
    shipborne.settle(parties, tokens)
    for party in parties:
        if party.service == "surveillance" and not (party.country or party.links):
            party.country = "CN"  # its neighbours' services of that kind are called otherwise
        if belonging.is_police(party, tokens):
            party.code = code_of(party.country, "civilian", "people")
        settle(party, of_the_fleet=party.head == "aircraft" and belonging.is_of_the_fleet(party, tokens))
        party.stated = "" if belonging.is_a_mere_crew(party, tokens) else party.service
    return parties


def _of_plain_words(tokens: Sequence[Token], index: int) -> Party | None:
    """Return the party that a word without a meaning of its own stands for: it, one of them, the pair, the 5403."""
    token = tokens[index]
    if token.text in SPEAKING and not token.kinds:  # we answered them, said the navy
        return Party(index, index + 1, token.start, token.end, head="pronoun", owner="our", many=True)
    if (token.text in PRONOUNS and not token.kinds) or is_one(tokens, index) or is_her(tokens, index):
        several = token.text not in {"it", "she", "her", "he", "him"}
        return Party(index, index + 1, token.start, token.end, head="pronoun", many=several)
    span = of_them(tokens, index)
    if span:
        many = token.text not in {"one", "another"}
        return Party(index, index + span, token.start, tokens[index + 2].end, head="pronoun", many=many)
    if is_pair(tokens, index):
        return Party(index, index + 2, token.start, tokens[index + 1].end, head="pronoun", many=True)
    hull = bare_hull(tokens, index)
    if not hull:
        return None
    after = index + 1 + (token.text in BEFORE_HULL)
    ship = Party(index, after, token.start, tokens[after - 1].end, head="vessel", units=(hull,))
    _flag(ship)
    return ship


#: Words between a number and a party that belong to the number: over two hours the ships.
_NO_ADJECTIVES: Final = frozenset(
    "of in at and s hours hour minutes minute days day weeks week months month times".split()
)
_BACKED: Final = frozenset({"backed", "supported", "trained", "funded", "armed", "allied", "equipped"})
_MAKE: Final = frozenset({"made", "built", "designed", "supplied", "donated", "speaking"})


def _starts(tokens: Sequence[Token], index: int) -> bool:
    kinds = tokens[index].kinds
    if "party" not in kinds or is_of_water(tokens, index):
        return False
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    backed = following in _BACKED and any("country" in one.kinds for one in tokens[index + 2 : index + 4])
    if "country" in kinds and (following in _MAKE or backed):  # a Japanese-made rig, the U.S.-backed Philippines
        return False
    if tokens[index].text == "side" and (following == "by" or (index and tokens[index - 1].text in _OF_A_HULL)):
        return False
    if tokens[index].text == "fishing":
        return _adjectival(tokens, index)
    if "verb" in kinds and "actor" not in kinds and "country" not in kinds:
        if index == 0:
            return "head" in kinds and len(tokens) > 1 and tokens[1].text in {"of", "from", "and"}
        before = tokens[index - 1].text
        whose = "head" in kinds and following in {"of", "from"}  # she and escorts of the coast guard
        return before in _LEADING or before == "s" or (whose and tokens[index].text.endswith("s"))
    return True


def _adjectival(tokens: Sequence[Token], index: int) -> bool:
    following = tokens[index + 1].kinds if index + 1 < len(tokens) else {}
    return "head" in following or "service" in following


def _read(tokens: Sequence[Token], index: int, text: str) -> Party:
    """Read the party whose first word of substance is at ``index``."""
    party = _opened(tokens, index)
    position: int | None = index
    while position is not None and position < len(tokens):
        position = _read_on(party, tokens, position, index, text)
    if text[party.end : party.end + 1] in {"'", "’"} and tokens[party.after - 1].text.endswith("s"):
        party.possessive = True
    read_owner(party, tokens)
    if not party.country and [one.text for one in tokens[party.after : party.after + 1]] == ["from"]:
        read_owner(party, tokens)  # the crew of a trawler from Binh Dinh
    closed = (
        _bracket(party, tokens, party.after)
        if [one.text for one in tokens[party.after : party.after + 1]] == ["("]
        else -1
    )
    if closed == party.after + 3 and "actor" in tokens[party.after + 1].kinds:
        up_to(party, tokens, closed)  # two frigates of the People's Liberation Army Navy (PLAN)
    plain = not party.service and not party.units
    if party.service in {"resupply", "civilian"} and errands.serves_a_rig(tokens, party.after):
        party.service, party.code = "oil and gas", ""
    elif party.service == "civilian" and errands.brings(tokens, party.after):
        party.service, party.code = "resupply", ""  # civilian boats taking food to the marines
    if plain and party.head == "vessel":
        party.service = errands.service_of(party, tokens)
    if plain and party.head in {"vessel", "people"}:
        party.service = party.service or errands.of_a_shore(party, tokens)
    return party


def _opened(tokens: Sequence[Token], index: int) -> Party:
    """Return a party as far as the articles, numbers and owners before its first word of substance tell it."""
    party = Party(_left(tokens, index), index + 1, tokens[index].start, tokens[index].end)
    party.country = "CN" if index and tokens[index - 1].text == "mainland" else ""  # as Taiwan has it
    if party.first and "shore" in tokens[party.first - 1].kinds:  # a Quang Ngai boat
        party.country = tokens[party.first - 1].kinds["shore"]
        party.first = _left(tokens, party.first - 1)
    elif index and "shore" in tokens[index - 1].kinds:
        party.country = tokens[index - 1].kinds["shore"]
    if is_of_the_country(tokens, party.first):
        party.owner = "our"
    if party.first and tokens[party.first - 1].text == "whose":
        party.owner = "whose"
    if party.first == index:
        return party
    party.start = tokens[party.first].start
    lead = [one.text for one in tokens[party.first : index]]
    if not _POSSESSIVE.isdisjoint(lead):
        party.owner = next((word for word in lead if word in _POSSESSIVE and word != "own"), "")
    party.definite = not _DEFINITE.isdisjoint(lead)
    party.many = not _SEVERAL.isdisjoint(lead) or any("number" in one.kinds for one in tokens[party.first : index])
    return party


def _read_on(party: Party, tokens: Sequence[Token], position: int, index: int, text: str) -> int | None:
    """Read one more piece of the party that began at ``index``; return where it goes on, or None where it ends."""
    kinds = tokens[position].kinds
    if position > index and _claims(tokens, position):
        return None
    if position > index and "verb" in kinds and not ("service" in kinds or "unit" in kinds or "head" in kinds):
        return None
    if tokens[position].text == "fishing" and party.head in {"vessel", "people"} and not _adjectival(tokens, position):
        party.service = party.service or "fishing"  # two boats fishing at night
        return None
    if "party" in kinds:
        if position > index and "country" in kinds and party.country and party.country != kinds["country"]:
            return None
        if tokens[position].text == "company" and party.units:
            return None  # kept the frigate Prairial company
        take(party, tokens[position])
        return up_to(party, tokens, position + 1)
    if is_possessive(tokens, position, text):
        return _behind_possessive(party, tokens, position)
    if party.head == "vessel" and position > index and not party.units:
        after = name_after(tokens, position, text)
        if after > position:
            party.units = (" ".join(one.text for one in tokens[position:after]),)
            return up_to(party, tokens, after)
    if tokens[position].text == "(" and position > index:
        closed = _bracket(party, tokens, position)
        party.after = closed if closed >= 0 else party.after
        return closed if closed >= 0 else None
    if party.head == "vessel" and position > index and not party.units and tokens[position - 1].text.endswith("s"):
        numbers, after = hulls(tokens, position)
        if numbers:
            party.units, party.many = numbers, True
            return up_to(party, tokens, after)
    if party.head == "vessel" and not party.units and is_hull(tokens, position):
        party.units = (tokens[position].text,)
        _flag(party)
        return up_to(party, tokens, position + 1)
    if party.head == "vessel" and party.many and party.units and tokens[position].text == "and":
        after = name_after(tokens, position + 1, text)
        if after > position + 1:  # the destroyers Kaga and Inazuma
            party.units = (*party.units, " ".join(one.text for one in tokens[position + 1 : after]))
            return up_to(party, tokens, after)
    if party.units and goes_on(tokens, position):
        party.units, party.many = (*party.units, tokens[position + 1].text), True
        return up_to(party, tokens, position + 2)
    contracted = party.head == "speaker" and tokens[position - 1].text == "government"
    gap = _gap(tokens, position, 3 if party.head in {"", "force", "state"} or contracted else 0)
    return gap if gap >= 0 else None


def _claims(tokens: Sequence[Token], position: int) -> bool:
    """Say whether 'claims' is a verb and no thing of a country's: the navy claims that."""
    following = tokens[position + 1].text if position + 1 < len(tokens) else ""
    return tokens[position].text in {"claim", "claims"} and following == "that"


def _behind_possessive(party: Party, tokens: Sequence[Token], position: int) -> int | None:
    """Read what belongs to a party: China's coast guard, Taiwan's own cutters, the PLA Navy's 793."""
    party.possessive = True
    up_to(party, tokens, position + 1)
    if party.head in {"vessel", "aircraft", "people", "speaker", "thing"}:
        return None
    position += 1
    position += position < len(tokens) and tokens[position].text == "own"
    if position < len(tokens) and HULL.fullmatch(tokens[position].text):
        party.units, party.possessive, party.head = (*party.units, tokens[position].text), False, "vessel"
        up_to(party, tokens, position + 1)
        return None
    if not continues(tokens, position):
        position = _gap(tokens, position, 3)
        if position < 0:
            return None
    party.possessive = False
    return position


def _flag(party: Party) -> None:
    """Give a ship that only her hull number names her flag: the cutter 5901."""
    actor = of_hull(party.units[0], lexicon()) if not party.country else ""
    if actor and party.service in {"", kind_of(actor)}:
        party.country, party.service, party.code = actor[:2], kind_of(actor), actor


def _left(tokens: Sequence[Token], index: int) -> int:
    """Return the first of the articles, numbers and adjectives before a party."""
    position = index
    while position > 0 and index - position < 5:
        before = tokens[position - 1]
        if position < index and tokens[position].text in {"a", "an", "another", "the"} and before.text not in _ALL_OF:
            break  # on August 25 a ship
        if position < index and tokens[position].text == "the" and "number" in before.kinds:
            break  # on August 25 the ships
        if before.text == "that" and position > 1 and tokens[position - 2].text not in _BEFORE_THAT:
            break  # swore that boats had rammed it
        if before.text in _LEADING or ("number" in before.kinds and not _YEAR.fullmatch(before.text)):
            position -= 1
        elif not before.kinds and position > 1 and tokens[position - 2].text in _LEADING:
            if tokens[position - 2].text == "that" or before.text in _NO_ADJECTIVES:
                break
            position -= 1
        elif position > 2 and tokens[position - 2].text in _DEGREES and tokens[position - 3].text in _DETERMINERS:
            position -= 2  # a much larger cutter
        else:
            break
    return position


def _gap(tokens: Sequence[Token], position: int, most: int) -> int:
    """Return where the party goes on after at most ``most`` unknown words, or -1."""
    for ahead in range(position, min(position + most + 1, len(tokens))):
        token = tokens[ahead]
        kinds = token.kinds
        if "service" in kinds or "unit" in kinds or ("head" in kinds and "verb" not in kinds) or "actor" in kinds:
            return ahead if ahead > position else -1
        if token.text in STOP_WORDS or ("verb" in kinds and not is_owned(token)) or "sign" in kinds:
            return -1
        if kinds and "number" not in kinds and not is_owned(token):
            return -1
    return -1


def _bracket(party: Party, tokens: Sequence[Token], position: int) -> int:
    """Take an alias or a hull number in brackets; return the index after the bracket, or -1."""
    for close in range(position + 1, min(position + 8, len(tokens))):
        if tokens[close].text != ")":
            continue
        inside = tokens[position + 1 : close]
        for token in inside:
            if "unit" in token.kinds:
                party.units = (*party.units, token.text)
            elif "actor" in token.kinds and not party.code:
                party.code = token.kinds["actor"]
                party.country = party.country or party.code[:2]  # the Maritime Security Agency (Bakamla)
                party.service = kind_of(party.code)
        known = all(one.kinds or one.text.isalpha() for one in inside) and len(inside) <= 4
        return close + 1 if known and not any("place" in one.kinds for one in inside) else -1
    return -1
