"""Acts that stand as nouns: a collision between two, harassment by somebody, China's use of water cannon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import agent_of
from scs_tracker.extraction.what.borders import BE
from scs_tracker.extraction.what.clauses import Line, is_passive, object_of, subject_of
from scs_tracker.extraction.what.forms import STOPS, Act
from scs_tracker.extraction.who.parties import CONCRETE, Party, is_place

if TYPE_CHECKING:
    from scs_tracker.extraction.words.lexicon import Token, Trigger


_SAID_TO_BE: Final = frozenset(
    (
        "reported alleged repeated renewed continued claimed supposed purported attempted unprovoked sustained "
        "coordinated unwarranted increased intensified persistent unjustified"
    ).split()
)


_UNARMED: Final = frozenset({"resupply"})
_PATROLS: Final = frozenset({"coast guard", "militia"})
#: What many ships are, rather than suffer: a cordon of cutters, a flotilla of trawlers.
_MADE_OF: Final = frozenset(
    (
        "cordon flotilla armada swarm swarms fleet wall concentration massing gathering cluster clustering ring "
        "buildup influx horde congregation huddle crowd crowds throng pack packs knot mass masses carpet forest herd "
        "flock gaggle gathering surge tide wave host cloud thicket jumble presence number total tally count group "
        "array line lines row rows string clutch parade procession batch"
    ).split()
)


#: What is done by whom 'of' names behind it: the reckless actions of the air force.
_OF_ITS_DOER: Final = frozenset(
    (
        "action actions behaviour behavior conduct acts manoeuvre maneuver manoeuvres maneuvers move moves tactics "
        "manoeuvring maneuvering approach approaches pass passes crossing crossings turn turns passage passages "
        "intrusion intrusions"
    ).split()
)


def owner(line: Line, index: int) -> Party | None:
    """Return whose a noun is: China's use, Chinese harassment, its vessel's ramming."""
    reported = False
    for back in range(index - 1, max(index - 6, -1), -1):
        party = line.at[back]
        token = line.tokens[back]
        if party is not None:
            if reported and not party.possessive and party.head != "pronoun":
                return None  # a ship reported interference
            adjacent = party.possessive or party.head == "state" or index - party.after <= 1
            return (
                party
                if adjacent and not is_place(party, line.tokens) and (party.head in CONCRETE or party.head == "state")
                else None
            )
        if token.text in {"of", "by", "with", "in", "on", "and", ",", "a", "the", "to", ":"}:
            return None
        if "verb" in token.kinds and not _attributive(token):
            return None
        reported = reported or "report" in token.kinds
    return None


def _attributive(token: Token) -> bool:
    """Say whether a participle can stand before a noun: its reported firing, the repeated ramming."""
    forms = token.kinds["verb"]
    return ("n" in forms or "d" in forms) and token.text in _SAID_TO_BE


#: Verbs whose subject finds out what is done to it, rather than says it of another.
_NOTICED: Final = frozenset(
    (
        "detected detects detecting noticed registered recorded logged measured experienced complained felt noted "
        "found reported reports reporting"
    ).split()
)
_SENSED: Final = frozenset({"jamming", "radar_lock", "laser", "sonar", "acoustic_device", "water_cannon"})
_NEAR: Final = 5
_MEASURED: Final = frozenset("minute minutes hour hours day days week weeks mile miles".split())
_DIRECTED: Final = frozenset("on against at toward towards of upon targeting involving".split())


def onto(line: Line, after: int, *, of: bool = True) -> Party | None:
    """Return whom a noun is directed at: on, against, at, toward, and of, unless it is a tool."""
    for ahead in range(after, min(after + 12, len(line.tokens))):
        token = line.tokens[ahead]
        following = line.tokens[ahead + 1].kinds if ahead + 1 < len(line.tokens) else {}
        if token.text == "," or "weekday" in following or "month" in following:
            return None
        if token.text == "of" and not _MEASURED.isdisjoint(one.text for one in line.tokens[ahead + 1 : ahead + 4]):
            continue  # after a chase of one hour the boat was boarded
        if token.text in _DIRECTED and (of or token.text != "of"):
            party = object_of(line, ahead + 1, near=6)
            if party is not None:
                return party
        elif token.text in STOPS or "report" in token.kinds:
            return None
    return None


#: What is told of those who are held, and does not say by whom.
_HELD: Final = ("in ", "as prisoners", "behind ", "under ")


#: Whoever holds them is named behind: in custody of the navy.
_WHOSE: Final = frozenset({" of", " by"})
_HAD: Final = frozenset({"had", "has", "have", "having", "got"})
#: Nine Vietnamese, eleven Filipinos.
_SOME: Final = ("state", True)


def _before_verb(line: Line, after: int) -> int:
    """Return how far an agent may stand behind a noun: challenges were made by cutters, beatings condemned by Hanoi."""
    for at in range(after, min(after + _FAR, len(line.tokens) - 1)):
        if line.words[at] in BE and line.at[at] is None and line.words[at + 1] not in _MADE:
            return at - after
    return _FAR


_FAR: Final = 22
#: Verbs with which a noun is only told as done.
_MADE: Final = frozenset(
    "made done carried committed conducted launched mounted staged issued sent given used fired broadcast".split()
)


_CLOSE_TO: Final = frozenset({"near", "around", "close", "beside", "alongside", "before"})


def read_noun(line: Line, index: int, after: int, trigger: Trigger) -> Act:
    """Read an act that stands as a noun: a collision between, harassment of … by, China's use of."""
    act = _between_two(line, index, after, trigger) or _by_its_words(line, index, after, trigger)
    if act is not None:
        return act
    following = line.tokens[after].text if after < len(line.tokens) else ""
    initiator = owner(line, index) or agent_of(line, after, near=_before_verb(line, after))
    how = "noun"
    doing = following == "of" and line.tokens[index].text.rpartition(" ")[2] in _OF_ITS_DOER
    if doing and initiator is None:
        initiator = object_of(line, after + 1, near=6)
    target = onto(line, after, of=not doing)
    if target is initiator:
        target = None
    if target is None and trigger.types == ("dangerous_manoeuvre",) and following in _CLOSE_TO:
        target = object_of(line, after + 1 + (following == "close"), near=6)  # made dangerous manoeuvres near a plane
    if following == "with":
        target = target or object_of(line, after + 1, near=8)
    if following == "to" and target is None:  # firing of water cannon to block a boat
        target = object_of(line, after + 1, near=8)
    if initiator is None:
        beside = target if following == "with" else None
        initiator, target, how = _noun_governed(line, index, trigger, None if beside is not None else target)
        if beside is not None and initiator is None and target is not None:
            initiator = beside  # a plane experienced an unsafe interaction with a fighter
        else:
            target = target or beside
    elif target is None:
        _, suffered, governed = _noun_governed(line, index, trigger, None)
        if governed.startswith("undergoes") and suffered is not initiator:
            target, how = suffered, governed
    if initiator is None and agent_of(line, after, words=frozenset({"from"}), near=6):
        initiator = agent_of(line, after, words=frozenset({"from"}), near=6)
    return _act(line, index, trigger, initiator, target, how)


def _act(line: Line, index: int, trigger: Trigger, initiator: Party | None, target: Party | None, how: str) -> Act:
    rule = f"{trigger.name} {how}"
    return Act(line.sentence.index, index, trigger.types, initiator, target, rule, trigger.strength, verb=index)


def _between_two(line: Line, index: int, after: int, trigger: Trigger) -> Act | None:
    """Read what took place between two: a collision between a cutter and a supply boat."""
    tokens = line.tokens
    following = tokens[after].text if after < len(tokens) else ""
    if "collision" in trigger.types and following not in {"between", "involving"}:
        between = _between(line, after)
        after, following = (between, "between") if between else (after, following)
    further_on = following == "at" and "between" in [one.text for one in tokens[after : after + 8]]
    if following not in {"between", "involving"} and not further_on:
        return None
    first = next((one for one in line.parties if one.first >= after), None)
    there = [] if first is None else [one for one in line.parties if one.first >= first.after]
    if first is None or not (first.links or there):
        return None
    abroad = (one for one in [*first.links, *there] if one.country not in {"", first.country})
    other = next(abroad, first.links[0] if first.links else there[0])
    if first.service in _UNARMED and other.service in _PATROLS:
        first, other = other, first  # between a supply boat and a cutter: the cutter did it
    act = _act(line, index, trigger, first, other, "between")
    act.mutual = True
    return act


def _by_its_words(line: Line, index: int, after: int, trigger: Trigger) -> Act | None:
    """Read a noun whose own words say whose it is: reported by, with men in handcuffs, a flotilla of cutters."""
    tokens = line.tokens
    following = tokens[after].text if after < len(tokens) else ""
    teller = _teller(line, after)
    if teller is not None:
        return _act(line, index, trigger, None, teller, "reported by")
    stricken = _stricken(line, index) if following == "with" and "collision" in trigger.types else None
    hit_by = object_of(line, after + 1, near=8) if stricken is not None else None
    if hit_by is not None and hit_by is not stricken:
        return _act(line, index, trigger, hit_by, stricken, "came of")
    initiator = owner(line, index) or agent_of(line, after)
    if initiator is not None and not _SENSED.isdisjoint(trigger.types) and _is_noticed_by(line, after, initiator):
        return _act(line, index, trigger, None, initiator, "noticed")
    if "detention" in trigger.types and tokens[index].text.startswith(_HELD) and tokens[index].text[-3:] not in _WHOSE:
        # a patrol that ended with nine men in handcuffs
        before = (one for one in reversed(line.parties) if one.after <= index)
        held = next((one for one in before if one.head in {"people", "vessel"} or (one.head, one.many) == _SOME), None)
        had = held is not None and held.first > 0 and tokens[held.first - 1].text in _HAD
        holder = subject_of(line, held.first - 1)[0] if had and held is not None else agent_of(line, after)
        return _act(line, index, trigger, holder, held, "held")
    if following == "of" and (tokens[index].text.rpartition(" ")[2] in _MADE_OF or tokens[index].text == "build up"):
        return _act(line, index, trigger, object_of(line, after + 1, near=8) or initiator, None, "made of")
    return None


def _is_noticed_by(line: Line, after: int, party: Party) -> bool:
    """Say whether somebody behind 'by' only noticed what a noun names: a lasing was logged by officers."""
    between = range(after, min(party.first, after + 5))
    return any(line.tokens[at].text in _NOTICED and is_passive(line, at) for at in between)


def _stricken(line: Line, index: int) -> Party | None:
    """Return who is the worse for a collision: a boat limped home, or went down, after a brush with a cutter."""
    for back in range(index - 1, max(index - 16, -1), -1):
        if line.at[back] is None and line.tokens[back].text in {"after", "following", "in"}:
            verb = next((at for at in range(back - 1, -1, -1) if line.tokens[at].text.startswith(_WORSE)), -1)
            party = subject_of(line, verb)[0] if verb > 0 and line.at[verb] is None else None
            return party if party is not None and party.head in {"vessel", "people"} else None
    return None


#: What becomes of whoever was hit.
_WORSE: Final = ("limp", "sank", "capsiz", "founder", "lost", "sunk", "went down", "goes down", "goes under", "holed")


def _between(line: Line, after: int) -> int:
    """Return where 'between' follows a noun, behind the day and the place of it, or 0: a bump on Sunday between."""
    for ahead in range(after, min(after + 12, len(line.tokens))):
        token = line.tokens[ahead]
        if token.text == "between":
            return ahead
        party = line.at[ahead]
        if token.text in STOPS or (party is not None and not is_place(party, line.tokens)):
            return 0
    return 0


def _teller(line: Line, after: int) -> Party | None:
    """Return the ship that told of what it suffered: a near miss was reported by the patrol boat."""
    words = line.words[after : after + 8]
    if "reported" not in words[:-1] or words[words.index("reported") + 1] != "by":
        return None
    teller = object_of(line, after + words.index("reported") + 2, near=4)
    return teller if teller is not None and teller.head in {"vessel", "aircraft"} else None


#: Verbs that have who suffered for object, and for subject.
_GIVEN: Final = frozenset({"gave", "give", "gives", "giving", "dealt"})
_GOT: Final = frozenset({"got", "gets", "getting", "took", "takes", "taking"})


def _noun_governed(
    line: Line, index: int, trigger: Trigger, target: Party | None
) -> tuple[Party | None, Party | None, str]:
    """Find who made, suffered or is accused of what a noun names."""
    sensed = not _SENSED.isdisjoint(trigger.types)
    for back in range(index - 1, max(index - 14, -1), -1):
        token = line.tokens[back]
        if line.at[back] is not None:
            continue
        if token.text in {"of", "for"}:
            accused = _accused_before(line, back)
            if accused is not None:
                return accused, target, "accused of"
        if token.text in _NOTICED and sensed and index - back < _NEAR and not is_passive(line, back):
            return None, subject_of(line, back)[0] if target is None else target, "noticed"
        if token.text in STOPS or "report" in token.kinds:
            break
        if "verb" in token.kinds:
            whom = object_of(line, back + 1, near=index - back) if sensed and token.text in _GIVEN else None
            if whom is not None and not is_passive(line, back):  # gave it a soaking
                return subject_of(line, back)[0], whom, "given"
            if sensed and token.text in _GOT:  # got a soaking
                return None, target or subject_of(line, back)[0], "got"
            if is_passive(line, back):
                if any(one.text == "by" for one in line.tokens[back:index]) and agent_of(line, back + 1) is None:
                    return None, target or subject_of(line, back)[0], "suffered by"  # kept off by constant blocking
                break
            if "undergo" in token.kinds:
                subject, how = subject_of(line, back)
                return None, subject if target is None else target, f"undergoes {how}"
            if token.text in {"has", "have", "had"}:
                continue
            if line.tokens[back + 1].text in _KNOWN:
                break  # made public a near collision
            if "do" in token.kinds or "use" in token.kinds:
                subject, how = subject_of(line, back)
                return subject, target, f"does {how}"
            break
    return None, target, "noun"


#: What is made of a clash by those who only tell of it.
_KNOWN: Final = frozenset({"public", "known", "clear", "plain", "headlines"})


def _accused_before(line: Line, index: int) -> Party | None:
    for back in range(index - 1, max(index - 7, -1), -1):
        party = line.at[back]
        if party is not None:
            verb = next(
                (
                    one
                    for one in range(party.first - 1, max(party.first - 8, -1), -1)
                    if "verb" in line.tokens[one].kinds
                ),
                -1,
            )
            accusing = verb >= 0 and ("accuse" in line.tokens[verb].kinds or "condemn" in line.tokens[verb].kinds)
            return party if accusing else None
    return None
