"""Which service of a country was there, where the sentence that tells of it only says whose ship it was.

What stands beside the incident counts first, then the only service of its country that the article names at sea. Boats
that are held are fishers' in an article about fishing, and two patrols that watch each other are both on both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import companions, freeing, motherships, pairs, shares, trades
from scs_tracker.extraction.gathering.speakers import is_an_office
from scs_tracker.extraction.settling.sides import CLAIMANTS, ENFORCED_UPON, Side
from scs_tracker.extraction.who.parties import code_of, kind_of, linked

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.who.parties import Party

#: Services, and kinds of actor, that patrol.
PATROLS: Final = frozenset(
    {"coast guard", "navy", "survey", "militia", "fisheries authority", "maritime authority", "surveillance"}
)
#: What fishers do to nobody.
_OF_STATES: Final = frozenset(
    "drone jamming detention boarding air_intercept radar_lock sonar acoustic_device flare shadowing".split()
)
_AT: Final = frozenset("for at to on aboard beside near off from toward towards around".split())
_NAMED: Final = frozenset({"vessel", "aircraft", "people"})
_ENFORCED_UPON: Final = frozenset({"detention", "seizure", "boarding", "expulsion", "warning_shots"})
#: What no boat of fishers does to others.
_FORCED: Final = frozenset({"shots_fired", "warning_shots", "detention", "boarding"})
#: What patrols that watch each other do, and the part of it that takes two.
_ANSWERS: Final = frozenset(
    {"shadowing", "survey_intrusion", "expulsion", "standoff", "air_intercept", "harassment", "blocking"}
)
_WATCHED: Final = frozenset({"shadowing", "expulsion", "air_intercept"})
_WATCHED_SHIPS: Final = frozenset({"coast guard", "navy", "survey", "air force"})
#: Services that have patrol boats.
LAW: Final = frozenset({"coast guard", "navy", "fisheries authority", "maritime authority"})
#: How many sentences after a count of ships may tell whose they are.
_TOLD_LATER: Final = 5
_PATROL_BOATS: Final = frozenset(
    {"patrol boat", "patrol boats", "patrol ship", "patrol ships", "patrol vessel", "patrol vessels", "patrol craft"}
)


def name_from_beside(group: Incident, story: Story, old: Collection[int] = ()) -> None:
    """Name the services of both sides from the sentences beside an incident."""
    pairs.name(group, story)
    motherships.name(group, story)
    _take_named(group, story)
    shares.add(group, story)
    _specify(group.initiator, group, story, old)
    _specify(group.target, group, story, old)
    companions.add(group, story)
    companions.add_escorts(group, story)
    companions.add_colliding(group, story)
    freeing.add(group, story)


def name(group: Incident, deeds: Sequence[Deed], story: Story, old: Collection[int] = ()) -> None:
    """Name the services of both sides from the whole article, and put both sides of an encounter on both.

    Parameters
    ----------
    group
        The incident.
    deeds
        All deeds of the article.
    story
        The article.
    old
        Sentences that tell of other incidents, of long ago: who acted there says nothing of this one.
    """
    trades.name_convoys(group, story)
    if not group.background:
        _specify_from_all(group.initiator, group, story, old)
        _specify_from_all(group.target, group, story, old)
    _as_fishers(group, story)
    trades.name(group, story)
    _as_encounter(group, deeds, story)
    _both_alike(group)
    if not (_patrols(group, group.initiator, story) and any(map(_is_of_fishers_code, group.target.codes))):
        _name_alike(group.initiator, group.target)
    _name_alike(group.target, group.initiator)
    trades.add_rigs(group, story)
    trades.add_shut_out(group, story)


def _is_of_fishers_code(code: str) -> bool:
    return kind_of(code) == "fishing"


def _name_alike(side: Side, other: Side) -> None:
    """Name a service of a country on both sides as the other side has it: officers were hit, and arrested the crew."""
    for code in side.unnamed():
        there = [one for one, named in other.codes.items() if named and one[:2] == code[:2]]
        if len(there) == 1:
            del side.codes[code]
            side.codes[there[0]] = True


def _take_named(group: Incident, story: Story) -> None:
    """Take the ships that the next sentence names for those that were hurt: two vessels; the BRP Cabra and …."""
    if any(group.target.codes.values()):
        return
    several = any(deed.act.target is not None and deed.act.target.many for deed in group.deeds)
    for country in dict.fromkeys(code[:2] for code in group.target.codes):
        for line in story.lines[group.lines[0] : group.lines[0] + 3]:
            named = [
                one
                for one in line.parties
                if one.country == country
                and one.units
                and one.head == "vessel"
                and one.service
                and not (one.first and line.tokens[one.first - 1].text in _AT)
            ]
            if named:
                group.target.codes = dict.fromkeys((one.code for one in named), True)
                group.target.units.update(dict.fromkeys(unit for one in named for unit in one.units))
                if several:
                    _take_the_other(group, country, story)
                return


def _take_the_other(group: Incident, country: str, story: Story) -> None:
    """Add the other of several ships, of which only the service is told: the other ship belongs to the bureau."""
    for line in story.lines[group.lines[0] + 1 : group.lines[-1] + 4]:
        if line.words[:2] == ["the", "other"]:
            other = next(
                (one for one in line.parties if one.service and one.country == country and one.first < 6), None
            )
            if other is not None:
                group.target.codes[other.code] = True


def _specify(side: Side, group: Incident, story: Story, old: Collection[int]) -> None:
    """Name the service of a side where the sentences beside the incident name one alone for its country."""
    unnamed = side.unnamed()
    if not unnamed:
        return
    heads = {party.head for deed in group.deeds for party in (deed.act.initiator, deed.act.target) if party is not None}
    if side is group.target and all(deed.act.target is None for deed in group.deeds):
        heads |= _NAMED  # took what had been dropped for the navy's men
    surveying = side is group.target or "survey_intrusion" in group.types
    unarmed = (side is group.target or _FORCED.isdisjoint(group.types)) and not _patrols(group, side, story)
    ahead = _TOLD_LATER if "swarming" in group.types else 3  # most of them were of a type that the militia sails
    beside = range(max(group.lines[0] - 1, 0), min(group.lines[-1] + ahead, len(story.lines)))
    near = [index for index in beside if index not in old]
    for code in unnamed:
        for lines in (group.lines, near):
            found = _services_in(
                code.split("-")[0], [story.lines[index] for index in lines], heads, surveying=surveying
            )
            listed = found if side is group.initiator and len(found) > 1 and _are_listed(found, group) else {}
            listed = listed or (_on_its_side(code[:2], group, story) if side is group.target else {})
            found = {**found, **listed}
            if not unarmed:  # who opened fire were no fishers, nor is a patrol vessel theirs
                found = {code: one for code, one in found.items() if one.service not in ENFORCED_UPON}
            if side is group.initiator and not _OF_STATES.isdisjoint(group.types):
                found = {one: party for one, party in found.items() if kind_of(one) != "fishing"}
            if len(found) == 1 or "arms" in found:
                break
        both = found.pop("arms", None)
        if both is not None:  # the command sent naval and air forces: it was they
            del side.codes[code]
            side.codes.update({code_of(both.country, arm, both.head): True for arm in both.arms})
        elif listed and found:
            del side.codes[code]
            side.codes.update(dict.fromkeys(listed, True))
        elif len(found) == 1:
            del side.codes[code]
            new, party = next(iter(found.items()))
            side.codes[new] = True
            side.units.update(dict.fromkeys(party.units))
        elif not found and (charged := _charged_back(code[:2], group)):
            del side.codes[code]
            side.codes[charged] = True


def _charged_back(country: str, group: Incident) -> str:
    """Return the only patrol of a country that the other side charges: vessel 3014, it says, hit one of its ships."""
    sides = (side for deed in group.deeds for side in (deed.initiator, deed.target))
    named = {one for side in sides for one, known in side.codes.items() if known and one[:2] == country}
    return named.pop() if len(named) == 1 and all(kind_of(one) in LAW for one in named) else ""


def _are_listed(found: dict[str, Party], group: Incident) -> bool:
    """Say whether several ships that did it are told of by one list: a cutter and four militia boats."""
    several = any(deed.act.initiator is not None and deed.act.initiator.many for deed in group.deeds)
    first = next(iter(found.values()))
    row = {one.code for one in (first, *linked(first, same=True))}
    return several and row.issuperset(found)


def _on_its_side(country: str, group: Incident, story: Story) -> dict[str, Party]:
    """Return the ships that a sentence lists on the side of a country: on the Philippine side were two cutters."""
    for line in story.lines[group.lines[0] : group.lines[-1] + 3]:
        party = line.parties[0] if line.parties else None
        words = line.words[:6]
        if party is None or party.country != country or words[:1] != ["on"] or "side" not in words:
            continue
        ships = [one for one in line.parties[1:] if one.country == country and one.head == "vessel" and one.service]
        return {one.code: one for one in ships}
    return {}


def _services_in(country: str, lines: Sequence[Line], heads: set[str], *, surveying: bool) -> dict[str, Party]:
    """Return by code whoever of a country sentences name with a service; under ``arms`` forces of two services."""
    found: dict[str, Party] = {}
    for line in lines:
        for party in line.parties:
            if party.country != country or party.possessive or is_an_office(party, line):
                continue
            if party.arms and not {"force", "state"}.isdisjoint(heads):
                found["arms"] = party
            if party.service in {"survey", "oil and gas"} and not surveying:
                continue  # what blocked the boats was not the survey ship
            fits = party.head in _NAMED & heads or party.service == "militia" or "state" in heads
            fits = fits or motherships.is_marked(party, line)
            if party.service and fits and not (party.code in found and found[party.code].links):
                found[party.code] = party
    return found


def _specify_from_all(side: Side, group: Incident, story: Story, old: Collection[int]) -> None:
    """Name the service of a side by the only one of its country that the article names at sea."""
    heads = {party.head for deed in group.deeds for party in (deed.act.initiator, deed.act.target) if party is not None}
    told = [line for line in story.lines if line.sentence.index not in old]
    for code in side.unnamed():
        forced = side is group.initiator and not _FORCED.isdisjoint(group.types)
        forced = forced or _patrols(group, side, story)
        found = {
            party.code
            for line in told
            for party in line.parties
            if party.country == code.split("-")[0]
            and party.service
            and not (forced and party.service in ENFORCED_UPON)
            and (party.head in _NAMED & heads or (party.head == "force" and "people" in heads))
            and not (party.possessive or is_an_office(party, line))
        }
        if side is group.initiator and not _OF_STATES.isdisjoint(group.types):
            found = {one for one in found if kind_of(one) != "fishing"}
        watched = side is group.target and "survey_intrusion" in group.types  # the agency saw who came in
        if not found and (
            watched or ("vessel" in heads and _patrols(group, side, story))
        ):  # an officer of the MMEA said
            found = {
                party.code
                for line in story.lines
                for party in line.parties
                if party.country == code.split("-")[0] and party.head == "force" and party.service in LAW
            }
        unseen = all(deed.act.initiator is None for deed in group.deeds)
        if not found and side is group.initiator and unseen:  # a coast guard spokesman told of it
            found = {
                party.code
                for line in story.lines
                for party in line.parties
                if party.country == code.split("-")[0] and party.head == "speaker" and party.service == "coast guard"
            }
        if not found and side is group.target and _is_of_fishers(story):  # fishers have told of it: their boats
            found = {code_of(code.split("-")[0], "fishing", "vessel")}
        if len(found) == 1:
            del side.codes[code]
            side.codes[found.pop()] = True


def _patrols(group: Incident, side: Side, story: Story) -> bool:
    """Say whether a patrol boat of no stated service stands on a side."""
    for deed in group.deeds:
        party = deed.act.initiator if side is group.initiator else deed.act.target
        if party is not None and party.head == "vessel" and not party.service:
            words = {one.text for one in story.lines[deed.line].tokens[party.first : party.after]}
            if not _PATROL_BOATS.isdisjoint(words):
                return True
    return False


def _is_of_fishers(story: Story) -> bool:
    """Say whether fishers of no stated country are told of, and no boat of any other service."""
    fishers = any(
        party.service == "fishing"
        and not party.country
        and not (party.first and line.tokens[party.first - 1].text in {"to", "for"})  # fuel for fishermen
        for line in story.lines
        for party in line.parties
    )
    return fishers and not any("aircraft" in line.kinds for line in story.lines)


#: What only fishers have aboard, or lose.
_CATCH: Final = frozenset(
    "squid squids tuna nets net catch trawl trawls fish fishes haul seafood lobster clams payao payaos handline"
    " handlines handlining spearfishing longline longlines gillnet gillnets urchins".split()
)
_POACHED: Final = frozenset("fishing poaching fish trawling".split())


def _as_fishers(group: Incident, story: Story) -> None:
    """Take boats of no service for fishers: those with a catch, and those held in an article about fishing."""
    acting = group.initiator.countries()
    unnamed = [code for code in group.target.unnamed() if code[:2] not in acting]
    heads = {head for deed in group.deeds for head in deed.heads[1:]}
    if not unnamed:
        return
    if heads.isdisjoint({"vessel", "people"}) and not (heads == {"state"} and _has_a_catch(group, story, held=True)):
        return
    held = not _ENFORCED_UPON.isdisjoint(group.types)
    fishing = held and any(
        party.service == "fishing" and (party.guessed or party.country in {"", code[:2]})
        for code in unnamed
        for line in story.lines
        for party in line.parties
    )
    caught = _has_a_catch(group, story, held=held)
    if (fishing and "vessel" in heads) or caught:
        for code in unnamed:
            del group.target.codes[code]
            group.target.codes[code_of(code.split("-")[0], "fishing", "vessel")] = True


def _has_a_catch(group: Incident, story: Story, *, held: bool) -> bool:
    """Say whether the sentences of an incident speak of nets or of a catch: two tonnes of squid were taken."""
    for line in story.lines[group.lines[0] : group.lines[-1] + 2]:
        for index, token in enumerate(line.tokens):
            party = line.at[index]
            if party is not None and party.service != "fishing":
                continue
            words = {*token.text.split()}
            if words & _CATCH and party is None:
                return True
            if held and words & _POACHED and (party is None or not party.country):
                return True
            if words & _POACHED and _was_fishing(line, index):
                return True
    return False


def _was_fishing(line: Line, index: int) -> bool:
    """Say whether a boat of no stated country is told of as fishing: the boat was fishing at the reef."""
    boat = line.at[index - 2] if index > 1 and line.tokens[index - 1].text in {"was", "were", "been"} else None
    return boat is not None and boat.definite and boat.head == "vessel" and (boat.guessed or not boat.country)


def _two_patrols(group: Incident) -> bool:
    """Say whether patrols of two claimants are told of, one on either side: each watches the other."""
    one, other = group.initiator.countries(), group.target.countries()
    kinds = [{kind_of(code) for code in side.codes} for side in (group.initiator, group.target)]
    armed = all(not mine.isdisjoint(LAW) for mine in kinds)
    return armed and one != other and one | other <= CLAIMANTS


def _faces_a_patrol(group: Incident, story: Story) -> bool:
    """Say whether a patrol has ships of a state before it of which no service is told: Chinese government ships."""
    one, other = group.initiator.countries(), group.target.countries()
    if not (one != other and one and other and one | other <= CLAIMANTS):
        return False
    kinds = [{kind_of(code) for code in side.codes} for side in (group.initiator, group.target)]
    armed = [not mine.isdisjoint(LAW) for mine in kinds]
    vague = next((mine for mine, law in zip(kinds, armed, strict=True) if not law), set())
    return any(armed) and vague <= {"unknown"} and _state_ships(group, story)


def _state_ships(group: Incident, story: Story) -> bool:
    """Say whether the sentences of an incident name ships as those of a state."""
    words = (one.text for index in group.lines for one in story.lines[index].tokens)
    return any(word.startswith(_OF_A_STATE) for word in words)


_OF_A_STATE: Final = ("government ship", "government vessel", "state vessel", "public vessel", "public service ship")


def _both_alike(group: Incident) -> None:
    """Put each patrol that is on one side of a meeting of patrols on the other side as well."""
    countries = group.initiator.countries()
    if len(countries) < 2 or countries != group.target.countries() or not countries <= CLAIMANTS:
        return
    if any(kind_of(code) == "fishing" for side in (group.initiator, group.target) for code in side.codes):
        return  # a patrol that came between another one and its own fishers
    for code, named in list(group.initiator.codes.items()):
        if named and kind_of(code) in LAW:
            group.target.codes.setdefault(code, True)


def _as_encounter(group: Incident, deeds: Sequence[Deed], story: Story) -> None:
    """Put right whose a meeting was in which a patrol watches, or challenges, a ship that came into its waters.

    Two patrols are both on both sides, as in the codebook; a survey ship that is watched is the one that came.
    """
    watching = {"survey_intrusion", "shadowing"} <= set(group.types) and _ANSWERS.issuperset(group.types)
    facing = _ANSWERS.issuperset(group.types) and any(
        "standoff" in deed.types and "role:each-other" in deed.rules for deed in group.deeds
    )
    facing = facing or set(group.types) == {"standoff"}
    faced = facing and set(group.types) == {"standoff"} and _faces_a_patrol(group, story)
    if ((watching or facing) and _two_patrols(group)) or faced:
        first = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(group.target)
        group.target.add(first)
        return
    if not _ANSWERS.issuperset(group.types) or _WATCHED.isdisjoint(group.types):
        return
    here, there = group.initiator.countries(), group.target.countries()
    if len(there) != 1 or not here | there <= CLAIMANTS or here & there:
        return
    mine, theirs = ({kind_of(code) for code in side.codes} for side in (group.initiator, group.target))
    if mine.isdisjoint(PATROLS) or theirs.isdisjoint(_WATCHED_SHIPS):
        return
    if theirs <= {"survey"} or not _came_in(group, deeds, story):
        return
    first = Side(dict(group.initiator.codes), dict(group.initiator.units))
    group.initiator.add(group.target)
    group.target.add(first)
    group.types["survey_intrusion"] = None


#: What a ship does that comes to where she is then watched or told to leave.
_COMES: Final = frozenset(
    "entered enters entering approached approaching anchored sailed sailing loitering disturbed disturbing crossed"
    " intruded intruding insisted returned patrolling lingered lingering operating fishing loitering prowling".split()
)


def _came_in(group: Incident, deeds: Sequence[Deed], story: Story) -> bool:
    """Say whether it is told what a ship came for that was followed or driven off, and not only that she was."""
    near = range(max(group.lines[0] - 1, 0), min(group.lines[-1] + 3, len(story.lines)))
    if "shadowing" in group.types and any(one.text in _COMES for index in near for one in story.lines[index].tokens):
        return True
    theirs = group.target.countries()
    return any(
        deed.line in near
        and deed.initiator.countries() == theirs
        and "survey_intrusion" in deed.types
        and deed.rejected != "guard:given-as-reason"
        for deed in deeds
    )
