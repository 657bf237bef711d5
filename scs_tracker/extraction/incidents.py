"""Deeds to incidents: which sentences tell of the same thing, when it was, and whether it is news or retold.

Deeds join the incident told last that agrees with them in date, place and sides. A deed without a date joins the one it
stands beside; the lead of an article takes its date from the sentence that gives one. Whatever has no date at all is
given the day on which it was said, or the day of the article.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scs_tracker import model
from scs_tracker.extraction import places
from scs_tracker.extraction.deeds import Deed, dates_of
from scs_tracker.extraction.roles import Side
from scs_tracker.geocoding.context import kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.extraction.dates import When
    from scs_tracker.extraction.places import Spot
    from scs_tracker.extraction.story import Story

#: A place of more than this radius is an area that many incidents lie in.
WIDE_KM: Final = 150.0
#: News is at most so many days old; older is news only where the lead tells it and nothing newer is told.
_NEWS_DAYS: Final = 8
_LEAD_DAYS: Final = 120
_LEAD_LINES: Final = 3
#: What one side does when the other comes: told of both, it is one meeting.
_MEETING: Final = frozenset(
    {"expulsion", "shadowing", "survey_intrusion", "standoff", "air_intercept", "warning_shots", "blocking"}
)


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

    @property
    def lines(self) -> list[int]:
        """The sentences that tell of it."""
        return sorted({deed.line for deed in self.deeds})


def gather(story: Story, deeds: Sequence[Deed]) -> list[Incident]:
    """Return the incidents that an article tells of, in the order of their first sentence."""
    groups: list[Incident] = []
    told = [deed for deed in deeds if not deed.rejected and not deed.loose]
    headline = [deed for deed in told if story.lines[deed.line].sentence.headline]
    for deed in [one for one in told if one not in headline] + headline:
        first, last, basis = _date(deed, story, groups)
        home = _home(deed, first, last, groups, story)
        if home is None:
            if deed.retold and not first:
                deed.rejected = "guard:retold-without-date"
                continue
            home = Incident()
            twin = next(
                (
                    group
                    for group in reversed(groups)
                    if _sides_agree(deed, group) and _another_pair(deed, group, story)
                ),
                None,
            )
            if twin is not None and not first:
                first, last, basis = twin.first, twin.last, twin.basis
            groups.append(home)
        _join(home, deed, first, last, basis)
    for deed in deeds:
        if deed.loose and not deed.rejected:
            _join_loose(deed, groups, story)
    groups = _drop_reasons(groups, story)
    _give_dates(groups, story)
    groups = _merge_equal(groups, story)
    groups = [part for group in groups for part in _by_type(group)]
    groups = [group for group in groups if _whole(group)]
    for group in groups:
        _specify(group.initiator, group, story)
        _specify(group.target, group, story)
    _mark_background(groups, story)
    for group in groups:
        group.spot = _spot(group, story)
    return sorted((group for group in groups if group.spot is not None), key=lambda one: one.lines[0])


def _date(deed: Deed, story: Story, groups: Sequence[Incident]) -> tuple[str, str, str]:
    """Return the date of a deed, or empty strings: its own, or one that its paragraph has set."""
    when = deed.when
    if when is None:
        when = _carried(deed, story)
    if when is None:
        return "", "", ""
    if when.last == "now":
        return when.first, story.today.isoformat(), "date:since"
    if when.shift is not None:
        base = _base(when, story, groups)
        return (base + dt.timedelta(when.shift)).isoformat(), "", f"date:{when.form}"
    return when.first, when.last, f"date:{when.form}"


def _carried(deed: Deed, story: Story) -> When | None:
    """Return the date of the sentences before in the same paragraph, where they tell of no other deed."""
    paragraph = story.lines[deed.line].sentence.paragraph
    for back in range(deed.line - 1, max(deed.line - 3, -1), -1):
        if story.lines[back].sentence.paragraph != paragraph and back < deed.line - 1:
            break
        if any(act.line == back for act in story.acts) or story.lines[back].sentence.headline:
            break
        line = story.lines[back]
        when, _ = dates_of(line, story.whens[back], len(line.tokens))
        if when is not None:
            same = story.lines[back].sentence.paragraph == paragraph
            return when if same or len(when.first) == 10 else None
    return None


def _base(when: When, story: Story, groups: Sequence[Incident]) -> dt.date:
    """Return the day that 'the previous day' counts from: the last day named before it, or the day of the article."""
    before = [one for line in story.whens for one in line if one.end <= when.start and len(one.first) == 10]
    if before:
        return dt.date.fromisoformat(before[-1].first)
    dated = [group for group in groups if len(group.first) == 10]
    return dt.date.fromisoformat(dated[-1].first) if dated and when.shift == 0 else story.today


def _home(deed: Deed, first: str, last: str, groups: Sequence[Incident], story: Story) -> Incident | None:
    """Return the incident that a deed belongs to, or None."""
    able = [group for group in groups if _sides_agree(deed, group) and _places_agree(deed, group)]
    if not first:
        answer = next((group for group in reversed(groups) if _reverses(deed, group)), None)
        if answer is not None and speaker(story, deed.line) in answer.initiator.countries():
            return answer
    separate = any("separate" in one.kinds for one in story.lines[deed.line].tokens)
    able = [group for group in able if not _another_pair(deed, group, story)]
    if first:
        same = [group for group in able if group.first and _overlap(first, last, group.first, group.last)]
        if same:
            shared = [group for group in same if any(one in group.types for one in deed.types)]
            return (shared or same)[-1]
        open_ = [group for group in able if not group.first]
        if open_ and _age(first, story.today) <= _LEAD_DAYS and not deed.retold and len(first) == 10:
            shared = [group for group in open_ if any(one in group.types for one in deed.types)]
            return (shared or open_)[0] if shared or len(groups) == len(open_) else None
        return None
    if separate or not able:
        return None
    paragraph = story.lines[deed.line].sentence.paragraph
    beside = [group for group in able if story.lines[group.lines[-1]].sentence.paragraph == paragraph]
    if beside:
        return beside[-1]
    recent = [group for group in able if not group.first or _age(group.first, story.today) <= _LEAD_DAYS]
    pool = recent or able
    shared = [group for group in pool if any(one in group.types for one in deed.types)]
    return (shared or pool)[-1] if recent or shared else None


#: Words that begin another encounter of the same day.
_CLOCK: Final = re.compile(
    r"\b\d{1,2}(?::\d\d)? ?(?:a\.?m|p\.?m)\b|\b\d{4} hours\b|\bhours? (?:later|earlier|before|after)\b"
    r"|\bearlier (?:in the|that) (?:morning|day|afternoon)\b"
    r"|\blater (?:in the|that) (?:morning|day|afternoon|evening)\b"
)
_SECOND: Final = re.compile(r"\bin the second\b|\ba second (?:time|encounter|incident|collision)\b")


def _another_pair(deed: Deed, group: Incident, story: Story) -> bool:
    """Say whether a sentence tells of another encounter: another hour and other vessels, or the second of two."""
    if deed.line in group.lines:
        return False
    sentence = story.lines[deed.line].sentence
    words = story.folded[sentence.start : sentence.end]
    if _SECOND.search(words):
        return True
    both = deed.act.initiator is not None and deed.act.target is not None
    if not (both or "role:two-in-the-sentence" in deed.rules):
        return False
    mine = {code for code, named in deed.target.codes.items() if named}
    theirs = {code for code, named in group.target.codes.items() if named}
    if mine & set(group.initiator.codes):
        return False
    return bool(mine and theirs and not mine & theirs and _CLOCK.search(words))


def _reverses(deed: Deed, group: Incident) -> bool:
    """Say whether a deed has the sides of an incident the other way round."""
    here, there = group.initiator.countries(), group.target.countries()
    crossed = deed.initiator.countries() & there or deed.target.countries() & here
    return bool(crossed) and not deed.initiator.countries() & here


def _sides_agree(deed: Deed, group: Incident) -> bool:
    mine = deed.initiator.countries() | deed.target.countries()
    theirs = group.initiator.countries() | group.target.countries()
    if len(theirs) >= 2 and len(mine) >= 2:
        return mine <= theirs or theirs <= mine
    return bool(mine & theirs)


_ENFORCED: Final = frozenset({"detention", "seizure", "boarding"})


def _join_loose(deed: Deed, groups: Sequence[Incident], story: Story) -> None:
    """Let a sentence that names neither side add to an incident told beside it, or of the same type."""
    first, last, basis = _date(deed, story, groups)
    able = []
    for group in groups:
        away = min(abs(deed.line - one) for one in group.lines)
        shared = any(one in group.types for one in deed.types)
        dated = not first or not group.first or _overlap(first, last, group.first, group.last)
        recent = not first or group.first or _age(first, story.today) <= _LEAD_DAYS
        kin = shared or (deed.weak and bool(first) and away <= 2) or away <= (2 if deed.act.strength > 2 else 1)
        if dated and recent and kin and _places_agree(deed, group) and (not deed.weak or _sides_agree(deed, group)):
            able.append((away - 3 * shared, group))
    if not able:
        deed.rejected = "guard:no-actor"
        return
    home = min(able, key=lambda one: one[0])[1]
    if not _ENFORCED.isdisjoint(deed.types) and set(home.types) == {"survey_intrusion"} and home.target.codes:
        home.types.clear()  # a boat seen where it may not fish, and then held
        home.initiator, home.target = home.target, home.initiator
        home.types.update(dict.fromkeys(deed.types))
    types = dict(home.types)
    _join(home, deed, first, last, basis)
    home.types = types
    if deed.act.strength > 2:
        home.types.update(dict.fromkeys(deed.types))


def _places_agree(deed: Deed, group: Incident) -> bool:
    spot = deed.spot
    if spot is None or spot.way or (spot.position.radius_km or 0) > WIDE_KM:
        return True
    for other in group.deeds:
        there = other.spot
        if there is None or there.way or (there.position.radius_km or 0) > WIDE_KM:
            continue
        here_lat, here_lon = spot.position.lat or 0.0, spot.position.lon or 0.0
        away = kilometres(here_lat, here_lon, there.position.lat or 0.0, there.position.lon or 0.0)
        if away > 40.0 + (spot.position.radius_km or 0.0) + (there.position.radius_km or 0.0):
            return False
    return True


def _overlap(first: str, last: str, other_first: str, other_last: str) -> bool:
    if len(first) != len(other_first) and 4 in {len(first), len(other_first)}:
        return False
    return model.first_day(first) <= model.last_day(other_last or other_first) and model.first_day(
        other_first
    ) <= model.last_day(last or first)


def _age(first: str, today: dt.date) -> int:
    return (today - dt.date.fromisoformat(model.last_day(first))).days


def _join(group: Incident, deed: Deed, first: str, last: str, basis: str) -> None:
    group.deeds.append(deed)
    vague = group.basis in {"date:span", "date:weekend"} and basis not in {"", "date:span", "date:weekend"}
    longer = basis == "date:since" and first < group.first
    if first and (not group.first or len(first) > len(group.first) or vague or longer):
        group.first, group.last, group.basis = first, last, basis
    if not _reverses(deed, group):
        group.initiator.add(deed.initiator)
        group.target.add(deed.target)
        group.types.update(dict.fromkeys(deed.types))
    elif not _MEETING.isdisjoint(deed.types) and not _MEETING.isdisjoint(group.types):
        first_side = Side(dict(group.initiator.codes), dict(group.initiator.units))
        group.initiator.add(deed.initiator)
        group.initiator.add(group.target)
        group.target.add(deed.target)
        group.target.add(first_side)
        group.types.update(dict.fromkeys(deed.types))
    elif "ramming" in deed.types and "collision" in group.types:
        group.types["ramming"] = None  # one side calls it deliberate


def _give_dates(groups: Sequence[Incident], story: Story) -> None:
    """Give a date to incidents that have none: of 'the incident', of what was said, or of the article."""
    for group in groups:
        if group.first:
            continue
        donor = _donor(group, story)
        if donor is not None:
            group.first, group.last, group.basis = donor.first, donor.last, "date:of-the-incident"
            continue
        said = next((deed.said for deed in group.deeds if deed.said is not None and len(deed.said.first) == 10), None)
        if said is not None:
            group.first, group.basis = said.first, "date:day-it-was-said"
        else:
            group.first, group.basis = story.today.isoformat(), "date:day-of-the-article"


def _donor(group: Incident, story: Story) -> When | None:
    """Return the date that a sentence gives to 'the incident' or 'the confrontation', near and recent."""
    found: list[tuple[int, When]] = []
    for index, line in enumerate(story.lines):
        if not story.whens[index] or any("retold" in one.kinds for one in line.tokens):
            continue
        for position, token in enumerate(line.tokens):
            if "incident" in token.kinds or "happen" in token.kinds:
                when, _ = dates_of(line, story.whens[index], position)
                if when is not None and len(when.first) == 10 and 0 <= _age(when.first, story.today) <= _LEAD_DAYS:
                    away = min(abs(index - one) for one in group.lines)
                    found.append((away, when))
                break
    return min(found, key=lambda one: one[0])[1] if found else _beside(group, story)


def _beside(group: Incident, story: Story) -> When | None:
    """Return the recent day of a sentence beside the incident that tells of nothing else."""
    telling = {act.line for act in story.acts}
    for away in (1, -1, 2, -2, -3, 3, -4):
        for index in group.lines:
            near = index + away
            if not 0 <= near < len(story.lines) or near in telling:
                continue
            when, _ = dates_of(story.lines[near], story.whens[near], 0)
            if when is not None and len(when.first) == 10 and 0 <= _age(when.first, story.today) <= _LEAD_DAYS:
                return when
    return None


def _merge_equal(groups: Sequence[Incident], story: Story) -> list[Incident]:
    """Join incidents that, once dated, agree in date, sides and place and share a type."""
    merged: list[Incident] = []
    for group in groups:
        for other in merged:
            if (
                other.first == group.first
                and any(one in other.types for one in group.types)
                and all(_sides_agree(deed, other) and _places_agree(deed, other) for deed in group.deeds)
                and not any(_another_pair(deed, other, story) for deed in group.deeds)
            ):
                for deed in group.deeds:
                    _join(other, deed, "", "", "")
                break
        else:
            merged.append(group)
    return merged


#: What goes on for days, so that its types are one incident.
_LASTING: Final = frozenset({"standoff", "survey_intrusion", "shadowing", "swarming", "blocking", "harassment"})


def _by_type(group: Incident) -> list[Incident]:
    """Split what is only known by its year: nothing says that its acts were one incident."""
    if len(group.first) != 4 or len(group.types) < 2:
        return [group]
    parts: dict[tuple[str, ...], Incident] = {}
    for deed in group.deeds:
        part = parts.setdefault(
            () if _LASTING.issuperset(deed.types) else deed.types,
            Incident(first=group.first, last=group.last, basis=group.basis),
        )
        _join(part, deed, "", "", "")
    return list(parts.values())


def _drop_reasons(groups: Sequence[Incident], story: Story) -> list[Incident]:
    """Take out an intrusion that one side gives as its reason for what it did to the other."""
    others = [deed for group in groups for deed in group.deeds if deed.types != ("survey_intrusion",)]
    for group in groups:
        for deed in list(group.deeds):
            service = deed.act.initiator.service if deed.act.initiator is not None else ""
            fishing = service in {"fishing", ""}
            leads = deed is group.deeds[0] and service in _PATROLS
            answered = any(
                other.target.countries() & deed.initiator.countries()
                and (deed.act.reason or speaker(story, deed.line) in other.initiator.countries() or fishing)
                for other in others
            )
            if deed.types == ("survey_intrusion",) and answered and not (leads and not deed.act.reason):
                deed.rejected = "guard:given-as-reason"
                group.deeds.remove(deed)
                if deed.spot is not None:
                    group.spots.append(deed.spot)
    return [_again(group) for group in groups if group.deeds]


_PATROLS: Final = frozenset({"coast guard", "navy", "survey", "militia", "fisheries authority", "maritime authority"})


def _again(group: Incident) -> Incident:
    """Put an incident together again from the deeds that are left."""
    fresh = Incident(first=group.first, last=group.last, basis=group.basis, spots=group.spots)
    for deed in group.deeds:
        types = dict(fresh.types)
        _join(fresh, deed, "", "", "")
        if deed.loose and deed.act.strength < 3:
            fresh.types = types
    return fresh


def speaker(story: Story, index: int) -> str:
    """Return the country of whoever says a sentence, or an empty string."""
    line = story.lines[index]
    for party in line.parties:
        if not party.country or party.country == "elsewhere" or party.guessed:
            continue
        around = [*line.tokens[party.after : party.after + 6], *line.tokens[max(party.first - 2, 0) : party.first]]
        if any(
            ("verb" in one.kinds or one.text in _CITING) and any(kind in one.kinds for kind in _SAYING)
            for one in around
        ):
            return party.country
    return ""


_CITING: Final = frozenset({"according to", "citing"})
_SAYING: Final = ("report", "condemn", "deny", "accuse")


def _alone(group: Incident, side: Side) -> bool:
    return side is group.target and not {"survey_intrusion", "swarming", "barrier", "drone"}.isdisjoint(group.types)


def _specify(side: Side, group: Incident, story: Story) -> None:
    """Name the service of a side where the sentences beside the incident name one alone for its country."""
    unnamed = [code for code, named in side.codes.items() if not named]
    if not unnamed or any(side.codes.values()):
        return
    heads = {party.head for deed in group.deeds for party in (deed.act.initiator, deed.act.target) if party is not None}
    for code in unnamed:
        found = {
            party.code: party
            for line in story.lines[max(group.lines[0] - 1, 0) : group.lines[-1] + 3]
            for party in line.parties
            if party.country == code.split("-")[0]
            and party.service
            and (party.head in {"vessel", "aircraft", "people"} & heads or party.service == "militia" or "state" in heads)
            and not party.possessive
        }
        if len(found) == 1:
            del side.codes[code]
            new, party = next(iter(found.items()))
            side.codes[new] = True
            side.units.update(dict.fromkeys(party.units))


def _whole(group: Incident) -> bool:
    """Say whether an incident has somebody who did it, and two sides of different countries where it needs them."""
    if not group.initiator.codes:
        return False
    return bool(group.target.codes) or _alone(group, group.target) or "standoff" in group.types


def _mark_background(groups: Sequence[Incident], story: Story) -> None:
    """Say which incidents an article only retells, and by which rule."""
    newest = min((_age(group.first, story.today) for group in groups if len(group.first) == 10), default=None)
    lead = [index for index, line in enumerate(story.lines) if not line.sentence.headline][:_LEAD_LINES]
    for group in groups:
        age = _age(group.last or group.first, story.today)
        marked = any(deed.retold for deed in group.deeds)
        led = any(index in lead for index in group.lines) and not marked
        first_told = any(index in lead[:1] or story.lines[index].sentence.headline for index in group.lines) and not marked
        if len(group.first) == 4:
            group.background = "background:year-only"
        elif age > _LEAD_DAYS:
            group.background = "background:old"
        elif len(group.first) == 7:
            group.background = "" if led and newest is None else "background:month-only"
        elif age > _NEWS_DAYS and not ((led if age <= 2 * _NEWS_DAYS else first_told) and age == newest):
            group.background = "background:older-than-the-news"
        elif marked and newest is not None and age > newest + 1:
            group.background = "background:marked"


def _spot(group: Incident, story: Story) -> Spot | None:
    """Return where it was: by its own sentences, then by those around them, then by the article."""
    own = [deed.spot for deed in group.deeds if deed.spot is not None] + group.spots
    exact = [one for one in own if not _is_wide(one)]
    if exact and not all(one.way for one in exact):
        return min(exact, key=places.rank)
    wide = own[0] if own else None
    if wide is not None and group.background:
        return wide
    actors = frozenset([*group.initiator.codes, *group.target.codes])
    on_the_way = exact[0] if exact else None
    for index in _around(group, story):
        for spot in places.find(story.lines[index], story.text, actors):
            if not spot.sea:
                continue
            if spot.way:
                on_the_way = on_the_way or spot
                continue
            if not _is_wide(spot):
                return spot
            wide = wide or spot
    return on_the_way or wide or places.of_dateline(story.text[: story.body])


def _is_wide(spot: Spot) -> bool:
    measured = spot.position.method in {"offset", "coast_distance", "coordinates"}
    return (spot.position.radius_km or 0.0) > (450.0 if measured else WIDE_KM)


def _around(group: Incident, story: Story) -> list[int]:
    """Return the sentences to look for a place in, the likeliest first."""
    near = [line for index in group.lines for line in (index, index - 1, index + 1, index - 2, index + 2)]
    paragraphs = {story.lines[index].sentence.paragraph for index in group.lines}
    near += [index for index, line in enumerate(story.lines) if line.sentence.paragraph in paragraphs]
    there = any(token.text in _THERE for index in group.lines for token in story.lines[index].tokens)
    if not group.background or there:
        near += [*range(group.lines[0], -1, -1), *range(len(story.lines))]
    else:  # an older incident whose place is not told: the sea, rather than the place of the news
        near = [index for index in near if index >= group.lines[0]]
        near += sorted(range(len(story.lines)), key=lambda index: not _is_wide_line(story, index))
    own = set(group.lines)
    return [
        index
        for index in dict.fromkeys(near)
        if 0 <= index < len(story.lines)
        and _has_place(story, index)
        and (index in own or group.background or not _is_background_line(story, index))
    ]


_THERE: Final = frozenset({"there", "same", "shoal", "reef", "atoll", "area"})


def _is_wide_line(story: Story, index: int) -> bool:
    names = [name for token in story.lines[index].tokens for name in token.kinds.get("place", ())]
    return "south-china-sea" in names or "west-philippine-sea" in names


def _is_background_line(story: Story, index: int) -> bool:
    return any(len(when.first) == 4 and when.shift is None for when in story.whens[index])


def _has_place(story: Story, index: int) -> bool:
    return any("place" in token.kinds for token in story.lines[index].tokens)
