"""Aircraft that fly from a ship are of her service: a fighter from the carrier, a helicopter launched by a cutter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

#: Services whose ships have aircraft of their own.
_WITH_AIRCRAFT: Final = frozenset({"navy", "coast guard"})
#: What an aircraft does that comes from a ship.
_COMES: Final = frozenset(
    "flying flown flies flew launched launching operating operated operates embarked based carried taking takes took "
    "taken off lifted lifting scrambled catapulted belonging assigned belongs belong sent stationed had has which that "
    "was were".split()
)
#: Words right before the ship, but for an article and her country.
_FROM: Final = frozenset({"from", "off", "aboard", "on board", "of", "by", "on", "to"})
#: Of these the bare preposition says as well whose ship the aircraft came to: a helicopter circled on a frigate's bow.
_VAGUE: Final = frozenset({"by", "on", "to"})
_MOST: Final = 10


def settle(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Give aircraft the service of the ship from which they fly."""
    for party in parties:
        if party.head != "aircraft" or not any("head" in one.kinds for one in tokens[party.first : party.after]):
            continue
        if _is_carrier_borne(party, tokens):
            party.service, party.code = "navy", ""
            continue
        ship = _ship(party, tokens)
        if ship is None:
            continue
        actor = ship.kinds.get("unit", "").partition(";")[0]
        service = kind_of(actor) if actor else ship.kinds["service"]
        if party.country and actor and not actor.startswith(party.country):
            continue
        party.country = party.country or actor[:2] or _flag(party, ship, tokens)
        if party.service != service:
            party.service, party.code = service, ""


def _is_carrier_borne(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether aircraft are called after the carrier that has them: carrier-based fighters."""
    start = max(party.first - 4, 0)
    words = [one.text for one in tokens[start : party.after]]
    return any(word in _CARRIERS and words[at + 1] in _BORNE for at, word in enumerate(words[:-1]))


_CARRIERS: Final = frozenset({"carrier", "aircraft carrier", "deck"})
_BORNE: Final = frozenset({"based", "borne", "launched"})


def _ship(party: Party, tokens: Sequence[Token]) -> Token | None:
    """Return the word that names the ship behind an aircraft, if it is told to come from her."""
    first = next(at for at in range(party.first, party.after) if tokens[at].kinds.get("head") == "aircraft")
    came = linked = False
    for token in tokens[first + 1 : first + 1 + _MOST]:
        kinds, word = token.kinds, token.text
        if linked and kinds.get("head") == "vessel" and _is_of_a_service(token):
            return token
        if word in _FROM:
            linked = linked or came or word not in _VAGUE
        comes = _COMES.issuperset(word.split(" "))
        came = came or comes
        plain = comes or word in _FROM or word in {"the", "a", "an", "its", "their", "one", "navy", "naval"}
        if not (
            plain
            or "country" in kinds
            or "actor" in kinds
            or "unit" in kinds
            or kinds.get("head") == "aircraft"
            or "number" in kinds
        ):
            return None
    return None


def _is_of_a_service(token: Token) -> bool:
    actor = token.kinds.get("unit", "").partition(";")[0]
    return (kind_of(actor) if actor else token.kinds.get("service", "")) in _WITH_AIRCRAFT


def _flag(party: Party, ship: Token, tokens: Sequence[Token]) -> str:
    """Return the country that is told right beside what a ship is: from a Chinese frigate, from the frigate Tromp."""
    at = next(index for index in range(party.first, len(tokens)) if tokens[index] is ship)
    named = (one.kinds.get("unit", "").partition(";")[0][:2] for one in tokens[at + 1 : at + 3])
    return str(tokens[at - 1].kinds.get("country", "")) or next((one for one in named if one), "")
