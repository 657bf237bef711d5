"""Who 'it', 'the vessel' and nobody in particular are: the sides of an act, settled by what was told before.

In this order: a side that its own words name stands. *It*, *they* and *the vessel* are whoever was on that side of the
act told last, as long as that is not also the other side. A side that is not named is the nearest party of another
country; where people are arrested or boats taken, a service that can do so. Nothing beyond the article's own parties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import freeing
from scs_tracker.extraction.settling import asked, fishers, nearest, parallel, strangers, twos
from scs_tracker.extraction.settling.nearest import ENFORCED, LAW
from scs_tracker.extraction.settling.sides import CLAIMANTS, ENFORCED_UPON, History, Side, Sides
from scs_tracker.extraction.who.parties import CONCRETE, Party, code_of, linked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act

#: What somebody can do where nobody else is.
_ALONE: Final = frozenset({"survey_intrusion", "swarming"})
_HAD_TO: Final = (
    "verb:expulsion:have active",
    "verb:expulsion:turn-back active",
    "verb:expulsion:turn-away active control",
)
#: What is somewhere ashore, so that 'it' as one who suffers is rather a ship.
_OFFICES: Final = frozenset({"force", "state"})
_AFLOAT: Final = frozenset({"vessel", "mission", "force"})


def settle(act: Act, line: Line, story: Story, history: History) -> Sides:
    """Return both sides of an act."""
    rules: list[str] = []
    strangers.put_first(act, line)
    if act.mutual and act.initiator is not None and act.target is None:
        return _mutual(act, history)
    initiator, target = act.initiator, act.target
    one, other = _told(act, line, story, history, rules)
    loose = one is None and other is None
    if not loose:
        one, other = _completed(act, line, history, one, other, rules)
    if target is None and act.rule.startswith(_HAD_TO):  # boats had to turn back: it was done to them
        one, other = other, one
    if initiator is None and one is not None and other is not None and twos.is_turned_round(act, one, other, history):
        one, other = other, one  # a boat that a corvette took; its crew is held: the boat's
        rules.append("role:held-by-the-patrol")
    if one is not None and one.country:
        history.initiators.append(one)
        if initiator is not None and initiator.head == "pronoun":  # we arrested the men and took the boat
            history.settled.setdefault(id(initiator), one)
    if other is not None and other.country:
        history.targets.append(other)
        if act.status == "told" or target is not None:  # denied that they had fired at anyone; they warned a boat
            history.told.append((act.line, other))
    one = one or _nobody(act, line, history, other, rules)
    if twos.is_a_rig_watched(act, one, other):
        one, other = other, one  # a drillship's face-off with a survey ship and her cutters
        rules.append("role:rig-is-watched")
    if "survey_intrusion" in act.types and one is not None and other is not None and one.country == other.country:
        one = twos.who_is_there(one, other)  # China moved the rig: the rig is who is there
        other = nearest.whose_waters(one, line, rules)
        rules.append("role:own-ship")
    history.enforced |= not ENFORCED.isdisjoint(act.types) and other is not None and other.service == "fishing"
    if act.rule.startswith("sighting:swarming"):
        history.counted.update(id(party) for party in (act.initiator, act.target) if party is not None)
    if act.types == ("survey_intrusion",) and id(act.initiator) in history.counted and target is None:
        other = None  # counted 38 boats staying near the island
    if act.types == ("swarming",) and (target is None or act.rule.startswith("sighting")):
        other = None  # boats that lie at a reef do nothing to anybody
    heads = tuple(_head_of(party) for party in (one, other))
    initiators, targets = _sides(act, one, other)
    if one is not None and other is not None and one.country == other.country and other.country:
        held_by = freeing.holder(line, one, other) or freeing.holder_before(act, one, other, history.initiators)
        if held_by is not None:  # rammed a trawler free as a patrol boat towed it away
            initiators.add(side(held_by))
            targets.add(side(held_by))
            rules.append("role:frees-its-own")
    return Sides(initiators, targets, rules, heads, loose)


def _told(act: Act, line: Line, story: Story, history: History, rules: list[str]) -> tuple[Party | None, Party | None]:
    """Return the sides that an act's own words, its sentence or the one before tell of."""
    initiator, target = act.initiator, act.target
    accuser = {act.accuser.country} if act.accuser is not None and act.accuser.country else set()
    if "survey_intrusion" in act.types and initiator is not None:  # the command countered that the plane had come in
        accuser |= {one.country for one in asked.who_says(initiator, line, speakers=True)}
    one, other = twos.of_a_crew(act, history, rules)
    comer = strangers.who_came_before(act, story.lines, rules) if one is None and other is None else None
    if comer is not None:
        return comer, None if target is None or target.country == comer.country else target
    if one is None and other is None:
        one, other = _by_words(act, accuser, line, history, rules)
    if one is None and other is None:
        one, other = _by_guess(act, accuser, line, history, rules)
    alone = not _ALONE.isdisjoint(act.types)
    if one is None and other is None and act.strength >= 2 and act.line and not alone:
        first, second = twos.of_the_sentence_before(act, story.lines[act.line - 1], line, history, rules)
        one, other = _like(initiator, first, rules, doing=True), _like(target, second, rules)
    if act.rule.startswith("sighting:survey") and (initiator is None or initiator.head not in {"vessel", "aircraft"}):
        one = other = None
    if act.types == ("swarming",) and one is None and other is None:
        one = twos.of_a_militia(act, story.lines, rules)
    return one, other


def _completed(
    act: Act, line: Line, history: History, one: Party | None, other: Party | None, rules: list[str]
) -> tuple[Party | None, Party | None]:
    """Return both sides where one is told and the other is whoever stands near."""
    initiator, target = act.initiator, act.target
    if not strangers.is_unidentified(initiator, line):
        one = one or _like(
            initiator, nearest.other_side(act, line, other, history, rules, doing=True), rules, doing=True
        )
    flown_in = act.types == ("drone",) and any(one.text == "airspace" for one in line.tokens)
    if ("survey_intrusion" in act.types or flown_in) and target is None and one is not None:
        other = other or nearest.whose_waters(one, line, rules)
    if other is None:
        near = nearest.other_side(act, line, one, history, rules, doing=False)
        other = _like(target, near, rules)
        if other is not near and other is not None and near is not None and twos.are_some(target):
            other.links = twos.listed_with(near, history)
    if target is not None and other is not None and target.definite and not target.country:
        history.settled.setdefault(id(target), other)  # shot at the boat, which had thrown stones
    if target is None and other is not None and rules[-1:] == ["role:only-other-country"]:
        flagless = (party for party in line.parties if party.stated and not party.country and party.links == [])
        other = _like(next(flagless, None), other, rules)  # a civilian convoy came late after ships barred its way
    return one, other


def _nobody(act: Act, line: Line, history: History, other: Party | None, rules: list[str]) -> Party | None:
    """Return a party without a flag, where nobody can say who did something to a claimant's boat."""
    unidentified = strangers.is_unidentified(act.initiator, line)
    unidentified = unidentified or strangers.goes_on(act.initiator, act.line, history.strange)
    if other is None or other.country not in CLAIMANTS:
        return None
    if not (unidentified or strangers.is_nobodys(act.initiator, other, history)):
        return None
    one = Party(0, 0, 0, 0, "XX", "", "XX-UNK", "vessel")
    rules.append("role:unidentified")
    if unidentified:  # they then climbed over the rail: the same
        history.initiators.append(one)
    return one


def _head_of(party: Party | None) -> str:
    """Return what a party is; 'we' of a service are that service."""
    if party is None:
        return ""
    return "force" if party.head == "pronoun" and party.owner and party.service else party.head


def _by_words(
    act: Act, accuser: set[str], line: Line, history: History, rules: list[str]
) -> tuple[Party | None, Party | None]:
    """Return both sides as far as their own words, or those that they take up, say who they are."""
    initiator, target = act.initiator, act.target
    known = {
        party.country for party in (initiator, target) if party is not None and party.country and not party.guessed
    }
    one = other = None
    other_side = known - _own(initiator)
    vague = initiator is not None and not initiator.country and not asked.who_says(initiator, line)
    if vague and target is not None and target.guessed and target.definite:
        other_side.add(target.country)  # their boat had rammed the cutter: not a boat of the cutter's
    other_side |= parallel.taken_by_them(act, history)
    if not _indefinite(initiator):
        one = _resolve(initiator, other_side | accuser, act, line, history, rules, doing=True)
    taken = {one.country} if one is not None and one.country else set()
    of_them = initiator is not None and initiator.guessed and initiator.head == "people"
    if one is None and initiator is not None and of_them and _is_a_crew(target, history):
        taken = {initiator.country}  # sailors boarded them, kept the crew
    if not _indefinite(target):
        other = _resolve(target, (known - _own(target)) | taken, act, line, history, rules, doing=False)
    if one is None and initiator is not None and initiator.guessed and _indefinite(initiator) and history.initiators:
        last = history.initiators[-1]
        against = last.country in {initiator.country, other.country if other is not None else ""}
        near = (party for at, party in history.cast if at in {act.line - 1, act.line} and party is not initiator)
        here = any(party.country == initiator.country and party.service == initiator.service for party in near)
        vague = not last.service and initiator.service == "coast guard" and initiator.head == "vessel"
        alike = vague or (bool(last.service) and last.service == initiator.service)
        if alike and not (against or here):
            one = _as(initiator, last)  # three cutters: those that did something before
            rules.append("role:as-before")
    if one is None and _may_be(initiator, other):
        one = initiator  # a cutter: of the coast guard named before
        rules.append("role:named-before")
    return one, other


def _by_guess(
    act: Act, accuser: set[str], line: Line, history: History, rules: list[str]
) -> tuple[Party | None, Party | None]:
    """Return both sides where their words say nothing: from what is taken for granted, then from what stands near."""
    initiator, target = act.initiator, act.target
    by_somebody = initiator is not None and not initiator.definite and initiator.guessed and " passive" in act.rule
    one = None if by_somebody and history.initiators else _granted(initiator, accuser)
    other = _granted(target, set())  # our fishermen, our navy
    if one is not None and other is not None and one.country == other.country:
        one = None
    rules += ["role:of-this-country"] if one is not None or other is not None else []
    if one is None and other is None and target is not None and act.accuser is not None and act.accuser.country:
        other = _as(target, act.accuser)
        rules.append("role:accuser's")
    if one is None and other is None and act.strength >= 2:
        one, other = twos.of_the_sentence(act, line, history, rules)
    if one is None and other is None and "each-other" in act.rule:
        one, other = twos.named_last(act, history, rules)
    before = act.strength >= 2 and history.initiators and history.targets
    if one is None and other is None and before and twos.indefinite_at_sea(initiator, target):
        one, other = history.initiators[-1], history.targets[-1]
        if strangers.is_unidentified(initiator, line):  # the same boat had its lines cut by an unknown ship
            return None, other
        lawful = bool(other.service) and other.service in LAW
        enforced = not ENFORCED.isdisjoint(act.types)
        officers = enforced or id(initiator) in history.lawful  # officers shot at a boat
        if (officers and one.service in ENFORCED_UPON and other.service not in ENFORCED_UPON) or (
            enforced and lawful and not one.service
        ):
            one, other = other, one
        rules.append("role:pair-before")
    return one, other


def _is_a_crew(party: Party | None, history: History) -> bool:
    """Say whether a party is them, or the crew of a boat that is not named with them."""
    if party is None or party.country:
        return False
    return party.head == "pronoun" or (party.definite and history.words.get(id(party), "") in fishers.CREWS)


def _sides(act: Act, one: Party | None, other: Party | None) -> tuple[Side, Side]:
    """Return the sides that two parties make, with those who are listed with them."""
    initiators, targets = side(one), side(other)
    for partner in linked(other, same=False) if other is not None else []:
        if one is not None and partner.country not in {"", "elsewhere", one.country, other.country if other else ""}:
            targets.add(_alone(partner))  # trailed Philippine and American ships
    if act.rule.startswith(("verb:shots_fired:trad", "verb:shots_fired:exchang")) and targets.codes:
        first_side = Side(dict(initiators.codes), dict(initiators.units))
        initiators.add(targets)  # a gunboat traded fire with a ship
        targets.add(first_side)
    return initiators, targets


def _indefinite(party: Party | None) -> bool:
    """Say whether a party is somebody new without a country: a ship, two men; then it is who the other side is not."""
    return (
        party is not None
        and not party.country
        and not (party.definite or party.owner or party.head == "pronoun" or party.service)
    ) or (party is not None and party.guessed and not (party.definite or party.owner))


def _may_be(party: Party | None, other: Party | None) -> bool:
    """Say whether what was taken for granted of a party's country holds against the other side."""
    if party is None or other is None or not party.guessed or party.head not in CONCRETE:
        return False
    return bool(party.country) and other.country not in {"", party.country}


def _granted(party: Party | None, not_of: set[str]) -> Party | None:
    return (
        party
        if party is not None and party.country and party.country not in not_of and party.head in CONCRETE
        else None
    )


def _like(party: Party | None, found: Party | None, rules: list[str], *, doing: bool = False) -> Party | None:
    """Return whoever was found, with what the words say it is; a fishing boat of no flag is not a navy's."""
    if party is None or found is None:
        return found
    if party.head in {"vessel", "aircraft"} and not party.stated and not party.definite and not party.units:
        found = Party(  # some ship of that country
            0, 0, 0, 0, found.country, "", code_of(found.country, "", party.head), party.head, many=party.many
        )
    flagless = party.stated in ENFORCED_UPON and found.service and party.stated != found.service
    if flagless and not party.country and doing:
        rules.append("role:no-flag")
        return Party(party.first, party.after, party.start, party.end, "XX", party.stated, "XX-UNK", party.head)
    return _as(party, found)


def _own(party: Party | None) -> set[str]:
    return {party.country} if party is not None and not party.guessed else set()


def _mutual(act: Act, history: History) -> Sides:
    """Split a list of two countries that did something to each other."""
    assert act.initiator is not None  # noqa: S101 - the caller has looked
    group = [act.initiator, *linked(act.initiator, same=False)]
    first = group[0].country
    one, other = Side(), Side()
    for party in group:
        (one if party.country == first else other).add(_alone(party))
    armed = all(party.service not in ENFORCED_UPON for party in group)
    if act.types[0] not in {"collision", "standoff"} and armed:  # both did it to both
        first_side = Side(dict(one.codes), dict(one.units))
        one.add(other)
        other.add(first_side)
    history.initiators.append(group[0])
    history.targets += [party for party in group if party.country != first][:1]
    return Sides(one, other, ["role:each-other"], ("vessel", "vessel"))


def _resolve(
    party: Party | None, not_of: set[str], act: Act, line: Line, history: History, rules: list[str], *, doing: bool
) -> Party | None:
    """Return who a party is, or None where nothing says."""
    if party is None:
        return None
    if party.country and not party.guessed:
        return party
    before = history.settled.get(id(party)) or next((history.named.get(one) for one in party.units), None)
    if party.country and party.country not in not_of and (before is None or before.country == party.country):
        rules.append("role:named-before")
        return party
    if party.country and party.definite and party.stated in ENFORCED_UPON and _only_one(party, history):
        rules.append("role:named-before")
        return party
    if before is not None and before.country not in not_of:  # they rammed it and fired: the same
        rules.append("role:same-subject")
        return before
    enforced = (doing and not ENFORCED.isdisjoint(act.types)) or id(party) in history.lawful
    acting = doing and act.types[0] not in {"survey_intrusion", "swarming"}
    for alike in (True, False) if party.head == "pronoun" else (False,):
        for rule, candidates in _candidates(party, act, line, history, doing=doing):
            for one in candidates:
                if alike and rule != "role:one-of-them" and not _in_number(party, one):
                    continue
                if alike and not (acting or party.many) and one.head in _OFFICES:
                    continue  # the agency met the ship, and it was escorted out: the ship
                if one.country not in not_of and _fits(party, one) and not (enforced and one.service in ENFORCED_UPON):
                    rules.append(rule)
                    history.settled[id(party)] = one if rule == "role:the-two" else _as(party, one)
                    history.named.update(dict.fromkeys(party.units, history.settled[id(party)]))
                    return history.settled[id(party)]
    return None


def _only_one(party: Party, history: History) -> bool:
    """Say whether what a party is was told of its country alone: the trawler, where Chinese ones alone are named."""
    alike = [one for _, one in history.cast if one.stated == party.stated and not one.guessed]
    return bool(alike) and {one.country for one in alike} == {party.country}


def _in_number(party: Party, one: Party) -> bool:
    """Say whether a pronoun and whom it may mean are both one or both several."""
    several = one.many or bool(one.links) or one.head in {"people", "force", "state"}
    return several if party.many else not one.many and not one.links and one.head != "people"


def _candidates(
    party: Party, act: Act, line: Line, history: History, *, doing: bool
) -> Iterator[tuple[str, Sequence[Party]]]:
    """Yield whom 'it' or 'the vessel' may take up, the likeliest first."""
    word = history.words.get(id(party), "")
    alike = [one for index, one in reversed(history.cast) if index <= act.line and history.words[id(one)] == word]
    same_side = {one.country for one in (history.initiators if doing else history.targets)[-1:]}
    alike.sort(key=lambda one: one.country not in same_side)
    yield "role:the-two", twos.the_two(party, act, line, history)
    another = bool(party.units) and not any({*party.units} & {*one.units} for one in alike if one is not party)
    if party.head != "pronoun" and party.definite and not another:  # the frigates: those named before
        yield "role:same-word", [one for one in alike if one is not party]
    inside = [
        one
        for one in line.parties
        if one.after <= party.first
        and one is not (act.target if doing else act.initiator)
        and one.country not in {"", "elsewhere"}
        and one.head in CONCRETE
        and not (one.guessed and (one.owner or one.head == "pronoun"))
    ]
    if word == "another" and doing:  # a cutter took the nets, another rammed the boat
        yield "role:one-of-them", history.initiators[-1:] or [one for one in inside[:1] if one.head == "vessel"]
    if word in {"one", "another"}:  # one of those that were several
        yield "role:one-of-them", [one for one in inside if one.many and one not in alike]
        yield "role:one-of-them", [one for one in history.subjects.get(act.line - 1, []) if one.many]
        yield "role:one-of-them", [one for one in history.initiators[::-1] if one.many]
    if party.head == "pronoun" and doing:  # China said that it had driven them off
        yield "role:speaker", asked.who_says(party, line)
    if party.head == "pronoun" and doing:  # demanded that China give back what it took
        yield "role:asked-of", asked.of_whom(party, line)
    if party.head == "pronoun":
        yield "role:same-subject", parallel.same_word(party, line, history, doing=doing)
    here = [one for index, one in history.told if index == act.line]
    if here and party.head == "pronoun":  # rammed the boat when it sailed past: the boat
        yield "role:same-sentence", here[::-1]
    if party.head == "pronoun" and not doing and act.initiator is not None:
        yield "role:subject-before", parallel.told_on(party, act, history)
    if party.head == "pronoun" and not doing and act.rule.endswith(" passive opening"):
        yield "role:subject-before", history.subjects.get(act.line - 1, [])  # challenged by radio, they gave no answer
    if party.head == "pronoun":
        yield "role:subject", inside
    yield from fishers.before(party, act, word, history, doing=doing)
    if party.definite and party.many and party.head == "vessel":  # the ships: those that were several
        yield "role:same-sentence", [one for one in inside if one.many]
    if not doing and party.definite and party.head in {"vessel", "aircraft"} and not party.units:
        # the turn of BRP X: a frigate cut across its bow, and the smaller vessel had to stop
        yield "role:same-sentence", [one for one in inside if one.units and one.head == party.head][::-1]
    if party.head == "pronoun" and doing and _ALONE.isdisjoint(act.types):
        yield "role:who-came", history.arrivals.get(act.line - 1, [])
    if party.head == "pronoun" and doing and party.first < act.token:
        yield "role:subject-before", history.subjects.get(act.line - 1, [])
    yield "role:as-before", (history.initiators if doing else history.targets)[::-1]
    yield "role:same-sentence", [] if party.units else inside[::-1]  # a ship with a name is none of those beside her
    earlier = [one for index, one in reversed(history.cast) if index < act.line]
    earlier.sort(key=lambda one: one.head == "state" and one.country not in CLAIMANTS)  # a treaty with America
    if not doing:
        yield "role:last-named", [one for one in earlier if one.units]
    yield "role:last-named", earlier


def _fits(party: Party, one: Party) -> bool:
    """Say whether a party may be taken up by words like those of ``party``."""
    if party.stated and one.service and party.stated != one.service:
        return False
    if party.head == "pronoun" or (party.owner and one.head in {"people", "vessel"}):
        return True
    if party.head in _AFLOAT:
        manned = one.head == "people" and one.service != "fishing" and (party.head != "force" or bool(one.service))
        return one.head in _AFLOAT or one.head == "state" or manned
    if party.head == "people":
        return True
    return party.head == one.head


def _as(party: Party, one: Party) -> Party:
    """Return ``party`` with the country and the service of ``one``."""
    sailors = party.service if party.head == "people" and not party.guessed else ""  # of a boat of no stated service
    service = party.stated or one.service or sailors
    code = one.code if service == one.service else code_of(one.country, service, party.head)
    head = one.head if party.head == "pronoun" else party.head
    units = party.units or (one.units if party.head == "pronoun" or not party.many else ())
    theirs = Party(0, 0, 0, 0, one.country)
    links = [_as(link, theirs) for link in party.links if link.stated and (link.guessed or not link.country)]
    return Party(
        party.first,
        party.after,
        party.start,
        party.end,
        one.country,
        service,
        code,
        head,
        units,
        many=one.many if party.head == "pronoun" else party.many,
        guessed=True,
        arms=party.arms or (one.arms if party.head == "pronoun" else ()),
        links=links or (one.links if party.head == "pronoun" else []),
    )


def side(party: Party | None) -> Side:
    """Return a side with everybody who is listed with a party and of its country."""
    if party is None:
        return Side()
    result = _alone(party)
    for one in linked(party, same=True):
        result.add(_alone(one))
    return result


def _alone(party: Party) -> Side:
    if not party.code:
        return Side()
    if party.arms:  # naval and air forces were sent
        return Side({code_of(party.country, arm, party.head): True for arm in party.arms})
    named = bool(party.service) and not party.code.endswith("-UNK")
    return Side({party.code: named}, dict.fromkeys(party.units))
