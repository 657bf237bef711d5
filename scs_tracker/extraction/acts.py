"""Triggers to acts: what is told in a sentence, with its roles and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.actors import CONCRETE, Party, is_place
from scs_tracker.extraction.clauses import Line, agent_of, is_bare, is_passive, object_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.lexicon import Token, Trigger

_NOMINAL: Final = frozenset(
    (
        "use uses usage firing deployment employment shining pointing barrage burst release releasing "
        "launch launching aiming installation laying illumination"
    ).split()
)
_BEFORE_NOUN: Final = frozenset("the a an of s its their this that these those any such no by illegal alleged".split())
_BE: Final = frozenset({"was", "were", "is", "are", "been", "being", "be"})
_STOPS: Final = frozenset({"after", "when", "while", "because", "since", "although", "if", "before", ";", ":", "but"})
_BEFORE_VERB: Final = frozenset(
    (
        "to and or but then not did do does who which that will would could can may might should must "
        "also again never still always twice it they we i them help helped t didn"
    ).split()
)
#: Types whose further words may stand before the verb, in the passive.
_BEFORE_TOO: Final = frozenset({"air_intercept", "detention", "seizure"})
_VERBAL: Final = frozenset({"verb", "sighting"})
_REMOVES: Final = frozenset(
    {"removed", "removes", "removing", "remove", "cut", "cuts", "cutting", "dismantled", "severed"}
)
_FROM: Final = frozenset({"from", "by"})
#: Verbs that tell of nothing by themselves once the tool is named: hit with water cannon.
_CARRIERS: Final = frozenset({"collision", "assault", "harassment", "shots_fired"})


@dataclass(slots=True)
class Act:
    """Something that a sentence tells, before it is known who 'it' is and when it was.

    Attributes
    ----------
    line
        Index of the sentence.
    token
        The trigger's token.
    types
        Incident types.
    initiator, target
        Who did it and to whom, as far as the sentence says.
    rule
        The trigger's rule and the rule that found the roles.
    strength
        Of the trigger, 1 to 3.
    status
        ``told``, ``negated``, ``hypothetical``, ``habitual`` or ``denied``.
    mutual
        Both did it: a collision between two.
    verb
        The token of the verb that governs it, or the trigger's own.
    accuser
        Who accuses or condemns somebody of it, or None.
    reason
        It stands in a clause that says why something else was done: after it had intruded.
    """

    line: int
    token: int
    types: tuple[str, ...]
    initiator: Party | None
    target: Party | None
    rule: str
    strength: int
    status: str = "told"
    mutual: bool = False
    verb: int = -1
    reason: bool = False
    accuser: Party | None = None


def find(line: Line, folded: str) -> list[Act]:
    """Return the acts of a sentence, in its order."""
    found: list[Act] = []
    consumed: set[int] = set()
    waiting: list[tuple[int, Trigger]] = []
    for index, token in enumerate(line.tokens):
        triggers = token.kinds.get("act")
        if triggers is None or (index and not line.sentence.headline and line.capital(index)):
            continue
        if (
            line.at[index] is not None
            and not any(one.form == "instrument" for one in triggers)
            and "verb" not in token.kinds
        ):
            continue
        for trigger in _chosen(line, index, triggers, folded):
            if trigger.form == "instrument":
                act = _instrument(line, index, trigger)
                if act is not None:
                    consumed.add(act.verb)
                    found.append(act)
            else:
                waiting.append((index, trigger))
    for index, trigger in waiting:
        if not _CARRIERS.isdisjoint(trigger.types) and (index in consumed or _by_water(line, index)):
            continue
        if trigger.form in {"verb", "sighting"} and not _is_noun(line, index):
            act = _verb(line, index, trigger)
            if trigger.form == "sighting":
                act.initiator, act.target = act.target, act.initiator
            found.append(act)
        elif trigger.form == "noun" or (trigger.form == "verb" and _is_gerund_noun(line, index)):
            found.append(_noun(line, index, index + 1, trigger))
    for act in found:
        act.status = _status(line, act)
        act.reason = _is_reason(line, act)
        _accused(line, act)
    return sorted(found, key=lambda act: act.token)


def _by_water(line: Line, index: int) -> bool:
    """Say whether what hit was a jet of water or a beam: struck by a jet from the cutter."""
    return any(token.text in _THROWN for token in line.tokens[index + 1 : index + 7])


_THROWN: Final = frozenset({"jet", "jets", "water", "blast", "blasts", "beam", "light", "spray", "stones", "rocks"})


def _chosen(line: Line, index: int, triggers: Sequence[Trigger], folded: str) -> list[Trigger]:
    """Return the readings that hold: those whose further words follow, else those that need none."""
    token = line.tokens[index]
    verb = "verb" in token.kinds and not _is_noun(line, index)
    tool = any(one.form == "instrument" for one in triggers)
    if tool and not {*token.kinds.get("verb", "")} & {"d", "n", "g"}:
        return [one for one in triggers if one.form == "instrument"][:1]
    able = [one for one in triggers if one.form not in _VERBAL or verb or _is_gerund_noun(line, index)]
    if any(one.form in _VERBAL for one in able) and verb and _is_verbal(line, index):
        able = [one for one in able if one.form in _VERBAL]
    elif any(one.form not in _VERBAL for one in able):
        able = [one for one in able if one.form not in _VERBAL]
    stop = _clause_end(line, index)
    window = folded[token.end : min(token.end + 110, stop)]
    before = folded[max(line.sentence.start, token.start - 70) : token.start]
    specific = [
        one for one in able
        if one.needs is not None
        and (one.needs.search(window) or (one.types[0] in _BEFORE_TOO and one.needs.search(before)))
    ]  # fmt: skip
    if specific:
        return specific[:1]
    plain = [one for one in able if one.needs is None]
    return plain[:1]


def _clause_end(line: Line, index: int) -> int:
    for ahead in range(index + 1, len(line.tokens)):
        if line.tokens[ahead].text in _STOPS and line.at[ahead] is None:
            return line.tokens[ahead].start
    return line.sentence.end


def _is_noun(line: Line, index: int) -> bool:
    """Say whether a word that can be a verb stands as a noun: the block, a nighttime intercept, their shadow."""
    token = line.tokens[index]
    forms = token.kinds.get("verb", "")
    if "g" in forms and "b" not in forms:
        return _is_gerund_noun(line, index)
    if "b" not in forms and "s" not in forms:
        return False
    if "d" in forms or "n" in forms:
        before = line.tokens[index - 1].text if index else ""
        return before in _BEFORE_NOUN
    return not _can_be_present(line, index)


def _can_be_present(line: Line, index: int) -> bool:
    """Say whether an infinitive or a verb in the present tense can stand here."""
    before = index - 1
    while before >= 0 and line.at[before] is None and line.tokens[before].text.endswith("ly"):
        before -= 1
    if before < 0:
        return line.sentence.headline
    token = line.tokens[before]
    standing = line.at[before]
    if standing is not None:
        return token.text not in _BEFORE_NOUN and not standing.possessive
    return token.text in _BEFORE_VERB or "hypothetical" in token.kinds or token.text == ","


def _is_gerund_noun(line: Line, index: int) -> bool:
    """Say whether an -ing form stands as a noun: the ramming of, illegal boarding."""
    token = line.tokens[index]
    if "g" not in token.kinds.get("verb", ""):
        return False
    before = line.tokens[index - 1] if index else None
    following = line.tokens[index + 1].text if index + 1 < len(line.tokens) else ""
    if following == "of":
        return True
    return (
        before is not None
        and (before.text in {"the", "a", "an", "s", "this", "alleged", "illegal", "deliberate", "dangerous"})
        and following not in {"a", "the", "two", "its", "their"}
    )


def _is_verbal(line: Line, index: int) -> bool:
    return "verb" in line.tokens[index].kinds and not _is_gerund_noun(line, index)


def _verb(line: Line, index: int, trigger: Trigger) -> Act:
    """Read a verb in the active or passive voice."""
    after = index + 1
    if is_passive(line, index):
        target, how = subject_of(line, index)
        initiator = agent_of(line, after)
        if line.tokens[index].text in {"scrambled", "sent up"}:  # jets were scrambled: they did it
            initiator, target = target, None
        return Act(
            line.sentence.index,
            index,
            trigger.types,
            initiator,
            target,
            f"{trigger.name} passive {how}",
            trigger.strength,
            verb=index,
        )
    initiator, how = subject_of(line, index)
    if [one.text for one in line.tokens[after : after + 2]] == ["each", "other"]:
        return Act(line.sentence.index, index, trigger.types, None, None, f"{trigger.name} each-other", 2, verb=index)
    target = object_of(line, after)
    if target is not None and target is initiator:
        target = None
    if target is None and "sinking" in trigger.types:  # the boat sank: it did nothing to another
        initiator, target = None, initiator
    mutual = target is None and initiator is not None and bool(initiator.links) and "collision" in trigger.types
    return Act(
        line.sentence.index,
        index,
        trigger.types,
        initiator,
        target,
        f"{trigger.name} active {how}",
        trigger.strength,
        mutual=mutual,
        verb=index,
    )


def _governing(line: Line, index: int) -> int:
    """Return the token of the verb that a tool belongs to, to its left, or -1."""
    for back in range(index - 1, max(index - 16, -1), -1):
        token = line.tokens[back]
        standing = line.at[back]
        if standing is not None and not ("verb" in token.kinds and "use" in token.kinds and standing.head == "thing"):
            continue
        if token.text in _STOPS:
            return -1
        kinds = token.kinds
        tool = any(one.form == "instrument" for one in kinds.get("act", ()))
        if "verb" in kinds and not tool and any(kind in kinds for kind in ("use", "hitwith", "undergo", "act", "do")):
            return back
        if token.text in _NOMINAL and back + 1 < len(line.tokens) and line.tokens[back + 1].text == "of":
            return back
        if "report" in kinds and "verb" in kinds:
            return -1
    return -1


def _instrument(line: Line, index: int, trigger: Trigger) -> Act | None:
    """Read a tool with the verb that governs it: used water cannon, a laser was pointed, hit by water cannon."""
    tokens = line.tokens
    after = index + 1
    number, types = line.sentence.index, trigger.types

    def act(initiator: Party | None, target: Party | None, how: str, verb: int) -> Act:
        return Act(number, index, types, initiator, target, f"{trigger.name} {how}", trigger.strength, verb=verb)

    right = _right_verb(line, after)
    verb = _governing(line, index)
    if types == ("barrier",) and verb >= 0 and tokens[verb].text in _REMOVES:
        remover, how = subject_of(line, verb)
        return act(agent_of(line, after), remover, f"removed {how}", verb)
    had = verb >= 0 and tokens[verb].text in {"had", "have", "having", "has", "see", "saw", "seen", "sees"}
    if right >= 0 and (had or not (verb >= 0 and index - verb <= 3)):
        if had:  # pilots had lasers pointed at them
            return act(agent_of(line, right + 1, words=_FROM), subject_of(line, verb)[0], "tool suffered", right)
        if "use" in tokens[right].kinds and "n" in tokens[right].kinds["verb"]:
            initiator = agent_of(line, right + 1) or _owner(line, index)
            target = object_of(line, right + 1)
            if target is initiator or (target is not None and target is agent_of(line, right + 1)):
                target = object_of(line, initiator.after) if initiator is not None else None
            return act(initiator, target, "tool passive", right)
        return act(
            agent_of(line, after, words=_FROM, near=4) or _owner(line, index),
            object_of(line, right + 1),
            "tool hits",
            right,
        )
    if verb < 0:
        initiator, target = _owner(line, index), _onto(line, after)
        found = agent_of(line, after, words=_FROM)
        named = act(initiator or found, target, "tool named", -1)
        named.strength = 1 if types == ("drone",) else named.strength
        return named
    kinds = tokens[verb].kinds
    if (tokens[verb].text in _NOMINAL and verb + 1 < len(tokens) and tokens[verb + 1].text == "of") or _is_noun(
        line, verb
    ):
        noun = _noun(line, verb, after, trigger)
        noun.verb = verb
        return noun
    before = tokens[index - 1].text if index else ""
    by_tool = any(tokens[back].text in {"with", "by"} for back in range(max(verb + 1, index - 4), index))
    if is_passive(line, verb):
        target, how = subject_of(line, verb)
        agent = agent_of(line, verb + 1)
        return act(agent or agent_of(line, after, words=_FROM), target, f"passive with tool {how}", verb)
    subject, how = subject_of(line, verb)
    if "undergo" in kinds and not ("use" in kinds or by_tool):
        return act(agent_of(line, after, words=_FROM) or _owner(line, index), subject, f"undergoes {how}", verb)
    if by_tool or ("hitwith" in kinds and "use" not in kinds) or ("act" in kinds and "use" not in kinds):
        target = object_of(line, verb + 1) or object_of(line, after)
        return act(subject, target, f"hits with tool {how}", verb)
    target = object_of(line, after) or _between(line, verb, index)
    if before in {"the", "its", "their"} and target is None and trigger.types == ("barrier",):
        target = None
    return act(subject, target, f"uses tool {how}", verb)


def _between(line: Line, verb: int, index: int) -> Party | None:
    inside = [one for one in line.parties if verb < one.first and one.after <= index and one.head in CONCRETE]
    return inside[0] if inside else None


def _right_verb(line: Line, after: int) -> int:
    """Return a verb whose subject is the tool, within a few words to the right, or -1."""
    for ahead in range(after, min(after + 6, len(line.tokens))):
        token = line.tokens[ahead]
        if line.at[ahead] is not None:
            if token.text in {",", "and"} or ahead == after:
                return -1
            continue
        if token.text in {",", "and", "to", "at", "on", "against", "while", "as", "which", "or"}:
            return -1
        kinds = token.kinds
        if "verb" in kinds and ("use" in kinds or "hitwith" in kinds):
            reduced = "use" in kinds and "n" in kinds["verb"] and ahead - after <= 1
            if is_passive(line, ahead) or reduced:
                return ahead
            return ahead if "hitwith" in kinds and "g" not in kinds["verb"] else -1
    return -1


def _owner(line: Line, index: int) -> Party | None:
    """Return whose a noun is: China's use, Chinese harassment, its vessel's ramming."""
    for back in range(index - 1, max(index - 6, -1), -1):
        party = line.at[back]
        token = line.tokens[back]
        if party is not None:
            adjacent = party.possessive or party.head == "state" or index - party.after <= 1
            return (
                party
                if adjacent and not is_place(party, line.tokens) and (party.head in CONCRETE or party.head == "state")
                else None
            )
        if "verb" in token.kinds or token.text in {"of", "by", "with", "in", "on", "and", ",", "a", "the", "to"}:
            return None
    return None


def _onto(line: Line, after: int) -> Party | None:
    """Return whom a noun is directed at: on, against, of, at, toward."""
    for ahead in range(after, min(after + 12, len(line.tokens))):
        token = line.tokens[ahead]
        following = line.tokens[ahead + 1].kinds if ahead + 1 < len(line.tokens) else {}
        if token.text == "," or "weekday" in following or "month" in following:
            return None
        if token.text in {"on", "against", "at", "toward", "towards", "of", "upon", "targeting", "involving"}:
            party = object_of(line, ahead + 1, near=6)
            if party is not None:
                return party
        elif token.text in _STOPS or "report" in token.kinds:
            return None
    return None


def _noun(line: Line, index: int, after: int, trigger: Trigger) -> Act:
    """Read an act that stands as a noun: a collision between, harassment of … by, China's use of."""
    number = line.sentence.index
    tokens = line.tokens
    following = tokens[after].text if after < len(tokens) else ""
    if following in {"between", "involving"} or (
        following == "at" and "between" in [one.text for one in tokens[after : after + 8]]
    ):
        first = next((one for one in line.parties if one.first >= after), None)
        others = [one for one in line.parties if first is not None and one.first >= first.after][:1]
        if first is not None and (first.links or others):
            other = first.links[0] if first.links else others[0]
            return Act(
                number,
                index,
                trigger.types,
                first,
                other,
                f"{trigger.name} between",
                trigger.strength,
                mutual=True,
                verb=index,
            )
    initiator = _owner(line, index) or agent_of(line, after)
    how = "noun"
    target = _onto(line, after)
    if target is initiator:
        target = None
    if following == "with":
        target = target or object_of(line, after + 1, near=8)
    before = tokens[index - 1].text if index else ""
    if initiator is None:
        initiator, target, how = _noun_governed(line, index, target)
    if initiator is None and agent_of(line, after, words=frozenset({"from"}), near=6):
        initiator = agent_of(line, after, words=frozenset({"from"}), near=6)
    del before
    return Act(number, index, trigger.types, initiator, target, f"{trigger.name} {how}", trigger.strength, verb=index)


def _noun_governed(line: Line, index: int, target: Party | None) -> tuple[Party | None, Party | None, str]:
    """Find who made, suffered or is accused of what a noun names."""
    for back in range(index - 1, max(index - 14, -1), -1):
        token = line.tokens[back]
        if line.at[back] is not None:
            continue
        if token.text in {"of", "for"}:
            accused = _accused_before(line, back)
            if accused is not None:
                return accused, target, "accused of"
        if token.text in _STOPS or "report" in token.kinds:
            break
        if "verb" in token.kinds:
            if is_passive(line, back):
                break
            if "undergo" in token.kinds:
                subject, how = subject_of(line, back)
                return None, subject if target is None else target, f"undergoes {how}"
            if token.text in {"has", "have", "had"}:
                continue
            if "do" in token.kinds or "use" in token.kinds:
                subject, how = subject_of(line, back)
                return subject, target, f"does {how}"
            break
    return None, target, "noun"


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


def _accused(line: Line, act: Act) -> None:
    """Take whoever accuses as the target where none is named: China accused the Philippines of ramming."""
    for index in range(act.token - 1, -1, -1):
        kinds = line.tokens[index].kinds
        if "verb" in kinds and ("accuse" in kinds or "condemn" in kinds) and line.at[index] is None:
            accuser, _ = subject_of(line, index)
            if accuser is None:
                accuser = next((one for one in line.parties if one.after <= index and one.head == "speaker"), None)
            act.accuser = accuser
            if act.target is not None or accuser is None or act.initiator is None:
                return
            if accuser.country != act.initiator.country:
                act.target = accuser
                act.rule += " accuser"
            return


def _status(line: Line, act: Act) -> str:
    """Say how an act is told: as done, as not done, as possible, as a habit, or as denied."""
    tokens = line.tokens
    start = min(act.token, act.verb if act.verb >= 0 else act.token)
    if is_bare(line, start) and is_passive(line, start):
        return "told"
    window = _window(line, start)
    if start and tokens[start - 1].text in {"stop", "cease", "halt"} and "g" in tokens[start].kinds.get("verb", ""):
        return "hypothetical"
    for index in window:
        kinds = tokens[index].kinds
        if "negation" in kinds and not (index + 1 < len(tokens) and tokens[index + 1].text == "only"):
            return "negated"
        if "deny" in kinds and "verb" in kinds and line.at[index] is None:
            return "denied"
        if (
            "hypothetical" in kinds
            and line.at[index] is None
            and not (tokens[index].text == "may" and line.capital(index))
        ):
            return "hypothetical"
    if act.verb > act.token:
        for index in range(act.token, act.verb):
            if "negation" in tokens[index].kinds:
                return "negated"
            if "hypothetical" in tokens[index].kinds:
                return "hypothetical"
    if any("habit" in one.kinds for one in tokens):
        return "habitual"
    perfect = {"has", "have", "had"}
    if any("habit_adverb" in tokens[index].kinds for index in window):
        present = {*tokens[start].kinds.get("verb", "")} <= {"b", "s"}
        if present or any(tokens[index].text in perfect for index in window):
            return "habitual"
    return "told"


def _is_reason(line: Line, act: Act) -> bool:
    """Say whether an act stands in a relative clause or behind after, because, for: as the reason for another."""
    if act.rule.endswith("relative"):
        return True
    start = act.initiator.first if act.initiator is not None and act.initiator.first < act.token else act.token
    words = [token.text for token in line.tokens[max(start - 2, 0) : start]]
    return any(word in {"after", "because", "for", "as", "since", "when"} for word in words)


def _window(line: Line, start: int) -> range:
    """Return the tokens before a verb that say how it is told: from the border of its clause."""
    first = max(start - 14, 0)
    for back in range(start - 1, first - 1, -1):
        token: Token = line.tokens[back]
        if line.at[back] is not None:
            continue
        if token.text in _STOPS - {"if", "before"} or (
            token.text == "that" and back > 0 and "report" in line.tokens[back - 1].kinds
        ):
            return range(back + 1, start)
        if token.text in {"which", "who"}:
            return range(back + 1, start)
    return range(first, start)


__all__ = ["Act", "find"]
