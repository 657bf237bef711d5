"""Choose the initiators and targets of an incident from all of its acts."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.articles import services
from scs_tracker.articles.judge import mean
from scs_tracker.text.function_words import of_kind, with_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scs_tracker.articles.gathering import Candidate, Told
    from scs_tracker.articles.judge import Judge, Trees
    from scs_tracker.articles.mentions import Mention
    from scs_tracker.articles.story import Story

    Amounts = defaultdict[Any, float]
    Scored = dict[tuple[str, str], float]

#: Least probability of a further pair, and of both directions of a mutual act.
_SECOND: Final = 0.5
#: The most countries that are considered for the sides.
_MOST: Final = 6


class Sides(NamedTuple):
    """The initiators and targets of an incident, with the probability of each side.

    ``initiators``, ``targets``: actor codes; ``first``, ``second``: the probability of each, including its services.
    """

    initiators: tuple[str, ...]
    targets: tuple[str, ...]
    first: float
    second: float


#: Actor code for an unnamed party.
NO_FLAG: Final = "XX-UNK"
#: Sides without any party.
NOBODY: Final = Sides((), (), 0.0, 0.0)


def countries(candidate: Candidate, story: Story) -> list[str]:
    """Return up to six countries that may be on a side: of the acts, their sentences, the dateline and the article."""
    found = [one.country for told in candidate.acts for one in (*told.act.agents, *told.act.patients) if one.country]
    found += [
        one.country for told in candidate.acts for one in story.mentions[told.act.line]
        if one.country and one.head != "thing"
    ]  # fmt: skip
    named = Counter(one.country for those in story.mentions for one in those if one.country and one.head != "thing")
    found += [story.home, *(country for country, _ in named.most_common())]
    return [one for one in dict.fromkeys(found) if one not in {"", "elsewhere"}][:_MOST]


class _Scene:
    """The features that all pairs of parties of a candidate share, computed once."""

    def __init__(self, candidate: Candidate, story: Story) -> None:
        """Count the acts of each party in the candidate and in the article, and compute the shared features."""
        self.candidate, self.story = candidate, story
        acts = candidate.acts
        total = sum(told.score for told in acts) or 1.0
        sides = [(_of(told.act.agents), _of(told.act.patients)) for told in acts]
        #: Ways of weighting acts, each with weights by initiator, by target and by pair.
        self.ways = {
            "": _counted((*both, told.score / total) for told, both in zip(acts, sides, strict=True)),
            "firm_": _counted((*_firm(told), told.score / total) for told in acts),
            "first_": _counted([(*sides[0], 1.0)]),
            "best_": _counted([(*sides[acts.index(candidate.best)], 1.0)]),
            "text_": _counted((_of(act.agents), _of(act.patients), 1.0 / len(story.acts)) for act in story.acts),
        }
        self.known: dict[str, tuple[dict[str, float], dict[str, float], dict[str, float]]] = {}
        found: dict[str, float] = defaultdict(float)
        for told in acts:
            blank = {"mutual": told.act.mutual, "nobody": not told.act.patients, "no_agent": not told.act.agents}
            for name, value in (blank | {"noun": "noun" in told.act.ways} | _blank(told)).items():
                found[name] += told.score / total * value
        found |= {f"is_{row['type']}": float(row["type"] in candidate.types) for row in geodata.rows("types")}
        self.common = dict(found)

    def named(self, country: str) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
        """Return the features of a country, plain and with the prefixes for first and second party of a pair."""
        if country not in self.known:
            found = _named(self.candidate, self.story, country) | _cast(self.candidate, country)
            one, other = ({f"{name}_{key}": value for key, value in found.items()} for name in ("one", "other"))
            self.known[country] = found, one, other
        return self.known[country]


def _counted(acts: Iterable[tuple[set[str], set[str], float]]) -> tuple[Amounts, Amounts, Amounts]:
    """Return the weight of acts by initiating country, by targeted country, and by pair of both."""
    did: Amounts = defaultdict(float)
    suffered, pairs = did.copy(), did.copy()
    for agents, patients, weight in acts:
        for country in agents:
            did[country] += weight
        for country in patients:
            suffered[country] += weight
        for pair in itertools.product(agents, patients):
            pairs[pair] += weight
    return did, suffered, pairs


def _firm(told: Told) -> tuple[set[str], set[str]]:
    """Return the initiating and the targeted countries of an act, without those that are inferred."""
    near = "agent-near" in told.act.ways, "patient-near" in told.act.ways
    agents = set() if near[0] else _of(told.act.agents, firm=True)
    return agents, set() if near[1] else _of(told.act.patients, firm=True)


def rows(candidate: Candidate, story: Story) -> dict[tuple[str, str], dict[str, float]]:
    """Return, for each pair of parties, the features for the first as initiator and the second as target.

    An empty string means an unnamed party. No feature identifies a country, so that the same text with countries
    exchanged gets the same scores.
    """
    scene = _Scene(candidate, story)
    those = (*countries(candidate, story), "")
    return {(one, other): _features(scene, one, other) for one in those for other in those if one != other}


def _features(scene: _Scene, one: str, other: str) -> dict[str, float]:
    (mine, as_one, _), (theirs, _, as_other) = scene.named(one), scene.named(other)
    found = scene.common | as_one | as_other
    for way, (did, suffered, pairs) in scene.ways.items():
        found[f"{way}did"], found[f"{way}suffered"] = did[one], suffered[one]
        found[f"{way}other_did"], found[f"{way}other_suffered"] = did[other], suffered[other]
        found[f"{way}pair"], found[f"{way}back"] = pairs[one, other], pairs[other, one]
    for name in ("role", "cast", "cast_best", "cast_most"):
        found[f"{name}_gap"] = mine[name] - theirs[name] if min(mine[name], theirs[name]) >= 0 else 0.0
    found["alone"], found["unnamed"] = float(not other), float(not one)
    return found


def _cast(candidate: Candidate, country: str) -> dict[str, float]:
    """Return four features of a country as initiator, from the scores of its mentions; -1 if it has no mention."""
    found = dict.fromkeys(("role", "cast", "cast_best", "cast_most"), -1.0)
    if not country:
        return found
    on_side, anywhere = [], []
    for told in candidate.acts:
        mine = [(one, score) for one, score in told.parties if one.country == country]
        for those in (told.act.agents, told.act.patients):
            near = [score for one, score in mine if any(one is each for each in those)]
            on_side += [(told.score, max(near))] if near else []
        if mine:
            whole = mean([score for _, score in mine], [1.0] * len(mine))
            anywhere.append((told.score, whole))
            scores = (score for _, score in mine)
            found["cast_most"] = max(found["cast_most"], *scores, key=lambda one: abs(one - 0.5) if one >= 0 else -1.0)
            if told is candidate.best:
                found["cast_best"] = whole
    for name, scored in (("role", on_side), ("cast", anywhere)):
        total = sum(weight for weight, _ in scored)
        found[name] = sum(weight * score for weight, score in scored) / total if total else -1.0
    return found


def _blank(told: Told) -> dict[str, bool]:
    """Return, for each side of an act, whether it has mentions without a country, and if they are people or unarmed."""
    found = {}
    for name, those in (("did", told.act.agents), ("suffered", told.act.patients)):
        blank = [each for each in those if not each.country]
        found[f"blank_{name}"] = bool(blank)
        found[f"blank_{name}_people"] = any(each.head == "people" for each in blank)
        found[f"blank_{name}_unarmed"] = any(each.service in with_value("service", "unarmed") for each in blank)
    return found


def _named(candidate: Candidate, story: Story, country: str) -> dict[str, float]:
    """Return features of how a country is named: how often, as what, and by which services."""
    named = [each for told in candidate.acts for each in story.mentions[told.act.line]]
    those = [each for each in named if each.country == country]
    found = {
        "named": float(len(those)),
        "speaks": float(sum(each.head == "speaker" for each in those)),
        "armed": float(any(each.service in with_value("service", "armed") for each in those)),
        "unarmed": float(any(each.service in with_value("service", "unarmed") for each in those)),
        "afloat": float(any(each.head in {"vessel", "aircraft", "people"} for each in those)),
        "home": float(story.home == country and bool(country)),
        "text": float(sum(each.country == country for line in story.mentions for each in line)),
    }
    found |= {service: float(any(each.service == service for each in those)) for service in of_kind("service")}
    return found


def _of(those: Iterable[Mention], *, firm: bool = False) -> set[str]:
    return {one.country for one in those if one.country and not (firm and one.guessed)}


def score(candidates: Sequence[Candidate], story: Story, trees: Trees) -> list[Scored]:
    """Return, for each candidate, the probability of each pair of parties that the first acted against the second."""
    found = [rows(one, story) for one in candidates]
    scores = iter(trees.probabilities([row for each in found for row in each.values()]))
    return [dict(zip(each, scores, strict=False)) for each in found]


def summary(scored: Scored) -> dict[str, float]:
    """Return features of a candidate from the probabilities of its pairs; a drill, for example, has no likely pair."""
    best = max(scored, key=lambda each: scored[each], default=("", ""))
    return {
        "pair_best": scored.get(best, 0.0),
        "pair_back": scored.get(best[::-1], 0.0),
        "pair_named": max((value for (one, other), value in scored.items() if one and other), default=0.0),
        "pair_alone": max((value for (_, other), value in scored.items() if not other), default=0.0),
        "pair_nobody": max((value for (one, _), value in scored.items() if not one), default=0.0),
        "pair_sum": sum(scored.values()),
    }


def choose_parties(candidate: Candidate, story: Story, judge: Judge, scored: Scored, types: Sequence[str]) -> Sides:
    """Return an incident's initiators and targets, with probabilities; ``NOBODY`` if ``scored`` is empty."""
    if not scored:
        return NOBODY
    best = max(scored, key=lambda each: scored[each])
    one, other = best
    mutual = bool(one and other) and scored[other, one] > _SECOND and scored[best] > _SECOND
    first, second = {one} - {""}, {other} - {""}
    if mutual:
        first, second = {one, other}, {one, other}
    for (a, b), value in scored.items():
        if value > _SECOND and a == one and b and b not in first and other:
            second.add(b)
    initiators, sure = [NO_FLAG], 1.0
    if one:
        initiators, sure = services.of_side(candidate, story, sorted(first), judge, types, doing=True)
    targets, firm = services.of_side(candidate, story, sorted(second), judge, types, doing=False)
    return Sides(tuple(initiators), tuple(targets), scored[best] * sure, scored[best] * firm)
