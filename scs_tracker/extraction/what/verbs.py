"""A verb as an act: who did it to whom, in the active and the passive voice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import agent_of
from scs_tracker.extraction.what.borders import is_from_which
from scs_tracker.extraction.what.clauses import Line, is_passive, object_of, subject_of
from scs_tracker.extraction.what.forms import STOPS, Act
from scs_tracker.extraction.what.nouns import owner
from scs_tracker.extraction.what.relatives import done_to

if TYPE_CHECKING:
    from scs_tracker.extraction.who.parties import Party
    from scs_tracker.extraction.words.lexicon import Trigger

_FROM: Final = frozenset({"from"})
_MUTUAL: Final = frozenset({"collision", "standoff"})
#: Words for what two do to each other at once.
_EXCHANGES: Final = ("exchang", "trade", "trading")
#: Verbs of sinking whose object may be no party: set fire to his cabin.
_TO_OTHERS: Final = (":set", ":send", ":put")
#: Verbs of sinking that take no object.
_OF_ITSELF: Final = ("go-down", "go-under", "founder")
#: Verbs whose subject in the passive goes aboard.
_PUT_ABOARD: Final = frozenset(
    {"put on", "put aboard", "put on board", "placed aboard", "placed on board", "sent aboard"}
)
_OF_PARTS: Final = frozenset({"of", "the", "a", "an", "its", "port", "starboard"})
_PARTS: Final = frozenset({"bow", "stern", "hull", "side", "flank", "quarter", "beam", "rail", "prow", "stem"})
_DOWN: Final = ("go down", "goes down", "went down", "gone down", "going down", "founder")
#: What ships do that are anchored or stationed somewhere, unless somebody put them there.
_BEING_THERE: Final = (("swarming",), ("survey_intrusion",))
_SENT_UP: Final = frozenset({"scrambled", "scrambles", "sent up", "put up"})


def read_verb(line: Line, index: int, trigger: Trigger) -> Act:
    """Read a verb in the active or passive voice."""
    if is_passive(line, index) or _is_with_its_crew(line, index):
        return _passive(line, index, trigger)
    initiator, how = subject_of(line, index)
    if line.words[index + 1 : index + 3] in (["each", "other"], ["one", "another"]):
        strength = 3 if initiator is not None and initiator.head in {"vessel", "aircraft"} else 2
        name = f"{trigger.name} each-other"
        alone = initiator is not None and initiator.many and not initiator.links and bool(initiator.country)
        crowd = initiator if alone else None  # two Chinese ships struck each other as they chased a third
        return Act(line.sentence.index, index, trigger.types, crowd, None, name, strength, verb=index)
    if "boarding" in trigger.types and initiator is not None and initiator.head == "people" and not initiator.country:
        ship = agent_of(line, index + 1, words=_FROM, near=12)  # men came over the rail from a cutter
        initiator = ship if ship is not None and ship.head != "state" else initiator  # not: found papers from Vietnam
    target = _suffers(line, index, initiator)
    if target is None and "seizure" in trigger.types:
        target = _robbed(line, index, initiator)
    met = _met_with(line, initiator) if target is None and "collision" in trigger.types else None
    alone = target is None or trigger.name.endswith(_OF_ITSELF)
    if (
        alone and "sinking" in trigger.types and not trigger.name.endswith(_TO_OTHERS)
    ):  # the boat sank, or went down with nets aboard: it did nothing to another
        initiator, target = None, initiator
    if trigger.types == ("sinking",) and target is not None and _sank_with(line, index, target):
        initiator, target = target, initiator
    both = not _MUTUAL.isdisjoint(trigger.types) or line.tokens[index].text.startswith(_EXCHANGES)
    both = both or _of_each_other(line, index + 1)
    mutual = target is None and initiator is not None and bool(initiator.links) and both
    if met is not None:
        initiator, target, mutual = met, initiator, True
    rule = f"{trigger.name} active {how}"
    return Act(
        line.sentence.index, index, trigger.types, initiator, target, rule, trigger.strength, mutual=mutual, verb=index
    )


def _passive(line: Line, index: int, trigger: Trigger) -> Act:
    """Read a verb in the passive voice."""
    target, how = subject_of(line, index)
    initiator = agent_of(line, index + 1)
    afloat = target is None or line.tokens[target.first].text not in {"he", "him"}
    moored = trigger.types in _BEING_THERE and trigger.form == "verb" and initiator is None
    sent_up = trigger.types == ("air_intercept",) and line.tokens[index].text in {"scrambled", "sent up"}
    rule = f"{trigger.name} passive {how}"
    if moored or sent_up:  # jets were scrambled: they did it
        initiator, target = target, None
    elif trigger.types == ("boarding",) and initiator is None and line.tokens[index].text in _PUT_ABOARD:
        initiator, target = target, object_of(line, index + 1, near=8)  # a team was put on the boat
        if target is None:
            return Act(line.sentence.index, index, (), None, None, rule, 1, verb=index)
    elif how == "tool" and target is None:
        target = owner(line, _tool_before(line, index))  # an American drone was fished out
    if initiator is None and target is None and line.words[index + 1 : index + 2] in (["at"], ["on"], ["towards"]):
        target = next((one for one in line.parties if index + 1 < one.first <= index + 3), None)  # guns were pointed at
    if initiator is None and target is not None and is_from_which(line, target, index):
        initiator, target = target, object_of(line, index + 1, near=8)
    strength = max(trigger.strength, 2) if trigger.types == ("collision",) and afloat else trigger.strength
    return Act(line.sentence.index, index, trigger.types, initiator, target, rule, strength, verb=index)


def _suffers(line: Line, index: int, initiator: Party | None) -> Party | None:
    """Return the object of a verb in the active voice, if it is somebody else than who does it."""
    target = object_of(line, index + 1, near=_object_within(line.tokens[index].text))
    if target is not None and initiator is not None and any(target is one for one in (initiator, *initiator.links)):
        target = None  # a survey ship ran lines, escorted by two cutters
    if target is not None and initiator is not None and target.country == initiator.country != "":
        target = _on_the_other_side(line, index, initiator) or target
    own = target is not None and initiator is not None and initiator.country in {"", target.country}
    if own and line.tokens[index].text in _SENT_UP:  # its jets, after others came
        target = None
    if target is None and initiator is not None and initiator.head == "pronoun" and line.at[index - 1] is initiator:
        target = line.at[initiator.first - 1] if initiator.first else None  # the fishermen it captured
    if target is None and initiator is not None:
        target = done_to(line, initiator, index)
    return target


def _robbed(line: Line, index: int, initiator: Party | None) -> Party | None:
    """Return from whom something is taken: took rifles from the crew, stole fish from Filipino fishermen."""
    for at in range(index + 1, min(index + _GOODS, len(line.tokens) - 1)):
        if line.tokens[at].text in STOPS:
            return None
        party = line.at[at + 1] if line.tokens[at].text == "from" else None
        if party is not None and party is not initiator and party.head in {"people", "vessel", "force"}:
            return party
    return None


#: So many words behind a verb of taking may stand what is taken.
_GOODS: Final = 9


def _sank_with(line: Line, index: int, other: Party) -> bool:
    """Say whether a boat sank of meeting another ship: sank in a confrontation with a cutter, after one came up."""
    words = [one.text for one in line.tokens[index + 1 : other.first]]
    return "sank" in line.tokens[index].text and not {"with", "after", "when", "as"}.isdisjoint(words)


def _of_each_other(line: Line, after: int) -> bool:
    """Say whether the clause goes on with what two do at once: came within ten metres of each other."""
    stop = next((at for at in range(after, len(line.tokens)) if line.tokens[at].text in STOPS), len(line.tokens))
    words = line.words[after : min(stop, after + 12)]
    return any(pair in {("each", "other"), ("one", "another")} for pair in pairwise(words))


def _tool_before(line: Line, index: int) -> int:
    """Return the tool that is the subject of a verb."""
    return next((at for at in range(index - 1, -1, -1) if "act" in line.tokens[at].kinds), index)


def _on_the_other_side(line: Line, index: int, one: Party) -> Party | None:
    """Return from whom somebody keeps his own boats apart: lay between a cutter and two boats of its country."""
    if all(token.text != "between" for token in line.tokens[index + 1 : index + 5]):
        return None
    behind = (party for party in line.parties if party.first > index and party.head in {"vessel", "aircraft"})
    return next((party for party in behind if party.country not in {"", one.country}), None)


def _is_with_its_crew(line: Line, index: int) -> bool:
    """Say whether a participle tells what became of a crew: a boat with seven of its crew handcuffed."""
    crew = line.at[index - 1] if index else None
    if crew is None or crew.head != "people" or not crew.owner or "n" not in line.tokens[index].kinds.get("verb", ""):
        return False
    before = line.words[max(crew.first - 4, 0) : crew.first]
    return "with" in before and object_of(line, index + 1, near=2) is None


def _met_with(line: Line, other: Party | None) -> Party | None:
    """Return the first of two whose parts met: the stern of a cutter and the bow of a trawler came into contact."""
    at = other.first - 1 if other is not None else 0
    while at > 0 and (line.tokens[at].text in _OF_PARTS or line.tokens[at].text.rstrip("s") in _PARTS):
        at -= 1
    one = line.at[at - 1] if other is not None and 0 < at < other.first - 1 and line.tokens[at].text == "and" else None
    return one if one is not None and one.country not in {"", other.country if other else ""} else None


def _object_within(verb: str) -> int:
    """Return how near an object must stand: what goes down does nothing to the boat that comes to help."""
    return 1 if verb.startswith(_DOWN) else 8 if verb.startswith("capsiz") else 40
