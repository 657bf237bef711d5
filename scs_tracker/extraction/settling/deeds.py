"""Acts with sides, dates and places: what one sentence tells of one incident, past the guards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.settling import earlier, guards, headlines, history, retold, roles
from scs_tracker.extraction.settling.intent import is_meant
from scs_tracker.extraction.settling.sides import ENFORCED_UPON, history_of
from scs_tracker.extraction.when import lasting
from scs_tracker.extraction.when.days import dates_of
from scs_tracker.extraction.where import places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.settling.sides import Side
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.what.forms import Act
    from scs_tracker.extraction.when.dates import When
    from scs_tracker.extraction.where.places import Spot

#: What somebody on a reef can do to a plane that passes.
_FROM_AFAR: Final = frozenset({"flare", "laser", "shots_fired", "warning_shots"})


@dataclass(slots=True)
class Deed:
    """One act as it counts.

    Attributes
    ----------
    act
        What the sentence tells.
    line
        Index of the sentence.
    types
        Incident types, as the sides make them.
    initiator, target
        Both sides.
    rules
        By which rules the sides were found.
    heads
        What either side is, such as ``vessel``.
    loose
        The sentence names neither side: it can add to an incident, and makes none.
    weak
        The words are too weak for a type: they can give a date or a place to what is told beside them.
    when
        The date that goes with it, or None.
    said
        The date on which somebody said so, or None.
    spot
        The place that goes with it, or None.
    rejected
        The guard that holds it back, or an empty string.
    retold
        The sentence marks it as something older.
    """

    act: Act
    line: int
    types: tuple[str, ...]
    initiator: Side
    target: Side
    rules: list[str]
    heads: tuple[str, ...] = ()
    loose: bool = False
    weak: bool = False
    when: When | None = None
    said: When | None = None
    spot: Spot | None = None
    rejected: str = ""
    retold: bool = False


def build(story: Story) -> list[Deed]:
    """Return the deeds of an article in its order, those that a guard holds back among them."""
    headlines.name_sides(story)
    known = history_of(story)
    old = retold.Retold(story, known)
    deeds: list[Deed] = []
    for act in story.acts:
        line = story.lines[act.line]
        old.begin(act)
        sides = roles.settle(act, line, story, known)
        deed = Deed(
            act,
            act.line,
            _types(act, line, sides.heads, story),
            sides.initiator,
            sides.target,
            sides.rules,
            sides.heads,
            sides.loose,
        )
        deed.when, deed.said = dates_of(line, story.whens[act.line], act.token)
        old.end(act, deed.when)
        if _is_likened(act, line):
            deed.types = _of_the_one_before(deed, deeds) or deed.types
        spots = earlier.on_its_side(story.spots_of(act.line), line, act.token)
        deed.spot = places.choose(spots, act.token, line, away_from="expulsion" in act.types)
        if (
            deed.when is not None
            and deed.when.form == "since"
            and len(deed.when.first) == 7
            and not _STAYING.issuperset(deed.types)
            and not (lasting.LASTING.issuperset(deed.types) and _has_been(line, act))
        ):
            deed.when = None  # has rammed three boats since January
        if (_is_still(line, act.token) or _is_a_later_day(line)) and not _LASTING_HELD.isdisjoint(deed.types):
            deed.when = None  # the men were still being held on Monday: since some day before
            deed.spot = None if deed.types == ("detention",) else deed.spot  # and may have been taken elsewhere
        stretch = lasting.stretch(act.line, deed.when, story) if lasting.LASTING.issuperset(deed.types) else None
        deed.when = stretch or deed.when
        if deed.spot is not None and _is_from_there(deed.spot, act):
            deed.spot = replace(deed.spot, way="")  # from a reef: that is where it was
        deed.retold = _is_retold(line) and not _opens_the_news(deed, line, story)
        if earlier.is_earlier(line, act.token):
            deed.when = earlier.of_its_clause(deed.when, line, act.token) or earlier.leads_back(line, act.token, story)
            deed.retold = deed.when is None or not earlier.is_just_before(deed.when, line, story)
        deed.rejected = guards.check(deed, line, story)
        if deed.retold and not deed.rejected and deed.when is None and earlier.is_earlier(line, act.token):
            deed.rejected = "guard:retold-without-date"
        deeds.append(deed)
    earlier.are_the_news(deeds, story)
    history.carry_on(deeds, story)
    return deeds


def _is_likened(act: Act, line: Line) -> bool:
    """Say whether an attack on a ship is only called like one told before: made a similar attack on his boat."""
    if act.types != ("assault",) or ":noun:" not in f":{act.rule}" or act.token == 0:
        return False
    return (
        line.words[act.token - 1].rpartition(" ")[2] in _LIKE and act.target is not None and act.target.head == "vessel"
    )


def _of_the_one_before(deed: Deed, told: Sequence[Deed]) -> tuple[str, ...]:
    """Return what the same side did before, as far as ships do it to ships."""
    mine = deed.initiator.countries()
    before = [one for one in told if not one.rejected and one.initiator.countries() == mine]
    types = dict.fromkeys(kind for one in before for kind in one.types if kind in _TO_SHIPS)
    return tuple(types)


_LIKE: Final = frozenset({"similar", "like", "same", "identical", "comparable", "second", "another"})
_TO_SHIPS: Final = frozenset({"ramming", "collision", "water_cannon", "shots_fired", "dangerous_manoeuvre", "laser"})


def _is_retold(line: Line) -> bool:
    """Say whether a sentence goes back to what was before; 'in the past two weeks' is of the news."""
    if "retold" not in line.kinds:
        return False
    for at, token in enumerate(line.tokens):
        behind = {one.text for one in line.tokens[at + 1 : at + 4]}
        if token.text.endswith(" after") and not _FACT.isdisjoint(behind):
            continue  # confirmed it three weeks after the event
        if "retold" in token.kinds and (token.text != "in the past" or behind.isdisjoint(_STRETCHES)):
            return True
    return False


_FACT: Final = frozenset("event events fact happened occurred".split())
_STRETCHES: Final = frozenset("hours day days night nights week weeks fortnight month".split())


def _opens_the_news(deed: Deed, line: Line, story: Story) -> bool:
    """Say whether nothing but 'weeks ago' sets back the day that an article opens with: two weeks ago, on June 4, …."""
    first = next((one for one in story.lines if not one.sentence.headline), line)
    exact = deed.when is not None and len(deed.when.first) == 10
    return exact and first is line and all(one.text.endswith("ago") for one in line.tokens if "retold" in one.kinds)


def _is_from_there(spot: Spot, act: Act) -> bool:
    """Say whether 'from' tells where it was: flares from a reef, chased them from the island."""
    if spot.way != "from":
        return False
    driven = "expulsion" in act.types and 0 < spot.first - act.token < _CLOSE
    return driven or not _FROM_AFAR.isdisjoint(act.types)


_CLOSE: Final = 5


def _types(act: Act, line: Line, settled: tuple[str, ...], story: Story) -> tuple[str, ...]:
    """Return the types, with those that depend on what the sides are put right."""
    heads = {party.head for party in (act.initiator, act.target) if party is not None}
    if act.target is not None and act.target.head == "pronoun" and act.initiator is None:
        heads.add(settled[1])  # it was intercepted: the plane
    by_air = act.initiator is not None and act.initiator.head in {"aircraft", "force", "state"}
    flown = "aircraft" in heads and (by_air or act.initiator is None)
    word = act.rule.split(" ")[0].rpartition(":")[2]
    types = act.types
    in_the_air = act.initiator is not None and act.initiator.head == "aircraft"
    flown = flown and not ("expulsion" in types and word in _BY_RADIO and not in_the_air)
    below = act.target.head if act.target is not None and act.target.head != "pronoun" else settled[1]
    if types == ("air_intercept",) and below == "vessel" and word in _LOW:  # a boat buzzed, or trailed, by a helicopter
        return ("shadowing",) if word in _BEHIND else ("harassment",)
    ashore = below == "people" or (below == "state" and "science" in line.kinds)
    if types == ("air_intercept",) and ashore and word in _LOW - _BEHIND and _is_ashore(line):
        return ("harassment",)  # scientists on a cay, harassed by a helicopter
    if types == ("air_intercept",) and not flown and word not in _SENT_UP:
        types = _AFLOAT_INSTEAD.get(word, ("shadowing",))
        return act.types if act.rule.startswith("noun") else types
    if types == ("blocking",) and word == "intercept" and flown:
        return ("air_intercept",)
    if (
        flown
        and "vessel" not in heads
        and types in {("shadowing",), ("harassment",), ("dangerous_manoeuvre",), ("expulsion",)}
    ):
        return ("air_intercept",) if types == ("dangerous_manoeuvre",) else ("air_intercept", *types)
    if types == ("shadowing",) and word in _LOOKS_ON and _is_seen_at_it(act, line):
        return ()  # it watched 111 boats swarm the reef
    if act.attempted and types in {("ramming",), ("collision",)}:
        return ("dangerous_manoeuvre",)
    if types == ("assault",) and word in {"hit", "strike"} and heads == {"vessel"}:
        types = ("collision",)  # a boat was hit by a vessel
    stove = word == "stave-in" and act.initiator is not None and act.initiator.service in ENFORCED_UPON
    if types == ("ramming",) and (stove or _is_passing_trade(act)) and not is_meant(line, act.token, story):
        return ("collision",)
    if types == ("collision",) and is_meant(line, act.token, story):
        return ("ramming",)
    if types == ("collision",) and word == "mow-down" and not _GUNS.isdisjoint(line.words[act.token : act.token + 6]):
        return ("shots_fired",)  # soldiers mown down by gunfire
    if types == ("shots_fired",) and _are_flares(line, act.token):
        return ("flare",)
    if types == ("shots_fired",) and _is_warning(line, act.token):
        return ("warning_shots",)
    told = act.target is not None and act.target.head == "aircraft" and word in _BY_RADIO
    if types == ("expulsion",) and (told or not _RADIO.isdisjoint(line.words)):
        return ("expulsion", "harassment")  # told by radio: whether it left or not
    return _types_of_holds_and_swarms(types, act, line)


def _types_of_holds_and_swarms(types: tuple[str, ...], act: Act, line: Line) -> tuple[str, ...]:
    """Return the types, with seizures, detentions and swarms told apart by who and how many they were."""
    word = act.rule.split(" ")[0].rpartition(":")[2]
    if types == ("seizure",) and word in _ARREST and not _CREW.isdisjoint(line.words):
        return ("detention", "seizure")
    if types == ("detention",) and word in _ARREST and " passive" in act.rule and _is_a_mere_boat(act, line):
        return ("seizure",)  # two boats were detained, and nothing is said of their crews
    alone = act.initiator is not None and not (act.initiator.many or act.initiator.links)
    several = any(
        one.many for party in (act.initiator, act.target) if party is not None for one in (party, *party.links)
    )
    if types == ("swarming",) and not several and act.initiator is not None and act.rule.startswith("sighting"):
        return ()
    one_ship = alone and act.initiator is not None and act.initiator.head == "vessel"
    if types == ("swarming",) and one_ship and not word.startswith(("loiter", "linger")) and _is_one(line, act):
        return ()
    if types == ("swarming",) and alone and word.startswith(("loiter", "linger")):
        return ("survey_intrusion",)
    return types


def _is_seen_at_it(act: Act, line: Line) -> bool:
    """Say whether who is watched does something that is an act itself: saw a cutter ram a boat."""
    target = act.target
    if target is None or not act.token < target.first <= act.token + 2 or target.after >= len(line.tokens):
        return False
    does = line.tokens[target.after]
    return "act" in does.kinds and not {"b", "g"}.isdisjoint(does.kinds.get("verb", ""))


_LOOKS_ON: Final = frozenset({"watch", "observe", "monitor", "track", "see"})


def _is_a_mere_boat(act: Act, line: Line) -> bool:
    boat = act.target is not None and act.target.head == "vessel" and not act.target.units
    return boat and _CREW.isdisjoint(line.words)


def _is_ashore(line: Line) -> bool:
    """Say whether a sentence tells of nobody who flies but one: a helicopter over men on a sandbar."""
    return sum(party.head == "aircraft" for party in line.parties) == 1


def _is_one(line: Line, act: Act) -> bool:
    """Say whether who lies somewhere is one ship and no fleet: a cutter anchored in line with the reef."""
    return act.initiator is not None and line.last_word(act.initiator) in _SINGLE


_SINGLE: Final = frozenset("ship vessel boat cutter trawler frigate destroyer warship corvette tug".split())


def _is_passing_trade(act: Act) -> bool:
    """Say whether a merchant ship did it, which runs boats down by mistake: a tanker rammed into a fishing boat."""
    return act.initiator is not None and act.initiator.code.endswith("-CIV") and act.initiator.head == "vessel"


_GUNS: Final = frozenset("gunfire fire gun guns bullets cannon".split()) | {"machine guns", "machine gun"}


def _are_flares(line: Line, token: int) -> bool:
    """Say whether what was shot is a flare: flares were fired at the plane, flares shot up from the reef."""
    return not _FLARES.isdisjoint(line.words[max(token - 4, 0) : token])


_FLARES: Final = frozenset({"flare", "flares", "warning flare", "warning flares", "signal flare", "signal flares"})


def _is_warning(line: Line, token: int) -> bool:
    """Say whether shots are told as aimed at nobody: fired skyward, over their heads, all in the air."""
    window = line.words[max(token - 3, 0) : token + 14]
    window = window[: window.index(";")] if ";" in window else window
    return not _SKYWARD.isdisjoint(window) or any(pair in _ALOFT for pair in pairwise(window))


_SKYWARD: Final = frozenset({"skyward", "skywards", "cautionary"})
_ALOFT: Final = frozenset(
    {("the", "sky"), ("the", "air"), ("their", "heads"), ("a", "warning"), ("a", "caution"), ("wide", "of")}
)
#: Verbs whose object is one's own aircraft.
_SENT_UP: Final = frozenset(
    {"scramble", "send-up", "put-up", "go-up", "take-off", "climb", "rise", "lift-off", "take-to-the-air"}
)
_BEHIND: Final = frozenset({"trail", "tail", "shadow", "escort"})
#: What an aircraft does to a boat as well.
_LOW: Final = frozenset({"buzz", "circle", "thump", "barrel-roll", "fly-over", "harass"}) | _BEHIND
_RADIO: Final = frozenset({"radio", "radioed", "radioing", "signals", "light signals", "signal lamp", "lamp"})
_ARREST: Final = frozenset({"detain", "hold", "arrest", "apprehend", "capture", "catch", "nab"})
_CREW: Final = frozenset(
    "crew crewmen crewmembers fishermen men sailors people persons skipper captain fishers nationals".split()
)
_BY_RADIO: Final = frozenset(
    {"radio", "tell", "order", "ask", "challenge", "urge", "demand", "warn", "call", "instruct"}
)
#: What a verb of the air is on the water.
_AFLOAT_INSTEAD: Final = {"intercept": ("blocking",), "harass": ("harassment",), "circle": ("harassment",)}


#: What may go on for months.
def _has_been(line: Line, act: Act) -> bool:
    """Say whether an act has gone on all the time: had been circling the rig since December."""
    at = act.verb if act.verb >= 0 else act.token
    before = [one.text for one in line.tokens[max(at - 3, 0) : at]]
    return "g" in line.tokens[at].kinds.get("verb", "") and "been" in before


_STAYING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming"})
_LASTING_HELD: Final = frozenset({"detention", "seizure", "standoff"})


def _is_a_later_day(line: Line) -> bool:
    """Say whether a sentence counts the days that something has lasted: was held for a second day on Monday."""
    words = line.words
    return any(
        words[at + 1] in {"a", "the"} and words[at + 2] in _LATER and not _SPANS.isdisjoint(words[at + 3 : at + 6])
        for at, word in enumerate(words[:-3])
        if word == "for"
    )


_SPANS: Final = frozenset({"day", "night", "week"})
_LATER: Final = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())


def _is_still(line: Line, token: int) -> bool:
    """Say whether something still goes on: what is still there began before."""
    return not _GOES_ON.isdisjoint(line.words[max(token - 4, 0) : token])


_GOES_ON: Final = frozenset({"still", "remain", "remained", "remains"})
