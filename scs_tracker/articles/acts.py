"""Find the acts in a parsed sentence: the lexicon's triggers with their initiators and targets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.articles import mentions as naming
from scs_tracker.articles.trees import SUBJECTS
from scs_tracker.text.acts import chosen
from scs_tracker.text.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.trees import Line
    from scs_tracker.text.phrases import Token

_OBJECTS: Final = frozenset({"dobj", "dative", "oprd", "attr"})


@dataclass(slots=True, eq=False)
class Act:
    """An act: a trigger phrase at its position in the text, with its initiators and targets.

    ``line``, ``word``: indices of the sentence and of the trigger's head word; ``start``, ``end``: offsets of the
    trigger; ``types``, ``form``, ``strength``: those of the trigger in the lexicon; ``needed``: 1 if its required words
    were found, 0 if it requires none; ``agents``, ``patients``: initiators and targets by the tree; ``ways``: names of
    the steps by which they were found, for the classifier and ``explain``; ``verb``: the verb of the act's clause;
    ``mutual``: True if each side acted against the other.
    """

    line: int
    word: int
    start: int
    end: int
    types: tuple[str, ...]
    form: str
    strength: int
    needed: int
    name: str
    agents: list[Mention] = field(default_factory=list)
    patients: list[Mention] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)
    verb: int = 0
    mutual: bool = False


def find(line: Line, index: int, folded: str, mentions: Sequence[Mention]) -> list[Act]:
    """Return the acts of a sentence, in text order; an empty list if it contains no trigger."""
    found: list[Act] = []
    for position, token in enumerate(line.tokens):
        word = line.heads[position]
        if "act" not in token.kinds or word >= len(line.words) or line.words[word].dep == "prep":
            continue  # following talks, a ship is followed by nobody
        within, verbal = line.sentence, _is_verb(line, word)
        for trigger, needed in chosen(token, folded, within.start, within.end, verbal=verbal):
            act = Act(
                index, word, token.start, token.end, trigger.types, trigger.form, trigger.strength, needed,
                trigger.name, verb=line.clause(word),
            )  # fmt: skip
            if trigger.form in {"verb", "sighting"} and verbal:
                _of_verb(line, act, token, mentions)
                if trigger.form == "sighting":
                    act.agents, act.patients = act.patients, act.agents
                    act.ways.add("sighting")
            elif trigger.form == "instrument":
                _of_tool(line, act, mentions)
            else:
                _of_noun(line, act, mentions)
            _settle(line, act, mentions)
            found.append(act)
    return found


def _is_verb(line: Line, word: int) -> bool:
    return line.words[word].tag.startswith("V") and line.words[word].dep not in {"amod", "compound"}


def _of_verb(line: Line, act: Act, token: Token, mentions: Sequence[Mention]) -> None:
    """Set the initiators and targets of an act named by a verb in the active or passive voice."""
    verb = act.word
    passive = _is_passive(line, verb)
    subject, way = _subject(line, verb)
    act.ways.add(way)
    ahead = _objects(line, verb, token)
    if passive:
        act.ways.add("passive")
        act.patients = naming.at(mentions, line, subject) if subject >= 0 else []
        act.agents = [one for word in _by(line, verb) for one in naming.at(mentions, line, word)]
        if not act.patients and ahead:
            act.patients = [one for word in ahead for one in naming.at(mentions, line, word)]
        return
    act.agents = naming.at(mentions, line, subject) if subject >= 0 else []
    act.patients = [one for word in ahead for one in naming.at(mentions, line, word)]
    if way == "charged":
        accuser, _ = _subject(line, line.words[subject].head)
        for one in act.patients:
            one.others = one.others or naming.at(mentions, line, accuser)
    if len(act.agents) > 1 and not act.patients and len({one.country for one in act.agents}) > 1:
        act.mutual, act.patients = True, list(act.agents)


def _is_passive(line: Line, verb: int) -> bool:
    word = line.words[verb]
    if line.child(verb, "nsubjpass", "auxpass", "csubjpass") >= 0:
        return True
    if word.tag in {"VBN", "VBD"} and line.child(verb, "agent") >= 0 and line.child(verb, "dobj") < 0:
        return True  # flares dropped by a fighter
    alone = line.child(verb, "aux", "dobj") < 0 and line.child(verb, "prep", "agent") >= 0
    led = word.tag == "VBD" and any(
        line.words[one].lemma in {"by", "with"} for one in line.hanging(verb, "prep", "agent")
    )
    if line.sentence.headline and alone and (word.tag == "VBN" or led):
        return True  # fishermen beaten with bars
    if word.dep in {"acl", "advcl", "conj"} and word.tag == "VBN" and line.child(verb, "aux", "nsubj") < 0:
        return word.dep != "conj" or _is_passive(line, word.head) if word.head != verb else False
    return False


def _subject(line: Line, verb: int) -> tuple[int, str]:
    """Return the subject of a verb and how it was found, such as 'own' or 'shared'; (-1, 'none') if there is none."""
    word = verb
    for step in range(6):
        one, own = line.words[word], line.child(word, "nsubj", "nsubjpass", "csubj")
        charged = _charged(line, word)
        if charged >= 0:
            return charged, "charged"
        if own >= 0:
            relative = line.words[own].tag in {"WP", "WDT"} and one.dep == "relcl"
            return (one.head, "relative") if relative else (own, "own" if step == 0 else "shared")
        if one.dep in {"relcl", "acl"}:
            return one.head, "reduced"
        if one.dep == "xcomp" or (one.dep == "ccomp" and line.child(word, "mark") < 0 and one.tag in {"VB", "VBG"}):
            held = line.child(one.head, "dobj")
            if held >= 0:
                return held, "controlled"
            word = one.head
        elif one.dep in {"conj", "advcl", "pcomp", "prep", "dobj", "advmod", "acomp"} and one.head != word:
            word = one.head
        else:
            return -1, "none"
    return -1, "none"


def _charged(line: Line, word: int) -> int:
    """Return the index of the party accused of an act ('accused the crew of ramming'), or -1 if none is accused."""
    prep = line.words[word].head
    if line.words[word].dep not in {"pcomp", "pobj"} or line.words[prep].lemma not in of_kind("charging"):
        return -1
    while line.words[prep].dep == "conj":
        prep = line.words[prep].head
    verb = line.words[prep].head
    if not {"accuse", "condemn"} & set(line.kinds_at(verb)):
        return -1
    return line.child(verb, "dobj", "nsubjpass")


def _charged_above(line: Line, noun: int) -> int:
    """Return the index of the party accused of the act that a noun names, directly or by its governing words, or -1."""
    for one in (noun, *line.above(noun)):
        charged = _charged(line, one)
        if charged >= 0 or line.child(one, "nsubj", "nsubjpass") >= 0:
            return charged
    return -1


def _objects(line: Line, verb: int, token: Token) -> list[int]:
    """Return the words that a verb acts on: its objects, those of its prepositions, or its relative clause's noun."""
    found = line.hanging(verb, *_OBJECTS)
    behind = [held for prep in line.hanging(verb, "prep", "prt", "advmod") for held in line.hanging(prep, "pobj")]
    inside = [held for held in behind if line.words[line.words[held].head].start < token.end]
    for clause in line.hanging(verb, "ccomp", "xcomp"):
        subject = line.child(clause, "nsubj")
        if subject >= 0 and not found:
            found = [*found, subject]
    toward = [
        held for held in behind
        if held not in inside and line.words[line.words[held].head].lemma in of_kind("preposition")
    ]  # fmt: skip
    if line.words[verb].dep == "relcl" and not found and not inside:
        subject = line.child(verb, "nsubj", "nsubjpass")
        if subject >= 0 and line.words[subject].tag not in {"WP", "WDT"}:
            found = [line.words[verb].head]  # the boat that it rammed
    return [*inside, *found, *toward] if inside else [*found, *toward]


def _by(line: Line, verb: int) -> Iterator[int]:
    for agent in line.hanging(verb, "agent", "prep"):
        if line.words[agent].lemma == "by":
            yield from line.hanging(agent, "pobj", "pcomp")


def _whence(line: Line, verb: int) -> Iterator[int]:
    """Yield the words that name the origin of an act, such as 'ship' in 'light was shone from a ship'."""
    for prep in line.hanging(verb, "prep"):
        if line.words[prep].lemma in with_value("preposition", "of"):
            yield from line.hanging(prep, "pobj")


def _of_noun(line: Line, act: Act, mentions: Sequence[Mention]) -> None:
    """Set the parties of an act named by a noun: 'the ramming of a boat by a cutter', 'a collision between ships'."""
    noun = act.word
    act.ways.add("noun")
    for child in line.children[noun]:
        dep, lemma = line.words[child].dep, line.words[child].lemma
        if dep in {"poss", "amod", "compound", "nmod"}:
            act.agents += naming.at(mentions, line, child)
        elif dep in {"prep", "agent"}:
            held = [one for word in line.hanging(child, "pobj") for one in naming.at(mentions, line, word)]
            if lemma == "by":
                act.agents += held
            elif lemma in of_kind("joining"):
                _join(act, held)
            elif lemma in of_kind("preposition"):
                act.patients += held
        elif dep in {"acl", "relcl"} and lemma in of_kind("joining"):
            _join(act, [one for word in line.hanging(child, "dobj") for one in naming.at(mentions, line, word)])
    inside = [one for one in mentions if one.root == noun and one.country]
    act.agents += [one for one in inside if one not in act.agents]
    if not act.agents or not act.patients:
        _by_verb(line, act, noun, mentions)


def _join(act: Act, held: list[Mention]) -> None:
    act.mutual = act.mutual or len({one.country for one in held}) > 1
    act.agents += held
    act.patients += held


def _by_verb(line: Line, act: Act, noun: int, mentions: Sequence[Mention]) -> None:
    """Add the missing parties of an act named by a noun, from its verb: 'the crew carried out an attack on them'."""
    word = line.words[noun]
    verb = next((one for one in line.above(noun) if line.words[one].tag.startswith("V")), -1)
    if verb < 0:
        return
    act.verb = verb
    charged = _charged_above(line, noun)
    if charged >= 0:
        act.ways.add("verb-charged")
        act.agents = act.agents or naming.at(mentions, line, charged)
        return
    passive = _is_passive(line, verb)
    subject, way = _subject(line, verb)
    held = naming.at(mentions, line, subject) if subject >= 0 and subject != noun else []
    ahead = [
        one for each in _objects(line, verb, line.tokens[max(line.owners[verb], 0)])
        if each != noun and noun not in line.below(each) for one in naming.at(mentions, line, each)
    ]  # fmt: skip
    by = [one for each in _by(line, verb) if each != noun for one in naming.at(mentions, line, each)]
    act.ways.add(f"verb-{way}")
    if passive:
        act.ways.add("passive")
        if subject == noun or noun in (line.below(subject) if subject >= 0 else ()):
            whence = [one for each in _whence(line, verb) for one in naming.at(mentions, line, each)]
            act.agents = act.agents or by or whence
            act.patients = act.patients or [one for one in ahead if one not in whence]
        else:
            act.patients = act.patients or held
            act.agents = act.agents or by
    elif word.dep in SUBJECTS:
        act.patients = act.patients or ahead
    elif "undergo" in line.kinds_at(verb):
        act.patients = act.patients or held
    else:
        act.agents = act.agents or held
        act.patients = act.patients or [one for one in ahead if one not in act.agents]


def _of_tool(line: Line, act: Act, mentions: Sequence[Mention]) -> None:
    """Set the parties of an act named by its instrument: 'fired water cannon at a boat', 'water cannon from a ship'."""
    tool = act.word
    act.ways.add("tool")
    for child in line.children[tool]:
        dep, lemma = line.words[child].dep, line.words[child].lemma
        if dep in {"poss", "amod", "compound", "nmod"}:
            act.agents += naming.at(mentions, line, child)
        elif dep == "prep":
            held = [one for word in line.hanging(child, "pobj") for one in naming.at(mentions, line, word)]
            if lemma in with_value("preposition", "of"):
                act.agents += held
            elif lemma in of_kind("preposition"):
                act.patients += held
        elif dep in {"acl", "relcl"} and line.words[child].tag in {"VBN", "VBD", "VBG"}:
            act.patients += [
                one for each in _objects(line, child, line.tokens[max(line.owners[child], 0)])
                for one in naming.at(mentions, line, each)
            ]  # fmt: skip
            those = (*_by(line, child), *_whence(line, child))
            act.agents += [one for each in those for one in naming.at(mentions, line, each)]
    word = tool
    for _ in range(6):
        above = line.words[word].head
        if above == word or line.words[word].tag.startswith("V"):
            break
        if line.words[above].tag.startswith("V"):
            _by_verb(line, act, word, mentions)
            break
        owners = () if act.agents else (*line.hanging(above, "poss"), *_by(line, above))
        act.agents += [one for each in owners for one in naming.at(mentions, line, each)]
        word = above


def _settle(line: Line, act: Act, mentions: Sequence[Mention]) -> None:
    """Remove duplicates and mentions of things from both sides; give an empty side the nearest mention, if any."""
    act.agents = _able(act.agents)
    _part(act)
    act.patients = [one for one in _able(act.patients) if one not in act.agents or act.mutual]
    if not act.patients and not act.mutual:
        act.patients = [one for one in _shared(line, act, mentions) if one not in act.agents]
    if not act.agents:
        act.agents = _nearest(line, act, mentions, before=True)
        act.ways |= {"agent-near"} if act.agents else {"agent-none"}
    if not act.patients:
        act.patients = _nearest(line, act, mentions, before=False)
        act.ways |= {"patient-near"} if act.patients else {"patient-none"}


def _shared(line: Line, act: Act, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the targets of the verb whose subject an act shares: 'they blocked the boats, firing water cannon'."""
    if not act.ways & {"shared", "verb-shared"}:
        return []
    above = (one for one in line.above(act.verb) if line.words[one].tag.startswith("V"))
    for verb in above:
        if _is_passive(line, verb) or {"report", "accuse", "condemn"} & set(line.kinds_at(verb)):
            return []
        held = _able([one for each in line.hanging(verb, *_OBJECTS) for one in naming.at(mentions, line, each)])
        if held or line.child(verb, "nsubj") >= 0:
            return held
    return []


def _part(act: Act) -> None:
    """Choose another antecedent for an uncertain mention, so that initiators and targets are different parties."""
    if act.mutual:
        return
    for these, those in ((act.patients, act.agents), (act.agents, act.patients)):
        firm = {one.country for one in those if one.country and not one.guessed}
        countries = firm or {one.country for one in those if one.country}
        for one in these:
            clash = one.guessed and one.country in countries
            if not clash and not (not one.country and one.others and one.head in {"vessel", "aircraft", "people"}):
                continue
            other = next((each for each in one.others if each.country not in countries), None)
            if other is not None and (clash or countries):
                one.country, one.guessed = other.country, True
                if one.head == "pronoun":
                    one.service, one.code, one.units = other.service, other.code, list(other.units)


def _able(those: Sequence[Mention]) -> list[Mention]:
    concrete = [one for one in dict.fromkeys(those) if one.head not in {"thing", "act"} or one.country]
    return [one for one in concrete if one.head != "thing"]


def _nearest(line: Line, act: Act, mentions: Sequence[Mention], *, before: bool) -> list[Mention]:
    taken = {*act.agents, *act.patients}
    free = [
        one for one in mentions
        if one not in taken and one.head not in {"thing", "act", "pronoun"} and (one.root < act.word) == before
    ]  # fmt: skip
    same = [one for one in free if line.clause(one.root) == line.clause(act.word)] or free
    if not same:
        return []
    return [min(same, key=lambda one: abs(one.root - act.word))]
