"""What an article is about, where that is no clash: a work, a drill, a crime, a rescue, a visit, a race or a rocket.

A sentence of such an article may tell of a ramming in so many words. What holds it back is the article: its opening
is about that subject, it comes back to it, and no act in it stands on its own, with sides and a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.what.forms import ARRESTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.what.clauses import Line

#: How many sentences behind the headline open an article.
_OPENING: Final = 3
#: From how many sentences on an article must come back to its subject twice.
_LONG: Final = 6
#: What a report of a clash tells of as well, so that help or a visit explains it.
_MILD: Final = frozenset({"detention", "boarding", "swarming", "survey_intrusion", "standoff"})
#: What nobody takes for help.
_GRAVE: Final = frozenset(
    "ramming collision sinking water_cannon laser shots_fired warning_shots assault flare".split()
)
_FISHERS: Final = "-FISH"


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an article may be about: the kinds of words that tell so, which act stands on its own, and which is held."""

    guard: str
    kinds: frozenset[str]
    stands: Callable[[Deed, Story], bool]
    held: Callable[[Deed, Line], bool]
    once: bool = False  # one word of it anywhere is enough


def set_aside(deeds: Sequence[Deed], story: Story) -> None:
    """Hold back the acts of an article that is about something else, unless one of them stands on its own."""
    live = [deed for deed in deeds if not deed.rejected]
    if not live:
        return
    opening = _opening(story)
    for subject in _SUBJECTS:
        told = _is_told(subject.kinds, story) if subject.once else _is_about(subject.kinds, opening, story)
        if not told or any(subject.stands(deed, story) for deed in live):
            continue
        if subject.guard == "rescue" and any(_is_forced(line) for line in story.lines):
            continue
        for deed in live:
            if not deed.rejected and subject.held(deed, story.lines[deed.line]):
                deed.rejected = f"guard:{subject.guard}"


def _opening(story: Story) -> list[Line]:
    """Return the headline and the sentences that follow it first."""
    lines = story.lines
    first = next((index for index, line in enumerate(lines) if not line.sentence.headline), 0)
    return list(lines[: first + _OPENING])


def _is_told(kinds: frozenset[str], story: Story) -> bool:
    return any(not kinds.isdisjoint(line.kinds) for line in story.lines)


def _is_about(kinds: frozenset[str], opening: Sequence[Line], story: Story) -> bool:
    """Say whether an article opens with words of a subject and comes back to it."""
    if all(kinds.isdisjoint(line.kinds) for line in opening):
        return False
    told = sum(not kinds.isdisjoint(line.kinds) for line in story.lines)
    told += opening[0].sentence.headline and not kinds.isdisjoint(opening[0].kinds)
    return told >= (_OFTEN if len(story.lines) >= _LONG else _OFTEN - 1)


_OFTEN: Final = 3


def _has_day(deed: Deed) -> bool:
    return deed.when is not None and len(deed.when.first) == len("2024-06-17")


def _has_sides(deed: Deed) -> bool:
    """Say whether both sides are named with the act, of two countries, and neither is only guessed."""
    here, there = deed.act.initiator, deed.act.target
    if here is None or there is None or not _SURE.issuperset(deed.rules):
        return False
    both = deed.initiator.countries(), deed.target.countries()
    return all(both) and both[0] != both[1]


#: Rules that find a side among those who were named.
_SURE: Final = frozenset(
    {"role:named-before", "role:same-word", "role:subject-before", "role:same-subject", "role:subject"}
)


def _is_dated(deed: Deed, _: Story) -> bool:
    return _has_day(deed) and bool(deed.target.codes or deed.initiator.codes) and not deed.loose


def _is_met(deed: Deed, story: Story) -> bool:
    """Say whether a drill met somebody: who holds none of it came to watch, or was met by those who do."""
    holders = _holders(story)
    one = deed.act.initiator
    if one is not None and _WATCHING.issuperset(deed.types) and one.country not in {"", "XX", *holders}:
        return True
    if not _has_sides(deed):
        return False
    strangers = deed.initiator.countries() - holders
    return bool(strangers) or (_has_day(deed) and (_is_of_fishers(deed) or not deed.target.countries() <= holders))


def _holders(story: Story) -> set[str]:
    """Return the countries that are told of right beside the word for a drill, save those that came to watch it."""
    found = set()
    for line in story.lines:
        if _DRILLS.isdisjoint(line.kinds):
            continue
        came = [
            act.initiator for act in story.acts if act.line == line.sentence.index and _WATCHING.issuperset(act.types)
        ]
        drills = [at for at, token in enumerate(line.tokens) if not _DRILLS.isdisjoint(token.kinds)]
        for party in line.parties:
            near = any(-_BESIDE < at - party.first < _BESIDE for at in drills)
            if near and party.country and not any(party is one for one in came):
                found.add(party.country)
    return found


_DRILLS: Final = frozenset({"drill", "mock", "trained"})
#: How many words from that for a drill those who hold it are named.
_BESIDE: Final = 12
#: What nobody plays in a drill, and others do to those who hold it.
_WATCHING: Final = frozenset({"shadowing", "survey_intrusion", "air_intercept", "laser", "flare", "blocking"})


def _is_no_play(deed: Deed, story: Story) -> bool:
    """Say whether both sides are named, and who acts is called by his country, as nobody in a script is."""
    one, other = deed.act.initiator, deed.act.target
    if one is None or other is None or other.head == "pronoun" or other.guessed or not _has_sides(deed):
        return False
    called = any("country" in token.kinds for token in story.lines[deed.line].tokens[one.first : one.after])
    return called or bool(one.units) or (one.service != "militia" and one.country not in {"", "XX"} and not one.guessed)


def _is_of_fishers(deed: Deed) -> bool:
    return any(code.endswith(_FISHERS) for code in deed.target.codes)


def _is_no_help(deed: Deed, _: Story) -> bool:
    """Say whether an act is hostile whoever is helped beside it: one that no helper does, by a ship that is named."""
    if not _GRAVE.isdisjoint(deed.types):
        return not deed.loose
    one, other = deed.act.initiator, deed.act.target
    if "blocking" in deed.types and other is not None and other.country:
        return True
    word = deed.act.rule.split(" ")[0].rpartition(":")[2].partition("-")[0]
    private = all(code.endswith((_FISHERS, "-CIV")) for code in deed.initiator.codes)
    device = other is None or other.head not in {"vessel", "people", "pronoun", "mission"}
    if deed.types == ("shadowing",) and other is not None and other.units and _has_sides(deed):
        return True  # a patrol ship is followed, and not helped
    if not _MILD.isdisjoint(deed.types) or private or ("seizure" in deed.types and not device):
        return False
    named = one is not None and bool(one.country) and one.head != "pronoun"
    return named and word not in _HELPFUL and (deed.when is not None or deed.spot is not None)


#: What those do who help: they close in, lead a boat off, circle a man in the water.
_HELPFUL: Final = frozenset(
    (
        "take hold carry lead keep pick bring tow pull stay follow circle watch escort come close bear wave turn move "
        "flash get run stand approach send push see drag show call radio light"
    ).split()
)


def _is_forced(line: Line) -> bool:
    return not _FORCED.isdisjoint(line.words)


#: What speaks against help, whoever is thanked.
_FORCED: Final = frozenset(
    (
        "confiscated confiscate jail jailed custody charged handcuffed impounded interrogated gunpoint poaching "
        "smashed robbed stole ransacked clubbed kicked punched axes knives threatened"
    ).split()
)


def _is_no_crime(deed: Deed, story: Story) -> bool:
    """Say whether two states are told of, or a ship from abroad that does something to another country's."""
    if _has_sides(deed) or (not _OF_STATES.isdisjoint(deed.types) and not deed.loose):
        return True
    return _is_from_abroad(deed, story) and not deed.loose and not deed.target.countries() <= deed.initiator.countries()


def _is_from_abroad(deed: Deed, story: Story) -> bool:
    """Say whether somebody acts who is named, and not of the dateline's country."""
    one = deed.act.initiator
    return one is not None and one.country not in {"", "XX", story.home}


#: What no criminal does, and no police to him.
_OF_STATES: Final = frozenset({"jamming", "radar_lock", "sonar", "laser", "flare", "air_intercept", "acoustic_device"})


def _is_no_visit(deed: Deed, story: Story) -> bool:
    """Say whether an act is none of a host's: of the guest or a stranger, or a grave deed."""
    if _GRAVE.isdisjoint(deed.types) and deed.initiator.countries() == {story.home}:
        return False  # two boats of the hosts went along with the visitors
    told = _has_day(deed) or deed.spot is not None or {"harassment", "expulsion"} <= {*deed.types}
    return _has_sides(deed) or (told and _MILD.isdisjoint(deed.types) and not deed.loose)


def _is_clash(deed: Deed, _: Story) -> bool:
    """Say whether an act has a day and two sides that are named."""
    return _has_day(deed) and _has_sides(deed)


def _is_of_ships(deed: Deed, story: Story) -> bool:
    """Say whether a march is told beside a clash: one with a day, or of a ship or service that the sentence names."""
    one = deed.act.initiator
    sails = one is not None and one.head in _SAILING and bool(one.country)
    sails = sails or (deed.when is not None and deed.spot is not None)
    return sails and _has_sides(deed) and not _forms(deed, story.lines[deed.line]) <= {"b", "s"}


_SAILING: Final = frozenset({"vessel", "aircraft", "force"})


def _forms(deed: Deed, line: Line) -> set[str]:
    """Return the forms that the verb of an act may be, or nothing for a noun."""
    return {*line.tokens[deed.act.verb if deed.act.verb >= 0 else deed.act.token].kinds.get("verb", "d")}


def _is_between_services(deed: Deed, _: Story) -> bool:
    """Say whether no teams meet, but a service of one country and somebody of another."""
    return _has_sides(deed) and not any(code.endswith("-UNK") for code in deed.initiator.codes)


def _is_between_two(deed: Deed, _: Story) -> bool:
    return _has_sides(deed) and deed.act.target is not None and bool(deed.act.target.country)


def _is_between_two_or_arrest(deed: Deed, story: Story) -> bool:
    """Say whether two sides are named, or men of a boat are held whose country its sentence names."""
    one, theirs = deed.act.initiator, deed.target.countries()
    if _is_between_two(deed, story):
        return True
    if one is None or not one.country or one.country in theirs or ARRESTS.isdisjoint(deed.types):
        return False
    return any(party.country in theirs and party.head == "vessel" for party in story.lines[deed.line].parties)


def _is_told_for_itself(deed: Deed, _: Story) -> bool:
    """Say whether an act has a day or two sides: the arrest of those who come home is told with neither.

    A ship that sails home had been followed and harassed by others, and nobody held her.
    """
    one = deed.act.initiator
    met = one is not None and bool(one.country) and one.head in {"vessel", "aircraft"} and not deed.loose
    return _has_day(deed) or _has_sides(deed) or (met and ARRESTS.isdisjoint(deed.types) and deed.heads[1] == "vessel")


def _is_taken(deed: Deed, story: Story) -> bool:
    """Say whether two sides are named, or one from abroad: what falls from the sky has been taken from others."""
    return _has_sides(deed) or _is_from_abroad(deed, story)


def _is_any(_: Deed, __: Line) -> bool:
    return True


def _is_told_in_general(deed: Deed, line: Line) -> bool:
    """Say whether an act stands in the present tense: who pays if a cutter rams a ship."""
    at = deed.act.verb if deed.act.verb >= 0 else deed.act.token
    forms = {*line.tokens[at].kinds.get("verb", "")}
    return not _has_day(deed) and (forms <= {"b", "s"} or not _has_sides(deed))


def _is_no_race(deed: Deed, _: Story) -> bool:
    """Say whether somebody who sails for a state did it, and no yacht."""
    return any(not code.endswith(_PRIVATE) for code in deed.initiator.codes)


_PRIVATE: Final = ("-UNK", "-CIV", _FISHERS)

_SUBJECTS: Final = (
    _Subject("invented", frozenset({"fiction", "imagined"}), _is_dated, _is_any),
    _Subject("drill", _DRILLS, _is_met, _is_any),
    _Subject("crime", frozenset({"crime", "criminal"}), _is_no_crime, _is_any),
    _Subject("rescue", frozenset({"rescue", "distress", "kindness"}), _is_no_help, _is_any),
    _Subject("visit", frozenset({"courtesy"}), _is_no_visit, _is_any),
    _Subject("race", frozenset({"race"}), _is_no_race, _is_any),
    _Subject("general-talk", frozenset({"study"}), _is_dated, _is_told_in_general),
    _Subject("drill", frozenset({"unmasked"}), _is_no_play, _is_any, once=True),
    _Subject("shown", frozenset({"wares", "show"}), _is_clash, _is_any),
    _Subject("nothing-at-sea", frozenset({"sport"}), _is_between_services, _is_any),
    _Subject("nothing-at-sea", frozenset({"animal"}), _is_between_two_or_arrest, _is_any),
    _Subject("nothing-at-sea", frozenset({"rocket"}), _is_taken, _is_any),
    _Subject("nothing-at-sea", frozenset({"labour"}), _is_between_two, _is_any),
    _Subject("street-protest", frozenset({"march"}), _is_of_ships, _is_any),
    _Subject("general-talk", frozenset({"hotline"}), _is_between_two, _is_any),
    _Subject("nothing-at-sea", frozenset({"spill"}), _is_between_two, _is_any),
    _Subject("rescue", frozenset({"homecoming"}), _is_told_for_itself, _is_any),
    _Subject("partners", frozenset({"together"}), _is_between_two, _is_any),
    _Subject("same-country", frozenset({"calm"}), _is_between_two, _is_any, once=True),
)
