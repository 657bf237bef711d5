"""Whose a party is by the words behind it: ships of the navy, boats from Vietnam, a tug chartered by the company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who import belonging, company
from scs_tracker.extraction.who.parties import CONCRETE, Party, kind_of
from scs_tracker.extraction.who.single_words import continues, take, up_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

_POSSESSIVE: Final = frozenset({"its", "their", "his", "her", "our", "own", "my"})
_LINKS: Final = frozenset({"of", "from"})
_OWNED: Final = frozenset(
    "belonging belongs belong operated owned manned chartered hired contracted leased flying registered crewed".split()
)
_COUNTED: Final = frozenset(
    (
        "the a more than about some at least around nearly over up to an estimated one two three four five six seven "
        "eight nine ten several both another"
    ).split()
)
_CHARTERED: Final = frozenset({"chartered", "hired", "contracted", "leased"})
_HELD: Final = frozenset({"thought", "believed", "suspected", "said", "presumed"})
#: What stands before the words on a hull.
_PAINTED: Final = frozenset({"marked", "painted", "lettered", "labelled", "labeled", "emblazoned", "inscribed"})
_MARKED: Final = frozenset("with bearing flying under carrying showing displaying wearing".split())
_MARKS: Final = frozenset(
    "markings flag flags colours colors characters insignia registration crew crews letters "
    "lettering writing script numerals ensign pennant".split()
)
_ARMED: Final = frozenset({"navy", "coast guard", "militia", "fisheries authority", "surveillance"})


def read_owner(party: Party, tokens: Sequence[Token]) -> None:
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
        position += _is_added(party, tokens, position)
    position = _unflagged(tokens, position)
    chartered = tokens[position].text in _CHARTERED
    if _is_held(party, tokens, position + (tokens[position].text == ",")):  # a trawler, believed to be Vietnamese
        return
    if tokens[position].text in _MARKED:
        at = position + 1 + (position + 1 < len(tokens) and tokens[position + 1].text in {"the", "a"})
        if at + 1 < len(tokens) and tokens[at + 1].text in _MARKS:
            party.country = party.country or tokens[at].kinds.get("country", "")
            return
        party.country = party.country or _of_those_aboard(tokens, position + 1)
    party.country = party.country or _painted(tokens, position) or _of_whom_it_serves(tokens, position)
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
    if party.head == "aircraft" and party.definite and _is_of_a_reef(tokens, position):
        return  # flares fired near the same plane from the China-held reef
    if position < len(tokens):
        _take_owner(party, tokens, position, chartered=chartered)


def _is_of_a_reef(tokens: Sequence[Token], position: int) -> bool:
    """Say whether a country is named for what it holds: from the China-held reef."""
    following = tokens[position + 1].text if position + 1 < len(tokens) else ""
    return "country" in tokens[position].kinds and following in _HOLDS


_HOLDS: Final = frozenset({"held", "occupied", "controlled", "administered", "claimed", "built"})


def _is_added(party: Party, tokens: Sequence[Token], position: int) -> bool:
    """Say whether commas enclose whose a ship is: the boat, from the fisheries agency, turned towards them."""
    if party.country or party.head != "vessel" or tokens[position].text != "," or position + 2 >= len(tokens):
        return False
    at = position + 2 + (tokens[position + 2].text == "the")
    closed = any(one.text == "," for one in tokens[at + 1 : at + 4])
    return tokens[position + 1].text in _LINKS and at < len(tokens) and "actor" in tokens[at].kinds and closed


def _painted(tokens: Sequence[Token], position: int) -> str:
    """Return the country in whose script a hull is marked: another ship, also marked with Chinese characters."""
    ahead = position + (tokens[position].text == ",")
    ahead += ahead < len(tokens) and tokens[ahead].text in {"also", "likewise", "again"}
    if ahead + 3 >= len(tokens) or tokens[ahead].text not in _PAINTED or tokens[ahead + 1].text not in {"with", "in"}:
        return ""
    return tokens[ahead + 2].kinds.get("country", "") if tokens[ahead + 3].text in _MARKS else ""


def _of_whom_it_serves(tokens: Sequence[Token], position: int) -> str:
    """Return the country whose posts a ship serves: a supply ship that serves Vietnam's lighthouses."""
    words = [one.text for one in tokens[position : position + 4]]
    if words[:1] not in (["that"], ["which"]) or words[1:2] == [] or words[1] not in _SERVES:
        return ""
    owner = tokens[position + 2] if len(words) > 3 else None
    return owner.kinds.get("country", "") if owner is not None and words[3] == "s" else ""


_SERVES: Final = frozenset("serves supplies provisions tends supports services provides serve supply tend".split())


def is_owned(token: Token) -> bool:
    """Say whether a participle says whose something is, or with whom it goes: chartered, led, flagged."""
    return token.text in _OWNED or token.text in {"escorted", "based", "led", "flagged", "run", "contracted", "backed"}


def _unflagged(tokens: Sequence[Token], position: int) -> int:
    """Return where it is told who mans a boat, behind words that she flew no flag: without a flag, manned by."""
    if tokens[position].text not in _BARE:
        return position
    words = [one.text for one in tokens[position : position + 9]]
    bare = next((at for at in range(3) if words[at : at + 1] in (["no"], ["without"])), -1)
    if bare < 0:
        return position
    ahead = next((at for at, word in enumerate(words) if word in _MANNED), 0)
    flagless = _MARKS | {"name", "names", "number", "numbers", "numerals"}
    return position + ahead if ahead and not flagless.isdisjoint(words[bare:ahead]) else position


#: How words that a boat shows no flag begin.
_BARE: Final = frozenset({"flying", "with", "without", "under", "showing", "bearing", ",", "that", "which"})
_MANNED: Final = frozenset({"manned", "crewed"})


def _of_those_aboard(tokens: Sequence[Token], position: int) -> str:
    """Return the country of those who are aboard a boat: with nine Vietnamese on board."""
    counted = False
    for ahead in range(position, min(position + 5, len(tokens))):
        kinds = tokens[ahead].kinds
        if "country" in kinds:
            following = [one.text for one in tokens[ahead + 1 : ahead + 4]]
            return str(kinds["country"]) if counted and not _ABOARD.isdisjoint(following) else ""
        if not (tokens[ahead].text in _COUNTED or "number" in kinds):
            return ""
        counted = True
    return ""


_ABOARD: Final = frozenset({"aboard", "on board", "board"})


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
    if position >= len(tokens) or tokens[position].text not in _HELD:
        return False
    words = [one.text for one in tokens[position : position + 5]]
    if not (len(words) > 3 and words[1:3] == ["to", "be"]):
        return False
    ahead = position + (4 if words[3] in _LINKS else 3)
    while ahead < len(tokens) and tokens[ahead].text in {"the", "a", "an"}:
        ahead += 1
    if ahead < len(tokens):
        owner = Party(ahead, ahead + 1, tokens[ahead].start, tokens[ahead].end)
        take(owner, tokens[ahead])
        party.country = party.country or owner.country
        if owner.code and not (party.service or party.code):  # a boat believed to be of the marine surveillance
            party.code = owner.code
        party.service = party.service or owner.service
        if party.service == "militia":
            up_to(party, tokens, ahead + 1)
    return True


def _take_owner(party: Party, tokens: Sequence[Token], position: int, *, chartered: bool) -> None:
    """Give a party the country and the service of its owner, who is named at ``position``."""
    kinds = tokens[position].kinds
    if party.country and not chartered:
        actor = kinds.get("actor", "")
        by_type = party.head == "aircraft" and (
            bool(party.units) or party.service == "air force"
        )  # a fighter of the navy
        if actor.startswith(party.country) and (by_type or not party.service) and tokens[position - 1].text != "from":
            party.service, party.code = kind_of(actor), actor
            up_to(party, tokens, position + 1)
        crew = not party.service or belonging.is_a_mere_crew(party, tokens)
        if crew and kinds.get("service") in _ARMED and party.head == "people":
            party.service, party.code = kinds["service"], ""  # Chinese soldiers from a navy ship
        service = kinds.get("service", kind_of(actor))
        if party.units and service == party.service and tokens[position - 1].text != "from":
            up_to(party, tokens, position + 1)  # the BRP Datu Bankaw of the fisheries bureau
        return
    if kinds.get("unit"):
        take(party, tokens[position])
        up_to(party, tokens, position + 1)
        return
    if "shore" in kinds and party.head in {"people", "vessel", "force"} and not {"actor", "country"} & kinds.keys():
        party.country = kinds["shore"]
        ship = tokens[position + 1].kinds if position + 1 < len(tokens) else {}
        if not party.service and party.head == "people":
            party.service = ship.get("service", "")  # the men of two Palawan fishing boats
        return
    if "actor" not in kinds and "country" not in kinds and "service" not in kinds:
        return
    crew = belonging.is_a_mere_crew(party, tokens)
    owner = Party(position, position + 1, tokens[position].start, tokens[position].end)
    take(owner, tokens[position])
    position += 1
    position += position < len(tokens) and tokens[position].text == "s" and "service" not in tokens[position].kinds
    if position < len(tokens) and "country" in kinds and {"service", "actor"} & tokens[position].kinds.keys():
        take(owner, tokens[position])
        position += 1
    while position < len(tokens) and continues(tokens, position):  # men from a coast guard vessel
        if "unit" in tokens[position].kinds or not owner.service:  # the crew of an Australian P-8A
            take(owner, tokens[position])
        position += 1
    if party.head == "state":
        return
    party.country = party.country or owner.country
    if chartered and owner.service != "oil and gas" and party.service not in {"oil and gas", "survey", "civilian"}:
        party.service, party.code = "resupply", ""
    elif (
        not party.service
        or (crew and owner.service)
        or (party.service in {"resupply", "civilian"} and owner.service == "oil and gas")
        or (party.service == "air force" and owner.service in {"navy", "coast guard"})  # a fighter of the navy
    ):
        party.service, party.code = owner.service, owner.code
    up_to(party, tokens, position)
