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

from scs_tracker.extraction.who import belonging, company, errands
from scs_tracker.extraction.who.hulls import BEFORE_HULL, HULL, bare_hull, goes_on, is_hull, name_after
from scs_tracker.extraction.who.parties import CONCRETE, Party, kind_of, settle
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
_LINKS: Final = frozenset({"of", "from"})
_OWNED: Final = frozenset(
    "belonging belongs belong operated owned manned chartered hired contracted leased flying registered crewed".split()
)
_COUNTED: Final = frozenset("the a more than about some at least around nearly over up to an estimated".split())
_CHARTERED: Final = frozenset({"chartered", "hired", "contracted", "leased"})
_HELD: Final = frozenset({"thought", "believed", "suspected", "said", "presumed"})
#: What stands before the words on a hull.
_PAINTED: Final = frozenset({"marked", "painted", "lettered", "labelled", "labeled", "emblazoned", "inscribed"})
_MARKED: Final = frozenset({"with", "bearing", "flying", "under"})
_MARKS: Final = frozenset(
    "markings flag flags colours colors characters insignia registration crew crews letters".split()
)
#: Words without a meaning of their own that may stand for a party, or begin one.
_OPENING: Final = PRONOUNS | SPEAKING | BEFORE_HULL | {"one", "another", "two", "both", "some", "all", "these", "her"}
_OF_A_HULL: Final = frozenset("one other port starboard left right either each far near by her his its".split())
_ARMS: Final = frozenset(
    f"{one} and {other} forces" for pair in (("sea", "air"), ("naval", "air")) for one, other in (pair, pair[::-1])
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DEGREES: Final = frozenset({"much", "far", "very", "somewhat", "slightly"})
#: What stands behind a ship of whoever was named last: a patrol ship from the same country.
_SAME: Final = ["the", "same", "country"]
_ARMED: Final = frozenset({"navy", "coast guard", "militia", "fisheries authority", "surveillance"})
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
            party.country = next((one.country for one in reversed(parties) if one.country), "")
        if not (parties and company.attach(parties[-1], party, tokens)):
            parties.append(party)
        after = party.after
    for party in parties:
        party.country = party.country or belonging.told_by_its_name(party, tokens)
    company.coordinate(parties, tokens)
    company.accompany(parties, tokens)
    belonging.identify(parties, tokens)
    for party in parties:
        if party.service == "surveillance" and not (party.country or party.links):
            party.country = "CN"  # its neighbours' services of that kind are called otherwise
        settle(party)
        party.stated = party.service
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
_MAKE: Final = frozenset({"made", "built", "designed", "supplied", "donated", "speaking"})


def _starts(tokens: Sequence[Token], index: int) -> bool:
    kinds = tokens[index].kinds
    if "party" not in kinds or is_of_water(tokens, index):
        return False
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if "country" in kinds and following in _MAKE:  # a Japanese-made rig
        return False
    if tokens[index].text == "side" and (following == "by" or (index and tokens[index - 1].text in _OF_A_HULL)):
        return False
    if tokens[index].text == "fishing":
        return _adjectival(tokens, index)
    if "verb" in kinds and "actor" not in kinds and "country" not in kinds:
        if index == 0:
            return "head" in kinds and len(tokens) > 1 and tokens[1].text in {"of", "from", "and"}
        before = tokens[index - 1].text
        return before in _LEADING or before == "s"
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
    _owned(party, tokens)
    if not party.country and [one.text for one in tokens[party.after : party.after + 1]] == ["from"]:
        _owned(party, tokens)  # the crew of a trawler from Binh Dinh
    plain = not party.service and not party.units
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
    if position > index and "verb" in kinds and not ("service" in kinds or "unit" in kinds or "head" in kinds):
        return None
    if tokens[position].text == "fishing" and party.head in {"vessel", "people"} and not _adjectival(tokens, position):
        party.service = party.service or "fishing"  # two boats fishing at night
        return None
    if "party" in kinds:
        if position > index and "country" in kinds and party.country and party.country != kinds["country"]:
            return None
        _take(party, tokens[position])
        return _up_to(party, tokens, position + 1)
    if is_possessive(tokens, position, text):
        return _behind_possessive(party, tokens, position)
    if party.head == "vessel" and position > index and not party.units:
        after = name_after(tokens, position, text)
        if after > position:
            party.units = (" ".join(one.text for one in tokens[position:after]),)
            return _up_to(party, tokens, after)
    if tokens[position].text == "(" and position > index:
        closed = _bracket(party, tokens, position)
        party.after = closed if closed >= 0 else party.after
        return closed if closed >= 0 else None
    if party.head == "vessel" and position > index and not party.units and tokens[position - 1].text.endswith("s"):
        numbers, after = hulls(tokens, position)
        if numbers:
            party.units, party.many = numbers, True
            return _up_to(party, tokens, after)
    if party.head == "vessel" and not party.units and is_hull(tokens, position):
        party.units = (tokens[position].text,)
        _flag(party)
        return _up_to(party, tokens, position + 1)
    if party.units and goes_on(tokens, position):
        party.units, party.many = (*party.units, tokens[position + 1].text), True
        return _up_to(party, tokens, position + 2)
    contracted = party.head == "speaker" and tokens[position - 1].text == "government"
    gap = _gap(tokens, position, 3 if party.head in {"", "force", "state"} or contracted else 0)
    return gap if gap >= 0 else None


def _up_to(party: Party, tokens: Sequence[Token], after: int) -> int:
    """Let a party end before the token at ``after``."""
    party.after, party.end = after, tokens[after - 1].end
    return after


def _behind_possessive(party: Party, tokens: Sequence[Token], position: int) -> int | None:
    """Read what belongs to a party: China's coast guard, Taiwan's own cutters, the PLA Navy's 793."""
    party.possessive = True
    _up_to(party, tokens, position + 1)
    if party.head in {"vessel", "aircraft", "people", "speaker", "thing"}:
        return None
    position += 1
    position += position < len(tokens) and tokens[position].text == "own"
    if position < len(tokens) and HULL.fullmatch(tokens[position].text):
        party.units, party.possessive, party.head = (*party.units, tokens[position].text), False, "vessel"
        _up_to(party, tokens, position + 1)
        return None
    if not _continues(tokens, position):
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


def _continues(tokens: Sequence[Token], position: int) -> bool:
    kinds = tokens[position].kinds if position < len(tokens) else {}
    return "service" in kinds or "unit" in kinds or "actor" in kinds or ("head" in kinds and "verb" not in kinds)


def _left(tokens: Sequence[Token], index: int) -> int:
    """Return the first of the articles, numbers and adjectives before a party."""
    position = index
    while position > 0 and index - position < 5:
        before = tokens[position - 1]
        if position < index and tokens[position].text in {"a", "an", "another"}:
            break  # on August 25 a ship
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
        if token.text in STOP_WORDS or ("verb" in kinds and not _participle(token)) or "sign" in kinds:
            return -1
        if kinds and "number" not in kinds and not _participle(token):
            return -1
    return -1


def _participle(token: Token) -> bool:
    return token.text in _OWNED or token.text in {"escorted", "based", "led", "flagged", "run", "contracted", "backed"}


def _take(party: Party, token: Token) -> None:
    kinds = token.kinds
    if "country" in kinds:
        party.country = kinds["country"]
        if not party.head:
            party.head = "state"
    if "actor" in kinds:
        code = kinds["actor"]
        party.country = party.country or code[:2]
        party.code, party.service, party.head = code, kind_of(code), "force"
    if "service" in kinds:
        navy_jet = party.service == "navy" and kinds["service"] == "air force"  # a Chinese navy fighter
        watcher = party.service in {"navy", "coast guard"} and kinds["service"] == "surveillance"
        manned = party.service == "militia" and kinds["service"] == "fishing"  # a militia trawler
        party.service, party.code = party.service if navy_jet or watcher or manned else kinds["service"], ""
        party.head = kinds["head"]
    elif "head" in kinds and "actor" not in kinds:
        party.head = kinds["head"]
        if token.text in _ARMS:
            party.arms = ("navy", "air force")
    if "unit" in kinds:
        party.units = (*party.units, token.text)
        actors = kinds["unit"].split(";")  # a P-8 is of the US Navy, or of another air arm
        actor = next((one for one in actors if one.startswith(party.country)), "") if party.country else actors[0]
        actor = "" if len(actors) > 1 and not party.country else actor
        if not party.country and actor:
            party.country = actor[:2]
        if actor and not actor.endswith("-GOV") and (not party.service or party.code == ""):
            party.code = actor if actor.startswith(party.country) else party.code
            party.service = party.service or kind_of(actor)
        if "head" in kinds or not party.head:
            party.head = kinds.get("head", "vessel") if party.head not in {"people", "speaker"} else party.head
    party.many = (
        party.many
        or token.text in {"flotilla", "fleet", "convoy", "small craft"}
        or (token.text.endswith("s") and not token.text.endswith("ss") and "head" in kinds)
    )


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
                party.service = kind_of(party.code)
        known = all(one.kinds or one.text.isalpha() for one in inside) and len(inside) <= 4
        return close + 1 if known and not any("place" in one.kinds for one in inside) else -1
    return -1


def _owned(party: Party, tokens: Sequence[Token]) -> None:
    """Read whose it is behind it: ships of the navy, boats from Vietnam, a vessel operated by the coast guard."""
    position = party.after
    if position >= len(tokens) or party.head not in CONCRETE:
        return
    if tokens[position].text == "," and position + 1 < len(tokens) and tokens[position + 1].text in _CHARTERED:
        position += 1
    if tokens[position].text == ",":  # the boats, all flying the Vietnamese flag
        ahead = (
            position + 1 + (tokens[position + 1 : position + 2] != [] and tokens[position + 1].text in {"all", "both"})
        )
        if tokens[ahead : ahead + 1] and tokens[ahead].text == "flying":
            position = ahead
        position = _belonging(tokens, position)
    chartered = tokens[position].text in _CHARTERED
    if _is_held(party, tokens, position + (tokens[position].text == ",")):  # a trawler, believed to be Vietnamese
        return
    if tokens[position].text in _MARKED:
        at = position + 1 + (position + 1 < len(tokens) and tokens[position + 1].text in {"the", "a"})
        if at + 1 < len(tokens) and tokens[at + 1].text in _MARKS:
            party.country = party.country or tokens[at].kinds.get("country", "")
            return
    if tokens[position].text in _PAINTED:  # a ship marked "China Coast Guard"
        inside = tokens[position + 1 : position + 5]
        name = next((one for one in inside if "actor" in one.kinds), None)
        if name is not None and not party.country:
            _take_owner(party, tokens, tokens.index(name), chartered=False)
        return
    if tokens[position].text in _OWNED:
        position += 1
        position += position < len(tokens) and tokens[position].text in {"to", "by"}
    elif tokens[position].text == "out" and "shore" in tokens[min(position + 2, len(tokens) - 1)].kinds:
        position += 2  # a cutter out of Hainan
    elif tokens[position].text not in _LINKS and not company.is_seated(party, tokens, position):
        return
    else:
        position += 1
    of_theirs = [one.text for one in tokens[position : position + 2]]
    if len(of_theirs) == 2 and of_theirs[0] in _POSSESSIVE and of_theirs[1] in {"country", "nation"}:
        party.owner = "" if party.country else of_theirs[0]  # boats from his country
        return
    position += chartered and of_theirs[:1] in (["its"], ["their"])  # boats chartered by its navy
    while position < len(tokens) and (tokens[position].text in _COUNTED or "number" in tokens[position].kinds):
        position += 1
    if position < len(tokens):
        _take_owner(party, tokens, position, chartered=chartered)


def _belonging(tokens: Sequence[Token], position: int) -> int:
    """Return where 'belonging to' stands behind a comma: the plane, which belongs to."""
    words = [one.text for one in tokens[position : position + 12]]
    for ahead, word in enumerate(words):
        if word == "belonging" or (word in {"belongs", "belong"} and words[ahead - 1] in {"which", "that"}):
            return position + ahead if words[ahead + 1 : ahead + 2] == ["to"] else position
        if "verb" in tokens[position + ahead].kinds and word not in _OWNED | {"numbered"}:
            break
    return position


def _is_held(party: Party, tokens: Sequence[Token], position: int) -> bool:
    """Read whose a party is thought to be: men believed to be Vietnamese, vessels thought to be of the militia."""
    words = [one.text for one in tokens[position : position + 5]]
    if not (len(words) > 3 and words[0] in _HELD and words[1:3] == ["to", "be"]):
        return False
    ahead = position + (4 if words[3] in _LINKS else 3)
    while ahead < len(tokens) and tokens[ahead].text in {"the", "a", "an"}:
        ahead += 1
    if ahead < len(tokens):
        owner = Party(ahead, ahead + 1, tokens[ahead].start, tokens[ahead].end)
        _take(owner, tokens[ahead])
        party.country = party.country or owner.country
        party.service = party.service or owner.service
        if party.service == "militia":
            _up_to(party, tokens, ahead + 1)
    return True


def _take_owner(party: Party, tokens: Sequence[Token], position: int, *, chartered: bool) -> None:
    """Give a party the country and the service of its owner, who is named at ``position``."""
    kinds = tokens[position].kinds
    if party.country and not chartered:
        actor = kinds.get("actor", "")
        by_type = party.head == "aircraft" and bool(party.units)  # a J-11 of the navy
        if actor.startswith(party.country) and (by_type or not party.service) and tokens[position - 1].text != "from":
            party.service, party.code = kind_of(actor), actor
            _up_to(party, tokens, position + 1)
        elif not party.service and kinds.get("service") in _ARMED and party.head == "people":
            party.service, party.code = kinds["service"], ""  # Chinese soldiers from a navy ship
        return
    if kinds.get("unit"):
        _take(party, tokens[position])
        _up_to(party, tokens, position + 1)
        return
    if "shore" in kinds and party.head in {"people", "vessel", "force"} and not {"actor", "country"} & kinds.keys():
        party.country = kinds["shore"]
        return
    if "actor" not in kinds and "country" not in kinds and "service" not in kinds:
        return
    owner = Party(position, position + 1, tokens[position].start, tokens[position].end)
    _take(owner, tokens[position])
    position += 1
    position += position < len(tokens) and tokens[position].text == "s" and "service" not in tokens[position].kinds
    if position < len(tokens) and "country" in kinds and {"service", "actor"} & tokens[position].kinds.keys():
        _take(owner, tokens[position])
        position += 1
    while position < len(tokens) and _continues(tokens, position):  # men from a coast guard vessel
        if "unit" in tokens[position].kinds or not owner.service:  # the crew of an Australian P-8A
            _take(owner, tokens[position])
        position += 1
    if party.head == "state":
        return
    party.country = party.country or owner.country
    if chartered and party.service not in {"oil and gas", "survey", "civilian"}:
        party.service, party.code = "resupply", ""
    elif not party.service or (party.service, owner.service) == ("resupply", "oil and gas"):
        party.service, party.code = owner.service, owner.code
    _up_to(party, tokens, position)
