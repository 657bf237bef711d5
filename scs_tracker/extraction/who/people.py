"""People who are counted by their nationality, who are told of aboard a boat, or who all come from one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import Party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Token

#: Names of nationalities that also name their people.
_NATIONALS: Final = frozenset(
    ("chinese vietnamese taiwanese filipino filipinos indonesian indonesians malaysian malaysians bruneian").split()
)
#: Endings of what people are called after their trade or work.
_TRADES: Final = ("ers", "ors", "men", "ists", "hands", "folk")
#: Words that end in this way and are no people.
_NO_TRADES: Final = frozenset("waters papers trawlers cutters others orders numbers containers carriers".split())
_DIED: Final = frozenset({"died", "drowned", "perished"})
_WITHIN: Final = frozenset({"aboard", "on board", "on", "in", "from", "of", "off"})
#: Where on a ship they may stand: crewmen on the bridge of the cutter.
_PARTS: Final = frozenset("the of bridge deck foredeck bow stern wheelhouse wing wings".split())
_ALL: Final = frozenset({"all", "both", "each", "most"})


def settle(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Say of people what the words beside them tell: 27 Vietnamese, four men on a Chinese trawler, all from Ly Son."""
    for party in parties:
        if party.head == "state" and party.many:
            _as_people(party, tokens)
    for at, party in enumerate(parties):
        if party.head != "people":
            continue
        if at + 1 < len(parties):
            _aboard(party, parties[at + 1], tokens)
        if not party.country:
            _all_from(party, tokens)


def _as_people(party: Party, tokens: Sequence[Token]) -> None:
    """Take a number and a nationality for people, with the name of their trade: nine Vietnamese, two divers."""
    if tokens[party.after - 1].text not in _NATIONALS or party.possessive:
        return
    if any(one.text in _DIED for one in tokens[party.after : party.after + 1]):
        return  # they act no more: it was the tanker that ran them down
    after = party.after
    while after < len(tokens) and after - party.after < 3 and _is_unknown(tokens[after]):
        if tokens[after].text.endswith(_TRADES) and tokens[after].text not in _NO_TRADES:
            party.head, party.after, party.end = "people", after + 1, tokens[after].end
            return
        after += 1
    if after == party.after and (after == len(tokens) or not _goes_on(tokens[after])):
        party.head = "people"


def _is_unknown(token: Token) -> bool:
    return not token.kinds and token.text.isalpha() and token.text not in _BEHIND_PEOPLE


def _goes_on(token: Token) -> bool:
    """Say whether a nationality may be that of the word behind it."""
    noun = token.text.isalpha() and not token.kinds and token.text not in _BEHIND_PEOPLE
    return noun or "party" in token.kinds


#: Words without a meaning of their own that may follow people.
_BEHIND_PEOPLE: Final = frozenset(
    (
        "in on at off from near by with who whom whose were was are is had have has and as after before while when "
        "to for out into aboard ashore under behind over last that during since without inside outside around"
    ).split()
)


def _aboard(party: Party, boat: Party, tokens: Sequence[Token]) -> None:
    """Give people the country of the boat that they are aboard, and its service."""
    between = [one.text for one in tokens[party.after : boat.first]]
    if boat.head != "vessel" or not boat.country or between[:1] == [] or between[0] not in _WITHIN:
        return
    if not _PARTS.issuperset(between[1:]):
        return
    if party.country not in {"", boat.country} or party.service or party.units or party.definite:
        return  # a navy man aboard the supply boat: he is not her crew
    party.country = boat.country
    party.service, party.code = boat.service, boat.code


def _all_from(party: Party, tokens: Sequence[Token]) -> None:
    """Give people the country of the place that they all come from: nine deckhands, all from Binh Dinh."""
    words = [one.text for one in tokens[party.after : party.after + 3]]
    if words[:1] != [","]:
        return
    at = party.after + 1 + (words[1:2] != [] and words[1] in _ALL)
    if at + 1 < len(tokens) and tokens[at].text in {"from", "of"}:
        party.country = tokens[at + 1].kinds.get("shore", "")
