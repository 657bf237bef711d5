"""Whose a crew, a supply boat or an air force is that is told of without a country."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import of_sea_police, sole_country

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Token

_WITH: Final = frozenset({"with", "along", "together", "plus"})
_BETWEEN: Final = _WITH | {"all", "of", "most", "some", "the", "entire", "whole", "and", "part"}
_COMMANDS: Final = frozenset({"command", "theatre", "theater"})
_AFLOAT: Final = frozenset({"vessel", "aircraft"})


#: What a boat is called in the Philippines alone.
_BANCAS: Final = frozenset({"banca", "bancas", "bangka", "bangkas"})


def told_by_its_name(party: Party, tokens: Sequence[Token]) -> str:
    """Return the country of what one country alone has: the maritime militia, bancas."""
    if party.service in {"militia", "maritime authority"} and not party.owner:
        return sole_country(party.service)
    if party.service == "civilian" and not party.owner and tokens[party.first].text in {"a", "an"}:
        inside = [one.text for one in tokens[party.first : party.after]]
        return "XX" if "foreign" in inside and party.head == "vessel" else ""  # hit by a foreign tanker
    return "PH" if tokens[party.after - 1].text in _BANCAS else ""


def identify(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Give who is only called by a noun the country of what he is said to be: the boarders were Chinese guards."""
    _take_from_their_boats(parties, tokens)
    for one, other in pairwise(parties):
        if one.country or not one.definite or one.head not in _NAMELESS or not other.country:
            continue
        between = [token.text for token in tokens[one.after : other.first]]
        if other.head not in _NAMELESS | {"force"} or between[-1:] not in (["was"], ["were"]):
            continue
        if len(between) == 1 or between[0] in {"who", "that", "which"}:
            one.country, one.service = other.country, one.service or other.service
            one.code = ""


def is_a_mere_crew(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether sailors are of a navy by that word alone: they are of the cutter's service where one is named."""
    if party.head != "people" or party.service != "navy":
        return False
    called = [one.text for one in tokens[party.first : party.after] if "service" in one.kinds or "actor" in one.kinds]
    return called == ["sailors"]


def of_the_same_country(party: Party, before: Sequence[Party]) -> str:
    """Return whose country *the same country* is: for a patrol ship that of the patrol, and not of the boat it met."""
    named = [one for one in before if one.country]
    if party.service in _PATROLLING:
        named = [one for one in named if one.service in _PATROLLING] or named
    return named[-1].country if named else ""


#: The service that a word before a tool names: Chinese naval gunfire, coast guard water cannon.
_OF_TOOLS: Final = {"naval": "navy", "navy": "navy", "militia": "militia", "coast guard": "coast guard"}


def arm(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Give a country that is named before a tool of one of its services that service: Chinese naval gunfire."""
    for party in parties:
        tool = tokens[party.after] if party.head == "state" and party.after < len(tokens) else None
        if tool is None or "act" not in tool.kinds:
            continue
        service = next((one for word, one in _OF_TOOLS.items() if tool.text.startswith(f"{word} ")), "")
        if service:
            party.service, party.head, party.code = service, "force", ""


def is_police(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether a party is a police force that is no coast guard: the Philippine maritime police of May 2014.

    Where the names of the country's coast guard have one of a police among them, it is.
    """
    apart = party.service == "coast guard" and party.country not in of_sea_police() | {""}
    return apart and any(one.text.endswith("police") for one in tokens[party.first : party.after])


def is_of_the_fleet(party: Party, tokens: Sequence[Token]) -> bool:
    """Say whether a party's own words call it the navy's: a navy helicopter, not a naval one or a frigate's."""
    return any(one.text.startswith("navy") for one in tokens[party.first : party.after])


def _take_from_their_boats(parties: Sequence[Party], tokens: Sequence[Token]) -> None:
    """Give a crew without a country that of the boats in which it is: coast guards in two Chinese inflatables."""
    for one, other in pairwise(parties):
        between = [token.text for token in tokens[one.after : other.first]]
        alone = (
            not one.country and one.service not in {"", "unknown"} and one.head in {"force", "people"} and not one.owner
        )
        theirs = other.country and other.head in _AFLOAT and other.service in {"", "unknown", one.service}
        if alone and theirs and between in _ABOARD:
            one.country, one.code = other.country, ""
            one.service = one.service or other.service


_ABOARD: Final = (["in"], ["aboard"], ["on"], ["on board"], ["on", "board"], ["from"], ["off"])
_NAMELESS: Final = frozenset({"vessel", "aircraft", "people"})


def of_one_before(before: Sequence[Party], party: Party, line: Line) -> Party | None:
    """Return the boat that stands right before her crew: took a Vietnamese boat with eleven of its crew to port.

    So does whoever is asked about his own: wants Indonesia to explain why one of its warships opened fire.
    """
    asked = _who_is_asked(before, party, line)
    if asked is not None:
        return asked
    boat = before[-1] if before else None
    if boat is None or boat.head not in _AFLOAT or not boat.country or boat.country == "elsewhere":
        return None
    between = line.tokens[boat.after : party.first]
    if not between or between[0].text not in _WITH:
        return None
    plain = len(between) < 5 and all(one.text in _BETWEEN or {"number"}.issuperset(one.kinds) for one in between)
    return boat if plain else None


def _who_is_asked(before: Sequence[Party], party: Party, line: Line) -> Party | None:
    """Return the state that is asked to explain what its ships did, where another asks."""
    states = [one for one in before if one.head == "state" and one.country]
    if party.owner != "its" or len(states) < 2 or states[-1].country == states[0].country:
        return None
    between = line.words[states[-1].after : party.first]
    asks = not _ASKS.isdisjoint(line.words[states[0].after : states[-1].first])
    return states[-1] if asks and not _EXPLAINS.isdisjoint(between) else None


_ASKS: Final = frozenset(
    (
        "want wants wanted ask asks asked asking urge urges urged demand demands demanded call calls called request "
        "requests requested press presses pressed tell told expects from on"
    ).split()
) | {"call on", "calls on", "called on"}
_EXPLAINS: Final = frozenset("explain why how account explanation answer whether clarify punish discipline".split())


def is_joined(before: Party, party: Party, line: Line) -> bool:
    """Say whether what somebody owns stands right behind him: the boats and their escorts; a cutter, whose men."""
    between = line.words[before.after : party.first]
    return between == ["and"] or (party.owner == "whose" and between in ([",", "whose"], ["whose"]))


def is_inserted(party: Party, line: Line) -> bool:
    """Say whether a party only says the sentence, in its midst: shots were fired, the navy said, and …."""
    tokens = line.tokens
    if party.head not in {"force", "state", "speaker"} or not party.first or tokens[party.first - 1].text != ",":
        return False
    said = tokens[party.after : party.after + 2]
    return len(said) == 2 and "saying" in said[0].kinds and said[1].text == ","


def of_a_pronoun(party: Party, before: Sequence[Party], line: Line) -> bool:
    """Say whether 'their boat' is that of 'they', and not of the patrol that did something: held by a patrol."""
    many = party.owner == "their"
    meant = any(one.text in ({"they"} if many else {"it", "he", "she"}) for one in line.tokens[:2])
    named = [one for one in before if one.country]
    return meant and bool(named) and all(one.first and line.tokens[one.first - 1].text == "by" for one in named)


def of_the_trade(party: Party, earlier: Sequence[Party]) -> list[Party]:
    """Return the fishers among those before 'their trawler': crews held by an agency after their boat was seized."""
    fishers = [one for one in earlier if one.service == "fishing"]
    return fishers if party.service == "fishing" and fishers else list(earlier)


def of_several(party: Party, earlier: Sequence[Party]) -> list[Party]:
    """Return those before 'his boat' who may be meant where none is one man: not the sailors who stopped it."""
    men = party.owner == "his" and party.head == "vessel" and all(one.head == "people" and one.many for one in earlier)
    return [] if men else list(earlier)


def of_the_command(party: Party, line: Line, commands: Sequence[Party]) -> Party | None:
    """Return the command whose arm is named: the command's air force planes."""
    words = {one.text for one in line.tokens[party.first : party.after]}
    return commands[-1] if commands and not _COMMANDS.isdisjoint(words) else None


def of_those_alone(party: Party, named: Sequence[Party]) -> str:
    """Return the country that alone has boats of a kind, as long as none is named but it and who patrols against it."""
    country = sole_country(party.service) if party.service == "resupply" else ""
    others = {one.country for one in named} - {country, "CN", "US", "elsewhere"}
    return "" if others else country


def of_the_agency(party: Party, line: Line, named: Sequence[Party]) -> Party | None:
    """Return the service whose ship is only called the agency's ship, or the service's cutter."""
    words = line.words[party.first : party.after]
    if party.head not in _AFLOAT or "s" not in words[1:] or words[words.index("s", 1) - 1] not in _AGENCIES:
        return None
    return next((one for one in reversed(named) if one.head == "force" and one.service), None)


_AGENCIES: Final = frozenset({"agency", "service", "bureau", "force", "command"})


def of_the_statement(party: Party, line: Line, speaker: Party | None) -> Party | None:
    """Return the command whose statement a sentence goes on with: the navy's ships followed it, the spokesman added."""
    if speaker is None or speaker.head != "force" or speaker.service not in {"", "unknown"} or party.units:
        return None
    theirs = party.definite and party.head in {"force", "vessel"} and party.service in {"navy", "coast guard"}
    if not theirs or party.first > 1 or any(one.country and one is not party for one in line.parties):
        return None
    voice = line.parties[-1]
    said = line.tokens[voice.after : voice.after + 1]
    return speaker if voice.head == "speaker" and said and "saying" in said[0].kinds else None


_CAUGHT: Final = frozenset({"caught", "arrested", "detained", "captured", "apprehended", "seized"})


def is_of_another(before: Sequence[Party], line: Line, owner: str) -> bool:
    """Say whether a ship of no country, set against one named before her, stands before 'its men'.

    So do ships of no flag before 'their men': told the paper that two foreign vessels came and that their men ….
    """
    ship = before[-1] if before else None
    if ship is None or ship.head != "vessel" or ship.country or ship.many != (owner == "their"):
        return False
    words = _FOREIGN if ship.many else _OTHER
    return owner in {"its", "their"} and any(one.text in words for one in line.tokens[ship.first : ship.after])


_OTHER: Final = frozenset({"other", "another", "second"})
_FOREIGN: Final = frozenset({"foreign", "strange", "unknown", "unidentified", "unmarked", "unnamed"})


def is_one_more(party: Party, line: Line) -> bool:
    """Say whether a ship is one more of those that acted before: two days later another cutter hosed a trawler."""
    opens = all(one.head not in _NAMELESS for one in line.parties if one.first < party.first)
    return opens and line.tokens[party.first].text in {"another", "second"} and party.head in {"vessel", "aircraft"}


def ship_of_sailors(party: Party, before: Sequence[Party], afloat: Sequence[Party], line: Line) -> Party | None:
    """Return the patrol ship told last, for sailors with whom a sentence opens: stopped by a cutter. Sailors came …."""
    if before or party.first or not is_a_mere_crew(party, line.tokens):
        return None
    patrols = [one for one in afloat if one.country not in {"", "elsewhere"} and one.service in _PATROLLING - {"navy"}]
    return patrols[0] if len({one.country for one in patrols}) == 1 else None


def is_foreign(party: Party, line: Line) -> bool:
    """Say whether somebody is called foreign, or is a poacher whom the sentence tells as caught."""
    words = {token.text for token in line.tokens[party.first : party.after]}
    if not words.isdisjoint({"poacher", "poachers"}):  # the poachers that it had just caught
        return not _CAUGHT.isdisjoint(line.words)
    return not words.isdisjoint({"foreign", "unidentified", "unknown"})


_PATROLLING: Final = frozenset({"coast guard", "navy", "militia", "maritime authority", "surveillance"})


def is_patrol_of_others(one: Party, party: Party, home: str) -> bool:
    """Say whether a ship named before is the patrol that 'the fisherman' of a dateline here met, and not his."""
    return party.service == "fishing" and home not in {"", one.country} and one.service in _PATROLLING
