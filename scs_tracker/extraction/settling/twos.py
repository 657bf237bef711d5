"""The two countries of an act without grammar of its own: those of its sentence, or those named last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling.sides import ENFORCED_UPON, is_rescuer
from scs_tracker.extraction.what.borders import speaks
from scs_tracker.extraction.what.forms import ARRESTS
from scs_tracker.extraction.who.parties import CONCRETE, Party, is_place, linked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.sides import History
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act

_CREWS: Final = frozenset(
    "crew crews crewmen crewman crewmembers captain skipper master fisherman fishermen sailors helmsman".split()
)


#: What comes from a ship to whom it hits.
_SENT_AFAR: Final = frozenset({"water_cannon", "laser", "flare", "sonar", "acoustic_device", "jamming", "radar_lock"})
#: Words before whoever it comes from, where somebody else is told of first.
_OF_ITS_SOURCE: Final = frozenset("when after as while from aboard by".split())
#: Words behind which somebody comes to one who was there before: was on patrol when two jets arrived.
_WHEN: Final = frozenset({"when", "as", "while", "before", "until", "where"})
#: What somebody does who has the other side come to him.
_MEETS: Final = frozenset({"met", "meets", "encountered", "encounters", "faced", "saw", "spotted"})


def of_the_sentence(act: Act, line: Line, history: History, rules: list[str]) -> tuple[Party | None, Party | None]:
    """Take the two countries of a sentence for an act without grammar of its own: in the order of the act before."""
    inside = [
        party
        for party in line.parties
        if party.country not in {"", "elsewhere"}
        and not is_rescuer(line, party)
        and (party.head in CONCRETE or party.head == "state")
        and not is_place(party, line.tokens)
    ]
    concrete = [party for party in inside if party.head in CONCRETE and id(party) not in history.speaking]
    of_speaker = len({party.country for party in concrete}) == 1 and _is_told_by_who_suffered(act, inside, history)
    inside = concrete if len({party.country for party in concrete}) == 2 else inside if concrete else []
    countries = list(dict.fromkeys(party.country for party in inside))
    if len(countries) != 2:
        return None, None
    after = next(party for party in inside if party.country == countries[1])
    named_by = after.first > 0 and line.tokens[after.first - 1].text == "by"  # crossed at 50 metres by a cutter
    if act.rule.endswith((" named", " noun")) and not _SENT_AFAR.isdisjoint(act.types):
        before = line.words[max(after.first - 2, 0) : after.first]
        named_by = named_by or before == ["those", "of"]  # the hoses were those of a cutter
        named_by = named_by or not _OF_ITS_SOURCE.isdisjoint(before[-1:])  # looked away when a ship lit a lamp
    if " passive" in act.rule:  # drowned by a device aboard a cutter
        named_by = named_by or any(one.text == "by" for one in line.tokens[act.token + 1 : after.first])
    if " passive" in act.rule and not history.initiators:  # its signal was drowned, and it blames two cutters
        named_by = named_by or inside[0].after <= act.token < after.first
    if named_by or (history.initiators and history.initiators[-1].country == countries[1]):
        countries.reverse()
    elif not history.initiators and _is_weaker(act, inside, countries):
        countries.reverse()  # a chase of a fishing boat: it was a cutter that chased
    if not ARRESTS.isdisjoint(act.types):  # twelve of them are held: by whoever is a patrol
        unarmed = [_is_unarmed(inside, country) for country in countries]
        countries = countries[::-1] if unarmed == [True, False] else countries
    if of_speaker and countries[0] != concrete[0].country:  # a barrier was found, the patrol said: not the patrol's
        countries.reverse()
    if "assault" in act.types:  # knives were drawn as inspectors came up: by the crew
        unarmed = [_is_unarmed(inside, country) for country in countries]
        countries = countries[::-1] if unarmed == [False, True] else countries
    rules.append("role:two-in-the-sentence")
    first, second = (next(party for party in inside if party.country == country) for country in countries)
    return first, second


def _is_weaker(act: Act, inside: Sequence[Party], countries: Sequence[str]) -> bool:
    """Say whether the first of two countries has boats and crews only, where the other came with more than these.

    A patrol that only counts or tells of what two boats did is none of the two, and shots come from no fishing boat
    at a ship of whatever kind: shots hit a fishing boat as it fled a Chinese vessel.
    """
    first, second = (next(one for one in inside if one.country == country) for country in countries)
    if not _is_unarmed(inside, countries[0]):
        return False
    if _is_unarmed(inside, countries[1]):
        shot = not {"shots_fired", "warning_shots"}.isdisjoint(act.types)
        return shot and first.service in ENFORCED_UPON and second.service not in ENFORCED_UPON
    mine = {one.service for one in inside if one.country == countries[1] and one.head != "force"}
    return not (second.service == "fishing" and mine <= ENFORCED_UPON)


def _is_told_by_who_suffered(act: Act, inside: Sequence[Party], history: History) -> bool:
    """Say whether a patrol tells of what is done to others: a barrier was found, the coast guard said."""
    said = any(one.head in CONCRETE and id(one) in history.speaking and one.first > act.token for one in inside)
    return said and not history.initiators and _DONE_TO_OTHERS.issuperset(act.types)


_DONE_TO_OTHERS: Final = _SENT_AFAR | {"barrier", "blocking", "ramming", "collision", "dangerous_manoeuvre"}


def of_the_sentence_before(
    act: Act, before: Line, line: Line, history: History, rules: list[str]
) -> tuple[Party | None, Party | None]:
    """Take the two countries that met in the sentence before, where an act's own sentence names nobody."""
    here = (party for party in line.parties if party.country not in {"", "elsewhere"} and not party.guessed)
    by_a_thing = line.words[act.token + 1 : act.token + 2] == ["by"]
    if by_a_thing or any(party.head in CONCRETE and id(party) not in history.speaking for party in here):
        return None, None  # two trawlers met; the engine was blocked by a net
    met = [
        party
        for party in before.parties
        if party.country not in {"", "elsewhere"}
        and party.head in {"vessel", "aircraft", "people", "mission"}
        and not (party.guessed or is_place(party, before.tokens) or speaks(before, party))
    ]
    countries = list(dict.fromkeys(party.country for party in met))
    if len(countries) != 2:
        return None, None
    one, other = (next(party for party in met if party.country == country) for country in countries)
    came = before.tokens[other.first - 1].text if other.first else ""
    words = {token.text for token in before.tokens[one.after : other.first]}
    second = came in _WHEN or came == "by" or not words.isdisjoint(_MEETS)
    second = second or (_is_unarmed(met, one.country) and not _is_unarmed(met, other.country))
    if _is_unarmed(met, other.country) and not _is_unarmed(met, one.country):
        second = False
    if " passive" in act.rule:  # her sister was dazzled with a lamp from a cutter there
        named = {party.country for party in line.parties if party.first > act.token and _is_source(line, party)}
        second = second or named == {other.country}
        second = second and named != {one.country}
    rules.append("role:two-before")
    return (other, one) if second else (one, other)


def _is_source(line: Line, party: Party) -> bool:
    """Say whether what is done to somebody comes from a party."""
    comes = line.words[party.first - 1 : party.first] in (["from"], ["by"])
    return comes and party.head == "vessel" and bool(party.country)


def the_two(party: Party, act: Act, line: Line, history: History) -> list[Party]:
    """Return the first of two named ships of one country, with the other, for *both ships* behind them."""
    words = line.words[party.first : party.after]
    if party.head not in {"vessel", "pronoun"} or party.country or not _PAIR.intersection(words[:2]) or "of" in words:
        return []
    for index in range(act.line, max(act.line - _SOON_AFTER, -1), -1):
        named = [one for at, one in history.cast if at == index and one.head == "vessel" and one.units and one.service]
        named = [one for one in named if one is not party and (index < act.line or one.after <= party.first)]
        for country in dict.fromkeys(one.country for one in named):
            mine = [one for one in named if one.country == country]
            if len(mine) == len(_BOTH) and not any(one.many for one in mine):
                first, second = mine
                return [replace(first, links=[replace(second, links=[])], many=True, guessed=True)]
    return []


_BOTH: Final = ("one", "other")
_PAIR: Final = frozenset({"both", "two", "pair"})
#: Within how many sentences the two ships are named that are then called both.
_SOON_AFTER: Final = 4


def _is_unarmed(parties: Sequence[Party], country: str) -> bool:
    """Say whether the parties of a country are boats and crews of no armed service."""
    mine = [one for one in parties if one.country == country]
    return all(one.service in ENFORCED_UPON or not one.service for one in mine)


def named_last(act: Act, history: History, rules: list[str]) -> tuple[Party | None, Party | None]:
    """Take the two countries named last for ships that did something to each other."""
    near = [one for index, one in history.cast if act.line - 3 < index <= act.line]
    found = {one.country: one for one in near}
    if len(found) != 2:
        return None, None
    rules.append("role:each-other")
    one, other = found.values()
    return one, other


def of_a_crew(act: Act, history: History, rules: list[str]) -> tuple[Party | None, Party | None]:
    """Take those who came last and whom they came to, where somebody unnamed beats a crew: they beat the captain."""
    one, other = act.initiator, act.target
    nameless = one is not None and not one.country and not one.service and one.head in {"people", "pronoun"}
    crew = other is not None and not other.country and history.words.get(id(other), "") in _CREWS
    if "assault" not in act.types or not (nameless and crew and history.initiators and history.targets):
        return None, None
    doer, sufferer = history.initiators[-1], history.targets[-1]
    if doer.country == sufferer.country or sufferer.service not in ENFORCED_UPON:
        return None, None
    rules.append("role:crew-of-it")
    return doer, sufferer


def of_a_militia(act: Act, lines: Sequence[Line], rules: list[str]) -> Party | None:
    """Take the militia that the next sentences hold to be aboard boats that lie at a reef."""
    boats = act.initiator if act.initiator is not None else act.target
    if boats is not None and (boats.country or boats.head != "vessel"):
        return None
    for line in lines[act.line : act.line + 3]:
        found = next((one for one in line.parties if one.service == "militia" and one.country), None)
        if found is not None:
            rules.append("role:their-militia")
            return replace(found, head="vessel", many=True)
    return None


def who_is_there(one: Party, other: Party) -> Party:
    """Return which of two of one country came: the rig that its state moved, the ship that others only guarded."""
    moved = other.service in {"oil and gas", "survey"} or not one.service
    return other if other.service and moved else one


def is_a_rig_watched(act: Act, one: Party | None, other: Party | None) -> bool:
    """Say whether a rig is told as facing ships that came to it: they are who began it."""
    if one is None or other is None or "standoff" not in act.types or one.service != "oil and gas":
        return False
    return other.country not in {"", one.country}


def is_turned_round(act: Act, one: Party, other: Party, history: History) -> bool:
    """Say whether who is held was taken for the patrol, and whose boat it is for who holds it.

    So for a crew that is called 'its', and for *the boat* where a patrol that nobody did anything to brought one in.
    """
    target = act.target
    if target is None or ARRESTS.isdisjoint(act.types):
        return False
    owned = target.guessed and bool(target.owner)
    plain = target.definite and not (target.country or target.stated or target.units) and target.head in _TAKEN
    suffered = any(told.country == other.country for told in history.targets)
    unarmed = one.service in ENFORCED_UPON or not one.service
    lawful = other.service in {"coast guard", "navy", "fisheries authority", "maritime authority"}
    return unarmed and lawful and (owned or (plain and not suffered))


_TAKEN: Final = frozenset({"vessel", "people"})


def listed_with(party: Party, history: History) -> list[Party]:
    """Return those of other countries in a party's list: five Chinese and two Vietnamese boats."""
    for _, one in history.cast:
        group = [one, *linked(one, same=False)]
        if len(group) > 1 and any(other is party for other in group):
            return [other for other in group if other.country not in {"", party.country}]
    return []


def are_some(party: Party | None) -> bool:
    """Say whether a party is several of no country, which another sentence may name: seven foreign vessels."""
    return party is not None and party.many and not party.country and not party.definite


def indefinite_at_sea(*parties: Party | None) -> bool:
    """Say whether one of the parties is some ship, plane or crew."""
    return any(
        party is not None and party.head in {"vessel", "aircraft", "people"} and not party.definite for party in parties
    )
