"""Group acts into candidate incidents: acts that agree in date, location and parties become one candidate."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scs_tracker.articles.acts import Act
    from scs_tracker.articles.days import Day
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.places import Spot
    from scs_tracker.articles.story import Story

_GEOD: Final = Geod(ellps="WGS84")
#: Two locations nearer than this, or than the radius of either, may be the same.
_NEAR_KM: Final = 60.0
#: A narrower location off the same feature is preferred if the best has at most this many times its weight.
_SHARE: Final = 4.0
#: An undated act may join a candidate at most this many sentences away.
_CLOSE: Final = 4
#: An act of at least this probability counts as dated if its own sentence has the date.
_FIRM: Final = 0.3


@dataclass(slots=True, eq=False)
class Told:
    """An act with its date, its location and the probability that it reports an incident.

    ``act``, ``day``, ``sure``: the act, its date, and the probability of the date; ``score``: the classifier's
    probability that the act reports an incident; ``spot``: its location, or None; ``row``: its features; ``parties``:
    the mentions in its sentence, each with its probability of being the initiator.
    """

    act: Act
    day: Day
    sure: float
    score: float
    spot: Spot | None
    row: dict[str, float] = field(default_factory=dict)
    parties: list[tuple[Mention, float]] = field(default_factory=list)

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries of the act's initiators and targets; empty if none is known."""
        return frozenset(one.country for one in (*self.act.agents, *self.act.patients) if one.country)


@dataclass(slots=True, eq=False)
class Candidate:
    """One or more acts that may be the same incident."""

    acts: list[Told]

    @property
    def best(self) -> Told:
        """Return the act with the highest score."""
        return max(self.acts, key=lambda one: one.score)

    @property
    def day(self) -> Day:
        """Return the best supported date of the acts: a single day from the text if there is one, else any date."""
        outright = [one for one in self.acts if is_outright(one.day)]
        weight: Counter[str] = Counter()
        for one in outright or self.acts:
            weight[one.day.first] += one.score * one.sure if one.day.line >= 0 else 0.0  # type: ignore[assignment]
        first = max(weight, key=lambda each: (weight[each], len(each)))
        chosen = [one for one in outright or self.acts if one.day.first == first]
        return max(chosen, key=lambda one: (bool(one.day.last), one.sure)).day

    @property
    def countries(self) -> frozenset[str]:
        """Return the countries of the initiators and targets of all acts."""
        return frozenset().union(*(one.countries for one in self.acts))

    @property
    def types(self) -> dict[str, float]:
        """Return the types of the acts, each with the highest score of an act of that type."""
        found: dict[str, float] = {}
        for one in self.acts:
            for name in one.act.types:
                found[name] = max(found.get(name, 0.0), one.score)
        return found


def place_of(story: Story, act: Act) -> Spot | None:
    """Return the best location at sea in an act's sentence, or in one up to three before or one after it, or None."""
    for back in (0, -1, 1, -2, -3):
        index = act.line + back
        if not 0 <= index < len(story.lines):
            continue
        sea = [one for one in story.spots[index] if one.sea]
        if sea:
            return min(sea, key=lambda one: (one.wide, abs(one.word - act.word) if back == 0 else 0))
    return None


def gather(acts: Sequence[Told]) -> list[Candidate]:
    """Return candidate incidents, each with acts that agree in date, location and parties; undated candidates last."""
    dated = [one for one in acts if one.day.line >= 0]
    found: list[Candidate] = []
    for one in sorted(dated, key=lambda each: (-len(each.day.first), bool(each.day.last), each.act.start)):
        fitting = [each for each in found if _fits(one, each)]
        if fitting:
            max(fitting, key=lambda each: _closeness(one, each)).acts.append(one)
        else:
            found.append(Candidate([one]))
    alone: list[Candidate] = []
    for one in (each for each in acts if each.day.line < 0):
        fitting = [each for each in found if _goes_with(one, each)]
        if fitting:
            max(fitting, key=lambda each: _closeness(one, each)).acts.append(one)
            continue
        other = [each for each in alone if _agree(one.countries, each.countries) and _same_place(one, each)]
        if other:
            other[-1].acts.append(one)
        else:
            alone.append(Candidate([one]))
    found = _joined(found)
    for candidate in (*found, *alone):
        candidate.acts.sort(key=lambda each: each.act.start)
    return [*found, *alone]


def is_told_again(one: Candidate, other: Candidate) -> bool:
    """Return True if two candidates agree in countries and no likely act of ``one`` is dated in its own sentence."""
    outright = any(each.day.line == each.act.line and each.score >= _FIRM for each in one.acts)
    return not outright and _agree(one.countries, other.countries)


def _joined(found: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates with those merged that have the same day, share a country and a type, and agree in location."""
    joined: list[Candidate] = []
    for one in sorted(found, key=lambda each: -each.best.score):
        day = one.day
        twin = next(
            (
                each for each in joined
                if len(day.first) == 10 and each.day.first == day.first and each.types.keys() & one.types.keys()
                and each.countries & one.countries and all(_same_place(told, each) for told in one.acts)
            ),
            None,
        )  # fmt: skip
        if twin is None:
            joined.append(one)
        else:
            twin.acts += one.acts
    return joined


def _fits(one: Told, candidate: Candidate) -> bool:
    dates = [each.day for each in candidate.acts if each.day.line >= 0]
    outright = [day for day in dates if is_outright(day)]  # last week holds two days apart
    if not any(same_day(one.day, day) for day in dates) or not all(same_day(one.day, day) for day in outright):
        return False
    return _agree(one.countries, candidate.countries) and _same_place(one, candidate)


def _goes_with(one: Told, candidate: Candidate) -> bool:
    """Return True if an act fits a candidate's countries and location, and is near it in the text or shares a type."""
    if not _agree(one.countries, candidate.countries) or not _same_place(one, candidate):
        return False
    near = min(abs(one.act.line - each.act.line) for each in candidate.acts) <= _CLOSE
    return near or bool(set(one.act.types) & candidate.types.keys())


def is_outright(day: Day) -> bool:
    """Return True if the text gives the date and it is a single day."""
    return day.line >= 0 and len(day.first) == 10 and not day.last


def same_day(one: Day, other: Day) -> bool:
    """Return True if two dates are equal, or a day is in the other's month or in its range of up to eight days."""
    if one.first == other.first:
        return True
    if len(one.first) != len(other.first):
        size = min(len(one.first), len(other.first))
        return one.first[:size] == other.first[:size] and size > 4
    if len(one.first) == 10:
        for a, b in ((one, other), (other, one)):
            if a.last and a.first <= b.first <= a.last:
                return (dt.date.fromisoformat(a.last) - dt.date.fromisoformat(a.first)).days < 8
    return False


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return True
    if len(one) == 1 or len(other) == 1:
        return bool(one & other)
    return len(one & other) > 1


def _same_place(one: Told, candidate: Candidate) -> bool:
    if one.spot is None or one.spot.wide:
        return True
    spots = [each.spot for each in candidate.acts if each.spot is not None and not each.spot.wide]
    reach = max(_NEAR_KM, one.spot.position.radius_km or 0.0)
    return not spots or any(kilometres(one.spot, spot) <= max(reach, spot.position.radius_km or 0.0) for spot in spots)


def kilometres(one: Spot, other: Spot) -> float:
    """Return the distance between two locations in kilometres, on the WGS 84 ellipsoid."""
    here, there = one.position, other.position
    return float(_GEOD.inv(here.lon, here.lat, there.lon, there.lat)[2]) / 1000.0


def _closeness(one: Told, candidate: Candidate) -> tuple[float, float]:
    near = min(abs(one.act.line - each.act.line) for each in candidate.acts)
    shared = bool(set(one.act.types) & candidate.types.keys()) + 2 * (one.day.first == candidate.best.day.first)
    return shared - 0.3 * near, candidate.best.score


def features(
    candidate: Candidate,
    others: Sequence[Candidate],
    story: Story,
    article: dict[str, float],
    pairs: dict[str, float],
    types: dict[str, float],
) -> dict[str, float]:
    """Return the features by which the classifier decides whether a candidate is an incident, current or background.

    ``pairs``: features from the probabilities of its pairs of parties; ``types``: the probability of each type.
    """
    acts, day, best = candidate.acts, candidate.day, candidate.best
    scores = sorted((one.score for one in acts), reverse=True)
    dated = [one for one in acts if one.day.line >= 0]
    found = article | pairs
    found |= {f"b_{name}": value for name, value in best.row.items() if not name.startswith("a_")}
    found |= {
        "n_acts": float(len(acts)),
        "n_lines": float(len({one.act.line for one in acts})),
        "n_types": float(len(candidate.types)),
        "score_max": scores[0],
        "score_second": scores[1] if len(scores) > 1 else 0.0,
        "score_sum": sum(scores),
        "line_first": float(min(one.act.line for one in acts)),
        "in_headline": max((one.score for one in acts if story.lines[one.act.line].sentence.headline), default=0.0),
        "in_lead": max((one.score for one in acts if one.act.line < 3), default=0.0),
        "dated_acts": float(len(dated)),
        "date_score": max((one.sure for one in dated), default=0.0),
        "day_age": float(max(min(day.age, 8000), -30)) if day.line >= 0 else -31.0,
        "day_size": float(len(day.first)) if day.line >= 0 else 0.0,
        "day_range": float(bool(day.last)),
        "day_told": float(day.basis == "stated"),
        "both_sides": float(any(one.act.agents and one.act.patients for one in acts)),
        "countries": float(len(candidate.countries - {"elsewhere"})),
        "far": float("elsewhere" in candidate.countries),
        "others": float(len(others) - 1),
        "type_best": max(types.values()),
        "type_sum": sum(types.values()),
    }
    sums = [sum(one.score for one in each.acts) for each in others]
    own = sum(scores)
    found["rank"] = float(sum(each > own for each in sums))
    found["share"] = own / max(sum(sums), 0.01)
    twins = [each for each in others if each is not candidate and _agree(each.countries, candidate.countries)]
    found["twin_type"] = max(
        (each.best.score for each in twins if each.types.keys() & candidate.types.keys()), default=0.0
    )
    found["twin_day"] = max((each.best.score for each in twins if same_day(each.day, day)), default=0.0)
    ages = [each.day.age for each in others if each is not candidate and each.day.line >= 0 and each.best.score > 0.3]
    found["newer"] = float(sum(age < day.age for age in ages)) if day.line >= 0 else -1.0
    spot, _ = where(candidate, story)
    found["placed"] = float(spot is not None)
    found["radius"] = (spot.position.radius_km or 0.0) if spot is not None else -1.0
    found["at_sea"] = float(spot is not None and spot.sea)
    return found


def where(candidate: Candidate, story: Story) -> tuple[Spot | None, float]:
    """Return the location best supported by the acts, else one in the opening, or None; and its share of support."""
    weight: dict[tuple[str, float, float], float] = {}
    known: dict[tuple[str, float, float], Spot] = {}
    for one in candidate.acts:
        for index in range(max(one.act.line - 3, 0), min(one.act.line + 3, len(story.lines))):
            for spot in story.spots[index]:
                if not spot.sea or spot.position.lat is None or spot.position.lon is None:
                    continue
                key = (spot.position.feature_id, round(spot.position.lat, 2), round(spot.position.lon, 2))
                near = 1.0 / (1.0 + 1.5 * abs(index - one.act.line))
                if index == one.act.line:
                    near += 0.5 / (1.0 + 0.2 * abs(spot.word - one.act.word))
                weight[key] = weight.get(key, 0.0) + (0.05 + one.score) * near * (0.15 if spot.wide else 1.0)
                known.setdefault(key, spot)
    if not weight:
        opening = [spot for index in range(min(5, len(story.lines))) for spot in story.spots[index] if spot.sea]
        return min(opening, key=lambda one: one.wide, default=None), 0.0
    best = max(weight, key=lambda each: weight[each])
    finer = [one for one in weight if one[0] == best[0] and weight[one] * _SHARE >= weight[best]]
    chosen = min([best, *finer], key=lambda each: known[each].position.radius_km or 0.0)
    share = sum(value for one, value in weight.items() if one[0] == chosen[0]) / sum(weight.values())
    return known[chosen], share * (0.5 if known[chosen].wide else 1.0)
