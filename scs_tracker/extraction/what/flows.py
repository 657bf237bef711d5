"""What comes from somebody: water that a cutter pumped into the boat, the laser which a ship held on the crew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.agents import acts, agent_of
from scs_tracker.extraction.what.borders import speaks
from scs_tracker.extraction.what.clauses import Line, is_passive, object_of, subject_of
from scs_tracker.extraction.what.nouns import onto
from scs_tracker.extraction.who.parties import CONCRETE, Party, is_place

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from scs_tracker.extraction.what.forms import Act

    #: Makes the act of a tool from both sides, the name of the construction and the token of its verb.
    _Make: TypeAlias = Callable[[Party | None, Party | None, str, int], Act]

#: Words that tell of a water cannon only where they hit somebody or are sent at him.
PLAIN_WATER: Final = frozenset({"water", "seawater", "sea water", "salt water"})
_SENT: Final = frozenset(
    (
        "pumped sprayed shot fired hosed thrown directed blasted discharged poured jetted hurled launched aimed "
        "beamed emitted transmitted released dropped projected"
    ).split()
)
#: Verbs that tools govern as well, and that say of water only that it is had or came in.
_HARMLESS: Final = ("receiv", "me", "greet", "treat", "welcom", "ca", "le", "fill", "keep", "kept", "pull", "confront")
_BY: Final = frozenset({"by", "with"})
_FROM: Final = frozenset({"from", "by"})
_THAT: Final = frozenset({"that", "which"})
_BETWEEN: Final = (["with", "which"], ["by", "which"])
_HAVE: Final = frozenset({"has", "have", "had", "having"})


def strike(line: Line, index: int, act: _Make) -> Act | None:
    """Read water that hit: damaged by water from a cutter, lashed with seawater by a ship, water that it pumped in."""
    sent = sent_by(line, index, act)
    if sent is not None:
        return sent
    falling = _falling(line, index, act)
    if falling is not None:
        return falling
    from_whom = agent_of(line, index + 1, words=_FROM, near=4)
    behind = _hitting_behind(line, from_whom.after) if from_whom is not None else -1
    if behind >= 0:  # water from a cutter smashed the windows of a boat
        return act(from_whom, object_of(line, behind + 1), "flow hits", behind)
    back = index - 1
    while back > 0 and line.at[back] is None and index - back < 4 and "verb" not in line.tokens[back].kinds:
        if line.tokens[back].text in _BY:
            break
        back -= 1
    if line.tokens[back].text not in _BY:
        return None
    verb = _hit_before(line, back)
    if verb < 0:
        return None
    if is_passive(line, verb):
        agent = from_whom or agent_of(line, verb + 1) or agent_of(line, index + 1)
        return act(agent, subject_of(line, verb)[0], "passive with flow", verb) if agent is not None else None
    target = object_of(line, verb + 1, near=back - verb)
    return act(subject_of(line, verb)[0], target, "hits with flow", verb) if target is not None else None


def _falling(line: Line, index: int, act: _Make) -> Act | None:
    """Read water with a verb of its own: water was fired at the boat from a cutter, water rained on her from two."""
    held = line.words[index + 1 : index + 4]
    passive = held[:1] in (["was"], ["were"]) and len(held) > 1 and held[1].split()[0] in _SENT
    if not passive and not (len(held) > 1 and held[0] in _RAINS and held[1] in _DOWN):
        return None
    after = index + 2 + passive
    agent = agent_of(line, after, words=_FROM)
    target = object_of(line, after)
    if agent is None or target is None or target is agent:
        return None
    return act(agent, target, "flow falls", index + 1 + passive)


_RAINS: Final = frozenset("rained poured cascaded crashed gushed thundered showered streamed".split())
_DOWN: Final = frozenset("on onto over down into across".split())


def _hit_before(line: Line, back: int) -> int:
    """Return the verb of hitting that 'by water' or 'with water' belongs to, or -1."""
    for at in range(back - 1, max(back - 12, -1), -1):
        token = line.tokens[at]
        if line.at[at] is None and "verb" in token.kinds:
            hits = "hitwith" in token.kinds or any(one.types == ("water_cannon",) for one in token.kinds.get("act", ()))
            return at if hits and not token.text.startswith(_HARMLESS) else -1
    return -1


def _hitting_behind(line: Line, after: int) -> int:
    """Return the verb of hitting whose subject ends before a token, or -1."""
    for at in range(after, min(after + 3, len(line.tokens))):
        token = line.tokens[at]
        if line.at[at] is None and "hitwith" in token.kinds and "d" in token.kinds.get("verb", ""):
            return at if not is_passive(line, at) and not token.text.startswith(_HARMLESS) else -1
        if token.text not in _HAVE and not token.text.endswith("ly"):
            return -1
    return -1


def sent_by(line: Line, index: int, act: _Make) -> Act | None:
    """Read a tool with a clause of who sent it: a laser that a ship held on the crew, water pumped from a cutter."""
    tokens, after = line.tokens, index + 1
    if [one.text for one in tokens[after : after + 2]] in _BETWEEN:
        after += 1
    if tokens[after : after + 1] and tokens[after].text == "," and not line.sentence.headline:
        after += 1  # a piercing tone, beamed from a dish
    held = [one.text for one in tokens[after : after + 2]]
    if len(held) == 2 and held[0] in _SENT and held[1] in _FROM:
        sender = object_of(line, after + 2, near=8)
        if sender is None:
            return None
        behind = _hitting_behind(line, sender.after)
        target = object_of(line, behind + 1) if behind >= 0 else _suffering(line, index, sender)
        return act(sender, target, "tool sent from", behind if behind >= 0 else after)
    if not held or held[0] not in _THAT:
        return None
    sender = line.at[after + 1] if after + 1 < len(tokens) else None
    if sender is None or not acts(sender) or sender.possessive or is_place(sender, tokens):
        return None
    verb = sender.after
    while verb < len(tokens) and (tokens[verb].text in _HAVE or tokens[verb].text.endswith("ly")):
        verb += 1
    kinds = tokens[verb].kinds if verb < len(tokens) else {}
    says = "report" in kinds and "use" not in kinds  # the laser that the navy said was aimed at it
    if says or "verb" not in kinds or line.at[verb] is not None or is_passive(line, verb):
        return None
    target = object_of(line, verb + 1)
    if target is None or target is sender or target.head == "pronoun":
        target = _suffering(line, index, sender) or target
    return act(sender, target, "tool that somebody sent", verb)


def as_measure(line: Line, index: int, act: _Make) -> Act | None:
    """Read a tool among the measures that somebody took: took measures, water spray included, against a boat."""
    tokens = line.tokens
    named = next((at for at in range(index - 1, max(index - 12, -1), -1) if tokens[at].text in _MEASURES), -1)
    if named < 0 or any(tokens[at].text in {";", "after", "when"} for at in range(named, index)):
        return None
    verb = next((at for at in range(named - 1, max(named - 8, -1), -1) if tokens[at].text in _TAKEN), -1)
    target = onto(line, index + 1, of=False) or onto(line, named + 1, of=False)
    if verb >= 0 and not is_passive(line, verb):
        return act(subject_of(line, verb)[0], target, "among measures", verb)
    behind = next((at for at in range(index + 1, min(index + 10, len(tokens))) if tokens[at].text in _TAKEN), -1)
    if verb < 0 and behind >= 0 and is_passive(line, behind):
        return act(agent_of(line, behind + 1), onto(line, behind + 1, of=False) or target, "among measures", behind)
    return None


_MEASURES: Final = frozenset({"measures", "measure", "steps", "countermeasures"})
_TAKEN: Final = frozenset(
    "took taken take takes taking adopted adopting implemented implementing applied imposed undertook".split()
)


def _suffering(line: Line, index: int, sender: Party) -> Party | None:
    """Return who stands before a tool and is not of the sender's country: the boat was swamped by water pumped from."""
    before = [one for one in line.parties if one.after <= index and one.head in CONCRETE and not speaks(line, one)]
    other = [one for one in before if one.country not in {"", sender.country} and not is_place(one, line.tokens)]
    return other[-1] if other else None
