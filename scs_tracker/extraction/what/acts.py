"""Triggers to acts: what is told in a sentence, with its roles and how it is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.addressed import name_addressed
from scs_tracker.extraction.what.barriers import read_cut
from scs_tracker.extraction.what.clauses import Line, is_passive, object_of
from scs_tracker.extraction.what.demands import name_holder
from scs_tracker.extraction.what.forms import (
    STOPS,
    Act,
    goes_back,
    is_filmed,
    is_gerund_noun,
    is_noun,
    is_verbal,
    is_whither,
)
from scs_tracker.extraction.what.nouns import read_noun
from scs_tracker.extraction.what.telling import is_reason, name_accuser, name_spoken_of, name_teller, status_of
from scs_tracker.extraction.what.tools import read_tool
from scs_tracker.extraction.what.verbs import read_verb
from scs_tracker.extraction.who.water import is_of_water

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.words.lexicon import Trigger

#: Types whose further words may stand before the verb, in the passive.
_BEFORE_TOO: Final = frozenset({"air_intercept", "detention", "seizure", "swarming", "harassment"})
#: Of these only where the words before are who suffers it: boats that were held.
_SUFFERED: Final = frozenset({"detention", "seizure"})
_VERBAL: Final = frozenset({"verb", "sighting"})
#: Verbs that tell of nothing by themselves once the tool is named: hit with water cannon.
_CARRIERS: Final = frozenset({"collision", "assault", "harassment", "shots_fired"})
_JETS: Final = frozenset({"jet", "jets", "water", "blast", "blasts", "spray"})
_THROWN: Final = frozenset({"jet", "jets", "water", "blast", "blasts", "beam", "light", "spray", "stones", "rocks"})


def find(line: Line, folded: str) -> list[Act]:
    """Return the acts of a sentence, in its order."""
    found: list[Act] = []
    consumed: set[int] = set()
    waiting: list[tuple[int, Trigger]] = []
    for index, token in enumerate(line.tokens):
        triggers = token.kinds.get("act")
        if triggers is None or not _may_tell(line, index, triggers):
            continue
        for trigger in _chosen(line, index, triggers, folded):
            if trigger.form == "instrument":
                act = read_tool(line, index, trigger)
                if act is not None:
                    consumed.add(act.verb)
                    found.append(act)
            else:
                waiting.append((index, trigger))
    for index, told in waiting:
        act = _without_tool(line, index, told, by_tool=index in consumed)
        if act is not None:
            found.append(act)
    found = [act for act in found if not _only_evades(act, found)]
    _name_alike(line, found)
    read_cut(found)
    name_holder(line, found)
    for act in found:
        act.status = "told" if act.rule.endswith(" demanded") else status_of(line, act)
        act.attempted = _is_attempt(line, act.token)
        act.reason = is_reason(line, act)
        name_accuser(line, act)
        name_spoken_of(line, act)
        name_teller(line, act)
        name_addressed(line, act)
    return sorted(found, key=lambda act: act.token)


def _only_evades(act: Act, found: Sequence[Act]) -> bool:
    """Say whether a ship only got out of the way: had to turn away when another cut across her bow."""
    if not act.rule.startswith(("verb:expulsion:turn-away active control", "verb:expulsion:have active")):
        return False
    return any(one.types == ("dangerous_manoeuvre",) and one.token > act.token for one in found)


def _name_alike(line: Line, found: Sequence[Act]) -> None:
    """Give a contact that stands as a noun the sides of the verb that tells it: was shouldered, a contact that …."""
    for act in found:
        if act.initiator is None and act.target is None and act.types == ("collision",) and " noun" in act.rule:
            told = (one for one in found if one is not act and not _OF_HULLS.isdisjoint(one.types))
            stated = next((one for one in told if _of_two(one)), None)
            if stated is not None:
                act.initiator, act.target = stated.initiator, stated.target
                act.rule += " of-what-is-told"
        elif act.initiator is None and act.target is None and act.rule.endswith(" tool named"):
            alike = (one for one in found if one is not act and one.types == act.types)
            stated = next((one for one in alike if _of_two(one)), None)
            if stated is not None:  # lasers are nothing new: in May a cutter directed a green one at a ship
                act.initiator, act.target = stated.initiator, stated.target
                act.rule += " of-what-is-told"
        elif act.initiator is None and act.target is None and " noun" in act.rule and act.token + 1 < len(line.tokens):
            stated = next((one for one in found if _is_the_case(line, act, one)), None)
            if stated is not None:
                act.initiator, act.target = stated.initiator, stated.target
                act.rule += " of-what-is-told"


def _is_the_case(line: Line, act: Act, told: Act) -> bool:
    """Say whether a clause tells what an incident was: a flare incident on Friday, when a jet came near a plane."""
    named = line.tokens[act.token].text.rpartition(" ")[2] in _CASES or line.words[act.token + 1] in _CASES
    if not named or told.token <= act.token or told.initiator is None or told.target is None:
        return False
    between = line.words[act.token : told.token]
    return not _OPENS_IT.isdisjoint(between) and told.initiator.country != told.target.country


_CASES: Final = frozenset({"incident", "encounter", "case", "episode", "attack", "clash", "event"})
_OPENS_IT: Final = frozenset({"when", "where", "which"})


def _of_two(act: Act) -> bool:
    """Say whether an act names both sides, of two countries, in a clause of its own."""
    one, other = act.initiator, act.target
    apart = one is not None and other is not None and one.country != other.country
    return apart and not act.mutual and not act.rule.endswith("relative")


_OF_HULLS: Final = frozenset({"collision", "ramming", "dangerous_manoeuvre", "blocking"})


def _may_tell(line: Line, index: int, triggers: Sequence[Trigger]) -> bool:
    """Say whether a word can tell of something where it stands, and is no name and no mere attribute."""
    token = line.tokens[index]
    if _is_attribute(line, index) or _is_numbered(line, index):
        return False
    capital = index and not line.sentence.headline and line.capital(index)
    if capital and token.text not in _ACRONYMS and not token.text.startswith("t bone"):
        return False
    if token.text == "following":
        behind = object_of(line, index + 1, near=6)
        if behind is None or behind.first > index + 2:
            return False  # following a chase
    party = line.at[index]
    named = party is not None and party.first < index == party.after - 1 and "head" in token.kinds
    following = line.tokens[index + 1] if index + 1 < len(line.tokens) else token
    if named and (following.text in _AUXILIARIES or "d" in following.kinds.get("verb", "")):
        return False  # its escorts have, China's forces won
    return party is None or "verb" in token.kinds or "tool" in token.kinds


#: Tools that are written in capitals and are no names.
_ACRONYMS: Final = frozenset({"lrad", "lrads", "uav", "uavs"})
_AUXILIARIES: Final = frozenset("has have had is are was were will would did do does can could may".split())


def _without_tool(line: Line, index: int, told: Trigger, *, by_tool: bool) -> Act | None:
    """Read a verb or a noun that names no tool, or None where it tells of nothing by itself."""
    trigger = told
    if not _CARRIERS.isdisjoint(trigger.types):
        if by_tool:
            return None
        if _by_water(line, index) and not ("assault" in trigger.types and _by_stones(line, index)):
            following = {token.text.split()[0] for token in line.tokens[index + 1 : index + 7]}
            if "shots_fired" in trigger.types or _JETS.isdisjoint(following):
                return None
            trigger = replace(trigger, types=("water_cannon",), name="verb:water_cannon:jet")
    opens = line.words[:2] if index == 0 and trigger.form == "verb" else []
    if opens[1:] == ["by"] and opens[0].endswith("ing"):
        return read_noun(line, index, index + 1, trigger)  # prospecting by a Chinese ship was seen
    if trigger.form in _VERBAL and not is_noun(line, index):
        act = read_verb(line, index, trigger)
        if goes_back(line, act) or _by_a_thing(line, index, act) or _by_the_sea(line, index, act):
            return None
        if "shots_fired" in trigger.types and is_filmed(line, index):
            return None
        if "expulsion" in trigger.types and _tells_of_another(line, index):
            return None
        if trigger.types == ("shadowing",) and _looks_on(line, index):
            return None
        if trigger.types == ("shadowing",) and act.target is None and _does_so_to_a_thing(line, index):
            return None
        if trigger.types == ("shadowing",) and _is_only_seen(line, index, act):
            return None
        if _is_of_a_contact(line, index):
            return None
        if act.target is None and trigger.name.endswith(":fly-over") and _is_over_a_place(line, index):
            return None
        if act.target is None and trigger.name.endswith(":fly-over") and _is_a_scene(line, index):
            return None
        if trigger.types == ("blocking",) and is_whither(line, index, act.target):
            act.target = None  # blocked their way to the fishermen: it was not the fishermen who were blocked
        if trigger.form == "sighting":
            if "could-not-get" in trigger.name and line.words[index + 1 : index + 2] == ["to"]:
                act.target = None  # could not get through to the outpost: others were in the way
            act.initiator, act.target = act.target, act.initiator
        return act
    if trigger.form == "noun" and _is_told_before(line, index):
        return None
    if trigger.form == "noun" or (trigger.form == "verb" and is_gerund_noun(line, index)):
        return read_noun(line, index, index + 1, trigger)
    return None


def _is_attempt(line: Line, token: int) -> bool:
    """Say whether something was only tried: tried several times to ram."""
    if token and "attempt" in line.tokens[token - 1].kinds:
        return True
    before = line.tokens[max(token - 6, 0) : token]
    return bool(before) and before[-1].text == "to" and any(one.text in _TRIES for one in before)


_OF_A_NOUN: Final = frozenset({"their", "its", "his", "her", "a", "an", "the"})
_OF_NOUNS: Final = _OF_A_NOUN | {"those", "of"}
_TRIES: Final = frozenset("try tries tried trying attempt attempts attempted attempting sought failed".split())


def _is_numbered(line: Line, index: int) -> bool:
    """Say whether a word names a block of a sea bed by its number: block 04-03."""
    following = line.tokens[index + 1].kinds if index + 1 < len(line.tokens) else {}
    return line.tokens[index].text in {"block", "blocks"} and "number" in following


def _is_attribute(line: Line, index: int) -> bool:
    """Say whether a participle only says which boats are meant: 40 impounded boats."""
    forms = line.tokens[index].kinds.get("verb", "")
    if line.tokens[index].text in _ABLAZE and index and line.tokens[index - 1].text in _BEFORE_ABLAZE:
        return True  # bottles filled with burning diesel
    named = index + 1 < len(line.tokens) and "unit" in line.tokens[index + 1].kinds
    if named and line.tokens[index].text == "escort" and index and line.at[index - 1] is not None:
        return True  # the coast guard escort BRP Cabra
    owned = line.at[index + 1] if index + 1 < len(line.tokens) else None
    behind = index - 1
    while behind > 0 and line.tokens[behind].text.endswith("ly"):
        behind -= 1
    if forms == "g" and owned is not None and index and line.tokens[behind].text in _OF_A_NOUN:
        return owned.head in {"vessel", "aircraft"}  # their sinking boat, an illegally fishing trawler
    if not ("n" in forms and "d" in forms and index and index + 1 < len(line.tokens)):
        return False
    before, party = line.tokens[index - 1], line.at[index + 1]
    if before.text in {"a", "an"} and line.tokens[index + 1].text in _OF_A_SHIP:
        return True  # cleared a fouled screw
    if party is None and index + 2 < len(line.tokens) and not line.tokens[index + 1].kinds:
        party = line.at[index + 2]  # 40 impounded foreign boats
    numbered = "number" in before.kinds and line.at[index - 1] is None and not (index > 1 and line.at[index - 2])
    numbered = numbered and line.tokens[index + 1].text not in _ARTICLES  # the tug No. 175 rammed a boat
    return (
        party is not None
        and party.head != "pronoun"
        and party.first > index
        and (before.text in _OF_NOUNS or numbered or (line.sentence.headline and before.text in {"from", "off", "on"}))
    )


_ARTICLES: Final = frozenset({"a", "an", "the"})
_ABLAZE: Final = frozenset({"burning", "flaming", "blazing"})
_BEFORE_ABLAZE: Final = frozenset("with of and threw hurled tossed flung lobbed throwing hurling some dropped".split())
_OF_A_SHIP: Final = frozenset("screw propeller rudder anchor net cable rope line mast hull bow stern rail".split())


def _by_a_thing(line: Line, index: int, act: Act) -> bool:
    """Say whether something that is no ship and nobody did it: dancers sprayed by fire trucks, boats hit by a wave."""
    following = line.tokens[index + 1 : index + 7]
    if not _MEANS.isdisjoint(line.words[index + 2 : index + 4]):
        return False  # was told by radio to leave
    if act.initiator is not None or " passive" not in act.rule or [one.text for one in following[:1]] != ["by"]:
        return False
    if any(one.text.partition(" ")[0] in _OF_NATURE for one in following[1:5]):
        return True  # overturned by a big wave off an island
    stop = next((at for at, one in enumerate(following) if at and one.text in _AFTER_AGENT), len(following))
    inside = following[1:stop]
    plain = all(
        _SOMEBODY.isdisjoint(one.kinds)
        and not one.text.endswith("ing")
        and all(trigger.form not in {"instrument", "noun"} for trigger in one.kinds.get("act", ()))
        for one in inside
    )
    return plain and bool(inside) and not any(line.capital(index + 2 + at) for at in range(len(inside)))


def _by_the_sea(line: Line, index: int, act: Act) -> bool:
    """Say whether it was the swell that splashed a deck: nobody is the subject of a verb that waves have as well."""
    return (
        act.initiator is None
        and act.types == ("water_cannon",)
        and " active" in act.rule
        and line.tokens[index].text.startswith(_AS_WAVES_DO)
    )


#: By what somebody tells others something.
_MEANS: Final = frozenset(
    "radio loudspeaker loudspeakers loudhailer megaphone signal signals gestures voice vhf".split()
)
_OF_NATURE: Final = frozenset(
    "wave waves swell swells squall squalls storm storms gust gusts gale gales typhoon lightning currents".split()
)
_AS_WAVES_DO: Final = ("splash", "shower", "swamp", "delug", "inundat", "soak", "drench")
_SOMEBODY: Final = frozenset({"party", "unit", "actor", "service", "head", "country", "incident", "place", "shore"})
_AFTER_AGENT: Final = frozenset(", in on at near off while as when after and from for during ; with to".split())


def _is_told_before(line: Line, index: int) -> bool:
    """Say whether a noun only leads back to what was told: the shooting came four days after a corvette had …."""
    words = line.words[: index + 8]
    return index == 1 and words[0] == "the" and words[2:3] in (["came"], ["comes"]) and "after" in words[3:]


def _does_so_to_a_thing(line: Line, index: int) -> bool:
    """Say whether what is followed is nobody: was sailing alongside a fisheries survey."""
    following = line.tokens[index + 1 : index + 4]
    words = [one.text for one in following]
    plain = all("party" not in one.kinds and line.at[index + 1 + at] is None for at, one in enumerate(following))
    if words[:1] == ["the"] and not _UNSEEN.isdisjoint(words[1:3]):
        return plain
    return words[:1] in (["a"], ["an"]) and plain and "from" not in words and "distance" not in words


def _is_only_seen(line: Line, index: int, act: Act) -> bool:
    """Say whether what is watched is a deed, by whoever tells of it: journalists watched the manoeuvre, which ….

    Only a verb of seeing is meant: who shadowed the chase stayed with it.
    """
    if not line.tokens[index].text.startswith(_SEES):
        return False
    behind = [one.text for one in line.tokens[index + 1 : index + 6]]
    behind = behind[: behind.index(",")] if "," in behind else behind
    seen = next((at for at, word in enumerate(behind) if word in _DEEDS), -1)
    if seen >= 0 and not any(line.at[index + 1 : index + 1 + seen]):
        return act.target is None or act.target.first > index + seen
    one = act.initiator
    if one is not None and one.service == "fishing" and line.tokens[index].text.startswith(_SEES[:3]):
        return True  # fishermen watched the frigate
    told = next((at for at in range(index - 1, max(index - 8, -1), -1) if line.tokens[at].text in _WITNESSES), index)
    return told < index and all(line.at[at] is None for at in range(told + 1, index))


_SEES: Final = ("watch", "observ", "film", "follow", "monitor", "track")
_DEEDS: Final = frozenset(
    (
        "manoeuvre maneuver manoeuvres maneuvers scene incident encounter chase standoff exchange collision approach "
        "clash confrontation drama scuffle ramming spectacle events episode operation pursuit"
    ).split()
)
_WITNESSES: Final = frozenset(
    "journalist journalists reporter reporters correspondent correspondents photographer photographers".split()
)


def _tells_of_another(line: Line, index: int) -> bool:
    """Say whether a verb of telling says what others did, and bids nobody: told that a boat had ordered them out."""
    words = line.words[index + 1 : index + 9]
    that = index + 1 + words.index("that") if "that" in words else len(line.tokens)
    if that + 1 >= len(line.tokens) or line.at[that] is not None or "report" not in line.tokens[index].kinds:
        return False
    other = line.at[that + 1]
    return other is not None and other.head in {"vessel", "people", "force"}


def _looks_on(line: Line, index: int) -> bool:
    """Say whether somebody only watches what others do: could only watch as two cutters hosed the boat."""
    following = line.words[index + 1 : index + 2]
    return line.tokens[index].text.startswith("watch") and following in (["as"], ["how"], ["helplessly"])


def _is_of_a_contact(line: Line, index: int) -> bool:
    """Say whether what is chased is only a signal: a helicopter was chasing a contact."""
    following = line.tokens[index + 1 : index + 5]
    at = next((at for at, one in enumerate(following) if one.text in {"contact", "contacts"}), 0)
    return at > 0 and following[0].text in {"a", "an", "the", "sonar", "radar"} and line.at[index + 1 + at] is None


#: What is watched without anybody being followed.
_UNSEEN: Final = frozenset({"process", "situation", "developments", "weather"})


def _is_over_a_place(line: Line, index: int) -> bool:
    """Say whether what is flown over is no ship and no aircraft: bombers flew over the reef."""
    return any("place" in one.kinds or one.text in _BELOW for one in line.tokens[index + 1 : index + 4])


def _is_a_scene(line: Line, index: int) -> bool:
    """Say whether flying over is only when something else was done: when the plane flew over, a beam came up."""
    opens = not line.tokens or line.words[0] in {"when", "as", "while", "each", "whenever"}
    return opens and line.words[index + 1 : index + 2] == [","]


_BELOW: Final = frozenset("reef shoal island islands atoll waters sea area zone strait".split())


def _by_water(line: Line, index: int) -> bool:
    """Say whether what hit was a jet of water or a beam: struck by a jet from the cutter."""
    return not _THROWN.isdisjoint(line.words[index + 1 : index + 7])


def _by_stones(line: Line, index: int) -> bool:
    """Say whether what was thrown or what hit was hard: hurled rocks at the cutter."""
    return any(token.text in {"stones", "rocks"} for token in line.tokens[index + 1 : index + 7])


def _chosen(line: Line, index: int, triggers: Sequence[Trigger], folded: str) -> Sequence[Trigger]:
    """Return the readings that hold: those whose further words follow, else those that need none.

    Where none of a longer phrase does, those of its beginning count: came close to, and to within 40 yards.
    """
    token = line.tokens[index]
    if "tool" in token.kinds and _DONE.isdisjoint(token.kinds.get("verb", "")):
        tools = [one for one in triggers if one.form == "instrument"]
        return [one for one in tools if _is_the_tool(line, index, one, folded)][:1]
    found = _that_hold(line, index, triggers, folded, token.end)
    for size, those in () if found else token.kinds.get("shorter", ()):
        found = _that_hold(line, index, those, folded, token.start + size)
        if found:
            break
    return found


def _that_hold(line: Line, index: int, triggers: Sequence[Trigger], folded: str, after: int) -> Sequence[Trigger]:
    """Return which of the triggers of a word, or of its beginning up to ``after``, has the further words it needs."""
    token = line.tokens[index]
    able = _of_its_form(line, index, triggers)
    if not able or (len(able) == 1 and able[0].needs is None):
        return able
    window = folded[after : _clause_end(line, index, after + _AHEAD)]
    before = folded[max(line.sentence.start, token.start - 70) : token.start]
    for one in able:
        needs = one.needs
        if needs is None:
            continue
        if needs.search(window):
            return [one]
        if (needs.before or one.types[0] in _BEFORE_TOO) and needs.search(before):
            suffered = one.types[0] in _SUFFERED and one.form != "noun"
            if not suffered or is_passive(line, index):
                return [one]
    return [one for one in able if one.needs is None][:1]


def _is_the_tool(line: Line, index: int, trigger: Trigger, folded: str) -> bool:
    """Say whether a word that may mean something else is the tool: jets that do not fly, a beam of light."""
    token = line.tokens[index]
    if "head" in token.kinds and not is_of_water(line.tokens, index):
        return False
    if trigger.needs is None:
        return True
    before = folded[max(line.sentence.start, token.start - 70) : token.start]
    window = folded[token.end : _clause_end(line, index, token.end + _AHEAD)]
    return bool(trigger.needs.search(window)) or (
        trigger.needs.pattern.endswith("$") and bool(trigger.needs.search(before))
    )


#: Forms of a verb that tell of something done, and how many characters behind a trigger its further words may stand.
_DONE: Final = frozenset("dng")
_AHEAD: Final = 110


def _of_its_form(line: Line, index: int, triggers: Sequence[Trigger]) -> Sequence[Trigger]:
    """Return the triggers of a word that it can be where it stands: those of verbs, or of nouns and tools."""
    verbal = [one for one in triggers if one.form in _VERBAL]
    if not verbal:
        return triggers
    verb = "verb" in line.tokens[index].kinds and not is_noun(line, index)
    if verb and is_verbal(line, index):
        return verbal
    nouns = [one for one in triggers if one.form not in _VERBAL]
    return nouns or (verbal if verb or is_gerund_noun(line, index) else [])


def _clause_end(line: Line, index: int, most: int) -> int:
    """Return where the clause of a word ends, or ``most`` where that is further on."""
    for ahead in range(index + 1, len(line.tokens)):
        token = line.tokens[ahead]
        if token.start >= most:
            return most
        if token.text in STOPS and line.at[ahead] is None:
            return token.start
    return min(line.sentence.end, most)
