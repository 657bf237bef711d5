"""Which service of a country was there, where the sentence that tells of it only says whose ship it was.

What stands beside the incident counts first, then the only service of its country that the article names at sea. Boats
that are held are fishers' in an article about fishing, and two patrols that watch each other are both on both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.parties import code_of, kind_of
from scs_tracker.extraction.sides import CLAIMANTS, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.deeds import Deed
    from scs_tracker.extraction.incidents import Incident
    from scs_tracker.extraction.story import Story

#: Services, and kinds of actor, that patrol.
PATROLS: Final = frozenset(
    {"coast guard", "navy", "survey", "militia", "fisheries authority", "maritime authority", "surveillance"}
)
_AT: Final = frozenset("for at to on aboard beside near off from toward towards around".split())
_NAMED: Final = frozenset({"vessel", "aircraft", "people"})
_ENFORCED_UPON: Final = frozenset({"detention", "seizure", "boarding", "expulsion", "warning_shots"})
#: What patrols that watch each other do, and the part of it that takes two.
_ANSWERS: Final = frozenset(
    {"shadowing", "survey_intrusion", "expulsion", "standoff", "air_intercept", "harassment", "blocking"}
)
_WATCHED: Final = frozenset({"shadowing", "expulsion", "air_intercept"})
_CHALLENGES: Final = tuple(f"verb:expulsion:{word} " for word in ("challenge", "radio", "tell", "ask", "order", "warn"))
_WATCHED_SHIPS: Final = frozenset({"coast guard", "navy", "survey", "air force"})
#: Services that have patrol boats.
_LAW: Final = frozenset({"coast guard", "navy", "fisheries authority", "maritime authority"})
_PATROL_BOATS: Final = frozenset(
    {"patrol boat", "patrol boats", "patrol ship", "patrol ships", "patrol vessel", "patrol vessels", "patrol craft"}
)
#: Whose patrols go far into the zones of the others.
_FAR: Final = {"CN"}


def name_from_beside(group: Incident, story: Story) -> None:
    """Name the services of both sides from the sentences beside an incident."""
    _take_named(group, story)
    _specify(group.initiator, group, story)
    _specify(group.target, group, story)


def name(group: Incident, deeds: Sequence[Deed], story: Story) -> None:
    """Name the services of both sides from the whole article, and put both sides of an encounter on both."""
    if not group.background:
        _specify_from_all(group.initiator, group, story)
        _specify_from_all(group.target, group, story)
    _as_fishers(group, story)
    _as_encounter(group, deeds)


def _take_named(group: Incident, story: Story) -> None:
    """Take the ships that the next sentence names for those that were hurt: two vessels; the BRP Cabra and …."""
    if any(group.target.codes.values()):
        return
    for country in group.target.countries():
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
                return


def _unnamed(side: Side) -> list[str]:
    """Return the codes without a service, of countries that have none with one."""
    known = {code.split("-")[0] for code, named in side.codes.items() if named}
    return [code for code, named in side.codes.items() if not named and code.split("-")[0] not in known]


def _specify(side: Side, group: Incident, story: Story) -> None:
    """Name the service of a side where the sentences beside the incident name one alone for its country."""
    unnamed = _unnamed(side)
    if not unnamed:
        return
    heads = {party.head for deed in group.deeds for party in (deed.act.initiator, deed.act.target) if party is not None}
    for code in unnamed:
        found = {
            party.code: party
            for line in story.lines[max(group.lines[0] - 1, 0) : group.lines[-1] + 3]
            for party in line.parties
            if party.country == code.split("-")[0]
            and party.service
            and (
                party.head in {"vessel", "aircraft", "people"} & heads or party.service == "militia" or "state" in heads
            )
            and not party.possessive
        }
        if len(found) == 1:
            del side.codes[code]
            new, party = next(iter(found.items()))
            side.codes[new] = True
            side.units.update(dict.fromkeys(party.units))


def _specify_from_all(side: Side, group: Incident, story: Story) -> None:
    """Name the service of a side by the only one of its country that the article names at sea."""
    heads = {party.head for deed in group.deeds for party in (deed.act.initiator, deed.act.target) if party is not None}
    for code in _unnamed(side):
        found = {
            party.code
            for line in story.lines
            for party in line.parties
            if party.country == code.split("-")[0]
            and party.service
            and (party.head in _NAMED & heads or (party.head == "force" and "people" in heads))
            and not party.possessive
        }
        if (
            not found and "vessel" in heads and _patrols(group, side, story)
        ):  # a patrol boat, an officer of the MMEA said
            found = {
                party.code
                for line in story.lines
                for party in line.parties
                if party.country == code.split("-")[0] and party.head == "force" and party.service in _LAW
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
    fishers = any(party.service == "fishing" and not party.country for line in story.lines for party in line.parties)
    return fishers and not any("aircraft" in line.kinds for line in story.lines)


def _as_fishers(group: Incident, story: Story) -> None:
    """Take boats that are held or led away for fishers, where the article is about fishing."""
    if _ENFORCED_UPON.isdisjoint(group.types) or any(group.target.codes.values()):
        return
    fishing = any(
        party.service == "fishing" and party.country in {"", country}
        for country in group.target.countries()
        for line in story.lines
        for party in line.parties
    )
    boats = any(head == "vessel" for deed in group.deeds for head in deed.heads[1:])
    if fishing and boats:
        codes = [code_of(country, "fishing", "vessel") for country in group.target.countries()]
        group.target.codes = dict.fromkeys(codes, True)


def _two_patrols(group: Incident) -> bool:
    """Say whether patrols of two claimants are told of, one on either side: each watches the other."""
    one, other = group.initiator.countries(), group.target.countries()
    kinds = [{kind_of(code) for code in side.codes} for side in (group.initiator, group.target)]
    armed = all(not mine.isdisjoint(_LAW) for mine in kinds)
    return armed and one != other and one | other <= CLAIMANTS


def _as_encounter(group: Incident, deeds: Sequence[Deed]) -> None:
    """Put right whose a meeting was in which a patrol watches, or challenges, a ship that came into its waters.

    Two patrols are both on both sides, as in the codebook; a survey ship that is watched is the one that came.
    """
    if not _ANSWERS.issuperset(group.types) or _WATCHED.isdisjoint(group.types):
        return
    if {"survey_intrusion", "shadowing"} <= set(group.types) and _two_patrols(group):
        first = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(group.target)
        group.target.add(first)
        return
    if group.target.countries() != _FAR or not group.initiator.countries() <= CLAIMANTS - _FAR:
        return
    mine, theirs = ({kind_of(code) for code in side.codes} for side in (group.initiator, group.target))
    if mine.isdisjoint(PATROLS) or theirs.isdisjoint(_WATCHED_SHIPS):
        return
    first = Side(dict(group.initiator.codes), dict(group.initiator.units))
    driven = any("expulsion" in deed.types and not deed.act.rule.startswith(_CHALLENGES) for deed in group.deeds)
    if theirs <= {"survey"}:
        if driven:
            return
        group.initiator, group.target = group.target, first
    elif not driven and "shadowing" not in group.types:  # told to leave, and that was all
        group.initiator, group.target = group.target, first
    else:
        group.initiator.add(group.target)
        group.target.add(first)
    group.types["survey_intrusion"] = None
