"""Deeds to incidents: which sentences tell of the same thing, when it was, and whether it is news or retold.

Deeds join the incident told last that agrees with them in date, place and sides. A deed without a date joins the one it
stands beside; the lead of an article takes its date from the sentence that gives one. Whatever has no date at all is
given the day on which it was said, or the day of the article.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.gathering import (
    agreeing,
    answering,
    bystanders,
    dating,
    passing,
    services,
    siting,
    speakers,
    twice,
)
from scs_tracker.extraction.gathering.newness import mark_background
from scs_tracker.extraction.gathering.refining import is_open
from scs_tracker.extraction.settling import own_boats, scenes, subjects
from scs_tracker.extraction.settling.sides import CLAIMANTS, Side
from scs_tracker.extraction.what.forms import ARRESTS
from scs_tracker.extraction.who.parties import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.extraction.settling.deeds import Deed
    from scs_tracker.extraction.story import Story
    from scs_tracker.extraction.where.places import Spot

_LEAVING: Final = frozenset({"left", "leave", "leaves", "departed", "withdrew", "leaving"})
#: What says that boats or people were stopped.
_STOPPED: Final = ARRESTS | {"shots_fired", "warning_shots", "expulsion", "survey_intrusion"}
_SINKS: Final = frozenset({"ramming", "collision", "shots_fired"})
#: What goes on for days, so that its types are one incident.
_LASTING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming", "blocking", "harassment"})


#: Stretches in which a day told elsewhere may lie.
_VAGUE: Final = frozenset({"date:span", "date:weekend", "date:ago"})


@dataclass(slots=True)
class Incident:
    """What the article tells of one incident.

    Attributes
    ----------
    deeds
        Its sentences' acts, in order.
    first, last
        Partial dates; ``first`` is empty until a date is found.
    basis
        The rule that gave the date.
    spot
        Where it was.
    spots
        Places of sentences that were taken out of it.
    background
        The rule that made it background, or an empty string.
    day_of
        An incident of the same day, whose date may stand further on in the article.
    """

    deeds: list[Deed] = field(default_factory=list)
    types: dict[str, None] = field(default_factory=dict)
    initiator: Side = field(default_factory=Side)
    target: Side = field(default_factory=Side)
    first: str = ""
    last: str = ""
    basis: str = ""
    spot: Spot | None = None
    spots: list[Spot] = field(default_factory=list)
    background: str = ""
    day_of: Incident | None = None

    @property
    def lines(self) -> list[int]:
        """The sentences that tell of it."""
        if len(self.deeds) == 1:
            return [self.deeds[0].line]
        return sorted({deed.line for deed in self.deeds})


def gather(story: Story, deeds: Sequence[Deed]) -> list[Incident]:
    """Return the incidents that an article tells of, in the order of their first sentence."""
    groups: list[Incident] = []
    scenes.set_aside(deeds, story)
    subjects.set_aside(deeds, story)
    own_boats.set_aside(deeds, story)
    told = [deed for deed in deeds if not deed.rejected and not deed.loose]
    for deed in _in_order(told, story):
        first, last, basis = dating.date_of(deed, story, groups)
        leaving = deed.types == ("shadowing",) and any(one.text in _LEAVING for one in story.lines[deed.line].tokens)
        if first and leaving and any(not group.first and agreeing.agrees(deed, group, story) for group in groups):
            first = last = basis = ""  # it left on Monday: the day of the end
        home = _home(deed, first, last, groups, story)
        if home is None:
            if deed.retold and not first:
                deed.rejected = "guard:retold-without-date"
                continue
            twin = None if first else _twin(deed, groups, story)
            home = Incident(day_of=twin)
            if twin is not None:
                first, last, basis = twin.first, twin.last, twin.basis
            elif groups and not first and deed.when is not None and deed.when.shift == 0:
                home.day_of = groups[-1]  # in a second encounter the same day
            groups.append(home)
        _join(home, deed, first, last, basis)
    for deed in deeds:
        if deed.loose and not deed.rejected:
            _join_loose(deed, groups, story)
    groups = _drop_reasons(groups, story)
    for deed in deeds:
        if deed.rejected == "guard:sank-of-itself":
            _join_sinking(deed, groups, story)
    dating.give_dates(groups, story)
    groups = _merge_equal(groups, story)
    groups = _join_pairs(groups, twice.pairs(groups, story))
    groups = [part for group in groups for part in _by_type(group)]
    groups = [group for group in groups if _whole(group)]
    groups = passing.drop(groups, story)
    for group in groups:
        meant = any("ramming" in deed.types and not agreeing.reverses(deed, group) for deed in group.deeds)
        if meant and "collision" in group.types and set(group.initiator.codes) == {"XX-UNK"}:
            group.types.pop("ramming")  # rammed by whom nobody knows, in what is called a collision
        elif meant:  # contact that one side calls deliberate is no collision besides
            group.types.pop("collision", None)
            group.types["ramming"] = None
    _name_sides(groups, deeds, story)
    for group in groups:
        group.spot = siting.spot_of(group, story, groups)
    return sorted((group for group in groups if group.spot is not None), key=lambda one: one.lines[0])


def _twin(deed: Deed, groups: Sequence[Incident], story: Story) -> Incident | None:
    """Return the incident told last that has the sides of a deed and is another clash of theirs."""
    alike = (one for one in reversed(groups) if agreeing.sides_agree(deed, one))
    return next((one for one in alike if agreeing.another_pair(deed, one, story)), None)


def _name_sides(groups: Sequence[Incident], deeds: Sequence[Deed], story: Story) -> None:
    """Name the services of all sides, and say which incidents are background."""
    for group in groups:
        answering.reconsider(group)
        services.name_from_beside(group, story, _of_other_years(group, groups))
    mark_background(groups, deeds, story)
    old = {line for group in groups if group.background for line in group.lines}
    for group in groups:
        services.name(group, deeds, story, old - {*group.lines})
        answering.reconsider(group)  # fishers and patrols may only now be known as such
        bystanders.leave_out(group)


def _of_other_years(group: Incident, groups: Sequence[Incident]) -> set[int]:
    """Return the sentences that tell of what happened in another year than an incident."""
    return {
        line
        for other in groups
        if other.first and group.first and other.first[:4] != group.first[:4]
        for line in other.lines
    } - {*group.lines}


def _in_order(told: Sequence[Deed], story: Story) -> list[Deed]:
    """Return deeds as they are read: a lead that sums up days that are told further on, and headlines, come last."""
    headline = [deed for deed in told if story.lines[deed.line].sentence.headline]
    lead = next((line.sentence.index for line in story.lines if not line.sentence.headline), 0)
    summary = [deed for deed in told if _is_quarrel(deed) or (deed.line == lead and _sums_up(deed, told))]
    last = {id(deed) for deed in (*headline, *summary)}
    return [deed for deed in told if id(deed) not in last] + summary + headline


def _is_quarrel(deed: Deed) -> bool:
    """Say whether a sentence leaves open who did it, as two accuse each other of it."""
    return "each-accused" in deed.act.rule


def _sums_up(deed: Deed, told: Sequence[Deed]) -> bool:
    """Say whether a deed is of a week or month of which several days are told behind it: last week …."""
    when = deed.when
    if when is None or not when.first or not (when.last or len(when.first) == 7) or when.form == "since":
        return False
    days = {one.when.first for one in told if one.line > deed.line and one.when is not None}
    return sum(len(day) == 10 and dating.overlap(when.first, when.last, day, "") for day in days) > 1


def _home(deed: Deed, first: str, last: str, groups: Sequence[Incident], story: Story) -> Incident | None:
    """Return the incident that a deed belongs to, or None."""
    able = [group for group in groups if agreeing.sides_agree(deed, group) and agreeing.places_agree(deed, group)]
    if not first:
        turned = (group for group in reversed(groups) if agreeing.reverses(deed, group))
        answer = next((group for group in turned if agreeing.sides_agree(deed, group)), None)
        if answer is not None and speakers.country_of(story, deed.line) in answer.initiator.countries():
            return answer
    line = story.lines[deed.line]
    if first and deed.types == ("shadowing",) and not _LEAVING.isdisjoint(line.words):
        for group in reversed(groups):  # it left on Monday, trailed by the other
            soon = len(group.first) == 10 and group.first < first <= dating.later(group.first, 3)
            if soon and not answering.MEETING.isdisjoint(group.types) and agreeing.sides_agree(deed, group):
                return group
    separate = "separate" in line.kinds and any(
        "separate" in one.kinds and (at < 3 or one.text != "meanwhile") for at, one in enumerate(line.tokens)
    )
    able = [group for group in able if not agreeing.another_pair(deed, group, story)]
    if first:
        able = [group for group in able if not _opens_anew(deed, group, story)]
        same = [group for group in able if group.first and dating.overlap(first, last, group.first, group.last)]
        if same:
            shared = [group for group in same if any(one in group.types for one in deed.types)]
            return (shared or same)[-1]
        lasting = [group for group in able if _goes_on(deed, first, last, group)]
        if lasting:
            return lasting[-1]
        open_ = [group for group in able if not group.first]
        if open_ and dating.age_of(first, story.today) <= dating.LEAD_DAYS and not deed.retold and len(first) == 10:
            shared = [group for group in open_ if any(one in group.types for one in deed.types)]
            others = [group for group in groups if group.first and group.basis != "date:counted-back"]
            home = (shared or open_)[0] if shared or not others else None
            return None if home is not None and dating.is_overtaken(first, home, deed, story) else home
        return None
    if separate or not able:
        return None
    if _is_quarrel(deed):
        return able[0]  # what the article is about comes first
    paragraph = story.lines[deed.line].sentence.paragraph
    beside = [group for group in able if story.lines[group.lines[-1]].sentence.paragraph == paragraph]
    if beside:
        return beside[-1]
    recent = [group for group in able if not group.first or dating.age_of(group.first, story.today) <= dating.LEAD_DAYS]
    pool = recent or able
    shared = [group for group in pool if any(one in group.types for one in deed.types)]
    follows = not recent and deed.line - pool[-1].lines[-1] <= 2  # a collision of 2001; the crew was held for 11 days
    return (shared or pool)[-1] if recent or shared or follows else None


def _goes_on(deed: Deed, first: str, last: str, group: Incident) -> bool:
    """Say whether one is a standoff of a day, and the other what began it some days before: boarded on Tuesday."""
    if len(first) != 10 or len(group.first) != 10 or last or group.last:
        return False
    if deed.types == ("standoff",):
        return group.first <= first <= dating.later(group.first, 4)
    return set(group.types) == {"standoff"} and first <= group.first <= dating.later(first, 4)


def _opens_anew(deed: Deed, group: Incident, story: Story) -> bool:
    """Say whether a sentence opens with a day of its own behind an incident that has a month: and on April 7, …."""
    start = story.lines[deed.line].sentence.start
    if deed.when is not None and story.lines[deed.line].tokens[0].text == "also" and deed.when.start - start < 24:
        return deed.line not in group.lines  # also in August, on the 19th, another ship was struck
    opens = deed.when is not None and deed.when.start - start < 12 and len(deed.when.first) == 10
    same = any(one in _kin(group.types) - _LASTING for one in deed.types) and agreeing.same_sides(deed, group)
    return opens and len(group.first) == 7 and deed.line not in group.lines and not same


def _kin(types: Iterable[str]) -> set[str]:
    """Return types with those that another sentence may call the same: a boat that was rammed was struck."""
    kin = set(types)
    return kin | _CONTACT if kin & _CONTACT else kin


_CONTACT: Final = frozenset({"ramming", "collision", "sinking"})


def _join_loose(deed: Deed, groups: Sequence[Incident], story: Story) -> None:
    """Let a sentence that names neither side add to an incident told beside it, or of the same type."""
    first, last, basis = dating.date_of(deed, story, groups)
    able = []
    for group in groups:
        away = min(abs(deed.line - one) for one in group.lines)
        held = _is_held(deed, group)
        if deed.act.strength == 1 and deed.types == ("seizure",) and not held:
            continue
        shared = any(one in group.types for one in deed.types)
        dated = not first or not group.first or dating.overlap(first, last, group.first, group.last)
        recent = not first or group.first or dating.age_of(last or first, story.today) <= dating.LEAD_DAYS
        opens = deed.line == group.lines[0] - 1 and deed.act.strength > 1 and not group.first
        recent = recent or (opens and len(groups) == 1)
        kin = shared or (deed.weak and bool(first) and away <= 2) or away <= (2 if deed.act.strength > 2 or held else 1)
        if (
            dated
            and recent
            and kin
            and agreeing.places_agree(deed, group)
            and (not deed.weak or agreeing.sides_agree(deed, group))
        ):
            able.append((away - 3 * shared, group))
    if not able:
        deed.rejected = "guard:no-actor"
        return
    home = min(able, key=lambda one: one[0])[1]
    if not ARRESTS.isdisjoint(deed.types) and set(home.types) == {"survey_intrusion"} and home.target.codes:
        home.types.clear()  # a boat seen where it may not fish, and then held
        home.initiator, home.target = home.target, home.initiator
        home.types.update(dict.fromkeys(deed.types))
    types = dict(home.types)
    _join(home, deed, first, last, basis)
    home.types = types
    if deed.act.strength > 2 or _is_held(deed, home):
        home.types.update(dict.fromkeys(deed.types))


def _is_held(deed: Deed, group: Incident) -> bool:
    """Say whether a sentence tells what became of people or boats that the incident says were stopped."""
    if ARRESTS.isdisjoint(deed.types) or _STOPPED.isdisjoint(group.types) or not group.target.codes:
        return False
    return any(kind_of(code) == "fishing" for side in (group.initiator, group.target) for code in side.codes)


def _join_sinking(deed: Deed, groups: Sequence[Incident], story: Story) -> None:
    """Let a boat that sank after it was rammed or shot at have been sunk."""
    for group in groups:
        beside = min(abs(deed.line - one) for one in group.lines) <= 2
        theirs = bool(deed.target.countries() & group.target.countries())
        if beside and theirs and not _SINKS.isdisjoint(group.types):
            group.types["sinking"] = None
            group.deeds.append(deed)
            first, last, basis = dating.date_of(deed, story, groups)
            if not group.first and len(first) == 10:
                group.first, group.last, group.basis = first, last, basis
            deed.rejected = ""
            return


def _join(group: Incident, deed: Deed, first: str, last: str, basis: str) -> None:
    if first and group.first and _goes_on(deed, first, last, group):
        group.first, group.last = min(first, group.first), max(first, group.first)
    group.deeds.append(deed)
    vague = group.basis in _VAGUE and bool(group.last) and basis not in {"", *_VAGUE}
    vague = vague or (group.basis == "date:for" and bool(first) and _LASTING.isdisjoint(deed.types))
    vague = vague and dating.overlap(first, last, group.first, group.last)
    longer = basis == "date:since" and first < group.first and len(first) == len(group.first)
    if first and (not group.first or len(first) > len(group.first) or vague or longer):
        group.first, group.last, group.basis = first, last, basis
    if _directs(deed, group):
        group.initiator, group.target = group.target, group.initiator
    if not agreeing.reverses(deed, group):
        if not (deed.act.initiator is None and agreeing.is_known(deed.initiator, group.initiator)):
            group.initiator.add(deed.initiator)
        if not (agreeing.is_unsaid(deed) and agreeing.is_known(deed.target, group.target)):
            group.target.add(deed.target)
        group.types.update(dict.fromkeys(deed.types))
    else:
        answering.join(deed, group)


def _directs(deed: Deed, group: Incident) -> bool:
    """Say whether a deed tells who did something to whom in a meeting that was told of both alike: the two collided."""
    alike = all(one.act.mutual for one in group.deeds if one is not deed) and len(group.deeds) > 1
    return alike and not deed.act.mutual and bool(deed.target.codes) and agreeing.reverses(deed, group)


def _merge_equal(groups: Sequence[Incident], story: Story) -> list[Incident]:
    """Join incidents that, once dated, agree in date, sides and place and share a type."""
    merged: list[Incident] = []
    for group in groups:
        for other in merged:
            if (
                other.first == group.first
                and (any(one in other.types for one in group.types) or _is_that_day(group, other))
                and all(
                    agreeing.sides_agree(deed, other) and agreeing.places_agree(deed, other) for deed in group.deeds
                )
                and not any(agreeing.another_pair(deed, other, story) for deed in group.deeds)
            ):
                for deed in group.deeds:
                    _join(other, deed, "", "", "")
                break
        else:
            merged.append(group)
    return merged


def _join_pairs(groups: Sequence[Incident], pairs: Sequence[tuple[Incident, Incident]]) -> list[Incident]:
    """Return incidents without the first of each pair, whose deeds go to the second."""
    for again, told in pairs:
        for deed in again.deeds:
            if deed.spot is not None and is_open(deed.spot):
                deed.spot = None  # the whole sea says less than where the other was
            _join(told, deed, "", "", "")
    gone = {id(again) for again, _ in pairs}
    return [group for group in groups if id(group) not in gone]


def _is_that_day(group: Incident, other: Incident) -> bool:
    """Say whether one of two has its date from 'it happened on 29 October', and the other is told of that day."""
    bases = {group.basis, other.basis}
    return "date:of-the-incident" in bases and len(group.first) == 10 and bases <= {"date:of-the-incident", "date:same"}


def _by_type(group: Incident) -> list[Incident]:
    """Split what is only known by its year: nothing says that its acts were one incident."""
    if len(group.first) != 4 or len(group.types) < 2:
        return [group]
    parts: dict[tuple[str, ...], Incident] = {}
    key: tuple[str, ...] | None = None
    before: Deed | None = None
    for deed in group.deeds:  # without a date of its own, or in the sentence of a standoff, it goes on with that before
        goes_on = before is not None and (
            deed.when is None or _is_of_a_standoff(before, deed) or _is_of_one_row(before, deed)
        )
        before = deed
        if key is None or not goes_on:
            key = () if _LASTING.issuperset(deed.types) else deed.types
        part = parts.setdefault(key, Incident(first=group.first, last=group.last, basis=group.basis))
        _join(part, deed, "", "", "")
    return list(parts.values())


def _is_of_a_standoff(before: Deed, deed: Deed) -> bool:
    """Say whether two deeds of one sentence are of something lasting: a standoff, with water cannon on most days."""
    return deed.line == before.line and not _LASTING.isdisjoint((*before.types, *deed.types))


def _is_of_one_row(before: Deed, deed: Deed) -> bool:
    """Say whether a verb stands in a row with the one before it: was rammed and sunk."""
    return deed.line == before.line and " shared" in deed.act.rule and deed.when == before.when


def _drop_reasons(groups: Sequence[Incident], story: Story) -> list[Incident]:
    """Take out an intrusion that one side gives as its reason for what it did to the other."""
    others = [deed for group in groups for deed in group.deeds if deed.types != ("survey_intrusion",)]
    doing = {country for deed in others for country in deed.initiator.countries()}
    suffering = {country for deed in others for country in deed.target.countries()}
    for group in groups:
        for deed in [one for one in group.deeds if one.types == ("survey_intrusion",)]:
            service = deed.act.initiator.service if deed.act.initiator is not None else ""
            fishing = service in {"fishing", ""}
            leads = deed is group.deeds[0] and service in services.PATROLS
            told_by = speakers.country_of(story, deed.line)
            mine = deed.initiator.countries()
            theirs = told_by in doing and told_by not in mine
            leads = leads and not theirs and bool(mine & CLAIMANTS)
            answered = bool(suffering & mine) and (deed.act.reason or theirs or fishing or not mine & CLAIMANTS)
            if answered and not (leads and not deed.act.reason):
                deed.rejected = "guard:given-as-reason"
                group.deeds.remove(deed)
                if deed.spot is not None:
                    group.spots.append(deed.spot)
    return [_again(group) for group in groups if group.deeds]


def _again(group: Incident) -> Incident:
    """Put an incident together again from the deeds that are left."""
    deeds, held = group.deeds, [_is_held(deed, group) for deed in group.deeds]
    group.deeds, group.types, group.initiator, group.target = [], {}, Side(), Side()
    for deed, is_held in zip(deeds, held, strict=True):
        types = dict(group.types)
        _join(group, deed, "", "", "")
        if deed.loose and deed.act.strength < 3 and not is_held:
            group.types = types
    return group


def _whole(group: Incident) -> bool:
    """Say whether an incident has somebody who did it, and two sides of different countries where it needs them."""
    if not group.initiator.codes:
        return False
    return bool(group.target.codes) or _alone(group, group.target) or "standoff" in group.types or _unflagged(group)


def _unflagged(group: Incident) -> bool:
    """Say whether it was done to a ship, a plane or a crew whose country nobody names."""
    return any(
        deed.act.strength > 1 and deed.act.target is not None and deed.act.target.head in {"vessel", "aircraft"}
        for deed in group.deeds
    )


def _alone(group: Incident, side: Side) -> bool:
    return side is group.target and not {"survey_intrusion", "swarming", "barrier", "drone"}.isdisjoint(group.types)
