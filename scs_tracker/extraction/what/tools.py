"""Tools with the verb that governs them: used water cannon, a laser was pointed, hit by water cannon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import agent_of
from scs_tracker.extraction.what.borders import HAVE, speaks
from scs_tracker.extraction.what.clauses import Line, is_passive, object_of, subject_of
from scs_tracker.extraction.what.flows import PLAIN_WATER, as_measure, sent_by, strike
from scs_tracker.extraction.what.forms import STOPS, Act, is_noun
from scs_tracker.extraction.what.nouns import onto, owner, read_noun
from scs_tracker.extraction.who.parties import CONCRETE, Party

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from scs_tracker.extraction.words.lexicon import Trigger

    #: Makes the act of a tool from both sides, the name of the construction and the token of its verb.
    _Make: TypeAlias = Callable[[Party | None, Party | None, str, int], Act]

_NOMINAL: Final = frozenset(
    (
        "use uses usage firing deployment employment shining pointing barrage burst release releasing "
        "launch launching aiming installation laying illumination"
    ).split()
)
_BE: Final = frozenset({"was", "were", "is", "are", "been", "being", "be"})
_HAD: Final = frozenset({"had", "have", "has"})
_REMOVES: Final = frozenset(
    {"removed", "removes", "removing", "remove", "cut", "cuts", "cutting", "dismantled", "severed"}
)
_FROM: Final = frozenset({"from", "by"})
_DODGES: Final = frozenset("avoid avoiding dodge dodging evade evading escape escaping".split()) | {"to avoid"}


def _governing(line: Line, index: int) -> int:
    """Return the token of the verb that a tool belongs to, to its left, or -1."""
    for back in range(index - 1, max(index - 16, -1), -1):
        token = line.tokens[back]
        standing = line.at[back]
        if standing is not None and not ("verb" in token.kinds and "use" in token.kinds and standing.head == "thing"):
            continue
        kinds = token.kinds
        reported = "report" in kinds and line.tokens[back + 1].text == "that"  # reported that a laser was shone
        if token.text in STOPS or reported:
            return -1
        tool = "tool" in kinds
        if "verb" in kinds and not tool and any(kind in kinds for kind in ("use", "hitwith", "undergo", "act", "do")):
            return back
        if token.text in _NOMINAL and back + 1 < len(line.tokens) and line.tokens[back + 1].text == "of":
            return back
        if ("report" in kinds or "accuse" in kinds or "condemn" in kinds) and "verb" in kinds:
            return back if token.text in _FOUND and index - back < _NEAR and not is_passive(line, back) else -1
    return -1


def read_tool(line: Line, index: int, trigger: Trigger) -> Act | None:
    """Read a tool with the verb that governs it: used water cannon, a laser was pointed, hit by water cannon."""

    def act(initiator: Party | None, target: Party | None, how: str, verb: int) -> Act:
        name, number = f"{trigger.name} {how}", line.sentence.index
        return Act(number, index, trigger.types, initiator, target, name, trigger.strength, verb=verb)

    tokens, types, after = line.tokens, trigger.types, index + 1
    if types == ("drone",) and _falls(line, after):
        return None
    if types != ("warning_shots",) and any(token.text in _DESPITE for token in tokens[max(index - 3, 0) : index]):
        return None  # crossed its bow in spite of flares
    if types == ("drone",) and _is_taken(line, after):
        return None
    if tokens[index].text in PLAIN_WATER:
        return strike(line, index, act)
    told = as_measure(line, index, act) or sent_by(line, index, act)
    if told is not None:
        return told
    moving = _moving(line, index, types, act)
    if moving is not None:
        return moving
    carried = _carried(line, after, types, act)
    if carried is not None:
        return carried
    right, verb = _right_verb(line, after), _governing(line, index)
    seen = _seen(line, after) if types == ("barrier",) else -1
    if seen >= 0:  # a barrier was found by divers: it is somebody else's
        return act(_laid_by(line, seen), agent_of(line, seen + 1), "found passive", seen)
    if types == ("barrier",) and verb >= 0 and tokens[verb].text in _REMOVES:
        remover, how = subject_of(line, verb)
        return act(agent_of(line, after), remover, f"removed {how}", verb)
    had = verb >= 0 and tokens[verb].text in _HAD | {"having", "see", "saw", "seen", "sees"}
    own = had and index - verb < _BESIDE_IT and tokens[verb].text.startswith("ha") and tokens[index - 1].text in _OWN
    if right >= 0 and own:  # had its radar trained on the frigate
        return act(subject_of(line, verb)[0], object_of(line, right + 1), "has its tool", right)
    told_apart = right >= 0 and tokens[right - 1].text in _BE and "and" in {one.text for one in tokens[verb:index]}
    if right >= 0 and had and not told_apart:  # pilots had lasers pointed at them; not: had gone, and a laser was
        return act(agent_of(line, right + 1, words=_FROM), subject_of(line, verb)[0], "tool suffered", right)
    if right >= 0 and not (verb >= 0 and index - verb <= 3):
        return _as_subject(line, index, right, act)
    if verb < 0:
        return _without_verb(line, index, types, act)
    if not _DODGES.isdisjoint(line.words[max(index - 4, verb) : index]):  # had to dive to avoid flares from a jet
        return act(agent_of(line, after, words=_FROM), subject_of(line, verb)[0], "dodged", verb)
    nominal = tokens[verb].text in _NOMINAL and verb + 1 < len(tokens) and tokens[verb + 1].text == "of"
    if nominal or is_noun(line, verb):
        noun = read_noun(line, verb, after, trigger)
        noun.verb = verb
        return noun
    if types == ("drone",) and tokens[verb].text.partition(" ")[0] in _HAULED and not is_passive(line, verb):
        marked = next((one for one in line.parties if index < one.first < index + 5 and one.head == "state"), None)
        return act(owner(line, index) or marked, None, "found", -1)  # hauled up a glider with Chinese letters
    if types != ("drone",) and tokens[verb].text in _FOUND and not is_passive(line, verb):
        finder, how = subject_of(line, verb)  # divers found a barrier, a crew saw a flare: it is somebody else's
        whose = agent_of(line, after, words=_FROM, near=8) or owner(line, index)
        if whose is None and "report" in tokens[verb].kinds:
            return None  # reports sonic weapon
        return act(whose, finder, f"found {how}", verb)
    return _with_verb(line, index, verb, act)


def _is_taken(line: Line, after: int) -> bool:
    """Say whether somebody else's drone is what was taken: a glider was plucked from the sea."""
    whose = line.at[after + 1] if line.words[after : after + 1] == ["of"] and after + 1 < len(line.tokens) else None
    after = whose.after if whose is not None else after  # a drone of the coast guard was jammed
    for at in range(after, min(after + 4, len(line.tokens))):
        if line.at[at] is not None:
            return False
        taking = any(not _TAKING.isdisjoint(one.types) for one in line.tokens[at].kinds.get("act", ()))
        if taking and is_passive(line, at):
            return True
    return False


#: What is done to somebody else's drone.
_TAKING: Final = frozenset({"seizure", "jamming", "shots_fired", "laser"})


def _seen(line: Line, after: int) -> int:
    """Return the token of a passive verb of finding whose subject ends before ``after``, or -1."""
    for ahead in range(after, min(after + 8, len(line.tokens))):
        if line.tokens[ahead].text in _FOUND and is_passive(line, ahead):
            return ahead
        if line.at[ahead] is not None or line.tokens[ahead].text in STOPS:
            return -1
    return -1


def _laid_by(line: Line, after: int) -> Party | None:
    """Return who is told further on to have laid what was found: fishermen said that two boats had strung it."""
    for at in range(after + 1, len(line.tokens) - 1):
        token = line.tokens[at]
        if "use" in token.kinds and "verb" in token.kinds and line.at[at] is None and line.tokens[at + 1].text == "it":
            return subject_of(line, at)[0]
    return None


def _carried(line: Line, after: int, types: tuple[str, ...], act: _Make) -> Act | None:
    """Read a tool with who carries it: a device mounted on a cutter was directed at the crew."""
    if after >= len(line.tokens) or line.tokens[after].text not in _MOUNTED | {"on", "of"}:
        return None
    carrier = object_of(line, after + 1, near=6)
    right = _right_verb(line, carrier.after) if carrier is not None else -1
    passive = right >= 0 and (line.tokens[after].text != "on" or is_passive(line, right))
    pointed = passive and "use" in line.tokens[right].kinds
    works = right >= 0 and not _WORKING.isdisjoint(types)  # a jammer on a ship blinded the radar
    reached = onto(line, carrier.after, of=False) if carrier is not None and line.tokens[after].text != "of" else None
    if right < 0 and reached is not None and reached.country not in {"", carrier.country if carrier else ""}:
        return act(carrier, reached, "tool carried", -1)  # the radar aboard a warship came up and fixed on the plane
    if carrier is None or not (pointed or works):
        return None
    return act(carrier, object_of(line, right + 1), "tool carried", right)


def _moving(line: Line, index: int, types: tuple[str, ...], act: _Make) -> Act | None:
    """Read what flies or rises by itself: drones circled the ship, flares went up from the reef."""
    tokens, after = line.tokens, index + 1
    held = [token.text for token in tokens[after : after + 3]]
    if types == ("drone",) and held[1:] == ["to", "be"] and after + 3 < len(tokens):  # a drone believed to be Chinese
        return act(line.at[after + 3], onto(line, after + 3, of=False), "held to be", -1)
    if types == ("drone",) and held[:1] and held[0] in _SENT and held[1:2] in (["from"], ["by"]):
        sender = object_of(line, after + 2, near=6)  # a drone launched from a ship hovered over the boat
        return act(sender, object_of(line, sender.after) if sender is not None else None, "sent from", -1)
    if types == ("drone",) and after < len(tokens) and "verb" in tokens[after].kinds and not is_passive(line, after):
        return act(owner(line, index), object_of(line, after + 1), "flies", after)  # drones circled the ship
    over = _stays_over(line, after) if types == ("drone",) else 0
    if over:
        return act(owner(line, index) or _came_from(line, over), object_of(line, over + 1, near=8), "flies", -1)
    if types == ("flare",) and after < len(tokens) and tokens[after].text.split()[0] in _RISES:
        reached = onto(line, after) or _towards(line, after) or _into(line, after)
        return act(None, reached or _passing(line), "rises", after)  # flares rose towards the plane
    if types == ("laser",) and held[:1] and held[0] in _PLAYS and held[1:2] and held[1] in _OVER:
        whose = owner(line, index) or agent_of(line, after, words=_FROM)
        return act(whose, object_of(line, after + 2, near=8), "plays", after)  # laser beams played over the boat
    return None


def _stays_over(line: Line, after: int) -> int:
    """Return where it is told over what a drone stayed, or 0: with no markings, hung for 25 minutes above."""
    stays = next((at for at in range(after, min(after + 6, len(line.tokens))) if line.tokens[at].text in _STAYS), 0)
    if not stays or any(line.at[at] is not None for at in range(after, stays)):
        return 0
    ahead = range(stays + 1, min(stays + 8, len(line.tokens)))
    return next((at for at in ahead if line.tokens[at].text in {"above", "over", "overhead"}), 0)


def _came_from(line: Line, after: int) -> Party | None:
    """Return from whose ship a drone is told to have come, in a clause behind: …; it lifted off from a cutter."""
    words = line.words
    for at in range(after, len(words) - 1):
        if words[at] in {"from", "to", "by"} and not _COMES.isdisjoint(words[max(at - 3, after) : at]):
            return object_of(line, at + 1, near=6)
    return None


_STAYS: Final = frozenset(
    "hung hovered stayed loitered lingered circled remained stood hangs hovers flew watched cruised orbited".split()
)
_COMES: Final = frozenset(
    "lifted off took taken launched came flown flew risen rose returned went traced controlled sent released".split()
)
_PLAYS: Final = frozenset(
    "played plays swept flickered danced shone flashed landed fell moved roamed passed lingered settled came".split()
)
_OVER: Final = frozenset("over across on onto at into through along".split())


def _falls(line: Line, after: int) -> bool:
    """Say whether a drone comes to grief, so that what is told of is who brought it down."""
    for token in line.tokens[after : after + 9]:
        if token.text in STOPS or token.text in {",", "and"}:
            return False
        if token.text in _FALLEN:
            return True
    return False


_FALLEN: Final = frozenset("crashed crashes fell plunged ditched malfunctioned plummeted dropped".split())


def _passing(line: Line) -> Party | None:
    """Return the only ship or plane of a sentence: flares went up from the reef as a plane passed."""
    sailing = [one for one in line.parties if one.head in {"vessel", "aircraft"}]
    passing = [one for one in sailing if one.country or one.service] or [one for one in sailing if one.definite]
    return passing[0] if len(passing) == 1 else None


def _as_subject(line: Line, index: int, right: int, act: _Make) -> Act:
    """Read a tool that is the subject of a verb: water cannon was used on the boat, a laser hit the crew."""
    if "use" in line.tokens[right].kinds and "n" in line.tokens[right].kinds["verb"]:
        agent = agent_of(line, right + 1, words=_FROM)
        initiator = agent or owner(line, index)
        target = object_of(line, right + 1)
        if target is initiator or (target is not None and target is agent):
            target = object_of(line, initiator.after) if initiator is not None else None
        if target is None and initiator is None and line.tokens[index].kinds["act"][0].types == ("flare",):
            target = _passing(line)
        return act(initiator, target, "tool passive", right)
    initiator = agent_of(line, index + 1, words=_FROM, near=4) or owner(line, index)
    return act(initiator, object_of(line, right + 1), "tool hits", right)


def _without_verb(line: Line, index: int, types: tuple[str, ...], act: _Make) -> Act:
    """Read a tool that no known verb governs: a burst from the water cannon of a cutter."""
    tokens, after = line.tokens, index + 1
    initiator, target = owner(line, index), onto(line, after, of=False)
    if initiator is None and index < 4 and tokens[0].text in _WITH:  # with its hoses the cutter flooded a boat
        doing = [one for one in line.parties if one.head in CONCRETE and not speaks(line, one)]
        if len(doing) > 1 and doing[0].country not in {"", doing[1].country}:
            return act(doing[0], doing[1], "tool ahead", -1)
    if initiator is None and types == ("drone",):
        initiator = _named_beside(line, index)
    if after < len(tokens) and tokens[after].text == "of":
        initiator = initiator or object_of(line, after + 1, near=8)
    elif initiator is None and not _WITH.isdisjoint(one.text for one in tokens[max(index - 3, 0) : index]):
        clause = _beside(line, index)
        if clause is not None:
            return act(*clause, "tool beside", -1)
    if initiator is None and target is None and types == ("warning_shots",):
        warned = _warned(line)
        if warned is not None:
            return act(*warned, "tool between two", -1)
    found = agent_of(line, after, words=_FROM)
    if found is None and tokens[after : after + 1] and tokens[after].text in {"that", "which"}:
        found = _from(line, after)  # the light that came from the bridge of a ship
    named = act(initiator or found, target, "tool named", -1)
    owned = named.initiator is not None and bool(named.initiator.country)
    named.strength = 1 if types == ("drone",) and not owned else named.strength
    return named


def _warned(line: Line) -> tuple[Party, Party] | None:
    """Return a service and the fishers of another country whom its shots warned: shots, and a boat gave up."""
    there = [one for one in line.parties if one.head in CONCRETE and one.country and not speaks(line, one)]
    fishing = [one for one in there if one.service in {"fishing", "civilian"}]
    serving = [one for one in there if one not in fishing]
    if len(fishing) != 1 or len(serving) != 1 or fishing[0].country == serving[0].country:
        return None
    return serving[0], fishing[0]


def _with_verb(line: Line, index: int, verb: int, act: _Make) -> Act:
    """Read a tool with the verb to its left: hit by water cannon, came under water cannon, used water cannon."""
    tokens, after, kinds = line.tokens, index + 1, line.tokens[verb].kinds
    if tokens[verb].text in HAVE and "n" in (tokens[after].kinds.get("verb", "") if after < len(tokens) else ""):
        return act(
            agent_of(line, after + 1), subject_of(line, verb)[0], "suffers tool", after
        )  # had flares fired at it
    by_tool = any(tokens[back].text in {"with", "by"} for back in range(max(verb + 1, index - 4), index))
    if is_passive(line, verb):
        target, how = subject_of(line, verb)
        agent = agent_of(line, verb + 1) or agent_of(line, after, words=_FROM)
        if agent is None and tokens[after : after + 1] and tokens[after].text == "of":
            agent = object_of(line, after + 1, near=6)  # hurt by the sonar of a destroyer
        return act(agent, target, f"passive with tool {how}", verb)
    subject, how = subject_of(line, verb)
    if "undergo" in kinds and not ("use" in kinds or by_tool):
        return act(agent_of(line, after, words=_FROM) or owner(line, index), subject, f"undergoes {how}", verb)
    theirs = owner(line, index)
    if subject is not None and theirs is not None and subject.country and theirs.country not in {"", subject.country}:
        return act(theirs, subject, f"suffers tool {how}", verb)  # lost a length of railing to Chinese water cannon
    if by_tool or ("hitwith" in kinds and "use" not in kinds) or ("act" in kinds and "use" not in kinds):
        target = object_of(line, verb + 1) or object_of(line, after)
        return act(subject, target, f"hits with tool {how}", verb)
    target = object_of(line, after) or _between(line, verb, index)
    if target is not None and target is subject:  # Using a laser, the ship blinded the crew
        target = object_of(line, target.after)
    return act(subject, target, f"uses tool {how}", verb)


_FOUND: Final = frozenset(
    (
        "found find finds spotted spots spot discovered discovers saw sees see seen sighted sights noticed observed "
        "detected detects detecting registered recorded logged measured heard hears felt reported reports reporting "
        "photographed filmed pictured located encountered uncovered"
    ).split()
) | {"picked up", "picks up", "complained of", "complains of", "complaining of"}
#: How many words may stand between such a verb and the tool.
_NEAR: Final = 5
#: Types whose tools stand on the ship of who uses them.
_WORKING: Final = frozenset({"jamming", "acoustic_device", "radar_lock"})
_HAULED: Final = frozenset("hauled haul hauls pulled pull fished netted recovered retrieved picked scooped".split())
#: How a tool is carried.
_MOUNTED: Final = frozenset({"mounted", "fitted", "installed", "carried", "operated", "aboard", "on board", "on"})
_BESIDE_IT: Final = 4
_OWN: Final = frozenset({"its", "their", "her", "his"})
_DESPITE: Final = frozenset({"despite", "spite", "ignored", "ignoring", "defying", "regardless"})
_SENT: Final = frozenset("launched sent flown operated released deployed controlled".split())
#: Words before a tool that somebody is hit with.
_WITH: Final = frozenset({"with", "using"})


def _named_beside(line: Line, index: int) -> Party | None:
    """Return whose the thing is that a tool tells more of: a US Navy Triton, an unmanned plane."""
    if index < 3 or line.tokens[index - 1].text not in {"a", "an"} or line.tokens[index - 2].text != ",":
        return None
    before = [one for one in line.parties if index - 8 < one.after < index - 1]
    return before[-1] if before and before[-1].country else None


def _beside(line: Line, index: int) -> tuple[Party | None, Party | None] | None:
    """Return the two parties before 'with water cannon' whose verb is not known: opened up on the boat with."""
    start = max((at + 1 for at in range(index) if _ends_clause(line, at)), default=0)
    inside = [one for one in line.parties if start <= one.first < index and one.head in CONCRETE]
    if len(inside) != 2 or inside[0].country == inside[1].country:
        return None
    one, other = inside
    words = {token.text for token in line.tokens[one.after : other.first]}
    return (other, one) if "by" in words and not _BE.isdisjoint(words) else (one, other)


_RISES: Final = frozenset({"went", "rose", "came", "flew", "shot", "soared", "streaked"})


def _towards(line: Line, after: int) -> Party | None:
    words = line.words[after : after + 14]
    return object_of(line, after + words.index("direction") + 2, near=8) if "direction" in words else None


def _into(line: Line, after: int) -> Party | None:
    """Return what flares or chaff went into: an engine of the plane."""
    words = [one for token in line.tokens[after : after + 2] for one in token.text.split()]
    return object_of(line, after + 1, near=8) if "into" in words else None


def _from(line: Line, after: int) -> Party | None:
    """Return whose ship a light or a jet came from."""
    words = line.words[after : after + 6]
    if "from" not in words:
        return None
    return object_of(line, after + words.index("from") + 1, near=8)


def _ends_clause(line: Line, index: int) -> bool:
    """Say whether a token ends a clause."""
    return line.tokens[index].text in STOPS and line.at[index] is None


def _between(line: Line, verb: int, index: int) -> Party | None:
    inside = [one for one in line.parties if verb < one.first and one.after <= index and one.head in CONCRETE]
    return inside[0] if inside else None


def _right_verb(line: Line, after: int) -> int:
    """Return a verb whose subject is the tool, within a few words to the right, or -1."""
    others = 0
    for ahead in range(after, min(after + 14, len(line.tokens))):
        token = line.tokens[ahead]
        others += line.at[ahead] is None or ahead == after
        if others > 6:
            return -1
        if line.at[ahead] is not None:
            if token.text in {",", "and"} or ahead == after:
                return -1
            continue
        if token.text in {",", "and", "to", "at", "on", "against", "while", "as", "which", "or"}:
            return -1
        if token.text in _HAD:
            continue
        kinds = token.kinds
        if "verb" in kinds and ("use" in kinds or "hitwith" in kinds):
            reduced = "use" in kinds and "n" in kinds["verb"] and ahead - after <= 1
            if is_passive(line, ahead) or reduced:
                return ahead
            return ahead if "hitwith" in kinds and "g" not in kinds["verb"] else -1
    return -1
