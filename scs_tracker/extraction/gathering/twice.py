"""The same clash told twice: once by the day on which it was said or protested, once by its own day.

A lead says what a government protested, and a paragraph further on tells it with its day. What the lead told then has a
day that is only borrowed, and goes with the other where sides, place and kind of act are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import agreeing, dating

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.extraction.gathering.incidents import Incident
    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story

#: Rules whose day is that of a statement, or of whatever stands beside.
_BORROWED: Final = frozenset({"date:day-it-was-said", "date:day-of-the-article", "date:of-the-incident"})
#: Rules whose day is no day of its own either.
_WEAK: Final = _BORROWED | {"date:counted-back", "date:of-the-lead"}
#: Types by which one account and another may call the same act.
_KIN: Final = (
    frozenset({"ramming", "collision", "sinking", "dangerous_manoeuvre"}),
    frozenset({"detention", "seizure", "boarding"}),
    frozenset({"shots_fired", "warning_shots"}),
    frozenset({"air_intercept", "flare", "dangerous_manoeuvre"}),
    frozenset({"standoff", "survey_intrusion", "shadowing"}),
)


def pairs(groups: Sequence[Incident], story: Story) -> list[tuple[Incident, Incident]]:
    """Return the incidents whose day is borrowed, each with the one that tells the same with a day of its own."""
    found = []
    for group in groups:
        exact = [one for one in groups if one is not group and _is_more_exact(one, group, story)]
        if len(exact) == 1:
            found.append((group, exact[0]))
            continue
        if group.basis not in _BORROWED or any(deed.retold for deed in group.deeds):
            continue
        others = [one for one in groups if one is not group and _is_same(group, one, story)]
        if len(others) == 1:
            found.append((group, others[0]))
    return found


def _is_same(group: Incident, other: Incident, story: Story) -> bool:
    """Say whether one of two incidents is the other, told with its own day."""
    if other.basis in _WEAK or len(other.first) != 10 or any(deed.retold for deed in other.deeds):
        return False
    if not other.first < group.first or dating.age_of(other.first, story.today) > dating.LEAD_DAYS:
        return False
    if _are_others(_ships(group), _ships(other)) or _tells_of_another(other, story):
        return False
    return _are_kin(group.types, other.types) and all(
        agreeing.sides_agree(deed, other)
        and agreeing.places_agree(deed, other)
        and not agreeing.another_pair(deed, other, story)
        for deed in group.deeds
    )


def _is_more_exact(other: Incident, group: Incident, story: Story) -> bool:
    """Say whether one gives the day of what a headline tells by its month, or the lead by a count of weeks.

    Food seized in May; the seizure took place on May 19. Two weeks after it was boarded; it was on 25 September.
    """
    if len(other.first) != 10 or other.last:
        return False
    if group.basis == "date:counted-back":
        if other.basis in _WEAK or not _is_about(group.first, other.first):
            return False
    elif any(deed.retold for deed in (*group.deeds, *other.deeds)) or not _is_of_a_month(group, other, story):
        return False
    if _are_others(_ships(group), _ships(other)) or _tells_of_another(other, story):
        return False
    return _are_kin(group.types, other.types) and all(
        agreeing.sides_agree(deed, other) and agreeing.places_agree(deed, other) for deed in group.deeds
    )


def _is_about(counted: str, day: str) -> bool:
    """Say whether a count may lead to a day: nearly two weeks after, on the 25th."""
    if len(counted) == 10:
        return abs(dating.days_between(counted, day)) <= _ABOUT
    return day.startswith(counted)


def _is_of_a_month(group: Incident, other: Incident, story: Story) -> bool:
    """Say whether a headline gives an incident a month, or a stretch, in which the day of another lies."""
    headed = all(story.lines[index].sentence.headline for index in group.lines)
    vague = len(group.first) == 7 or (group.basis == "date:span" and bool(group.last))
    headed = headed or (group.lines[0] > other.lines[0] and all(_leads_back(deed, story) for deed in group.deeds))
    return headed and vague and dating.overlap(group.first, group.last, other.first, "")


def _leads_back(deed: Deed, story: Story) -> bool:
    """Say whether a noun only leads back to what was told: at the time of the collision in June."""
    before = story.lines[deed.line].words[max(deed.act.token - 1, 0) : deed.act.token]
    return " noun" in deed.act.rule and before in (["the"], ["that"], ["this"])


#: So many days a count of weeks may be wrong: nearly two weeks after.
_ABOUT: Final = 3


def _ships(group: Incident) -> set[str]:
    """Return the ships that an incident names."""
    return {unit for deed in group.deeds for side in (deed.initiator, deed.target) for unit in side.units}


def _are_others(ships: set[str], others: set[str]) -> bool:
    """Say whether two incidents name ships each, and none of them the same: the F/B Gem-Ver is the Gem-Ver."""
    return bool(ships and others) and not any(
        one.lower().endswith(other.lower()) or other.lower().endswith(one.lower()) for one in ships for other in others
    )


def _tells_of_another(group: Incident, story: Story) -> bool:
    """Say whether an incident sets itself apart from what was told before: also in August, another ship was struck."""
    words = story.lines[group.lines[0]].words
    return any(
        word in _APART and not (word == "again" and words[at - 1 : at] in _BACK) for at, word in enumerate(words)
    )


#: Words before 'again' that tell of a return: the boat is home again.
_BACK: Final = (["home"], ["back"], ["ashore"])
_APART: Final = frozenset({"also", "another", "other", "separately", "similar", "similarly", "again"})


def _are_kin(types: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether two incidents share a type, or types by which the same act may be called."""
    mine, theirs = set(types), set(others)
    return bool(mine & theirs) or any(mine & kin and theirs & kin for kin in _KIN)
