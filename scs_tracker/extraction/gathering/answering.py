"""Deeds that have the sides of an incident the other way round: the answer of who suffered, or a charge against him.

Two patrols that meet, fishers who resist, and a patrol that comes between its own fishers and those who hold them are
on both sides. What is only charged back turns no side round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import agreeing
from scs_tracker.extraction.gathering.services import LAW, PATROLS
from scs_tracker.extraction.settling.sides import CLAIMANTS, Side
from scs_tracker.extraction.what.forms import ARRESTS
from scs_tracker.extraction.who.parties import code_of, kind_of

if TYPE_CHECKING:
    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed

#: What one side does when the other comes: told of both, it is one meeting.
MEETING: Final = frozenset(
    {"expulsion", "shadowing", "survey_intrusion", "standoff", "air_intercept", "warning_shots", "blocking"}
)
_STOPS: Final = ARRESTS | {"shots_fired", "warning_shots"}
_HELD: Final = _STOPS | {"expulsion"}
_RESISTED: Final = frozenset({"assault", "ramming", "harassment", "collision", "shots_fired", "dangerous_manoeuvre"})
#: What boats of no service that is told do to patrols rather than to fishers.
_FOUGHT: Final = frozenset({"assault", "ramming"})


def join(deed: Deed, group: Incident) -> None:
    """Add a deed to an incident whose sides it has the other way round, as far as both sides did something."""
    if (
        not MEETING.isdisjoint(deed.types)
        and not MEETING.isdisjoint(group.types)
        and (not _is_guess(deed) or _follows(deed, group))
    ):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(deed.initiator)
        group.initiator.add(group.target)
        group.target.add(deed.target)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif _drives_off(deed, group):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(deed.initiator)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif _frees(group, deed):
        if (ARRESTS | {"expulsion"}).isdisjoint(deed.types):  # it came at those who hold its fishers
            group.target.add(Side(dict(group.initiator.codes), dict(group.initiator.units)))
        else:
            theirs = group.initiator.countries()
            boats = {code_of(code[:2], "fishing", "vessel"): True for code in deed.target.codes if code[:2] in theirs}
            group.target.add(Side(boats or dict(deed.target.codes), dict(deed.target.units)))
        group.initiator.add(deed.initiator)
        group.types.update(dict.fromkeys(deed.types))
    elif _is_resistance(group, deed):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(group.target)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif _came_to_nothing(deed, group):
        group.initiator, group.target = deed.initiator, group.initiator
        group.target.add(deed.target)
        group.types.update(dict.fromkeys(deed.types))
    elif _watch_each_other(deed, group):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(deed.initiator)
        group.target.add(deed.target)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif _gave_the_cause(deed, group):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(deed.initiator)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif "ramming" in deed.types and "collision" in group.types:
        group.types["ramming"] = None  # one side calls it deliberate


def reconsider(group: Incident) -> None:
    """Take up a deed the other way round that was told before the one that it answers: it rammed the patrol, then …."""
    for deed in group.deeds:
        if deed.loose or not agreeing.reverses(deed, group):
            continue
        if group.initiator.countries() & group.target.countries():
            continue
        if _frees(group, deed) or _is_resistance(group, deed) or _gave_the_cause(deed, group):
            join(deed, group)


def _came_to_nothing(deed: Deed, group: Incident) -> bool:
    """Say whether fishers only tried to resist those who then held them."""
    before = [one for one in group.deeds if one is not deed]
    tried = all(_is_tried(one) for one in before)
    fishers = {code for code in group.initiator.codes if kind_of(code) == "fishing"} & set(deed.target.codes)
    return tried and bool(fishers) and not ARRESTS.isdisjoint(deed.types)


def _gave_the_cause(deed: Deed, group: Incident) -> bool:
    """Say whether a patrol was driven off for how it came near: took measures against ships that closed in dangerously.

    Both are told in one sentence, so that one account has both.
    """
    one, claimants = deed.act.initiator, (deed.initiator.countries() | deed.target.countries()) & CLAIMANTS
    ships = one is not None and one.head in {"vessel", "pronoun"} and one.service != "fishing" and len(claimants) > 1
    if deed.types != ("dangerous_manoeuvre",) or deed.act.strength < _STATED or not ships:
        return False
    told = [one for one in group.deeds if one.line == deed.line and one.types == ("expulsion",)]
    return bool(told) and not _is_guess(deed) and _of_patrols(group)


_STATED: Final = 2


def _watch_each_other(deed: Deed, group: Incident) -> bool:
    """Say whether a patrol had followed the patrol of another country, which did something to it."""
    follows = deed.types == ("shadowing",) or set(group.types) == {"shadowing"}
    one, other = deed.act.initiator, deed.act.target
    named = other is not None and bool(other.units or not other.guessed) and other.head == "vessel"
    sure = not _is_guess(deed) or (named and one is not None and one.head == "vessel" and one.definite)
    return follows and deed.act.strength > 1 and sure and _of_patrols(deed) and _of_patrols(group)


def _of_patrols(one: Deed | Incident) -> bool:
    """Say whether patrols of two claimants stand on the two sides: a frigate locked its radar on who followed it."""
    sides = (one.initiator, one.target)
    return all(map(_is_of_law, sides)) and len(
        {country for side in sides for country in side.countries()} & CLAIMANTS
    ) == len(sides)


def _follows(deed: Deed, group: Incident) -> bool:
    """Say whether a named patrol is said to have followed whoever came into its waters."""
    one = deed.act.initiator
    named = one is not None and bool(one.country) and not one.guessed and one.head in {"vessel", "aircraft"}
    kinds = {kind_of(code) for code in group.initiator.codes}
    came = "survey_intrusion" in group.types and not kinds.isdisjoint({"coast guard", "navy"}) and "survey" not in kinds
    return named and came and {*deed.types} <= {"shadowing", "expulsion", "blocking"}


def _drives_off(deed: Deed, group: Incident) -> bool:
    """Say whether a named patrol drove off the patrol that had disturbed others: it then expelled the cutter."""
    one = deed.act.initiator
    named = one is not None and bool(one.country) and not one.guessed and one.head in {"vessel", "force"}
    disturbed = set(group.types) <= {"harassment", "blocking"} and any(map(_is_named_patrol, group.initiator.codes))
    return named and disturbed and deed.types == ("expulsion",) and _is_of_law(deed.initiator)


def _is_named_patrol(code: str) -> bool:
    return kind_of(code) in {"coast guard", "navy"}


def _is_guess(deed: Deed) -> bool:
    """Say whether nothing but what stands near it says who did a deed to whom."""
    return not _GUESSES.isdisjoint(deed.rules)


#: Rules of roles that rest on what is near, not on the words of the act.
_GUESSES: Final = frozenset(
    {
        "role:nearest-other",
        "role:as-before",
        "role:pair-before",
        "role:two-in-the-sentence",
        "role:last-named",
        "role:only-other-country",
    }
)


def _is_resistance(group: Incident, deed: Deed) -> bool:
    """Say whether fishers defend themselves against those who would hold them."""
    fishers = _unarmed(deed.initiator) & set(group.target.codes)
    if "assault" in deed.types and any(kind_of(code) in PATROLS for code in group.initiator.codes):
        fishers |= {code for code in deed.initiator.codes if code.endswith("-UNK") and code in group.target.codes}
    held = _unarmed(deed.target) & set(group.initiator.codes)
    patrols = (deed.target, group.initiator) if fishers else (deed.initiator, group.target)
    if not all(kind_of(code) == "fishing" for code in fishers | held):
        meant = {*(deed.types if fishers else group.types)} & _FOUGHT
        if not (meant and any(map(_is_of_law, patrols))):
            return False
    done = any(not (_is_tried(one) or _RESISTED.isdisjoint(one.types)) for one in group.deeds)
    if held and done and not _STOPS.isdisjoint(deed.types):
        return True
    suffered = deed.act.target is not None and " passive" in deed.act.rule  # after officers had been pelted
    told = (deed.act.initiator is not None or suffered) and not _is_tried(deed)  # and not only 'it came under fire'
    strong = deed.act.strength > 1 and told and not _RESISTED.isdisjoint(deed.types)
    return bool(fishers) and strong and not _HELD.isdisjoint(group.types)


def _is_tried(deed: Deed) -> bool:
    """Say whether a deed was only tried, as which the other side explains what it did."""
    return deed.act.attempted or "try-to" in deed.act.rule


def _unarmed(side: Side) -> set[str]:
    """Return the codes of fishers, and of boats and crews of no service."""
    return {code for code in side.codes if kind_of(code) == "fishing" or code.endswith("-UNK")}


def _is_of_law(side: Side) -> bool:
    return any(kind_of(code) in LAW for code in side.codes)


_HELD_ALONE: Final = frozenset({"detention", "seizure"})


def _frees(group: Incident, deed: Deed) -> bool:
    """Say whether a patrol comes between that of another state and fishers of its own whom that one has stopped."""
    one = deed.act.initiator
    driven = one is None and deed.types == ("expulsion",)  # and the trawlers were driven out
    able = driven or (one is not None and one.head in {"vessel", "force", "state", "pronoun"})
    if deed.act.strength < 2 or _is_tried(deed) or not able or "accused-of" in deed.act.rule:
        return False
    stopped = {code[:2] for code in group.target.codes if kind_of(code) == "fishing"}
    patrols = {code[:2] for code in deed.initiator.codes if kind_of(code) in PATROLS}
    comes = not (_RESISTED | {"blocking", "seizure"}).isdisjoint(deed.types)
    if comes and not ARRESTS.isdisjoint(group.types) and stopped & patrols:
        return True
    stopped = {code[:2] for code in deed.target.codes if kind_of(code) == "fishing"}
    patrols = {code[:2] for code in group.initiator.codes if kind_of(code) in PATROLS}
    held = _is_of_law(deed.initiator) and not _HELD_ALONE.isdisjoint(deed.types)
    if not stopped and held and "shots_fired" not in group.types:  # a boat of no service, held by a patrol
        stopped = {code[:2] for code in deed.target.codes if code.endswith("-UNK")}
        patrols = {code[:2] for code, named in group.initiator.codes.items() if named and kind_of(code) in LAW}
    came = not (_RESISTED | {"blocking"}).isdisjoint(group.types)
    return came and not (ARRESTS | {"expulsion"}).isdisjoint(deed.types) and bool(stopped & patrols)
